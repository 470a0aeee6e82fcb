"""The folds: what a format's own parser reads back is what went in."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from cvtool.model import inline
from cvtool.model.inline import Code, Emph, Inlines, Link, Strong, Sub, Sup, Text, without
from cvtool.render import folds

COMMONMARK = MarkdownIt("commonmark")
COMMONMARK.normalizeLink = lambda url: url  # type: ignore[method-assign]
ALPHABET = "*_[]()<>&#\\`~!|+-=.0123456789:/\"'" + "abC µß中文、عربي😀👩‍🔬\u00a0" + " \n"
texts = st.text(st.sampled_from(ALPHABET), max_size=40)
WORDS = """
    a B 1 12. 3) *x* **y** _z_ `c` [l](https://a.b) <https://a.b> &amp; &#35; # ## - + * > ~~~ ```
    === --- *** snake_case C# <b> </b> <!--x--> \\* \\ [x]: ]( http://a.b/_c_ 中** **文
"""
words = st.lists(st.sampled_from(WORDS.split()), max_size=8).map(" ".join)
prose = texts | words | st.tuples(words, texts).map("".join)
trees = prose.map(inline.parse)


def tree(tokens: list[Token]) -> Inlines:
    """CommonMark's reading as the project's own nodes."""
    stack: list[tuple[str, list[inline.Inline]]] = [("", [])]
    for token in tokens:
        if token.type.endswith("_open"):
            stack.append((str(token.attrs.get("href", "")), []))
            continue
        if token.type.endswith("_close"):
            url, body = stack.pop()
            stack[-1][1].append(closed(token.type, tuple(body), url))
            continue
        assert token.type in ("text", "code_inline", "text_special"), token
        stack[-1][1].append((Code if token.type == "code_inline" else Text)(token.content))
    assert len(stack) == 1
    return joined(tuple(stack[0][1]))


def closed(kind: str, body: Inlines, url: str) -> inline.Inline:
    if kind == "link_close":
        return Link(body, url)
    return Emph(body) if kind == "em_close" else Strong(body)


def joined(body: Inlines) -> Inlines:
    """With neighbouring texts as one and without empty ones, in which parsers may differ."""
    found: list[inline.Inline] = []
    for node in body:
        if isinstance(node, Text) and found and isinstance(found[-1], Text):
            found[-1] = Text(found[-1].text + node.text)
        elif isinstance(node, Text) and not node.text:
            continue
        elif isinstance(node, Emph | Strong):
            found.append(type(node)(joined(node.body)))
        elif isinstance(node, Link):
            found.append(Link(joined(node.body), node.url))
        else:
            found.append(node)
    return tuple(found)


def read(markdown: str, *around: str) -> Inlines:
    """The inline tree of the one block that the Markdown is, inside the blocks named."""
    tokens = COMMONMARK.parse(markdown)
    inner = [token for token in tokens if token.type == "inline"]
    opened = [token.type for token in tokens if token.type.endswith("_open")]
    assert (opened, len(inner)) == ([f"{name}_open" for name in around], 1), markdown
    return tree(inner[0].children or [])


def same(found: Inlines, body: Inlines, before: Inlines = ()) -> bool:
    """Whether it is the same tree; emphasis inside emphasis may be lost, but no word or link."""
    is_nested = "Emph" in str(body).partition("Emph(")[2] or "Strong" in str(body)
    bare = joined((*before, *without(body, Emph, Strong)))
    return found == joined((*before, *body)) or (is_nested and found == bare)


@given(trees)
def test_a_paragraph_of_commonmark_reads_back_as_the_same_tree(body: Inlines) -> None:
    if body:
        assert same(read(folds.markdown_start(body), "paragraph"), body)


@given(texts.map(inline.plain))
def test_plain_text_reads_back_as_one_text(body: Inlines) -> None:
    if body:
        assert read(folds.markdown_start(body), "paragraph") == body


@given(trees)
def test_the_middle_of_a_line_reads_back(body: Inlines) -> None:
    if body:
        written = f"Label: {folds.markdown(body)}"
        assert same(read(written, "paragraph"), body, (Text("Label: "),))


@given(trees)
def test_a_list_item_reads_back(body: Inlines) -> None:
    if body:
        written = f"- {folds.markdown_start(body)}"
        assert same(read(written, "bullet_list", "list_item", "paragraph"), body)


@given(trees)
def test_a_heading_reads_back(body: Inlines) -> None:
    if body:
        assert same(read(f"## {folds.markdown_start(body)}", "heading"), body)


@given(trees)
def test_the_label_of_a_link_reads_back(body: Inlines) -> None:
    label = without(body, Link)
    if inline.to_plain(label).strip():
        link = Link(label, "https://example.org/a_b")
        assert same(read(folds.markdown((link,)), "paragraph"), (link,))


@given(trees)
def test_parsing_what_was_folded_gives_the_same_nodes(body: Inlines) -> None:
    assert same(joined(inline.parse(folds.markdown(body))), body)


@given(texts.map(inline.plain))
def test_plain_text_may_stand_in_the_emphasis_of_a_template(body: Inlines) -> None:
    if body:
        assert read(f"**{folds.markdown(body)}**", "paragraph") == (Strong(body),)


@given(texts.map(inline.plain))
def test_plain_text_may_stand_in_the_link_of_a_template(body: Inlines) -> None:
    if body:
        written = f"[{folds.markdown(body)}]({folds.markdown_url('https://a.b')})"
        assert read(written, "paragraph") == (Link(body, "https://a.b"),)


@given(st.text(st.sampled_from("ab/:.?&=#%()_*\\~;[]!'é文"), min_size=1, max_size=20))
@example("&copy;=1")
@example("a(b")
@example("\\)")
def test_the_target_of_a_link_reads_back(url: str) -> None:
    written = folds.markdown((Link((Text("x"),), f"https://a.b/{url}"),))
    (paragraph,) = [token for token in COMMONMARK.parse(written) if token.type == "inline"]
    assert (paragraph.children or [])[0].attrs == {"href": f"https://a.b/{url}"}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("snake_case and f(x_1, y_2)", "snake_case and f(x_1, y_2)"),
        ("5 * 3 = 15", "5 * 3 = 15"),
        ("C#, F# and #hashtag", "C#, F# and #hashtag"),
        ("50 % & more, AT&T", "50 % & more, AT&T"),
        ("[J3] a < b > c ~ d", "[J3] a < b > c ~ d"),
        ("$5 + {x} | y! \"q\" 'r' 1.5 2) -x", "$5 + {x} | y! \"q\" 'r' 1.5 2) -x"),
        ("C:\\dir", "C:\\dir"),
        ("# no heading", "\\# no heading"),
        ("- no list", "\\- no list"),
        ("2020. A year", "2020\\. A year"),
        ("a * b*c", "a * b\\*c"),
        ("<b> &amp; [a](b)", "\\<b> \\&amp; \\[a\\](b)"),
    ],
)
def test_markdown_escapes_no_more_than_it_must(text: str, written: str) -> None:
    assert folds.markdown_start(text) == written


def test_neighbouring_and_nested_emphases_are_told_apart() -> None:
    one, two = Emph((Text("a"),)), Emph((Text("b"),))
    assert folds.markdown((one, two)) in ("*a*_b_", "_a_*b*")
    assert folds.markdown((Emph((one,)),)) in ("*_a_*", "_*a*_")


def test_emphasis_that_commonmark_cannot_write_leaves_its_words() -> None:
    link = Link((Text("b"),), "https://a.b")
    body = (Text("a"), Emph((Text(" "), link, Text(" "))), Text("c"))
    assert folds.markdown(body) == "a [b](https://a.b) c"


def test_emphasis_beside_an_address_in_another_script_stays() -> None:
    body = inline.parse("*a* [b](https://a.b/é?q=中)")
    assert folds.markdown(body) == "*a* [b](https://a.b/é?q=中)"


def test_a_link_inside_a_link_leaves_its_words() -> None:
    inner = Link((Text("b"),), "https://b.c")
    assert folds.markdown((Link((Text("a "), inner), "https://a.b"),)) == "[a b](https://a.b)"


@pytest.mark.parametrize(
    ("body", "html", "markdown", "text"),
    [
        ((Text("H"), Sub((Text("2"),)), Text("O")), "H<sub>2</sub>O", "H₂O", "H₂O"),
        ((Text("10"), Sup((Text("−3"),))), "10<sup>−3</sup>", "10⁻³", "10⁻³"),
        ((Text("10"), Sup((Text("1.5"),))), "10<sup>1.5</sup>", "10<sup>1.5</sup>", "10^1.5"),
        ((Text("T"), Sub((Text("c"),))), "T<sub>c</sub>", "T<sub>c</sub>", "Tc"),
        ((Text("a"), Sub((Text("i,j"),))), "a<sub>i,j</sub>", "a<sub>i,j</sub>", "a_(i,j)"),
        ((Text("B"), Sup((Text("±"),))), "B<sup>±</sup>", "B<sup>±</sup>", "B±"),
        ((Text("e"), Sup((Text("−Q/2"),))), "e<sup>−Q/2</sup>", "e<sup>−Q/2</sup>", "e^(-Q/2)"),
        (
            (Emph((Text("x"), Sub((Text("i"), Sup((Text("2"),)))))),),
            "<em>x<sub>i<sup>2</sup></sub></em>",
            "*x<sub>i²</sub>*",
            "x_(i²)",
        ),
    ],
)
def test_scripts_are_set_or_written(body: Inlines, html: str, markdown: str, text: str) -> None:
    assert folds.html(body) == html
    assert folds.markdown(body) == markdown
    assert folds.text(body) == folds.unmarked(body) == text
    assert folds.html(inline.parse(html.replace("<em>", "*").replace("</em>", "*"))) == html


class Page(HTMLParser):
    """The text and the tags of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))


@given(trees)
def test_html_reads_back_as_the_same_words(body: Inlines) -> None:
    page = Page(folds.html(body))
    assert page.text == inline.to_plain(body)
    links = [dict(attrs)["href"] for tag, attrs in page.tags if tag == "a"]
    assert links == list(inline.urls(body))
    assert {tag for tag, _ in page.tags} <= {"a", "em", "strong", "code"}


@given(prose)
def test_html_of_a_text_is_that_text_in_an_attribute_too(text: str) -> None:
    page = Page(f'<p title="{folds.html(text)}">{folds.html(text)}</p>')
    assert (page.text, page.tags) == (text, [("p", [("title", text)])])


@given(texts)
def test_text_is_verbatim(text: str) -> None:
    assert folds.text(text) == folds.unmarked(text) == text
    assert folds.text(inline.plain(text)) == " ".join(re.split("[ \n]+", text)).strip()


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("see [the paper](https://a.b/c)", "see the paper (https://a.b/c)"),
        ("<https://a.b/c>", "https://a.b/c"),
        ("[me@a.b](mailto:me@a.b)", "me@a.b"),
        ("*a* **b** `c`", "a b c"),
    ],
)
def test_text_shows_the_target_of_a_link_once(source: str, shown: str) -> None:
    assert folds.text(inline.parse(source)) == shown
