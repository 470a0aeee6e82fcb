"""Many CVs in one run: each stands or falls alone, and one process makes all formats of one."""

from __future__ import annotations

import gc
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from traceback import print_exc

from ..model.problems import Problem, ProblemError
from ..render import TRACEBACK
from ..store.manifest import private_folder
from .build import Build
from .editions import EVERY, Wanted
from .targets import Among, Report, shipped_digest, slow_formats
from .workers import EndedError, Pool, can_fork, processors
from .workspace import make_ready

_TASKS = 100
"""CVs after which a process is begun anew: the system's libraries keep half a MiB of each."""
_AHEAD = 16
"""For each process so many CVs are looked at before the first of them is done."""


@dataclass(frozen=True)
class Job:
    """All that a run over one of many CVs is told, as ``Build`` says; ``plans`` makes nothing."""

    source: Path
    folder: Path
    names: tuple[str, ...] = ()
    templates: Path | None = None
    force: bool = False
    wanted: Wanted = EVERY
    pictured: bool = False
    settings: tuple[str, ...] = ()
    plans: bool = False
    among: Among | None = None

    def build(self) -> Build:
        """The run."""
        rest = (self.templates, self.force, self.wanted, 1, self.pictured, self.settings)
        build = Build(self.source, self.folder, [*self.names], *rest, self.among)
        build.workspace.share()
        return build

    @property
    def is_slow(self) -> bool:
        """Whether it may want what takes long to load."""
        return not self.plans and not ({*self.names} and {*slow_formats()}.isdisjoint(self.names))


@dataclass(frozen=True)
class Outcome:
    """What became of one CV: of its outputs, and all problems. ``is_ok`` says that all was made."""

    source: Path
    folder: Path
    reports: tuple[Report, ...] = ()
    problems: tuple[Problem, ...] = ()
    is_ok: bool = True
    seconds: float = 0.0

    @property
    def state(self) -> str:
        """In one word, as for a file."""
        states = {each.state for each in self.reports if not each.unchanged}
        first = "made" if "made" in states or not self.reports else "unchanged"
        return "failed" if not self.is_ok else "planned" if "planned" in states else first


def outcomes(jobs: Iterable[Job], size: int = 0) -> Iterator[Outcome]:
    """What becomes of each, in their order, by as many processes as are wanted, else as fit.

    What is unchanged is found here. Where a process dies, its CV is lost alone.
    """
    size = size or processors()
    crew = _Crew(size)
    ahead: deque[Callable[[], Outcome]] = deque()
    try:
        for job in _apart(jobs):
            ahead.append(_begun(job, crew))
            if len(ahead) > _AHEAD * size:
                yield ahead.popleft()()
        while ahead:
            yield ahead.popleft()()
    finally:
        crew.close()
        if hasattr(os, "sync"):
            os.sync()  # nothing waited for the disk


def _apart(jobs: Iterable[Job]) -> Iterator[Job]:
    """The jobs, each with a private folder that no other has."""
    shipped, taken = shipped_digest(), set[Path]()
    for job in jobs:
        private = private_folder(job.folder, job.source.parent, taken)
        taken.add(private)
        yield replace(job, among=Among(shipped, private))


def _begun(job: Job, crew: _Crew) -> Callable[[], Outcome]:
    """Has the job done where that is needed; what this returns waits for it."""
    if found := _as_it_is(job):
        return lambda: found
    if job.source.is_file():  # what is a pipe can be read here alone
        with suppress(OSError):
            return crew.start(job)
    return lambda: outcome(job)


def _as_it_is(job: Job) -> Outcome | None:
    started = perf_counter()
    with closing(job.build()) as build, suppress(ProblemError):
        if (reports := build.as_it_is()) is not None:
            problems = tuple(build.problems)
            return Outcome(
                job.source, job.folder, (*reports,), problems, seconds=perf_counter() - started
            )
    return None


class _Crew:
    """The processes, begun when there is work for one."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._pool: Pool[object] | None = None

    def start(self, job: Job) -> Callable[[], Outcome]:
        """Has the job done by one of them. Raises ``OSError`` where none can be had."""
        if not self._pool:
            if job.is_slow and can_fork():
                _load()  # once for all of them
            self._pool = Pool(_Ready(job), self._size, _TASKS)
        wait = self._pool.start(_there, job)

        def waited() -> Outcome:
            try:
                return wait()
            except EndedError as error:
                return _lost(job, str(error))

        return waited

    def close(self) -> None:
        if self._pool:
            self._pool.close()


@dataclass(frozen=True)
class _Ready:
    """Makes a process ready for jobs like this one."""

    job: Job

    def __call__(self) -> None:
        if self.job.is_slow:
            make_ready(self.job.build().workspace.theme)
        gc.freeze()


def _load() -> None:
    from ..render import RenderError
    from ..render.pdf.engine import weasyprint

    with suppress(RenderError):  # whoever renders says what is wrong
        weasyprint()


def _there(_: object, job: Job) -> Outcome:
    found = outcome(job)
    gc.collect()
    gc.freeze()  # what is kept is not looked through again
    return found


def _lost(job: Job, why: str) -> Outcome:
    """Nothing is known of it but why."""
    return Outcome(job.source, job.folder, (), (Problem((), why, file=str(job.source)),), False)


def outcome(job: Job) -> Outcome:
    """Does the job, here and now; whatever goes wrong, it says so."""
    started, reports = perf_counter(), list[Report]()
    try:
        with closing(job.build()) as build:
            try:
                reports += build.plan() if job.plans else build.run()
                problems, is_ok = (*build.problems,), not any(it.is_error for it in build.problems)
            except ProblemError as error:
                problems, is_ok = error.problems, False
    except Exception as error:
        if os.environ.get(TRACEBACK):
            print_exc()
        return _lost(job, f"this is a fault in cvtool: {type(error).__name__}: {error}")
    is_ok = is_ok and not any(each.error for each in reports)
    seconds = perf_counter() - started
    return Outcome(job.source, job.folder, (*reports,), problems, is_ok, seconds)
