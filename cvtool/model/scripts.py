"""Text without markup: its side, lines that fit, and what is raised or lowered, if it can be."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from .later import pattern

FROM_THE_LEFT, FROM_THE_RIGHT = "\u200e", "\u200f"
"""Marks without a width: beside them, signs stand as they do in words of that side."""
_SIDES = {"L": "ltr", "R": "rtl", "AL": "rtl"}
_SIGNS = "0123456789+-−=()"
SUPERSCRIPTS: Mapping[str, str] = {
    **dict(zip(_SIGNS, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾", strict=True)),
    **dict(zip("abcdefghijklmnoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True)),
    **dict(zip("ABDEGHIJKLMNOPRTUVW", "ᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ", strict=True)),
    **dict(zip("αβγδεθφχ⊤", "ᵅᵝᵞᵟᵋᶿᵠᵡᵀ", strict=True)),
}
SUBSCRIPTS: Mapping[str, str] = {
    **dict(zip(_SIGNS, "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True)),
    **dict(zip("aehijklmnoprstuvx", "ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True)),
    **dict(zip("βγρφχ", "ᵦᵧᵨᵩᵪ", strict=True)),
}
WIDTH = 79
"""The columns that lines of plain text have."""
_SPACES = pattern(r"[ \t\r\n]+")
_WORD = pattern(r"[^\W_][^\W_./]*(?:[./][^\W_]+)*")
_IN_BRACKETS = pattern(r"\([^()]*\)")
RAISED_IN_FONTS: Mapping[str, str] = {char: SUPERSCRIPTS[char] for char in f"{_SIGNS}in"}
LOWERED_IN_FONTS: Mapping[str, str] = {char: SUBSCRIPTS[char] for char in _SIGNS}
"""Those that fonts have: figures, signs and two letters."""


def side(text: str) -> str:
    """``rtl`` or ``ltr``: where the text begins, by its first letter that says so; else ``""``.

    Source: rules P2 and P3 of https://www.unicode.org/reports/tr9.
    """
    return next(filter(None, (_SIDES.get(unicodedata.bidirectional(char)) for char in text)), "")


@lru_cache
def superscript(text: str) -> str:
    """The text raised, in plain text: ``ⁿ⁺¹``, else as in ``B±``, else as in ``10^12.5``."""
    if raised := written(text, SUPERSCRIPTS):
        return raised
    if len(text) == 1 and not text.isalnum():
        return text
    text = text.replace("−", "-")
    is_one = len(text) == 1 or text.replace(".", "").isdecimal() or _IN_BRACKETS.fullmatch(text)
    return f"^{text}" if is_one else f"^({text})"


@lru_cache
def subscript(text: str) -> str:
    """The text lowered, in plain text: ``ᵢ₊₁``, else as in ``Tc`` and ``M⊙``, else ``_(i,j)``."""
    if lowered := written(text, SUBSCRIPTS):
        return lowered
    text = text.replace("−", "-")
    is_one = len(text) == 1 or _is_word(text) or _IN_BRACKETS.fullmatch(text)
    return text if is_one else f"_({text})"


def _is_word(text: str) -> bool:
    """Whether it is letters and figures that hold together, none of them raised or lowered."""
    return _WORD.fullmatch(text) is not None and unicodedata.is_normalized("NFKC", text)


def written(text: str, table: Mapping[str, str]) -> str:
    """The text in the characters of the table; nothing where one is not in it."""
    return "".join(table[char] for char in text) if all(char in table for char in text) else ""


def space_behind(text: str) -> str:
    """What parts the text from more of it: nothing where it ends in a sign that has its own space,
    as ``：`` and ``。`` do."""
    return "" if is_wide(text[-1:]) else " "


def is_wide(char: str) -> bool:
    """Whether it is a sign of Chinese, Japanese or Korean, where no space is between words."""
    return char != "" and unicodedata.east_asian_width(char) in "WF"


def wrap(text: str, first: str = "", rest: str = "") -> str:
    """``text`` in lines of at most ``WIDTH`` columns, the first and the others indented.

    East Asian wide characters take two columns (Unicode annex 11) and may break anywhere between
    them; a word longer than a line, such as a URL, stays whole.
    """
    begin, *lines = text.split("\n")
    others = (_wrapped(each, rest, rest) for each in lines)
    return "\n".join([_wrapped(begin, first, rest), *others])


def _wrapped(text: str, first: str, rest: str) -> str:
    lines, line, columns = [], [first], width(first)
    for space, piece in _pieces(text):
        glue = space if line[1:] else ""
        columns += len(glue) + width(piece)
        if line[1:] and columns > WIDTH:
            lines.append("".join(line))
            line, glue, columns = [rest], "", width(rest) + width(piece)
        line.append(glue + piece)
    return "\n".join([*lines, "".join(line).rstrip(" ")])


def width(text: str) -> int:
    """The columns that ``text`` takes on a terminal."""
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if char.isascii():
        return 1
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if is_wide(char) else 1


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
