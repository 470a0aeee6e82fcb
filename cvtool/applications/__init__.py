"""What was sent: made of the CV once, kept with all that it was made of, and never changed.

applications/2026-03-01-acme/
  Ada-Quill-CV.pdf, Ada-Quill-Cover-Letter.pdf, letter.md, job.txt
  application.json     when, of which edition, of what, by what
  sources/             cv.yaml and all that it needs, as they were
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from .. import __version__
from ..bib.files import matching
from ..model.dates import parse_date
from ..model.later import dataclass, pattern, replace
from ..model.problems import FONTS, Problem, ProblemError, quoted, suggestion
from ..pipeline.editions import Wanted
from ..pipeline.files import SOURCE_DATE, today
from ..pipeline.workspace import Workspace
from ..render import formats
from ..render.addresses import sent_name
from ..render.theme import shipped, text_in
from ..store import manifest
from ..store.digests import digest, digest_of, digest_of_bytes
from ..store.files import given_file, read_file, replace_file, sweep, whole_folder
from ..store.manifest import RECORD, Application, Kept, dumped_record, read_record
from ..store.program import CODE, tools
from .letter import Draft, letter_of, read_letter

if TYPE_CHECKING:
    from ..model.document import Document
    from ..pipeline.editions import Loaded, Version

FOLDER = "applications"

_SOURCES, _LETTER, _JOB = "sources", "letter.md", "job"
_NAME = pattern(r"\w[\w.+-]{0,59}")
_DATED = pattern(r"\d{4}-\d\d-\d\d-(.+)")
_OURS = ("", "serif", "sans")
"""What ``pdf.font`` names of our fonts."""
_FIT = pattern(r"[^\w.+-]+")


@dataclass(frozen=True)
class Asked:
    """What somebody applies with. ``job`` is the posting."""

    name: str
    source: Path
    variant: str = ""
    language: str = ""
    letter: Path | None = None
    job: Path | None = None
    templates: Path | None = None


@dataclass
class Made:
    """The files that are sent, by their names, of what they were made, and what there was to say.

    One ``borrows`` where fonts of the machine may have a part in it.
    """

    document: Document
    loaded: Loaded
    files: dict[str, bytes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    borrows: bool = False


@dataclass
class Standing:
    """An application as it stands there. ``broken`` says why it is none that can be read.

    ``altered`` are the files that were changed in its folder; ``differ`` the sources that are
    others now, or the files that are where it is made again, and ``causes`` what that may be of;
    ``facts`` the parts of the CV that would differ, ``None`` where there is none.
    """

    folder: Path
    record: Application | None = None
    broken: str = ""
    altered: list[str] = field(default_factory=list)
    differ: list[str] = field(default_factory=list)
    facts: list[str] | None = None
    causes: list[str] = field(default_factory=list)


def edition(
    source: Path, variant: str, language: str, templates: str = "", built: str | None = None
) -> tuple[Workspace, Loaded]:
    """The CV for that reader, of the files as they are now. The way to the templates is that from
    beside the CV."""
    workspace = Workspace(source, source.parent / templates if templates else None)
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
    beside = asked.source.parent
    templates = _relative(asked.templates, beside.absolute()) if asked.templates else ""
    workspace, loaded = edition(asked.source, asked.variant, asked.language, templates)
    document = handed_out(loaded).document
    problems = [*loaded.problems, *(_read(asked.letter)[1] if asked.letter else ())]
    if asked.job and not given_file(asked.job).strip():
        problems.append(Problem((), "the posting is empty", file=str(asked.job)))
    if any(problem.is_error for problem in problems):
        raise ProblemError(problems)
    home, day = _home(beside), str(today())
    target = home / f"{day}-{asked.name}"
    if target.name.casefold() in {path.name.casefold() for path in home.iterdir()}:
        message = (
            "this was made already, and nothing here is ever overwritten: choose another name, "
            f"such as '{asked.name}-2', or see with 'cvtool apply --again {asked.name}' whether it "
            "would be the same"
        )
        raise ProblemError([Problem((), message, file=str(target))])
    with whole_folder(target) as folder:
        sources = _keep(asked, [*_inputs(asked, workspace, document)], folder)
        record = Application(
            name=asked.name,
            date=day,
            variant=asked.variant,
            language=asked.language,
            templates=templates,
            source=next(iter(sources)),
            built=os.environ.get(SOURCE_DATE, ""),
            sources=sources,
            tools=_tools(),
        )
        made = _filled(folder, beside, record)
    made.problems[:0] = problems
    return target, made


def _read(letter: Path) -> tuple[Draft, list[Problem]]:
    return read_letter(given_file(letter), str(letter))


def _check_name(name: str) -> None:
    """Raises ``ProblemError`` for what can be no part of the name of a folder."""
    if not _NAME.fullmatch(name) or name.endswith("."):
        fit = _FIT.sub("-", name).strip("-._")[:60] or "acme"
        message = f"{quoted(name)} cannot be the name of a folder: write letters, digits and '-'"
        raise ProblemError([Problem((), f"{message}, as in {quoted(fit)}")])


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


def _inputs(asked: Asked, workspace: Workspace, document: Document) -> Iterator[Path]:
    """The files that it is made of: cv.yaml and what it names, templates of the user's, and fonts
    where a page may need them."""
    yield asked.source
    for path in workspace.inputs[: len(workspace.inputs) - len(workspace.linked)]:
        name = os.path.relpath(path, asked.source.parent)
        yield from (each for each in matching(asked.source.parent, name) if each.is_file())
    theme, letter = workspace.theme, read_file(asked.letter) if asked.letter else b""
    characters = text_in(document) | {*letter.decode("utf-8", "ignore")}
    has_fonts = theme.folders or document.pages.font not in _OURS or theme.lacking(characters)
    yield from (each for each in theme.files() if has_fonts or each not in theme.fonts)


def _keep(asked: Asked, inputs: list[Path], folder: Path) -> dict[str, Kept]:
    """Copies what the CV is made of, with the posting and the letter; the cv.yaml comes first.

    They stand to each other as they did. What cv.yaml names by a path from the root is read there.
    """
    home = asked.source.parent.absolute()
    whole = [Path(os.path.normpath(path.absolute())) for path in dict.fromkeys(inputs)]
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


def _relative(path: Path, home: Path) -> str:
    try:
        return Path(os.path.relpath(path, home)).as_posix()
    except ValueError:  # another drive
        return path.as_posix()


def _filled(folder: Path, home: Path, record: Application) -> Made:
    """Makes the files of what is kept, and writes them with the record."""
    at_home = partial(_at_home, folder=folder, home=home, sources=record.sources)
    try:
        made = _made(folder, record)
    except ProblemError as error:
        raise ProblemError(map(at_home, error.problems)) from None
    made.problems = [*map(at_home, made.problems)]
    for name, data in made.files.items():
        replace_file(folder / name, data, 0o600)
    record = replace(
        record,
        edition=digest([repr(made.document)]),
        borrows=made.borrows,
        facts=_facts(made.document),
        files={name: digest_of_bytes(data) for name, data in made.files.items()},
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


def _made(folder: Path, record: Application) -> Made:
    """The files that are sent, of what is kept. Raises ``ProblemError`` where one cannot be."""
    workspace, loaded = edition(
        folder / record.source, record.variant, record.language, record.templates, record.built
    )
    document, letter = handed_out(loaded).document, None
    if _LETTER in record.sources:
        draft, problems = _read(folder / _LETTER)
        if any(problem.is_error for problem in problems):
            raise ProblemError(problems)
        letter = letter_of(draft, document, parse_date(record.date))
    made = Made(document, loaded)
    for rendering in workspace.make_sent(document, letter):
        made.problems += workspace.placed(rendering.problems, document)
        error = [Problem((), f"{rendering.format}: {rendering.error}")] if rendering.error else []
        if error or any(problem.is_error for problem in made.problems):
            raise ProblemError([*made.problems, *error])
        for data in rendering.files.values():
            name = sent_name(document, is_letter=rendering.format != "pdf")
            made.files[name if name not in made.files else f"letter-{name}"] = data
    lacks = any(each.rests_on == FONTS for each in made.problems)
    made.borrows = lacks or document.pages.font not in _OURS
    return made


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


def listed(source: Path) -> list[Standing]:
    """All that were made beside this cv.yaml, by their dates, and what changed since."""
    load = cache(lambda *key: edition(*key)[1])
    return [_listed(folder, source.parent, load) for folder in _folders(source.parent / FOLDER)]


def _listed(folder: Path, home: Path, load: Callable[..., Loaded]) -> Standing:
    try:
        record = read_record(folder)
    except ValueError as error:
        return Standing(folder, broken=str(error))
    now = home / record.sources[record.source].origin
    loaded = load(now, record.variant, record.language, record.templates, record.built)
    differ = sorted(at for at, was in record.sources.values() if digest_of(home / at) != was)
    parts = None
    if loaded.editions:
        parts = _differing(record.facts, _facts(handed_out(loaded).document))
    return Standing(folder, record, "", _altered(folder, record), differ, parts)


def _folders(home: Path) -> list[Path]:
    if not home.is_dir():
        return []
    return sorted(
        path for path in home.iterdir() if path.is_dir() and not path.name.startswith(".")
    )


def _altered(folder: Path, record: Application) -> list[str]:
    """The files that are not as they were made or kept."""
    kept = {name: each.digest for name, each in record.sources.items()}
    return [
        name for name, was in {**record.files, **kept}.items() if digest_of(folder / name) != was
    ]


def _differing(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    return [name for name in {**one, **other} if one.get(name) != other.get(name)]


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


def repeat(folder: Path) -> Standing:
    """Makes it again of what is kept, and writes nothing; raises ``ProblemError``, too."""
    try:
        record = read_record(folder)
    except ValueError as error:
        raise ProblemError([Problem((), str(error), file=str(folder))]) from None
    made = _made(folder, record)
    now = {name: digest_of_bytes(data) for name, data in made.files.items()}
    differ = _differing(record.files, now)
    causes = [*_causes(record, made.loaded, folder)] if differ else []
    return Standing(folder, record, "", _altered(folder, record), differ, causes=causes)


def _causes(record: Application, loaded: Loaded, folder: Path) -> Iterator[str]:
    """What is another than it was then."""
    now, whole = _tools(), (folder / _SOURCES).absolute()
    differ = {*_differing(record.tools, now)}
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
