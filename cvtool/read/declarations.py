"""What cv.yaml and the files of its variants declare: variants, tags and languages."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from ..model.problems import Path, Problem, quoted, shown, suggestion
from . import Marks, Plain
from .names import AUDIENCES, DECLARATIONS, ELSE, Declared, Layer, Variant, is_tag

_OWN = ("extends", "tags", "description", "formats", "audience", "language", "folder")
"""What a variant says of itself, and not of the CV."""
_NAME = re.compile(r"[^\W_][\w-]*")
_FOLDER = re.compile(r"[^\W_][\w.-]*(?:/[^\W_][\w.-]*)*")


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
    reading.check_folders()
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
        if not found or not isinstance(locale, str) or not locale:
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
            if isinstance(each, str) and _NAME.fullmatch(each):
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
            elif value is not None and not isinstance(value, str):
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

    def check_folders(self) -> None:
        """Reports those that two editions would share, also where letters have no case."""
        languages = self.found.languages[1:]
        taken = {each.casefold(): f"the language {quoted(each)}" for each in languages}
        variants = self.found.variants.items()
        for name, each in sorted(variants, key=lambda it: bool(it[1].folder)):
            own = [each.folder or name]
            own += [f"{own[0]}/{language}" for language in self.found.languages]
            whose = next((taken[it.casefold()] for it in own if it.casefold() in taken), "")
            if whose and name not in self.found.languages:
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
