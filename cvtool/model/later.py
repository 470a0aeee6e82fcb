"""What is made when it is first used, for a run uses little of what it imports: patterns are
compiled, and the methods of dataclasses are written. And tuples with names for what is in them, of
which nobody reads the annotations.
"""

from __future__ import annotations

import dataclasses
import re
from collections import namedtuple
from collections.abc import Callable, Iterable
from dataclasses import MISSING, FrozenInstanceError, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn

_METHODS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn")


class _Pattern:
    """As ``re.compile`` makes it, from when a method is asked for."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        made = re.compile(self.pattern, self._flags)
        self.__dict__ |= {each: getattr(made, each) for each in _METHODS}
        return getattr(made, name)


class _Named(type):
    """As ``typing`` makes them, which compiles each annotation."""

    def __new__(mcs, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> Any:
        if not bases:
            return super().__new__(mcs, name, bases, body)
        names = body.get("__annotations__", {})
        usual = [body.pop(each) for each in names if each in body]
        made = namedtuple(name, names, defaults=usual)  # type: ignore[misc]
        for key, value in body.items():
            setattr(made, key, value)
        return made


class _NamedTuple(metaclass=_Named):
    """Stands for that of ``typing``."""


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
        kind.__doc__ = kind.__doc__ or kind.__name__  # else its signature, which takes long to find
        kind = dataclasses.dataclass(
            init=False, repr=False, eq=False, slots=slots, kw_only=kw_only
        )(kind)
        names = ["__init__", "__repr__"]
        if frozen:
            kind.__setattr__ = kind.__delattr__ = _refuse
            names += ["__getstate__", "__setstate__"] if slots else []
        own = {name for name, value in vars(kind).items() if value is not None}
        if eq:
            kind.__hash__ = vars(kind).get("__hash__")
            names += ["__eq__", "__hash__"] if frozen else ["__eq__"]
        for name in [each for each in names if each not in own]:
            setattr(kind, name, _later(kind, name))
        return kind

    return made(kind) if kind else made


def _refuse(self: Any, name: str, *_: Any) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _later(kind: Any, name: str) -> Callable[..., Any]:
    """Stands for a method until it is called."""

    def first(self: Any, /, *values: Any, **named: Any) -> Any:
        arguments, line, known = _WRITERS[name](kind)
        exec(f"def {name}(self, {arguments}):\n {line}", known)
        method = known[name]
        method.__qualname__ = f"{kind.__qualname__}.{name}"
        setattr(kind, name, method)
        return method(self, *values, **named)

    return first


_Written = tuple[str, str, dict[str, Any]]
"""The arguments of a method, its only line, and what this knows by name."""


def _init(kind: Any) -> _Written:
    absent = object()
    arguments, values, known = list[str](), dict[str, str](), {"_absent": absent}
    for each in sorted(fields(kind), key=attrgetter("kw_only")):
        name, usual = each.name, f"_usual_{each.name}"
        values[name] = name
        if each.default is not MISSING:
            known[usual] = each.default
        elif each.default_factory is not MISSING:
            known[usual], known[f"_new_{name}"] = absent, each.default_factory
            values[name] = f"_new_{name}() if {name} is _absent else {name}"
        arguments += ["*"] if each.kw_only and "*" not in arguments else []
        arguments.append(f"{name}={usual}" if usual in known else name)
    line = _stored(kind, values, known)
    if hasattr(kind, "__post_init__"):
        line += "; self.__post_init__()"
    return ", ".join(arguments), line, known


def _stored(kind: Any, values: dict[str, str], known: dict[str, Any]) -> str:
    """The values become those of the instance, whether it is frozen or not."""
    if kind.__setattr__ is not _refuse:
        return "; ".join(f"self.{name} = {value}" for name, value in values.items()) or "pass"
    known["_set"] = object.__setattr__
    lines = []
    for name, value in values.items():
        slot = getattr(getattr(kind, name, None), "__set__", None)
        known[f"_set_{name}"] = slot
        lines.append(f"_set_{name}(self, {value})" if slot else f"_set(self, {name!r}, {value})")
    return "; ".join(lines) or "pass"


def _eq(kind: Any) -> _Written:
    names = [each.name for each in fields(kind) if each.compare]
    are_equal = f"{_row('self', names)} == {_row('other', names)}"
    is_one = "other.__class__ is self.__class__"
    return "other", f"return {are_equal} if {is_one} else NotImplemented", {}


def _hash(kind: Any) -> _Written:
    names = [each.name for each in fields(kind) if each.compare and each.hash is not False]
    return "", f"return hash({_row('self', names)})", {}


def _repr(kind: Any) -> _Written:
    shown = ", ".join(f"{it.name}={{self.{it.name}!r}}" for it in fields(kind) if it.repr)
    return "", f'return self.__class__.__qualname__ + f"({shown})"', {}


def _getstate(kind: Any) -> _Written:
    return "", f"return {_row('self', (each.name for each in fields(kind)))}", {}


def _setstate(kind: Any) -> _Written:
    known: dict[str, Any] = {}
    values = {each.name: f"state[{index}]" for index, each in enumerate(fields(kind))}
    return "state", _stored(kind, values, known), known


def _row(of: str, names: Iterable[str]) -> str:
    return f"({' '.join(f'{of}.{name},' for name in names)})"


_WRITERS: dict[str, Callable[[Any], _Written]] = {
    "__init__": _init,
    "__eq__": _eq,
    "__hash__": _hash,
    "__repr__": _repr,
    "__getstate__": _getstate,
    "__setstate__": _setstate,
}


if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
    from typing import NamedTuple as NamedTuple

    pattern = re.compile
else:
    NamedTuple, dataclass, pattern = _NamedTuple, _dataclass, _Pattern
