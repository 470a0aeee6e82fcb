"""Compiled templates, kept for the next run: to compile them takes longer than to fill them in.

They are code, as Python's own compiled files are, so they are read only where nobody else writes.
"""

from __future__ import annotations

import os
from pathlib import Path

from jinja2 import __version__ as jinja_version
from jinja2.bccache import Bucket, BytecodeCache

from .cache import cache_folder, keep, kept
from .manifest import digest

_MOST_FILES = 300


def template_cache(compiler: str) -> BytecodeCache | None:
    """Jinja's cache; ``None`` where there is no folder for it.

    ``compiler`` stands for all that the code of a template depends on but the template and Jinja.
    """
    folder = cache_folder()
    return _Cache(folder, compiler) if folder and _is_own(folder) else None


def _is_own(folder: Path) -> bool:
    """Whether only the user can write there: a folder that is yet to be made will be such."""
    try:
        status = folder.stat()
    except OSError:
        return True
    return os.name == "nt" or (status.st_uid == os.getuid() and not status.st_mode & 0o022)


class _Cache(BytecodeCache):
    def __init__(self, folder: Path, compiler: str) -> None:
        self._folder = folder
        self._compiler = compiler

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return digest([name, filename or ""])

    def get_source_checksum(self, source: str) -> str:
        return digest([jinja_version, self._compiler, source])

    def load_bytecode(self, bucket: Bucket) -> None:
        content = kept(self._path(bucket))
        if content is not None:
            bucket.bytecode_from_string(content)

    def dump_bytecode(self, bucket: Bucket) -> None:
        keep(self._path(bucket), bucket.bytecode_to_string(), _MOST_FILES)

    def _path(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}.template"
