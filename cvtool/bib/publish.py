"""Records of a .bib file as the publications that readers see.

A record knows nothing of the person and the language; ``publication`` is given both. Sources: the
biblatex manual and BibTeX's styles for which fields name what, CSL 1.0.2 for the types.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from ..model.entry import NamedLink
from ..model.inline import Inlines, plain, to_plain
from ..model.publication import Author, Publication
from ..words import Language
from ..words.patterns import Values
from .fields import (
    LINKS,
    PROSE_FIELDS,
    RAW_FIELDS,
    TRUTHS,
    Fields,
    address,
    addresses,
    arxiv_id,
    csl_type,
    doi,
    is_public,
)
from .issued import published
from .latex import to_inlines, to_paragraphs, to_text
from .latex.pieces import raw_value
from .names import Name, display_name, parse_name, parse_names
from .owner import Owner, finish_author
from .people import BOLD
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
    *("journaltitle", "journal", "booktitle", "eventtitle", "series", "school", "institution"),
    *("publisher", "organization"),
)
_LINES = "publication"
"""The name under which the files of the languages have the lines of publications."""

_COLLABORATIONS = re.compile(r"\s*(?:[,;&]|\band\b|\bfor the\b)\s*")
_AROUND_BODY = re.compile(
    r"^\s*(?:on behalf of |for )?the\s+|\s*\bcollaborations?\s*$", re.IGNORECASE
)
_BODY = re.compile(r"(?:consortium|group|team|network|investigators|committee)$", re.IGNORECASE)
_HYPHENS = re.compile(r"(?<=\d)\s*[-–—]+\s*(?=\d)")
_LAST_STOP = re.compile(r"(?<![.A-Z])\.(\}*)\s*$")
_KEYWORD_DIVIDER = re.compile(r"[,;]")
_GAP = Author(name="…", literal="…")


def publication(
    record: Record, owner: Owner, language: Language, venues: str = "full"
) -> Publication:
    """The record in one language, with the owner marked among its authors. Never fails.

    ``venues`` is cv.yaml's setting. What is said of it comes last, by
    ``worded``: cv.yaml may add to it, and its form may change.
    """
    fields = record.fields
    authors = _with_collaboration(_people(record.authors, owner, language), fields, owner)
    own = address(fields)
    url = own.url if own and own.url else None
    kind = csl_type(record.entry_type, fields)
    venue, short = _venue(kind, fields), _short_venue(fields)
    line = _line(record, kind, _venue_shown(venue, short, venues, language), language)
    source = {name: value for name, value in fields.items() if is_public(name)}
    return Publication(
        key=record.key,
        type=kind,
        entry_type=record.entry_type,
        title=_title(record),
        authors=authors,
        editors=_people(record.editors, owner, language),
        venue=venue,
        badge="" if short in line else short,
        imprint=line,
        date=published(fields).date,
        doi=doi(fields),
        url=url,
        links=tuple(_links(fields, url, language)),
        note=to_inlines(fields.get("note", "")),
        summary=to_paragraphs(fields.get("summary", "")),
        abstract=to_paragraphs(fields.get("abstract", "")),
        keywords=_keywords(fields.get("keywords", fields.get("keyword", ""))),
        selected=TRUTHS.get(fields.get("selected", "").lower(), False),
        fields=MappingProxyType({name: _decoded(name, value) for name, value in source.items()}),
        award=_first(fields, "award", "awards", "award_name", "honor"),
        acceptance=_first(
            fields, "acceptance", "acceptance_rate", "acceptance-rate", "acceptancerate"
        ),
        status=_status(fields, language),
        source=MappingProxyType(source),
    )


def worded(
    publication: Publication, language: Language, named: tuple[Author, ...] | None = None
) -> Publication:
    """The finished publication with what is said of it: its legend, remark and comment.

    ``named`` are the people whose names readers see, where those are not the byline.
    """
    phrases, note = language.phrases, publication.note
    whole = _legend(publication.authors, note, phrases)
    said: Values = {
        "award": publication.award,
        "acceptance": publication.acceptance,
        "legend": _legend(publication.byline if named is None else named, note, phrases),
        "note": note,
    }
    if not (whole or any(said.values())):
        return publication
    remark, comment = (language.fill(slot, said, _LINES) for slot in ("remark", "comment"))
    return replace(publication, legend=whole, remark=remark, comment=comment)


def _legend(authors: tuple[Author, ...], note: Inlines, phrases: Mapping[str, str]) -> str:
    """What the marks after the authors' names mean; not those that the note explains itself."""
    starred = [index for index, author in enumerate(authors) if author.is_equal]
    are_first = starred == list(range(len(starred)))
    found = [phrases["equalFirst" if are_first else "equal"]] if starred else []
    found += [phrases["corresponding"]] if any(a.is_corresponding for a in authors) else []
    found += [phrases["student"]] if any(a.is_student for a in authors) else []
    own = to_plain(note)
    return " ".join(phrase for phrase in found if not _explains(own, phrase[:1]))


def _explains(note: str, sign: str) -> bool:
    return note.startswith(sign) or (sign != "*" and sign in note)


def author_from_name(text: str, owner: Owner) -> Author:
    """The author of a plain-text name in any of BibTeX's forms; a star marks equal contribution."""
    return finish_author(parse_name(text), owner, str)


def _people(names: Iterable[Name], owner: Owner, language: Language) -> tuple[Author, ...]:
    """The authors; those who are not named in words of the language."""
    rest = language.phrases["etAl"]
    people = [(name, finish_author(name, owner, to_text)) for name in names]
    bold = [author for name, author in people if BOLD in name.annotations]
    if len(bold) == 1 and not any(author.is_owner for _, author in people):
        people = [(name, replace(author, is_owner=author is bold[0])) for name, author in people]
    return tuple(
        replace(each, name=rest) if each.is_rest else each for _, each in people if each.name
    )


def _with_collaboration(
    authors: tuple[Author, ...], fields: Fields, owner: Owner
) -> tuple[Author, ...]:
    """The authors, and behind them the collaborations for which they wrote."""
    written = to_text(fields.get("collaboration", ""))
    names = [name for each in _COLLABORATIONS.split(written) if (name := _bare_body(each))]
    own = {_bare_body(each.literal) for each in authors if each.literal}
    if not names or set(names) <= own:
        return authors
    literal = f"{_listed(names)} Collaboration{'s' if names[1:] else ''}"
    if len(names) == 1 and _BODY.search(names[0]):
        literal = names[0]
    is_owner = any(
        owner.matches(Author(name, literal=name))
        for each in names
        for name in (each, f"{each} Collaboration")
    )
    body = Author(literal, literal=literal, is_owner=is_owner, is_collaboration=bool(authors))
    return (*authors, body)


def _bare_body(name: str) -> str:
    """``LHCb`` of ``the LHCb Collaboration``."""
    return _AROUND_BODY.sub("", name).strip()


def _listed(names: list[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def cut(authors: tuple[Author, ...], most: int, language: Language) -> tuple[Author, ...]:
    """At most so many of the authors, the owner always among them; ``()`` when all are shown.

    ``A, B, …, Owner, and 14 others``: the owner's place stays visible, and nobody goes uncounted.
    """
    bodies = tuple(author for author in authors if author.is_collaboration)
    names = tuple(each for each in authors if not each.is_rest and not each.is_collaboration)
    if most < 1 or len(names) <= most:
        return ()
    owner = next((index for index, author in enumerate(names) if author.is_owner), 0)
    if owner < most:
        shown = names[:most]
    else:
        before = names[: most - 1]
        gap = (_GAP,) if owner > len(before) else ()
        shown = (*before, *gap, names[owner])
    if rest := tuple(author for author in authors if author.is_rest):
        return (*shown, rest[-1], *bodies)
    phrase = language.count("others", len(names) - most)
    return (*shown, Author(name=phrase, literal=phrase), *bodies)


def _title(record: Record) -> Inlines:
    """The title with its subtitle; what comes nearest when there is none."""
    fields = record.fields
    title = next((fields[name] for name in ("title", "chapter", "booktitle") if name in fields), "")
    title = _LAST_STOP.sub(r"\1", title)
    if subtitle := _LAST_STOP.sub(r"\1", fields.get("subtitle", "")):
        divider = " " if title.rstrip("}").endswith((":", "?", "!")) else ": "
        title = f"{title}{divider}{subtitle}" if title else subtitle
    return to_inlines(title) or plain(record.key)


def _links(fields: Fields, url: str | None, language: Language) -> Iterator[NamedLink]:
    """Everything beside the publication that may be linked to, each address once."""
    seen = {url}
    for each in addresses(fields):
        if not each.problem and each.url not in seen:
            yield NamedLink(language.phrases[f"links.{LINKS[each.name]}"], each.url)
        seen.add(each.url)


def _keywords(text: str) -> tuple[str, ...]:
    words = (to_text(word) for word in _KEYWORD_DIVIDER.split(text))
    return tuple(dict.fromkeys(word for word in words if word))


def _decoded(name: str, value: str) -> str:
    if name in RAW_FIELDS:
        return raw_value(value)
    if name in PROSE_FIELDS:
        return "\n\n".join(to_plain(body) for body in to_paragraphs(value))
    return to_text(value)


def imprint(language: Language, venue: str, date: str, **others: str) -> str:
    """One line in one form for all: ``IEEE Access 7(2), 47564–47576, 2019``.

    ``others`` may be ``volume``, ``number``, ``pages``, ``kind`` ("PhD thesis") and ``series``
    ("Lecture Notes 12"). What is missing leaves no trace, so that the least there can be is
    ``Venue, Year``; ``date`` may be words ("in press").
    """
    if "pages" in others:
        others["pages"] = _HYPHENS.sub("–", others["pages"])
    return to_plain(language.fill("imprint", {"venue": venue, "date": date, **others}, _LINES))


def _first(fields: Fields, *names: str) -> str:
    """The first of the fields that says anything, as plain text."""
    return next((text for name in names if (text := to_text(fields.get(name, "")))), "")


def _status(fields: Fields, language: Language) -> str:
    """Where in print it is: biblatex's states in words of the language, or the user's own."""
    written = _first(fields, "status", "pubstate")
    return language.phrases.get(f"states.{written.lower()}", written)


def _short_venue(fields: Fields) -> str:
    """What the venue is called for short: ``OSDI '22``."""
    return _first(fields, "venueshort", "shortvenue", "abbr", "shortjournal", "shortbooktitle")


def _venue_shown(venue: str, short: str, which: str, language: Language) -> str:
    """The venue in full, by its short name, or both, as cv.yaml's ``venues`` sets it."""
    if which == "short":
        return short or venue
    if which == "full" or not short or short in venue:
        return venue
    return to_plain(language.fill("venue", {"venue": venue, "short": short}, _LINES))


def _venue(kind: str, fields: Fields) -> str:
    """The name of what the publication is part of, or of who published it."""
    for name in (*_VENUES.get(kind, ()), *_ANY_VENUE):
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
        for name in parse_names(written).names
    )
    return ", ".join(to_text(name) for name in names)


def _line(record: Record, kind: str, venue: str, language: Language) -> str:
    """The whole line of a record whose ``kind`` is CSL's type."""
    fields = record.fields
    volume, series, pages = (
        to_text(fields.get(name, "")) for name in ("volume", "series", "pages")
    )
    number = to_text(fields.get("number", fields.get("issue", "")))
    others = {"pages": pages or to_text(fields.get("eid", fields.get("articleno", "")))}
    if kind.startswith("article-") or kind == "review":
        others |= {"volume": volume, "number": number}
    elif kind == "article" and venue == "arXiv" and (eprint := arxiv_id(fields)):
        venue, others = f"arXiv:{eprint}", {}
    elif kind in ("thesis", "report", "patent"):
        others["kind"] = " ".join(part for part in (_kind(record, language), number) if part)
    elif series and (volume or number) and series != venue:
        others["series"] = f"{series} {volume or number}"
    elif kind != "book":
        others["volume"] = volume or number
    if report := to_text(fields.get("reportnumber", "")):
        others["report"] = report
    return imprint(language, venue, _when(fields, language), **others)


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
    status = _status(fields, language)
    is_dated = "date" in fields or "year" in fields
    date = to_text(published(fields).text) if is_dated else ""
    parts = {"date": date, "status": "" if status == date else status}
    return to_plain(language.fill("date", parts, _LINES))
