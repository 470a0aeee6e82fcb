"""What pure functions made of frozen values before, for a process that makes one CV time and again.

A value that is the very same one as before is what the same was made of. So an edit costs what it
changes: the parts that it does not touch are found, and what is made of them is found again.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")

_BY_VALUE = frozenset({str, int, bool, type(None)})


class _Memory:
    """What was used since the last ``turn``, and what between that and the one before."""

    def __init__(self) -> None:
        self.is_on = False
        self.now: dict[Hashable, tuple[Any, ...]] = {}
        self.before: dict[Hashable, tuple[Any, ...]] = {}

    def get(
        self,
        key: Hashable,
        make: Callable[[], Any],
        *others: Any,
        holds: Callable[[Any], bool] | None = None,
    ) -> Any:
        """What was made under the key, if it ``holds``; ``others`` stay as long as that does."""
        found = self.now.get(key) or self.before.get(key)
        if not found or (holds and not holds(found[0])):
            found = make(), others
        self.now[key] = found
        return found[0]


_memory = _Memory()


def begin() -> None:
    """Has this process remember from now on."""
    _memory.is_on = True


def remembers() -> bool:
    """Whether it does."""
    return _memory.is_on


def turn() -> None:
    """Forgets what was not used since the last time: call it when a CV was made."""
    _memory.before, _memory.now = _memory.now, {}


def forget() -> None:
    """Forgets all: what the functions themselves depend on is another now."""
    _memory.before, _memory.now = {}, {}


def same(value: _T, said: Hashable = None) -> _T:
    """The value of before that says the same, if there is one: as Python shows it, or ``said``."""
    if not _memory.is_on:
        return value
    found: _T = _memory.get((type(value), said or repr(value)), lambda: value)
    return found


def row(values: tuple[_T, ...]) -> tuple[_T, ...]:
    """The one of before that holds the very same values, if there is one."""
    return same(values, tuple(map(id, values)))


def of_parts(value: _T) -> _T:
    """The one of before that has the very same values in its fields, if there is one."""
    if not _memory.is_on:
        return value
    names: Iterable[str] = value.__dataclass_fields__  # type: ignore[attr-defined]
    return same(value, tuple([_part(getattr(value, name)) for name in names]))


def _part(value: Any) -> Hashable:
    """What tells it from others: the kind of what is empty, all that is in a row."""
    if not value:
        return f"no {type(value).__name__}"
    return _key(value) if type(value) is tuple else _key((value,))


def remembered_by(
    make: Callable[[], _T], *values: Any, holds: Callable[[_T], bool] | None = None
) -> _T:
    """What it made for the very same values before, if that still ``holds``; texts and numbers may
    be only equal."""
    if not _memory.is_on:
        return make()
    key = _key(values)
    found: _T = _memory.get(key, make, values, holds=holds)
    return found


def _key(values: tuple[Any, ...]) -> Hashable:
    return tuple([each if type(each) in _BY_VALUE else id(each) for each in values])


def remembered(make: Callable[_P, _T]) -> Callable[_P, _T]:
    """The function, which makes nothing again of the same values."""

    @wraps(make)
    def given(*values: _P.args, **named: _P.kwargs) -> _T:
        memory = _memory
        if not memory.is_on:
            return make(*values, **named)
        all_values = (make, *values, *named.values())
        key = _key(all_values)  # else the number of one may become another's
        found = memory.now.get(key)
        if found is None:
            found = memory.before.get(key) or (make(*values, **named), (all_values,))
            memory.now[key] = found
        value: _T = found[0]
        return value

    return given
