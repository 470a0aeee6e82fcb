"""Several CVs in one run: where each goes, a line for each, a bar, and a line for all."""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..model.problems import NOTE, Problem, ProblemError, printable
from . import printing
from .habits import FOLDER, is_form
from .printing import count, print_problems, say, speech

if TYPE_CHECKING:
    from ..pipeline.batch import Job, Outcome
    from ..render.people import Members


def _form(folder: Path | None) -> Path:
    return folder if folder and is_form(folder) else (folder or Path("output")) / FOLDER


def root_of(folder: Path | None) -> Path:
    """The folder around those of all CVs."""
    return Path(*takewhile(lambda part: FOLDER not in part, _form(folder).parts))


def folders_of(sources: Sequence[Path], folder: Path | None) -> dict[Path, Path]:
    """Where the outputs of each of several CVs go: ``{folder}`` in the name is that of the CV's own
    folder, or its own where several lie in one. Raises where two would go to one."""
    from ..model.plain import folded

    form = str(_form(folder))
    if other_name := re.search(r"\{\w*\}", form.replace(FOLDER, "")):
        what = f"there is no '{other_name[0]}': {FOLDER} stands for the name of the CV's folder"
        raise click.BadParameter(what, param_hint="--output")
    names = ((os.path.realpath(it), _home(it).name, it.stem) for it in sources)
    once = dict(reversed([*zip(names, sources, strict=True)]))
    homes = Counter(map(_home, once.values()))
    found: dict[Path, Path] = {}
    taken: dict[str, Path] = {}
    for source in reversed(once.values()):
        home = _home(source)
        name = home.name if homes[home] == 1 and home.name else source.stem
        found[source] = Path(form.replace(FOLDER, name))
        other = taken.setdefault(folded(str(found[source])), source)
        if other != source:
            raise click.UsageError(_both(other, source, found))
    return found


def _home(source: Path) -> Path:
    """The folder that it lies in, by a name without dots."""
    return Path(os.path.abspath(source)).parent  # noqa: PTH100


def _both(one: Path, other: Path, folders: dict[Path, Path]) -> str:
    first, second = (printable(str(folders[each])) for each in (one, other))
    where = f"'{first}'" if first == second else f"'{first}' and '{second}', one folder to some"
    both = f"'{printable(str(one))}' and '{printable(str(other))}'"
    return f"{both} would go to {where}: rename a folder, or give each a run of its own"


_LEFT = "the page of all does not lead here: delete the folder where nobody is to see it any more"


def render_all(jobs: Sequence[Job], size: int, executor: str | None) -> bool:
    """Several CVs, a line for each and one for all; whether everything was made."""
    from tempfile import TemporaryFile

    from ..pipeline.batch import join, outcomes
    from ..pipeline.workers import executor_of
    from ..render.people import Members

    try:
        found = outcomes(jobs, size, executor_of(executor) if executor else None)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--executor") from None
    is_ok, told = True, Counter[str]()
    with TemporaryFile() as disk:
        people = Members(disk)
        with _bar(found, len(jobs)) as each_one:
            for outcome in each_one:
                _tell(outcome)
                told[outcome.state] += 1
                if jobs[0].indexed:
                    join(people, outcome, jobs[0].around)
        if people.are_known:  # else it would be a page of nobody
            is_ok = _index(people, jobs)
    say(f"{count(len(jobs), 'CV')}: {', '.join(f'{told[name]} {name}' for name in told)}")
    return is_ok and not told["failed"]


def _index(people: Members, jobs: Sequence[Job]) -> bool:
    """Makes the page of all; whether it could be made."""
    from ..pipeline.batch import publish
    from ..render import said
    from ..store.manifest import others_in

    try:
        for path in publish(people, jobs[0]) if not jobs[0].plans else ():
            shown = Path(os.path.relpath(path))
            printing.print_file(shown, path.stat().st_size)
        others = others_in(jobs[0].around, (each.folder for each in jobs))
        print_problems(Problem((), _LEFT, NOTE, str(each)) for each in others)
    except ProblemError as error:
        print_problems(error.problems)
        return False
    except OSError as error:
        printing.print_error(said(error))
        return False
    return True


@contextmanager
def _bar(found: Iterator[Outcome], length: int) -> Iterator[Iterable[Outcome]]:
    """How many of them are done, where somebody sees it."""
    if not printing.is_watched():
        yield found
        return
    with click.progressbar(length=length, label="rendering", file=sys.stderr, show_pos=True) as bar:

        def counted() -> Iterator[Outcome]:
            speech.waits = True
            for outcome in found:
                yield outcome  # whose line stands where the bar was
                bar.update(1)
                speech.waits = True

        yield counted()
        speech.waits = False


def _tell(outcome: Outcome) -> None:
    """Says what became of a CV: what is wrong with it, and a line."""
    errors = [each for each in outcome.reports if each.error]
    print_problems(outcome.problems)
    for each in errors:
        printing.print_error(f"{outcome.folder}{os.sep}{each.path}: {each.error}")
    states = Counter(map(printing.state_of, outcome.reports))
    said = ", ".join(f"{number} {name}" for name, number in states.items()) or "nothing made"
    seconds = "" if outcome.state == "unchanged" else f"  {outcome.seconds:.2f} s"
    say(f"{printable(str(outcome.folder)):<28} {said}{seconds}")
    speech.results += map(printing.made, outcome.reports) if speech.json else ()
    what = {"source": str(outcome.source), "folder": outcome.folder.as_posix()}
    printing.result(**what, state=outcome.state, seconds=round(outcome.seconds, 3))
