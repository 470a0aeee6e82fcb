"""The names by which a CV tells its readers apart: variants, tags, languages, audiences, formats.

A text may be several: ``{else: Researcher, industry: Engineer, industry+zh: ...}``; an entry may be
``for`` some of the names, or for all ``except`` some.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from pathlib import PurePath
from typing import Any
from unicodedata import normalize

from ..model.later import NamedTuple, dataclass
from ..model.problems import WARNING, Path, Problem, near, quoted, shown, suggestion
from ..source import Shape, shapes
from ..source.fields import LANGUAGE, TAG
from . import Mark, Marks

PUBLIC, PRIVATE = "public", "private"
"""The audiences: everybody, and those whom the owner hands the CV; these may read it all."""
AUDIENCES = (PUBLIC, PRIVATE)
OTHER = {PUBLIC: PRIVATE, PRIVATE: PUBLIC}

FOR, EXCEPT, IN, ELSE = "for", "except", "in", "else"
PRIORITY = "priority"
MOST_NEAR = 50
"""So many unknown names are told with what may be meant, which takes long to find."""
DECLARATIONS = frozenset({"variants", "tags"})
"""The keys of cv.yaml that declare names, and say nothing else."""


class Reader(NamedTuple):
    """Whom an edition is for. Empty are the default variant, the first language, any format."""

    variant: str = ""
    language: str = ""
    audience: str = PUBLIC
    format: str = ""


class Layer(NamedTuple):
    """What a part of a file says, where it stands there, and the marks of that file."""

    value: Any
    path: Path
    marks: Marks


@dataclass(frozen=True)
class Variant:
    """A variant, as it was declared; ``says`` is what differs in it from those it ``extends``."""

    name: str
    says: Layer
    extends: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    description: str = ""
    formats: tuple[str, ...] = ()
    audience: str = ""
    language: str = ""
    folder: str = ""


_NO_VARIANT = Variant("", Layer({}, (), Marks("")))


@dataclass
class Declared:
    """The names that a CV knows. ``used`` are those that anything in it asks for, and ``unread``
    has, by their places, those of them that no reader so far answered to, or got the words of.

    Once it is asked what is above a variant, what variants extend changes no more.
    """

    variants: dict[str, Variant] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    formats: Collection[str] = ()
    used: set[str] = field(default_factory=set)
    unread: dict[Mark, set[str]] = field(default_factory=dict)
    _advice: dict[str, str] = field(default_factory=dict)
    _above: dict[str, list[str]] = field(default_factory=dict)
    _wider: dict[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def known(self) -> frozenset[str]:
        """Every name."""
        own = {each.language for each in self.variants.values()} - {""}
        languages = {*self.languages, *map(primary, self.languages), *own}
        return frozenset({*self.variants, *self.tags, *languages, *AUDIENCES, *self.formats})

    @cached_property
    def said(self) -> str:
        """All that is declared."""
        return repr(([*self.variants], self.tags, sorted(self.known), self.languages))

    @cached_property
    def special(self) -> frozenset[str]:
        """The names that nobody would take for anything else."""
        return frozenset({*self.variants, *self.tags, PRIVATE})

    def is_name(self, key: Any) -> bool:
        """Whether it is a name, several that must all hold (``a+b``), or ``else``."""
        if not isinstance(key, str):
            return False
        return key == ELSE or all(each in self.known for each in parts(key))

    def are_names(self, value: Any) -> bool:
        """Whether these are other words by name: every key is one; a lone ``text`` is a text."""
        return (
            isinstance(value, dict)
            and bool(value)
            and all(map(self.is_name, value))
            and value.keys() != {"text"}
        )

    def misnamed(self, value: Mapping[str, Any], is_text: bool) -> list[str]:
        """The keys that are no names, where others can be nothing else, as in place of a text."""
        wrong = [key for key in value if not self.is_name(key)]
        has_names = ELSE in value or not self.special.isdisjoint(value)
        has_names = has_names or (is_text and not is_by_language(value))
        return wrong if has_names and len(wrong) < len(value) else []

    def use(self, keys: Iterable[Any]) -> None:
        """Notes that something asks for them."""
        self.used.update(each for key in keys if is_text(key) for each in parts(key))

    def unknown(self, name: Any, path: Path) -> Problem | None:
        """What is wrong with a name that stands at the path."""
        if self.is_name(name) and name != ELSE:
            return None
        wrong = [each for each in parts(name) if each not in self.known] if is_text(name) else []
        if not wrong:
            found = "an empty list" if name == [] else shown(name)
            return Problem(path, f"expected a name or a list of names, found {found}")
        own = [*self.variants, *self.tags, *self.languages]
        expected = "a declared name" if own else "public or private"
        what = wrong[0] if all(parts(name)) else name
        several = what.replace(",", " ").split()
        if len(several) > 1 and all(map(self.is_name, several)):
            advice = f"; write several as a list: [{', '.join(several)}]"
        elif is_by_language({what: ""}) and not self.languages:
            advice = f"; a language of the CV is declared: 'languages: [{what}]'"
        else:
            is_wording = path[-1:] == (name,) and path[-2:-1] != (IN,)
            advice = self._near(what, [*own, *AUDIENCES, *[ELSE] * is_wording])
        return Problem(path, f"expected {expected}, found {quoted(what)}{advice}")

    def _near(self, word: str, own: Sequence[str]) -> str:
        """What may be meant by an unknown name; of many by the first alone, for nobody reads on."""
        if word not in self._advice and len(self._advice) < MOST_NEAR:
            close = near(word, self.known.union(own)) if len(own) > len(AUDIENCES) else ""
            self._advice[word] = close or suggestion(word, own)
        return self._advice.get(word, "")

    def learn(self, seen: Gathered) -> None:
        """Notes what some reader was found to use and to get."""
        for keys in seen.used:
            self.use(keys)
        for offered in seen.offered:
            self.offer(*offered)

    def offer(self, at: Mark, keys: Iterable[str], read: Iterable[str]) -> None:
        """Notes which of the keys there some reader gets, or answers to."""
        self.unread.setdefault(at, set(keys)).difference_update(read)

    def is_held(self, key: str, said_by: str = "") -> bool:
        """Whether a reader of what a variant says, else of the CV, can answer to all its names."""
        name = next((each for each in parts(key) if each in self.formats), "")
        return key == ELSE or any(
            self.of(Reader(variant, language, audience, name)).hold(key)
            for variant in ("", *self.variants)
            if not said_by or said_by in (variant, *self.above(variant))
            for language in self.languages or (self.language_of(variant),)
            for audience in AUDIENCES
        )

    def variant(self, name: str) -> Variant:
        """The variant of that name; the CV that is none says nothing of itself."""
        return self.variants.get(name, _NO_VARIANT)

    def language_of(self, variant: str) -> str:
        """The language that a variant has by itself; empty where the CV names none."""
        return self.variant(variant).language or next(iter(self.languages), "")

    def above(self, name: str) -> list[str]:
        """What a variant extends, the nearest last: what stands behind goes over what is before."""
        if name in self._above:
            return self._above[name]
        found: dict[str, None] = {}
        todo = [*reversed(self.variant(name).extends)]
        while todo:
            if further := [it for it in self.variants[todo[-1]].extends if it not in found]:
                todo += reversed(further)
            else:
                found[todo.pop()] = None
        self._above[name] = [*found]
        return self._above[name]

    def _wider_than(self, name: str) -> frozenset[str]:
        if name not in self._wider:
            self._wider[name] = frozenset({*self.above(name), *self.variants[name].tags})
        return self._wider[name]

    def of(self, reader: Reader) -> Names:
        """What the reader answers to."""
        around: dict[str, frozenset[str]] = {}
        for name in [*self.above(reader.variant), reader.variant] if reader.variant else ():
            around[name] = self._wider_than(name)
            around |= {each: frozenset() for each in self.variants[name].tags if each not in around}
        if reader.language:
            around[reader.language] = frozenset({primary(reader.language)})
            around[primary(reader.language)] = frozenset()
        found = [name for name in (reader.audience, reader.format) if name]
        return Names(around | dict.fromkeys(found, frozenset()))


@dataclass(frozen=True)
class Names:
    """Names that hold, each with the wider ones that it brings along."""

    around: Mapping[str, frozenset[str]]

    def hold(self, key: str) -> bool:
        """Whether all names in the key do."""
        return all(each in self.around for each in parts(key))

    def hold_any(self, keys: Any) -> bool:
        """Whether one of the keys does, or the only one."""
        return any(is_text(each) and self.hold(each) for each in each_of(keys))

    def fitting(self, keys: Iterable[str]) -> list[str]:
        """The keys that hold, the best first: with the most names, the narrowest, the first."""
        found = [key for key in keys if key != ELSE and self.hold(key)]
        found.sort(key=lambda key: -len(parts(key)))
        joined = [key for key in found if len(parts(key)) > 1]
        alone = frozenset(found).difference(joined)
        wider = frozenset().union(*(self.around[composed(each)] for each in alone))
        wider |= {key for key in joined if any(self._is_narrower(each, key) for each in joined)}
        narrow = [key for key in found if key not in wider]
        return narrow + [key for key in found if key not in narrow]

    def wording(self, keys: Collection[str]) -> str:
        """The best of the keys; empty where none is for the reader."""
        if found := self.fitting(keys):
            return found[0]
        if ELSE in keys:
            return ELSE
        if PRIVATE not in self.around:
            return ""
        return next(iter(Names({**self.around, PUBLIC: frozenset()}).fitting(keys)), "")

    def _is_narrower(self, one: str, other: str) -> bool:
        if len(parts(one)) != len(parts(other)) or parts(one) == parts(other):
            return False
        own = parts(one)
        wide = frozenset(own).union(*(self.around[each] for each in own))
        return wide.issuperset(parts(other))


class Rule(NamedTuple):
    """Entries of the bibliography, by their keys or keywords, that are ``for`` a name, or
    ``except`` it; where that stands."""

    kind: str
    name: str
    words: tuple[str, ...]
    path: Path

    @classmethod
    def of(cls, kind: str, name: str, words: Any, path: Path) -> Rule:
        """What stands there: one word, or a list."""
        found = filter(is_text, each_of(words))
        return cls(kind, name, tuple(each.casefold() for each in found), path)

    def faults(self, words: Any) -> list[Problem]:
        """What is no word there."""
        what = "expected the key of an entry, or a keyword, or a list of them, found "
        wrong = (each for each in each_of(words) or [None] if not is_text(each))
        return [Problem(self.path, what + shown(each)) for each in wrong]

    def is_about(self, key: str, keywords: Iterable[str]) -> bool:
        """Whether it is about an entry with this key and these keywords."""
        return not {key.casefold(), *map(str.casefold, keywords)}.isdisjoint(self.words)


def is_read(said: Collection[tuple[str, str]], names: Names) -> bool:
    """Whether a reader reads what is for names, or for all except some."""
    own = [name for kind, name in said if kind == FOR]
    excepted = any(names.hold(name) for kind, name in said if kind == EXCEPT)
    return not excepted and (not own or any(map(names.hold, own)))


def said_by(mark: Mark) -> str:
    """The variant that says what stands at the mark, if one does."""
    in_cv = str(mark.path[1]) if mark.path[:1] == ("variants",) else ""
    return PurePath(mark.file).stem if mark.file else in_cv


def parts(key: str) -> tuple[str, ...]:
    """The names in a key such as ``industry+zh``."""
    key = composed(key)
    return tuple(each.strip() for each in key.split("+")) if "+" in key else (key,)


def composed(name: str) -> str:
    """The name as all that look like it are compared (NFC)."""
    return name if name.isascii() else normalize("NFC", name)


def each_of(value: Any) -> list[Any]:
    """What stands in a list, or alone in its place."""
    return value if isinstance(value, list) else [] if value is None else [value]


def primary(language: str) -> str:
    """``zh`` of ``zh-Hans``."""
    return language.split("-")[0].lower()


def is_tag(value: Any) -> bool:
    """Whether it is the tag of a language (BCP 47) rather than its name."""
    return is_text(value) and bool(TAG.fullmatch(value))


def is_text(value: Any) -> bool:
    """Whether it is a text, as names and languages are."""
    return isinstance(value, str)


def is_by_language(value: Any) -> bool:
    """Whether ``value`` has the form of a text in several languages: ``{en: ..., zh: ...}``."""
    return isinstance(value, dict) and bool(value) and all(map(LANGUAGE.fullmatch, value))


def ranked(chosen: Any, item: Mapping[str, Any], shape: Shape) -> Any:
    """What was chosen of an item, with how much it matters where its model asks for that."""
    is_asked = _takes_rank(shape) and isinstance(chosen, dict)
    is_said = PRIORITY in item and is_whole(item[PRIORITY])
    return {**chosen, PRIORITY: item[PRIORITY]} if is_asked and is_said else chosen


def idle(marks: Collection[str], shape: Shape, was: Path) -> Iterator[Problem]:
    """Of a priority among these marks of an item that no page ever lacks."""
    if PRIORITY in marks and not _takes_rank(shape):
        message = "nothing goes by this: sections, entries, bullets and publications do"
        yield Problem((*was, PRIORITY), message, WARNING)


def _takes_rank(shape: Shape) -> bool:
    return bool(shape.model) and PRIORITY in shapes(shape.model)


def is_whole(value: Any) -> bool:
    """Whether it is a whole number, as a text."""
    return re.fullmatch("-?[0-9]{1,9}", str(value)) is not None


class Gathered:
    """What was found on the way through the data, or through a part of it, for one reader.

    ``used`` and ``offered`` are for ``Declared``.
    """

    def __init__(self, hidden: frozenset[str]) -> None:
        self.hidden = hidden
        self.kept_back: list[Path] = []
        self.rules: list[Rule] = []
        self.left_out: list[Path] = []
        self.places: dict[Path, Mark] = {}
        self.problems: list[Problem] = []
        self.unknown: dict[tuple[Path, str], list[Problem]] = {}
        self.used: list[Iterable[Any]] = []
        self.offered: list[tuple[Mark, Iterable[str], Iterable[str]]] = []

    def take(self, other: Gathered) -> None:
        """Adds what was found in a part."""
        self.hidden |= other.hidden
        self.places |= other.places
        self.kept_back += other.kept_back
        self.rules += other.rules
        self.left_out += other.left_out
        self.problems += other.problems
        for key, problems in other.unknown.items():
            self.unknown.setdefault(key, []).extend(problems)
        self.used += other.used
        self.offered += other.offered
