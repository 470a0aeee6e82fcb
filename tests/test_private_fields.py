"""What reference managers and their users note in .bib files for themselves is in no output."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from helpers import run
from pdfs import reader, text_of_output

NOTED = (
    *("annote", "annotation", "review", "notes", "tags", "rating", "comment", "file", "owner"),
    *("_venue", "timestamp", "readstatus", "library", "mendeley-tags", "bdsk-file-1", "groups"),
    *("date-added", "usera", "verba", "my-own-field"),
)
SENTINEL = "Unseen{}Words"
ADDRESS = "https://unseen.example/"
CITED = {"author", "title", "journal", "year", "note", "doi", "eprint", "eprinttype", "isbn"}
"""The fields that are left of the entry for those who cite it."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A CV with one paper that has a note for its writer in each such field, and all outputs."""
    home = tmp_path_factory.mktemp("noted")
    noted = "".join(
        f"  {name} = {{{SENTINEL.format(place)}}},\n" for place, name in enumerate(NOTED)
    )
    (home / "publications.bib").write_text(
        "@article{k,\n  title = {Seen by all}, author = {King, Ada}, year = 2020,\n"
        "  journal = {Journal}, summary = {For all},\n"
        "  note = {To appear\nPublisher: Unseen Press},\n"
        f"  foo = {{{ADDRESS}}}, bdsk-url-1 = {{{ADDRESS}}}, rights = {{{ADDRESS}}}, code = {{https://seen.example}},\n"
        "  abstract = {For all}, keywords = {group, /unseen, _unseen, To-Read, "
        "#nosource, ⛔ No DOI found}, award = {A},\n"
        "  abbr = {AB}, selected = {true},\n"
        "  x-own = {X}, arxiv = {2305.00001}, doi = {10.5555/1}, isbn = {978}, ids = {old},\n"
        f"{noted}}}\n"
    )
    (home / "cv.yaml").write_text(
        "basics: {name: Ada King, url: 'https://ada.example/'}\nmeta: {lastModified: 2020-01-01}\n"
    )
    outcome = run("render", "--all", "--input", home / "cv.yaml", "--output", home / "output")
    assert (outcome.status, outcome.err) == (0, "")
    return home


def test_no_output_has_what_was_noted(folder: Path) -> None:
    outputs = [path for path in (folder / "output").rglob("*") if path.is_file()]
    texts = {path: text_of_output(path.name, path.read_bytes()) for path in outputs}
    seen = {path.name for path, text in texts.items() if b"Seen by all" in text}
    assert {"cv.pdf", "cv.md", "index.html", "publications.bib", "k.bib", "resume.json"} <= seen
    hidden = re.compile(b"unseen|to-read|nosource|no doi", re.IGNORECASE)
    assert [path for path, text in texts.items() if hidden.search(text)] == []


def test_check_says_what_stays_private(folder: Path) -> None:
    outcome = run("check", "--input", folder / "cv.yaml")
    (line,) = [line for line in outcome.lines if "stay private" in line]
    names = (*NOTED, "rights", "note (by programs)", "keywords (tags of your own)")
    named = [name for name in names if f"'{name}' (1)" in line]
    assert len(named) > 10
    assert line.endswith(f" and {len(names) - len(named)} more")
    assert "'keywords (tags of your own)' (1)" in line


def test_check_names_fields_with_addresses_that_no_output_has(folder: Path) -> None:
    outcome = run("check", "--input", folder / "cv.yaml")
    (line,) = [line for line in outcome.lines if "addresses" in line]
    assert "'foo' (1)" in line
    assert "bdsk-url-1" not in line
    assert "rights" not in line


def test_visitors_get_the_fields_that_all_know(folder: Path) -> None:
    pdf = reader((folder / "output" / "cv.pdf").read_bytes())
    page = (folder / "output" / "publications" / "k.html").read_text(encoding="utf-8")
    files = [
        (folder / "output" / "publications.bib").read_text(encoding="utf-8"),
        (folder / "output" / "publications" / "k.bib").read_text(encoding="utf-8"),
        pdf.attachments["publications.bib"][0].decode(),
        page[page.index("<code>") : page.index("</code>")],
    ]
    for text in files:
        assert set(re.findall(r"^  ([\w+-]+) =", text, re.MULTILINE)) == CITED
