"""What the page of cv.pdf may load, and the files inside it for programs that take the CV in."""

from __future__ import annotations

from collections.abc import Iterator
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


def attached(document: Document) -> tuple[Attached, ...]:
    """``resume.json``, the same content as JSON Resume, and ``publications.bib`` if there are any.

    The relationships are those of ISO 32000-2, 7.11.3.
    """
    return tuple(_attached(document))


def _attached(document: Document) -> Iterator[Attached]:
    data = dump(resume(document))
    yield _file(document, "resume.json", "application/json", "Alternative", data)
    if document.publications:
        from ...bib.bibtex import bibliography

        text = bibliography(document.publications).encode("utf-8", "replace")
        yield _file(document, "publications.bib", "application/x-bibtex", "Data", text)


def _file(
    document: Document, name: str, media_type: str, relationship: str, data: bytes
) -> Attached:
    description = document.labels[f"attached.{name}"]
    return Attached(name, media_type, description, relationship, data)
