"""The commands about applications: what is sent, and how a posting and the CV match."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..model.problems import WARNING, Problem, ProblemError, dotted, printable, shortened
from .habits import PATH, check_folder, input_option, templates_option
from .printing import count, print_file, print_json, print_problems, say

if TYPE_CHECKING:
    from ..applications import Asked, Standing
    from ..applications.match import Term

_FAILED = 1
_STDIN = "-"
_TITLES = {
    "cv": "in the CV",
    "part": "in the CV in part",
    "source": "in the source, and not in this CV",
    "nowhere": "nowhere",
}


def add_to(group: click.Group) -> None:
    """Adds the commands."""
    for command in (apply, match):
        group.command()(input_option(command))


_variant_option = click.option(
    "--variant", "-v", default="", metavar="NAME", help="The variant of the CV; else the CV itself."
)
_language_option = click.option(
    "--language", "-l", default="", metavar="TAG", help="Its language; else its own first one."
)


@click.argument("name", required=False)
@_variant_option
@_language_option
@click.option("--letter", type=PATH, help="A letter in Markdown, to be a PDF beside the CV.")
@click.option("--job", type=PATH, help="The posting, to be kept with it.")
@templates_option
@click.option("--list", "lists", is_flag=True, help="What was made, and what changed since.")
@click.option("--again", is_flag=True, help="Make NAME again, and say what differs.")
@click.option("--json", "as_json", is_flag=True, help="The list as JSON.")
def apply(
    name: str | None, source: Path, lists: bool, again: bool, as_json: bool, **asked: Any
) -> None:
    """Freeze what is sent: cv.pdf, a letter, and all that they were made of.

    It is kept in applications/DATE-NAME/ beside the CV, which only you can open, and nothing
    there is ever overwritten. cv.pdf is the private one, named as one sends it. A letter begins
    with its head, lines of 'key: value' between two lines '---': recipient, place, date,
    subject, salutation, closing. What it lacks, the language of the CV says.

    With --list it tells what was made and what changed since; with --again it makes NAME anew
    of what was kept, writes nothing, and ends with status 1 where a byte differs.
    """
    from ..applications import Asked

    if as_json and not lists:
        raise click.UsageError("--json is for --list")
    if lists == bool(name):
        raise click.UsageError("write a NAME, or --list" if not name else "--list has no NAME")
    if (lists and again) or ((lists or again) and any(asked.values())):
        raise click.UsageError("--list and --again stand alone")
    check_folder(asked["templates"], "--templates")
    try:
        if lists:
            _list(source, as_json)
        elif again:
            _repeat(source, str(name))
        else:
            _freeze(Asked(str(name), source, **asked))
    except ProblemError as error:
        print_problems(error.problems)
        sys.exit(_FAILED)


def _freeze(asked: Asked) -> None:
    from ..applications import freeze

    folder, made = freeze(asked)
    print_problems(made.problems)
    for file, data in made.files.items():
        print_file(folder / file, len(data))


def _repeat(source: Path, name: str) -> None:
    from ..applications import latest, repeat

    done = repeat(latest(source, name))
    folder = printable(str(done.folder))
    for file in done.altered:
        say(f"{folder}{os.sep}{printable(file)}: changed after it was made")
    for file in done.differ:
        say(f"{folder}{os.sep}{printable(file)}: made again, it differs")
    for cause in done.causes:
        say(f"  {printable(cause)}")
    if done.differ and not done.causes and not done.altered:
        say("  and nothing that is known of changed: please report it")
    if done.differ or done.altered:
        sys.exit(_FAILED)
    files = done.record.files if done.record else ()
    say(f"{folder}: the same bytes ({count(len(files), 'file')})")


def _list(source: Path, as_json: bool) -> None:
    from ..applications import listed

    rows = listed(source)
    if as_json:
        print_json([_data(row) for row in rows])
        return
    good = [row for row in rows if row.record]
    table = [_cells(row) for row in good]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for cells in table:
        padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        say("  ".join(padded).rstrip())
    print_problems(Problem((), row.broken, WARNING, str(row.folder)) for row in rows if row.broken)
    if not good:
        say("no applications yet: 'cvtool apply NAME' makes one")


def _cells(row: Standing) -> list[str]:
    assert row.record
    record = row.record
    reader = "+".join(filter(None, (record.variant, record.language))) or "-"
    cells = [record.date, record.name, reader, ", ".join(record.files), _since(row)]
    return [shortened(printable(cell)) for cell in cells]


def _since(row: Standing) -> str:
    """What changed since it was made."""
    said = [f"{', '.join(row.altered)} in its folder"] if row.altered else []
    said += [", ".join(row.differ)] if row.differ else []
    if row.facts is None:
        said.append("the CV cannot be made now")
    elif row.facts:
        said.append(f"the CV in {', '.join(row.facts)}")
    return f"changed since: {'; '.join(said)}" if said else "nothing changed since"


def _data(row: Standing) -> dict[str, Any]:
    """A row of the list for programs."""
    if not row.record:
        return {"folder": str(row.folder), "broken": row.broken}
    names = ("date", "name", "variant", "language", "edition")
    said = {name: getattr(row.record, name) or None for name in names}
    since = {"altered": row.altered, "sources": row.differ, "cv": row.facts}
    return {"folder": str(row.folder), **said, "files": list(row.record.files), **since}


@click.argument("job", type=PATH)
@_variant_option
@_language_option
@click.option("--json", "as_json", is_flag=True, help="The terms as JSON.")
def match(job: Path, source: Path, variant: str, language: str, as_json: bool) -> None:
    """Say which terms of a posting the CV has, and which it lacks.

    JOB is the posting as plain text; '-' reads it from standard input. Its terms are words and
    phrases by plain rules, the weightiest first: those that cv.pdf has, those that stand in the
    source and not there, with their lines, and those that stand nowhere. 'match: {synonyms:
    {Kubernetes: [k8s]}}' in cv.yaml names words that mean the same. Nothing is written.
    """
    from ..applications.match import matched

    try:
        if str(job) == _STDIN:
            data, name = sys.stdin.buffer.read(), "stdin"
        else:
            from ..store.files import given_file

            data, name = given_file(job), str(job)
        spoken, terms = matched(data, name, source, variant, language)
    except ProblemError as error:
        print_problems(error.problems)
        sys.exit(_FAILED)
    if as_json:
        print_json({"posting": name, "language": spoken, "terms": [*map(_placed, terms)]})
    else:
        _print_match(name, terms)


def _print_match(name: str, found: list[Term]) -> None:
    sorts = {where: [each for each in found if each.where == where] for where in _TITLES}
    if not found:
        say(f"no terms in {printable(name)}")
        return
    say(
        f"{len(sorts['cv'])} of {count(len(found), 'term')} of {printable(name)} are in the CV, "
        f"{len(sorts['part'])} in part; the weightiest first: by how often the\n"
        "posting says them, what it requires twice, its title three times"
    )
    for where, terms in sorts.items():
        names = [shortened(printable(_shown(each)), 60) for each in terms]
        width = max(map(len, names), default=0)
        if terms:
            say(f"\n{click.style(_TITLES[where], bold=True)}")
        for each, shown in zip(terms, names, strict=True):
            places = ", ".join(f"{at.file}:{at.line}:{at.column}" for at in each.places)
            path = each.places[0].path if each.places else ()
            at = f"  {places}" + (f" ({dotted(path)})" if path else "")
            say(f"  {each.count:>2}×  {shown.ljust(width)}{printable(at)}".rstrip())


def _shown(term: Term) -> str:
    return f"{term.text} (as {term.instead})" if term.instead else term.text


def _placed(term: Term) -> dict[str, Any]:
    """A term for programs."""
    return {
        "term": term.text,
        "count": term.count,
        "where": term.where,
        "as": term.instead or None,
        "places": [
            {"file": at.file, "line": at.line, "column": at.column, "path": list(at.path)}
            for at in term.places
        ],
    }
