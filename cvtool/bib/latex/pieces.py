"""What can be said of LaTeX without a parser: pieces, accents, addresses, and what to repair.

The pieces are plain words, styled words and simple formulas. What no TeX would read is made such
that a parser can.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from ...model.inline import Code, Emph, Inline, Inlines, Link, Strong, Text, to_plain
from .tables import ACCENTS, BOLD, EMPHASIS

_STYLES = "|".join(sorted({*EMPHASIS, *BOLD, "texttt"}))
_PIECE = re.compile(rf"\\({_STYLES})\s*\{{([^\\{{}}$]*)\}}|\$([^$]*)\$")
_NOT_HERE = re.compile(r"\\\$|://")
_SPACES = re.compile(r"[ \t\r\n]+")
_DOTLESS = {"ı": "i", "ȷ": "j"}
_TILDE = re.compile(r"\{?\\(?:textasciitilde|~)(?:\{\})?\s?\}?|\$\\sim\$")
_ESCAPED = re.compile(r"\{\\([_%&#$])\}|\\([_%&#${}])")
_WRAPPED_URL = re.compile(r"\\(?:url|nolinkurl|path|href)\s*\{([^{}]*)\}")
_TOKEN = re.compile(r"\\.?|\$+|[{}%]", re.DOTALL)
_MATHS = re.compile(r"\\[A-Za-z]|[\^_=<>]")


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

    return simple_formula(text) if _is_maths(text, following) else None


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


def accented(accent: str, letters: str) -> str:
    """``letters`` with LaTeX's accent on the first of them."""
    first, rest = letters[:1], letters[1:]
    if not first.strip():
        return f"{accent if not accent.isalpha() else ''}{letters}"
    combined = _DOTLESS.get(first, first) + ACCENTS[accent]
    return unicodedata.normalize("NFC", combined) + rest


def raw_value(value: str) -> str:
    """An address as it is meant: without the backslashes that some exporters put in."""
    if "\\" in value:
        wrapped = _WRAPPED_URL.search(value)
        value = _TILDE.sub("~", wrapped[1] if wrapped else value)
        value = _ESCAPED.sub(lambda found: found[1] or found[2], value)
    while value[:1] + value[-1:] in ("{}", "<>"):
        value = value[1:-1].strip()
    return value


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
            if _is_maths(text[start:end], text[behind : behind + 1]):
                pieces[opening] = pieces[closing] = "$"
                position += 2
                continue
        pieces[opening] = pieces[opening].replace("$", "\\$")
        position += 1


def _is_maths(body: str, following: str) -> bool:
    """Whether ``$body$`` is mathematics, not two prices."""
    if not body.strip() or body.count("{") != body.count("}"):
        return False
    if _MATHS.search(body):
        return True
    return body.strip() == body and not following.isdigit()
