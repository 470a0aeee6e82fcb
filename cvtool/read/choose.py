"""Chooses what one edition of a CV says: the language of its texts, and who may read it.

The data comes out in the shape of the models: a text is one text, shorthands are written out, and
what says nothing is gone. Every mark leads on to where its piece stands in the file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import chain
from typing import Any, NamedTuple

from ..model.problems import WARNING, Path, Problem, counted, near, quoted, shown, suggestion
from ..source import CV
from ..source.entries import PublicationItem
from ..source.fields import LANGUAGE, Checked, Node, Point, Written, keys
from ..source.layouts import SectionItem
from ..source.schema import Shape, shapes
from ..words.data import groups
from . import Mark, Plain
from .jsonresume import is_own, tolerated
from .withheld import is_foreign_withheld, is_withheld

ENGLISH = "en"

PUBLIC, PRIVATE = "public", "private"
"""The audiences: everybody, and those whom the owner hands the CV; these may read it all."""

_FOR, _ELSE = "for", "else"
WORDS = frozenset({PUBLIC, PRIVATE, _ELSE})
"""The keys of wordings for audiences."""
_INSTEAD = {PUBLIC: (PUBLIC, _ELSE), PRIVATE: (PRIVATE, _ELSE, PUBLIC)}
"""Of several wordings, those that an audience may have, the best first."""
_OTHER = {PUBLIC: PRIVATE, PRIVATE: PUBLIC}
_WITH_PAPERS = (("publications",), ("custom",))

_ANYTHING, _OWN, _NESTED = Shape(), Shape(), Shape()
"""What the models know nothing of, what is the user's own, which stays as it is, and bullets under
another one."""
_NEEDED: Mapping[type[Node], set[str]] = {
    PublicationItem: {"key"},
    SectionItem: {"section", "sections"},
}
"""What nothing stands without where it is given: model -> its keys."""
_GONE = object()
"""In the place of what another audience has."""


class Edition(NamedTuple):
    """What it says, and what was found on the way.

    ``kept_back`` are the paths of what other audiences read otherwise, or do not read at all, as
    they are in the file, and ``hidden`` the keys of those entries of the bibliography.
    """

    plain: Plain
    problems: list[Problem]
    kept_back: list[Path]
    hidden: frozenset[str]


def choose(plain: Plain, audience: str = PUBLIC) -> Edition:
    """The edition for this audience, in the language that ``locale`` names as a BCP 47 tag.

    A text that it lacks is told, and is there in English or else in the first language given. The
    texts of the others are nobody's to read, but what is wrong with them is told, too. Lists lose
    null, empty texts and entries in which nothing is said; ``x-`` keys are left alone.

    ``for: private`` in a mapping, and ``{private: ...}`` in the place of any value, are for that
    audience alone, and ``{public: ..., private: ...}`` differs; what ``withheld`` knows is private
    by itself. An entry of the bibliography of which only others read anything is hidden.
    """
    choice, data = _chosen(plain, audience)
    if any(path[:1] in _WITH_PAPERS for path in choice.kept_back):
        _, others = _chosen(plain, _OTHER[audience])
        if hidden := choice.hidden | (_cited(others) - _cited(data)):
            choice, data = _chosen(plain, audience, hidden)
    problems = [*choice.problems, *map(counted, choice.unknown.values())]
    marks = replace(plain.marks, places=choice.places)
    chosen = Plain(data, marks, plain.is_json)
    return Edition(chosen, problems, choice.kept_back, choice.hidden)


def _chosen(
    plain: Plain, audience: str, hidden: frozenset[str] = frozenset()
) -> tuple[_Choice, Any]:
    """What this audience reads, without the hidden entries of the bibliography."""
    locale = plain.data.get("locale")
    if _is_worded(locale, _ANYTHING):
        locale = locale.get(_wording(locale, audience))
    language = locale if locale and isinstance(locale, str) else ENGLISH
    choice = _Choice(plain, language, audience, hidden)
    return choice, choice.value(plain.data, (), (), Shape(model=CV))


def _cited(data: Any) -> frozenset[str]:
    """The keys of the entries of the bibliography of which anything is said."""
    own = data.get("custom")
    homes = [data, *(own if isinstance(own, list) else ())]
    lists = (each.get("publications") for each in homes if isinstance(each, dict))
    items = (item for each in lists if isinstance(each, list) for item in each)
    return frozenset(key for each in items if (key := _key(each)))


class _Choice:
    """Goes through the data. ``was`` is the path before, ``now`` the one of what comes out."""

    def __init__(self, plain: Plain, language: str, audience: str, hidden: frozenset[str]) -> None:
        self.audience = audience
        self.kept_back: list[Path] = []
        self.hidden = hidden
        self.marks = plain.marks
        self.is_json = plain.is_json
        self.data = plain.data
        self.language = language
        self.places: dict[Path, Mark] = {}
        self.problems: list[Problem] = []
        self.unknown: dict[tuple[Path, str], list[Problem]] = {}

    def value(self, value: Any, was: Path, now: Path, shape: Shape) -> Any:
        self.places[now] = self.marks.at(was)
        if isinstance(value, dict) and value:
            if _FOR in value and was and self.takes_for(value, shape):
                value = dict(value)
                if not self.is_for(value.pop(_FOR), was):
                    self.keep_back(value, was, shape)
                    return _GONE
            if _is_worded(value, shape) and not _is_named(now, shape):
                return self.worded(value, was, now, shape)
            if shape.model is PublicationItem and _key(value) in self.hidden:
                self.kept_back.append(was)
                return _GONE
            if (value := self.inside(value, was, now, shape)) is _GONE:
                return _GONE
        if shape.model and (written := self.written_out(value, shape.model)):
            known = shapes(shape.model)
            found = {
                key: self.value(each, (*was, *steps), (*now, key), known[key])
                for key, (steps, each) in written.items()
            }
            return _GONE if any(each is _GONE for each in found.values()) else found
        if isinstance(value, dict):
            if shape.text and _is_by_language(value) and not _is_group(now):
                return self.text(value, was, now, shape.text)
            return self.mapping(value, was, now, shape)
        if shape.several and isinstance(value, str):
            return [self.value(value, was, (*now, 0), _ANYTHING)] if value.strip() else []
        if isinstance(value, list):
            return self.items(value, was, now, shape.item or _rest(shape))
        return value

    def mapping(self, value: dict[str, Any], was: Path, now: Path, shape: Shape) -> Any:
        """The mapping without empty values, and with what is the user's own in its box."""
        found: dict[str, Any] = {}
        known = shapes(shape.model) if shape.model else {}
        is_whole = True
        for key, each in value.items():
            inside = _OWN if key.startswith("x-") else known.get(key, shape.each or _rest(shape))
            if each is None and (shape.each or _is_group(now)):
                self.unsaid((*was, key), inside if shape.each else shape)
                continue
            if self.is_withheld(key, each, was, shape):
                self.kept_back.append((*was, key))
                if not (each := _worded_items(each)):
                    continue
            chosen = self.value(each, (*was, key), (*now, key), inside)
            if chosen is _GONE:
                is_whole = False
                continue
            box = self.box(key, was, shape.model) if shape.model else ""
            if box:
                found.setdefault(box, {})[key] = chosen
            elif key not in known or chosen not in (None, "") or _says_empty(chosen, inside):
                found[key] = chosen
        return found if is_whole or not shape.model else _remnant(shape.model, value, found)

    def worded(self, value: dict[str, Any], was: Path, now: Path, shape: Shape) -> Any:
        """The wording for the audience, of what stands in the place of a value."""
        own, others = (_wording(value, each) for each in (self.audience, _OTHER[self.audience]))
        if own != others:
            self.keep_back(value.get(others), was, shape, value.get(own))
        return self.value(value[own], (*was, own), now, shape) if own else _GONE

    def inside(self, value: dict[str, Any], was: Path, now: Path, shape: Shape) -> Any:
        """A line and the list under it, without what is for others in there."""
        is_block = shape.model is Point or bool(shape.text and shape.text.has_blocks)
        lead, items = next(iter(value.items())) if is_block and len(value) == 1 else ("", None)
        if not isinstance(items, list):
            return value
        found = self.items(items, (*was, lead), (*now, lead), _NESTED)
        return _GONE if found is _GONE else {lead: found}

    def takes_for(self, value: dict[str, Any], shape: Shape) -> bool:
        """Whether ``for`` says whom it is for: ``for: ...`` alone is a bullet and its label."""
        if shape is _OWN or self.is_json:
            names = value[_FOR] if isinstance(value[_FOR], list) else [value[_FOR]]
            return all(isinstance(each, str) and each.lower() in _OTHER for each in names)
        is_bullet = shape is _NESTED or shape.model is Point
        return len(value) > 1 if is_bullet else shape.model is not None

    def is_for(self, names: Any, was: Path) -> bool:
        """Whether what says that it is for these names is for the audience."""
        names = names if names and isinstance(names, list) else [names]
        for name in names:
            if name not in (PUBLIC, PRIVATE):
                found = suggestion(name, (PUBLIC, PRIVATE)) if isinstance(name, str) else ""
                message = f"expected public or private, found {shown(name)}{found}"
                self.problems.append(self.marks.placed(Problem((*was, _FOR), message)))
        return self.audience in names

    def keep_back(self, value: Any, was: Path, shape: Shape, instead: Any = None) -> None:
        """Notes what is for others, and hides the entry of the bibliography that it is about."""
        self.kept_back.append(was)
        if shape.model is PublicationItem and _key(value) != _key(instead):
            self.hidden |= {_key(value)} - {""}

    def is_withheld(self, key: str, value: Any, was: Path, shape: Shape) -> bool:
        """Whether it is private by itself, and says anything."""
        model = shape.model
        if self.audience != PUBLIC or _says_nothing(value) or _is_worded(value, _ANYTHING):
            return False
        if shape is _OWN:
            return key == PRIVATE
        is_unknown = self.is_json and not (shape.each or key in (shapes(model) if model else ()))
        if is_unknown and not key.startswith("x-") and not is_own(key, was, self.data):
            return key == PRIVATE or is_foreign_withheld(key, value, model)
        return is_withheld(key, value, model)

    def unsaid(self, was: Path, shape: Shape) -> None:
        """Tells of a name of the user's choice without the text that could stand behind it."""
        if shape.text:
            message = "nothing stands here, and all is as usual: write '' for no text"
            self.problems.append(self.marks.placed(Problem(was, message, WARNING)))

    def box(self, key: str, was: Path, model: type[Node]) -> str:
        """Where a key that the model does not know is kept, if it may be there at all."""
        known = shapes(model)
        if key in known:
            return ""
        if self.is_json and not key.startswith("x-") and not model.aside:
            if is_own(key, was, self.data):
                return "x-"
            message = f"unknown key {quoted(key)}: no page shows it{near(key, known)}"
            names = tuple(step for step in was if isinstance(step, str))
            problem = self.marks.placed(Problem((*was, key), message, WARNING))
            self.unknown.setdefault((names, key), []).append(problem)
            return "x-"
        return "x-" if key.startswith("x-") else model.aside

    def written_out(self, value: Any, model: type[Node]) -> Written | None:
        """A bullet that is a text in several languages has no label."""
        is_text = model is Point and _is_by_language(value) and self.is_language(value)
        return {"text": ((), value)} if is_text else model.written_out(value)

    def is_language(self, texts: Mapping[str, Any]) -> bool:
        """Whether the one key, if it is one, is the language of the CV rather than a label."""
        return len(texts) > 1 or any(_primary(key) == _primary(self.language) for key in texts)

    def items(self, values: list[Any], was: Path, now: Path, shape: Shape) -> Any:
        found: list[Any] = []
        is_less = False
        for index, each in enumerate(values):
            count = len(self.places)
            value = self.value(each, (*was, index), (*now, len(found)), shape)
            is_less = is_less or value is _GONE
            is_gone = value is _GONE or self.is_blank(value, shape)
            if is_gone or _is_silent_here(each, value, shape):
                while len(self.places) > count:
                    self.places.popitem()
            else:
                found.append(value)
        return found if found or not is_less else _GONE

    def is_blank(self, value: Any, shape: Shape) -> bool:
        if shape is _OWN:
            return False
        if not shape.model or not isinstance(value, dict):
            return _is_empty(value)
        return _says_nothing(value) and (self.is_json or value.keys() <= shapes(shape.model).keys())

    def text(self, value: dict[str, Any], was: Path, now: Path, kind: Checked) -> Any:
        texts = {language: text for language, text in value.items() if text is not None}
        wanted = (self.language, _primary(self.language), ENGLISH, *texts)
        chosen = next((each for each in wanted if each in texts), "")
        for language in texts.keys() - {chosen}:
            text = texts[language]
            said = text.values() if _is_worded(text, _ANYTHING) else [text]
            for message in chain.from_iterable(map(kind.faults, said)):
                fault = Problem(now, message)
                fault = tolerated(fault) if self.is_json else fault
                self.problems.append(self.marks.put(fault, (*was, language)))
        if not chosen:
            return ""
        if chosen not in wanted[:2]:
            self.problems.append(self.missing(chosen, was, now))
        return self.value(texts[chosen], (*was, chosen), now, _ANYTHING)

    def missing(self, instead: str, was: Path, now: Path) -> Problem:
        message = f"no text for '{self.language}': the one for '{instead}' is used"
        rests_on = (now, ("locale",))
        return self.marks.placed(Problem(was, message, WARNING, rests_on=rests_on))


def _is_named(path: Path, shape: Shape) -> bool:
    """Whether the keys there are the models' or of the user's choice, not those of audiences."""
    known = shapes(shape.model).keys() if shape.model else ()
    return shape.each is not None or _is_group(path) or not path or not WORDS.isdisjoint(known)


def _is_worded(value: Any, shape: Shape) -> bool:
    """Whether it is wordings for audiences; of the user's own, only with one that is private."""
    is_worded = isinstance(value, dict) and bool(value) and value.keys() <= WORDS
    return is_worded and (shape is not _OWN or PRIVATE in value)


def _wording(value: Mapping[str, Any], audience: str) -> str:
    """The key of the wording for the audience; empty where it has none."""
    return next((each for each in _INSTEAD[audience] if each in value), "")


def _worded_items(value: Any) -> list[Any]:
    """The items of a list that say whom they are for, in their places; none if none does."""
    items = value if isinstance(value, list) else []
    found = [each if _is_worded(each, _ANYTHING) else None for each in items]
    return found if any(found) else []


def _key(item: Any) -> str:
    """The key of the entry of the bibliography that it is about, as all that mean it are alike."""
    key = item.get("key") if isinstance(item, dict) else None
    return key.casefold() if isinstance(key, str) else ""


def _remnant(model: type[Node], whole: Mapping[str, Any], left: dict[str, Any]) -> Any:
    """What is left where parts are for others; gone with one that it needs."""
    needed = {key for key, info in keys(model).items() if info.is_required()}
    needed |= _NEEDED.get(model, set())
    if not needed.isdisjoint(whole.keys() - left.keys()):
        return _GONE
    if model is SectionItem and "section" not in left:
        return {"heading": ""} | left if "sections" in left or "summary" in left else _GONE
    return left


def _says_empty(chosen: Any, shape: Shape) -> bool:
    return chosen == "" and shape.text is not None and shape.text.says_empty


def _rest(shape: Shape) -> Shape:
    return shape if shape is _OWN or shape is _NESTED else _ANYTHING


def _is_by_language(value: Any) -> bool:
    """Whether ``value`` has the form of a text in several languages: ``{en: ..., zh: ...}``."""
    return isinstance(value, dict) and bool(value) and all(map(LANGUAGE.fullmatch, value))


def _is_group(path: Path) -> bool:
    """Whether the texts at the path are those of several phrases, by their names."""
    return len(path) == 2 and path[0] == "phrases" and path[1] in groups()


def _is_silent_here(written: Any, chosen: Any, shape: Shape) -> bool:
    """Whether a bullet has a label, but a text in other languages only."""
    is_silent = shape.model is Point and isinstance(chosen, dict) and not chosen.get("text")
    return is_silent and any(map(_is_by_language, written.values()))


def _primary(language: str) -> str:
    """``zh`` of ``zh-Hans``."""
    return language.split("-")[0].lower()


def _says_nothing(value: Any) -> bool:
    if isinstance(value, dict):
        return not any(re.match("x-.", key) or not _says_nothing(value[key]) for key in value)
    return all(map(_says_nothing, value)) if isinstance(value, list) else _is_empty(value)


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
