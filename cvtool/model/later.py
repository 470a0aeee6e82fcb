"""What is made when it is first used, for a run uses little of what it imports: patterns are
compiled, and the methods of dataclasses are made. And tuples with names for what is in them, of
which nobody reads the annotations.
"""

from __future__ import annotations

import dataclasses
import re
import sys
from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, FrozenInstanceError
from itertools import count
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, NoReturn

_METHODS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn")
_FEW, _SHOWN = 50, 150
"""As often something is made, or shown, before it pays to write and compile how."""


class _Pattern:
    """As ``re.compile`` makes it, from when a method is asked for."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        made = re.compile(self.pattern, self._flags)
        self.__dict__ |= {each: getattr(made, each) for each in _METHODS}
        return getattr(made, name)


class _Named(type):
    """As ``typing`` makes them, which compiles how each is made, and its annotations."""

    def __new__(mcs, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> Any:
        names = tuple(body.get("__annotations__", ()))
        usual = {each: body.pop(each) for each in names if each in body}
        body |= {each: property(itemgetter(index)) for index, each in enumerate(names)}
        body |= {"_fields": names, "_field_defaults": usual, "__match_args__": names}
        return super().__new__(mcs, name, bases, {**body, "__slots__": ()})


class _NamedTuple(tuple[Any, ...], metaclass=_Named):
    """Stands for that of ``typing``."""

    if TYPE_CHECKING:
        _fields: tuple[str, ...]
        _field_defaults: Mapping[str, Any]

    def __new__(cls, /, *values: Any, **named: Any) -> Any:
        names = cls._fields
        if named or len(values) != len(names):
            known = {**cls._field_defaults, **named}
            behind = names[len(values) :]
            if len(values) > len(names) or not named.keys() <= {*behind} <= known.keys():
                usual = cls._field_defaults.values()
                namedtuple(cls.__name__, names, defaults=usual)(*values, **named)
            values += tuple([known[name] for name in behind])
        return tuple.__new__(cls, values)

    def __getnewargs__(self) -> tuple[Any, ...]:
        return tuple(self)

    def __repr__(self) -> str:
        shown = [f"{name}={value!r}" for name, value in self._asdict().items()]
        return f"{type(self).__name__}({', '.join(shown)})"

    def _asdict(self) -> dict[str, Any]:
        return dict(zip(self._fields, self, strict=True))

    def _replace(self, /, **named: Any) -> Any:
        return type(self)(**self._asdict() | named)


def _dataclass(
    kind: Any = None,
    /,
    *,
    frozen: bool = False,
    eq: bool = True,
    slots: bool = False,
    kw_only: bool = False,
) -> Any:
    """As ``dataclasses.dataclass`` makes it, which writes and compiles each method at once."""

    def made(kind: Any) -> Any:
        body, above = vars(kind), getattr(kind, "__parts__", {})
        hints = body.get("__annotations__", {})
        own = {name: body.get(name, MISSING) for name in hints if hints[name][:8] != "ClassVar"}
        named = {*kind.__match_args__} - own.keys() if above else set()
        named |= set() if kw_only else own.keys()
        more: dict[str, Any] = {"__parts__": {**above, **own}, "__dataclass_fields__": _FIELDS}
        more |= {"__dataclass_params__": _PARAMS, "__replace__": _replace}
        more["__match_args__"] = tuple([each for each in more["__parts__"] if each in named])
        more["__doc__"] = body["__doc__"] or kind.__name__
        methods = ["__init__", "__repr__"]
        if frozen:
            more["__setattr__"] = more["__delattr__"] = _refuse
            methods += ["__getstate__", "__setstate__"] if slots else []
        if eq:
            more["__hash__"] = body.get("__hash__")
            methods += ["__eq__", "__hash__"] if frozen else ["__eq__"]
        more |= {each: _LATER[each] for each in methods if body.get(each) is None}
        if slots:
            rest = {name: body[name] for name in body if name not in own and name not in _NO_SLOTS}
            more["__slots__"] = tuple([name for name in own if name not in above])
            more["__qualname__"] = kind.__qualname__
            return type(kind)(kind.__name__, kind.__bases__, {**rest, **more})
        for name in [each for each in own if isinstance(own[each], Field)]:
            delattr(kind, name)
            more |= {name: own[name].default} if own[name].default is not MISSING else {}
        for name, value in more.items():
            setattr(kind, name, value)
        return kind

    return made(kind) if kind else made


_NO_SLOTS = ("__dict__", "__weakref__")


class _Fields:
    """What ``dataclasses`` knows of a class, from when it asks."""

    def __get__(self, it: Any, kind: Any) -> dict[str, Field[Any]]:
        hints: dict[str, Any] = {}
        for each in reversed(kind.__mro__):
            hints |= vars(each).get("__annotations__", {})
        by_place = kind.__match_args__
        rows = [
            (name, hints[name], _field(usual, kw_only=name not in by_place))
            for name, usual in kind.__parts__.items()
        ]
        said = {"__doc__": "Has the same fields."}  # else their signature, which takes long to find
        made: Any = dataclasses.make_dataclass(
            "made", rows, init=False, repr=False, eq=False, namespace=said
        )
        found: dict[str, Field[Any]] = made.__dataclass_fields__
        kind.__dataclass_fields__ = found
        return found


def _field(usual: Any, kw_only: bool) -> Any:
    return usual if isinstance(usual, Field) else dataclasses.field(default=usual, kw_only=kw_only)


class _Params:
    """What ``dataclasses`` asks of a class that one of its own stands below."""

    def __get__(self, it: Any, kind: Any) -> Any:
        made: Any = dataclasses.make_dataclass("made", (), frozen=kind.__setattr__ is _refuse)
        return made.__dataclass_params__


_FIELDS, _PARAMS = _Fields(), _Params()


_set = object.__setattr__


def field_names(it: Any) -> tuple[str, ...]:
    """Those of a dataclass, or of one of its instances; none where it is no such."""
    return tuple(getattr(it, "__parts__", ()))


def hints_of(kind: type) -> dict[str, Any]:
    """What the annotations of the class mean, found at once: each alone takes twice as long."""
    said = vars(kind).get("__annotations__", {})
    known = vars(sys.modules[kind.__module__])
    return dict(
        zip(said, eval(f"[{', '.join(said.values())}]", known, dict(vars(kind))), strict=True)
    )


def _replace(it: Any, /, **named: Any) -> Any:
    """As ``dataclasses.replace``, which goes through all it knows of each field."""
    return type(it)(**{name: getattr(it, name) for name in _names(type(it))} | named)


def _names(kind: Any) -> Iterable[str]:
    """The fields of a class, be it one of ``dataclasses`` below one of ours."""
    is_own = "__parts__" in vars(kind)
    return kind.__parts__ if is_own else [each.name for each in dataclasses.fields(kind)]


def _refuse(self: Any, name: str, *_: Any) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _init(kind: Any) -> Callable[..., Any]:
    """Takes what it is given, and is written once it was called a few times."""
    names, by_place, left = kind.__parts__.keys(), kind.__match_args__, count(_FEW, -1)
    usual, fresh = _usual(kind)
    goes_on = hasattr(kind, "__post_init__")

    def init(self: Any, /, *values: Any, **named: Any) -> Any:
        said = {**dict(zip(by_place, values, strict=False)), **named}
        given = {**usual, **said}
        for name, make in fresh.items():
            if name not in said:
                given[name] = make()
        is_right = len(said) == len(values) + len(named) and given.keys() == names
        if not (is_right and next(left)):
            _write(kind, "__init__", *_of_init(kind))  # which says what is wrong
            return kind.__init__(self, *values, **named)
        for name in names:
            _set(self, name, given[name])
        return self.__post_init__() if goes_on else None

    return init


def _usual(kind: Any) -> tuple[dict[str, Any], dict[str, Callable[[], Any]]]:
    """The values of fields that are not given, and what makes them."""
    values, makers = dict[str, Any](), dict[str, Callable[[], Any]]()
    for name, usual in kind.__parts__.items():
        if isinstance(usual, Field):
            if usual.default_factory is not MISSING:
                makers[name] = usual.default_factory
            usual = usual.default
        if usual is not MISSING:
            values[name] = usual
    return values, makers


def _of_init(kind: Any) -> _Written:
    absent = object()
    arguments, values, known = list[str](), dict[str, str](), {"_absent": absent}
    by_place = kind.__match_args__
    usual, fresh = _usual(kind)
    for name in sorted(kind.__parts__, key=lambda it: it not in by_place):
        values[name] = name
        if name in usual:
            known[f"_usual_{name}"] = usual[name]
        elif name in fresh:
            known[f"_usual_{name}"], known[f"_new_{name}"] = absent, fresh[name]
            values[name] = f"_new_{name}() if {name} is _absent else {name}"
        arguments += ["*"] if name not in by_place and "*" not in arguments else []
        arguments.append(f"{name}=_usual_{name}" if f"_usual_{name}" in known else name)
    line = _stored(kind, values, known)
    if hasattr(kind, "__post_init__"):
        line += "; self.__post_init__()"
    return ", ".join(arguments), line, known


_Written = tuple[str, str, dict[str, Any]]
"""The arguments of a method, its only line, and what this knows by name."""


def _stored(kind: Any, values: dict[str, str], known: dict[str, Any]) -> str:
    """The values become those of the instance, whether it is frozen or not."""
    if kind.__setattr__ is not _refuse:
        return "; ".join(f"self.{name} = {value}" for name, value in values.items()) or "pass"
    known["_set"] = _set
    lines = []
    for name, value in values.items():
        slot = getattr(getattr(kind, name, None), "__set__", None)
        known[f"_set_{name}"] = slot
        lines.append(f"_set_{name}(self, {value})" if slot else f"_set(self, {name!r}, {value})")
    return "; ".join(lines) or "pass"


def _repr(kind: Any) -> Callable[[Any], str]:
    """As ``_init`` is made."""
    names, left = _that(kind, lambda it: it.repr), count(_SHOWN, -1)

    def shown(self: Any) -> str:
        if not next(left):
            each = ", ".join(f"{name}={{self.{name}!r}}" for name in names)
            line = f'return self.__class__.__qualname__ + f"({each})"'
            _write(kind, "__repr__", "", line, {})
        said = [f"{name}={getattr(self, name)!r}" for name in names]
        return f"{self.__class__.__qualname__}({', '.join(said)})"

    return shown


def _write(kind: Any, name: str, arguments: str, line: str, known: dict[str, Any]) -> None:
    exec(f"def {name}(self, {arguments}):\n {line}", known)
    known[name].__qualname__ = f"{kind.__qualname__}.{name}"
    setattr(kind, name, known[name])


def _eq(kind: Any) -> Callable[[Any, Any], Any]:
    values = _values(_that(kind, lambda it: it.compare))

    def is_equal(self: Any, other: Any) -> Any:
        is_one = other.__class__ is self.__class__
        return values(self) == values(other) if is_one else NotImplemented

    return is_equal


def _hash(kind: Any) -> Callable[[Any], int]:
    values = _values(_that(kind, lambda it: it.compare and it.hash is not False))
    return lambda self: hash(values(self))


def _getstate(_: Any) -> Callable[[Any], tuple[Any, ...]]:
    return lambda self: tuple([getattr(self, name) for name in _names(type(self))])


def _setstate(_: Any) -> Callable[[Any, tuple[Any, ...]], None]:
    def take(self: Any, state: tuple[Any, ...]) -> None:
        for name, value in zip(_names(type(self)), state, strict=True):
            _set(self, name, value)

    return take


def _that(kind: Any, holds: Callable[[Field[Any]], Any]) -> list[str]:
    """The fields of which it holds, as it does where nothing is said of them."""
    parts = kind.__parts__
    return [each for each in parts if not isinstance(parts[each], Field) or holds(parts[each])]


def _values(names: list[str]) -> Callable[[Any], Any]:
    """Takes the values of these fields from an instance."""
    return attrgetter(*names) if names else lambda _: ()


def _later(name: str, maker: Callable[[Any], Any]) -> Callable[..., Any]:
    """Stands for a method, in each class, until it is called."""

    def first(self: Any, /, *values: Any, **named: Any) -> Any:
        kind: Any = next(each for each in type(self).__mro__ if vars(each).get(name) is first)
        method = maker(kind)
        setattr(kind, name, method)
        return method(self, *values, **named)

    return first


_MAKERS: dict[str, Callable[[Any], Callable[..., Any]]] = {
    "__init__": _init,
    "__eq__": _eq,
    "__hash__": _hash,
    "__repr__": _repr,
    "__getstate__": _getstate,
    "__setstate__": _setstate,
}
_LATER = {name: _later(name, maker) for name, maker in _MAKERS.items()}


if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
    from dataclasses import replace as replace
    from typing import NamedTuple as NamedTuple

    pattern = re.compile
else:
    NamedTuple, dataclass, pattern, replace = _NamedTuple, _dataclass, _Pattern, _replace
