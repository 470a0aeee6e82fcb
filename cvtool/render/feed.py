"""feed.json and atom.xml: the posts, news, publications and talks, newest first, and posts alone.

Sources: https://jsonfeed.org/version/1.1 and RFC 4287. The ``id`` of an item is its key or DOI,
what cv.yaml has for its ``id``, or else when and where it was. No word of the text is in it, so
that readers do not see what is corrected as new. A date that is not known to the day is no
``date_published`` in JSON Feed: it is in the ``_cvtool`` object. Atom asks for the day and the
time: what is known only to the month or the year stands at its beginning.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import quote

from ..model.dates import PartialDate, newest_first
from ..model.inline import Formula, Inlines, Link, Text, folded, join, plain, to_plain, without
from ..model.later import dataclass
from ..model.plain import Data, dump, filled
from ..model.problems import Path
from ..model.prose import Block, ListBlock, bodies
from ..model.publication import in_words
from ..model.site import POSTS, POSTS_PATH
from ..model.url import normal
from . import Output, folds
from .addresses import below, of_publications, on_site

if TYPE_CHECKING:
    from ..model.document import Document, Person
    from ..model.entry import Entry, NamedLink
    from ..model.publication import Author, Publication
    from ..model.site import WebPage
    from .theme import Theme

VERSION = "https://jsonfeed.org/version/1.1"
_LONGEST_SLUG = 60
_UNKNOWN = PartialDate(1970)
"""When a CV was changed that says no date at all."""

_UNDATED, POST = "undated", "post"

_Body = tuple[str | Block, ...]
"""Paragraphs without markup, and prose."""


@dataclass(frozen=True)
class _Item:
    """An item before it has its ``id``: what it is, what identifies it, when it was, the rest.

    ``words`` are its title, or for news its text; ``path`` is its place in cv.yaml.
    """

    kind: str
    name: str
    date: PartialDate | None
    data: Data
    words: str
    path: Path = ()


def render(document: Document, theme: Theme) -> Iterable[Output]:
    yield Output("feed.json", dump(feed(document)))
    if document.site.posts:
        yield Output(f"{POSTS}/feed.json", dump(feed(document, POST)))


def feed(document: Document, kind: str = "") -> Data:
    """The CV as a feed, or what in it is of one kind."""
    person = document.person
    home, own = _home(document, "feed", kind)
    return filled(
        {
            "version": VERSION,
            "title": person.name,
            "home_page_url": home,
            "feed_url": own,
            "description": to_plain(person.description or person.label),
            "language": document.locale,
            "authors": [
                filled({"name": person.name, "url": person.url, "avatar": document.image_url})
            ],
        }
    ) | {"items": [_finished(item, name) for item, name in _items(document, kind)]}


def _home(document: Document, name: str, kind: str) -> tuple[str | None, str | None]:
    """The address of the page that a feed is of, and its own, if the CV has a site."""
    own = document.address_of(name)
    if not kind or not own:
        return document.home_url, own
    there = on_site(document, f"{POSTS}/{own.rpartition('/')[2]}")
    return below(document.home_url, POSTS_PATH), there


def atom_xml(document: Document, theme: Theme) -> Iterable[Output]:
    """Atom, for readers that know no JSON Feed."""
    yield Output("atom.xml", _atom(document, theme, ""))
    if document.site.posts:
        yield Output(f"{POSTS}/atom.xml", _atom(document, theme, POST))


def _atom(document: Document, theme: Theme, kind: str) -> bytes:
    items = _items(document, kind)
    home, own = _home(document, "atom", kind)
    newest = next((item.date for item, _ in items if item.date), _UNKNOWN)
    changed = document.updated or newest
    site = document.site_url
    base = normal(site) if site else f"urn:x-cvtool:{quote(document.person.name, safe='')}"
    before = f"{base.partition('#')[0]}#" if site else "urn:x-cvtool:"
    text = theme.render(
        "feed/atom.xml.j2",
        folds.html,
        document=document,
        feed_id=normal(home) if home and kind else base,
        updated=_instant(changed),
        home=home,
        title=document.labels["blog"] if kind else "",
        address=own or "",
        posts=[
            {"authors": (), "tags": (), "title": item.words, **item.data}
            | {"updated": _instant(item.date or changed), "id": f"{before}{quote(name, safe=':')}"}
            for item, name in items
        ],
    )
    return text.encode()


def _instant(date: PartialDate) -> str:
    return f"{date.year:04}-{date.month or 1:02}-{date.day or 1:02}T00:00:00Z"


def _items(document: Document, kind: str = "") -> list[tuple[_Item, str]]:
    """Every item of the kind, or of any, with its ``id``, newest first."""
    urls = of_publications(document) if document.site_url else {}
    found = [
        *(_post(each, document) for each in document.site.posts),
        *(_news(each) for each in _entries(document, "BlogPosting")),
        *(_publication(each, urls, document) for each in document.publications),
        *(item for each in _entries(document, "Event") for item in _talk(each)),
    ]
    named = list(zip(found, _ids(found), strict=True))
    named.sort(key=lambda pair: newest_first(pair[0].date))
    return [each for each in named if kind in ("", each[0].kind)]


def _post(page: WebPage, document: Document) -> _Item:
    url = below(document.home_url, page.path)
    data = {
        "url": url,
        "title": page.title,
        "summary": page.description,
        "content_html": folds.elements(page.body, url) or _html(page.title),
    }
    return _Item(POST, page.path.removeprefix(f"{POSTS}/"), page.date, data, page.title)


def _entries(document: Document, schema: str) -> Iterator[Entry]:
    return (each for each in document.entries() if each.row.schema == schema)


def _ids(items: list[_Item]) -> list[str]:
    """An ``id`` for each item. Those that share a name are counted, the oldest first.

    Of one date the oldest is the last in the file, or the first, where the file goes on with time:
    what is added at the end where new things go leaves the others their ids.
    """
    seen: Counter[str] = Counter()
    ids = [""] * len(items)
    for index in _oldest_first(items):
        name = f"{items[index].kind}:{items[index].name}"
        seen[name] += 1
        ids[index] = name if seen[name] == 1 else f"{name}:{seen[name]}"
    return ids


def _oldest_first(items: list[_Item]) -> list[int]:
    """The items by their indices."""
    in_file = sorted(range(len(items)), key=lambda index: items[index].path)
    if not _goes_on_with_time([items[index] for index in in_file]):
        in_file.reverse()
    return sorted(in_file, key=lambda index: newest_first(items[index].date), reverse=True)


def _goes_on_with_time(items: list[_Item]) -> bool:
    """Whether the dates of the news, which people write in any order, rise more than they fall."""
    dates = [newest_first(each.date) for each in items if each.kind == "news" and each.date]
    return sum((a > b) - (a < b) for a, b in pairwise(dates)) > 0


def _finished(item: _Item, name: str) -> Data:
    date = item.date
    is_day = date is not None and date.day is not None
    when = {"date_published": f"{date}T00:00:00Z"} if is_day else {}
    known = {"date": str(date)} if date and not is_day else {}
    return {"id": name} | filled(item.data) | when | {"_cvtool": {"kind": item.kind} | known}


def _slug(whole: str) -> str:
    """Words of the text, and a digest of all that it says: enough to tell any two apart."""
    letters = "".join(char.lower() if char.isalnum() else " " for char in whole)
    digest = hashlib.sha256(whole.encode()).hexdigest()[:8]
    return "-".join([*letters[:_LONGEST_SLUG].split(), digest])


def _given(entry: Entry) -> str:
    """What cv.yaml has for its ``id``."""
    return str(entry.facts.get("id", ""))


def _news(entry: Entry) -> _Item:
    date = entry.span.start if entry.span else None
    text = folded(to_plain(next(bodies(entry.summary), ())))
    body: _Body = (*entry.summary, entry.span.text if entry.span else "")
    data = {"url": entry.url, "content_html": _html(*body)}
    return _Item("news", _given(entry) or str(date or _UNDATED), date, data, text, entry.path)


def _html(*said: str | Block) -> str:
    blocks = (plain(each) if isinstance(each, str) else each for each in said)
    return "".join(folds.html_blocks((each,), _in_a_line) for each in blocks if each)


def _linked(links: tuple[NamedLink, ...]) -> Inlines:
    return join(" · ", ((Link((Text(each.name),), each.url),) for each in links))


def _publication(publication: Publication, urls: Mapping[str, str], document: Document) -> _Item:
    authors = in_words(publication.authors, document.labels)
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
        "url": urls.get(publication.key) or publication.url,
        "title": title,
        "content_html": _html(*body, _linked(publication.links)) or _html(title),
        "authors": [
            _author(each, document.person) for each in publication.authors if not each.is_rest
        ],
    }
    name = f"doi:{publication.doi.lower()}" if publication.doi else publication.key
    return _Item("publication", name, publication.date, data, title)


def _author(author: Author, owner: Person) -> Data:
    return filled({"name": author.name, "url": owner.url if author.is_owner else None})


def _at(date: PartialDate | None, where: str) -> str:
    """When and where: of the date as much as stays when the owner adds the month and the day."""
    return ":".join([str(date.year) if date else _UNDATED, *([_slug(where)] if where else ())])


def _talk(entry: Entry) -> Iterator[_Item]:
    """The talk once for its event and for each venue, or once when it has none."""
    title = to_plain(entry.title)
    for venue in (*([entry] if entry.organization or not entry.parts else []), *entry.parts):
        where = to_plain(venue.title) if venue is not entry else to_plain(entry.organization)
        place = ", ".join(filter(None, (where, to_plain(venue.location))))
        span = venue.span or entry.span
        points = ((each.said, *each.more) for each in entry.points)
        bullets = (ListBlock(tuple(points)),) if entry.points else ()
        what: _Body = (to_plain(entry.details_line), *entry.summary, *bullets)
        body = (*what, place, span.text if span else "")
        data = {
            "url": venue.url or entry.url,
            "title": title,
            "content_html": _html(*body, _linked(entry.links)) or _html(title),
            "tags": list(map(to_plain, entry.keywords)),
        }
        date = span.start if span else None
        name = _given(entry) or _at(date, where or to_plain(venue.location))
        yield _Item("talk", name, date, data, title, venue.path)


def _in_a_line(body: str | Inlines) -> str:
    """The words without formulas in two dimensions, which many readers of feeds take away."""
    return folds.html(body if isinstance(body, str) else without(body, Formula))
