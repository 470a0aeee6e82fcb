"""The LaTeX of bibliography fields as inline nodes and as plain text.

Most fields hold little of it: accents, braces, dashes. Those are replaced in place; only what
holds other commands or mathematics goes through pylatexenc. Nothing here ever fails: text that is
no LaTeX keeps its words.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ...model.inline import Inlines, plain, to_plain
from .pieces import accented, pieces
from .tables import LETTERS, NO_BREAK_SPACE

_SPECIAL = re.compile(r"[\\{}$~]|--|``|''|!`|\?`")
_UNEVEN = re.compile(rf"{_SPECIAL.pattern}|[\t\r\n]|  ")
_URL = re.compile(r"https?://[^\s{}\\]+")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_LETTER_NAMES = "|".join(sorted(LETTERS, key=len, reverse=True))
_ACCENT = re.compile(
    r"""\\(?:(["'`^~=.])\s*|([Hckbdrvu])(?:\s+|(?=[{\\])))"""
    r"(?:\{\s*(?:\\([ij])\s*|([^\W\d_]))\s*\}|\\([ij])(?![A-Za-z])\s*|([^\W\d_]))"
)
_LETTER = re.compile(rf"\\({_LETTER_NAMES})(?![A-Za-z])(?:\{{\}}|\s+)?")
_ESCAPE = re.compile(r"\\([&%_#])")
_BRACED_LETTER = re.compile(r"\{([^\W\d_a-zA-Z])\}")
_RESERVED = re.compile(r"[\\{}$&%#_~^]|(?<=-)-|(?<=[`!?])`|(?<=')'")
_ESCAPES = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    **{char: f"{{}}{char}" for char in "-`'"},
}
_COMMAND = re.compile(r"\\[A-Za-z]+\*?[ \t]*|\\(.)|[{}]", re.DOTALL)
_TYPOGRAPHY = (
    ("---", "—"),
    ("--", "–"),
    ("!`", "¡"),
    ("?`", "¿"),
    ("``", "“"),
    ("''", "”"),
    ("~", NO_BREAK_SPACE),
    ("{", ""),
    ("}", ""),
)


def to_inlines(text: str) -> Inlines:
    """The field as nodes, white space folded; ``()`` when nothing is left. Never fails."""
    return _read(text)[0]


def unknown_commands(text: str) -> tuple[str, ...]:
    """The commands, without backslash, that nobody knows: what they were meant to do is lost."""
    return _read(text)[1] if "\\" in text else ()


@lru_cache(maxsize=16384)
def _read(text: str) -> tuple[Inlines, tuple[str, ...]]:
    if not _SPECIAL.search(text):
        return plain(text), ()
    simple = _simple(text)
    if simple is not None:
        return plain(simple), ()
    nodes = pieces(text, _simple)
    return _parsed(text) if nodes is None else (nodes, ())


def to_text(text: str) -> str:
    """The field as plain text, white space folded. Never fails."""
    if not _UNEVEN.search(text) and text == text.strip():
        return text
    return to_plain(to_inlines(text))


def to_paragraphs(text: str) -> tuple[Inlines, ...]:
    """The field in the paragraphs that blank lines make of it."""
    return tuple(body for part in _BLANK_LINE.split(text) if (body := to_inlines(part)))


def to_unicode(text: str) -> str:
    """The same LaTeX with its accents and letters as characters; mathematics and addresses stay."""
    if "\\" not in text or "$" in text or "://" in text:
        return text
    text = _LETTER.sub(lambda found: LETTERS[found[1]], _ACCENT.sub(_accent, text))
    return _BRACED_LETTER.sub(r"\1", text)


def escaped(text: str) -> str:
    """Plain text as LaTeX that says the same."""
    return _RESERVED.sub(lambda found: _ESCAPES.get(found[0], f"\\{found[0]}"), text)


def _simple(text: str) -> str | None:
    """The plain text of a field without commands and mathematics; ``None`` for any other."""
    if "$" in text:
        return None
    if "\\" in text:
        text = _LETTER.sub(lambda found: LETTERS[found[1]], _ACCENT.sub(_accent, text))
        if "\\" in text:
            text = _ESCAPE.sub(r"\1", text)
            if "\\" in text:
                return None
    if "://" not in text:
        return _typography(text)
    pieces, done = [], 0
    for url in _URL.finditer(text):
        pieces += [_typography(text[done : url.start()]), url[0]]
        done = url.end()
    return "".join([*pieces, _typography(text[done:])])


def _accent(found: re.Match[str]) -> str:
    letter = next(group for group in found.groups()[2:] if group)
    return accented(found[1] or found[2], letter)


def _typography(text: str) -> str:
    for written, meant in _TYPOGRAPHY:
        if written in text:
            text = text.replace(written, meant)
    return text


def _parsed(text: str) -> tuple[Inlines, tuple[str, ...]]:
    """What pylatexenc makes of it; its bare words when it is no LaTeX."""
    from pylatexenc.latexwalker import LatexWalkerError

    from .walk import walk

    try:
        return walk(text)
    except (LatexWalkerError, RecursionError):
        return plain(_typography(_COMMAND.sub(r"\1", text))), ()
