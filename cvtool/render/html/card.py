"""card.png: the picture that goes with a link to the site, where people share it.

Source: https://ogp.me (``og:image``). 1200 by 630 pixels is what the networks show uncut.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ...model.later import pattern
from ...model.url import for_people
from .. import Output, folds
from ..pdf import png, rasterized, settings, settings_of
from ..pdf.engine import Content, PdfFile, make_pdf
from ..pdf.files import PORTRAIT, Files, Setting
from ..pdf.missing import warnings
from ..pdf.style import families, font_faces
from .head import light, own_style

if TYPE_CHECKING:
    from ...model.document import Document
    from ...model.problems import Problem
    from ..theme import Theme

_SIZES = ("large", "medium", "small", "bare")
"""The sizes of the words, as card.css has them. The last one shows no description."""
_URL_FRAME = pattern(r"^https?://(www\.)?|/$")


def render(document: Document, theme: Theme) -> Iterable[Output | Problem]:
    pdf = card_pdf(document, theme)
    yield Output("card.png", png(next(rasterized(pdf.data))))
    yield from _warnings(pdf.settings, document, theme)


def look(document: Document, theme: Theme) -> Iterable[Problem]:
    """What ``render`` would say."""
    _styles(document, theme)
    page = _page(document, theme, _SIZES[0])
    return _warnings(settings_of(page, document, theme), document, theme)


def card_pdf(document: Document, theme: Theme) -> PdfFile:
    """The picture, its words as large as one page holds them.

    What does not even fit small goes over to a second page, which is no part of the picture.
    """
    for size in _SIZES:
        pdf = _laid_out(document, theme, size)
        if pdf.pages == 1:
            break
    return pdf


def _warnings(found: tuple[Setting, ...], document: Document, theme: Theme) -> Iterator[Problem]:
    """Worded as for cv.pdf, which says of more characters what it says of these."""
    text = {char for each in found for char in each.chars}
    elsewhere = settings(document, theme) if found else ()
    yield from warnings(elsewhere, document, text)
    rest = text - {char for each in elsewhere for char in each.chars}
    yield from warnings(found, document, rest)


def _laid_out(document: Document, theme: Theme, size: str) -> PdfFile:
    page, styles = _page(document, theme, size), _styles(document, theme)
    return make_pdf(Content(page), styles, Files(document, theme))


def _styles(document: Document, theme: Theme) -> list[str]:
    """The fonts come first, lest what is wrong behind them takes them in, and once more, as their
    families are others than those of the site."""
    looks = theme.read("html/properties.css"), own_style(document.web, theme)
    fonts = font_faces(theme, families(theme))
    return [fonts, *map(light, looks), fonts, theme.read("html/card.css")]


def _page(document: Document, theme: Theme, size: str) -> str:
    image = document.person.image
    return theme.render(
        "html/card.html.j2",
        folds.html,
        document=document,
        size=size,
        portrait=PORTRAIT if image and image.data else "",
        address=_URL_FRAME.sub("", for_people(document.site_url or "")),
    )
