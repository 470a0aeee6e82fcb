"""One format alone: its outputs, or one line for the user, whatever went wrong."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from ..model.problems import Problem, ProblemError, printable
from .theme import EncodingError, Theme, shipped

if TYPE_CHECKING:
    from ..model.document import Document
    from . import Output

TRACEBACK = "CVTOOL_TRACEBACK"
"""The environment variable that asks for a traceback instead."""

_LONGEST = 300


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


def attempt(name: str, document: Document, theme: Theme) -> tuple[Output | Problem, ...]:
    """What the renderer of one format yields; raises ``FormatError``, for an error among it too."""
    from . import find

    try:
        found = tuple(find(name)(document, theme))
        _check(name, found)
        problems = [each for each in found if isinstance(each, Problem)]
        if any(problem.is_error for problem in problems):
            raise ProblemError(problems)
        return found
    except (Exception, SystemExit) as error:
        if os.environ.get(TRACEBACK):
            raise
        raise FormatError(_explain(error, theme), getattr(error, "problems", ())) from None


def _check(name: str, found: Iterable[object]) -> None:
    """Raises ``RenderError`` for what cannot be written, or is another format's to write."""
    from . import Output, RenderError, formats

    others = {file.name for row in formats().values() if row.name != name for file in row.files}
    for each in found:
        if isinstance(each, Output) and isinstance(each.path, str) and isinstance(each.data, bytes):
            if each.path in others:
                raise RenderError(f"it makes '{each.path}', which is another format's")
        elif not isinstance(each, Problem):
            raise RenderError(f"it yields {each!r}, which is no Output of a path and bytes")


def _explain(error: BaseException, theme: Theme) -> str:
    """The error of a renderer in one line: at its place in a template, when one caused it."""
    from jinja2 import TemplateError

    from . import RenderError

    if isinstance(error, RenderError):
        return _short(str(error))
    if isinstance(error, OSError) and error.filename:
        return _short(said(error))
    if isinstance(error, ProblemError):
        return "; ".join(problem.what for problem in error.problems)
    if isinstance(error, EncodingError):
        return f"template {error}"
    place = _place(error, theme)
    if place or isinstance(error, TemplateError):
        return _short(f"template {place}: {_said(error)}")
    name = type(error).__name__
    return _short(f"a fault in its renderer: {name}: {error} ({TRACEBACK}=1 shows where)")


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
    from jinja2 import TemplateSyntaxError

    if isinstance(error, TemplateSyntaxError):
        return f"{_named(Path(error.filename or error.name or ''))}:{error.lineno}"
    lines = [f"{_named(path)}:{line}" for path, line in _lines(error.__traceback__, theme)]
    return lines[-1] if lines else ""


def _lines(trace: TracebackType | None, theme: Theme) -> Iterator[tuple[Path, int]]:
    while trace:
        path = Path(trace.tb_frame.f_code.co_filename)
        if any(path.is_relative_to(folder) for folder in theme.search_path):
            yield path, trace.tb_lineno
        trace = trace.tb_next


def _named(template: Path) -> str:
    is_ours = template.is_relative_to(shipped())
    return (template.relative_to(shipped()) if is_ours else template).as_posix()


def _short(text: str) -> str:
    text = printable(text)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
