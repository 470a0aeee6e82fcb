"""Lines as they are drawn. Of what is known of their glyphs every byte of the PDF is as WeasyPrint
70 would write it; leaders of white space are drawn, too: what they put at the right edge is read
with its line.

``content: leader(" ")`` puts a date at the right edge. WeasyPrint draws no box of white space
alone, so a gap is left, which readers take for the space between two columns: they read the dates
apart from their headings.

Each part says what it gives; ``tests/test_pdf_patches.py`` fails once one may go.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from .kept import replaced

_NO_BREAK = "\N{NO-BREAK SPACE}"
_STRETCHED = 1.5
"""As wide as usual times this, a space is: with twice that, pdfminer parts the line there."""
_NUMBERS = 5
"""Of what Pango says of a glyph: which it is, how wide and how far moved it is, and flags."""
_LEAST_SIZE, _LEAST_PANGO = 1e-6, 14802
"""What is smaller is not drawn; older ones do not say the size of a font as it was asked for."""


@contextmanager
def known_glyphs() -> Iterator[None]:
    """WeasyPrint asks and reckons again what to write of each glyph, and for each line what its
    fonts are: half of the drawing. Lines whose glyphs have all been there are written at once.

    All else, such as glyphs that are moved or that no font has, is left to WeasyPrint.
    """
    draw = import_module("weasyprint.draw.text")
    usual, known = draw.draw_first_line, _Known()
    can_know = draw.pango.pango_version() >= _LEAST_PANGO

    def draw_first_line(stream: Any, box: Any, overflow: Any, ellipsis: Any, matrix: Any) -> Any:
        is_whole = can_know and overflow != "ellipsis" and ellipsis == "none"
        if is_whole and box.text.strip() and box.style["font_size"] >= _LEAST_SIZE:
            layout = box.pango_layout.layout
            draw.pango.pango_layout_set_single_paragraph_mode(layout, True)
            if runs := known.runs(stream, layout):
                stream.set_text_matrix(*matrix.values)
                for font, size, said in runs:
                    stream.set_font_size(font.hash, size)
                    stream.show_text(said)
                return []
        return usual(stream, box, overflow, ellipsis, matrix)

    with replaced(draw, "draw_first_line", draw_first_line):
        yield


class _Glyphs(dict[tuple[int, ...], str]):
    """What to write of each glyph of a font in a size, by what Pango says of it. Raises
    ``KeyError`` where WeasyPrint has not met it yet, or does more with it."""

    def __init__(self, font: Any, size: float, unit: float) -> None:
        super().__init__()
        self.font, self.size = font, size
        self._unit = unit
        self._is_plain = not (font.bitmap or font.png or font.svg or font.colr)

    def __missing__(self, key: tuple[int, ...]) -> str:
        glyph, width, *moved, _ = key
        if any(moved) or not self._is_plain or glyph not in self.font.to_unicode:
            raise KeyError(glyph)
        kerning = self.font.widths[glyph] - width * 1000 * self._unit / self.size
        said = self[key] = f"{glyph:04x}>{int(kerning)}<" if kerning else f"{glyph:04x}"
        return said


class _Known:
    """The fonts of a PDF by those of Pango, which stay for as long."""

    def __init__(self) -> None:
        self._library = library = import_module("weasyprint.text.ffi")
        self._line, self._end = library.pango.pango_layout_get_line_readonly, library.ffi.NULL
        self._buffer, self._size = library.ffi.buffer, library.ffi.sizeof("PangoGlyphInfo")
        self._of: object = None
        self._fonts: dict[Any, tuple[_Glyphs, Any]] = {}

    def runs(self, stream: Any, layout: Any) -> list[tuple[Any, float, str]]:
        """What to write of a line: fonts, their sizes and words; nothing where some of it is not
        known."""
        found: list[tuple[Any, float, str]] = []
        last: _Glyphs | None = None
        run = self._line(layout, 0).runs
        while run != self._end:
            item, run = run.data, run.next
            glyphs = self._glyphs(stream, item.item.analysis.font)
            numbers = self._buffer(item.glyphs.glyphs, self._size * item.glyphs.num_glyphs)
            try:
                said = _said(glyphs, memoryview(numbers).cast("i"))
            except KeyError:
                return []
            if glyphs is last:
                said = found.pop()[2] + said
            found.append((glyphs.font, glyphs.size, said))
            last = glyphs
        return found

    def _glyphs(self, stream: Any, pango_font: Any) -> _Glyphs:
        if stream._fonts is not self._of:
            self._of, self._fonts = stream._fonts, {}
        if pango_font not in self._fonts:
            font, size = stream.add_font(pango_font)
            gobject = self._library.gobject
            held = self._library.ffi.gc(gobject.g_object_ref(pango_font), gobject.g_object_unref)
            self._fonts[pango_font] = _Glyphs(font, size, self._library.FROM_UNITS), held
        return self._fonts[pango_font][0]


def _said(glyphs: _Glyphs, numbers: memoryview) -> str:
    each = iter(numbers)
    said = "".join(map(glyphs.__getitem__, zip(*[each] * _NUMBERS, strict=True)))
    if not said:
        raise KeyError
    return f"<{said[:-1]}" if said.endswith("<") else f"<{said}>"


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
