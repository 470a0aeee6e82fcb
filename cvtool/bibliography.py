"""publications.bib as records: what each entry says, as written, and what is wrong with it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

from .bibfields import (
    ENTRY_TYPES,
    NOT_PUBLICATIONS,
    Fields,
    address,
    addresses,
    doi,
    published,
)
from .bibtex import Fault, RawEntry, read_entries
from .names import Name, annotated, parse_names
from .problems import WARNING, Problem, in_file_order, suggestion


@dataclass(frozen=True, slots=True)
class Record:
    """An entry of a .bib file, complete with what it inherits, nothing decoded.

    ``entry_type`` and the names of ``fields`` are lower case; macros are resolved. ``is_parent``
    marks an entry that others inherit from, such as the proceedings of papers in the same file.
    """

    key: str
    entry_type: str
    fields: Fields
    authors: tuple[Name, ...] = ()
    editors: tuple[Name, ...] = ()
    is_parent: bool = False
    file: str = ""
    line: int = 0
    column: int = 0


_OWN_FIELDS = (
    "abstract addendum annotation annote archiveprefix arxiv author author+an code crossref doi "
    "entryset eprint eprintclass eprinttype file html ids keywords label note options pages pdf "
    "poster preview selected shortauthor shorthand shorttitle slides sortkey sorttitle summary "
    "url urldate video xdata xref"
)
_NOT_INHERITED = frozenset(_OWN_FIELDS.split())
_DATE_FIELDS = frozenset({"date", "year", "month", "day"})
_MOVED = {"title": "booktitle", "subtitle": "booksubtitle"}
_MOVED_TO_ARTICLE = {"title": "journaltitle", "subtitle": "journalsubtitle"}
_PERIODICAL = frozenset({"article", "suppperiodical"})


def read(data: bytes, file: str) -> tuple[tuple[Record, ...], tuple[Problem, ...]]:
    """The records of a .bib file, and a warning for each thing that is wrong in it.

    The bytes are UTF-8 (else Windows-1252 or Latin-1, with a warning). Nothing makes it fail: an
    entry that cannot be read costs only itself, and a warning names it.
    """
    text, undecoded = _decode(data)
    raw, faults = read_entries(text)
    place = _Places(text, file)
    problems = [place.problem(0, undecoded)] if undecoded else []
    problems += [place.problem(fault.offset, fault.message) for fault in faults]
    kept: list[RawEntry] = []
    for entry, fault in _unique(raw):
        kept += [entry] if fault is None else []
        problems += [place.problem(fault.offset, fault.message)] if fault else []
    by_key = {entry.key: entry for entry in kept}
    parents = {key for entry in kept for key in _parents(entry, by_key)}
    records = []
    for entry in kept:
        fields = _complete(entry, by_key)
        record, wrong = _record(entry, fields, entry.key in parents)
        problems += [
            place.problem(place.field(entry, name), f"'{entry.key}': {message}")
            for name, message in [*_unresolved(entry, by_key), *wrong]
        ]
        if entry.entry_type not in NOT_PUBLICATIONS:
            line, column = place.of(entry.start)
            records.append(replace(record, file=file, line=line, column=column))
    return tuple(records), tuple(in_file_order(problems))


def _decode(data: bytes) -> tuple[str, str]:
    """The text with ``\\n`` line ends, and what is wrong with its encoding."""
    wrong = ""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        wrong = f"this is not UTF-8 (line {line}), and is read as Latin-1: save it as UTF-8"
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            text = data.decode("latin-1")
    return text.replace("\r\n", "\n").replace("\r", "\n"), wrong


class _Places:
    """Turns offsets into lines and columns."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.starts = [0, *(newline.end() for newline in re.finditer("\n", text))]

    def of(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def problem(self, offset: int, message: str) -> Problem:
        line, column = self.of(offset)
        return Problem((), message, WARNING, self.file, line, column)

    def field(self, entry: RawEntry, name: str) -> int:
        """Where the entry writes the field; its beginning when the field is not its own."""
        pattern = rf"(?<![\w-]){re.escape(name)}\s*="
        found = name and re.search(pattern, self.text[entry.start : entry.end], re.IGNORECASE)
        return entry.start + found.start() if found else entry.start


def _unique(entries: list[RawEntry]) -> Iterator[tuple[RawEntry, Fault | None]]:
    """Each entry, and why it is left out when another one has its key."""
    seen: set[str] = set()
    for entry in entries:
        if entry.key in seen:
            message = f"'{entry.key}' is left out: an entry before it has the same key; rename one"
            yield entry, Fault(entry.start, message)
        else:
            yield entry, None
        seen.add(entry.key)


def _parents(entry: RawEntry, by_key: Mapping[str, RawEntry]) -> Iterator[str]:
    for key in _named_parents(entry):
        if key in by_key and key != entry.key:
            yield key


def _named_parents(entry: RawEntry) -> list[str]:
    if "crossref" not in entry.fields and "xdata" not in entry.fields:
        return []
    named = f"{entry.fields.get('xdata', '')},{entry.fields.get('crossref', '')}"
    return [key.strip() for key in named.split(",") if key.strip()]


def _unresolved(entry: RawEntry, by_key: Mapping[str, RawEntry]) -> Iterator[tuple[str, str]]:
    for key in _named_parents(entry):
        if key not in by_key:
            name = "crossref" if key == entry.fields.get("crossref") else "xdata"
            yield name, f"there is no entry '{key}' to inherit from: add it, or take out '{name}'"


def _complete(entry: RawEntry, by_key: Mapping[str, RawEntry]) -> Fields:
    """The entry's fields, the missing ones filled from its parents and theirs."""
    fields = dict(entry.fields)
    seen = {entry.key}
    pending = list(_parents(entry, by_key))
    while pending:
        parent = by_key[pending.pop(0)]
        if parent.key in seen:
            continue
        seen.add(parent.key)
        dated = not _DATE_FIELDS.isdisjoint(fields)
        for name, value in _legacy(entry, parent).items():
            if not (dated and name in _DATE_FIELDS):
                fields.setdefault(name, value)
        pending += _parents(parent, by_key)
    return fields


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


def _record(
    entry: RawEntry, fields: Fields, is_parent: bool
) -> tuple[Record, list[tuple[str, str]]]:
    """The record, and what is wrong with it as pairs of a field and a message."""
    authors, wrong = _names(fields, "author")
    editors, wrong_editors = _names(fields, "editor")
    record = Record(
        entry.key, entry.entry_type, MappingProxyType(dict(fields)), authors, editors, is_parent
    )
    if entry.entry_type in NOT_PUBLICATIONS:
        return record, []
    return record, [*wrong, *wrong_editors, *_doubts(entry.entry_type, fields)]


@lru_cache
def _meant(entry_type: str) -> str:
    near = suggestion(entry_type, ENTRY_TYPES)
    return near if near.startswith("; did you mean") else ""


def _names(fields: Fields, role: str) -> tuple[tuple[Name, ...], list[tuple[str, str]]]:
    if role not in fields:
        return (), []
    names, wrong = parse_names(fields[role])
    for field in fields:
        if field.startswith(f"{role}+an"):
            names = annotated(names, fields[field])
    return names, [(role, f"'{role}' {message}") for message in wrong]


def _doubts(entry_type: str, fields: Fields) -> Iterator[tuple[str, str]]:
    if entry_type not in ENTRY_TYPES:
        yield "", f"'@{entry_type}' is no known type, and shown like @misc{_meant(entry_type)}"
    if "title" not in fields:
        yield "", "it has no title: add 'title = {...}'"
    when = published(fields)
    if when.problem:
        yield "date" if "date" in fields else "year", when.problem
    if "doi" in fields and not doi(fields):
        yield "doi", f"'doi' is '{fields['doi']}', which is no DOI: write it as in 10.1000/182"
    own = address(fields)
    for each in ([own] if own else []) + list(addresses(fields)):
        if each.problem:
            name = "url" if each is own else each.name
            yield name, f"'{name}' is no link: {each.problem}"
