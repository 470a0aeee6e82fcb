"""What one text says never reaches beyond it: a field is one line, begins nothing in Markdown, and
turns the direction of no other. Every field of every model holds the same words, and what comes of
them is built as it is of harmless ones.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from everything import HOSTILE, SITE, document_of, everything, strings
from helpers import NAME, check
from markdown_it import MarkdownIt

import cvtool
from cvtool.source import CV, Shape, shapes
from cvtool.source.fields import Point

FORMATS = ("markdown", "llms", "text")
BREAKS = ("\n\n# b\n- c", "\n---\n", "\n===", "\r# b", "\u2028# b", "\u2029- b", "&NewLine;- b")
STARTS = (
    *("# ", "###### ", "- ", "+ ", "* ", "1. ", "1) ", "0. ", "> ", "=== ", "--- ", "- - -", "___"),
    *("| a | ", "    ", "\t", "<div>", "<!-- ", "<?", "<script>", "[x] ", "[^1]: ", "~~~ ", "```"),
    *("&#35; ", "&#45; ", "&#32;&#32;&#32;&#32;", "&#9;", "&lt;div&gt;", "](javascript:1)", "**"),
)
IN_PROSE = ("\\# ", "\\- ", "1\\. ", "\\> ", "\\---", "&#35; ", "&#32;&#35; ", "&#32;" * 4)
ENDS = (" #", " # ", "\\", " `", " **", "]: https://example.org", "&#13;# b", "&#8232;# b")
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def filled(one: str, prose: str) -> dict[str, Any]:
    """Every field with these words, of which a mark in the place of ``%`` makes its own."""
    return dict(_filled(everything(), Shape(model=CV), one, prose))


def _filled(value: Any, shape: Shape, one: str, prose: str) -> Any:
    if isinstance(value, dict) and shape.model is Point:
        return {key: _filled(each, shape, one, prose) for key, each in value.items()}
    if isinstance(value, dict):
        known = shapes(shape.model) if shape.model else {}
        inside = {key: known.get(key, shape.each or Shape()) for key in value}
        return {key: _filled(each, inside[key], one, prose) for key, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, shape.item or Shape(), one, prose) for each in value]
    if not isinstance(value, str) or not value.endswith(HOSTILE):
        return value
    has_blocks = shape.model is Point or (shape.text and shape.text.has_blocks)
    mark = value.removesuffix(HOSTILE).strip("@").replace(".", "")
    return (prose if has_blocks else one).replace("%", mark)


@cache
def outputs(one: str, prose: str = "Ab %") -> dict[str, str]:
    with TemporaryDirectory() as folder:
        document = document_of(filled(one, prose), Path(folder))
    found = (each for name in FORMATS for each in cvtool.render(document, name))
    return {each.path: each.data.decode() for each in found}


def blocks(text: str) -> list[tuple[str, str]]:
    """The blocks as CommonMark reads them, and tables as many programs do."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    return [(each.type, each.tag) for each in tokens]


def assert_same(made: dict[str, str], harmless: dict[str, str]) -> None:
    for name in ("cv.md", "llms.txt", "llms-full.txt"):
        assert blocks(made[name]) == blocks(harmless[name]), name
    paragraphs = [len(each["cv.txt"].split("\n\n")) for each in (made, harmless)]
    assert paragraphs[0] == paragraphs[1]


@pytest.mark.parametrize("text", [*(f"{each}%" for each in STARTS), *(f"%{e}" for e in ENDS)])
def test_no_field_begins_anything(text: str) -> None:
    assert_same(outputs(text), outputs("Ab %"))


@pytest.mark.parametrize("ending", BREAKS)
def test_no_field_ends_its_line(ending: str) -> None:
    made = outputs(f"%{ending}")
    assert_same(made, outputs("Ab %"))
    assert not {"\r", "\x85", "\u2028", "\u2029"} & set("".join(made.values()))


@pytest.mark.parametrize("around", ["X%", "Ab %  \nX", "> Ab  \n> X%", "- a\n  - X%\n  - b"])
def test_lines_of_prose_begin_nothing(around: str) -> None:
    """Each beginning in a paragraph, quotation or list of its own, one behind the other."""
    made, harmless = (
        "\n\nAb\n\n".join(around.replace("X", start) for start in starts)
        for starts in (IN_PROSE, ["Ab "] * len(IN_PROSE))
    )
    assert_same(outputs("Ab %", made), outputs("Ab %", harmless))


def test_a_row_of_dashes_makes_no_table_again() -> None:
    made, harmless = (f"| % | a |\n|---|---|\n| {each} | {each} |" for each in ("---", "b"))
    assert_same(outputs("Ab %", made), outputs("Ab %", harmless))


@pytest.mark.parametrize("written", ["{}", "&#{code};"])
def test_no_field_turns_what_follows_it(written: str) -> None:
    text = "".join(written.format(char, code=ord(char)) for char in TURNING)
    assert not set(TURNING) & set("".join(outputs(f"%{text}b", f"% **a**{text}b").values()))


def test_a_control_that_turns_the_text_is_said_with_its_place(tmp_path: Path) -> None:
    said = "the control character U+202E, which turns the text, is left out: put U+200E or U+200F"
    (problem,) = check(tmp_path, f"{NAME}  label: a\u202eb\n")
    assert problem.startswith(f"cv.yaml:3:3: warning: basics.label: {said}")
    (tmp_path / "publications.bib").write_text("@misc{a,\n  title = {\u202eA}}\n", encoding="utf-8")
    (problem,) = check(tmp_path, NAME)
    assert problem.startswith(f"publications.bib:2:12: warning: {said}")


def test_text_in_a_block_of_yaml_ends_without_its_line_break(tmp_path: Path) -> None:
    """In the fields that are typed as in those that are not."""
    said = filled("Ab", "Ab") | {"site": {"url": SITE, "theme": "plain"}, "locale": "en"}
    said |= {"pdf": {"pageSize": "Letter", "margin": "18mm", "fontSize": "9pt", "header": "{name}"}}
    said |= {"bibliography": {"limit": "3", "since": "2001", "sort": "title"}}
    ended = document_of(_ended(said), tmp_path)
    assert ended == document_of(said, tmp_path)
    assert not [text for text in strings(dict(ended.person.facts)) if "\n" in text]


def _ended(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _ended(each) if key[:2] != "x-" else each for key, each in value.items()}
    if isinstance(value, list):
        return [_ended(each) for each in value]
    return f"{value}\n" if isinstance(value, str) else value
