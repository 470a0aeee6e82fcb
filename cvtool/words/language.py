"""A language: all that depends on which language a CV is in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any

from ..model.dates import DateStyle, PartialDate
from ..model.inline import Inlines
from ..model.later import pattern, replace
from ..model.scripts import FROM_THE_RIGHT
from .data import FALLBACK, Phrase, cldr, countries, flat, nearest, tagged, wider, words
from .patterns import Pattern, Values, parsed

_NOTHING: Mapping[str, Any] = MappingProxyType({})
_USUAL = DateStyle()
_LETTERS = pattern(r"'([^']*)'|y+|M+|L+|d+")
"""What stands for a part of the date in CLDR's patterns, and text in quotes."""
_APART = r"(?:'[^']*'|[^A-Za-z'])*"
_YEAR = pattern(rf"^y+{_APART}|(?:'[^']*'|[^A-Za-z'.])*y+{_APART}$")
"""The year at the one or the other end of a pattern, with what parts it from the rest, and what
stands behind it: ``2020 г.`` A point before it belongs to the month: ``3. 5. 2020``."""
_TENTHS = pattern(r"(?<![\d.])(\d+)\.(?=\d+(?![\d.]))")
_SHORT_MONTH = pattern(r"(?<![ML])([ML])\1\1(?![ML])")


class Language:
    """The words of a locale, and what a CV says in their place. English ones where they lack.

    Never changed once made. It is its arguments: these are what is compared, shown and pickled.
    """

    def __init__(
        self,
        locale: str = FALLBACK,
        phrases: Mapping[str, Any] = _NOTHING,
        lines: Mapping[str, Any] = _NOTHING,
        dates: DateStyle = _USUAL,
    ) -> None:
        self.locale = locale
        self._own = flat(phrases), flat(lines)
        self._style = dates

    @cached_property
    def _name(self) -> str:
        return nearest(self.locale) or FALLBACK

    def __repr__(self) -> str:
        own, lines = (sorted(each.items()) for each in self._own)
        return f"Language({self.locale!r}, {own!r}, {lines!r}, {self._style!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Language) and repr(self) == repr(other)

    def __hash__(self) -> int:
        return hash(repr(self))

    def __reduce__(self) -> tuple[type[Language], tuple[Any, ...]]:
        return Language, (self.locale, *self._own, self._style)

    @cached_property
    def direction(self) -> str:
        """``rtl`` where the language is written from the right, else ``ltr``."""
        first = self.locale.replace("_", "-").split("-")[0].lower()
        return "rtl" if cldr("tags").get(first, first) in cldr("rtl") else "ltr"

    @cached_property
    def is_surname_first(self) -> bool:
        """Whether people who speak it write their surname before their other names."""
        return self._name in cldr("surnameFirst")

    @cached_property
    def phrases(self) -> Mapping[str, str]:
        """Every phrase by its name; of those with a number the form that most numbers take."""
        found = ((name, _form(each, "other")) for name, each in self._phrases.items())
        return MappingProxyType(dict(found))

    @cached_property
    def _phrases(self) -> Mapping[str, Phrase]:
        comma = self._cldr["list"].replace("{0}", "").replace("{1}", "")
        known = {"comma": comma, "names": self._between_names(comma), **words(FALLBACK).phrases}
        return known | {**words(self._name).phrases, **self._own[0]}

    def _between_names(self, comma: str) -> str:
        """What stands between people, whose names may be in any letters: from the right, a mark
        keeps two of them in Latin letters from changing places."""
        if self.direction == "rtl":
            return f"{comma.rstrip()}{FROM_THE_RIGHT} "
        return ", " if comma == "、" else comma

    @cached_property
    def counted(self) -> frozenset[str]:
        """The phrases in which a number stands."""
        return frozenset(name for name, each in self._phrases.items() if not isinstance(each, str))

    @cached_property
    def lines(self) -> Mapping[str, str]:
        """Every pattern of a line by the kind and the slot, with a dot between them."""
        return {**words(FALLBACK).lines, **words(self._name).lines, **self._own[1]}

    @cached_property
    def _cldr(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = cldr(self._name)
        months = cldr("months")
        tag = self.locale.lower().replace("_", "-")
        own = next((months[each] for each in wider(tag) if each in months), None)
        return {**found, "months": own} if own else found

    @cached_property
    def _dates(self) -> Mapping[str, Any]:
        """The patterns of dates known to the year, month or day, and of a span of two of them."""
        own = dict(words(self._name).dates)
        longer: Mapping[str, str] = own.pop("long", _NOTHING)
        numbers: Mapping[str, str] = own.pop("numbers", _NOTHING)
        if self._style.months == "numbers":
            return {**self._cldr, **self._cldr["short"], **own, **numbers}
        length = self._style.months or own.pop("length", "short")
        if length == "long":
            own = {name: _SHORT_MONTH.sub(r"\1\1\1\1", text) for name, text in own.items()}
            own |= longer
        return {**self._cldr, **self._cldr[length], **own}

    def count(self, name: str, number: int) -> str:
        """The phrase in the form that the number takes, with the number."""
        return self._counted(name, number, "counts")

    def ordinal(self, name: str, number: int) -> str:
        """The same of a place in a row: ``2nd ed.``"""
        return self._counted(name, number, "ordinals")

    def _counted(self, name: str, number: int, row: str) -> str:
        forms = _categories(self._cldr[row])
        alike = number if number < len(forms) else 100 + number % 100
        return _form(self._phrases[name], forms[alike]).replace("{count}", str(number))

    def number(self, text: str) -> str:
        """The text with the tenths of its numbers as the language parts them: ``1,3``."""
        sign = cldr("decimals").get(tagged(self.locale).lower(), self._cldr["decimal"])
        return _TENTHS.sub(rf"\1{sign}", text)

    def listed(self, names: Sequence[str]) -> str:
        """``a``, ``a and b``, ``a, b and c``."""
        *before, last = names
        first = self.phrases["comma"].join(before)
        pair: str = self._cldr["pair"]
        return pair.replace("{0}", first).replace("{1}", last) if before else last

    def date(self, date: PartialDate | None) -> str:
        """The date as readers write it: ``Jul 2020``, ``2020年7月``; ``""`` for none."""
        return self._date(date) if date else ""

    def full_date(self, date: PartialDate | None) -> str:
        """The same with the month's whole name, unless the CV wants names cut short."""
        style = replace(self._style, months=self._style.months or "long")
        return Language(self.locale, *self._own, style).date(date)

    def _date(self, date: PartialDate, has_year: bool = True) -> str:
        if date.words:
            return date.words
        pattern = self._dates["day" if date.day else "month" if date.month else "year"]
        if date.day == 1:
            pattern = self._dates.get("first", pattern)
        pattern = pattern if has_year else _YEAR.sub("", pattern)
        return _LETTERS.sub(lambda found: self._piece(found, date), pattern)

    def _piece(self, found: re.Match[str], date: PartialDate) -> str:
        letters = found[0]
        if letters.startswith("'"):
            return found[1] or "'"
        if letters.startswith("y"):
            return str(date.year)
        number = (date.day if letters.startswith("d") else date.month) or 1
        if letters.startswith("d") or len(letters) < 3:
            return str(number).zfill(len(letters))
        months = self._cldr["months"]
        name: str = (months.get(letters) or months[letters.replace("L", "M")])[number - 1]
        return name

    def country(self, code: str) -> str:
        """The name of the country with this code; the code where it is none."""
        return countries(self._name).get(code, code) if code else ""

    def cut(self, date: PartialDate | None, is_event: bool) -> PartialDate | None:
        """The date as precise as readers see it: to the month, of an event to the day."""
        precision = self._style.precision or ("day" if is_event else "month")
        return date.known_to(precision) if date else None

    def span(self, start: PartialDate | None, end: PartialDate | None, running: bool) -> str:
        """``Jul 2020 – Present``; one date where both are the same or only one is known."""
        first = self.date(start)
        last = self.phrases["present"] if running else self.date(end)
        if first == last or not first or not last:
            return first or last
        if start and end and not running and self._share_year(start, end):
            is_year_first = self._dates["month"].startswith("y")
            first = first if is_year_first else self._date(start, has_year=False)
            last = self._date(end, has_year=False) if is_year_first else last
        whole: str = self._dates["span"].replace("{0}", first).replace("{1}", last)
        return whole

    def _share_year(self, start: PartialDate, end: PartialDate) -> bool:
        """Whether one of the dates can do without its year."""
        is_one = start.year == end.year and start.month and end.month
        return bool(is_one) and not (self._style.repeats_year or start.words or end.words)

    @cached_property
    def in_numbers(self) -> Language | None:
        """The same with months as tables have them, ``07/2020 – heute``, where it has a form for
        that and the CV does not say how it wants them."""
        if self._style.months or "numbers" not in words(self._name).dates:
            return None
        return Language(self.locale, *self._own, replace(self._style, months="numbers"))

    def line(self, slot: str, *kinds: str) -> Pattern | None:
        """The pattern of a slot that the first of the kinds has which has one."""
        for kind in kinds:
            text = self.lines.get(f"{kind}.{slot}")
            if text is not None:
                return parsed(text)
        return None

    def fill(self, slot: str, values: Values, *kinds: str) -> Inlines:
        """The slot of the kind, made of these parts; ``()`` where it has no pattern."""
        pattern = self.line(slot, *kinds)
        return pattern.fill(values, self.phrases["comma"]) if pattern else ()


def _form(phrase: Phrase, category: str) -> str:
    return phrase if isinstance(phrase, str) else phrase.get(category, phrase["other"])


@cache
def _categories(runs: str) -> tuple[str, ...]:
    """The form that each number takes, from 0 on."""
    names = iter(runs.split())
    return tuple(name for name, count in zip(names, names, strict=True) for _ in range(int(count)))
