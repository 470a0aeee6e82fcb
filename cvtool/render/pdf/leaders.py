"""Leaders of white space that are drawn: what they put at the right edge is read with its line.

It reaches behind WeasyPrint 70, as ``patches.py`` does, which says when. ``content: leader(" ")``
puts a date at the right edge. WeasyPrint draws no box of white space alone, so a gap is left, which
readers take for the space between two columns: they read the dates apart from their headings.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

_NO_BREAK = "\N{NO-BREAK SPACE}"
_STRETCHED = 1.5
"""As wide as usual times this, a space is: with twice that, pdfminer parts the line there."""


class _Drawn(str):
    """White space that WeasyPrint draws: it asks what is left of a text when stripped."""

    __slots__ = ()

    def strip(self, *_: Any) -> str:
        return self


class Gap(_Drawn):
    """The same of no-break spaces: ``patches.py`` has it say its text as a whole. pdftotext drops
    each space and goes by gaps, but takes what is said of several signs at once for a word."""

    __slots__ = ()


@contextmanager
def drawn_leaders() -> Iterator[None]:
    """While it lasts, leaders of white space are characters: one box of spaces each.

    In place of WeasyPrint's own function, which also looks for leaders in boxes that have lines of
    their own, and measures without the indentation of a line and the floats beside it.
    """
    inline: Any = import_module("weasyprint.layout.inline")
    before = inline.handle_leader

    def handle_leader(context: Any, line: Any, block: Any) -> None:
        way = _way(line)
        if way and way[-1][1].children:
            if way[-1][1].children[0].text.strip():
                before(context, line, block)
            else:
                _widen(context, line, block, way)

    inline.handle_leader = handle_leader
    try:
        yield
    finally:
        inline.handle_leader = before


def _way(box: Any) -> list[tuple[int, Any]]:
    """The way to the first leader of a line: which child each time, and the child."""
    boxes = import_module("weasyprint.formatting_structure.boxes")
    for index, child in enumerate(box.children):
        if child.is_leader:
            return [(index, child)]
        if isinstance(child, boxes.InlineBox) and (way := _way(child)):
            return [(index, child), *way]
    return []


def _widen(context: Any, line: Any, block: Any, way: list[tuple[int, Any]]) -> None:
    """Makes the leader as wide as there is room, and moves what stands behind it."""
    is_left = line.style["direction"] == "ltr"
    room = _room(context, line, block, is_left)
    if room <= 0:
        return
    box = line
    for index, child in way:
        for each in box.children[index + 1 :]:
            if each.is_in_normal_flow():
                each.translate(dx=room if is_left else -room)
        box = child
        box.width += room
        if not is_left:
            box.position_x -= room
    line.width += room
    _fill(context, way[-1][1])


def _room(context: Any, line: Any, block: Any, is_left: bool) -> float:
    """How far the line is from the end of its block, or from what floats there."""
    edges = [block.content_box_x(), block.content_box_x() + block.width]
    for shape in context.excluded_shapes:
        if shape.position_y <= line.position_y < shape.position_y + shape.margin_height():
            if shape.style["float"] == "right":
                edges[1] = min(edges[1], shape.position_x)
            else:
                edges[0] = max(edges[0], shape.position_x + shape.margin_width())
    found = [each for each in line.children if each.is_in_normal_flow()]
    if is_left:
        return float(edges[1] - max(each.position_x + each.margin_width() for each in found))
    return float(min(each.position_x for each in found) - edges[0])


def _fill(context: Any, leader: Any) -> None:
    """Puts one box of spaces into it, each so much wider than usual that they fill it."""
    box = leader.children[0].copy()
    space = box.width / len(box.text)
    count = max(2, int(leader.width / (space * _STRETCHED)))
    box.justification_spacing = (leader.width - count * space) / count
    box.text = (Gap if _NO_BREAK in box.text else _Drawn)(" " * count)
    box.position_x, box.width = leader.position_x, leader.width
    create_layout = import_module("weasyprint.text.line_break").create_layout
    box.pango_layout = create_layout(box.text, box.style, context, None, box.justification_spacing)
    box.pango_layout.deactivate()
    leader.children = (box,)
