"""JSON text -> the nodes that YAML's composer makes, with their marks.

JSON is YAML but for tabs in the indentation and for escapes such as ``\\ud83d\\ude00``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

import yaml

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]|[-+.\w]+|\n')


class _Token(NamedTuple):
    text: str
    mark: yaml.Mark


def compose(text: str) -> yaml.Node:
    """The root node. Raises ``json.JSONDecodeError``, or ``RecursionError`` when nested deeply."""
    json.loads(text, parse_int=str, parse_float=str)
    tokens = _tokens(text)
    return _node(next(tokens), tokens)


def _tokens(text: str) -> Iterator[_Token]:
    """The tokens that carry meaning once the text is known to be JSON: no commas, no colons."""
    line, start = 0, 0
    for match in _TOKEN.finditer(text):
        if match[0] == "\n":
            line, start = line + 1, match.end()
        else:
            column = match.start() - start
            yield _Token(match[0], yaml.Mark("", match.start(), line, column, None, 0))


def _node(token: _Token, rest: Iterator[_Token]) -> yaml.Node:
    mark = token.mark
    if token.text == "[":
        return yaml.SequenceNode("", list(_until("]", rest)), mark, mark)
    if token.text == "{":
        inside = _until("}", rest)
        return yaml.MappingNode("", list(zip(inside, inside, strict=True)), mark, mark)
    if token.text.startswith('"'):
        return yaml.ScalarNode("", json.loads(token.text), mark, mark, style='"')
    return yaml.ScalarNode("", token.text, mark, mark)


def _until(closing: str, rest: Iterator[_Token]) -> Iterator[yaml.Node]:
    for token in rest:
        if token.text == closing:
            return
        yield _node(token, rest)
