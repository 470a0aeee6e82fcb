"""Records of a .bib file as the publications that readers see.

A record knows nothing of the person and the language; ``finish`` is given both. Sources: the
biblatex manual and BibTeX's styles for the fields, CSL 1.0.2 for the types.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from ..model.document import Author, NamedLink, Publication
from ..model.inline import Inlines, Paragraphs, plain, to_plain
from ..model.problems import WARNING, Problem
from ..words import Language
from ..words.patterns import Values
from . import latex
from .fields import (
    LINKS,
    LOCAL_FIELDS,
    PROSE_FIELDS,
    RAW_FIELDS,
    TRUTHS,
    Fields,
    address,
    addresses,
    csl_type,
    doi,
    published,
)
from .imprint import LINES, first, line_of, short_venue, status_of, venue_of, venue_shown
from .latex import to_inlines, to_paragraphs, to_text
from .latex.pieces import raw_value
from .names import Name, parse_name
from .owner import Owner, finish_author
from .records import Record

_SHOWN = frozenset(
    {
        *("title", "subtitle", "booktitle", "journal", "journaltitle", "author", "editor", "note"),
        *("publisher", "institution", "school", "organization", "series", "howpublished", "type"),
        *("award", "keywords", "status", "year", "pages", "eventtitle", "holder"),
    }
)
_LAST_STOP = re.compile(r"(?<![.A-Z])\.(\}*)\s*$")
_GAP = Author(name="…", literal="…")
_KEYWORD_DIVIDER = re.compile(r"[,;]")


@dataclass(frozen=True, slots=True)
class Form:
    """How a publication is shown. No ``max_authors`` means all; ``venues`` is cv.yaml's setting."""

    max_authors: int = 0
    venues: str = "full"


def finish(record: Record, owner: Owner, language: Language, form: Form = Form()) -> Publication:
    """The record in one language, with the owner marked among its authors. Never fails.

    What is said of it comes last, by ``worded``: cv.yaml may add to it, and its form may change.
    """
    fields = record.fields
    authors = _named(record.authors, owner, language)
    own = address(fields)
    url = own.url if own and own.url else None
    kind = csl_type(record.entry_type, fields)
    venue, short = venue_of(kind, fields), short_venue(fields)
    shown = venue_shown(venue, fields, form.venues, language)
    line = line_of(record, kind, shown, language)
    return Publication(
        key=record.key,
        type=kind,
        entry_type=record.entry_type,
        title=_title(record),
        authors=authors,
        editors=_named(record.editors, owner, language),
        venue=venue,
        badge="" if short in line else short,
        imprint=line,
        date=published(fields).date,
        doi=doi(fields),
        url=url,
        links=tuple(_links(fields, url, language)),
        note=to_inlines(fields.get("note", "")),
        summary=_prose(fields, "summary", "annote", "annotation"),
        abstract=_prose(fields, "abstract"),
        keywords=_keywords(fields.get("keywords", fields.get("keyword", ""))),
        selected=TRUTHS.get(fields.get("selected", "").lower(), False),
        fields=_plain_fields(fields),
        cut=cut(authors, form.max_authors, language),
        award=first(fields, "award", "awards", "award_name", "honor"),
        acceptance=first(
            fields, "acceptance", "acceptance_rate", "acceptance-rate", "acceptancerate"
        ),
        status=status_of(fields, language),
        source=_public(fields),
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
    remark, comment = (language.fill(slot, said, LINES) for slot in ("remark", "comment"))
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


def unknown_commands(record: Record) -> Iterator[Problem]:
    """A warning for each field that readers see with a LaTeX command that nobody knows."""
    for name, value in record.fields.items():
        if "\\" in value and (name in _SHOWN or name in PROSE_FIELDS):
            for command in latex.unknown_commands(value):
                message = (
                    f"'{record.key}': '{name}' has the unknown command \\{command}, and only the "
                    "text around it is shown"
                )
                yield Problem((), message, WARNING, record.file, record.line, record.column)


def is_listed(record: Record, owner: Owner) -> bool:
    """Whether the record stands in a list of publications for its own sake.

    The proceedings that a paper of the same file refers to do not, unless the owner made them.
    """
    makers = (*record.authors, *record.editors)
    return not record.is_parent or any(author.is_owner for author in _authors(makers, owner))


def author_from_name(text: str, owner: Owner) -> Author:
    """The author of a plain-text name in any of BibTeX's forms; a star marks equal contribution."""
    return finish_author(parse_name(text), owner, str)


def _named(names: Iterable[Name], owner: Owner, language: Language) -> tuple[Author, ...]:
    """The authors; those who are not named in words of the language."""
    rest = language.phrases["etAl"]
    return tuple(
        replace(author, name=rest) if author.is_rest else author
        for author in _authors(names, owner)
    )


def _authors(names: Iterable[Name], owner: Owner) -> tuple[Author, ...]:
    authors = (finish_author(name, owner, to_text) for name in names)
    return tuple(author for author in authors if author.name)


def cut(authors: tuple[Author, ...], most: int, language: Language) -> tuple[Author, ...]:
    """At most so many of the authors, the owner always among them; ``()`` when all are shown.

    ``A, B, …, Owner, and 14 others``: the owner's place stays visible, and nobody goes uncounted.
    """
    names = tuple(author for author in authors if not author.is_rest)
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
        return (*shown, rest[-1])
    phrase = language.count("others", len(names) - most)
    return (*shown, Author(name=phrase, literal=phrase))


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


def _prose(fields: Fields, *names: str) -> Paragraphs:
    for name in names:
        if body := to_paragraphs(fields.get(name, "")):
            return body
    return ()


def _keywords(text: str) -> tuple[str, ...]:
    words = (to_text(word) for word in _KEYWORD_DIVIDER.split(text))
    return tuple(dict.fromkeys(word for word in words if word))


def _public(fields: Fields) -> Fields:
    return MappingProxyType(
        {
            name: value
            for name, value in fields.items()
            if name not in LOCAL_FIELDS and not name.startswith("bdsk-")
        }
    )


def _plain_fields(fields: Fields) -> Mapping[str, str]:
    return MappingProxyType(
        {
            name: raw_value(value) if name in RAW_FIELDS else _decoded(name, value)
            for name, value in _public(fields).items()
        }
    )


def _decoded(name: str, value: str) -> str:
    if name in PROSE_FIELDS:
        return "\n\n".join(to_plain(body) for body in to_paragraphs(value))
    return to_text(value)
