"""Patterns of lines: an empty part falls away with its separator, and nothing else does."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvtool.model.inline import Emph, Inlines, Link, Strong, Text, to_plain, urls
from cvtool.words.patterns import Frame, Part, Pattern, PatternError, Value, parsed

NAMES = tuple("abcdef")
SEPARATORS = (", ", " · ", ": ", " — ", "; ", "、")

Pieces = list[tuple[str, str]]
"""Separators, each with the name of the part behind it."""

pieces = st.lists(st.sampled_from(NAMES), unique=True, min_size=1).flatmap(
    lambda names: st.tuples(*(st.tuples(st.sampled_from(SEPARATORS), st.just(n)) for n in names))
)
words = st.text("xyzé語 ", min_size=1, max_size=8).map(str.strip).filter(bool)
filled = st.dictionaries(st.sampled_from(NAMES), words)
anything = st.text(" ,.:·|()（）[]{}*\\axé語", max_size=6)


def written(parts: Pieces) -> str:
    return "".join(f"{text if index else ''}{{{name}}}" for index, (text, name) in enumerate(parts))


def line(pattern: str, **values: Value) -> str:
    return to_plain(parsed(pattern).fill(values))


def items(inside: st.SearchStrategy[Part | Frame]) -> st.SearchStrategy[Pattern]:
    several = st.lists(st.tuples(anything, inside), min_size=1, max_size=4)
    # Two signs of emphasis that touch would be read as another one.
    apart = several.map(
        lambda found: tuple(
            (f"{text}-" if index else text, each) for index, (text, each) in enumerate(found)
        )
    )
    return st.builds(Pattern, apart, anything)


parts = st.builds(Part, st.sampled_from(NAMES), st.none() | anything)
marked = st.builds(Frame, st.sampled_from(("*", "**")), items(parts))
links = st.builds(Frame, st.just("["), items(parts), st.sampled_from(("url", "site")))
patterns = items(
    st.recursive(
        parts | marked | links,
        lambda inside: st.builds(Frame, st.sampled_from(("{", "(", "（")), items(inside)),
        max_leaves=8,
    )
)


@given(pieces, filled)
def test_what_is_shown_stands_behind_its_own_separator(
    found: Pieces, values: dict[str, str]
) -> None:
    shown = [(text, values[name]) for text, name in found if name in values]
    expected = "".join(
        f"{text if index else ''}{value}" for index, (text, value) in enumerate(shown)
    )
    assert line(written(found), **values) == expected


@given(pieces, filled, st.data())
def test_an_empty_part_is_as_if_it_was_not_there(
    found: Pieces, values: dict[str, str], data: st.DataObject
) -> None:
    gone = data.draw(st.sampled_from([name for _, name in found]))
    without = [piece for piece in found if piece[1] != gone]
    assert line(written(found), **(values | {gone: ""})) == line(written(without), **values)


@given(patterns)
def test_a_pattern_reads_back(pattern: Pattern) -> None:
    assert parsed(str(pattern)) == pattern


@given(patterns, filled)
def test_every_part_is_whole_and_in_its_place(pattern: Pattern, values: dict[str, str]) -> None:
    said = {name: f"<{name}>" for name in values}
    text = to_plain(pattern.fill(said))
    order = [said[name] for name, _ in pattern.names() if name in said]
    at = 0
    for each in order:
        at = text.index(each, at) + len(each)
    assert bool(text) == bool(order)


@given(patterns, filled)
def test_only_an_address_makes_a_link(pattern: Pattern, values: dict[str, str]) -> None:
    body = pattern.fill({**values, "url": "https://example.org"})
    assert set(urls(body)) <= {"https://example.org"}
    assert not list(urls(pattern.fill(values)))
    assert to_plain(body) == to_plain(pattern.fill(values))


nested = st.recursive(
    st.sampled_from([f"{{{name}}}" for name in NAMES]),
    lambda inside: st.tuples(
        st.sampled_from(("{%s}", "(%s)", "*%s*", "[%s]({url})")),
        st.lists(inside, min_size=1, max_size=3),
    ).map(
        lambda found: found[0] % "·".join(found[1]) if found[0] != "*%s*" else "·".join(found[1])
    ),
    max_leaves=6,
)


@given(nested, filled)
def test_no_separator_stands_alone_and_brackets_close(text: str, values: dict[str, str]) -> None:
    shown = line(text, **values)
    assert not shown.startswith("·")
    assert not shown.endswith("·")
    assert "··" not in shown
    assert "(·" not in shown
    assert "·)" not in shown
    assert "()" not in shown
    depths = itertools.accumulate({"(": 1, ")": -1}.get(char, 0) for char in shown)
    assert [*depths][-1:] in ([], [0])


@pytest.mark.parametrize(
    ("pattern", "values", "shown"),
    [
        ("{No. {a}}", {"a": "7"}, "No. 7"),
        ("{No. {a}}", {}, ""),
        ("{b}, {No. {a} here}", {"b": "x"}, "x"),
        ("{a} ({b})", {"a": "x", "b": "y"}, "x (y)"),
        ("{a} ({b})", {"a": "x"}, "x"),
        ("{a} ({b})", {"b": "y"}, "y"),
        ("{a}（{b}）", {"a": "x", "b": "y"}, "x（y）"),
        ("{a} (b)", {"a": "x"}, "x (b)"),
        ("{a} \\({b}\\)", {"b": "y"}, "y)"),
        ("in {a}, {b}.", {"b": "y"}, "in y."),
        ("in {a}, {b}.", {}, ""),
        ("{a}. {b}", {"a": "Why?", "b": "So"}, "Why? So"),
        ("{**{a}**.} {b}", {"a": "Best.", "b": "So"}, "Best. So"),
        ("{a}。{b}", {"a": "什么？", "b": "x"}, "什么？x"),
        *[("{a}। {b}", {"a": text, "b": "x"}, f"{text} x") for text in ("क।", "क?", "لم؟")],
        *[("{a}. {b}", {"a": text, "b": "x"}, f"{text} x") for text in ("क।", "لم؟")],
        ("{a}{b}", {"a": "Physics", "b": "PhD"}, "Physics PhD"),
        ("{a}**{b}**", {"a": "Physics", "b": "PhD"}, "Physics PhD"),
        ("{a}{b}", {"a": "物理", "b": "PhD"}, "物理PhD"),
        ("{a|; }: {b}", {"a": [(Text("x"),), (), (Text("y"),)], "b": "z"}, "x; y: z"),
        ("{a}", {"a": [(Text("x"),), (Text("y"),)]}, "x, y"),
        ("only words", {"a": "x"}, ""),
        ("", {"a": "x"}, ""),
    ],
)
def test_a_line_says(pattern: str, values: dict[str, Value], shown: str) -> None:
    assert line(pattern, **values) == shown


X: Inlines = (Text("x"),)


@pytest.mark.parametrize(
    ("pattern", "shown"),
    [
        ("*{a}*", (Emph(X),)),
        ("**{a}**", (Strong(X),)),
        ("[{a}]({b})", (Link(X, "y"),)),
        ("[{a}]({c})", X),
        ("[{a}]({e})", X),
        ("[{c}]({b})", ()),
        ("[{d}]({b})", (Link((Emph(X),), "y"),)),
    ],
)
def test_markup_is_around_what_it_says(pattern: str, shown: Inlines) -> None:
    inner: Inlines = (Emph((Link(X, "z"),)),)
    assert parsed(pattern).fill({"a": "x", "b": "y", "d": inner, "e": ""}) == shown


def test_texts_beside_one_another_are_one() -> None:
    """Lines of cv.pdf are broken text by text: in pieces, words at their ends would be torn."""
    found = parsed("{a}, **{b}** ({c|; }).").fill({"a": "x", "b": "y", "c": ["1", "2"]})
    assert found == (Text("x, "), Strong((Text("y"),)), Text(" (1; 2)."))


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("{a", r"'\{' is never closed \(column 1\)"),
        ("{a} ({b}", r"'\(' is never closed \(column 5\)"),
        ("a}", r"'\}' closes nothing: write \\\} for the sign itself \(column 2\)"),
        ("{a})", r"'\)' closes nothing: write \\\) for the sign itself \(column 4\)"),
        ("**{a}*", r"is never closed \(column"),
        ("{not a name}", r"no part such as \{name\} stands inside '\{' \(column 1\)"),
        ("**bold**", r"no part such as \{name\} stands inside '\*\*' \(column 1\)"),
        (
            "{a}, [{b}]",
            r"write a link as \[\{name\}\]\(\{url\}\), and \\\[ for the sign itself \(column 6\)",
        ),
        ("{" * 3000, r"nested more than 20 levels deep: make it flatter \(column 21\)"),
        ("(" * 3000, r"nested more than 20 levels deep: make it flatter \(column 21\)"),
        ("{a}\\", r"nothing stands behind the last backslash \(column 4\)"),
    ],
)
def test_what_is_wrong_has_a_column(pattern: str, message: str) -> None:
    with pytest.raises(PatternError, match=message):
        parsed(pattern)


@given(anything)
def test_any_text_is_a_pattern_or_says_why_not(text: str) -> None:
    said = ""
    try:
        parsed(text)
    except PatternError as error:
        said = str(error)
    assert not said or "(column " in said
