"""RIS for reference managers: a line a value, a tag of two letters before it.

Sources: the RIS specification (Research Information Systems, 2011), and what Zotero and EndNote
take from it where that leaves room.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..model.inline import to_plain
from ..model.later import pattern
from ..model.publication import Author, Publication
from .cslitem import item, people

_TYPES = {
    **dict.fromkeys(("article-journal", "review"), "JOUR"),
    **{"article-magazine": "MGZN", "article-newspaper": "NEWS", "periodical": "JFULL"},
    **dict.fromkeys(("article", "manuscript"), "UNPB"),
    **{
        "paper-conference": "CONF",
        "book": "BOOK",
        "chapter": "CHAP",
        "entry-encyclopedia": "ENCYC",
    },
    **{"thesis": "THES", "report": "RPRT", "standard": "STAND", "pamphlet": "PAMP"},
    **{"software": "COMP", "dataset": "DATA", "patent": "PAT", "speech": "SLIDE"},
    **{"webpage": "ELEC", "post-weblog": "BLOG", "motion_picture": "VIDEO", "song": "MUSIC"},
    **{"legislation": "STAT", "legal_case": "CASE", "graphic": "ART"},
    "personal_communication": "PCOMM",
}
"""CSL's type -> that of RIS; the rest is ``GEN``."""

_EDITED = frozenset({"proceedings", "mvproceedings", "collection", "mvcollection"})

_PEOPLE = {"AU": ("author",), "A2": ("editor", "container-author"), "A4": ("translator",)}
"""The tag, and CSL's variables for the people behind it."""

_VARIABLES = (
    *(("T2", "container-title"), ("J2", "container-title-short"), ("T3", "collection-title")),
    *(("ST", "title-short"), ("OP", "original-title"), ("VL", "volume"), ("IS", "issue")),
    *(("NV", "number-of-volumes"), ("SE", "chapter-number"), ("M1", "number"), ("M3", "genre")),
    *(("PB", "publisher"), ("N1", "event-title")),
    *(("ET", "edition"), ("ET", "version"), ("SN", "ISBN"), ("SN", "ISSN"), ("DB", "archive")),
    *(("AN", "archive_location"), ("DO", "DOI"), ("UR", "URL"), ("LA", "language")),
    ("AB", "abstract"),
)
"""The tag, and CSL's variable for what stands behind it."""

_RANGE = pattern(r"([^-,;]+)-([^-,;]+)")
_Tagged = Iterator[tuple[str, str]]


def references(publications: Iterable[Publication]) -> str:
    """A whole .ris file."""
    return "\r\n".join(map(_reference, publications))


def _reference(publication: Publication) -> str:
    pairs = ((tag, " ".join(value.split())) for tag, value in _tagged(publication))
    lines = [f"{tag}  - {value}\r\n" for tag, value in pairs if value]
    return "".join([*lines, "ER  - \r\n"])


def _tagged(publication: Publication) -> _Tagged:
    """All values behind their tags, empty ones too."""
    said, named = item(publication), people(publication)
    is_edited = publication.entry_type in _EDITED
    yield "TY", "EDBOOK" if is_edited else _TYPES.get(publication.type, "GEN")
    yield "ID", publication.key
    for tag, variables in _PEOPLE.items():
        found = (each for name in variables for each in named.get(name, ()))
        yield from ((tag, _name(each)) for each in found if not each.is_rest)
    yield "TI", to_plain(publication.title)
    yield from _when(publication, said)
    yield from ((tag, str(said.get(name, ""))) for tag, name in _VARIABLES)
    yield from _pages(said.get("page") or said.get("number-of-pages") or "")
    places = filter(None, (said.get("event-place"), said.get("publisher-place")))
    yield from zip(("CY", "C1"), places, strict=False)
    yield from (("KW", each) for each in publication.keywords)
    yield from (("N1", each) for each in said.get("note", "").splitlines())


def _name(author: Author) -> str:
    """``van der Zee, Kim, Jr.``; the name of a body as it is."""
    if author.literal or not author.family:
        return author.literal or author.name
    family = f"{author.particle} {author.family}".strip()
    return ", ".join(filter(None, (family, author.given, author.suffix)))


def _when(publication: Publication, said: Mapping[str, Any]) -> _Tagged:
    """The year, and the date with all its slashes, whatever is known between them."""
    if date := publication.date:
        yield "PY", publication.year
        month, day = (f"{part:02d}" if part else "" for part in (date.month, date.day))
        yield "DA", f"{date.year:04d}/{month}/{day}/"
    yield "N1", said.get("status") or said.get("issued", {}).get("literal", "")


def _pages(pages: str) -> _Tagged:
    """The first and the last, or all that is said where that is no range: of a book, how many."""
    found = _RANGE.fullmatch(pages)
    yield from zip(("SP", "EP"), found.groups() if found else (pages,), strict=False)
