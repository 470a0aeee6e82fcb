"""What one reader reads of plain data, in the shape of the models: goes through all of it.

A text is one text, shorthands are written out, and what says nothing is gone.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Any

from ..model.memory import remembered_by
from ..model.problems import ERROR, TYPED, WARNING, Path, Problem, near, quoted, shown
from ..source import Shape, shapes
from ..source.bibliography import Bibliography
from ..source.entries import PublicationItem
from ..source.fields import Point
from ..source.node import Checked, Node, Written, keys
from ..words.data import fitting, groups
from . import Plain, is_empty, key_of, says_nothing
from .names import (
    AUDIENCES,
    DECLARATIONS,
    ELSE,
    EXCEPT,
    FOR,
    OTHER,
    PRIORITY,
    PRIVATE,
    PUBLIC,
    Declared,
    Gathered,
    Names,
    Reader,
    Rule,
    each_of,
    idle,
    is_by_language,
    is_text,
    is_whole,
    primary,
    ranked,
)
from .withheld import (
    GONE,
    is_by_audience,
    is_foreign_withheld,
    is_withheld,
    remnant,
    worded_items,
)

ENGLISH, _TEXT = "en", "text"
_MARKS = frozenset({FOR, EXCEPT, PRIORITY})
"""What may be said of any item, beside what it says itself."""

_ANYTHING, _OWN, _NESTED = Shape(), Shape(), Shape()
"""What the models know nothing of, what is the user's own, which stays as it is, and bullets under
another one."""
_UNSAID = "nothing stands here, and all is as usual: write '' for no text"


class Chooser(Gathered):
    """Goes through the data. ``was`` is the path before, ``now`` the one of what comes out."""

    def __init__(
        self, plain: Plain, reader: Reader, declared: Declared, hidden: frozenset[str]
    ) -> None:
        super().__init__(hidden)
        self.audience = reader.audience
        self.declared, self.given = declared, (plain, reader, declared, hidden)
        self.names = declared.of(reader)
        self.others = declared.of(reader._replace(audience=OTHER[reader.audience]))
        self.marks, self.is_json, self.data = plain.marks, plain.is_json, plain.data
        self.language = reader.language
        self.whose = repr((self.names, self.others, reader, sorted(hidden), declared.said))

    def value(self, value: Any, was: Path, now: Path, shape: Shape) -> Any:
        self.places[now] = self.marks.at(was)
        if isinstance(value, dict) and value:
            if shape.model is Bibliography:
                value = self.without_rules(value, was)
            if not _MARKS.isdisjoint(value) and was and self.takes_marks(value, shape):
                own = (FOR, EXCEPT) if shape is _OWN or self.is_json else _MARKS
                said = {key: value[key] for key in value if key not in own}
                if not self.is_for(value, was):
                    self.left_out.append(was)
                    if self.is_for(value, was, self.others):
                        self.keep_back(said, was, shape)
                    return GONE
                for each in idle(value.keys() - said.keys(), shape, was):
                    self.unknown.setdefault(((), PRIORITY), []).append(self.marks.placed(each))
                if said.keys() == {_TEXT} and not _has_text(shape.model):
                    return self.value(said[_TEXT], (*was, _TEXT), now, shape)
                return ranked(self.value(said, was, now, shape), value, shape)
            value = self.well_named(value, was, now, shape)
            if self.is_worded(value, was, shape) and not self.is_named(value, now, shape):
                return self.worded(value, was, now, shape)
            if shape.model is PublicationItem and key_of(value) in self.hidden:
                self.kept_back.append(was)
                return GONE
            if (value := self.inside(value, was, now, shape)) is GONE:
                return GONE
        if shape.model and (written := self.written_out(value, shape.model)):
            known = shapes(shape.model)
            found = {
                key: self.value(each, (*was, *steps), (*now, key), known[key])
                for key, (steps, each) in written.items()
            }
            return GONE if any(each is GONE for each in found.values()) else found
        if isinstance(value, dict):
            if shape.text and is_by_language(value) and not _is_group(now):
                return self.text(value, was, now, shape.text)
            return self.mapping(value, was, now, shape)
        if shape.several and isinstance(value, str):
            return [self.value(value, was, (*now, 0), _ANYTHING)] if value.strip() else []
        if isinstance(value, list):
            return self.items(value, was, now, shape.item or _rest(shape))
        return value

    def part(self, value: Any, was: Path, now: Path, shape: Shape) -> Any:
        """The same of a part that is the very same as before, for the same reader."""

        def make() -> tuple[Any, Gathered]:
            own, seen = Chooser(*self.given), Gathered(frozenset())
            chosen = own.value(value, was, now, shape)
            seen.take(own)
            return chosen, seen

        places = self.marks.parts[str(was[0])]
        chosen, seen = remembered_by(make, Chooser, value, places, str(was[0]), self.whose)
        self.take(seen)
        return chosen

    def mapping(self, value: dict[str, Any], was: Path, now: Path, shape: Shape) -> Any:
        """The mapping without empty values, and with what is the user's own in its box."""
        found: dict[str, Any] = {}
        known = shapes(shape.model) if shape.model else {}
        is_whole = True
        for key, each in value.items():
            if not self.is_json and _is_name_tag(key, each, was, shape.model):
                continue
            inside = _OWN if key.startswith("x-") else known.get(key, shape.each or _rest(shape))
            if each is None and (shape.each or _is_group(now)):
                if (inside if shape.each else shape).text:
                    self.tell((*was, key), _UNSAID, WARNING)
                continue
            if self.is_withheld(key, each, was, shape):
                self.kept_back.append((*was, key))
                if not (each := worded_items(each, self.names)):
                    continue
            read = self.part if not was and key in self.marks.parts else self.value
            chosen = read(each, (*was, key), (*now, key), inside)
            if chosen is GONE:
                is_whole = False
                continue
            box = self.box(key, was, shape.model) if shape.model else ""
            if box:
                found.setdefault(box, {})[key] = chosen
            elif key not in known or chosen not in (None, "") or _says_empty(chosen, inside):
                found[key] = chosen
        return found if is_whole or not shape.model else remnant(shape.model, value, found)

    def well_named(
        self, value: dict[str, Any], was: Path, now: Path, shape: Shape
    ) -> dict[str, Any]:
        """Other words without those under a key that is no name, which is told."""
        is_other = self.is_json or shape is _OWN or self.is_named(value, now, shape)
        wrong = [] if is_other else self.declared.misnamed(value, bool(shape.text))
        for key in wrong:
            self.check_names(key, (*was, key))
        return {key: each for key, each in value.items() if key not in wrong} if wrong else value

    def is_worded(self, value: Any, was: Path, shape: Shape) -> bool:
        """Whether it is other words by name, and not by language alone, as a text may be.

        Of the user's own it is with a name that nobody would take for a key alone.
        """
        if not self.declared.are_names(value):
            return False
        if shape is _OWN or self.is_json:
            return not self.declared.special.isdisjoint(value) or bool(
                shape is not _OWN and value.keys() <= {*AUDIENCES, ELSE}
            )
        is_text = bool(shape.text) or (shape.model is Point and not self.has_labels(value))
        return not is_text or not is_by_language(value) or self.is_only_there(value, was)

    def has_labels(self, texts: Mapping[str, Any]) -> bool:
        """Whether a bullet in several languages has a label of its own in one of them."""
        return any(
            isinstance(each, dict) and not self.declared.are_names(each) for each in texts.values()
        )

    def is_only_there(self, value: Mapping[str, Any], was: Path) -> bool:
        """Whether it is an item of a list that one of the CV's languages has alone."""
        is_item = bool(was) and isinstance(was[-1], int)
        return is_item and len(value) == 1 and bool(self.declared.languages)

    def is_named(self, value: Mapping[str, Any], path: Path, shape: Shape) -> bool:
        """Whether the keys there are the models' or of the user's choice, not those of readers."""
        known = shapes(shape.model).keys() if shape.model else ()
        is_chosen = bool(shape.each and not shape.item) or _is_group(path) or not path
        return is_chosen or not value.keys().isdisjoint(known)

    def worded(self, value: dict[str, Any], was: Path, now: Path, shape: Shape) -> Any:
        """The wording for the reader, of what stands in the place of a value."""
        self.used.append(value)
        own, others = self.names.wording(value), self.others.wording(value)
        self.offered.append((self.marks.at(was), value, (own, others)))
        if own != others:
            self.keep_back(value.get(others), was, shape, value.get(own))
        if not own and is_by_language(value) and not self.is_only_there(value, was):
            own = self.instead(value, was, now)
        if not own:
            self.left_out.append(was)
            return GONE
        return self.value(value[own], (*was, own), now, shape)

    def instead(self, texts: Mapping[str, Any], was: Path, now: Path) -> str:
        """The language that stands in for the one that lacks its text."""
        chosen = next((each for each in (ENGLISH, *texts) if texts.get(each) is not None), "")
        if chosen:
            what = f"no text for '{self.language}': the one for '{chosen}' is used"
            rests_on = (now, ("locale",))
            problem = Problem(was, what, WARNING, rests_on=rests_on, lacks=self.language)
            self.problems.append(self.marks.placed(problem))
        return chosen

    def inside(self, value: dict[str, Any], was: Path, now: Path, shape: Shape) -> Any:
        """A line and the list under it, without what is for others in there."""
        is_block = shape.model is Point or bool(shape.text and shape.text.has_blocks)
        lead, items = next(iter(value.items())) if is_block and len(value) == 1 else ("", None)
        if not isinstance(items, list):
            return value
        found = self.items(items, (*was, lead), (*now, lead), _NESTED)
        return GONE if found is GONE else {lead: found}

    def takes_marks(self, value: dict[str, Any], shape: Shape) -> bool:
        """Whether it says by which names it is read: ``for: ...`` alone is a bullet's label."""
        if shape is _OWN or self.is_json:
            names = [*each_of(value.get(FOR)), *each_of(value.get(EXCEPT))]
            return bool(names) and all(map(self.declared.is_name, names))
        if shape is _NESTED or shape.model is Point:
            return len(value) > 1
        return shape.model is not None or value.keys() <= {_TEXT, *_MARKS}

    def without_rules(self, value: dict[str, Any], was: Path) -> dict[str, Any]:
        """The mapping without what it says by name of entries: ``for: {private: [key]}``."""
        said = {key: value[key] for key in (FOR, EXCEPT) if isinstance(value.get(key), dict)}
        for kind, by_name in said.items():
            for name, words in by_name.items():
                at = (*was, kind, name)
                self.check_names(name, at)
                rule = Rule.of(kind, name, words, at)
                self.rules.append(rule)
                self.problems += map(self.marks.placed, rule.faults(words))
                if self.names.hold(name) != self.others.hold(name):
                    self.kept_back.append(at)
        return {key: each for key, each in value.items() if key not in said}

    def is_for(self, value: Mapping[str, Any], was: Path, names: Names | None = None) -> bool:
        """Whether an item is for the reader, or for others by their names."""
        for key in (FOR, EXCEPT) if names is None else ():
            if key in value:
                self.check_names(value[key], (*was, key))
        if names is None and not is_whole(value.get(PRIORITY, 0)):
            self.tell((*was, PRIORITY), f"expected a whole number, found {shown(value[PRIORITY])}")
        names = names or self.names
        is_excepted = EXCEPT in value and names.hold_any(value[EXCEPT])
        return not is_excepted and (FOR not in value or names.hold_any(value[FOR]))

    def check_names(self, names: Any, was: Path) -> None:
        found = each_of(names) or [names]
        self.used.append(found)
        own = [*filter(is_text, found)]
        held = [it for it in own if self.names.hold(it) or self.others.hold(it)]
        self.offered.append((self.marks.at(was), own, held))
        for index, name in enumerate(found):
            at = (*was, index) if found is names else was
            if problem := self.declared.unknown(name, at):
                self.problems.append(self.marks.placed(problem))

    def keep_back(self, value: Any, was: Path, shape: Shape, instead: Any = None) -> None:
        """Notes what is for others, and hides the entry of the bibliography that it is about."""
        self.kept_back.append(was)
        if shape.model is PublicationItem and key_of(value) != key_of(instead):
            self.hidden |= {key_of(value)} - {""}

    def is_withheld(self, key: str, value: Any, was: Path, shape: Shape) -> bool:
        """Whether it is private by itself, and says anything."""
        model = shape.model
        if self.audience != PUBLIC or says_nothing(value) or is_by_audience(value, self.names):
            return False
        if shape is _OWN:
            return key == PRIVATE
        is_unknown = self.is_json and not (shape.each or key in (shapes(model) if model else ()))
        if is_unknown and not key.startswith("x-") and not self._is_own(key, was):
            return key == PRIVATE or is_foreign_withheld(key, value, model)
        return is_withheld(key, value, model)

    def _is_own(self, key: str, was: Path) -> bool:
        from .jsonresume import is_own  # late, for few CVs are JSON

        return is_own(key, was, self.data)

    def tell(self, was: Path, message: str, level: str = ERROR) -> None:
        """Notes a problem at its place."""
        self.problems.append(self.marks.placed(Problem(was, message, level)))

    def box(self, key: str, was: Path, model: type[Node]) -> str:
        """Where a key that the model does not know is kept, if it may be there at all."""
        known = shapes(model)
        if key in known:
            return ""
        if self.is_json and not key.startswith("x-") and not model.aside:
            if self._is_own(key, was):
                return "x-"
            message = f"unknown key {quoted(key)}: no page shows it{near(key, known, TYPED)}"
            names = tuple(step for step in was if isinstance(step, str))
            problem = self.marks.placed(Problem((*was, key), message, WARNING))
            self.unknown.setdefault((names, key), []).append(problem)
            return "x-"
        return "x-" if key.startswith("x-") else model.aside

    def written_out(self, value: Any, model: type[Node]) -> Written | None:
        """A bullet that is a text in several languages, or in one of the CV's, has no label."""
        if model is Point and is_by_language(value):
            languages = {primary(each) for each in (self.language, *self.declared.languages)}
            if len(value) > 1 or any(primary(key) in languages for key in value):
                return {"text": ((), value)}
        return model.written_out(value)

    def items(self, values: list[Any], was: Path, now: Path, shape: Shape) -> Any:
        found, is_less = list[Any](), False
        for index, each in enumerate(values):
            if was == ("languages",) and isinstance(each, str) and not self.is_json:
                continue
            count = len(self.places)
            value = self.value(each, (*was, index), (*now, len(found)), shape)
            is_less = is_less or value is GONE
            if value is GONE or self.is_blank(value, shape) or _is_silent_here(each, value, shape):
                while len(self.places) > count:
                    self.places.popitem()
            else:
                found.append(value)
        return found if found or not is_less else GONE

    def is_blank(self, value: Any, shape: Shape) -> bool:
        if shape is _OWN:
            return False
        if not shape.model or not isinstance(value, dict):
            return is_empty(value)
        return says_nothing(value) and (self.is_json or value.keys() <= shapes(shape.model).keys())

    def text(self, value: dict[str, Any], was: Path, now: Path, kind: Checked) -> Any:
        from .jsonresume import tolerated  # late, for most CVs are in one language

        texts = {language: text for language, text in value.items() if text is not None}
        own = fitting(texts, self.language)
        chosen = own[0] if own else self.instead(texts, was, now)
        for language in texts.keys() - {chosen}:
            text = texts[language]
            said = text.values() if self.declared.are_names(text) else [text]
            for message in chain.from_iterable(kind.faults(it, str) for it in said):
                fault = Problem(now, message)
                fault = tolerated(fault) if self.is_json else fault
                self.problems.append(self.marks.put(fault, (*was, language)))
        return self.value(texts[chosen], (*was, chosen), now, _ANYTHING) if chosen else ""


def _is_name_tag(key: str, value: Any, was: Path, model: type[Node] | None) -> bool:
    """Whether it only declares names, or gives one to an entry for what differs in it."""
    if not was:
        return key in DECLARATIONS
    is_id = key == "id" and isinstance(value, str) and isinstance(was[-1], int)
    return is_id and model is not None and key not in keys(model)


def _has_text(model: type[Node] | None) -> bool:
    return model is not None and _TEXT in shapes(model)


def _says_empty(chosen: Any, shape: Shape) -> bool:
    return chosen == "" and shape.text is not None and shape.text.says_empty


def _rest(shape: Shape) -> Shape:
    return shape if shape is _OWN or shape is _NESTED else _ANYTHING


def _is_group(path: Path) -> bool:
    """Whether the texts at the path are those of several phrases, by their names."""
    return len(path) == 2 and path[0] == "phrases" and path[1] in groups()


def _is_silent_here(written: Any, chosen: Any, shape: Shape) -> bool:
    """Whether a bullet has a label, but a text that is empty, or is in other languages only."""
    is_silent = shape.model is Point and isinstance(chosen, dict) and is_empty(chosen.get("text"))
    said = written.values() if is_silent else ()
    return any(is_by_language(it) or (it is not None and is_empty(it)) for it in said)
