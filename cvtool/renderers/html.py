"""The homepage: one page, complete without JavaScript and without any other host."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from .. import folds
from . import Output
from .profile import profile_page

if TYPE_CHECKING:
    from ..document import Document
    from ..theme import Theme


def render(document: Document, theme: Theme) -> Iterable[Output]:
    profile = json.dumps(profile_page(document), ensure_ascii=False)
    page = theme.render("html/index.html.j2", folds.html, document=document, profile=profile)
    yield Output("index.html", page.encode())
    yield Output("style.css", theme.read("html/style.css").encode())
    image = document.person.image
    if image and image.data:
        yield Output(image.name, image.data)
