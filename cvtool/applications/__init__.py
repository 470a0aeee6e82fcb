"""What was sent: made of the CV once, kept with all that it was made of, and never changed.

applications/2026-03-01-acme/
  Ada-Quill-CV.pdf, Ada-Quill-Cover-Letter.pdf, letter.md, job.txt
  application.json     when, of which edition, of what, by what
  sources/             cv.yaml and all that it needs, as they were
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from .. import __version__
from ..bib.files import matching
from ..model.dates import PartialDate, parse_date
from ..model.problems import FONTS, Problem, ProblemError, quoted, suggestion
from ..pipeline.editions import Wanted
from ..pipeline.load import SOURCE_DATE, source_date
from ..pipeline.workspace import Workspace
from ..render import formats
from ..render.addresses import sent_name
from ..render.theme import shipped
from ..store import manifest
from ..store.digests import CODE, digest, digest_of, digest_of_bytes, tools
from ..store.files import read_file, replace_file, sweep, whole_folder
from ..store.manifest import RECORD, Application, Kept, dumped_record, read_record

if TYPE_CHECKING:
    from ..model.document import Document
    from ..pipeline.editions import Loaded, Version
    from .letter import Draft

FOLDER = "applications"

_SOURCES, _LETTER, _JOB = "sources", "letter.md", "job"
_NAME = re.compile(r"\w[\w.+-]{0,59}")
_DATED = re.compile(r"\d{4}-\d\d-\d\d-(.+)")
_FIT = re.compile(r"[^\w.+-]+")


@dataclass(frozen=True)
class Asked:
    """What somebody applies with. ``job`` is the posting."""

    name: str
    source: Path
    variant: str = ""
    language: str = ""
    letter: Path | None = None
    job: Path | None = None


@dataclass
class Made:
    """The files that are sent, by their names, and what there was to say on the way."""

    files: dict[str, bytes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    borrows: bool = False


@dataclass
class Listed:
    """An application as it stands there. ``broken`` says why it is none that can be read.

    ``altered`` are the files that were changed in its folder, ``differ`` the sources that are
    others now, and ``facts`` the parts of the CV that would differ; ``None`` where there is none.
    """

    folder: Path
    record: Application | None = None
    broken: str = ""
    altered: list[str] = field(default_factory=list)
    differ: list[str] = field(default_factory=list)
    facts: list[str] | None = field(default_factory=list)


@dataclass
class Repeated:
    """What became of making it again: the files that differ, and what may be the cause."""

    files: list[str]
    differ: list[str]
    altered: list[str]
    causes: list[str]


def edition(
    source: Path, variant: str, language: str, built: str | None = None
) -> tuple[Workspace, Loaded]:
    """The CV for that reader, of the files as they are now."""
    workspace = Workspace(source)
    return workspace, workspace.load(Wanted((variant,), (language,)), built)


def handed_out(loaded: Loaded) -> Version:
    """What one sends to somebody as cv.pdf; raises ``ProblemError`` where there is none."""
    version = loaded.editions[0].whole if loaded.editions else None
    if version is None:
        raise ProblemError(loaded.problems)
    return version.of("pdf")


def freeze(asked: Asked) -> tuple[Path, Made]:
    """Makes the application; its folder, and what is in it.

    It is there whole, or not at all. Raises ``ProblemError`` where the input has errors, or there
    is one of that name and day already.
    """
    _check_name(asked.name)
    if asked.source.exists() and not asked.source.is_file():
        message = "a copy of it is kept with the application: write the path of a file"
        raise ProblemError([Problem((), message, file=str(asked.source))])
    _, loaded = edition(asked.source, asked.variant, asked.language)
    handed_out(loaded)
    draft, problems = _draft(asked.letter) if asked.letter else (None, [])
    if any(problem.is_error for problem in problems):
        raise ProblemError([*loaded.problems, *problems])
    home, today = _home(asked.source.parent), _today()
    target = home / f"{today}-{asked.name}"
    if target.name.casefold() in {path.name.casefold() for path in home.iterdir()}:
        raise _taken(target, asked.name)
    try:
        with whole_folder(target) as folder:
            sources = _keep(asked, loaded, folder)
            made = _filled(asked, draft, today, sources, folder)
    except FileExistsError:
        raise _taken(target, asked.name) from None
    made.problems[:0] = [*loaded.problems, *problems]
    return target, made


def _draft(path: Path) -> tuple[Draft, list[Problem]]:
    from .letter import read_letter

    return read_letter(read_file(path), str(path))


def _check_name(name: str) -> None:
    """Raises ``ProblemError`` for what can be no part of the name of a folder."""
    if not _NAME.fullmatch(name) or name.endswith("."):
        fit = _FIT.sub("-", name).strip("-._")[:60] or "acme"
        message = f"{quoted(name)} cannot be the name of a folder: write letters, digits and '-'"
        raise ProblemError([Problem((), f"{message}, as in {quoted(fit)}")])


def _today() -> PartialDate:
    """The day of SOURCE_DATE_EPOCH, which was checked before, or the one on the calendar."""
    day = date.today()
    built, _ = source_date(os.environ.get(SOURCE_DATE, ""))
    return built or PartialDate(day.year, day.month, day.day)


def _home(beside: Path) -> Path:
    """The folder of all applications. One that is made here only the user can open, and git leaves
    it alone; one that was there is the user's own to set."""
    for folder in (beside.absolute(), *beside.absolute().parents):
        if not manifest.of_folder(folder).formats.keys().isdisjoint(formats()):
            message = (
                "outputs are rendered into this folder, and what lies in it may be published; an "
                "application is private: keep cv.yaml elsewhere, or render into another folder"
            )
            raise ProblemError([Problem((), message, file=str(folder))])
    home = beside / FOLDER
    if not home.is_dir():
        if os.path.lexists(home):
            raise ProblemError([Problem((), "this is no folder: move it away", file=str(home))])
        manifest.make_private(home)
    sweep(home)
    return home


def _taken(target: Path, name: str) -> ProblemError:
    message = (
        "this was made already, and nothing here is ever overwritten: choose another name, such as "
        f"'{name}-2', or see with 'cvtool apply --again {name}' whether it would be the same"
    )
    return ProblemError([Problem((), message, file=str(target))])


def _keep(asked: Asked, loaded: Loaded, folder: Path) -> dict[str, Kept]:
    """Copies what the CV is made of, with the posting and the letter; the cv.yaml comes first.

    They stand to each other as they did. What cv.yaml names by a path from the root is read there.
    """
    home = asked.source.parent.absolute()
    paths = dict.fromkeys([asked.source, *_inputs(asked.source, loaded)])
    whole = [Path(os.path.normpath(path.absolute())) for path in paths]
    whole = [path for path in whole if path.drive == home.drive]
    root = Path(os.path.commonpath([path.parent for path in whole]))
    copies = {f"{_SOURCES}/{path.relative_to(root).as_posix()}": path for path in whole}
    if asked.letter:
        copies[_LETTER] = asked.letter
    if asked.job:
        copies[f"{_JOB}{asked.job.suffix.lower() or '.txt'}"] = asked.job
    kept = {}
    for name, path in copies.items():
        content = read_file(path)
        replace_file(folder / name, content, 0o600)
        kept[name] = Kept(_relative(path, home), digest_of_bytes(content))
    return kept


def _inputs(source: Path, loaded: Loaded) -> Iterator[Path]:
    """The files that the CV is made of: what it names, templates and fonts of the user's."""
    for path in loaded.inputs:
        name = os.path.relpath(path, source.parent)
        yield from (each for each in matching(source.parent, name) if each.is_file())
    yield from Workspace(source).theme.files()


def _relative(path: Path, home: Path) -> str:
    try:
        return Path(os.path.relpath(path, home)).as_posix()
    except ValueError:  # another drive
        return path.as_posix()


def _filled(
    asked: Asked, draft: Draft | None, today: PartialDate, sources: dict[str, Kept], folder: Path
) -> Made:
    """Makes the files of what is kept, and writes them with the record."""
    source, built = next(iter(sources)), os.environ.get(SOURCE_DATE, "")
    workspace, loaded = edition(folder / source, asked.variant, asked.language, built)
    kept = handed_out(loaded).document
    at_home = partial(_at_home, folder=folder, home=asked.source.parent, sources=sources)
    try:
        made = _made(workspace, kept, draft, today)
    except ProblemError as error:
        raise ProblemError(map(at_home, error.problems)) from None
    made.problems = [*map(at_home, made.problems)]
    for name, data in made.files.items():
        replace_file(folder / name, data, 0o600)
    record = Application(
        name=asked.name,
        date=str(today),
        variant=asked.variant,
        language=asked.language,
        edition=digest([repr(kept)]),
        source=source,
        built=built,
        borrows=made.borrows,
        facts=_facts(kept),
        files={name: digest_of_bytes(data) for name, data in made.files.items()},
        sources=sources,
        tools=_tools(),
    )
    replace_file(folder / RECORD, dumped_record(record), 0o600)
    return made


def _at_home(problem: Problem, folder: Path, home: Path, sources: Mapping[str, Kept]) -> Problem:
    """A problem of a copy, told of the file that it is of."""
    for name, (origin, _) in sources.items():
        kept, there = str(folder / name), str(home / origin)
        message = problem.message.replace(kept, there)
        problem = replace(problem, message=message, file=problem.file.replace(kept, there))
    return problem


def _made(
    workspace: Workspace, document: Document, draft: Draft | None, today: PartialDate
) -> Made:
    """The files that are sent. Raises ``ProblemError`` where one cannot be made."""
    letter = None
    if draft:
        from .letter import letter_of

        letter = letter_of(draft, document, today)
    found = Made()
    for rendering in workspace.make_sent(document, letter):
        found.problems += workspace.placed(rendering.problems, document)
        if rendering.error:
            error = Problem((), f"{rendering.format}: {rendering.error}")
            raise ProblemError([*found.problems, error])
        for data in rendering.files.values():
            what = document.labels["letter.cv" if rendering.format == "pdf" else "letter.file"]
            name = sent_name(document, what)
            found.files[name if name not in found.files else f"letter-{name}"] = data
    is_named = document.pages.font not in ("", "serif", "sans")
    found.borrows = is_named or any(each.rests_on == FONTS for each in found.problems)
    return found


def _facts(document: Document) -> dict[str, str]:
    """A digest of each part that the pages have, under the name that it has in cv.yaml."""
    sections = document.outline("pdf")
    parts = {"basics": document.person, "pdf": document.pages, "locale": document.locale}
    parts |= {"updated": document.updated_text, "sections": [each.id for each in sections]}
    parts |= {each.id: each for each in sections}
    return {name: digest([repr(part)]) for name, part in parts.items()}


def _tools() -> dict[str, str]:
    from ..render.pdf.patches import pango_version

    return {"cvtool": __version__, "pango": pango_version(), **tools(shipped())}


def listed(source: Path) -> list[Listed]:
    """All that were made beside this cv.yaml, by their dates, and what changed since."""
    load = cache(lambda *key: edition(*key)[1])
    return [_listed(folder, source.parent, load) for folder in _folders(source.parent / FOLDER)]


def _listed(folder: Path, home: Path, load: Callable[[Path, str, str, str], Loaded]) -> Listed:
    try:
        record = read_record(folder)
    except ValueError as error:
        return Listed(folder, broken=str(error))
    now = home / record.sources[record.source].origin
    loaded = load(now, record.variant, record.language, record.built)
    sent, kept = record.files.items(), record.sources.values()
    return Listed(
        folder,
        record,
        altered=[name for name, was in sent if digest_of(folder / name) != was],
        differ=sorted(at for at, was in kept if digest_of(home / at) != was),
        facts=_differing(record, loaded),
    )


def _folders(home: Path) -> list[Path]:
    if not home.is_dir():
        return []
    return sorted(
        path for path in home.iterdir() if path.is_dir() and not path.name.startswith(".")
    )


def _differing(record: Application, loaded: Loaded) -> list[str] | None:
    """The parts of the CV that are others now."""
    if not loaded.editions:
        return None
    now = _facts(handed_out(loaded).document)
    return [name for name in {**record.facts, **now} if record.facts.get(name) != now.get(name)]


def latest(source: Path, name: str) -> Path:
    """The latest application of that name, or the one in a folder of that name.

    Raises ``ProblemError`` where there is none.
    """
    folders, wanted = _folders(source.parent / FOLDER), name.casefold()
    for folder in reversed(folders):
        dated = _DATED.fullmatch(folder.name)
        if wanted in (folder.name.casefold(), dated[1].casefold() if dated else ""):
            return folder
    known = {each[1] for folder in folders if (each := _DATED.fullmatch(folder.name))}
    message = f"there is no application {quoted(name)}{suggestion(name, known)}"
    raise ProblemError([Problem((), message, file=str(source.parent / FOLDER))])


def repeat(folder: Path) -> Repeated:
    """Makes it again of what is kept, and writes nothing; raises ``ProblemError``, too."""
    try:
        record = read_record(folder)
    except ValueError as error:
        raise ProblemError([Problem((), str(error), file=str(folder))]) from None
    changed = [name for name, kept in record.sources.items() if digest_of(folder / name) != kept[1]]
    workspace, loaded = edition(
        folder / record.source, record.variant, record.language, record.built
    )
    document = handed_out(loaded).document
    draft, problems = None, list[Problem]()
    if _LETTER in record.sources:
        draft, problems = _draft(folder / _LETTER)
    if any(problem.is_error for problem in problems):
        raise ProblemError(problems)
    made = _made(workspace, document, draft, parse_date(record.date))
    now = {name: digest_of_bytes(data) for name, data in made.files.items()}
    sent = record.files
    differ = [name for name in {**sent, **now} if sent.get(name) != now.get(name)]
    altered = [name for name, was in sent.items() if digest_of(folder / name) != was]
    causes = [f"{name} was changed" for name in changed] + [*_causes(record, loaded, folder)]
    return Repeated([*sent], differ, altered, causes if differ else [])


def _causes(record: Application, loaded: Loaded, folder: Path) -> Iterator[str]:
    """What is another than it was then."""
    now, whole = _tools(), (folder / _SOURCES).absolute()
    differ = {name for name in {**record.tools, **now} if record.tools.get(name) != now.get(name)}
    if differ - {CODE}:
        differ.discard(CODE)  # whose digest is of the libraries, too
    for name in sorted(differ):
        was, here = record.tools.get(name, "none"), now.get(name, "none")
        is_digest = "cvtool" in name and name != "cvtool"
        yield f"{name}: another" if is_digest else f"{name}: {was} then, {here} now"
    elsewhere = {path.absolute() for path in loaded.inputs if path.is_file()}
    for path in sorted(each for each in elsewhere if not each.is_relative_to(whole)):
        yield f"{path} is read where it is, and may be another now"
    if record.borrows:
        yield "fonts of the machine have a part in it, and may be others now"
