"""What the page of cv.pdf may load: the theme's files, the user's fonts, the portrait."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from ...document import Document
    from ...theme import Theme

BASE = "https://cvtool.invalid/"
"""Stands for the pdf folder of the theme; of a scheme that relative addresses can be joined to."""
OWN_FONTS = f"{BASE}own-fonts/"
PORTRAIT = f"{BASE}portrait"

_FAMILIES = {"serif": "CV Serif", "sans": "CV Sans", "code": "CV Code"}


class Files:
    """The bytes behind each address that the page may name. No other file is ever read."""

    def __init__(self, document: Document, theme: Theme) -> None:
        self.image = document.person.image
        self.theme = theme

    def read(self, url: str) -> bytes:
        """Raises ``FileNotFoundError`` for an address that the page may not load."""
        if url == PORTRAIT and self.image:
            return self.image.data
        if url.startswith(OWN_FONTS):
            return self.theme.fonts[int(url.removeprefix(OWN_FONTS))].read_bytes()
        name = PurePosixPath(unquote(url.removeprefix(BASE)))
        if not url.startswith(BASE) or name.is_absolute() or ".." in name.parts:
            raise FileNotFoundError(f"cv.pdf may not load '{url}'")
        return self.theme.find(f"pdf/{name}").read_bytes()


def own_fonts(theme: Theme) -> str:
    """Style rules that put the user's fonts, by name, behind the shipped ones."""
    names = [f"CV Own {index}" for index in range(len(theme.fonts))]
    faces = [
        f'@font-face {{ font-family: "{name}"; src: url("{OWN_FONTS}{index}"); }}'
        for index, name in enumerate(names)
    ]
    behind = "".join(f', "{name}"' for name in names)
    stacks = [f'--{name}: "{family}"{behind};' for name, family in _FAMILIES.items()]
    return "\n".join([*faces, f":root {{ {' '.join(stacks)} }}"]) if names else ""
