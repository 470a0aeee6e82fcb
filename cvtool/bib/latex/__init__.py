"""LaTeX in the fields of a .bib -> inline nodes and plain text.

Most fields hold little of it: accents, braces, dashes. Those are replaced in place; only what
holds other commands or mathematics goes through pylatexenc. Nothing here ever fails: text that is
no LaTeX keeps its words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from ...model.inline import (
    Code,
    Emph,
    Inline,
    Inlines,
    Strong,
    Sub,
    Sup,
    Text,
    plain,
    to_plain,
)
from ...model.later import pattern
from ...model.plain import marked

_SPECIAL = pattern(r"[\\{}$~`]|--|''|<<")
_QUOTES = ("`", ",,", "<<")
_UNEVEN = pattern(rf"{_SPECIAL.pattern}|[\t\r\n]|  ")
_BLANK_LINE = pattern(r"\n[ \t]*\n")
_BRACED_LETTER = pattern(r"\{([^\W\d_a-zA-Z])\}")
_RESERVED = pattern(r"(&)(?=#?\w+;)|<(?=/?[A-Za-z][^<>]*>)|[\\{}$&%#_~^]|(?<=-)-|`|(?<=')'")
"""What LaTeX, or a reader of HTML in it, would not take for itself."""

_AROUND: dict[type[Inline], tuple[str, str]] = {
    **{Emph: (r"\emph{", "}"), Strong: (r"\textbf{", "}")},
    **{Sub: (r"\textsubscript{", "}"), Sup: (r"\textsuperscript{", "}")},
}
_ESCAPES = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    **{char: f"{{}}{char}" for char in "-'"},
    "`": "{`}",
    "<": "<{}",
}
_COMMAND = pattern(r"\\[A-Za-z]+\*?[ \t]*|\\(.)|[{}]", re.DOTALL)


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
    from .pieces import in_pieces, paired, words

    text = paired(text) if any(each in text for each in _QUOTES) else text
    if (simple := words(text)) is not None:
        return plain(simple), ()
    nodes = in_pieces(text)
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
    from .pieces import lettered

    return _BRACED_LETTER.sub(r"\1", lettered(text))


def escaped(text: str) -> str:
    """Plain text as LaTeX that says the same."""
    return text if text.replace(" ", "").isalnum() else _RESERVED.sub(_escape, text)


def to_latex(
    body: Inlines, text: Callable[[str], str] = escaped, address: Callable[[str], str] = str
) -> str:
    """Words and their markup as LaTeX, in which ``text`` writes the words, and ``address`` where
    links lead."""

    def written(it: Text | Code) -> str:
        return rf"\texttt{{{text(it.text)}}}" if isinstance(it, Code) else text(it.text)

    return marked(body, written, _AROUND, lambda words, to: rf"\href{{{address(to)}}}{{{words}}}")


def _escape(found: re.Match[str]) -> str:
    return r"\&{}" if found[1] else _ESCAPES.get(found[0], f"\\{found[0]}")


def _parsed(text: str) -> tuple[Inlines, tuple[str, ...]]:
    """What pylatexenc makes of it; its bare words when it is no LaTeX."""
    from pylatexenc.latexwalker import LatexWalkerError

    from .pieces import typography
    from .walk import walk

    try:
        return walk(text)
    except (LatexWalkerError, RecursionError):
        return plain(typography(_COMMAND.sub(r"\1", text))), ()
