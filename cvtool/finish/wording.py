"""The language of a CV: that of its locale, with what cv.yaml says in place of the usual words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from pydantic.alias_generators import to_snake

from ..model.kinds import KINDS
from ..model.problems import WARNING, Path, Problem, suggestion
from ..source import CV, Sections, entries
from ..source.fields import Node, keys
from ..words import FALLBACK, Language, PatternError, is_known
from ..words.data import is_plural
from ..words.patterns import Pattern, parse
from .composing import PARTS

_FORMS = frozenset({"entry", "words", "dated"})
"""What all kinds have in common, or those that their keywords or their date make."""
_INSIDE: Mapping[str, type[Node]] = {"position": entries.Position, "venue": entries.Venue}
_PLACE = re.compile(r"\{\w+\}")


def language_of(cv: CV) -> tuple[Language, list[Problem]]:
    """The language, without what is wrong in ``phrases`` and ``lines``, and what that is."""
    usual = Language(cv.locale or FALLBACK)
    check = _Check(usual)
    if not is_known(usual.locale):
        message = f"no headings and dates for '{usual.locale}' yet: English ones are used"
        check.problems.append(Problem(("locale",), message, WARNING))
    phrases = {
        name: text
        for path, name, text in _texts(cv.phrases, ("phrases",), "")
        if check.phrase(path, name, text)
    }
    lines = {
        f"{kind}.{slot}": text
        for kind, slots in cv.lines.items()
        for slot, text in slots.items()
        if check.line(kind, slot, text)
    }
    return Language(usual.locale, phrases, lines), check.problems


def _texts(data: Mapping[str, Any], path: Path, before: str) -> Iterator[tuple[Path, str, Any]]:
    """Every phrase with its path and its name, for a nested one a name with dots."""
    for key, value in data.items():
        if isinstance(value, Mapping) and not is_plural(value):
            yield from _texts(value, (*path, key), f"{before}{key}.")
        else:
            yield (*path, key), f"{before}{key}", value


@dataclass
class _Check:
    """Whether a phrase or a line fits in place of the usual one; ``problems`` says why not."""

    usual: Language
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, path: Path, message: str) -> bool:
        self.problems.append(Problem(path, message))
        return False

    def phrase(self, path: Path, name: str, value: Any) -> bool:
        usual = self.usual.phrases
        if name not in usual:
            return self.wrong(path, f"unknown phrase '{name}'{suggestion(name, usual)}")
        forms = value.values() if isinstance(value, Mapping) else [value]
        if isinstance(value, Mapping) and name not in self.usual.counted:
            return self.wrong(path, "expected text, for no number stands in this phrase")
        known = set(_PLACE.findall(usual[name]))
        places = {place for form in forms for place in _PLACE.findall(form)}
        for place in sorted(places - known):
            there = f"there is {', '.join(sorted(known))}" if known else "nothing is filled in here"
            return self.wrong(path, f"'{place}' is not known: {there}")
        return True

    def line(self, kind: str, slot: str, text: str) -> bool:
        path: Path = ("lines", kind, slot)
        kinds = {*KINDS, *(name.partition(".")[0] for name in self.usual.lines)}
        if kind not in kinds:
            return self.wrong(path[:2], f"unknown kind of line '{kind}'{suggestion(kind, kinds)}")
        slots = self.slots(kind)
        if slot not in slots:
            return self.wrong(path, f"'{kind}' has no line '{slot}'{suggestion(slot, slots)}")
        try:
            return self.parts(path, parse(text), self.known(kind, slot))
        except PatternError as error:
            return self.wrong(path, str(error))

    def parts(self, path: Path, pattern: Pattern, known: set[str]) -> bool:
        for name, at in pattern.names():
            if name not in known:
                near = suggestion(name, known)
                return self.wrong(path, f"there is no part '{name}' (column {at + 1}){near}")
        return True

    def slots(self, kind: str) -> set[str]:
        """The lines that a kind has."""
        if kind == "fields":
            return {"gpa", *(detail for each in KINDS.values() for detail in each.details)}
        alike = {kind, "entry"} if kind in KINDS or kind in _FORMS else {kind}
        lines = (name.partition(".") for name in self.usual.lines)
        return {slot for name, _, slot in lines if name in alike}

    def known(self, kind: str, slot: str) -> set[str]:
        """The parts that a line may be made of."""
        if kind in KINDS or kind in _FORMS:
            return {*PARTS, *_fields(kind)}
        if kind == "fields":
            return {slot}
        return {name for name, _ in parse(self.usual.lines[f"{kind}.{slot}"]).names()}


def _fields(kind: str) -> set[str]:
    """The fields of the kind, by their names in cv.yaml."""
    known = Sections.model_fields.get(to_snake(kind))
    model = _INSIDE.get(kind) if known is None else get_args(known.annotation)[0]
    return set(keys(model)) if model else set()
