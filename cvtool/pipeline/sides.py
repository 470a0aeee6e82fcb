"""What an edition says to somebody: a tree of values with their places, and why it is so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from functools import cached_property
from typing import Any

from ..bib.library import Holding
from ..model.document import all_of
from ..model.inline import to_plain
from ..model.later import NamedTuple, dataclass
from ..model.problems import Path, quoted, shortened, suggestion
from ..read import Mark, Marks, Spot, at, key_of
from ..read.names import (
    AUDIENCES,
    EXCEPT,
    FOR,
    IN,
    OTHER,
    PRIVATE,
    PUBLIC,
    Declared,
    Reader,
    each_of,
    parts,
    said_by,
)
from ..read.overlay import IDENTIFYING
from ..source.cv import Sections
from ..source.fields import UNSAID
from ..source.node import keys
from .editions import DEFAULT, Edition, Loaded, Version

PUBLICATIONS, SECTIONS, BIBLIOGRAPHY = "publications", "sections", "bibliography"
ENTRIES = keys(Sections).keys() - {PUBLICATIONS}
"""The keys of cv.yaml whose entries stand in the section of that name alone."""
_POINT = frozenset({"label", "text", *UNSAID})
_TITLES = tuple(key for key in IDENTIFYING if key != "id")
_LONGEST_TITLE = 50


class Said(NamedTuple):
    """What one side says, and where that is written."""

    text: str
    file: str
    line: int
    path: Path = ()


@dataclass(frozen=True, slots=True)
class Value:
    """A value and its mark, the spot of the item of a list that it is, and that of the list."""

    value: str | dict[str, Value] | list[Value]
    mark: Mark
    item: Spot
    home: Spot

    @property
    def title(self) -> str:
        """What an entry is called; a text is its own title."""
        if isinstance(self.value, str):
            return self.value
        inside = self.value if isinstance(self.value, dict) else {}
        return next((inside[key].title for key in _TITLES if key in inside), "")

    @property
    def said(self) -> Hashable:
        """All of it but for the places."""
        if isinstance(self.value, dict):
            return frozenset((key, each.said) for key, each in self.value.items())
        if isinstance(self.value, list):
            return tuple(each.said for each in self.value)
        return self.value


def _node(value: Any, path: Path, marks: Marks, around: Mark | None = None) -> Value:
    """The tree of what stands at the path, in a list with that mark if it is an item."""
    mark = marks.at(path)
    spots = _spots(mark, around)
    if isinstance(value, dict) and around and "text" in value and value.keys() <= _POINT:
        mark = marks.at((*path, "text"))
        value = ": ".join(str(value[key]) for key in ("label", "text") if value.get(key))
    if isinstance(value, dict):
        own = value.get("x-") or {}
        said = {key: each for key, each in value.items() if key not in {"x-", *UNSAID}}
        pairs = [*said.items(), *own.items()]
        return Value({key: _node(it, (*path, key), marks) for key, it in pairs}, mark, *spots)
    if isinstance(value, list):
        items = [_node(each, (*path, index), marks, mark) for index, each in enumerate(value)]
        return Value(items, mark, *spots)
    return Value("" if value is None else str(value), mark, *spots)


def _spots(mark: Mark, around: Mark | None) -> tuple[Spot, Spot]:
    """Those of the item with this mark, and of its list, which has the other."""
    length = len(around.path) if around else 0
    if around and mark.file == around.file and mark.path[:length] == around.path != mark.path:
        return (mark.file, mark.path[: length + 1]), (mark.file, around.path)
    return (mark.file, mark.path), (mark.file, mark.path)


def asked(name: str, declared: Declared) -> Reader:
    """Whom an edition is for, by a name such as ``industry``, ``zh`` or ``industry+zh``.

    Without an audience in it, it is for whoever sees most. Raises ``ValueError`` for other names.
    """
    kinds = {
        "variant": (DEFAULT, *declared.variants),
        "language": declared.languages,
        "audience": AUDIENCES,
        "format": tuple(declared.formats),
    }
    found: dict[str, str] = {}
    for part in parts(name):
        kind = next((kind for kind, known in kinds.items() if part in known), "")
        if not kind:
            known = [*declared.variants, *declared.languages]
            near = suggestion(part, {DEFAULT, *known}) if known else ": the CV declares none"
            raise ValueError(f"there is no edition {quoted(part)}{near}")
        if found.setdefault(kind, part) != part:
            raise ValueError(f"{quoted(name)} names two of the {kind}s: one CV has one")
    if found.get("variant") == DEFAULT and DEFAULT not in declared.variants:
        found["variant"] = ""
    return Reader(**{"audience": "", **found})


def side_for(reader: Reader, loaded: Loaded) -> Side | None:
    """What the edition for this reader says, if it is for them at all."""
    assert loaded.declared
    language = reader.language or loaded.declared.language_of(reader.variant)
    own = (reader.variant, language)
    edition = next(it for it in loaded.editions if (it.variant, it.language) == own)
    version = edition.public if reader.audience == PUBLIC else edition.whole
    if loaded.declared.variant(reader.variant).audience == PUBLIC and reader.audience == PRIVATE:
        return None
    return Side(edition, version.of(reader.format), loaded) if version else None


class About(NamedTuple):
    """What a difference is about, with the names of entries; ``before`` is the list of an item.

    ``top`` is the first of the keys, ``key`` the last.
    """

    text: str = ""
    top: str = ""
    key: str = ""
    before: str = ""

    def under(self, key: str) -> About:
        """What stands under the key."""
        text = f"{self.text}{', ' if self.before else '.'}{key}" if self.text else key
        return About(text, self.top or key, key)

    def item(self, title: str, index: int) -> About:
        """An item of the list."""
        name = shortened(" ".join(title.split()), _LONGEST_TITLE)
        text = f"{self.text} {name}" if name else f"{self.text}[{index}]"
        return self._replace(text=text, before=self.text)


class Side:
    """What an edition says to somebody; ``loaded`` has the names and the .bib entries."""

    def __init__(self, edition: Edition, version: Version, loaded: Loaded) -> None:
        assert loaded.declared
        self.edition, self.version, self.loaded = edition, version, loaded
        self.declared = loaded.declared
        self.chosen, self.laid = version.chosen, version.chosen.laid
        self.names, self.left_out = self.chosen.names, frozenset(self.chosen.left_out)

    @property
    def reader(self) -> Reader:
        """Who reads it."""
        return self.chosen.reader

    @property
    def audience(self) -> str:
        """Those who read what it says: everybody, where nothing of it is private."""
        return self.reader.audience if self.edition.private else PUBLIC

    @property
    def name(self) -> str:
        """Its shortest name."""
        return self.loaded.name_of(self.edition)

    def of(self, format_name: str) -> Side:
        """What it says in a format."""
        return Side(self.edition, self.version.of(format_name), self.loaded)

    @cached_property
    def tree(self) -> Value:
        """All that it says."""
        plain = self.chosen.plain
        return _node(plain.data, (), plain.marks)

    @property
    def top(self) -> dict[str, Value]:
        """What stands under the keys of cv.yaml."""
        return self.tree.value if isinstance(self.tree.value, dict) else {}

    @cached_property
    def papers(self) -> dict[str, None]:
        """The keys of the entries of the bibliography that it has."""
        found = self.version.document.publications
        known = self.loaded.holdings
        return {each.key: None for each in found if each.key in known}

    @cached_property
    def sections(self) -> list[str]:
        """The names of the sections that are shown, in their order."""
        found = all_of(self.version.document.sections)
        return list(dict.fromkeys(each.id for each in found if each.kind != "group"))

    def hides(self, key: str | int) -> bool:
        """Whether it has entries under that key, and no format shows the section."""
        document, found = self.version.document, self.top.get(str(key))
        outlines = (document.sections, *document.outlines.values())
        is_shown = any(each.kind == key for outline in outlines for each in all_of(outline))
        return key in ENTRIES and bool(found and found.value) and not is_shown

    @cached_property
    def _paths(self) -> dict[Spot, Path]:
        """The way from spots to paths of the data that was chosen from."""
        return {mark.spot: path for path, mark in self.laid.marks.places.items()}

    def said(self, text: str, mark: Mark) -> Said:
        """What stands at the mark."""
        return Said(text, mark.file or self.laid.marks.file, mark.line, mark.path)

    def paper(self, key: str) -> Said:
        """An entry of the bibliography."""
        holding = self.loaded.holdings[key]
        title = to_plain(holding.publication.title)
        return Said(title, holding.place.file, holding.place.line, (key,))

    def absence(self, mark: Mark) -> str:
        """The names for which it does not say what stands at the mark."""
        for length in range(len(mark.path), 0, -1):
            spot = (mark.file, mark.path[:length])
            if taker := self.laid.marks.taken.get(spot):
                return self.presence(taker)
            path = self._paths.get(spot)
            if path in self.left_out:
                return self.names_at(path)
            if path in self.chosen.kept_back:
                return OTHER[self.reader.audience]
        return ""

    def presence(self, mark: Mark) -> str:
        """The names for which it says what stands at the mark; none where it is for all."""
        path, by = mark.path, said_by(mark)
        found = [f"variants.{by}"] if by else []
        for index, step in enumerate(path):
            if index and path[index - 1] == IN and self.declared.is_name(step):
                found.append(f"{IN}: {step}")
            elif isinstance(step, str) and self._is_wording(mark.file, path[:index]):
                found.append(f"other words: {step}")
        return ", ".join(found)

    def _is_wording(self, file: str, path: Path) -> bool:
        at = self._paths.get((file, path))
        return at is not None and self.declared.are_names(self.written(at))

    def written(self, path: Path) -> Any:
        """What stands at a path of the data that was chosen from."""
        return at(self.laid.data, path)

    def names_at(self, path: Path) -> str:
        """The names that the item at the path is for, none of which holds."""
        value = self.written(path)
        excepted = [each for each in each_of(value.get(EXCEPT)) if self.names.hold_any(each)]
        return _named(excepted, each_of(value.get(FOR))) or f"other words: {', '.join(value)}"

    def absence_of(self, paper: str, other: Side) -> str:
        """The names for which it has no entry of the bibliography that the other has."""
        holding = self.loaded.holdings[paper]
        if not self.chosen.reads(holding) and (why := self._readers(holding)):
            return why
        marks = (mark for side in (other, self) for mark in side.mentions[paper.casefold()])
        if why := next(filter(None, map(self.absence, marks)), ""):
            return why
        settings = (side for side in (self, other) if BIBLIOGRAPHY in side.top)
        found = (side.presence(side.top[BIBLIOGRAPHY].mark) for side in settings)
        return next(filter(None, found), "")

    @cached_property
    def mentions(self) -> dict[str, list[Mark]]:
        """Where something is said of entries of the bibliography, by their keys."""
        found = defaultdict[str, list[Mark]](list)
        items = self.laid.data.get(PUBLICATIONS)
        for index, item in enumerate(items if isinstance(items, list) else ()):
            found[key_of(item)].append(self.laid.marks.at((PUBLICATIONS, index)))
        return found

    def _readers(self, holding: Holding) -> str:
        """What is said of an entry of the bibliography, for which names it is."""
        entry = holding.publication
        rules = (it for it in self.chosen.rules if it.is_about(entry.key, entry.keywords))
        said = [*holding.readers, *((each.kind, each.name) for each in rules)]
        excepted = [name for kind, name in said if kind == EXCEPT and self.names.hold(name)]
        own = [name for kind, name in said if kind == FOR]
        return _named(excepted, [] if any(map(self.names.hold, own)) else own)

    def about(self, path: Path) -> tuple[str, str]:
        """What is at a path of the data that was chosen from, and its text."""
        data, about = self.laid.data, About()
        for step in path:
            if isinstance(step, int):
                about = about.item(self._title(data[step]), step)
            elif not self.declared.are_names(data):
                about = about.under(step)
            data = data[step]
        is_entry = isinstance(data, dict) and not data.keys().isdisjoint(_TITLES[:-1])
        text = "" if is_entry else self._title(data)
        return about.before if text and about.before else about.text, text

    def _title(self, value: Any) -> str:
        """What an item is called, before anything is chosen."""
        if not isinstance(value, dict):
            return value if isinstance(value, str) else ""
        value = {key: each for key, each in value.items() if key not in (FOR, EXCEPT, IN)}
        if self.declared.are_names(value):
            return self._title(value[self.names.wording(value) or next(iter(value))])
        if key := next((key for key in _TITLES if key in value), ""):
            return self._title(value[key])
        return next((f"{key}: {each}" for key, each in value.items() if isinstance(each, str)), "")


def _named(excepted: list[Any], own: list[Any]) -> str:
    kind, names = (EXCEPT, excepted) if excepted else (FOR, own)
    return f"{kind}: {', '.join(map(str, names))}" if names else ""
