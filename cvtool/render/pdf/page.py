"""HTML for pages that programs will read back: where lines may break, and where spaces stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from xml.etree.ElementTree import Element

from ...model.inline import (
    Code,
    Emph,
    Formula,
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
from ...model.later import pattern
from ...model.scripts import LOWERED_IN_FONTS, RAISED_IN_FONTS
from ...model.url import is_path
from ..folds import html, on_pages, side

_NUMBER = r"[^\s\d]{0,3}(?:\d{1,3}(?: \d{3})+|\d[\d.,]{0,15})(?![\d.,])"
_UNIT = (
    r"(?:[%‰°€$£¥]|(?:Mio|Mrd|Tsd)\.|[mb]illion|[^\W\d_]{1,2}\b|[A-Z]{2,5}\b|[A-Z]{2}[a-z]\b"
    r"|[a-zµ]{1,2}[A-Z]\w{0,2}\b|[A-Z]iB\b)(?: [€$£¥])?\S{0,9}"
)
_BEFORE = r"[€$£¥§~≈±<>]|(?:N[or]|pp?|S|Bd|Vol|Kap)\.|[^\s\d]{2,8}(?= \d{1,3}[.,]\d| \d+ / \d)"
_TOGETHER = (
    r"(?:[^\W\d_]\. )+\S{1,40}|[*†‡] \S{1,40}"
    rf"|(?:{_BEFORE}) {_NUMBER}(?: / {_NUMBER})?(?: {_UNIT}|\S{{0,3}})"
    rf"|{_NUMBER} / {_NUMBER}(?: {_UNIT}|\S{{0,3}})|{_NUMBER} {_UNIT}"
    r"|\d{1,3}(?: \d{3})+\S{0,3}"
)
"""Initials or the mark of a note with the word behind them; a number with its unit, its sign, the
word that says what it is, and what it is out of: ``GPA 3.85 / 4.00``, ``3 ECTS``, ``12 000``."""
_PIECES = pattern(rf"{_TOGETHER}|\S+|\s+")
_PLAIN = pattern(r"\s*(?:[^\W\d_]{2,22}[,.;:]?(?:\s+|$))+")  # of no words that are kept or long
_DIVISIBLE = pattern(
    r"(?=.{3,40}$)[\u0021-\u2dff\ufb00-\ufb4f]+[-\u2010\u2013\u2014/?&=.:@][\u0021-\u2dff]+"
)
_KEPT = pattern(rf"{_TOGETHER}|{_DIVISIBLE.pattern}")
_HUGE = pattern(r"\S*(?:(?![/?&=-])[!-\u052f]){50}\S*")
"""A word that may be longer than a line, without a place to break it."""
_NUMBERS = pattern(r"(?=.*\d).{1,24}")
"""A date, or a telephone number."""
_WIDE = pattern(r"[\u2e80-\ud7af\uf900-\ufaff\uff00-\uffef]{4}$")
_ACCENT = pattern("((?<=[0-9\u0370-\u03ff∂∇])[\u0302-\u0308\u0332]+|(?<=\\w)[\u0332\u20d7\u20db]+)")
"""Accents over letters that fonts have no place for: alone they stand behind them."""
_OVERLINE, _MACRON = "\u0305", "\u0304"
"""They look alike here, and all fonts have the latter."""
_LONG, _LAST_LINE, _LONG_WORD = 60, 12, 24
"""A text of so many bytes may take several lines: wide letters are of three; what stands on a line
of its own should have so many letters; a word of so many may be longer than a line."""
_COMPOUND = pattern(r"(?=.{24,120}$)[^\s/@_\d]*[A-Za-zÀ-\u052f\u1e00-\u1fff]{24}[^\s/@_\d]*")
"""A word that may be longer than a narrow line, and has syllables: longer ones are none."""
_TO_THE_LEFT = pattern(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_RANGE = pattern(r"(?<=\d)[-\u2010\u2013](?=\d)")
"""The dash of a range of numbers, which lines from right to left tear; a WORD JOINER holds it."""
_LATIN, _LETTER = pattern("[ -~\u00a0\u202f]+"), pattern(r"\+?[0-9A-Za-z]")
_STOPS, _SIGNED = " ,.;:!?)\u00a0\u202f", pattern(r"[+#]$|\d[ \u00a0\u202f]\d{3}\b")
"""Of what runs from left to right: its stops, and what lines from right to left tear (C++)."""
_SIDED = frozenset({"h1", "h2", "h3", "h4", "h5", "li", "p", "pre", "summary", "blockquote"})
_BESIDE = frozenset({"label", "year", "count", "when"})
"""The classes of what stands in a line with other words, and says nothing of their side."""
_IN_FRONT = _BESIDE - {"when"} | {"term"}
_IN_A_LINE = frozenset({"head", "paper"})
"""The classes of what has its parts on one side."""
_ALONE = frozenset({"line", "alone"})
"""The classes of what is a text of its own in a line with others."""
_PARTING = pattern(r"\W*\s")
"""What parts the words of a line from those before them."""
_COMPOSED = frozenset({"imprint", "credits", "note", "sub", "details", "words", "line", "dated"})
"""The classes of what patterns make of parts."""
_NAMES = frozenset({"authors", "editors", "paper", "reference"})
"""The classes of what begins with names, each of which has a side of its own."""
_IN_LINES = frozenset({"a", "code", "em", "h3", "h4", "h5", "span", "strong", "sub", "sup", "time"})


@on_pages
def paged_html(value: str | Inlines) -> str:
    """HTML text whose lines break where neither readers nor programs stumble.

    Words such as ``low-latency`` stay whole: programs take a hyphen or a slash at the end of a line
    for a division, and read another word or two. Initials stay with the name, numbers with their
    unit, marks with their note, and the last words of a paragraph with one another.

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


@on_pages
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
        case Formula(body):
            return _fold(without(body, Link), url, is_end)
        case Link(body, target):
            return _fold(without(body, Link), "" if is_path(target) else target, is_end)


def _words(text: str, url: str, is_end: bool) -> str:
    """The text with what belongs together kept so, every run inside the link.

    No run is a space alone, which would not be drawn: only a gap would be left.
    """
    *before, text = text.split("\n")
    if before:
        return "<br>".join([*(_words(it, url, False) for it in before), _words(text, url, is_end)])
    end = _end(text) if is_end else len(text)
    plain = _PLAIN.fullmatch(text, 0, end)
    runs = [("", plain[0] if plain else "")]
    for piece in filter(None, [*(() if plain else _PIECES.findall(text[:end])), text[end:]]):
        mark = "kept" if piece == text[end:] else _mark(piece)
        if mark.startswith("huge") and runs == [("", "")]:
            mark += " opening"  # which no line could begin with: a bullet stands before it
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
    if len(piece) < _LONG_WORD and (piece[:-1] or piece).isalpha():  # as most are
        return ""
    if _KEPT.fullmatch(piece):
        return "kept"
    found = {"huge": _HUGE, "compound": _COMPOUND}
    return " ".join(name for name, form in found.items() if form.fullmatch(piece))


def _end(text: str) -> int:
    """Where the words begin that are to stand on the last line together."""
    start = text.rfind(" ", 0, max(len(text) - _LAST_LINE, 0)) + 1
    if start > 0 and " " in text[start:] and len(text) - start < 3 * _LAST_LINE:
        return _beginning(text, start)
    wide = _WIDE.search(text)
    return wide.start() if wide else len(text)


def _beginning(text: str, place: int) -> int:
    """Where what is kept together begins that goes over this place; else the place itself."""
    near = text.rfind(" ", 0, max(place - _LONG, 0)) + 1
    found = next(each for each in _PIECES.finditer(text, near) if each.end() > place)
    return found.start()


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


def turn_paragraphs(root: Element) -> None:
    """Gives each paragraph, heading and item the direction of its first letter that has one, as
    ``dir="auto"`` does in browsers; WeasyPrint does not know it.

    In a CV that is written from right to left all stands at the right, with its bullets: there the
    words alone are turned.
    """
    if root.get("dir") == "rtl":
        _mirror(root)
    elif any(map(_TO_THE_LEFT.search, root.itertext())):
        _turn(root, "ltr")


def _turn(element: Element, around: str) -> None:
    classes = element.get("class", "").split()
    if "contact" in classes:
        return
    own = element.get("dir") or _own_side(element, classes) or around
    if own != around:
        element.set("dir", own)
    if element.tag in _SIDED and (own == "rtl" or _TO_THE_LEFT.search("".join(_said(element)))):
        _loosen(element, own)
    for child in element:
        _turn(child, own)
        if child.get("dir", own) != own and not _IN_A_LINE.isdisjoint(classes):
            _wrap(child)


def _mirror(element: Element) -> None:
    for child in element:
        classes = child.get("class", "").split()
        if child.tag == "pre":
            child.set("dir", "ltr")
        elif child.tag in _SIDED and _is_foreign(child, classes):
            _set_apart(child)
        elif not _ALONE.isdisjoint(classes) and _is_foreign(child, classes):
            child.set("dir", "ltr")
            _wrap(child, _PARTING.match(child.text or ""))
        elif child.tag in _SIDED or not _ALONE.isdisjoint(classes):
            _loosen(child)
        _mirror(child)


def _is_foreign(element: Element, classes: list[str]) -> bool:
    """Whether the words run from left to right: prose as its first letter says, what is composed of
    parts where none of these is written from right to left, a publication as its title does."""
    if "reference" in classes:
        return element.get("dir") != "rtl"
    said = "".join(_said(element))
    is_composed = not (_COMPOSED | _NAMES).isdisjoint(classes)
    return side(said) == "ltr" and not (is_composed and _TO_THE_LEFT.search(said))


def _own_side(element: Element, classes: list[str]) -> str:
    if element.tag not in _SIDED or not _NAMES.isdisjoint(classes):
        return ""
    return side("".join(_said(element)))


def _said(element: Element) -> Iterator[str]:
    """The words of an element, without those that stand beside them."""
    yield element.text or ""
    for child in element:
        if _BESIDE.isdisjoint(child.get("class", "").split()):
            yield from _said(child)
        yield child.tail or ""


def _loosen(element: Element, around: str = "rtl") -> None:
    """Dissolves what keeps words together: WeasyPrint would set each alone, in another order."""
    before: Element | None = None
    for child in list(element):
        if before is not None and _is_more(child, before):
            before.text = f"{before.text or ''}{before.tail or ''}{child.text or ''}"
            before.tail = child.tail
            element.remove(child)
            continue
        is_turned = around == "rtl" or _TO_THE_LEFT.search(child.text or "")
        if child.tag != "span" or child.get("class") != "kept" or len(child) or not is_turned:
            before = child
            continue
        text = _RANGE.sub("\\g<0>\u2060", child.text or "") + (child.tail or "")
        if before is None:
            element.text = (element.text or "") + text
        else:
            before.tail = (before.tail or "") + text
        element.remove(child)
    for index, child in reversed([*enumerate(element, 1)]):
        child.tail = _held(element, index, child.tail or "")
    element.text = _held(element, 0, element.text or "")


def _held(element: Element, index: int, text: str) -> str:
    """What is left of a text before words that are torn: they get elements of their own."""
    for run in reversed([*_LATIN.finditer(text)]):
        end = run.start() + len(run[0].rstrip(_STOPS))
        letter = _LETTER.search(text, run.start(), end)
        if letter and _SIGNED.search(text, (start := letter.start()), end):
            element.insert(index, Element("span", dir="ltr"))
            element[index].text, element[index].tail = text[start:end], text[end:]
            text = text[:start]
    return text


def _is_more(link: Element, before: Element) -> bool:
    """Whether it goes on with the link before it."""
    is_plain = link.tag == before.tag == "a" and not len(link) and not len(before)
    return is_plain and link.get("href") == before.get("href") and not (before.tail or "").strip()


def _wrap(element: Element, parting: re.Match[str] | None = None) -> None:
    """Turns the words alone: they stay where they are among the others of a line or an item, as
    does what parts them from these."""
    inner, text = Element("span", dir=element.attrib.pop("dir")), element.text or ""
    start = parting.end() if parting else 0
    element.text, inner.text = text[:start] or None, text[start:] or None
    inner.extend(children := list(element))
    for child in children:
        element.remove(child)
    _insert(element, 0, inner)


def _insert(element: Element, index: int, inner: Element) -> None:
    """Puts the words into the element, the space at their end behind them."""
    element.insert(index, inner)
    last = inner
    while len(last) and not last[-1].tail:
        last = last[-1]
    said = (last[-1].tail if len(last) else last.text) or ""
    if said != said.rstrip():
        inner.tail = " "
        if len(last):
            last[-1].tail = said.rstrip()
        else:
            last.text = said.rstrip()


def _set_apart(element: Element) -> None:
    """Turns the words with which a paragraph or an item begins, behind its label and year."""
    inner = Element("span", dir="ltr")
    children = list(element)
    beside = [*takewhile(lambda child: child.get("class") in _IN_FRONT, children)]
    if beside:
        inner.text, beside[-1].tail = beside[-1].tail, None
    else:
        inner.text, element.text = element.text, None
    for child in children[len(beside) :]:
        if child.tag not in _IN_LINES and child.tag != "br":
            break
        element.remove(child)
        inner.append(child)
    if len(inner) or (inner.text or "").strip():
        _insert(element, len(beside), inner)
