"""JSON Resume as it is found -> the shapes that cv.yaml knows: lists where a text stands, entries
where there is only their name, text where there is more. Each kind of change is told once.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Hashable, Iterator
from typing import Any

from ..bib.people import people
from ..model.later import pattern, replace
from ..model.problems import WARNING, Path, Problem, counted, quoted, shortened, some
from ..source import CV, Sections, Shape, entries, shapes
from ..source.cv import Basics, Location, Profile
from ..source.fields import Point, Portrait
from ..source.node import Node
from ..words.data import FALLBACK, country_of, known_tag, language_of, nearest, tongue
from . import Mark, Marks, Plain
from .jsonresume import DATES, LINK, NAMES, NOTHING, DateMender, account, folded, is_own, other_name
from .names import is_by_language
from .richtext import bullets, is_blank

_SECTIONS = frozenset({"basics", *shapes(Sections)})
_SAID = _SECTIONS | {"custom", "bibliography"}
_LONGEST_KEY, _MOST_STRANGE = 20, 4
_PROSE = frozenset({"summary", "description", "text", "reference"})
_TOLD = _PROSE | {"label", "position", "highlights"}
_OF_OTHERS = frozenset({"references", "publications"})
"""Sections that may be in any language, whatever the document is in."""
_COUNTRY = "country"
"""A key for the region where no other says what that is."""
_OWN = frozenset(
    {"name", "label", "image", "email", "phone", "url", "summary", "location", "profiles"}
    | {"birthDate", "birthPlace", "nationality"}
)
_VAGUE = frozenset({"title", "role", "job", "links"})
"""Keys of the person that are those of a document or a site, where they stand outside."""
_NAME: Path = ("basics", "name")
_GIVEN = frozenset({"firstname", "givenname"})
_TONGUES = ("locale", "language", "lang")
"""The keys under which the language of the document stands, which JSON Resume has no key for."""
_ONE = frozenset({"url", "image", "doi"})
_SAYING = ("name", "title", "text", "value", "label", "url", "href")
"""The keys under which a mapping says what is wanted as a text."""
_PLACE = ("city", "region", "state", "country", "countryCode")
_LISTED = (entries.Skill, entries.Interest, entries.SpokenLanguage)
"""What a text names several of: Go, Python."""
_BARE = (entries.Skill, entries.Interest, Profile)
"""For which a text may stand in cv.yaml, and not in JSON Resume."""
_NO_ENTRY, _NO_ADDRESS = NOTHING | {"false", "true"}, NOTHING | {"#", "http://", "https://"}
_PARTING = (
    r"\n+",
    r"(?:(?<!\s)\s+)?(?:[;；|•·]|/(?=\s*\+))\s*",
    r"(?:(?<!\s)\s+)?[,，、]\s*(?![^(（]{0,300}[)）])",
    r"\s(?:/|and|or|und|oder|et|ou|y|o)\s+(?=\+\d|\S+@)",
)
_MANY = pattern(r"@[^@]*@|\+[^+]*\+")
_SIGN = pattern(r"^\s*(?:[-*•·–]\s+)?|(?<!\s)\s+$")


def mended(plain: Plain) -> tuple[Plain, list[Problem]]:
    """The document in the shapes of cv.yaml, as far as it is understood, and what was changed."""
    mending = _Mending(plain.marks)
    data = mending.in_its_language(mending.with_basics(plain.data))
    mending.language = nearest(str(data.get("locale") or FALLBACK)) or FALLBACK
    data = mending.mapping(data, (), CV, only=_SECTIONS)
    marks = replace(plain.marks, places=mending.places)
    return Plain(data, marks, plain.is_json), [marks.placed(each) for each in mending.told()]


def strange(data: dict[str, Any]) -> str:
    """What is wrong with a document that says nothing under any key that a CV has, else ``""``."""
    unknown = [key for key in data if key not in shapes(CV) and not key.startswith("x-")]
    if not unknown or not _SAID.isdisjoint(_name_of(key, (), _SAID) for key in data):
        return ""
    names = some([quoted(shortened(each, _LONGEST_KEY)) for each in unknown], _MOST_STRANGE)
    return f"this is no JSON Resume: it has {names}, and no 'basics', 'work' or 'education'"


class _Mending:
    def __init__(self, marks: Marks) -> None:
        self.places: dict[Path, Mark] = dict(marks.places)
        self.problems: dict[Hashable, list[Problem]] = {}
        self.dates = DateMender(self.tell)
        self.language = FALLBACK

    def tell(self, path: Path, message: str, kind: Hashable = "") -> None:
        """Tells of a change; those of one kind, or of one place in entries alike, once."""
        names = tuple(step for step in path if isinstance(step, str))
        problem = Problem(path, message, WARNING)
        self.problems.setdefault(kind or names, []).append(problem)

    def told(self) -> Iterator[Problem]:
        return (counted(each) for each in self.problems.values())

    def moved(self, value: Any, was: Path, now: Path) -> Any:
        """The value, whose place in the file is known under its new path."""
        if was in self.places:
            self.places[now] = self.places[was]
        if isinstance(value, dict | list):
            inside = value.items() if isinstance(value, dict) else enumerate(value)
            for step, each in inside:
                self.moved(each, (*was, step), (*now, step))
        return value

    def value(self, value: Any, path: Path, shape: Shape) -> Any:
        if _is_nothing(value):
            return None
        is_entry = shape.item or shape.model
        if is_entry and isinstance(value, str) and value.strip().lower() in _NO_ENTRY:
            self.tell(path, f"{quoted(value)} says nothing: left out")
            return None
        if shape.item:
            return self.items(value, path, shape)
        if shape.model and not _is_picture(value, shape.model):
            return self.entry(value, path, shape.model)
        key = path[-1] if isinstance(path[-1], str) else ""
        return value if shape.each else self.text(value, path, key)

    def mapping(
        self, value: dict[str, Any], path: Path, model: type[Node], only: Container[str] = ()
    ) -> dict[str, Any]:
        """The mapping under the names of cv.yaml, with the values in its shapes."""
        known, found = shapes(model), {}
        for name, each in self.renamed(value, path, known).items():
            is_ours = name in known and (not only or name in only)
            found[name] = self.value(each, (*path, name), known[name]) if is_ours else each
        return self.dates.mended(found, path, known)

    def with_basics(self, data: dict[str, Any]) -> dict[str, Any]:
        """The document with what stands beside ``basics`` and is of the person in there."""
        basics = data.get("basics") or {}
        if not isinstance(basics, dict) or basics.get("name"):
            return data
        found, inside = dict(data), dict(basics)
        for key in data:
            name = _name_of(key, ("basics",), _OWN)
            is_account = bool(account(key, data[key]))
            if key in shapes(CV) or key in _VAGUE or not (name in _OWN or is_account):
                continue
            both = self.joined(inside.get(name), data[key], (key,), ("basics", name))
            if both is None:
                continue
            if not is_account:  # that is told when it comes to the others
                self.tell((key,), f"{quoted(key)} is read as {quoted(f'basics.{name}')}")
            inside[name] = both
            del found[key]
        return found | {"basics": inside} if inside else data

    def renamed(self, value: dict[str, Any], path: Path, known: Collection[str]) -> dict[str, Any]:
        """The mapping under the names of cv.yaml. What two keys say of one stands in one list, or
        is one name; else the second stays as it is."""
        found: dict[str, Any] = {}
        for key, each in sorted(value.items(), key=lambda item: item[0] == _COUNTRY):
            name = key if key in known else _name_of(key, path, known)
            if name == key or name not in known or not _is_free(value.get(name), each):
                if not (key in found and _is_free(each, found[key])):
                    found[key] = each
                continue
            both = self.joined(found.get(name), each, (*path, key), (*path, name))
            if both is None:
                found[key] = each
                continue
            if name not in value:
                self.tell((*path, key), f"{quoted(key)} is read as {quoted(name)}")
            found[name] = both
        return found

    def joined(self, earlier: Any, value: Any, was: Path, now: Path) -> Any:
        """What two keys say of one; ``None`` where that is not one thing."""
        if _is_free(earlier, value) or value == earlier:
            return self.moved(value, was, now)
        if isinstance(earlier, list) and isinstance(value, list):
            for index, each in enumerate(value, len(earlier)):
                self.moved(each, (*was, index - len(earlier)), (*now, index))
            return earlier + value
        if now == _NAME and isinstance(earlier, str) and isinstance(value, str):
            names = [value, earlier] if folded(str(was[-1])) in _GIVEN else [earlier, value]
            return earlier if value in earlier else " ".join(names)
        return earlier if _is_nothing(value) else None

    def in_its_language(self, data: dict[str, Any]) -> dict[str, Any]:
        """The document with the language that it names, or that its texts are in, as ``locale``."""
        if data.get("locale"):
            return data
        meta = data.get("meta")
        for path, found in ((("meta",), meta), ((), data)):
            for key in _TONGUES:
                said = found.get(key) if isinstance(found, dict) else None
                if not (isinstance(said, str) and (tag := known_tag(said))):
                    continue
                self.moved(said, (*path, key), ("locale",))
                if is_own(key, path, data):
                    return data | {"locale": tag}
                self.tell((*path, key), f"{quoted(key)} is read as 'locale' of the whole CV")
                assert isinstance(found, dict)
                left = {name: each for name, each in found.items() if name != key}
                return (data | {"meta": left} if path else left) | {"locale": tag}
        own = {name: each for name, each in data.items() if name not in _OF_OTHERS}
        tag = language_of("\n".join(_texts(own)))
        if not tag or tag == FALLBACK:
            return data
        said = f"missing: the texts are in {tongue(tag, FALLBACK)}, and so are headings and dates"
        self.tell(("locale",), f"{said}; 'locale' names another language")
        return data | {"locale": tag}

    def entry(self, value: Any, path: Path, model: type[Node]) -> Any:
        """A mapping for what has the value of one of its keys only, or is alone in a list."""
        if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict):
            self.tell(path, "a list of one is read as that one")
            value = self.moved(value[0], (*path, 0), path)
        if model not in _BARE and model.written_out(value) is not None:
            return value
        if isinstance(value, str):
            value = self.named(value, path, model)
        if not isinstance(value, dict):
            return value
        found = self.mapping(value, path, model)
        finish = {Location: self.located, Basics: self.with_accounts}.get(model)
        return finish(found, path) if finish else found

    def with_accounts(self, person: dict[str, Any], path: Path) -> dict[str, Any]:
        """The person with those accounts among ``profiles`` that stand under their networks."""
        unknown = {key: each for key, each in person.items() if key not in shapes(Basics)}
        accounts = {key: it for key, each in unknown.items() if (it := account(key, each))}
        profiles = person.get("profiles") or []
        if not accounts or not isinstance(profiles, list):
            return person
        for index, key in enumerate(accounts, len(profiles)):
            self.tell((*path, key), f"{quoted(key)} is read as one of 'profiles'")
            self.moved(person[key], (*path, key), (*path, "profiles", index))
        left = {name: each for name, each in person.items() if name not in accounts}
        return left | {"profiles": [*profiles, *accounts.values()]}

    def located(self, place: dict[str, Any], path: Path) -> dict[str, Any]:
        """The place with the code of its country, where the name stands for it or beside it."""
        key = next((each for each in ("countryCode", _COUNTRY) if place.get(each)), "")
        said = place.get(key)
        if not isinstance(said, str) or not (code := country_of(said, self.language)):
            return place
        if said.strip().upper() != code:
            self.tell((*path, key), f"{quoted(said)} is read as the country {quoted(code)}")
        self.moved(code, (*path, key), (*path, "countryCode"))
        return {name: each for name, each in place.items() if name != key} | {"countryCode": code}

    def named(self, text: str, path: Path, model: type[Node]) -> Any:
        found = _named(text, model)
        if isinstance(found, dict):
            keys = " and ".join(quoted(key) for key in found)
            self.tell(path, f"{quoted(text)} is read as its {keys}", (path[:-1], "named"))
            for key in found:
                self.places[(*path, key)] = self.places.get(path) or Mark(path, 1, 1)
        return found

    def items(self, value: Any, path: Path, shape: Shape) -> Any:
        """A list of what a text or a mapping holds in its place."""
        assert shape.item
        if isinstance(value, str) and (not shape.several or _MANY.search(value)):
            value = self.parted(value, path, shape.item)
        elif isinstance(value, dict) and (found := self.of_mapping(value, path, shape.item.model)):
            self.tell(path, "keys and values are read as a list")
            value = found
        if not isinstance(value, list):
            return value
        if any(isinstance(each, list) for each in value):
            value = self.flat(value, path)
        return [self.value(each, (*path, index), shape.item) for index, each in enumerate(value)]

    def flat(self, value: list[Any], path: Path) -> list[Any]:
        """One list of what stands in lists inside it."""
        self.tell(path, "lists inside a list are read as one list")
        found: list[tuple[Path, Any]] = []
        for index, each in enumerate(value):
            if isinstance(each, list):
                found += (((*path, index, inner), item) for inner, item in enumerate(each))
            else:
                found.append(((*path, index), each))
        for now, (was, item) in reversed(list(enumerate(found))):
            self.moved(item, was, (*path, now))
        return [item for _, item in found]

    def parted(self, text: str, path: Path, item: Shape) -> list[str]:
        patterns = _PARTING if item.model is None or issubclass(item.model, _LISTED) else ()
        found = bullets(text) if item.model is Point else [text]
        if path[-1] == "authors":
            found = people(text, lambda *_: False).names
        elif pattern := next((each for each in patterns if re.search(each, text.strip())), ""):
            found = [it for each in re.split(pattern, text.strip()) if (it := _SIGN.sub("", each))]
        if len(found) > 1 or path[-1] not in ("email", "phone"):
            said = f"{quoted(text, 30)} is read as a list of {len(found) if found[1:] else 'one'}"
            self.tell(path, said, (path[:1], path[-1], "list"))
        return found

    def of_mapping(self, value: dict[str, Any], path: Path, model: type[Node] | None) -> list[Any]:
        """The items of a list that is written as a mapping; none where it cannot be one."""
        is_called = path[-1] in ("email", "phone") and value.keys().isdisjoint(_SAYING)
        if is_called or all(map(str.isdecimal, value)):
            return [
                self.moved(each, (*path, key), (*path, index))
                for index, (key, each) in enumerate(value.items())
            ]
        if model is Point:
            return [{label: text} for label, text in value.items()]
        if model is None or any(key in shapes(model) for key in value):
            return [self.moved(value, path, (*path, 0))] if model else []
        found = [_by_name(name, each, model) for name, each in value.items()]
        for index, name in enumerate(value):
            self.moved(value[name], (*path, name), (*path, index))
        return found if all(found) else []

    def text(self, value: Any, path: Path, key: str) -> Any:
        """A text for the list or the mapping that holds it."""
        if key in _ONE and isinstance(value, str) and value.strip().lower() in _NO_ADDRESS:
            self.tell(path, f"{quoted(value)} is no address: left out")
            return None
        if isinstance(value, str) or key in DATES or is_by_language(value):
            return value
        found = _text(value, key)
        if found:
            what = "a list is" if isinstance(value, list) else "keys and values are"
            self.tell(path, f"{what} read as the text {quoted(found, 40)}", (path[:1], key, what))
        return found or value


def _name_of(key: str, path: Path, known: Collection[str]) -> str:
    """The known key that is meant; the same where nobody can know."""
    name = other_name(key, path)
    alike = (each for each in known if folded(each) == folded(name))
    return name if name in known else next(alike, name)


def _is_nothing(value: Any) -> bool:
    """Whether it says nothing at all, however deep."""
    if isinstance(value, list):
        return all(map(_is_nothing, value))
    return value in (None, "", {}) or is_blank(value)


def _texts(value: Any, is_told: bool = False) -> Iterator[str]:
    """The texts that are written in sentences, or in words of their own."""
    if isinstance(value, str):
        yield from [value] if is_told else ()
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _texts(each, is_told or key in _TOLD)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each, is_told)


def _is_picture(value: Any, model: type[Node]) -> bool:
    """Whether it names a portrait as JSON Resume does, or in any other way than cv.yaml."""
    return model is Portrait and not (isinstance(value, dict) and "file" in value)


def _is_free(value: Any, others: Any) -> bool:
    """Whether nothing is lost where others take the place of the value."""
    return _is_nothing(value) or (isinstance(others, list) and value in others)


def _named(text: str, model: type[Node]) -> Any:
    """The mapping that a text stands for; the text itself where nobody can know."""
    if model is Location and any(map(str.isdecimal, text)):
        return {"address": text}
    if model is Location:
        city, _, region = text.partition(",")
        return {"city": city.strip()} | ({"region": region.strip()} if region.strip() else {})
    if model is Profile:
        is_link = LINK.fullmatch(text.strip())
        return {"url" if is_link else "network": text.strip()}
    name = next((each for each in NAMES if each in shapes(model)), "")
    return {name: text} if name else text


def _by_name(name: str, value: Any, model: type[Node]) -> dict[str, Any]:
    """The entry of which a mapping gives the name as a key; empty where that makes none."""
    title = next((each for each in NAMES if each in shapes(model)), "")
    if isinstance(value, dict):
        return {title: name, **value}
    if model is Profile and isinstance(value, str):
        is_link = LINK.fullmatch(value.strip())
        return {"network": name, "url" if is_link else "username": value}
    second = "fluency" if model is entries.SpokenLanguage else "keywords"
    return {title: name, second: value} if issubclass(model, _LISTED) else {}


def _text(value: Any, key: str) -> str:
    """What a list or a mapping says as a text; empty where that is not sure."""
    if isinstance(value, list):
        texts = [each if isinstance(each, str) else _text(each, key) for each in value]
        if not all(texts):
            return ""
        between = "\n\n" if key in _PROSE else ", "
        return texts[0] if key in _ONE and texts else between.join(texts)
    if not isinstance(value, dict):
        return ""
    names = _PLACE if key == "location" else _SAYING
    found = [each for name in names if isinstance(each := value.get(name), str) and each]
    return ", ".join(found) if key == "location" else found[0] if found else ""
