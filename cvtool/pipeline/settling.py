"""Which problems of finished Documents count: an edition may name what only another one has."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ..model.problems import Problem
from ..read import Marks

Spot = tuple[str, int, int]
"""A file, a line and a column."""


class Judgement(NamedTuple):
    """What is wrong with a finished Document, and where: of all places that it was made from."""

    places: frozenset[Spot]
    wrong: frozenset[Spot]
    problems: list[Problem]


def judgement(marks: Marks, problems: list[Problem]) -> Judgement:
    """What is wrong with a Document that was made from what has these marks."""
    places = frozenset((each.file or marks.file, *each[1:3]) for each in marks.places.values())
    wrong = frozenset((each.file, each.line, each.column) for each in problems)
    return Judgement(places, wrong, problems)


def settled(found: list[Judgement]) -> Iterable[Problem]:
    """The problems that nobody's Document is without, though it has what they are about.

    What names an entry that another edition has says nothing where there is none. Of messages that
    differ in what they know, the short one is told, which knows what was meant.
    """
    told: dict[tuple[Spot, str], Problem] = {}
    for one in found:
        for problem in one.problems:
            place = (problem.file, problem.line, problem.column)
            others = (each for each in found if place in each.places)
            if all(place in each.wrong for each in others):
                what = (place, problem.message.partition(";")[0])
                known = told.setdefault(what, problem)
                told[what] = min(known, problem, key=lambda each: len(each.message))
    return told.values()
