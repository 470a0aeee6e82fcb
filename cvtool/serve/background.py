"""The formats beside the site, in a process of their own: in this one cv.pdf would hold it up.

A process and not a thread: pages are laid out by Python itself, so that a save meanwhile would wait
several times as long.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

from ..pipeline.workspace import Made, Maker
from .board import SITE

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_REST = 0.25
"""Seconds in which the browser draws the site undisturbed."""
_DIED = "the process that makes it ended before it was done: save again to have another"


class Background:
    """Makes all formats but the site when asked, and hands them to ``done``, from a thread.

    Who asks while some are being made is heard: they are made once more, of the files of then.
    """

    def __init__(
        self, source: Path, templates: Path | None, done: Callable[[list[Made]], None]
    ) -> None:
        self._arguments = (source, templates)
        self._done = done
        self._asked = Event()
        self._over = Event()
        self._start()
        self._thread = Thread(target=self._attend)
        self._thread.start()

    @property
    def is_asked(self) -> bool:
        """Whether there is more to make than what is being made."""
        return self._asked.is_set()

    def ask(self) -> None:
        """Has everything made of the files as they are now; returns at once."""
        if not self._process.is_alive():
            self._start()
        self._asked.set()

    def stop(self) -> None:
        """Ends the process and the thread, whatever they are at."""
        self._over.set()
        self._asked.set()
        self._process.terminate()
        self._process.join()
        self._thread.join()

    def _start(self) -> None:
        context = get_context("spawn")
        self._pipe, its_end = context.Pipe()
        self._process = context.Process(target=_work, args=(its_end, *self._arguments), daemon=True)
        with _deaf_to_ctrl_c():  # which is for the command, that then ends this process
            self._process.start()
        its_end.close()

    def _attend(self) -> None:
        while self._asked.wait() and not self._over.wait(_REST):
            self._asked.clear()
            made = self._made()
            if not self._over.is_set():
                self._done(made)

    def _made(self) -> list[Made]:
        try:
            self._pipe.send(None)
            made: list[Made] = self._pipe.recv()
        except (EOFError, OSError):
            return [Made("pdf", error=_DIED)]
        return made


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """A process that is started meanwhile stays deaf, from its first instruction on."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _work(pipe: Connection, source: Path, templates: Path | None) -> None:
    """Answers each message with what became of the formats, until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Windows hands nothing on
    maker = Maker(source, templates)
    with suppress(EOFError, OSError):
        while True:
            pipe.recv()
            pipe.send(_others(maker))


def _others(maker: Maker) -> list[Made]:
    from ..render import formats

    document = maker.load().document
    return [maker.make(name, document) for name in formats() if name != SITE] if document else []
