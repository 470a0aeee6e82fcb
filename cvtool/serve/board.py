"""What browsers see at a moment: put here by what renders, read by the threads of the server."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from threading import Condition

from ..model.problems import Problem, few
from ..pipeline.workspace import Rendering
from ..store.digests import digest, digest_of_bytes

SITE = "html"
"""The format that a browser shows first."""


@dataclass(frozen=True)
class State:
    """What became last of each format, and the last good files of each.

    ``problems`` are those of the input, and ``is_making`` says that files beside the site are yet
    to come.
    """

    problems: tuple[Problem, ...] = ()
    made: Mapping[str, Rendering] = field(default_factory=dict)
    files: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)
    is_making: bool = True

    def plus(self, renderings: Iterable[Rendering]) -> State:
        """This state with these formats made anew; of one that failed the files stay."""
        made = {each.format: each for each in renderings}
        files = {name: each.files for name, each in made.items() if not each.error}
        return replace(self, made={**self.made, **made}, files={**self.files, **files})

    def find(self, path: str) -> bytes | None:
        """The file of that path in the output folder."""
        found = (files[path] for files in self.files.values() if path in files)
        return next(found, None)

    def to_json(self) -> str:
        """For the page: digests of what it may have to load anew, and the lines of the terminal."""
        made = self.made.values()
        problems = [*self.problems, *(problem for each in made for problem in each.problems)]
        problems += [Problem((), f"{each.format}: {each.error}") for each in made if each.error]
        lines = [(each.level, each.place, each.what) for each in few(problems)]
        digests = {"site": self._digest(SITE), "pdf": self._digest("pdf")}
        return json.dumps({**digests, "lines": lines, "making": self.is_making})

    def _digest(self, name: str) -> str:
        """Of all files of a format; ``""`` where none was made yet."""
        files = self.files.get(name, {}).items()
        return digest(f"{path}={digest_of_bytes(data)}" for path, data in files) if files else ""


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
