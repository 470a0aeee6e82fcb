"""One entry of a .bib file as pybtex reads it, with what is surely wrong put right.

What is read depends on the text alone, so that one which is there again need not be read again:
macros stay names until the entry takes its place among the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ..model.later import NamedTuple, dataclass, pattern, replace
from ..model.problems import quoted
from .fields import PROSE_FIELDS

NO_ENTRIES = frozenset({"string", "preamble"})
BETWEEN = "\0"
"""Stands between what several macros say, for no text of an entry has it."""
MADE_KEY = "\ue000"
"""Stands for the key of an entry that has none while the entry is read."""

_FIELD_START = pattern(r"\s*[A-Za-z][\w+:-]*\s*=")
_SWALLOWED = pattern(r"(?:,\s*|\n[ \t\r]*)[A-Za-z][\w+:-]*[ \t]*=[ \t]*[{\"\d]")
_OUTSIDE = pattern(r"[{}\"]|%[^\n]*")
_MOST_REPAIRS = 20
_NO_KEY = "it has no key: write one behind the brace, as in @article{smith2020,"
_FOLD = pattern(r"[ \t\r\n]+")
_LINE = pattern(r"\n(?=\S)")
_HEAD = pattern(r"@[ \t]*[A-Za-z][\w+.-]*\s*[{(]\s*")
_KEYLESS = pattern(
    rf"(?!@\s*(?:string|preamble)\b){_HEAD.pattern}(?:,|[A-Za-z][\w+:-]*\s*=)", re.IGNORECASE
)
_SPACED_KEY = pattern(r"@\s*\w+\s*[{(]\s*([^\s,={}\"]+\s[^,={}\"]*),")
_CLOSING = ("'}' expected", "')' expected")
_MOST_QUOTED = 20


class Fault(NamedTuple):
    """What is wrong at an offset of the text, and whether it cost an entry; with the ``key`` of
    the entry where others may have the same, to be told once."""

    offset: int
    message: str
    is_loss: bool = False
    key: str = ""


class Broken(NamedTuple):
    """An entry that cannot be read: the place in it, its key as far as known, and the reason."""

    offset: int
    key: str
    reason: str
    is_unclosed: bool = False


class _Macro(str):
    """The name of one, in the place of what it says."""

    __slots__ = ()


class _Unsaid:
    """Has for each macro its name, whatever is said of any."""

    def __getitem__(self, name: str) -> str:
        return _Macro(name)

    def __setitem__(self, name: str, value: str) -> None:
        pass


@dataclass(frozen=True, slots=True)
class ParsedEntry:
    """An entry, or what else an ``@`` begins, up to the offset ``end``.

    ``key`` is that of an entry, or the name of an ``@string``; ``pairs`` are names and the parts of
    their values, and ``macros`` those in them, in their order. ``repairs`` say what was wrong.
    """

    command: str
    key: str
    pairs: tuple[tuple[str, list[str]], ...]
    end: int
    macros: tuple[str, ...]
    repairs: tuple[Fault, ...] = ()


def parse(chunk: str) -> ParsedEntry | Broken:
    """One entry, missing commas and a missing last brace put in."""
    repairs: list[Fault] = []
    added = 0
    for _ in range(_MOST_REPAIRS):
        found = _attempt(chunk)
        if isinstance(found, ParsedEntry):
            return replace(found, end=found.end - added, repairs=tuple(repairs))
        repaired = _repaired(chunk, found)
        if repaired is None:
            return found
        if fault := repaired.fault:
            repairs.append(Fault(max(fault.offset - added, 0), fault.message))
        chunk, added = repaired.chunk, added + repaired.added
    return _attempt(chunk)


def filled(parsed: ParsedEntry, said: str) -> tuple[dict[str, str], list[str]]:
    """The fields of the entry, with what its macros say one after the other, and the names of those
    that it has once more."""
    fields: dict[str, str] = {}
    twice = []
    for written, value in written_out(parsed, said.split(BETWEEN)):
        name, value = written.lower(), value.strip()
        if name in fields:
            twice.append(name)
        elif value:
            fields[name] = value if name in PROSE_FIELDS else _folded(name, value)
    return fields, twice


def written_out(parsed: ParsedEntry, said: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The names and the values, with what the macros say in them."""
    rest = iter(said)
    for name, parts in parsed.pairs:
        yield name, "".join(next(rest) if type(each) is _Macro else each for each in parts)


def _attempt(chunk: str) -> ParsedEntry | Broken:
    """One entry as it stands."""
    from pybtex.database.input.bibtex import LowLevelParser
    from pybtex.scanner import PrematureEOF, PybtexSyntaxError

    if _KEYLESS.match(chunk):
        return Broken(0, "", _NO_KEY)
    parser = LowLevelParser(chunk, macros=_Unsaid())
    parser.pos = 1
    try:
        command, body = parser.parse_command()
    except PybtexSyntaxError as error:
        return _broken(chunk, parser, isinstance(error, PrematureEOF), error)
    return _parsed(command.lower(), body, parser.pos)


def _parsed(command: str, body: Sequence[Any], end: int) -> ParsedEntry:
    key, *rest = body if command != "preamble" else ("", *body)
    pairs = tuple([(key, *rest)] if command in NO_ENTRIES else rest[0])
    macros = (part for _, parts in pairs for part in parts if type(part) is _Macro)
    return ParsedEntry(command, key, pairs, end, tuple(macros))


def _folded(name: str, value: str) -> str:
    """The value in one line; the lines of a note that begin where lines begin stay apart."""
    if "\n" not in value and "  " not in value and "\t" not in value:
        return value
    lines = _LINE.split(value) if name == "note" else [value]
    return "\n".join(_FOLD.sub(" ", line).rstrip(" ") for line in lines)


def _broken(chunk: str, parser: Any, is_unclosed: bool, error: Exception) -> Broken:
    key = parser.current_entry_key or ""
    if not is_unclosed:
        at, wrong = _reason(chunk, parser, error)
        return Broken(at, "" if wrong == _NO_KEY else key, wrong)
    name = parser.current_field_name
    last = f", perhaps that of {quoted(name)}" if name else ""
    return Broken(0, key, f"a closing brace or quote is missing{last}", is_unclosed=True)


class _Repaired(NamedTuple):
    """The chunk with one thing put right, what to say of it, and how many characters it took."""

    chunk: str
    fault: Fault | None
    added: int


def _repaired(chunk: str, broken: Broken) -> _Repaired | None:
    """The chunk with the one thing put right that is surely wrong; ``None`` for nothing."""
    if "%" in chunk and (bare := _without_comments(chunk)) != chunk:
        return _Repaired(bare, None, 0)
    if broken.reason == _NO_KEY:
        return _with_key(chunk)
    if spaced := _SPACED_KEY.match(chunk):
        key = "-".join(spaced[1].split())
        fault = Fault(spaced.start(1), f"a key holds no spaces: this one is read as {quoted(key)}")
        rest = chunk[spaced.end(1) :]
        return _Repaired(f"{chunk[: spaced.start(1)]}{key}{rest}", fault, len(key) - len(spaced[1]))
    if broken.is_unclosed:
        parsed = _attempt(closed := chunk.rstrip() + "}")
        if isinstance(parsed, Broken):
            return None
        pairs = () if parsed.command in NO_ENTRIES else parsed.pairs
        if any(_SWALLOWED.search("".join(parts)) for _, parts in pairs):
            return None
        who = "this entry" if broken.key == MADE_KEY else quoted(broken.key)
        fault = Fault(0, f"{who} lacks its closing '}}': add it at its end")
        return _Repaired(closed, fault, 1)
    at = broken.offset
    if broken.key and (name := _FIELD_START.match(chunk, at)):
        word = name[0].strip("= \t\n")
        of = "" if broken.key == MADE_KEY else f" of {quoted(broken.key)}"
        fault = Fault(at, f"a comma is missing before {quoted(word)}{of}: add it")
        return _Repaired(f"{chunk[:at]},{chunk[at:]}", fault, 1)
    return None


def _with_key(chunk: str) -> _Repaired | None:
    """The chunk with a stand-in for the key that it lacks."""
    head = _HEAD.match(chunk)
    if not head or chunk[head.end() : head.end() + 1] in ("", "}", ")"):
        return None
    made = MADE_KEY if chunk[head.end()] == "," else f"{MADE_KEY},"
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
