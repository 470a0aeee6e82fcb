"""Patterns: how a line is made of parts, so that an empty part leaves no trace of itself.

    [{name}]({url}), {organization} ({when}): {keywords| · }

A part is ``{name}``, or ``{name| · }`` with what stands between its values. The text in front of it
is its separator: it falls away with the part, and where nothing stands before it. In front of the
first part and behind the last one the text belongs to the whole, and so it does at both ends of a
group, as in ``{No. {number}}``. Round brackets fall away where nothing is in them, or nothing
before them. ``*emphasis*``, ``**strong**``; a link without an address is its words alone. A
backslash takes the meaning from a sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from functools import lru_cache

from ..model.inline import (
    Code,
    Emph,
    Inline,
    Inlines,
    Link,
    Strong,
    Text,
    in_runs,
    join,
    without,
)
from ..model.later import dataclass, pattern
from ..model.scripts import is_wide

Value = str | Inlines | list[str] | list[Inlines]
"""What a part says: plain text, a text with markup, or several of them in a list."""
Values = Mapping[str, Value]

_CLOSING = {"{": "}", "(": ")", "（": "）", "[": "]", "*": "*", "**": "**"}
_BRACKETS = ("(", "（")
_SIGNS = "\\{}[]()（）*"
_PART = pattern(r"\{([A-Za-z][\w-]*)(?:\|((?:\\.|[^\\{}])*))?\}", re.DOTALL)
_ADDRESS = pattern(r"\(\{([A-Za-z][\w-]*)\}\)")
_ESCAPED = pattern(r"\\(.)", re.DOTALL)
_DEEPEST = 20
_STOPS = frozenset(".。।")
_ENDS = (*_STOPS, "!", "?", "！", "？", "؟", "…")


class PatternError(ValueError):
    """What is wrong with a pattern, and in which column (from 1)."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(f"{message} (column {at + 1})")


@dataclass(frozen=True, slots=True)
class Part:
    """A part by its name; ``between`` parts its values, ``None`` as lists do in the language."""

    name: str
    between: str | None = None
    at: int = field(default=0, compare=False, repr=False)

    def __str__(self) -> str:
        joined = "" if self.between is None else f"|{_escaped(self.between)}"
        return f"{{{self.name}{joined}}}"

    def names(self) -> Iterator[tuple[str, int]]:
        yield self.name, self.at

    def fill(self, values: Values, between: str, is_first: bool) -> Inlines:
        value = values.get(self.name, ())
        if isinstance(value, str):
            return _body(value)
        if isinstance(value, list):
            bodies = (_body(each) if isinstance(each, str) else each for each in value)
            return join(between if self.between is None else self.between, bodies)
        return value


@dataclass(frozen=True, slots=True)
class Frame:
    """What is around a pattern inside another: ``sign`` is what it begins with."""

    sign: str
    body: Pattern
    url: str = ""
    at: int = field(default=0, compare=False, repr=False)

    def __str__(self) -> str:
        address = f"({{{self.url}}})" if self.url else ""
        return f"{self.sign}{self.body}{_CLOSING[self.sign]}{address}"

    def names(self) -> Iterator[tuple[str, int]]:
        yield from self.body.names()
        if self.url:
            yield self.url, self.at

    def addresses(self) -> Iterator[tuple[str, int]]:
        yield from self.body.addresses()
        if self.url:
            yield self.url, self.at

    def fill(self, values: Values, between: str, is_first: bool) -> Inlines:
        body = self.body.fill(values, between)
        if not body or self.sign == "{":
            return body
        if self.sign in _BRACKETS:
            return body if is_first else (Text(self.sign), *body, Text(_CLOSING[self.sign]))
        if self.sign == "[":
            url = values.get(self.url)
            return (Link(without(body, Link), url),) if url and isinstance(url, str) else body
        return (Emph(body),) if self.sign == "*" else (Strong(body),)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Parts and frames, each with the text in front of it, and the text behind the last."""

    items: tuple[tuple[str, Part | Frame], ...]
    end: str = ""

    def __str__(self) -> str:
        """The pattern as it is written."""
        return "".join(f"{_escaped(text)}{item}" for text, item in self.items) + _escaped(self.end)

    def names(self) -> Iterator[tuple[str, int]]:
        """Every part, and where it stands (from 0)."""
        for _, item in self.items:
            yield from item.names()

    def addresses(self) -> Iterator[tuple[str, int]]:
        """The parts to which a link leads, likewise."""
        for _, item in self.items:
            if isinstance(item, Frame):
                yield from item.addresses()

    def fill(self, values: Values, between: str = ", ") -> Inlines:
        """The line of these parts; ``()`` where none of them says anything."""
        body: list[Inline] = []
        for text, item in self.items:
            if shown := item.fill(values, between, not body):
                if body:
                    _say(body, text or _gap(body, shown))
                body += shown
        if not body:
            return ()
        if start := self.items[0][0]:
            body.insert(0, Text(start))
        if self.end:
            _say(body, self.end)
        return in_runs(body)


def _body(text: str) -> Inlines:
    return (Text(text),) if text else ()


def _say(body: list[Inline], text: str) -> None:
    """Adds the text, but no second stop behind the end of a sentence."""
    if text[:1] in _STOPS and _at(body, -1).endswith(_ENDS):
        text = text[1:]
    if text:
        body.append(Text(text))


def _gap(body: Sequence[Inline], shown: Inlines) -> str:
    """A space between parts without a text between them, where else two words would be one."""
    signs = (_at(body, -1)[-1:], _at(shown, 0)[:1])
    return " " if all(each.isalnum() and not is_wide(each) for each in signs) else ""


def _at(body: Sequence[Inline], end: int) -> str:
    """The text at the one or the other end."""
    piece = body[end]
    return piece.text if isinstance(piece, Text | Code) else _at(piece.body, end)


def _escaped(text: str) -> str:
    return "".join(f"\\{char}" if char in _SIGNS else char for char in text)


@lru_cache(maxsize=512)
def parsed(text: str) -> Pattern:
    """The pattern of a text. Raises ``PatternError``."""
    return _Parser(text).pattern("", 0)


@dataclass
class _Parser:
    text: str
    at: int = 0
    depth: int = 0

    def pattern(self, until: str, start: int) -> Pattern:
        """What stands before ``until``, which closes what was opened at ``start``."""
        items: list[tuple[str, Part | Frame]] = []
        before = ""
        while not self.closes(until):
            if self.at == len(self.text):
                if until:
                    raise PatternError(f"'{self.text[start]}' is never closed", start)
                break
            found = self.piece()
            if isinstance(found, str):
                before += found
            else:
                items.append((before, found))
                before = ""
        self.at += len(until)
        return Pattern(tuple(items), before)

    def closes(self, until: str) -> bool:
        if until == "*" and self.text.startswith("**", self.at):
            return self.text.startswith("***", self.at)
        return bool(until) and self.text.startswith(until, self.at)

    def piece(self) -> str | Part | Frame:
        """A part, a frame, or a piece of text."""
        start, sign = self.at, self.text[self.at]
        while self.at < len(self.text) and self.text[self.at] not in _SIGNS:
            self.at += 1
        if self.at > start:
            return self.text[start : self.at]
        if sign == "\\":
            self.at += 2
            if self.at > len(self.text):
                raise PatternError("nothing stands behind the last backslash", start)
            return self.text[self.at - 1]
        if part := _PART.match(self.text, self.at):
            self.at = part.end()
            between = None if part[2] is None else _ESCAPED.sub(r"\1", part[2])
            return Part(part[1], between, start + 1)
        if sign in "}])）":
            raise PatternError(
                f"'{sign}' closes nothing: write \\{sign} for the sign itself", start
            )
        return self.frame("**" if self.text.startswith("**", self.at) else sign)

    def frame(self, sign: str) -> str | Frame:
        start = self.at
        self.at += len(sign)
        self.depth += 1
        if self.depth > _DEEPEST:
            raise PatternError(f"nested more than {_DEEPEST} levels deep: make it flatter", start)
        body = self.pattern(_CLOSING[sign], start)
        self.depth -= 1
        if not body.items:
            if sign in _BRACKETS:
                return f"{sign}{body.end}{_CLOSING[sign]}"
            raise PatternError(f"no part such as {{name}} stands inside '{sign}'", start)
        return self.link(body, start) if sign == "[" else Frame(sign, body)

    def link(self, body: Pattern, start: int) -> Frame:
        address = _ADDRESS.match(self.text, self.at)
        if not address:
            raise PatternError(
                "write a link as [{name}]({url}), and \\[ for the sign itself", start
            )
        self.at = address.end()
        return Frame("[", body, address[1], address.start() + 2)
