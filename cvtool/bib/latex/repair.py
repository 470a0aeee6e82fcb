"""LaTeX that no TeX would read, made such that a parser can: braces and dollars in pairs."""

from __future__ import annotations

import re
from collections.abc import Sequence

_TOKEN = re.compile(r"\\.?|\$+|[{}%]", re.DOTALL)
_MATHS = re.compile(r"\\[A-Za-z]|[\^_=<>]")


def balanced(text: str) -> str:
    """The text with ``%`` escaped, and braces and dollars that have no partner taken or escaped."""
    pieces: list[str] = []
    dollars: list[tuple[int, int, int]] = []
    opened: list[int] = []
    done = 0
    for token in _TOKEN.finditer(text):
        pieces += [text[done : token.start()], token[0]]
        done = token.end()
        match token[0][0]:
            case "%":
                pieces[-1] = "\\%"
            case "{":
                opened.append(len(pieces) - 1)
            case "}" if opened:
                opened.pop()
            case "}":
                pieces[-1] = ""
            case "$":
                dollars.append((token.start(), token.end(), len(pieces) - 1))
    for index in opened:
        pieces[index] = ""
    _pair(text, dollars, pieces)
    return "".join([*pieces, text[done:]])


def _pair(text: str, dollars: Sequence[tuple[int, int, int]], pieces: list[str]) -> None:
    """Makes each dollar in ``pieces`` either a delimiter of mathematics or a literal one."""
    position = 0
    while position < len(dollars):
        _, start, opening = dollars[position]
        if position + 1 < len(dollars):
            end, behind, closing = dollars[position + 1]
            if is_maths(text[start:end], text[behind : behind + 1]):
                pieces[opening] = pieces[closing] = "$"
                position += 2
                continue
        pieces[opening] = pieces[opening].replace("$", "\\$")
        position += 1


def is_maths(body: str, following: str) -> bool:
    """Whether ``$body$`` is mathematics, not two prices."""
    if not body.strip() or body.count("{") != body.count("}"):
        return False
    if _MATHS.search(body):
        return True
    return body.strip() == body and not following.isdigit()
