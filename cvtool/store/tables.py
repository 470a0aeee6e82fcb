"""Frozen dataclasses as tables of JSON, and back: plain data, of which nothing can be run.

A table has the values of one class, a column for each field. What is of such a class itself stands
in a column as the number of its row, counted over all tables. These come in layers, and a row
refers to layers before its own: what is there twice is written once, and nothing is deeper than
there are layers. What may stand in which column is what the annotations of the class say.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from itertools import chain, islice, repeat, starmap
from operator import attrgetter
from types import MappingProxyType
from typing import Any, get_args, get_origin

from ..model.later import NamedTuple, field_names, hints_of

_Layers = list[dict[str, list[Any]]]
_Reader = Callable[[Any, list[Any]], list[Any]]
"""What a column says, given all rows before it; raises for what cannot stand there."""

_MOST_LAYERS = 120
_BETWEEN = "\x7f"
"""Parts the texts of a column, which are read three times as fast as one."""


class _Kind(NamedTuple):
    """A class, how its columns are read, and in which of them the rows of others stand."""

    kind: Any
    columns: dict[str, _Reader]
    holders: tuple[str, ...]


def to_tables(value: Any) -> bytes:
    """The value with all that it holds. Raises ``RecursionError`` where that is too deep."""
    root: Any = type(value)
    kinds, layers = _kinds(root), _Layers()
    _add(value, kinds, layers, {})
    rows = chain.from_iterable(table for layer in layers for table in layer.values())
    numbers = {id(row): number for number, row in enumerate(rows)}

    def numbered(value: Any) -> Any:
        return [*map(numbered, value)] if isinstance(value, tuple) else numbers.get(id(value))

    def columns(name: str, table: list[Any]) -> list[Any]:
        kind = kinds[name]
        values = {each: [*map(attrgetter(each), table)] for each in kind.columns}
        found = [
            [*map(numbered, column)] if field in kind.holders else column
            for field, column in values.items()
        ]
        are_alike = len(table) > 1 and all(map(_is_one, found))
        return [
            _packed(each, are_alike and not index)  # the first says how many rows there are
            for index, each in enumerate(found)
        ]

    tables = [{name: columns(name, layer[name]) for name in layer} for layer in layers]
    text = json.dumps(tables, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def _add(value: Any, kinds: dict[str, _Kind], layers: _Layers, heights: dict[int, int]) -> int:
    """Puts it into the layer behind all that it holds; how many layers there are up to it."""
    if isinstance(value, tuple):
        return max((_add(each, kinds, layers, heights) for each in value), default=0)
    if value is None:
        return 0
    if id(value) not in heights:
        name = type(value).__name__
        inside = tuple(getattr(value, each) for each in kinds[name].holders)
        below = _add(inside, kinds, layers, heights)
        if below == len(layers):
            layers.append({})
        layers[below].setdefault(name, []).append(value)
        heights[id(value)] = below + 1
    return heights[id(value)]


def _is_one(column: list[Any]) -> bool:
    return column.count(column[0]) == len(column)


def _packed(column: list[Any], is_whole: bool) -> Any:
    """The column as it is read fastest: once what all rows have, unless it is to be whole, and each
    set of names once."""
    if not is_whole and _is_one(column):
        column = column[:1]
    if not isinstance(column[0], Mapping):
        return _joined(column)
    names = {each: number for number, each in enumerate(dict.fromkeys(map(tuple, column)))}
    values = [*chain.from_iterable(each.values() for each in column)]
    return [[*names], [names[tuple(each)] for each in column], _joined(values)]


def _joined(values: list[Any]) -> Any:
    if {*map(type, values)} != {str}:
        return values
    text = _BETWEEN.join(values)
    return text if text.count(_BETWEEN) + 1 == len(values) else values


def from_tables(data: bytes, kind: Any) -> Any:
    """The value of that class in what ``to_tables`` wrote; ``None`` for whatever is none."""
    rows: list[Any] = []
    try:
        layers = json.loads(data)
        for layer in layers if len(layers) <= _MOST_LAYERS else ():
            tables = (_rows(_kinds(kind)[name], layer[name], rows) for name in layer)
            rows += [*chain.from_iterable(tables)]
    except Exception:
        return None  # whatever is wrong with it, it is not of our making
    return rows[-1] if rows and type(rows[-1]) is kind else None


def _rows(kind: _Kind, table: list[Any], before: list[Any]) -> Iterator[Any]:
    readers = kind.columns.values()
    columns = [read(column, before) for read, column in zip(readers, table, strict=True)]
    most = max(map(len, columns))
    whole = (each * most if len(each) == 1 else each for each in columns)
    return starmap(kind.kind, zip(*whole, strict=True))


@cache
def _kinds(root: Any) -> dict[str, _Kind]:
    """The classes of all that may be in a value of this one, by their names."""
    found: dict[str, _Kind] = {}
    pending = [root]
    while pending:
        kind = pending.pop()
        if kind.__name__ not in found:
            hints = hints_of(kind)
            types = {name: hints[name] for name in field_names(kind)}
            inside = {name: _classes(hint) for name, hint in types.items()}
            readers = {name: _reader(hint) for name, hint in types.items()}
            found[kind.__name__] = _Kind(kind, readers, tuple(filter(inside.get, inside)))
            pending += chain.from_iterable(inside.values())
    return found


@cache
def _classes(hint: Any) -> list[Any]:
    own = [hint] if field_names(hint) else []
    return own + [each for part in get_args(hint) for each in _classes(part)]


@cache
def _reader(hint: Any) -> _Reader:
    """For a column of this type: tuples of any length, mappings of texts, or one of several."""
    if get_origin(hint) is Mapping:
        return partial(_mappings, {int if get_args(hint)[1] is int else str})
    if get_origin(hint) is tuple:
        return partial(_tuples, _reader(get_args(hint)[0]))
    types = get_args(hint) or (hint,)
    one = partial(_references if any(map(field_names, types)) else _plain, {*types})
    tuples = [_reader(each) for each in types if get_origin(each) is tuple]
    return partial(_mixed, tuples[0], one) if tuples else one


def _plain(types: set[type], column: Any, before: Iterable[Any] = ()) -> list[Any]:
    values: list[Any] = column.split(_BETWEEN) if type(column) is str else column
    if not types.issuperset(map(type, values)):
        raise ValueError
    return values


def _references(types: set[type], column: list[Any], before: list[Any]) -> list[Any]:
    return _plain(types, [None if each is None else before[each] for each in column])


def _tuples(read: _Reader, column: list[Any], before: list[Any]) -> list[Any]:
    inside = iter(read([*chain.from_iterable(_plain({list}, column))], before))
    return [tuple(islice(inside, len(each))) if each else () for each in column]


def _mixed(tuples: _Reader, others: _Reader, column: list[Any], before: list[Any]) -> list[Any]:
    lists = iter(tuples([each for each in column if type(each) is list], before))
    rest = iter(others([each for each in column if type(each) is not list], before))
    return [next(lists if type(each) is list else rest) for each in column]


def _mappings(types: set[type], column: list[Any], before: list[Any]) -> list[Any]:
    names, which, data = column
    _plain({str}, [*chain.from_iterable(names)])
    values, keys = _plain(types, data), [names[each] for each in which]
    if len(values) != sum(map(len, keys)):
        raise ValueError
    return [*map(MappingProxyType, map(dict, map(zip, keys, repeat(iter(values)))))]
