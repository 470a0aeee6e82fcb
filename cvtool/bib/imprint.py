"""The line of a publication that says where and when it appeared.

Sources: the biblatex manual and BibTeX's styles for which fields name what.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..model.inline import to_plain
from ..words import Language
from .fields import Fields, arxiv_id, published
from .latex import to_text
from .names import display_name, parse_names
from .records import Record

_VENUES: Mapping[str, tuple[str, ...]] = {
    "article-journal": ("journaltitle", "journal"),
    "paper-conference": ("booktitle", "eventtitle", "journaltitle", "journal", "series"),
    "chapter": ("booktitle", "maintitle", "series", "publisher"),
    "book": ("publisher", "organization", "institution", "series"),
    "thesis": ("school", "institution", "publisher"),
    "report": ("institution", "school", "publisher", "organization"),
    "article": ("journaltitle", "journal", "archiveprefix", "eprinttype", "publisher"),
    "patent": ("holder", "assignee", "institution", "organization"),
    "webpage": ("organization", "journaltitle", "publisher"),
    "software": ("organization", "publisher", "institution"),
    "dataset": ("publisher", "organization", "institution"),
    "speech": ("eventtitle", "booktitle", "venue", "organization"),
}
_ANY_VENUE = (
    "journaltitle journal booktitle eventtitle series school institution publisher organization"
)
LINES = "publication"
"""The name under which the files of the languages have the lines of publications."""

_HYPHENS = re.compile(r"(?<=\d)\s*[-–—]+\s*(?=\d)")


def imprint(language: Language, venue: str, date: str, **others: str) -> str:
    """One line in one form for all: ``IEEE Access 7(2), 47564–47576, 2019``.

    ``others`` may be ``volume``, ``number``, ``pages``, ``kind`` ("PhD thesis") and ``series``
    ("Lecture Notes 12"). What is missing leaves no trace, so that the least there can be is
    ``Venue, Year``; ``date`` may be words ("in press").
    """
    if "pages" in others:
        others["pages"] = _HYPHENS.sub("–", others["pages"])
    return to_plain(language.fill("imprint", {"venue": venue, "date": date, **others}, LINES))


def first(fields: Fields, *names: str) -> str:
    """The first of the fields that says anything, as plain text."""
    return next((text for name in names if (text := to_text(fields.get(name, "")))), "")


def status_of(fields: Fields, language: Language) -> str:
    """Where in print it is: biblatex's states in words of the language, or the user's own."""
    written = first(fields, "status", "pubstate")
    return language.phrases.get(f"states.{written.lower()}", written)


def short_venue(fields: Fields) -> str:
    """What the venue is called for short: ``OSDI '22``."""
    return first(fields, "venueshort", "shortvenue", "abbr", "shortjournal", "shortbooktitle")


def venue_shown(venue: str, fields: Fields, which: str, language: Language) -> str:
    """The venue in full, by its short name, or both, as cv.yaml's ``venues`` sets it."""
    if which == "full":
        return venue
    short = short_venue(fields)
    if not short or which == "short":
        return short or venue
    if short in venue:
        return venue
    return to_plain(language.fill("venue", {"venue": venue, "short": short}, LINES))


def venue_of(kind: str, fields: Fields) -> str:
    """The name of what the publication is part of, or of who published it."""
    for name in (*_VENUES.get(kind, ()), *_ANY_VENUE.split()):
        written = fields.get(name, "")
        if venue := _holders(written) if name == "holder" else to_text(written):
            return "arXiv" if venue.lower() == "arxiv" else venue
    if arxiv_id(fields):
        return "arXiv"
    published_at = fields.get("howpublished", "")
    return "" if "://" in published_at else to_text(published_at)


def _holders(written: str) -> str:
    """Those who hold a patent: in biblatex a list of names like that of authors."""
    names = (
        name.literal or display_name(name.family, name.given, name.particle, name.suffix)
        for name in parse_names(written)[0]
    )
    return ", ".join(to_text(name) for name in names)


def line_of(record: Record, kind: str, venue: str, language: Language) -> str:
    """The whole line of a record whose ``kind`` is CSL's type."""
    fields = record.fields
    text = {name: to_text(fields.get(name, "")) for name in ("volume", "pages", "series")}
    number = to_text(fields.get("number", fields.get("issue", "")))
    date = _when(fields, language)
    pages = text["pages"] or to_text(fields.get("eid", fields.get("articleno", "")))
    if kind.startswith("article-") or kind == "review":
        return imprint(language, venue, date, volume=text["volume"], number=number, pages=pages)
    if kind == "article" and venue == "arXiv" and (eprint := arxiv_id(fields)):
        return imprint(language, f"arXiv:{eprint}", date)
    if kind in ("thesis", "report", "patent"):
        what = " ".join(part for part in (_kind(record, language), number) if part)
        return imprint(language, venue, date, kind=what, pages=pages)
    volume = text["volume"] or number
    if text["series"] and volume and text["series"] != venue:
        return imprint(language, venue, date, series=f"{text['series']} {volume}", pages=pages)
    return imprint(language, venue, date, volume="" if kind == "book" else volume, pages=pages)


def _kind(record: Record, language: Language) -> str:
    """What a thesis or report is, in its own words or those of the language."""
    written = record.fields.get("type", "")
    known = kind_named(written, language)
    return known or to_text(written) or kind_named(record.entry_type, language)


def kind_named(name: str, language: Language) -> str:
    """BibTeX's or biblatex's name of a kind in words of the language, ``""`` for any other."""
    return language.phrases.get(f"kinds.{name.lower()}", "")


def _when(fields: Fields, language: Language) -> str:
    """The year, or the words in its place, and the state of what is not out yet."""
    status = status_of(fields, language)
    is_dated = "date" in fields or "year" in fields
    date = to_text(published(fields).text) if is_dated else ""
    parts = {"date": date, "status": "" if status == date else status}
    return to_plain(language.fill("date", parts, LINES))
