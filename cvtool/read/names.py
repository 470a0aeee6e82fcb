"""The names by which a CV tells its readers apart: variants, tags, languages, audiences, formats.

A text may be several: ``{else: Researcher, industry: Engineer, industry+zh: ...}``; an entry may be
``for`` some of the names, or for all ``except`` some.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from ..model.problems import Path, Problem, near, quoted, shown, suggestion
from ..source.fields import LANGUAGE
from . import Marks, Plain

PUBLIC, PRIVATE = "public", "private"
"""The audiences: everybody, and those whom the owner hands the CV; these may read it all."""
AUDIENCES = (PUBLIC, PRIVATE)
OTHER = {PUBLIC: PRIVATE, PRIVATE: PUBLIC}

FOR, EXCEPT, IN, ELSE = "for", "except", "in", "else"
DECLARATIONS = frozenset({"variants", "tags"})
"""The keys of cv.yaml that declare names, and say nothing else."""
_OWN = ("extends", "tags", "description", "formats", "audience", "language", "folder")
"""What a variant says of itself, and not of the CV."""
_NAME = re.compile(r"[^\W_][\w-]*")
_FOLDER = re.compile(r"[^\W_][\w.-]*(?:/[^\W_][\w.-]*)*")


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


@dataclass
class Declared:
    """The names that a CV knows. ``used`` are those that anything in it asks for."""

    variants: dict[str, Variant] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    formats: Collection[str] = ()
    used: set[str] = field(default_factory=set)

    @cached_property
    def known(self) -> frozenset[str]:
        """Every name."""
        own = {each.language for each in self.variants.values()} - {""}
        languages = {*self.languages, *map(primary, self.languages), *own}
        return frozenset({*self.variants, *self.tags, *languages, *AUDIENCES, *self.formats})

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

    def use(self, keys: Iterable[Any]) -> None:
        """Notes that something asks for them."""
        self.used.update(each for key in keys if _is_text(key) for each in parts(key))

    def unknown(self, name: Any, path: Path) -> Problem | None:
        """What is wrong with a name that stands at the path."""
        if self.is_name(name) and name != ELSE:
            return None
        wrong = [each for each in parts(name) if each not in self.known] if _is_text(name) else []
        if not wrong:
            return Problem(path, f"expected a name or a list of names, found {shown(name)}")
        own = [*self.variants, *self.tags, *self.languages]
        own_names = sorted([*own, *AUDIENCES])
        close = near(wrong[0], self.known) if own else ""
        expected = "public or private" if not own else "a declared name"
        found = close or suggestion(wrong[0], own_names)
        return Problem(path, f"expected {expected}, found {quoted(wrong[0])}{found}")

    def language_of(self, variant: str) -> str:
        """The language that a variant has by itself; empty where the CV names none."""
        own = self.variants[variant].language if variant else ""
        return own or next(iter(self.languages), "")

    def above(self, name: str) -> list[str]:
        """What a variant extends, the nearest last: what stands behind goes over what is before."""
        found: list[str] = []
        for parent in self.variants[name].extends:
            found += [each for each in (*self.above(parent), parent) if each not in found]
        return found

    def of(self, reader: Reader) -> Names:
        """What the reader answers to."""
        around: dict[str, frozenset[str]] = {}
        for name in [*self.above(reader.variant), reader.variant] if reader.variant else ():
            around[name] = frozenset({*self.above(name), *self.variants[name].tags})
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
        keys = keys if isinstance(keys, list) else [keys]
        return any(isinstance(each, str) and self.hold(each) for each in keys)

    def fitting(self, keys: Iterable[str]) -> list[str]:
        """The keys that hold, the best first: with the most names, the narrowest, the first."""
        found = [key for key in keys if key != ELSE and self.hold(key)]
        found.sort(key=lambda key: -len(parts(key)))
        narrow = [key for key in found if not any(self._is_narrower(each, key) for each in found)]
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


def parts(key: str) -> tuple[str, ...]:
    """The names in a key such as ``industry+zh``."""
    return tuple(each.strip() for each in key.split("+")) if "+" in key else (key,)


def primary(language: str) -> str:
    """``zh`` of ``zh-Hans``."""
    return language.split("-")[0].lower()


def declared(
    plain: Plain, files: Mapping[str, Plain], formats: Collection[str]
) -> tuple[Declared, list[Problem]]:
    """The names of a CV, and what is wrong where it declares them.

    ``files`` are those of variants that have one of their own, by their names. A JSON Resume
    document declares none.
    """
    if plain.is_json:
        return Declared(formats=formats), []
    reading = _Reading(plain, formats)
    for name, layer in reading.layers(files):
        reading.variant(name, layer)
    reading.check_chains()
    return reading.found, reading.problems


class _Reading:
    def __init__(self, plain: Plain, formats: Collection[str]) -> None:
        self.plain = plain
        self.problems: list[Problem] = []
        tags = self.names(plain.data.get("tags"), ("tags",), plain.marks)
        self.found = Declared({}, tuple(tags), tuple(self.languages()), formats)

    def report(self, path: Path, message: str, marks: Marks | None = None) -> None:
        self.problems.append((marks or self.plain.marks).placed(Problem(path, message)))

    def languages(self) -> Iterator[str]:
        """The languages of the CV, among those that its owner speaks; the first is ``locale``."""
        written = self.plain.data.get("languages")
        items = written if isinstance(written, list) else []
        found = [each for each in items if is_tag(each)]
        locale = self.plain.data.get("locale")
        if not found or not _is_text(locale) or not locale:
            return iter(dict.fromkeys(found))
        if locale not in found:
            others = ", ".join(found)
            self.report(("locale",), f"{quoted(locale)} is none of the languages: {others}")
        return iter(dict.fromkeys([locale, *found]))

    def names(self, value: Any, path: Path, marks: Marks) -> list[str]:
        """The names that are declared there, which are none yet."""
        items = value if isinstance(value, list) else [] if value is None else [value]
        found = []
        for index, each in enumerate(items):
            if _is_text(each) and _NAME.fullmatch(each):
                found.append(each)
            else:
                what = f"expected a name of letters, digits and hyphens, found {shown(each)}"
                self.report((*path, index) if isinstance(value, list) else path, what, marks)
        return found

    def layers(self, files: Mapping[str, Plain]) -> Iterator[tuple[str, Layer]]:
        written = self.plain.data.get("variants")
        if written is not None and not isinstance(written, dict):
            self.report(("variants",), f"expected keys and values, found {shown(written)}")
        inside = written if isinstance(written, dict) else {}
        for name, value in inside.items():
            path = ("variants", name)
            if name in files:
                self.report(path, f"this variant stands in {files[name].marks.file}, too: keep one")
            yield name, Layer(value, path, self.plain.marks)
        for name, plain in files.items():
            if name not in inside:
                yield name, Layer(plain.data, (), plain.marks)

    def variant(self, name: str, layer: Layer) -> None:
        taken = {*self.found.formats, *self.found.tags, *self.found.languages, *AUDIENCES, ELSE}
        if not _NAME.fullmatch(name) or name in taken:
            why = "is a name already" if name in taken else "is no name of letters and digits"
            self.report(layer.path, f"{quoted(name)} {why}: choose another", layer.marks)
        value = {} if layer.value is None else layer.value
        if not isinstance(value, dict):
            self.report(layer.path, f"expected keys and values, found {shown(value)}", layer.marks)
            value = {}
        says = {key: each for key, each in value.items() if not self.is_own(key, each)}
        own = {key: each for key, each in value.items() if key not in says}
        for key in DECLARATIONS & says.keys():
            self.report((*layer.path, key), "a variant declares no others", layer.marks)
        says = {key: each for key, each in says.items() if key not in DECLARATIONS}
        found = self.settings(own, layer)
        self.found.variants[name] = Variant(name, layer._replace(value=says), **found)

    def is_own(self, key: str, value: Any) -> bool:
        """Whether it is about the variant itself: ``formats`` with keys is about the CV."""
        return key in _OWN and not (key == "formats" and isinstance(value, dict))

    def settings(self, own: Mapping[str, Any], layer: Layer) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in own.items():
            path = (*layer.path, key)
            if key in ("extends", "tags", "formats"):
                found[key] = tuple(self.names(value, path, layer.marks))
            elif value is not None and not _is_text(value):
                self.report(path, f"expected text, found {shown(value)}", layer.marks)
            elif value:
                found[key] = value
        known: Mapping[str, Collection[str]] = {
            "tags": self.found.tags,
            "formats": self.found.formats,
            "audience": AUDIENCES,
            "language": self.found.languages,
        }
        for key, names in known.items():
            given = found.get(key, ())
            for each in given if isinstance(given, tuple) else [given]:
                if each not in names and not (key == "language" and not names and is_tag(each)):
                    known_names = f"; known are {', '.join(names)}" if names else ""
                    what = f"unknown {key.rstrip('s')} {quoted(each)}{suggestion(each, names)}"
                    self.report((*layer.path, key), what + known_names, layer.marks)
        if not _FOLDER.fullmatch(found.get("folder", "a")):
            what = "expected a folder inside of the output folder, such as jobs/acme"
            self.report((*layer.path, "folder"), what, layer.marks)
            del found["folder"]
        return found

    def check_chains(self) -> None:
        """Takes out parents that are none, and circles."""
        variants = self.found.variants
        for each in variants.values():
            for parent in each.extends:
                if parent not in variants:
                    what = f"there is no variant {quoted(parent)}{suggestion(parent, variants)}"
                    self.report((*each.says.path, "extends"), what, each.says.marks)
        known = {
            name: tuple(parent for parent in each.extends if parent in variants)
            for name, each in variants.items()
        }
        for name in list(variants):
            if _leads_back(name, known):
                says = variants[name].says
                self.report((*says.path, "extends"), "this leads back to itself", says.marks)
                known[name] = ()
        for name, extends in known.items():
            variants[name] = replace(variants[name], extends=extends)
        for name in variants:
            variants[name] = _inheriting(self.found, name)


def _inheriting(found: Declared, name: str) -> Variant:
    """The variant with all that it leaves unsaid of itself; its folder is its own."""
    own = found.variants[name]
    for parent in reversed(found.above(name)):
        other = found.variants[parent]
        own = replace(
            own,
            formats=own.formats or other.formats,
            audience=own.audience or other.audience,
            language=own.language or other.language,
        )
    return own


def _leads_back(name: str, extends: Mapping[str, tuple[str, ...]]) -> bool:
    todo, seen = list(extends[name]), set[str]()
    while todo:
        each = todo.pop()
        if each == name:
            return True
        if each not in seen:
            seen.add(each)
            todo += extends[each]
    return False


def is_tag(value: Any) -> bool:
    """Whether it is the tag of a language (BCP 47) rather than its name."""
    return _is_text(value) and bool(LANGUAGE.fullmatch(value))


def _is_text(value: Any) -> bool:
    return isinstance(value, str)
