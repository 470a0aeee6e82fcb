"""HTML and CSS -> PDF bytes: WeasyPrint with no network, no system fonts and no clock."""

from __future__ import annotations

import atexit
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache, partial
from logging import LogRecord, getLogger
from threading import get_ident
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import XML, ParseError

from ...model.later import dataclass, pattern, replace
from .. import RenderError
from ..limit import LimitError
from ..theme import is_seen
from .again import forget, laid_again
from .files import ATTACHED, BASE, Attached, Extras, Setting
from .fit import NO_WISH, WHOLE, Fit, Less, Wish, fitted
from .kept import keep_with
from .page import join_spaces, turn_paragraphs
from .patches import font_configuration, has_fonts, in_turn, load_weasyprint
from .quick import later_selectors, without_notes
from .rows import mark_breaks, mark_terms, tidy
from .style import require, text_of

if TYPE_CHECKING:
    from ..theme import Theme
    from .files import Files

_INSTALL = (
    "this needs Pango: on Debian or Ubuntu 'apt install libpango-1.0-0 libpangoft2-1.0-0 "
    "libharfbuzz-subset0', on Fedora 'dnf install pango', on macOS 'brew install pango', on "
    "Windows install MSYS2 and 'pacman -S mingw-w64-ucrt-x86_64-pango'"
)
_NO_FONTS = (
    "no font at all is loaded: see whether pdf/fonts.css or pdf/fonts.conf among your templates "
    "names files that are there"
)
_DOCTYPE = "<!doctype html>"
_MOST_BEGUN, _MOST_SHEETS = 4, 40
_HINT = " start="
"""What of our templates CSS does not say: the first number of a list. Rules for all such hints are
asked of each element, a fiftieth of a long list."""
_VOID = pattern("<((?:br|hr|img|link|meta|wbr)\\b[^>]*?)/?>")


@dataclass(frozen=True)
class PdfFile:
    """A PDF, and how its pages came about. ``settings`` say what becomes of characters that the
    fonts of cvtool and the user lack."""

    data: bytes
    fit: Fit
    settings: tuple[Setting, ...] = ()

    @property
    def pages(self) -> int:
        return self.fit.pages


class Content:
    """What a PDF is made of: a page of HTML, and the files inside it."""

    def __init__(self, page: str) -> None:
        self.whole = page

    def page(self, less: Less) -> str:
        """The page with less on it, if it can be; the whole one first."""
        return self.whole

    def attached(self, less: Less) -> tuple[Attached, ...]:
        """The files that go with it."""
        return ()


def make_pdf(
    content: Content,
    styles: Sequence[str],
    files: Files,
    system_font: str = "",
    wish: Wish = NO_WISH,
) -> PdfFile:
    """The PDF of a page of HTML in these styles, a sheet each, the fonts first, in as many pages as
    it takes, or as it may have.

    It depends on the arguments alone, unless ``system_font`` names a family of the machine, or its
    settings do. Threads that make one take turns.

    Raises ``RenderError`` when Pango or the font is not installed, a font of the user's is broken,
    no font at all is loaded, or
    the page loads what it may not.
    """
    weasyprint()
    text, boxed = set(content.whole), set[str]()
    if files.theme.lacking(text):
        text = text_of(content.whole)
    while True:
        extra, files.extra_fonts, settings = _extras(text, files, system_font, boxed)
        pdf, undrawn = _made(content, [*styles, extra], files, system_font, wish)
        more = set(filter(is_seen, undrawn)) - boxed
        if not more:
            return replace(pdf, settings=settings)
        boxed |= more


def _extras(text: set[str], files: Files, system_font: str, boxed: set[str]) -> Extras:
    """What sets the characters that the text fonts lack; most pages have none."""
    if not boxed and not files.theme.lacking(text):
        return Extras()
    from .fallback import extras

    return extras(text, files.document, files.theme, system_font, boxed)


def _made(
    content: Content, styles: Sequence[str], files: Files, system_font: str, wish: Wish
) -> tuple[PdfFile, set[str]]:
    """The PDF, and the characters that no font turned out to have."""
    library = weasyprint()
    fetcher = _fetcher(files.read)
    known_fonts = None if system_font else files.theme.find("pdf/fonts.conf")
    forbidden = library.urls.FatalURLFetchingError
    with in_turn(known_fonts), _noted(forbidden) as undrawn, _blamed(files.theme):
        faces = {style for style in styles if _has_faces(style)}
        is_usual = not (system_font or files.theme.is_own or faces - {styles[0]})
        fonts, known = _begun(styles, fetcher, is_usual)
        if system_font:
            require(system_font, fonts, files.theme)
        read = partial(library.HTML, url_fetcher=fetcher, base_url=BASE)
        css = partial(library.CSS, font_config=fonts, url_fetcher=fetcher, base_url=BASE)
        sheets = [known.get(style) or css(string=style) for style in styles]
        if is_usual and len(known) < _MOST_SHEETS:
            known |= zip(styles, sheets, strict=True)
            for sheet in sheets if _is_ours(files.theme) else ():
                keep_with(sheet)
        if not has_fonts(fonts):
            raise RenderError(_NO_FONTS)
        html = cache(lambda less: _prepared(content.page(less), read, files.theme))
        first: list[Any] = []

        def lay_out(sheet: str, less: Less) -> Any:
            more = [css(string=sheet)] if sheet else []
            again = first and not any(less) and laid_again(html(less), first[0], *more)
            found = again or html(less).render(
                font_config=fonts,
                stylesheets=[*sheets, *more],
                presentational_hints=not _is_ours(files.theme) or _HINT in content.whole,
            )
            first.append(found)
            return found

        laid, fit = fitted(lay_out, wish)
        forget(html(WHOLE))
        tidy(laid.pages)
        files.attached = content.attached(fit.less)
        data = _written(laid, files, _attachments(library, fetcher, files))
    return PdfFile(data, fit), undrawn


def _is_ours(theme: Theme) -> bool:
    """Whether all templates and sheets are those that come with cvtool."""
    return not (theme.is_own or theme.plugins)


def _prepared(page: str, read: Callable[..., Any], theme: Theme) -> Any:
    """WeasyPrint's HTML of a page, with what its template cannot know."""
    found = _html(page, read, theme)
    if _is_ours(theme):
        without_notes(found)
    for change in (join_spaces, mark_terms, mark_breaks, turn_paragraphs):
        change(found.etree_element)
    return found


def _html(page: str, read: Callable[..., Any], theme: Theme) -> Any:
    """WeasyPrint's HTML of a page. What our own templates make is XML as well, but for its void
    elements, and as such read in a tenth of the time: of long lists, a fifteenth of the whole."""
    if theme.is_own or "<pre>\n" in page:  # that line feed is none in HTML
        return read(string=page)
    try:
        root = XML(_VOID.sub(r"<\1/>", page.replace(_DOCTYPE, "", 1)))
    except (ParseError, ValueError):
        return read(string=page)
    found = read(string=_DOCTYPE)
    found.etree_element.attrib.update(root.attrib)
    found.etree_element[:] = [*root]
    return found


_Begun = tuple[Any, dict[str, Any]]
_kept: dict[tuple[str, ...], _Begun] = {}
"""Our own fonts and the sheets that were read with them, by the two with which a page begins, for
the thread whose turn it is."""
atexit.register(_kept.clear)  # their files go while modules are there


def _begun(styles: Sequence[str], fetcher: Any, is_usual: bool) -> _Begun:
    """The fonts of a PDF, and sheets as they are read; ``is_usual`` where no font but our own can
    be among them, so that they can be kept."""
    first = (*styles[:2],)
    if is_usual and first in _kept:
        return _kept[first]
    fonts = font_configuration()
    css = partial(weasyprint().CSS, font_config=fonts, url_fetcher=fetcher, base_url=BASE)
    if not is_usual:
        return fonts, {}
    with later_selectors():
        begun = fonts, {style: css(string=style) for style in first}
    if len(_kept) >= _MOST_BEGUN:
        _kept.clear()
    _kept[first] = begun
    return begun


def _has_faces(style: str) -> bool:
    return "@font-face" in style


def warm_up(styles: Sequence[str], theme: Theme) -> None:
    """Reads the sheets with which every page of ours begins, and their fonts."""

    def read(url: str) -> tuple[bytes, str]:
        return theme.data(f"pdf/{url.removeprefix(BASE)}"), ""

    with in_turn(theme.find("pdf/fonts.conf")):
        _begun(styles, _fetcher(read), is_usual=True)


def require_font(family: str, theme: Theme) -> None:
    """Raises ``RenderError`` where Pango or that font is not installed."""
    weasyprint()
    with in_turn(None):
        require(family, font_configuration(), theme)


def _written(laid: Any, files: Files, attachments: list[Any]) -> bytes:
    from .standard import conform, join_runs

    def finisher(_: Any, pdf: Any) -> None:
        """WeasyPrint's hook before the file is written."""
        join_runs(pdf)
        conform(pdf, bool(files.document.updated))

    data: bytes = laid.write_pdf(
        pdf_variant="pdf/a-3a",
        pdf_identifier=b"cvtool",
        attachments=attachments,
        finisher=finisher,
    )
    return data


def _attachments(library: Any, fetcher: Any, files: Files) -> list[Any]:
    """WeasyPrint's attachments, which can be written once each.

    They come by an address, so that their media types are ours and not the machine's. WeasyPrint
    wants a time; where there is none, the finisher takes it out again.
    """
    date = files.document.updated
    when = datetime(*(date.year, date.month or 1, date.day or 1)) if date else datetime(1, 1, 1)
    return [
        library.Attachment(
            url=f"{ATTACHED}{index}",
            url_fetcher=fetcher,
            name=each.name,
            description=each.description,
            relationship=each.relationship,
            created=when,
            modified=when,
        )
        for index, each in enumerate(files.attached)
    ]


def weasyprint() -> Any:
    """WeasyPrint. Raises ``RenderError`` when Pango is not installed."""
    try:
        return load_weasyprint()
    except OSError as error:
        raise RenderError(_INSTALL) from error


def _fetcher(read: Callable[[str], tuple[bytes, str]]) -> Any:
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):  # type: ignore[misc]
        """Made without its base's handlers: there is no way to the network or to other files."""

        def __init__(self) -> None:
            pass

        def fetch(self, url: str, headers: Any = None) -> Any:
            try:
                data, media_type = read(url)
                headers = {"Content-Type": media_type} if media_type else {}
                return URLFetcherResponse(url, data, headers)
            except (OSError, LookupError, ValueError) as error:
                raise FatalURLFetchingError(str(error)) from None

    return Fetcher()


@contextmanager
def _blamed(theme: Theme) -> Iterator[None]:
    """Whatever WeasyPrint raises over styles of the user's is no fault of ours."""
    try:
        yield
    except (RenderError, LimitError, MemoryError):
        raise
    except Exception as error:
        if not theme.folders:
            raise
        why = f"{type(error).__name__}: {error}"
        raise RenderError(
            f"WeasyPrint gives up over it ({why}): take back what you changed last in your styles"
        ) from error


@contextmanager
def _noted(forbidden: type[BaseException]) -> Iterator[set[str]]:
    """Makes errors of what WeasyPrint says by an exception of its own, and collects the characters
    without a font that it names in its log alone.

    What other threads make by themselves of it meanwhile is no matter here.
    """
    undrawn: set[str] = set()
    thread = get_ident()

    def note(record: LogRecord) -> bool:
        is_ours = get_ident() == thread
        if is_ours and ".notdef" in record.msg and isinstance(record.args, tuple):
            undrawn.add(str(record.args[0]))
        return True

    logger = getLogger("weasyprint")
    logger.addFilter(note)
    try:
        yield undrawn
    except forbidden as error:
        raise RenderError(str(error)) from None
    finally:
        logger.removeFilter(note)
