"""Renders what is out of date: plan, skip, render, write, prune."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from ..bib.files import matching
from ..model.problems import Problem, ProblemError
from ..render import FORMATS, formats
from ..render.attempt import FormatError, attempt
from ..render.plugins import parts
from ..render.theme import Theme, shipped, theme_for
from ..store import manifest
from ..store.digests import digest, digest_of, digest_of_bytes, program, replace_file
from ..store.manifest import Artifacts, Manifest
from .watch import Watched

if TYPE_CHECKING:
    from ..model.document import Document
    from ..read.marks import Marks
    from ..render import Output
    from .workers import Ahead

    Found = tuple[Output | Problem, ...]
    Timed = tuple[Found, float]
    Slow = dict[str, Timed]
    Helper = Ahead[Document, Slow]

_SLOW = tuple(row.name for row in FORMATS.values() if row.is_slow)
"""The formats that need what takes long to load."""


@dataclass(frozen=True)
class Result:
    """What became of one output. ``path`` is the format's name where ``error`` says why none is."""

    path: str
    size: int = 0
    seconds: float = 0.0
    unchanged: bool = False
    error: str = ""


@dataclass
class Build:
    """Runs over one cv.yaml.

    ``problems`` are those of the input, known once it was read, and those that renderers found.
    """

    source: Path
    folder: Path
    formats: list[str]
    templates: Path | None = None
    force: bool = False
    problems: list[Problem] = field(default_factory=list)
    _marks: Marks | None = None
    _inputs: list[Path] = field(default_factory=list)
    _state: str = ""

    def run(self) -> Iterator[Result]:
        """Makes the outputs, one result as each is done; a format that fails stops no other.

        Raises ``ProblemError`` when the input has errors; then nothing was written.
        """
        self.problems = []
        theme = theme_for(self.source.parent, self.templates)
        before = manifest.read(self.folder)
        tool = cache(lambda: _fingerprint(theme, self.source.parent))
        stamp = cache(lambda: self._stamp(tool(), before.inputs))
        is_kept = self.source.is_file() and not self.force  # a pipe can be read once
        if is_kept and all(self._is_current(before, name, stamp) for name in self.formats):
            self._inputs = [self.source.parent / name for name in before.inputs]
            self._state = stamp()
            for name in self.formats:
                yield from self._unchanged(before.formats[name])
            return
        with _helper(self.formats, theme) as helper:
            try:
                document, inputs = self._load()
            except ProblemError:
                self._state = self._stamp(tool(), _relative(self._inputs, self.source.parent))
                raise
            now = Manifest(_relative(inputs, self.source.parent), dict(before.formats))
            made = cache(lambda: _made(self._stamp(tool(), now.inputs), tool(), document))
            if helper and not all(
                self._is_intact(now.formats.get(n), made) for n in {*_SLOW} & {*self.formats}
            ):
                helper.give(document)
            ready = cache(helper.take) if helper else None
            make = partial(_render, document=document, theme=theme, ready=ready)
            try:
                for name in sorted(self.formats, key=_SLOW.__contains__):
                    yield from self._format(name, make, now, made, inputs)
            finally:
                self._state = made().stamp
                failure = self._record(now)
        if failure:
            yield Result(manifest.NAME, error=failure)

    def is_behind(self) -> bool:
        """Whether anything that the outputs depend on is another than in the last run."""
        theme = theme_for(self.source.parent, self.templates)
        tool = _fingerprint(theme, self.source.parent)
        return self._state != self._stamp(tool, _relative(self._inputs, self.source.parent))

    def watched(self) -> Watched:
        """What the outputs depend on, and what the input looked for that has errors."""
        inputs = [self.source, *self._inputs]
        return Watched(inputs, theme_for(self.source.parent, self.templates))

    def _load(self) -> tuple[Document, list[Path]]:
        from .load import load_all

        loaded = load_all(self.source, self.templates)
        self.problems, self._marks, self._inputs = loaded.problems, loaded.marks, loaded.inputs
        if loaded.document is None:
            raise ProblemError(loaded.problems)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = f"no folder can be made here: {error.strerror}; choose another with --output"
            raise ProblemError([Problem((), message, file=str(self.folder))]) from None
        return loaded.document, loaded.inputs

    def _record(self, now: Manifest) -> str:
        """Writes the manifest; why it could not, if so."""
        try:
            manifest.write(self.folder, now)
        except OSError as error:
            return f"cannot be written: {error.strerror}"
        return ""

    def _format(
        self,
        name: str,
        make: Callable[[str], Timed],
        now: Manifest,
        made: Callable[[], Artifacts],
        inputs: list[Path],
    ) -> Iterator[Result]:
        old, new = now.formats.get(name), replace(made())
        if old and self._is_intact(old, made):
            now.formats[name] = replace(new, files=old.files)
            yield from self._unchanged(old)
            return
        try:
            found, seconds = make(name)
            started = perf_counter()
            outputs = [each for each in found if not isinstance(each, Problem)]
            new.files = self._write(outputs, inputs)
        except FormatError as error:
            self.problems += map(self._placed, error.problems)
            yield Result(name, error=str(error))
            return
        self.problems += [self._placed(each) for each in found if isinstance(each, Problem)]
        manifest.prune(self.folder, old, new)
        now.formats[name] = new
        seconds += perf_counter() - started
        for output in outputs:
            yield Result(output.path, len(output.data), seconds)

    def _placed(self, problem: Problem) -> Problem:
        return self._marks.placed(problem) if self._marks else problem

    def _write(self, outputs: Iterable[Output], inputs: list[Path]) -> dict[str, str]:
        sources = {path.resolve() for path in inputs}
        files = {}
        for output in outputs:
            path = self.folder / output.path
            if path.resolve() in sources:
                raise FormatError(f"'{path}' is a source: choose another folder with --output")
            if not path.resolve().is_relative_to(self.folder.resolve()):
                raise FormatError(f"'{output.path}' lies outside the output folder")
            files[output.path] = digest_of_bytes(output.data)
            try:
                if digest_of(path) != files[output.path]:
                    replace_file(path, output.data)
            except OSError as error:
                raise FormatError(f"cannot write '{path}': {error.strerror}") from None
        return files

    def _stamp(self, tool: str, inputs: list[str]) -> str:
        folder = self.source.parent
        names = sorted({self.source.name, *inputs})
        paths = (path for name in names for path in matching(folder, name))
        files = ((path, digest_of(path) if path.is_file() else "") for path in paths)
        digests = (f"{os.path.relpath(path, folder)}={digest}" for path, digest in files)
        return digest([tool, os.environ.get("SOURCE_DATE_EPOCH", ""), *digests])

    def _is_current(self, before: Manifest, name: str, stamp: Callable[[], str]) -> bool:
        made = before.formats.get(name)
        return bool(made and made.stamp == stamp() and manifest.is_intact(self.folder, made))

    def _is_intact(self, old: Artifacts | None, made: Callable[[], Artifacts]) -> bool:
        if not old or self.force:
            return False
        return old.key == made().key and manifest.is_intact(self.folder, old)

    def _unchanged(self, made: Artifacts) -> Iterator[Result]:
        for path in made.files:
            yield Result(path, (self.folder / path).stat().st_size, unchanged=True)


def _helper(formats: list[str], theme: Theme) -> AbstractContextManager[Helper | None]:
    """A process for the slow formats, unless what they take long to load is here already."""
    slow = [name for name in _SLOW if name in formats]
    if not slow or "weasyprint" in sys.modules:
        return nullcontext()
    from .workers import Ahead, pays

    def prepare() -> None:
        from ..render.pdf import prepare

        prepare(theme)

    work = partial(_renders, slow, theme=theme)
    return Ahead(prepare, work) if pays() else nullcontext()


def _renders(names: list[str], document: Document, theme: Theme) -> Slow:
    """The outputs of these formats, without those that cannot be made."""
    made = {}
    for name in names:
        with suppress(FormatError):
            made[name] = _timed(name, document, theme)
    return made


def _timed(name: str, document: Document, theme: Theme) -> Timed:
    """What a renderer yields, and in how many seconds."""
    started = perf_counter()
    return attempt(name, document, theme), perf_counter() - started


def _render(
    name: str, document: Document, theme: Theme, ready: Callable[[], Slow | None] | None = None
) -> Timed:
    """What a renderer yields; ``ready`` has those of the slow ones, when it has them."""
    made = (ready() or {}).get(name) if ready and name in _SLOW else None
    return _timed(name, document, theme) if made is None else made


def _made(stamp: str, tool: str, document: Document) -> Artifacts:
    return Artifacts(stamp, digest([tool, repr(document)]))


def _relative(inputs: list[Path], folder: Path) -> list[str]:
    return sorted({Path(os.path.relpath(path, folder)).as_posix() for path in inputs})


def _fingerprint(theme: Theme, folder: Path) -> str:
    """Of everything but the input that an output depends on: this program and the theme."""
    own = {path.relative_to(shipped()): path for path in shipped().rglob("*") if path.is_file()}
    own |= {Path(os.path.relpath(path, folder)): path for path in theme.files()}
    files = [f"{name.as_posix()}={digest_of(path)}" for name, path in sorted(own.items())]
    return digest([program(), *files, *parts(formats().values())])
