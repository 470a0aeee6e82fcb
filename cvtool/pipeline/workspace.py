"""One CV: read anew as often as asked, made in any format or theme, its templates kept compiled."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import field
from functools import lru_cache, partial
from importlib import import_module
from itertools import chain
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from ..model.files import Data, OwnFile
from ..model.later import dataclass, replace
from ..model.problems import Problem, dotted, once, quoted
from ..render import FORMATS, FormatError, attempt, available, faults, formats, look, tried
from ..render.limit import LimitError, limited
from ..render.theme import Theme, theme_for
from ..store.files import replace_file

if TYPE_CHECKING:
    from ..model.document import Document, Letter
    from ..read.names import Declared
    from .editions import Loaded, Version, Wanted
    from .watch import Watched
    from .workers import Pool, Worker

_SHARED = ("cvtool.bib.bibtex", "cvtool.model.document")
_PDF = "cvtool.render.pdf"
_PREVIEWS = "themes"
_ALL_THEMES = "themes.html"
_RATIOS = {"A4": "210 / 297", "Letter": "216 / 279"}
_MOST_THEMES = 4


@dataclass(frozen=True)
class Rendering:
    """What became of one format: its files by path, with ``notes`` on some, and what is odd about
    them, or why none are. ``copies`` are those that are files of the user's."""

    format: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    error: str = ""
    seconds: float = 0.0
    copies: Mapping[str, OwnFile] = field(default_factory=dict)

    @property
    def all(self) -> Mapping[str, Data]:
        """All its files, copies among them."""
        return {**self.copies, **self.files} if self.copies else self.files


class Workspace:
    """The files of one cv.yaml. ``templates`` is the folder of ``--templates``, ``pictured`` says
    that pages are to be pictures, too, and ``settings`` are what is said beside cv.yaml.

    ``inputs`` are the files that were looked for when it was read last, and ``linked`` those of
    them to which it only links.
    """

    def __init__(
        self,
        source: Path,
        templates: Path | None = None,
        pictured: bool = False,
        settings: Sequence[str] = (),
    ) -> None:
        self.source, self._settings = source, settings
        self._pictured = pictured
        self.inputs: list[Path] = []
        self.linked: list[Path] = []
        self._templates = templates
        self._theme = Theme()
        self._loaded: Loaded | None = None
        self._shares = False

    def share(self) -> None:
        """Has the templates compiled once for all CVs of this process that do so."""
        self._shares = True

    @property
    def theme(self) -> Theme:
        """As its folders are now; the same one as long as they are, with its templates compiled."""
        now = theme_for(self.source.parent, self._templates)
        if self._shares:
            self._theme = _shared(now)
        elif now != self._theme:
            self._theme = now
        return self._theme

    def load(
        self, wanted: Wanted | Callable[[Declared], Wanted] | None = None, built: str | None = None
    ) -> Loaded:
        """The files as they are now: the editions that are wanted, else the first.

        ``built`` stands in the place of SOURCE_DATE_EPOCH.
        """
        from .editions import FIRST
        from .load import load_all

        wanted, templates = wanted or FIRST, self._templates
        self._loaded = load_all(self.source, templates, wanted, built, self._settings)
        self.linked = self._loaded.linked
        self.inputs = self._loaded.inputs + self.linked
        return self._loaded

    def load_as(self, wanted: Wanted, made: Collection[str], secrets: Mapping[str, str]) -> Loaded:
        """The editions that are wanted, or were made in one of these folders, and those that were
        made when something else was private: ``secrets`` are digests of that by folder."""
        from .editions import EVERY

        loaded = self.load(lambda declared: wanted.with_made(declared, made))
        if wanted != EVERY and (more := loaded.exposed(secrets)):
            loaded = self.load(wanted._replace(more=tuple(more)))
        return loaded

    def public(self) -> Document | None:
        """What everybody may see of the first edition, as it was read last, if anybody may."""
        first = [*(self._loaded or self.load()).editions, None][0]
        return first.public.document if first and first.public else None

    @property
    def is_risky(self) -> bool:
        """Whether a process may die of its styles or fonts."""
        return self.theme.is_own

    def make(
        self, names: Iterable[str], document: Document, ahead: object = None
    ) -> dict[str, Rendering]:
        """These formats, whatever becomes of each; cv.pdf of what was made ``ahead`` of it."""
        theme = self.theme
        begun = {"pdf": ahead}
        return {name: self._rendering(name, document, theme, begun.get(name)) for name in names}

    def ahead(self, document: Document) -> object:
        """What is made of cv.pdf without what takes long to load: a fifteenth of a cold run, while
        another process loads that."""
        from ..render.pdf import ahead

        with suppress(Exception):  # whoever renders says what is wrong
            return ahead(document, self.theme)
        return None

    def make_sent(self, document: Document, letter: Letter | None) -> list[Rendering]:
        """cv.pdf, and the letter if there is one: with styles and fonts of the user's in a process
        that may die of them."""
        if not self.theme.is_own:
            return _sent(self, document, letter)
        from .workers import EndedError, Worker

        try:
            with Worker(self.prepared()) as worker:
                return worker.start(_sent, document, letter)()
        except EndedError as error:
            return [Rendering("pdf", error=str(error))]

    def look(self, loaded: Loaded) -> tuple[Problem, ...]:
        """What the renderers would say of what everybody sees, and of what others do."""
        rows = {name: row for name, row in available().items() if name not in faults()}
        handed_out = [name for name, row in rows.items() if not row.is_public]
        found: list[Problem] = []
        for edition in loaded.editions:
            for version, names in ((edition.public, [*rows]), (edition.private, handed_out)):
                names = [name for name in edition.formats or names if name in rows]
                for each in parted(version, names) if version else ():
                    found += self._look(*each)
        return tuple(once(found))

    def _look(self, document: Document, rows: list[str]) -> Iterable[Problem]:
        """What those would say, in a fraction of their time; nothing is written.

        Templates of the user's and plugins are only known by what they make, so all is made then.
        """
        theme = self.theme
        if not theme.folders and {*rows} <= {*FORMATS}:
            return self.placed(look(document, theme, rows), document)
        made = self.make_all(rows, document).values()
        failed = (Problem((), f"{each.format}: {each.error}") for each in made if each.error)
        found = self.placed(chain(*(each.problems for each in made)), document)
        return [*found, *failed]

    def prepared(self, has_page: bool = False) -> Callable[[], Workspace]:
        """What makes another of the same files, for a process of its own, to which the page of
        cv.pdf is given, or not.

        What both need and takes long to import is imported now, once.
        """
        for name in (*_SHARED, *([_PDF] if has_page else [])):
            import_module(name)
        return partial(prepared, self.source, self._templates, self._pictured, has_page)

    def make_all(self, names: list[str], document: Document) -> dict[str, Rendering]:
        """These formats, the slow ones in a process that may die of the user's styles."""
        from .workers import Worker

        slow = [name for name in names if formats()[name].is_slow]
        others = [name for name in names if name not in slow]
        try:
            with Worker(self.prepared()) as worker:
                wait = made_there(worker, slow, document)
                made = self.make(others, document) | wait()
        except OSError:
            made = self.make(others, document)
        made |= self.make([name for name in slow if name not in made], document)
        return {name: made[name] for name in names}

    def placed(self, problems: Iterable[Problem], document: Document) -> tuple[Problem, ...]:
        """Those of a renderer at their places in cv.yaml, as it was read last, or in a .bib."""
        loaded = self._loaded
        return tuple(_placed(each, loaded, document) if loaded else each for each in problems)

    def watched(self) -> Watched:
        """What the outputs depend on, and what the input looked for that has errors."""
        from .watch import Watched

        return Watched([self.source, *self.inputs], self.theme)

    def _rendering(self, name: str, document: Document, theme: Theme, ahead: object) -> Rendering:
        started = perf_counter()
        try:
            found = attempt(name, document, theme, self._pictured, ahead)
        except FormatError as error:
            placed = self.placed(error.problems, document)
            return Rendering(name, problems=placed, error=str(error))
        problems = self.placed((each for each in found if isinstance(each, Problem)), document)
        made = [each for each in found if not isinstance(each, Problem)]
        files = {each.path: each.data for each in made if not each.source}
        notes = {each.path: each.note for each in made}
        copies = {each.path: each.source for each in made if each.source}
        seconds = perf_counter() - started
        return Rendering(name, files, problems, notes, seconds=seconds, copies=copies)


@lru_cache(maxsize=_MOST_THEMES)
def _shared(theme: Theme) -> Theme:
    """The first of those that are equal."""
    return theme


def _placed(problem: Problem, loaded: Loaded, document: Document) -> Problem:
    match problem.path:
        case ("publications", str(key), *path) if key in loaded.entries:
            at = loaded.entries[key]
            what = f"{quoted(key)}, {dotted(tuple(path))}: {problem.message}"
            found = replace(problem, path=(), message=what)
            return replace(found, file=at.file, line=at.line, column=at.column)
    version = next((each for each in loaded.versions() if each.document is document), None)
    return version.chosen.plain.marks.placed(problem) if version else problem


def parted(version: Version, names: Iterable[str]) -> list[tuple[Document, list[str]]]:
    """The Documents of a version, each with those of the formats that show it."""
    found: dict[int, tuple[Document, list[str]]] = {}
    for name in names:
        document = version.of(name).document
        found.setdefault(id(document), (document, []))[1].append(name)
    return list(found.values())


def prepared(source: Path, templates: Path | None, pictured: bool, has_page: bool) -> Workspace:
    """One for a process of its own, with what takes long to load for the slow formats."""
    workspace = Workspace(source, templates, pictured)
    make_ready(workspace.theme, has_page)
    return workspace


def make_ready(theme: Theme, has_page: bool = False) -> None:
    """Loads what takes long to load for the slow formats."""
    from ..render.pdf import prepare

    with suppress(Exception), limited(theme):  # whoever renders says what is wrong
        prepare(theme, has_page)


def _sent(workspace: Workspace, document: Document, letter: Letter | None) -> list[Rendering]:
    made = [workspace.make(["pdf"], document)["pdf"]]
    return [*made, _letter(workspace, document, letter)] if letter else made


def _letter(workspace: Workspace, document: Document, letter: Letter) -> Rendering:
    from ..render import pdf

    theme = workspace.theme
    try:
        found = tried(partial(pdf.letter, document, letter, theme), document, theme, "letter")
    except FormatError as error:
        return Rendering("letter", problems=tuple(error.problems), error=str(error))
    problems = tuple(each for each in found if isinstance(each, Problem))
    files = {each.path: each.data for each in found if not isinstance(each, Problem)}
    return Rendering("letter", files, problems)


def made_there(
    worker: Worker[Workspace] | Pool[Workspace],
    names: Sequence[str],
    document: Document,
    ahead: object = None,
) -> Callable[[], dict[str, Rendering]]:
    """Has the formats made by that process; what this returns waits for those that it could make.

    Where it dies of one, which gets that as its error, another process makes the others.
    """
    from .workers import EndedError

    result = worker.start(Workspace.make, names, document, ahead)

    def wait() -> dict[str, Rendering]:
        try:
            return result()
        except EndedError as error:
            if not error.died:
                return {}
            if len(names) == 1:
                return {names[0]: Rendering(names[0], error=str(error))}
        found: dict[str, Rendering] = {}
        for name in names:
            found |= made_there(worker, [name], document)()
        return found

    return wait


def previews(workspace: Workspace, document: Document, folder: Path) -> Iterator[Path]:
    """Writes ``THEME.pdf`` and ``THEME.png`` (the first two pages side by side) for each theme, and
    ``themes.html`` with all of them.

    Yields each file when it is written. Raises ``RenderError`` as the PDF does, where a style sheet
    has an error or is more than a library of the system can bear, where the folder cannot be
    written, and where a file there is somebody else's.
    """
    from ..render import RenderError
    from ..store import manifest
    from .workers import EndedError, Worker

    looks = workspace.theme.looks("pdf")
    names = [f"{name}{end}" for name in looks for end in (".pdf", ".png")] + [_ALL_THEMES]
    known = manifest.of_folder(folder)
    for name in names:
        if name not in known.files and os.path.lexists(folder / name):
            raise RenderError(
                f"'{folder / name}' was not written by cvtool: choose another folder, or move it"
            )
    known.formats[_PREVIEWS] = manifest.Artifacts("", "", dict.fromkeys(names, ""))
    manifest.announce(folder, known)
    with Worker(workspace.prepared()) as worker:
        for name in looks:
            try:
                made = worker.start(_preview, name, document)()
            except EndedError as error:
                raise RenderError(f"{name}: {error}") from None
            if isinstance(made, str):
                raise RenderError(made)
            for suffix, data in zip((".pdf", ".png"), made, strict=True):
                yield _put(folder / f"{name}{suffix}", data)
    yield _put(folder / _ALL_THEMES, _all_themes(workspace.theme, looks, document))


def _put(path: Path, data: bytes) -> Path:
    from ..render import RenderError

    try:
        replace_file(path, data)
    except OSError as error:
        raise RenderError(f"cannot write into '{path.parent}': {error.strerror}") from None
    return path


def _all_themes(theme: Theme, looks: list[str], document: Document) -> bytes:
    from ..render.folds import html

    themes = [{"name": name, "about": theme.about_pdf_theme(name)} for name in looks]
    ratio = _RATIOS[document.pages.page_size]
    return theme.render("pdf/themes.html.j2", html, themes=themes, ratio=ratio).encode()


def _preview(workspace: Workspace, name: str, document: Document) -> tuple[bytes, bytes] | str:
    """The PDF in a theme and its picture, or why there is none."""
    from ..render import RenderError
    from ..render.pdf import make, side_by_side
    from ..render.sheets import faults

    theme = workspace.theme
    for fault in faults(theme, name, document.web.theme):
        if fault.is_error:
            return f"{fault.place}: {fault.what}"
    try:
        with limited(theme, document):
            pdf = make(document, replace(document.pages, theme=name), theme).data
    except (RenderError, LimitError) as error:
        return str(error)
    return pdf, side_by_side(pdf)
