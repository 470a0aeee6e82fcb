"""YAML or JSON text -> nodes with their marks, and what a parser says of broken text, in words that
tell what to write instead.

JSON is YAML but for tabs in the indentation and for escapes such as ``\\ud83d\\ude00``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress

import yaml

from ..model.later import NamedTuple, pattern

DEEPEST = 60
TOO_DEEP = f"nested more than {DEEPEST} levels deep: make it flatter"
ESCAPED = "a backslash between double quotes has a meaning: use single quotes"

_QUOTE = "put quotes around a text that begins with"
_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TOKEN = pattern(r'"(?:[^"\\]|\\.)*"|[{}\[\]]|[-+.\w]+|\n')


Place = tuple[int, int]
"""A line and a column, from 1."""


class UnusableError(Exception):
    """Why there is no data at all, and where."""

    def __init__(self, message: str, place: Place = (1, 1)) -> None:
        super().__init__(message)
        self.place = place


def place_of(at: yaml.Node | yaml.Event) -> Place:
    """Where a node begins."""
    mark = at.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def compose(text: str, file: str) -> tuple[yaml.Node | None, bool]:
    """The root node, and whether the text is JSON, as that of a file named ``.json`` must be.

    Raises ``UnusableError`` for a text that is neither, or nested too deeply.
    """
    try:
        if file.lower().endswith(".json") and text.strip():
            return _json(text), True
        if text.lstrip().startswith("{"):
            with suppress(ValueError):
                return _json(text), True
        _check_events(text)
        return yaml.compose(text, Loader=_Loader), False
    except json.JSONDecodeError as error:
        advice = (message for said, message in _JSON_ADVICE.items() if said in error.msg)
        message = f"not JSON: {next(advice, error.msg)}"
        raise UnusableError(message, (error.lineno, error.colno)) from None
    except yaml.MarkedYAMLError as error:
        raise _not_yaml(error, text) from None
    except RecursionError:
        raise UnusableError(TOO_DEEP) from None


def _check_events(text: str) -> None:
    """Refuses what the composer cannot be given: it recurses in C, and drops tags silently."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise UnusableError(TOO_DEEP, place_of(event))
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        tag = getattr(event, "tag", None)
        if tag and tag != "tag:yaml.org,2002:str":
            raise UnusableError(f"{_QUOTE} '!'", place_of(event))


def _json(text: str) -> yaml.Node:
    """The root node of JSON, as YAML's composer would make it."""
    json.loads(text, parse_int=str, parse_float=str)
    tokens = _tokens(text)
    return _node(*next(tokens), tokens)


_Token = tuple[str, yaml.Mark]


def _tokens(text: str) -> Iterator[_Token]:
    """The tokens that carry meaning once the text is known to be JSON: no commas, no colons."""
    line, start = 0, 0
    for match in _TOKEN.finditer(text):
        if match[0] == "\n":
            line, start = line + 1, match.end()
        else:
            column = match.start() - start
            yield match[0], yaml.Mark("", match.start(), line, column, None, 0)


def _node(token: str, mark: yaml.Mark, rest: Iterator[_Token]) -> yaml.Node:
    if token == "[":
        return yaml.SequenceNode("", list(_until("]", rest)), mark, mark)
    if token == "{":
        inside = _until("}", rest)
        return yaml.MappingNode("", list(zip(inside, inside, strict=True)), mark, mark)
    if token.startswith('"'):
        return yaml.ScalarNode("", json.loads(token), mark, mark, style='"')
    return yaml.ScalarNode("", token, mark, mark)


def _until(closing: str, rest: Iterator[_Token]) -> Iterator[yaml.Node]:
    for token, mark in rest:
        if token == closing:
            return
        yield _node(token, mark, rest)


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
