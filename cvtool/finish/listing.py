"""The list of publications as sections: chosen, sorted, grouped, numbered and cut."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field, replace

from ..bib.fields import GROUPS, OTHERS, group_of, is_one_of
from ..bib.issued import published
from ..model.dates import newest_first
from ..model.document import Section
from ..model.inline import Inlines, Link, Text, to_plain
from ..model.publication import Publication
from ..source.bibliography import Bibliography, PublicationGroup
from ..words import Language

Publications = tuple[Publication, ...]

_ORDERS: dict[str, Callable[[Publication], tuple[object, ...]]] = {
    "newest": lambda each: newest(each),
    "oldest": lambda each: each.date.parts if each.date else (10_000,),
    "title": lambda each: (to_plain(each.title).casefold(),),
    "author": lambda each: tuple(
        (author.family or author.name).casefold() for author in each.authors[:1]
    ),
    "file": lambda each: (),
}


def newest(each: Publication) -> tuple[int, ...]:
    """Sorts the latest first: what is still to appear before all, what has no date behind."""
    return (0,) if _is_forthcoming(each) else (1, *newest_first(each.date))


def _is_forthcoming(each: Publication) -> bool:
    return each.date is None and bool(each.status or published(each.fields).is_to_come)


def chosen(publications: Iterable[Publication], settings: Bibliography) -> Publications:
    """What the filters let pass, in the order that is set; as in the files where that ties."""
    found = [each for each in publications if _passes(each, settings)]
    return tuple(sorted(found, key=_ORDERS[settings.sort]))


def counted(heading: str, count: int | None, words: Language) -> str:
    """``Journal articles (12)``; the heading alone without a count."""
    said = {"heading": heading, "count": str(count or "")}
    return to_plain(words.fill("heading", said, "section"))


def _passes(each: Publication, settings: Bibliography) -> bool:
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
    series: Hashable = ""


def listed(
    publications: Publications, settings: Bibliography, words: Language
) -> dict[str, tuple[Section, ...]]:
    """The sections of the list, by the names that ``sections`` in cv.yaml has for them."""
    parts = _parts(publications, settings)
    lister = _Lister(settings, words)
    found = lister.sections(parts)
    if settings.count_down:
        found = _Lister(settings, words, lister.counted).sections(parts)
    whole = tuple(section for part in found.values() for section in part)
    return found | ({"publications": whole} if whole else {})


def _parts(publications: Publications, settings: Bibliography) -> dict[str, Publications]:
    selected = tuple(each for each in publications if each.selected)
    if settings.selected == "mixed" or not selected:
        return {"publications": publications} if publications else {}
    rest = tuple(each for each in publications if not each.selected)
    parts = {"selectedPublications": selected, "otherPublications": rest}
    return {name: part for name, part in parts.items() if part}


@dataclass
class _Lister:
    """Divides, numbers and cuts the list. ``totals`` is how far each series counts, once known."""

    settings: Bibliography
    words: Language
    totals: Counter[Hashable] = field(default_factory=Counter)
    counted: Counter[Hashable] = field(default_factory=Counter)

    def sections(self, parts: dict[str, Publications]) -> dict[str, tuple[Section, ...]]:
        found: dict[str, tuple[Section, ...]] = {}
        for name, part in parts.items():
            # the few selected ones are not divided
            depth = len(self.settings.group_by) if name == "selectedPublications" else 0
            found[name] = (self.section(_Group(name, self.words.phrases[name], part), depth),)
        return found

    def section(self, group: _Group, depth: int) -> Section:
        """The section of a group, with those inside it."""
        count = len(group.publications) if self.settings.counts else None
        heading = counted(group.heading, count, self.words)
        section = Section(group.id, "publications", heading, count=count)
        if depth < len(self.settings.group_by):
            split = self.by_type if self.settings.group_by[depth] == "type" else self.by_year
            inside = (self.section(each, depth + 1) for each in split(group) if each.publications)
            return replace(section, sections=tuple(inside), numbering=self.style(""))
        shown = tuple(self.labelled(each, group) for each in group.publications)
        limit = self.settings.limit or len(shown)
        return replace(
            section,
            publications=shown[:limit],
            more=self.more(len(shown) - limit),
            numbering=self.style(group.prefix),
        )

    def labelled(self, each: Publication, group: _Group) -> Publication:
        numbering = self.settings.numbering
        is_series = numbering == "group" or (numbering == "list" and group.prefix)
        series = "" if numbering == "through" else group.series if is_series else group.id
        self.counted[series] += 1
        number = self.counted[series]
        if self.style(group.prefix) != "labels":
            return each
        if self.settings.count_down:
            number = self.totals[series] - number + 1
        return replace(each, label=f"[{group.prefix}{number}]")

    def style(self, prefix: str) -> str:
        numbering = self.settings.numbering
        is_usual = numbering == "list" and not prefix and not self.settings.count_down
        return "none" if numbering == "none" else "" if is_usual else "labels"

    def more(self, count: int) -> Inlines:
        if count <= 0:
            return ()
        text = Text(self.words.count("more", count))
        return (Link((text,), self.settings.more) if self.settings.more else text,)

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
            yield _Group(name, each.heading, tuple(part), each.prefix or "", ("group", index))
        for name in (OTHERS,) if own else GROUPS:
            part = rest if own else [each for each in rest if group_of(each.type) == name]
            heading = self.words.phrases[f"{name}Listed"]
            yield _Group(f"{group.id}-{name}", heading, tuple(part), "", ("group", name))


def _belongs(each: Publication, group: PublicationGroup) -> bool:
    is_type = not group.types or is_one_of(group.types, each.type, each.entry_type)
    return is_type and (not group.keywords or _has_keyword(each, group.keywords))
