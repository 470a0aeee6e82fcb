"""Records of a .bib file as the publications that readers see.

A record knows nothing of the person and the language; ``publication`` is given both. Sources: the
biblatex manual and BibTeX's styles for which fields name what, CSL 1.0.2 for the types.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from ..model.entry import NamedLink
from ..model.inline import Emph, Inlines, Link, Text, in_runs, plain, to_plain, without
from ..model.later import pattern, replace
from ..model.memory import remembered
from ..model.publication import (
    ET_AL,
    ROLES,
    Author,
    Brief,
    Counts,
    Credit,
    Publication,
    in_inlines,
)
from ..model.scripts import FROM_THE_LEFT, FROM_THE_RIGHT, side
from ..words import Language
from ..words.patterns import Values
from .fields import (
    EDITED,
    KEYWORD_DIVIDER,
    PICTURED,
    PROSE_FIELDS,
    RAW_FIELDS,
    TRUTHS,
    Fields,
    csl_type,
    doi,
    is_public,
)
from .imprint import LINES, first, line, short_venue, status, subtitled, venue_of, venue_shown
from .issued import published
from .latex import to_inlines, to_paragraphs, to_text
from .links import address, addresses, same
from .owner import Owner, authors_of, own_signs
from .styled import raw_value

if TYPE_CHECKING:
    from .citing import Citation
    from .records import Record

_COLLABORATIONS = pattern(r"\s*(?:[,;&]|\band\b|\bfor the\b)\s*")
_AROUND_BODY = pattern(r"^\s*(?:on behalf of |for )?the\s+|\s*\bcollaborations?\s*$", re.IGNORECASE)
_BODY = pattern(r"(?:consortium|group|team|network|investigators|committee)$", re.IGNORECASE)
_SIGN = pattern(r"^[*†‡§¶‖#]")
_GAP = Author(name="…", literal="…")
_IN_ANOTHER = frozenset(
    {
        *("article-journal", "article-magazine", "article-newspaper", "paper-conference"),
        *("chapter", "entry-encyclopedia", "review", "document"),
    }
)
"""Types of which a list has the venue in italics, and those of which it has the title so."""
_WHOLES = frozenset({"book", "motion_picture", "song"})


def publication(
    record: Record, owner: Owner, language: Language, venues: str = "full"
) -> Publication:
    """The record in one language, with the owner marked among its authors. Never fails.

    ``venues`` is cv.yaml's setting. What is said of it comes last, by
    ``worded``: cv.yaml may add to it, and its form may change.
    """
    fields = record.fields
    people = authors_of(record.authors, owner, language)
    authors = _with_collaboration(people, fields, owner, language)
    own = address(fields)
    url = own.url if own and own.url else None
    kind = csl_type(record.entry_type, fields)
    venue, short = venue_of(kind, fields), short_venue(fields)
    shown = line(record, kind, venue, venue_shown(venue, short, venues, language), language)
    credits = tuple(_credits(record, owner, language))
    source = {name: value for name, value in fields.items() if is_public(name)}
    return Publication(
        key=record.key,
        type=kind,
        entry_type=record.entry_type,
        title=_title(record),
        authors=authors,
        editors=next((each.people for each in credits if each.role == "editor"), ()),
        credits=credits,
        credited=language.fill("credits", {"credits": [each.said for each in credits]}, LINES),
        venue=venue,
        badge="" if short in shown else short,
        imprint=shown,
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
        award=first(fields, "award", "awards", "award_name", "honor"),
        acceptance=first(
            fields, "acceptance", "acceptance_rate", "acceptance-rate", "acceptancerate"
        ),
        status=status(fields, language),
        preview=raw_value(fields.get(PICTURED, "")).strip(),
        source=MappingProxyType(source),
    )


def said(
    each: Publication, citation: Citation | None, most: int, brief: int, words: Language
) -> Publication:
    """The publication with all that is said of it, at ``most`` so many authors in its line, and
    ``brief`` so many where pages are short."""
    byline = cut(each.authors, most, words)
    body, people = (citation.body, citation.people) if citation else ((), None)
    if body or byline:
        each = replace(each, cut=byline, citation=body)
    if few := cut(each.authors, brief, words):
        short = worded(replace(each, cut=few), words, people)
        each = replace(each, brief=Brief(few, short.line, short.remark))
    return worded(each, words, people)


def worded(
    publication: Publication, language: Language, named: tuple[Author, ...] | None = None
) -> Publication:
    """The finished publication with what is said of it: its legend, remark, comment and line.

    ``named`` are the people whose names readers see, where those are not the byline.
    """
    phrases, note = language.phrases, publication.note
    addendum = str(publication.fields.get("addendum", ""))
    if addendum and note and to_plain(note)[-1].isalnum():
        note = (*note, Text("."))
    editors = publication.editors if not publication.authors else ()
    whole = _legend(publication, publication.authors or editors, phrases)
    shown = publication.byline or editors if named is None else named
    said: Values = {
        "award": publication.award,
        "acceptance": publication.acceptance,
        "legend": _legend(publication, shown, phrases),
        "note": note,
        "addendum": addendum,
    }
    if whole or any(said.values()):
        remark, comment = (language.fill(slot, said, LINES) for slot in ("remark", "comment"))
        publication = replace(publication, legend=whole, remark=remark, comment=comment)
    return replace(publication, line=language.fill("paper", _parts(publication, phrases), LINES))


def counted(each: Publication, counts: Counts, language: Language) -> Publication:
    """The publication with how often it is cited: ``Citations: 12 (May 2026)``."""
    count = counts.of(each)
    if count is None:
        return each
    when = f" ({language.date(counts.date)})" if counts.date else ""
    said = f"{language.phrases['citations']}{language.phrases['colon']}{count}{when}"
    return _with_citations(each, said)


@remembered
def _with_citations(each: Publication, said: str) -> Publication:
    return replace(each, citations=said)


def _parts(it: Publication, phrases: Mapping[str, str]) -> Values:
    """What the line of a publication is made of."""
    links: list[Inlines] = [(Link((Text(each.name),), each.url),) for each in it.links]
    if it.citation:
        return {"citation": it.citation, "remark": it.remark, "links": links}
    is_whole = it.type in _WHOLES
    return {
        "authors": _byline(it, phrases),
        "title": (Emph(without(it.title, Emph)),) if is_whole else it.title,
        "url": it.url or "",
        "imprint": _imprint(it),
        "credits": it.credited,
        "remark": it.remark,
        "links": links,
    }


def _byline(it: Publication, phrases: Mapping[str, str]) -> Inlines:
    """The authors as they stand in a paragraph with the title: those whose names are written
    towards the other side would change places there."""
    is_from_right = side(to_plain(it.title)) == "rtl"
    if not is_from_right and not any(side(each.name) == "rtl" for each in it.byline):
        return in_inlines(it.byline, phrases)
    comma, others = (
        phrases[name].replace(FROM_THE_RIGHT, "") for name in ("names", "beforeOthers")
    )
    mark = FROM_THE_RIGHT if is_from_right else FROM_THE_LEFT
    return in_inlines(it.byline, {"names": f"{comma}{mark}", "beforeOthers": f"{others}{mark}"})


def _imprint(it: Publication) -> Inlines:
    """The imprint as a sentence, with the name of what has the work in it in italics."""
    if not it.venue:
        return plain(it.imprint[:1].upper() + it.imprint[1:])
    names = (it.venue, short_venue(it.source)) if it.type in _IN_ANOTHER else ()
    name = next((each for each in names if each and each in it.imprint), "")
    if not name:
        return plain(it.imprint)
    before, _, after = it.imprint.partition(name)
    nodes = (Text(before), Emph((Text(name),)), Text(after))
    return tuple(each for each in nodes if each != Text(""))


def _legend(publication: Publication, named: tuple[Author, ...], phrases: Mapping[str, str]) -> str:
    """What the marks after the authors' names mean; not those that the note explains itself."""
    named = tuple(each for each in named if each.marks)
    if not named:
        return ""
    note = to_plain(publication.note)
    found = [
        (each.marks[each.roles.index(role)], _phrase(role, publication.authors))
        for role in ROLES
        if (each := next((each for each in named if role in each.roles), None))
    ]
    people = publication.authors or publication.editors
    own = Counter(sign for each in people for sign in own_signs(each))
    shown = {sign for each in named for sign in own_signs(each)}
    found += [(sign, "equal") for sign, count in own.items() if count > 1 and sign in shown]
    said = ((sign, phrases[name]) for sign, name in found if not _explains(note, sign))
    return " ".join(_SIGN.sub(sign, phrase) for sign, phrase in said)


def _phrase(role: str, authors: tuple[Author, ...]) -> str:
    """The name of the phrase for those of the authors who have a role."""
    places = [place for place, each in enumerate(authors) if role in each.roles]
    if role == "equal" and places and places == list(range(len(places))):
        return "equalFirst"
    if role == "senior" and places[1:]:
        return "seniors"
    return "equal" if role == "second" else role


def _explains(note: str, sign: str) -> bool:
    return note.startswith(sign) or (sign != "*" and sign in note)


def _with_collaboration(
    authors: tuple[Author, ...], fields: Fields, owner: Owner, language: Language
) -> tuple[Author, ...]:
    """The authors, and behind them the collaborations for which they wrote."""
    if "collaboration" not in fields:
        return authors
    written = to_text(fields["collaboration"])
    names = [name for each in _COLLABORATIONS.split(written) if (name := _bare_body(each))]
    bodies = (part for each in authors for part in _COLLABORATIONS.split(each.literal))
    own = {_bare_body(part).casefold() for part in bodies}
    if not names or {name.casefold() for name in names} <= own:
        return authors
    literal = shown = language.listed(names)
    if len(names) > 1 or not _BODY.search(names[0]):
        literal = f"{literal} Collaboration{'s' if names[1:] else ''}"
        shown = language.count("collaboration", len(names)).replace("{people}", shown)
    is_owner = any(
        owner.matches(Author(name, literal=name))
        for each in names
        for name in (each, f"{each} Collaboration")
    )
    body = Author(shown, literal=literal, is_owner=is_owner, is_collaboration=bool(authors))
    return (*authors, body)


def _bare_body(name: str) -> str:
    """``LHCb`` of ``the LHCb Collaboration``."""
    return _AROUND_BODY.sub("", name).strip()


def _credits(record: Record, owner: Owner, language: Language) -> Iterator[Credit]:
    """All who are named beside the authors, editors first."""
    fields = record.fields
    for field, names in record.people.items():
        if field != "author":
            role = fields.get(EDITED[field], "editor").lower() if field in EDITED else field
            phrase = language.phrases.get(f"roles.{role}", "")
            people = authors_of(names, owner, language)
            if field == "bookauthor" and names == record.authors:
                continue
            yield Credit(field, role, people, _said(phrase, role, people, language))


def _said(phrase: str, role: str, people: tuple[Author, ...], language: Language) -> Inlines:
    """``Translated by`` and the names, the owner's strong; a role without a phrase behind them."""
    before, _, after = (phrase or f"{{people}} ({to_text(role)})").partition("{people}")
    named = in_inlines(people, language.phrases)
    return in_runs((Text(before), *named, Text(after))) if named else ()


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
    return (*shown, Author(name=phrase, literal=ET_AL), *bodies)


def _title(record: Record) -> Inlines:
    """The title with its subtitle; what comes nearest when there is none."""
    fields = record.fields
    name = next((name for name in ("title", "chapter", "booktitle") if name in fields), "")
    below = "booksubtitle" if name == "booktitle" else "subtitle"
    return to_inlines(subtitled(fields, name, below)) or plain(record.key)


def _links(fields: Fields, url: str | None, language: Language) -> Iterator[NamedLink]:
    """Everything beside the publication that may be linked to, each once and by its own name."""
    seen = {same(url or "")}
    names: Counter[str] = Counter()
    for each in addresses(fields):
        if not each.problem and same(each.url) not in seen:
            name = language.phrases[f"links.{each.name}"].replace("{number}", each.number).strip()
            names[name] += 1
            yield NamedLink(f"{name} {names[name]}" if names[name] > 1 else name, each.url)
        seen.add(same(each.url))


def _keywords(text: str) -> tuple[str, ...]:
    words = (to_text(word) for word in KEYWORD_DIVIDER.split(text))
    return tuple(dict.fromkeys(word for word in words if word))


def _decoded(name: str, value: str) -> str:
    if name in RAW_FIELDS:
        return raw_value(value)
    if name in PROSE_FIELDS:
        return "\n\n".join(to_plain(body) for body in to_paragraphs(value))
    return to_text(value)
