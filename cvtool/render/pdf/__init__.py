"""cv.pdf: PDF/A-3a and PDF/UA-1 in one file, laid out by WeasyPrint from the pdf templates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ...model.problems import WARNING, Problem
from .. import Output
from .engine import PdfFile, make_pdf, require_font, warm_up, weasyprint
from .files import PORTRAIT, Files, Setting, attached
from .look import look_of
from .page import paged_html, text_of, unlinked_paged_html
from .style import colour, style_sheets, system_font, theme_sheet

if TYPE_CHECKING:
    from PIL import Image

    from ...model.document import Document, Letter, PageStyle
    from ..theme import Theme

_PAGE, _LETTER = "pdf/cv.html.j2", "pdf/letter.html.j2"
_PARTS = ("shared/entries.html.j2", "pdf/rows.html.j2")
_DENSITY = 150
"""Pixels of a picture of a page, an inch."""
_NEEDED_LATER = ("cvtool.bib.bibtex", f"{__name__}.standard", f"{__name__}.tags", "email.policy")
"""What is imported only while a PDF is made."""


def prepare(theme: Theme) -> None:
    """Loads what every PDF needs; ``render`` is quicker afterwards.

    Raises ``RenderError`` when Pango is not installed.
    """
    weasyprint()
    for module in _NEEDED_LATER:
        import_module(module)
    for name in (_PAGE, *_PARTS):
        theme.load(name, paged_html)
    if not theme.is_own:
        styles = [theme.read("pdf/fonts.css"), theme.read("pdf/base.css")]
        warm_up(styles, theme)


def render(document: Document, theme: Theme) -> Iterable[Output | Problem]:
    yield from _told(document.pages.file, make(document, document.pages, theme), document)


def pictured(document: Document, theme: Theme) -> Iterable[Output | Problem]:
    """The same, with a picture of each page beside it: ``cv-1.png``."""
    pdf = make(document, document.pages, theme)
    name = document.pages.file
    yield from _told(name, pdf, document)
    for number, image in enumerate(rasterized(pdf.data, _DENSITY), 1):
        yield Output(f"{name[:-4]}-{number}.png", png(image, dpi=(_DENSITY, _DENSITY)))


def letter(document: Document, letter: Letter, theme: Theme) -> Iterable[Output | Problem]:
    """letter.pdf in the looks of cv.pdf, from the person of the CV. Raises as ``render`` does."""
    pages = document.pages
    fold = paged_html if pages.links else unlinked_paged_html
    look = look_of(pages, theme_sheet(pages, theme))
    page = theme.render(_LETTER, fold, document=document, letter=letter, look=look)
    fonts, base, *others = style_sheets(pages, theme)
    styles = [fonts, base, theme.read("pdf/letter.css"), *others]
    files = Files(document, theme, ink=colour("icon", styles[1:]))
    pdf = make_pdf(page, styles, files, system_font(pages, theme))
    yield from _told("letter.pdf", pdf, document)


def _told(name: str, pdf: PdfFile, document: Document) -> Iterable[Output | Problem]:
    """The file, and what there is to say of it."""
    yield Output(name, pdf.data)
    yield from warnings(pdf.settings, document)
    if pdf.left_over:
        lines = "a single line" if pdf.left_over == 1 else f"{pdf.left_over} lines only"
        message = (
            f"page {pdf.pages} of {name}, the last, has {lines}: to save it, set density to "
            "compact, margin or fontSize to less, or leave something out"
        )
        yield Problem(("pdf",), message, WARNING)


def make(document: Document, pages: PageStyle, theme: Theme) -> PdfFile:
    """The PDF in the looks of ``pages``, which need not be the document's own."""
    page = _page(document, pages, theme)
    fonts, *styles = style_sheets(pages, theme)
    files = Files(document, theme, attached(document), colour("icon", styles))
    return make_pdf(page, [fonts, *styles], files, system_font(pages, theme))


def _page(document: Document, pages: PageStyle, theme: Theme) -> str:
    look = look_of(pages, theme_sheet(pages, theme))
    image = document.person.image if pages.photo.is_shown else None
    sections = document.outline("pdf")
    aside = tuple(each for each in sections if each.kind in look.aside)
    return theme.render(
        _PAGE,
        paged_html if pages.links else unlinked_paged_html,
        document=document,
        pages=pages,
        look=look,
        main=tuple(each for each in sections if each not in aside),
        aside=aside,
        sided=bool(look.aside) and bool(aside or "contact" in look.aside or (image and image.data)),
        portrait=PORTRAIT if image and image.data else "",
    )


def look(document: Document, theme: Theme) -> Iterable[Problem]:
    """What ``render`` would say, but for how the pages come out. Raises ``RenderError`` as it
    does."""
    style_sheets(document.pages, theme)
    if family := system_font(document.pages, theme):
        require_font(family, theme)
    yield from warnings(settings(document, theme), document)


def warnings(
    settings: tuple[Setting, ...], document: Document, of: set[str] | None = None
) -> Iterable[Problem]:
    """What there is to say of these settings; where ``of`` is given, of those characters."""
    if not settings:
        return ()
    from .missing import warnings

    return warnings(settings, document, of)


def settings(document: Document, theme: Theme) -> tuple[Setting, ...]:
    """What becomes of the characters of the page that the fonts of cvtool and the user lack."""
    page = _page(document, document.pages, theme)
    return settings_of(page, document, theme, system_font(document.pages, theme))


def settings_of(
    page: str, document: Document, theme: Theme, family: str = ""
) -> tuple[Setting, ...]:
    """The same of any page, set in a family of the machine if one is named."""
    from .fallback import extras

    weasyprint()
    return extras(text_of(page), document, theme, family).settings


def rasterized(pdf: bytes, density: int = 96) -> Iterator[Image.Image]:
    """Every page, by PDFium, which uses nothing of the machine: a pixel for a pixel of CSS, or so
    many an inch."""
    import pypdfium2

    return (page.render(scale=density / 72).to_pil() for page in pypdfium2.PdfDocument(pdf))


def png(image: Image.Image, **more: Any) -> bytes:
    """The picture as a PNG file; ``more`` is what Pillow takes for one."""
    stream = BytesIO()
    image.save(stream, "PNG", **more)
    return stream.getvalue()
