"""What a parser says of broken YAML or JSON, in words that tell what to write instead."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

import yaml

from .problems import Problem


class _Advice(NamedTuple):
    """``said`` is found in the parser's words; ``at_start`` places it where the thing begins."""

    said: str
    message: str
    at_start: bool = False


_QUOTE = "put quotes around a text that begins with"
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
    _Advice("expected key", "this does not fit what stands above: check the indentation"),
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
    written = [*text.split("\n"), ""][line]
    indentation = written[: len(written) - len(written.lstrip())]
    if "\t" in indentation:
        column = indentation.index("\t")
        message = "a tab in the indentation: YAML takes spaces only"
    else:
        message = _message(said, advice, written, column)
    return Problem((), message, file=file, line=line + 1, column=column + 1)


def _message(said: str, advice: _Advice | None, written: str, column: int) -> str:
    if "cannot start any token" in said:
        return f"{_QUOTE} '{written[column : column + 1]}'"
    if "mapping values are not allowed" in said:
        if re.search(r":\s.*:(\s|$)", written):
            return "put quotes around a text that holds ': '"
        return "this line is indented too far for a key: align it with the key above"
    if "expected key" in said and (begin := _SPECIAL.match(written)):
        return f"put quotes around the whole of a text that begins with {begin[1]}"
    return advice.message if advice else f"not YAML: {said}"


def json_problem(error: json.JSONDecodeError, file: str) -> Problem:
    """The problem that made the JSON parser stop, at its line and column."""
    message = f"not JSON: {error.msg[:1].lower()}{error.msg[1:]}"
    return Problem((), message, file=file, line=error.lineno, column=error.colno)
