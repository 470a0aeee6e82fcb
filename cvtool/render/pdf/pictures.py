"""PDF -> pictures, by PDFium: the same on every machine, as it uses nothing of the machine."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

_SCALE = 96 / 72


def rasterized(pdf: bytes) -> list[Image]:
    """Every page, a pixel for a pixel of CSS."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    return [document[index].render(scale=_SCALE).to_pil() for index in range(len(document))]


def png(image: Image, *, optimize: bool = False) -> bytes:
    """The picture as a PNG file; ``optimize`` takes more time for a smaller one."""
    stream = BytesIO()
    image.save(stream, "PNG", optimize=optimize)
    return stream.getvalue()
