"""What the output folder holds of ours, and from which input it was made.

The manifest is a file in the output folder. It names inputs relative to cv.yaml and holds digests
only, so that it may be published with the rest.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from .digests import digest_of, digest_of_bytes
from .files import read_file, real_path, replace_file

NAME = ".cvtool.json"


@dataclass
class Artifacts:
    """The files of one format: path -> SHA-256. ``stamp`` is of the input, ``key`` of the CV."""

    stamp: str
    key: str
    files: dict[str, str] = field(default_factory=dict)


@dataclass
class Manifest:
    """The inputs, relative to cv.yaml, and what was made of them: format -> files."""

    inputs: list[str] = field(default_factory=list)
    formats: dict[str, Artifacts] = field(default_factory=dict)

    @property
    def folders(self) -> set[str]:
        """Where its files stand, relative to the output folder."""
        files = (name for each in self.formats.values() for name in each.files)
        return {"", *(name.rpartition("/")[0] for name in files)}


def of_folder(folder: Path) -> Manifest:
    """The manifest of an output folder; an empty one where it is absent or unreadable."""
    try:
        data = json.loads(read_file(folder / NAME))
        formats = {name: _artifacts(each) for name, each in data["formats"].items()}
        return Manifest([str(name) for name in data["inputs"]], formats)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Manifest()


def _artifacts(data: Any) -> Artifacts:
    files = {str(name): str(digest) for name, digest in data["files"].items()}
    return Artifacts(str(data["stamp"]), str(data["key"]), files)


def write(folder: Path, manifest: Manifest) -> str:
    """Writes the manifest where it says something new; why it could not, if so."""
    text = json.dumps(asdict(manifest), indent=1, sort_keys=True, ensure_ascii=False)
    content = f"{text}\n".encode("utf-8", "replace")
    try:
        if digest_of(folder / NAME) != digest_of_bytes(content):
            replace_file(folder / NAME, content)
    except OSError as error:
        return f"cannot be written: {error.strerror}"
    return ""


def is_intact(folder: Path, artifacts: Artifacts) -> bool:
    """Whether every file of the format is still as it was written."""
    return all(
        digest and digest_of(folder / name) == digest for name, digest in artifacts.files.items()
    )


def prune(folder: Path, before: Artifacts | None, now: Artifacts) -> None:
    """Deletes what the format made before and makes no longer, unless someone has changed it."""
    for name, digest in before.files.items() if before else ():
        path = folder / name
        is_ours = name not in now.files and real_path(path).is_relative_to(real_path(folder))
        if is_ours and digest and digest_of(path) == digest:
            with suppress(OSError):
                path.unlink()
