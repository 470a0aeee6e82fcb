"""What a folder holds of ours, and from which input it was made.

A list of names stands in the folder itself. It may be published with the rest, so it says nothing
else: inputs and digests are kept in the user's cache folder, and where that is lost, all is made
anew.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from .cache import keep, kept
from .digests import digest, digest_of, digest_of_bytes
from .files import read_file, real_path, replace_file

NAME = ".cvtool.json"

_IGNORE = ".gitignore"
_IGNORE_ALL = b"*\n"
_MOST_KEPT = 500


@dataclass
class Artifacts:
    """The files of one format: path -> SHA-256. ``stamp`` is of the input, ``key`` of the CV.

    All of these are empty where the cache folder is lost.
    """

    stamp: str
    key: str
    files: dict[str, str] = field(default_factory=dict)


@dataclass
class Manifest:
    """The inputs, relative to cv.yaml, and what was made of them: format -> files.

    ``kept_back`` are the keys of cv.yaml whose values only the private folder has. ``owner`` is the
    name of the folder that this is the private one of.
    """

    inputs: list[str] = field(default_factory=list)
    formats: dict[str, Artifacts] = field(default_factory=dict)
    kept_back: list[str] = field(default_factory=list)
    owner: str = ""

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
    try:
        data = json.loads(read_file(folder / NAME))
        listed = {str(name): [*map(str, each)] for name, each in data["formats"].items()}
        found = Manifest(owner=str(data.get("owner", "")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Manifest()
    state = _state(folder)
    for name, files in listed.items():
        known = state.formats.get(name, Artifacts("", ""))
        is_same = known.files.keys() == {*files}
        found.formats[name] = known if is_same else Artifacts("", "", dict.fromkeys(files, ""))
    found.inputs, found.kept_back = state.inputs, state.kept_back
    return found


def _state(folder: Path) -> Manifest:
    """What is kept of the folder in the user's cache; nothing where that is lost or broken."""
    try:
        data = json.loads(kept(_state_name(folder)))
        formats = {str(name): _artifacts(each) for name, each in data["formats"].items()}
        names, keys = map(str, data["inputs"]), map(str, data["kept_back"])
        return Manifest([*names], formats, [*keys])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Manifest()


def _artifacts(data: Any) -> Artifacts:
    files = {str(name): str(value) for name, value in data["files"].items()}
    return Artifacts(str(data["stamp"]), str(data["key"]), files)


def _state_name(folder: Path) -> str:
    return f"{digest([str(real_path(folder))])}.state"


def write(folder: Path, manifest: Manifest) -> str:
    """Writes the manifest where it says something new; why it could not, if so."""
    try:
        _list(folder, manifest)
    except OSError as error:
        return f"cannot be written: {error.strerror}"
    name, state = _state_name(folder), _dumped(asdict(manifest))
    if kept(name) != state:
        keep(name, state, _MOST_KEPT)
    return ""


def announce(folder: Path, manifest: Manifest) -> None:
    """Lists what is about to be written, for the run after one that is killed to know it."""
    with suppress(OSError):
        _list(folder, manifest, is_lasting=False)


def _list(folder: Path, manifest: Manifest, is_lasting: bool = True) -> None:
    names = {name: sorted(each.files) for name, each in manifest.formats.items()}
    content = _dumped({"formats": names} | ({"owner": manifest.owner} if manifest.owner else {}))
    if digest_of(folder / NAME) != digest_of_bytes(content):
        replace_file(folder / NAME, content, is_lasting=is_lasting)


def _dumped(data: Any) -> bytes:
    text = json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False)
    return f"{text}\n".encode("utf-8", "replace")


def is_intact(folder: Path, artifacts: Artifacts) -> bool:
    """Whether every file of the format is still as it was written."""
    return all(
        written and digest_of(folder / name) == written for name, written in artifacts.files.items()
    )


def prune(folder: Path, before: Artifacts | None, now: Artifacts) -> None:
    """Deletes what the format made before and makes no longer, unless someone has changed it."""
    for name, written in before.files.items() if before else ():
        path = folder / name
        is_ours = name not in now.files and real_path(path).is_relative_to(real_path(folder))
        if is_ours and written and digest_of(path) == written:
            with suppress(OSError):
                path.unlink()


def private_folder(folder: Path) -> Path:
    """The folder beside the output folder for what is not to be published.

    It is called ``private``, or ``NAME-private`` where that is taken: by another output folder, or
    by somebody's own files.
    """
    whole = Path(real_path(folder))
    beside = folder if folder.name == whole.name else whole
    usual = beside.with_name("private") if whole.name else whole / "private"
    is_taken = _is_filled(usual) and of_folder(usual).owner != whole.name
    return usual.with_name(f"{whole.name}-private") if is_taken else usual


def _is_filled(folder: Path) -> bool:
    with suppress(OSError):
        return any(folder.iterdir())
    return False


def make_private(folder: Path) -> None:
    """Makes the folder, for the user's eyes and not for a repository. Raises ``OSError``."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    if digest_of(folder / _IGNORE) != digest_of_bytes(_IGNORE_ALL):
        replace_file(folder / _IGNORE, _IGNORE_ALL)


def remove_private(folder: Path, manifest: Manifest) -> None:
    """Deletes what is ours in the folder, and the folder where nothing else is in it."""
    for each in manifest.formats.values():
        prune(folder, each, Artifacts("", ""))
    with suppress(OSError):
        if {path.name for path in folder.iterdir()} <= {_IGNORE, NAME}:
            (folder / NAME).unlink()
            (folder / _IGNORE).unlink()
            folder.rmdir()
        else:
            write(folder, Manifest(owner=manifest.owner))
