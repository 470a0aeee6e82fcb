"""card.png: the picture that goes with a link to the site, where people share it.

Source: https://ogp.me (``og:image``). 1200 by 630 pixels is what the networks show uncut.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from .. import Output, folds
from ..pdf import png, rasterized
from ..pdf.engine import PdfFile, make_pdf
from ..pdf.files import PORTRAIT, Files
from ..pdf.style import families, font_faces
from .head import light, own_style

if TYPE_CHECKING:
    from ...model.document import Document
    from ..theme import Theme

_SIZES = ("large", "medium", "small", "bare")
"""The sizes of the words, as card.css has them. The last one shows no description."""
_URL_FRAME = re.compile(r"^https?://(www\.)?|/$")


def render(document: Document, theme: Theme) -> Iterable[Output]:
    yield Output("card.png", png(rasterized(card_pdf(document, theme))[0]))


def card_pdf(document: Document, theme: Theme) -> bytes:
    """The picture as PDF, its words as large as one page holds them.

    What does not even fit small goes over to a second page, which is no part of the picture.
    """
    for size in _SIZES:
        pdf = _laid_out(document, theme, size)
        if pdf.pages == 1:
            break
    return pdf.data


def _laid_out(document: Document, theme: Theme, size: str) -> PdfFile:
    image = document.person.image
    page = theme.render(
        "html/card.html.j2",
        folds.html,
        document=document,
        size=size,
        portrait=PORTRAIT if image and image.data else "",
        address=_URL_FRAME.sub("", document.site_url or ""),
    )
    looks = theme.read("html/properties.css"), own_style(document, theme)
    style = "\n".join(
        [*map(light, looks), font_faces(theme, families(theme)), theme.read("html/card.css")]
    )
    return make_pdf(page, style, Files(document, theme))
