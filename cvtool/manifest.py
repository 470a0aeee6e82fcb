"""What the output folder holds of ours, and from which input it was made.

The manifest is a file in the output folder. It names inputs relative to cv.yaml and holds digests
only, so that it may be published with the rest.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

NAME = ".cvtool.json"


@dataclass
class Made:
    """The files of one format: path -> SHA-256. ``stamp`` is of the input, ``key`` of the CV."""

    stamp: str
    key: str
    files: dict[str, str] = field(default_factory=dict)


@dataclass
class Manifest:
    inputs: list[str] = field(default_factory=list)
    formats: dict[str, Made] = field(default_factory=dict)


def read(folder: Path) -> Manifest:
    """The manifest of an output folder; an empty one where it is absent or unreadable."""
    try:
        data = json.loads((folder / NAME).read_text(encoding="utf-8"))
        formats = {name: Made(**made) for name, made in data["formats"].items()}
        return Manifest([str(name) for name in data["inputs"]], formats)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Manifest()


def write(folder: Path, manifest: Manifest) -> None:
    data: dict[str, Any] = asdict(manifest)
    text = json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False)
    replace_file(folder / NAME, (text + "\n").encode())


def is_intact(folder: Path, made: Made) -> bool:
    """Whether every file of the format is still as it was written."""
    return all(digest_of(folder / name) == digest for name, digest in made.files.items())


def prune(folder: Path, before: Made | None, now: Made) -> None:
    """Deletes what the format made before and makes no longer, unless someone has changed it."""
    for name, digest in before.files.items() if before else ():
        path = folder / name
        is_ours = name not in now.files and path.resolve().is_relative_to(folder.resolve())
        if is_ours and digest_of(path) == digest:
            path.unlink()


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, ``""`` where there is none."""
    try:
        return digest_of_bytes(path.read_bytes())
    except OSError:
        return ""


def digest_of_bytes(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def replace_file(path: Path, data: bytes) -> None:
    """Writes the file whole or not at all: beside its place first, then in one step over it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
