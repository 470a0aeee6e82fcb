"""The user's own cache folder: what can be made again at any time, and is quicker to read.

A file that is broken counts as none. A full disk or a closed folder is no matter.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from .digests import digest_of_bytes
from .files import replace_file, sweep

VARIABLE = "XDG_CACHE_HOME"

_DIGEST = 64


def cache_folder() -> Path | None:
    """Where the user's programs keep such files.

    ``None`` where nothing says, and where somebody else may write: what is kept there, compiled
    templates among it, is believed.
    """
    own = os.environ.get(VARIABLE) or os.environ.get("LOCALAPPDATA") or "~/.cache"
    folder = Path(os.path.expanduser(own), "cvtool")  # noqa: PTH111 - Path fails without a home
    return folder if folder.is_absolute() and _is_own(folder) else None


def _is_own(folder: Path) -> bool:
    """Whether only the user can write there: a folder that is yet to be made will be such."""
    try:
        status = folder.stat()
    except OSError:
        return True
    return os.name == "nt" or (status.st_uid == os.getuid() and not status.st_mode & 0o022)


def kept(path: Path) -> bytes | None:
    """What was kept there; ``None`` where that is nothing, or broken."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    is_whole = data[:_DIGEST] == digest_of_bytes(data[_DIGEST:]).encode()
    return data[_DIGEST:] if is_whole else None


def keep(path: Path, content: bytes, most: int) -> None:
    """Keeps it there, behind its digest, and no more than ``most`` files with that suffix."""
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        sweep(path.parent)
        replace_file(path, digest_of_bytes(content).encode() + content)
        thin(path.parent, f"*{path.suffix}", most)


def thin(folder: Path, pattern: str, most: int) -> None:
    """Leaves no more than the newest ``most`` of these files. Raises ``OSError``."""
    files = sorted(folder.glob(pattern), key=lambda each: each.stat().st_mtime)
    for old in files[:-most]:
        old.unlink(missing_ok=True)
