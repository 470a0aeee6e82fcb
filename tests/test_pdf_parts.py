"""A long CV is laid out in parts, so that it takes little memory; nothing of that is to be seen."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from shutil import copy
from typing import Any

import page
import pytest
from helpers import ROOT, environment, png, run
from pdfs import images, links, pages, reader

from cvtool.render.pdf.pictures import pictures

TYPES = ("article", "inproceedings", "book", "misc")
PAPER = """
@{kind}{{k{number},
  title = {{A study of things, number {number}, and of how they behave under load}},
  author = {{Doe, Jane and Smith, John A. and Li, Wei}}, year = {{{year}}},
  doi = {{10.1000/j.{number}}}, abstract = {{{abstract}}},
}}
"""
CV = """\
basics: {name: Jane Doe, email: jane@example.org, image: portrait.png}
bibliography: LISTED
awards: [{date: 2024, title: The last}]
pdf: {theme: THEME, header: 'Page {page}', footer: '{name} · {page} of {pages}'}
"""


def bibliography(papers: int) -> str:
    """Papers of all lengths; where a part could end, one that is longer than a page."""
    return "".join(
        PAPER.format(
            number=number,
            kind=TYPES[number % 4],
            year=1990 + number % 30,
            abstract="We look at things. " * (number % 5 + 700 * (number == 99)),
        )
        for number in range(papers)
    )


def rendered(home: Path, theme: str, listed: str, papers: int) -> bytes:
    (home / "cv.yaml").write_text(CV.replace("THEME", theme).replace("LISTED", listed))
    (home / "publications.bib").write_text(bibliography(papers))
    (home / "portrait.png").write_bytes(png(80, 80))
    assert run("render", "pdf", "--input", home / "cv.yaml", "--output", home).status == 0
    return (home / "cv.pdf").read_bytes()


@pytest.mark.parametrize(
    ("theme", "listed"), [("bold", "{sort: file}"), ("modern", "{groupBy: [type, year]}")]
)
def test_a_cv_in_parts_is_the_same_as_a_whole_one(theme: str, listed: str, tmp_path: Path) -> None:
    parts = rendered(tmp_path, theme, listed, 210)
    style = tmp_path / "templates/pdf/base.css"  # with templates of one's own it is left whole
    style.parent.mkdir(parents=True)
    copy(ROOT / "templates/pdf/base.css", style)
    whole = rendered(tmp_path, theme, listed, 210)
    assert [each.tobytes() for each in pictures(parts)] == [
        each.tobytes() for each in pictures(whole)
    ]
    assert pages(parts) == pages(whole)
    assert links(parts) == links(whole)
    assert len(links(whole)) > 200
    assert images(parts) == images(whole) > 0
    for profile in ("3a", "ua1"):
        report = page.validate_pdf_bytes(parts, profile=profile)
        assert [(each.rule_id, each.message) for each in report.failures] == []
    assert elements(parts) == elements(whole)
    assert elements(parts).count("/H2") == 2
    assert elements(parts).count("/Link") > 200
    assert reader(parts).named_destinations.keys() == reader(whole).named_destinations.keys()
    assert outline(parts) == outline(whole)
    assert len(outline(whole)) > 2


def elements(data: bytes) -> list[str]:
    """The kinds of the elements that the file says it is made of, in order."""
    found: list[str] = []

    def collect(each: Any) -> None:
        each = each.get_object()
        if isinstance(each, list):
            for kid in each:
                collect(kid)
        elif isinstance(each, dict) and "/S" in each:
            found.append(each["/S"])
            collect(each.get("/K", []))

    root: Any = reader(data).trailer["/Root"]
    collect(root["/StructTreeRoot"]["/K"])
    return found


def outline(data: bytes) -> list[tuple[str, int | None]]:
    """The headings in the file's outline, with their pages."""
    pdf = reader(data)
    found: list[tuple[str, int | None]] = []

    def collect(entries: Any) -> None:
        for each in entries if isinstance(entries, list) else [entries]:
            if isinstance(each, list):
                collect(each)
            else:
                found.append((each.title, pdf.get_destination_page_number(each)))

    collect(pdf.outline)
    return found


def test_many_publications_take_little_memory() -> None:
    command = [sys.executable, str(ROOT / "bench/memory.py"), "10", "180", "900"]
    said = subprocess.run(
        command, env=environment(), capture_output=True, text=True, check=True
    ).stdout
    few, some, many = (float(each) for each in re.findall(r"(\d+) MiB", said))
    assert some < few + 29
    assert many < some + 25
