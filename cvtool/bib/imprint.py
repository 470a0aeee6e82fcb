"""Where a publication stands and who made it public, in one line: venue, edition, place, date.

Sources: the biblatex manual and BibTeX's styles for which fields name what, Chicago and biblatex's
standard style for what a list of publications says of books and of what is in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from ..model.inline import to_plain
from ..model.later import pattern
from ..model.plain import unaccented
from ..words import Language, everywhere
from .fields import KINDS, Fields, arxiv_id
from .issued import begins_small, published
from .latex import to_text
from .names import display_name, parse_names

if TYPE_CHECKING:
    from .records import Record

LINES = "publication"
"""The name under which the files of the languages have the lines of publications."""

_VENUES: Mapping[str, tuple[str, ...]] = {
    "paper-conference": ("booktitle", "eventtitle"),
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
    "document": ("journaltitle", "journal", "booktitle", "eventtitle", "howpublished"),
}
"""The fields that name a venue, by type, before those that name any."""
_ANY_VENUE = (
    *("journaltitle", "journal", "booktitle", "eventtitle", "series", "school", "institution"),
    *("publisher", "organization"),
)
_SUBTITLES = {
    "journaltitle": ("journalsubtitle", "journaltitleaddon"),
    "journal": ("journalsubtitle", "journaltitleaddon"),
    "booktitle": ("booksubtitle", "booktitleaddon"),
    "maintitle": ("mainsubtitle", "maintitleaddon"),
    "eventtitle": ("", "eventtitleaddon"),
    "issuetitle": ("issuesubtitle", "issuetitleaddon"),
}
_MAKERS = ("publisher", "institution", "school", "organization")
_PUBLISHED = frozenset(
    {"book", "chapter", "entry-encyclopedia", "document", "pamphlet", "motion_picture", "song"}
)
"""Types of which readers want to know publisher and place."""

_BOOKS = frozenset({"book", "chapter", "entry-encyclopedia", "pamphlet"})
_OF_A_KIND = frozenset(
    {
        *("thesis", "report", "patent", "document", "manuscript", "webpage", "speech", "graphic"),
        *("motion_picture", "song", "performance"),
    }
)
_NUMBERED = ("thesis", "report", "patent")
_PUBLISHED_SOMEHOW = frozenset(
    {
        *("document", "manuscript", "webpage", "pamphlet", "speech", "article", "software"),
        *("dataset", "graphic", "motion_picture", "song", "performance"),
    }
)
_MADE = frozenset({"book", "thesis", "report", "patent", "software", "dataset", "pamphlet"})
"""Types that have the name of who made them public for a venue."""
_EVENTS = frozenset({"paper-conference", "speech"})
_WITHOUT_EDITION = frozenset({"article-journal", "article-magazine", "article"})
_HYPHENS = pattern(r"(?<=\d)\s*[-–—]+\s*(?=\d)")
_SAME_PAGES = pattern(r"(?<![\w–:])(\w+)–\1(?![\w–:])")
_LAST_STOP = pattern(r"(?<![.A-Z])\.(\}*)\s*$")
_SENTENCE = pattern(r"(?=(?:\S+ ){4})[^.]* (?i:of|on|for|in|der|für|de) [^.]*[^\W\d_]{5,}\.")
"""A name of a venue that ends as a sentence does, and in no abbreviation: it is of many words, with
small ones among them, and no other stop."""
_ABOUT = pattern(r"(?i:\b(?:of|in|since|after|de|du|en|del|di|da|von|van|av)\s)")
_WORD = pattern(r"\w{3,}")
_PAGE_COUNT = pattern(r"(?:[ivxlc]+ ?\+ ?)?\d+")
_NUMBER = pattern(r"\d{1,3}|[IVXLC]{1,7}")
_EDITION = pattern(
    r"(\d{1,3})(?:st|nd|rd|th|\.|º|ª|e|è|ème|:a)?(?:\s*(?:ed|edn|edition)\.?)?", re.IGNORECASE
)
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_ORDINAL = {word: number for number, word in enumerate(_ORDINALS.split(), 1)}
_ALSO_EDITIONS = """
edn. Ausgabe oplag opplag uitgave utgåva tirage réimpr. reimpr. ristampa basım cetakan چاپ
"""
"""What says that a text names an edition beside the phrases of the languages."""


def imprint(language: Language, venue: str, date: str, **others: str | list[str]) -> str:
    """One line in one form for all: ``IEEE Access 7(2), 47564–47576, 2019``.

    ``others`` may be any part of the pattern ``publication.imprint`` in the files of the languages.
    What is missing leaves no trace, so that the least there can be is ``Venue, Year``; ``date`` may
    be words ("in press").
    """
    pages = others.get("pages")
    if isinstance(pages, str):
        others["pages"] = _SAME_PAGES.sub(r"\1", _HYPHENS.sub("–", pages))
    said = to_plain(language.fill("imprint", {"venue": venue, "date": date, **others}, LINES))
    has_name = bool(venue or others.get("publisher"))
    return said[:1].upper() + said[1:] if begins_small(said, has_name) else said


def line(record: Record, kind: str, venue: str, shown: str, language: Language) -> str:
    """The whole line of a record whose ``kind`` is CSL's type, its venue ``shown`` in that form."""
    report = first(record.fields, "reportnumber")
    if kind == "article" and venue == "arXiv" and (eprint := arxiv_id(record.fields)):
        return imprint(language, f"arXiv:{eprint}", _when(record.fields, language), report=report)
    others = _others(record, kind, venue, language)
    names = () if kind in _MADE else (shown, *_names(record.fields, others))
    when = _when(record.fields, language, names)
    others["report"] = "" if report in others.get("kind", "") else report
    if kind in _PUBLISHED:
        publisher = next((name for each in _MAKERS if (name := first(record.fields, each))), "")
        is_venue = bool(venue) and publisher in (venue, f"{venue}.")
        others["publisher"] = _placed(record.fields, shown if is_venue else publisher, language)
        shown = "" if is_venue else shown
    return imprint(language, shown, when, **others)


def _names(fields: Fields, others: Mapping[str, str | list[str]]) -> Iterator[str]:
    """What the line names beside the venue, without the numbers in it."""
    for part in ("event", "howpublished"):
        yield str(others[part])
    series = first(fields, "series")
    if series and any(each.startswith(series) for each in others.get("series", ())):
        yield series


def unsaid(year: str, names: Iterable[str]) -> str:
    """The year; ``""`` where one of the names says it already, as in ``NeurIPS 2023``, and not of
    what it is about, as in ``Elections of 2023``."""
    number = rf"{re.escape(year)}(?!\d|\.\d)"
    said = re.compile(rf"{_ABOUT.pattern}{number}(?!\s+[A-Z])|(?<!\d)({number})")
    return "" if any(found[1] for each in names for found in said.finditer(each)) else year


def _others(
    record: Record, kind: str, venue: str, language: Language
) -> dict[str, str | list[str]]:
    """The parts of the line by their names in the pattern, but for venue and date."""
    fields = record.fields
    number = first(fields, "number", "issue")
    found: dict[str, str | list[str]] = {
        "titleaddon": first(fields, "titleaddon"),
        "pages": _pages(kind, fields, language),
        "version": _version(fields, language),
        "event": _event(kind, fields, venue, language),
        "howpublished": _also_published(kind, fields, venue),
    }
    if kind in _WITHOUT_EDITION:
        found["version"] = ""
    else:
        found["edition"] = _edition(first(fields, "edition"), language)
    if kind in _OF_A_KIND:
        own = number if kind in _NUMBERED else ""
        said = " ".join(filter(None, (_kind(record, language), own)))
        is_in = kind == "report" and venue.lower().startswith(said.lower())
        found["kind"] = "" if is_in or said == venue else said
    return found | _numbers(kind, fields, venue, number, language)


def _pages(kind: str, fields: Fields, language: Language) -> str:
    """Where it stands; how many pages it has where it is a book or thesis of its own."""
    pages = first(fields, "pages", "eid", "articleno")
    is_count = kind in ("book", "thesis") and _PAGE_COUNT.fullmatch(pages)
    return language.phrases["paged"].replace("{number}", pages) if is_count else pages


def _numbers(
    kind: str, fields: Fields, venue: str, number: str, language: Language
) -> dict[str, str | list[str]]:
    """Volume and issue, and the series or the work of several volumes that it is part of."""
    volume, series = first(fields, "volume"), first(fields, "series")
    if kind.startswith("article-") or kind == "review":
        series, issue = _series_of_journal(series, language), titled(fields, "issuetitle")
        return {"volume": volume, "number": number, "series": [*filter(None, (series, issue))]}
    whole = titled(fields, "maintitle")
    works = [whole] if whole and whole != venue else []
    is_series = bool(series) and series != venue
    if kind in _BOOKS and volume and (whole or number or not is_series):
        works.append(language.phrases["volumed"].replace("{number}", volume))
        volume = ""
    if kind in _BOOKS and (volumes := first(fields, "volumes")):
        is_number = _NUMBER.fullmatch(volumes) and volumes.isdecimal()
        works.append(language.count("volumes", int(volumes)) if is_number else volumes)
    if kind in _BOOKS and (chapter := _chapter(fields, language)):
        works.append(chapter)
    if kind in _NUMBERED:
        return {"series": works}
    in_series = volume or number
    is_said = series.casefold() in venue.casefold() and _stands_in(in_series, venue)
    if is_series and not is_said:
        works.append(f"{series} {in_series}".strip())
    elif in_series and not is_series and kind != "book":
        if venue:
            return {"series": works, "volume": in_series}
        works.append(language.phrases["numbered"].replace("{number}", in_series))
    return {"series": works}


def _stands_in(number: str, name: str) -> bool:
    return not number or re.search(rf"(?<!\w){re.escape(number)}(?!\w)", name) is not None


def _series_of_journal(written: str, language: Language) -> str:
    """``2nd ser.`` for ``2``, words of the language for biblatex's ``newseries``."""
    if written.isascii() and written.isdecimal() and len(written) < 3:
        return language.ordinal("journalSeries", int(written))
    return language.phrases.get(f"series.{written.lower()}", written)


def _chapter(fields: Fields, language: Language) -> str:
    chapter = first(fields, "chapter") if "title" in fields else ""
    is_number = _NUMBER.fullmatch(chapter)
    return language.phrases["chaptered"].replace("{number}", chapter) if is_number else chapter


def _version(fields: Fields, language: Language) -> str:
    """``Version 1.2``, also of ``v1.2``."""
    version = re.sub(r"^[vV](?=\d)", "", first(fields, "version"))
    return language.phrases["versioned"].replace("{number}", version) if version else ""


def _edition(written: str, language: Language) -> str:
    """``2nd ed.`` for ``2``, ``second`` or ``2nd edition``; other words stay as they are."""
    word = re.sub(r"\s+edition$", "", written.lower())
    found = _EDITION.fullmatch(written)
    if number := int(found[1]) if found else _ORDINAL.get(word, 0):
        return language.ordinal("edition", number)
    if not written or _editions(language.phrases["editionNamed"]).search(unaccented(written)):
        return written
    return language.phrases["editionNamed"].replace("{edition}", written)


@cache
def _editions(own: str) -> re.Pattern[str]:
    """What says that a text names an edition, in any language, as .bib files are in another one
    than the CV; ``own`` is the phrase of it for an edition."""
    phrases = {own, *everywhere("editionNamed")}
    named = {each.replace("{edition}", "").strip() for each in phrases} - {""}
    words = {*named, *everywhere("fields.edition"), *_ALSO_EDITIONS.split()}
    return re.compile("|".join(sorted(_stem(unaccented(each)) for each in words)))


def _stem(word: str) -> str:
    """A word also in a longer one, what is short for one at its start, or alone: ``ed.``"""
    stem = re.escape(word.rstrip("."))
    if not word.endswith("."):
        return stem
    return rf"\b{stem}" if len(stem) > 2 else rf"\b{stem}\b"


def _event(kind: str, fields: Fields, venue: str, language: Language) -> str:
    """The event and its place, where the name of the venue does not say it."""
    if kind not in _EVENTS and "eventtitle" not in fields:
        return ""
    event, where = titled(fields, "eventtitle"), first(fields, "venue")
    said = {"event": "" if _is_said(event, venue) else event, "location": where}
    said["location"] = "" if where and where in venue else where
    return to_plain(language.fill("event", said, LINES))


def _is_said(name: str, venue: str) -> bool:
    """Whether most words of the name stand in the venue's."""
    known = {word.casefold() for word in _WORD.findall(venue)}
    words = [word.casefold() for word in _WORD.findall(name)]
    return 2 * sum(word in known for word in words) > len(words) or name in venue


def _placed(fields: Fields, publisher: str, language: Language) -> str:
    """``Cambridge: CUP``."""
    place = first(fields, "location", "address")
    if place and publisher.startswith((f"{place}:", f"{place} :", f"{place},")):
        place = ""
    if place.count(" and ") > 1:
        place = place.replace(" and ", language.phrases["comma"])
    said = {"location": place, "publisher": publisher}
    return to_plain(language.fill("publisher", said, LINES))


def first(fields: Fields, *names: str) -> str:
    """The first of the fields that says anything, as plain text."""
    return next((text for name in names if name in fields and (text := to_text(fields[name]))), "")


def subtitled(fields: Fields, name: str, subtitle: str, addon: str = "") -> str:
    """The title in a field with its subtitle and what is added to it, as LaTeX."""
    title = _LAST_STOP.sub(r"\1", fields.get(name, ""))
    if below := _LAST_STOP.sub(r"\1", fields.get(subtitle, "")):
        divider = " " if title.rstrip("}").endswith((":", "?", "!")) else ": "
        title = f"{title}{divider}{below}" if title else below
    added = fields.get(addon, "")
    return f"{title}, {added}" if title and added else title or added


def titled(fields: Fields, name: str) -> str:
    """The title of what a publication is part of, with its subtitle, as plain text."""
    if name not in fields:
        return ""
    if not any(each in fields for each in _SUBTITLES.get(name, ())):
        text = to_text(fields[name])
        return text[:-1] if _SENTENCE.fullmatch(text) else text
    return to_text(subtitled(fields, name, *_SUBTITLES[name]))


def status(fields: Fields, language: Language) -> str:
    """Where in print it is: biblatex's states in words of the language, or the user's own."""
    written = first(fields, "status", "pubstate")
    return language.phrases.get(f"states.{written.lower()}", written)


def short_venue(fields: Fields) -> str:
    """What the venue is called for short: ``OSDI '22``."""
    return first(fields, "venueshort", "shortvenue", "abbr", "shortjournal", "shortbooktitle")


def venue_shown(venue: str, short: str, which: str, language: Language) -> str:
    """The venue in full, by its short name, or both, as cv.yaml's ``venues`` sets it."""
    if which == "short":
        return short or venue
    if which == "full" or not short or short in venue:
        return venue
    return to_plain(language.fill("venue", {"venue": venue, "short": short}, LINES))


def venue_of(kind: str, fields: Fields) -> str:
    """The name of what the publication is part of, or of who published it."""
    for name in (*_VENUES.get(kind, ()), *_ANY_VENUE):
        if venue := _named(name, fields):
            return "arXiv" if venue.lower() == "arxiv" else venue
    return "arXiv" if arxiv_id(fields) else _published_at(fields) or first(fields, "venue")


def _named(name: str, fields: Fields) -> str:
    if name == "holder":
        return _holders(fields.get(name, ""))
    return _published_at(fields) if name == "howpublished" else titled(fields, name)


def _published_at(fields: Fields) -> str:
    """``howpublished`` without addresses, which are links, and the words that lead to them."""
    if "howpublished" not in fields:
        return ""
    from .notes import beside_addresses

    return beside_addresses(fields["howpublished"])


def _also_published(kind: str, fields: Fields, venue: str) -> str:
    """``howpublished`` where another field has the name of the venue."""
    text = _published_at(fields) if kind in _PUBLISHED_SOMEHOW else ""
    return "" if text in venue else text


def _holders(written: str) -> str:
    """Those who hold a patent: in biblatex a list of names like that of authors."""
    names = (
        name.literal or display_name(name.family, name.given, name.particle, name.suffix)
        for name in parse_names(written).names
    )
    return ", ".join(to_text(name) for name in names)


def _kind(record: Record, language: Language) -> str:
    """What a thesis or report is, in its own words or those of the language."""
    written = record.fields.get("type", "")
    known = kind_named(written, language)
    return known or to_text(written) or kind_named(record.entry_type, language)


def kind_named(name: str, language: Language) -> str:
    """BibTeX's or biblatex's name of a kind in words of the language, ``""`` for any other."""
    written = to_text(name).lower()
    return language.phrases.get(f"kinds.{KINDS.get(written, written)}", "")


def _when(fields: Fields, language: Language, names: Iterable[str] = ()) -> str:
    """The year, unless one of the names says it, or the words in its place, and the state of what
    is not out yet."""
    state = status(fields, language)
    is_dated = "date" in fields or "year" in fields
    date = to_text(published(fields).text) if is_dated else ""
    parts = {"date": unsaid(date, names), "status": "" if state == date else state}
    return to_plain(language.fill("date", parts, LINES))
