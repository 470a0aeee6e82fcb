"""How each format lists publications: the block for all formats, and what its own block changes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from ..model.formats import Format
from ..model.later import NamedTuple
from ..model.problems import Path, Problem
from ..source import CV, DataLayout, Layout, PluginLayout
from ..source.bibliography import Bibliography, Choice, Listing
from ..source.node import Node, fields_of
from .listing import Home, Manner

_ALL: Path = ("bibliography",)


class Plan(NamedTuple):
    """The settings. Those that formats share stand once among ``distinct``, the usual ones first.

    ``of`` is the place there of each format that has sections; ``of_data`` is how a format that has
    none lists. ``blocks`` are all that cv.yaml says, by the path, and ``paths`` where the distinct
    ones come from. ``grouping`` are the words by which publications are chosen and grouped.
    """

    distinct: list[Bibliography]
    paths: list[Path]
    of: dict[str, int]
    of_data: dict[str, Manner]
    blocks: dict[Path, Choice]
    grouping: frozenset[str]

    @property
    def usual(self) -> Bibliography:
        return self.distinct[0]

    def manners(self, home: Home) -> list[Manner]:
        """How the formats list, by the place of their settings."""
        return [Manner(each, self.grouping, home) for each in self.distinct]


def planned(cv: CV, formats: Collection[Format]) -> tuple[Plan, list[Problem]]:
    """The settings of every format, and which of them contradict those for all."""
    common = cv.bibliography
    usual = common if common.show is not None else common.but({"show": []})
    blocks = list(_blocks(cv, formats))
    grouping = _grouping(common, *(own for _, _, own in blocks))
    plan = Plan([usual], [_ALL], {}, {}, {_ALL: common}, grouping)
    problems: list[Problem] = []
    for row, path, own in blocks:
        show = list(row.shows) if common.show is None else common.show
        said = {name: getattr(own, name) for name in own.said - {"extensions"}}
        if said:
            plan.blocks[path] = own
            problems += _contradiction(common, own, path)
        if isinstance(getattr(cv, row.name, None), DataLayout):
            settings = Bibliography(show=common.show).but(said)
            plan.of_data[row.name] = Manner(settings, grouping)
            continue
        settings = common.but({"show": show} | said)
        same = (at for at, each in enumerate(plan.distinct) if alike(settings, each))
        plan.of[row.name] = next(same, len(plan.distinct))
        if plan.of[row.name] == len(plan.distinct):
            plan.distinct.append(settings)
            plan.paths.append(path)
    return plan, problems


def _blocks(cv: CV, formats: Collection[Format]) -> Iterator[tuple[Format, Path, Choice]]:
    """The formats that list publications, and what cv.yaml says of it, where."""
    for row in formats:
        own = getattr(cv, row.name, None)
        if isinstance(own, DataLayout):
            yield row, (row.name, "bibliography"), own.bibliography
        elif row.has_layout:
            layout, path = layout_of(cv, row.name)
            yield row, (*path, "bibliography"), layout.bibliography


def layout_of(cv: CV, name: str) -> tuple[Layout, Path]:
    """What cv.yaml says of the format, and where."""
    own = getattr(cv, name, None)
    if isinstance(own, Layout):
        return own, (name,)
    return cv.formats.get(name, PluginLayout()), ("formats", name)


def _grouping(*blocks: Choice) -> frozenset[str]:
    lists = [each.keywords for each in blocks]
    groups = (each.groups for each in blocks if isinstance(each, Listing))
    lists += [group.keywords for each in groups for group in each]
    return frozenset(word.casefold() for words in lists for word in words)


def _contradiction(common: Bibliography, own: Choice, path: Path) -> Iterator[Problem]:
    since, until = own.since or common.since, own.until or common.until
    if since and until and until < since:
        field = "until" if own.until else "since"
        where = "'bibliography', which holds for all formats"
        message = f"{until} is before {since}, which one of the two has from {where}"
        if not (own.since and own.until):
            yield Problem((*path, field), message)


def alike(one: Any, other: Any) -> bool:
    """Whether they are equal, of models each value, said or not."""
    if isinstance(one, Node):
        names = fields_of(type(one))
        same = (alike(getattr(one, name), getattr(other, name, None)) for name in names)
        return type(one) is type(other) and all(same)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(alike, one, other))
    return bool(one == other)
