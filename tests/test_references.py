"""publications.ris and orcid.bib: what reference managers and orcid.org read of a CV."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import rispy
from everything import document_of
from golden import outputs

import cvtool

HEAD = 'author = {van der Zee, Kim and M{\\"u}ller, J{\\"o}rg and {Art and Science Lab} and others}'


def made(folder: Path, name: str, bib: str, owner: str = "Kim van der Zee") -> str:
    document = document_of({"basics": {"name": owner}}, folder, bib)
    (output,) = cvtool.render(document, name)
    return output.data.decode()


def reference(folder: Path, bib: str) -> dict[str, Any]:
    (found,) = rispy.loads(made(folder, "ris", bib))
    return dict(found)


def test_reference_managers_read_an_article(tmp_path: Path) -> None:
    found = reference(
        tmp_path,
        f"@article{{k, {HEAD}, title = {{Light \\& $x^2$ in {{Oslo}}}}, journal = {{J. of Inks}},"
        " year = 2021, month = nov, volume = 4, number = 2, pages = {1--9}, issn = {1234-5679},"
        " doi = {10.1234/ink.1}, abstract = {One.\n\nTwo.}, keywords = {ink, light}}",
    )
    assert found["type_of_reference"] == "JOUR"
    assert found["authors"] == ["van der Zee, Kim", "Müller, Jörg", "Art and Science Lab"]
    assert found["title"] == "Light & x² in Oslo"
    assert (found["secondary_title"], found["year"], found["date"]) == (
        "J. of Inks",
        "2021",
        "2021/11//",
    )
    assert (found["volume"], found["number"]) == ("4", "2")
    assert (found["start_page"], found["end_page"]) == ("1", "9")
    assert (found["doi"], found["issn"]) == ("10.1234/ink.1", "1234-5679")
    assert (found["abstract"], found["keywords"]) == ("One. Two.", ["ink", "light"])


@pytest.mark.parametrize(
    ("entry", "kind", "more"),
    [
        ("inproceedings{k, booktitle = B, venue = Oslo", "CONF", {"place_published": "Oslo"}),
        ("incollection{k, booktitle = B, editor = {Ed, Al}", "CHAP", {"secondary_title": "B"}),
        ("book{k, publisher = P, pagetotal = 300", "BOOK", {"start_page": "300"}),
        ("proceedings{k, editor = {Ed, Al}", "EDBOOK", {"secondary_authors": ["Ed, Al"]}),
        ("phdthesis{k, school = U", "THES", {"publisher": "U"}),
        ("techreport{k, institution = I, number = {TR-7}", "RPRT", {}),
        ("software{k, version = {1.2}", "COMP", {"edition": "1.2"}),
        ("dataset{k, publisher = R", "DATA", {"publisher": "R"}),
        ("misc{k, eprint = {2201.00001}, archiveprefix = {arXiv}", "UNPB", {}),
        ("misc{k, howpublished = H", "GEN", {}),
    ],
)
def test_every_type_has_its_own(
    tmp_path: Path, entry: str, kind: str, more: dict[str, object]
) -> None:
    fields = re.sub(r"= (\w+)", r"= {\1}", entry)
    found = reference(tmp_path, f"@{fields}, title = {{T}}, author = {{A, B}}, year = 2020}}")
    assert found["type_of_reference"] == kind
    assert {name: found[name] for name in more} == more


def test_a_file_of_references_is_whole() -> None:
    text = outputs("everything")["publications.ris"].decode()
    assert len(rispy.loads(text)) == text.count("ER  - \r\n") == text.count("TY  - ") > 20
    lines = [line for line in text.split("\r\n") if line]
    assert [line for line in lines if not re.fullmatch(r"[A-Z][A-Z\d]  - .*", line)] == []


KNOWN = {
    *("article", "book", "booklet", "conference", "inbook", "incollection", "inproceedings"),
    *("manual", "mastersthesis", "misc", "phdthesis", "proceedings", "techreport", "unpublished"),
}
"""The types that orcid.org knows; with any other, a number of a book or journal ends its work."""


@pytest.mark.parametrize("case", ["sample", "everything"])
def test_orcid_reads_every_work(case: str) -> None:
    text = outputs(case)["orcid.bib"].decode()
    works = re.findall(r"^@(\w+)\{([^\s,{}=]+),\n((?:  \w+ = \{.*\},\n)+)\}\n", text, re.MULTILINE)
    assert len(works) == text.count("\n@") == len({key for _, key, _ in works})
    assert {kind for kind, _, _ in works} <= KNOWN
    assert not [body for kind, _, body in works if kind == "misc" and re.search("is[bs]n =", body)]
    for value in re.findall(r"^  \w+ = \{(.*)\},$", text, re.MULTILINE):
        depth = 0
        for char in value:
            depth += (char == "{") - (char == "}")
            assert depth in (0, 1), value
        assert not re.search(r"\\(?![&%$#_]|textbackslash)", value), value


def test_orcid_gets_what_it_asks_for(tmp_path: Path) -> None:
    text = made(
        tmp_path,
        "orcid",
        f"@string{{ji = {{Journal of Inks}}}}\n@article{{k, {HEAD}, title = {{Light \\& {{Oslo}}}},"
        " journal = ji, date = {2021-11-02}, doi = {https://doi.org/10.1234/ink.1},"
        " eprint = {2201.00001}, eprinttype = {arXiv}, issn = {1234-5679}}",
    )
    assert text.split("\n", 2)[2] == (
        "@article{k,\n"
        "  author = {van der Zee, Kim and Müller, Jörg and {Art \\& Science Lab} and others},\n"
        "  title = {Light \\& Oslo},\n  journal = {Journal of Inks},\n  issn = {1234-5679},\n"
        "  year = {2021},\n  month = {nov},\n  doi = {10.1234/ink.1},\n"
        "  url = {https://doi.org/10.1234/ink.1},\n"
        "  eprint = {2201.00001},\n  eprinttype = {arxiv},\n}\n"
    )


@pytest.mark.parametrize(
    ("name", "written"), [("2020 Ada", "{Ada}, {2020}"), ("Ada {and} Eve", "Eve, Ada {and}")]
)
def test_what_would_be_no_part_of_a_name_is_one_for_orcid(
    name: str, written: str, tmp_path: Path
) -> None:
    entry = f"@misc{{a, title={{T}}, author={{{name}}}}}"
    assert f"author = {{{written}}}," in made(tmp_path, "orcid", entry)


@pytest.mark.parametrize(("owner", "kind"), [("Bo Li", "phdthesis"), ("Ada King", "mastersthesis")])
def test_a_thesis_of_another_is_one_that_was_supervised(
    tmp_path: Path, owner: str, kind: str
) -> None:
    bib = "@mastersthesis{k, title = {T}, author = {Li, Bo}, school = {U}, year = 2020}"
    assert f"@{kind}{{k," in made(tmp_path, "orcid", bib, owner)
