"""The .bib files as records: what each entry says or inherits, as written, and what is wrong."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import field
from functools import cached_property
from types import MappingProxyType

from ..model.later import NamedTuple, dataclass, pattern, replace
from ..model.memory import for_each, same
from ..model.problems import (
    DIRECTIONS,
    FORBIDDEN,
    Problem,
    in_file_order,
    named,
    quoted,
    without_direction,
)
from .doubts import doubts, lacks, no_bibtex, unknown_type
from .entries import RawEntry, read_entries
from .fields import NAMED, NOT_PUBLICATIONS, RAW_FIELDS, Fields, usual
from .keys import (
    complete,
    free_key,
    is_same_work,
    leads_to,
    made_key,
    named_parents,
    parents,
    unresolved,
)
from .latex.foreign import Commands, with_accents, with_scripts, without_entities, without_html
from .library import Place, said_once
from .names import Names, parse_names, with_roles
from .notes import told_apart
from .owner import fold
from .people import is_wrapped

_PART_OF_NAMES = pattern(r"\s+and\s+", re.IGNORECASE)
_ODD = pattern(f"{FORBIDDEN.pattern}|{DIRECTIONS.pattern}")
_NO_PART_OF_NAMES = pattern(r"(?<=[A-Z]\.)[\s~]{1,3}-(?=[A-Z]\.)|\\[{}]")
"""The hyphen of ``J. -C.`` and braces that show, as ADS writes them."""

_ABSTRACT = pattern(
    r"^\s*(?:abstract|zusammenfassung|résumé|resumen)[ \t]*(?:[:.—–][ \t]*|\n\s*)(?=\S)",
    re.IGNORECASE,
)
"""What publishers put above an abstract, or in front of it."""

_BREAKS = pattern(r"[\f\x85\u2028\u2029]")
"""Characters that some programs take for the end of a line or page, as spaces."""


@dataclass(frozen=True, slots=True)
class Record:
    """An entry of a .bib file, complete with what it inherits, nothing decoded.

    ``entry_type`` and the names of ``fields`` are lower case; macros are resolved. ``people`` are
    the names in each field for them.
    """

    key: str
    entry_type: str
    fields: Fields
    people: Mapping[str, Names]

    @property
    def authors(self) -> Names:
        return self.people.get("author", ())


class Records(NamedTuple):
    """What .bib files hold. ``entries`` counts all of them, those too that are left out.

    An entry that is no record is reported by a problem of its own, so that nothing is lost unsaid.
    ``places`` are those of the records, and ``parents`` the keys of those from which others inherit
    something, such as the proceedings of papers in the same file.
    """

    records: tuple[Record, ...]
    problems: tuple[Problem, ...]
    entries: int
    places: tuple[Place, ...]
    parents: frozenset[str]


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
    return reader.records()


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
        text = written = _Text(decoded, file)
        if odd := [*_odd(decoded)]:
            text = _Text(FORBIDDEN.sub(" ", DIRECTIONS.sub("", decoded)), file)
        preambles: list[str] = []
        raw, faults = read_entries(text.text, self.strings, preambles)
        self.commands.learn(preambles)
        self.problems += [text.place(0).warning(undecoded)] if undecoded else []
        self.problems += [written.place(at).warning(wrong) for at, wrong in odd]
        self.problems += [text.place(0).warning(none)] if (none := no_bibtex(decoded)) else []
        for fault in faults:
            place = text.place(fault.offset)
            if fault.key:
                self.causes.append((fault.message, fault.key, place))
            else:
                self.problems.append(place.warning(fault.message, fault.is_loss))
        self.entries += sum(fault.is_loss for fault in faults)
        self.raw += [(entry, text) for entry in raw]
        self.left += 10 * len(decoded)

    def name_all(self) -> None:
        """Gives each entry a key of its own; one that stands twice stays for the first one."""
        taken = dict.fromkeys((entry.key for entry, _ in self.raw), 2)
        unnamed = []
        types, fields = [each.entry_type for each, _ in self.raw], [*map(self.said, self.raw)]
        said = for_each(_mended, types, fields)
        for (entry, text), (kind, it) in zip(self.raw, said, strict=True):
            self.entries += entry.entry_type not in NOT_PUBLICATIONS
            mended = RawEntry(kind, entry.key, it, entry.start, entry.end)
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
            self.by_key[key] = mended if key == mended.key else replace(mended, key=key)
            self.texts[key] = text
        if unnamed:
            key, place = unnamed[0]
            self.problems.append(place.warning(_unnamed(key, len(unnamed))))

    def said(self, raw: tuple[RawEntry, _Text]) -> dict[str, str]:
        """The fields of an entry without commands that the files define."""
        fields, expanded = raw[0].fields, self.commands.expanded
        if not self.commands.known:
            return fields
        said = {
            name: value if name in RAW_FIELDS else expanded(value) for name, value in fields.items()
        }
        return same(said, tuple(said.items()))

    def twice(self, key: str) -> str:
        return f"{quoted(key)} is left out: {self.first(key)} is the same; take one out"

    def renamed(self, key: str, new: str) -> str:
        first = self.first(key)
        return f"{quoted(key)} is called {quoted(new)} here: {first} has that key; rename one"

    def first(self, key: str) -> str:
        before = self.texts[key].place(self.by_key[key].start)
        return f"the entry at {before.file}:{before.line}"

    def records(self) -> Records:
        """What all of them hold; what is wrong with any is told."""
        heirs = {key: each for key, each in self.by_key.items() if named_parents(each)}
        entries = [each for each in self.by_key.values() if each.entry_type not in NOT_PUBLICATIONS]
        wholes = [self.whole(each) if each.key in heirs else each.fields for each in entries]
        places = tuple([self.texts[each.key].place(each.start) for each in entries])
        judged = self.judged(entries, wholes)
        found = {each.record.key: each for each in judged}
        for each, place in zip(judged, places, strict=True):
            self.causes += [(cause, each.record.key, place) for cause in each.causes]
        for key, entry in self.by_key.items():
            wrong = [*unresolved(entry, self.by_key)] if key in heirs else []
            wrong += found[key].wrong if key in found else ()
            self.problems += self.problems_of(entry, wrong) if wrong else ()
        self.problems += said_once(self.causes)
        pairs = ((key, each.key) for each in heirs.values() for key in parents(each, self.by_key))
        known = frozenset(key for key, heir in pairs if not leads_to(key, heir, self.by_key))
        problems = tuple(in_file_order(self.problems))
        return Records(tuple([it.record for it in judged]), problems, self.entries, places, known)

    def whole(self, entry: RawEntry) -> dict[str, str]:
        """The fields of an entry that inherits, unless others before it have inherited too much."""
        whole = complete(entry, self.by_key) if self.left >= 0 else entry.fields
        self.left -= _size(whole) - _size(entry.fields)
        if self.left >= 0:
            return whole
        place = self.texts[entry.key].place(entry.start)
        message = "inherits nothing, as the entries before it inherit too much"
        self.causes.append((message, entry.key, place))
        return entry.fields

    def problems_of(self, entry: RawEntry, wrong: Iterable[tuple[str, str]]) -> Iterator[Problem]:
        """Warnings of what is wrong in which of its fields."""
        text = self.texts[entry.key]
        for name, message in dict.fromkeys(wrong):
            place = text.place(text.field(entry, name))
            yield place.warning(f"{quoted(entry.key)}: {message}")

    def judged(
        self, entries: Sequence[RawEntry], wholes: Sequence[Mapping[str, str]]
    ) -> list[_Judged]:
        """What such entries say, as far as others of the files say who is who."""
        columns = [each.key for each in entries], [each.entry_type for each in entries], wholes
        found = for_each(_judged, *columns)
        return [
            _judged(each.record.key, each.record.entry_type, whole, self.is_known)
            if each.asked and any(self.is_known(*who) for who in each.asked)
            else each
            for each, whole in zip(found, wholes, strict=True)
        ]

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


class _Judged(NamedTuple):
    """An entry with all that it inherits, what is wrong in which of its fields, and what is so in
    many entries. ``asked`` are the people of whom it was asked whether others name them."""

    record: Record
    wrong: Sequence[tuple[str, str]]
    causes: Sequence[str]
    asked: Sequence[tuple[str, str]]


def _judged(
    key: str,
    entry_type: str,
    complete: Mapping[str, str],
    is_known: Callable[[str, str], bool] = lambda family, given: False,
) -> _Judged:
    asked: list[tuple[str, str]] = []

    def asks(family: str, given: str) -> bool:
        asked.append((family, given))
        return is_known(family, given)

    fields, people, wrong = MappingProxyType(told_apart(complete)), {}, list[tuple[str, str]]()
    causes = [*unknown_type(entry_type), *lacks(entry_type, fields)]
    for role in filter(fields.__contains__, NAMED):
        found = parse_names(fields[role], asks)
        people[role], wrong_roles = with_roles(found.names, role, fields)
        wrong += [*((role, f"'{role}' {message}") for message in found.wrong), *wrong_roles]
        causes += [f"'{role}' {each}" for each in found.causes]
    wrong += doubts(fields)
    return _Judged(Record(key, entry_type, fields, people), wrong, causes, asked)


def _mended(entry_type: str, fields: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The usual type, and what the fields say without HTML and the like."""
    entry_type, known = usual(entry_type, {name: _clean(name, it) for name, it in fields.items()})
    return entry_type, dict(known)


def _clean(name: str, value: str) -> str:
    if name in RAW_FIELDS:
        return without_entities(value)
    value = with_accents(value)
    if name == "abstract":
        return with_scripts(_ABSTRACT.sub("", without_html(value)))
    if name in NAMED:
        value = _NO_PART_OF_NAMES.sub(lambda it: "-" if "-" in it[0] else "", value)
    return with_scripts(without_html(value))


def _unnamed(key: str, count: int) -> str:
    others = f", as have {count - 1} others," if count > 1 else ""
    return (
        f"this entry has no key{others} and is called {quoted(key)}: write it behind the brace, "
        f"as in @article{{{key},"
    )


_SHIFTS = b"\x1b$"
"""What begins Japanese in ISO-2022-JP, of which all bytes are those of ASCII."""


def _decode(data: bytes) -> tuple[str, str]:
    """The text with ``\\n`` line ends, and what is wrong with its encoding."""
    wrong = ""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        text, name = _guessed(data)
        wrong = f"this is not UTF-8 (line {line}), and is read as {name}: save it as UTF-8"
    if _SHIFTS in data:
        with suppress(UnicodeDecodeError):
            text = data.decode("iso2022_jp")
            wrong = "this is ISO-2022-JP, and is read so: save it as UTF-8"
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    has_breaks = any(each in text for each in "\f\x85\u2028\u2029")  # faster than the pattern
    return _BREAKS.sub(" ", text) if has_breaks else text, wrong


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


def _size(fields: Fields) -> int:
    return sum(len(name) + len(value) for name, value in fields.items())
