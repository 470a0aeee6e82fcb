"""HTML and CSS -> PDF bytes: WeasyPrint with no network, no system fonts and no clock."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib import import_module
from io import StringIO
from logging import Handler, LogRecord, getLogger
from typing import TYPE_CHECKING, Any

from .. import RenderError
from .files import ATTACHED, BASE
from .fit import fitted
from .installed import require
from .linebreaks import full_lines
from .ownfonts import families
from .patches import lean_html, no_collection, swift_import, swift_types, tidied
from .spaces import join_spaces
from .standard import finish, rdf_metadata
from .style import closer_style

if TYPE_CHECKING:
    from ...model.dates import PartialDate
    from ..theme import Theme
    from .files import Files

_INSTALL = (
    "this needs Pango: on Debian or Ubuntu 'apt install libpango-1.0-0 libpangoft2-1.0-0 "
    "libharfbuzz-subset0', on Fedora 'dnf install pango', on macOS 'brew install pango', on "
    "Windows install MSYS2 and 'pacman -S mingw-w64-x86_64-pango'"
)

_OPTIONS = {"pdf_variant": "pdf/a-3a", "pdf_identifier": b"cvtool"}


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

    Raises ``RenderError`` when Pango or the font is not installed or the page loads what it may
    not, ``MissingCharactersError`` when characters are in no font.
    """
    library = weasyprint()
    fetcher = _fetcher(files)
    fontconfig = _fontconfig(files.theme, bool(system_font))
    checked = _checked(library.urls.FatalURLFetchingError)
    with checked, fontconfig, no_collection(), full_lines():
        fonts = library.text.fonts.FontConfiguration()
        if system_font:
            require(system_font, fonts, (each.called for each in families(files.theme)))
        sheet = library.CSS(string=style, font_config=fonts, url_fetcher=fetcher, base_url=BASE)
        lean = lean_html(library, page + style)
        read = partial(lean, url_fetcher=fetcher, base_url=BASE)

        def laid_out(factor: float) -> Any:
            closer = library.CSS(string=closer_style(factor), url_fetcher=fetcher)
            html = read(string=page)
            join_spaces(html.etree_element)
            return tidied(html.render(font_config=fonts, stylesheets=[sheet, closer]))

        laid = fitted(laid_out)
        metadata = laid.document.metadata
        metadata.generate_rdf_metadata = partial(rdf_metadata, metadata.generate_rdf_metadata)
        data = laid.document.write_pdf(
            **_OPTIONS,
            attachments=_attachments(library, fetcher, files, date),
            finisher=lambda _, pdf: _finish(date is not None, pdf),
        )
        return Pdf(data, laid.pages, laid.left_over)


def _finish(is_dated: bool, pdf: Any) -> None:
    """WeasyPrint's hook before the file is written."""
    from .tags import join_runs
    from .writing import replace_writing

    join_runs(pdf)
    finish(is_dated, pdf)
    replace_writing(pdf)


def _attachments(library: Any, fetcher: Any, files: Files, date: PartialDate | None) -> Any:
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


@contextmanager
def _fontconfig(theme: Theme, system_fonts: bool) -> Iterator[None]:
    """Tells fontconfig where it may look for fonts, for as long as it lasts.

    A program that is started later, such as a browser, is to find the fonts of the system.
    """
    before = os.environ.pop("FONTCONFIG_FILE", None)
    if not system_fonts:
        os.environ["FONTCONFIG_FILE"] = str(theme.find("pdf/fonts.conf"))
    try:
        yield
    finally:
        os.environ.pop("FONTCONFIG_FILE", None)
        if before is not None:
            os.environ["FONTCONFIG_FILE"] = before


def weasyprint() -> Any:
    """WeasyPrint. Raises ``RenderError`` when Pango is not installed."""
    try:
        with (
            swift_import(),
            warnings.catch_warnings(action="ignore", category=UserWarning),
            redirect_stdout(StringIO()),  # it prints several lines when a library is missing
        ):
            library = import_module("weasyprint")
            swift_types(import_module("weasyprint.text.ffi").ffi)
            return library
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
    """Collects the characters that no font has: WeasyPrint draws boxes for them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, None] = {}

    def emit(self, record: LogRecord) -> None:
        if ".notdef" in record.msg and isinstance(record.args, tuple):
            self.found[str(record.args[0])] = None
