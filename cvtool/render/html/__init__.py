"""The site: the homepage, a page for each publication, and what hosts and search engines ask for.

Complete without JavaScript and without any other host. Every path is relative, so the site works
in a sub-folder and from the file system.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .. import Output, folds
from ..profile import profile_page
from .data import card_url, linked_data
from .hosting import hosting
from .papers import Page, paper, papers
from .style import style

if TYPE_CHECKING:
    from ...model.document import Document
    from ..theme import Theme

_MANY = 15
"""A list of more publications than these gets a box to filter it."""


def render(document: Document, theme: Theme) -> Iterable[Output]:
    pages = papers(document)
    yield Output("index.html", _homepage(document, theme, pages).encode())
    for publication in document.publications:
        yield from paper(document, publication, pages[publication.key], theme)
    yield from style(document, theme)
    if document.publications:
        yield Output("script.js", theme.read("html/script.js").encode())
    yield from _portrait(document)
    yield from hosting(document, pages, theme)


def _homepage(document: Document, theme: Theme, pages: dict[str, Page]) -> str:
    return theme.render(
        "html/index.html.j2",
        folds.html,
        document=document,
        root="",
        pages=pages,
        card=card_url(document),
        filtered=_filtered(document),
        **linked_data(profile_page(document)),
    )


def _filtered(document: Document) -> str:
    """The section that begins with the box to filter publications, if they are many."""
    if len(document.publications) <= _MANY:
        return ""
    ids = (each.id for each in document.outline("html") if each.kind == "publications")
    return next(ids, "")


def _portrait(document: Document) -> Iterator[Output]:
    image = document.person.image
    if image and image.data:
        yield Output(image.name, image.data)
