"""Partial dates (a year, a month or a day), spans of them, how people write and a CV shows them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from .later import dataclass, pattern, replace
from .problems import quoted

PRESENT_WORDS = frozenset(
    {
        *("present", "now", "today", "current", "ongoing", "currently", "in progress"),
        *("present day", "laufend"),
        *("to date", "till date", "till now", "until now", "heute", "aktuell", "jetzt"),
        *("bis heute", "aujourd'hui", "actuellement", "à ce jour", "actualidad", "actualmente"),
        *("la actualidad", "hoy", "a la fecha", "oggi", "attuale", "presente", "atual"),
        *("présent", "en cours", "in corso", "en curso", "současnost", "günümüz", "no"),
        *("atualmente", "hoje", "heden", "nu", "nå", "nykyhetki", "obecnie", "dosud", "jelenleg"),
        *("halen", "sekarang", "nay", "σήμερα", "настоящее время", "по настоящее время"),
        *("дотепер", "היום", "حتى الآن", "کنون", "वर्तमान", "现在", "目前", "至今", "現在", "현재"),
    }
)

DATE_PATTERN = (
    r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2})"
    r"(?:[Tt ]+[0-9]{1,2}:[0-9:.,]+ ?(?:[Zz]|[-+][0-9:]+)?)?)?)?"
)
"""What a date looks like; whether there is such a day is another question."""

_DATE = pattern(DATE_PATTERN)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A Gregorian date known to the year, the month or the day.

    ``words`` is what readers see of one that was written in words: ``Spring 2020``.
    """

    year: int
    month: int | None = None
    day: int | None = None
    words: str = ""

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
    months: Literal["short", "long", "numbers", ""] = ""
    repeats_year: bool = True


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time. ``text`` is the finished wording that readers see.

    A single date has ``start == end``; ``end`` is ``None`` while it still runs, or when only the
    wording is known (then ``start`` is ``None`` too). ``shown`` are both as precise as
    in the text, if they stand there. ``numbers`` is the text with months as numbers, where the
    language has such a form for tables.
    """

    start: PartialDate | None
    end: PartialDate | None
    text: str
    shown: tuple[str, ...] = ()
    numbers: str = ""

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
    month, day = (int(part) if part else None for part in others)
    date = PartialDate(int(year), month, day)
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
    from calendar import monthrange

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


_NAMES = (
    "jan january januar jänner januari janvier enero gennaio janeiro",
    "feb february februar februari février fevrier fév febrero febbraio fevereiro fev",
    "mar march märz maerz mär mrz mars marzo março marco maart mrt",
    "apr april avril avr abril abr aprile",
    "may mai mayo maggio maio mei",
    "jun june juni juin junio giugno junho",
    "jul july juli juillet juil julio luglio julho",
    "aug august août aout agosto augustus",
    "sep sept september septembre septiembre settembre setembro",
    "oct october oktober okt octobre octubre ottobre outubro",
    "nov november novembre noviembre novembro",
    "dec december dezember dez décembre decembre déc diciembre dic dicembre dezembro",
)
_MONTHS = {name: month for month, names in enumerate(_NAMES, 1) for name in names.split()}

_SEASONS = (
    r"spring|summer|autumn|fall|winter|frühling|frühjahr|sommer|herbst|printemps|été|automne|hiver"
    r"|primavera|verano|otoño|invierno|autunno|inverno|outono|lente|zomer|herfst"
    r"|ws|wise|ss|sose|hs|fs|wintersemester|sommersemester|michaelmas|hilary|trinity|lent|easter"
    r"|q[1-4]|h[12]|christmas|academic year|school year"
)
_ABOUT = (
    r"early|mid|late|beginning of|middle of|end of|anfang|mitte|ende|début|fin|circa|ca\.?|c\."
    r"|about|around|approx\.?|~|expected|anticipated|estimated|graduating|voraussichtlich|geplant"
    r"|prévue?|previst[oa]|verwacht"
)
_ABOUT_IT = pattern(rf"(?:{_ABOUT})[\s:-]*(.+)", re.IGNORECASE)
_EDGE = pattern(
    r"(?:since|from|as of|until|till|seit|ab|bis|depuis|desde|hasta)\s+(.+)", re.IGNORECASE
)
_NOTED = pattern(r"(.+?)\s*[（(][^\d()（）]+[)）]")
"""A date with words about it in brackets."""

_LONGEST = 100
_PARTS = ("year", "month", "day")
_GAP = r"[\s,./'’-]*"
_YEAR = r"(?P<year>[12]\d{3})"
_YEARS = rf"{_YEAR}(?:\s*[/–-]\s*(?:\d{{4}}|\d\d))?"
_OF = r"\s*(?:semester|term|quarter|of)?"
_SCHOOLYEAR = pattern(rf"{_YEAR}\s*[/–-]\s*(?P<next>\d{{4}}|\d\d)")
_SEASONAL = (
    pattern(rf"(?:{_SEASONS}){_OF}{_GAP}{_YEARS}", re.IGNORECASE),
    pattern(rf"{_YEARS}{_GAP}(?:{_SEASONS}){_OF}", re.IGNORECASE),
    pattern(rf"{_YEAR}\s*年?\s*[春夏秋冬][季天]?(?:学期)?", re.IGNORECASE),
)
_NAME = r"(?P<name>[^\W\d_]+)\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.)?"
_MONTH = r"(?P<month>\d{1,2})"
_FORMS = (
    pattern(f"{_NAME}{_GAP}{_YEAR}"),
    pattern(rf"{_YEAR}{_GAP}{_NAME}(?:\s+{_DAY})?"),
    pattern(rf"{_DAY}{_GAP}(?:(?:of|de)\s+)?{_NAME}{_GAP}(?:de\s+)?{_YEAR}"),
    pattern(rf"{_NAME}{_GAP}{_DAY}[\s,]+{_YEAR}"),
    pattern(rf"{_MONTH}\s*[/.-]\s*{_YEAR}"),
    pattern(rf"{_YEAR}\s*[/.]\s*{_MONTH}(?:\s*[/.]\s*(?P<day>\d{{1,2}}))?"),
    pattern(rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d)"),
    pattern(rf"{_YEAR}\s*年(?:\s*{_MONTH}\s*月(?:\s*(?P<day>\d{{1,2}})\s*日)?)?"),
    pattern(rf"(?P<day>\d{{1,2}})\.\s*{_MONTH}\.\s*{_YEAR}"),
    pattern(rf"(?P<one>\d{{1,2}})\s*[/-]\s*(?P<two>\d{{1,2}})\s*[/-]\s*{_YEAR}"),
)
_SPAN = pattern(
    r"(.+?)(?:\s*[–—～〜]\s*|\s+(?:-|~|to|until|till|through|bis|à|تا)\s+|\s*[至到]\s*)(.+)"
    r"|((?:\d\d?[/.])?[12]\d{3})\s*-\s*((?:\d\d?[/.])?[12]\d{3}|[^\W\d]+)"
    r"|([12]\d{3})/([12]\d{3})"
)


def read_date(text: str) -> PartialDate:
    """As ``parse_date``, and in other forms: ``June 2021``, ``06/2021``, ``Spring 2020``.

    Raises ``ValueError`` for what has no reading or more than one, with what to write instead.
    """
    try:
        return parse_date(text)
    except ValueError:
        if found := _other(text.strip()):
            return found
        raise


def is_present(text: str) -> bool:
    """Whether the words say that it still runs."""
    return text.strip().lower().replace("’", "'") in PRESENT_WORDS


def read_span(text: str) -> dict[str, str]:
    """The keys of a span that stands in one text: ``2018 - 2020``. Empty for anything else.

    Of ``2020/21`` and such, which are one thing, the words remain the ``period``.
    """
    if len(text) > _LONGEST or _is_month(text.strip()):
        return {}
    found = _SPAN.fullmatch(text.strip())
    year = _SCHOOLYEAR.fullmatch(text.strip())
    if year and _follows(year) and not 1 <= int(year["next"]) <= 12:
        last = str(int(year["year"]) + 1)
        return {"startDate": year["year"], "endDate": last, "period": text.strip()}
    if not found:
        return {}
    start, end = (each for each in found.groups() if each)
    is_span = _is_date(start) and (_is_date(end) or is_present(end))
    return {"startDate": start, "endDate": end} if is_span else {}


def _is_month(text: str) -> bool:
    """Whether it is a month or a day of one, as nearly all are written: 2020-03, 2020-03-15."""
    year, month, *day = text.split("-") if text.count("-") in (1, 2) else ("", "")
    numbers = (year, month, *day)
    are_short = [*map(len, numbers)] in ([4, 2], [4, 2, 2])
    return are_short and all(map(str.isdecimal, numbers)) and 1 <= int(month) <= 12


def _is_date(text: str) -> bool:
    try:
        return bool(read_date(text))
    except ValueError:
        return False


@lru_cache(maxsize=1024)
def _other(text: str) -> PartialDate | None:
    if len(text) > _LONGEST:
        return None
    if edge := _EDGE.fullmatch(text):
        return _other_or_plain(edge[1])
    if about := _ABOUT_IT.fullmatch(text) or _NOTED.fullmatch(text):
        found = _other_or_plain(about[1])
        return replace(found, words=text) if found else None
    if found := _in_words(text):
        return found
    matches = (form.fullmatch(text) for form in _FORMS)
    dates = (_of_parts(each.groupdict()) for each in matches if each)
    return next((each for each in dates if each), None)


def _other_or_plain(text: str) -> PartialDate | None:
    try:
        return parse_date(text)
    except ValueError:
        return _other(text.strip())


def _of_parts(found: dict[str, str | None]) -> PartialDate | None:
    """The date of the parts of a form, ``None`` where there is no such day."""
    parts = {name: each for name, each in found.items() if each}
    if name := parts.get("name"):
        parts["month"] = str(_MONTHS.get(name.lower(), 0))
    if one := parts.get("one"):
        parts["month"], parts["day"] = _month_and_day(one, parts["two"], parts["year"])
    try:
        return parse_date("-".join(parts[name] for name in _PARTS if name in parts))
    except ValueError:
        return None


def _month_and_day(one: str, two: str, year: str) -> tuple[str, str]:
    """Of two numbers in an order that differs from country to country."""
    if int(one) <= 12 and int(two) <= 12 and int(one) != int(two):
        dates = " or ".join(
            f"{year}-{a.zfill(2)}-{b.zfill(2)}" for a, b in ((one, two), (two, one))
        )
        raise ValueError(f"{quoted(f'{one}/{two}/{year}')} is not a date: write {dates}")
    return (two, one) if int(one) > 12 else (one, two)


def _in_words(text: str) -> PartialDate | None:
    """What only its own words can say, with the year that it is or begins in."""
    for form in _SEASONAL:
        if found := form.fullmatch(text):
            return PartialDate(int(found["year"]), words=text)
    year = _SCHOOLYEAR.fullmatch(text)
    return PartialDate(int(year["year"]), words=text) if year and _follows(year) else None


def _follows(years: re.Match[str]) -> bool:
    """Whether the second year is the one after the first."""
    after = str(int(years["year"]) + 1)
    return years["next"] in (after, after[2:])
