"""The dates of JSON Resume documents as they are found, mended where that is sure."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from contextlib import suppress
from typing import Any

from ...model.dates import NoDateError, PartialDate, is_before, parse_date
from ...model.problems import Path, quoted
from ...source.dating import is_present, read_date, read_span

DATES = ("startDate", "endDate", "date", "releaseDate")
_LONGEST = 10
NOTHING = frozenset({"-", "--", "n/a", "na", "none", "null", "undefined", "tbd", "?", "0000-00-00"})
_FULL = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?|(\d{4})-00?")
_NOTED = re.compile(r"(.+?)\s*[（(][^()（）]*[)）]")
_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")
_LAST_DAY = "-12-31"

Entry = dict[str, Any]


class DateMender:
    """Mends the dates of entries, and tells of each change."""

    def __init__(self, tell: Callable[[Path, str, str], None]) -> None:
        self.tell = tell

    def mended(self, entry: Entry, path: Path, known: Collection[str]) -> Entry:
        """The entry with dates that can be read, and with its period in words where they cannot."""
        keys = [key for key in DATES if key in known and entry.get(key) not in (None, "")]
        if not keys:
            return self.parted(entry, path) if "startDate" in known else entry
        entry = dict(entry)
        for key in keys:
            found = self.date(entry[key], (*path, key), key, "startDate" in known)
            own = {name for name in found.keys() - {key} if entry.get(name) not in (None, "")}
            entry |= {name: each for name, each in found.items() if name not in own}
        unread = [key for key in keys if _is_in_words(entry.get(key), key)]
        if unread and "period" in known and not entry.get("period"):
            entry = self.in_words(entry, path, unread)
        return self.in_order(entry, path)

    def parted(self, entry: Entry, path: Path) -> Entry:
        """The entry with a start and an end that its period says."""
        period = entry.get("period")
        if not isinstance(period, str) or not (span := read_span(period)):
            return entry
        self.tell((*path, "period"), f"{quoted(period)} is read as a start and an end", "span")
        return entry | {"period": None} | span

    def date(self, value: Any, path: Path, key: str, has_span: bool) -> Entry:
        """The keys of the entry that the value is for."""
        if isinstance(value, dict | list):
            names = ("year", "month", "day")
            parts = [value.get(name) for name in names] if isinstance(value, dict) else value
            value = "-".join(each for each in parts if isinstance(each, str) and each) or value
        if not isinstance(value, str):
            return {key: value}
        text = value.strip()
        if text.lower() in NOTHING:
            self.tell(path, f"{quoted(text)} says no date: left out", "no date")
            return {key: None}
        if key == "endDate" and is_present(text):
            return {key: text}
        if (span := read_span(text)) and key in ("startDate", "endDate", "date"):
            return self.span(span, text, path, key, has_span)
        return {key: self.single(text, path)}

    def span(self, span: Entry, text: str, path: Path, key: str, has_span: bool) -> Entry:
        if key == "date" and not has_span:
            self.tell(path, f"{quoted(text)} is no single date: shown as it is", "period")
            return {"date": span["startDate"], "period": text}
        self.tell(path, f"{quoted(text)} is read as a start and an end", "span")
        if key == "endDate":
            return {"endDate": span["endDate"]}
        return span | ({"date": None} if key == "date" else {})

    def single(self, text: str, path: Path) -> str:
        """The date as it can be read; itself where it cannot."""
        try:
            return self.other_form(text, read_date(text), path)
        except NoDateError:
            pass
        except ValueError:
            return self.impossible(text, path)
        if noted := _NOTED.fullmatch(text):
            inner = self.single(noted[1], path) if not is_present(noted[1]) else noted[1]
            self.tell(path, f"{quoted(text)} is read as {inner}", "noted")
            return inner
        return text

    def other_form(self, text: str, date: PartialDate, path: Path) -> str:
        if date.words:
            self.tell(path, f"{quoted(text)} is shown as it is, and {date} for programs", "words")
        elif len(text) > _LONGEST or not text.replace("-", "").isdecimal():
            self.tell(path, f"{quoted(text)} is read as {date}", "time" if ":" in text else "form")
        elif path[-1] == "startDate" and text.endswith(_LAST_DAY):
            advice = "where the year is all you know, write the year alone"
            self.tell(path, f"{date} is what some programs make of a bare year: {advice}", "year")
        return text

    def impossible(self, text: str, path: Path) -> str:
        """What is left of a date that there is not, or that may be two."""
        if found := _FULL.fullmatch(text):
            left = found[4] or f"{found[1]}-{found[2]}"
            with suppress(ValueError):
                date = parse_date(found[1] if left.endswith(("-00", "-0")) else left)
                self.tell(path, f"there is no day {quoted(text)}: read as {date}", "no day")
                return str(date)
        elif (year := _YEAR.search(text)) and ("/" in text or "-" in text[:3]):
            self.tell(path, f"{quoted(text)} may be two days: read as {year[0]}", "two days")
            return year[0]
        return text

    def in_words(self, entry: Entry, path: Path, unread: list[str]) -> Entry:
        """The entry with its time as it is written, if that names a year at all."""
        years = {key: _YEAR.search(entry[key]) for key in unread}
        if not all(years.values()):
            return entry
        texts = [entry.get(key) for key in ("startDate", "endDate", "date")]
        words = " – ".join(each for each in texts if isinstance(each, str) and each)
        self.tell((*path, unread[0]), f"{quoted(entry[unread[0]])} is shown as it is", "words")
        return entry | {key: year[0] for key, year in years.items() if year} | {"period": words}

    def in_order(self, entry: Entry, path: Path) -> Entry:
        """Words in the place of dates that end before they start."""
        start, end = entry.get("startDate"), entry.get("endDate")
        if not (isinstance(start, str) and isinstance(end, str)):
            return entry
        with suppress(ValueError):
            first, last = read_date(start), read_date(end)
            if is_before(last, first):
                self.tell(
                    (*path, "endDate"), f"{last} is before the start: shown as it is", "order"
                )
                words = entry.get("period") or f"{start} – {end}"
                return entry | {"startDate": None, "endDate": None, "period": words}
        return entry


def _is_in_words(value: Any, key: str) -> bool:
    """Whether it names a year, but is no date that can be read."""
    if not isinstance(value, str) or (key == "endDate" and is_present(value)):
        return False
    with suppress(ValueError):
        return not read_date(value)
    return bool(_YEAR.search(value) and re.search(r"[^\W\d]", value))
