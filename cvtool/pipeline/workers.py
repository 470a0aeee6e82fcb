"""A process that works beside this one: forked where that is safe, and spawned elsewhere."""

from __future__ import annotations

import gc
import os
import pickle
import shutil
import signal
import sys
import tempfile
import threading
from collections import Counter, deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module
from logging import CRITICAL, getLogger
from select import select
from typing import IO, TYPE_CHECKING, Any, Generic, NoReturn, Self, TypeVar, TypeVarTuple

from ..model.later import dataclass
from ..model.problems import fitted, printable
from ..store.files import temporary_folder

if TYPE_CHECKING:
    from concurrent.futures import Executor

S = TypeVar("S")
R = TypeVar("R")
Ts = TypeVarTuple("Ts")

_LOST = (EOFError, OSError, ValueError, pickle.UnpicklingError)
"""What comes up at a pipe whose other end is gone, or that was closed here."""


_FOR_THE_COMMAND = {signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)}
"""What a terminal sends to both processes. That one ends after this one, and clears away."""


_LARGE = 1 << 20
"""Bytes that a pipe may hold on Linux, where it usually holds a sixteenth of that."""

_PATIENCE = 10
"""Seconds in which the workers of a cluster have to be found."""


class EndedError(Exception):
    """The process ended before it was done with its work.

    ``died`` is the signal of which it died by itself: whoever does that work dies of it, too.
    """

    def __init__(self, died: str = "") -> None:
        super().__init__(died)
        self.died = died

    def __str__(self) -> str:
        if not self.died:
            return "the process that makes it ended before it was done"
        if self.died == "SIGKILL":
            return "the process that makes it was killed: is there enough memory?"
        return (
            f"a library of the system crashed over it ({self.died}): if you have styles, templates "
            "or fonts of your own, take back what you changed last"
        )


def processors() -> int:
    """How many this process may use: with one, another process makes nothing quicker."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def can_fork() -> bool:
    """Whether a copy of this process is sure to run: elsewhere a thread may hold what it needs."""
    return sys.platform == "linux" and threading.active_count() == 1


class Worker(Generic[S]):
    """A process that calls ``prepare()`` at once, and hands what it returns to its work.

    What goes there and comes back is pickled. Ctrl-C does not reach it; it ends with its context,
    or with this process, and leaves no temporary file. One that has died is replaced when it is
    to work. Raises ``OSError`` where none can be had.
    """

    def __init__(self, prepare: Callable[[], S]) -> None:
        self._prepare = prepare
        self._folder = temporary_folder()
        self._lock = threading.Lock()
        self._is_over = False
        self._process = self._begin()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends it, whatever it is at: who waits for it has an ``EndedError``."""
        with self._lock:
            self._is_over = True
            self._process.end()
        self._folder.cleanup()

    def start(self, work: Callable[[S, *Ts], R], *arguments: *Ts) -> Callable[[], R]:
        """Has ``work`` called there. What this returns waits for the result, or ``EndedError``.

        It is to be had before more work is handed over. An exception of the work ends the process.
        """
        task = pickle.dumps((work, arguments), pickle.HIGHEST_PROTOCOL)
        if not self._process.send(task):
            self._replace()
            self._process.send(task)
        return partial(self._result, self._process)

    @property
    def pipe(self) -> int:
        """Where its results come from."""
        return self._process.results.fileno()

    def renew(self) -> None:
        """Puts a new process in the place of this one, which has nothing to do."""
        self._replace()

    def _replace(self) -> None:
        with self._lock, suppress(OSError):
            self._process.end()
            if not self._is_over:
                self._process = self._begin()

    def _begin(self) -> _Process:
        return (_forked if can_fork() else _spawned)(self._prepare, self._folder.name)

    def _result(self, process: _Process) -> Any:
        try:
            return pickle.load(process.results)
        except _LOST:
            with self._lock:
                died = process.end()
            raise EndedError(died) from None


@dataclass
class _Task:
    send: Callable[[Worker[Any]], Callable[[], Any]]
    result: Any = None
    error: EndedError | None = None
    is_done: bool = False


class Pool(Generic[S]):
    """Workers side by side, ``size`` at most, each begun when there is work for it, and anew after
    so many ``tasks``, if that is said: what libraries never free goes with their process.

    The first begins at once. Raises ``OSError`` where none can be had.
    """

    def __init__(self, prepare: Callable[[], S], size: int = 1, tasks: int = 0) -> None:
        self.size, self.tasks = size, tasks
        self._prepare = prepare
        self._done: Counter[int] = Counter()
        self._free = [Worker(prepare)]
        self._busy: list[tuple[Worker[S], _Task, Callable[[], Any]]] = []
        self._waiting: deque[_Task] = deque()

    def close(self) -> None:
        """Ends them, whatever they are at."""
        for worker in [*self._free, *(each[0] for each in self._busy)]:
            worker.close()

    def start(self, work: Callable[[S, *Ts], R], *arguments: *Ts) -> Callable[[], R]:
        """Has ``work`` called by one of them. What this returns waits for the result, or raises
        ``EndedError``."""
        task = _Task(lambda worker: worker.start(work, *arguments))
        self._waiting.append(task)
        self._feed()
        return partial(self._result, task)

    def _feed(self) -> None:
        while self._waiting and (worker := self._next()):
            task = self._waiting.popleft()
            self._busy.append((worker, task, task.send(worker)))

    def _next(self) -> Worker[S] | None:
        """A worker without work, if there is or may be another."""
        if self._free:
            return self._free.pop()
        if len(self._busy) < self.size:
            with suppress(OSError):
                return Worker(self._prepare)
        return None

    def _result(self, task: _Task) -> Any:
        while not task.is_done:
            self._collect()
        if task.error:
            raise task.error
        return task.result

    def _collect(self) -> None:
        """Takes the result of whoever is ready first, and gives out more work."""
        ready = _ready([each[0] for each in self._busy])
        worker, task, wait = self._busy[ready]
        try:
            task.result = wait()
        except EndedError as error:
            task.error = error
        task.is_done = True
        del self._busy[ready]  # not before: who waits may be interrupted
        self._done[id(worker)] += 1
        if self.tasks and self._done[id(worker)] % self.tasks == 0:
            worker.renew()
        self._free.append(worker)
        self._feed()


def _ready(workers: Sequence[Worker[Any]]) -> int:
    """Which of the workers has something to say; the first where the system cannot tell."""
    pipes = [worker.pipe for worker in workers]
    if len(pipes) == 1 or os.name == "nt":
        return 0
    ready, _, _ = select(pipes, [], [])
    return pipes.index(ready[0])


@dataclass
class _Process:
    tasks: IO[bytes]
    results: IO[bytes]
    kill: Callable[[], object]
    wait: Callable[[], int]
    is_over: bool = False

    def send(self, task: bytes) -> bool:
        """Whether it took the task."""
        with suppress(*_LOST):
            self.tasks.write(task)
            self.tasks.flush()
            return True
        return False

    def end(self) -> str:
        """The signal of which it died, where it was dead already.

        Once it is over, its number may be another's.
        """
        if self.is_over:
            return ""
        self.is_over = True
        self.kill()  # of which nothing dies that is dead
        died = _signal(self.wait())
        for pipe in (self.tasks, self.results):
            with suppress(OSError):
                pipe.close()
        return died


def _signal(status: int) -> str:
    """Its name; on Windows the number of the exception."""
    if status >= 0:
        return hex(status) if status >> 31 else ""
    try:
        return signal.Signals(-status).name
    except ValueError:
        return f"signal {-status}"


def _forked(prepare: Callable[[], object], folder: str) -> _Process:
    """A copy of this process, which has all that this one has loaded."""
    from fcntl import F_SETPIPE_SZ, fcntl

    given, tasks = os.pipe()
    results, made = os.pipe()
    with suppress(OSError):  # who hands over a task need not wait until it is taken up
        fcntl(tasks, F_SETPIPE_SZ, _LARGE)
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, _FOR_THE_COMMAND)  # the copy keeps it so
    try:
        pid = os.fork()
        if not pid:
            try:
                os.close(tasks)
                os.close(results)
                _attend(os.fdopen(given, "rb"), os.fdopen(made, "wb"), prepare, folder)
            finally:
                os._exit(0)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    os.close(given)
    os.close(made)

    def wait() -> int:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

    kill = partial(os.kill, pid, signal.SIGKILL)
    return _Process(os.fdopen(tasks, "wb"), os.fdopen(results, "rb"), kill, wait)


def _spawned(prepare: Callable[[], object], folder: str) -> _Process:
    """A Python of its own, in a group of its own, which the terminal signals nothing."""
    import subprocess

    code = f"import sys; sys.path[:] = {sys.path!r}; from {__name__} import attend; attend()"
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        process_group=None if os.name == "nt" else 0,
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )
    assert process.stdin
    assert process.stdout
    with suppress(OSError):  # then it ended at once, as is seen when it is given its task
        pickle.dump((prepare, folder), process.stdin)
        process.stdin.flush()
    return _Process(process.stdin, process.stdout, process.kill, process.wait)


def attend() -> NoReturn:
    """All that a spawned process does."""
    tasks, results = os.fdopen(0, "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no result
    try:
        _attend(tasks, results, *pickle.load(tasks))
    finally:
        os._exit(0)  # at once: as long as its pipe is open, it is at work


def _attend(
    tasks: IO[bytes], results: IO[bytes], prepare: Callable[[], object], folder: str
) -> None:
    """Calls what it is given, until nobody is left to give, nor to clear away the files."""
    tempfile.tempdir = folder
    state = prepare()
    with suppress(EOFError, BrokenPipeError):
        while True:
            work, arguments = pickle.load(tasks)
            results.write(pickle.dumps(work(state, *arguments), pickle.HIGHEST_PROTOCOL))
            results.flush()
            gc.collect()  # now, when nobody waits for it
    shutil.rmtree(folder, ignore_errors=True)


GROUP = "cvtool.executors"
"""The group of entry points, each of which names what makes an executor of an address."""


def executor_of(name: str) -> Executor:
    """The executor of that name: ``dask://host:port``, that of an entry point in the same way, or
    ``module:attribute`` for what makes one. Raises ``ValueError`` and says why there is none."""
    kind, _, address = name.partition("://")
    from importlib.metadata import EntryPoint, entry_points  # late, as it takes as long as a page

    points = {each.name: each for each in entry_points(group=GROUP)}
    points["dask"] = EntryPoint("dask", f"{__name__}:_dask", GROUP)
    if kind not in points and ":" in kind:
        points[kind] = EntryPoint(kind, kind, GROUP)
    if kind not in points:
        raise ValueError(f"there is no executor '{kind}': known are {', '.join(sorted(points))}")
    try:
        found: Executor = points[kind].load()(*([address] if address else []))
    except Exception as error:
        raise ValueError(f"'{name}' is of no use: {in_a_line(error)}") from error
    return found


def in_a_line(error: BaseException) -> str:
    """What an error of somebody else's says."""
    said = printable(" ".join(str(error).split())) or type(error).__name__
    return fitted(said)


def _dask(address: str = "") -> Executor:
    """The workers of Dask.distributed at an address, else new ones on this machine."""
    try:
        library: Any = import_module("distributed")
    except ImportError:
        raise ValueError("pip install 'cvtool[cluster]' brings what it needs") from None
    for name in ("distributed", "distributed.client"):
        getLogger(name).setLevel(CRITICAL)  # whatever becomes of workers, each CV says it
    client = library.Client(address or None, timeout=_PATIENCE, set_as_default=False)
    found = client.get_executor(pure=False)
    found.shutdown = lambda **_: client.close()  # its own leaves the client open
    return found  # type: ignore[no-any-return]
