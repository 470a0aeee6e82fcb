"""A second process that gets ready for a slow task while this one is still busy with its input."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Generic, Self, TypeVar

T = TypeVar("T")
R = TypeVar("R")


def pays() -> bool:
    """Whether a second process can work beside this one: a fork is safe, and there is a core."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return False
    return len(os.sched_getaffinity(0)) > 1


class Ahead(Generic[T, R]):
    """Calls ``prepare()`` in a second process, and ``work(task)`` once it is given its task.

    The task and what ``work`` returns are pickled. Whatever goes wrong over there leads to no
    result: the caller then does the work itself, and sees why. Leaving the context ends it.
    """

    def __init__(self, prepare: Callable[[], None], work: Callable[[T], R]) -> None:
        task, self._task = os.pipe()
        self._result, result = os.pipe()
        self._process = os.fork()
        if not self._process:
            os.close(self._task)
            os.close(self._result)
            _other_side(prepare, work, task, result)
        os.close(task)
        os.close(result)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)
        for pipe in (self._task, self._result):
            os.close(pipe)

    def give(self, task: T) -> None:
        """Hands over the task, once at most; it waits until the other side takes a large one."""
        with suppress(OSError), open(self._task, "wb", closefd=False) as pipe:
            pickle.dump(task, pipe, pickle.HIGHEST_PROTOCOL)

    def take(self) -> R | None:
        """What the work came to, when it is done; ``None`` if it came to nothing."""
        with (
            suppress(EOFError, pickle.UnpicklingError),
            open(self._result, "rb", closefd=False) as pipe,
        ):
            result: R = pickle.load(pipe)
            return result
        return None


def _other_side(
    prepare: Callable[[], None], work: Callable[[Any], object], task: int, result: int
) -> None:
    """All that the second process does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(BaseException):
        prepare()
        with open(task, "rb") as pipe:
            given = pickle.load(pipe)
        done = pickle.dumps(work(given), pickle.HIGHEST_PROTOCOL)
        with open(result, "wb") as pipe:
            pipe.write(done)
    os._exit(0)
