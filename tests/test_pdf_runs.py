"""A paragraph is one run of text for programs, whatever its words need to stay whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import page
from helpers import run
from pdfs import reader

CV = """\
basics: {name: Ada, summary: First line.}
work:
- name: Engines
  highlights:
  - 'POINT'
"""


def pdf(home: Path, point: str) -> bytes:
    (home / "cv.yaml").write_text(CV.replace("POINT", point))
    assert run("render", "pdf", "--input", home / "cv.yaml", "--output", home).status == 0
    return (home / "cv.pdf").read_bytes()


def runs(data: bytes) -> int:
    """How many sequences of marked content with an element of their own there are."""
    sheets: list[Any] = list(reader(data).pages)
    return sum(each["/Contents"].get_object().get_data().count(b"/MCID") for each in sheets)


def elements(data: bytes, kind: str) -> Iterator[Any]:
    """The elements of a kind, in order."""
    root: Any = reader(data).trailer["/Root"]
    waiting = [root["/StructTreeRoot"]["/K"]]
    while waiting:
        each = waiting.pop(0).get_object()
        if isinstance(each, list):
            waiting[:0] = each
        elif isinstance(each, dict):
            waiting[:0] = [each["/K"]] if "/K" in each else []
            if each.get("/S") == kind:
                yield each


def test_what_keeps_words_whole_parts_no_run(tmp_path: Path) -> None:
    plain = pdf(tmp_path, "A machine of low latency makes numbers quick at once and for all")
    assert runs(plain) > 4
    words = "A *machine* of low-latency makes 5 km of `numbers` and/or A. B. **Byron** quick. " * 4
    many = pdf(tmp_path, words.strip())
    assert runs(many) == runs(plain)
    assert "A machine of low-latency makes 5 km" in reader(many).pages[0].extract_text()


def test_a_link_over_several_lines_is_one_element(tmp_path: Path) -> None:
    words = "of low-latency engines for all " * 12
    data = pdf(
        tmp_path, f"See [the book {words}](https://example.org/a) or [B](https://example.org/b)."
    )
    first, second = elements(data, "/Link")
    inside = [each.get_object() for each in first["/K"]]
    objects = [each["/Obj"] for each in inside if isinstance(each, dict)]
    assert len(objects) >= 2
    assert {each["/A"]["/URI"] for each in objects} == {"https://example.org/a"}
    assert len(second["/K"]) == 2
    for profile in ("3a", "ua1"):
        report = page.validate_pdf_bytes(data, profile=profile)
        assert [(each.rule_id, each.message) for each in report.failures] == []


def test_each_link_belongs_to_its_element(tmp_path: Path) -> None:
    words = "of low-latency engines for all " * 12
    data = pdf(tmp_path, f"See [the book {words}](https://example.org/a).")
    root: Any = reader(data).trailer["/Root"]
    numbers = root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    owners = dict(zip(numbers[::2], numbers[1::2], strict=True))
    sheet: Any = reader(data).pages[0]
    links = [each.get_object() for each in sheet["/Annots"]]
    assert len(links) >= 2
    assert {owners[each["/StructParent"]].get_object()["/S"] for each in links} == {"/Link"}
    shown = owners[sheet["/StructParents"]]
    assert len(shown) == runs(data)
