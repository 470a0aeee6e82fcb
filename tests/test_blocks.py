"""Blocks: a Document from top to bottom, without any format's syntax."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from everything import document_of
from golden import SOURCES, document

import cvtool
from cvtool.model.blocks import AnyBlock, Heading, Item, Paragraph, blocks
from cvtool.model.document import Section, leaves
from cvtool.model.entry import Entry
from cvtool.model.inline import Link, Text, to_plain, to_text

Blocks = tuple[AnyBlock, ...]


def of(tmp_path: Path, audience: str = "public", **cv: Any) -> Blocks:
    return blocks(document_of({"basics": {"name": "Ada"}} | cv, tmp_path, audience=audience), "rst")


def said(found: Iterable[AnyBlock]) -> list[tuple[str, str]]:
    """The role of each block, and its words."""
    return [(each.role, to_plain(each.body)) for each in found]


def test_the_head_comes_first(tmp_path: Path) -> None:
    basics = {
        "name": "Ada",
        "label": "Countess",
        "description": "In one line.",
        "email": "ada@example.org",
        "profiles": [{"network": "GitHub", "username": "ada", "url": "https://github.com/ada"}],
    }
    found = of(tmp_path, basics=basics)
    assert said(found) == [
        ("name", "Ada"),
        ("label", "Countess"),
        ("description", "In one line."),
        ("contact", "ada@example.org"),
        ("contact", "ada"),
    ]
    contacts = [each for each in found if isinstance(each, Item)]
    assert [(each.label, each.url) for each in contacts] == [
        ("Email: ", "mailto:ada@example.org"),
        ("GitHub: ", "https://github.com/ada"),
    ]


def test_what_is_private_has_to_be_asked_for(tmp_path: Path) -> None:
    place = {"address": "Lane 1", "postalCode": "ZZ 1", "city": "Town"}
    basics = {"name": "Ada", "phone": "+41 1", "email": "ada@example.org", "location": place}
    cv: dict[str, Any] = {"basics": basics, "site": {"email": "absent"}}
    public = [text for _, text in said(of(tmp_path, **cv))]
    assert public == ["Ada", "Town"]
    own = [text for _, text in said(of(tmp_path, "private", **cv))]
    assert own == ["Ada", "ada@example.org", "+41 1", "Lane 1", "ZZ 1 Town"]


def test_an_entry_with_a_heading(tmp_path: Path) -> None:
    work = {
        "name": "Mill",
        "position": "Analyst",
        "startDate": "2001",
        "endDate": "2003",
        "summary": "One.\n\nTwo.",
        "highlights": ["a", {"label": "Outcome", "text": "b"}],
        "keywords": ["x", "y"],
        "projects": [{"name": "Loom", "highlights": ["c"]}],
    }
    found = of(tmp_path, work=[work])[1:]
    assert said(found) == [
        ("section", "Experience"),
        ("entry", "Mill"),
        ("sub", "Analyst"),
        ("when", "2001 – 2003"),
        ("summary", "One."),
        ("summary", "Two."),
        ("point", "a"),
        ("point", "b"),
        ("keywords", ""),
        ("entry", "Loom"),
        ("point", "c"),
    ]
    headings = [each for each in found if isinstance(each, Heading)]
    assert [(each.level, each.inside, each.when) for each in headings] == [
        (2, 0, ""),
        (3, 0, "2001 – 2003"),
        (4, 1, ""),
    ]
    words = [each for each in found if isinstance(each, Paragraph) and each.words]
    assert [to_plain(each.said) for each in words] == ["x · y"]
    assert [each.label for each in found if isinstance(each, Item)] == ["", "Outcome.", ""]


def test_a_name_that_stands_for_two_has_the_address(tmp_path: Path) -> None:
    study = {"institution": "Art School", "area": "Art School", "url": "https://art.example"}
    heading = of(tmp_path, education=[study])[-1]
    assert heading.body == (Link((Text("Art School"),), "https://art.example"),)


def test_a_block_says_all_in_one_run_of_text(tmp_path: Path) -> None:
    talk: dict[str, Any] = {
        "name": "Looms",
        "keywords": ["x", "y"],
        "slides": "https://a.example/s",
    }
    talk |= {"video": "https://a.example/v", "highlights": [{"label": "Outcome", "text": "*b*"}]}
    found = of(tmp_path, basics={"name": "Ada", "email": "a@b.example"}, talks=[talk])
    assert [to_text(each.said) for each in found] == [
        "Ada",
        "Email: a@b.example",
        "Talks",
        "Looms",
        "Outcome. b",
        "x · y",
        "Slides (https://a.example/s) · Video (https://a.example/v)",
    ]


def test_a_date_heads_what_has_nothing_else(tmp_path: Path) -> None:
    found = of(tmp_path, work=[{"startDate": "2001", "endDate": "2003", "summary": "One."}])
    assert said(found[2:]) == [("entry", "2001 – 2003"), ("summary", "One.")]


def test_entries_of_a_line_are_one_list(tmp_path: Path) -> None:
    first = {"title": "First", "date": "2001", "highlights": ["a"]}
    found = of(tmp_path, awards=[first, {"title": "Second"}])[2:]
    assert said(found) == [("line", "First (2001)"), ("point", "a"), ("line", "Second")]
    assert [(each.gap, each.indent) for each in found] == [(2, 0), (0, 2), (0, 0)]


def test_an_unknown_kind_is_a_list_of_lines(tmp_path: Path) -> None:
    known = document_of({"basics": {"name": "Ada"}, "awards": [{"title": "First"}]}, tmp_path)
    line = (Text("Light and Iron"),)
    entries = (Entry("regattas", line=line, dated_line=line),)
    shows = Section("regattas", "regattas", "Regattas", entries=entries)
    found = blocks(replace(known, sections=(shows,)), "rst")
    assert said(found[1:]) == [("section", "Regattas"), ("line", "Light and Iron")]


PAPER = {
    "name": "On Looms",
    "authors": ["Ada", "Bob"],
    "publisher": "Mill",
    "releaseDate": "2001",
    "url": "https://mill.example/1",
    "keywords": ["x"],
}


def test_a_publication_and_what_belongs_to_it(tmp_path: Path) -> None:
    papers = [PAPER | {"name": f"Paper {n}"} for n in range(10)]
    found = of(tmp_path, publications=papers, bibliography={"show": ["keywords"]})
    assert said(found[2:7]) == [
        ("title", "Paper 0"),
        ("authors", "Ada, Bob"),
        ("imprint", "Mill, 2001"),
        ("address", "https://mill.example/1"),
        ("keywords", ""),
    ]
    titles = [each for each in found if isinstance(each, Item)]
    assert [each.number for each in titles] == list(range(1, 11))
    assert {each.url for each in titles} == {"https://mill.example/1"}
    assert [each.indent for each in found[2:7]] == [0, 3, 3, 3, 3]
    assert [each.indent for each in found[-5:]] == [0, 4, 4, 4, 4]


def test_numbers_give_way_to_labels(tmp_path: Path) -> None:
    labels = {"groupBy": "type", "groups": [{"heading": "All", "prefix": "A", "types": ["misc"]}]}
    found = of(tmp_path, publications=[PAPER], bibliography=labels)
    (title,) = (each for each in found if isinstance(each, Item))
    assert (title.label, title.number, title.hang) == ("[A1]", None, 2)


@pytest.mark.parametrize("case", SOURCES)
def test_every_entry_and_publication_is_there(case: str) -> None:
    finished = document(case)
    found = blocks(finished, "text")
    text = "\n".join(to_plain(each.body) for each in found)
    text += " ".join(to_plain(each.said) for each in found if isinstance(each, Paragraph))
    for section in leaves(finished.outline("text")):
        names = [to_plain(each.head or each.title) for each in section.entries]
        names += [to_plain(each.citation or each.title) for each in section.publications]
        assert [name for name in names if name not in text] == []


@pytest.mark.parametrize("case", SOURCES)
def test_the_gaps_are_in_order(case: str) -> None:
    """A section is set off most, and what begins a list is never its next item."""
    found = blocks(document(case), "text")
    for before, block in pairwise(found):
        if isinstance(block, Heading) and block.level == 2:
            assert block.gap == 3
        else:
            assert block.gap < 3
        is_next = isinstance(before, Item) and isinstance(block, Item)
        if not is_next and before.indent == block.indent == 0:
            assert block.gap > 0, block


TEMPLATE = """\
{% for block in blocks if block.kind == "heading" %}
{{ block.level }} {{ block.body }}
{% endfor %}
"""


@pytest.mark.parametrize("name", ["markdown/cv.md.j2", "text/cv.txt.j2"])
def test_a_template_of_ones_own_has_document_and_blocks(tmp_path: Path, name: str) -> None:
    (tmp_path / "templates" / name).parent.mkdir(parents=True)
    text = TEMPLATE + "{{ document.person.label }}\n"
    (tmp_path / "templates" / name).write_text(text, encoding="utf-8")
    cv = {"basics": {"name": "Ada", "label": "Countess"}, "work": [{"name": "Mill"}]}
    found = document_of(cv, tmp_path)
    (output,) = cvtool.render(found, name.split("/")[0])
    assert output.data.decode().splitlines() == ["1 Ada", "2 Experience", "3 Mill", "Countess"]


def test_a_contact_may_say_its_own_address(tmp_path: Path) -> None:
    profile = {"network": "GitHub", "username": "ada", "url": "https://github.com/ada"}
    basics = {"name": "Ada", "url": "https://ada.example/", "profiles": [profile]}
    contacts = [each for each in of(tmp_path, basics=basics) if isinstance(each, Item)]
    assert [each.is_address for each in contacts] == [True, False]
