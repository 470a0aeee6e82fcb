"""cv.yaml and what it names -> Document: every problem on the way, in file order."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from io import BufferedReader
from pathlib import Path
from stat import S_ISFIFO
from time import sleep
from typing import TYPE_CHECKING, Any

from ..bib.files import Sources, sources
from ..model.dates import PartialDate
from ..model.document import Document, Image
from ..model.problems import (
    ERROR,
    WARNING,
    Findings,
    Problem,
    in_file_order,
    near,
    quoted,
    slashed,
    suggestion,
)
from ..model.problems import Path as Where
from ..render import formats
from ..render.theme import theme_for

if TYPE_CHECKING:
    from ..bib.library import Library, Tally, View
    from ..bib.records import Place
    from ..read import Plain
    from ..read.choose import Edition
    from ..source import CV

_BIBLIOGRAPHY = "publications.bib"
_SOURCE_DATE = "SOURCE_DATE_EPOCH"
_LARGEST = 50_000_000
_MOST_TRIES, _BETWEEN_TRIES = 100, 0.03


@dataclass
class Loaded:
    """``document`` is what everybody may see, ``None`` when a problem is an error, and ``private``
    what only those see whom the owner hands it, where that is more or other than ``document``.

    ``inputs`` are all files looked for. The editions are what the Documents were made from, with
    the way back to places in cv.yaml; ``entries`` has those of the bibliography, by their keys, and
    ``kept_back`` the paths of what is private; ``secret`` says what stands there. ``tally`` is the
    sum of the bibliography, and ``unlisted`` the sections that no order of sections names.
    """

    document: Document | None = None
    private: Document | None = None
    problems: list[Problem] = field(default_factory=list)
    tally: Tally | None = None
    inputs: list[Path] = field(default_factory=list)
    edition: Edition | None = None
    private_edition: Edition | None = None
    kept_back: list[Where] = field(default_factory=list)
    secret: str = ""
    unlisted: list[str] = field(default_factory=list)
    entries: dict[str, Place] = field(default_factory=dict)


def load_all(path: Path, templates: Path | None = None) -> Loaded:
    """The finished CV of a cv.yaml, and every problem; it never raises for what the files say.

    ``templates`` is a folder that may hold themes beyond those beside cv.yaml and cvtool's own. The
    only environment variable that matters is SOURCE_DATE_EPOCH (seconds since 1970, UTC), the date
    of the CV where ``meta.lastModified`` gives none.
    """
    loaded, found = Loaded(inputs=[path]), Findings()
    if plain := _plain(path, found):
        beside = _Beside(path.parent, templates, plain.is_json)
        _editions(_mended(plain, found), beside, loaded, found)
        loaded.inputs += beside.inputs
    loaded.problems = in_file_order(found.problems)
    return loaded


def _plain(path: Path, found: Findings) -> Plain | None:
    """What the file says, if that is keys and values."""
    from ..read.text import decode, read_plain

    file = str(path)
    try:
        text, problems = decode(_read(path), file)
    except (OSError, ValueError) as error:
        text, problems = "", [Problem((), _unreadable(path, error), file=file)]
    plain = None
    if not problems:
        plain, problems = read_plain(text, file)
        if not isinstance(plain.data, dict):
            what = Problem((), _no_mapping(plain.data), file=file, line=1, column=1)
            plain, problems = None, problems or [what]
    found.add(problems)
    return plain


def _mended(plain: Plain, found: Findings) -> Plain:
    """JSON Resume as cvtool knows it."""
    if not plain.is_json:
        return plain
    from ..read.jsonresume import modern
    from ..read.mend import mended

    plain, changes = mended(modern(plain))
    found.add(changes)
    return plain


def _editions(plain: Plain, beside: _Beside, loaded: Loaded, found: Findings) -> None:
    """Adds what everybody may see, and what others see, where they see more."""
    from ..read.choose import PRIVATE, PUBLIC, choose

    public, whole = choose(plain, PUBLIC), choose(plain, PRIVATE)
    loaded.edition = loaded.private_edition = whole
    whole, cv = _source(whole, found)
    if not cv:
        return
    built, problems = _source_date()
    found.add(problems)
    found.add(beside.problems(cv), whole.plain.marks.placed)
    is_veiled = cv.site.email != "plain" and bool(cv.basics.email)
    loaded.kept_back = public.kept_back + [("basics", "email")] * is_veiled
    loaded.secret = "".join(f"{each}={_at(plain.data, each)!r}" for each in loaded.kept_back)
    document: Document | None = _finish(
        cv, whole, beside, built, not loaded.kept_back, found, loaded
    )
    if loaded.kept_back or whole.kept_back:
        loaded.private = document if loaded.kept_back else None
        own = [plain.marks.at(path).path for path in whole.kept_back]
        document = _public(public, own, beside, built, loaded, found)
    if any(problem.is_error for problem in found.problems):
        loaded.private = None
    else:
        loaded.document = document


def _at(data: Any, path: Where) -> Any:
    for step in path:
        data = data[step]
    return data


def _public(
    public: Edition,
    own: list[Where],
    beside: _Beside,
    built: PartialDate | None,
    loaded: Loaded,
    found: Findings,
) -> Document | None:
    """What everybody may see, and what is wrong in that alone.

    ``own`` are the paths of what nobody else reads so. What is missing here alone is private: of
    what names it nobody is told.
    """
    there, known = Findings(), {*beside.inputs}
    loaded.edition, cv = _source(public, there)
    errors = [problem for problem in there.problems if problem.is_error]
    if cv:
        there.add(beside.problems(cv), public.plain.marks.placed)
        errors += [problem for problem in there.problems if problem.is_error]
        document = _finish(cv, loaded.edition, beside, built, True, there)
    found.add(errors)
    found.add(
        problem
        for problem in there.problems
        if any(problem.path[: len(path)] == path for path in own)
        or Path(problem.file) in {*beside.inputs} - known
    )
    return document if cv else None


def _source(edition: Edition, found: Findings) -> tuple[Edition, CV | None]:
    """The edition, its texts readable, and the model of it."""
    from ..read.check import checked, remarked

    plain = edition.plain
    if plain.is_json:
        from ..read.richtext import readable

        plain, dropped = readable(plain)
        found.add(dropped)
    cv, problems = checked(plain)
    found.add(problems, plain.marks.placed)
    found.add(remarked(plain))
    found.add(edition.problems)
    return edition._replace(plain=plain), cv


def _finish(
    cv: CV,
    edition: Edition,
    beside: _Beside,
    built: PartialDate | None,
    veils: bool,
    found: Findings,
    loaded: Loaded | None = None,
) -> Document:
    """The Document, with what stands in files beside the source; ``loaded`` learns the rest."""
    from ..bib.library import tally
    from ..finish import finish

    image, _ = beside.image(cv.basics.image)
    read = beside.library(cv, edition.hidden)
    done = finish(cv, read, image, built, beside.folder, formats().values(), veils)
    found.add(done.library.problems)
    found.add(done.problems, edition.plain.marks.placed)
    if loaded:
        loaded.tally, loaded.unlisted = tally(done.library, done.document), done.unlisted
        loaded.entries = {each.key: each.place for each in done.library.holdings}
    return done.document


class _Beside:
    """The files beside cv.yaml that it names, each read once; ``inputs`` are those looked for."""

    def __init__(self, folder: Path, templates: Path | None, is_json: bool) -> None:
        self.folder = folder
        self.inputs: list[Path] = []
        self._theme = theme_for(folder, templates)
        self._is_json = is_json
        self._sources: dict[tuple[str, ...], Sources] = {}
        self._images: dict[str, tuple[Image | None, list[Problem]]] = {}

    def problems(self, cv: CV) -> list[Problem]:
        """What is wrong with them."""
        found = [*self.sources(cv).problems, *self.image(cv.basics.image)[1]]
        found += _folders(self.folder)
        found += _theme("pdf", cv.pdf.theme, self._theme.looks("pdf"))
        found += _theme("site", cv.site.theme, self._theme.looks("html"))
        if self._theme.folders:
            from ..render.sheets import faults

            found += faults(self._theme, cv.pdf.theme, cv.site.theme)
        return found

    def sources(self, cv: CV) -> Sources:
        """The .bib files."""
        names = tuple(cv.bibliography.files)
        if not names and any(self._sources):
            return Sources()  # those who see more are told which files, so there is no usual one
        if names not in self._sources:
            self._sources[names] = found = _bibliography(cv, self.folder)
            self.inputs += found.inputs
        return self._sources[names]

    def library(self, cv: CV, hidden: Collection[str]) -> Callable[[View], Library]:
        """What gives their library, without the entries that are hidden."""
        sources, gone = self.sources(cv), frozenset(hidden)

        def read(view: View) -> Library:
            found = sources.library(view)
            kept = (each for each in found.holdings if each.key.casefold() not in gone)
            return replace(found, holdings=tuple(kept)) if gone else found

        return read

    def image(self, name: str | None) -> tuple[Image | None, list[Problem]]:
        """The portrait, and what is wrong with it."""
        if not name:
            return None, []
        if name not in self._images:
            self._images[name] = _image(name, self.folder, self._is_json)
            if not name.startswith(("http://", "https://", "data:")):
                self.inputs.append(self.folder / name)
        return self._images[name]


def _read(path: Path) -> bytes:
    """The bytes of a file; raises ``OSError``, or ``ValueError`` for what is no CV by its size."""
    if S_ISFIFO(path.stat().st_mode):
        data = _piped(path)
    else:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise ValueError(f"larger than {_LARGEST // 1_000_000} MB")
    return data


def _piped(path: Path) -> bytes:
    """The same of a pipe, for which somebody must be there who writes into it."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with os.fdopen(handle, "rb", buffering=0) as pipe:
        for _ in range(_MOST_TRIES):
            if (first := pipe.read(1)) != b"":  # a byte, or none as yet
                os.set_blocking(handle, True)
                return (first or b"") + BufferedReader(pipe).read(_LARGEST)
            sleep(_BETWEEN_TRIES)
    raise ValueError("nobody writes into this pipe")


def _bibliography(cv: CV, folder: Path) -> Sources:
    """The files that cv.yaml names, else the one beside it, which nobody misses."""
    names = cv.bibliography.files or [_BIBLIOGRAPHY]
    if not cv.bibliography.files and not os.path.lexists(folder / _BIBLIOGRAPHY):
        return Sources(inputs=[folder / _BIBLIOGRAPHY])
    return sources(names, folder, ("bibliography", "files"), _LARGEST, _unreadable)


def _image(name: str, folder: Path, is_resume: bool) -> tuple[Image | None, list[Problem]]:
    """The portrait. JSON Resume may name any address: what is no picture here is a warning."""
    from ..read.portrait import read_image

    try:
        image = read_image(name, folder)
    except (OSError, ValueError) as error:
        message = _unreadable(Path(name), error) if isinstance(error, OSError) else str(error)
        level = WARNING if is_resume else ERROR
        return None, [Problem(("basics", "image"), message, level)]
    if not image.url:
        return image, []
    message = (
        "a picture elsewhere is never fetched, so only data such as resume.json names it: "
        "save it beside cv.yaml for cv.pdf and the homepage to show it"
    )
    return image, [Problem(("basics", "image"), message, WARNING)]


def _folders(folder: Path) -> list[Problem]:
    """What is wrong with those beside cv.yaml that nobody need have."""
    found = [folder / name for name in ("templates", "fonts")]
    message = "this is no folder that can be read, so nothing in it is used"
    return [
        Problem((), message, WARNING, str(path))
        for path in found
        if os.path.lexists(path) and not path.is_dir()
    ]


def _theme(part: str, name: str, known: list[str]) -> list[Problem]:
    if name in known:
        return []
    return [Problem((part, "theme"), f"there is no theme {quoted(name)}{suggestion(name, known)}")]


def _no_mapping(plain: object) -> str:
    if plain is None:
        return "the file is empty: begin with 'basics:' and, indented under it, 'name: Your Name'"
    found = "a list" if isinstance(plain, list) else "one text"
    return f"expected keys and values such as 'basics:', found {found}"


def _unreadable(path: Path, error: OSError | ValueError) -> str:
    name = quoted(str(path), 200)
    if isinstance(error, FileNotFoundError):
        with suppress(OSError):
            beside = [each.name for each in path.parent.iterdir() if each.is_file()]
            return f"there is no file {name}{slashed(path.name) or near(path.name, beside)}"
        return f"there is no file {name}"
    if isinstance(error, IsADirectoryError):
        return f"{name} is a folder: write the path of a file"
    return f"{name} cannot be read: {getattr(error, 'strerror', error)}"


def _source_date() -> tuple[PartialDate | None, list[Problem]]:
    seconds = os.environ.get(_SOURCE_DATE, "")
    if not seconds:
        return None, []
    try:
        day = datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        message = f"{quoted(seconds)} is no time: write the seconds since 1970, or unset it"
        return None, [Problem((), message, file=_SOURCE_DATE)]
    return PartialDate(day.year, day.month, day.day), []
