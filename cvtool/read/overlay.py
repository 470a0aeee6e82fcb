"""Lays over the data what differs in an edition: that of variants, and what stands under ``in``.

Mappings differ by their keys, and lists of entries by the names of these: what is said of an entry
stands under its ``id``, or else under the slug of its name. Everything else replaces what it
stands for, and null takes it away.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ..model.later import replace
from ..model.memory import remembered
from ..model.plain import slug
from ..model.problems import Path, Problem, quoted, shown, suggestion
from ..source import CV, Shape, shapes
from . import Mark, Plain, Spot, key_of
from .names import DECLARATIONS, IN, MOST_NEAR, Declared, Layer, Names

_PUBLICATIONS = "publications"
IDENTIFYING = (
    *("id", "key", "name", "title", "institution", "organization", "network", "language"),
    *("heading", "section", "position", "studyType", "text"),
)
"""The keys by which an entry is known, the first that it has."""
_SLUG = "~"
"""In front of a name as a slug."""
_SIGNS = frozenset("#+:/_@*=<>%|~")


class Laid:
    """What the data says with all that differs. ``removed`` are the keys of the entries of the
    bibliography that nothing is left of."""

    def __init__(self, plain: Plain, declared: Declared, names: Names, variant: str) -> None:
        self.removed: set[str] = set()
        self._taken: dict[Spot, Mark] = {}
        self.problems: list[Problem] = []
        self._declared, self._names = declared, names
        self._marks, self._json = plain.marks, plain.is_json
        self._places: dict[Path, Mark] = {}
        self._parts: dict[str, Mapping[Path, Mark]] = {}
        chain = [*declared.above(variant), variant] if variant else []
        layers = [declared.variants[name].says for name in chain]
        self.plain = plain
        if not layers and not _holds_in(plain.data):
            return
        data = self._value([Layer(plain.data, (), plain.marks), *layers], ())
        others = {each.marks.file: each.marks.lines for each in layers}
        marks = replace(plain.marks, places=self._places, others=others, taken=self._taken)
        self.plain = plain._replace(data=data, marks=replace(marks, parts=self._parts))

    def _mark(self, layer: Layer) -> Mark:
        mark, file = layer.marks.at(layer.path), layer.marks.file
        return mark if file == self._marks.file else mark._replace(file=file)

    def _report(self, layer: Layer, path: Path, message: str) -> None:
        self.problems.append(layer.marks.placed(Problem(path, message)))

    def _value(self, layers: list[Layer], now: Path) -> Any:
        """What the layers say, of which the last lies on top."""
        layers = self._that_count(layers, now)
        self._places[now] = self._mark(layers[0])
        if isinstance(layers[-1].value, dict):
            is_list = isinstance(layers[0].value, list)
            return self._entries(layers, now) if is_list else self._mapping(layers, now)
        value, path, marks = layers[-1]
        if isinstance(value, list):
            items = (Layer(each, (*path, index), marks) for index, each in enumerate(value))
            return [self._value([each], (*now, index)) for index, each in enumerate(items)]
        return value

    def _that_count(self, layers: list[Layer], now: Path) -> list[Layer]:
        """Those on top, down to the first that is no mapping to differ from."""
        found = [layers[-1]]
        for below in reversed(layers[:-1]):
            above = found[0].value
            if not isinstance(above, dict):
                break
            if self._are_names(below.value, now) and not self._are_names(above, now):
                wording = self._names.wording(below.value)
                self._declared.offer(self._mark(below), below.value, (wording,))
                if not wording:
                    break
                below = Layer(below.value[wording], (*below.path, wording), below.marks)
            is_other = self._are_words(above, below.value, now)
            if is_other or not isinstance(below.value, dict | list):
                break
            found.insert(0, below)
        return found

    def _are_words(self, above: Any, below: Any, now: Path) -> bool:
        """Whether these are other words in the place of what is below, which has none.

        An employer may be called as a variant is: those that name entries say what differs there.
        """
        if not self._are_names(above, now) or self._are_names(below, now):
            return False
        if not isinstance(below, list) or any(isinstance(each, list) for each in above.values()):
            return True
        names = {name for each in below for name in self._names_of(each)}
        return not all(_called(key, names) in names for key in above)

    def _names_of(self, entry: Any) -> set[str]:
        """What an entry is known by, for whomever: as it is, and but for a key as a slug."""
        by, found = "", set[str]()
        if isinstance(entry, dict):
            others = entry if self._declared.are_names(entry) else entry.get(IN)
            by = next((key for key in IDENTIFYING if key in entry), "")
            if by not in ("id", "key") and isinstance(others, dict):
                found = {name for each in others.values() for name in self._names_of(each)}
            entry = entry.get(by)
        texts = [*_texts(entry)]
        slugs = {_SLUG + slug(each) for each in texts if by != "key"} - {_SLUG}
        return found.union(slugs, map(str.casefold, texts))

    def _are_names(self, value: Any, now: Path) -> bool:
        """Whether every key is a name, and none of them a key of what stands there."""
        if not now or not self._declared.are_names(value):
            return False
        shape = _shape_at(now)
        known = shapes(shape.model) if shape.model else ()
        return not (shape.each and not shape.item) and value.keys().isdisjoint(known)

    def _mapping(self, layers: list[Layer], now: Path) -> Any:
        layers = [inner for each in layers for inner in self._with_inside(each)]
        if not now:
            for each in (it for it in layers if it.value is None):
                self._report(each, each.path, "null takes the whole CV away: say what differs")
            layers = [each for each in layers if each.value is not None]
        if layers[-1].value is None:
            self._take(layers)
            return None
        layers = self._that_count(layers, now)
        if not all(isinstance(each.value, dict) for each in layers):
            return self._value(layers, now)
        found: dict[str, Any] = {}
        for key in dict.fromkeys(key for each in layers for key in each.value):
            if now or key not in DECLARATIONS or self._json:
                inside = [_inside(each, key) for each in layers if key in each.value]
                if not now and self._is_as_written(inside):
                    found[key], part = inside[0].value, self._marks.parts[key]
                    self._places.update(part)
                    self._parts[key] = part
                else:
                    self._key(found, key, inside, (*now, key))
        return found

    def _is_as_written(self, inside: list[Layer]) -> bool:
        """Whether nothing differs in a part of the whole."""
        (value, path, marks), *more = inside
        is_part = marks is self._marks and len(path) == 1 and path[0] in marks.parts
        return is_part and not more and not _part_holds_in(value)

    def _key(self, found: dict[str, Any], key: str, inside: list[Layer], now: Path) -> None:
        """What is under the key, where nothing takes it away."""
        nothing = [index for index, each in enumerate(inside) if each.value is None]
        if nothing and len(inside) > 1:
            self._note(inside[: nothing[-1] + 1])
            inside = inside[nothing[-1] + 1 :]
        if inside:
            if self._is_difference(inside[0], now):
                inside = [inside[0]._replace(value=[]), *inside]
            found[key] = self._value(inside, now)

    def _take(self, layers: list[Layer]) -> None:
        """Notes what nothing is left of below the layer on top."""
        self.removed |= {key_of(each.value) for each in layers} - {""}
        self._note(layers)

    def _note(self, layers: list[Layer]) -> None:
        """Notes that the layer on top took away what is below."""
        taker = self._mark(layers[-1])
        self._taken |= {self._mark(each).spot: taker for each in layers[:-1]}

    def _is_difference(self, layer: Layer, now: Path) -> bool:
        """Whether it says of publications by their keys what there is no entry for as yet."""
        is_file = layer.marks.file != self._marks.file
        is_own = is_file or layer.path[:1] == ("variants",) or IN in layer.path
        is_keyed = isinstance(layer.value, dict) and not self._are_names(layer.value, now)
        return is_own and is_keyed and now[-1] == _PUBLICATIONS

    def _with_inside(self, layer: Layer) -> Iterator[Layer]:
        """A mapping without its ``in``, and what stands there for the reader, the best last."""
        inside = layer.value.get(IN) if isinstance(layer.value, dict) else None
        if not isinstance(inside, dict) or not self._is_read(layer, inside):
            yield layer
            return
        at = (*layer.path, IN)
        for name in inside:
            if problem := self._declared.unknown(name, (*at, name)):
                self.problems.append(layer.marks.placed(problem))
        self._declared.use(inside)
        fitting = self._names.fitting(inside)
        self._declared.offer(self._mark(layer._replace(path=at)), inside, fitting)
        yield layer._replace(value={key: layer.value[key] for key in layer.value if key != IN})
        for name in reversed(fitting):
            differing = Layer(inside[name], (*at, name), layer.marks)
            if differing.value is None or isinstance(differing.value, dict):
                yield from self._with_inside(differing)
            else:
                what = f"expected keys and values, found {shown(differing.value)}"
                self._report(layer, differing.path, what)

    def _is_read(self, layer: Layer, inside: dict[str, Any]) -> bool:
        """Whether it is not the user's own, nor that of another program."""
        is_own = any(isinstance(step, str) and step.startswith("x-") for step in layer.path)
        are_mappings = all(isinstance(each, dict | None) for each in inside.values())
        are_names = self._declared.are_names(inside) and (are_mappings or not is_own)
        return are_names or not (self._json or is_own)

    def _entries(self, layers: list[Layer], now: Path) -> list[Any]:
        """The list, with what is said of its entries by their names."""
        base = next(index for index, each in enumerate(layers) if isinstance(each.value, dict))
        items = [
            [Layer(each, (*layers[base - 1].path, index), layers[base - 1].marks)]
            for index, each in enumerate(layers[base - 1].value)
        ]
        named: dict[str, list[list[Layer]]] = {}
        for inside in items:
            for name in self._names_of(inside[0].value):
                named.setdefault(name, []).append(inside)
        for layer in layers[base:]:
            for key in layer.value:
                if added := self._add(named, layer, key, now):
                    items.append(added)
                    named[key.casefold()] = [added]
        found: list[Any] = []
        for inside in items:
            if self._is_for_others(inside[0].value, now):
                inside = inside[:1]
            if inside[-1].value is None and len(inside) > 1:
                self._take(inside)
            else:
                found.append(self._value(inside, (*now, len(found))))
        return found

    def _is_for_others(self, entry: Any, now: Path) -> bool:
        """Whether it is other words, none of which are for the reader, so nothing can differ."""
        return self._are_names(entry, (*now, 0)) and not self._names.wording(entry)

    def _add(
        self, named: dict[str, list[list[Layer]]], layer: Layer, key: str, now: Path
    ) -> list[Layer]:
        """Lays what the layer says of the entry of that name over it, or is about a new one."""
        differing = _inside(layer, key)
        found = named.get(_called(key, named), [])
        if len(found) == 1:
            found[0].append(differing)
        elif found:
            what = f"{len(found)} entries are called {quoted(key)}: give each an 'id'"
            self._report(layer, differing.path, what)
        elif now[-1] == _PUBLICATIONS:
            value = None if differing.value is None else {"key": key}
            self.removed |= {key.casefold()} if value is None else set()
            return [differing._replace(value=value), differing]
        else:
            is_few = len(self.problems) < MOST_NEAR
            advice = suggestion(slug(key), {slug(each) for each in named}) if is_few else ""
            what = f"there is no entry {quoted(key)} here{advice}"
            self._report(layer, differing.path, what)
        return []


def _shape_at(path: Path) -> Shape:
    """What stands at the path."""
    shape = Shape(model=CV)
    for step in path:
        inside = shapes(shape.model).get(str(step)) if shape.model else shape.each
        shape = (shape.item if isinstance(step, int) else inside) or Shape()
    return shape


def _inside(layer: Layer, key: str) -> Layer:
    return Layer(layer.value[key], (*layer.path, key), layer.marks)


def _holds_in(value: Any) -> bool:
    """Whether anything differs by names in there."""
    if isinstance(value, dict):
        return isinstance(value.get(IN), dict) or any(map(_holds_in, value.values()))
    return isinstance(value, list) and any(map(_holds_in, value))


_part_holds_in = remembered(_holds_in)


def _called(key: str, names: Collection[str]) -> str:
    """Which of the names is meant: it itself, else its slug where that loses no sign (C, C++)."""
    if key.casefold() in names or not _SIGNS.isdisjoint(key):
        return key.casefold()
    return _SLUG + slug(key)


def _texts(value: Any) -> Iterator[str]:
    """The texts of a name, which may be other words, too."""
    if isinstance(value, str):
        yield value
    for each in value.values() if isinstance(value, dict) else ():
        yield from _texts(each)
