"""Keys of entries: those that must be made, what is one work under one key, and what entries
inherit by them.

Source: the biblatex manual on cross-references and data inheritance (its default rules).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from itertools import count

from ..model.later import pattern
from ..model.memory import same
from ..model.plain import unaccented
from ..model.problems import quoted
from .entries import RawEntry
from .fields import Fields
from .issued import published
from .latex import to_text
from .links import link_of
from .names import parse_names

_SMALL = """
    a an the on of in for to and from with by at is are how what why das der die ein eine le la les
    un une el los las o os as
"""
_NO_FIRST_WORDS = frozenset(_SMALL.split())
_WORD = pattern(r"[^\W_]+")
_LONG = 30
_NUMBERS = ("doi", "volume", "number", "pages")
_TELLING = (*_NUMBERS, "author", "editor", "year", "date", "journal", "booktitle")
_OWN_FIELDS = (
    "abstract addendum annotation annote archiveprefix arxiv author author+an code corresponding "
    "crossref doi entryset eprint eprintclass eprinttype equal file html ids keywords label note "
    "options pages pdf poster preview related selected shortauthor shorthand shorttitle slides "
    "sortkey sorttitle students summary url urldate video xdata xref"
)
_NOT_INHERITED = frozenset(_OWN_FIELDS.split())
_DATE_FIELDS = frozenset({"date", "year", "month", "day"})
_MOST_ANCESTORS = 32
_MOVED = {"title": "booktitle", "subtitle": "booksubtitle"}
_MOVED_TO_ARTICLE = {"title": "journaltitle", "subtitle": "journalsubtitle"}
_PERIODICAL = frozenset({"article", "suppperiodical"})

_Entries = Mapping[str, RawEntry]


def made_key(fields: Fields) -> str:
    """``doe2020cats``: the first author, the year and the title's first word that says much."""
    names = parse_names(fields.get("author", fields.get("editor", ""))).names
    family = _words(names[0].family or names[0].literal) if names else []
    date = published(fields).date
    title = _words(fields.get("title", ""))
    first = next((word for word in title if word not in _NO_FIRST_WORDS), "".join(title[:1]))
    return f"{''.join(family)}{date.year if date else ''}{first}" or "entry"


def _words(text: str) -> list[str]:
    bare = unaccented(to_text(text))
    return _WORD.findall(unicodedata.normalize("NFC", bare.replace("'", "").replace("’", "")))


def free_key(key: str, taken: dict[str, int]) -> str:
    """The key itself, or with the first number behind it that makes it one of its own.

    ``taken`` are the keys, each with the first number that may be free behind it.
    """
    if key not in taken:
        return key
    numbers = count(taken[key])
    taken[key] = next(number for number in numbers if f"{key}-{number}" not in taken)
    return f"{key}-{taken[key]}"


def is_same_work(one: RawEntry, other: RawEntry) -> bool:
    """Whether two entries of one key are one work: of one title, and nothing tells them apart.

    Names and years are written in many ways, but a long title is nobody else's.
    """
    title = _folded(one, "title")
    if title != _folded(other, "title") or one.entry_type != other.entry_type:
        return False
    return all(
        _folded(one, name) == _folded(other, name)
        for name in (_NUMBERS if len(title) > _LONG else _TELLING)
        if name in one.fields and name in other.fields
    )


def _folded(entry: RawEntry, name: str) -> str:
    return "".join(_words(entry.fields.get(name, "")))


def parents(entry: RawEntry, by_key: _Entries) -> Iterator[str]:
    """The keys of the entries that it inherits from."""
    for key in named_parents(entry):
        if key in by_key and key != entry.key:
            yield key


def leads_to(key: str, wanted: str, by_key: _Entries) -> bool:
    """Whether the entry is the wanted one, or inherits from it."""
    seen, pending = set[str](), [key]
    while pending and len(seen) < _MOST_ANCESTORS:
        if (here := pending.pop()) == wanted:
            return True
        if here in by_key and here not in seen:
            seen.add(here)
            pending += named_parents(by_key[here])
    return False


def unresolved(entry: RawEntry, by_key: _Entries) -> Iterator[tuple[str, str]]:
    """What is wrong with the keys that it names, as pairs of a field and a message."""
    for key in named_parents(entry):
        name = "crossref" if key == entry.fields.get("crossref") else "xdata"
        if key not in by_key:
            parent = quoted(key)
            yield name, f"there is no entry {parent} to inherit from: add it, or take out '{name}'"
        elif leads_to(key, entry.key, by_key):
            yield name, f"{quoted(key)} is this entry, or inherits from it: take out '{name}'"


def complete(entry: RawEntry, by_key: _Entries) -> dict[str, str]:
    """The entry's fields, the missing ones filled from its parents and theirs."""
    seen = {entry.key}
    if not (pending := list(parents(entry, by_key))):
        return entry.fields
    fields = dict(entry.fields)
    while pending and len(seen) < _MOST_ANCESTORS:
        parent = by_key[pending.pop(0)]
        if parent.key in seen:
            continue
        seen.add(parent.key)
        dated = not _DATE_FIELDS.isdisjoint(fields)
        for name, value in _legacy(entry, parent).items():
            if not (dated and name in _DATE_FIELDS):
                fields.setdefault(name, value)
        pending += parents(parent, by_key)
    return same(fields, tuple(fields.items()))


def named_parents(entry: RawEntry) -> list[str]:
    """The keys of those that it names as such."""
    if "crossref" not in entry.fields and "xdata" not in entry.fields:
        return []
    named = f"{entry.fields.get('xdata', '')},{entry.fields.get('crossref', '')}"
    return [key.strip() for key in named.split(",") if key.strip()]


def _legacy(entry: RawEntry, parent: RawEntry) -> dict[str, str]:
    """What the parent leaves to the entry: its title is the name of the book around it."""
    if parent.entry_type == "xdata":
        return parent.fields
    moved = _MOVED_TO_ARTICLE if entry.entry_type in _PERIODICAL else _MOVED
    if moved is _MOVED_TO_ARTICLE and "journal" in entry.fields:
        moved = {"title": "", "subtitle": ""}
    own = {*_NOT_INHERITED, *moved, *(name for name in parent.fields if link_of(name))}
    legacy = {name: value for name, value in parent.fields.items() if name not in own}
    for name, target in moved.items():
        if target and name in parent.fields:
            legacy.setdefault(target, parent.fields[name])
    return legacy
