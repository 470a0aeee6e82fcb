"""The page of several people, and the works and the feed of all: each work once.

What one of them brings is plain data of what everybody may see, which is kept as JSON.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import quote

from ..bib.bibtex import HEAD, free, joined, parts, readable
from ..bib.cslitem import item
from ..bib.library import folded_title
from ..bib.owner import fold
from ..model.inline import to_plain
from ..model.later import NamedTuple, pattern
from ..model.plain import Data, filled
from ..model.site import WebStyle
from . import folds
from .feed import VERSION, feed
from .html.drawings import initials
from .html.head import policy_hash, sheets

if TYPE_CHECKING:
    from ..model.document import Document
    from ..model.publication import Publication
    from .theme import Theme

_INDEX, _WORKS, _BIB, _FEED = "index.html", "publications.json", "publications.bib", "feed.json"
_PREPRINT, _MOST_YEARS = "article", 3
"""What a work is called that may be in print years later."""
_PAGES = ("index.html", "cv.pdf", "cv.md", "cv.txt")
"""What the page leads to: the first that was made."""
_WEB = "web"
"""The sign of what is at no network."""
_UNSAID = {"initials": "", "at": "", "links": (), "look": ()}
"""What an earlier version of us did not keep."""
_VIEW = pattern(rb'viewBox="([\d. ]+)"')


def member(document: Document) -> str:
    """What somebody brings, as JSON, of what everybody may see."""
    person, image = document.person, document.person.image
    picture = image.web.name if image and image.web else image.name if image and image.data else ""
    items = {str(each["id"]): each for each in feed(document)["items"]}
    works = [_work(each, items) for each in document.publications]
    label, place = to_plain(person.label), person.employer or person.location
    data = {
        "name": person.name,
        "sorted": " ".join(fold(person.family or person.name)),
        "initials": initials(person.name),
        "label": label,
        "at": "" if place in label else place,
        "portrait": picture,
        "url": document.site_url or person.url or "",
        "links": [*_links(document)],
        "look": [document.web.theme, document.web.accent_color],
        "locale": document.locale,
        "direction": document.direction,
        "title": document.labels["people"],
        "works": works,
        "items": [*items.values()],  # those that no work has taken
    }
    return json.dumps(data, ensure_ascii=False)


def _links(document: Document) -> Iterator[tuple[str, str, str]]:
    """The person's own page elsewhere and the accounts: what each is called, where, its sign."""
    person = document.person
    if person.url and person.url != document.site_url:
        yield person.url_text, person.url, _WEB
    for each in person.profiles:
        if each.url:
            yield each.network or each.text, each.url, each.kind or _WEB


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


class _Person(NamedTuple):
    """One of the people, whose ``folder`` is that on the way to the ``page``, with slashes."""

    folder: str
    page: str
    portrait: str
    data: Mapping[str, Any]

    @property
    def order(self) -> tuple[str, str, str]:
        return self.data["sorted"], self.data["name"], self.folder


class _Work(NamedTuple):
    """A work of one of them, by what it is known; the rest is ``kept``."""

    key: str
    doi: str
    title: str
    year: int
    is_preprint: bool
    is_news: bool
    when: str
    whose: int
    kept: tuple[int, int]


class _Notice(NamedTuple):
    """What the feed has beside works."""

    when: str
    whose: int
    kept: tuple[int, int]


class Members:
    """Those whom a page shows, as they come.

    What works and news say stays on the ``disk`` until it is written: of many people it may be
    more than there is memory. They ``are_known`` once anything is known of anybody.
    """

    def __init__(self, disk: IO[bytes]) -> None:
        self._people: list[_Person] = []
        self._works: list[_Work] = []
        self._notices: list[_Notice] = []
        self._disk = disk
        self.are_known = False

    def add(self, folder: str, brought: str, files: Collection[str]) -> None:
        """What somebody brings whose ``folder`` has these files, if everybody may see any of it."""
        self.are_known = True
        if not (said := json.loads(brought)):
            return
        data = _UNSAID | said
        number, works, items = len(self._people), data.pop("works", ()), data.pop("items", ())
        page = quote(f"{folder}/{next((each for each in _PAGES if each in files), '')}")
        portrait = quote(f"{folder}/{data['portrait']}") if data["portrait"] in files else ""
        self._people.append(_Person(folder, page, portrait, data))
        for each in works:
            self._works.append(
                _Work(
                    *(each["key"], each["doi"], each["title"], each["year"]),
                    is_preprint=each["type"] == _PREPRINT,
                    is_news=bool(each["item"]),
                    when=_when(each["item"] or {}),
                    whose=number,
                    kept=self._keep([each["csl"], each["kind"], each["fields"], each["item"]]),
                )
            )
        self._notices += (_Notice(_when(each), number, self._keep(each)) for each in items)

    def _keep(self, data: object) -> tuple[int, int]:
        return self._disk.tell(), self._disk.write(json.dumps(data, ensure_ascii=False).encode())

    def _back(self, kept: tuple[int, int]) -> Any:
        self._disk.seek(kept[0])
        return json.loads(self._disk.read(kept[1]))

    def index(self, theme: Theme) -> Iterator[tuple[str, Iterable[bytes]]]:
        """The page, the works, the feed, and what the page loads: paths, and the data in pieces."""
        people = sorted(self._people, key=lambda each: each.order)
        places = {id(each): place for place, each in enumerate(people)}
        order = [places[id(each)] for each in self._people]
        works = [*_keyed(_once(sorted(self._works, key=lambda it: order[it.whose])))]
        yield _INDEX, (_page(people, theme),)
        yield _WORKS, chain(_array(self._csl(works), "  "), (b"\n",))
        yield _BIB, self._bibtex(works)
        notices = sorted(self._notices, key=lambda it: order[it.whose])
        told: list[_Work | _Notice] = [*(it for _, it in works if it.is_news), *notices]
        told.sort(key=lambda it: it.when, reverse=True)
        yield _FEED, self._feed(told, _usual(people, "title"))
        for each in sheets(_look(people, theme), theme, ["people"]):
            yield each.path, (each.data,)

    def _csl(self, works: Iterable[tuple[str, _Work]]) -> Iterator[Data]:
        return (self._back(work.kept)[0] | {"id": key} for key, work in works)

    def _bibtex(self, works: Iterable[tuple[str, _Work]]) -> Iterator[bytes]:
        yield HEAD.encode()
        for key, work in works:
            _, kind, fields, _ = self._back(work.kept)
            yield f"\n{joined(kind, fields, key)}".encode("utf-8", "replace")

    def _feed(self, told: Iterable[_Work | _Notice], title: str) -> Iterator[bytes]:
        head = json.dumps({"version": VERSION, "title": title}, ensure_ascii=False, indent=2)
        yield f'{head[:-2]},\n  "items": '.encode()
        yield from _array(map(self._item, told), "    ")
        yield b"\n}\n"

    def _item(self, it: _Work | _Notice) -> Data:
        """What the feed has of it, under a name that it keeps whoever joins; what is no work has
        the name of whoever it is about."""
        found, whose = self._back(it.kept), self._people[it.whose]
        said: Data = found[3] if isinstance(it, _Work) else found
        if isinstance(it, _Work) and it.doi:
            return said
        author = filled({"name": whose.data["name"], "url": whose.data["url"]})
        about = {} if isinstance(it, _Work) else {"authors": [author]}
        return about | said | {"id": f"{whose.folder}/{said['id']}"}


def _array(items: Iterable[Data], pad: str) -> Iterator[bytes]:
    """A list as JSON, in pieces, inside of what is indented less."""
    divider = "["
    for each in items:
        text = json.dumps(each, ensure_ascii=False, indent=2, allow_nan=False)
        yield f"{divider}\n{pad}{text.replace(chr(10), chr(10) + pad)}".encode()
        divider = ","
    yield b"[]" if divider == "[" else f"\n{pad[2:]}]".encode()


def _page(people: list[_Person], theme: Theme) -> bytes:
    kinds = {kind for each in people for _, _, kind in each.data["links"]}
    signs = {kind: sign for kind in sorted({_WEB, *kinds}) if (sign := _ground(kind, theme))}
    scheme = theme.read("html/scheme.js").strip()
    text = theme.render(
        "html/people.html.j2",
        folds.html,
        people=[{**each.data, "page": each.page, "portrait": each.portrait} for each in people],
        signs=[*signs.items()],
        sign_of={kind: kind if kind in signs else _WEB for kind in kinds},
        title=_usual(people, "title"),
        locale=_usual(people, "locale"),
        direction=_usual(people, "direction"),
        scheme=scheme,
        hash=policy_hash(scheme),
        files=(_WORKS, _BIB, _FEED),
    )
    return text.encode()


def _ground(kind: str, theme: Theme) -> str:
    """How large the ground of a network's sign is; empty where there is no sign."""
    try:
        found = _VIEW.search(theme.data(f"pdf/icons/{kind}.svg"))
    except FileNotFoundError:
        return ""
    return found[1].decode() if found else ""


def _look(people: list[_Person], theme: Theme) -> WebStyle:
    """That of most whose theme is there."""
    known = theme.looks("html")
    looks = (tuple(each.data["look"]) for each in people)
    found = Counter(each for each in looks if each and each[0] in known).most_common(1)
    return WebStyle(*found[0][0]) if found else WebStyle()


def _usual(people: Iterable[_Person], name: str) -> str:
    """What most of them say."""
    said = Counter(each.data[name] for each in people).most_common(1)
    return str(said[0][0]) if said else ""


def _once(works: Iterable[_Work]) -> list[_Work]:
    """Each work once, by its DOI, or by title and year: what is in print, not its preprint."""
    found: list[_Work] = []
    places: dict[Any, int] = {}
    for work in works:
        names = [("doi", work.doi)] if work.doi else []
        years = range(work.year - _MOST_YEARS, work.year + _MOST_YEARS + 1)
        alike = [(work.title, year) for year in years] if work.title else []
        at = next((places[it] for it in names if it in places), None)
        if at is None:
            near = (places[it] for it in alike if it in places)
            at = next((it for it in near if _is_same(work, found[it])), None)
        if at is None:
            at = len(found)
            found.append(work)
        elif found[at].is_preprint and not work.is_preprint:
            found[at] = work
        own = [(work.title, work.year)] if work.title else []
        places |= {it: at for it in (*names, *own) if it not in places}
    return found


def _is_same(one: _Work, other: _Work) -> bool:
    """Whether works of one title are one: of the same year, or one of them in print later."""
    is_preprint = one.is_preprint != other.is_preprint
    has_two = one.doi and other.doi and not is_preprint
    return not has_two and (one.year == other.year or is_preprint)


def _keyed(works: list[_Work]) -> Iterator[tuple[str, _Work]]:
    """The works sorted by key; where two have one, the second has a number."""
    taken: dict[str, int] = {}
    for work in sorted(works, key=lambda it: (it.key.casefold(), it.key, it.title)):
        yield free(work.key, taken), work


def _when(it: Mapping[str, Any]) -> str:
    return str(it.get("date_published") or it.get("_cvtool", {}).get("date") or "")
