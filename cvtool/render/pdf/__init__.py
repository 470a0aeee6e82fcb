"""cv.pdf: PDF/A-3a and PDF/UA-1 in one file, laid out by WeasyPrint from the pdf templates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ...model.problems import WARNING, Problem
from .. import Output
from .engine import MissingCharactersError, Pdf, make_pdf, weasyprint
from .files import PORTRAIT, Files, attached
from .fonts import complaint
from .page import paged_html, unlinked_paged_html
from .style import style_sheet, system_font

if TYPE_CHECKING:
    from ...model.document import Document, PageStyle
    from ..theme import Theme

_PAGE = "pdf/cv.html.j2"
_PARTS = "shared/entries.html.j2"


def prepare(theme: Theme) -> None:
    """Loads what every PDF needs; ``render`` is quicker afterwards.

    Raises ``RenderError`` when Pango is not installed.
    """
    weasyprint()
    for name in (_PAGE, _PARTS):
        theme.load(name, paged_html)


def render(document: Document, theme: Theme) -> Iterable[Output | Problem]:
    pdf = make(document, document.pages, theme)
    yield Output("cv.pdf", pdf.data)
    if pdf.left_over:
        lines = "a single line" if pdf.left_over == 1 else f"{pdf.left_over} lines only"
        message = (
            f"page {pdf.pages} of cv.pdf, the last, has {lines}: to save it, set density to "
            "compact, margin or fontSize to less, or leave something out"
        )
        yield Problem(("pdf",), message, WARNING)


def make(document: Document, pages: PageStyle, theme: Theme) -> Pdf:
    """The PDF in the looks of ``pages``, which need not be the document's own."""
    image = document.person.image
    page = theme.render(
        _PAGE,
        paged_html if pages.links else unlinked_paged_html,
        document=document,
        pages=pages,
        portrait=PORTRAIT if image and image.data else "",
    )
    files = Files(document, theme, attached(document))
    style = style_sheet(pages, theme)
    try:
        return make_pdf(page, style, files, document.updated, system_font(pages, theme))
    except MissingCharactersError as error:
        raise complaint(error.characters, document) from None
