"""Renders what is out of date: plan, skip, render, write, prune; for everybody, and for a few."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Container, Iterable, Iterator
from contextlib import suppress
from dataclasses import field
from functools import cache, partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, NoReturn

from ..bib.files import matching
from ..model.later import dataclass, replace
from ..model.problems import FONTS, MADE, Problem, ProblemError, once
from ..render import FormatError
from ..store import manifest
from ..store.digests import digest, digest_of, digest_of_data, known_digest
from ..store.files import real_path
from ..store.manifest import FOREIGN, Artifacts, Manifest
from .editions import EVERY, Wanted
from .targets import (
    FILES,
    Among,
    Folders,
    LastRun,
    Report,
    Target,
    forget_absent,
    in_the_way,
    keep_run,
    last_run,
    left,
    pictured_formats,
    remarked,
    shipped_digest,
    slow_formats,
    write,
)
from .workspace import Rendering, Workspace, made_there, parted

if TYPE_CHECKING:
    from ..model.document import Document
    from .editions import Loaded, Version
    from .workers import Pool

_SOURCE = "this is a source: choose another folder with --output"
_OUTSIDE = "this lies outside the output folder"
_IN_THE_WAY = "this is in the way of an output: move it, or choose another folder with --output"


@dataclass
class Build:
    """Runs over one cv.yaml. ``names`` are of the formats to make, in the editions ``wanted``; none
    are the usual formats, and those that were made before.

    What everybody may see goes to ``folder``, and the same with the private parts, where there are
    any, to ``private``, in those formats that one hands to others; editions go to folders in both.
    ``pictured`` asks for the pages of cv.pdf as pictures, which a run without it takes away again,
    and ``settings`` are what is said beside cv.yaml.
    ``kept_back`` are the keys of cv.yaml that have private parts. ``problems`` are those of the
    input, known once it was read, and those that renderers found. At most ``jobs`` processes make
    the slow formats. Where it is one of many, ``among`` says of which, and nothing waits for the
    disk. ``state`` is a digest of all that was read. Whoever runs it closes it.
    """

    source: Path
    folder: Path
    names: list[str]
    templates: Path | None = None
    force: bool = False
    wanted: Wanted = EVERY
    jobs: int = 0
    pictured: bool = False
    settings: tuple[str, ...] = ()
    among: Among | None = None
    problems: list[Problem] = field(default_factory=list)
    kept_back: list[str] = field(default_factory=list)
    state: str = ""
    _pool: Pool[Workspace] | None = None
    _has_page: bool = False

    def __post_init__(self) -> None:
        self.names = sorted(self.names, key=slow_formats().__contains__)
        self.private = self._private()
        self.workspace = Workspace(self.source, self.templates, self.pictured, self.settings)
        self.watched = self.workspace.watched

    def _private(self) -> Path:
        if self.among:
            return self.among.private
        return manifest.private_folder(self.folder, self.source.parent)

    def close(self) -> None:
        """Ends the processes."""
        if self._pool:
            self._pool.close()

    def run(self) -> Iterator[Report]:
        """Makes the outputs, one report as each is done; a format that fails stops no other.

        Raises ``ProblemError`` when the input has errors; then nothing was written.
        """
        self.private = self._private()
        folders, tool = Folders(self.folder, self.private), cache(self.tool)
        if (unchanged := self.as_it_is(tool)) is not None:
            yield from unchanged
            return
        self._prepare()
        try:
            loaded = self._read(folders)
        finally:
            self.state, parts = self._stamp(tool(), self._inputs())
        self._settle(folders, loaded)
        targets = [*folders.targets(loaded, self.names)]
        self.problems = once([*self.problems, *remarked(targets, self.names, self.wanted)])
        self.kept_back = _outermost(key for each in targets for key in each.row.kept_back)
        makers = [self._maker(target, tool()) for target in targets]
        for target, make in zip(targets, makers, strict=True):
            if not folders.is_idle(target.row, self.names):
                yield from self._made(target, make)
        rows = tuple(each.row for each in targets)
        last = LastRun(self.state, tuple(self._inputs()), rows, folders.editions(), parts)
        keep_run(self.folder, self.wanted, last)

    def as_it_is(self, tool: Callable[[], str] | None = None) -> Iterable[Report] | None:
        """What the last run made, where nothing is another since; ``None`` where something is."""
        targets = self._unchanged(Folders(self.folder, self.private), tool or self.tool)
        self.problems = remarked(targets, self.names, self.wanted)
        named = [(target, name) for target in targets for name in target.names]
        return (
            (it for target, name in named for it in target.as_they_are(name)) if targets else None
        )

    def plan(self) -> Iterator[Report]:
        """What a run would make, and as a note on each why; nothing is written.

        Raises as ``run`` does.
        """
        self.private = self._private()
        folders, tool = Folders(self.folder, self.private), self.tool()
        loaded, last = self._read(folders), last_run(self.folder, self.wanted)
        self.problems = loaded.problems
        _, parts = self._stamp(tool, self._inputs())
        for target in folders.targets(loaded, self.names):
            self.ask(target, tool)
            stale, reason = self._stale(target), "--force asks for it" if self.force else ""
            for name in target.names:
                if name in stale:
                    why = reason or target.reason(name, last.changed(parts))
                    yield Report(name, note=why, folder=target.folder, format=name, state="planned")
                else:
                    yield from target.as_they_are(name)

    def _unchanged(self, folders: Folders, tool: Callable[[], str]) -> list[Target]:
        """What the last run made, where nothing is another since; nothing where something is."""
        last = last_run(self.folder, self.wanted)
        is_file = self.source.is_file()  # a pipe can be read once
        if self.force or not is_file or not last.rows:
            return []
        stamp, _ = self._stamp(tool(), [*last.inputs])
        targets = [folders.target(row, self.names) for row in last.rows]
        is_same = last.stamp == stamp and last.editions == folders.editions()
        if not is_same or any(
            it.is_exposed
            or it.gone
            or it.stale(lambda name, old: old.stamp == self._asked(name, stamp))
            for it in targets
        ):
            return []
        self.workspace.inputs = [self.source.parent / name for name in last.inputs]
        self.state = stamp
        self.kept_back = _outermost(key for row in last.rows for key in row.kept_back)
        if any(each.row.is_private and each.names for each in targets):
            self._make_folder(manifest.make_private, self.private)
        return targets

    def _settle(self, folders: Folders, loaded: Loaded) -> None:
        """Makes the folders, and clears those that are of no edition any more."""
        try:
            self.problems += folders.settle(loaded, self.names)
        except OSError as error:
            folder = self.private if self.folder.is_dir() else self.folder
            self._refuse(folder, error)

    def _made(self, target: Target, make: Callable[[str], Rendering]) -> Iterator[Report]:
        """Makes what is out of date in a folder. ``make`` knows nothing of what is not."""
        before, row = target.before, target.row
        now = Manifest(self._inputs(), dict(before.formats), [*row.kept_back], before.secret)
        now.owner, now.editions = before.owner, before.editions
        mode = 0o700 if row.is_private else 0o777
        make_it = partial(Path.mkdir, mode=mode, parents=True, exist_ok=True)
        self._make_folder(make_it, target.folder)
        for name in target.dropped:
            gone = now.formats.pop(name)
            self.problems += map(left, manifest.prune(target.folder, gone, Artifacts("", "")))
        for name in target.gone:
            now.formats.pop(name, None)  # else a file of that name would not be its maker's
        stale, failed = self._stale(target), False
        try:
            for name in target.names:
                if name in stale:
                    for report in self._written(make(name), target, now):
                        failed = failed or bool(report.error)
                        yield report
                else:
                    stamp = self._asked(name, self.state)
                    now.formats[name] = replace(now.formats[name], stamp=stamp)
                    yield from target.as_they_are(name)
            now.secret = before.secret if failed else row.secret  # until then it may be there
        finally:
            failure = manifest.write(target.folder, now, is_lasting=not self.among)
        if failure:
            yield Report(manifest.NAME, error=failure, folder=target.folder)

    def is_behind(self) -> bool:
        """Whether anything that the outputs depend on is another than in the last run."""
        return self.state != self._stamp(self.tool(), self._inputs())[0]

    def _read(self, folders: Folders) -> Loaded:
        loaded = self.workspace.load_as(self.wanted, folders.made(), folders.secrets())
        self.problems = loaded.problems
        if loaded.document is None:
            raise ProblemError(loaded.problems)
        return loaded

    def _make_folder(self, make: Callable[[Path], None], folder: Path) -> None:
        try:
            make(folder)
        except OSError as error:
            self._refuse(folder, error)

    def _refuse(self, folder: Path, error: OSError) -> NoReturn:
        what = "move it away" if folder == self.private else "choose another with --output"
        message = f"no folder can be made here: {error.strerror}; {what}"
        raise ProblemError([Problem((), message, file=str(folder))]) from None

    def _prepare(self) -> None:
        """Starts a process for the slow formats, unless what they take long to load is here.

        With styles or fonts of the user's there always is one, which may die of them.
        """
        if self._pool or (self.names and {*slow_formats()}.isdisjoint(self.names)):
            return
        from .workers import Pool, processors

        is_quicker = not self.among and processors() > 1 and "weasyprint" not in sys.modules
        if is_quicker or self.workspace.is_risky:
            has_pdf = not self.names or "pdf" in self.names
            self._has_page = has_pdf and not self.workspace.is_risky
            with suppress(OSError):
                begun = self.workspace.prepared(self._has_page)
                self._pool = Pool(begun, self.jobs or processors())

    def ask(self, target: Target, tool: str) -> Version:
        """Says in the target of what each format is to be made; that is what it shows."""
        version = target.version
        assert version
        shown = parted(version, target.names)
        digests = {id(each): digest([tool, repr(each)]) for each, _ in shown}
        keys = {name: digests[id(version.of(name).document)] for name in target.names}
        target.keys = {name: self._asked(name, key) for name, key in keys.items()}
        return version

    def _maker(self, target: Target, tool: str) -> Callable[[str], Rendering]:
        """Makes a format: the slow ones there, all at once, and here what is not there."""
        version = self.ask(target, tool)
        names = self._stale(target)
        slow = [name for name in names if name in slow_formats()]
        waits = [
            made_there(pool, them, each, self._ahead(each, them))
            for each, them in parted(version, slow)
            if (pool := self._pool)
        ]
        there = cache(lambda: {name: made for wait in waits for name, made in wait().items()})

        def make(name: str) -> Rendering:
            if name == FILES:
                return Rendering(name, copies={it.path: it for it in version.document.files})
            found = there().get(name) if name in slow else None
            return found or self.workspace.make([name], version.of(name).document)[name]

        return make

    def _ahead(self, document: Document, names: Collection[str]) -> object:
        """The page of cv.pdf, filled in while the process for the slow formats gets ready."""
        is_asked = self._has_page and "pdf" in names
        return self.workspace.ahead(document) if is_asked else None

    def _written(self, rendering: Rendering, target: Target, now: Manifest) -> Iterator[Report]:
        started, folder = perf_counter(), target.folder
        assert target.version
        document = target.version.of(rendering.format).document
        found = self.workspace.placed(rendering.problems, document)
        self.problems = once([*self.problems, *found])
        before = now.formats.get(rendering.format)
        files = {name: digest_of_data(data) for name, data in rendering.all.items()}
        try:
            self._check(rendering, folder, now.files)
            if not files.keys() <= now.files:
                kept = before.files if before else {}
                now.formats[rendering.format] = Artifacts("", "", dict.fromkeys(files, "") | kept)
                manifest.announce(folder, now, is_lasting=not self.among)
            mode = 0o600 if target.row.is_private else 0o666
            write(rendering.all, folder, files, mode, is_lasting=not self.among)
        except FormatError as error:
            forget_absent(now, rendering.format, folder)
            name = rendering.format
            yield Report(name, error=str(error), folder=folder, format=name)
            return
        if any(each.rests_on in (FONTS, MADE) for each in rendering.problems):
            artifacts = Artifacts("", "", files)  # fonts may be others then; an error is told again
        else:
            stamp = self._asked(rendering.format, self.state)
            artifacts = Artifacts(stamp, target.keys[rendering.format], files)
        self.problems += map(left, manifest.prune(folder, before, artifacts))
        now.formats[rendering.format] = artifacts
        seconds = rendering.seconds + perf_counter() - started
        for path in rendering.all:
            note, name = rendering.notes.get(path, ""), rendering.format
            yield Report(path, seconds, note=note, folder=folder, format=name)

    def _check(self, rendering: Rendering, folder: Path, ours: Container[str]) -> None:
        """Raises ``FormatError`` where there are no files, or one of them cannot be written."""
        if rendering.error:
            raise FormatError(rendering.error)
        if wrong := dict.fromkeys(self._obstacles(rendering, folder, ours)):
            self.problems += wrong
            raise FormatError("not made, for what is said above")

    def _obstacles(
        self, rendering: Rendering, folder: Path, ours: Container[str]
    ) -> Iterator[Problem]:
        """What must not be written over where the format has a file, or cannot be."""
        sources, root = {*map(real_path, self.workspace.inputs)}, real_path(folder)
        real_folder = cache(real_path)
        for name, data in rendering.all.items():
            path = folder / name
            is_free = self.force or name in ours or not os.path.lexists(path)
            real = real_path(path) if path.is_symlink() else real_folder(path.parent) / path.name
            if real in sources:
                yield Problem((), _SOURCE, file=str(path))
            elif not real.is_relative_to(root):
                yield Problem((), _OUTSIDE, file=str(path))
            elif at := in_the_way(folder, name):
                yield Problem((), _IN_THE_WAY, file=str(at))
            elif not is_free and digest_of(path) != digest_of_data(data):
                yield Problem((), FOREIGN, file=str(path))

    def _inputs(self) -> list[str]:
        """As the manifest names them."""
        paths = (os.path.relpath(path, self.source.parent) for path in self.workspace.inputs)
        return sorted({Path(path).as_posix() for path in paths})

    def _stamp(self, tool: str, inputs: list[str]) -> tuple[str, dict[str, str]]:
        """The digest of all that the outputs depend on, and those of its parts by their names:
        ``tool`` is all but the input."""
        names = sorted({self.source.name, *inputs})
        paths = (path for name in names for path in matching(self.source.parent, name))
        parts = {os.path.relpath(path, self.source.parent): known_digest(path) for path in paths}
        parts |= {"cvtool or a template": tool, "--set": digest([*self.settings])}
        parts["SOURCE_DATE_EPOCH"] = os.environ.get("SOURCE_DATE_EPOCH", "")
        return digest(f"{name}={value}" for name, value in parts.items()), parts

    def _asked(self, name: str, digest: str) -> str:
        """The digest of what a format is made of, and of what it is asked for."""
        return f"{digest} in pictures" if self.pictured and name in pictured_formats() else digest

    def tool(self) -> str:
        """The digest of this program, of the theme and of the plugins."""
        known = self.among.shipped if self.among else shipped_digest()
        files = sorted(self.workspace.theme.files())
        named = ((Path(os.path.relpath(it, self.source.parent)).as_posix(), it) for it in files)
        return digest([known, *(f"{name}={digest_of(path)}" for name, path in named)])

    def _stale(self, target: Target) -> list[str]:
        is_same = target.keys.get
        return (
            target.names if self.force else target.stale(lambda name, old: old.key == is_same(name))
        )


def _outermost(keys: Iterable[str]) -> list[str]:
    """The keys, without those inside of another one."""
    found = dict.fromkeys(keys)
    return [it for it in found if not any(it.startswith(f"{other}.") for other in found)]
