"""A CV of many pages: every page says where it is, every paper is there, in bearable memory."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import page
import pytest
from helpers import ROOT, environment, run
from pdfs import links, pages, reader

PAPERS = 210
TYPES = ("article", "inproceedings", "book", "misc")
PAPER = """
@{kind}{{k{number},
  title = {{A study of things, number {number}, and of how they behave under load}},
  author = {{Doe, Jane and Smith, John A. and Li, Wei}}, year = {{{year}}},
  doi = {{10.1000/j.{number}}}, abstract = {{{abstract}}},
}}
"""
CV = """\
basics: {name: Jane Doe, email: jane@example.org}
bibliography: {groupBy: [type]}
awards: [{date: 2024, title: The last}]
pdf:
  header: 'Page {page}'
  footer: '{name} · {page} of {pages}'
  bibliography: {show: abstract}
"""


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """cv.pdf with papers of all lengths, one of them longer than a page."""
    home = tmp_path_factory.mktemp("long")
    papers = (
        PAPER.format(
            number=number,
            kind=TYPES[number % 4],
            year=1990 + number % 30,
            abstract="We look at things. " * (number % 5 + 700 * (number == 99)),
        )
        for number in range(PAPERS)
    )
    (home / "cv.yaml").write_text(CV)
    (home / "publications.bib").write_text("".join(papers))
    assert run("render", "pdf", "--input", home / "cv.yaml", "--output", home).status == 0
    return (home / "cv.pdf").read_bytes()


def test_every_page_says_which_it_is(long: bytes) -> None:
    texts = pages(long)
    assert len(texts) > 8
    for number, text in enumerate(texts, start=1):
        assert f"Page {number}" in text
        assert f"Jane Doe · {number} of {len(texts)}" in text


def test_every_paper_is_there_with_its_link(long: bytes) -> None:
    found = Counter(map(int, re.findall(r"number (\d+)", " ".join(" ".join(pages(long)).split()))))
    assert found == dict.fromkeys(range(PAPERS), 1)
    assert {f"https://doi.org/10.1000/j.{number}" for number in range(PAPERS)} <= set(links(long))


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_it_conforms(long: bytes, profile: str) -> None:
    report = page.validate_pdf_bytes(long, profile=profile)
    assert [(each.rule_id, each.message) for each in report.failures] == []


def test_its_outline_leads_through_all_pages(long: bytes) -> None:
    found = list(outline(long))
    assert found[0] == ("Jane Doe", 0)
    assert [number for _, number in found] == sorted(number for _, number in found)
    assert len({number for _, number in found}) >= len(TYPES)


def outline(data: bytes) -> Iterator[tuple[str, int]]:
    """The headings in the file's outline, with their pages."""
    pdf = reader(data)

    def inside(entries: list[Any]) -> Iterator[tuple[str, int]]:
        for each in entries:
            if isinstance(each, list):
                yield from inside(each)
            else:
                yield str(each.title), pdf.get_destination_page_number(each) or 0

    return inside(pdf.outline)


def test_four_hundred_publications_take_less_than_165_mebibytes() -> None:
    """As a thousand then take less than 300."""
    command = [sys.executable, str(ROOT / "bench/memory.py"), "400"]
    said = subprocess.run(
        command, env=environment(), capture_output=True, text=True, check=True
    ).stdout
    (peak,) = re.findall(r"(\d+) MiB", said)
    assert int(peak) < 165
