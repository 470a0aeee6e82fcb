"""One CV on the board, as its files are now, and on the terminal what changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from ..cli.printing import print_error, print_made, print_problems
from ..pipeline.workspace import Made, Maker
from .background import Background
from .board import SITE, Board, State


class Preview:
    """Renders when asked: the site before it returns, the other formats later."""

    def __init__(self, source: Path, templates: Path | None, board: Board) -> None:
        self._board = board
        self._maker = Maker(source, templates)
        self._background = Background(source, templates, self._show_others)
        self.watched = self._maker.watched

    def render(self) -> None:
        """Reads the files. Where they have errors, the last good files stay on the board."""
        started = perf_counter()
        before = self._board.state
        loaded = self._maker.load()
        made = [self._maker.make(SITE, loaded.document)] if loaded.document else []

        def changed(state: State) -> State:
            if made:
                self._background.ask()
            problems = tuple(loaded.problems)
            return replace(state.plus(made), problems=problems, is_making=bool(made))

        now = self._board.change(changed)
        if now.problems != before.problems:
            print_problems(now.problems)
        _print_news(made, before)
        if made and not made[0].error and _looks(now) != _looks(before):
            print_made(
                "the site", sum(map(len, now.files[SITE].values())), perf_counter() - started
            )

    def stop(self) -> None:
        """Ends what runs beside."""
        self._background.stop()

    def _show_others(self, made: list[Made]) -> None:
        before = self._board.state
        self._board.change(
            lambda state: replace(state.plus(made), is_making=self._background.is_asked)
        )
        _print_news(made, before)


def _looks(state: State) -> object:
    return state.problems, state.files.get(SITE)


def _print_news(made: Iterable[Made], before: State) -> None:
    for each in made:
        if each.problems != before.odd.get(each.format, ()):
            print_problems(each.problems)
        if each.error and each.error != before.errors.get(each.format):
            print_error(f"{each.format}: {each.error}")
