"""The line of a publication that says where and when it appeared.

Sources: the biblatex manual and BibTeX's styles for which fields name what.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..words.phrases import labels, language
from .fields import Fields, arxiv_id, published
from .latex.text import to_text
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
_OFFICES = {
    "en": {"de": "German", "eu": "European", "fr": "French", "uk": "British", "us": "U.S."},
    "zh": {"de": "德国", "eu": "欧洲", "fr": "法国", "uk": "英国", "us": "美国"},
}


def _patents(language: str, patent: str, request: str) -> dict[str, str]:
    """biblatex's names of kinds of patents: ``patentus``, ``patreqeu`` and so on."""
    space = " " if language == "en" else ""
    found = {"patent": patent, "patreq": request}
    for office, word in _OFFICES[language].items():
        for name, what in (("patent", patent), ("patreq", request)):
            found[f"{name}{office}"] = f"{word}{space}{what.lower()}"
    return found


KINDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "phdthesis": "PhD thesis",
        "mastersthesis": "Master’s thesis",
        "bachelorsthesis": "Bachelor’s thesis",
        "mathesis": "Master’s thesis",
        "bathesis": "Bachelor’s thesis",
        "candthesis": "Candidate thesis",
        "techreport": "Technical report",
        "resreport": "Research report",
        "thesis": "",
        "report": "",
        **_patents("en", "Patent", "Patent request"),
    },
    "zh": {
        "phdthesis": "博士学位论文",
        "mastersthesis": "硕士学位论文",
        "bachelorsthesis": "学士学位论文",
        "mathesis": "硕士学位论文",
        "bathesis": "学士学位论文",
        "candthesis": "副博士学位论文",
        "techreport": "技术报告",
        "resreport": "研究报告",
        "thesis": "",
        "report": "",
        **_patents("zh", "专利", "专利申请"),
    },
}
"""Language -> BibTeX's and biblatex's names of kinds -> words for them."""

_HYPHENS = re.compile(r"(?<=\d)\s*[-–—]+\s*(?=\d)")


def imprint(
    venue: str,
    year: str,
    *,
    volume: str = "",
    number: str = "",
    pages: str = "",
    kind: str = "",
    series: str = "",
) -> str:
    """One line in one form for all: ``IEEE Access 7(2), 47564–47576, 2019``.

    ``kind`` ("PhD thesis") comes first, ``series`` ("Lecture Notes 12") behind the venue. What is
    missing leaves no trace, so that the least there can be is ``Venue, Year``; ``year`` may be
    words ("in press").
    """
    issue = f"{volume}({number})" if volume and number else volume or number
    where = " ".join(part for part in (venue, issue) if part)
    return ", ".join(part for part in (kind, where, series, _page_range(pages), year) if part)


def _page_range(pages: str) -> str:
    """``1--10`` as ``1–10``."""
    return _HYPHENS.sub("–", pages)


def first(fields: Fields, *names: str) -> str:
    """The first of the fields that says anything, as plain text."""
    return next((text for name in names if (text := to_text(fields.get(name, "")))), "")


def status_of(fields: Fields, locale: str) -> str:
    """Where in print it is: biblatex's states in the words of the locale, or the user's own."""
    written = first(fields, "status", "pubstate")
    return labels(locale).get(written.lower(), written) if written else ""


def short_venue(fields: Fields) -> str:
    """What the venue is called for short: ``OSDI '22``."""
    return first(fields, "venueshort", "shortvenue", "abbr", "shortjournal", "shortbooktitle")


def venue_shown(venue: str, fields: Fields, which: str) -> str:
    """The venue in full, by its short name, or both, as cv.yaml's ``venues`` sets it."""
    if which == "full":
        return venue
    short = short_venue(fields)
    if not short or which == "short":
        return short or venue
    return venue if short in venue else f"{venue} ({short})"


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


def line_of(record: Record, kind: str, venue: str, locale: str) -> str:
    """The whole line of a record whose ``kind`` is CSL's type."""
    fields = record.fields
    text = {name: to_text(fields.get(name, "")) for name in ("volume", "pages", "series")}
    number = to_text(fields.get("number", fields.get("issue", "")))
    date = _when(fields, locale)
    pages = text["pages"] or to_text(fields.get("eid", fields.get("articleno", "")))
    if kind.startswith("article-") or kind == "review":
        return imprint(venue, date, volume=text["volume"], number=number, pages=pages)
    if kind == "article" and venue == "arXiv" and (eprint := arxiv_id(fields)):
        return imprint(f"arXiv:{eprint}", date)
    if kind in ("thesis", "report", "patent"):
        what = " ".join(part for part in (_kind(record, locale), number) if part)
        return imprint(venue, date, kind=what, pages=pages)
    volume = text["volume"] or number
    if text["series"] and volume and text["series"] != venue:
        return imprint(venue, date, series=f"{text['series']} {volume}", pages=pages)
    return imprint(venue, date, volume="" if kind == "book" else volume, pages=pages)


def _kind(record: Record, locale: str) -> str:
    """What a thesis or report is, in its own words or those of the locale."""
    words = KINDS.get(language(locale), KINDS["en"])
    written = record.fields.get("type", "")
    return words.get(written.lower(), "") or to_text(written) or words.get(record.entry_type, "")


def _when(fields: Fields, locale: str) -> str:
    """The year, or the words in its place, and the state of what is not out yet."""
    status = status_of(fields, locale)
    is_dated = "date" in fields or "year" in fields
    date = to_text(published(fields).text) if is_dated else ""
    return ", ".join(dict.fromkeys(part for part in (date, status) if part))
