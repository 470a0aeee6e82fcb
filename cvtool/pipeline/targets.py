"""The folders of a run: one for each edition and audience, and what was made there before."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import field
from pathlib import Path
from typing import Any

from ..model.files import Data
from ..model.later import dataclass, field_names
from ..model.problems import WARNING, Problem, once, unnumbered
from ..render import FormatError, available, formats
from ..render.table import lacking, parts
from ..render.theme import shipped
from ..store import manifest
from ..store.cache import keep, kept
from ..store.digests import digest, digest_of
from ..store.files import data_of, real_path, replace_file, sweep
from ..store.manifest import Artifacts, Manifest
from ..store.program import digest_of_folder, program
from .editions import Edition, Loaded, Version, Wanted, places

FILES = "files"
"""What stands among the formats for the user's files where no site is made that has them."""
_SITE = "html"
_MOST_KEPT = 100_000
_EDITED = "somebody changed what cvtool wrote here, so it is left alone"
_IDLE = "not made, as this variant has other formats: write it into its 'formats'"
_CLEARED = "cleared: no edition goes here any more"
_LEFT = "somebody changed what cvtool wrote here, and now it writes nothing here: remove it?"


@dataclass(frozen=True)
class Among:
    """What a build that is one of many is told: the digest of all that comes along, which is read
    once, and its ``private`` folder, which others may want, too."""

    shipped: str
    private: Path


@dataclass(frozen=True)
class Row:
    """Where one version of an edition goes: the folder is relative, with slashes.

    ``usual`` are those of its formats that a run makes which names none. ``kept_back`` are the keys
    of what is private, and ``secret`` is a digest of that.
    """

    folder: str
    is_private: bool
    formats: tuple[str, ...]
    usual: tuple[str, ...] = ()
    kept_back: tuple[str, ...] = ()
    secret: str = ""

    def names(self, wished: Iterable[str]) -> list[str]:
        """Those of the formats that are made there."""
        return [name for name in (*wished, FILES) if name in self.formats]


@dataclass(frozen=True)
class Report:
    """What became of one output of a folder, and a ``note`` on it. ``path`` is the format's name
    where ``error`` says why none is, and where nothing was made but is planned."""

    path: str
    seconds: float = 0.0
    unchanged: bool = False
    error: str = ""
    note: str = ""
    folder: Path = Path()
    format: str = ""
    state: str = "made"

    @property
    def size(self) -> int:
        """The bytes of the file as it is now, which few ask for; none where there is none."""
        with suppress(OSError):
            return os.stat(f"{self.folder}/{self.path}").st_size  # noqa: PTH116
        return 0


@dataclass
class Target:
    """A folder, the formats to make in it, and what was made there before.

    ``version`` is what they show, where it was loaded; ``remarks`` say of formats why they are not
    made.
    """

    row: Row
    folder: Path
    names: list[str]
    before: Manifest
    version: Version | None = None
    keys: dict[str, str] = field(default_factory=dict)
    remarks: list[Problem] = field(default_factory=list)

    @property
    def dropped(self) -> list[str]:
        """The formats that were made there, and that this edition has no more."""
        known = {*formats(), FILES}
        return [it for it in self.before.formats if it in known and it not in self.row.formats]

    @property
    def gone(self) -> list[str]:
        """The formats of which somebody removed all files, and which are not to be made."""
        others = (it for it in self.before.formats.items() if it[0] not in self.names)
        return [
            name
            for name, made in others
            if not any(os.path.lexists(self.folder / path) for path in made.files)
        ]

    def name_usual(self) -> None:
        """Has the usual formats made, and those that are there, lest they say what was.

        What somebody goes on with is left, and so is what cannot be made here; that is told.
        """
        there, known = available(), formats()
        for name in sorted(known, key=lambda each: known[each].is_slow):
            if name not in self.row.formats:
                continue
            kept = self.before.formats.get(name)
            if name not in self.row.usual and (not kept or name in self.gone):
                continue
            edited = [] if name in self.row.usual or not kept else self._edited(kept)
            if name in there and not edited:
                self.names.append(name)
            advice = f"{_EDITED}: 'cvtool render {name}' makes it anew"
            self.remarks += (Problem((), advice, "note", str(path)) for path in edited)
            self.remarks += lacking([name])

    def _edited(self, made: Artifacts) -> list[Path]:
        """The files of a format that are not as they were written."""
        files = [(self.folder / name, written) for name, written in made.files.items()]
        return [path for path, written in files if written and digest_of(path) not in ("", written)]

    @property
    def is_exposed(self) -> bool:
        """Whether what everybody may see was made when something else was private."""
        return not self.row.is_private and self.row.secret != self.before.secret

    def as_they_are(self, name: str) -> Iterator[Report]:
        """The files of a format that stay."""
        for path in self.before.formats[name].files:
            yield Report(path, unchanged=True, folder=self.folder, format=name)

    def reason(self, name: str, changed: list[str]) -> str:
        """Why a format is made; ``changed`` are the names of what changed since the last run."""
        if not (old := self.before.formats.get(name)):
            return "not made yet"
        if not manifest.is_intact(self.folder, old):
            return "its files are not as they were written"
        return f"changed: {', '.join(changed)}" if changed else "what it shows changed"

    def stale(self, is_same: Callable[[str, Artifacts], bool]) -> list[str]:
        """The formats that were made of something else, or are not as they were written."""
        kept = self.before.formats
        return [
            name
            for name in self.names
            if not (old := kept.get(name))
            or not is_same(name, old)
            or not manifest.is_intact(self.folder, old)
        ]


@dataclass(frozen=True)
class LastRun:
    """What a run made, of which state of the inputs, whose ``parts`` are digests by names, and all
    folders of editions after it."""

    stamp: str = ""
    inputs: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    editions: tuple[tuple[str, ...], ...] = ()
    parts: dict[str, str] = field(default_factory=dict)

    def changed(self, parts: dict[str, str]) -> list[str]:
        """The names of what was another, or was not there; nothing where that is not known."""
        names = dict.fromkeys([*parts, *self.parts]) if self.parts else ()
        return [name for name in names if parts.get(name) != self.parts.get(name)]


class Folders:
    """The output folder and the private one, with those of editions in them."""

    def __init__(self, public: Path, private: Path) -> None:
        self.public, self.private = public, private

    def target(self, row: Row, wished: list[str]) -> Target:
        """The folder of the row as it is now; where no formats are wished, with the usual ones."""
        folder = (self.private if row.is_private else self.public) / row.folder
        before = manifest.of_folder(folder)
        for name in before.folders:
            sweep(folder / name)
        target = Target(row, folder, row.names(wished), before)
        if not wished:
            target.name_usual()
        return target

    def editions(self) -> tuple[tuple[str, ...], ...]:
        """The folders of editions in both, whichever run made them."""
        return tuple(tuple(manifest.editions_of(it)) for it in (self.public, self.private))

    def made(self) -> set[str]:
        """The folders of all editions that were made."""
        return {name for root in self.editions() for name in root}

    def keys(self) -> dict[tuple[str, bool], dict[str, str]]:
        """Of what each format was made that is as it was written: by the folder of the edition, and
        whether it is below the private one."""
        found = {}
        for is_private, names in enumerate(self.editions()):
            for name in ("", *names):
                folder = (self.private if is_private else self.public) / name
                made = manifest.of_folder(folder).formats.items()
                intact = {each: it.key for each, it in made if manifest.is_intact(folder, it)}
                found[name, bool(is_private)] = intact
        return found

    def secrets(self) -> dict[str, str]:
        """What was private when the editions that everybody may see were made, as digests."""
        found = {it: manifest.of_folder(self.public / it) for it in ("", *self.editions()[0])}
        return {name: each.secret for name, each in found.items() if each.formats}

    def targets(self, loaded: Loaded, wished: list[str]) -> Iterator[Target]:
        """Those of the editions."""
        for edition in loaded.editions:
            for version, is_private in ((edition.public, False), (edition.private, True)):
                if version:
                    target = self.target(row_of(edition, version, is_private), wished)
                    target.version = version
                    if target.is_exposed:
                        # whatever was made before may say what is private now
                        others = target.row.names([*target.before.formats])
                        target.names = [*dict.fromkeys([*target.names, *others])]
                    yield target

    def is_idle(self, row: Row, wished: list[str]) -> bool:
        """Whether nothing is to stand in its folder: none of the formats that are wished."""
        folder = (self.private if row.is_private else self.public) / row.folder
        return bool(wished) and not row.names(wished) and not manifest.of_folder(folder).formats

    def settle(self, loaded: Loaded, wished: list[str]) -> list[Problem]:
        """Clears the folders of editions that are none any more, and lists those that are.

        Raises ``OSError``. What somebody changed there is left, and told.
        """
        assert loaded.declared
        allowed, kept, told = places(loaded.declared), list[Path](), list[Problem]()
        for root, is_private in ((self.public, False), (self.private, True)):
            versions = {each.folder: each.versions[is_private] for each in loaded.editions}
            now = {
                each.folder
                for each in loaded.editions
                if (version := each.versions[is_private])
                and not self.is_idle(row_of(each, version, is_private), wished)
            }
            found = manifest.of_folder(root)
            gone = {name for name in found.editions if is_private not in allowed.get(name, ())}
            gone |= {name for name in versions.keys() - now if name in found.editions}
            for name in sorted(gone, reverse=True):
                kept += manifest.clear(root / name)
                told.append(Problem((), _CLEARED, "note", str(root / name)))
            editions = sorted(({*found.editions} | now - {""}) - gone)
            if now and is_private:
                manifest.make_private(root)
                found.owner = manifest.owner_of(self.private, self.public)
            if now or editions != found.editions:
                found.editions = editions
                root.mkdir(parents=True, exist_ok=True)
                manifest.announce(root, found)
            if is_private and not versions.get("", True) and found.owner:
                kept += manifest.clear(root, found)
        return [*told, *map(left, kept)]


def remarked(targets: Iterable[Target], wished: Collection[str], wanted: Wanted) -> list[Problem]:
    """What there is to say of them, and where a variant that is named has none of the formats."""
    found = [*targets]
    is_idle = found and wished and not any(name in it.names for it in found for name in wished)
    idle = [Problem((), _IDLE, "note", ", ".join(wished))] if is_idle and wanted.variants else []
    return once([*(it for each in found for it in each.remarks), *idle])


def row_of(edition: Edition, version: Version, is_private: bool) -> Row:
    """All formats go to what everybody may see, what one hands to others to the private folder; a
    variant that is private alone has those that it names, and one to send has no site."""
    rows = formats()
    names = edition.formats or tuple(rows)
    is_handed_out = is_private and (edition.public or not edition.formats)
    if is_handed_out or version.document.is_to_send:
        names = tuple(name for name in names if name in rows and not rows[name].is_public)
    if version.document.files and _SITE not in names:
        names = (*names, FILES)
    keys = tuple(dict.fromkeys(map(unnumbered, edition.kept_back)))
    named = version.chosen.plain.data.get("formats") or ()
    usual = (name for name, row in rows.items() if row.is_usual(edition.formats, named))
    return Row(edition.folder, is_private, names, tuple(usual), keys, edition.secret)


def last_run(folder: Path, wanted: Wanted) -> LastRun:
    """What the last run for these editions made; nothing where that is lost or broken."""
    try:
        data = json.loads(kept(_name(folder, wanted)))
        rows = (
            Row(str(at), bool(is_private), _texts(every), _texts(usual), _texts(keys), str(secret))
            for at, is_private, every, usual, keys, secret in map(_values, data["rows"])
        )
        editions = tuple(map(_texts, data["editions"]))
        parts = {str(name): str(each) for name, each in data["parts"].items()}
        return LastRun(str(data["stamp"]), _texts(data["inputs"]), tuple(rows), editions, parts)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return LastRun()


def _texts(values: Iterable[Any]) -> tuple[str, ...]:
    return tuple(map(str, values))


def _values(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in field_names(Row))


def keep_run(folder: Path, wanted: Wanted, last: LastRun) -> None:
    """Keeps it for the next run."""
    data = json.dumps(vars(last), ensure_ascii=False, default=vars).encode("utf-8", "replace")
    if kept(_name(folder, wanted)) != data:
        keep(_name(folder, wanted), data, _MOST_KEPT)


def _name(folder: Path, wanted: Wanted) -> str:
    return f"{digest([str(real_path(folder)), repr(wanted)])}.plan"


def slow_formats() -> tuple[str, ...]:
    """Those that need what takes long to load, in the order in which they are made."""
    return tuple(row.name for row in formats().values() if row.is_slow)


def pictured_formats() -> set[str]:
    """Those that can have pictures of the pages beside them."""
    return {row.name for row in formats().values() if row.pictured}


def in_the_way(folder: Path, name: str) -> Path | None:
    """A folder that stands where the file belongs, or a file where its folder does."""
    path = folder / name
    above = path.parents[: len(path.parents) - len(folder.parents)]
    files = (each for each in above if not each.is_dir() and os.path.lexists(each))
    return path if path.is_dir() else next(files, None)


def shipped_digest() -> str:
    """The digest of this program, of all that comes along with it, and of the plugins."""
    return digest([program(), digest_of_folder(shipped()), *parts()])


def left(path: Path) -> Problem:
    """Somebody changed a file that would go."""
    return Problem((), _LEFT, WARNING, str(path))


def forget_absent(now: Manifest, name: str, folder: Path) -> None:
    """Takes from the list what was to be written and is not there: it may be somebody's one day."""
    if made := now.formats.get(name):
        there = {each: made.files[each] for each in made.files if os.path.lexists(folder / each)}
        now.formats[name] = Artifacts(made.stamp, made.key, there)
        if not there:
            del now.formats[name]


def write(
    files: Mapping[str, Data], folder: Path, digests: Mapping[str, str], mode: int, is_lasting: bool
) -> None:
    """Writes the files that are another. Raises ``FormatError``."""
    for inner in {(folder / name).parent for name in files}:
        sweep(inner)
    for name, data in files.items():
        path = folder / name
        try:
            if digest_of(path) != digests[name]:
                replace_file(path, data_of(data), mode, is_lasting)
        except OSError as error:
            raise FormatError(f"cannot write '{path}': {error.strerror}") from None
