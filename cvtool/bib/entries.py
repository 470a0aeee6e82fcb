"""The text of a .bib file as raw entries: pybtex reads each, and a broken one costs only itself.

pybtex loses everything behind a missing brace, and reads as live what stands behind a ``%`` or in
an ``@comment{...}``. So the text is cut at the entries first, and pybtex sees them one at a time.
Source: "BibTeXing" (Patashnik, 1988) for the grammar, biber for ``%`` between fields.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cached_property

from ..model.later import dataclass, pattern
from ..model.memory import for_each
from ..model.problems import quoted
from .chunk import (
    BETWEEN,
    MADE_KEY,
    NO_ENTRIES,
    Broken,
    Fault,
    ParsedEntry,
    filled,
    parse,
    written_out,
)
from .fields import ENTRY_TYPES

_AT = pattern(r"(?<![\w.])@[ \t]*([A-Za-z][\w+.-]*)\s*([{(])?")
_HEAD = pattern(r"@[ \t]*([A-Za-z][\w+.-]*)\s*[{(]")
_LEFT_OVER = pattern(r"\s*,\s*[A-Za-z][\w+:-]*\s*=\s*[{\"\d]")
_MACRO = pattern(r"(?<=[=#])\s*([^\s\"#%'(),={}]+)")
_FIELD = pattern(r"([^\s\"#%'(),={}]+)\s*=")
_BRACE = pattern(r"[{}]")
_WIDEST = 1 << 15
_MOST_WIDE = 10


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
    return [*reader.entries()], reader.faults


def _begins_line(text: str, at: int) -> bool:
    return not text[text.rfind("\n", 0, at) + 1 : at].strip(" \t")


class _Cutter:
    """Cuts the text into entries; ``resumed`` is where it goes on from."""

    def __init__(self, text: str, strings: dict[str, str]) -> None:
        self.text = text = text.replace(BETWEEN, " ")
        self.kept: list[tuple[ParsedEntry, int, str]] = []
        self.faults: list[Fault] = []
        self.preambles: list[str] = []
        self.undefined: dict[str, list[int]] = {}
        self.macros = Macros(strings, 1_000_000 + 10 * len(text))
        heads = [each for each in _HEAD.finditer(text) if _begins_line(text, each.start())]
        self.heads = [each.start() for each in heads]
        ends = [*self.heads[1:], len(text)]
        spans = [
            (each.start(), end)
            for each, end in zip(heads, ends, strict=False)
            if each[1].lower() != "comment" and end - each.start() <= _WIDEST
        ]
        self.parsed = dict(zip(spans, for_each(parse, [text[a:b] for a, b in spans]), strict=True))
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

    def leave_out(self, found: re.Match[str], broken: Broken) -> None:
        """An ``@string`` that is lost is no publication lost."""
        is_entry = found[1].lower() not in NO_ENTRIES
        name = quoted(broken.key) if broken.key else "an entry"
        what = f"{name} is left out" if is_entry else f"this @{found[1]} is not read"
        self.fault(found.start() + broken.offset, f"{what}: {broken.reason}", is_entry)

    def comment(self, found: re.Match[str]) -> int:
        if found[2] == "{":
            if end := self.closings.get(found.end() - 1):
                return end
            self.fault(found.start(), "this @comment is not closed and ends with its line: add '}'")
        return self.line_end(found.end())

    def entry(self, found: re.Match[str]) -> int:
        start, inside = found.span()
        following = bisect_left(self.heads, inside)
        limit = self.heads[following] if following < len(self.heads) else len(self.text)
        if limit - start > _WIDEST:
            limit = self.closed(inside - 1, _WIDEST) or limit
        parsed = self.parse_wide(start, inside - 1, limit)
        if isinstance(parsed, Broken):
            self.leave_out(found, parsed)
            return self.closed(inside - 1, limit - inside + 1) or limit
        self.keep(parsed, start)
        end = start + parsed.end
        if _LEFT_OVER.match(self.text, end):
            self.fault(end, "the fields from here on are lost: a '}' too many ends the entry here")
        return end

    def parse_wide(self, start: int, brace: int, limit: int) -> ParsedEntry | Broken:
        """Parses up to ``limit``, or past it where a value holds what looks like an entry."""
        parsed = self.parsed.get((start, limit)) or parse(self.text[start:limit])
        if isinstance(parsed, ParsedEntry):
            return parsed
        end = self.closed(brace, _WIDEST) if parsed.is_unclosed else 0
        self.wide -= end - start if end else 0
        if end <= limit or self.wide < 0:
            return parsed
        wide = parse(self.text[start:end])
        return wide if isinstance(wide, ParsedEntry) else parsed

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

    def places(
        self, parsed: ParsedEntry, start: int, pattern: re.Pattern[str]
    ) -> dict[str, list[int]]:
        """Where each name is in the entry that the pattern's group finds."""
        found: dict[str, list[int]] = {}
        for each in pattern.finditer(self.text, start, start + parsed.end):
            found.setdefault(each[1].lower(), []).append(each.start(1))
        return found

    def keep(self, parsed: ParsedEntry, start: int) -> None:
        said = [self.macros[each] for each in parsed.macros]
        if parsed.command == "string":
            self.macros[parsed.key] = "".join(value for _, value in written_out(parsed, said))
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
            self.preambles += (value for _, value in written_out(parsed, said))
        if parsed.command in NO_ENTRIES:
            return
        self.kept.append((parsed, start, BETWEEN.join(said)))

    def entries(self) -> Iterator[RawEntry]:
        """Those that were kept; a fault is what one of them says twice."""
        columns = [parsed for parsed, _, _ in self.kept], [said for *_, said in self.kept]
        found = zip(self.kept, for_each(filled, *columns), strict=True)
        for (parsed, start, _), (fields, twice) in found:
            key = "" if parsed.key == MADE_KEY else parsed.key
            names = self.places(parsed, start, _FIELD) if twice else {}
            for name in twice:
                at = [*names.get(name, ()), start, start][1]
                who = "it" if key else "this entry"
                what = f"{who} has two fields '{name}': the first one counts; take one out"
                self.faults.append(Fault(at, what, key=key))
            yield RawEntry(parsed.command, key, fields, start, start + parsed.end)


class Macros(dict[str, str]):
    """The ``@string`` macros by their names in lower case, and the months, which BibTeX's styles
    define; an unknown one stands for its own name.

    ``unknown`` are the names of those. ``left`` bounds how many characters all of them write, for
    one may hold another twice, and so on: once it is below zero, they write nothing.
    """

    def __init__(self, known: Mapping[str, str], left: int) -> None:
        from pybtex.database.input.bibtex import month_names

        names = {name.lower(): name for name in month_names.values()}
        super().__init__({**names, **month_names, "sept": "September", **known})
        self.unknown: list[str] = []
        self.left = left

    def __getitem__(self, name: str) -> str:
        value = self.get(name.lower())
        if value is None:
            self.unknown.append(name)
            return name
        self.left -= len(value)
        return value if self.left >= 0 else ""

    def __setitem__(self, name: str, value: str) -> None:
        super().__setitem__(name.lower(), value)

    def clear(self) -> None:
        """Leaves all of them empty."""
        self.update(dict.fromkeys(self, ""))
        self.left = sys.maxsize
