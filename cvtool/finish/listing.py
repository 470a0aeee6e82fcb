"""The list of publications as sections: chosen, sorted, grouped, numbered and cut."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import field
from itertools import compress

from ..bib.fields import GROUPS, OTHERS, group_of, is_one_of
from ..bib.issued import published
from ..model.dates import newest_first
from ..model.document import Section
from ..model.inline import Inlines, Link, Text, to_plain
from ..model.later import NamedTuple, dataclass, replace
from ..model.memory import for_each, remembered, row, same
from ..model.publication import Publication
from ..source.bibliography import Bibliography, PublicationGroup
from ..words import Language

Publications = tuple[Publication, ...]
PARTS = ("selectedPublications", "otherPublications")
"""The parts that the list has once some are selected."""

_ORDERS: dict[str, Callable[[Publication], tuple[object, ...]]] = {
    "newest": lambda each: newest(each),
    "oldest": lambda each: each.date.parts if each.date else (10_000,),
    "title": lambda each: (to_plain(each.title).casefold(),),
    "author": lambda each: tuple(
        (author.family or author.name).casefold() for author in each.authors[:1]
    ),
    "file": lambda each: (),
}


_COUNT = "\N{NULL}"
"""It holds the place of the number, which goes around it then."""


def newest(each: Publication) -> tuple[int, ...]:
    """Sorts the latest first: what is still to appear before all, what has no date behind."""
    return (0,) if _is_forthcoming(each) else (1, *newest_first(each.date))


def _is_forthcoming(each: Publication) -> bool:
    return each.date is None and bool(each.status or published(each.fields).is_to_come)


def chosen(publications: Iterable[Publication], settings: Bibliography) -> Publications:
    """What the filters let pass, in the order that is set; as in the files where that ties."""
    return _chosen(row(tuple(publications)), same(settings))


@remembered
def _chosen(publications: Publications, settings: Bibliography) -> Publications:
    found = _sorted(publications, settings.sort)
    return tuple(compress(found, for_each(passes, found, by=(settings,))))


def in_order(publications: Iterable[Publication], settings: Bibliography) -> Publications:
    """The publications in the order that is set; as they are where that ties."""
    return _sorted(row(tuple(publications)), settings.sort)


@remembered
def _sorted(publications: Publications, order: str) -> Publications:
    return tuple(sorted(publications, key=_ORDERS[order]))


@remembered
def around(heading: str, has_count: bool, words: Language) -> tuple[str, ...]:
    """What stands around the number in ``Journal articles (12)``; the heading alone without one."""
    said = {"heading": heading, "count": _COUNT if has_count else ""}
    filled = to_plain(words.fill("heading", said, "section")) if heading else ""
    return tuple(filled.split(_COUNT))


def counted(section: Section, heading: str, words: Language) -> Section:
    """The section under another heading, with its number there, if it has one."""
    pieces = around(heading, section.count is not None, words)
    heading = str(section.count).join(pieces)
    return replace(section, heading=heading, around=pieces if len(pieces) > 1 else ())


def passes(each: Publication, settings: Bibliography) -> bool:
    """Whether the filters let it pass."""
    year = each.date.year if each.date else None
    return (
        each.key not in settings.exclude
        and (settings.selected != "only" or each.selected)
        and (not settings.types or is_one_of(settings.types, each.type, each.entry_type))
        and (not settings.keywords or _has_keyword(each, settings.keywords))
        and (not settings.since or year is None or year >= settings.since)
        and (not settings.until or (year is not None and year <= settings.until))
    )


def _has_keyword(each: Publication, keywords: Iterable[str]) -> bool:
    own = {word.casefold() for word in each.keywords}
    return any(word.casefold() in own for word in keywords)


@dataclass(frozen=True)
class _Group:
    """A part of the list. ``series`` is what its numbers count within."""

    id: str
    heading: str
    publications: Publications
    prefix: str = ""
    series: str = ""


Home = tuple[tuple[str, frozenset[str]], ...]
"""The lists on the homepage: the address of each, and the keys of what stands in it."""


class Manner(NamedTuple):
    """How a format lists publications: its settings, and what does not depend on them.

    ``grouping`` are the words that only choose and group. A list that is cut links to that one in
    ``home`` which has the rest, if any.
    """

    settings: Bibliography
    grouping: frozenset[str]
    home: Home = ()


def shown(publications: Iterable[Publication], manner: Manner) -> Publications:
    """The publications with those of their parts that are to be shown."""
    return for_each(_shown, publications, by=(manner,))


def _shown(each: Publication, manner: Manner) -> Publication:
    show = manner.settings.show or ()
    free = tuple(word for word in each.keywords if word.casefold() not in manner.grouping)
    keywords = free if "keywords" in show else ()
    summary = each.summary if "summary" in show else ()
    abstract = each.abstract if "abstract" in show else ()
    if (summary, abstract, keywords) == (each.summary, each.abstract, each.keywords):
        return each
    return replace(each, summary=summary, abstract=abstract, keywords=keywords)


def listed(
    publications: Publications, others: Publications, manner: Manner, words: Language
) -> dict[str, tuple[Section, ...]]:
    """The sections of the list, by the names that ``sections`` in cv.yaml has for them.

    ``others`` are those that it lacks because they are not selected.
    """
    return _listed(row(publications), row(others), same(manner), words)


@remembered
def _listed(
    publications: Publications, others: Publications, manner: Manner, words: Language
) -> dict[str, tuple[Section, ...]]:
    settings = manner.settings
    parts = _parts(publications, settings)
    known = zip(map(id, publications), shown(publications, manner), strict=True)
    lister = _Lister(manner, others, words, dict(known))
    found = lister.sections(parts)
    if settings.count_down:
        found = replace(lister, totals=lister.counted, counted=Counter()).sections(parts)
    whole = tuple(section for part in found.values() for section in part)
    return found | ({"publications": whole} if whole else {})


def _parts(publications: Publications, settings: Bibliography) -> dict[str, Publications]:
    selected = tuple(each for each in publications if each.selected)
    if settings.selected == "mixed" or not selected:
        return {"publications": publications} if publications else {}
    rest = tuple(each for each in publications if not each.selected)
    parts = zip(PARTS, (selected, rest), strict=True)
    return {name: part for name, part in parts if part}


@dataclass
class _Lister:
    """Divides, numbers and cuts the list. ``shown`` is how it has each of the publications, and
    ``totals`` how far each series counts, once known."""

    manner: Manner
    others: Publications
    words: Language
    shown: dict[int, Publication]
    totals: Counter[str] = field(default_factory=Counter)
    counted: Counter[str] = field(default_factory=Counter)

    @property
    def settings(self) -> Bibliography:
        return self.manner.settings

    def sections(self, parts: dict[str, Publications]) -> dict[str, tuple[Section, ...]]:
        found: dict[str, tuple[Section, ...]] = {}
        for name, part in parts.items():
            # the few selected ones are not divided
            depth = len(self.settings.group_by) if name == PARTS[0] else 0
            found[name] = (self.section(_Group(name, self.words.phrases[name], part), depth),)
        return found

    def section(self, group: _Group, depth: int) -> Section:
        """The section of a group, with those inside it."""
        count = len(group.publications) if self.settings.counts else None
        is_labelled = self.style(group.prefix) == "labels"
        series = self.series(group) if is_labelled else ""
        bare = Section(group.id, "publications", "", count=count, series=series)
        section = counted(bare, group.heading, self.words)
        if depth < len(self.settings.group_by):
            split = self.by_type if self.settings.group_by[depth] == "type" else self.by_year
            inside = (self.section(each, depth + 1) for each in split(group) if each.publications)
            return replace(section, sections=tuple(inside), numbering=self.style(""))
        shown = tuple(self.labelled(group))
        limit = self.settings.limit or len(shown)
        cut = shown[limit:]
        return replace(
            section,
            publications=shown[:limit],
            more=self.more((*cut, *self.others)),
            rest=() if self.settings.more is not None or self.others else cut,
            numbering=self.style(group.prefix),
        )

    def labelled(self, group: _Group) -> Iterator[Publication]:
        series, is_labelled = self.series(group), self.style(group.prefix) == "labels"
        for number, each in enumerate(group.publications, self.counted[series] + 1):
            if self.settings.count_down:
                number = self.totals[series] - number + 1
            each = self.shown[id(each)]
            yield _numbered(each, number, group.prefix) if is_labelled else each
        self.counted[series] += len(group.publications)

    def series(self, group: _Group) -> str:
        """What the numbers of a group count within."""
        numbering = self.settings.numbering
        is_series = numbering == "group" or (numbering == "list" and group.prefix)
        return "" if numbering == "through" else group.series if is_series else group.id

    def style(self, prefix: str) -> str:
        numbering = self.settings.numbering
        is_usual = numbering == "list" and not prefix and not self.settings.count_down
        return "none" if numbering == "none" else "" if is_usual else "labels"

    def more(self, rest: Publications) -> Inlines:
        if not rest or self.settings.more == "":
            return ()
        text = Text(self.words.count("more", len(rest)))
        url = self.settings.more or self.at_home(rest)
        return (Link((text,), url),) if url else (text,)

    def at_home(self, rest: Publications) -> str | None:
        """Where the homepage has all of them."""
        keys = {each.key for each in rest}
        return next((url for url, known in self.manner.home if keys <= known), None)

    def by_year(self, group: _Group) -> Iterable[_Group]:
        years: dict[str, list[Publication]] = {}
        for each in group.publications:
            undated = "forthcomingListed" if _is_forthcoming(each) else "undatedListed"
            years.setdefault(str(each.date.year) if each.date else undated, []).append(each)
        for year, part in years.items():
            heading = self.words.phrases.get(year, year)
            name = f"{group.id}-{year.removesuffix('Listed')}"
            yield _Group(name, heading, tuple(part), group.prefix, group.series or name)

    def by_type(self, group: _Group) -> Iterable[_Group]:
        own = self.settings.groups
        rest = list(group.publications)
        for index, each in enumerate(own):
            part = [publication for publication in rest if _belongs(publication, each)]
            rest = [publication for publication in rest if publication not in part]
            name = f"{group.id}-{index + 1}"
            yield _Group(name, each.heading, tuple(part), each.prefix or "", f"group-{index}")
        for name in (OTHERS,) if own else GROUPS:
            part = rest if own else [each for each in rest if group_of(each.type) == name]
            heading = self.words.phrases[f"{name}Listed"]
            yield _Group(f"{group.id}-{name}", heading, tuple(part), "", f"group-{name}")


@remembered
def _numbered(each: Publication, number: int, prefix: str) -> Publication:
    return replace(each, number=number, prefix=prefix)


def _belongs(each: Publication, group: PublicationGroup) -> bool:
    is_type = not group.types or is_one_of(group.types, each.type, each.entry_type)
    return is_type and (not group.keywords or _has_keyword(each, group.keywords))
