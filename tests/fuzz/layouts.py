"""Jinja templates by their grammar: what they print, go through, take from others and define."""

from __future__ import annotations

from hostile import damaged, pieces, texts
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from cvtool.render.theme import shipped

# fmt: off
_USUAL = [
    "document.person.name", "document.person.label", "document.person.summary|prose",
    "document.locale", "document.person.name|plain",
    "document.sections[0].heading", "range(3)|list|length", "document.person.name|wrapped",
    "document.person.name|underlined('=')",
    "document.labels.work", "'a' ~ 1", "document.person.name|attribute",
    "document.person.emails|length", "(1, 2)[0]", "'ab'[1:]",
]
_NAMES = [
    "document", "document.person", "document.person.name", "document.person.emails",
    "document.sections", "document.publications",
    "document.person.summary", "document.person.image", "document.person.image.data",
    "document.locale", "document.nothing",
    "document.updated", "x", "loop", "loop.index", "self", "caller", "cycler", "joiner",
    "namespace", "lipsum", "dict", "range",
    "document.person.private", "document.person.private.phones", "document.__class__",
    "''.__class__.__mro__", "x.y.z",
    "document.outline", "document.section", "none", "true", "1", "-1", "1.5", "'a'", "[1, 'a']",
    "{'a': 1}", "(1, 2)", "10 ** 9",
]
_CALLS = [
    "document.outline('pdf')", "document.section('work')", "range(3)", "range(10 ** 9)",
    "cycler(1, 2)", "dict(a=1)", "namespace(a=1)",
    "'%s' % 1", "'a' * 9", "'a' * 10 ** 9", "'{}'.format(1)", "'{0.__class__}'.format(x)",
    "document()", "document.person.name()",
    "document.person.name.upper()", "[].append(1)", "caller()", "super()", "self.a()", "m()",
    "m(1, a=2)", "document.entries()",
]
_FILTERS = [
    "plain", "prose", "joined", "lined('a', 'b')", "wrapped", "underlined('=')", "attribute",
    "script", "bare", "fence", "flow",
    "listed", "iso", "start", "target", "label", "address", "linked('https://example.org')",
    "side", "list", "min", "trim", "safe",
    "select", "selectattr('a')", "length", "e", "tojson", "pprint", "map('attr', '__class__')",
    "attr('__class__')", "sort", "sum",
    "replace('a', 'b')", "format(1)", "join", "batch(2)", "slice(0)", "xmlattr", "urlize",
    "wordwrap(0)", "indent(9)", "truncate(1)",
    "center(10 ** 9)", "random", "default('x')", "groupby('a')", "filesizeformat", "int", "float",
    "round(9)", "nothing",
]
_FILES = [
    "default/text/cv.txt.j2", "default/html/index.html.j2", "text/cv.txt.j2", "../cv.yaml",
    "/etc/passwd", "none.j2", "html/parts.html.j2",
]
# fmt: on
WHERE = ("text/cv.txt.j2", "markdown/cv.md.j2", "html/index.html.j2")
"""The templates in whose place one is tried."""

_odd = st.builds(
    lambda value, filters: "|".join([value, *filters]),
    st.one_of(st.sampled_from(_NAMES), st.sampled_from(_CALLS)),
    st.lists(st.sampled_from(_FILTERS), max_size=2),
)
_filtered = st.one_of(*[st.sampled_from(_USUAL)] * 5, _odd)
_expression = st.recursive(
    _filtered,
    lambda inner: st.builds(
        lambda a, how, b: f"({a} {how} {b})",
        inner,
        st.sampled_from(
            [
                "~",
                "+",
                "-",
                "*",
                "/",
                "//",
                "%",
                "**",
                "and",
                "or",
                "in",
                "==",
                "<",
                "if true else",
                "is sameas",
            ]
        ),
        inner,
    ),
    max_leaves=3,
)
_inside = {
    "block": "{{% block a %}}{1}{{% endblock %}}",
    "for": "{{% for x in {0} %}}{1}{{% else %}}-{{% endfor %}}",
    "recursive": "{{% for x in {0} recursive %}}{1}{{{{ loop(x) }}}}{{% endfor %}}",
    "if": "{{% if {0} %}}{1}{{% endif %}}",
    "macro": "{{% macro m(a, b={0}) %}}{1}{{% endmacro %}}",
    "call": "{{% call m({0}) %}}{1}{{% endcall %}}",
    "filter": "{{% filter upper %}}{1}{{% endfilter %}}",
    "set": "{{% set x %}}{1}{{% endset %}}",
    "with": "{{% with x = {0} %}}{1}{{% endwith %}}",
    "autoescape": "{{% autoescape false %}}{1}{{% endautoescape %}}",
    "raw": "{{% raw %}}{1}{{% endraw %}}",
    "open": "{{% if {0} %}}{1}",
    "shut": "{1}{{% endif %}}",
}
_files = st.sampled_from(_FILES)
_leaf = st.one_of(
    *[texts().map(lambda text: text.replace("{", ""))] * 3,
    _expression.map("{{{{ {} }}}}".format),
    _expression.map("{{% set x = {} %}}".format),
    texts(),
    st.builds("{{% {} '{}' %}}".format, st.sampled_from(["include", "extends"]), _files),
    st.builds(
        "{{% from '{}' import {} %}}".format, _files, st.sampled_from(["m", "entry", "a as b"])
    ),
    pieces.map("{{# {} #}}".format),
)


def _around(inner: SearchStrategy[str]) -> SearchStrategy[str]:
    whole = [text for name, text in _inside.items() if name not in ("open", "shut", "recursive")]
    forms = st.sampled_from([*whole * 3, *_inside.values()])
    return st.builds(str.format, forms, _expression, inner)


_own = st.lists(st.recursive(_leaf, _around, max_leaves=4), min_size=1, max_size=4).map("\n".join)
_shipped = st.sampled_from(WHERE).map(lambda name: (shipped() / name).read_text("utf-8"))
"""Those that come along, of which people take a copy to change a few lines."""


@st.composite
def _changed(draw: st.DrawFn) -> str:
    lines = draw(_shipped).split("\n")
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines)))
        behind = at + draw(st.sampled_from([0, 0, 0, 0, 0, 0, 1]))
        lines[at:behind] = [draw(_leaf)]
    return "\n".join(lines)


templates: SearchStrategy[bytes] = damaged(st.one_of(_own, _own, _changed()).map(str.encode), 5)
