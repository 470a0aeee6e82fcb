"""Lines that fit: plain text wrapped at a display width."""

from __future__ import annotations

import re
import unicodedata

WIDTH = 79

_SPACES = re.compile(r"[ \t\r\n]+")


def wrap(text: str, first: str = "", rest: str = "") -> str:
    """``text`` in lines of at most ``WIDTH`` columns, the first and the others indented.

    East Asian wide characters take two columns (Unicode annex 11) and may break anywhere between
    them; a word longer than a line, such as a URL, stays whole.
    """
    lines: list[str] = []
    line, empty = first, True
    for space, piece in _pieces(text):
        glue = "" if empty else space
        if not empty and width(line + glue + piece) > WIDTH:
            lines.append(line)
            line, glue = rest, ""
        line += glue + piece
        empty = False
    return "\n".join([*lines, line])


def width(text: str) -> int:
    """The columns that ``text`` takes on a terminal."""
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if char.isascii():
        return 1
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _pieces(text: str) -> list[tuple[str, str]]:
    """Unbreakable pieces, each with the space before it."""
    pieces: list[tuple[str, str]] = []
    for word in filter(None, _SPACES.split(text)):
        space = " "
        start = 0
        for index in range(1, len(word)):
            if _breaks_between(word[index - 1], word[index]):
                pieces.append((space, word[start:index]))
                start, space = index, ""
        pieces.append((space, word[start:]))
    return pieces


def _breaks_between(before: str, after: str) -> bool:
    if not (_is_ideograph(before) or _is_ideograph(after)):
        return False
    return unicodedata.category(after) not in ("Po", "Pe", "Pf") and (
        unicodedata.category(before) not in ("Ps", "Pi")
    )


def _is_ideograph(char: str) -> bool:
    return _columns(char) == 2 and unicodedata.category(char) in ("Lo", "Po", "Ps", "Pe")
