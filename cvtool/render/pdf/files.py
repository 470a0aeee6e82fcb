"""What the page of cv.pdf may load: the theme's files, the user's fonts, the portrait."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from ...model.document import Document
    from ..theme import Theme

BASE = "https://cvtool.invalid/"
"""Stands for the pdf folder of the theme; of a scheme that relative addresses can be joined to."""
OWN_FONTS = f"{BASE}own-fonts/"
PORTRAIT = f"{BASE}portrait"
ATTACHED = f"{BASE}attached/"


@dataclass(frozen=True)
class Attached:
    """A file inside the PDF. ``relationship`` is that of ISO 32000-2, 7.11.3."""

    name: str
    media_type: str
    description: str
    relationship: str
    data: bytes


class Files:
    """The bytes behind each address that the page may name. No other file is ever read."""

    def __init__(
        self, document: Document, theme: Theme, attached: tuple[Attached, ...] = ()
    ) -> None:
        self.image = document.person.image
        self.theme = theme
        self.attached = attached

    def read(self, url: str) -> tuple[bytes, str]:
        """The bytes and their media type, ``""`` where it does not matter.

        Raises ``FileNotFoundError`` for an address that the page may not load.
        """
        if url == PORTRAIT and self.image:
            return self.image.data, self.image.media_type
        if url.startswith(ATTACHED):
            each = self.attached[int(url.removeprefix(ATTACHED))]
            return each.data, each.media_type
        return self._font_or_template(url), ""

    def _font_or_template(self, url: str) -> bytes:
        if url.startswith(OWN_FONTS):
            return self.theme.font_data(int(url.removeprefix(OWN_FONTS)))
        name = PurePosixPath(unquote(url.removeprefix(BASE)))
        if not url.startswith(BASE) or name.is_absolute() or ".." in name.parts:
            raise FileNotFoundError(f"cv.pdf may not load '{url}'")
        return self.theme.find(f"pdf/{name}").read_bytes()
