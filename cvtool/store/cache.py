"""The user's own cache folder: what can be made again at any time, and is quicker to read.

What is kept there is believed, and compiled templates are run. So the folder is used only where
nobody but the user can write to it, and a file that is broken or was somebody else's to write
counts as none. A full disk or a closed folder is no matter.
"""

from __future__ import annotations

import os
from collections import Counter
from contextlib import suppress
from pathlib import Path
from stat import S_ISDIR, S_ISLNK, S_ISVTX

from .digests import digest, digest_of_bytes
from .files import read_file, real_path, replace_file, sweep

VARIABLE = "XDG_CACHE_HOME"

_DIGEST = 64
_SHARE = 1000
_times: Counter[str] = Counter()
"""How often this process has kept a file, by suffix: to look what may go takes as long as there are
files, so where there may be thousands it is done once a thousandth of them came, and for the first
of a process one time of sixteen, as its digest has it."""


def kept(name: str) -> bytes:
    """What was kept under that name; nothing where there is none, or it is broken."""
    folder = cache_folder()
    if not folder or not _is_own(folder / name):
        return b""
    try:
        data = read_file(folder / name)
    except OSError:
        return b""
    content = data[_DIGEST:]
    return content if data[:_DIGEST] == _digest(name, content) else b""


def keep(name: str, content: bytes, most: int, most_bytes: int = 0) -> None:
    """Keeps it under that name, and not many more than ``most`` with that suffix, nor, where that
    is said, more than so many bytes of them."""
    folder, suffix = cache_folder(), Path(name).suffix
    with suppress(OSError):
        if folder and _is_made(folder):
            seal = _digest(name, content)
            replace_file(folder / name, seal + content, 0o600, is_lasting=False)
            is_turn = most < _SHARE or _times[suffix] > 0 or seal.startswith(b"0")
            if is_turn and _times[suffix] % max(1, most // _SHARE) == 0:
                sweep(folder)
                _thin(folder, suffix, most, most_bytes)
            _times[suffix] += 1


def _digest(name: str, content: bytes) -> bytes:
    return digest([name, digest_of_bytes(content)]).encode()


def cache_folder() -> Path | None:
    """Where the user's programs keep such files.

    ``None`` where nothing says, and where somebody else may write, or put another in its place.
    """
    own = os.environ.get(VARIABLE) or os.environ.get("LOCALAPPDATA") or "~/.cache"
    above = os.path.expanduser(own)  # noqa: PTH111 - Path fails without a home
    if not os.path.isabs(above):  # noqa: PTH117 - all of this is asked for each file
        return None
    folder = each = f"{real_path(above)}{os.sep}cvtool"
    if not _is_own(folder):
        return None
    while (around := os.path.dirname(each)) != each:  # noqa: PTH120
        if not _is_own(around, is_above=True):
            return None
        each = around
    return Path(folder)


def _is_own(path: Path | str, is_above: bool = False) -> bool:
    """Whether only the user can write there, and it is no link. So is what is yet to be made.

    Folders above may be root's, and open to all where nobody can move what is another's.
    """
    try:
        status = os.lstat(path)  # Path takes twice the time, and each file is asked for
    except OSError:
        return True
    if os.name == "nt":
        return True
    is_open = status.st_mode & 0o022 and not (is_above and status.st_mode & S_ISVTX)
    is_users = status.st_uid == os.getuid() or (is_above and status.st_uid == 0)
    return is_users and not is_open and not S_ISLNK(status.st_mode)


def _is_made(folder: Path) -> bool:
    """Whether it is there, and still safe: somebody else may have made it meanwhile."""
    for each in (*reversed(folder.parents), folder):
        if not each.exists():
            each.mkdir(mode=0o700)
    return cache_folder() == folder


def _thin(folder: Path, suffix: str, most: int, most_bytes: int) -> None:
    """The latest one stays, however large."""
    files = [each for each in os.scandir(folder) if each.name.endswith(suffix)]
    if len(files) <= most and not most_bytes:
        return
    found = [(each.stat(follow_symlinks=False), each.path) for each in files]
    regular = [(status, path) for status, path in found if not S_ISDIR(status.st_mode)]
    total = 0
    for index, (status, path) in enumerate(sorted(regular, key=_latest_first)):
        total += status.st_size
        if index >= most or (index and 0 < most_bytes < total):
            Path(path).unlink()


def _latest_first(file: tuple[os.stat_result, str]) -> float:
    return -file[0].st_mtime
