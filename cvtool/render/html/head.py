"""What pages are given beside their text: the style of the site, and data for machines.

Source: https://www.w3.org/TR/CSP3/, whose policy hashes the text of an element as it stands.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .. import Output, RenderError, folds

if TYPE_CHECKING:
    from ...model.document import Document
    from ...model.plain import Data
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


def linked_data(data: Data) -> dict[str, str]:
    """JSON-LD for the filter ``script`` as ``data``, and its ``hash`` for the policy.

    No browser executes the element; the policy names it all the same, because some checkers ask.
    """
    text = json.dumps(data, ensure_ascii=False)
    return {"data": text, "hash": policy_hash(text)}


def policy_hash(text: str) -> str:
    """The Content-Security-Policy's name for an element that holds ``text|script``."""
    digest = hashlib.sha256(folds.in_script(text).encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
