"""Files of BibTeX and biblatex by their grammar, as programs and people write them."""

from __future__ import annotations

from hostile import damaged, pieces, rarely, texts
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from cvtool.bib.fields import ENTRY_TYPES, FOREIGN_TYPES, NAMED, NOT_PUBLICATIONS, PUBLIC_FIELDS

# fmt: off
_TYPES = [*ENTRY_TYPES, *FOREIGN_TYPES, *NOT_PUBLICATIONS, "nothing", "ARTICLE", "a b", ""]
_FIELDS = [
    *sorted(PUBLIC_FIELDS), "author+an", "file", "x-own", "annote", "a b", "url2", "website",
    "code",
]
_KEYS = [
    "a", "b", "A", "c/d", "../e", "f:g", "é", "x" * 300, "con", "a.", "h\"i", "<j>", "k'l", "",
    "index", "n\u202eo",
]
_NAMES = [
    "Ada Lovelace", "Lovelace, Ada", "van der Berg, Jr., Jan", "{The Body}", "others", "and",
    "A. and B", "Lovelace, A*",
    "family=Berg, given=Jan, prefix=van der", "\\textbf{Ada Lovelace}", "{\\'E}va M{\\\"u}ller",
    "李 明", ",", ",,", "A, B, C, D",
    "Ada Lovelace$^*$", "Ada Lovelace\\thanks{x}", "{{{}}}", "de la", "~", "Jr.", "Ada {and} Eve",
]
_DATES = [
    "2020", "2020-07", "2020-07-01/2021", "jul", "7", "13", "2020/..", "~1900", "1900?",
    "in press", "2020-21", "-0044", "20200",
    "July 2020", "{2020}", "2019--2020", "/", "2020-W12", "99999999999999999999",
]
_ADDRESSES = [
    "https://example.org/a_b~c%20d", "\\url{https://example.org}", "https://example.org/}{",
    "javascript:alert(1)", "10.1000/a_b<c>",
    "https://doi.org/10.1000/x", "arXiv:2001.00001", "hep-th/9901001", "2001.00001v2 [cs.LG]",
    "https://a.example, https://b.example",
    "http://a:99999999/", "https://[", "https://例え.jp", "10.1/" + "x" * 200, "PMC123",
    "1234-5678", "978-3-16-148410-0",
]
_MACROS = ["jan", "dec", "s1", "s2", "unknown", "pra", "\\apj"]
# fmt: on
_DATED = {"date", "year", "month", "day", "eventdate", "origdate", "urldate"}
_ADDRESSED = {
    "url",
    "doi",
    "eprint",
    "arxiv",
    "howpublished",
    "note",
    "pmid",
    "isbn",
    "website",
    "url2",
}
_PEOPLE = {*NAMED, "authors", "editors", "equal", "corresponding", "students"}


def _balanced(text: str) -> str:
    return text if text.count("{") == text.count("}") else text.replace("{", "").replace("}", "")


def _content(field: str) -> SearchStrategy[str]:
    usual = st.one_of(texts(), st.lists(pieces, max_size=4).map("".join))
    if field in _PEOPLE:
        names = st.one_of(st.sampled_from(_NAMES), st.sampled_from(_NAMES), texts(3))
        parted = st.sampled_from([" and ", " and ", "; ", ", ", " AND ", "\n and\n"])
        many = st.lists(names, min_size=1, max_size=4)
        return st.one_of(st.builds(str.join, parted, many), usual)
    known = _DATES if field in _DATED else _ADDRESSES if field in _ADDRESSED else ["x", "1--6"]
    return st.one_of(st.sampled_from(known), usual)


@st.composite
def _value(draw: st.DrawFn, field: str) -> str:
    form = draw(st.integers(0, 9))
    text = draw(_content(field))
    text = text if form == 9 else _balanced(text)
    if form < 6 or form == 9:
        return f"{{{text}}}"
    if form == 6:
        return '"' + text.replace('"', '{"}') + '"'
    if form == 7:
        return draw(st.sampled_from([*_MACROS, "2020", "1"]))
    return " # ".join([f"{{{text}}}", draw(st.sampled_from(_MACROS)), '"x"'])


@st.composite
def _entry(draw: st.DrawFn) -> str:
    fields = ["title", "author", "year"][: draw(st.integers(0, 6))]
    fields += draw(st.lists(st.sampled_from(_FIELDS), max_size=6))
    kind, key = draw(st.sampled_from(_TYPES)), draw(st.sampled_from(_KEYS))
    opened, closed = draw(st.sampled_from([("{", "}")] * 3 + [("(", ")")]))
    body = [f"{each} = {draw(_value(each))}" for each in fields]
    parted = draw(
        st.sampled_from([",\n  ", ", ", ",", ",\n\n", "\n"] if draw(rarely(10)) else [",\n  "])
    )
    return f"@{kind}{opened}{parted.join([key, *body])}{closed}"


@st.composite
def _around(draw: st.DrawFn) -> str:
    text = _balanced(draw(texts()))
    macro, value = draw(st.sampled_from(_MACROS)), draw(_value("journal"))
    return draw(
        st.sampled_from(
            [
                f"@string{{{macro} = {value}}}",
                f"@string({macro} = {macro} # {macro})",
                f"@comment{{{text}}}",
                f"@comment {text}",
                f'@preamble{{"{text}"}}',
                f"% {text}",
                text,
                "@",
            ]
        )
    )


@st.composite
def _file(draw: st.DrawFn) -> bytes:
    parts = draw(
        st.lists(st.one_of(_entry(), _entry(), _entry(), _around()), min_size=1, max_size=4)
    )
    encoding = draw(st.sampled_from(["utf-8", "utf-8", "utf-8", "utf-8-sig", "latin-1", "utf-16"]))
    ends = draw(st.sampled_from(["\n", "\n", "\r\n", "\r"]))
    text = ends.join(parts).replace("\n", ends)
    return text.encode(encoding, "replace" if encoding == "latin-1" else "surrogatepass")


bibliographies: SearchStrategy[bytes] = damaged(_file())
