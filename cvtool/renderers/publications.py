"""publications.json: every publication as CSL-JSON, as Zotero and pandoc read it.

Sources: the Citation Style Language's csl-data.json, the CSL 1.0.2 specification (appendices on
types and variables) and the biblatex manual for the fields that fill them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from ..inline import Code, Emph, Inlines, Link, Strong, Text, to_plain
from . import Output
from .jsontext import Data, dump, filled, prose

if TYPE_CHECKING:
    from ..document import Author, Document, Publication
    from ..theme import Theme

ET_AL = "et al."

_CONTAINED = frozenset(
    "article-journal article-magazine article-newspaper chapter paper-conference entry"
    " entry-dictionary entry-encyclopedia post post-weblog review webpage".split()
)
"""Types whose venue is what they are part of; the venue of the others published them."""

_VARIABLES = {
    "volume": ("volume",),
    "issue": ("issue",),
    "page": ("pages",),
    "number": ("articleno", "eid"),
    "edition": ("edition",),
    "chapter-number": ("chapter",),
    "number-of-volumes": ("volumes",),
    "number-of-pages": ("pagetotal", "numpages"),
    "publisher": ("publisher", "institution", "school", "organization"),
    "publisher-place": ("location", "address"),
    "collection-title": ("series",),
    "event-title": ("eventtitle",),
    "event-place": ("venue",),
    "genre": ("type",),
    "ISBN": ("isbn",),
    "ISSN": ("issn",),
    "language": ("langid", "language"),
    "medium": ("howpublished",),
    "version": ("version",),
    "title-short": ("shorttitle",),
    "container-title-short": ("shortjournal",),
    "annote": ("annote", "annotation"),
    "PMID": ("pmid",),
    "PMCID": ("pmcid",),
    "status": ("pubstate",),
    "call-number": ("library",),
}
"""CSL's variable -> the fields of a .bib file that hold it, the best one first."""


def render(document: Document, theme: Theme) -> Iterable[Output]:
    yield Output("publications.json", dump([item(each) for each in document.publications]))


def item(publication: Publication) -> Data:
    """The publication as a CSL-JSON item."""
    return filled(
        {
            "id": publication.key,
            "type": publication.type,
            "title": rich(publication.title),
            "author": _names(publication.authors),
            "editor": _names(publication.editors),
            "issued": _issued(publication),
            **_variables(publication),
            "DOI": publication.doi,
            "URL": publication.url,
            "abstract": prose(publication.abstract or publication.summary),
            "keyword": ", ".join(publication.keywords),
            "note": "\n".join(_notes(publication)),
        }
    )


def rich(body: Inlines) -> str:
    """The title with CSL's own markup for italics and bold; the rest is plain text."""
    return "".join(_node(node) for node in body)


def _node(node: Text | Code | Emph | Strong | Link) -> str:
    match node:
        case Text(text) | Code(text):
            return text
        case Emph(inner):
            return f"<i>{rich(inner)}</i>"
        case Strong(inner):
            return f"<b>{rich(inner)}</b>"
        case Link(inner, _):
            return rich(inner)


def _names(authors: tuple[Author, ...]) -> list[Data]:
    return [_name(author) for author in authors if author.literal != ET_AL]


def _name(author: Author) -> Data:
    if author.literal or not author.family:
        return {"literal": author.literal or author.name}
    return filled(
        {
            "family": author.family,
            "given": author.given,
            "non-dropping-particle": author.particle,
            "suffix": author.suffix,
        }
    )


def _issued(publication: Publication) -> Data | None:
    if publication.date:
        return {"date-parts": [list(publication.date.parts)]}
    words = publication.fields.get("date") or publication.fields.get("year")
    return {"literal": words} if words else None


def _variables(publication: Publication) -> Data:
    fields = publication.fields
    found = {
        variable: next((fields[name] for name in names if fields.get(name)), "")
        for variable, names in _VARIABLES.items()
    }
    container = publication.venue if publication.type in _CONTAINED else ""
    found["container-title"] = container
    found["publisher"] = found["publisher"] or ("" if container else publication.venue)
    number = fields.get("number", "")
    name = "issue" if publication.type.startswith("article-") else "number"
    found[name] = found[name] or number
    return found


def _notes(publication: Publication) -> Iterator[str]:
    """The remarks, with what CSL has no variable for."""
    if publication.note:
        yield to_plain(publication.note)
    if publication.legend:
        yield publication.legend
    for role, people in _roles(publication).items():
        if any(person.literal == ET_AL for person in people):
            yield f"{role}: {ET_AL}"


def _roles(publication: Publication) -> Mapping[str, tuple[Author, ...]]:
    return {"author": publication.authors, "editor": publication.editors}
