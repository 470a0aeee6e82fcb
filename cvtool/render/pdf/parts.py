"""A long CV in parts, of which only one at a time is in memory while it is laid out.

A part begins where a page does, with a paper, and ends with some paper. Its pages are those of the
whole CV, but for the last, which may have room left: with that one the next part begins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from xml.etree.ElementTree import Element

_PAPERS = 100
_Path = tuple[int, ...]
"""The way from the root to an element: which child to take, again and again."""
Take = Callable[[Any, list[Any]], None]
"""Takes WeasyPrint's document, and those of its pages that are to stay."""


def is_long(root: Element) -> bool:
    """Whether the CV has so many papers that it is better laid out in parts."""
    return sum(map(_is_paper, root.iter())) > 2 * _PAPERS


def lay_out_parts(root: Element, lay_out: Callable[[Element], Any], take: Take) -> None:
    """Has each part laid out, and its pages taken.

    ``lay_out`` makes WeasyPrint's document of a page of HTML. Of ``root`` the papers are lost on
    the way.
    """
    papers = dict(_papers(root))
    paths = list(papers)
    start: _Path = ()
    first, length = 0, _PAPERS
    while first + length < len(paths):
        part = _part(root, start, paths[first + length])
        done = _take_complete(part, lay_out(part), _before(start), take)
        if done is None:
            length *= 2
            continue
        for path in paths[first : first + done]:
            del papers[path][:]
        first, length = first + done, _PAPERS
        start = paths[first]
    last = lay_out(_part(root, start, ()))
    take(last, last.pages[_before(start) :])


def take_margins(root: Element) -> list[Element]:
    """Takes headers and footers out of the page, and returns them."""
    _, body = root
    margins = [each for each in body if "running" in each.get("class", "").split()]
    for each in margins:
        body.remove(each)
    return margins


def empty_pages(root: Element, margins: list[Element], count: int) -> Element:
    """So many pages that have nothing but headers and footers.

    WeasyPrint makes no element of the file of an HTML element that is called ``body``.
    """
    head, body = root
    empty = Element(body.tag, body.attrib)
    empty.extend(margins)
    empty.extend(Element("body", style="break-before: page") for _ in range(count))
    page = Element(root.tag, root.attrib)
    page.extend((head, empty))
    return page


def _papers(element: Element, path: _Path = ()) -> Iterator[tuple[_Path, Element]]:
    for index, child in enumerate(element):
        if _is_paper(child):
            yield (*path, index), child
        else:
            yield from _papers(child, (*path, index))


def _is_paper(element: Element) -> bool:
    return "paper" in element.get("class", "").split()


def _before(start: _Path) -> int:
    """How many empty pages are in front of a part: one, except before the first."""
    return 1 if start else 0


def _part(root: Element, start: _Path, end: _Path) -> Element:
    """A page of HTML; where it is not the first, an empty page stands for those before it."""
    part = _between(root, start, end)
    if _before(start):
        part[-1].insert(0, Element("div", style="break-after: page"))
    return part


def _between(element: Element, start: _Path, end: _Path) -> Element:
    """The element from the one at ``start`` to before the one at ``end``, or all where none is."""
    copy = Element(element.tag, element.attrib)
    copy.tail = element.tail
    if start:
        count = sum(map(_is_paper, element[: start[0]]))
        copy.set("style", f"margin-top: 0; counter-reset: paper {count}")
    else:
        copy.text = element.text
    first, last = (start or (0,))[0], (end or (len(element),))[0]
    for index in range(first, last + (len(end) > 1)):
        child = element[index]
        child_start = start[1:] if index == first else ()
        child_end = end[1:] if index == last else ()
        is_whole = not child_start and not child_end
        copy.append(child if is_whole else _between(child, child_start, child_end))
    return copy


def _take_complete(part: Element, document: Any, skip: int, take: Take) -> int | None:
    """Takes the pages that are as they would be in the whole CV, and says how many papers are on
    them; none where not even the first page is."""
    papers = [each for each in part.iter() if _is_paper(each)]
    pages = document.pages[skip:]
    for number in range(len(pages) - 1, 0, -1):
        paper = _first_paper(pages[number])
        if paper is not None and paper not in _elements(pages[number - 1]):
            take(document, pages[:number])
            return papers.index(paper)
    return None


def _first_paper(page: Any) -> Element | None:
    """The paper that the page begins with; WeasyPrint tells it in its boxes only."""
    for box in page._page_box.descendants():
        if box.element is not None and _is_paper(box.element):
            return box.element  # type: ignore[no-any-return]
        if getattr(box, "text", "").strip():
            return None
    return None


def _elements(page: Any) -> set[Element]:
    return {box.element for box in page._page_box.descendants()}
