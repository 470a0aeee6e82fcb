"""Many CVs in one run: each stands or falls alone, and one process makes all formats of one."""

from __future__ import annotations

import gc
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import field
from functools import cache
from pathlib import Path
from time import perf_counter
from traceback import print_exc
from typing import TYPE_CHECKING, Any

from ..model.later import dataclass, replace
from ..model.problems import Problem, ProblemError
from ..render import TRACEBACK, formats
from ..render.theme import theme_for
from ..store.cache import keep, kept
from ..store.digests import digest
from ..store.files import real_path
from ..store.manifest import Manifest, private_folder, put
from ..store.manifest import of_folder as manifest_of
from .build import Build
from .editions import EVERY, Edition, Loaded, Version, Wanted
from .targets import FILES, Among, Folders, Report, Target, row_of, shipped_digest, slow_formats
from .workers import EndedError, Pool, can_fork, in_a_line, processors
from .workspace import Rendering, Workspace, make_ready, parted

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from ..model.document import Document
    from ..render.people import Members

_TASKS = 100
"""CVs after which a process is begun anew: the system's libraries keep half a MiB of each."""
_PEOPLE, _MOST_KEPT = "people", 100_000
_AHEAD, _FAR_AHEAD = 16, 500


@dataclass(frozen=True)
class Job:
    """All that a run over one of many CVs is told, as ``Build`` says; ``plans`` makes nothing,
    ``indexed`` wants to know what the CV brings to a page of all, which is in ``around``."""

    source: Path
    folder: Path
    names: tuple[str, ...] = ()
    templates: Path | None = None
    force: bool = False
    wanted: Wanted = EVERY
    pictured: bool = False
    settings: tuple[str, ...] = ()
    plans: bool = False
    indexed: bool = False
    around: Path = Path()
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
    """What became of one CV: of its outputs, and all problems. ``is_ok`` says that all was made;
    ``member`` is what it brings to a page of all."""

    source: Path
    folder: Path
    reports: tuple[Report, ...] = ()
    problems: tuple[Problem, ...] = ()
    is_ok: bool = True
    seconds: float = 0.0
    member: str = ""

    @property
    def state(self) -> str:
        """In one word, as for a file."""
        states = {each.state for each in self.reports if not each.unchanged}
        first = "made" if "made" in states or not self.reports else "unchanged"
        return "failed" if not self.is_ok else "planned" if "planned" in states else first


def outcomes(
    jobs: Iterable[Job], size: int = 0, executor: Executor | None = None
) -> Iterator[Outcome]:
    """What becomes of each, in their order, by as many processes as are wanted, else as fit, or by
    an executor.

    What is unchanged is found here. Where a process dies, its CV is lost alone.
    """
    crew = _Cluster(executor) if executor else _Crew(size or processors())
    ahead: deque[Callable[[], Outcome]] = deque()
    try:
        for job in _apart(jobs):
            ahead.append(_begun(job, crew))
            if len(ahead) > crew.ahead:
                yield ahead.popleft()()
        while ahead:
            yield ahead.popleft()()
    finally:
        crew.close()


def _apart(jobs: Iterable[Job]) -> Iterator[Job]:
    """The jobs, each with a private folder that no other has."""
    shipped, taken = shipped_digest(), set[Path]()
    for job in jobs:
        private = private_folder(job.folder, job.source.parent, taken, job.around)
        taken.add(private)
        yield replace(job, among=Among(shipped, private))


def _begun(job: Job, crew: _Crew | _Cluster) -> Callable[[], Outcome]:
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
            found = _member(job, build)
            if found or not job.indexed:
                rest = (tuple(build.problems), True, perf_counter() - started, found)
                return Outcome(job.source, job.folder, (*reports,), *rest)
    return None


class _Crew:
    """The processes, begun when there is work for one. ``ahead`` is how many CVs are looked at
    before the first of them is done."""

    def __init__(self, size: int) -> None:
        self._size, self.ahead = size, size * _AHEAD
        self._pool: Pool[object] | None = None

    def start(self, job: Job) -> Callable[[], Outcome]:
        """Has the job done by one of them. Raises ``OSError`` where none can be had."""
        if not self._pool:
            if job.is_slow and can_fork():
                from ..render.pdf.engine import weasyprint

                with suppress(Exception):  # whoever renders says what is wrong
                    weasyprint()  # imported once for all of them
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
            _sync()


@dataclass(frozen=True)
class _Ready:
    """Makes a process ready for jobs like this one."""

    job: Job

    def __call__(self) -> None:
        if self.job.is_slow:
            make_ready(self.job.build().workspace.theme)
        gc.freeze()


_sync: Callable[[], None] = getattr(os, "sync", lambda: None)
"""Waits for the disk, as nothing did before."""


def _there(_: object, job: Job) -> Outcome:
    found = outcome(job)
    gc.collect()
    gc.freeze()  # what is kept is not looked through again
    return found


def _lost(job: Job, why: str) -> Outcome:
    """Nothing is known of it but why."""
    problem = Problem((), why, file=str(job.source))
    return Outcome(job.source, job.folder, (), (problem,), False, member=_member(job))


def outcome(job: Job, workspace: Workspace | None = None) -> Outcome:
    """Does the job, here and now, perhaps by what others made; whatever goes wrong, it says so."""
    started, reports, brought = perf_counter(), list[Report](), ""
    try:
        with closing(job.build()) as build:
            build.workspace = workspace or build.workspace
            try:
                reports += build.plan() if job.plans else build.run()
                problems, is_ok = (*build.problems,), not any(it.is_error for it in build.problems)
                brought = _member(job, build, is_new=True)
            except ProblemError as error:
                problems, is_ok = error.problems, False
                brought = _member(job)
    except Exception as error:
        if os.environ.get(TRACEBACK):
            print_exc()
        return _lost(job, f"this is a fault in cvtool: {type(error).__name__}: {error}")
    is_ok = is_ok and not any(each.error for each in reports)
    seconds = perf_counter() - started
    return Outcome(job.source, job.folder, (*reports,), problems, is_ok, seconds, brought)


def _member(job: Job, build: Build | None = None, is_new: bool = False) -> str:
    """What the CV brings to a page of all: as it was kept of this state, or is now; without a run
    of an old state, which is better than nothing."""
    if not job.indexed or job.plans:
        return ""
    name = f"{digest([str(real_path(job.folder))])}.member"
    state, _, found = kept(name).decode().partition("\n")
    if not build or (state == build.state and found):
        return found
    if not is_new:
        return ""
    from ..render.people import member

    document = build.workspace.public()
    found = member(document) if document else "{}"
    keep(name, f"{build.state}\n{found}".encode(), _MOST_KEPT)
    return found


def join(people: Members, found: Outcome, around: Path) -> None:
    """Adds what a CV brings to the page of all in the folder around it."""
    if found.member:
        folder = found.folder.absolute().relative_to(around.absolute())
        people.add(folder.as_posix(), found.member, manifest_of(found.folder).files)


def publish(people: Members, job: Job) -> Iterator[Path]:
    """Writes the page of all who may be seen, and the works and the feed of all, into the folder
    around theirs, as one of the jobs says; yields what is another than before. Raises
    ``ProblemError`` for what is somebody else's, and ``OSError``.
    """
    root = job.around.absolute()
    yield from put(root, _PEOPLE, dict(people.index(theme_for(root, job.templates))), job.force)


@dataclass(frozen=True)
class _Order:
    """What is asked of a worker elsewhere. Its paths are whole, and the same there; ``tool`` is the
    digest of program and theme, and the rest says what was made before."""

    job: Job
    tool: str
    made: frozenset[str]
    secrets: Mapping[str, str]
    keys: Mapping[tuple[str, bool], Mapping[str, str]]


@dataclass(frozen=True)
class _Parcel:
    """What comes back: what was read, and formats as bytes. Nobody but the caller writes."""

    loaded: Mapping[str, Any] = field(default_factory=dict)
    made: tuple[tuple[Document, Mapping[str, Rendering]], ...] = ()
    fault: str = ""


_READ = ("editions", "problems", "inputs", "linked", "declared", "entries")
_program = cache(shipped_digest)


def rendered(order: _Order) -> _Parcel:
    """Reads and makes what the order asks for, and writes nothing: whoever is asked again, as a
    worker died or could not be reached, does no harm."""
    job = order.job
    if not job.among or _program() != job.among.shipped:
        return _Parcel(fault="the workers have another cvtool, or other plugins")
    build = job.build()
    workspace = build.workspace
    loaded = workspace.load_as(job.wanted, order.made, order.secrets)
    make = workspace.make_all if workspace.is_risky else workspace.make
    made: list[tuple[Document, Mapping[str, Rendering]]] = []
    for edition in loaded.editions:
        for version, is_private in ((edition.public, False), (edition.private, True)):
            if version:
                target = _target(order, edition, version, is_private)
                build.ask(target, order.tool)
                stale = _stale(order, target)
                made += ((each, make(them, each)) for each, them in parted(version, stale))
    return _Parcel({each: getattr(loaded, each) for each in _READ}, tuple(made))


def _target(order: _Order, edition: Edition, version: Version, is_private: bool) -> Target:
    """What is to be made of a version; the folder is the caller's."""
    row = row_of(edition, version, is_private)
    known = order.keys.get((row.folder, is_private), {})
    names = order.job.names or [each for each in formats() if each in (*row.usual, *known)]
    return Target(row, Path(), row.names(names), Manifest(), version)


def _stale(order: _Order, target: Target) -> list[str]:
    """The formats of which the caller has another, or none."""
    known = order.keys.get((target.row.folder, target.row.is_private), {})
    names = (it for it in target.names if it != FILES)
    return [it for it in names if order.job.force or known.get(it) != target.keys[it]]


class _Received(Workspace):
    """A CV that others read and made."""

    is_risky = False

    def __init__(self, job: Job, parcel: _Parcel) -> None:
        super().__init__(job.source, job.templates, job.pictured, job.settings)
        self._parcel = parcel

    def load_as(self, *_: object) -> Loaded:
        self._loaded = loaded = Loaded(**self._parcel.loaded)
        loaded.problems = [self._shown(each) for each in loaded.problems]
        self.linked = loaded.linked
        self.inputs = loaded.inputs + self.linked
        return loaded

    def make(
        self, names: Iterable[str], document: Document, ahead: object = None
    ) -> dict[str, Rendering]:
        made = {
            name: it
            for each, them in self._parcel.made
            if each is document
            for name, it in them.items()
        }
        found = {name: self._placed_here(made[name]) for name in names if name in made}
        return found | super().make((it for it in names if it not in found), document)

    def _placed_here(self, rendering: Rendering) -> Rendering:
        return replace(rendering, problems=tuple(map(self._shown, rendering.problems)))

    def _shown(self, problem: Problem) -> Problem:
        """With the name of its file as it is said here."""
        here = "" if self.source.is_absolute() else f"{Path.cwd()}{os.sep}"
        return replace(problem, file=problem.file.removeprefix(here))


class _Cluster:
    """Processes of others, perhaps on other machines, which see the CVs at the same paths."""

    ahead = _FAR_AHEAD

    def __init__(self, executor: Executor) -> None:
        self._executor = executor

    def start(self, job: Job) -> Callable[[], Outcome]:
        """Has the job done by one of them; what it made is written here."""
        if job.plans:
            return lambda: outcome(job)
        with closing(job.build()) as build:
            folders = Folders(build.folder, build.private)
            templates = job.templates.absolute() if job.templates else None
            whole = replace(job, source=job.source.absolute(), templates=templates)
            made = frozenset(folders.made())
            order = _Order(whole, build.tool(), made, folders.secrets(), folders.keys())
        started, future = perf_counter(), self._executor.submit(rendered, order)

        def waited() -> Outcome:
            try:
                parcel = future.result()
            except Exception as error:
                return _lost(job, f"no worker could make it: {in_a_line(error)}")
            if parcel.fault:
                return _lost(job, parcel.fault)
            return replace(outcome(job, _Received(job, parcel)), seconds=perf_counter() - started)

        return waited

    def close(self) -> None:
        self._executor.shutdown(wait=False, cancel_futures=True)
        _sync()
