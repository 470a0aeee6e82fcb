"""Where the entries of the bibliography have gone, to the last one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..model.document import Document
    from .library import Library


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
