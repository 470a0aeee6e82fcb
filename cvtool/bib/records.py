"""The .bib files as records: what each entry says or inherits, as written, and what is wrong.

Source: the biblatex manual on cross-references and data inheritance (its default rules).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import field, replace
from functools import cached_property
from types import MappingProxyType

from ..model.later import NamedTuple, dataclass, pattern
from ..model.problems import (
    DIRECTIONS,
    FORBIDDEN,
    WARNING,
    Problem,
    in_file_order,
    named,
    quoted,
    without_direction,
)
from .doubts import doubts, lacks, unknown_type
from .entries import RawEntry, read_entries
from .fields import NAMED, NOT_PUBLICATIONS, RAW_FIELDS, Fields, usual
from .keys import free_key, is_same_work, made_key
from .latex.foreign import Commands, with_scripts, without_entities, without_html
from .links import link_of
from .names import Names, parse_names, with_roles
from .notes import told_apart
from .owner import fold
from .people import is_wrapped

_Entries = Mapping[str, RawEntry]
_OWN_FIELDS = (
    "abstract addendum annotation annote archiveprefix arxiv author author+an code corresponding "
    "crossref doi entryset eprint eprintclass eprinttype equal file html ids keywords label note "
    "options pages pdf poster preview related selected shortauthor shorthand shorttitle slides "
    "sortkey sorttitle students summary url urldate video xdata xref"
)
_NOT_INHERITED = frozenset(_OWN_FIELDS.split())
_PART_OF_NAMES = pattern(r"\s+and\s+", re.IGNORECASE)
_DATE_FIELDS = frozenset({"date", "year", "month", "day"})
_MOST_ANCESTORS = 32
_MOST_NAMED = 5
_ODD = pattern(f"{FORBIDDEN.pattern}|{DIRECTIONS.pattern}")
_BREAKS = pattern(r"[\f\x85\u2028\u2029]")
"""Characters that some programs take for the end of a line or page, as spaces."""
_MOVED = {"title": "booktitle", "subtitle": "booksubtitle"}
_MOVED_TO_ARTICLE = {"title": "journaltitle", "subtitle": "journalsubtitle"}
_PERIODICAL = frozenset({"article", "suppperiodical"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands; lines and columns count from 1."""

    file: str
    line: int
    column: int

    def warning(self, message: str, is_loss: bool = False) -> Problem:
        """A warning about what stands there."""
        place = self.file, self.line, self.column
        return Problem((), message, WARNING, *place, is_loss=is_loss)


@dataclass(frozen=True, slots=True)
class Record:
    """An entry of a .bib file, complete with what it inherits, nothing decoded.

    ``entry_type`` and the names of ``fields`` are lower case; macros are resolved. ``people`` are
    the names in each field for them. ``is_parent`` marks an entry that others inherit from, such
    as the proceedings of papers in the same file.
    """

    key: str
    entry_type: str
    fields: Fields
    people: Mapping[str, Names]
    is_parent: bool
    place: Place

    @property
    def authors(self) -> Names:
        return self.people.get("author", ())


def said_once(found: Iterable[tuple[str, str, Place]]) -> Iterator[Problem]:
    """A warning for each message, at the first of the entries, a key and a place, that have it."""
    by_message: dict[str, list[tuple[str, Place]]] = {}
    for message, key, place in found:
        by_message.setdefault(message, []).append((key, place))
    for message, ((key, place), *others) in by_message.items():
        yield place.warning(f"{quoted(key)}: {message}{_also([each for each, _ in others])}")


def _also(keys: Sequence[str]) -> str:
    """How many more entries there are, the next ones by their keys."""
    if not keys:
        return ""
    named = ", ".join(map(quoted, keys[:_MOST_NAMED]))
    rest = " ..." if keys[_MOST_NAMED:] else ""
    return f" ({len(keys) + 1} entries, this is the first; then {named}{rest})"


class Records(NamedTuple):
    """What .bib files hold. ``entries`` counts all of them, those too that are left out.

    An entry that is no record is reported by a problem of its own, so that nothing is lost unsaid.
    """

    records: tuple[Record, ...]
    problems: tuple[Problem, ...]
    entries: int


def read_files(files: Iterable[tuple[str, bytes]]) -> Records:
    """The records of .bib files, as pairs of a name and bytes, as though they were one.

    Macros, cross-references and the rule that a key stands for one entry reach across the files.
    The bytes are UTF-8 (else Windows-1252 or Latin-1, with a warning). Nothing makes it fail: an
    entry that cannot be read costs only itself, and a warning names it.
    """
    reader = _Files()
    for file, data in files:
        reader.read(file, data)
    reader.name_all()
    records = tuple(reader.records())
    reader.problems += said_once(reader.causes)
    return Records(records, tuple(in_file_order(reader.problems)), reader.entries)


@dataclass
class _Files:
    """The files as they are read; ``texts`` says in which of them a key stands.

    ``left`` bounds how much text all entries inherit: many may have one long parent.
    """

    problems: list[Problem] = field(default_factory=list)
    entries: int = 0
    strings: dict[str, str] = field(default_factory=dict)
    commands: Commands = field(default_factory=Commands)
    raw: list[tuple[RawEntry, _Text]] = field(default_factory=list)
    by_key: dict[str, RawEntry] = field(default_factory=dict)
    texts: dict[str, _Text] = field(default_factory=dict)
    causes: list[tuple[str, str, Place]] = field(default_factory=list)
    left: int = 1_000_000

    def read(self, file: str, data: bytes) -> None:
        decoded, undecoded = _decode(data)
        written = _Text(decoded, file)
        text = _Text(FORBIDDEN.sub(" ", DIRECTIONS.sub("", decoded)), file)
        preambles: list[str] = []
        raw, faults = read_entries(text.text, self.strings, preambles)
        self.commands.learn(preambles)
        self.problems += [text.place(0).warning(undecoded)] if undecoded else []
        self.problems += [written.place(at).warning(wrong) for at, wrong in _odd(decoded)]
        places = ((text.place(fault.offset), fault) for fault in faults)
        self.problems += [at.warning(fault.message, fault.is_loss) for at, fault in places]
        self.entries += sum(fault.is_loss for fault in faults)
        self.raw += [(entry, text) for entry in raw]
        self.left += 10 * len(decoded)

    def name_all(self) -> None:
        """Gives each entry a key of its own; one that stands twice stays for the first one."""
        taken = dict.fromkeys((entry.key for entry, _ in self.raw), 2)
        unnamed = []
        for entry, text in self.raw:
            self.entries += entry.entry_type not in NOT_PUBLICATIONS
            mended = self.mended(entry)
            before, key = self.by_key.get(entry.key), entry.key
            if not key:
                key = free_key(made_key(mended.fields), taken)
                unnamed.append((key, text.place(entry.start)))
            elif before and is_same_work(before, mended):
                self.problems.append(text.place(entry.start).warning(self.twice(key)))
                continue
            elif before:
                key = free_key(key, taken)
                self.problems.append(text.place(entry.start).warning(self.renamed(entry.key, key)))
            taken.setdefault(key, 2)
            self.by_key[key], self.texts[key] = replace(mended, key=key), text
        if unnamed:
            key, place = unnamed[0]
            self.problems.append(place.warning(_unnamed(key, len(unnamed))))

    def mended(self, entry: RawEntry) -> RawEntry:
        """The entry with its fields as LaTeX that everybody reads, under its usual type."""
        fields = {name: self.clean(name, value) for name, value in entry.fields.items()}
        entry_type, known = usual(entry.entry_type, fields)
        return replace(entry, entry_type=entry_type, fields=dict(known))

    def clean(self, name: str, value: str) -> str:
        if name in RAW_FIELDS:
            return without_entities(value)
        return with_scripts(without_html(self.commands.expanded(value)))

    def twice(self, key: str) -> str:
        return f"{quoted(key)} is left out: {self.first(key)} is the same; take one out"

    def renamed(self, key: str, new: str) -> str:
        first = self.first(key)
        return f"{quoted(key)} is called {quoted(new)} here: {first} has that key; rename one"

    def first(self, key: str) -> str:
        before = self.texts[key].place(self.by_key[key].start)
        return f"the entry at {before.file}:{before.line}"

    def records(self) -> Iterator[Record]:
        entries = self.by_key.values()
        parent_keys = {key for entry in entries for key in _parents(entry, self.by_key)}
        for entry in entries:
            text, wrong = self.texts[entry.key], list(_unresolved(entry, self.by_key))
            if entry.entry_type not in NOT_PUBLICATIONS:
                place, people, causes = text.place(entry.start), {}, []
                complete = _complete(entry, self.by_key) if self.left >= 0 else entry.fields
                self.left -= _size(complete) - _size(entry.fields)
                if self.left < 0 and _named(entry):
                    causes.append("inherits nothing, as the entries before it inherit too much")
                    complete = entry.fields
                fields = MappingProxyType(told_apart(complete))
                causes += [*unknown_type(entry.entry_type), *lacks(entry.entry_type, fields)]
                for role in filter(fields.__contains__, NAMED):
                    found = self.names(fields, role)
                    people[role] = found.names
                    wrong += found.wrong
                    causes += found.causes
                wrong += doubts(fields)
                self.causes += [(each, entry.key, place) for each in causes]
                is_parent = entry.key in parent_keys
                yield Record(entry.key, entry.entry_type, fields, people, is_parent, place)
            at = {name: text.place(text.field(entry, name)) for name in dict(wrong)}
            self.problems += [
                at[name].warning(f"{quoted(entry.key)}: {message}")
                for name, message in dict.fromkeys(wrong)
            ]

    def names(self, fields: Fields, role: str) -> _Named:
        found = parse_names(fields[role], self.is_known)
        names, wrong_roles = with_roles(found.names, role, fields)
        wrong = [(role, f"'{role}' {message}") for message in found.wrong]
        return _Named(names, (*wrong, *wrong_roles), [f"'{role}' {each}" for each in found.causes])

    def is_known(self, family: str, given: str) -> bool:
        """Whether some entry names this person in a way that has one meaning only."""
        first = "".join(fold(given)[:1])
        known = self.known.get("".join(fold(family)), set())
        return first != "" and any(first.startswith(one) or one.startswith(first) for one in known)

    @cached_property
    def known(self) -> dict[str, set[str]]:
        """The first given names, folded, of everybody in the files, by the family name."""
        found: dict[str, set[str]] = {}
        for entry in self.by_key.values():
            for name in _PART_OF_NAMES.split(entry.fields.get("author", "")):
                if is_wrapped(name):
                    continue
                family, comma, given = name.partition(",")
                if not comma:
                    given, _, family = name.rpartition(" ")
                if first := fold(given)[:1]:
                    found.setdefault("".join(fold(family)), set()).add(first[0])
        return found


class _Named(NamedTuple):
    """The names of a field, what is wrong in it, and what is so in many entries."""

    names: Names = ()
    wrong: Sequence[tuple[str, str]] = ()
    causes: Sequence[str] = ()


def _unnamed(key: str, count: int) -> str:
    others = f", as have {count - 1} others," if count > 1 else ""
    return (
        f"this entry has no key{others} and is called {quoted(key)}: write it behind the brace, "
        f"as in @article{{{key},"
    )


def _decode(data: bytes) -> tuple[str, str]:
    """The text with ``\\n`` line ends, and what is wrong with its encoding."""
    wrong = ""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        text, name = _guessed(data)
        wrong = f"this is not UTF-8 (line {line}), and is read as {name}: save it as UTF-8"
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _BREAKS.sub(" ", text), wrong


def _guessed(data: bytes) -> tuple[str, str]:
    """The text in another encoding, and what that is called."""
    encodings = {"cp1252": "Latin-1"}
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = {"utf-16": "UTF-16"} | encodings
    for encoding, name in encodings.items():
        with suppress(UnicodeDecodeError):
            return data.decode(encoding), name
    return data.decode("latin-1"), "Latin-1"


def _odd(text: str) -> Iterator[tuple[int, str]]:
    """An offset and what is wrong there: the first odd character of each line."""
    line_end = -1
    for found in _ODD.finditer(text):
        if found.start() > line_end:
            line_end = text.find("\n", found.end()) % (len(text) + 1)
            is_turn = DIRECTIONS.match(found[0])
            said = f"{named(found[0])} is read as a space: delete it"
            yield found.start(), without_direction(found[0]) if is_turn else said


class _Text:
    """The text of a file, and where in it something stands."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.starts = [0, *(newline.end() for newline in re.finditer("\n", text))]

    def place(self, offset: int) -> Place:
        line = bisect_right(self.starts, offset)
        return Place(self.file, line, offset - self.starts[line - 1] + 1)

    def field(self, entry: RawEntry, name: str) -> int:
        """Where the entry writes the field; its beginning when the field is not its own."""
        pattern = rf"(?<![\w-]){re.escape(name)}\s*="
        found = name and re.search(pattern, self.text[entry.start : entry.end], re.IGNORECASE)
        return entry.start + found.start() if found else entry.start


def _parents(entry: RawEntry, by_key: _Entries) -> Iterator[str]:
    """The keys of the entries that it inherits from."""
    for key in _named(entry):
        if key in by_key and key != entry.key:
            yield key


def _unresolved(entry: RawEntry, by_key: _Entries) -> Iterator[tuple[str, str]]:
    """What is wrong with the keys that it names, as pairs of a field and a message."""
    for key in _named(entry):
        if key not in by_key:
            name = "crossref" if key == entry.fields.get("crossref") else "xdata"
            parent = quoted(key)
            yield name, f"there is no entry {parent} to inherit from: add it, or take out '{name}'"


def _complete(entry: RawEntry, by_key: _Entries) -> dict[str, str]:
    """The entry's fields, the missing ones filled from its parents and theirs."""
    fields = dict(entry.fields)
    seen = {entry.key}
    pending = list(_parents(entry, by_key))
    while pending and len(seen) < _MOST_ANCESTORS:
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


def _size(fields: Fields) -> int:
    return sum(len(name) + len(value) for name, value in fields.items())


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
    own = {*_NOT_INHERITED, *moved, *(name for name in parent.fields if link_of(name))}
    legacy = {name: value for name, value in parent.fields.items() if name not in own}
    for name, target in moved.items():
        if target and name in parent.fields:
            legacy.setdefault(target, parent.fields[name])
    return legacy
