"""What texts are made of here: words, and what some program on the way may take for its own."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

# fmt: off
MARKUP = [
    "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", '" onmouseover="x', "'",
    '"',
    "<!--", "-->", "]]>", "<![CDATA[", "&amp;", "&#0;", "&lt;", "<b>", "</b>", "<sub>2</sub>",
    "<br>", "<",
    ">", "<p>", "<style>*{color:red}</style>", "<svg onload=alert(1)>",
    "<http://example.org/?a=1&b=2>",
]
LINKS = [
    "[a](javascript:alert(1))", "[a](https://example.org/(b)_c)", "![a](https://example.org/a.png)",
    "[a](data:text/html,<script>)", "[a]: https://example.org", "[[a]]", "[a][b]", "](", "[",
    "https://example.org/a_b~c?d=e#f", "www.example.org", "mailto:a@example.org", "[a](<b c>)",
    "[a](//example.org)", "[a](https://exa mple.org)", "[a](https://[::1]:80/)",
    "[a](http://a:99999/)",
]
LINES = [
    "\n", "\r\n", "\n\n", "\n- ", "\n1. ", "\n# ", "\n> ", "\n---\n", "\n===\n", "\n```\n",
    "\n    ", "\n\t",
    "\u2028", "\x85", "\x0c", "\n| a | b |\n|---|---|\n", "  \n", "\\\n",
    "\n[a]: https://example.org\n",
]
TEX = [
    "$x_1^2$", "$$", "$", "\\textbf{a}", "\\url{https://example.org}", "\\", "{", "}", "{\\'e}",
    "\\alpha",
    "\\frac{1}{2}", "$\\sum_{i}^{n}$", "~", "^", "_", "%", "#", "&", "@", "@article{x,", "--",
    "``", "\\href{a}{b}",
    "\\input{a}", "\\$", "$\\mathbb{R}$", "\\ce{H2O}", "{{", "}}",
]
JINJA = ["{{ 7 * 7 }}", "{% raw %}", "{#", "#}", "%}"]
MARKDOWN = [
    "*", "**", "***", "`", "``", "~~", "\\*", "# ", "- ", "1) ", "> ", "+ ", "|", "***a**", "_a_",
    "!",
]
SIGNS = [
    "\u202e", "\u2066", "\u200b", "\u200d", "\u200f", "\u00ad", "\ufeff", "\u0301", "\u00a0",
    "\u3000",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1e8\U0001f1ed", "\u05d0\u05d1",
    "\u0645\u0631",
    "\u4e2d\u6587", "\u6f22\u3002", "\U0001d4aa", "\u1e9e", "\u0130", "\ufb01", "\u0e01\u0e33",
    "\u2207", "\u20e3",
    "\ue000", "\ufdd0", "\U0010ffff", "\u0488", "\ufffd",
]
SHAPES = [
    "x" * 300, "a" * 60 + "@" + "b" * 60, "0", "-1", "1e999", "3.90", "no", "null", "~", "=1+1",
    " ", "  ", "..", "/",
]
# fmt: on

WORDS = ["Ada", "Lovelace", "engine", "of", "University", "2020", "Analytical", "notes", "Zürich"]
CONTROLS = ["\0", "\x1b[31m", "\x7f", "\x9b", "\ufffe", "\b", "\x01"]
PIECES = [*MARKUP, *LINKS, *LINES, *TEX, *JINJA, *MARKDOWN, *SIGNS, *SHAPES]


def rarely(often: int) -> SearchStrategy[bool]:
    """True once in so many times; hypothesis takes the ends of a range more often than the rest."""
    return st.sampled_from([*[False] * (often // 2), True, *[False] * (often - often // 2 - 1)])


words = st.sampled_from(WORDS)
"""A usual word."""

pieces: SearchStrategy[str] = st.one_of(
    *(
        st.sampled_from(each)
        for each in (MARKUP, LINKS, LINES, TEX, MARKDOWN, SIGNS, SHAPES, JINJA)
    ),
    st.text(max_size=6),
)


@st.composite
def texts(draw: st.DrawFn, most: int = 5) -> str:
    """A few words, and in every other text what is hostile, at any place."""
    found = draw(st.lists(words, min_size=1, max_size=most))
    for piece in draw(st.one_of(st.just([]), st.lists(pieces, min_size=1, max_size=3))):
        found.insert(draw(st.integers(0, len(found))), piece)
    return draw(st.sampled_from(["", " ", " "])).join(found)


@st.composite
def damaged(draw: st.DrawFn, whole: SearchStrategy[bytes], often: int = 6) -> bytes:
    """The bytes as they are, or one time in so many with a few of them gone, doubled or others."""
    data = draw(whole)
    if not draw(rarely(often)):
        return data
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 12)))
        piece = draw(
            st.one_of(
                st.just(b""),
                st.just(data[start:end] * 2),
                st.binary(max_size=4),
                st.sampled_from([*PIECES, *CONTROLS]).map(str.encode),
            )
        )
        data = data[:start] + piece + data[end:]
    return data
