"""Files that are written whole or not at all, and what a run that was killed left of them."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

_BESIDE = re.compile(r"\..+\.cvtool-([0-9]+)\.tmp")


def replace_file(path: Path, data: bytes) -> None:
    """Writes the file whole or not at all: beside its place first, then in one step over it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.cvtool-{os.getpid()}.tmp")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Removes what was written beside its place by a process that is no more.

    To be called while this process writes nothing: what bears its number is from one before.
    """
    with suppress(OSError):
        for path in folder.iterdir():
            found = _BESIDE.fullmatch(path.name)
            if found and not _is_running(int(found[1])):
                path.unlink()


def _is_running(process: int) -> bool:
    """Where that cannot be asked, as on Windows, a file in use cannot be removed anyway."""
    if os.name == "nt" or process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
