"""YAML or JSON text -> plain data, and where in the text each piece stands.

Scalars stay the text that was written (``3.90`` is not ``3.9``, ``no`` is not ``False``); the
models know what type each field has. Only the user's own ``x-`` keys are typed, as in JSON.
"""

from __future__ import annotations

import json
import math
import re
from contextlib import suppress
from typing import Any

import yaml

from ..model.problems import ERROR, FORBIDDEN, WARNING, Path, Problem, named, quoted
from . import json as readingjson
from .marks import Mark, Marks, Plain
from .syntax import json_problem, yaml_problem

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,99})")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_TAG = re.compile(r"[ \t]+(#[^\s#].*)")
"""A comment that looks like a part of the text before it: people put a space behind the sign."""
_BREAKS_OF_YAML_1_1 = dict.fromkeys((0x85, 0x2028, 0x2029), " ")
_MOST_NODES = 200_000
_DEEPEST = 60


def decode(data: bytes, file: str) -> tuple[str, list[Problem]]:
    """UTF-8 bytes (a byte order mark is allowed) as text, or a problem at the first bad byte."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:2]:
        return "", [Problem((), _save_as_utf_8("this is UTF-16"), file=file, line=1, column=1)]
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", "replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        what = _save_as_utf_8(f"byte 0x{data[error.start]:02x} is not UTF-8")
        return "", [Problem((), what, file=file, line=line, column=column)]


def _save_as_utf_8(wrong: str) -> str:
    return f"{wrong}: save the file with encoding UTF-8"


def read(text: str, file: str) -> tuple[Plain, list[Problem]]:
    """The plain data, and what is wrong with the text. The data of an unreadable one is ``None``.

    The text of a file named ``.json`` is JSON; other text is YAML, which JSON may be, too.
    Duplicate keys are left out.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_BREAKS_OF_YAML_1_1)
    builder = _Builder(file)
    builder.refuse_characters(text)
    text = FORBIDDEN.sub("\ufffd", text)
    data, is_json = None, False
    try:
        root, is_json = _compose(text, file)
        builder.lines = [] if is_json else text.split("\n")
        data = None if root is None else builder.build(root, ())
    except json.JSONDecodeError as error:
        builder.problems.append(json_problem(error, file))
    except yaml.MarkedYAMLError as error:
        builder.problems.append(yaml_problem(error, text, file))
    except RecursionError:
        builder.report((), _TOO_DEEP, (1, 1))
    except _UnusableError as error:
        builder.report((), str(error), _place(error.at))
    return Plain(data, Marks(file, builder.places), is_json), builder.problems


class _UnusableError(Exception):
    """Why there is no data at all."""

    def __init__(self, message: str, at: yaml.Node | yaml.Event) -> None:
        super().__init__(message)
        self.at = at


_TOO_DEEP = f"nested more than {_DEEPEST} levels deep: make it flatter"


def _compose(text: str, file: str) -> tuple[yaml.Node | None, bool]:
    """The root node, and whether the text is JSON."""
    if file.lower().endswith(".json") and text.strip():
        return readingjson.compose(text), True
    if text.lstrip().startswith("{"):
        with suppress(ValueError):
            return readingjson.compose(text), True
    _check_events(text)
    return yaml.compose(text, Loader=_Loader), False


def _check_events(text: str) -> None:
    """Refuses what the composer cannot be given: it recurses in C, and drops tags silently."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST:
                raise _UnusableError(_TOO_DEEP, event)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        tag = getattr(event, "tag", None)
        if tag and tag != "tag:yaml.org,2002:str":
            raise _UnusableError("put quotes around a text that begins with '!'", event)


class _Builder:
    def __init__(self, file: str) -> None:
        self.file = file
        self.places: dict[Path, Mark] = {}
        self.problems: list[Problem] = []
        self.count = 0
        self.around: set[int] = set()
        self.lines: list[str] = []

    def build(self, node: yaml.Node, path: Path, typed: bool = False) -> Any:
        self.count += 1
        if self.count > _MOST_NODES:
            raise _UnusableError(f"more than {_MOST_NODES:,} values: aliases multiply", node)
        if len(path) > _DEEPEST:
            raise _UnusableError(_TOO_DEEP, node)
        if id(node) in self.around:
            raise _UnusableError("what an anchor (&) names must not hold its own alias (*)", node)
        if path not in self.places:
            self.places[path] = Mark(path, *_place(node))
        self.around.add(id(node))
        found = self.value(node, path, typed)
        self.around.discard(id(node))
        return found

    def value(self, node: yaml.Node, path: Path, typed: bool) -> Any:
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path, typed)
        if isinstance(node, yaml.SequenceNode):
            return self.sequence(node, path, typed)
        assert isinstance(node, yaml.ScalarNode)
        self.warn_of_comment(node, path)
        return _scalar(node.style, self.text(node, path, self.places[path][1:]), typed)

    def sequence(self, node: yaml.SequenceNode, path: Path, typed: bool) -> list[Any]:
        items = enumerate(node.value)
        return [self.build(item, (*path, index), typed) for index, item in items]

    def mapping(self, node: yaml.MappingNode, path: Path, typed: bool) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                wrong = "a key must be a word, not a list or a mapping"
                self.report(path, wrong, _place(key_node))
                continue
            key = self.text(key_node, path, _place(key_node))
            inner = (*path, key)
            if key in result:
                self.report_duplicate(inner, key_node)
                continue
            self.places[inner] = Mark(inner, *_place(key_node))
            result[key] = self.build(value_node, inner, typed or key.startswith("x-"))
        return result

    def text(self, node: yaml.ScalarNode, path: Path, place: tuple[int, int]) -> str:
        """What the scalar says; an escape such as ``\\0`` can put in what no file may hold."""
        text = str(node.value)
        if found := FORBIDDEN.search(text):
            self.report(path, _forbidden(found[0]), place)
        return FORBIDDEN.sub("\ufffd", text)

    def warn_of_comment(self, node: yaml.ScalarNode, path: Path) -> None:
        """A text without quotes ends before `` #``, and who writes ``#1`` may not know."""
        line, column = node.end_mark.line, node.end_mark.column
        if node.style or line >= len(self.lines):
            return
        if found := _TAG.match(self.lines[line], column):
            message = (
                f"{quoted(found[1].rstrip())} is a comment in YAML: put quotes around the whole "
                "text to keep it, or a space behind the # if it is meant as one"
            )
            self.report(path, message, (line + 1, found.start(1) + 1), WARNING)

    def refuse_characters(self, text: str) -> None:
        """One problem a line: a file that is no text would have thousands."""
        for index, line in enumerate(text.split("\n")):
            if found := FORBIDDEN.search(line):
                self.report((), _forbidden(found[0]), (index + 1, found.start() + 1))

    def report_duplicate(self, path: Path, node: yaml.Node) -> None:
        first, second = self.places[path].line, _place(node)
        what = f"duplicate key: it stands on line {first} and on line {second[0]}; keep one"
        self.report(path, what, second)

    def report(self, path: Path, message: str, place: tuple[int, int], level: str = ERROR) -> None:
        line, column = place
        self.problems.append(Problem(path, message, level, self.file, line, column))


def _forbidden(char: str) -> str:
    return f"{named(char)} is not allowed: delete it"


def _place(at: yaml.Node | yaml.Event) -> tuple[int, int]:
    mark = at.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _scalar(style: str | None, text: str, typed: bool) -> Any:
    if style:
        return text
    if text in _NULL:
        return None
    return _typed(text) if typed else text


def _typed(text: str) -> Any:
    if text in _BOOL:
        return _BOOL[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _NUMBER.fullmatch(text) and math.isfinite(number := float(text)):
        return number
    return text
