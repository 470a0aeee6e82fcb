"""Lines drawn by what is known of their glyphs: every byte of the PDF is as WeasyPrint 70 would
write it.

Each part says what it gives; ``tests/test_pdf_patches.py`` fails once one may go.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from .kept import replaced

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
