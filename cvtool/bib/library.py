"""The entries of the .bib files as the publications of one person, in one language and form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from ..model.document import Document, Publication
from ..model.problems import Problem
from ..words import Language
from .owner import Owner
from .publish import Form, finish, is_listed, unknown_commands
from .records import Record, read_files


class View(NamedTuple):
    """Whose publications they are, and how they are shown."""

    owner: Owner
    language: Language
    form: Form = Form()


@dataclass(frozen=True, slots=True)
class Work:
    """An entry as a publication, and where it stands in which file.

    ``is_parent`` marks an entry that others inherit from, ``is_listed`` one that stands in a list
    for its own sake. ``doubts`` matter to those who show it.
    """

    publication: Publication
    is_parent: bool = False
    is_listed: bool = True
    file: str = ""
    line: int = 0
    column: int = 0
    doubts: tuple[Problem, ...] = ()

    @property
    def key(self) -> str:
        return self.publication.key


@dataclass(frozen=True, slots=True)
class Library:
    """What .bib files hold. ``entries`` counts all of them, those too that are left out.

    An entry that is no work is reported by a problem of its own, so that nothing is lost unsaid.
    """

    works: tuple[Work, ...] = ()
    problems: tuple[Problem, ...] = ()
    entries: int = 0

    @property
    def left_out(self) -> int:
        return self.entries - len(self.works)


def read(files: Iterable[tuple[str, bytes]], view: View) -> Library:
    """The library of .bib files, as pairs of a name and bytes. Never fails."""
    found = read_files(files)
    works = tuple(_work(record, view) for record in found.records)
    return Library(works, found.problems, found.entries)


def _work(record: Record, view: View) -> Work:
    return Work(
        finish(record, *view),
        record.is_parent,
        is_listed(record, view.owner),
        record.file,
        record.line,
        record.column,
        tuple(unknown_commands(record)),
    )


@dataclass(frozen=True, slots=True)
class Tally:
    """How many entries the .bib files have, and what became of them.

    ``reported`` ones are left out, each with a warning; ``chosen_out`` by the settings in cv.yaml;
    ``parents`` are shown only as the book or proceedings of other entries.
    """

    entries: int = 0
    shown: int = 0
    reported: int = 0
    chosen_out: int = 0
    parents: int = 0

    def __str__(self) -> str:
        """The sum: ``12 entries = 10 shown + 2 reported``."""
        rest = {"left out by cv.yaml": self.chosen_out, "shown with other entries": self.parents}
        parts = [f"{self.shown} shown", f"{self.reported} reported"]
        parts += [f"{count} {what}" for what, count in rest.items() if count]
        return f"{self.entries} {'entry' if self.entries == 1 else 'entries'} = {' + '.join(parts)}"


def tally(library: Library, document: Document) -> Tally:
    """Counts each entry once; the parts are found each on its own, not as what is left."""
    shown = {each.key for each in document.publications}
    hidden = [work for work in library.works if work.key not in shown]
    parents = [work for work in hidden if work.is_parent]
    return Tally(
        entries=library.entries,
        shown=sum(work.key in shown for work in library.works),
        reported=library.left_out,
        chosen_out=len(hidden) - len(parents),
        parents=len(parents),
    )
