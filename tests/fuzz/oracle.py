"""What must hold whatever the input says: of the messages, and of every output that is made."""

from __future__ import annotations

import re
import shutil
import signal
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import judges
from facts import facts
from golden import FILES
from haystacks import haystack
from helpers import Outcome, run
from hypothesis.strategies import SearchStrategy
from leaves_out import is_left_out
from pdfs import text_of_output
from plaindata import SECRET

import cvtool
from cvtool.model.document import Document, all_of
from cvtool.render import FORMATS

QUICK = tuple(name for name, row in FORMATS.items() if not row.is_slow)
SLOW = tuple(name for name, row in FORMATS.items() if row.is_slow)
_PACKAGE = Path(cvtool.__file__).parent
_LONGEST = 500
_MOST_SECONDS = 20
"""Of the processor, for one input: whatever is none in a few milliseconds hangs."""
_LINE = re.compile(
    r"cvtool: error: (?P<said>.*)"
    r"|(?P<file>.+?)(?::(?P<line>\d+):(?P<column>\d+))?: (?P<level>error|warning|note): "
    r"(?P<what>.*)"
)
_ACTS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What a terminal, or the eye of a reader, is misled by."""
_FAULT = re.compile(r"this is a fault in cvtool|a fault in its renderer|Traceback \(most recent")


_MAY_BE_LOST = re.compile(
    r"publications\.(?:fields\.|credits|(?:title|doi)=.*[<\"']|date=0|authors=.*[⁰-₟²³¹])"
    r"|person\.image|entries\..*\.span=\D*$|meta=http|[^=]*\.(?:link|marks|legend)=",
    re.DOTALL,
)
"""Of a .bib file much has no place anywhere, and a picture elsewhere is a warning; CSL-JSON has no
way to say that a sign is none of its markup, nor feeds for links and marks in a name, and what is
raised in names is a mark.
"""


class FaultError(AssertionError):
    """Something does not hold. ``kind`` is the same for whatever is likely to be the same fault."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(f"{kind}: {detail}"[:3000])
        self.kind = kind


@dataclass(frozen=True)
class Kind:
    """A kind of input: ``places`` are the files that have its bytes, ``beside`` all others.

    ``is_style`` is of what is part of a theme: with these, a second process makes cv.pdf.
    """

    name: str
    suffix: str
    inputs: SearchStrategy[bytes]
    places: tuple[str, ...]
    beside: dict[str, str]
    is_style: bool = False

    def write(self, data: bytes, folder: Path) -> Path:
        """Lays it out in a folder that is empty then; returns the source."""
        shutil.rmtree(folder, ignore_errors=True)
        files = {name: text.encode() for name, text in self.beside.items()}
        for name, content in (files | dict.fromkeys(self.places, data)).items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        source = next(each for each in ("cv.yaml", "cv.json") if (folder / each).exists())
        return folder / source


def judge(kind: Kind, data: bytes, folder: Path, with_pages: bool = False) -> bool:
    """Raises ``FaultError`` for what does not hold; returns whether outputs came of it.

    ``with_pages`` makes cv.pdf and card.png, too, which takes ten times as long.
    """
    source = kind.write(data, folder)
    with _no_fault():
        if kind.is_style:
            return _styled(source, with_pages)
        outcome = run("check", "-i", source)
        check_lines(outcome, folder)
        return not outcome.status and _made(source, with_pages)


def _styled(source: Path, with_pages: bool) -> bool:
    """For styles and templates the command itself, as the process may die of them."""
    names = (*QUICK, *SLOW) if with_pages else ("text", "markdown", "html")
    outcome = run("render", *names, "-i", source, "-o", source.parent / "made")
    check_lines(outcome, source.parent)
    return any((source.parent / "made").glob("*.*"))


def _made(source: Path, with_pages: bool) -> bool:
    """What check calls good comes out, twice the same, and as programs want it."""
    names = (*QUICK, *SLOW) if with_pages else QUICK
    document = cvtool.load(source)
    first = dict(_outputs(document, names))
    _check_facts(document, first)
    again = dict(_outputs(cvtool.load(source), names))
    for name, content in first.items():
        if again.pop(name, None) != content:
            raise FaultError(f"{name} is another the second time")
        if SECRET.encode() in text_of_output(name, content):
            raise FaultError(f"{name} says what is private")
        for said in judges.of(name, content):
            raise FaultError(f"{name}: {said.kind}", said.detail)
    if again:
        raise FaultError("files are made the second time alone", str([*again]))
    return True


def _outputs(document: Document, names: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    for name in names:
        try:
            made = cvtool.render(document, name)
        except cvtool.RenderError as error:
            raise FaultError(f"check calls good what {name} cannot make", str(error)) from error
        yield from ((each.path, each.data) for each in made)


def _check_facts(document: Document, made: dict[str, bytes]) -> None:
    """Every output says what the CV says, but for what it leaves out on purpose.

    Not so where a link is within a text, for plain text has its address there, nor where a
    publication has its key for a title.
    """
    whole, keys = _said_of(document, ""), {each.key for each in document.publications}
    for name in sorted(made.keys() & FILES.keys() - {"cv.pdf"}):
        if _said_of(document, FILES[name]) != whole:
            continue  # the CV itself says to leave some out
        said = haystack(name, made, document)
        found = list(facts(document, FILES[name]))
        torn = {each.path.removesuffix(".link") for each in found if each.path.endswith(".link")}
        for fact in found:
            if fact.path in torn or fact.wordings[0] in keys:
                continue
            if name == "orcid.bib" and re.search("[{}]", fact.wordings[0]):
                continue  # orcid.org takes every brace for one of BibTeX's
            if (name, fact.path) == ("fragment/cv.html", "publications.authors.owner"):
                continue  # of one that names no authors, your site says who you are
            is_day = document.updated and document.updated.day
            if (name, fact.path) == ("contact.vcf", "updated") and not is_day:
                continue  # there it is a whole day
            may_be_lost = bool(_MAY_BE_LOST.match(f"{fact.path}={fact.wordings[0]}"))
            if not (may_be_lost or is_left_out(name, fact) or said.says(fact)):
                raise FaultError(f"{name} lacks {fact.path}", str(fact.wordings))


def _said_of(document: Document, format_name: str) -> tuple[set[object], set[str]]:
    """The sections, entries and publications that a format has."""
    sections = list(all_of(document.outline(format_name)))
    entries = {each.path for section in sections for each in section.entries}
    keys = {each.key for section in sections for each in section.publications}
    listed = {each.key for each in document.listed(format_name)}
    return {*entries, *((each.id, each.summary) for each in sections)}, keys | listed


def check_lines(outcome: Outcome, folder: Path) -> None:
    """Raises ``FaultError`` where what was printed is no list of messages with their places."""
    if outcome.status not in (0, 1):
        raise FaultError(f"status {outcome.status}", outcome.err)
    has_error = False
    for line in outcome.err.split("\n")[:-1]:
        found = _LINE.fullmatch(line)
        if not found or _FAULT.search(line):
            raise FaultError("no message", line)
        said = found["said"] or found["what"]
        if acts := _ACTS.search(line):
            raise FaultError(f"a message with U+{ord(acts[0]):04X}", ascii(line))
        if len(said) > _LONGEST:
            raise FaultError("a message too long", f"{len(said)}: {said}")
        has_error = has_error or (found["level"] or "error") == "error"
        if found["level"] in ("error", "warning"):
            _check_place(found, folder)
    if has_error != bool(outcome.status):
        raise FaultError(f"status {outcome.status} of these messages", outcome.err)


def _check_place(found: re.Match[str], folder: Path) -> None:
    """In a file that is there, at a character or behind the last one of a line."""
    path = Path(found["file"])
    if not path.is_relative_to(folder):
        raise FaultError("a message of no file", found[0])
    if not found["line"]:
        raise FaultError("a message without a place", found[0])
    line, column = int(found["line"]), int(found["column"])
    texts = (re.split("\r\n|\r|\n", each) for each in _decoded(path.read_bytes()))
    if not any(
        1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) + 1 for lines in texts
    ):
        raise FaultError("a message whose place is not in the file", found[0])


def _decoded(data: bytes) -> Iterator[str]:
    """As the editors of those who wrote it may show it."""
    for encoding in ("utf-8-sig", "utf-16", "latin-1"):
        if encoding != "utf-16" or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            yield data.decode(encoding, "replace")


@contextmanager
def _no_fault() -> Iterator[None]:
    """Makes a fault of any exception, and of what takes too long."""
    with _limited():
        try:
            yield
        except FaultError:
            raise
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            raise FaultError(
                f"{type(error).__name__} at {_inside(error)}", _shown(error)
            ) from error


def _inside(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    own = [each for each in frames if Path(each.filename).is_relative_to(_PACKAGE)] or frames
    return f"{Path(own[-1].filename).name}:{own[-1].name}"


def _shown(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))[-2500:]


@contextmanager
def _limited() -> Iterator[None]:
    """Raises where it takes far too much of the processor's time."""
    if not hasattr(signal, "setitimer"):
        return (yield)
    before = signal.signal(signal.SIGVTALRM, _too_long)
    signal.setitimer(signal.ITIMER_VIRTUAL, _MOST_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _too_long(*_: object) -> None:
    raise TimeoutError(f"more than {_MOST_SECONDS} s of the processor")
