"""atom.xml: the news, publications and talks as Atom, for readers that know no JSON Feed.

Source: RFC 4287. It asks for the day and the time of every entry; what is known of a date only to
the month or the year stands at its beginning.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from ..model.dates import PartialDate
from . import Output, folds
from .data import address_of
from .feed import Item, items

if TYPE_CHECKING:
    from ..model.document import Document
    from .theme import Theme

_UNKNOWN = PartialDate(1970)
"""When a CV was changed that says no date at all."""


@dataclass(frozen=True, slots=True)
class Post:
    """An entry of the feed, as the template writes it."""

    name: str
    title: str
    updated: str
    url: str
    content: str
    authors: tuple[str, ...]
    keywords: tuple[str, ...]


def render(document: Document, theme: Theme) -> Iterable[Output]:
    found = items(document)
    newest = next((item.date for item, _ in found if item.date), _UNKNOWN)
    changed = document.updated or newest
    base = document.site_url or "urn:x-cvtool"
    text = theme.render(
        "feed/atom.xml.j2",
        folds.html,
        document=document,
        feed_id=document.site_url or f"{base}:{quote(document.person.name, safe='')}",
        updated=_instant(changed),
        address=address_of(document, "atom") or "",
        posts=tuple(_post(item, name, base, changed) for item, name in found),
    )
    yield Output("atom.xml", text.encode())


def _post(item: Item, name: str, base: str, changed: PartialDate) -> Post:
    data = item.data
    return Post(
        name=f"{base}{'#' if '://' in base else ':'}{quote(name, safe=':')}",
        title=item.words,
        updated=_instant(item.date or changed),
        url=data.get("url") or "",
        content=data["content_html"],
        authors=tuple(each["name"] for each in data.get("authors", ())),
        keywords=tuple(data.get("tags", ())),
    )


def _instant(date: PartialDate) -> str:
    return f"{date.year:04}-{date.month or 1:02}-{date.day or 1:02}T00:00:00Z"
