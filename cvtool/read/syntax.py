"""What a parser says of broken YAML or JSON, in words that tell what to write instead."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

import yaml

from ..model.problems import Problem


class _Advice(NamedTuple):
    """``said`` is found in the parser's words; ``at_start`` places it where the thing begins."""

    said: str
    message: str
    at_start: bool = False


_QUOTE = "put quotes around a text that begins with"
_UNFIT = "this does not fit what stands above: check the indentation"
_ADVICE = (
    _Advice("another document", "a second document begins here: delete the line '---'"),
    _Advice("undefined alias", f"{_QUOTE} '*'"),
    _Advice("while scanning an alias", f"{_QUOTE} '*'"),
    _Advice("while scanning an anchor", f"{_QUOTE} '&'"),
    _Advice("while scanning a tag", f"{_QUOTE} '!'", at_start=True),
    _Advice("while parsing a tag", f"{_QUOTE} '!'", at_start=True),
    _Advice("undefined tag handle", f"{_QUOTE} '!'"),
    _Advice("block scalar", "nothing may follow '|' or '>' on its line: quote it, or go on below"),
    _Advice("escape", "a backslash between double quotes has a meaning: use single quotes"),
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
_SPECIAL = re.compile(r"\s*(?:-\s+)*(?:[^\s:]+:\s+)?(['\"\[{*&])")


def yaml_problem(error: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    """The problem that made YAML's parser stop, at its line and column."""
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
    return Problem((), message, file=file, line=line + 1, column=column + 1)


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
    if "expected key" in said and (begin := _SPECIAL.match(written)):
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


def json_problem(error: json.JSONDecodeError, file: str) -> Problem:
    """The problem that made the JSON parser stop, at its line and column."""
    advice = (message for said, message in _JSON_ADVICE.items() if said in error.msg)
    message = f"not JSON: {next(advice, error.msg)}"
    return Problem((), message, file=file, line=error.lineno, column=error.colno)
