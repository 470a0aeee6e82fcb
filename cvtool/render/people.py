"""The page of several people, and the works and the feed of all: each work once.

What one of them brings is plain data of what everybody may see, which is kept as JSON.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ..bib.bibtex import HEAD, free, joined, parts, readable
from ..bib.cslitem import item
from ..bib.duplicates import folded_title
from ..model.inline import to_plain
from ..model.later import dataclass
from ..model.plain import Data, dump, filled
from . import Output, folds
from .feed import VERSION, feed

if TYPE_CHECKING:
    from ..model.document import Document
    from ..model.publication import Publication
    from .theme import Theme

FILES = ("index.html", "publications.json", "publications.bib", "feed.json")
_PREPRINT, _MOST_YEARS = "article", 3
"""What a work is called that may be in print years later."""
_PAGES = ("index.html", "cv.pdf", "cv.md", "cv.txt")
"""What the page leads to: the first that was made."""


@dataclass(frozen=True)
class Member:
    """One of the people: ``folder`` leads there from the page, with slashes, and has ``files``."""

    folder: str
    data: Mapping[str, Any]
    files: frozenset[str] = field(default_factory=frozenset)

    @property
    def page(self) -> str:
        """The way to the CV."""
        found = (each for each in _PAGES if each in self.files)
        return quote(f"{self.folder}/{next(found, '')}")

    @property
    def portrait(self) -> str:
        """The way to the picture, if there is one."""
        name = self.data["portrait"]
        return quote(f"{self.folder}/{name}") if name in self.files else ""


def member(document: Document) -> str:
    """What somebody brings, as JSON, of what everybody may see."""
    person, image = document.person, document.person.image
    picture = image.web.name if image and image.web else image.name if image and image.data else ""
    items = {str(each["id"]): each for each in feed(document)["items"]}
    works = [_work(each, items) for each in document.publications]
    data = {
        "name": person.name,
        "sorted": (person.family or person.name).casefold(),
        "label": to_plain(person.label),
        "portrait": picture,
        "url": document.site_url or person.url or "",
        "locale": document.locale,
        "direction": document.direction,
        "title": document.labels["people"],
        "works": works,
        "items": [*items.values()],  # those that no work has taken
    }
    return json.dumps(data, ensure_ascii=False)


def _work(publication: Publication, items: dict[str, Data]) -> Data:
    kind, fields = parts(publication)
    name = f"doi:{publication.doi.lower()}" if publication.doi else publication.key
    return {
        "key": readable(publication.key),
        "doi": publication.doi.lower(),
        "title": folded_title(publication),
        "year": publication.date.year if publication.date else 0,
        "type": publication.type,
        "csl": item(publication),
        "kind": kind,
        "fields": fields,
        "item": items.pop(f"publication:{name}", None),
    }


def index(members: Iterable[Member], theme: Theme) -> Iterator[Output]:
    """The page, the works, and the feed."""
    members = sorted(
        members, key=lambda each: (each.data["sorted"], each.data["name"], each.folder)
    )
    yield Output(FILES[0], _page(members, theme))
    all_works = (each | {"of": it.folder} for it in members for each in it.data["works"])
    works = [*_keyed(_once(all_works))]
    yield Output(FILES[1], dump([work["csl"] | {"id": key} for key, work in works]))
    entries = (joined(work["kind"], work["fields"], key) for key, work in works)
    yield Output(FILES[2], "\n".join([HEAD, *entries]).encode("utf-8", "replace"))
    shared = (_item(work) for _, work in works if work["item"])
    items = sorted([*shared, *_items(members)], key=_when, reverse=True)
    yield Output(
        FILES[3], dump({"version": VERSION, "title": _usual(members, "title"), "items": items})
    )


def _page(members: list[Member], theme: Theme) -> bytes:
    people = [
        {
            "name": each.data["name"],
            "label": each.data["label"],
            "page": each.page,
            "portrait": each.portrait,
        }
        for each in members
    ]
    text = theme.render(
        "html/people.html.j2",
        folds.html,
        people=people,
        title=_usual(members, "title"),
        locale=_usual(members, "locale"),
        direction=_usual(members, "direction"),
        files=FILES[1:],
    )
    return text.encode()


def _usual(members: Iterable[Member], name: str) -> str:
    """What most of them say."""
    said = Counter(each.data[name] for each in members).most_common(1)
    return str(said[0][0]) if said else ""


def _once(works: Iterable[Data]) -> list[Data]:
    """Each work once, by its DOI, or by title and year: what is in print, not its preprint."""
    found: list[Data] = []
    places: dict[Any, int] = {}
    for work in works:
        names = [("doi", work["doi"])] if work["doi"] else []
        years = range(work["year"] - _MOST_YEARS, work["year"] + _MOST_YEARS + 1)
        alike = [(work["title"], year) for year in years] if work["title"] else []
        at = next((places[it] for it in names if it in places), None)
        if at is None:
            near = (places[it] for it in alike if it in places)
            at = next((it for it in near if _is_same(work, found[it])), None)
        if at is None:
            at = len(found)
            found.append(work)
        elif found[at]["type"] == _PREPRINT != work["type"]:
            found[at] = work
        own = [(work["title"], work["year"])] if work["title"] else []
        places |= {it: at for it in (*names, *own) if it not in places}
    return found


def _is_same(one: Data, other: Data) -> bool:
    """Whether works of one title are one: of the same year, or one of them in print later."""
    is_preprint = (one["type"] == _PREPRINT) != (other["type"] == _PREPRINT)
    has_two = one["doi"] and other["doi"] and not is_preprint
    return not has_two and (one["year"] == other["year"] or is_preprint)


def _keyed(works: list[Data]) -> Iterator[tuple[str, Data]]:
    """The works sorted by key; where two have one, the second has a number."""
    taken: dict[str, int] = {}
    for work in sorted(works, key=lambda it: (it["key"].casefold(), it["key"], it["title"])):
        yield free(work["key"], taken), work


def _item(work: Data) -> Data:
    """What the feed has of it, under a name that it keeps whoever joins."""
    found: Data = work["item"]
    return found if work["doi"] else found | {"id": f"{work['of']}/{found['id']}"}


def _items(members: list[Member]) -> Iterator[Data]:
    """What the feeds have beside works, with the name of whoever it is about."""
    for each in members:
        author = filled({"name": each.data["name"], "url": each.data["url"]})
        for it in each.data["items"]:
            yield {"authors": [author], **it, "id": f"{each.folder}/{it['id']}"}


def _when(it: Data) -> str:
    return str(it.get("date_published") or it["_cvtool"].get("date") or "")
