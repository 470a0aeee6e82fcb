"""Files that are read within bounds, and written whole or not at all; and what a run that was
killed left of them.
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import TYPE_CHECKING

from ..model.files import Data
from ..model.later import pattern
from ..model.problems import Problem, ProblemError, near, quoted, slashed

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

LARGEST = 200_000_000
"""Fonts of all Chinese, Japanese and Korean characters take more than half of that."""

_MOST_IN_MEMORY = 100
_TEMPORARY = pattern("cvtool-([0-9]+)-.+")
_BESIDE = pattern(r"\..+\.cvtool-([0-9]+)\.tmp")


def read_file(path: Path | str, most: int = LARGEST) -> bytes:
    """The bytes of a file.

    Raises ``OSError``, for one that may never end and one of more than ``most`` bytes, too, and
    ``ValueError`` for a name that none can have.
    """
    status = os.stat(path)  # noqa: PTH116 - of thousands of files Path takes twice the time
    if not S_ISREG(status.st_mode) and not S_ISDIR(status.st_mode):
        raise OSError(errno.EINVAL, "it is a pipe or a device, not a file", str(path))
    if status.st_size > most:
        why = f"larger than {most // 1_000_000} MB: make it smaller"
        raise OSError(errno.EFBIG, why, str(path))
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123
        return file.read()


def given_file(path: Path) -> bytes:
    """A file that the command names. Raises ``ProblemError`` where it cannot be read."""
    try:
        return read_file(path)
    except (OSError, ValueError) as error:
        raise ProblemError([Problem((), unreadable(path, error), file=str(path))]) from None


def unreadable(path: Path, error: OSError | ValueError) -> str:
    """Why there is nothing to read, and what may be meant."""
    name = quoted(str(path), 200)
    if isinstance(error, FileNotFoundError):
        with suppress(OSError):
            beside = [each.name for each in path.parent.iterdir() if each.is_file()]
            return f"there is no file {name}{slashed(path.name) or near(path.name, beside)}"
        return f"there is no file {name}"
    if isinstance(error, IsADirectoryError):
        return f"{name} is a folder: write the path of a file"
    return f"{name} cannot be read: {getattr(error, 'strerror', error)}"


def data_of(data: Data) -> bytes:
    """What an output holds, of a picture what is shown; raises ``OSError`` where a copy is of what
    is not there any more."""
    if isinstance(data, bytes):
        return data
    from .bare import bare

    try:
        found = bare(read_file(data.origin))
    except ValueError:
        found = b""
    if hashlib.sha256(found).hexdigest() != data.digest:
        raise OSError(errno.EBUSY, "it was changed meanwhile: render again", str(data.origin))
    return found


def real_path(path: Path | str) -> Path:
    """The path without links, where it has some that lead somewhere.

    Unlike ``Path.resolve``, it never raises: not for those that loop, nor for names of no file.
    """
    with suppress(ValueError):
        return Path(os.path.realpath(path))
    return Path(path)


def replace_file(path: Path, data: bytes, mode: int = 0o666, is_lasting: bool = True) -> None:
    """Writes the file whole or not at all: beside its place first, then in one step over it.

    One that is not lasting may be broken where the machine stops: the disk is not waited for.
    """
    with _written(path, (data,), mode, is_lasting) as beside:
        beside.replace(path)


def is_replaced(path: Path, pieces: Iterable[bytes]) -> bool:
    """The same of what comes in pieces, unless the file says just that; whether it did not."""
    with _written(path, pieces) as beside:
        if path.is_file() and _hash(path) == _hash(beside):
            return False
        beside.replace(path)
        return True


def _hash(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


@contextmanager
def _written(
    path: Path, pieces: Iterable[bytes], mode: int = 0o666, is_lasting: bool = True
) -> Iterator[Path]:
    """The file beside its place."""
    _make_folder(path.parent, 0o777 if mode & 0o077 else 0o700)
    beside = path.with_name(f".{path.name}.cvtool-{os.getpid()}.tmp")
    try:
        with open(beside, "wb", opener=partial(os.open, mode=mode)) as file:
            file.writelines(pieces)
            if is_lasting:
                file.flush()
                os.fsync(file.fileno())
        yield beside
    finally:
        beside.unlink(missing_ok=True)


def replace_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes all files of a folder, or, where one cannot be written, none that was not there."""
    done: list[Path] = []
    try:
        for path, data in ((folder / name, data) for name, data in files.items()):
            is_new = not path.exists()
            replace_file(path, data)
            done += [path] if is_new else []
    except OSError:
        for path in done:
            path.unlink(missing_ok=True)
        raise


def listed(folder: Path, end: str = "") -> list[Path]:
    """What is in the folder, of names that end so; nothing where there is no such folder."""
    with suppress(OSError):  # without a pattern, which takes longer to make than to read the folder
        return [folder / name for name in sorted(os.listdir(folder)) if name.endswith(end)]  # noqa: PTH208
    return []


def _make_folder(path: Path, mode: int) -> None:
    """With those around it in the same mode, which ``Path.mkdir`` gives the last alone."""
    if not path.is_dir():
        _make_folder(path.parent, mode)
        path.mkdir(mode, exist_ok=True)


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """A folder for the user's eyes that is at ``path`` once all is in it, or nowhere.

    Until then it is the one that this yields, beside its place. Raises ``FileExistsError`` where
    something is at ``path`` already.
    """
    beside = path.with_name(f".{path.name}.cvtool-{os.getpid()}.tmp")
    try:
        beside.mkdir(mode=0o700)
        yield beside
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
        beside.rename(path)
    finally:
        _remove(beside)


def _temporary() -> str:
    """How the names of temporary folders of this process begin."""
    return f"cvtool-{os.getpid()}-"


def _remove(folder: Path, ignore_errors: bool = True) -> None:
    from shutil import rmtree  # late, as it takes long to import, and tempfile longer

    rmtree(folder, ignore_errors)


def temporary_folder() -> TemporaryDirectory[str]:
    """One that goes with its context. What processes left that were killed goes now."""
    import tempfile

    for path in Path(tempfile.gettempdir()).glob("cvtool-*"):
        found = _TEMPORARY.fullmatch(path.name)
        with suppress(OSError):
            if found and int(found[1]) != os.getpid() and not _is_running(int(found[1])):
                _remove_own(path)
    return tempfile.TemporaryDirectory(prefix=_temporary(), ignore_cleanup_errors=True)


def _remove_own(folder: Path) -> None:
    """Removes the folder where it is one, and the user's."""
    status = folder.lstat()
    if S_ISDIR(status.st_mode) and (os.name == "nt" or status.st_uid == os.getuid()):
        _remove(folder, ignore_errors=False)


class MemoryFolder:
    """Stands for the path of a temporary folder. Its files are in memory, where the system has such
    and they are not too many to be held open; then nothing is left of them in any case."""

    def __init__(self) -> None:
        self._files: dict[str, _File] = {}
        self._disk: Path | None = None

    def __truediv__(self, name: str) -> _File | Path:
        if name in self._files or (len(self._files) < _MOST_IN_MEMORY and _has_memory()):
            return self._files.setdefault(name, _File())
        from tempfile import mkdtemp

        self._disk = self._disk or Path(mkdtemp(prefix=_temporary()))
        return self._disk / name

    def remove(self) -> None:
        for file in self._files.values():
            file.remove()
        if self._disk:
            _remove(self._disk)


class _File:
    """Stands for the path of a file in memory."""

    def __init__(self) -> None:
        self._number = -1

    def exists(self) -> bool:
        return self._number >= 0

    def write_bytes(self, data: bytes) -> None:
        self._number = os.memfd_create("font")
        with open(self._number, "wb", closefd=False) as file:
            file.write(data)

    def as_posix(self) -> str:
        return f"/proc/self/fd/{self._number}"

    def remove(self) -> None:
        if self.exists():
            os.close(self._number)


def _has_memory() -> bool:
    """Whether a file in memory can be opened by its path."""
    if not hasattr(os, "memfd_create"):
        return False
    file = _File()
    try:
        file.write_bytes(b"")
        return Path(file.as_posix()).exists()
    except OSError:
        return False
    finally:
        file.remove()


def sweep(folder: Path) -> None:
    """Removes what was written beside its place by a process that is no more.

    To be called while this process writes nothing: what bears its number is from one before.
    """
    with suppress(OSError, ValueError):
        for name in os.listdir(folder):  # noqa: PTH208 - there may be thousands
            found = _BESIDE.fullmatch(name) if name.endswith(".tmp") else None
            if not found or _is_running(int(found[1])):
                continue
            path = folder / name
            if path.is_dir() and not path.is_symlink():
                _remove(path, ignore_errors=False)
            else:
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
        pass  # somebody else's
    return True
