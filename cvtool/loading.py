"""cv.yaml and what it names -> Document: every problem on the way, in file order."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from .dates import PartialDate
from .document import Document, Image
from .problems import Problem, ProblemError, in_file_order, suggestion

if TYPE_CHECKING:
    from .bibliography import Record

DEFAULT_BIBLIOGRAPHY = "publications.bib"


@dataclass
class Loaded:
    """``document`` is ``None`` when a problem is an error. ``inputs`` are all files looked for."""

    document: Document | None = None
    problems: list[Problem] = field(default_factory=list)
    inputs: list[Path] = field(default_factory=list)


def load(path: str | os.PathLike[str] = "cv.yaml") -> Document:
    """The finished CV of a cv.yaml and the bibliography beside it.

    Raises ``ProblemError`` with every problem when one of them is an error. The only environment
    variable read is SOURCE_DATE_EPOCH (seconds since 1970, UTC), the date of the CV where
    ``meta.lastModified`` gives none.
    """
    loaded = load_all(Path(path))
    if loaded.document is None:
        raise ProblemError(loaded.problems)
    return loaded.document


def load_all(path: Path) -> Loaded:
    """Like ``load``, but never raises for what the files say: warnings come with the Document."""
    loaded = Loaded(inputs=[path])
    try:
        data = path.read_bytes()
    except OSError as error:
        message = _unreadable(path, error)
        loaded.problems.append(Problem((), message, file=str(path)))
        return loaded
    _load_text(data, path, loaded)
    loaded.problems = in_file_order(loaded.problems)
    return loaded


def _load_text(data: bytes, path: Path, loaded: Loaded) -> None:
    from . import reading
    from .checking import check, place

    file = str(path)
    text, problems = reading.decode(data, file)
    loaded.problems += problems
    if problems:
        return
    plain, marks, problems = reading.read(text, file)
    loaded.problems += problems
    if not isinstance(plain, dict):
        if not problems:
            loaded.problems.append(Problem((), _no_mapping(plain), file=file, line=1, column=1))
        return
    cv, problems = check(plain, marks, file)
    loaded.problems += problems
    if cv is None:
        return
    found: list[Problem] = []
    records = _bibliography(cv.bibliography, path.parent, loaded, found)
    image = _image(cv.basics.image, path.parent, loaded, found)
    from .finish import finish

    document, problems = finish(cv, records, image, _source_date(), path.parent)
    loaded.problems += [place(problem, marks, file) for problem in (*found, *problems)]
    if not any(problem.is_error for problem in loaded.problems):
        loaded.document = document


def _bibliography(
    names: list[str], folder: Path, loaded: Loaded, found: list[Problem]
) -> list[Record]:
    from . import bibliography

    records = []
    for index, name in enumerate(names or [DEFAULT_BIBLIOGRAPHY]):
        path = folder / name
        loaded.inputs.append(path)
        if not names and not path.exists():
            continue
        try:
            data = path.read_bytes()
        except OSError as error:
            found.append(Problem(("bibliography", index), _unreadable(path, error)))
            continue
        read, problems = bibliography.read(data, str(path))
        records += read
        loaded.problems += problems
    return records


def _image(name: str | None, folder: Path, loaded: Loaded, found: list[Problem]) -> Image | None:
    from .assets import read_image

    if not name:
        return None
    try:
        image = read_image(name, folder)
    except (ValueError, OSError) as error:
        found.append(Problem(("basics", "image"), str(error)))
        return None
    if image.data:
        loaded.inputs.append(folder / name)
    return image


def _no_mapping(plain: object) -> str:
    if plain is None:
        return "the file is empty: begin with 'basics:' and, indented under it, 'name: Your Name'"
    found = "a list" if isinstance(plain, list) else "one text"
    return f"expected keys and values such as 'basics:', found {found}"


def _unreadable(path: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        near = [each.name for each in path.parent.glob("*") if each.suffix == path.suffix]
        return f"there is no file '{path}'{suggestion(path.name, near) if near else ''}"
    return f"'{path}' cannot be read: {error.strerror}"


def _source_date() -> PartialDate | None:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch.isdigit():
        return None
    day = datetime.fromtimestamp(int(epoch), UTC)
    return PartialDate(day.year, day.month, day.day)


def remarks(document: Document) -> list[str]:
    """What is worth knowing but no reason for a warning on every run."""
    if document.updated is None:
        return ["meta.lastModified is absent, so no output says how old it is"]
    return []
