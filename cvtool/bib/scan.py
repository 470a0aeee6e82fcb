"""Braces and comments in the text of a .bib file."""

from __future__ import annotations

import re

_BRACE = re.compile(r"[{}]")
_OUTSIDE = re.compile(r"[{}\"]|%[^\n]*")


def without_comments(chunk: str) -> str:
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


def balanced(text: str, start: int, widest: int) -> int:
    """The offset behind the brace that closes the first one; 0 when none does."""
    depth = 0
    for brace in _BRACE.finditer(text, start, start + widest):
        depth += 1 if brace[0] == "{" else -1
        if depth <= 0:
            return brace.end()
    return 0
