"""The fonts of the machine: whether the family that the user names is among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ...model.problems import Problem, near, quoted
from .. import RenderError

_PATH = ("pdf", "font")


def require(family: str, fonts: Any, own: Iterable[str]) -> None:
    """Raises ``RenderError`` unless WeasyPrint's configuration of ``fonts`` has the family.

    fontconfig would take another font without a word. ``own`` are the families that the user could
    have meant, too: those of the files in ``fonts/``.
    """
    known = set(_families(fonts))
    if family.casefold() in {name.casefold() for name in known}:
        return
    message = (
        f"no font is called {quoted(family)}: put its files into a folder 'fonts' beside cv.yaml, "
        f"install it, or write serif or sans{near(family, sorted({*known, *own}))}"
    )
    raise RenderError(message, [Problem(_PATH, message)])


def _families(fonts: Any) -> Iterator[str]:
    """Every name of every family, in all the languages that the fonts have it in."""
    from weasyprint.text.ffi import ffi, fontconfig

    found = fontconfig.FcConfigGetFonts(fonts._config, fontconfig.FcSetSystem)
    name = ffi.new("FcChar8 **")
    for index in range(0 if found == ffi.NULL else found.nfont):
        count = 0
        while not fontconfig.FcPatternGetString(found.fonts[index], b"family", count, name):
            yield ffi.string(name[0]).decode("utf-8", "replace")
            count += 1
