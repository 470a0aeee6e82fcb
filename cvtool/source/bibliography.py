"""Which bibliography to read, and how its publications are listed."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from ..bib.fields import ENTRY_TYPES, GROUPS, STYLES
from ..model.problems import near, quoted, shown, suggestion
from .fields import Heading, Str, Url, UrlOrNone
from .node import STRING, Between, Checked, Node, Several, Written, fields_of, wrong

GROUPINGS = ("type", "year")
SHOWN = ("abstract", "summary", "keywords")
"""What is said of a publication where it is asked for: its fields."""
_TYPES = frozenset({*ENTRY_TYPES, *ENTRY_TYPES.values(), *GROUPS})
_TEXTS: dict[str, Any] = {"anyOf": [STRING, {"type": "array"}]}
_ALL, _OWN_STYLE = "all", "own"
_LONGEST = 9
"""Python takes no number of any length for one."""
_MOST = 100_000


def _type(value: Any) -> str:
    if not isinstance(value, str) or value.lower() not in _TYPES:
        raise wrong(f"unknown type {shown(value)}{suggestion(str(value), _TYPES)}")
    return value.lower()


def _style(value: Any) -> str | None:
    if value == _OWN_STYLE:
        return None
    if not isinstance(value, str) or value not in STYLES:
        known = f"; known are {', '.join(STYLES)}"
        raise wrong(f"unknown style {shown(value)}{near(str(value), STYLES) or known}")
    return value


def _count(value: Any) -> int | None:
    """The number; ``None`` for all."""
    if value == _ALL:
        return None
    text = "" if isinstance(value, bool) else str(value).strip()
    if not text.isdecimal() or len(text) > _LONGEST or not 1 <= int(text) <= _MOST:
        raise wrong(f"expected a number from 1 to {_MOST}, or {_ALL}, found {shown(value)}")
    return int(text)


def _showing(value: Any) -> str:
    if value not in SHOWN:
        known = f"; known are {', '.join(SHOWN)}"
        raise wrong(f"unknown name {shown(value)}{near(str(value), SHOWN) or known}")
    return str(value)


def _grouping(value: Any) -> str:
    if value not in GROUPINGS:
        raise wrong(f"{shown(value)} is no way to group: write type, year, or [type, year]")
    return str(value)


class Homepage(Node):
    """The homepage of somebody, who has a name here in a list alone."""

    alone = "url"
    name: Str | None = None
    url: Url


def _homepages(value: Any) -> dict[str, str]:
    """Name -> address, of a mapping or of a list of names with addresses."""
    if not isinstance(value, dict | list):
        raise wrong(f"expected names and addresses ('Ada King: https://...'), found {shown(value)}")
    is_list = isinstance(value, list)
    said: list[Any] = [*(enumerate(value) if isinstance(value, list) else value.items())]
    for at, each in said:
        found = each.keys() - {"x-"} if isinstance(each, dict) else frozenset[str]()
        if found != ({"name", "url"} if is_list else {"url"}):
            keys = ", ".join(map(quoted, sorted(found))) or shown(each)
            form = "'name' and 'url' and nothing else" if is_list else "an address ('https://...')"
            raise wrong(f"expected {form}, found {keys}", field=at)
        if faults := (*_NAME.faults(each.get("name", "")), *_URL.faults(each["url"])):
            raise wrong(*faults, field=at)
    return {each.get("name", at): _URL.check(each["url"]) for at, each in said}


_NAME: Checked = get_args(Str)[1]
_URL: Checked = get_args(Url)[1]
_MEMBER = {
    "properties": {
        "name": STRING | {"description": "As it stands in papers, or nearly so."},
        "url": STRING | {"description": "The address of the homepage."},
    },
}
_MEMBERS = {
    "anyOf": [
        {"type": "object", "additionalProperties": _MEMBER | {"type": ["string", "object"]}},
        {"type": "array", "items": _MEMBER | {"type": "object", "required": ["name", "url"]}},
    ]
}
Homepages = Annotated[dict[str, str], Checked(_homepages, _MEMBERS, entry=Homepage)]
"""The homepages of people by their names."""
Texts = Annotated[list[Str], Several(_TEXTS)]
Types = Annotated[list[Annotated[str, Checked(_type, STRING)]], Several(_TEXTS)]
Grouping = Annotated[
    list[Annotated[str, Checked(_grouping, STRING)]],
    Several({"anyOf": [{"enum": list(GROUPINGS)}, {"type": "array", "uniqueItems": True}]}),
]
Showing = Annotated[
    list[Annotated[str, Checked(_showing, STRING)]],
    Several({"anyOf": [{"enum": list(SHOWN)}, {"type": "array", "uniqueItems": True}]}),
]
Style = Annotated[str | None, Checked(_style, {"enum": [*STYLES, _OWN_STYLE]})]
Year = Annotated[int, Between(1, 9999)]
_COUNT = {"type": "integer", "minimum": 1, "maximum": _MOST}
Count = Annotated[int | None, Checked(_count, {"anyOf": [_COUNT, {"const": _ALL}]})]


class PublicationGroup(Node):
    """A group of the list: its heading, and what belongs to it."""

    heading: Heading
    """The heading that readers see; '' for none."""
    types: Types = []
    """Entry types of BibTeX (article, inproceedings), or names such as articles and preprints."""
    keywords: Texts = []
    """Keywords of which a publication of this group has one; with types, both must fit."""
    prefix: Str | None = None
    """What stands before the number: J makes [J1], [J2]."""

    def judge(self) -> None:
        if not self.types and not self.keywords:
            raise wrong("say what belongs here: 'types: [article]', or 'keywords: [...]'")


class Choice(Node):
    """Which publications there are, and what is said of each."""

    types: Types = []
    """Show only these types."""
    keywords: Texts = []
    """Show only what has one of these keywords."""
    since: Year | None = None
    """Show only what appeared in this year or later."""
    until: Year | None = None
    """Show only what appeared in this year or before."""
    exclude: Texts = []
    """Citation keys of what is not shown."""
    selected: Literal["first", "only", "mixed"] = "first"
    """Selected ones first under a heading of their own, only them, or among all others."""
    limit: Count = None
    """How many each list shows at most (all); a line says how many more there are."""
    show: Showing | None = None
    """Which of abstract, summary and keywords stand with each; each format has a usual choice."""

    @classmethod
    def prepared(cls, data: Any) -> Any:
        """The files are those of all formats."""
        if "files" in fields_of(cls):
            return data
        advice = "the .bib files are the same for every format: name them in 'bibliography' alone"
        if isinstance(data, str | list):
            raise wrong(advice)
        if isinstance(data, dict) and "files" in data:
            raise wrong(advice, field="files")
        return data

    def judge(self) -> None:
        if self.since and self.until and self.until < self.since:
            raise wrong(f"{self.until} is before {self.since}", field="until")


class Listing(Choice):
    """How publications are chosen, ordered and shown: what may differ from format to format."""

    style: Style = None
    """A citation form (ieee, acm, apa, mla, chicago, nature, vancouver); own is cvtool's."""
    group_by: Grouping = []
    """How the list is divided: type, year, [type, year] or [year, type]."""
    groups: list[PublicationGroup] = []
    """Groups of your own, in order, when grouped by type; the first that fits takes it."""
    sort: Literal["newest", "oldest", "title", "author", "file"] = "newest"
    """The order: newest or oldest first, by title, by first author, or as in the files."""
    numbering: Literal["list", "group", "through", "none"] = "list"
    """Whether numbers begin anew in each list, in each group, never, or are not shown."""
    count_down: bool = False
    """Whether the first publication has the highest number."""
    counts: bool = False
    """Whether headings say how many publications stand under them."""
    more: UrlOrNone | None = None
    """Where the rest is, for the line that says how many more there are; '' for no such line."""
    max_authors: Count = None
    """How many authors are named at most (all); you are always among them."""
    venues: Literal["full", "short", "both"] = "full"
    """Whether journals and conferences have their full name, the short one, or both."""


class Bibliography(Listing):
    """The .bib files, and how their publications are chosen, ordered and shown."""

    alone = "files"
    shorthands = ({"type": "array", "items": STRING},)
    files: Texts = []
    """The .bib files beside this file, or patterns such as 'papers/*.bib'."""
    citations: Str | None = None
    """A file beside this one (YAML, JSON or CSV) that says how often each publication is cited."""

    @classmethod
    def written_out(cls, data: Any) -> Written | None:
        """The names of the files alone."""
        return {"files": ((), data)} if isinstance(data, list) else super().written_out(data)
