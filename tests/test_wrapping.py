"""Lines that fit."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvtool.model.scripts import WIDTH, width, wrap

texts = st.text(
    st.sampled_from("abcdefgh   \n.,-（）。，“”'中文字符한국😀é\u0301\u00a0عر"), max_size=400
)


@given(texts, st.sampled_from(["", "- ", "    "]), st.sampled_from(["", "  "]))
def test_no_line_is_too_wide_unless_it_is_one_word(text: str, first: str, rest: str) -> None:
    for index, line in enumerate(wrap(text, first, rest).split("\n")):
        body = line.removeprefix(rest if index else first)
        is_one_word = " " not in body
        assert width(line) <= WIDTH or (is_one_word and len(body) > 1)


@given(texts)
def test_nothing_is_lost_but_spaces_at_the_ends_of_lines(text: str) -> None:
    spaces = re.compile("[ \n]+")
    assert spaces.sub("", wrap(text)) == spaces.sub("", text)


@given(st.text(st.sampled_from("ab c"), max_size=300))
def test_words_stay_whole(text: str) -> None:
    assert wrap(text).split() == text.split()


@given(st.text(st.sampled_from("ab c"), max_size=300))
def test_lines_are_as_long_as_they_can_be(text: str) -> None:
    for line, following in pairwise(wrap(text).split("\n")):
        assert width(f"{line} {following.split(' ')[0]}") > WIDTH


@pytest.mark.parametrize(
    ("text", "columns"),
    [("abc", 3), ("中文", 4), ("e\u0301", 1), ("a\u200db", 2), ("😀", 2), ("ｱ", 1), ("Ａ", 2)],
)
def test_width_counts_the_columns_of_a_terminal(text: str, columns: int) -> None:
    assert width(text) == columns


def test_chinese_breaks_between_characters_and_keeps_a_stop_off_the_start_of_a_line() -> None:
    lines = wrap("字" * 39 + "。" + "字" * 10).split("\n")
    assert [width(line) for line in lines] == [76, 24]
    assert lines[1].startswith("字。")


def test_a_no_break_space_does_not_break() -> None:
    assert wrap("a" * 75 + " 50\u00a0%") == "a" * 75 + "\n50\u00a0%"


def test_a_long_word_has_a_line_of_its_own() -> None:
    url = "https://example.org/" + "x" * 80
    assert wrap(f"see {url} there", "- ", "  ") == f"- see\n  {url}\n  there"
