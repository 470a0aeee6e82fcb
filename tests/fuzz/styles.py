"""Style sheets by their tokens: rules, at-rules and values, most of them whole."""

from __future__ import annotations

from hostile import damaged, pieces, rarely
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

# fmt: off
_SELECTORS = [
    "h1", "*", "body", ".entry", "a:hover", "li::marker", "h1::before", "section > p",
    "a[href^='http']", ":root", ":is(h1, h2)",
    ":not(p)", "p:nth-child(2n+1)", "::first-line", "@", "h1 > > p", "", ":has(a)", "|a", "#x",
    "html|a", "td ~ p + a", "&",
]
_PROPERTIES = [
    "color", "display", "position", "float", "font", "font-family", "font-size", "line-height",
    "margin", "padding", "width",
    "height", "content", "background", "border", "columns", "break-before", "break-inside",
    "transform", "grid", "flex",
    "grid-template-columns", "--x", "--accent", "list-style", "string-set", "counter-reset",
    "counter-increment", "quotes",
    "text-indent", "letter-spacing", "word-spacing", "overflow-wrap", "hyphens", "bookmark-level",
    "footnote-display", "page",
    "size", "marks", "bleed", "orphans", "z-index", "opacity", "visibility", "white-space",
    "direction", "unicode-bidi",
    "text-transform", "font-variant", "font-feature-settings", "image-resolution", "object-fit",
    "anchor", "link", "src",
]
_VALUES = [
    "red", "#123", "0", "1px", "-1px", "100%", "1e9px", "1e309px", "calc(1px + 2%)",
    "calc(infinity * 1px)", "var(--x)", "auto",
    "var(--x, var(--x))", "none", "block", "flex", "grid", "inline-block", "table-cell",
    "absolute", "fixed", "running(a)",
    "left", "footnote", "url(a.png)", "url(data:image/png;base64,AAAA)",
    "url(https://example.org/a)", "url(/etc/passwd)",
    "attr(href)", "attr(href url)", "counter(page)", "counters(a, '.')",
    "target-counter(attr(href), page)", "string(a)",
    "leader('.')", "element(a)", "open-quote", "'x'", "'\\'", "\"\\0\"",
    "linear-gradient(red, blue)", "1 / 2", "repeat(3, 1fr)",
    "rotate(1turn)", "matrix(0, 0, 0, 0, 0, 0)", "serif", "monospace", "inherit", "initial",
    "!important", "x-large", "0.0001pt",
    "minmax(0, 1fr)", "local(a)", "both", "column", "always", "A4", "1mm 1mm", "0 0", "nan",
    "subgrid", "light-dark(#fff, #000)",
]
_AT = [
    "@media print", "@media (min-width: 1px)", "@page", "@page :first", "@page a",
    "@supports (a: b)", "@font-face", "@layer a",
    "@keyframes x", "@container (a)", "@counter-style a", "@namespace html url(x)",
    "@charset 'x'", "@import url(a.css)", "@x y",
    "@color-profile a", "@top-left", "@footnote",
]
# fmt: on


@st.composite
def _declaration(draw: st.DrawFn) -> str:
    values = draw(st.lists(st.sampled_from(_VALUES), min_size=1, max_size=3))
    if draw(rarely(12)):
        values.append(draw(pieces))
    return f"{draw(st.sampled_from(_PROPERTIES))}: {' '.join(values)}"


_body = st.lists(_declaration(), max_size=4).map("; ".join)
_selectors = st.lists(st.sampled_from(_SELECTORS), min_size=1, max_size=2).map(", ".join)
_rule = st.builds("{} {{ {} }}".format, _selectors, _body)


def _at_rule(inner: SearchStrategy[str]) -> SearchStrategy[str]:
    return st.builds("{} {{ {} }}".format, st.sampled_from(_AT) | _selectors, inner | _body)


_part = st.one_of(
    _rule,
    _rule,
    st.recursive(_rule, _at_rule, max_leaves=4),
    st.sampled_from(_AT).map("{};".format),
    pieces.map("/* {} */".format),
    pieces,
)
sheets: SearchStrategy[bytes] = damaged(
    st.lists(_part, min_size=1, max_size=5).map(lambda each: "\n".join(each).encode()), 4
)
