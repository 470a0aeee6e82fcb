"""What the command says: problems, results, and errors, in color where that helps."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from ..model.problems import (
    ERROR,
    WARNING,
    Problem,
    ProblemError,
    few,
    near,
    printable,
    shortened,
    suggestion,
)

if TYPE_CHECKING:
    from ..pipeline.build import Build, Report

_COLORS = {ERROR: "red", WARNING: "yellow"}
_MOST_LINES = 4
_NO_COMMAND = re.compile("No such command '(.*)'")


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
        if result.error or (result.folder in self.folders and not _inside(result)):
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
        inside = f"{self._group(first)[1]}/" if self._group(first)[1] else ""
        seconds = sum({each.seconds for each in waiting})
        self._print(
            replace(first, seconds=seconds),
            f"{inside} ({len(waiting)} files)",
            sum(each.size for each in waiting),
            ", ".join(f"{each.path}: {each.note}" for each in waiting if each.note),
        )

    def _print(self, result: Report, shown: str, number: int, note: str) -> None:
        if result.error:
            print_error(f"{result.path}: {result.error}")
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
    for problem in few(problems) if few_of_a_kind else problems:
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

    Raises ``PrintError``, and ``BrokenPipeError`` when nobody reads.
    """
    is_plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    try:
        click.echo(text, err=err, nl=nl, color=False if is_plain else None)
    except BrokenPipeError:
        raise
    except OSError as error:
        name = "standard error" if err else "standard output"
        setattr(sys, "stderr" if err else "stdout", None)  # else Python tries again at its end
        raise PrintError(error.errno, error.strerror, name) from None


def count(number: int, what: str) -> str:
    """``3 warnings``, ``1 warning``, ``no warnings``."""
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"


def print_table(rows: Mapping[str, str]) -> None:
    """Names, and what is said of each."""
    names = [shortened(printable(name)) for name in rows]
    width = max(map(len, names))
    for name, about in zip(names, rows.values(), strict=True):
        say(f"{click.style(name.ljust(width), bold=True)}  {shortened(printable(about))}")


def explain(error: click.ClickException) -> str:
    """What is wrong with the command, in one line, worded as for the same mistake in cv.yaml."""
    context = getattr(error, "ctx", None)
    message = error.format_message().split(". Did you mean")[0].rstrip(".")
    if isinstance(error, click.NoSuchOption):
        known = error.possibilities or ()
        message = f"unknown option '{error.option_name}'{near(error.option_name, known)}"
    elif (found := _NO_COMMAND.match(message)) and context:
        others = suggestion(found[1], context.command.list_commands(context))
        message = f"unknown command '{found[1]}'{others}"
    command = context.command_path if context else "cvtool"
    return f"{message[:1].lower()}{message[1:]} (see '{command} --help')"


def run(build: Build, quiet: bool = False) -> bool:
    """One build, printed as it goes; whether everything was made. ``quiet`` is of what was not."""
    ok, told, lines = True, 0, Lines(build.folder, build.private)
    private: list[str] = []
    try:
        for result in build.run():
            print_problems(build.problems[told:])
            told = len(build.problems)
            ok = ok and not result.error
            is_shown = not result.error and not (quiet and result.unchanged)
            if is_shown and result.folder.is_relative_to(build.private):
                private.append(result.path)
            if not (quiet and result.unchanged):
                lines.add(result)
        print_problems(build.problems[told:])
    except ProblemError as error:
        print_problems(error.problems)
        return False
    finally:
        lines.end()
    if private:
        names = ", ".join(build.kept_back) or "the variants that are private"
        say(f"{build.private}{os.sep} has what {build.folder}{os.sep} keeps back: {names}")
    return ok and not any(problem.is_error for problem in build.problems)
