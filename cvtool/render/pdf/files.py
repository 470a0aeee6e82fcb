"""What the page of cv.pdf may load, and the files inside it for programs that take the CV in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ...model.plain import dump
from ..jsonresume import resume

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
    relationship: str
    data: bytes
    description: str


class Files:
    """The bytes behind each address that the page may name. No other file is ever read."""

    def __init__(
        self, document: Document, theme: Theme, attached: tuple[Attached, ...] = ()
    ) -> None:
        self.document = document
        self.theme = theme
        self.attached = attached

    def read(self, url: str) -> tuple[bytes, str]:
        """The bytes and their media type, ``""`` where it does not matter.

        Raises ``FileNotFoundError`` for an address that the page may not load.
        """
        image = self.document.person.image
        if url == PORTRAIT and image:
            return image.data, image.media_type
        if url.startswith(ATTACHED):
            each = self.attached[int(url.removeprefix(ATTACHED))]
            return each.data, each.media_type
        if url.startswith(OWN_FONTS):
            return self.theme.font_data(int(url.removeprefix(OWN_FONTS))), ""
        name = PurePosixPath(unquote(url.removeprefix(BASE)))
        if not url.startswith(BASE) or name.is_absolute() or ".." in name.parts:
            raise FileNotFoundError(f"cv.pdf may not load '{url}'")
        return self.theme.find(f"pdf/{name}").read_bytes(), ""


def attached(document: Document) -> tuple[Attached, ...]:
    """``resume.json``, the same content as JSON Resume, and ``publications.bib`` if it has any."""

    def file(name: str, media_type: str, relationship: str, data: bytes) -> Attached:
        return Attached(name, media_type, relationship, data, document.labels[f"attached.{name}"])

    whole = file("resume.json", "application/json", "Alternative", dump(resume(document)))
    if not document.publications:
        return (whole,)
    from ...bib.bibtex import bibliography

    papers = bibliography(document.publications).encode("utf-8", "replace")
    return whole, file("publications.bib", "application/x-bibtex", "Data", papers)
