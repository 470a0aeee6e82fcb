"""What the page of cv.pdf may load, and the files inside it for programs that take the CV in."""

from __future__ import annotations

from io import BytesIO
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ...model.document import headed
from ...model.later import NamedTuple, dataclass
from ...model.plain import dump
from ..jsonresume import shown_resume
from ..vcard import coded, drawn

if TYPE_CHECKING:
    from ...model.document import Document, Section
    from ..theme import Theme

BASE = "https://cvtool.invalid/"
"""Stands for the pdf folder of the theme; of a scheme that relative addresses can be joined to."""
OWN_FONTS = f"{BASE}own-fonts/"
EXTRA_FONTS = f"{BASE}extra-fonts/"
PORTRAIT = f"{BASE}portrait"
CODE = f"{BASE}code"
ATTACHED = f"{BASE}attached/"


@dataclass(frozen=True)
class Attached:
    """A file inside the PDF. ``relationship`` is that of ISO 32000-2, 7.11.3."""

    name: str
    media_type: str
    relationship: str
    data: bytes
    description: str


class ExtraFont(NamedTuple):
    """A font for characters that the text fonts lack: a file of the machine, or made ``data``.

    ``number`` is that of the font in a collection; no ``weight`` means that it has all of them.
    """

    path: str = ""
    number: int = 0
    data: bytes = b""
    weight: int = 0

    def read(self) -> bytes:
        """The font alone."""
        data = self.data or Path(self.path).read_bytes()
        if not data.startswith(b"ttcf"):
            return data
        from fontTools.ttLib import TTFont

        stream = BytesIO()
        TTFont(BytesIO(data), fontNumber=self.number, lazy=True, recalcTimestamp=False).save(
            stream, reorderTables=None
        )
        return stream.getvalue()


class Script(NamedTuple):
    """Characters that come together. ``package`` is Debian's with a font for them, if there is."""

    name: str
    package: str


class Setting(NamedTuple):
    """Characters of one script that have no font here, and the family that sets them instead."""

    script: Script
    chars: list[str]
    family: str


class Extras(NamedTuple):
    """What a page needs beside the text fonts: rules of CSS, and the fonts that these load.

    ``settings`` say which characters come from the machine, or as boxes.
    """

    style: str = ""
    fonts: tuple[ExtraFont, ...] = ()
    settings: tuple[Setting, ...] = ()


class Files:
    """The bytes behind each address that the page may name. No other file is ever read.

    ``ink`` is the colour that SVG files of the theme call ``currentColor``: as pictures they know
    nothing of the page, and would be black.
    """

    def __init__(self, document: Document, theme: Theme, ink: str = "black") -> None:
        self.document = document
        self.ink = ink
        self.theme = theme
        self.attached: tuple[Attached, ...] = ()
        self.extra_fonts: tuple[ExtraFont, ...] = ()

    def read(self, url: str) -> tuple[bytes, str]:
        """The bytes and their media type, ``""`` where it does not matter.

        Raises ``FileNotFoundError`` for an address that the page may not load.
        """
        image = self.document.person.image
        if url == PORTRAIT and image:
            return image.data, image.media_type
        if url == CODE:
            return drawn(coded(self.document)), "image/svg+xml"
        if url.startswith(ATTACHED):
            each = self.attached[int(url.removeprefix(ATTACHED))]
            return each.data, each.media_type
        if url.startswith(OWN_FONTS):
            return self.theme.font_data(int(url.removeprefix(OWN_FONTS))), ""
        if url.startswith(EXTRA_FONTS):
            return self.extra_fonts[int(url.removeprefix(EXTRA_FONTS))].read(), ""
        name = PurePosixPath(unquote(url.removeprefix(BASE)))
        if not url.startswith(BASE) or name.is_absolute() or ".." in name.parts:
            raise FileNotFoundError(f"cv.pdf may not load '{url}'")
        data = self.theme.data(f"pdf/{name}")
        if name.suffix == ".svg":
            data = data.replace(b"currentColor", self.ink.encode())
        return data, ""


def attached(document: Document, outline: tuple[Section, ...]) -> tuple[Attached, ...]:
    """``publications.bib`` and ``resume.json``, what the pages show of the sections and no more, by
    their names.

    Viewers look names up in the tree that these become (ISO 32000-2, 7.9.6): it has to be sorted.
    """

    def file(name: str, media_type: str, relationship: str, data: bytes) -> Attached:
        return Attached(name, media_type, relationship, data, document.labels[f"attached.{name}"])

    whole = dump(shown_resume(document, [*headed(outline)]))
    shown = file("resume.json", "application/json", "Alternative", whole)
    lists = (section.publications for section in headed(outline))
    papers = {each.key: each for each in chain(*lists)}
    if not papers:
        return (shown,)
    from ...bib.bibtex import bibliography

    data = bibliography(papers.values()).encode("utf-8", "replace")
    return file("publications.bib", "application/x-bibtex", "Data", data), shown
