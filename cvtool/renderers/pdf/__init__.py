"""cv.pdf: PDF/A-3a and PDF/UA-1 in one file, laid out by WeasyPrint from the pdf templates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from .. import Output
from .engine import make_pdf
from .files import PORTRAIT, Files
from .fold import paged_html, unlinked_paged_html
from .style import is_system_font, style_sheet

if TYPE_CHECKING:
    from ...document import Document
    from ...theme import Theme


def render(document: Document, theme: Theme) -> Iterable[Output]:
    image = document.person.image
    page = theme.render(
        "pdf/cv.html.j2",
        paged_html if document.pages.links else unlinked_paged_html,
        document=document,
        portrait=PORTRAIT if image and image.data else "",
    )
    style = style_sheet(document.pages, theme)
    system_fonts = is_system_font(document.pages)
    yield Output("cv.pdf", make_pdf(page, style, Files(document, theme), system_fonts))
