"""Plain data without what is wrong in it, so that the search for problems can go on.

The indices of lists stay as they are: what stands in for an entry says as little as can be.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..model.problems import Path, Paths, Problem
from ..source.schema import model_at

_ANYTHING = "?"


class Mended:
    """A copy of plain data, made usable path by path."""

    def __init__(self, data: Any) -> None:
        self.data = _copied(data)
        self.done = Paths()

    def mend(self, problems: Sequence[Problem]) -> bool:
        """Makes the data usable where the problems are; whether anything changed.

        A stand-in serves the search for errors alone: what only a warning is about is left out. So
        is what is wrong once more, which comes of a stand-in.
        """
        errors = [each.path for each in problems if each.is_error]
        gone = [each.path for each in problems if not each.is_error or self.done.touch(each.path)]
        new = [path for path in errors if not self.done.touch(path)]
        self.done.add(errors)
        changed = [self.put(path) for path in new] + [self.leave_out(path) for path in gone]
        return any(changed)

    def put(self, path: Path) -> bool:
        value, inside, last = _stand_in(path), _at(self.data, path[:-1]), path[-1]
        if value is None or not _holds(inside, last):
            return self.leave_out(path)
        is_new: bool = _at(self.data, path) != value
        inside[last] = value
        return is_new

    def leave_out(self, path: Path) -> bool:
        """Takes out the innermost key of the path."""
        keys = [index for index, step in enumerate(path) if isinstance(step, str)]
        inside = _at(self.data, path[: keys[-1]]) if keys else None
        return isinstance(inside, dict) and inside.pop(path[keys[-1]], inside) is not inside


def _copied(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _copied(value) for key, value in data.items()}
    return [_copied(value) for value in data] if isinstance(data, list) else data


def _at(data: Any, path: Sequence[str | int]) -> Any:
    """What is at the path, ``None`` where there is nothing."""
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _holds(inside: Any, step: str | int) -> bool:
    return isinstance(inside, list if isinstance(step, int) else dict)


def _stand_in(path: Path) -> Any:
    """What will do at the path; ``None`` where nothing need be there."""
    *outer, last = path
    if isinstance(last, str):
        return _needed(model_at(tuple(outer))).get(last)
    is_entry = model_at(path) is not model_at(tuple(outer[:-1]))
    return {"x-": _ANYTHING, **_needed(model_at(path))} if is_entry else _ANYTHING


def _needed(model: Any) -> dict[str, str]:
    fields = model.model_fields.items()
    return {info.alias or name: _ANYTHING for name, info in fields if info.is_required()}
