"""The files of a CV: cv.yaml, those of its variants, what these name, each read once; its day."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from functools import cache
from io import BufferedReader
from itertools import chain
from pathlib import Path
from stat import S_ISFIFO
from time import sleep
from typing import TYPE_CHECKING, BinaryIO

from ..bib.files import BIBLIOGRAPHY, Sources, matching, sources
from ..importers import foreign, foreign_file
from ..model.dates import PartialDate
from ..model.files import Image
from ..model.later import replace
from ..model.problems import (
    ERROR,
    WARNING,
    Findings,
    Problem,
    ProblemError,
    quoted,
    suggestion,
)
from ..model.publication import NO_COUNTS, Counts
from ..model.site import POSTS, POSTS_PATH
from ..render import formats
from ..render.theme import theme_for
from ..store.files import listed, real_path, unreadable

if TYPE_CHECKING:
    from ..bib.library import Holding, Library, View
    from ..read import Plain
    from ..read.choose import Chosen
    from ..read.names import Declared
    from ..read.pages import PageFile, PageFiles
    from ..source import CV
    from ..source.fields import Portrait
    from .ownfiles import OwnFiles, Shelf

SOURCE_DATE = "SOURCE_DATE_EPOCH"
VARIANTS = "variants"
"""The folder beside cv.yaml in which a variant may have a file of its own."""
STDIN = Path("-")
"""Stands for standard input; what it names lies in the folder in which one is."""
_SUFFIXES = (".yaml", ".yml")
_EMPTY_VARIANT = "the file is empty: say what differs, as in 'sections: [work, education]'"
_IMAGE = ("basics", "image", "file")
_CITATIONS = ("bibliography", "citations")
_LARGEST = 50_000_000
_MOST_TRIES, _BETWEEN_TRIES = 100, 0.03


def read_source(path: Path, found: Findings, empty: str = "") -> Plain | None:
    """What the file says, if that is keys and values."""
    from ..read.text import decode, read_plain

    file = "stdin" if path == STDIN else str(path)
    try:
        data = _read(path)
        text, problems = decode(data, file)
        if what := "" if empty else foreign_file(data, file):
            problems = [Problem((), what, file=file, line=1, column=1)]
    except (OSError, ValueError) as error:
        text, problems = "", [Problem((), unreadable(path, error), file=file)]
    plain = None
    if not problems:
        plain, problems = read_plain(text, file)
        if not empty and (what := foreign(plain.data, file, text)):
            plain, problems = None, [Problem((), what, file=file, line=1, column=1)]
        elif what := _no_cv(plain, empty):
            none = Problem((), what, file=file, line=1, column=1)
            plain, problems = None, problems or [none]
    found.add(problems)
    return plain


def read_variants(folder: Path, found: Findings) -> tuple[dict[str, Plain], list[Path]]:
    """What the files of the variants say, by their names, and all files that were looked for."""
    from ..read.names import composed

    place = folder / VARIANTS
    read: dict[str, Plain] = {}
    looked_for = [place / f"*{suffix}" for suffix in _SUFFIXES]
    found_there = (path for suffix in _SUFFIXES for path in listed(place, suffix))
    paths = sorted(path for path in found_there if not path.name.startswith("."))
    for path in paths:
        if (name := composed(path.stem)) in read:
            message = f"{quoted(name)} has another file: keep one"
            found.add([Problem((), message, file=str(path))])
        elif plain := read_source(path, found, _EMPTY_VARIANT):
            read[name] = plain
    return read, [*looked_for, *paths]


def with_settings(plain: Plain, settings: Iterable[str], found: Findings) -> Plain:
    """The data as if it said what these texts do, each a path, ``=`` and a value in YAML."""
    for text in settings:
        plain = _with_setting(plain, text, found)
    return plain


def _with_setting(plain: Plain, text: str, found: Findings) -> Plain:
    from ..read import at, with_value
    from ..read.text import read_plain
    from ..source import model_at

    name, sign, written = text.partition("=")
    path = tuple(int(it) if it.isdigit() else it for it in re.findall(r"[^.\[\]\s]+", name))
    place = f"--set {text}"
    if not sign or not path:
        what = "write a key, '=' and its value, as in 'pdf.theme=classic'"
        found.add([Problem((), what, file=place)])
        return plain
    for length in range(1, len(path)):
        around = path[:length]
        if plain.marks.places.get(around) and isinstance(said := at(plain.data, around), str):
            alone = model_at(around).alone
            plain = (alone and with_value(plain, around, {alone: said}, place)) or plain
    value, problems = read_plain(written, "")
    found.add(replace(each, file=place, line=0, column=0) for each in problems)
    changed = plain if problems else with_value(plain, path, value.data, place)
    if not changed:
        found.add([Problem((), f"there is nothing at {quoted(name)} to be changed", file=place)])
    return changed or plain


class Beside:
    """The files beside cv.yaml that it names, each read once; ``inputs`` are those looked for."""

    def __init__(self, folder: Path, templates: Path | None, is_json: bool) -> None:
        self.folder = folder
        self.inputs: list[Path] = []
        self.holdings: tuple[Holding, ...] = ()
        """The entries of the bibliography that was read last, for whomever."""
        self._theme = theme_for(folder, templates)
        self._is_json = is_json
        self._pages: PageFiles | None = None
        self.own_pages: list[PageFile] = []
        self._of_sections: set[str] = set()
        self._sources: dict[tuple[str, ...], Sources] = {}
        self._counts: dict[str, tuple[Counts, list[Problem]]] = {}
        self._images: dict[str, tuple[Image | None, list[Problem]]] = {}

    def read_pages(self, plain: Plain, declared: Declared, shelf: Shelf) -> list[Problem]:
        """Reads the owner's own pages, which JSON Resume has none of; what is wrong there."""
        from ..read import words_at
        from ..read.pages import PageFiles, of_sections

        if self._is_json:
            return []
        outputs = {each.name for row in formats().values() for each in row.files}
        says = [plain.data, *(each.says.value for each in declared.variants.values())]
        self._of_sections = {*chain(*map(of_sections, says))}
        outputs |= {*chain(*map(shelf.static, says))}
        named = (name for each in says for name in words_at(each, "bibliography"))
        bibs = chain(*(matching(self.folder, each) for each in (*named, BIBLIOGRAPHY)))
        shelf.sources |= {*map(real_path, bibs)}
        self._pages = PageFiles(self.folder, declared, outputs, self._of_sections, shelf.find)
        shelf.texts |= {*map(real_path, self._pages.paths)}
        self.inputs, self.own_pages = [*self.inputs, *self._pages.inputs], self._pages.files
        return self._pages.problems

    def texts(self, chosen: Chosen) -> list[PageFile]:
        """Those of them that are for a reader."""
        return self._pages.of(chosen.reader.language, chosen.names) if self._pages else []

    def pages(self, chosen: Chosen) -> dict[str, str]:
        """The pages that a reader has, by how links name them."""
        found = {each: each for each in self._of_sections}
        for each in (it for it in self.texts(chosen) if not it.is_draft):
            sources = (f"{each.folder}/{name}" for name in (each.path.name, f"{each.name}.md"))
            found |= dict.fromkeys((*sources, each.page.path), each.page.path)
            found |= {POSTS_PATH: POSTS_PATH} if each.folder == POSTS else {}
        return found

    def may_be_for_some(self, cv: CV) -> bool:
        """Whether some read of an entry or a page that others do not, as far as files say it."""
        are_open = not self._pages or self._pages.are_for_all
        return not are_open or self.sources(cv).may_be_for_some

    def problems(self, cv: CV) -> list[Problem]:
        """What is wrong with them."""
        found = [*self.sources(cv).problems, *self.image(cv.basics.image)[1]]
        found += self.counts(cv.bibliography.citations)[1]
        found += _folders(self.folder)
        if self._is_json and cv.site.head:
            what = (
                "JSON Resume may be anybody's, so nothing of it is markup: write it into a cv.yaml"
            )
            found.append(Problem(("site", "head"), what))
        for of, name, place in zip(("pdf", "html"), cv.themes, ("pdf", "site"), strict=True):
            path = place if getattr(cv, place).theme else "look"
            missing = _theme(path, name, self._theme.looks(of))
            found += [each for each in missing if each not in found]
        if self._theme.folders:
            from ..render.sheets import faults

            found += faults(self._theme, *cv.themes)
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

    def library(self, cv: CV, chosen: Chosen, own: OwnFiles) -> Callable[[View], Library]:
        """What gives their library, with the entries that this edition is to have, which lead to
        its own files."""
        sources = self.sources(cv)

        def read(view: View) -> Library:
            found, wrong = sources.library(view), list[Problem]()
            self.holdings, files = found.holdings, dict(sources.files)
            kept = (own.led(it, files, wrong) for it in found.holdings if chosen.reads(it))
            return replace(found, holdings=tuple(kept), problems=(*found.problems, *wrong))

        return read

    def misread(self, declared: Declared, chosen: Chosen) -> Iterator[Problem]:
        """What is wrong where it is said who reads of an entry of the bibliography."""
        known: set[str] = set()
        for holding in self.holdings:
            key, words, at = holding.key, holding.publication.keywords, holding.place
            known |= {key.casefold(), *map(str.casefold, words)}
            declared.use(name for _, name in holding.readers)
            for kind, name in holding.readers:
                if problem := declared.unknown(name, ()):
                    what = f"{quoted(key)}, keywords: {kind}: {problem.message}"
                    yield Problem((), what, ERROR, at.file, at.line, at.column)
            for word in words:
                from ..bib.notes import meant  # late, for many entries have no keywords

                kind, name = meant(word)
                if kind and declared.is_name(name):
                    what = f"{quoted(key)}: the keyword {quoted(word)} is shown: "
                    what += f"write '{kind}: {name}', if that is who reads it"
                    yield Problem((), what, WARNING, at.file, at.line, at.column)
        for rule in chosen.rules if self.holdings else ():
            for word in (each for each in rule.words if each not in known):
                what = f"no entry of the bibliography has the key or the keyword {quoted(word)}"
                yield chosen.laid.marks.placed(Problem(rule.path, what, WARNING))

    def counts(self, name: str | None) -> tuple[Counts, list[Problem]]:
        """How often publications are cited, and what is wrong with the file that says it."""
        if not name:
            return NO_COUNTS, []
        from ..read.counts import read_counts

        if name not in self._counts:
            path = self.folder / name
            self.inputs.append(path)
            try:
                self._counts[name] = read_counts(_read(path), str(path))
            except (OSError, ValueError) as error:
                self._counts[name] = NO_COUNTS, [Problem(_CITATIONS, unreadable(path, error))]
        return self._counts[name]

    def image(self, portrait: Portrait | None) -> tuple[Image | None, list[Problem]]:
        """The portrait, and what is wrong with it."""
        name = portrait.file if portrait else ""
        if not name:
            return None, []
        if name not in self._images:
            self._images[name] = _image(name, self.folder, self._is_json)
            if not name.startswith(("http://", "https://", "data:")):
                self.inputs.append(self.folder / name)
        return self._images[name]


def _read(path: Path) -> bytes:
    """The bytes of a file, or of standard input; raises ``OSError``, or ``ValueError`` for what is
    no CV by its size."""
    if path == STDIN:
        data = _standard_input(sys.stdin.buffer)
    elif S_ISFIFO(path.stat().st_mode):
        data = _piped(path)
    else:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise ValueError(f"larger than {_LARGEST // 1_000_000} MB")
    return data


@cache
def _standard_input(stream: BinaryIO) -> bytes:
    """All of it, which can be read once."""
    return stream.read(_LARGEST + 1)


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
    names = cv.bibliography.files or [BIBLIOGRAPHY]
    if not cv.bibliography.files and not os.path.lexists(folder / BIBLIOGRAPHY):
        return Sources(inputs=[folder / BIBLIOGRAPHY])
    return sources(names, folder, ("bibliography", "files"), _LARGEST, unreadable)


def _image(name: str, folder: Path, is_resume: bool) -> tuple[Image | None, list[Problem]]:
    """The portrait. JSON Resume may name any address: what is no picture here is a warning."""
    from ..read.portrait import read_image

    try:
        image = read_image(name, folder)
    except (OSError, ValueError) as error:
        message = unreadable(Path(name), error) if isinstance(error, OSError) else str(error)
        level = WARNING if is_resume else ERROR
        return None, [Problem(_IMAGE, message, level)]
    if not image.url:
        return image, []
    message = (
        "a picture elsewhere is never fetched, so only data such as resume.json names it: "
        "save it beside cv.yaml for cv.pdf and the homepage to show it"
    )
    return image, [Problem(_IMAGE, message, WARNING)]


def _folders(folder: Path) -> list[Problem]:
    """What is wrong with those beside cv.yaml that nobody need have."""
    found = [folder / name for name in ("templates", "fonts", VARIANTS)]
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


def _no_cv(plain: Plain, empty: str) -> str:
    """Why a file is none whose keys a CV has, else ``""``."""
    if not isinstance(plain.data, dict):
        return _no_mapping(plain.data, empty)
    if not plain.is_json:
        return ""
    from ..read.mend import strange

    return strange(plain.data)


def _no_mapping(plain: object, empty: str) -> str:
    if plain is None:
        return (
            empty
            or "the file is empty: begin with 'basics:' and, indented under it, 'name: Your Name'"
        )
    found = "a list" if isinstance(plain, list) else "one text"
    return f"expected keys and values such as 'basics:', found {found}"


def source_date(seconds: str) -> tuple[PartialDate | None, list[Problem]]:
    """The day of a SOURCE_DATE_EPOCH, ``None`` where it is empty, and what is wrong with it."""
    try:
        if not seconds:
            return None, []
        day = datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        message = f"{quoted(seconds)} is no time: write the seconds since 1970, or unset it"
        return None, [Problem((), message, file=SOURCE_DATE)]
    return PartialDate(day.year, day.month, day.day), []


def today() -> PartialDate:
    """The day of SOURCE_DATE_EPOCH, else the one on the calendar. Raises ``ProblemError``."""
    built, problems = source_date(os.environ.get(SOURCE_DATE, ""))
    if problems:
        raise ProblemError(problems)
    return built or PartialDate(*date.today().timetuple()[:3])
