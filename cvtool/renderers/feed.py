"""feed.json: the news, publications and talks as JSON Feed 1.1, newest first.

Source: https://jsonfeed.org/version/1.1. The ``id`` of an item is made of what it says, never of
where it stands, so that readers see no old item as new. A date that is not known to the day is no
``date_published``: it is in the ``_cvtool`` object.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .. import folds
from ..dates import PartialDate, newest_first
from ..inline import Inlines, to_plain
from . import Output
from .jsontext import Data, address_of, dump, entries, filled, image_url

if TYPE_CHECKING:
    from ..document import Author, Document, Entry, Person, Publication
    from ..theme import Theme

VERSION = "https://jsonfeed.org/version/1.1"
_LONGEST_SLUG = 60


@dataclass(frozen=True)
class Item:
    """An item before it has its ``id``: what identifies it, when it was, and the rest."""

    name: str
    date: PartialDate | None
    data: Data = field(default_factory=dict)


def render(document: Document, theme: Theme) -> Iterable[Output]:
    yield Output("feed.json", dump(feed(document)))


def feed(document: Document) -> Data:
    """The CV as a feed."""
    person = document.person
    return filled(
        {
            "version": VERSION,
            "title": person.name,
            "home_page_url": document.site_url,
            "feed_url": address_of(document, "feed"),
            "description": person.description or person.label,
            "language": document.locale,
            "authors": [_owner(person, document.site_url)],
        }
    ) | {"items": _items(document)}


def _owner(person: Person, site_url: str | None) -> Data:
    avatar = image_url(person.image, site_url)
    return filled({"name": person.name, "url": person.url, "avatar": avatar})


def _items(document: Document) -> list[Data]:
    found = [
        *(_news(each) for each in entries(document, "news")),
        *(_publication(each, document.person) for each in document.publications),
        *(item for each in entries(document, "talks") for item in _talk(each)),
    ]
    named = dict(zip(map(id, found), _names(found), strict=True))
    ordered = sorted(found, key=lambda item: newest_first(item.date))
    return [_finished(item, named[id(item)]) for item in ordered]


def _names(items: list[Item]) -> Iterator[str]:
    """An ``id`` for each item; those that say the same are counted, the oldest first."""
    seen: Counter[str] = Counter()
    numbers = {}
    for item in sorted(items, key=lambda item: newest_first(item.date), reverse=True):
        seen[item.name] += 1
        numbers[id(item)] = seen[item.name]
    for item in items:
        number = numbers[id(item)]
        yield item.name if number == 1 else f"{item.name}:{number}"


def _finished(item: Item, name: str) -> Data:
    date = item.date
    when: Data = {}
    if date and date.day:
        when["date_published"] = f"{date}T00:00:00Z"
    elif date:
        when["_cvtool"] = {"date": str(date)}
    return {"id": name} | filled(item.data) | when


def _slug(*texts: str) -> str:
    """Words of the texts, and a digest of all that they say: enough to tell any two apart."""
    whole = "\n".join(texts)
    letters = "".join(char.lower() if char.isalnum() else " " for char in whole)
    digest = hashlib.sha256(whole.encode()).hexdigest()[:8]
    return "-".join([*letters[:_LONGEST_SLUG].split(), digest])


def _news(entry: Entry) -> Item:
    date = entry.span.start if entry.span else None
    text = to_plain(entry.summary[0]) if entry.summary else ""
    body = [*entry.summary, *_time(entry)]
    data = {"url": entry.url, "content_html": _html(*body)}
    return Item(f"news:{date or 'undated'}:{_slug(text)}", date, data)


def _time(entry: Entry) -> list[str]:
    return [entry.span.text] if entry.span else []


def _html(*paragraphs: str | Inlines) -> str:
    return "".join(f"<p>{folds.html(each)}</p>" for each in paragraphs if each)


def _publication(publication: Publication, owner: Person) -> Item:
    name = f"doi:{publication.doi.lower()}" if publication.doi else f"publication:{publication.key}"
    authors = ", ".join(author.name for author in publication.authors)
    body = (*publication.summary, authors, publication.imprint, publication.note)
    links = " · ".join(
        f'<a href="{folds.html(each.url)}">{folds.html(each.name)}</a>'
        for each in publication.links
    )
    data = {
        "url": publication.url,
        "title": to_plain(publication.title),
        "content_html": _html(*body) + (f"<p>{links}</p>" if links else ""),
        "authors": [_author(author, owner) for author in publication.authors],
        "tags": list(publication.keywords),
    }
    return Item(name, publication.date, data)


def _author(author: Author, owner: Person) -> Data:
    return filled({"name": author.name, "url": owner.url if author.is_owner else None})


def _talk(entry: Entry) -> Iterator[Item]:
    """The talk once for each venue, or once when it has none."""
    title = to_plain(entry.title)
    for venue in entry.parts or (entry,):
        where = to_plain(venue.title) if venue is not entry else entry.organization
        place = ", ".join(part for part in (where, venue.location) if part)
        span = venue.span or entry.span
        links = " · ".join(
            f'<a href="{folds.html(each.url)}">{folds.html(each.name)}</a>' for each in entry.links
        )
        body = (*entry.summary, place, span.text if span else "")
        data = {
            "url": venue.url or entry.url,
            "title": title,
            "content_html": _html(*body) + (f"<p>{links}</p>" if links else ""),
            "tags": list(entry.keywords),
        }
        yield Item(f"talk:{_slug(title, where)}", span.start if span else None, data)
