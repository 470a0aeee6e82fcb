"""The entries of .bib files as publications: what of them is shown, and what is said of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..model.entry import frozen
from ..model.later import NamedTuple, pattern
from ..model.memory import for_each, row, same
from ..model.problems import in_file_order, quoted
from ..model.publication import Publication
from ..words import Language
from .doubts import unknown_latex
from .fields import PICTURED, Fields, csl_type, is_public
from .issued import published
from .latex import to_text
from .library import Holding, Library, View, said_once
from .links import may_be_link
from .names import Names, role_of
from .notes import TAGS, readers
from .owner import OWN_SIGNS, Owner
from .people import ON_BEHALF
from .publish import publication
from .records import Record, Records
from .styled import BOLD

_BY_PROGRAMS = pattern(
    r"bdsk-|opt|biburl$|bibsource$|file$|owner$|(copy)?rights?$|licen[cs]e$|local-?url$"
)


def read_library(found: Records, view: View) -> Library:
    """The library of what .bib files say. Never fails."""
    shown = zip(for_each(_shown, found.records, by=view), found.records, found.places, strict=True)
    holdings = tuple(
        [Holding(it[0], record.key in found.parents, place, *it[1:]) for it, record, place in shown]
    )
    asides = for_each(_beside, found.records)
    private = Counter(name for each in asides for name in each.private)
    addressed = Counter(name for each in asides for name in each.addressed)
    unclear = (
        (message, record.key, place)
        for record, place, each in zip(found.records, found.places, asides, strict=True)
        for message in each.unclear
    )
    problems = in_file_order([*found.problems, *said_once(unclear)])
    counts = (frozen(dict(sorted(each.items()))) for each in (private, addressed))
    return Library(holdings, tuple(problems), found.entries, *counts)


class _Beside(NamedTuple):
    """Of an entry the fields that no output has, those of them with an address, and what is to be
    said of marks behind authors that nobody can explain."""

    private: tuple[str, ...]
    addressed: tuple[str, ...]
    unclear: tuple[str, ...]


def _beside(record: Record) -> _Beside:
    fields = record.fields
    private, addressed = tuple(_private(fields)), tuple(_addressed(fields))
    return _Beside(private, addressed, tuple(dict.fromkeys(_unclear(fields, record.authors))))


def _private(fields: Fields) -> Iterator[str]:
    """The fields that no output has: of those for links, the ones without an address."""
    for name, value in fields.items():
        if not is_public(name) and name != PICTURED and not may_be_link(name, value):
            yield name


def _addressed(fields: Fields) -> Iterator[str]:
    """The private fields with an address, but for those in which programs put theirs."""
    for name in _private(fields):
        if fields[name].startswith(("http://", "https://")) and not _BY_PROGRAMS.match(name):
            yield name


def _unclear(fields: Fields, authors: Names) -> Iterator[str]:
    signs = Counter(each for name in authors for each in name.annotations)
    for each, count in signs.items():
        if each in OWN_SIGNS:
            if count == 1 and each not in to_text(fields.get("note", "")):
                yield (
                    f"{each} stands behind one author, and nothing says what it means: explain it "
                    "in 'note', or write corresponding = {...} or students = {...} instead"
                )
        elif not role_of(each) and each not in (BOLD, ON_BEHALF):
            yield (
                f"nobody knows the annotation {quoted(each)} of an author: write equal, equal2, "
                "corresponding, senior, student, or highlight for yourself"
            )


def deciding(found: Records) -> tuple[object, ...]:
    """All of records that says whether they are shown, and how their pages are called."""
    are_parents = [each.key in found.parents for each in found.records]
    return row(for_each(_deciding, found.records, are_parents))


def _deciding(record: Record, is_parent: bool) -> object:
    fields, kind = record.fields, record.entry_type
    named = [fields.get(name) for name in ("keywords", "keyword", "selected", TAGS)]
    whose = [*record.people.items(), fields.get("collaboration")] if is_parent else []
    kinds = csl_type(kind, fields), kind
    return same((record.key, *kinds, published(fields).date, named, whose))


def _shown(
    record: Record, owner: Owner, language: Language, venues: str
) -> tuple[Publication, tuple[str, ...], tuple[tuple[str, str], ...]]:
    """All of it that does not depend on where the record stands, nor on others."""
    shown = publication(record, owner, language, venues)
    return shown, tuple(unknown_latex(record.fields)), readers(record.fields)
