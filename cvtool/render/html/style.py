"""The style of the site, for its pages and for the picture of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .. import Output, RenderError

if TYPE_CHECKING:
    from ...model.document import Document
    from ..theme import Theme

_BESIDE = re.compile(r'url\("([\w-][\w.-]*(?:/[\w-][\w.-]*)*)"\)')
_COLOR = r"(?:[^,()]|\([^()]*\))*"
_LIGHT_DARK = re.compile(rf"light-dark\(({_COLOR}),{_COLOR}\)")


def style(document: Document, theme: Theme) -> Iterator[Output]:
    """The style of the pages in one sheet, so that they wait for one file, and what it loads."""
    parts = (theme.read(f"html/{name}.css") for name in ("properties", "fonts", "style"))
    sheet = "\n".join([*parts, own_style(document, theme)])
    yield Output("style.css", sheet.encode())
    for name in dict.fromkeys(_BESIDE.findall(sheet)):
        try:
            yield Output(name, theme.data(f"html/{name}"))
        except FileNotFoundError:
            raise RenderError(f"the style loads '{name}', which is not in the theme") from None


def own_style(document: Document, theme: Theme) -> str:
    """The style sheet of the site's theme. Raises ``RenderError`` when there is none."""
    try:
        return theme.read(f"html/themes/{document.web.theme}.css")
    except FileNotFoundError:
        raise RenderError(f"there is no theme '{document.web.theme}' for the homepage") from None


def light(sheet: str) -> str:
    """The style with its light colours only, for what knows no ``light-dark()``."""
    return _LIGHT_DARK.sub(r"\1", sheet)
