"""Text -> plain data, and where in the file each piece of it stands -> Source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any

from ..model.later import NamedTuple, dataclass, pattern, replace
from ..model.problems import Path, Problem

_BLANK = pattern(r"(?:[\s\xad\u200b-\u200f\u2060\ufeff]|&nbsp;|&#160;)*")

Spot = tuple[str, Path]
"""A file, empty for that of the marks, and a path in it."""


class Mark(NamedTuple):
    """A place in the file: the path as it is written there, and line and column from 1.

    ``file`` is the name of another one than that of the marks.
    """

    path: Path
    line: int
    column: int
    file: str = ""

    @property
    def spot(self) -> Spot:
        """Where it stands, whatever its line is."""
        return self.file, self.path


@dataclass(frozen=True)
class Marks:
    """Path -> its mark. Steps that move or rename what stands in the data make new ones of these,
    so that a path of the data at hand leads to the place in the file whatever was done before.

    A mark is the place of the key, or of the item of a list; ``lines`` are those of the file, and
    ``others`` are the lines of other files. ``taken`` has what took away what stood somewhere, and
    ``parts`` the places below those main keys that were read apart from the others.
    """

    file: str
    places: Mapping[Path, Mark] = field(default_factory=dict)
    lines: Sequence[str] = field(default=(), repr=False)
    others: Mapping[str, Sequence[str]] = field(default_factory=dict, repr=False)
    taken: Mapping[Spot, Mark] = field(default_factory=dict, repr=False)
    parts: Mapping[str, Mapping[Path, Mark]] = field(default_factory=dict, repr=False)

    def at(self, path: Path) -> Mark:
        """The mark of what is at ``path``; where nothing is, that of what took it away, or else of
        the nearest around it."""
        for length in range(len(path), -1, -1):
            if found := self.places.get(path[:length]):
                written = (*found.path, *path[length:])
                for end in range(len(found.path) + 1, len(written) + 1) if self.taken else ():
                    if taker := self.taken.get((found.file, written[:end])):
                        return taker._replace(path=(*taker.path, *written[end:]))
                return found._replace(path=written)
        return Mark(path, 1, 1)

    def put(self, problem: Problem, path: Path) -> Problem:
        """The problem with the path, the line and the column that ``path`` has in the file."""
        path, line, column, file = self.at(path)
        return replace(problem, path=path, file=file or self.file, line=line, column=column)

    def put_at(self, problem: Problem, path: Path, written: str) -> Problem:
        """The same, at what is written there inside of the text, if that can be found."""
        placed, file = self.put(problem, path), self.at(path).file
        lines = self.others[file] if file else self.lines
        marks = (mark for mark in self.places.values() if mark.file == file)
        ends = (mark.line for mark in marks if mark.line > placed.line)
        for line in range(placed.line, min(ends, default=len(lines) + 1)):
            start = placed.column - 1 if line == placed.line else 0
            if written and (column := lines[line - 1].find(written, start) + 1):
                return replace(placed, line=line, column=column)
        return placed

    def placed(self, problem: Problem) -> Problem:
        """The problem at the place of its path; one that has a file already stays as it is."""
        return problem if problem.file else self.put(problem, problem.path)


class Plain(NamedTuple):
    """What a file says as keys, lists and texts; ``is_json`` makes it a JSON Resume document."""

    data: Any
    marks: Marks
    is_json: bool = False


def at(data: Any, path: Path) -> Any:
    """What stands at a path of plain data."""
    for step in path:
        data = data[step]
    return data


def with_value(plain: Plain, path: Path, value: Any, file: str) -> Plain | None:
    """The data with that value at a path, as ``file`` says it; none where lists have no such place.

    What stands around it is made, where it is not there.
    """
    data = _with(plain.data, path, value)
    if data is _NOWHERE:
        return None
    kept = {at: mark for at, mark in plain.marks.places.items() if at[: len(path)] != path}
    inside = [path[:length] for length in range(1, len(path)) if path[:length] not in kept]
    made = {at: Mark(at, 0, 0, file) for at in (*inside, *paths(value, path))}
    others = {**plain.marks.others, file: ("",)}
    return plain._replace(
        data=data, marks=replace(plain.marks, places={**kept, **made}, others=others, parts={})
    )


_NOWHERE = object()


def _with(data: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    step, *rest = path
    if isinstance(data, list):
        if not isinstance(step, int) or step >= len(data):
            return _NOWHERE
        inner = _with(data[step], tuple(rest), value)
        return inner if inner is _NOWHERE else [*data[:step], inner, *data[step + 1 :]]
    around = {} if data is None else data
    if not isinstance(around, dict) or (isinstance(step, int) and str(step) not in around):
        return _NOWHERE
    inner = _with(around.get(str(step)), tuple(rest), value)
    return inner if inner is _NOWHERE else {**around, str(step): inner}


def paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """The path, and those of all that stands in the value there."""
    yield path
    listed = value if isinstance(value, list) else ()
    for step, each in value.items() if isinstance(value, dict) else enumerate(listed):
        yield from paths(each, (*path, step))


def words_at(data: Any, *path: str) -> Iterator[str]:
    """The texts at a path of data that may have any form."""
    for key in path:
        data = data.get(key) if isinstance(data, dict) else None
    if isinstance(data, dict | list):
        for each in data.values() if isinstance(data, dict) else data:
            yield from words_at(each)
    elif isinstance(data, str):
        yield data


def says_nothing(value: Any) -> bool:
    """Whether nothing is said in a value, but for keys of the user's own."""
    if isinstance(value, dict):
        return not any(
            (key.startswith("x-") and key[2:]) or not says_nothing(value[key]) for key in value
        )
    return all(map(says_nothing, value)) if isinstance(value, list) else is_empty(value)


def is_empty(value: Any) -> bool:
    """Whether it is null or blank, be it by signs that nobody sees."""
    if not isinstance(value, str) or value[:1].isalnum():
        return value is None
    return _BLANK.fullmatch(value) is not None


def key_of(item: Any) -> str:
    """The key of the entry of the bibliography that it is about, as all that mean it are alike."""
    key = item.get("key") if isinstance(item, dict) else None
    return key.casefold() if isinstance(key, str) else ""
