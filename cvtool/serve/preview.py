"""One CV on the board, as its files are now, and on the terminal what changed.

The site is made in this process, the other formats in one of their own, and not in a thread: pages
are laid out by Python itself, so that a save meanwhile would wait several times as long.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from time import perf_counter
from typing import Protocol

from ..model.problems import Problem
from ..pipeline.workers import EndedError, Worker
from ..pipeline.workspace import Rendering, Workspace
from .board import SITE, Board, State

_REST = 0.25
"""Seconds in which the browser draws the site undisturbed."""


class Printer(Protocol):
    """Where the preview says what happens, from several threads."""

    def say(self, text: str, err: bool = ...) -> None: ...
    def print_problems(self, problems: Iterable[Problem]) -> None: ...
    def print_error(self, message: str) -> None: ...
    def print_made(self, name: str, number: int, seconds: float | None) -> None: ...


class Preview:
    """Renders when asked: the site before it returns, the other formats later.

    Who asks while those are being made is heard: they are made once more, of the files of then.
    """

    def __init__(
        self, source: Path, templates: Path | None, board: Board, printer: Printer
    ) -> None:
        self._board = board
        self._printer = printer
        self._workspace = Workspace(source, templates)
        self.watched = self._workspace.watched
        self._asked = Event()
        self._over = Event()
        self._worker = Worker(self._workspace.prepared())
        self._thread = Thread(target=self._make_others)
        self._thread.start()

    def render(self) -> None:
        """Reads the files. Where they have errors, the last good files stay on the board."""
        started = perf_counter()
        before = self._board.state
        loaded = self._workspace.load()
        site = self._workspace.make([SITE], loaded.document) if loaded.document else {}

        def changed(state: State) -> State:
            if site:
                self._asked.set()
            problems = tuple(loaded.problems)
            return replace(state.plus(site.values()), problems=problems, is_making=bool(site))

        now = self._board.change(changed)
        if now.problems != before.problems:
            self._printer.print_problems(now.problems)
        self._print_news(site.values(), before)
        if site and not site[SITE].error and _looks(now) != _looks(before):
            size = sum(map(len, site[SITE].files.values()))
            self._printer.print_made("the site", size, perf_counter() - started)

    def stop(self) -> None:
        """Ends the process and the thread of the others, whatever they are at."""
        self._over.set()
        self._asked.set()
        self._worker.close()
        self._thread.join()

    def _make_others(self) -> None:
        while self._asked.wait() and not self._over.wait(_REST):
            self._asked.clear()
            try:
                others = self._worker.start(_others)()
            except EndedError as error:
                others = [Rendering("pdf", error=f"{error}; save again to have another")]
            if not self._over.is_set():
                self._show(others)

    def _show(self, others: list[Rendering]) -> None:
        before = self._board.state
        self._board.change(
            lambda state: replace(state.plus(others), is_making=self._asked.is_set())
        )
        self._print_news(others, before)

    def _print_news(self, renderings: Iterable[Rendering], before: State) -> None:
        for each in renderings:
            old = before.made.get(each.format, Rendering(each.format))
            if each.problems != old.problems:
                self._printer.print_problems(each.problems)
            if each.error and each.error != old.error:
                self._printer.print_error(f"{each.format}: {each.error}")


def _others(workspace: Workspace) -> list[Rendering]:
    from ..render import formats

    document = workspace.load().document
    names = [name for name in formats() if name != SITE]
    return [*workspace.make(names, document).values()] if document else []


def _looks(state: State) -> object:
    return state.problems, state.files.get(SITE)
