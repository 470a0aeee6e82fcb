"""Chooses what one edition of a CV says: today that is the language of its texts.

The data comes out in the shape of the models: a text is one text, shorthands are written out, and
what says nothing is gone. Every mark leads on to where its piece stands in the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ..model.problems import WARNING, Path, Problem
from ..source import CV
from ..source.fields import LANGUAGE, Checked, Node, Point, Written
from ..source.schema import Shape, shapes
from .marks import Mark, Marks, Plain

ENGLISH = "en"

_ANYTHING = Shape()
_CV = Shape(model=CV)


class Other(NamedTuple):
    """A text in a language that is not chosen: where it would stand, and how it is checked."""

    path: Path
    mark: Mark
    kind: Checked
    value: Any


class Edition(NamedTuple):
    """What was chosen, and the ``others``, which are nobody's to read but should be right, too."""

    plain: Plain
    others: tuple[Other, ...] = ()


def choose(plain: Plain, language: str) -> tuple[Edition, list[Problem]]:
    """The edition in this language, given as a BCP 47 tag.

    A text that it lacks is told, and is there in English or else in the first language given.
    Lists lose null, empty texts and entries in which nothing is said; ``x-`` keys are left alone.
    """
    choice = _Choice(plain, language)
    data = choice.value(plain.data, (), (), _CV)
    marks = Marks(plain.marks.file, choice.places)
    return Edition(Plain(data, marks, plain.is_json), tuple(choice.others)), choice.problems


class _Choice:
    """Goes through the data. ``was`` is the path before, ``now`` the one of what comes out."""

    def __init__(self, plain: Plain, language: str) -> None:
        self.marks = plain.marks
        self.any_key = plain.is_json
        self.language = language
        self.places: dict[Path, Mark] = {}
        self.others: list[Other] = []
        self.problems: list[Problem] = []

    def value(self, value: Any, was: Path, now: Path, shape: Shape) -> Any:
        self.places[now] = self.marks.at(was)
        if shape.model:
            return self.node(value, was, now, shape.model)
        if isinstance(value, dict):
            if shape.text and is_by_language(value):
                return self.text(value, was, now, shape.text)
            return self.mapping(value, was, now, {}, shape.each or _ANYTHING)
        if shape.several and isinstance(value, str):
            return [self.value(value, was, (*now, 0), _ANYTHING)]
        if isinstance(value, list):
            return self.items(value, was, now, shape.item or _ANYTHING)
        return value

    def node(self, value: Any, was: Path, now: Path, model: type[Node]) -> Any:
        known = shapes(model)
        if written := self.written_out(value, model):
            return {
                key: self.value(each, (*was, *steps), (*now, key), known[key])
                for key, (steps, each) in written.items()
            }
        if isinstance(value, dict):
            return self.mapping(value, was, now, known, _ANYTHING)
        return self.value(value, was, now, _ANYTHING)

    def written_out(self, value: Any, model: type[Node]) -> Written | None:
        """A bullet that is a text in several languages has no label."""
        is_text = model is Point and is_by_language(value) and self.is_language(value)
        return {"text": ((), value)} if is_text else model.written_out(value)

    def is_language(self, texts: Mapping[str, Any]) -> bool:
        """Whether the one key, if it is one, is the language of the CV rather than a label."""
        return len(texts) > 1 or any(_primary(key) == _primary(self.language) for key in texts)

    def mapping(
        self, value: dict[str, Any], was: Path, now: Path, known: Mapping[str, Shape], rest: Shape
    ) -> dict[str, Any]:
        return {
            key: self.own(each, (*was, key), (*now, key))
            if key.startswith("x-")
            else self.value(each, (*was, key), (*now, key), known.get(key, rest))
            for key, each in value.items()
        }

    def own(self, value: Any, was: Path, now: Path) -> Any:
        """What is the user's own, as it is."""
        self.places[now] = self.marks.at(was)
        if isinstance(value, dict):
            return {k: self.own(each, (*was, k), (*now, k)) for k, each in value.items()}
        if isinstance(value, list):
            return [self.own(each, (*was, i), (*now, i)) for i, each in enumerate(value)]
        return value

    def items(self, values: list[Any], was: Path, now: Path, shape: Shape) -> list[Any]:
        found: list[Any] = []
        for index, each in enumerate(values):
            count = len(self.places)
            value = self.value(each, (*was, index), (*now, len(found)), shape)
            if self.is_blank(value, shape):
                while len(self.places) > count:
                    self.places.popitem()
            else:
                found.append(value)
        return found

    def is_blank(self, value: Any, shape: Shape) -> bool:
        if not shape.model or not isinstance(value, dict):
            return _is_empty(value)
        known = shapes(shape.model)
        return _says_nothing(value) and (self.any_key or all(key in known for key in value))

    def text(self, value: dict[str, Any], was: Path, now: Path, kind: Checked) -> Any:
        texts = {language: text for language, text in value.items() if text is not None}
        wanted = (self.language, _primary(self.language), ENGLISH, *texts)
        chosen = next((each for each in wanted if each in texts), "")
        self.others += (
            Other(now, self.marks.at((*was, language)), kind, text)
            for language, text in texts.items()
            if language != chosen
        )
        if not chosen:
            return ""
        if chosen not in wanted[:2]:
            self.problems.append(self.missing(chosen, was, now))
        return self.value(texts[chosen], (*was, chosen), now, _ANYTHING)

    def missing(self, instead: str, was: Path, now: Path) -> Problem:
        message = f"no text for '{self.language}': the one for '{instead}' is used"
        rests_on = (now, ("locale",))
        return self.marks.placed(Problem(was, message, WARNING, rests_on=rests_on))


def is_by_language(value: Any) -> bool:
    """Whether ``value`` has the form of a text in several languages: ``{en: ..., zh: ...}``."""
    return isinstance(value, dict) and bool(value) and all(map(LANGUAGE.fullmatch, value))


def _primary(language: str) -> str:
    """``zh`` of ``zh-Hans``."""
    return language.split("-")[0].lower()


def _says_nothing(value: Any) -> bool:
    if isinstance(value, dict):
        return not any(key.startswith("x-") or not _says_nothing(value[key]) for key in value)
    return all(map(_says_nothing, value)) if isinstance(value, list) else _is_empty(value)


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
