"""The text of a .bib file as raw entries: pybtex reads each, and a broken one costs only itself.

pybtex loses everything behind a missing brace, and reads as live what stands behind a ``%`` or in
an ``@comment{...}``. So the text is cut at the entries first, and pybtex sees them one at a time.
Source: "BibTeXing" (Patashnik, 1988) for the grammar, biber for ``%`` between fields.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from contextlib import suppress
from dataclasses import field
from functools import cached_property
from typing import Any

from ..model.later import NamedTuple, dataclass, pattern
from ..model.problems import quoted
from .fields import ENTRY_TYPES, PROSE_FIELDS
from .macros import Macros

_AT = pattern(r"(?<![\w.])@[ \t]*([A-Za-z][\w+.-]*)\s*([{(])?")
_NEXT = pattern(r"^[ \t]*@[ \t]*[A-Za-z][\w+.-]*\s*[{(]", re.MULTILINE)
_FIELD_START = pattern(r"\s*[A-Za-z][\w+:-]*\s*=")
_LEFT_OVER = pattern(r"\s*,\s*[A-Za-z][\w+:-]*\s*=\s*[{\"\d]")
_SWALLOWED = pattern(r"(?:,\s*|\n[ \t\r]*)[A-Za-z][\w+:-]*[ \t]*=[ \t]*[{\"\d]")
_MACRO = pattern(r"(?<=[=#])\s*([^\s\"#%'(),={}]+)")
_FIELD = pattern(r"([^\s\"#%'(),={}]+)\s*=")
_FOLD = pattern(r"[ \t\r\n]+")
_LINE = pattern(r"\n(?=\S)")
_BRACE = pattern(r"[{}]")
_OUTSIDE = pattern(r"[{}\"]|%[^\n]*")
_NO_ENTRIES = frozenset({"string", "preamble"})
_WIDEST = 1 << 15
_MOST_WIDE = 10
_MOST_REPAIRS = 20
_NO_KEY = "it has no key: write one behind the brace, as in @article{smith2020,"
_MADE_KEY = "\ue000"
"""Stands for the key of an entry that has none while the entry is read."""

_HEAD = pattern(r"@[ \t]*[A-Za-z][\w+.-]*\s*[{(]\s*")
_KEYLESS = pattern(
    rf"(?!@\s*(?:string|preamble)\b){_HEAD.pattern}(?:,|[A-Za-z][\w+:-]*\s*=)", re.IGNORECASE
)
_SPACED_KEY = pattern(r"@\s*\w+\s*[{(]\s*([^\s,={}\"]+\s[^,={}\"]*),")
_CLOSING = ("'}' expected", "')' expected")
_MOST_QUOTED = 20


@dataclass(frozen=True, slots=True)
class RawEntry:
    """An entry as it stands in the text, between the offsets ``start`` and ``end``.

    Names are lower case; values have their macros and ``#`` resolved and are not decoded. ``key``
    is empty where none is written.
    """

    entry_type: str
    key: str
    fields: dict[str, str]
    start: int
    end: int


class Fault(NamedTuple):
    """What is wrong at an offset of the text, and whether it cost an entry."""

    offset: int
    message: str
    is_loss: bool = False


def read_entries(
    text: str, strings: dict[str, str], preambles: list[str]
) -> tuple[list[RawEntry], list[Fault]]:
    """Every live entry, and every fault, of any text whatever. Lines end in ``\\n``.

    ``strings`` holds the ``@string`` macros of the files before this one, and takes up its own;
    ``preambles`` takes up what stands in each ``@preamble``.
    """
    reader = _Cutter(text, strings)
    while found := _AT.search(text, reader.resumed):
        reader.resumed = reader.command(found)
    for name, (first, *others) in reader.undefined.items():
        places = f" ({len(others) + 1} places, this is the first)" if others else ""
        reader.fault(first, f"{quoted(name)} is no @string: write {{{name}}}, or define it{places}")
    strings.update(reader.macros)
    preambles += reader.preambles
    return reader.entries, reader.faults


class _BrokenError(Exception):
    """An entry that cannot be read: the place in it, its key as far as known, and the reason."""

    def __init__(self, offset: int, key: str, reason: str, *, unclosed: bool = False) -> None:
        super().__init__(reason)
        self.offset = offset
        self.key = key
        self.unclosed = unclosed


@dataclass(slots=True)
class _Parsed:
    command: str
    body: tuple[Any, ...]
    end: int
    repairs: list[Fault] = field(default_factory=list)


class _Cutter:
    """Cuts the text into entries; ``resumed`` is where it goes on from."""

    def __init__(self, text: str, strings: dict[str, str]) -> None:
        from pybtex.database.input.bibtex import LowLevelParser

        self.text = text
        self.entries: list[RawEntry] = []
        self.faults: list[Fault] = []
        self.preambles: list[str] = []
        self.undefined: dict[str, list[int]] = {}
        self.parser = LowLevelParser
        self.macros = Macros(strings, 1_000_000 + 10 * len(text))
        self.line_starts = [found.start() for found in _NEXT.finditer(text)]
        self.resumed = 0
        self.wide = _MOST_WIDE * len(text)

    def command(self, found: re.Match[str]) -> int:
        """Handles what one ``@`` begins; the offset to go on from."""
        start, name = found.start(), found[1].lower()
        line_start = max(self.resumed, self.text.rfind("\n", self.resumed, start) + 1)
        if "%" in self.text[line_start:start]:
            return self.line_end(start)
        if not found[2]:
            if name in ENTRY_TYPES:
                message = f"'@{found[1]}' is left out: write '@{found[1]}{{' and a key"
                self.fault(start, message, is_loss=True)
            return found.end()
        if name == "comment":
            return self.comment(found)
        return self.entry(found)

    def line_end(self, start: int) -> int:
        return self.text.find("\n", start) % (len(self.text) + 1)

    def fault(self, offset: int, message: str, is_loss: bool = False) -> None:
        self.faults.append(Fault(offset, message, is_loss))

    def leave_out(self, found: re.Match[str], broken: _BrokenError) -> None:
        """An ``@string`` that is lost is no publication lost."""
        is_entry = found[1].lower() not in _NO_ENTRIES
        name = quoted(broken.key) if broken.key else "an entry"
        what = f"{name} is left out" if is_entry else f"this @{found[1]} is not read"
        self.fault(found.start() + broken.offset, f"{what}: {broken}", is_entry)

    def comment(self, found: re.Match[str]) -> int:
        if found[2] == "{":
            if end := self.closings.get(found.end() - 1):
                return end
            self.fault(found.start(), "this @comment is not closed and ends with its line: add '}'")
        return self.line_end(found.end())

    def entry(self, found: re.Match[str]) -> int:
        start, inside = found.span()
        following = bisect_left(self.line_starts, inside)
        limit = [*self.line_starts[following : following + 1], len(self.text)][0]
        if limit - start > _WIDEST:
            limit = self.closed(inside - 1, _WIDEST) or limit
        try:
            parsed = self.parse_wide(start, inside - 1, limit)
        except _BrokenError as broken:
            self.leave_out(found, broken)
            return self.closed(inside - 1, limit - inside + 1) or limit
        self.keep(parsed, start)
        end = start + parsed.end
        if _LEFT_OVER.match(self.text, end):
            self.fault(end, "the fields from here on are lost: a '}' too many ends the entry here")
        return end

    def parse_wide(self, start: int, brace: int, limit: int) -> _Parsed:
        """Parses up to ``limit``, or past it where a value holds what looks like an entry."""
        try:
            return self.parse(self.text[start:limit])
        except _BrokenError as broken:
            end = self.closed(brace, _WIDEST) if broken.unclosed else 0
            self.wide -= end - start if end else 0
            if end <= limit or self.wide < 0:
                raise
            try:
                return self.parse(self.text[start:end])
            except _BrokenError:
                raise broken from None

    def parse(self, chunk: str) -> _Parsed:
        """One entry, missing commas and a missing last brace put in; else ``_BrokenError``."""
        repairs: list[Fault] = []
        added = 0
        for _ in range(_MOST_REPAIRS):
            try:
                parsed = self.attempt(chunk)
            except _BrokenError as broken:
                repaired = _repaired(chunk, broken, self)
                if repaired is None:
                    raise
                if fault := repaired.fault:
                    repairs.append(Fault(max(fault.offset - added, 0), fault.message))
                chunk, added = repaired.chunk, added + repaired.added
            else:
                parsed.end -= added
                parsed.repairs = repairs
                return parsed
        return self.attempt(chunk)

    def attempt(self, chunk: str) -> _Parsed:
        """One entry as it stands; else ``_BrokenError``."""
        from pybtex.scanner import PrematureEOF, PybtexSyntaxError

        if _KEYLESS.match(chunk):
            raise _BrokenError(0, "", _NO_KEY)
        parser = self.parser(chunk, macros=self.macros)
        parser.pos = 1
        unknown = len(self.macros.unknown)
        try:
            command, body = parser.parse_command()
        except PybtexSyntaxError as error:
            del self.macros.unknown[unknown:]
            unclosed = isinstance(error, PrematureEOF)
            raise _broken(chunk, parser, unclosed, error) from error
        return _Parsed(command.lower(), body, parser.pos)

    @cached_property
    def closings(self) -> dict[int, int]:
        """The offset behind the brace that closes each one, by the place of that."""
        opened, found = list[int](), dict[int, int]()
        for brace in _BRACE.finditer(self.text):
            if brace[0] == "{":
                opened.append(brace.start())
            elif opened:
                found[opened.pop()] = brace.end()
        return found

    def closed(self, brace: int, widest: int) -> int:
        """The offset behind the brace that closes this one; 0 when none does, or no brace it is."""
        end = self.closings.get(brace, 0)
        return end if end <= brace + widest else 0

    def places(self, parsed: _Parsed, start: int, pattern: re.Pattern[str]) -> dict[str, list[int]]:
        """Where each name is in the entry that the pattern's group finds."""
        found: dict[str, list[int]] = {}
        for each in pattern.finditer(self.text, start, start + parsed.end):
            found.setdefault(each[1].lower(), []).append(each.start(1))
        return found

    def keep(self, parsed: _Parsed, start: int) -> None:
        if self.macros.left < 0:
            self.fault(start, "the @string macros write too much text: from here on they are empty")
            self.macros.clear()
        for repair in parsed.repairs:
            self.fault(start + repair.offset, repair.message)
        macros = self.places(parsed, start, _MACRO) if self.macros.unknown else {}
        for name in self.macros.unknown:
            self.undefined.setdefault(name, []).append(macros.get(name.lower(), [start])[0])
        self.macros.unknown.clear()
        if parsed.command == "preamble":
            self.preambles.append("".join(parsed.body[0]))
        if parsed.command in _NO_ENTRIES:
            return
        key, pairs = parsed.body
        key = "" if key == _MADE_KEY else key
        fields: dict[str, str] = {}
        names: dict[str, list[int]] = {}
        for written, parts in pairs:
            name = written.lower()
            value = "".join(parts).strip()
            if name in fields:
                names = names or self.places(parsed, start, _FIELD)
                at = [*names.get(name, ()), start, start][1]
                who = quoted(key) if key else "this entry"
                self.fault(at, f"{who} has two fields '{name}': the first one counts; take one out")
            elif value:
                fields[name] = value if name in PROSE_FIELDS else _folded(name, value)
        self.entries.append(RawEntry(parsed.command, key, fields, start, start + parsed.end))


def _folded(name: str, value: str) -> str:
    """The value in one line; the lines of a note that begin where lines begin stay apart."""
    if "\n" not in value and "  " not in value and "\t" not in value:
        return value
    lines = _LINE.split(value) if name == "note" else [value]
    return "\n".join(_FOLD.sub(" ", line).rstrip(" ") for line in lines)


def _broken(chunk: str, parser: Any, unclosed: bool, error: Exception) -> _BrokenError:
    key = parser.current_entry_key or ""
    if not unclosed:
        at, wrong = _reason(chunk, parser, error)
        return _BrokenError(at, "" if wrong == _NO_KEY else key, wrong)
    name = parser.current_field_name
    last = f", perhaps that of {quoted(name)}" if name else ""
    return _BrokenError(0, key, f"a closing brace or quote is missing{last}", unclosed=True)


class _Repaired(NamedTuple):
    """The chunk with one thing put right, what to say of it, and how many characters it took."""

    chunk: str
    fault: Fault | None
    added: int


def _repaired(chunk: str, broken: _BrokenError, cutter: _Cutter) -> _Repaired | None:
    """The chunk with the one thing put right that is surely wrong; ``None`` for nothing."""
    if "%" in chunk and (bare := _without_comments(chunk)) != chunk:
        return _Repaired(bare, None, 0)
    if str(broken) == _NO_KEY:
        return _with_key(chunk)
    if spaced := _SPACED_KEY.match(chunk):
        key = "-".join(spaced[1].split())
        fault = Fault(spaced.start(1), f"a key holds no spaces: this one is read as {quoted(key)}")
        rest = chunk[spaced.end(1) :]
        return _Repaired(f"{chunk[: spaced.start(1)]}{key}{rest}", fault, len(key) - len(spaced[1]))
    if broken.unclosed:
        closed = chunk.rstrip() + "}"
        with suppress(_BrokenError):
            parsed = cutter.attempt(closed)
            pairs = [] if parsed.command in _NO_ENTRIES else parsed.body[1]
            if not any(_SWALLOWED.search("".join(parts)) for _, parts in pairs):
                who = "this entry" if broken.key == _MADE_KEY else quoted(broken.key)
                fault = Fault(0, f"{who} lacks its closing '}}': add it at its end")
                return _Repaired(closed, fault, 1)
        return None
    at = broken.offset
    if broken.key and (name := _FIELD_START.match(chunk, at)):
        word = name[0].strip("= \t\n")
        of = "" if broken.key == _MADE_KEY else f" of {quoted(broken.key)}"
        fault = Fault(at, f"a comma is missing before {quoted(word)}{of}: add it")
        return _Repaired(f"{chunk[:at]},{chunk[at:]}", fault, 1)
    return None


def _with_key(chunk: str) -> _Repaired | None:
    """The chunk with a stand-in for the key that it lacks."""
    head = _HEAD.match(chunk)
    if not head or chunk[head.end() : head.end() + 1] in ("", "}", ")"):
        return None
    made = _MADE_KEY if chunk[head.end()] == "," else f"{_MADE_KEY},"
    return _Repaired(f"{chunk[: head.end()]}{made}{chunk[head.end() :]}", None, len(made))


def _without_comments(chunk: str) -> str:
    """The chunk with what stands behind a ``%`` between fields blanked, of the same length."""
    depth, quoted, pieces, copied = 0, False, [], 0
    for token in _OUTSIDE.finditer(chunk):
        match token[0][0]:
            case "{":
                depth += 1
            case "}":
                depth -= 1
            case '"':
                quoted = quoted != (depth == 1)
            case _ if depth == 1 and not quoted:
                pieces += [chunk[copied : token.start()], " " * len(token[0])]
                copied = token.end()
    return "".join([*pieces, chunk[copied:]])


def _reason(chunk: str, parser: Any, error: Exception) -> tuple[int, str]:
    """The place in the entry ``chunk`` where pybtex's parser stopped, and what to do about it."""
    at, key, field = parser.pos, parser.current_entry_key, parser.current_field_name
    expected = str(error).split(": ", 1)[-1]
    following = chunk[at : at + 1]
    if not key and "entry key" in expected and following in (",", "}", ")"):
        return at, _NO_KEY
    if "'('" in expected:
        return at, "write '{' and a key behind the type, as in @article{smith2020,"
    if key and not parser.current_fields and following == "=" and not field:
        return 0, _NO_KEY
    if not field and expected in _CLOSING:
        expected = f"expected {'a comma or a field such as title = {...}' if key else 'its end'}"
    elif field:
        expected = _wrong_at(field, chunk[:at].rstrip()[-1:], expected)
    rest = chunk[at : at + _MOST_QUOTED].split("\n")[0].strip()
    is_open = rest and expected.startswith("expected")
    return at, f"{expected}, not {quoted(rest)}" if is_open else expected


def _wrong_at(field: str, before: str, expected: str) -> str:
    """``before`` is the last character that could be read."""
    if expected == "'=' expected":
        return f"expected '=' behind '{field}'"
    if expected == "field value expected":
        return f"'{field}' has no value: write {field} = {{...}}, or take it out"
    if expected == "unbalanced braces":
        return f"a brace in '{field}' has no partner, or its closing quote is missing"
    if expected not in _CLOSING:
        return expected
    if before == '"':
        return f"a quote ends the value of '{field}' too soon: write {field} = {{...}} with braces"
    if before == "}":
        return f"expected a comma behind the value of '{field}'"
    return f"the value of '{field}' needs braces: write {field} = {{...}}"
