"""Which sections an output shows, in what order and under which headings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ..model.document import Section
from ..model.formats import Format
from ..model.inline import Paragraphs
from ..model.kinds import KINDS
from ..model.problems import EVERYTHING, WARNING, Path, Problem, suggestion
from ..source import CV, SectionItem
from .choices import layout_of
from .sections import LISTS
from .words import Words

LAST = ("keywords",)
USUAL_ORDER = (
    *(name for name, kind in KINDS.items() if kind.origin != "inside" and name not in LAST),
    *(name for name in LISTS if name not in KINDS),
)
OF_BASICS = frozenset(name for name, kind in KINDS.items() if kind.origin == "basics")
"""Sections of what the person says in ``basics``, which data such as resume.json has anyway."""
_NAMERS = ("id", "heading")
PUBLICATION_PARTS = ("selectedPublications", "otherPublications")

Headings = Mapping[str, str]
Sections = Mapping[str, tuple[Section, ...]]
"""Every section that has something to show, by the name that ``sections`` in cv.yaml uses."""


@dataclass(frozen=True)
class Outlines:
    """The main outline, and those of the formats that have one of their own."""

    main: tuple[Section, ...]
    of_format: Mapping[str, tuple[Section, ...]]


def outlines(
    cv: CV, sections: Sections, custom: list[str], formats: Iterable[Format], words: Words
) -> Outlines:
    """The outline of every format. ``custom`` names the user's own sections, in file order.

    Unknown names and sections left out by an order are reported in ``words.problems``.
    """
    known = {*USUAL_ORDER, *LAST, *custom, *PUBLICATION_PARTS}
    compose = _Composer(sections, known, namers(cv), words)
    usual = (*USUAL_ORDER, *custom, *LAST)
    headings = compose.headings(cv.headings, ("headings",))
    main = compose.outline(cv.sections, ("sections",), usual, headings)
    shown = _ids(main)
    compose.report_unused(cv.headings, shown)
    if cv.sections:
        compose.report_left_out(shown)
    of_format = {}
    for row in formats:
        if not row.has_layout:
            continue
        layout, path = layout_of(cv, row.name)
        own = headings | compose.headings(layout.headings, (*path, "headings"))
        if layout.sections:
            inside = (*path, "sections")
            of_format[row.name] = compose.outline(layout.sections, inside, usual, own)
        elif row.first:
            order = (*_order(row), *custom, *LAST)
            of_format[row.name] = _only(compose.outline([], (), order, own), _texts(main))
        elif layout.headings:
            of_format[row.name] = compose.outline(cv.sections, ("sections",), usual, own)
    return Outlines(main, of_format)


@dataclass(frozen=True)
class _Composer:
    sections: Sections
    known: set[str]
    namers: tuple[Path, ...]
    words: Words

    def outline(
        self, order: list[SectionItem], path: Path, usual: Sequence[str], headings: Headings
    ) -> tuple[Section, ...]:
        if not order:
            return tuple(section for name in usual for section in self.named(name, headings))
        found: list[Section] = []
        for index, item in enumerate(order):
            found += self.item(item, (*path, index), headings)
        return tuple(found)

    def named(self, name: str, headings: Headings) -> list[Section]:
        return [
            replace(section, heading=self.words.counted(headings[section.id], section.count))
            if headings.get(section.id)
            else section
            for section in self.sections.get(name, ())
        ]

    def item(self, item: SectionItem, path: Path, headings: Headings) -> list[Section]:
        names = [(item.section, path)] if item.section else []
        names += [(name, (*path, "sections", i)) for i, name in enumerate(item.sections)]
        self.check((name, where) for name, where in names if name)
        inside = [section for name, _ in names for section in self.named(name or "", headings)]
        heading = item.heading or ""
        summary = item.summary or ()
        if not inside or not (heading or summary):
            return inside
        if item.sections:
            group_id = "-".join(section.id for section in inside)
            return [Section(group_id, "group", heading, summary, sections=tuple(inside))]
        first = replace(
            inside[0],
            heading=self.words.counted(heading, inside[0].count) if heading else inside[0].heading,
            summary=summary + inside[0].summary,
        )
        return [first, *inside[1:]]

    def headings(self, texts: Mapping[str, str], path: Path) -> dict[str, str]:
        self.check((name, (*path, name)) for name in texts)
        return dict(texts)

    def check(self, names: Iterable[tuple[str, Path]]) -> None:
        for name, path in names:
            if name not in self.known:
                message = f"unknown section '{name}'{suggestion(name, self.known)}"
                self.words.problems.append(Problem(path, message, rests_on=self.namers))

    def report_unused(self, texts: Iterable[str], shown: set[str]) -> None:
        for name in texts:
            if name in self.known and name not in shown:
                used = ", ".join(sorted(shown & {"publications", *PUBLICATION_PARTS}))
                hint = f"; the headings here are {used}" if name == "publications" and used else ""
                message = f"nothing stands under this heading{hint}"
                self.warn(("headings", name), message)

    def report_left_out(self, shown: set[str]) -> None:
        for name, found in self.sections.items():
            if name not in PUBLICATION_PARTS and not shown & _ids(found):
                where = (
                    "only files for programs have it" if name in OF_BASICS else "no output shows it"
                )
                message = f"'{name}' is not among the sections, so {where}"
                self.warn(("sections",), message)

    def warn(self, path: Path, message: str) -> None:
        """Of what a section may lack because of any error."""
        self.words.problems.append(Problem(path, message, WARNING, rests_on=EVERYTHING))


def namers(cv: CV) -> tuple[Path, ...]:
    """The paths of what names the user's own sections."""
    found = [("custom", index, key) for index, _ in enumerate(cv.custom) for key in _NAMERS]
    return tuple(found) or (("custom",),)


def _order(row: Format) -> tuple[str, ...]:
    """The usual order, but for what the format puts first or says elsewhere."""
    others = (name for name in USUAL_ORDER if name not in (*row.first, *row.elsewhere))
    return (*row.first, *others)


def _ids(sections: tuple[Section, ...]) -> set[str]:
    """The sections by name, those inside groups for their groups."""
    names: set[str] = set()
    for section in sections:
        names |= _ids(section.sections) if section.kind == "group" else {section.id}
    return names


def _texts(sections: tuple[Section, ...]) -> dict[str, Paragraphs]:
    """The text under each heading; that of a group belongs to the first section in it."""
    found: dict[str, Paragraphs] = {}
    for section in sections:
        is_group = section.kind == "group"
        inside: dict[str, Paragraphs] = _texts(section.sections) if is_group else {section.id: ()}
        first = next(iter(inside))
        found |= inside | {first: section.summary + inside[first]}
    return found


def _only(sections: tuple[Section, ...], texts: Mapping[str, Paragraphs]) -> tuple[Section, ...]:
    return tuple(
        replace(section, summary=texts[section.id]) for section in sections if section.id in texts
    )
