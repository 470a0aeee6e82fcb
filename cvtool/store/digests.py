"""Digests of files and of texts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from ..model.files import Data
from .files import read_file

_LARGE = 1_000_000


def digest_of(path: Path | str) -> str:
    """The SHA-256 of a file, ``""`` where there is none that can be read."""
    try:
        return digest_of_bytes(read_file(path))
    except (OSError, ValueError):
        return ""


def known_digest(path: Path) -> str:
    """The same, which the process knows of a large file that is the same by its size and time."""
    with suppress(OSError, ValueError):
        status = path.stat()
        if status.st_size > _LARGE:
            return _digest_as(path, status.st_ino, status.st_size, status.st_mtime_ns)
    return digest_of(path)


@lru_cache(maxsize=10_000)
def _digest_as(path: Path, *_: int) -> str:
    return digest_of(path)


def known_copy(path: Path, most: int) -> tuple[str, int]:
    """The SHA-256 and the size of what goes out of a file, known as ``known_digest`` is.

    Raises as ``read_file`` and ``bare`` do.
    """
    status = path.stat()
    if status.st_size > _LARGE:
        return _copy_as(path, most, status.st_ino, status.st_size, status.st_mtime_ns)
    return _copy_as.__wrapped__(path, most)


@lru_cache(maxsize=10_000)
def _copy_as(path: Path, most: int, *_: int) -> tuple[str, int]:
    from .bare import bare

    data = bare(read_file(path, most))
    return digest_of_bytes(data), len(data)


def digest_of_data(data: Data) -> str:
    """The SHA-256 of what an output holds."""
    return digest_of_bytes(data) if isinstance(data, bytes) else data.digest


def digest_of_bytes(data: bytes) -> str:
    """The SHA-256 of the bytes, as hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def digest(parts: Iterable[str]) -> str:
    """One SHA-256 of all the parts."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
