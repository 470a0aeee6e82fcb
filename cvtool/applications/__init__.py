"""What was sent: made of the CV once, kept with all that it was made of, and never changed.

    applications/2026-03-01-acme/
      Ada-Quill-CV.pdf, Ada-Quill-Cover-Letter.pdf, letter.md, job.txt
      application.json     when, of which edition, of what, by what
      sources/             cv.yaml and all that it needs, as they were
"""

from __future__ import annotations

import json
import os
import re
import sys
import unicodedata
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from .. import __version__
from ..bib.files import matching
from ..model.dates import PartialDate
from ..model.problems import FONTS, Problem, ProblemError, quoted, suggestion
from ..pipeline.load import SOURCE_DATE
from ..pipeline.workspace import Rendering, Workspace
from ..render import FormatError, formats, tried
from ..render.theme import shipped
from ..store import manifest
from ..store.digests import digest, digest_of, digest_of_bytes, program, versions
from ..store.files import read_file, replace_file, sweep, whole_folder

if TYPE_CHECKING:
    from ..model.document import Document, Letter
    from ..pipeline.load import Loaded
    from .letter import Draft

FOLDER, RECORD = "applications", "application.json"

_SOURCES, _LETTER, _JOB = "sources", "letter.md", "job"
_NAME = re.compile(r"\w[\w.+-]{0,59}")
_DATED = re.compile(r"\d{4}-\d\d-\d\d-(.+)")
_FIT = re.compile(r"[^\w.+-]+")
_LONGEST_PART = 60
_SPELT = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}
    | {"đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i", "’": "", "'": ""}
)
"""Letters that are no others with a mark."""
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


class Kept(NamedTuple):
    """Where a source was, as seen from cv.yaml's folder, and the SHA-256 of what is kept of it."""

    origin: str
    digest: str


@dataclass(frozen=True)
class Record:
    """What is known of an application.

    ``edition`` is the digest of the CV, and ``facts`` has that of each part of its pages. ``files``
    are those that were sent, with their digests; ``sources`` those that they were made of, by their
    paths in the folder of the application, and ``source`` is the cv.yaml among them. ``built`` is
    the SOURCE_DATE_EPOCH of then, ``tools`` are the versions of what made it, and ``borrows`` says
    that fonts of the machine may have a part in it.
    """

    name: str
    date: str
    variant: str
    language: str
    edition: str
    source: str
    built: str
    borrows: bool
    facts: Mapping[str, str]
    files: Mapping[str, str]
    sources: Mapping[str, Kept]
    tools: Mapping[str, str]


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
    record: Record | None = None
    broken: str = ""
    altered: list[str] = field(default_factory=list)
    differ: list[str] = field(default_factory=list)
    facts: list[str] | None = field(default_factory=list)


@dataclass
class Repeated:
    """What became of making it again: the files that differ, and what may be the cause."""

    folder: Path
    record: Record
    differ: list[str]
    altered: list[str]
    causes: list[str]
    problems: list[Problem]


def edition(
    source: Path, variant: str, language: str, built: str | None = None
) -> tuple[Workspace, Loaded]:
    """The CV for that reader, of the files as they are now."""
    workspace = Workspace(source)
    return workspace, workspace.load(built)


def _handed_out(loaded: Loaded) -> Document:
    """What one sends to somebody; raises ``ProblemError`` where there is none."""
    if loaded.document is None:
        raise ProblemError(loaded.problems)
    return loaded.private or loaded.document


def freeze(asked: Asked) -> tuple[Path, Made]:
    """Makes the application; its folder, and what is in it.

    It is there whole, or not at all. Raises ``ProblemError`` where the input has errors, or there
    is one of that name and day already.
    """
    _check_name(asked.name)
    if os.path.lexists(asked.source) and not asked.source.is_file():
        message = "a copy of it is kept with the application: write the path of a file"
        raise ProblemError([Problem((), message, file=str(asked.source))])
    _, loaded = edition(asked.source, asked.variant, asked.language)
    document, today = _handed_out(loaded), _today()
    draft, problems = _draft(asked.letter) if asked.letter else (None, [])
    if any(problem.is_error for problem in problems):
        raise ProblemError([*loaded.problems, *problems])
    home = _home(asked.source.parent)
    target = home / f"{today}-{asked.name}"
    try:
        with whole_folder(_free(target)) as folder:
            sources = _keep(asked, loaded, folder)
            made = _filled(asked, document, draft, today, sources, folder)
    except FileExistsError:
        raise _taken(target) from None
    made.problems[:0] = [*loaded.problems, *problems]
    return target, made


def _draft(path: Path) -> tuple[Draft, list[Problem]]:
    from .letter import read_letter

    return read_letter(given(path), str(path))


def given(path: Path) -> bytes:
    """The bytes of a file that the command names; raises ``ProblemError``."""
    try:
        return read_file(path)
    except IsADirectoryError:
        message = "this is a folder: write the path of a file"
    except FileNotFoundError:
        message = "there is no such file"
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
    raise ProblemError([Problem((), message, file=str(path))])


def _check_name(name: str) -> None:
    """Raises ``ProblemError`` for what can be no part of the name of a folder."""
    if not _NAME.fullmatch(name) or name.endswith("."):
        fit = _FIT.sub("-", name).strip("-._")[:_LONGEST_PART] or "acme"
        message = f"{quoted(name)} cannot be the name of a folder: write letters, digits and '-'"
        raise ProblemError([Problem((), f"{message}, as in {quoted(fit)}")])


def _today() -> PartialDate:
    """The day of SOURCE_DATE_EPOCH, which was checked before, or the one on the calendar."""
    seconds = os.environ.get(SOURCE_DATE)
    day = datetime.fromtimestamp(int(seconds), UTC) if seconds else date.today()
    return PartialDate(day.year, day.month, day.day)


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


def _free(target: Path) -> Path:
    """The path, where nobody has the name yet, however it is written."""
    names = {path.name.casefold() for path in target.parent.iterdir()}
    if target.name.casefold() in names:
        raise _taken(target)
    return target


def _taken(target: Path) -> ProblemError:
    found = _DATED.fullmatch(target.name)
    name = found[1] if found else target.name
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
        copies[_LETTER] = asked.letter.absolute()
    if asked.job:
        copies[f"{_JOB}{asked.job.suffix.lower() or '.txt'}"] = asked.job.absolute()
    kept = {}
    for name, path in copies.items():
        content = given(path)
        _write(folder / name, content)
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


def _write(path: Path, data: bytes) -> None:
    for folder in reversed(path.parents):
        if not folder.exists():
            folder.mkdir(mode=0o700)
    replace_file(path, data, 0o600)


def _filled(
    asked: Asked,
    document: Document,
    draft: Draft | None,
    today: PartialDate,
    sources: dict[str, Kept],
    folder: Path,
) -> Made:
    """Makes the files of what is kept, and writes them with the record."""
    source, built = next(iter(sources)), os.environ.get(SOURCE_DATE, "")
    workspace, loaded = edition(folder / source, asked.variant, asked.language, built)
    kept = _handed_out(loaded)
    made = _made(workspace, kept, draft, today)
    origins = {str(folder / name): asked.source.parent / at for name, (at, _) in sources.items()}
    made.problems = [_at_home(each, origins) for each in made.problems]
    for name, data in made.files.items():
        _write(folder / name, data)
    record = Record(
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
    _write(folder / RECORD, _dumped(record))
    return made


def _at_home(problem: Problem, origins: Mapping[str, Path]) -> Problem:
    """A problem of a copy, told of the file that it is of."""
    return replace(problem, file=str(origins.get(problem.file, problem.file)))


def _dumped(record: Record) -> bytes:
    sources = {name: kept._asdict() for name, kept in record.sources.items()}
    data = asdict(record) | {"sources": sources}
    return (json.dumps(data, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "replace")


def _made(
    workspace: Workspace, document: Document, draft: Draft | None, today: PartialDate
) -> Made:
    """The files that are sent. Raises ``ProblemError`` where one cannot be made."""
    letter = None
    if draft:
        from .letter import letter_of

        letter = letter_of(draft, document, today)
    found = Made()
    for rendering in _renderings(workspace, document, letter):
        found.problems += workspace.placed(rendering.problems, document)
        if rendering.error:
            error = Problem((), f"{rendering.format}: {rendering.error}")
            raise ProblemError([*found.problems, error])
        for data in rendering.files.values():
            found.files[_file_name(document, rendering.format)] = data
    is_named = document.pages.font not in ("", "serif", "sans")
    found.borrows = is_named or any(each.rests_on == FONTS for each in found.problems)
    return found


def _renderings(
    workspace: Workspace, document: Document, letter: Letter | None
) -> list[Rendering]:
    """The CV, and the letter if there is one: styles and fonts of the user's in another process,
    which may die of them."""
    if not workspace.theme.is_own:
        return _rendered(workspace, document, letter)
    from ..pipeline.workers import EndedError, Worker

    try:
        with Worker(workspace.prepared()) as worker:
            return worker.start(_rendered, document, letter)()
    except EndedError as error:
        return [Rendering("pdf", error=str(error))]


def _rendered(workspace: Workspace, document: Document, letter: Letter | None) -> list[Rendering]:
    made = [workspace.make(["pdf"], document)["pdf"]]
    return [*made, _letter(workspace, document, letter)] if letter else made


def _letter(workspace: Workspace, document: Document, letter: Letter) -> Rendering:
    from ..render import pdf

    theme = workspace.theme
    try:
        found = tried(partial(pdf.letter, document, letter, theme), theme)
    except FormatError as error:
        return Rendering("letter", problems=tuple(error.problems), error=str(error))
    problems = tuple(each for each in found if isinstance(each, Problem))
    files = {each.path: each.data for each in found if not isinstance(each, Problem)}
    return Rendering("letter", files, problems)


def _file_name(document: Document, kind: str) -> str:
    """``Ada-Quill-CV.pdf``: the person, and what it is in the language of the CV."""
    what = document.labels["letter.cv" if kind == "pdf" else "letter.file"]
    parts = (_part(each, document.locale) for each in (document.person.name, what))
    return f"{'-'.join(filter(None, parts)) or kind}.pdf"


def _part(text: str, locale: str) -> str:
    """The text as a part of a file name: Latin letters without marks, and those of other scripts.

    Every system, mail program and form takes it.
    """
    text = unicodedata.normalize("NFC", text)
    if locale.split("-")[0].lower() == "de":
        text = text.translate(_UMLAUTS)
    kept = ""
    for char in unicodedata.normalize("NFKD", text.translate(_SPELT)):
        is_mark = unicodedata.category(char).startswith("M")
        if is_mark and (not kept or kept[-1].isascii()):
            continue
        kept += char if char.isalnum() or is_mark else " "
    words = unicodedata.normalize("NFC", kept[:_LONGEST_PART]).split()
    return "-".join(words)


def _facts(document: Document) -> dict[str, str]:
    """A digest of each part that the pages have, under the name that it has in cv.yaml."""
    sections = document.outline("pdf")
    parts = {"basics": document.person, "pdf": document.pages, "locale": document.locale}
    parts |= {"meta.lastModified": document.updated_text}
    parts |= {"sections": [each.id for each in sections]}
    parts |= {each.id: each for each in sections}
    return {name: digest([repr(part)]) for name, part in parts.items()}


def _tools() -> dict[str, str]:
    """The versions of all that the bytes depend on, beside what is kept."""
    from ..render.pdf.patches import pango_version

    files = sorted(path for path in shipped().rglob("*") if path.is_file())
    fonts = [path for path in files if path.parent.name == "fonts"]
    others = [path for path in files if path not in fonts]
    named = {name: version for name, _, version in (each.partition("-") for each in versions())}
    return {
        "cvtool": __version__,
        "the code of cvtool": program(),
        "the templates of cvtool": digest(map(digest_of, others)),
        "the fonts of cvtool": digest(map(digest_of, fonts)),
        "python": sys.version.split()[0],
        "unicode": unicodedata.unidata_version,
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "pango": pango_version(),
        **dict(sorted(named.items())),
    }


def read_record(folder: Path) -> Record:
    """The record of an application; raises ``ValueError`` that says why there is none."""
    try:
        data = json.loads(read_file(folder / RECORD))
        sources = {str(name): _kept(each) for name, each in data["sources"].items()}
        maps = {key: _texts(data[key]) for key in ("facts", "files", "tools")}
        keys = ("name", "date", "variant", "language", "edition", "source", "built")
        texts = {key: str(data[key]) for key in keys}
        record = Record(**texts, **maps, sources=sources, borrows=bool(data["borrows"]))
        date.fromisoformat(record.date)
    except FileNotFoundError:
        raise ValueError(f"no application that cvtool made: it has no {RECORD}") from None
    except OSError as error:
        raise ValueError(f"{RECORD} cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ValueError(f"{RECORD} is broken") from None
    if record.source not in record.sources or any(map(_leads_out, [*record.files, *sources])):
        raise ValueError(f"{RECORD} is broken")
    return record


def _kept(data: Any) -> Kept:
    return Kept(str(data["origin"]), str(data["digest"]))


def _texts(data: Any) -> dict[str, str]:
    return {str(name): str(value) for name, value in data.items()}


def _leads_out(name: str) -> bool:
    return Path(name).is_absolute() or ".." in Path(name).parts


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
        differ=[at for at, was in kept if digest_of(home / at) != was],
        facts=_differing(record, loaded),
    )


def _folders(home: Path) -> list[Path]:
    if not home.is_dir():
        return []
    return sorted(
        path for path in home.iterdir() if path.is_dir() and not path.name.startswith(".")
    )


def _differing(record: Record, loaded: Loaded) -> list[str] | None:
    """The parts of the CV that are others now."""
    if loaded.document is None:
        return None
    now = _facts(_handed_out(loaded))
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
    dates = (_DATED.fullmatch(folder.name) for folder in folders)
    known = {each[1] for each in dates if each}
    message = f"there is no application {quoted(name)}{suggestion(name, known)}"
    raise ProblemError([Problem((), message, file=str(source.parent / FOLDER))])


def repeat(folder: Path) -> Repeated:
    """Makes it again of the sources that are kept, writes nothing, and compares.

    Raises ``ProblemError`` where it cannot be made.
    """
    try:
        record = read_record(folder)
    except ValueError as error:
        raise ProblemError([Problem((), str(error), file=str(folder))]) from None
    changed = [name for name, kept in record.sources.items() if digest_of(folder / name) != kept[1]]
    workspace, loaded = edition(
        folder / record.source, record.variant, record.language, record.built
    )
    document = _handed_out(loaded)
    draft, problems = None, list[Problem]()
    if _LETTER in record.sources:
        draft, problems = _draft(folder / _LETTER)
    if any(problem.is_error for problem in problems):
        raise ProblemError(problems)
    made = _made(workspace, document, draft, PartialDate(*map(int, record.date.split("-"))))
    now = {name: digest_of_bytes(data) for name, data in made.files.items()}
    sent = record.files
    differ = [name for name in {**sent, **now} if sent.get(name) != now.get(name)]
    altered = [name for name, was in sent.items() if digest_of(folder / name) != was]
    causes = [f"{name} was changed" for name in changed] + [*_causes(record, loaded, folder)]
    return Repeated(folder, record, differ, altered, causes if differ else [], made.problems)


def _causes(record: Record, loaded: Loaded, folder: Path) -> Iterator[str]:
    """What is another than it was then."""
    now, whole = _tools(), (folder / _SOURCES).absolute()
    differ = {name for name in {**record.tools, **now} if record.tools.get(name) != now.get(name)}
    if differ - {"the code of cvtool"}:
        differ.discard("the code of cvtool")  # whose digest is of the libraries, too
    for name in sorted(differ):
        was, here = record.tools.get(name, "none"), now.get(name, "none")
        is_digest = "cvtool" in name and name != "cvtool"
        yield f"{name}: another" if is_digest else f"{name}: {was} then, {here} now"
    elsewhere = {path.absolute() for path in loaded.inputs if path.is_file()}
    for path in sorted(each for each in elsewhere if not each.is_relative_to(whole)):
        yield f"{path} is read where it is, and may be another now"
    if record.borrows:
        yield "fonts of the machine have a part in it, and may be others now"


