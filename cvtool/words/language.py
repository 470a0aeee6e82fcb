"""A language: all that depends on which language a CV is in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, cached_property, lru_cache
from types import MappingProxyType
from typing import Any

from ..model.dates import PartialDate
from ..model.inline import Inlines
from .data import CATEGORIES, FALLBACK, Phrase, cldr, flat, nearest, words
from .dates import Dates
from .patterns import Pattern, Values, parse

_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Language:
    """The words of a locale, and what a CV says in their place. English ones where they lack.

    Never changed once made. It is its arguments: these are what is compared, shown and pickled.
    """

    def __init__(
        self,
        locale: str = FALLBACK,
        phrases: Mapping[str, Any] = _NOTHING,
        lines: Mapping[str, Any] = _NOTHING,
    ) -> None:
        self.locale = locale
        self._own = flat(phrases), flat(lines)

    @cached_property
    def _name(self) -> str:
        return nearest(self.locale) or FALLBACK

    def __repr__(self) -> str:
        own, lines = (sorted(each.items()) for each in self._own)
        return f"Language({self.locale!r}, {own!r}, {lines!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Language) and repr(self) == repr(other)

    def __hash__(self) -> int:
        return hash(repr(self))

    def __reduce__(self) -> tuple[type[Language], tuple[Any, ...]]:
        return Language, (self.locale, *self._own)

    @cached_property
    def direction(self) -> str:
        """``rtl`` where the language is written from the right, else ``ltr``."""
        return "rtl" if self.locale.split("-")[0].lower() in cldr()["rtl"] else "ltr"

    @cached_property
    def phrases(self) -> Mapping[str, str]:
        """Every phrase by its name; of those with a number the form that most numbers take."""
        found = ((name, _form(each, "other")) for name, each in self._phrases.items())
        return MappingProxyType(dict(found))

    @cached_property
    def _phrases(self) -> Mapping[str, Phrase]:
        known = {"comma": self._list, **words(FALLBACK).phrases, **words(self._name).phrases}
        return known | self._own[0]

    @cached_property
    def counted(self) -> frozenset[str]:
        """The phrases in which a number stands."""
        return frozenset(name for name, each in self._phrases.items() if not isinstance(each, str))

    @cached_property
    def lines(self) -> Mapping[str, str]:
        """Every pattern of a line by the kind and the slot, with a dot between them."""
        return {**words(FALLBACK).lines, **words(self._name).lines, **self._own[1]}

    @property
    def _cldr(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = cldr()["languages"][self._name]
        return found

    @property
    def _list(self) -> str:
        between: str = self._cldr["list"]
        return between.replace("{0}", "").replace("{1}", "")

    @cached_property
    def _dates(self) -> Dates:
        own = dict(words(self._name).dates)
        known = self._cldr[own.pop("length", "short")]
        return Dates(**{"span": self._cldr["span"], **known, **own}, months=self._cldr["months"])

    def count(self, name: str, number: int) -> str:
        """The phrase in the form that the number takes, with the number."""
        form = _form(self._phrases[name], _categories(self._cldr["counts"])[_folded(number)])
        return form.replace("{count}", str(number))

    def date(self, date: PartialDate | None) -> str:
        """The date as readers write it: ``Jul 2020``, ``2020年7月``; ``""`` for none."""
        return self._dates.date(date) if date else ""

    def span(self, start: PartialDate | None, end: PartialDate | None, running: bool) -> str:
        """``Jul 2020 – Present``; one date where both are the same or only one is known."""
        last = self.phrases["present"] if running else self.date(end)
        return self._dates.between(self.date(start), last)

    def join(self, texts: Iterable[str]) -> str:
        """Several things of one kind; those that say nothing leave no trace."""
        return self.phrases["comma"].join(text for text in texts if text)

    def line(self, slot: str, *kinds: str) -> Pattern | None:
        """The pattern of a slot that the first of the kinds has which has one."""
        for kind in kinds:
            text = self.lines.get(f"{kind}.{slot}")
            if text is not None:
                return _parsed(text)
        return None

    def fill(self, slot: str, values: Values, *kinds: str) -> Inlines:
        """The slot of the kind, made of these parts; ``()`` where it has no pattern."""
        pattern = self.line(slot, *kinds)
        return pattern.fill(values, self.phrases["comma"]) if pattern else ()


def _form(phrase: Phrase, category: str) -> str:
    return phrase if isinstance(phrase, str) else phrase.get(category, phrase["other"])


def _folded(number: int) -> int:
    """A number below 200 that takes the same form."""
    return number if number < 200 else 100 + number % 100


@cache
def _categories(runs: str) -> tuple[str, ...]:
    pairs = runs.split()
    return tuple(
        name
        for name, count in zip(pairs[::2], pairs[1::2], strict=True)
        for _ in range(int(count))
        if name in CATEGORIES
    )


_parsed = lru_cache(maxsize=512)(parse)
