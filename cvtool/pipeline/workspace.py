"""A CV made again and again: read anew each time, with the templates kept compiled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ..model.problems import Problem
from ..render.attempt import FormatError, attempt
from ..render.theme import theme_for
from .watch import Watched

if TYPE_CHECKING:
    from ..model.document import Document
    from ..read.marks import Marks
    from ..render import Output
    from .load import Loaded


@dataclass(frozen=True)
class Made:
    """What became of one format: its files by path and what is odd about them, or why none are."""

    format: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    error: str = ""


class Maker:
    """Of one cv.yaml. ``templates`` is the folder of ``--templates``."""

    def __init__(self, source: Path, templates: Path | None) -> None:
        self._source = source
        self._templates = templates
        self._inputs = [source]
        self._marks: Marks | None = None
        self._theme = theme_for(source.parent, templates)

    def load(self) -> Loaded:
        """The files as they are now."""
        from .load import load_all

        loaded = load_all(self._source, self._templates)
        self._inputs = [self._source, *loaded.inputs]
        self._marks = loaded.marks
        self._renew_theme()
        return loaded

    def make(self, name: str, document: Document) -> Made:
        """One format, whatever becomes of it."""
        try:
            found = attempt(name, document, self._theme)
        except FormatError as error:
            return Made(name, problems=tuple(self._place(error.problems)), error=str(error))
        files = {each.path: each.data for each in found if not isinstance(each, Problem)}
        return Made(name, files, tuple(self._place(found)))

    def _place(self, found: Iterable[Output | Problem]) -> Iterator[Problem]:
        for each in found:
            if isinstance(each, Problem):
                yield self._marks.placed(each) if self._marks else each

    def watched(self) -> Watched:
        """Whose changes count."""
        self._renew_theme()
        return Watched(self._inputs, self._theme)

    def _renew_theme(self) -> None:
        """Only where its folders are others: a Theme keeps its templates compiled."""
        now = theme_for(self._source.parent, self._templates)
        if now != self._theme:
            self._theme = now
