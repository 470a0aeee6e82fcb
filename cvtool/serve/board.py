"""What browsers see at a moment: put here by what renders, read by the threads of the server."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from threading import Condition

from ..model.problems import ERROR, Problem
from ..pipeline.workspace import Rendering

SITE = "html"
"""The format that a browser shows first."""


@dataclass(frozen=True)
class State:
    """The last good files of each format, and what is wrong with the newest.

    ``odd`` is what is odd about the files of a format, and ``is_making`` says that files beside the
    site are yet to come.
    """

    problems: tuple[Problem, ...] = ()
    odd: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)
    is_making: bool = True

    def plus(self, renderings: Iterable[Rendering]) -> State:
        """This state with these formats made anew; of one that failed the files stay."""
        errors, files, odd = dict(self.errors), dict(self.files), dict(self.odd)
        for each in renderings:
            errors.pop(each.format, None)
            odd[each.format] = each.problems
            if each.error:
                errors[each.format] = each.error
            else:
                files[each.format] = each.files
        return replace(self, errors=errors, files=files, odd=odd)

    def find(self, path: str) -> bytes | None:
        """The file of that path in the output folder."""
        found = (files[path] for files in self.files.values() if path in files)
        return next(found, None)

    def to_json(self) -> str:
        """For the page: digests of what it may have to load anew, and the lines of the terminal."""
        problems = (*self.problems, *chain.from_iterable(self.odd.values()))
        lines = [(each.level, each.place, each.what) for each in problems]
        lines += [(ERROR, "cvtool", f"{name}: {why}") for name, why in self.errors.items()]
        digests = {"site": _digest(self.files.get(SITE)), "pdf": _digest(self.files.get("pdf"))}
        return json.dumps({**digests, "lines": lines, "making": self.is_making})


def _digest(files: Mapping[str, bytes] | None) -> str:
    """Of all files of a format; ``""`` where none was made yet."""
    if files is None:
        return ""
    parts = (path.encode() + b"\0" + hashlib.sha256(data).digest() for path, data in files.items())
    return hashlib.sha256(b"".join(parts)).hexdigest()


class Board:
    """Holds the state, and lets threads wait for the next one."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._number = 0
        self.state = State()

    def change(self, changed: Callable[[State], State]) -> State:
        """Puts another state in the place of this one, and wakes those who wait."""
        with self._changed:
            self.state = changed(self.state)
            self._number += 1
            self._changed.notify_all()
            return self.state

    def after(self, number: int, seconds: float) -> tuple[int, State]:
        """The state and its number, as soon as it is another than that one, or the time is up."""
        with self._changed:
            self._changed.wait_for(lambda: self._number != number, seconds)
            return self._number, self.state

    def find(self, path: str, seconds: float) -> bytes | None:
        """The file of that path; while files are being made, one that is not there is awaited."""
        with self._changed:
            self._changed.wait_for(
                lambda: self.state.find(path) is not None or not self.state.is_making, seconds
            )
            return self.state.find(path)
