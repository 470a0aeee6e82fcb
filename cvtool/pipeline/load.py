"""cv.yaml and what it names -> Document: every problem on the way, in file order."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..model.dates import PartialDate
from ..model.document import Document, Image
from ..model.problems import (
    ERROR,
    WARNING,
    Problem,
    ProblemError,
    in_file_order,
    near,
    quoted,
    suggestion,
)
from ..model.problems import Path as Where
from ..render import formats
from ..render.theme import theme_for

if TYPE_CHECKING:
    from ..bib.files import Sources
    from ..bib.library import Tally
    from ..read.text import Marks
    from ..source import CV

DEFAULT_BIBLIOGRAPHY = "publications.bib"
SOURCE_DATE = "SOURCE_DATE_EPOCH"

_LARGEST = 50_000_000


@dataclass
class Loaded:
    """``document`` is ``None`` when a problem is an error. ``inputs`` are all files looked for.

    ``marks`` are the places of the source, once it was read; ``tally`` is the sum of the
    bibliography, once that was.
    """

    document: Document | None = None
    problems: list[Problem] = field(default_factory=list)
    tally: Tally | None = None
    inputs: list[Path] = field(default_factory=list)
    marks: Marks | None = None


def load(path: str | os.PathLike[str] = "cv.yaml") -> Document:
    """The finished CV of a cv.yaml and the bibliography beside it.

    Raises ``ProblemError`` with every problem when one of them is an error. The only environment
    variable that matters is SOURCE_DATE_EPOCH (seconds since 1970, UTC), the date of the CV where
    ``meta.lastModified`` gives none. Large .bib files leave a library in the user's cache folder.
    """
    loaded = load_all(Path(path))
    if loaded.document is None:
        raise ProblemError(loaded.problems)
    return loaded.document


def load_all(path: Path, templates: Path | None = None) -> Loaded:
    """Like ``load``, but never raises for what the files say: warnings come with the Document.

    ``templates`` is a folder that may hold themes beyond those beside cv.yaml and cvtool's own.
    """
    loaded = Loaded(inputs=[path])
    try:
        data = _read(path)
    except (OSError, ValueError) as error:
        loaded.problems.append(Problem((), _unreadable(path, error), file=str(path)))
        return loaded
    _load_text(data, path, templates, loaded)
    loaded.problems = in_file_order(loaded.problems)
    return loaded


def _load_text(data: bytes, path: Path, templates: Path | None, loaded: Loaded) -> None:
    from ..read import text as reading
    from ..read.check import check

    file = str(path)
    text, problems = reading.decode(data, file)
    loaded.problems += problems
    if problems:
        return
    plain, marks, problems = reading.read(text, file)
    loaded.problems += problems
    loaded.marks = marks
    if not isinstance(plain, dict):
        if not problems:
            loaded.problems.append(Problem((), _no_mapping(plain), file=file, line=1, column=1))
        return
    cv, wrong = check(plain, marks, file)
    loaded.problems += wrong
    if cv is None:
        return
    found: list[Problem] = []
    sources = _bibliography(cv, plain.get("bibliography"), path.parent, loaded, found)
    image = _image(cv.basics.image, path.parent, marks.is_json, loaded, found)
    theme = theme_for(path.parent, templates)
    _check_theme("pdf", cv.pdf.theme, theme.pdf_themes(), found)
    _check_theme("site", cv.site.theme, theme.html_themes(), found)
    wrong += _add(found, wrong, loaded, file)
    from ..bib.library import tally
    from ..finish import finish, view

    library = sources.library(view(cv))
    loaded.problems += library.problems
    document, problems = finish(
        cv, library.works, image, _source_date(loaded), path.parent, formats().values()
    )
    _add(problems, wrong, loaded, file)
    loaded.tally = tally(library, document)
    if not any(problem.is_error for problem in loaded.problems):
        loaded.document = document


def _add(found: list[Problem], wrong: list[Problem], loaded: Loaded, file: str) -> list[Problem]:
    """Adds the problems of the model in their places, but for those that may only follow."""
    from ..read.check import independent, placed

    assert loaded.marks
    problems = [each if each.line else placed(each, loaded.marks, file) for each in found]
    own = independent(problems, wrong)
    loaded.problems += own
    return own


def _read(path: Path) -> bytes:
    """The bytes of a file; raises ``OSError``, or ``ValueError`` for what is no CV by its size."""
    with path.open("rb") as file:
        data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise ValueError(f"larger than {_LARGEST // 1_000_000} MB")
    return data


def _bibliography(
    cv: CV, plain: object, folder: Path, loaded: Loaded, found: list[Problem]
) -> Sources:
    from ..bib.files import sources

    names = cv.bibliography.files
    if not names and not (folder / DEFAULT_BIBLIOGRAPHY).exists():
        loaded.inputs.append(folder / DEFAULT_BIBLIOGRAPHY)
        names = []
    else:
        names = names or [DEFAULT_BIBLIOGRAPHY]
    where: Where = ("bibliography", "files") if isinstance(plain, dict) else ("bibliography",)
    files = sources(names, folder, where, _read, _unreadable)
    loaded.inputs += files.inputs
    found += files.problems
    return files


def _image(
    name: str | None, folder: Path, is_resume: bool, loaded: Loaded, found: list[Problem]
) -> Image | None:
    """The portrait. JSON Resume may name any address: what is no picture here is a warning."""
    from ..read.portrait import read_image

    if not name:
        return None
    if not name.startswith(("http://", "https://", "data:")):
        loaded.inputs.append(folder / name)
    try:
        image = read_image(name, folder)
    except (OSError, ValueError) as error:
        message = _unreadable(Path(name), error) if isinstance(error, OSError) else str(error)
        level = WARNING if is_resume else ERROR
        found.append(Problem(("basics", "image"), message, level))
        return None
    if image.url:
        message = (
            "a picture elsewhere is never fetched, so only data such as resume.json names it: "
            "save it beside cv.yaml for cv.pdf and the homepage to show it"
        )
        found.append(Problem(("basics", "image"), message, WARNING))
    return image


def _check_theme(part: str, name: str, known: list[str], found: list[Problem]) -> None:
    if name not in known:
        message = f"there is no theme {quoted(name)}{suggestion(name, known)}"
        found.append(Problem((part, "theme"), message))


def _no_mapping(plain: object) -> str:
    if plain is None:
        return "the file is empty: begin with 'basics:' and, indented under it, 'name: Your Name'"
    found = "a list" if isinstance(plain, list) else "one text"
    return f"expected keys and values such as 'basics:', found {found}"


def _unreadable(path: Path, error: OSError | ValueError) -> str:
    name = quoted(str(path), 200)
    if isinstance(error, FileNotFoundError):
        return f"there is no file {name}{near(path.name, _names_beside(path))}"
    if isinstance(error, IsADirectoryError):
        return f"{name} is a folder: write the path of a file"
    return f"{name} cannot be read: {getattr(error, 'strerror', error)}"


def _names_beside(path: Path) -> list[str]:
    try:
        return [each.name for each in path.parent.iterdir() if each.is_file()]
    except OSError:
        return []


def _source_date(loaded: Loaded) -> PartialDate | None:
    seconds = os.environ.get(SOURCE_DATE, "")
    if not seconds:
        return None
    try:
        day = datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        message = f"{quoted(seconds)} is no time: write the seconds since 1970, or unset it"
        loaded.problems.append(Problem((), message, file=SOURCE_DATE))
        return None
    return PartialDate(day.year, day.month, day.day)


def remarks(document: Document) -> list[str]:
    """What is worth knowing but no reason for a warning on every run."""
    found = []
    if document.updated is None:
        found.append("meta.lastModified is absent, so no output says how old it is")
    people = [p for each in document.publications for p in (*each.authors, *each.editors)]
    if people and not any(person.is_owner for person in people):
        name = quoted(document.person.name)
        found.append(f"no publication names {name}: basics.aliases takes the names that they use")
    return found
