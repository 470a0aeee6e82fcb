"""The user's CV in every theme, as PDF and as pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..store.digests import replace_file

if TYPE_CHECKING:
    from ..model.document import Document
    from ..render.theme import Theme

_PAGES = 2
_SPACE = 16
_COLORS = 64


def previews(document: Document, theme: Theme, folder: Path) -> Iterator[Path]:
    """Writes ``THEME.pdf`` and ``THEME.png`` (the first two pages side by side) for each theme.

    Yields each file when it is written. Raises ``RenderError`` as the PDF does, and
    where the folder cannot be written.
    """
    from ..render import RenderError
    from ..render.pdf import make

    for name in theme.looks("pdf"):
        pdf = make(document, replace(document.pages, theme=name), theme).data
        for suffix, data in ((".pdf", pdf), (".png", _picture(pdf))):
            path = folder / f"{name}{suffix}"
            try:
                replace_file(path, data)
            except OSError as error:
                raise RenderError(f"cannot write into '{folder}': {error.strerror}") from None
            yield path


def _picture(pdf: bytes) -> bytes:
    """The first pages of a PDF side by side, as PNG."""
    from PIL import Image

    from ..render.pdf import png, rasterized

    pages = rasterized(pdf)[:_PAGES]
    width = sum(page.width + _SPACE for page in pages) - _SPACE
    sheet = Image.new("RGB", (width, max(page.height for page in pages)), "#d8dde3")
    left = 0
    for page in pages:
        sheet.paste(page, (left, 0))
        left += page.width + _SPACE
    return png(sheet.quantize(_COLORS), optimize=True)
