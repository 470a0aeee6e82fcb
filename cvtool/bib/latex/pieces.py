"""What can be said of LaTeX without a parser: words, pieces, addresses, and what to repair.

The pieces are plain words, styled words and simple formulas: read here, they cost a tenth of what
pylatexenc takes. What no TeX would read is made such that a parser can.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile

from ...model.inline import (
    Code,
    Emph,
    Formula,
    Inline,
    Inlines,
    Strong,
    Sub,
    Sup,
    Text,
    to_plain,
    trimmed,
)
from ...model.later import pattern, replace
from .tables import ACCENTS, BOLD, EMPHASIS, LETTERS, NO_BREAK_SPACE

_STYLES = "|".join(sorted({*EMPHASIS, *BOLD, "texttt"}))
_PIECE = pattern(rf"\\({_STYLES})\s*\{{([^\\{{}}$]*)\}}|\$([^$]*)\$")
_NOT_HERE = pattern(r"\\\$|://")
_SPACES = pattern(r"[ \t\r\n]+")
_DOTLESS = {"ı": "i", "ȷ": "j"}
_DOLLARS = pattern(r"(\\.|\$\$?)", re.DOTALL)
_TOKEN = pattern(r"(\\.?|\$+|[{}%])", re.DOTALL)
_URL = pattern(r"https?://[^\s{}\\]+")
_LETTER_NAMES = "|".join(sorted(LETTERS, key=len, reverse=True))
_LETTER = pattern(rf"\\({_LETTER_NAMES})(?![A-Za-z])(?:\{{\}}|\s+)?")
_ACCENT = pattern(
    r"""\\(?:(["'`^~=.])\s*|([Hckbdrvu])(?:\s+|(?=[{\\])))"""
    r"(?:\{\s*(?:\\([ij])\s*|([^\W\d_]))\s*\}|\\([ij])(?![A-Za-z])\s*|([^\W\d_]))"
)
_ESCAPE = pattern(r"\\([&%_#])")
_TYPOGRAPHY = {
    **{"---": "—", "--": "–", "!`": "¡", "?`": "¿", "``": "“", "''": "”"},
    **{"~": NO_BREAK_SPACE, "{": "", "}": ""},
}
_MOST_INSIDE = 50
_VARIABLE = pattern(r"\s*[A-Za-z]\s*")
_SINGLE_QUOTES = pattern(
    r"(?<![\\`\w!?])`(?![`\s}])((?:``[^`'$]*''|[^`$])*?)(?<![\\'\s])'(?![\w'])"
)
_QUOTES = (
    (pattern(r"\"`([^`'$]*)\"'"), "„\\1“"),
    (pattern(r"(?<![\w,]),,(?=[\w{\\])(?=[^$]{0,300}?(?:``|''))"), "„"),
    (pattern(r"(?<!\S)<<(?=\w)([^<>$]*)(?<=\w)>>(?!\w)"), "«\\1»"),
)
"""Those of babel's shorthands, and of fonts that have signs for two."""
_MATHS = pattern(r"\\[A-Za-z]|[\^_=<>]")


def words(text: str) -> str | None:
    """The plain text of LaTeX without commands and mathematics; ``None`` for any other."""
    if "$" in text:
        return None
    if "\\" in text:
        text = lettered(text)
        if "\\" in text:
            text = _ESCAPE.sub(r"\1", text)
            if "\\" in text:
                return None
    if "://" not in text:
        return typography(text)
    found, done = [], 0
    for url in _URL.finditer(text):
        found += [typography(text[done : url.start()]), url[0]]
        done = url.end()
    return "".join([*found, typography(text[done:])])


def lettered(text: str) -> str:
    """The text with LaTeX's accents and letters as characters."""
    return _LETTER.sub(lambda found: LETTERS[found[1]], _ACCENT.sub(_accent, text))


def _accent(found: re.Match[str]) -> str:
    letter = next(group for group in found.groups()[2:] if group)
    return accented(found[1] or found[2], letter)


def paired(text: str) -> str:
    """The text with what LaTeX takes for quotes that are single, or of other languages, as the
    characters, where both are there."""
    for written, meant in _QUOTES:
        text = written.sub(meant, text)
    return _SINGLE_QUOTES.sub("‘\\1’", text)


def typography(text: str) -> str:
    """The text with TeX's dashes, quotes and ties as characters, and without its braces."""
    for written, meant in _TYPOGRAPHY.items():
        if written in text:
            text = text.replace(written, meant)
    return text


def in_pieces(text: str) -> Inlines | None:
    """The nodes of text that holds nothing but such pieces; ``None`` for any other."""
    if _NOT_HERE.search(text):
        return None
    nodes: list[Inline] = []
    done = 0
    for found in _PIECE.finditer(text):
        before, piece = words(text[done : found.start()]), _piece(found)
        if before is None or piece is None:
            return None
        nodes += (Text(before), *piece)
        done = found.end()
    rest = words(text[done:])
    return None if rest is None else tidy([*nodes, Text(rest)])


def _piece(found: re.Match[str]) -> Inlines | None:
    if found[1]:
        inside = words(found[2])
        return None if inside is None else styled(found[1], (Text(inside),))
    if not _is_maths(found[3], found.string[found.end() : found.end() + 1]):
        return None
    from .math import formula, simple_formula

    latex = found[3].lstrip() if found[3][-2:] == "\\ " else found[3].strip()
    body = simple_formula(latex)
    return formula(body, latex) if body else body


def styled(name: str, body: Inlines) -> Inlines:
    """What a command for emphasis, bold or code makes of the body; others leave it as it is."""
    if not to_plain(body).strip():
        return body
    if name in EMPHASIS:
        return (Emph(body),)
    if name in BOLD:
        return (Strong(body),)
    return (Code(to_plain(body)),) if name == "texttt" else body


def tidy(nodes: Sequence[Inline]) -> Inlines:
    """The nodes with neighbouring texts joined, white space folded and none at the ends."""
    return tuple(node for node in trimmed(_joined(nodes), " ") if to_plain((node,)))


def _joined(nodes: Sequence[Inline]) -> Inlines:
    joined: list[Inline] = []
    for is_text, group in groupby(nodes, lambda node: isinstance(node, Text)):
        run = tuple(group)
        joined += [Text(_SPACES.sub(" ", to_plain(run)))] if is_text else map(_folded, run)
    return tuple(node for node in joined if to_plain((node,)))


def _folded(node: Inline) -> Inline:
    if isinstance(node, Text | Code):
        return replace(node, text=_SPACES.sub(" ", node.text))
    is_apart = isinstance(node, Sub | Sup | Formula)
    return replace(node, body=tidy(node.body) if is_apart else _joined(node.body))


def accented(accent: str, letters: str) -> str:
    """``letters`` with LaTeX's accent on the first of them."""
    first, rest = letters[:1], letters[1:]
    if not first.strip():
        return f"{accent if not accent.isalpha() else ''}{letters}"
    combined = _DOTLESS.get(first, first) + ACCENTS[accent]
    return unicodedata.normalize("NFC", combined) + rest


def balanced(text: str) -> str:
    """The text with ``%`` escaped, and braces and dollars that have no partner taken or escaped."""
    text = _inline(text) if "$$" in text else text
    parts = _TOKEN.split(text)  # what is between the tokens, and the tokens, in turns
    _pair(parts)
    opened: list[int] = []
    for place in range(1, len(parts), 2):
        match parts[place]:
            case "%":
                parts[place] = "\\%"
            case "{":
                opened.append(place)
            case "}" if opened:
                opened.pop()
            case "}":
                parts[place] = ""
    for place in opened:
        parts[place] = ""
    return "".join(parts)


def _inline(text: str) -> str:
    """The text with one dollar for two, but where a formula follows another."""
    found, opened = [], ""
    for token in _DOLLARS.split(text):
        if token[:1] != "$":
            found.append(token)
        elif token == "$$" and opened == "$":
            found.append("${}$")
        else:
            found.append("$")
            opened = "" if opened else token
    return "".join(found)


def _pair(parts: list[str]) -> None:
    """Makes each dollar among them either a delimiter of mathematics or a literal one."""
    dollars = list(_dollars(parts))
    at = 0
    while at < len(dollars):
        opening, depth = dollars[at]
        near = dollars[at + 1 : at + 2 + _MOST_INSIDE]
        inside = [place for place, _ in takewhile(lambda each: each[1] > depth, near)]  # noqa: B023
        closing = near[len(inside)] if near[len(inside) :] else (0, -1)
        if closing[1] == depth and _is_formula(parts, opening, inside, closing[0]):
            at += len(inside) + 2
        else:
            parts[opening] = parts[opening].replace("$", "\\$")
            at += 1


def _is_formula(parts: list[str], opening: int, inside: Sequence[int], closing: int) -> bool:
    """Whether mathematics stands between these two dollars, which then delimit it.

    ``inside`` are those in its groups: publishers export mathematics inside mathematics.
    """
    between = "".join(
        "" if place in inside else parts[place] for place in range(opening + 1, closing)
    )
    if len(inside) % 2 or not _is_maths(between, parts[closing + 1][:1]):
        return False
    parts[opening] = parts[closing] = "$"
    parts[opening + 1] = parts[opening + 1].lstrip()
    parts[closing - 1] = parts[closing - 1].rstrip()
    for place in inside:
        parts[place] = ""
    return True


def _dollars(parts: list[str]) -> Iterator[tuple[int, int]]:
    """The place of each run of dollars, and by how many braces it is enclosed."""
    depth = 0
    for place in range(1, len(parts), 2):
        depth += (parts[place] == "{") - (parts[place] == "}")
        if parts[place][0] == "$":
            yield place, depth


def _is_maths(body: str, following: str) -> bool:
    """Whether ``$body$`` is mathematics, not two prices."""
    if not body.strip() or body.count("{") != body.count("}"):
        return False
    if _MATHS.search(body) or not any(map(str.isalnum, body)):
        return True
    if body.strip() != body:
        return _VARIABLE.fullmatch(body) is not None
    return body[0].isalpha() or not following.isdigit()
