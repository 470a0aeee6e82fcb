"""The list of publications as sections: chosen, sorted, grouped, numbered and cut."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field, replace

from ..bib.fields import GROUPS, OTHERS, group_of, is_one_of
from ..model.dates import newest_first
from ..model.document import Publication, Section
from ..model.inline import Link, Text, to_plain
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
    return each.date is None and bool(each.status or each.fields.get("year"))


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
    lister = _Lister(settings, words)
    parts = _parts(publications, settings)
    found = {
        name: (lister.section(_Group(name, words.phrases[name], part), _depth(name, settings)),)
        for name, part in parts.items()
    }
    found = {name: (lister.numbered(section),) for name, (section,) in found.items()}
    whole = tuple(section for part in found.values() for section in part)
    return found | ({"publications": whole} if whole else {})


def _depth(name: str, settings: Bibliography) -> int:
    """How deep the part already is: the few selected ones are not divided."""
    return len(settings.group_by) if name == "selectedPublications" else 0


def _parts(publications: Publications, settings: Bibliography) -> dict[str, Publications]:
    selected = tuple(each for each in publications if each.selected)
    if settings.selected == "mixed" or not selected:
        return {"publications": publications} if publications else {}
    rest = tuple(each for each in publications if not each.selected)
    parts = {"selectedPublications": selected, "otherPublications": rest}
    return {name: part for name, part in parts.items() if part}


@dataclass
class _Lister:
    settings: Bibliography
    words: Language
    series: dict[str, tuple[Hashable, str]] = field(default_factory=dict)
    totals: Counter[Hashable] = field(default_factory=Counter)
    counted: Counter[Hashable] = field(default_factory=Counter)

    def section(self, group: _Group, depth: int = 0) -> Section:
        """The section of a group, with those inside it; nothing numbered yet."""
        count = len(group.publications) if self.settings.counts else None
        heading = counted(group.heading, count, self.words)
        section = Section(group.id, "publications", heading, count=count)
        if depth < len(self.settings.group_by):
            split = self.by_type if self.settings.group_by[depth] == "type" else self.by_year
            inside = (self.section(each, depth + 1) for each in split(group) if each.publications)
            return replace(section, sections=tuple(inside))
        series = {"through": "", "group": group.series}.get(self.settings.numbering, group.id)
        if group.prefix and self.settings.numbering == "list":
            series = group.series
        self.series[group.id] = (series, group.prefix)
        self.totals[series] += len(group.publications)
        return replace(section, publications=group.publications)

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

    def numbered(self, section: Section) -> Section:
        """The section with its labels, and cut to the limit."""
        inside = tuple(self.numbered(each) for each in section.sections)
        found = section.publications
        series, prefix = self.series.get(section.id, ("", ""))
        labels = [self.label(series, prefix) for _ in found]
        shown = tuple(
            replace(each, label=label) if label else each
            for each, label in zip(found, labels, strict=True)
        )
        limit = self.settings.limit or len(shown)
        return replace(
            section,
            sections=inside,
            publications=shown[:limit],
            more=self.more(len(shown) - limit),
            numbering=self.style(prefix),
        )

    def style(self, prefix: str) -> str:
        numbering = self.settings.numbering
        if numbering == "none":
            return "none"
        is_usual = numbering == "list" and not prefix and not self.settings.count_down
        return "" if is_usual else "labels"

    def label(self, series: Hashable, prefix: str) -> str:
        self.counted[series] += 1
        number = self.counted[series]
        if self.settings.count_down:
            number = self.totals[series] - number + 1
        return {"labels": f"[{prefix}{number}]"}.get(self.style(prefix), "")

    def more(self, count: int) -> tuple[Text | Link, ...]:
        if count <= 0:
            return ()
        text = Text(self.words.count("more", count))
        return (Link((text,), self.settings.more) if self.settings.more else text,)


def _belongs(each: Publication, group: PublicationGroup) -> bool:
    is_type = not group.types or is_one_of(group.types, each.type, each.entry_type)
    return is_type and (not group.keywords or _has_keyword(each, group.keywords))
