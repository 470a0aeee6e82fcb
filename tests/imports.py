"""CVs of invented people as other programs have them, in ``data/imports/``; as they are given."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

_DATA = Path(__file__).parent / "data/imports"

ALL: Mapping[str, Mapping[str, str]] = {
    folder.name: {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    for folder in sorted(_DATA.iterdir())
}
"""Name -> the files; what is behind the name of a format tells its versions apart."""


def zipped(files: Mapping[str, str | bytes], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The files as a zip."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", packed) as archive:
        for name, each in files.items():
            archive.writestr(name, each)
    return data.getvalue()


def put(folder: Path, name: str) -> Path:
    """The source of that name, as a file, a zip or a folder in this one."""
    files = ALL[name]
    if name == "linkedin":
        path = folder / "export.zip"
        path.write_bytes(zipped(files))
        return path
    path = folder / (next(iter(files)) if len(files) == 1 else "site")
    for each, text in files.items():
        file = path if len(files) == 1 else path / each
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return path
