"""The command line: it parses, calls and prints."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import __version__
from .problems import Problem, ProblemError

if TYPE_CHECKING:
    from .build import Build, Result

_FAILED, _USAGE = 1, 2
_PATH = click.Path(path_type=Path)


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Shell completion: eval \"$(_CVTOOL_COMPLETE=bash_source cvtool)\" (or zsh_source, "
    "fish_source).",
)
@click.version_option(__version__, message="cvtool %(version)s")
def cvtool() -> None:
    """Every copy of your CV from one cv.yaml and one publications.bib.

    \b
      cvtool render              make everything that is out of date, in output/
      cvtool render pdf          make cv.pdf alone
      cvtool check               say what is wrong, and make nothing

    Problems print as file:line:column. The exit status is 0 when all went well, 1 when the input or
    an output has errors, 2 when the command itself was wrong.
    """


_input_option = click.option(
    "--input", "-i", "source", type=_PATH, default="cv.yaml", show_default=True, help="The CV."
)


@cvtool.command()
@click.argument("formats", nargs=-1, metavar="[FORMAT]...")
@click.option("--all", "every", is_flag=True, help="All formats; so it is when none is named.")
@_input_option
@click.option(
    "--output",
    "-o",
    "folder",
    type=_PATH,
    default="output",
    show_default=True,
    help="The folder to write to.",
)
@click.option("--templates", type=_PATH, help="A folder of templates that go before all others.")
@click.option("--force", "-f", is_flag=True, help="Make even what is up to date.")
@click.option("--watch", "-w", is_flag=True, help="Stay, and render again after every change.")
def render(
    formats: tuple[str, ...],
    every: bool,
    source: Path,
    folder: Path,
    templates: Path | None,
    force: bool,
    watch: bool,
) -> None:
    """Make the outputs that are out of date.

    FORMAT is one of those that 'cvtool formats' lists.
    """
    from .build import Build

    names = _formats(formats, every)
    if templates and not templates.is_dir():
        raise click.BadParameter(f"there is no folder '{templates}'", param_hint="--templates")
    build = Build(source, folder, names, templates, force)
    ok = _run(build)
    if watch:
        _watch(build)
    if not ok:
        sys.exit(_FAILED)


@cvtool.command()
@_input_option
def check(source: Path) -> None:
    """Say what is wrong with the input, and make nothing."""
    from .loading import load_all, remarks

    loaded = load_all(source)
    _print_problems(loaded.problems)
    if loaded.document is None:
        sys.exit(_FAILED)
    for remark in remarks(loaded.document):
        click.echo(f"{source}: note: {remark}", err=True)
    warnings = len(loaded.problems)
    entries = f"{len(loaded.document.publications)} publications"
    counted = f", {warnings} warning{'s' if warnings > 1 else ''}" if warnings else ""
    click.echo(f"{source}: no errors{counted}; {entries}")


@cvtool.command()
def formats() -> None:
    """List the formats, those of plugins too."""
    from .renderers import describe, names

    width = max(len(name) for name in names())
    for name in names():
        click.echo(f"{click.style(name.ljust(width), bold=True)}  {describe(name)}")


@cvtool.command()
def schema() -> None:
    """Print the JSON Schema of cv.yaml, for editors."""
    from .source.schema import json_schema

    click.echo(json_schema(), nl=False)


def main() -> None:
    """The entry point. Whatever happens, the user reads a line and not a traceback."""
    color = None if not os.environ.get("NO_COLOR") else False
    try:
        status = cvtool(standalone_mode=False, color=color, prog_name="cvtool")
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        status = _USAGE
    except click.ClickException as error:
        _print_error(_usage(error))
        status = _USAGE
    except (KeyboardInterrupt, click.Abort):
        status = 130
    except BrokenPipeError:
        sys.stdout = None  # type: ignore[assignment]
        status = _FAILED
    except Exception as error:
        if os.environ.get("CVTOOL_TRACEBACK"):
            raise
        _print_error(f"this is a fault in cvtool: {type(error).__name__}: {error}")
        _print_error("CVTOOL_TRACEBACK=1 in the environment shows where; please report it")
        status = _FAILED
    sys.exit(status or 0)


def _formats(formats: tuple[str, ...], every: bool) -> list[str]:
    from .problems import suggestion
    from .renderers import names

    known = names()
    for name in formats:
        if name not in known:
            message = f"unknown format '{name}'{suggestion(name, known)}"
            raise click.UsageError(message)
    return known if every or not formats else list(dict.fromkeys(formats))


def _run(build: Build) -> bool:
    """One build, printed as it goes; whether everything was made."""
    ok, told = True, False
    try:
        for result in build.run():
            if not told:
                _print_problems(build.problems)
                told = True
            ok = ok and not result.error
            _print_result(result, build.folder)
    except ProblemError as error:
        _print_problems(error.problems)
        return False
    return ok


def _watch(build: Build) -> None:
    from .watching import changes

    click.echo("watching for changes; Ctrl-C ends it", err=True)
    try:
        for _ in changes(build.source, build.templates, build.folder):
            build.force = False
            _run(build)
    except KeyboardInterrupt:
        return


def _print_result(result: Result, folder: Path) -> None:
    if result.error:
        _print_error(f"{result.path}: {result.error}")
        return
    name = str(folder / result.path)
    size = _size(result.size)
    state = "unchanged" if result.unchanged else f"{result.seconds:.2f} s"
    color = None if result.unchanged else "green"
    click.echo(f"{name:<28} {size:>9}  {click.style(state, fg=color)}")


def _size(count: int) -> str:
    return f"{count:,} B" if count < 1_000 else f"{count / 1_000:,.1f} kB"


def _print_problems(problems: Iterable[Problem]) -> None:
    for problem in problems:
        level = click.style(problem.level, fg="red" if problem.is_error else "yellow", bold=True)
        place = click.style(problem.place, bold=True)
        click.echo(f"{place}: {level}: {problem.what}", err=True)


def _print_error(message: str) -> None:
    click.echo(f"{click.style('cvtool: error', fg='red', bold=True)}: {message}", err=True)


def _usage(error: click.ClickException) -> str:
    message = error.format_message().rstrip(".")
    return f"{message[:1].lower()}{message[1:]} (see 'cvtool --help')"
