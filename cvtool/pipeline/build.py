"""Renders what is out of date: plan, skip, render, write, prune; for everybody, and for a few."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from ..bib.files import matching
from ..model.problems import FONTS, WARNING, Problem, ProblemError, unnumbered
from ..render import FormatError, formats
from ..render.table import parts
from ..render.theme import shipped
from ..store import manifest
from ..store.digests import digest, digest_of, digest_of_bytes, program
from ..store.files import real_path, replace_file, sweep
from ..store.manifest import Artifacts, Manifest
from .workspace import Rendering, Workspace, made_there

if TYPE_CHECKING:
    from ..model.document import Document
    from .load import Loaded
    from .workers import Worker


_FOREIGN = (
    "not written by cvtool, and left alone: choose another folder with --output, or write over it "
    "with --force"
)
_SOURCE = "this is a source: choose another folder with --output"
_OUTSIDE = "this lies outside the output folder"
_IN_THE_WAY = "this is in the way of an output: move it, or choose another folder with --output"


@dataclass(frozen=True)
class Report:
    """What became of one output of a folder. ``path`` is the format's name where ``error`` says why
    none is."""

    path: str
    size: int = 0
    seconds: float = 0.0
    unchanged: bool = False
    error: str = ""
    folder: Path = Path()


@dataclass
class _Target:
    """A folder, the formats to make in it, and what was made there before."""

    folder: Path
    names: list[str]
    before: Manifest

    def stale(self, is_same: Callable[[Artifacts], bool]) -> list[str]:
        """The formats that were made of something else, or are not as they were written."""
        kept = self.before.formats
        return [
            name
            for name in self.names
            if not (old := kept.get(name))
            or not is_same(old)
            or not manifest.is_intact(self.folder, old)
        ]

    def unchanged(self, name: str) -> Iterator[Report]:
        """The files of a format as they are."""
        for path in self.before.formats[name].files:
            size = (self.folder / path).stat().st_size
            yield Report(path, size, unchanged=True, folder=self.folder)


@dataclass
class Build:
    """Runs over one cv.yaml. ``names`` are of the formats to make.

    What everybody may see goes to ``folder``, and the same with the private parts, where there are
    any, to ``private``, in those formats that one hands to others. ``kept_back`` are the keys of
    cv.yaml that have them. ``problems`` are those of the input, known once it was read, and those
    that renderers found. Whoever runs it closes it: it keeps a process for the slow formats.
    """

    source: Path
    folder: Path
    names: list[str]
    templates: Path | None = None
    force: bool = False
    problems: list[Problem] = field(default_factory=list)
    kept_back: list[str] = field(default_factory=list)
    _state: str = ""
    _secret: str = ""
    _worker: Worker[Workspace] | None = None

    def __post_init__(self) -> None:
        self.names = sorted(self.names, key=slow_formats().__contains__)
        self.private = manifest.private_folder(self.folder, self.source.parent)
        self._workspace = Workspace(self.source, self.templates)
        self.watched = self._workspace.watched

    def close(self) -> None:
        """Ends the process."""
        if self._worker:
            self._worker.close()

    def run(self) -> Iterator[Report]:
        """Makes the outputs, one report as each is done; a format that fails stops no other.

        Raises ``ProblemError`` when the input has errors; then nothing was written.
        """
        self.problems = []
        self.private = manifest.private_folder(self.folder, self.source.parent)
        public, private = self._target(self.folder), self._target(self.private)
        private.names = [name for name in self.names if not formats()[name].is_public]
        before, tool = public.before, cache(self._tool)
        stamp = cache(lambda: self._stamp(tool(), before.inputs))
        targets = [public, private] if before.kept_back else [public]
        is_file = self.source.is_file()  # a pipe can be read once
        if is_file and not any(self._stale(it, lambda old: old.stamp == stamp()) for it in targets):
            self._workspace.inputs = [self.source.parent / name for name in before.inputs]
            self._state, self.kept_back = stamp(), before.kept_back
            if before.kept_back and private.names:
                self._make_folder(manifest.make_private, self.private)
            for target in targets:
                for name in target.names:
                    yield from target.unchanged(name)
            return
        self._prepare()
        try:
            loaded = self._loaded()
        finally:
            self._state = self._stamp(tool(), self._inputs())
        assert loaded.document
        self.kept_back = [*dict.fromkeys(map(unnumbered, loaded.kept_back))]
        self._secret = digest([loaded.secret]) if loaded.secret else ""
        if self._secret != before.secret:
            # whatever was made before may say what is private now
            others = (name for name in before.formats if name in formats())
            public.names = [*dict.fromkeys([*self.names, *others])]
        yield from self._made(public, loaded.document, digest([tool(), repr(loaded.document)]))
        if loaded.private and private.names:
            yield from self._made(private, loaded.private, digest([tool(), repr(loaded.private)]))
        elif not loaded.private and private.before.owner:
            manifest.remove_private(self.private, private.before)

    def _target(self, folder: Path) -> _Target:
        target = _Target(folder, self.names, manifest.of_folder(folder))
        for name in target.before.folders:
            sweep(folder / name)
        return target

    def _made(self, target: _Target, document: Document, key: str) -> Iterator[Report]:
        is_private = target.folder == self.private
        formats_before = dict(target.before.formats)
        now = Manifest(self._inputs(), formats_before, self.kept_back, self._secret)
        stale = self._stale(target, lambda old: old.key == key)
        make = self._maker(stale, document)
        if is_private:
            now.owner = manifest.owner_of(self.private, self.folder)
            self._make_folder(manifest.make_private, target.folder)
        try:
            for name in target.names:
                if name in stale:
                    yield from self._written(make(name), document, target.folder, now, key)
                else:
                    now.formats[name] = replace(now.formats[name], stamp=self._state)
                    yield from target.unchanged(name)
        finally:
            failure = manifest.write(target.folder, now)
        if failure:
            yield Report(manifest.NAME, error=failure, folder=target.folder)

    def is_behind(self) -> bool:
        """Whether anything that the outputs depend on is another than in the last run."""
        return self._state != self._stamp(self._tool(), self._inputs())

    def _loaded(self) -> Loaded:
        loaded = self._workspace.load()
        self.problems = loaded.problems
        if loaded.document is None:
            raise ProblemError(loaded.problems)
        self._make_folder(partial(Path.mkdir, parents=True, exist_ok=True), self.folder)
        return loaded

    def _make_folder(self, make: Callable[[Path], None], folder: Path) -> None:
        try:
            make(folder)
        except OSError as error:
            what = "move it away" if folder == self.private else "choose another with --output"
            message = f"no folder can be made here: {error.strerror}; {what}"
            raise ProblemError([Problem((), message, file=str(folder))]) from None

    def _prepare(self) -> None:
        """Starts a process for the slow formats, unless what they take long to load is here.

        With styles or fonts of the user's there always is one, which may die of them.
        """
        if self._worker or {*slow_formats()}.isdisjoint(self.names):
            return
        from .workers import Worker, processors

        is_quicker = processors() > 1 and "weasyprint" not in sys.modules
        if is_quicker or self._workspace.theme.is_own:
            with suppress(OSError):
                self._worker = Worker(self._workspace.prepared())

    def _maker(self, names: list[str], document: Document) -> Callable[[str], Rendering]:
        """Makes a format of these: the slow ones there, all at once, and here what is not there."""
        slow = [name for name in names if name in slow_formats()]
        there = cache(made_there(self._worker, slow, document) if self._worker and slow else dict)

        def make(name: str) -> Rendering:
            found = there().get(name) if name in slow else None
            return found or self._workspace.make([name], document)[name]

        return make

    def _written(
        self, rendering: Rendering, document: Document, folder: Path, now: Manifest, key: str
    ) -> Iterator[Report]:
        started = perf_counter()
        found = self._workspace.placed(rendering.problems, document)
        self.problems += [each for each in found if each not in self.problems]
        before = now.formats.get(rendering.format)
        files = {name: digest_of_bytes(data) for name, data in rendering.files.items()}
        try:
            self._check(rendering, folder, now.files)
            if not files.keys() <= now.files:
                kept = before.files if before else {}
                now.formats[rendering.format] = Artifacts("", "", dict.fromkeys(files, "") | kept)
                manifest.announce(folder, now)
            _write(rendering, folder, files, 0o600 if folder == self.private else 0o666)
        except FormatError as error:
            _forget_absent(now, rendering.format, folder)
            yield Report(rendering.format, error=str(error), folder=folder)
            return
        if any(each.rests_on == FONTS for each in rendering.problems):
            artifacts = Artifacts("", "", files)  # the fonts may be others the next time
        else:
            artifacts = Artifacts(self._state, key, files)
        self.problems += map(_left, manifest.prune(folder, before, artifacts))
        now.formats[rendering.format] = artifacts
        seconds = rendering.seconds + perf_counter() - started
        for path, data in rendering.files.items():
            yield Report(path, len(data), seconds, folder=folder)

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
        sources, root = {*map(real_path, self._workspace.inputs)}, real_path(folder)
        for name, data in rendering.files.items():
            path = folder / name
            is_free = self.force or name in ours or not os.path.lexists(path)
            if real_path(path) in sources:
                yield Problem((), _SOURCE, file=str(path))
            elif not real_path(path).is_relative_to(root):
                yield Problem((), _OUTSIDE, file=str(path))
            elif at := _in_the_way(folder, name):
                yield Problem((), _IN_THE_WAY, file=str(at))
            elif not is_free and digest_of(path) != digest_of_bytes(data):
                yield Problem((), _FOREIGN, file=str(path))

    def _inputs(self) -> list[str]:
        """As the manifest names them."""
        paths = (os.path.relpath(path, self.source.parent) for path in self._workspace.inputs)
        return sorted({Path(path).as_posix() for path in paths})

    def _stamp(self, tool: str, inputs: list[str]) -> str:
        """The digest of all that the outputs depend on: this, but the input, is ``tool``."""
        names = sorted({self.source.name, *inputs})
        paths = (path for name in names for path in matching(self.source.parent, name))
        digests = (
            f"{os.path.relpath(path, self.source.parent)}={digest_of(path)}" for path in paths
        )
        return digest([tool, os.environ.get("SOURCE_DATE_EPOCH", ""), *digests])

    def _tool(self) -> str:
        """The digest of this program, of the theme and of the plugins."""
        own = {path.relative_to(shipped()): path for path in shipped().rglob("*") if path.is_file()}
        theme = self._workspace.theme.files()
        own |= {Path(os.path.relpath(path, self.source.parent)): path for path in theme}
        files = (f"{name.as_posix()}={digest_of(path)}" for name, path in sorted(own.items()))
        return digest([program(), *files, *parts()])

    def _stale(self, target: _Target, is_same: Callable[[Artifacts], bool]) -> list[str]:
        return target.names if self.force else target.stale(is_same)


def _write(rendering: Rendering, folder: Path, digests: Mapping[str, str], mode: int) -> None:
    """Writes the files that are another. Raises ``FormatError``."""
    for inner in {(folder / name).parent for name in rendering.files}:
        sweep(inner)
    for name, data in rendering.files.items():
        path = folder / name
        try:
            if digest_of(path) != digests[name]:
                replace_file(path, data, mode)
        except OSError as error:
            raise FormatError(f"cannot write '{path}': {error.strerror}") from None


def _forget_absent(now: Manifest, name: str, folder: Path) -> None:
    """Takes from the list what was to be written and is not there: it may be somebody's one day."""
    if made := now.formats.get(name):
        there = {each: made.files[each] for each in made.files if os.path.lexists(folder / each)}
        now.formats[name] = Artifacts(made.stamp, made.key, there)
        if not there:
            del now.formats[name]


def _in_the_way(folder: Path, name: str) -> Path | None:
    """A folder that stands where the file belongs, or a file where its folder does."""
    path = folder / name
    above = [each for each in path.parents if each.is_relative_to(folder)]
    files = (each for each in above if os.path.lexists(each) and not each.is_dir())
    return path if path.is_dir() else next(files, None)


def _left(path: Path) -> Problem:
    message = "somebody changed what cvtool wrote here, and now it writes nothing here: remove it?"
    return Problem((), message, WARNING, str(path))


def slow_formats() -> tuple[str, ...]:
    """Those that need what takes long to load, in the order in which they are made."""
    return tuple(row.name for row in formats().values() if row.is_slow)
