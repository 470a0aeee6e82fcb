"""feed.json and atom.xml: the news, publications and talks, newest first.

Sources: https://jsonfeed.org/version/1.1 and RFC 4287. The ``id`` of an item is made of what it
says, never of where it stands, so that readers see no old item as new. A date that is not known to
the day is no ``date_published`` in JSON Feed: it is in the ``_cvtool`` object. Atom asks for the
day and the time: what is known only to the month or the year stands at its beginning.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from ..model.dates import PartialDate, newest_first
from ..model.inline import Inlines, Link, Text, join, to_plain
from ..model.plain import Data, dump, filled, points
from ..model.publication import in_words
from . import Output, folds

if TYPE_CHECKING:
    from ..model.document import Document, Person
    from ..model.entry import Entry, NamedLink
    from ..model.publication import Author, Publication
    from .theme import Theme

VERSION = "https://jsonfeed.org/version/1.1"
_LONGEST_SLUG = 60
_UNKNOWN = PartialDate(1970)
"""When a CV was changed that says no date at all."""

_Body = tuple[str | Inlines, ...]
"""Paragraphs, with markup or without."""


@dataclass(frozen=True)
class _Item:
    """An item before it has its ``id``: what it is, what identifies it, when it was, the rest.

    ``words`` are its title, or for news its text.
    """

    kind: str
    name: str
    date: PartialDate | None
    data: Data
    words: str


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
            "feed_url": document.address_of("feed"),
            "description": person.description or person.label,
            "language": document.locale,
            "authors": [
                filled({"name": person.name, "url": person.url, "avatar": document.image_url})
            ],
        }
    ) | {"items": [_finished(item, name) for item, name in _items(document)]}


def atom_xml(document: Document, theme: Theme) -> Iterable[Output]:
    """Atom, for readers that know no JSON Feed."""
    items = _items(document)
    newest = next((item.date for item, _ in items if item.date), _UNKNOWN)
    changed = document.updated or newest
    base = document.site_url or "urn:x-cvtool"
    before = f"{base}#" if "://" in base else f"{base}:"
    text = theme.render(
        "feed/atom.xml.j2",
        folds.html,
        document=document,
        feed_id=document.site_url or f"{base}:{quote(document.person.name, safe='')}",
        updated=_instant(changed),
        address=document.address_of("atom") or "",
        posts=[
            {"authors": (), "tags": (), "title": item.words, **item.data}
            | {"updated": _instant(item.date or changed), "id": f"{before}{quote(name, safe=':')}"}
            for item, name in items
        ],
    )
    yield Output("atom.xml", text.encode())


def _instant(date: PartialDate) -> str:
    return f"{date.year:04}-{date.month or 1:02}-{date.day or 1:02}T00:00:00Z"


def _items(document: Document) -> list[tuple[_Item, str]]:
    """Every item with its ``id``, newest first."""
    found = [
        *(_news(each) for each in _entries(document, "BlogPosting")),
        *(_publication(each, document.person) for each in document.publications),
        *(item for each in _entries(document, "Event") for item in _talk(each)),
    ]
    named = list(zip(found, _ids(found), strict=True))
    named.sort(key=lambda pair: newest_first(pair[0].date))
    return named


def _entries(document: Document, schema: str) -> Iterator[Entry]:
    return (each for each in document.entries() if each.row.schema == schema)


def _ids(items: list[_Item]) -> list[str]:
    """An ``id`` for each item. Those that share a name are counted, the oldest first."""
    seen: Counter[str] = Counter()
    ids = [""] * len(items)
    for index, item in sorted(enumerate(items), key=lambda pair: _age(pair[1]), reverse=True):
        name = f"{item.kind}:{item.name}"
        seen[name] += 1
        ids[index] = name if seen[name] == 1 else f"{name}:{seen[name]}"
    return ids


def _age(item: _Item) -> tuple[object, ...]:
    """A key that tells two items of one day apart by what they say, not by where they stand."""
    return (*newest_first(item.date), json.dumps(item.data))


def _finished(item: _Item, name: str) -> Data:
    date = item.date
    is_day = date is not None and date.day is not None
    when = {"date_published": f"{date}T00:00:00Z"} if is_day else {}
    known = {"date": str(date)} if date and not is_day else {}
    return {"id": name} | filled(item.data) | when | {"_cvtool": {"kind": item.kind} | known}


def _slug(*texts: str) -> str:
    """Words of the texts, and a digest of all that they say: enough to tell any two apart."""
    whole = "\n".join(texts)
    letters = "".join(char.lower() if char.isalnum() else " " for char in whole)
    digest = hashlib.sha256(whole.encode()).hexdigest()[:8]
    return "-".join([*letters[:_LONGEST_SLUG].split(), digest])


def _year(date: PartialDate | None) -> str:
    """As much of the date as stays when the owner adds the month and the day."""
    return str(date.year) if date else "undated"


def _news(entry: Entry) -> _Item:
    date = entry.span.start if entry.span else None
    text = to_plain(entry.summary[0]) if entry.summary else ""
    body: _Body = (*entry.summary, entry.span.text if entry.span else "")
    data = {"url": entry.url, "content_html": _html(*body)}
    return _Item("news", f"{_year(date)}:{_slug(text)}", date, data, text)


def _html(*paragraphs: str | Inlines) -> str:
    return "".join(f"<p>{folds.html(each)}</p>" for each in paragraphs if each)


def _linked(links: tuple[NamedLink, ...]) -> Inlines:
    return join(" · ", ((Link((Text(each.name),), each.url),) for each in links))


def _publication(publication: Publication, owner: Person) -> _Item:
    authors = in_words(publication.authors)
    if publication.legend and (publication.cut or publication.citation):
        authors += f" ({publication.legend})"
    body: _Body = (
        *(publication.summary or publication.abstract),
        authors,
        publication.imprint,
        publication.remark,
    )
    title = to_plain(publication.title)
    data = {
        "url": publication.url,
        "title": title,
        "content_html": _html(*body, _linked(publication.links)),
        "authors": [_author(each, owner) for each in publication.authors if not each.is_rest],
        "tags": list(publication.keywords),
    }
    name = f"doi:{publication.doi.lower()}" if publication.doi else publication.key
    return _Item("publication", name, publication.date, data, title)


def _author(author: Author, owner: Person) -> Data:
    return filled({"name": author.name, "url": owner.url if author.is_owner else None})


def _talk(entry: Entry) -> Iterator[_Item]:
    """The talk once for its event and for each venue, or once when it has none."""
    title = to_plain(entry.title)
    for venue in (*([entry] if entry.organization or not entry.parts else []), *entry.parts):
        where = to_plain(venue.title) if venue is not entry else entry.organization
        place = ", ".join(filter(None, (where, venue.location)))
        span = venue.span or entry.span
        what: _Body = (to_plain(entry.details_line), *entry.summary, *points(entry))
        body = (*what, place, span.text if span else "")
        data = {
            "url": venue.url or entry.url,
            "title": title,
            "content_html": _html(*body, _linked(entry.links)),
            "tags": list(entry.keywords),
        }
        date = span.start if span else None
        yield _Item("talk", f"{_year(date)}:{_slug(title, where)}", date, data, title)
