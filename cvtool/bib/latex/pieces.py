"""LaTeX cut into pieces that need no parser: plain words, styled words, simple formulas."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from ...model.inline import Code, Emph, Inline, Inlines, Link, Strong, Text, to_plain
from .repair import is_maths
from .tables import BOLD, EMPHASIS

_STYLES = "|".join(sorted({*EMPHASIS, *BOLD, "texttt"}))
_PIECE = re.compile(rf"\\({_STYLES})\s*\{{([^\\{{}}$]*)\}}|\$([^$]*)\$")
_NOT_HERE = re.compile(r"\\\$|://")
_SPACES = re.compile(r"[ \t\r\n]+")


def pieces(text: str, words: Callable[[str], str | None]) -> Inlines | None:
    """The nodes of text that holds nothing but such pieces; ``None`` for any other.

    ``words`` makes plain text of LaTeX without commands and mathematics, and ``None`` of any other.
    It says what pylatexenc's nodes would, and costs a tenth of them.
    """
    if _NOT_HERE.search(text):
        return None
    nodes: list[Inline] = []
    for node in _pieces(text, words):
        if node is None:
            return None
        nodes += node
    return tidy(nodes)


def _pieces(text: str, words: Callable[[str], str | None]) -> Iterator[Inlines | None]:
    done = 0
    for found in _PIECE.finditer(text):
        yield _text(words(text[done : found.start()]))
        done = found.end()
        if found[1] is None:
            yield _text(_formula(found[3], text[done : done + 1]))
        else:
            inside = _text(words(found[2]))
            yield inside and styled(found[1], inside)
    yield _text(words(text[done:]))


def _text(text: str | None) -> Inlines | None:
    return None if text is None else (Text(text),)


def _formula(text: str, following: str) -> str | None:
    from .math import simple_formula

    return simple_formula(text) if is_maths(text, following) else None


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
    joined = list(_joined(nodes))
    if joined and isinstance(joined[0], Text):
        joined[0] = Text(joined[0].text.lstrip(" "))
    if joined and isinstance(joined[-1], Text):
        joined[-1] = Text(joined[-1].text.rstrip(" "))
    return tuple(node for node in joined if to_plain((node,)))


def _joined(nodes: Sequence[Inline]) -> Inlines:
    joined: list[Inline] = []
    for is_text, group in groupby(nodes, lambda node: isinstance(node, Text)):
        run = tuple(group)
        joined += [Text(_SPACES.sub(" ", to_plain(run)))] if is_text else map(_folded, run)
    return tuple(node for node in joined if to_plain((node,)))


def _folded(node: Inline) -> Inline:
    match node:
        case Emph(body):
            return Emph(_joined(body))
        case Strong(body):
            return Strong(_joined(body))
        case Link(body, url):
            return Link(_joined(body), url)
        case Code(text):
            return Code(_SPACES.sub(" ", text))
    return node
