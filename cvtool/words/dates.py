"""Dates and spans in a language, by CLDR's patterns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..model.dates import PartialDate

_LETTERS = re.compile(r"'([^']*)'|y+|M+|L+|d+")


@dataclass(frozen=True)
class Dates:
    """``year``, ``month`` and ``day`` are patterns of dates known so far; ``span`` of two of them.

    ``months`` has the names of the months by CLDR's letters.
    """

    year: str
    month: str
    day: str
    span: str
    months: Mapping[str, Sequence[str]]

    def date(self, date: PartialDate) -> str:
        """The date as readers of the language write it: ``Jul 2020``, ``2020年7月``."""
        pattern = self.day if date.day else self.month if date.month else self.year
        return _LETTERS.sub(lambda found: self._piece(found, date), pattern)

    def _piece(self, found: re.Match[str], date: PartialDate) -> str:
        letters = found[0]
        if letters.startswith("'"):
            return found[1] or "'"
        if letters.startswith("y"):
            return str(date.year)
        if letters.startswith("d"):
            return str(date.day or "").zfill(len(letters))
        month = date.month or 1
        if len(letters) < 3:
            return str(month).zfill(len(letters))
        names = self.months.get(letters) or self.months[letters.replace("L", "M")]
        return names[month - 1]

    def between(self, first: str, last: str) -> str:
        """Two dates as one span; one of them where they are the same or the other is missing."""
        if first == last or not first or not last:
            return first or last
        return self.span.replace("{0}", first).replace("{1}", last)
