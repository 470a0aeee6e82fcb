"""HTML and CSS -> PDF bytes: WeasyPrint with no network, no system fonts and no clock."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from logging import Handler, LogRecord, getLogger
from threading import get_ident
from typing import TYPE_CHECKING, Any

from .. import RenderError
from .files import ATTACHED, BASE
from .fit import fitted
from .fonts import families, require
from .page import join_spaces
from .patches import in_turn, load, write_by
from .style import closer_style

if TYPE_CHECKING:
    from ...model.dates import PartialDate
    from .files import Files

_INSTALL = (
    "this needs Pango: on Debian or Ubuntu 'apt install libpango-1.0-0 libpangoft2-1.0-0 "
    "libharfbuzz-subset0', on Fedora 'dnf install pango', on macOS 'brew install pango', on "
    "Windows install MSYS2 and 'pacman -S mingw-w64-x86_64-pango'"
)
_FEW_PAGES = 4


@dataclass(frozen=True)
class Pdf:
    """A PDF. ``left_over`` is how many lines stand alone on its last page, 0 where it is full."""

    data: bytes
    pages: int
    left_over: int


def make_pdf(
    page: str,
    style: str,
    files: Files,
    date: PartialDate | None = None,
    system_font: str = "",
) -> Pdf:
    """The PDF of one page of HTML; it depends on the arguments alone, unless
    ``system_font`` names a family of the machine. ``date`` is that of the attached files.
    Threads that make one take turns.

    Raises ``RenderError`` when Pango or the font is not installed or the page loads what it may
    not, ``MissingCharactersError`` when characters are in no font.
    """
    library = weasyprint()
    fetcher = _fetcher(files)
    known_fonts = None if system_font else files.theme.find("pdf/fonts.conf")
    with in_turn(known_fonts), _checked(library.urls.FatalURLFetchingError):
        fonts = library.text.fonts.FontConfiguration()
        if system_font:
            require(system_font, fonts, (each.called for each in families(files.theme)))
        read = partial(library.HTML, url_fetcher=fetcher, base_url=BASE)
        css = partial(library.CSS, font_config=fonts, url_fetcher=fetcher, base_url=BASE)
        sheet = css(string=style)

        def lay_out(factor: float) -> Any:
            html = read(string=page)
            join_spaces(html.etree_element)
            closer = css(string=closer_style(factor))
            return html.render(font_config=fonts, stylesheets=[sheet, closer])

        laid = fitted(lay_out)
        if laid.pages > _FEW_PAGES:
            gc.collect()  # of a long CV, the layout leaves 30 MiB behind in cycles
        data = _written(laid.document, _attachments(library, fetcher, files, date), bool(date))
        return Pdf(data, laid.pages, laid.left_over)


def _written(document: Any, attachments: list[Any], is_dated: bool) -> bytes:
    from .standard import finish, rdf_metadata, write
    from .tags import join_runs

    def finisher(_: Any, pdf: Any) -> None:
        """WeasyPrint's hook before the file is written."""
        join_runs(pdf)
        finish(is_dated, pdf)
        write_by(write, pdf)

    metadata = document.metadata
    metadata.generate_rdf_metadata = partial(rdf_metadata, metadata.generate_rdf_metadata)
    data: bytes = document.write_pdf(
        pdf_variant="pdf/a-3a",
        pdf_identifier=b"cvtool",
        attachments=attachments,
        finisher=finisher,
    )
    return data


def _attachments(library: Any, fetcher: Any, files: Files, date: PartialDate | None) -> list[Any]:
    """WeasyPrint's attachments, which can be written once each.

    They come by an address, so that their media types are ours and not the machine's. WeasyPrint
    wants a time; where there is none, the finisher takes it out again.
    """
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
        return load()
    except OSError as error:
        raise RenderError(_INSTALL) from error


def _fetcher(files: Files) -> Any:
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):  # type: ignore[misc]
        """Made without its base's handlers: there is no way to the network or to other files."""

        def __init__(self) -> None:
            pass

        def fetch(self, url: str, headers: Any = None) -> Any:
            try:
                data, media_type = files.read(url)
                headers = {"Content-Type": media_type} if media_type else {}
                return URLFetcherResponse(url, data, headers)
            except (OSError, LookupError, ValueError) as error:
                raise FatalURLFetchingError(str(error)) from None

    return Fetcher()


@contextmanager
def _checked(forbidden: type[BaseException]) -> Iterator[None]:
    """Makes errors of what WeasyPrint says only to its log, or by an exception of its own."""
    missing = _MissingCharacters()
    logger = getLogger("weasyprint")
    logger.addHandler(missing)
    try:
        yield
    except forbidden as error:
        raise RenderError(str(error)) from None
    finally:
        logger.removeHandler(missing)
    if missing.found:
        raise MissingCharactersError(list(missing.found))


class MissingCharactersError(Exception):
    """No font has these characters."""

    def __init__(self, characters: list[str]) -> None:
        self.characters = characters
        super().__init__(" ".join(characters))


class _MissingCharacters(Handler):
    """Collects the characters that no font has: WeasyPrint draws boxes for them.

    What other threads make by themselves of WeasyPrint meanwhile is no matter here.
    """

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, None] = {}
        self.thread = get_ident()

    def emit(self, record: LogRecord) -> None:
        is_ours = get_ident() == self.thread
        if is_ours and ".notdef" in record.msg and isinstance(record.args, tuple):
            self.found[str(record.args[0])] = None
