"""What the command says: problems, results, and errors, in color where that helps."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import field
from functools import cache
from pathlib import Path, PurePosixPath
from time import perf_counter
from typing import TYPE_CHECKING, Any

import click

from ..model.later import dataclass, pattern, replace
from ..model.problems import (
    ERROR,
    NOTE,
    WARNING,
    Problem,
    ProblemError,
    dotted,
    few,
    near,
    printable,
    shortened,
    suggestion,
)

if TYPE_CHECKING:
    from ..pipeline.build import Build
    from ..pipeline.targets import Report

_COLORS = {ERROR: "red", WARNING: "yellow"}
_MOST_LINES = 4
_EXTRA = pattern(r"(?s)Got unexpected extra arguments? \((.*)\)")
CVS = (".yaml", ".yml", ".json")
_NO_COMMAND = pattern("No such command '(.*)'")
_PATIENCE = 2.0
"""So many seconds pass before anything says that it goes on."""
_ERASED = "\r\x1b[K"


@dataclass
class Speech:
    """How a run of the command speaks, and what it has said.

    ``quiet`` says nothing of what went well, ``json`` all at the end and for programs, and with
    ``strict`` a warning fails. ``waits`` is how long a line has said that it goes on, if one does.
    """

    command: str = ""
    quiet: bool = False
    json: bool = False
    strict: bool = False
    results: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    waits: bool = False


speech = Speech()


def begin() -> None:
    """Forgets how the run before spoke."""
    vars(speech).update(vars(Speech()))


def end(status: int) -> int:
    """Says all, where that is for programs; the status with which the command ends."""
    if speech.strict and not status and any(it.level == WARNING for it in speech.problems):
        status = 1
    if speech.json:
        from .. import __version__

        head = {"cvtool": __version__, "command": speech.command, "status": status}
        problems = [_problem(each) for each in speech.problems]
        try:
            print_json(head | {"results": speech.results, "problems": problems})
        except OSError:
            status = 1
    return status


def _problem(problem: Problem) -> dict[str, Any]:
    """A problem for programs."""
    place = {"file": problem.file or None, "line": problem.line, "column": problem.column}
    what = {"path": dotted(problem.path), "level": problem.level, "message": problem.message}
    return place | what | ({"rule": problem.rule} if problem.rule else {})


def print_json(data: object) -> None:
    """Prints data for programs."""
    import json

    _echo(json.dumps(data, ensure_ascii=False, indent=2))


def result(**data: Any) -> None:
    """Keeps a result for programs."""
    speech.results.append(data)


@contextmanager
def progress(doing: str) -> Iterator[None]:
    """Says on a terminal that it goes on, each second, where it takes more than two.

    An alarm does it and no thread: other processes are copies of this one, which has to be alone.
    """
    if not is_watched() or os.name == "nt":
        yield
        return
    import signal

    started = perf_counter()

    def tell(*_: object) -> None:
        made = f", {count(len(speech.results), 'file')}" if speech.results else ""
        sys.stderr.write(f"{_ERASED}{doing}: {perf_counter() - started:.0f} s{made}")
        sys.stderr.flush()
        speech.waits = True

    before = signal.signal(signal.SIGALRM, tell)
    signal.setitimer(signal.ITIMER_REAL, _PATIENCE, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        _erase()


def is_watched() -> bool:
    """Whether somebody sees how it goes on."""
    is_seen = bool(sys.stderr) and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
    return is_seen and not (speech.quiet or speech.json)


def _erase() -> None:
    """Takes away the line that says that it goes on."""
    if speech.waits:
        speech.waits = False
        sys.stderr.write(_ERASED)
        sys.stderr.flush()


class Lines:
    """Prints each result as it comes, those of many in a folder inside of one of ``folders``
    together, and all of another edition, which has a folder of its own."""

    def __init__(self, *folders: Path) -> None:
        self.folders = folders
        self.waiting: list[Report] = []

    def add(self, result: Report) -> None:
        """A result, to be printed now or with the others of its folder."""
        if self.waiting and self._group(result) != self._group(self.waiting[0]):
            self.end()
        self.waiting.append(result)
        if (
            result.state == "planned"
            or result.error
            or (result.folder in self.folders and not _inside(result))
        ):
            self.end()

    def _group(self, result: Report) -> tuple[Path, str]:
        return result.folder, _inside(result) if result.folder in self.folders else ""

    def end(self) -> None:
        """Prints what waits: a line each, or one line for all where they are many."""
        waiting, self.waiting = self.waiting, []
        is_other = bool(waiting) and waiting[0].folder not in self.folders
        if len(waiting) <= (1 if is_other else _MOST_LINES):
            for each in waiting:
                self._print(each, each.path, each.size, each.note)
            return
        first = next((each for each in waiting if not each.unchanged), waiting[0])
        _, inside = self._group(first)
        seconds = sum({each.seconds for each in waiting})
        self._print(
            replace(first, seconds=seconds),
            f"{inside and f'{inside}/'} ({len(waiting)} files)",
            sum(each.size for each in waiting),
            ", ".join(f"{each.path}: {each.note}" for each in waiting if each.note),
        )

    def _print(self, result: Report, shown: str, number: int, note: str) -> None:
        if result.error:
            print_error(f"{result.path}: {result.error}")
        elif result.state == "planned":
            say(f"{printable(f'{result.folder}{os.sep}'):<10} {result.format:<13} {result.note}")
        else:
            seconds = None if result.unchanged else result.seconds
            print_made(f"{result.folder}{os.sep}{shown}", number, seconds, note)


def _inside(result: Report) -> str:
    parent = str(PurePosixPath(result.path).parent)
    return "" if result.error or parent == "." else parent


def print_made(name: str, number: int, seconds: float | None, note: str = "") -> None:
    """A line of what was made: its size in bytes, how long it took, if it was made now, and more
    that is to be said of it."""
    state = "unchanged" if seconds is None else click.style(f"{seconds:.2f} s", fg="green")
    say(f"{printable(name):<28} {size(number):>9}  {state}{note and '  '}{printable(note)}")


def size(number: int) -> str:
    """A number of bytes, as people read it."""
    return f"{number:,} B" if number < 1_000 else f"{number / 1_000:,.1f} kB"


def print_problems(problems: Iterable[Problem], few_of_a_kind: bool = True) -> None:
    """A line each, on standard error; of a kind the first ones, unless all are wanted."""
    problems = [*problems]
    speech.problems += problems
    if speech.json:
        return
    for problem in few(problems) if few_of_a_kind else problems:
        if speech.quiet and problem.level == NOTE:
            continue
        level = click.style(problem.level, fg=_COLORS.get(problem.level), bold=True)
        place = click.style(problem.place, bold=True)
        say(f"{place}: {level}: {problem.what}", err=True)


def print_error(message: str) -> None:
    """What went wrong apart from the input."""
    with suppress(PrintError):
        print_problems([Problem((), message)])


class PrintError(OSError):
    """Nothing more can be printed, for another reason than that nobody reads."""


def say(text: str, err: bool = False, nl: bool = True) -> None:
    """Prints a line: in color on a terminal, unless NO_COLOR says otherwise (no-color.org).

    What went well is said on standard output, where it is wanted.
    Raises ``PrintError``, and ``BrokenPipeError`` when nobody reads.
    """
    if not speech.json and (err or not speech.quiet):
        _echo(text, err, nl)


def _echo(text: str, err: bool = False, nl: bool = True) -> None:
    _erase()
    is_plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    try:
        click.echo(text, err=err, nl=nl, color=False if is_plain else None)
    except BrokenPipeError:
        raise
    except OSError as error:
        name = "standard error" if err else "standard output"
        setattr(sys, "stderr" if err else "stdout", None)  # else Python tries again at its end
        raise PrintError(error.errno, error.strerror, name) from None


def print_file(path: Path, number: int) -> None:
    """A line for a file that was made at once."""
    result(path=path.as_posix(), folder=path.parent.as_posix(), bytes=number, state="made")
    say(f"{printable(str(path)):<28} {size(number):>9}")


def count(number: int, what: str) -> str:
    """``3 warnings``, ``1 warning``, ``no warnings``."""
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"


def print_table(rows: Mapping[str, str]) -> None:
    """Names, and what is said of each."""
    names = [shortened(printable(name)) for name in rows]
    width = max(map(len, names))
    for key, about in rows.items():
        result(name=key, about=about)
    for name, about in zip(names, rows.values(), strict=True):
        say(f"{click.style(name.ljust(width), bold=True)}  {shortened(printable(about))}")


def explain(error: click.ClickException, variable: str = "") -> str:
    """What is wrong with the command, in one line, worded as for the same mistake in cv.yaml;
    ``variable`` is that of the environment which says it."""
    context = getattr(error, "ctx", None)
    message = error.format_message().split(". Did you mean")[0].rstrip(".")
    if isinstance(error, click.NoSuchOption):
        known = error.possibilities or ()
        message = f"unknown option '{error.option_name}'{near(error.option_name, known)}"
    elif (found := _NO_COMMAND.match(message)) and context:
        others = suggestion(found[1], context.command.list_commands(context))
        message = f"unknown command '{found[1]}'{others}"
    elif (found := _EXTRA.match(message)) and context:
        message = _extra(found[1], context) or message
    message = f"{variable} in the environment: {message}" if variable else message
    command = context.command_path if context else "cvtool"
    message = message if variable else f"{message[:1].lower()}{message[1:]}"
    return f"{message} (see '{command} --help')"


def _extra(words: str, context: click.Context) -> str:
    """What to write in the place of an argument that is a CV; ``""`` where it is none, or the
    command has to do with no CV."""
    import shlex

    takes_cv = any("--input" in each.opts for each in context.command.params)
    name = words if Path(words).exists() else words.split()[0]
    if not takes_cv or not (Path(name).exists() or name.endswith(CVS)):
        return ""
    return f"'{name}' is no argument of this command: write '--input {shlex.quote(name)}'"


def run(build: Build, quiet: bool = False, plans: bool = False) -> bool:
    """One build, printed as it goes; whether everything was made. ``quiet`` is of what was not,
    and nothing is made where it only ``plans``."""
    ok, told, lines = True, 0, Lines(build.folder, build.private)
    private: list[str] = []
    is_private = cache(lambda folder: folder.is_relative_to(build.private))
    try:
        for report in build.plan() if plans else build.run():
            print_problems(build.problems[told:])
            told = len(build.problems)
            ok = ok and not report.error
            is_shown = not report.error and not (quiet and report.unchanged)
            if is_shown and is_private(report.folder):
                private.append(report.path)
            speech.results += [made(report)] if speech.json else []
            if not (quiet and report.unchanged):
                lines.add(report)
        print_problems(build.problems[told:])
    except ProblemError as error:
        print_problems(error.problems)
        return False
    finally:
        lines.end()
    if private and not plans:
        names = ", ".join(build.kept_back) or "the variants that are private"
        say(f"{build.private}{os.sep} has what {build.folder}{os.sep} keeps back: {names}")
    return ok and not any(problem.is_error for problem in build.problems)


def state_of(report: Report) -> str:
    """What became of an output, in one word."""
    return "failed" if report.error else "unchanged" if report.unchanged else report.state


def made(report: Report) -> dict[str, Any]:
    """What became of an output, for programs."""
    state = state_of(report)
    where: dict[str, Any] = {
        "format": report.format,
        "folder": report.folder.as_posix(),
        "state": state,
    }
    said = {"note": report.note, "error": report.error}
    if state in ("made", "unchanged"):
        said |= {"path": (report.folder / report.path).as_posix()}
        where |= {"bytes": report.size, "seconds": round(report.seconds, 3)}
    return where | {key: value for key, value in said.items() if value}
