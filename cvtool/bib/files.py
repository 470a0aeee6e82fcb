"""The .bib files that cv.yaml names, patterns among them, read as one bibliography.

Libraries are kept in the user's own cache folder: parsed once, read often. A file in it is
named by a digest of all that the library depends on, so that it is never wrong, only unused. A
process that remembers what entries said has no use for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..model.later import dataclass, pattern, replace
from ..model.memory import remembered_by, remembers, same
from ..model.problems import Path as Where
from ..model.problems import Problem, disguised, quoted, slashed
from ..store.cache import keep, kept
from ..store.digests import digest, digest_of_bytes
from ..store.files import read_file, real_path
from ..store.program import program

if TYPE_CHECKING:
    from .library import Library, Place, View
    from .records import Records

BIBLIOGRAPHY = "publications.bib"
"""What the file is called where nothing says it."""
WRITTEN_BY_US = b"% Written by cvtool"
"""How a .bib file begins that is an output, which no pattern may take for a source."""

_FOR_SOME = [pattern(each) for each in (rb"for\W{0,40}:", rb"except\W{0,40}:", b"\xef\xbc\x9a")]
"""Three, for what begins with letters is found faster."""
_LONGEST = 1000
_MOST_VIEWS = 8
_MOST_FILES, _MOST_BYTES = 10_000, 300_000_000
_PATTERN = frozenset("*?[")


@dataclass
class Sources:
    """The files: those found, with their bytes, and every path looked for, patterns too."""

    files: list[tuple[str, bytes]] = field(default_factory=list)
    inputs: list[Path] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    libraries: dict[str, Library] = field(default_factory=dict, repr=False)
    read: Records | None = field(default=None, repr=False)

    @cached_property
    def may_be_for_some(self) -> bool:
        """Whether keywords of an entry may say who reads of it."""
        texts = (data.lower() for _, data in self.files)
        return any(each.search(data) for data in texts for each in _FOR_SOME)

    def library(self, view: View) -> Library:
        """What the files hold, as the view shows it: read once, and made once for each view."""

        from .library import NO_LIBRARY

        def make() -> Library:
            from .holdings import read_library

            return read_library(self._records(), view)

        name = repr(view)
        if not self.files:
            return NO_LIBRARY
        if remembers():
            return remembered_by(make, Sources, self, name)
        if name not in self.libraries:
            for oldest in [*self.libraries][:-_MOST_VIEWS]:
                del self.libraries[oldest]
            self.libraries[name] = self._kept(name, make)
        return self.libraries[name]

    def _kept(self, view: str, make: Callable[[], Library]) -> Library:
        """The library of that view that was kept, or else is from now on."""
        from ..store.tables import from_tables, to_tables
        from .library import Library

        contents = (f"{name}={digest_of_bytes(data)}" for name, data in self.files)
        name = f"{digest([program(), view, *contents])}.library"
        found: Library | None = from_tables(kept(name), Library)
        if found is None:
            found = make()
            with suppress(RecursionError):
                keep(name, to_tables(found), _MOST_FILES, _MOST_BYTES)
        return found

    def deciding(self) -> tuple[object, ...]:
        """All of the entries that decides which of them are shown, and where their pages are: the
        same as long as it says the same."""
        from .holdings import deciding

        def make() -> tuple[object, ...]:
            return deciding(self._records())

        return remembered_by(make, deciding, self)

    def _records(self) -> Records:
        from .records import read_files

        def make() -> Records:
            return read_files(self.files)

        if remembers():
            return remembered_by(make, read_files, self)
        self.read = self.read or make()
        return self.read


def matching(folder: Path, name: str) -> list[Path]:
    """The files that a name or pattern stands for, in the order of their names."""
    if _PATTERN.isdisjoint(name):
        return [folder / name]
    try:
        if len(name) > _LONGEST:  # Python takes the square of that for one of brackets
            return []
        return sorted(path for path in folder.glob(name) if path.is_file())
    except (ValueError, NotImplementedError, OSError):
        return []


def sources(
    names: Sequence[str],
    folder: Path,
    where: Where,
    most: int,
    unreadable: Callable[[Path, OSError | ValueError], str],
) -> Sources:
    """The files that cv.yaml names at the path ``where``, each once; a missing one is an error, and
    one of more than ``most`` bytes.
    """
    found = Sources()
    seen: set[Path] = set()
    for index, name in enumerate(names):
        here = (*where, index)
        is_pattern = not _PATTERN.isdisjoint(name)
        found.inputs += [folder / name] if is_pattern else []
        paths = matching(folder, name)
        if not paths:
            found.problems.append(Problem(here, f"no file matches {quoted(name)}{slashed(name)}"))
        for path in paths:
            if real_path(path) in seen:
                continue
            seen.add(real_path(path))
            found.inputs.append(path)
            if wrong := disguised(name) or disguised(path.name):
                found.problems.append(Problem(here, wrong))
                continue
            try:
                data = read_file(path, most)
            except (OSError, ValueError) as error:
                found.problems.append(Problem(here, unreadable(path, error)))
                continue
            if not (is_pattern and data.startswith(WRITTEN_BY_US)):
                found.files.append((str(path), data))
    return same(found, (*found.files, *found.inputs, *found.problems))


def named_in(data: Any) -> list[str]:
    """The .bib files that data names, be it right or wrong, or the usual one."""
    said = data.get("bibliography")
    said = said.get("files") if isinstance(said, dict) else said
    names = said if isinstance(said, list) else [said]
    return [each for each in names if isinstance(each, str)] or [BIBLIOGRAPHY]


def written_at(text: str, near: Place, files: Mapping[str, bytes]) -> Place:
    """Where an entry has a text: the first place from its beginning on."""
    lines = files.get(near.file, b"").decode("utf-8-sig", "replace").splitlines()
    for number in range(near.line, len(lines) + 1):
        if (column := lines[number - 1].find(text)) >= 0:
            return replace(near, line=number, column=column + 1)
    return near
