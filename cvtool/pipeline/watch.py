"""Waits for changes of the files that a CV is made from."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path
from threading import Event
from types import FrameType

from ..render.theme import Theme, shipped
from ..store.files import real_path

_TICK = 500


class Watched:
    """What the outputs depend on: ``inputs`` are names and patterns, cv.yaml first."""

    def __init__(self, inputs: Sequence[Path], theme: Theme) -> None:
        beside = inputs[0].parent
        self._names = {(real_path(path.parent), path.name) for path in inputs}
        roots = (beside / "fonts", shipped(), *theme.roots())
        self._roots = {*map(real_path, roots)}
        found = {*self._roots, *theme.folders, *(path.parent for path in inputs)}
        below = (each for root in self._roots for each in os.walk(root))
        found |= {Path(folder, name) for folder, names, _ in below for name in names}
        self.folders = {real_path(path) for path in found if path.is_dir()}
        """Every folder that holds, or may come to hold, a file that the outputs depend on."""

    def counts(self, path: Path) -> bool:
        """Whether an output may depend on this file of one of the folders."""
        return any(path.is_relative_to(root) for root in self._roots) or any(
            path.parent == folder and fnmatch(path.name, name) for folder, name in self._names
        )


def changes(
    watched: Callable[[], Watched], rest: int = 50, ends_at_once: bool = True
) -> Iterator[None]:
    """Yields once after each burst of changes that count, asking anew each time for what does.

    A burst is over after ``rest`` milliseconds without a change. It also yields once when it has
    begun to watch, for what was saved before. Hidden files and backups do not count. Whoever writes
    what counts himself must come to rest. Ctrl-C ends it, whatever becomes of the exception; where
    that is not to come at once, there is none before the second one.
    """
    over = Event()
    with _ctrl_c_sets(over, ends_at_once):
        while not over.is_set():
            yield from _until_other_folders(watched, rest, over)


def _until_other_folders(watched: Callable[[], Watched], rest: int, over: Event) -> Iterator[None]:
    from watchfiles import watch

    now = watched()
    folders, is_new = now.folders, True
    for found in watch(
        *folders,
        watch_filter=lambda _, name: _is_shown(Path(name).name),
        recursive=False,
        debounce=200,
        step=rest,
        rust_timeout=_TICK,
        yield_on_timeout=True,
        stop_event=over,
    ):
        if is_new or any(now.counts(Path(name)) for _, name in found):
            yield
        if found or is_new:
            is_new = False
            now = watched()
            if now.folders != folders:
                return


@contextmanager
def _ctrl_c_sets(event: Event, raises: bool) -> Iterator[None]:
    """Ctrl-C sets the event, and ``raises`` ``KeyboardInterrupt`` as ever, if not the first time.

    Python drops an exception that comes up while it clears away garbage, and says so: without the
    event, that Ctrl-C would be lost. One that comes up as a lock is taken leaves it taken, for
    which threads would wait for ever.
    """
    before = signal.getsignal(signal.SIGINT)

    def interrupt(number: int, frame: FrameType | None) -> None:
        is_first = not event.is_set()
        event.set()
        if raises or not is_first:
            signal.default_int_handler(number, frame)

    if before is signal.default_int_handler:  # else somebody wants to have none
        signal.signal(signal.SIGINT, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _is_shown(name: str) -> bool:
    return not name.startswith(".") and not name.endswith("~")
