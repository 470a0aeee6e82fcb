"""The looks of cv.pdf: the user's settings as finished values."""

from __future__ import annotations

import re

from ..model.document import PageStyle, Person, Running
from ..source import Pdf

_PIECES = re.compile(r"\{(name|page|pages)\}")
_NONE = "-"


def pages(pdf: Pdf, person: Person) -> PageStyle:
    """The settings in CSS's words, with the lines of each page cut into words and numbers."""
    return PageStyle(
        theme=pdf.theme,
        page_size=pdf.page_size,
        margin=pdf.margin or "",
        font=pdf.font or "",
        font_size=pdf.font_size or "",
        accent_color=pdf.accent_color or "",
        density=pdf.density,
        header=_running(pdf.header or _NONE, person),
        footer=_running(pdf.footer, person),
        links=pdf.links,
    )


def _running(line: str, person: Person) -> tuple[Running, ...]:
    """The line cut at its placeholders."""
    if line == _NONE:
        return ()
    pieces = enumerate(_PIECES.split(line))
    found = (_piece(piece, person) if index % 2 else Running(piece) for index, piece in pieces)
    return tuple(each for each in found if each.text or each.counter)


def _piece(name: str, person: Person) -> Running:
    return Running(person.name) if name == "name" else Running(counter=name)
