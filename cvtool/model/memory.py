"""What pure functions made of frozen values before, for a process that makes one CV time and again.

A value that is the very same one as before is what the same was made of. So an edit costs what it
changes: the parts that it does not touch are found, and what is made of them is found again.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import partial, wraps
from threading import local
from typing import Any, ParamSpec, TypeVar
from weakref import ref

from .later import field_names

_P = ParamSpec("_P")
_T = TypeVar("_T")

_BY_VALUE = frozenset({str, int, bool, type(None)})
_LEAST = 10_000


class _Kept:
    """What was made, of what, and ``inside`` of it what was made or found on the way: all of it
    stays as long as this does."""

    __slots__ = ("__weakref__", "inside", "others", "value")

    def __init__(self, value: Any, others: Any, inside: list[_Kept]) -> None:
        self.value, self.others, self.inside = value, others, inside


class _Rows:
    """What was ``made`` of rows of columns, which had these ``keys``. ``kept`` has that of all that
    was asked for in the ``turn``, and ``before`` until then."""

    __slots__ = ("before", "kept", "keys", "made", "turn")

    def __init__(self) -> None:
        self.keys: list[Hashable] = []
        self.made: tuple[Any, ...] = ()
        self.kept: dict[Hashable, _Kept] = {}
        self.before: dict[Hashable, _Kept] = {}
        self.turn = 0


class _Frame(local):
    """What is being made in a thread."""

    inside: list[_Kept] | None = None


class _Memory:
    """What was used since the last ``turn``, and what between that and the one before, with all
    that is inside of it; ``known`` leads there, and to what is no more."""

    def __init__(self) -> None:
        self.is_on = False
        self.known: dict[Hashable, ref[_Kept]] = {}
        self.now: list[_Kept] = []
        self.before: list[_Kept] = []
        self._turn = 1
        self._most = _LEAST
        self._frame = _Frame()

    def get(
        self,
        key: Hashable,
        make: Callable[[], Any],
        others: Any = None,
        holds: Callable[[Any], bool] | None = None,
    ) -> Any:
        """What was made under the key, if it ``holds``; ``others`` stay as long as that does."""
        known = self.known.get(key)
        found = known() if known else None
        if found is None or (holds and not holds(found.value)):
            found = self._made(make, others)
            self.known[key] = ref(found)
        self._use(found)
        return found.value

    def each(
        self, make: Callable[..., Any], columns: Sequence[tuple[Any, ...]], by: tuple[Any, ...]
    ) -> tuple[Any, ...]:
        """What was made of each row of the columns, and of what all of them are made ``by``, when
        any was made of that last."""
        keys: list[Hashable] = [*zip(*[_key(each) for each in columns], strict=True)]
        known = self.known.get(key := (_Rows, *_key((make, *by))))
        found = (known() if known else None) or _Kept(_Rows(), (), [])
        old: _Rows = found.value
        if old.keys != keys:
            new, is_now = _Rows(), old.turn == self._turn
            new.before = old.before if is_now else old.kept
            was = new.before | old.kept
            kept = [
                was.get(each) or self._made(partial(make, *values, *by), values)
                for each, values in zip(keys, zip(*columns, strict=True), strict=True)
            ]
            new.keys, new.made = keys, tuple([each.value for each in kept])
            new.kept = (old.kept if is_now else {}) | dict(zip(keys, kept, strict=True))
            found = _Kept(new, (make, *by), [])
            self.known[key] = ref(found)
        rows: _Rows = found.value
        rows.turn = self._turn
        self._use(found)
        return rows.made

    def _use(self, found: _Kept) -> None:
        inside = self._frame.inside
        (self.now if inside is None else inside).append(found)

    def _made(self, make: Callable[[], Any], others: Any) -> _Kept:
        frame, inside = self._frame, list[_Kept]()
        outer, frame.inside = frame.inside, inside
        try:
            return _Kept(make(), others, inside)
        except BaseException:
            (self.now if outer is None else outer).extend(inside)
            raise
        finally:
            frame.inside = outer

    def turn(self) -> None:
        self.before, self.now = self.now, []
        self._turn += 1
        if len(self.known) > self._most:
            pairs = [*self.known.items()]  # at once, for other threads add to it
            self.known = {key: each for key, each in pairs if each() is not None}
            self._most = max(_LEAST, 2 * len(self.known))


_memory = _Memory()


def begin() -> None:
    """Has this process remember from now on."""
    _memory.is_on = True


def remembers() -> bool:
    """Whether it does."""
    return _memory.is_on


def turn() -> None:
    """Forgets what was not used since the last time: call it when a CV was made."""
    _memory.turn()


def forget() -> None:
    """Forgets all: what the functions themselves depend on is another now."""
    _memory.known, _memory.before, _memory.now = {}, [], []


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
    return same(value, tuple([_part(getattr(value, name)) for name in field_names(value)]))


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
    found: _T = _memory.get(_key(values), make, values, holds)
    return found


def _key(values: tuple[Any, ...]) -> tuple[Hashable, ...]:
    return tuple([each if type(each) in _BY_VALUE else id(each) for each in values])


def remembered(make: Callable[_P, _T]) -> Callable[_P, _T]:
    """The function, which makes nothing again of the same values."""

    @wraps(make)
    def given(*values: _P.args, **named: _P.kwargs) -> _T:
        if not _memory.is_on:
            return make(*values, **named)
        of = (make, *values, *named.values())  # else the number of one may become another's
        found: _T = _memory.get(_key(of), lambda: make(*values, **named), of)
        return found

    return given


def for_each(
    make: Callable[..., _T], *columns: Iterable[Any], by: tuple[Any, ...] = ()
) -> tuple[_T, ...]:
    """What it makes of each row of the columns and of what all rows are to be made ``by``: one
    look-up for all of them, and nothing anew of those that are the very same as last time."""
    if not _memory.is_on:
        return tuple([make(*values, *by) for values in zip(*columns, strict=True)])
    rows = [*map(tuple, columns)]
    return _memory.each(make, rows, by) if rows[0] else ()
