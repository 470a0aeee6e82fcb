"""The text of a PDF by the programs that others read it with, and what each makes of a page.

Each takes a page apart in a way of its own. What they have in common: a gap wider than 0.7 em parts
a line, a positioned box comes last, and a line must stand clear of a large one above it. Hence
the spaces up to the dates, the separators between contacts and the bullets as text. Others, such
as old pdf.js, guess no space from a gap, or cannot spell a ligature (Ghostscript): every space is a
character, and there are no ligatures. Readers on pdf.js take marked content for a boundary, and
lose the space in front: a paragraph is one sequence of it.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from ctypes import byref, c_double

import pypdfium2
import pypdfium2.raw as pdfium
from pdfminer.high_level import extract_text
from pdfs import pages

from cvtool.model.document import Document, Running

_NEW_PAGE = "\f"


def pdftotext(*options: str) -> Callable[[bytes], list[str]]:
    """What gives the text of each page, by pdftotext with these options."""

    def read(data: bytes) -> list[str]:
        assert shutil.which("pdftotext"), "pdftotext is missing: apt-get install poppler-utils"
        command = ["pdftotext", "-enc", "UTF-8", *options, "-", "-"]
        done = subprocess.run(command, input=data, capture_output=True, check=True)
        return done.stdout.decode().split(_NEW_PAGE)[:-1]

    return read


def _pdfminer(data: bytes) -> list[str]:
    return extract_text(io.BytesIO(data)).split(_NEW_PAGE)[:-1]


def _pdfium(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]


READERS: Mapping[str, Callable[[bytes], list[str]]] = {
    "pypdf": pages,
    "pdftotext": pdftotext(),
    "pdftotext -layout": pdftotext("-layout"),
    "pdfminer": _pdfminer,
    "PDFium": _pdfium,
}
"""Reader -> what gives the text of each page."""


def baselines(data: bytes) -> list[tuple[str, float]]:
    """Each line of the first page, and how high it stands, in points."""
    found = pypdfium2.PdfDocument(data)[0].get_textpage()
    lines, x, y = [""], c_double(), c_double()
    heights = [0.0]
    for index, letter in enumerate(found.get_text_range()):
        if letter == "\n":
            lines.append("")
            heights.append(0.0)
        elif letter != "\r":
            lines[-1] += letter
            pdfium.FPDFText_GetCharOrigin(found.raw, index, byref(x), byref(y))
            heights[-1] = heights[-1] or y.value
    return list(zip(lines, heights, strict=True))


def guessed_spaces(data: bytes) -> Iterator[str]:
    """The line up to each space that is a gap only, and no character of the file, by PDFium."""
    for page in pypdfium2.PdfDocument(data):
        found, read = page.get_textpage(), ""
        for index in range(found.count_chars()):
            letter = chr(pdfium.FPDFText_GetUnicode(found.raw, index))
            if letter == " " and pdfium.FPDFText_IsGenerated(found.raw, index):
                yield read.rpartition("\n")[2]
            read += letter


def without_running(texts: list[str], document: Document) -> list[str]:
    """The pages without the lines that each has, which part what goes on over pages."""
    updated = (document.labels["updated"], document.labels["colon"], document.updated_text)
    running = [
        _pattern(document.pages.header),
        _pattern(document.pages.footer),
        _words("".join(updated)) if document.updated_text else "",
    ]
    for pattern in filter(None, running):
        texts = [re.sub(pattern, "", text, count=1) for text in texts]
    return texts


def _pattern(pieces: tuple[Running, ...]) -> str:
    return "".join(r"\d+" if piece.counter else _words(piece.text) for piece in pieces)


def _words(text: str) -> str:
    """A pattern of the text, with whatever white space between its words."""
    return re.sub(r"(\\ )+", r"\\s+", re.escape(text))
