"""cv.pdf: tagged, with its fonts embedded, laid out by WeasyPrint from the pdf templates."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from logging import Handler, LogRecord, getLogger
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from .. import folds
from . import Output, RenderError

if TYPE_CHECKING:
    from pathlib import Path

    from ..document import Document
    from ..theme import Theme

_BASE = "https://cvtool.invalid/"
_INSTALL = (
    "cv.pdf needs Pango: on Debian or Ubuntu 'apt install libpango-1.0-0 libpangoft2-1.0-0 "
    "libharfbuzz-subset0', on Fedora 'dnf install pango', on macOS 'brew install pango', on "
    "Windows install MSYS2 and 'pacman -S mingw-w64-x86_64-pango'"
)


def render(document: Document, theme: Theme) -> Iterable[Output]:
    image = document.person.image
    portrait = f"{_BASE}{image.name}" if image and image.data else ""
    page = theme.render("pdf/cv.html.j2", folds.html, document=document, portrait=portrait)
    files = _Files(document, theme)
    yield Output("cv.pdf", _pdf(page, _style(theme), files))


def _style(theme: Theme) -> str:
    """The style sheet, and the user's own fonts behind the shipped ones."""
    own = [f"CV Own {index}" for index in range(len(theme.fonts))]
    faces = [
        f'@font-face {{ font-family: "{name}"; src: url("{_BASE}own/{index}"); }}'
        for index, name in enumerate(own)
    ]
    families = "".join(f', "{name}"' for name in own)
    roots = [f':root {{ --{name}: "CV {name.title()}"{families}; }}' for name in _FAMILIES]
    return "\n".join([theme.read("pdf/style.css"), *faces, *(roots if own else ())])


_FAMILIES = ("serif", "sans", "code")


class _Files:
    """Everything that the page may load: the theme's files, the user's fonts, the portrait."""

    def __init__(self, document: Document, theme: Theme) -> None:
        self.image = document.person.image
        self.theme = theme

    def read(self, url: str) -> tuple[bytes, str]:
        name = unquote(url.removeprefix(_BASE).lstrip("/"))
        if self.image and name == self.image.name:
            return self.image.data, self.image.media_type
        if name.startswith("own/"):
            return self.theme.fonts[int(name.removeprefix("own/"))].read_bytes(), ""
        return self._in_theme(name).read_bytes(), ""

    def _in_theme(self, name: str) -> Path:
        if ".." in name.split("/"):
            raise FileNotFoundError(name)
        return self.theme.find(f"pdf/{name}")


def _pdf(page: str, style: str, files: _Files) -> bytes:
    weasyprint = _weasyprint(files.theme)
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith(_BASE):
                raise FatalURLFetchingError(f"cv.pdf may not load '{url}'")
            data, media_type = files.read(url)
            return URLFetcherResponse(url, data, {"Content-Type": media_type} if media_type else {})

    fetcher = Fetcher()
    fonts = FontConfiguration()
    with _missing_characters() as missing, _no_outside_files(FatalURLFetchingError):
        sheet = weasyprint.CSS(string=style, font_config=fonts, url_fetcher=fetcher, base_url=_BASE)
        html = weasyprint.HTML(string=page, url_fetcher=fetcher, base_url=_BASE)
        data: bytes = html.write_pdf(
            stylesheets=[sheet],
            font_config=fonts,
            pdf_variant="pdf/ua-1",
            pdf_identifier=b"cvtool",
            custom_metadata=False,
        )
    if missing:
        raise RenderError(_no_font_for(missing))
    return data


def _weasyprint(theme: Theme) -> Any:
    """WeasyPrint, told before it loads fontconfig that there are no system fonts."""
    os.environ["FONTCONFIG_FILE"] = str(theme.find("pdf/fonts.conf"))
    try:
        with warnings.catch_warnings(action="ignore", category=UserWarning):
            import weasyprint
    except OSError as error:
        raise RenderError(_INSTALL) from error
    return weasyprint


@contextmanager
def _no_outside_files(forbidden: type[BaseException]) -> Iterator[None]:
    try:
        yield
    except forbidden as error:
        raise RenderError(str(error)) from None


@contextmanager
def _missing_characters() -> Iterator[list[str]]:
    """Collects the characters that WeasyPrint says no font has."""
    found: list[str] = []

    class Collect(Handler):
        def emit(self, record: LogRecord) -> None:
            if ".notdef" in record.msg and isinstance(record.args, tuple):
                found.append(str(record.args[0]))

    handler = Collect()
    logger = getLogger("weasyprint")
    logger.addHandler(handler)
    try:
        yield found
    finally:
        logger.removeHandler(handler)


def _no_font_for(missing: list[str]) -> str:
    characters = dict.fromkeys(missing)
    shown = ", ".join(f"'{char}' (U+{ord(char):04X})" for char in list(characters)[:5])
    more = f" and {len(characters) - 5} more" if len(characters) > 5 else ""
    return (
        f"no font has the character {shown}{more}: put a font file that has it into the folder "
        "'fonts' beside cv.yaml"
    )
