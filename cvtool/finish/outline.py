"""What the formats show: which sections, in what order and under which headings; their settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from ..model.document import Section
from ..model.formats import LAYOUT, Format, Setting
from ..model.inline import Paragraphs
from ..model.kinds import KINDS, kind_of
from ..model.problems import EVERYTHING, WARNING, Path, Problem, shown, suggestion
from ..source import CV, Layout, PluginLayout, SectionItem
from ..words import Language
from .listing import counted
from .sections import LISTS, custom_id

_LAST = ("keywords",)
_USUAL_ORDER = (
    *(name for name, kind in KINDS.items() if kind.origin != "inside" and name not in _LAST),
    *(name for name in LISTS if name not in KINDS),
)
_PUBLICATION_PARTS = ("selectedPublications", "otherPublications")
_KNOWN = frozenset({*_USUAL_ORDER, *_LAST, *_PUBLICATION_PARTS})

Headings = Mapping[str, str]
Outline = tuple[Section, ...]
Found = Mapping[str, Outline]
"""Every section that has something to show, by the name that ``sections`` in cv.yaml uses."""


def outlines(
    cv: CV, sections: Found, formats: Iterable[Format], words: Language
) -> tuple[Outline, Found, list[Problem]]:
    """The main outline, those of the formats that have one of their own, and what is wrong.

    Wrong are unknown names, those that two sections have, and sections that an order leaves out.
    """
    custom, problems = _custom_ids(cv)
    compose = _Composer(sections, {*_KNOWN, *custom}, _namers(cv), words, problems)
    usual = (*_USUAL_ORDER, *custom, *_LAST)
    compose.check_headings(cv.headings, ())
    main = compose.outline(cv.sections, ("sections",), usual, cv.headings)
    compose.report_unused(cv.headings, _ids(main))
    if cv.sections:
        compose.report_left_out(_ids(main))
    of_format = {}
    for row in formats:
        if not row.has_layout:
            continue
        layout, path = _layout(cv, row.name)
        compose.check_headings(layout.headings, path)
        own = cv.headings | layout.headings
        if layout.sections:
            inside = (*path, "sections")
            of_format[row.name] = compose.outline(layout.sections, inside, usual, own)
        elif row.first:
            order = (*_order(row), *custom, *_LAST)
            of_format[row.name] = _only(compose.outline([], (), order, own), _texts(main))
        elif layout.headings:
            of_format[row.name] = compose.outline(cv.sections, ("sections",), usual, own)
    return main, of_format, problems


def _layout(cv: CV, name: str) -> tuple[Layout, Path]:
    """What cv.yaml says of the format, and where."""
    own = getattr(cv, name, None)
    if isinstance(own, Layout):
        return own, (name,)
    return cv.formats.get(name, PluginLayout()), ("formats", name)


@dataclass(frozen=True)
class _Composer:
    sections: Found
    known: set[str]
    namers: tuple[Path, ...]
    words: Language
    problems: list[Problem]

    def outline(
        self, order: list[SectionItem], path: Path, usual: Sequence[str], headings: Headings
    ) -> Outline:
        if not order:
            return tuple(section for name in usual for section in self.named(name, headings))
        items = (self.item(item, (*path, index), headings) for index, item in enumerate(order))
        return tuple(section for item in items for section in item)

    def named(self, name: str, headings: Headings) -> list[Section]:
        found = self.sections.get(name, ())
        return [self.headed(section, headings.get(section.id, "")) for section in found]

    def headed(self, section: Section, heading: str, summary: Paragraphs = ()) -> Section:
        """The section with another heading, if it is to have one, and more text under it."""
        heading = counted(heading, section.count, self.words) if heading else section.heading
        return replace(section, heading=heading, summary=summary + section.summary)

    def item(self, item: SectionItem, path: Path, headings: Headings) -> list[Section]:
        names: dict[Path, str] = {path: item.section} if item.section else {}
        names |= {(*path, "sections", i): name for i, name in enumerate(item.sections)}
        self.check(names)
        inside = [section for name in names.values() for section in self.named(name, headings)]
        heading, summary = item.heading or "", item.summary or ()
        if inside and item.sections:
            group = "-".join(section.id for section in inside)
            return [Section(group, "group", heading, summary, sections=tuple(inside))]
        return [self.headed(each, heading, summary) for each in inside[:1]] + inside[1:]

    def check_headings(self, texts: Headings, path: Path) -> None:
        self.check({(*path, "headings", name): name for name in texts})

    def check(self, names: Mapping[Path, str]) -> None:
        for path, name in names.items():
            if name not in self.known:
                message = f"unknown section '{name}'{suggestion(name, self.known)}"
                self.problems.append(Problem(path, message, rests_on=self.namers))

    def report_unused(self, texts: Headings, shown: set[str]) -> None:
        for name in texts:
            if name in self.known and name not in shown:
                used = ", ".join(sorted(shown & {"publications", *_PUBLICATION_PARTS}))
                hint = f"; the headings here are {used}" if name == "publications" and used else ""
                self.warn(("headings", name), f"nothing stands under this heading{hint}")

    def report_left_out(self, shown: set[str]) -> None:
        for name, found in self.sections.items():
            if name not in _PUBLICATION_PARTS and not shown & _ids(found):
                # what basics say, data such as resume.json has anyway
                is_data = kind_of(name).origin == "basics"
                where = "only files for programs have it" if is_data else "no output shows it"
                self.warn(("sections",), f"'{name}' is not among the sections, so {where}")

    def warn(self, path: Path, message: str) -> None:
        """Of what a section may lack because of any error."""
        self.problems.append(Problem(path, message, WARNING, rests_on=EVERYTHING))


def _custom_ids(cv: CV) -> tuple[list[str], list[Problem]]:
    """The names of the user's own sections, and which of them others have."""
    found: list[str] = []
    problems = []
    for index, custom in enumerate(cv.custom):
        name = custom_id(custom, index)
        if name in found or name in _KNOWN:
            where: Path = ("custom", index, "id" if custom.id else "heading")
            message = f"'{name}' names another section too: give this one an id of its own"
            problems.append(Problem(where, message, rests_on=_namers(cv)))
        found.append(name)
    return found, problems


def _namers(cv: CV) -> tuple[Path, ...]:
    """The paths of what names the user's own sections."""
    found = (("custom", i, key) for i, _ in enumerate(cv.custom) for key in ("id", "heading"))
    return tuple(found) or (("custom",),)


def _order(row: Format) -> tuple[str, ...]:
    """The usual order, but for what the format puts first or says elsewhere."""
    others = (name for name in _USUAL_ORDER if name not in (*row.first, *row.elsewhere))
    return (*row.first, *others)


def _ids(sections: Outline) -> set[str]:
    """The sections by name, those inside groups for their groups."""
    return set(_texts(sections))


def _texts(sections: Outline) -> dict[str, Paragraphs]:
    """The text under each heading; that of a group belongs to the first section in it."""
    found: dict[str, Paragraphs] = {}
    for section in sections:
        is_group = section.kind == "group"
        inside: dict[str, Paragraphs] = _texts(section.sections) if is_group else {section.id: ()}
        first = next(iter(inside))
        found |= inside | {first: section.summary + inside[first]}
    return found


def _only(sections: Outline, texts: Mapping[str, Paragraphs]) -> Outline:
    return tuple(
        replace(section, summary=texts[section.id]) for section in sections if section.id in texts
    )


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
    """The settings of each format that has some, and what is wrong under ``formats``."""
    rows = {row.name: row for row in formats}
    takes = {name: _keys(cv, row) for name, row in rows.items()}
    problems = []
    for name, layout in cv.formats.items():
        path, known = ("formats", name), takes.get(name)
        if not known:
            problems.append(Problem(path, _why_not(cv, name, takes)))
            continue
        for key in (
            *layout.settings,
            *(each for each in LAYOUT if each in layout.model_fields_set),
        ):
            if key not in known:
                message = f"unknown key '{key}'{suggestion(key, known)}"
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
    if isinstance(getattr(cv, name, None), Layout):
        return f"'{name}' is a key of its own: write '{name}:' outside of 'formats'"
    if name in takes:
        return f"there is nothing to set for '{name}'"
    known = suggestion(name, [each for each, keys in takes.items() if keys])
    return f"unknown format '{name}'{known or ': no plugin brings one'}"


def _settings(given: Mapping[str, Any], row: Format) -> tuple[Mapping[str, Setting], list[Problem]]:
    found, problems = dict(row.settings), []
    for key, value in given.items():
        if key not in found or value in (None, ""):
            continue
        kind = type(found[key])
        try:
            found[key] = _typed(value, kind)
        except (KeyError, TypeError, ValueError):
            message = f"expected {_TYPES[kind][0]}, found {shown(value)}"
            problems.append(Problem(("formats", row.name, key), message))
    return MappingProxyType(found), problems


def _typed(value: Any, kind: type) -> Setting:
    """The value as one of this type. Raises where it cannot be."""
    parts = value if kind is tuple else [value]
    if not isinstance(parts, list) or not all(isinstance(each, str) for each in parts):
        raise TypeError
    return _TYPES[kind][1](value)
