"""The plain data of a file, and where in the file each piece of it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from ..model.problems import Path, Problem


class Mark(NamedTuple):
    """A place in the file: the path as it is written there, and line and column from 1."""

    path: Path
    line: int
    column: int

    def put(self, problem: Problem, file: str) -> Problem:
        """The problem at this place."""
        return replace(problem, path=self.path, file=file, line=self.line, column=self.column)


@dataclass(frozen=True)
class Marks:
    """Path -> its mark. Steps that move or rename what stands in the data make new ones of these,
    so that a path of the data at hand leads to the place in the file whatever was done before.

    A mark is the place of the key, or of the item of a list.
    """

    file: str
    places: Mapping[Path, Mark] = field(default_factory=dict)

    def at(self, path: Path) -> Mark:
        """The mark of what is at ``path``; where nothing is, that of the nearest around it."""
        for length in range(len(path), -1, -1):
            if found := self.places.get(path[:length]):
                return found._replace(path=(*found.path, *path[length:]))
        return Mark(path, 1, 1)

    def placed(self, problem: Problem) -> Problem:
        """The problem with the path, the line and the column that its path has in the file.

        One that has a file already stays as it is.
        """
        return problem if problem.file else self.at(problem.path).put(problem, self.file)


class Plain(NamedTuple):
    """What a file says as keys, lists and texts; ``is_json`` makes it a JSON Resume document."""

    data: Any
    marks: Marks
    is_json: bool = False
