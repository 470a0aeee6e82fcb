"""Records of a .bib file as the publications that readers see.

A record knows nothing of the person and the language; ``finish`` is given both. Sources: the
biblatex manual and BibTeX's styles for the fields, CSL 1.0.2 for the types.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from .bibfields import (
    LINK_NAMES,
    LOCAL_FIELDS,
    PROSE_FIELDS,
    RAW_FIELDS,
    Fields,
    address,
    addresses,
    arxiv_id,
    csl_type,
    doi,
    published,
    raw_value,
)
from .bibliography import Record
from .document import Author, NamedLink, Publication
from .inline import Inlines, Paragraphs, plain, to_plain
from .labels import labels, language
from .latex import to_inlines, to_paragraphs, to_text
from .names import ET_AL, Name, parse_name
from .owner import Owner, finish_author

__all__ = ["ET_AL", "Owner", "author_from_name", "finish", "imprint", "is_listed"]

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
_KINDS: Mapping[str, Mapping[str, str]] = {
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
    },
}
_TRUE = frozenset({"true", "yes", "1"})
_LAST_STOP = re.compile(r"(?<![.A-Z])\.(\}*)\s*$")
_HYPHENS = re.compile(r"(?<=\d)\s*[-–—]+\s*(?=\d)")
_KEYWORD_DIVIDER = re.compile(r"[,;]")


def finish(record: Record, owner: Owner, locale: str) -> Publication:
    """The record in one language, with the owner marked among its authors. Never fails."""
    fields = record.fields
    authors = _authors(record.authors, owner)
    note = to_inlines(fields.get("note", ""))
    own = address(fields)
    url = own.url if own and own.url else None
    kind = csl_type(record.entry_type, fields)
    venue = _venue(kind, fields)
    return Publication(
        key=record.key,
        type=kind,
        entry_type=record.entry_type,
        title=_title(record),
        authors=authors,
        editors=_authors(record.editors, owner),
        venue=venue,
        imprint=_imprint(record, kind, venue, locale),
        date=published(fields).date,
        doi=doi(fields),
        url=url,
        links=tuple(_links(fields, url, locale)),
        note=note,
        legend=legend(authors, note, locale),
        summary=_prose(fields, "summary", "annote", "annotation"),
        abstract=_prose(fields, "abstract"),
        keywords=_keywords(fields.get("keywords", fields.get("keyword", ""))),
        selected=fields.get("selected", "").lower() in _TRUE,
        fields=_plain_fields(fields),
    )


def is_listed(record: Record, owner: Owner) -> bool:
    """Whether the record stands in a list of publications for its own sake.

    The proceedings that a paper of the same file refers to do not, unless the owner made them.
    """
    makers = (*record.authors, *record.editors)
    return not record.is_parent or any(author.is_owner for author in _authors(makers, owner))


def legend(authors: tuple[Author, ...], note: Inlines, locale: str) -> str:
    """What the marks after the authors' names mean; not those that the note explains itself."""
    own, phrases = to_plain(note), labels(locale)
    starred = [index for index, author in enumerate(authors) if author.is_equal]
    are_first = starred == list(range(len(starred)))
    found = [phrases["equalFirst" if are_first else "equal"]] if starred else []
    found += [phrases["corresponding"]] if any(a.is_corresponding for a in authors) else []
    found += [phrases["student"]] if any(a.is_student for a in authors) else []
    return " ".join(phrase for phrase in found if not _explains(own, phrase[:1]))


def _explains(note: str, sign: str) -> bool:
    return note.startswith(sign) or (sign != "*" and sign in note)


def author_from_name(text: str, owner: Owner) -> Author:
    """The author of a plain-text name in any of BibTeX's forms; a star marks equal contribution."""
    return finish_author(parse_name(text), owner, str)


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
    return ", ".join(part for part in (kind, where, series, page_range(pages), year) if part)


def page_range(pages: str) -> str:
    """``1--10`` as ``1–10``."""
    return _HYPHENS.sub("–", pages)


def _authors(names: Iterable[Name], owner: Owner) -> tuple[Author, ...]:
    authors = (finish_author(name, owner, to_text) for name in names)
    return tuple(author for author in authors if author.name)


def _title(record: Record) -> Inlines:
    """The title with its subtitle; what comes nearest when there is none."""
    fields = record.fields
    title = next((fields[name] for name in ("title", "chapter", "booktitle") if name in fields), "")
    title = _LAST_STOP.sub(r"\1", title)
    if subtitle := _LAST_STOP.sub(r"\1", fields.get("subtitle", "")):
        divider = " " if title.rstrip("}").endswith((":", "?", "!")) else ": "
        title = f"{title}{divider}{subtitle}" if title else subtitle
    return to_inlines(title) or plain(record.key)


def _venue(kind: str, fields: Fields) -> str:
    """The name of what the publication is part of, or of who published it."""
    for name in (*_VENUES.get(kind, ()), *_ANY_VENUE.split()):
        if venue := to_text(fields.get(name, "")):
            return "arXiv" if venue.lower() == "arxiv" else venue
    if arxiv_id(fields):
        return "arXiv"
    published_at = fields.get("howpublished", "")
    return "" if "://" in published_at else to_text(published_at)


def _imprint(record: Record, kind: str, venue: str, locale: str) -> str:
    fields = record.fields
    text = {name: to_text(fields.get(name, "")) for name in ("volume", "pages", "series")}
    number = to_text(fields.get("number", fields.get("issue", "")))
    date = to_text(published(fields).text)
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
    words = _KINDS.get(language(locale), _KINDS["en"])
    written = record.fields.get("type", "")
    return words.get(written.lower(), "") or to_text(written) or words.get(record.entry_type, "")


def _links(fields: Fields, url: str | None, locale: str) -> Iterator[NamedLink]:
    """Everything beside the publication that may be linked to, each address once."""
    seen = {url}
    phrases = labels(locale)
    for each in addresses(fields):
        if not each.problem and each.url not in seen:
            name = "DOI" if each.name == "doi" else LINK_NAMES[each.name]
            yield NamedLink(phrases.get(name.lower(), name), each.url)
        seen.add(each.url)


def _prose(fields: Fields, *names: str) -> Paragraphs:
    for name in names:
        if body := to_paragraphs(fields.get(name, "")):
            return body
    return ()


def _keywords(text: str) -> tuple[str, ...]:
    words = (to_text(word) for word in _KEYWORD_DIVIDER.split(text))
    return tuple(dict.fromkeys(word for word in words if word))


def _plain_fields(fields: Fields) -> Mapping[str, str]:
    return MappingProxyType(
        {
            name: raw_value(value) if name in RAW_FIELDS else _decoded(name, value)
            for name, value in fields.items()
            if name not in LOCAL_FIELDS and not name.startswith("bdsk-")
        }
    )


def _decoded(name: str, value: str) -> str:
    if name in PROSE_FIELDS:
        return "\n\n".join(to_plain(body) for body in to_paragraphs(value))
    return to_text(value)
