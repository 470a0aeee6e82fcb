"""What cv.yaml and the files of its variants declare: variants, tags and languages."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePath
from typing import Any

from ..model.later import pattern, replace
from ..model.problems import Path, Problem, near, quoted, shortened, shown, suggestion
from ..source import CV, model_at, shapes
from . import Marks, Plain
from .names import (
    AUDIENCES,
    DECLARATIONS,
    ELSE,
    EXCEPT,
    FOR,
    IN,
    MOST_NEAR,
    PRIORITY,
    Declared,
    Layer,
    Variant,
    composed,
    each_of,
    is_tag,
)

OWN = ("extends", "tags", "description", "formats", "audience", "language", "folder")
"""What a variant says of itself, and not of the CV."""
_RESERVED = frozenset(
    {FOR, EXCEPT, IN, ELSE, PRIORITY, "text", "label", "id", "key", "name", "title", "url"}
)
"""What has a meaning of its own beside or in the place of names."""
_NAME = pattern(r"[^\W_][\w-]*")
_FOLDER = pattern(r"[^\W_][\w.-]*(?:/[^\W_][\w.-]*)*")
_WORD = pattern(r"[^\W\d_]{4}")
_SHORT = 60
_DEVICE = pattern(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")
_SUFFIXES = frozenset({".html", ".css", ".js", ".jpg", ".jpeg", ".webp"})
"""What files end in that stand beside those that formats name."""
_LONGEST_FOLDER = 200
_PARTS = ("basics", "look", "pdf")
"""Parts of the CV whose keys people write outside of them."""


def belonging(key: str) -> str:
    """``"; write it under 'basics'"`` for a key of a part that stands outside of it."""
    part = next((part for part in _PARTS if key in shapes(model_at((part,)))), "")
    return f"; write it under {quoted(part)}" if part else ""


def declared(
    plain: Plain,
    files: Mapping[str, Plain],
    formats: Collection[str],
    outputs: Collection[str] = (),
) -> tuple[Declared, list[Problem]]:
    """The names of a CV, and what is wrong where it declares them.

    ``files`` are those of variants that have one of their own, by their names, and ``outputs`` what
    stands in each folder of an edition. A JSON Resume document declares none.
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
        self.taken = {*formats, *languages, *AUDIENCES}
        self.found = Declared({}, tuple(dict(tags)), languages, formats)
        for each, path in tags:
            self.check_name(each, path, plain.marks)
            self.taken.add(each)

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
                if _WORD.match(each):
                    what += f"; one that you speak is 'language: {shortened(each, _SHORT)}'"
                self.report(("languages", index), what)
        found = [each for each in items if is_tag(each)]
        locale = self.plain.data.get("locale")
        if not found or not isinstance(locale, str) or not locale:
            return iter(dict.fromkeys(found))
        if locale not in found:
            others = ", ".join(found)
            self.report(("locale",), f"{quoted(locale)} is none of the languages: {others}")
        return iter(dict.fromkeys([locale, *found]))

    def near(self, word: str, known: Collection[str]) -> str:
        """What may be meant, told of the first mistakes alone: nobody reads on."""
        return suggestion(word, known) if len(self.problems) < MOST_NEAR else ""

    def names(self, value: Any, path: Path, marks: Marks) -> list[tuple[str, Path]]:
        """The names that stand there, and where."""
        found = []
        for index, each in enumerate(each_of(value)):
            at = (*path, index) if isinstance(value, list) else path
            if isinstance(each, str) and _NAME.fullmatch(composed(each)):
                found.append((composed(each), at))
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
            yield composed(name), Layer(value, path, self.plain.marks)
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
        if key == "locale" and value:
            if not isinstance(value, str):
                self.report(path, f"expected text, found {shown(value)}", layer.marks)
            elif own.setdefault("language", value) != value:
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
            close = belonging(key) or near(key, [*known, *OWN]) or suggestion(key, known)
            self.report(path, f"unknown key {quoted(key)}{close}", layer.marks)
            return False
        return key not in own

    def settings(self, own: Mapping[str, Any], layer: Layer) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in own.items():
            path = (*layer.path, key if key in layer.value else "locale")
            if key in ("extends", "tags", "formats"):
                names = self.names(value, path, layer.marks)
                found[key] = tuple(dict(names))
            elif value is not None and not isinstance(value, str):
                self.report(path, f"expected text, found {shown(value)}", layer.marks)
                names = []
            else:
                found |= {key: value} if value else {}
                names = [(value, path)] if value else []
            for name, at in names:
                if not self.is_known(key, name, at, layer) and key == "language":
                    del found[key]
        if not _FOLDER.fullmatch(found.get("folder", "a")):
            what = "expected a folder inside of the output folder, such as jobs/acme"
            self.report((*layer.path, "folder"), what, layer.marks)
            del found["folder"]
        return found

    def is_known(self, key: str, name: str, path: Path, layer: Layer) -> bool:
        """Whether somebody knows what a variant names, which is told else."""
        known: Mapping[str, Collection[str]] = {
            "tags": self.found.tags,
            "formats": self.found.formats,
            "audience": AUDIENCES,
            "language": self.found.languages,
        }
        names = known.get(key, (name,))
        if name in names or (key == "language" and not names and is_tag(name)):
            return True
        advice = self.near(name, names)
        if not names:
            advice = ": cv.yaml declares none" if key == "tags" else ": write a tag, such as en"
        what = f"unknown {key.rstrip('s')} {quoted(name)}{advice}"
        self.report(path, what, layer.marks)
        return False

    def check_chains(self) -> None:
        """Takes out parents that are none, and circles."""
        variants = self.found.variants
        for each in variants.values():
            for parent in each.extends:
                if parent not in variants:
                    others = variants.keys() - {each.name}
                    what = f"there is no variant {quoted(parent)}{self.near(parent, others)}"
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
        letters have no case, and those that no system makes."""
        languages = self.found.languages[1:]
        taken = {each.casefold(): f"the language {quoted(each)}" for each in languages}
        files = {each.casefold() for each in outputs}
        suffixes = _SUFFIXES | {PurePath(each).suffix for each in files} - {""}
        variants = self.found.variants.items()
        for name, each in sorted(variants, key=lambda it: bool(it[1].folder)):
            own = [(each.folder or name).casefold()]
            own += [f"{own[0]}/{language.casefold()}" for language in self.found.languages]
            steps = own[0].split("/")
            is_output = any(it in files or PurePath(it).suffix in suffixes for it in steps)
            whose = next((taken[it] for it in own if it in taken), "an output" * is_output)
            what = f"is that of {whose}" * bool(whose)
            if len(own[0].encode()) > _LONGEST_FOLDER:
                what = "has too long a name"
            elif any(map(_DEVICE.fullmatch, steps)):
                what = "has a name that Windows has for a device"
            if what and name not in self.taken:
                path = (*each.says.path, "folder") if each.folder else each.says.path
                what = f"the folder {quoted(each.folder or name)} {what}: choose another"
                self.report(path, what, each.says.marks)
            taken |= dict.fromkeys(own, f"the variant {quoted(name)}")


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
