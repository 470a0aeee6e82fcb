"""Rows of cv.pdf beyond their template: what they hold, labels in a column, no bar at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from ...model.later import pattern
from ...model.scripts import is_wide
from .patches import content

_SAME_LINE = 2
"""Pixels."""
_COLON = pattern(r"(\s?[(（][^()（）]*[)）])?\s?[:：]\s*")
"""What stands behind a label, and how good one is at it."""
_WIDEST_TERM = 26
"""How many letters of a label fit into the column."""

_LONGEST_CONTACTS, _LETTERS_OF_A_LINE, _SHORT, _SINGLE = 2500, 90, 7, 120
"""Some half a page; a line, some letters less than it holds; the lines of what is kept whole, so
few that they leave no great gap at the bottom of a page; what may stand in a line or two."""
_BLOCK = pattern("article|blockquote|div|h[2-5]|li|[ou]l|p(re)?|section")
_ENDS, _WIDEST_END, _LONGEST_END = ("when", "place"), 20, 46
"""Classes, and how many letters of theirs fit into a column or an end of a line."""


def mark_breaks(root: Element) -> None:
    """Marks the items and entries that are short enough to be kept on one page, the contacts that
    are too long for a flex box, which WeasyPrint measures anew on each page that it goes on to, and
    the times and places that are too long for a column or for the end of a line."""
    _mark_breaks(root)
    for element in root.iter():
        classes = element.get("class", "")
        if classes == "contact" and len("".join(element.itertext())) > _LONGEST_CONTACTS:
            element.set("class", "contact long")
        elif classes.endswith(_ENDS):
            width = _letters("".join(element.itertext()))
            mark = "long" if width > _LONGEST_END else "wrapped" if width > _WIDEST_END else ""
            element.set("class", f"{classes} {mark}".strip())


def _mark_breaks(element: Element) -> int:
    """How many letters its lines hold, those that are not full counted as if they were."""
    letters = _letters(element.text)
    for child in element:
        letters += _mark_breaks(child) + _letters(child.tail)
    if not _BLOCK.fullmatch(element.tag):
        return letters
    lines, classes = -(-letters // _LETTERS_OF_A_LINE), element.get("class", "")
    if lines <= _SHORT and (element.tag == "li" or "entry" in classes.split()):
        marks = "short single" if letters <= _SINGLE else "short"
        element.set("class", f"{classes} {marks}".strip())
    return lines * _LETTERS_OF_A_LINE


def _letters(text: str | None) -> int:
    """How wide a text is, in letters: signs of East Asia are as wide as two."""
    folded = " ".join((text or "").split())
    return len(folded) + (0 if folded.isascii() else sum(map(is_wide, folded)))


def mark_terms(root: Element) -> None:
    """Marks the labels with which lines begin, where the theme has a column for them."""
    body = root.find("body")
    if body is not None and "terms" in body.get("class", "").split():
        for line in root.iterfind(".//div[@class='row']/span[1][@class='line']"):
            if len(line) and not line.text:
                _mark_term(line[0])


def _mark_term(term: Element) -> None:
    """Takes the colon to it; a label that is too long for the column stays where it is."""
    colon = _COLON.match(term.tail or "")
    if term.tag == "strong" and colon:
        said = colon[0].rstrip()
        if _letters("".join((*term.itertext(), said))) <= _WIDEST_TERM:
            term.set("class", "term")
            SubElement(term, "span").text = said
            term.tail = colon.string[colon.end() :]


def tidy(pages: Sequence[Any]) -> None:
    """Takes away what only the pages show to be too much: bars at the ends of lines, and the usual
    footer of a single page."""
    _tidy_contacts(pages)
    for box in content(pages[0], of_margins=True) if len(pages) == 1 else ():
        if any("usual" in _classes(child) for child in box.children):
            box.children = []


def _classes(box: Any) -> list[str]:
    found: list[str] = [] if box.element is None else box.element.get("class", "").split()
    return found


def _tidy_contacts(pages: Iterable[Any]) -> None:
    """What is set in the middle moves there again."""
    for page in pages:
        found = [each for box in content(page) for each in _contacts(box)]
        for row in found:
            _tidy(row)
        if not found:
            return


def _contacts(box: Any) -> Iterator[Any]:
    """The lists of contacts inside the box."""
    is_contact = "contact" in _classes(box)
    for child in getattr(box, "children", ()):
        if is_contact and child.element_tag == "ul":
            yield child
        else:
            yield from _contacts(child)


def _tidy(contacts: Any) -> None:
    items = [*_items(contacts)]
    row: list[Any] = []
    for (item, line, bar), (after, _, _) in pairwise([*items, (None, None, None)]):
        row.append(item)
        if after is not None and abs(after.position_y - item.position_y) < _SAME_LINE:
            continue
        if bar is not None:
            line.children = [each for each in line.children if each is not bar]
            _recentre(row, contacts, bar.margin_width() / 2)
        row = []


def _items(box: Any) -> Iterator[tuple[Any, Any, Any]]:
    """Each piece of an item of a list, with the box that its bar is in, and the bar, if it has
    one."""
    for child in getattr(box, "children", ()):
        if child.element_tag == "li":
            line, bar = next(_bars(child), (None, None))
            yield child, line, bar
        else:
            yield from _items(child)


def _bars(box: Any) -> Iterator[tuple[Any, Any]]:
    for child in getattr(box, "children", ()):
        if child.element_tag == "li::after":
            yield box, child
        else:
            yield from _bars(child)


def _recentre(row: Iterable[Any], contacts: Any, by: float) -> None:
    if contacts.style["justify_content"] in ("center", ("center",)):
        for item in row:
            item.translate(dx=-by if contacts.style["direction"] == "rtl" else by)
