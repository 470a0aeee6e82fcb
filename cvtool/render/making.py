"""A format's outputs, or one line for the user, whatever went wrong."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from ..model.files import OwnFile
from ..model.later import dataclass
from ..model.plain import folded
from ..model.problems import MADE, Problem, ProblemError, fitted, printable, suggestion
from .limit import LimitError, limited
from .table import FORMATS, formats
from .theme import EncodingError, Theme, shipped, text_in

if TYPE_CHECKING:
    from ..model.document import Document

TRACEBACK = "CVTOOL_TRACEBACK"
"""The environment variable that asks for a traceback instead."""


@dataclass(frozen=True, slots=True)
class Output:
    """A file to write. ``path`` is relative to the output folder, with ``/`` between its parts;
    ``note`` is what is said beside its size, in a few words. With a ``source`` it is a copy of that
    and has no ``data`` of its own."""

    path: str
    data: bytes
    note: str = field(default="", repr=False)
    source: OwnFile | None = field(default=None, repr=False)


class Renderer(Protocol):
    """Makes the outputs of one format.

    A Problem among them is a warning about what was made, with the path of what would change it.
    Raises ``RenderError`` when the Document cannot be shown in this format.
    """

    def __call__(self, document: Document, theme: Theme) -> Iterable[Output | Problem]: ...


class RenderError(Exception):
    """Why a format cannot show this Document: one line for the user.

    ``problems`` say the same of the keys in cv.yaml that are to blame, where some are.
    """

    def __init__(self, message: str, problems: Iterable[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


class FormatError(Exception):
    """Why one format cannot be made, in one line; the others can.

    Where keys of cv.yaml are to blame, ``problems`` say it, and the line only points to them.
    """

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        self.problems = [problem for problem in problems if problem.path]
        if self.problems:
            others = [problem.what for problem in problems if not problem.path]
            message = "; ".join(["not made, for what is said above", *others])
        super().__init__(message)


def find(name: str, pictured: bool = False) -> Renderer:
    """The renderer of a format, imported now; ``pictured``, of its pages as pictures as well.

    Raises ``ProblemError`` when there is none of that name, or its plugin does not import.
    """
    row = formats().get(name)
    if row is None:
        raise ProblemError([Problem((), f"unknown format '{name}'{suggestion(name, formats())}")])
    if not isinstance(row.render, str):
        return row.render
    where = (pictured and row.pictured) or row.render
    module, _, attribute = where.partition(":")
    try:
        render: Renderer = getattr(import_module(module), attribute or "render")
    except Exception as error:
        if name in FORMATS:
            raise
        raise ProblemError([Problem((), f"its plugin does not import: {error}")]) from error
    return render


def attempt(
    name: str, document: Document, theme: Theme, pictured: bool = False, ahead: object = None
) -> tuple[Output | Problem, ...]:
    """What the renderer of one format yields, of what was made ``ahead`` of it if anything was;
    raises ``FormatError``, for an error among it too."""

    def made() -> Iterable[Output | Problem]:
        render: Any = find(name, pictured)
        found = tuple(render(document, theme, ahead) if ahead else render(document, theme))
        _check(name, found, document)
        return found

    return tried(made, document, theme, name)


def tried(
    make: Callable[[], Iterable[Output | Problem]], document: Document, theme: Theme, what: str
) -> tuple[Output | Problem, ...]:
    """What that makes of both, in bearable time; raises ``FormatError`` for whatever goes wrong."""
    try:
        with limited(theme, document, what):
            found = tuple(make())
        problems = [each for each in found if isinstance(each, Problem)]
        if any(problem.is_error and problem.rests_on != MADE for problem in problems):
            raise ProblemError(problems)
        return found
    except (Exception, SystemExit) as error:
        if os.environ.get(TRACEBACK):
            raise
        raise FormatError(_explain(error, theme), getattr(error, "problems", ())) from None


def look(document: Document, theme: Theme, names: Iterable[str]) -> Iterator[Problem]:
    """What those of the formats that depend on fonts would say, without the time that they take.

    How the pages come out nobody knows before. With our own fonts, and none but common characters,
    there is nothing to say.
    """
    is_ours = not theme.fonts and document.pages.font in ("", "serif", "sans")
    if is_ours and not theme.lacking(text_in(document)):
        return
    for row in map(FORMATS.__getitem__, names):
        if row.is_slow:
            try:
                yield from import_module(str(row.render).partition(":")[0]).look(document, theme)
            except RenderError as error:
                yield from error.problems or [Problem((), f"{row.name}: {error}", file="cvtool")]


def _check(name: str, found: Iterable[object], document: Document) -> None:
    """Raises ``RenderError`` for what cannot be written, or is another format's to write."""
    others, made = {folded(file) for file in _files(document, but=name)}, set[str]()
    for each in found:
        if isinstance(each, Output) and _is_path(each.path) and isinstance(each.data, bytes):
            if (path := folded(each.path)) in others:
                raise RenderError(f"it makes '{each.path}', which is another format's")
            if path in made:
                raise RenderError(f"it makes two files '{each.path}', or some systems say so")
            made.add(path)
        elif not isinstance(each, Problem) or not isinstance(each.path, tuple):
            raise RenderError(f"it yields {each!r}, which is no Output of a path and bytes")


def _files(document: Document, but: str) -> Iterator[str]:
    """Those of the other formats."""
    rows = (row for row in formats().values() if row.name != but)
    yield from (file.name for row in rows for file in row.files)
    yield from (each.name for each in document.alternates if each.format != but)


def _is_path(path: object) -> bool:
    return isinstance(path, str) and printable(path) == path


def _explain(error: BaseException, theme: Theme) -> str:
    """The error of a renderer in one line: at its place in a template, when one caused it."""
    from jinja2 import TemplateError

    if isinstance(error, RenderError):
        return _line(str(error))
    place = _place(error, theme)
    if isinstance(error, OSError) and not place:
        return _line(said(error))
    if isinstance(error, ProblemError):
        return "; ".join(problem.what for problem in error.problems)
    if isinstance(error, EncodingError):
        return f"template {error}"
    if place or isinstance(error, TemplateError):
        return _line(f"template {place}: {_said(error)}")
    if isinstance(error, LimitError):
        files = theme.files()
        sheets = [path for path in files if path.suffix == ".css"] or files
        where = " or ".join(f"'{path}'" for path in sheets)
        return _line(f"{error}: take back what you changed last in {where}")
    name = type(error).__name__
    return _line(f"a fault in its renderer: {name}: {error} ({TRACEBACK}=1 shows where)")


def said(error: OSError) -> str:
    """Which file it is about, and why."""
    why = error.strerror or str(error)
    return f"'{error.filename}': {why}" if error.filename else why


def _said(error: BaseException) -> str:
    from jinja2 import TemplateError, TemplateNotFound

    if isinstance(error, TemplateNotFound):
        return f"there is no template '{error.name}'"
    if isinstance(error, TemplateError):
        return error.message or type(error).__name__
    return str(error)


def _place(error: BaseException, theme: Theme) -> str:
    """``text/cv.txt.j2:7``: of the syntax error, or of the innermost line of a template.

    With its folder, when it is the user's and not one that comes with cvtool.
    """
    from traceback import walk_tb

    from jinja2 import TemplateSyntaxError

    if isinstance(error, TemplateSyntaxError):
        return f"{_named(Path(error.filename or error.name or ''))}:{error.lineno}"
    trace = ((Path(frame.f_code.co_filename), line) for frame, line in walk_tb(error.__traceback__))
    inside = [
        f"{_named(path)}:{line}"
        for path, line in trace
        if any(path.is_relative_to(folder) for folder in theme.search_path)
    ]
    return inside[-1] if inside else ""


def _named(template: Path) -> str:
    is_ours = template.is_relative_to(shipped())
    return (template.relative_to(shipped()) if is_ours else template).as_posix()


def _line(text: str) -> str:
    return fitted(printable(text))
