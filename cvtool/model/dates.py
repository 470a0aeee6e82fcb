"""Partial dates (a year, a month or a day), spans of them, and how a CV shows them."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from .problems import quoted

PRESENT_WORDS = frozenset(
    {
        *("present", "now", "today", "current", "ongoing", "currently", "present day"),
        *("to date", "till date", "till now", "until now", "heute", "aktuell", "aujourd'hui"),
        *("actualidad", "actualmente", "oggi", "atual", "heden", "至今", "现在", "目前"),
    }
)

DATE_PATTERN = (
    r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2})"
    r"(?:[Tt ]+[0-9]{1,2}:[0-9:.,]+ ?(?:[Zz]|[-+][0-9:]+)?)?)?)?"
)
"""What a date looks like; whether there is such a day is another question."""

_DATE = re.compile(DATE_PATTERN)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A Gregorian date known to the year, the month or the day.

    ``words`` is what readers see of one that was written in words: ``Spring 2020``.
    """

    year: int
    month: int | None = None
    day: int | None = None
    words: str = field(default="", kw_only=True)

    def __str__(self) -> str:
        """ISO 8601, as far as it is known: ``2020``, ``2020-07``, ``2020-07-01``."""
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    @property
    def parts(self) -> tuple[int, ...]:
        return tuple(part for part in (self.year, self.month, self.day) if part is not None)

    def known_to(self, precision: Precision) -> PartialDate:
        """The date without what is more precise."""
        if precision == "year":
            return PartialDate(self.year)
        return replace(self, day=None) if precision == "month" else self


Precision = Literal["year", "month", "day"]


@dataclass(frozen=True, slots=True)
class DateStyle:
    """How readers see dates.

    ``precision`` is as precise as they get, or empty: then to the month, but to the day in events.
    ``months`` is empty where the language decides. Without ``repeats_year``, a span inside of one
    year names it once.
    """

    precision: Precision | Literal[""] = ""
    months: Literal["short", "long", ""] = ""
    repeats_year: bool = True


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time. ``text`` is the finished wording that readers see.

    A single date has ``start == end``; ``end`` is ``None`` while it still runs, or when only the
    wording is known (then ``start`` is ``None`` too).
    """

    start: PartialDate | None
    end: PartialDate | None
    text: str

    @property
    def running(self) -> bool:
        return self.start is not None and self.end is None


class NoDateError(ValueError):
    """What has not the form of a date."""


@lru_cache(maxsize=8192)
def parse_date(text: str) -> PartialDate:
    """``2020``, ``2020-07``, ``2020-07-01`` or a timestamp, whose time of day is dropped.

    Raises ``ValueError`` whose message names what is wrong and what to write instead.
    """
    match = _DATE.fullmatch(text.strip())
    if not match:
        raise NoDateError(f"{quoted(text)} is not a date: write 2020, 2020-07 or 2020-07-01")
    year, *others = match.groups()
    date = PartialDate(int(year), *(int(part) if part else None for part in others))
    if why := _impossible(date):
        raise ValueError(f"{quoted(text)} is not a date: {why}")
    return date


def _impossible(date: PartialDate) -> str:
    """Why there is no such day."""
    if date.year == 0:
        return "there is no year 0"
    if date.month is not None and not 1 <= date.month <= 12:
        return f"the month is {date.month}"
    if date.month is None or date.day is None:
        return ""
    last = monthrange(date.year, date.month)[1]
    return "" if 1 <= date.day <= last else f"the day is {date.day}, and that month has {last}"


def is_before(first: PartialDate, second: PartialDate) -> bool:
    """Whether ``first`` is surely earlier: only what both dates know is compared."""
    known = min(len(first.parts), len(second.parts))
    return first.parts[:known] < second.parts[:known]


def newest_first(date: PartialDate | None) -> tuple[int, ...]:
    """A sort key: later dates first, a bare year after its months, no date last."""
    if date is None:
        return (0, 0, 0)
    return (-date.year, -(date.month or 0), -(date.day or 0))
