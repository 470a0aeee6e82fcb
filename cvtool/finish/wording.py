"""The language of a CV: that of its locale, with what cv.yaml says in place of the usual words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, get_args

from ..model.dates import DateStyle
from ..model.kinds import KINDS
from ..model.later import pattern
from ..model.memory import same
from ..model.plain import snake
from ..model.problems import WARNING, Path, Problem, quoted, suggestion
from ..source import CV, Sections, entries
from ..source.fields import UNSAID, Address
from ..source.node import Field, Node, fields_of, keys
from ..words import FALLBACK, Language, is_known, tagged
from ..words.data import is_plural, tag_called
from ..words.patterns import Pattern, PatternError, parsed
from .composing import PARTS

_FORMS = frozenset({"entry", "words", "dated"})
"""What all kinds have in common, or those that their keywords or their date make."""
_INSIDE: Mapping[str, type[Node]] = {"position": entries.Position, "venue": entries.Venue}
_PLACE = pattern(r"\{\w+\}")


def language_of(cv: CV) -> tuple[Language, list[Problem]]:
    """The language, without what is wrong in ``phrases`` and ``lines``, and what that is."""
    usual = Language(tagged(cv.locale or FALLBACK))
    problems: list[Problem] = []
    if not is_known(usual.locale):
        message = f"no headings and dates for '{usual.locale}' yet: English ones are used"
        if tag := tag_called(cv.locale or ""):
            message = f"{quoted(cv.locale or '')} is no tag, so all is in English: write '{tag}'"
        problems.append(Problem(("locale",), message, WARNING))
    phrases: dict[str, Any] = {}
    for path, value in _phrases(cv):
        if why := _no_phrase(".".join(path), value, usual):
            problems.append(Problem(("phrases", *path), why))
        else:
            phrases[".".join(path)] = value
    lines: dict[str, str] = {}
    for kind, slots in cv.lines.items():
        for slot, text in slots.items():
            if wrong := _no_line(kind, slot, text, usual):
                problems.append(wrong)
            else:
                lines[f"{kind}.{slot}"] = text
    dates = cv.dates
    style = DateStyle(dates.precision or "", dates.months or "", dates.repeat_year)
    return same(Language(usual.locale, phrases, lines, style)), problems


def _phrases(cv: CV) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every phrase with the keys that lead to it, which make its name with dots between them."""
    for key, value in cv.phrases.items():
        if isinstance(value, Mapping) and not is_plural(value):
            yield from (((key, name), text) for name, text in value.items())
        else:
            yield (key,), value


def _no_phrase(name: str, value: Any, usual: Language) -> str:
    """Why the value does not fit in place of the usual phrase."""
    if name not in usual.phrases:
        return f"unknown phrase {quoted(name)}{suggestion(name, usual.phrases)}"
    forms = value.values() if isinstance(value, Mapping) else [value]
    if isinstance(value, Mapping) and name not in usual.counted:
        return "expected text, for no number stands in this phrase"
    known = sorted(set(_PLACE.findall(usual.phrases[name])))
    for place in sorted({place for form in forms for place in _PLACE.findall(form)} - {*known}):
        there = f"there is {', '.join(known)}" if known else "nothing is filled in here"
        return f"{quoted(place)} is not known: {there}"
    return ""


def _no_line(kind: str, slot: str, text: str, usual: Language) -> Problem | None:
    """Why the text does not fit in place of the usual line."""
    path: Path = ("lines", kind, slot)
    kinds = {*KINDS, *(name.partition(".")[0] for name in usual.lines)}
    if kind not in kinds:
        return Problem(path[:2], f"unknown kind of line {quoted(kind)}{suggestion(kind, kinds)}")
    slots = _slots(kind, usual)
    if slot not in slots:
        return Problem(path, f"{quoted(kind)} has no line {quoted(slot)}{suggestion(slot, slots)}")
    try:
        why = _no_pattern(parsed(text), kind, _parts(kind, slot, usual))
    except PatternError as error:
        why = str(error)
    return Problem(path, why) if why else None


def _no_pattern(pattern: Pattern, kind: str, known: Collection[str]) -> str:
    """Why a line cannot be made so of these parts. An empty one is how a line is left away."""
    if str(pattern) and not any(pattern.names()):
        return f"no part stands in it{suggestion('', known)}"
    for name, at in pattern.names():
        if name not in known:
            return f"there is no part {quoted(name)} (column {at + 1}){suggestion(name, known)}"
    for name, at in pattern.addresses():
        if name not in _addresses(kind):
            return f"a link cannot lead to {quoted(name)}, which is no address (column {at + 1})"
    return ""


def _slots(kind: str, usual: Language) -> set[str]:
    """The lines that a kind has."""
    if kind == "fields":
        return {"gpa", *(detail for each in KINDS.values() for detail in each.details)}
    alike = {kind, "entry"} if kind in KINDS or kind in _FORMS else {kind}
    lines = (name.partition(".") for name in usual.lines)
    return {slot for name, _, slot in lines if name in alike}


def _parts(kind: str, slot: str, usual: Language) -> set[str]:
    """What a line may be made of: of an entry, that and its fields by their names in cv.yaml."""
    if kind == "fields":
        return {slot}
    if kind not in KINDS and kind not in _FORMS:
        return {name for name, _ in parsed(usual.lines[f"{kind}.{slot}"]).names()}
    return {*PARTS, *_fields(kind)}


def _addresses(kind: str) -> set[str]:
    """The parts of an entry to which a link may lead: those that were checked to be addresses."""
    own = (key for key, info in _fields(kind).items() if Address in get_args(info.annotation))
    return {"url", "site", *own}


def _fields(kind: str) -> Mapping[str, Field]:
    """The keys that entries of the kind have in cv.yaml, the user's own apart."""
    known = fields_of(Sections).get(snake(kind))
    model = _INSIDE.get(kind) if known is None else get_args(known.annotation)[0]
    found = keys(model) if model else {}
    return {key: found[key] for key in found.keys() - UNSAID if not found[key].exclude}
