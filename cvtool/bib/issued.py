"""When an entry was published, or the words that stand in the date's place.

Source: the biblatex manual (for ``date``, ISO 8601-2: ranges, seasons, uncertainty).
"""

from __future__ import annotations

import re
from functools import lru_cache

from ..model.dates import PartialDate, parse_date
from ..model.later import NamedTuple, pattern
from ..model.problems import quoted
from .fields import Fields

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_SEASONS = frozenset({"spring", "summer", "autumn", "fall", "winter", "michaelmas", "hilary"})
_STATES = {
    "inpreparation": "in preparation",
    "submitted": "submitted",
    "forthcoming": "forthcoming",
    "inpress": "in press",
    "prepublished": "",
}
_STATUS = pattern(
    r"press|appear|forthcoming|submitted|accepted|review|\bprep|ongoing|progress|\btb[ad]\b"
    r"|draft|revision|early access|online|upcoming|in print|forthc|to be published|in production"
    r"|under contract|pending|erscheint|im druck|à paraître|sous presse|en prensa|no prelo"
    r"|corso di stampa|in druk|te verschijnen|w druku|v tisku|в печати|у друку|待|即将|已|印刷中",
    re.IGNORECASE,
)
_SMALL = pattern(r"(?:(?=[^\W\d_])[^A-Z])+(?![\w:.–-])")
_STATE = pattern(
    rf"{_STATUS.pattern}|vorbereitung|pr[ée]para|manuscri|unpublished|working paper|preprint",
    re.IGNORECASE,
)
_TO_COME = pattern(
    r"\W*(?:to (?:appear|be published)|forthcoming|in press|in print|accepted|submitted|im druck"
    r"|under (?:review|revision)|in (?:preparation|revision|production)|erscheint|à paraître"
    r"|sous presse|en prensa|no prelo|in corso di stampa)",
    re.IGNORECASE,
)
"""How a note begins that says of a work without a date that it is not out yet."""
_UNDATED = pattern(
    r"unknown|undated|no date|not dated|n\.?\s*d\.?|s\.?\s*d\.?|o\.?\s*J\.?|\?+", re.I
)
_DATE = pattern(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?!\d)")
_YEAR = pattern(r"(?<!\d)(\d{4})(?!\d)")
_COPYRIGHT = pattern(r"(?<=\d\])\s*(?:\\copyright|©|\(c\))\s*\d{4}\s*$", re.IGNORECASE)
"""What MathSciNet writes behind the year: ``[2022] \\copyright 2021``."""

_DAY = pattern(r"(?<!\d)(\d{1,2})(?!\d)")


class Published(NamedTuple):
    """When: the date as far as it is known, what readers see of it, and what is wrong with it.

    ``is_to_come`` means that the words in the date's place say so, or those of the note.
    """

    date: PartialDate | None
    text: str
    problem: str = ""
    is_to_come: bool = False


def begins_small(said: str, has_name: bool) -> bool:
    """Whether a line begins with words in small letters that are no name, as ``in preparation``;
    where it ``has_name``, only what says how far it is in print is none."""
    is_small = bool(_SMALL.match(said))
    return is_small and not (has_name and not _STATE.search(said.partition(",")[0]))


def published(fields: Fields) -> Published:
    """The date from ``date``, else from ``year``, ``month`` and ``day``; a range's start.

    ``text`` is the year, or the words that stand in its place ("in press"), still in LaTeX.
    """
    is_dated = "date" in fields or "year" in fields
    note = "" if is_dated else fields.get("note", "")
    return _published(*(fields.get(name, "") for name in _WHEN), _TO_COME.match(note) is not None)


_WHEN = ("date", "year", "month", "day", "pubstate")


@lru_cache(maxsize=8192)
def _published(
    date: str, year: str, month: str, day: str, state: str, is_to_come: bool
) -> Published:
    if date:
        return _from_date(date)
    if not year:
        return Published(None, _STATES.get(state, state), "", is_to_come)
    return _from_year(year.strip("{} "), "year", month, day)


def _from_date(written: str) -> Published:
    starts = [part.strip(" ~?%") for part in written.split("/")]
    start = next((part for part in starts if part and part != ".."), "")
    match = _DATE.match(start)
    if not match:
        return _from_year(written, "date")
    year, month, day = match.groups()
    if month and int(month) > 12 and 21 <= int(month) <= 41:
        return Published(PartialDate(int(year)), year)
    try:
        return Published(parse_date("-".join(part for part in (year, month, day) if part)), year)
    except ValueError as error:
        known = PartialDate(int(year)) if int(year) else None
        return Published(known, written, f"'date': {error}")


def _from_year(year: str, field: str, month_field: str = "", day_field: str = "") -> Published:
    if _is_date(year):
        return _from_date(year)
    year = _COPYRIGHT.sub("", year)
    found = _YEAR.search(year)
    if not found or int(found[1]) == 0:
        if _UNDATED.fullmatch(year.strip("[](){} ")):
            return Published(None, year if "." in year else "")
        is_to_come = _STATUS.search(year) is not None
        wrong = "" if is_to_come else f"'{field}' is {quoted(year)}: write it as in 2020"
        return Published(None, year, wrong, is_to_come)
    number = int(found[1])
    bare = year.strip("[](){}., ").isdigit()
    month, day, problem = _month(month_field)
    if day is None and month and (start := _DAY.match(day_field)):
        day = int(start[1])
    try:
        date = parse_date("-".join(str(part).zfill(2) for part in (found[1], month, day) if part))
    except ValueError:
        date = PartialDate(number, month)
        problem = f"'month' and 'day' make no date: day {day} of month {month}"
    return Published(date, found[1] if bare else year, problem)


def _is_date(year: str) -> bool:
    """Whether it is a whole date, ``2019-04-30``; ``2005-06`` may be a season's two years."""
    found = _DATE.fullmatch(year)
    if not found or not found[2]:
        return False
    return bool(found[3]) or (int(found[2]) <= 12 and int(found[2]) != int(found[1][2:]) + 1)


def _month(written: str) -> tuple[int | None, int | None, str]:
    """Month, day ("5 July" holds both), and what is wrong."""
    folded = written.replace("~", " ").strip("{}. ").lower()
    if not folded:
        return None, None, ""
    if folded.isdecimal() and 1 <= int(folded[:3]) <= 12:
        return int(folded[:3]), None, ""
    for word in re.findall(r"[a-z]{3,}", folded):
        if word[:3] in MONTHS:
            day = _DAY.search(folded)
            return MONTHS.index(word[:3]) + 1, int(day[1]) if day else None, ""
        if word in _SEASONS:
            return None, None, ""
    return None, None, f"'month' is {quoted(written)}: write 1 to 12, or jan to dec"
