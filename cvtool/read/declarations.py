"""What cv.yaml and the files of its variants declare: variants, tags and languages."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from ..model.problems import Path, Problem, near, quoted, shown, suggestion
from ..source import CV
from ..source.schema import shapes
from . import Marks, Plain
from .names import (
    AUDIENCES,
    DECLARATIONS,
    ELSE,
    EXCEPT,
    FOR,
    IN,
    PRIORITY,
    Declared,
    Layer,
    Variant,
    is_tag,
)

OWN = ("extends", "tags", "description", "formats", "audience", "language", "folder")
"""What a variant says of itself, and not of the CV."""
_RESERVED = frozenset({FOR, EXCEPT, IN, ELSE, PRIORITY, "text", "label", "id", "key"})
"""What has a meaning of its own beside or in the place of names."""
_NAME = re.compile(r"[^\W_][\w-]*")
_FOLDER = re.compile(r"[^\W_][\w.-]*(?:/[^\W_][\w.-]*)*")


def declared(
    plain: Plain,
    files: Mapping[str, Plain],
    formats: Collection[str],
    outputs: Collection[str] = (),
) -> tuple[Declared, list[Problem]]:
    """The names of a CV, and what is wrong where it declares them.

    ``files`` are those of variants that have one of their own, by their names, and ``outputs`` what
    stands in the output folder itself. A JSON Resume document declares none.
    """
    if plain.is_json:
        return Declared(formats=formats), []
    reading = _Reading(plain, formats)
    for name, layer in reading.layers(files):
        reading.variant(name, layer)
    reading.check_chains()
    reading.check_folders(outputs)
    return reading.found, reading.problems


class _Reading:
    def __init__(self, plain: Plain, formats: Collection[str]) -> None:
        self.plain = plain
        self.problems: list[Problem] = []
        tags = self.names(plain.data.get("tags"), ("tags",), plain.marks)
        languages = tuple(self.languages())
        self.taken = {*formats, *languages, *AUDIENCES, *_RESERVED}
        for each, path in tags:
            self.check_name(each, path, plain.marks)
        self.found = Declared({}, tuple(name for name, _ in tags), languages, formats)
        self.taken |= {*self.found.tags}

    def check_name(self, name: str, path: Path, marks: Marks) -> None:
        """Tells of what can be no new name."""
        if name in _RESERVED:
            self.report(path, f"{quoted(name)} has a meaning of its own: choose another", marks)
        elif name in self.taken:
            self.report(path, f"{quoted(name)} is a name already: choose another", marks)
        elif not _NAME.fullmatch(name):
            what = f"{quoted(name)} is no name of letters and digits: choose another"
            self.report(path, what, marks)

    def report(self, path: Path, message: str, marks: Marks | None = None) -> None:
        self.problems.append((marks or self.plain.marks).placed(Problem(path, message)))

    def languages(self) -> Iterator[str]:
        """The languages of the CV, among those that its owner speaks; the first is ``locale``."""
        written = self.plain.data.get("languages")
        items = written if isinstance(written, list) else []
        for index, each in enumerate(items):
            if isinstance(each, str) and each and not is_tag(each):
                what = f"{quoted(each)} is no tag of a language, as en, zh-Hans and pt-BR are"
                what += f"; one that you speak is 'language: {each}'" * (
                    len(each) > 3 and each.isalpha()
                )
                self.report(("languages", index), what)
        found = [each for each in items if is_tag(each)]
        locale = self.plain.data.get("locale")
        if not found or not isinstance(locale, str) or not locale:
            return iter(dict.fromkeys(found))
        if locale not in found:
            others = ", ".join(found)
            self.report(("locale",), f"{quoted(locale)} is none of the languages: {others}")
        return iter(dict.fromkeys([locale, *found]))

    def names(self, value: Any, path: Path, marks: Marks) -> list[tuple[str, Path]]:
        """The names that stand there, and where."""
        items = value if isinstance(value, list) else [] if value is None else [value]
        found = []
        for index, each in enumerate(items):
            at = (*path, index) if isinstance(value, list) else path
            if isinstance(each, str) and _NAME.fullmatch(each):
                found.append((each, at))
            else:
                what = f"expected a name of letters, digits and hyphens, found {shown(each)}"
                self.report(at, what, marks)
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
        self.check_name(name, layer.path, layer.marks)
        value = {} if layer.value is None else layer.value
        if not isinstance(value, dict):
            self.report(layer.path, f"expected keys and values, found {shown(value)}", layer.marks)
            value = {}
        own = {key: each for key, each in value.items() if self.is_own(key, each)}
        says = {key: each for key, each in value.items() if self.says(key, each, own, layer)}
        found = self.settings(own, layer)
        self.found.variants[name] = Variant(name, layer._replace(value=says), **found)

    def is_own(self, key: str, value: Any) -> bool:
        """Whether it is about the variant itself: ``formats`` with keys is about the CV."""
        return key in OWN and not (key == "formats" and isinstance(value, dict))

    def says(self, key: str, value: Any, own: dict[str, Any], layer: Layer) -> bool:
        """Whether it is about the CV. What can be neither is told, and ``locale`` is a language."""
        path, known = (*layer.path, key), shapes(CV)
        if key == "locale" and isinstance(value, str) and value:
            if own.setdefault("language", value) != value:
                self.report(path, "this is not its 'language': keep one of them", layer.marks)
            return False
        if key in DECLARATIONS - {*OWN}:
            self.report(path, "a variant declares no others", layer.marks)
            return False
        if key == "languages" and isinstance(value, list) and any(map(is_tag, value)):
            what = "a variant declares no others: it has one 'language'"
            self.report(path, what, layer.marks)
            return False
        if key not in {*known, *OWN, IN, "<<"} and not key.startswith("x-"):
            close = near(key, [*known, *OWN]) or suggestion(key, known)
            self.report(path, f"unknown key {quoted(key)}{close}", layer.marks)
            return False
        return key not in own

    def settings(self, own: Mapping[str, Any], layer: Layer) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in own.items():
            path = (*layer.path, key if key in layer.value else "locale")
            if key in ("extends", "tags", "formats"):
                names = self.names(value, path, layer.marks)
                found[key] = tuple(name for name, _ in names)
            elif value is not None and not isinstance(value, str):
                self.report(path, f"expected text, found {shown(value)}", layer.marks)
                names = []
            else:
                found |= {key: value} if value else {}
                names = [(value, path)] if value else []
            for name, at in names:
                self.check_setting(key, name, at, layer)
        if not _FOLDER.fullmatch(found.get("folder", "a")):
            what = "expected a folder inside of the output folder, such as jobs/acme"
            self.report((*layer.path, "folder"), what, layer.marks)
            del found["folder"]
        return found

    def check_setting(self, key: str, name: str, path: Path, layer: Layer) -> None:
        """Tells of what a variant names and nobody knows."""
        known: Mapping[str, Collection[str]] = {
            "tags": self.found.tags,
            "formats": self.found.formats,
            "audience": AUDIENCES,
            "language": self.found.languages,
        }
        names = known.get(key, (name,))
        if name in names or (key == "language" and not names and is_tag(name)):
            return
        advice = suggestion(name, names)
        if not names:
            advice = ": cv.yaml declares none" if key == "tags" else ": write a tag, such as en"
        what = f"unknown {key.rstrip('s')} {quoted(name)}{advice}"
        self.report(path, what, layer.marks)

    def check_chains(self) -> None:
        """Takes out parents that are none, and circles."""
        variants = self.found.variants
        for each in variants.values():
            for parent in each.extends:
                if parent not in variants:
                    others = [name for name in variants if name != each.name]
                    what = f"there is no variant {quoted(parent)}{suggestion(parent, others)}"
                    self.report(self.at(each, "extends", parent), what, each.says.marks)
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

    def at(self, variant: Variant, key: str, name: str) -> Path:
        """Where a variant names another."""
        written: Any = variant.says.marks.places
        path = (*variant.says.path, key)
        for index, each in enumerate(getattr(variant, key)):
            if each == name and (*path, index) in written:
                return (*path, index)
        return path

    def check_folders(self, outputs: Collection[str]) -> None:
        """Reports those that two editions would share, or an edition and an output, also where
        letters have no case."""
        languages = self.found.languages[1:]
        taken = {each.casefold(): f"the language {quoted(each)}" for each in languages}
        taken |= {each.casefold(): "an output" for each in outputs}
        variants = self.found.variants.items()
        for name, each in sorted(variants, key=lambda it: bool(it[1].folder)):
            own = [each.folder or name]
            own += [f"{own[0]}/{language}" for language in self.found.languages]
            whose = next((taken[it.casefold()] for it in own if it.casefold() in taken), "")
            if whose and name not in self.taken:
                path = (*each.says.path, "folder") if each.folder else each.says.path
                what = f"the folder {quoted(own[0])} is that of {whose}: choose another"
                self.report(path, what, each.says.marks)
            taken |= dict.fromkeys(map(str.casefold, own), f"the variant {quoted(name)}")


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
