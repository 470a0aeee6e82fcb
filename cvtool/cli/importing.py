"""The command that makes a cv.yaml of the files of other programs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..model.problems import WARNING, Problem, ProblemError, printable, quoted, shortened
from .habits import PATH, speaking
from .printing import count, print_file, print_problems, say

if TYPE_CHECKING:
    from ..importers.assembling import Read, Result

_FAILED = 1
_LONGEST = 200


def add_to(group: click.Group) -> None:
    """Adds the command."""
    group.command("import")(import_files)


def _complete_kind(_: click.Context, __: click.Parameter, begun: str) -> list[str]:
    from ..importers import importers

    return [name for name in importers() if name.startswith(begun)]


@click.argument("files", nargs=-1, required=True, type=PATH, metavar="FILE...")
@click.option("--output", "-o", "folder", type=PATH, default=".", help="The folder for it.")
@click.option(
    "--from", "kind", default="", metavar="KIND", shell_complete=_complete_kind,
    help="What the files are, where that is not seen from what is in them.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Write over files that are there.")
@speaking()
def import_files(files: tuple[Path, ...], folder: Path, kind: str, force: bool) -> None:
    """Make a cv.yaml, and a publications.bib, of the files of other programs.

    It reads JSON Resume, LinkedIn's export (the zip), Word, RenderCV, YAMLResume, Reactive
    Resume, FRESH, ORCID records, Europass, .bib files, bamos/cv, sites of al-folio,
    academicpages and Hugo Blox, and PDFs that carry a resume.json; a FILE may be a folder or a
    zip. Several are taken for one person: what they have in common is there once, and where
    they disagree the first is kept.

    It says what became of every value. What has no place in cv.yaml is kept there under keys
    that begin with x-, and nothing is made up. Nothing is written over without --force.
    """
    from ..importers.assembling import imported
    from ..store.files import replace_files

    try:
        result = imported(files, kind)
        _refuse_others(folder, result, force)
        written = result.files | _schema(folder, force)
        replace_files(folder, written)
    except ProblemError as error:
        print_problems(error.problems)
        sys.exit(_FAILED)
    print_import(result)
    for name, data in written.items():
        print_file(folder / name, len(data))
    _check(folder / "cv.yaml")


def _schema(folder: Path, force: bool) -> dict[str, bytes]:
    """The schema for editors, which the first line of cv.yaml names, unless one is there."""
    from ..render import formats
    from ..source.schema import SCHEMA_NAME, json_schema

    is_there = (folder / SCHEMA_NAME).exists() and not force
    return {} if is_there else {SCHEMA_NAME: json_schema(formats().values()).encode()}


def _check(path: Path) -> None:
    """Says what is left to mend, as ``check`` does."""
    from ..pipeline.load import load_all

    print_problems(load_all(path).problems)


def _refuse_others(folder: Path, result: Result, force: bool) -> None:
    """Raises where something is in the way."""
    what = "it is there already: choose another folder with --output, or write over it with --force"
    if folder.exists() and not folder.is_dir():
        raise ProblemError([Problem((), f"{quoted(str(folder))} is no folder")])
    paths = [folder / name for name in result.files]
    found = [each for each in paths if each.is_dir() or (each.exists() and not force)]
    if found:
        raise ProblemError([Problem((), what, file=str(each)) for each in found])


def print_import(result: Result) -> None:
    """What became of everything, and at the end what is to be looked at."""
    for each in result.reads:
        _print_read(each)
    for (kind, text), number in result.notes.items():
        say(_line(kind, text, number))
    for section, number in result.totals.items():
        say(_line("made", section, number))
    if result.samples:
        what = f"this looks like the sample of a template: {', '.join(result.samples)}"
        print_problems([Problem((), what, WARNING, "cv.yaml")])


def _print_read(read: Read) -> None:
    counts: dict[str, Any] = read.ledger.counts
    kept, left = counts["kept"], counts["left out"]
    title = read.row.title.removeprefix("a ").removeprefix("an ")
    say(
        f"{click.style(printable(read.name), bold=True)}: {title}, "
        f"{count(counts['mapped'] + kept + left, 'value')}: {counts['mapped']} mapped, {kept} kept "
        f"under x-{read.row.name}, {left} left out"
    )
    for (kind, text), number in sorted(read.ledger.notes.items()):
        say(_line(kind, text, number))


def _line(kind: str, text: str, number: int) -> str:
    times = f" ({number})" if number > 1 or kind in ("kept", "made") else ""
    return f"  {kind:<14} {shortened(printable(text), _LONGEST)}{times}"
