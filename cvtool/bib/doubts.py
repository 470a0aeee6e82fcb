"""What to report of entries that could be read: what they lack, and what they share with others.

Sources: "BibTeXing" (Patashnik, 1988) for the fields that a type cannot do without, the biblatex
manual for their other names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from ..model.document import Publication
from ..model.inline import to_plain
from ..model.problems import Problem, near
from .fields import (
    ENTRY_TYPES,
    PROSE_FIELDS,
    TRUTHS,
    Fields,
    address,
    addresses,
    arxiv_id,
    doi,
    published,
)
from .latex import unknown_commands

if TYPE_CHECKING:
    from .library import Holding
    from .records import Record

_PEOPLE = ("author", "editor")
_JOURNAL = ("journal", "journaltitle")
_WHEN = ("year", "date", "pubstate", "status")
_SCHOOL = ("school", "institution", "publisher")
_BOOK = ("booktitle", "eventtitle", "maintitle", "series")
_MAKER = ("institution", "school", "publisher", "organization", "number", "type")

_NEEDED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "article": (_PEOPLE, _WHEN, _JOURNAL),
    "book": (_PEOPLE, _WHEN),
    **dict.fromkeys(("inproceedings", "conference", "incollection"), (_PEOPLE, _WHEN, _BOOK)),
    **dict.fromkeys(("thesis", "phdthesis", "mastersthesis"), (_PEOPLE, _WHEN, _SCHOOL)),
    **dict.fromkeys(("report", "techreport"), (_PEOPLE, _WHEN, _MAKER)),
    "patent": (("author", "holder", "editor"), _WHEN),
}
"""For each entry type, the fields of which it needs one each, the usual one first."""

_SHOWN = frozenset(
    {
        *("title", "subtitle", "booktitle", "journal", "journaltitle", "author", "editor", "note"),
        *("publisher", "institution", "school", "organization", "series", "howpublished", "type"),
        *("award", "keywords", "status", "year", "pages", "eventtitle", "holder"),
    }
)
_PAPERS = frozenset(
    {
        *("article-journal", "article", "paper-conference", "chapter", "book", "document"),
        *("report", "manuscript", "article-magazine", "article-newspaper", "webpage", "review"),
    }
)
_SHORTEST_TITLE = 12
_MOST_YEARS_IN_PRINT = 3
_PARTS_OF_BOOKS = frozenset({"chapter", "paper-conference", "entry-encyclopedia"})

_Pair = tuple["Holding", Publication]


def doubts(entry_type: str, fields: Fields) -> Iterator[tuple[str, str]]:
    """All of an entry that readers would miss or could not follow: each a field and a message."""
    if entry_type not in ENTRY_TYPES:
        yield "", f"'@{entry_type}' is no known type, and shown like @misc{_meant(entry_type)}"
    if "title" not in fields:
        yield "", "it has no title: add 'title = {...}'"
    if missing := list(_missing(entry_type, fields)):
        yield "", f"it lacks {_listed(missing)}: add {'them' if missing[1:] else 'it'}"
    when = published(fields)
    if when.problem:
        yield "date" if "date" in fields else "year", when.problem
    if (selected := fields.get("selected", "no")).lower() not in TRUTHS:
        yield "selected", f"'selected' is '{selected}': write true or false"
    if "doi" in fields and not doi(fields):
        yield "doi", f"'doi' is '{fields['doi']}', which is no DOI: write it as in 10.1000/182"
    own = address(fields)
    for each in ([own] if own else []) + list(addresses(fields)):
        if each.problem:
            name = "url" if each is own else each.name
            yield name, f"'{name}' is no link: {each.problem}"


def _missing(entry_type: str, fields: Fields) -> Iterator[str]:
    for names in _NEEDED.get(entry_type, ()):
        is_there = any(name in fields for name in names)
        if not is_there and not (names is _JOURNAL and arxiv_id(fields)):
            yield f"'{names[0]}'"


def _listed(names: list[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


@lru_cache
def _meant(entry_type: str) -> str:
    return near(entry_type, sorted(ENTRY_TYPES))


def unknown_latex(record: Record) -> Iterator[Problem]:
    """A warning for each field that readers see with a LaTeX command that nobody knows."""
    for name, value in record.fields.items():
        if "\\" in value and (name in _SHOWN or name in PROSE_FIELDS):
            for command in unknown_commands(value):
                yield record.place.warning(
                    f"'{record.key}': '{name}' has the unknown command \\{command}, and only the "
                    "text around it is shown"
                )


def near_duplicates(pairs: Sequence[_Pair]) -> Iterator[Problem]:
    """A warning for each publication with the DOI, or the title and year, of one before it.

    A preprint may be some years older than what was printed. ``related = {key}`` in either entry
    says that both are meant.
    """
    by_doi: dict[str, _Pair] = {}
    by_title: dict[str, list[_Pair]] = {}
    for pair in pairs:
        holding, publication = pair
        number, title = publication.doi.lower(), _folded(publication)
        before = by_doi.setdefault(number, pair) if number else pair
        alike = by_title.setdefault(title, [])
        if (
            before is not pair
            and not _are_parts(pair, before)
            and not _are_related(publication, before[1])
        ):
            yield _problem(holding, before[0], "the DOI")
        elif title and alike and (same := _same_paper(pair, alike)):
            yield _problem(holding, same[0], "the title")
        alike.append(pair)


def _folded(publication: Publication) -> str:
    """The title's letters and digits; nothing for what is too short to tell papers apart."""
    if publication.type not in _PAPERS:
        return ""
    title = "".join(filter(str.isalnum, to_plain(publication.title).casefold()))
    return title if len(title) >= _SHORTEST_TITLE or not title.isascii() else ""


def _same_paper(pair: _Pair, others: Sequence[_Pair]) -> _Pair | None:
    near = [other for other in others if _is_near(pair[1], other[1])]
    is_meant = any(_are_related(pair[1], other[1]) for other in near)
    return near[0] if near and not is_meant else None


def _is_near(one: Publication, other: Publication) -> bool:
    if not one.date or not other.date:
        return one.date == other.date
    apart = abs(one.date.year - other.date.year)
    is_preprint = (one.type == "article") != (other.type == "article")
    return apart == 0 or (is_preprint and apart <= _MOST_YEARS_IN_PRINT)


def _are_parts(one: _Pair, other: _Pair) -> bool:
    """Whether both are parts of a book whose DOI they give for want of their own."""
    return {one[1].type, other[1].type} <= _PARTS_OF_BOOKS and one[1].title != other[1].title


def _are_related(one: Publication, other: Publication) -> bool:
    def names(publication: Publication) -> set[str]:
        named = (publication.source.get(field, "") for field in ("related", "xref", "crossref"))
        return {key.strip() for value in named for key in value.split(",")}

    return other.key in names(one) or one.key in names(other)


def _problem(holding: Holding, other: Holding, what: str) -> Problem:
    return holding.place.warning(
        f"'{holding.key}' has {what} of '{other.key}' ({other.place.file}:{other.place.line}): "
        f"take one out, or write 'related = {{{other.key}}}' here to keep both"
    )
