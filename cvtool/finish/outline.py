"""What the formats show: which sections, in what order and under which headings; their settings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from types import MappingProxyType
from typing import Any

from ..model.document import Section, all_of
from ..model.formats import LAYOUT, Format, Setting
from ..model.kinds import KINDS, kind_of
from ..model.later import dataclass, replace
from ..model.plain import slug, unused
from ..model.problems import EVERYTHING, WARNING, Path, Problem, quoted, shown, suggestion
from ..source import CV, DataLayout, Layout, PluginLayout, SectionItem
from ..source.layouts import SectionOrder
from ..words import Language
from ..words.data import section_of
from .listing import PARTS, counted
from .plan import layout_of
from .sections import LISTS, Found, custom_id, spoken

_LAST = ("languages", "interests", "references", "keywords")
_FIRST = (
    *(name for name, kind in KINDS.items() if kind.origin != "inside" and name not in _LAST),
    *(name for name in LISTS if name not in KINDS),
)
_KNOWN = frozenset({*_FIRST, *_LAST, *PARTS})

Headings = Mapping[str, str]
_NONE: Headings = MappingProxyType({})
Outline = tuple[Section, ...]


def usual_order(own: Iterable[str]) -> tuple[str, ...]:
    """All sections in the order that they have where cv.yaml names none: the user's own before what
    readers look for at the end."""
    return (*_FIRST, *(name for name in own if name not in _KNOWN), *_LAST)


def outlines(
    cv: CV,
    sections: Found,
    listings: Mapping[str, Found],
    formats: Iterable[Format],
    words: Language,
) -> tuple[Outline, Found, list[Problem]]:
    """The main outline, those of the formats that have one of their own, and what is wrong.

    ``sections`` and ``headings`` hold for every format. What a format has of these under its own
    key goes before them: its sections in place of the others, its headings name by name.
    ``listings`` are the sections of formats that list publications in another way.
    """
    custom, problems = _custom_ids(cv)
    compose = _Composer(sections, custom, _namers(cv), words, problems)
    usual = usual_order(custom)
    common = compose.headings(cv.headings, ())
    main = compose.outline(cv.sections, ("sections",), usual, common)
    of_format = {}
    for row in formats:
        if not row.has_layout:
            continue
        layout, path = layout_of(cv, row.name)
        lists = replace(compose, sections=listings.get(row.name, sections))
        own, found = compose.headings(layout.headings, path), main
        if layout.sections:
            inside = (*path, "sections")
            found = lists.outline(layout.sections, inside, usual, {**common, **own})
        elif own or row.first or row.elsewhere or row.name in listings:
            order = (*row.first, *(name for name in usual if name not in row.first))
            found = lists.outline(cv.sections, ("sections",), order, common, own)
            found = lists.without(row.elsewhere, found)
        if (shown := tuple(spoken(found))) != main:
            of_format[row.name] = shown
    compose.report_unused(common, [main, *of_format.values()])
    return main, of_format, problems


def placed(
    cv: CV,
    sections: Found,
    order: SectionOrder,
    place: Path,
    skip: Collection[str],
    words: Language,
) -> tuple[list[Outline], list[Problem]]:
    """What each item of an order at the place stands for on the homepage, under the headings there;
    nothing for those of the names to ``skip``, and what is wrong with the others."""
    custom, _ = _custom_ids(cv)
    problems: list[Problem] = []
    more = dict.fromkeys([*skip, *sections], "")
    compose = _Composer(sections, more | custom, EVERYTHING, words, problems)
    layout, path = layout_of(cv, "html")
    headings = {**compose.headings(cv.headings, ()), **compose.headings(layout.headings, path)}
    problems.clear()  # of the headings it is told where these stand
    listing = _Listing(compose, headings, _NONE)
    found = [
        () if item.section in skip else tuple(listing.item(item, (*place, index)))
        for index, item in enumerate(order)
    ]
    return [tuple(spoken(each)) for each in found], problems


def unlisted(found: Iterable[Found], shown: Iterable[Outline]) -> list[str]:
    """The sections that stand in none of the outlines, and so in no output.

    ``found`` are the sections as the formats have them. What basics say is not among them: data
    such as resume.json has it anyway.
    """
    known = {each.id for outline in shown for each in all_of(outline)}
    ids: dict[str, set[str]] = {}
    for name, sections in (item for each in found for item in each.items()):
        ids.setdefault(name, set()).update(section.id for section in all_of(sections))
    return [
        name
        for name, own in ids.items()
        if not known & own and name not in PARTS and kind_of(name).origin != "basics"
    ]


@dataclass(frozen=True)
class _Composer:
    """Makes outlines of ``sections``; ``custom`` are the user's own, by name, with headings."""

    sections: Found
    custom: Mapping[str, str]
    namers: tuple[Path, ...]
    words: Language
    problems: list[Problem]

    def headings(self, texts: Headings, path: Path) -> Headings:
        """The headings by the names of their sections."""
        return {self.known((*path, "headings", name), name): each for name, each in texts.items()}

    def known(self, path: Path, name: str) -> str:
        """The section's own name; one of the user's own may be called by its heading, too."""
        if name in self.custom or name in _KNOWN:
            return name
        for each, heading in self.custom.items():
            if _alike(name) in (_alike(each), _alike(heading)):
                return each
        meant = section_of(name)
        close = f"; did you mean {quoted(meant)}?" if meant in _KNOWN else ""
        close = close or suggestion(name, {*_KNOWN, *self.custom})
        message = f"unknown section {quoted(name)}{close}"
        self.problems.append(Problem(path, message, rests_on=self.namers))
        return name

    def outline(
        self,
        order: Sequence[SectionItem],
        path: Path,
        usual: Sequence[str],
        headings: Headings,
        nearer: Headings = _NONE,
    ) -> Outline:
        """The sections in order, else all as ``usual``.

        ``nearer`` are headings that go before those of the order, ``headings`` stand behind them.
        """
        items = list(enumerate(order)) or [(0, SectionItem(section=name)) for name in usual]
        names = {each.section for each in _all_items(order)}
        is_whole = names.issuperset(PARTS) and "publications" not in names
        listing = _Listing(self, headings, nearer, is_whole and not self.sections.keys() & {*PARTS})
        found = [each for index, item in items for each in listing.item(item, (*path, index))]
        return tuple(_distinct(found, {*_KNOWN, *self.custom}))

    def without(self, names: Collection[str], outline: Outline) -> Outline:
        """The outline without these, but for one to which an order adds a text."""
        own = {name: self.sections[name][0].summary for name in names if name in self.sections}
        return tuple(each for each in outline if own.get(each.id) != each.summary)

    def text_alone(self, name: str, item: SectionItem) -> Outline:
        """A section of which only the order says something."""
        if not item.summary:
            return ()
        return (Section(name, name, self.custom.get(name) or self.words.phrases.get(name, "")),)

    def report_unused(self, texts: Headings, outlines: Iterable[Outline]) -> None:
        """Of a heading over the publications where their two parts have one each."""
        shown = {each.id for outline in outlines for each in all_of(outline)}
        parts = sorted(shown & {*PARTS})
        if "publications" in texts and parts and "publications" not in shown:
            hint = f"the headings here are {', '.join(parts)}"
            self.warn(("headings", "publications"), f"nothing stands under this heading; {hint}")

    def warn(self, path: Path, message: str) -> None:
        """Of what a section may lack because of any error."""
        self.problems.append(Problem(path, message, WARNING, rests_on=EVERYTHING))


@dataclass
class _Listing:
    """One outline in the making; ``placed`` are the sections that stand in it already.

    ``is_whole`` says that the order names both parts of a list of publications that has none: it
    stands in the place of the first.
    """

    compose: _Composer
    headings: Headings
    nearer: Headings
    is_whole: bool = False
    placed: set[str] = field(default_factory=set)

    def item(self, item: SectionItem, path: Path) -> list[Section]:
        """The sections of an item. A group without a heading is what stands in it."""
        if item.section:
            return self.named(item, path)
        parts = enumerate(item.sections)
        inside = [
            each for index, part in parts for each in self.item(part, (*path, "sections", index))
        ]
        heading, summary = item.heading or "", item.summary or ()
        if not inside and not summary:
            return []
        named = [each.id for each in inside if each.sections or each.kind != "group"]
        name = "-".join(named) or slug(heading) or "group"
        ranked = _ranked(Section(name, "group", heading, summary, path=path), item, path)
        group = replace(ranked, breaks=item.breaks or "")
        if heading:
            return [replace(group, sections=tuple(inside))]
        return [group, *inside] if summary else inside

    def named(self, item: SectionItem, path: Path) -> list[Section]:
        """The section of that name, or the several that it has, each with its heading."""
        name = self.compose.known(path, item.section or "")
        if self.is_whole and name in PARTS:
            whole = self.compose.sections.get("publications", ())
            item, name = SectionItem(section="publications"), "publications"
            if whole and whole[0].id in self.placed:
                return []
        whole = self.compose.sections.get(name) or self.compose.text_alone(name, item)
        found = [each for each in whole if each.id not in self.placed]
        if whole and not found:
            said = f"{quoted(name)} stands in this order already: it is shown once"
            self.compose.warn(path, said)
        self.placed |= {each.id for each in found}
        headed = (self.headed(each, None if index else item) for index, each in enumerate(found))
        return [_ranked(each, item, path) for each in headed]

    def headed(self, section: Section, item: SectionItem | None) -> Section:
        """The section under the heading that is nearest to it, and with more text."""
        nearest = (
            self.nearer.get(section.id),
            item.heading if item else None,
            self.headings.get(section.id),
        )
        said = next((each for each in nearest if each is not None), None)
        if said is not None:
            section = counted(section, said, self.compose.words)
        summary = (item.summary if item else None) or ()
        breaks = (item.breaks if item else None) or ""
        return replace(section, summary=summary + section.summary, breaks=breaks)


def _ranked(section: Section, item: SectionItem, path: Path) -> Section:
    """The section with its place, if it may go from there, or has a text there."""
    is_said = item.priority is not None or item.summary
    return replace(section, priority=item.priority, path=path) if is_said else section


def _all_items(order: Iterable[SectionItem]) -> Iterator[SectionItem]:
    for item in order:
        yield item
        yield from _all_items(item.sections)


def _alike(name: str) -> str:
    """The name without what people may write otherwise: Turkish has two letters I."""
    return slug(name).replace("ı", "i")


def _distinct(sections: Iterable[Section], named: Collection[str]) -> Iterator[Section]:
    """The sections with ids that no other has: those that have a name in cv.yaml keep it."""
    whole = tuple(sections)
    taken = {each.id for each in all_of(whole) if _is_named(each, named)}
    yield from (_renamed(each, named, taken) for each in whole)


def _renamed(section: Section, named: Collection[str], taken: set[str]) -> Section:
    name = section.id
    if not _is_named(section, named):
        name = unused(name, taken)
        taken.add(name)
    inside = tuple(_renamed(each, named, taken) for each in section.sections)
    return replace(section, id=name, sections=inside)


def _is_named(section: Section, named: Collection[str]) -> bool:
    return section.kind != "group" and section.id in named


def _custom_ids(cv: CV) -> tuple[dict[str, str], list[Problem]]:
    """The names of the user's own sections with their headings, and which names others have."""
    found: dict[str, str] = {}
    first: dict[str, int] = {}
    problems = []
    for index, custom in enumerate(cv.custom):
        name = custom_id(custom, index)
        both = (first.setdefault(name, index), index)
        if name in found or name in _KNOWN:
            where: Path = ("custom", index, "id" if custom.id else "heading")
            message = f"{quoted(name)} names another section too: give this one an id of its own"
            rests_on = tuple(("custom", i, key) for i in both for key in ("id", "heading"))
            problems.append(Problem(where, message, rests_on=rests_on))
        found[name] = custom.heading
    return found, problems


def _namers(cv: CV) -> tuple[Path, ...]:
    """The paths of what names the user's own sections."""
    found = (("custom", i, key) for i, _ in enumerate(cv.custom) for key in ("id", "heading"))
    return tuple(found) or (("custom",),)


_TYPES: Mapping[type, tuple[str, Callable[[Any], Setting]]] = {
    bool: ("true or false", lambda text: {"true": True, "false": False}[text.lower()]),
    int: ("a whole number", int),
    float: ("a number", float),
    tuple: ("a list of texts", tuple),
    str: ("text", str),
}
"""How messages call the type of a setting, and what makes one of what cv.yaml says."""


def settings_of(
    cv: CV, formats: Iterable[Format]
) -> tuple[Mapping[str, Mapping[str, Setting]], list[Problem]]:
    """The settings of each format that has some, and what is wrong under ``formats``, where one on
    request may stand alone."""
    rows = {row.name: row for row in formats}
    takes = {name: _keys(cv, row) for name, row in rows.items()}
    problems = []
    for name, layout in cv.formats.items():
        path, known = ("formats", name), takes.get(name)
        if not known and not (name in rows and rows[name].is_on_request):
            problems.append(Problem(path, _why_not(cv, name, takes)))
            continue
        for key in (
            *layout.settings,
            *(each for each in LAYOUT if each in layout.said),
        ):
            if key not in (known or ()):
                message = f"unknown key {quoted(key)}{suggestion(key, known or ())}"
                problems.append(Problem((*path, key), message))
    found = {}
    for row in rows.values():
        if row.settings:
            given = cv.formats.get(row.name, PluginLayout()).settings
            found[row.name], wrong = _settings(given, row)
            problems += wrong
    return MappingProxyType(found), problems


def _keys(cv: CV, row: Format) -> tuple[str, ...]:
    """What may stand under ``formats`` for the format: nothing for one with a key of its own."""
    if isinstance(getattr(cv, row.name, None), Layout):
        return ()
    return (*(LAYOUT if row.has_layout else ()), *row.settings)


def _why_not(cv: CV, name: str, takes: Mapping[str, tuple[str, ...]]) -> str:
    if isinstance(getattr(cv, name, None), Layout | DataLayout):
        return f"{quoted(name)} is a key of its own: write '{name}:' outside of 'formats'"
    if name in takes:
        return f"there is nothing to set for {quoted(name)}"
    known = suggestion(name, [each for each, keys in takes.items() if keys])
    return f"unknown format {quoted(name)}{known or ': no plugin brings one'}"


def _settings(given: Mapping[str, Any], row: Format) -> tuple[Mapping[str, Setting], list[Problem]]:
    found, problems = dict(row.settings), []
    for key, value in given.items():
        if key not in found or value in (None, ""):
            continue
        kind = type(found[key])
        try:
            found[key] = _typed(value, kind, row.choices.get(key))
        except (KeyError, TypeError, ValueError):
            among = " or ".join(map(quoted, row.choices.get(key, ())))
            message = f"expected {among or _TYPES[kind][0]}, found {shown(value)}"
            problems.append(Problem(("formats", row.name, key), message))
    return MappingProxyType(found), problems


def _typed(value: Any, kind: type, among: Collection[str] | None) -> Setting:
    """The value as one of this type, and of these, if any. Raises where it cannot be."""
    parts = value if kind is tuple else [value]
    if not isinstance(parts, list) or not all(isinstance(each, str) for each in parts):
        raise TypeError
    if among and value not in among:
        raise ValueError
    return _TYPES[kind][1](value)
