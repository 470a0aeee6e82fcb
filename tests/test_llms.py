"""The text outputs: the shape of llms-full.txt, the form of llms.txt, and that all are tidy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from everything import document_of
from golden import SOURCES, document, outputs
from markdown_it import MarkdownIt
from markdown_it.token import Token

import cvtool
from cvtool.model.blocks import blocks
from cvtool.model.document import Document, Section, leaves
from cvtool.model.entry import Entry
from cvtool.model.scripts import WIDTH, width
from cvtool.render import folds

TEXTS = ("cv.md", "cv.txt", "llms.txt", "llms-full.txt")
FULL_HEADINGS = [
    "# Chijun Sima — Full Context",
    "## Snapshot",
    "## Machine-readable endpoints",
    "## Identity",
    "## Contact",
    "## News",
    "## Education",
    "## Selected publications",
    "### 1. Ekko: A Large-Scale Deep Learning Recommender System with Low-Latency Model Update",
    "### 2. Dynamic Barycenter Averaging Kernel in RBF Networks for Time Series Classification",
    "## Industry and open-source experience",
    "### Tencent (WeChat) — Senior Software Development Engineer",
    "### LLVM — Developer (commit access)",
    "## Academic service",
    "## Awards",
    "## Talks",
    "## Selected company and press write-ups about Ekko",
    "## Keywords",
]
FULL_LABELS = {
    "Snapshot": ["Last updated", "Language", "Website", "Canonical description"],
    "Machine-readable endpoints": [
        *("llms.txt", "llms-full.txt", "profile.json", "publications.json", "feed.json")
    ],
    "Identity": [
        "Full name",
        "Current role",
        "Employer",
        "Research focus",
        "Current topics",
        "Biography",
    ],
    "Contact": ["Email", "Website", "Google Scholar", "GitHub", "LinkedIn", "CV (PDF)"],
    "1. Ekko": ["Venue", "Authors", "URL", "Note", "Summary"],
    "2. Dynamic": ["Venue", "Authors", "Summary"],
    "Tencent": ["Period", "Focus", "Location"],
    "LLVM": ["Period", "Focus"],
    "News": ["2025", "2022", "2022"],
    "Academic service": ["Reviewer", "Reviewer", "Reviewer"],
}
_LABEL = re.compile(r"- ([\w .()-]{1,30}): ")


def text_of(case: str, name: str) -> str:
    return outputs(case)[name].decode()


def headings(text: str) -> list[str]:
    return [line for line in text.splitlines() if re.match(r"#{1,6} ", line)]


def part(text: str, heading: str) -> list[str]:
    """The lines below the first heading that begins so."""
    _, _, rest = text.partition(next(h for h in headings(text) if f" {heading}" in f" {h}"))
    return re.split(r"^#{1,6} ", rest, maxsplit=1, flags=re.MULTILINE)[0].splitlines()


# llms-full.txt


def test_full_has_the_headings_in_order() -> None:
    assert headings(text_of("sample", "llms-full.txt")) == FULL_HEADINGS


@pytest.mark.parametrize("heading", FULL_LABELS)
def test_full_has_the_labels_in_order(heading: str) -> None:
    lines = part(text_of("sample", "llms-full.txt"), heading)
    found = [match[1] for line in lines if (match := _LABEL.match(line))]
    plain = [label for label in found if label != "Project"]
    assert plain == FULL_LABELS[heading]


def test_full_names_an_account_beside_an_address_that_does_not(tmp_path: Path) -> None:
    profiles = [
        {"network": "GitHub", "username": "ada", "url": "https://github.com/ada"},
        {"network": "Scholar", "username": "Ada", "url": "https://scholar.example.org/?user=1"},
        {"network": "Matrix", "username": "@countess", "url": "https://matrix.example.org/1"},
    ]
    document = document_of({"basics": {"name": "Ada", "profiles": profiles}}, tmp_path)
    (text,) = (o.data for o in cvtool.render(document, "llms") if o.path == "llms-full.txt")
    assert [line for line in text.decode().splitlines() if "https" in line] == [
        "- GitHub: https://github.com/ada",
        "- Scholar: https://scholar.example.org/?user=1",
        "- Matrix: https://matrix.example.org/1 (@countess)",
    ]


def test_full_has_the_biography_once(tmp_path: Path) -> None:
    """Under a heading where the user puts it there, and nowhere where the user leaves it out."""
    basics = {"name": "Ada", "summary": "One.\n\nTwo."}
    cases: list[tuple[dict[str, Any], list[str]]] = [
        ({}, ["- Biography: One.", "- Biography: Two."]),
        ({"llms": {"sections": ["summary"]}}, ["## Summary", "One.", "Two."]),
        ({"sections": ["work"]}, []),
    ]
    for own, expected in cases:
        document = document_of({"basics": basics, "work": [{"name": "X"}], **own}, tmp_path)
        (text,) = (o.data for o in cvtool.render(document, "llms") if o.path == "llms-full.txt")
        lines = text.decode().splitlines()
        assert [line for line in lines if re.search(r"One|Two|Summary", line)] == expected


def test_full_names_who_is_served_beside_the_venues(tmp_path: Path) -> None:
    """A role and venues alone are a line each; with more to say of them they are one."""
    venues = [{"name": "A", "date": "2001"}, {"name": "B", "date": "2002"}]
    cases = [
        ({}, ["- Reviewer: A (2001)", "- Reviewer: B (2002)"]),
        ({"organization": "IEEE"}, ["- Reviewer: IEEE: A (2001); B (2002)"]),
    ]
    for own, expected in cases:
        cv = {
            "basics": {"name": "Ada"},
            "service": [{"position": "Reviewer", "venues": venues} | own],
        }
        (text,) = (
            o.data
            for o in cvtool.render(document_of(cv, tmp_path), "llms")
            if o.path == "llms-full.txt"
        )
        assert [line for line in text.decode().splitlines() if "Reviewer" in line] == expected


def test_full_begins_as_it_should() -> None:
    lines = text_of("sample", "llms-full.txt").splitlines()
    assert lines[0] == "# Chijun Sima — Full Context"
    assert lines[2].startswith("> This file provides comprehensive information about Chijun Sima")
    assert lines[2].endswith("For a concise summary, see /llms.txt.")


def test_full_has_the_kinds_of_line() -> None:
    text = text_of("sample", "llms-full.txt")
    for pattern in (
        r"- feed\.json: https://\S+/feed\.json \(application/feed\+json\)",
        r"- Authors: Chijun Sima\*, Yao Fu\*, Man-Kit Sit, .*",
        r"- B\.Eng\. in .*, South China University of Technology, Sep 2016 – Jun 2020",
        r"- GPA 3\.85 / 4\.00 · Rank 1 / 28.*",
        r"- Period: Jul 2020 – Present",
        r"- Project: Ekko: .*",
        r"  - Problem\. .*",
        r"- Reviewer: CVPR 2025",
        r"- Bronze Medal, ACM-ICPC Asia Xi'an Regional Contest \(2017\)",
        r'- "Ekko: A Large-Scale .*"',
        r"  - DataFun, Virtual \(Aug 2022\)",
        r"- OSDI 2022 paper: https://\S+",
        r"Machine Learning Systems, MLSys, .*",
    ):
        assert re.search(f"^{pattern}$", text, re.MULTILINE), pattern


@pytest.mark.parametrize("case", SOURCES)
def test_full_says_something_under_every_heading(case: str) -> None:
    lines = [line for line in text_of(case, "llms-full.txt").splitlines() if line]
    empty = [
        line
        for line, following in zip(lines, [*lines[1:], "## end"], strict=True)
        if line.startswith("## ") and following.startswith("## ")
    ]
    assert not empty


# llms.txt, by the form of llmstxt.org


def _addresses(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        if entry.url:
            yield entry.url
        yield from _addresses(entry.parts)


@pytest.mark.parametrize("case", SOURCES)
def test_llms_links_to_all_that_has_an_address(case: str) -> None:
    """What is inside an entry too: a project in a position, a venue of a talk."""
    sections = leaves(document(case).outline("llms"))
    text = text_of(case, "llms.txt")
    missing = [url for each in sections for url in _addresses(each.entries) if url not in text]
    assert not missing


@pytest.mark.parametrize("case", SOURCES)
def test_llms_has_the_form(case: str) -> None:
    head, *parts = re.split(r"^## ", text_of(case, "llms.txt"), flags=re.MULTILINE)
    blocks = head.strip().split("\n\n")
    assert re.fullmatch(r"# \S.*", blocks[0])
    assert re.fullmatch(r"> \S.*", blocks[1])
    assert len(blocks) == 3 or blocks[3:] == ["Language: English"]
    assert not blocks[2].startswith(("#", ">", "- "))
    for each in parts:
        heading, *lines = each.strip().splitlines()
        assert heading
        assert lines[0] == ""
        assert lines[1:], f"nothing under {heading}"
        for line in lines[1:]:
            assert re.fullmatch(r"- \[(?:[^\[\]\\]|\\.)+\]\(\S+\)(: \S.*)?", line), line


# All text outputs


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("case", SOURCES)
def test_text_is_tidy(case: str, name: str) -> None:
    text = text_of(case, name)
    assert "\r" not in text
    assert "\t" not in text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert not text.startswith("\n")
    assert [line for line in text.split("\n") if line != line.rstrip()] == []
    assert "\n\n\n\n" not in text
    if name != "cv.txt":
        assert "\n\n\n" not in text


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("case", ["sample", "sparse", "chinese", "name-only", "engineer"])
def test_nothing_dangles(case: str, name: str) -> None:
    """No separator without something on both sides, no label without a value."""
    for line in text_of(case, name).splitlines():
        words = line.strip()
        assert not re.match(r"(, |; |\(\)|- *$|#+ *$|\d+\.$)", words), line
        assert not re.match(r"(#+|-|\d+\.) +([,·;—]|\(\))", words), line
        assert not re.search(r", ,|· ·|\(\)|\[\]|\*\*\*\*", words), line
        if name != "cv.txt":  # where a line is no more than a piece
            assert not re.match(r"· ", words), line
            assert not re.search(r"( ·| —|,|;|: *)$", words), line


@pytest.mark.parametrize("case", SOURCES)
def test_text_fits_into_79_columns(case: str) -> None:
    for line in text_of(case, "cv.txt").splitlines():
        assert width(line) <= WIDTH or len(line.lstrip("-.0123456789 ").split()) == 1, line


# cv.md, read again


def parsed(case: str) -> list[Token]:
    return MarkdownIt("commonmark").parse(text_of(case, "cv.md"))


def read_headings(case: str) -> list[tuple[int, str]]:
    tokens = parsed(case)
    pairs = pairwise(tokens)
    return [
        (int(opening.tag[1:]), "".join(child.content for child in inline.children or ()))
        for opening, inline in pairs
        if opening.type == "heading_open"
    ]


def expected_headings(document: Document) -> list[tuple[int, str]]:
    """The heading of the page, of the sections, and of the groups and sections in them."""

    def of(sections: tuple[Section, ...], level: int) -> list[tuple[int, str]]:
        found = []
        for section in sections:
            found += [(level, section.heading), *of(section.sections, level + 1)]
        return found

    return [(1, document.person.name), *of(document.outline("markdown"), 2)]


@pytest.mark.parametrize("case", SOURCES)
def test_markdown_has_the_headings(case: str) -> None:
    found = read_headings(case)
    wanted = expected_headings(document(case))
    remaining = iter(found)
    assert all(heading in remaining for heading in wanted), wanted
    levels = [level for level, _ in found]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("case", SOURCES)
def test_markdown_has_the_heading_of_every_entry(case: str) -> None:
    found = {text for level, text in read_headings(case) if level > 2}
    kinds = {"work", "education", "projects", "talks", "teaching", "grants", "patents"}
    for kind in kinds:
        for section in document(case).section(kind):
            assert {folds.unmarked(entry.head) for entry in section.entries if entry.head} <= found


@pytest.mark.parametrize("case", SOURCES)
def test_markdown_has_no_markup_by_accident(case: str) -> None:
    tokens = parsed(case)
    kinds = {token.type for token in tokens}
    inline = {child.type for token in tokens for child in token.children or ()}
    assert not kinds & {"html_block", "code_block", "fence", "hr"}
    quotes = [each for each in blocks(document(case), "markdown") if len(each.bars) > each.shared]
    assert [each.type for each in tokens].count("blockquote_open") == len(quotes)
    assert not inline & {"html_inline", "image", "hardbreak"}


@pytest.mark.parametrize("case", SOURCES)
def test_papers_stay_in_their_list(case: str) -> None:
    """What is said about a paper is part of its list item, with two digits in the number too."""
    lines = text_of(case, "cv.md").splitlines()
    starts = [index for index, line in enumerate(lines) if re.match(r"\d+\. \*\*", line)]
    for start in starts:
        indent = len(lines[start].split("**")[0])
        following = next((line for line in lines[start + 2 : start + 3] if line), "")
        if following.startswith(" "):
            assert following.startswith(" " * indent)
            assert not following.startswith(" " * (indent + 1))
