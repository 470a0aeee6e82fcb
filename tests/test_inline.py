"""The small Markdown of prose fields."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvtool.model.inline import (
    Code,
    Emph,
    Inlines,
    Link,
    Strong,
    Text,
    parse,
    plain,
    to_plain,
    urls,
)
from cvtool.model.prose import prose
from cvtool.model.url import url_problem

MARKUP = st.text(st.sampled_from("*_[]()<>&\\`~! \n\tab.:/é中😀"), max_size=60)


@pytest.mark.parametrize(
    ("text", "nodes"),
    [
        ("", ()),
        (" \n ", ()),
        ("a\nb", (Text("a b"),)),
        ("*a*", (Emph((Text("a"),)),)),
        ("_a_", (Emph((Text("a"),)),)),
        ("**a** b", (Strong((Text("a"),)), Text(" b"))),
        ("`*a*`", (Code("*a*"),)),
        ("[a](https://b.c)", (Link((Text("a"),), "https://b.c"),)),
        (
            "<https://b.c/?a=1&b=%20>",
            (Link((Text("https://b.c/?a=1&b=%20"),), "https://b.c/?a=1&b=%20"),),
        ),
        ("[*a*](b)", (Link((Emph((Text("a"),)),), "b"),)),
        ("***a***", (Emph((Strong((Text("a"),)),)),)),
        (r"\*a\*", (Text("*a*"),)),
        ("a &amp; &lt;b&gt; \\&amp;", (Text("a & <b> &amp;"),)),
        ("a\\\nb", (Text("a b"),)),
    ],
)
def test_markup_is_a_tree(text: str, nodes: Inlines) -> None:
    assert parse(text) == nodes


@pytest.mark.parametrize(
    "text",
    [
        "#hashtag and C#",
        "5 * 3 = 15",
        "snake_case and __",
        "50\\% of C:\\dir",
        "AT&T and R&D;",
        "a < b > c, <b>bold</b> and <!-- x -->",
        "![not](an image",
        "$5, 100 %, \"quoted\" and 'quoted'",
        "中文，عربي, 😀 and e\u0301",
        "1. one",
        "- two",
        "http://a.b is no link",
        "~~not struck~~",
        "{{ document }} {% x %}",
    ],
)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert parse(text) == (Text(text),)


@given(st.text())
def test_parsing_never_fails(text: str) -> None:
    to_plain(parse(text))
    prose(text)


@given(MARKUP)
def test_the_words_are_the_source_without_its_markup(text: str) -> None:
    words = iter(re.sub(r"\s", "", text))
    assert all(char in words for char in re.sub(r"\s", "", to_plain(parse(text))))


@pytest.mark.parametrize("sign", ["*", "**", "_"])
def test_emphasis_without_end_is_its_words(sign: str) -> None:
    body = parse(f"{sign}a " * 3000 + f"[b](https://c.d){sign}" * 3000)
    assert len(repr(body)) < 1_000_000
    assert to_plain(body) == "a " * 3000 + "b" * 3000
    assert len(list(urls(body))) == 3000


@given(st.text(st.characters(exclude_characters="*_`[<&\\")))
def test_text_without_markup_characters_is_plain(text: str) -> None:
    assert parse(text) == plain(text)
    assert to_plain(plain(text)) == re.sub("[ \t\r\n]+", " ", text).strip()


@given(st.lists(st.sampled_from(["a", "*b*\nc", "`d`"]), min_size=1), st.sampled_from(["", "  "]))
def test_blank_lines_divide_prose(parts: list[str], blanks: str) -> None:
    assert prose(f"\n{blanks}\n".join(parts)) == tuple(parse(part) for part in parts)


def test_the_targets_of_links_come_in_order() -> None:
    body = parse("[a](b) *x [c](d)* **[*e*](f)** `[g](h)`")
    assert list(urls(body)) == ["b", "d", "f"]


@pytest.mark.parametrize(
    "url", ["https://a.b", "http://a.b/?c#d", "mailto:a@b.c", "tel:+1", "ftp://a"]
)
def test_an_address_may_be_linked_to(url: str) -> None:
    assert url_problem(url) is None


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("a.b", "write it whole"),
        ("/a", "write it whole"),
        ("", "write it whole"),
        ("JavaScript:alert(1)", "write an http or https address"),
        ("data:text/html,x", "write an http or https address"),
        ("vbscript:x", "write an http or https address"),
        ("file:///etc/passwd", "write an http or https address"),
        ("https://a b", "write %20 for a space"),
        ('https://a"b', "%22 for a quote"),
        ("java\nscript:alert(1)", "write it whole"),
    ],
)
def test_an_address_may_not_be_linked_to(url: str, said: str) -> None:
    assert said in str(url_problem(url))
