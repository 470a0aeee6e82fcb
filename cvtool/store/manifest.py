"""What a folder holds of ours, and from which input it was made.

A list of names stands in the folder itself. It may be published with the rest, so it says nothing
else: inputs and digests are kept in the user's cache folder, and where that is lost, all is made
anew.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import field
from datetime import date as day
from itertools import chain, count
from pathlib import Path, PurePosixPath
from typing import Any

from ..model.later import NamedTuple, dataclass, replace
from ..model.problems import Problem, ProblemError
from .cache import keep, kept
from .digests import digest, digest_of, digest_of_bytes
from .files import is_replaced, read_file, real_path, replace_file

NAME = ".cvtool.json"
RECORD = "application.json"

_IGNORE = ".gitignore"
_IGNORE_ALL = b"*\n"
_MOST_KEPT = 100_000
_WORDS = ("name", "date", "variant", "language", "templates", "edition", "source", "built")


@dataclass
class Artifacts:
    """The files of one format: path -> SHA-256. ``stamp`` is of the input, ``key`` of the CV.

    All of these are empty where the cache folder is lost.
    """

    stamp: str
    key: str
    files: dict[str, str] = field(default_factory=dict)


FOREIGN = (
    "not written by cvtool, and left alone: choose another folder with --output, or write over it "
    "with --force"
)
_NOTHING = Artifacts("", "")


@dataclass
class Manifest:
    """The inputs, relative to cv.yaml, and what was made of them: format -> files.

    ``kept_back`` are the keys of cv.yaml whose values only the private folder has, and ``secret``
    is a digest of these. ``owner`` leads from there to the folder that this is the private one of.
    ``editions`` are the folders inside of it that have others of the CV.
    """

    inputs: list[str] = field(default_factory=list)
    formats: dict[str, Artifacts] = field(default_factory=dict)
    kept_back: list[str] = field(default_factory=list)
    secret: str = ""
    owner: str = ""
    editions: list[str] = field(default_factory=list)

    @property
    def folders(self) -> set[str]:
        """Where its files stand, relative to the output folder."""
        return {"", *(name.rpartition("/")[0] for name in self.files)}

    @property
    def files(self) -> set[str]:
        """All its files."""
        return {name for each in self.formats.values() for name in each.files}


def of_folder(folder: Path) -> Manifest:
    """The manifest of an output folder; an empty one where it is absent or unreadable."""
    if not (found := _listed(folder)):
        return Manifest()
    listed, owner, editions = found
    state = _state(folder)
    known = {name: each for name, each in state.formats.items() if name in listed}
    same = {name for name, each in known.items() if each.files.keys() == listed[name].keys()}
    formats = {
        name: known[name] if name in same else Artifacts("", "", files)
        for name, files in listed.items()
    }
    secret = state.secret if same == listed.keys() else ""  # else it may be that of another folder
    return replace(state, formats=formats, secret=secret, owner=owner, editions=editions)


def editions_of(folder: Path) -> list[str]:
    """The folders inside of it that have other editions."""
    found = _listed(folder)
    return found[2] if found else []


def _listed(folder: Path) -> tuple[dict[str, dict[str, str]], str, list[str]] | None:
    """What the manifest itself says; nothing where it is absent or unreadable."""
    try:
        data = json.loads(read_file(folder / NAME))
        listed = {str(name): _written(each) for name, each in data["formats"].items()}
        owner = str(data.get("owner", ""))
        return listed, owner, [*filter(_is_inside, map(str, data.get("editions", ())))]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _is_inside(name: str) -> bool:
    """Whether the name of a folder is of one inside of another."""
    return bool(name) and ".." not in Path(name).parts and not Path(name).is_absolute()


def _written(listed: Any) -> dict[str, str]:
    """The files of a format. Their digests stood beside them before anything was private."""
    files = listed["files"] if isinstance(listed, dict) else dict.fromkeys(listed, "")
    return {str(name): str(digest) for name, digest in files.items()}


def _state(folder: Path) -> Manifest:
    """What is kept of the folder in the user's cache; nothing where that is lost or broken."""
    try:
        data = json.loads(kept(_state_name(folder)))
        formats = {str(name): _artifacts(each) for name, each in data["formats"].items()}
        names, keys = map(str, data["inputs"]), map(str, data["kept_back"])
        return Manifest([*names], formats, [*keys], str(data["secret"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Manifest()


def _artifacts(data: Any) -> Artifacts:
    files = {str(name): str(value) for name, value in data["files"].items()}
    return Artifacts(str(data["stamp"]), str(data["key"]), files)


def _state_name(folder: Path) -> str:
    return f"{digest([str(real_path(folder))])}.state"


def write(folder: Path, manifest: Manifest, is_lasting: bool = True) -> str:
    """Writes the manifest where it says something new; why it could not, if so."""
    try:
        _list(folder, manifest, is_lasting)
    except OSError as error:
        return f"cannot be written: {error.strerror}"
    name, state = _state_name(folder), _packed(vars(manifest))
    if kept(name) != state:
        keep(name, state, _MOST_KEPT)
    return ""


def announce(folder: Path, manifest: Manifest, is_lasting: bool = True) -> None:
    """Lists what is about to be written, for the run after one that is killed to know it."""
    with suppress(OSError):
        _list(folder, manifest, is_lasting)


def _list(folder: Path, manifest: Manifest, is_lasting: bool) -> None:
    names = {name: sorted(each.files) for name, each in manifest.formats.items()}
    more = {"owner": manifest.owner, "editions": manifest.editions}
    content = _dumped({"formats": names} | {key: more[key] for key in more if more[key]})
    if digest_of(folder / NAME) != digest_of_bytes(content):
        replace_file(folder / NAME, content, is_lasting=is_lasting)


def _packed(data: Any) -> bytes:
    """In one line, which takes a tenth of the time: nobody reads it."""
    return json.dumps(data, ensure_ascii=False, default=vars).encode("utf-8", "replace")


def _dumped(data: Any) -> bytes:
    text = json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False, default=vars)
    return f"{text}\n".encode("utf-8", "replace")


def is_intact(folder: Path, artifacts: Artifacts) -> bool:
    """Whether every file of the format is still as it was written."""
    files = ((f"{folder}/{name}", written) for name, written in artifacts.files.items())
    return all(written and digest_of(path) == written for path, written in files)


def prune(folder: Path, before: Artifacts | None, now: Artifacts) -> list[Path]:
    """Deletes what the format made before and makes no longer, and the folders that hold nothing
    else; what somebody changed is returned.

    Where nobody knows any more how it was written, the list is believed, but for hidden files.
    """
    changed = []
    files = before.files if before else {}
    gone = {name: written for name, written in files.items() if name not in now.files}
    for name, written in gone.items():
        path = folder / name
        is_ours = real_path(path).is_relative_to(real_path(folder))
        is_hidden = any(part.startswith(".") for part in Path(name).parts)
        found = digest_of(path)
        if not is_ours or not found or (is_hidden and not written):
            continue
        if written and found != written:
            changed.append(path)
            continue
        with suppress(OSError):
            path.unlink()
    around = {above for name in gone for above in PurePosixPath(name).parents if above.parts}
    for inner in sorted(around, key=lambda each: len(each.parts), reverse=True):
        with suppress(OSError, ValueError):  # which is how one that holds anything stays
            if real_path(folder / inner).is_relative_to(real_path(folder)):
                (folder / inner).rmdir()
    return changed


def put(
    folder: Path, name: str, files: Mapping[str, Iterable[bytes]], force: bool
) -> Iterator[Path]:
    """Writes files, which come in pieces, and lists them under the name; yields those that are
    another than before.

    Raises ``ProblemError`` for those that are somebody else's, and ``OSError``.
    """
    known = of_folder(folder)
    taken = (folder / each for each in files if not force and each not in known.files)
    others = [os.path.relpath(each) for each in taken if os.path.lexists(each)]
    if others:
        raise ProblemError(Problem((), FOREIGN, file=each) for each in others)
    known.formats[name] = Artifacts("", "", dict.fromkeys(files, ""))
    folder.mkdir(parents=True, exist_ok=True)
    _list(folder, known, is_lasting=True)
    yield from (folder / each for each, it in files.items() if is_replaced(folder / each, it))


def others_in(around: Path, folders: Iterable[Path]) -> list[Path]:
    """The output folders in there that are none of these."""
    known = {real_path(each) for each in folders}
    there = (each.parent for each in sorted(around.glob(f"*/{NAME}")))
    return [each for each in there if real_path(each) not in known and not of_folder(each).owner]


def private_folder(
    folder: Path, home: Path, others: Collection[Path] = (), around: Path | None = None
) -> Path:
    """The folder for what is not to be published, beside cv.yaml, which is in ``home``.

    What is around an output folder may be published, too. Where ``home`` is itself, or nobody can
    write there, it is beside the output folder, or beside what is ``around`` those of several CVs
    unless ``home`` is in that. It is called ``private``, or ``NAME-private`` where
    that is taken: by another output folder, by somebody's own files, or by ``others``, which may
    not be there yet.
    """
    whole = Path(real_path(folder))
    is_safe = not Path(real_path(home)).is_relative_to(whole) and os.access(home, os.W_OK)
    if not is_safe or home.is_relative_to("/dev"):
        outer = real_path(around) if around else whole
        is_around = not Path(real_path(home)).is_relative_to(outer)
        beside, whole_of = (around, outer) if around and is_around else (folder, whole)
        home = beside.parent if beside.name == whole_of.name else whole_of.parent
    more = (f"{whole.name}-private{number or ''}" for number in count())
    found = (home / name for name in chain(["private"], more))
    return next(each for each in found if each not in others and not _is_taken(each, whole))


def _is_taken(private: Path, output: Path) -> bool:
    """Whether it is somebody else's, or has to do with what is published."""
    whole = real_path(private)
    if whole.is_relative_to(output) or output.is_relative_to(whole):
        return True
    if not private.is_dir():
        return os.path.lexists(private)
    with suppress(OSError):
        owner = of_folder(private).owner
        is_left = bool(owner) and not os.path.lexists(whole.parent / owner)
        return any(private.iterdir()) and not is_left and owner != owner_of(private, output)
    return False


def owner_of(private: Path, folder: Path) -> str:
    """The way from beside the private folder to the output folder."""
    try:
        way = os.path.relpath(real_path(folder), real_path(private).parent)
    except ValueError:  # another drive
        way = str(real_path(folder))
    return Path(way).as_posix()


def make_private(folder: Path) -> None:
    """Makes the folder, for the user's eyes and not for a repository. Raises ``OSError``."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    if digest_of(folder / _IGNORE) != digest_of_bytes(_IGNORE_ALL):
        replace_file(folder / _IGNORE, _IGNORE_ALL)


def clear(folder: Path, found: Manifest | None = None) -> list[Path]:
    """Deletes what is ours in the folder, and the folder where nothing else is or will be in it.

    What somebody changed is returned. A private folder stays that of its owner.
    """
    found = found or of_folder(folder)
    changed = [path for each in found.formats.values() for path in prune(folder, each, _NOTHING)]
    with suppress(OSError):
        is_all = not found.editions and {it.name for it in folder.iterdir()} <= {_IGNORE, NAME}
        if found.owner and not is_all:
            write(folder, Manifest(owner=found.owner, editions=found.editions))
            return changed
        for name in (NAME, _IGNORE) if is_all else (NAME,):
            (folder / name).unlink(missing_ok=True)
        folder.rmdir()
        folder.parent.rmdir()  # which fails where anything else is in it
    return changed


class Kept(NamedTuple):
    """Where a source was, as seen from cv.yaml's folder, and the SHA-256 of what is kept of it."""

    origin: str
    digest: str


@dataclass(frozen=True)
class Application:
    """What is known of an application.

    ``templates`` is the way to a folder of them from the folder of cv.yaml. ``edition`` is the
    digest of the CV, and ``facts`` has that of each part of its pages. ``files``
    are those that were sent, with their digests; ``sources`` those that they were made of, by their
    paths in the folder of the application, and ``source`` is the cv.yaml among them. ``built`` is
    the SOURCE_DATE_EPOCH of then, ``tools`` are the versions of what made it, and ``borrows`` says
    that fonts of the machine may have a part in it.
    """

    name: str
    date: str
    variant: str
    language: str
    templates: str
    source: str
    built: str
    sources: Mapping[str, Kept]
    tools: Mapping[str, str]
    edition: str = ""
    borrows: bool = False
    facts: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)


def dumped_record(record: Application) -> bytes:
    """The record as JSON."""
    sources = {name: kept._asdict() for name, kept in record.sources.items()}
    data = vars(record) | {"sources": sources}
    return _dumped(data)


def read_record(folder: Path) -> Application:
    """The record of an application; raises ``ValueError`` that says why there is none."""
    try:
        data = {"templates": ""} | json.loads(read_file(folder / RECORD))
        sources = {str(name): _kept(each) for name, each in data["sources"].items()}
        known: dict[str, Any] = {key: str(data[key]) for key in _WORDS}
        known |= {key: _texts(data[key]) for key in ("facts", "files", "tools")}
        record = Application(**known, sources=sources, borrows=bool(data["borrows"]))
        day.fromisoformat(record.date)
    except FileNotFoundError:
        raise ValueError(f"no application that cvtool made: it has no {RECORD}") from None
    except OSError as error:
        raise ValueError(f"{RECORD} cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ValueError(f"{RECORD} is broken") from None
    templates = os.path.normpath(Path(record.source).parent / record.templates)
    if record.source not in sources or any(map(_leads_out, [*record.files, *sources, templates])):
        raise ValueError(f"{RECORD} is broken")
    return record


def _kept(data: Any) -> Kept:
    return Kept(str(data["origin"]), str(data["digest"]))


def _texts(data: Any) -> dict[str, str]:
    return {str(name): str(value) for name, value in data.items()}


def _leads_out(name: str) -> bool:
    return Path(name).is_absolute() or ".." in Path(name).parts
