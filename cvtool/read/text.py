"""YAML or JSON text -> plain data, and where in the text each piece stands.

Scalars stay the text that was written (``3.90`` is not ``3.9``, ``no`` is not ``False``); the
models know what type each field has. Only the user's own ``x-`` keys are typed, as in JSON.
"""

from __future__ import annotations

import math
import re
from codecs import BOM_UTF8
from collections.abc import Mapping
from itertools import pairwise, takewhile
from typing import Any

from ..bib.latex import unknown_commands
from ..model.inline import unspaced
from ..model.later import NamedTuple, pattern
from ..model.memory import remembered, remembers
from ..model.problems import (
    DIRECTIONS,
    ERROR,
    FORBIDDEN,
    WARNING,
    Path,
    Problem,
    named,
    quoted,
    without_direction,
)
from ..model.prose import BULLETS
from . import Mark, Marks, Plain
from .syntax import DEEPEST, ESCAPED, TOO_DEEP, Place, TreeNode, UnusableError, compose

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER = pattern(r"-?(0|[1-9][0-9]{0,99})")
_NUMBER = pattern(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_TAG = pattern(r"[ \t]+(#[^\s#].*)")
"""A comment that looks like a part of the text before it: people put a space behind the sign."""
_LISTED = pattern(
    rf"[ \t]*([-*+>|{BULLETS}]|\d{{1,9}}[.)]|#{{1,6}})[ \t]|[ \t]*(`{{3}}|~{{3}})|.*\\$"
)
_INSIDE = pattern(r"[ \t]*[^\s#]")
_COMMAND = pattern(r"\$(?![\s$])(?:[^\\$]|\\\\)*(\\[A-Za-z]+)(?![A-Za-z])(?=[^$]*(?<!\s)\$(?!\d))")
"""The first backslash of mathematics that stands alone, as YAML wants none in double quotes."""
_BREAKS = dict.fromkeys((0x85, 0x2028, 0x2029), " ")
"""What ends a line for YAML 1.1 alone, and for some of those who read what comes of it."""
_MAIN_KEY = pattern(r"^[A-Za-z][\w-]*:(?=\s)", re.MULTILINE)
_MARK = pattern(r"^(?:---|\.\.\.|%)", re.MULTILINE)
"""Of documents, and of what is said of them."""
_ANCHOR = pattern(r"(?<!\S)&([\w-]+)")
_ONLY_COMMENTS = pattern(r"(?:[ \t]*(?:#.*)?\n)*")
_NEAR = 4
"""So many signs at the end of a line tell it from others."""
_MOST_NODES = 200_000
_MOST_TEXT = 1_000_000
_EMPTY: tuple[Any, ...] = (None, "", [], {})

Data = dict[str, Any]


def decode(data: bytes, file: str) -> tuple[str, list[Problem]]:
    """UTF-8 bytes (a byte order mark is allowed) as text, or a problem at the first bad byte."""
    line = column = 1
    wrong = "this is UTF-16"
    if data[:2] not in (b"\xff\xfe", b"\xfe\xff") and b"\0" not in data[:2]:
        data = data.removeprefix(BOM_UTF8)
        try:
            return data.decode(), []
        except UnicodeDecodeError as error:
            before = _unix(data[: error.start].decode(errors="replace"))
            line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
            wrong = f"byte 0x{data[error.start]:02x} is not UTF-8"
    message = f"{wrong}: save the file with encoding UTF-8"
    return "", [Problem((), message, file=file, line=line, column=column)]


def read_plain(text: str, file: str) -> tuple[Plain, list[Problem]]:
    """The plain data, and what is wrong with the text. The data of an unreadable one is ``None``.

    The text of a file named ``.json`` is JSON; other text is YAML, which JSON may be, too.
    Duplicate keys are left out.
    """
    text = _unix(text).translate(_BREAKS)
    if remembers() and (found := _in_parts(text, file)):
        return found, []
    builder = _Builder(file, _MOST_TEXT + 10 * len(text))
    builder.refuse_characters(text)
    text = FORBIDDEN.sub("\ufffd", text) if builder.problems else text
    data, is_json = None, False
    try:
        root, is_json = compose(text, file)
        builder.lines, builder.is_json = [] if is_json else text.split("\n"), is_json
        data = None if root is None else builder.build(root, ())
    except UnusableError as error:
        builder.report((), str(error), error.place)
    marks = Marks(file, builder.places, text.split("\n"))
    return Plain(data, marks, is_json), builder.problems


Places = Mapping[str, Mapping[Path, Mark]]
"""Where each main key, and all below it, stands."""


class _Part(NamedTuple):
    """A main key and what it says, or several; their lines count from the first."""

    data: Data
    places: Places


def _in_parts(text: str, file: str) -> Plain | None:
    """The same of YAML in which nothing is odd, where main keys that are there as before are found
    again; ``None`` for what cannot be read so."""
    starts = [found.start() for found in _MAIN_KEY.finditer(text)]
    head, is_json = text[: starts[0] if starts else 0], file.lower().endswith(".json")
    if not starts or is_json or not _ONLY_COMMENTS.fullmatch(head) or _MARK.search(text):
        return None
    line = head.count("\n")
    data, parts = Data(), dict[str, Mapping[Path, Mark]]()
    places: dict[Path, Mark] = {(): Mark((), line + 1, 1)}
    for start, end in pairwise([*_apart(text, starts), len(text)]):
        part = _part(text[start:end])
        if not part or not data.keys().isdisjoint(part.data) or len(places) > _MOST_NODES:
            return None
        data |= part.data
        for key, inside in _moved(part, line).items():
            parts[key] = inside
            places.update(inside)
        line += text.count("\n", start, end)
    return Plain(data, Marks(file, places, text.split("\n"), parts=parts))


def _apart(text: str, starts: list[int]) -> list[int]:
    """Those of the starts between which no alias refers to what stands before."""
    found = ((each.start(), text.rfind(f"*{each[1]}")) for each in _ANCHOR.finditer(text))
    spans = [(first, last) for first, last in found if last > first]
    return [each for each in starts if not any(first < each <= last for first, last in spans)]


@remembered
def _part(text: str) -> _Part | None:
    builder = _Builder("", 10 * len(text))
    builder.refuse_characters(text)
    builder.lines = text.split("\n")
    try:
        root, _ = compose(text, "")
        data = root and builder.build(root, ())
    except UnusableError:
        return None
    if builder.problems or not isinstance(data, dict):
        return None
    places: dict[str, dict[Path, Mark]] = {key: {} for key in data}
    for path, mark in builder.places.items():
        if path:
            places[str(path[0])][path] = mark
    return _Part(data, places)


@remembered
def _moved(part: _Part, lines: int) -> Places:
    return {
        key: {path: Mark(path, mark.line + lines, mark.column) for path, mark in inside.items()}
        for key, inside in part.places.items()
    }


def _unix(text: str) -> str:
    """The text with line breaks as Unix has them."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class _Builder:
    def __init__(self, file: str, most: int) -> None:
        self.file = file
        self.left = most
        self.places: dict[Path, Mark] = {}
        self.problems: list[Problem] = []
        self.count = 0
        self.around: set[int] = set()
        self.lines: list[str] = []
        self.is_json = False

    def build(self, node: TreeNode, path: Path, typed: bool = False) -> Any:
        self.count += 1
        if self.count > _MOST_NODES:
            self.refuse(node, f"more than {_MOST_NODES:,} values: aliases multiply")
        if self.left < 0:
            self.refuse(node, "far more text than the file has: aliases multiply")
        if len(path) > DEEPEST:
            self.refuse(node, TOO_DEEP)
        if id(node) in self.around:
            self.refuse(node, "what an anchor (&) names must not hold its own alias (*)")
        if path not in self.places:
            self.places[path] = Mark(path, *node.place)
        self.around.add(id(node))
        found = self.value(node, path, typed)
        self.around.discard(id(node))
        return found

    def refuse(self, node: TreeNode, why: str) -> None:
        raise UnusableError(why, node.place)

    def value(self, node: TreeNode, path: Path, typed: bool) -> Any:
        if node.is_mapping:
            return self.mapping(node, path, typed)
        if node.items is not None:
            items = enumerate(node.items)
            return [self.build(item, (*path, index), typed) for index, item in items]
        self.warn_of_comment(node, path)
        text = self.text(node, path, self.places[path][1:3])
        if not typed and (lines := self.unfolded(node)):
            return FORBIDDEN.sub("\ufffd", DIRECTIONS.sub("", lines))
        return _scalar(node.style, text if typed else self.unspaced(node, text), typed)

    def unspaced(self, node: TreeNode, text: str) -> str:
        """The text without the blanks that YAML makes of the ends of lines amid Chinese."""
        (start, left), (end, right) = node.start, node.end
        if node.style == "|" or start == end or text.isascii() or not self.lines:
            return text
        lines = self.lines[start : end + 1]
        if node.style != ">":
            quote = len(node.style)
            lines[-1] = lines[-1][: right - quote]
            lines[0] = lines[0][left + quote :]
        found, done = [], 0
        for before, after in pairwise(map(str.strip, lines)):
            ends = f"{before[-_NEAR:]}\n{after[:_NEAR]}"
            if (joined := unspaced(ends)) == ends:
                continue
            if (at := text.find(ends.replace("\n", " "), done)) < 0:
                break  # YAML keeps the ends of lines with a larger margin
            found += [text[done:at], joined[: len(joined) - len(after[:_NEAR])]]
            done = at + len(before[-_NEAR:]) + 1
        return "".join([*found, text[done:]])

    def unfolded(self, node: TreeNode) -> str:
        """The lines of a text that YAML folds into one, where a list or the like stands in them."""
        (start, left), (end, right) = node.start, node.end
        if (node.style or ">") != ">" or start == end or not self.lines:
            return ""
        lines = self.lines[start + 1 : end]
        head = []
        if not node.style:
            head = [self.lines[start][left:]]
            lines.append(self.lines[end][:right])
        return "\n".join([*head, *_dedented(lines)]) if any(map(_LISTED.match, lines)) else ""

    def mapping(self, node: TreeNode, path: Path, typed: bool) -> dict[str, Any]:
        result: Data = {}
        for key_node, value_node in node.pairs:
            place = key_node.place
            if key_node.items is not None:
                self.report(path, "a key must be a word, not a list or a mapping", place)
                continue
            key = self.text(key_node, path, place)
            inner = (*path, key)
            if key in result:
                lines = f"on line {self.places[inner].line} and on line {place[0]}"
                message = f"duplicate key: it stands {lines}; keep one"
                if self.is_json and self.is_settled(result, key, value_node, inner):
                    self.report(inner, f"{message}: one says nothing more", place, WARNING)
                else:
                    self.report(inner, message, place)
                continue
            self.places[inner] = Mark(inner, *place)
            result[key] = self.build(value_node, inner, typed or key.startswith("x-"))
        return result

    def is_settled(self, result: Data, key: str, node: TreeNode, path: Path) -> bool:
        """Whether one of two values says nothing, or the same; the other is kept."""
        places, self.places = self.places, {path: self.places[path]}
        value = self.build(node, path, key.startswith("x-"))
        inside, self.places = self.places, places
        if result[key] in _EMPTY and value not in _EMPTY:
            result[key] = value
            self.places |= inside
            return True
        return value in (*_EMPTY, result[key])

    def text(self, node: TreeNode, path: Path, place: Place) -> str:
        """What the scalar says; an escape such as ``\\0`` can put in what no file may hold."""
        text = node.text
        self.left -= len(text)
        if text.isprintable() and "$" not in text:
            return text
        found = FORBIDDEN.search(text)
        if node.style == '"' and self.lines and (found or self.is_torn(node)):
            self.report(path, ESCAPED, place)
        elif found:
            self.report(path, _forbidden(found[0]), place)
        if found := DIRECTIONS.search(text):
            self.report(path, without_direction(found[0]), place, WARNING)
        return FORBIDDEN.sub("\ufffd", DIRECTIONS.sub("", text.translate(_BREAKS)))

    def is_torn(self, node: TreeNode) -> bool:
        """Whether an escape took the beginning of a command of LaTeX: a tab and ``au`` of tau."""
        if "$" not in node.text:
            return False
        (start, left), (end, right) = node.start, node.end
        if start == end:
            written = self.lines[start][left:right]
        else:
            written = "\n".join([*self.lines[start:end], self.lines[end][:right]])[left:]
        commands = (found[1] for found in _COMMAND.finditer(written))
        return any(not unknown_commands(f"${command}$") for command in commands)

    def warn_of_comment(self, node: TreeNode, path: Path) -> None:
        """A text without quotes ends before `` #``, and who writes ``#1`` may not know."""
        line, column = node.end
        if node.style or line >= len(self.lines):
            return
        if "#" in self.lines[line] and (found := _TAG.match(self.lines[line], column)):
            message = (
                f"{quoted(found[1].rstrip())} is a comment in YAML: put quotes around the whole "
                "text to keep it, or a space behind the # if it is meant as one"
            )
            self.report(path, message, (line + 1, found.start(1) + 1), WARNING)

    def refuse_characters(self, text: str) -> None:
        """One problem a line: a file that is no text would have thousands."""
        for index, line in enumerate(text.split("\n")):
            if found := None if line.isprintable() else FORBIDDEN.search(line):
                self.report((), _forbidden(found[0]), (index + 1, found.start() + 1))

    def report(self, path: Path, message: str, place: Place, level: str = ERROR) -> None:
        self.problems.append(Problem(path, message, level, self.file, *place))


def _dedented(lines: list[str]) -> list[str]:
    """The lines without their common margin, up to a comment that stands outside of it."""
    margin = min(
        (len(each) - len(each.lstrip()) for each in lines if _INSIDE.match(each)), default=0
    )
    found = takewhile(lambda each: not each.strip() or each[:margin].isspace(), lines)
    return [each[margin:] for each in found]


def _forbidden(char: str) -> str:
    return f"{named(char)} is not allowed: delete it"


def _scalar(style: str, text: str, typed: bool) -> Any:
    if style:
        return text if typed else text.strip("\n")
    if text in _NULL:
        return None
    if not typed:
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    if _NUMBER.fullmatch(text) and math.isfinite(number := float(text)):
        return number
    return _BOOL.get(text, text)
