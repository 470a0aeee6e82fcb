"""What an entry of a bibliography inherits through ``crossref`` and ``xdata``.

Source: the biblatex manual on cross-references and data inheritance (its default rules).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .entries import RawEntry
from .fields import Fields

Entries = Mapping[str, RawEntry]

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


def parents(entry: RawEntry, by_key: Entries) -> Iterator[str]:
    """The keys of the entries that it inherits from."""
    for key in _named(entry):
        if key in by_key and key != entry.key:
            yield key


def unresolved(entry: RawEntry, by_key: Entries) -> Iterator[tuple[str, str]]:
    """What is wrong with the keys that it names, as pairs of a field and a message."""
    for key in _named(entry):
        if key not in by_key:
            name = "crossref" if key == entry.fields.get("crossref") else "xdata"
            yield name, f"there is no entry '{key}' to inherit from: add it, or take out '{name}'"


def complete(entry: RawEntry, by_key: Entries) -> Fields:
    """The entry's fields, the missing ones filled from its parents and theirs."""
    fields = dict(entry.fields)
    seen = {entry.key}
    pending = list(parents(entry, by_key))
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
    return fields


def _named(entry: RawEntry) -> list[str]:
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
    legacy = {n: v for n, v in parent.fields.items() if n not in _NOT_INHERITED and n not in moved}
    for name, target in moved.items():
        if target and name in parent.fields:
            legacy.setdefault(target, parent.fields[name])
    return legacy
