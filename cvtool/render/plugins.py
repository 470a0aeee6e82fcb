"""The formats that other packages bring, by entry points: none of them can break another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, NoReturn

from ..model.formats import LAYOUT, File, Format
from ..model.problems import Problem, ProblemError, printable
from ..store.digests import digest_of

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "cvtool.renderers"
"""The group of entry points, each of which names a Format, or a renderer alone."""

_LONGEST = 300


@dataclass(frozen=True)
class Plugins:
    """``faults`` say in a line each which cannot be used, and why.

    They are under the name of the format, which has a row then that makes nothing, or under the
    value of an entry point whose format another one has.
    """

    rows: dict[str, Format] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)


def plugged(own: Mapping[str, Format]) -> Plugins:
    """The formats of all plugins that are installed, beside cvtool's own."""
    found = Plugins()
    for point in _points():
        others = {**own, **found.rows}
        if point.name in others:
            whose = "cvtool" if point.name in own else "another plugin"
            why = f"the plugin {point.value} is not used: {whose} has the format '{point.name}'"
            found.faults[point.value] = why
            continue
        try:
            row = _row(point)
            _check(row, point.name, {file.name for each in others.values() for file in each.files})
        except (Exception, SystemExit) as error:
            why = _line(f"the plugin {point.value} cannot be used: {_said(error)}")
            found.faults[point.name] = why
            row = Format(point.name, partial(_refuse, why), about=why)
        found.rows[point.name] = row
    return found


def parts(rows: Iterable[Format]) -> Iterator[str]:
    """What the outputs of plugins depend on beside the input: versions, code and templates."""
    for point in _points():
        yield f"{point.name}={point.value} {point.dist.version if point.dist else ''}"
        yield from map(digest_of, _modules(point.module))
    for folder in (row.templates for row in rows if row.templates):
        files = (path for path in sorted(folder.rglob("*")) if path.is_file())
        yield from (f"{path.relative_to(folder).as_posix()}={digest_of(path)}" for path in files)


@cache
def _points() -> list[EntryPoint]:
    from importlib.metadata import entry_points

    return sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value))


def _row(point: EntryPoint) -> Format:
    found = point.load()
    if isinstance(found, ModuleType):
        found = found.render
    if isinstance(found, Format):
        return found
    if not callable(found):
        raise TypeError(f"it is {found!r}, and neither a Format nor a function")
    return Format(point.name, found, about=f"from the plugin {point.value}")


def _check(row: Format, name: str, taken: set[str]) -> None:
    """Raises where the row says what it cannot."""
    if row.name != name:
        raise ValueError(f"its Format is called '{row.name}', and its entry point '{name}'")
    for file in row.files:
        if not isinstance(file, File) or file.name in taken:
            raise ValueError(f"among its files is {getattr(file, 'name', file)!r}")
    for key, value in row.settings.items():
        if key in LAYOUT or not isinstance(value, str | bool | int | float | tuple):
            raise ValueError(f"it has a setting '{key}' that is {value!r}")
    if row.templates and not Path(row.templates).is_dir():
        raise ValueError(f"there is no folder '{row.templates}'")


def _refuse(why: str, *_: object) -> NoReturn:
    raise ProblemError([Problem((), why)])


def _said(error: BaseException) -> str:
    is_plain = isinstance(error, ImportError | ValueError | TypeError)
    return str(error) if is_plain else f"{type(error).__name__}: {error}"


def _line(text: str) -> str:
    text = printable(" ".join(text.split()))
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _modules(name: str) -> list[Path]:
    """The files of a module; all of its package, where it is one."""
    with suppress(Exception, SystemExit):
        path = Path(import_module(name).__file__ or "")
        return sorted(path.parent.rglob("*.py")) if path.name == "__init__.py" else [path]
    return []
