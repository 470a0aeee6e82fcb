"""HTML for pages that programs will read back: where lines may break, and where spaces stand."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from ...model.inline import (
    Code,
    Emph,
    Inline,
    Inlines,
    Link,
    Strong,
    Sub,
    Sup,
    Text,
    to_plain,
    with_characters,
    without,
)
from ...model.scripts import LOWERED_IN_FONTS, RAISED_IN_FONTS
from ..folds import html

_TOGETHER = r"(?:[^\W\d_]\. )+\S{1,40}|[*†‡] \S{1,40}|\S{0,2}\d[\d.,]* (?:%|[^\W\d_]{1,2}\b)\S{0,9}"
"""Initials or the mark of a note with the word behind them, or a number with its unit."""
_PIECES = re.compile(rf"{_TOGETHER}|\S+|\s+")
_DIVISIBLE = re.compile(
    r"(?=.{3,40}$)[\u0021-\u2dff\ufb00-\ufb4f]+[-\u2010\u2013\u2014/?&=.:@][\u0021-\u2dff]+"
)
_KEPT = re.compile(rf"{_TOGETHER}|{_DIVISIBLE.pattern}")
_HUGE = re.compile(r"\S*(?:(?![/?&=-])[!-\u052f]){50}\S*")
"""A word that may be longer than a line, without a place to break it."""
_NUMBERS = re.compile(r"(?=.*\d).{1,24}")
"""A date, or a telephone number."""
_WIDE = re.compile(r"[\u2e80-\ud7af\uf900-\ufaff\uff00-\uffef]{4}$")
_ACCENT = re.compile(
    "((?<=[0-9\u0370-\u03ff∂∇])[\u0302-\u0308\u0332]+|(?<=\\w)[\u0332\u20d7\u20db]+)"
)
"""Accents over letters that fonts have no place for: alone they stand behind them."""
_OVERLINE, _MACRON = "\u0305", "\u0304"
"""They look alike here, and all fonts have the latter."""
_LONG = 60
"""A text of so many bytes may take several lines: wide letters are of three."""
_LAST_LINE = 12
"""What stands on a line of its own should have so many letters."""
_IN_LINES = frozenset({"a", "code", "em", "h3", "h4", "h5", "span", "strong", "sub", "sup", "time"})


def paged_html(value: str | Inlines) -> str:
    """HTML text whose lines break where neither readers nor programs stumble.

    Words such as ``low-latency`` stay whole: programs take a hyphen or a slash at the end of a line
    for a division, and read another word or two. Initials stay with the name, numbers with their
    unit, marks with their note, and the last words of a paragraph with one another, lest one is
    left for the last line.

    Scripts are characters where fonts have them: programs then read ``10⁻³``, but ``10-3`` where
    text is raised.

    A link holds text only, its emphasis around it: PDF/UA-1 has the annotation in the link's own
    element (ISO 14289-1, 7.18.5), and WeasyPrint gives one to every element inside a link.
    """
    if isinstance(value, str):
        if " " in value and _NUMBERS.fullmatch(value):
            return _run("kept", value, "")
        return _words(value, "", _is_long(value))
    body = with_characters(value, RAISED_IN_FONTS, LOWERED_IN_FONTS)
    return _fold(body, "", _is_long(to_plain(value)))


def unlinked_paged_html(value: str | Inlines) -> str:
    """The same without links."""
    return paged_html(value if isinstance(value, str) else without(value, Link))


def _is_long(text: str) -> bool:
    return len(text.encode("utf-8", "replace")) > _LONG


def _fold(body: Inlines, url: str, is_end: bool) -> str:
    *before, last = body or (Text(""),)
    return "".join(_node(node, url, False) for node in before) + _node(last, url, is_end)


def _node(node: Inline, url: str, is_end: bool) -> str:
    """``is_end`` where a paragraph of several lines ends with the node."""
    match node:
        case Text(text):
            return _words(text, url, is_end)
        case Emph(body):
            return f"<em>{_fold(body, url, is_end)}</em>"
        case Strong(body):
            return f"<strong>{_fold(body, url, is_end)}</strong>"
        case Sub(body):
            return f"<sub>{_fold(body, url, False)}</sub>"
        case Sup(body):
            return f"<sup>{_fold(body, url, False)}</sup>"
        case Code(text):
            return f"<code>{_words(text, url, is_end)}</code>"
        case Link(body, target):
            return _fold(without(body, Link), target, is_end)


def _words(text: str, url: str, is_end: bool) -> str:
    """The text with what belongs together kept so, every run inside the link.

    No run is a space alone, which would not be drawn: only a gap would be left.
    """
    end = _end(text) if is_end else len(text)
    runs = [("", "")]
    for piece in filter(None, [*_PIECES.findall(text[:end]), text[end:]]):
        mark = "kept" if piece == text[end:] else _mark(piece)
        last_mark, last = runs[-1]
        if mark == last_mark == "" or (piece.isspace() and last):
            runs[-1] = (last_mark, last + piece)
        elif mark and last.isspace():
            runs[-1] = (mark, last + piece)
        else:
            runs.append((mark, piece))
    return "".join(_run(mark, words, url) for mark, words in runs)


def _mark(piece: str) -> str:
    """The class of the piece; none where lines may break around and inside it as usual."""
    if _KEPT.fullmatch(piece):
        return "kept"
    return "huge" if _HUGE.fullmatch(piece) else ""


def _end(text: str) -> int:
    """Where the words begin that are to stand on the last line together."""
    start = text.rfind(" ", 0, max(len(text) - _LAST_LINE, 0)) + 1
    if start > 0 and " " in text[start:] and len(text) - start < 3 * _LAST_LINE:
        return start
    wide = _WIDE.search(text)
    return wide.start() if wide else len(text)


def _run(mark: str, words: str, url: str) -> str:
    parts = _ACCENT.split(words.replace(_OVERLINE, _MACRON))
    found = _element(mark, parts[0], url)
    for before, accent, after in zip(parts[::2], parts[1::2], parts[2::2], strict=False):
        found += _element(_accent(before[-1], accent), accent, url) + _element(mark, after, url)
    return found


def _accent(letter: str, accent: str) -> str:
    """The class of an accent, by which it moves back over the letter."""
    is_high = letter.isdigit() or letter.isupper() or letter == "∂"
    is_arrow = accent >= "\u20d7"
    return f"accent{' high' if is_high else ''}{' arrow' if is_arrow else ''}"


def _element(mark: str, words: str, url: str) -> str:
    if not words:
        return ""
    marked = f' class="{mark}"' if mark else ""
    if url:
        return f'<a{marked} href="{html(url)}">{html(words)}</a>'
    return f"<span{marked}>{html(words)}</span>" if mark else html(words)


def join_spaces(root: Element) -> None:
    """Moves the white space behind each element of a line to the end of its text.

    White space alone between two elements is a box of its own, and WeasyPrint draws no box without
    a visible character: only a gap would be left. Most readers guess the space from the gap, but
    those that go by the characters find "Analytical EnginesOct 1842". At the end of a block the
    space is collapsed as before.
    """
    for element in root.iter():
        is_space = element.tail is not None and element.tail.isspace()
        if is_space and element.tag in _IN_LINES and _append_space(element):
            element.tail = None


def _append_space(element: Element) -> bool:
    """Whether there was text to append it to."""
    last = element[-1] if len(element) else None
    if last is None:
        element.text = element.text and f"{element.text} "
        return bool(element.text)
    if not last.tail:
        return _append_space(last)
    last.tail += " "
    return True
