"""cv.pdf: PDF/A-3a and PDF/UA-1 in one file, laid out by WeasyPrint from the pdf templates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from importlib import import_module
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any

from ...model.document import leaves, lessened
from ...model.later import NamedTuple
from ...model.problems import MADE, NOTE, WARNING, Problem, dotted, quoted, some
from .. import Output
from ..folds import place_mark
from ..vcard import coded
from .engine import Content, PdfFile, make_pdf, require_font, warm_up, weasyprint
from .files import CODE, PORTRAIT, Attached, Files, Setting, attached
from .fit import Fit, Less, Wish, cuts_of
from .missing import warnings
from .page import paged_html, unlinked_paged_html
from .style import GAPS, colour, look_of, style_sheets, system_font, text_of, theme_sheet

if TYPE_CHECKING:
    from PIL import Image

    from ...model.document import Document, Letter, PageStyle, Section
    from ..theme import Theme

_PAGE, _LETTER = "pdf/cv.html.j2", "pdf/letter.html.j2"
_PARTS = ("shared/entries.html.j2", "pdf/rows.html.j2")
_DENSITY = 150
"""Pixels of a picture of a page, an inch."""
_PAGES, _SPACE, _COLORS = 2, 16, 64
_NEEDED_LATER = ("cvtool.bib.bibtex", f"{__name__}.standard", "email.policy")
"""What is imported only while a PDF is made."""


class Ahead(NamedTuple):
    """What of cv.pdf is made without WeasyPrint: its page of HTML, and the files inside it."""

    page: str
    attached: tuple[Attached, ...]


def ahead(document: Document, theme: Theme) -> Ahead:
    """For ``render`` in another process, which meanwhile gets ready."""
    whole = document.outline("pdf")
    return Ahead(_page(document, document.pages, theme, whole), attached(document, whole))


def prepare(theme: Theme, has_page: bool = False) -> None:
    """Loads what every PDF needs; ``render`` is quicker afterwards. ``has_page`` says that the page
    is filled in elsewhere.

    Raises ``RenderError`` when Pango is not installed.
    """
    weasyprint()
    for module in _NEEDED_LATER:
        import_module(module)
    for name in () if has_page else (_PAGE, *_PARTS):
        theme.load(name, paged_html)
    if not theme.is_own:
        styles = [theme.read("pdf/fonts.css"), theme.read("pdf/base.css")]
        warm_up(styles, theme)


def render(
    document: Document, theme: Theme, ahead: Ahead | None = None
) -> Iterable[Output | Problem]:
    yield from _made(document, make(document, document.pages, theme, ahead))


def pictured(
    document: Document, theme: Theme, ahead: Ahead | None = None
) -> Iterable[Output | Problem]:
    """The same, with a picture of each page beside it: ``cv-1.png``."""
    pdf = make(document, document.pages, theme, ahead)
    yield from _made(document, pdf)
    stem = document.pages.file[:-4]
    for number, image in enumerate(rasterized(pdf.data, _DENSITY), 1):
        yield Output(f"{stem}-{number}.png", png(image, dpi=(_DENSITY, _DENSITY)))


def _made(document: Document, pdf: PdfFile) -> Iterable[Output | Problem]:
    yield from _told(document.pages.file, pdf, document)
    yield from _fitting(pdf.fit, document.pages)


def letter(document: Document, letter: Letter, theme: Theme) -> Iterable[Output | Problem]:
    """letter.pdf in the looks of cv.pdf, from the person of the CV. Raises as ``render`` does."""
    pages = document.pages
    fold = paged_html if pages.links else unlinked_paged_html
    look = look_of(pages, theme_sheet(pages, theme))
    page = theme.render(_LETTER, fold, document=document, letter=letter, look=look)
    fonts, base, *others = style_sheets(pages, theme)
    styles = [fonts, base, theme.read("pdf/letter.css"), *others]
    files = Files(document, theme, colour("icon", styles[1:]))
    pdf = make_pdf(Content(page), styles, files, system_font(pages, theme))
    yield from _told("letter.pdf", pdf, document)


def _told(name: str, pdf: PdfFile, document: Document) -> Iterable[Output | Problem]:
    """The file, and what there is to say of it."""
    fit = pdf.fit
    last = "1 page," if fit.pages == 1 else f"{fit.pages} pages, the last"
    yield Output(name, pdf.data, f"{last} {fit.full:.0%} full")
    yield from warnings(pdf.settings, document)
    if fit.left_over and not fit.excess:
        lines = "a single line" if fit.left_over == 1 else f"{fit.left_over} lines only"
        pages = f"pages to {fit.pages - 1}, " if name == document.pages.file else ""
        message = (
            f"page {fit.pages} of {name}, the last, has {lines}: to save it, set {pages}density to "
            "compact, margin or fontSize to less, or leave something out"
        )
        yield Problem(("pdf",), message, WARNING)


def _fitting(fit: Fit, wanted: PageStyle) -> Iterable[Problem]:
    """What was done for the pages to be as many as they may be, or as full; or was in vain."""
    less = ", ".join(_left_out(fit.less))
    if fit.excess:
        excess = "1 line is" if fit.excess == 1 else f"{fit.excess} lines are"
        longest = ", ".join(f"{_named(at)} ({lines} lines)" for at, lines in fit.longest)
        yield Problem(
            ("pdf", "pages"),
            f"{wanted.file} has {fit.pages} pages, not {wanted.pages}: {excess} too many even with "
            f"{fit.setting}; shorten the longest entries, {longest}, or give a priority to what "
            "may go",
            rests_on=MADE,
        )
    elif fit.setting or less:
        key = "pages" if wanted.pages else "fill"
        steps = ", ".join(filter(None, (fit.setting, less)))
        yield Problem(("pdf", key), f"{wanted.file}: {steps}", NOTE)


def _left_out(less: Less) -> Iterator[str]:
    """``left out: work[2], 2 points of work[3]``, and what became of author lists."""
    gone = sorted(less.gone, key=lambda path: [str(each).zfill(9) for each in path])
    points = Counter(path[:-2] for path in gone if path[-2:-1] == ("highlights",))
    found = [_named(place_mark(path)) for path in gone if path[-2:-1] != ("highlights",)]
    for path, count in points.items():
        if path not in less.gone:
            found.append(f"{count} point{'s' * (count > 1)} of {dotted(path)}")
    if found:
        yield f"left out: {some(found)}"
    if less.is_brief:
        yield "shorter lists of authors"


def _named(at: str) -> str:
    """The place of cv.yaml behind the mark of an element; a publication has a key."""
    head, _, rest = at.partition(".")
    if head == "publications":
        return f"publication {quoted(rest)}"
    return dotted(tuple(int(each) if each.isdecimal() else each for each in at.split(".")))


def make(document: Document, pages: PageStyle, theme: Theme, ahead: Ahead | None = None) -> PdfFile:
    """The PDF in the looks of ``pages``, which need not be the document's own."""
    fonts, *styles = style_sheets(pages, theme)
    files = Files(document, theme, colour("icon", styles))
    outline = document.outline("pdf") if pages.pages else ()
    papers = (each for section in leaves(outline) for each in section.publications)
    has_brief = any(each.brief for each in papers)
    wish = Wish(pages.pages or 0, pages.fill, GAPS[pages.density], cuts_of(outline), has_brief)
    content = _Pages(document, pages, theme, ahead)
    return make_pdf(content, [fonts, *styles], files, system_font(pages, theme), wish)


class _Pages(Content):
    """The pages of a CV."""

    def __init__(
        self, document: Document, pages: PageStyle, theme: Theme, ahead: Ahead | None
    ) -> None:
        self.document, self.pages, self.theme, self.ahead = document, pages, theme, ahead
        whole = document.outline("pdf")
        super().__init__(ahead.page if ahead else _page(document, pages, theme, whole))

    def page(self, less: Less) -> str:
        if not any(less):
            return self.whole
        return _page(self.document, self.pages, self.theme, self.outline(less))

    def attached(self, less: Less) -> tuple[Attached, ...]:
        if self.ahead and not any(less):
            return self.ahead.attached
        return attached(self.document, self.outline(less))

    def outline(self, less: Less) -> tuple[Section, ...]:
        whole = self.document.outline("pdf")
        return lessened(whole, less.gone, less.is_brief) if any(less) else whole


def _page(document: Document, pages: PageStyle, theme: Theme, sections: tuple[Section, ...]) -> str:
    look = look_of(pages, theme_sheet(pages, theme), document.direction == "rtl")
    image = document.person.image if pages.photo.is_shown else None
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
        code=CODE if coded(document) else "",
    )


def look(document: Document, theme: Theme) -> Iterable[Problem]:
    """What ``render`` would say, but for how the pages come out. Raises ``RenderError`` as it
    does."""
    style_sheets(document.pages, theme)
    if family := system_font(document.pages, theme):
        require_font(family, theme)
    yield from warnings(settings(document, theme), document)


def settings(document: Document, theme: Theme) -> tuple[Setting, ...]:
    """What becomes of the characters of the page that the fonts of cvtool and the user lack."""
    page = _page(document, document.pages, theme, document.outline("pdf"))
    return settings_of(page, document, theme, system_font(document.pages, theme))


def settings_of(
    page: str, document: Document, theme: Theme, family: str = ""
) -> tuple[Setting, ...]:
    """The same of any page, set in a family of the machine if one is named."""
    from .fallback import extras

    weasyprint()
    return extras(text_of(page), document, theme, family).settings


def rasterized(pdf: bytes, density: int = 96, number: int | None = None) -> Iterator[Image.Image]:
    """Every page, or the one of that number, by PDFium, which uses nothing of the machine: a pixel
    for a pixel of CSS, or so many an inch. Raises ``ValueError`` where there is no such page."""
    import pypdfium2

    read = pypdfium2.PdfDocument(pdf)
    pages = read if number is None else [read[range(len(read)).index(number - 1)]]
    return (page.render(scale=density / 72).to_pil() for page in pages)


def png(image: Image.Image, **more: Any) -> bytes:
    """The picture as a PNG file; ``more`` is what Pillow takes for one."""
    stream = BytesIO()
    image.save(stream, "PNG", **more)
    return stream.getvalue()


def side_by_side(pdf: bytes) -> bytes:
    """The first pages of a PDF as one PNG."""
    from PIL import Image

    pages = [*islice(rasterized(pdf), _PAGES)]
    width = sum(page.width + _SPACE for page in pages) - _SPACE
    sheet = Image.new("RGB", (width, max(page.height for page in pages)), "#d8dde3")
    left = 0
    for page in pages:
        sheet.paste(page, (left, 0))
        left += page.width + _SPACE
    return png(sheet.quantize(_COLORS), optimize=True)
