"""Which bibliography to read, and how its publications are listed."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, WithJsonSchema, model_validator

from ..bib.citing import STYLES
from ..bib.fields import ENTRY_TYPES, GROUPS
from ..model.problems import near, shown, suggestion
from .fields import STRING, Checked, Line, Node, Several, Str, Url, Written, wrong

GROUPINGS = ("type", "year")
_TYPES = frozenset({*ENTRY_TYPES, *ENTRY_TYPES.values(), *GROUPS})
_TEXTS: dict[str, Any] = {"anyOf": [STRING, {"type": "array"}]}


def _type(value: Any) -> str:
    if not isinstance(value, str) or value.lower() not in _TYPES:
        raise wrong(f"unknown type {shown(value)}{suggestion(str(value), _TYPES)}")
    return value.lower()


def _style(value: Any) -> str:
    if not isinstance(value, str) or value not in STYLES:
        known = f"; known are {', '.join(STYLES)}"
        raise wrong(f"unknown style {shown(value)}{near(str(value), STYLES) or known}")
    return value


def _grouping(value: Any) -> str:
    if value not in GROUPINGS:
        raise wrong(f"{shown(value)} is no way to group: write type, year, or [type, year]")
    return str(value)


Texts = Annotated[list[Str], Several(), WithJsonSchema(_TEXTS)]
Types = Annotated[list[Annotated[str, Checked(_type, STRING)]], Several(), WithJsonSchema(_TEXTS)]
Grouping = Annotated[
    list[Annotated[str, Checked(_grouping, STRING)]],
    Several(),
    WithJsonSchema({"anyOf": [{"enum": list(GROUPINGS)}, {"type": "array", "uniqueItems": True}]}),
]
Style = Annotated[str, Checked(_style, {"enum": list(STYLES)})]
Year = Annotated[int, Field(ge=1, le=9999)]
Count = Annotated[int, Field(ge=1, le=100_000)]


class PublicationGroup(Node):
    """A group of the list: its heading, and what belongs to it."""

    heading: Line
    """The heading that readers see."""
    types: Types = []
    """Entry types of BibTeX (article, inproceedings), or names such as articles and preprints."""
    keywords: Texts = []
    """Keywords of which a publication of this group has one; with types, both must fit."""
    prefix: Str | None = None
    """What stands before the number: J makes [J1], [J2]."""

    @model_validator(mode="after")
    def _holds_something(self) -> PublicationGroup:
        if not self.types and not self.keywords:
            raise wrong("say what belongs here: 'types: [article]', or 'keywords: [...]'")
        return self


class Bibliography(Node):
    """The .bib files, and how their publications are chosen, ordered and shown."""

    alone = "files"
    shorthands = ({"type": "array", "items": STRING},)
    files: Texts = []
    """The .bib files beside this file, or patterns such as 'papers/*.bib'."""
    style: Style | None = None
    """A citation form instead of cvtool's own: ieee, acm, apa, mla, chicago, nature, vancouver."""
    group_by: Grouping = []
    """How the list is divided: type, year, [type, year] or [year, type]."""
    groups: list[PublicationGroup] = []
    """Groups of your own, in order, when grouped by type; the first that fits takes it."""
    sort: Literal["newest", "oldest", "title", "author", "file"] = "newest"
    """The order: newest or oldest first, by title, by first author, or as in the files."""
    selected: Literal["first", "only", "mixed"] = "first"
    """Selected ones first under a heading of their own, only them, or among all others."""
    numbering: Literal["list", "group", "through", "none"] = "list"
    """Whether numbers begin anew in each list, in each group, never, or are not shown."""
    count_down: bool = False
    """Whether the first publication has the highest number."""
    counts: bool = False
    """Whether headings say how many publications stand under them."""
    limit: Count | None = None
    """How many each list shows at most; a line says how many more there are."""
    more: Url | None = None
    """Where the rest is, for that line."""
    max_authors: Count | None = None
    """How many authors are named at most; you are always among them."""
    venues: Literal["full", "short", "both"] = "full"
    """Whether journals and conferences have their full name, the short one, or both."""
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

    @classmethod
    def written_out(cls, data: Any) -> Written | None:
        """The names of the files alone."""
        return {"files": ((), data)} if isinstance(data, list) else super().written_out(data)

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Bibliography:
        if self.since and self.until and self.until < self.since:
            raise wrong(f"{self.until} is before {self.since}", field="until")
        return self
