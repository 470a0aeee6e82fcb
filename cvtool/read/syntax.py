"""YAML or JSON text -> nodes with their marks, and what a parser says of broken text, in words that
tell what to write instead.

JSON is YAML but for tabs in the indentation and for escapes such as ``\\ud83d\\ude00``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ..model.later import NamedTuple, pattern

if TYPE_CHECKING:
    import yaml

DEEPEST = 60
TOO_DEEP = f"nested more than {DEEPEST} levels deep: make it flatter"
ESCAPED = "a backslash between double quotes has a meaning: use single quotes"

_QUOTE = "put quotes around a text that begins with"
_TOKEN = pattern(r'"(?:[^"\\]|\\.)*"|[{}\[\]]|[-+.\w]+|\n')


Place = tuple[int, int]
"""A line and a column, from 1."""


class TreeNode:
    """A text, or a list of nodes, or a mapping, which is a list of pairs of them; where it begins
    and ends, counted from 0.

    ``style`` is the sign that a text is written with, if any.
    """

    __slots__ = ("end", "is_mapping", "items", "start", "style", "text")

    def __init__(self, start: Place, end: Place, text: str = "", style: str = "") -> None:
        self.start, self.end, self.text, self.style = start, end, text, style
        self.items: list[TreeNode] | None = None
        self.is_mapping = False

    @property
    def pairs(self) -> Iterator[tuple[TreeNode, TreeNode]]:
        inside = iter(self.items or ())
        return zip(inside, inside, strict=True)

    @property
    def place(self) -> Place:
        """Where it begins."""
        return self.start[0] + 1, self.start[1] + 1


class UnusableError(Exception):
    """Why there is no data at all, and where."""

    def __init__(self, message: str, place: Place = (1, 1)) -> None:
        super().__init__(message)
        self.place = place


def compose(text: str, file: str) -> tuple[TreeNode | None, bool]:
    """The root node, and whether the text is JSON, as that of a file named ``.json`` must be.

    Raises ``UnusableError`` for a text that is neither, or nested too deeply.
    """
    try:
        if file.lower().endswith(".json") and text.strip():
            return _json(text), True
        if text.lstrip().startswith("{"):
            with suppress(ValueError):
                return _json(text), True
        return _yaml(text), False
    except json.JSONDecodeError as error:
        advice = (message for said, message in _JSON_ADVICE.items() if said in error.msg)
        message = f"not JSON: {next(advice, error.msg)}"
        raise UnusableError(message, (error.lineno, error.colno)) from None
    except RecursionError:
        raise UnusableError(TOO_DEEP) from None


def _yaml(text: str) -> TreeNode | None:
    import yaml  # late, for JSON goes without

    maker = _NodeMaker()
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            maker.take(event)
        if maker.wrong:
            what, mark = maker.wrong
            raise yaml.MarkedYAMLError(problem=what, problem_mark=mark)
    except yaml.MarkedYAMLError as error:
        raise _not_yaml(error, text) from None
    return maker.root


class _NodeMaker:
    """Makes nodes of the events of YAML's parser."""

    def __init__(self) -> None:
        self.root: TreeNode | None = None
        self.open: list[TreeNode] = []
        self.anchors: dict[str, TreeNode] = {}
        self.wrong: tuple[str, Any] | None = None
        self.documents = 0

    def take(self, event: Any) -> None:
        """Raises ``UnusableError`` for what has a tag, or is too deep."""
        kind, mark = type(event).__name__, event.start_mark
        if kind in ("SequenceEndEvent", "MappingEndEvent"):
            self.open.pop()
        elif kind == "DocumentStartEvent":
            self.documents += 1
            if self.documents == 2:
                self.refuse("found another document", mark)
        elif kind == "AliasEvent":
            if event.anchor in self.anchors:
                self.put(self.anchors[event.anchor])
            else:
                self.refuse("found undefined alias", mark)
                self.put(_node(event))
        elif kind in ("ScalarEvent", "SequenceStartEvent", "MappingStartEvent"):
            self.begin(event, kind)

    def begin(self, event: Any, kind: str) -> None:
        node = _node(event)
        if kind == "ScalarEvent":
            node.text, node.style = event.value, event.style or ""
        elif len(self.open) == DEEPEST:
            raise UnusableError(TOO_DEEP, node.place)
        if event.tag and event.tag != "tag:yaml.org,2002:str":
            raise UnusableError(f"{_QUOTE} '!'", node.place)
        if event.anchor in self.anchors:
            self.refuse("found duplicate anchor", event.start_mark)
        if event.anchor:
            self.anchors[event.anchor] = node
        self.put(node)
        if kind != "ScalarEvent":
            node.items, node.is_mapping = [], kind == "MappingStartEvent"
            self.open.append(node)

    def put(self, node: TreeNode) -> None:
        if self.open:
            assert self.open[-1].items is not None
            self.open[-1].items.append(node)
        elif self.documents == 1:
            self.root = node

    def refuse(self, what: str, mark: Any) -> None:
        """What the parser says of the rest of the text is said first."""
        self.wrong = self.wrong or (what, mark)


def _node(event: Any) -> TreeNode:
    start, end = event.start_mark, event.end_mark
    return TreeNode((start.line, start.column), (end.line, end.column))


def _json(text: str) -> TreeNode:
    """The root node of JSON."""
    json.loads(text, parse_int=str, parse_float=str)
    tokens = _tokens(text)
    return _of_json(*next(tokens), tokens)


_Token = tuple[str, Place]


def _tokens(text: str) -> Iterator[_Token]:
    """The tokens that carry meaning once the text is known to be JSON: no commas, no colons."""
    line, start = 0, 0
    for match in _TOKEN.finditer(text):
        if match[0] == "\n":
            line, start = line + 1, match.end()
        else:
            yield match[0], (line, match.start() - start)


def _of_json(token: str, at: Place, rest: Iterator[_Token]) -> TreeNode:
    node = TreeNode(at, at)
    if token in ("[", "{"):
        node.items, node.is_mapping = [*_until("]" if token == "[" else "}", rest)], token == "{"
    elif token.startswith('"'):
        node.text, node.style = json.loads(token), '"'
    else:
        node.text = token
    return node


def _until(closing: str, rest: Iterator[_Token]) -> Iterator[TreeNode]:
    for token, at in rest:
        if token == closing:
            return
        yield _of_json(token, at, rest)


class _Advice(NamedTuple):
    """``said`` is found in the parser's words; ``at_start`` places it where the thing begins."""

    said: str
    message: str
    at_start: bool = False


_UNFIT = "this does not fit what stands above: check the indentation"
_ADVICE = (
    _Advice("another document", "a second document begins here: delete the line '---'"),
    _Advice("undefined alias", f"{_QUOTE} '*'"),
    _Advice("while scanning an alias", f"{_QUOTE} '*'"),
    _Advice("while scanning an anchor", f"{_QUOTE} '&'"),
    _Advice("while scanning a tag", f"{_QUOTE} '!'", at_start=True),
    _Advice("while parsing a tag", f"{_QUOTE} '!'", at_start=True),
    _Advice("undefined tag handle", f"{_QUOTE} '!'"),
    _Advice("block scalar", f"{_QUOTE} '>' or '|', or go on below that sign"),
    _Advice("escape", ESCAPED),
    _Advice("while scanning a quoted scalar", "this quote is never closed", at_start=True),
    _Advice("could not find expected ':'", "expected a key and a colon: 'key: value'", True),
    _Advice("flow sequence", "a '[' that is not closed, or a comma is missing", at_start=True),
    _Advice("flow mapping", "a '{' that is not closed, or a comma is missing", at_start=True),
    _Advice("'-' indicator", "expected '- ' as in the lines above: check the indentation"),
    _Advice("directive", "a line may not begin with '%'"),
    _Advice("incompatible YAML", "delete the line that begins with '%'"),
    _Advice("expected key", _UNFIT),
    _Advice("sequence entries are not", "a list begins on a line of its own; or quote the text"),
    _Advice("mapping keys are not", f"{_QUOTE} '?'"),
    _Advice("document start", "further left than the file begins: put main keys in column 1"),
    _Advice("flow node", "this cannot stand inside [ ] or { }: close them before it, or quote it"),
    _Advice("node content", _UNFIT),
    _Advice("unexpected ':'", "put a space behind the colon, or quotes around the text"),
)
_SPECIAL = pattern(r"\s*(?:-\s+)*(?:[^\s:]+:\s+)?(['\"\[{*&])")


def _not_yaml(error: yaml.MarkedYAMLError, text: str) -> UnusableError:
    said = " ".join(part for part in (error.context, error.problem) if part)
    advice = next((each for each in _ADVICE if each.said in said), None)
    mark = error.problem_mark or error.context_mark
    if advice and advice.at_start and error.context_mark:
        mark = error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.split("\n")
    if line >= len(lines):
        line, column = len(lines) - 1, len(lines[-1])
    written = lines[line]
    indentation = written[: len(written) - len(written.lstrip())]
    if "\t" in indentation:
        column = indentation.index("\t")
        message = "a tab in the indentation: YAML takes spaces only"
    else:
        is_end = not "".join([written[column:], *lines[line + 1 :]]).strip()
        message = _message(said, advice, written, column, is_end)
    return UnusableError(message, (line + 1, column + 1))


def _message(said: str, advice: _Advice | None, written: str, column: int, is_end: bool) -> str:
    char = written[column : column + 1]
    if "cannot start any token" in said or ("block node" in said and char in ("]", "}", ",")):
        return f"{_QUOTE} '{char}'"
    if "flow node" in said and is_end:
        return "a '[' or '{' above is never closed"
    if "mapping values are not allowed" in said:
        if re.search(r":\s.*:(\s|$)", written):
            return "put quotes around a text that holds ': '"
        return "this line is indented too far for a key: align it with the key above"
    is_behind = "expected key" in said or "'-' indicator" in said
    if is_behind and (begin := _SPECIAL.match(written)) and begin.start(1) < column:
        return f"put quotes around the whole of a text that begins with {begin[1]}"
    return advice.message if advice else "not YAML: check the quotes and colons here and above"


_JSON_ADVICE = {
    "',' delimiter": "expected a comma before this",
    "':' delimiter": "expected a colon behind the key",
    "trailing comma": "take out this comma, for nothing follows it",
    "property name": "expected a key in double quotes, or no comma before this",
    "value": "expected a value; a text stands in double quotes",
    "Extra data": "the last bracket closed above: take out what follows",
    "Unterminated": "this quote is never closed",
    "control character": "write \\n for a line break, \\t for a tab",
    "escape": "write \\\\ for a backslash",
}
