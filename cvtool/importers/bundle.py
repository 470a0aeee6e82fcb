"""What is given to an importer: a file, a folder, or what is in a zip; read within bounds."""

from __future__ import annotations

import os
import re
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import field
from functools import cached_property
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any

from ..model.later import dataclass, pattern, replace
from ..model.problems import Problem, ProblemError
from ..read import Plain
from ..read.text import decode, read_plain
from ..store.files import read_file, unreadable

_MOST_FILES, MOST_BYTES, _MOST_IN_ALL = 2_000, 15_000_000, 40_000_000
_MOST_YAML, _MOST_JSON, _MOST_ITEMS = 3_000_000, 9_000_000, 10_000
_JUNK = pattern(r"(?:.*/)?(?:__MACOSX/.*|\.[^/]*|Thumbs\.db|desktop\.ini)")
_READ = (".json", ".yaml", ".yml", ".bib", ".md", ".csv", ".toml", ".xml", ".pdf", ".docx")
_FOREIGN_FOLDERS = frozenset({"node_modules", "vendor", "public", "__MACOSX"})
_DEEPEST = 200
_DATA = (".json", ".yaml", ".yml", ".json5")
_CV = pattern(rb'"basics"|<(?:\w+:)?(?:Candidate|SkillsPassport)\b')
_COMMENT = pattern(r"<!--.*?-->\s*", re.DOTALL)
_STAR = pattern(r"^(\s*(?:-\s+)*(?:[\w ]+:\s+)?)(\*.*?)\s*$", re.MULTILINE)
"""A text that begins with a star, which YAML takes for the name of an anchor."""


@dataclass(frozen=True)
class Bundle:
    """Files by their names in it, with ``/`` between folders; ``folder`` is where others lie.

    ``passed`` are those that were not read, and why.
    """

    name: str
    files: Mapping[str, bytes]
    folder: Path
    passed: tuple[str, ...] = ()
    cache: dict[str, Plain] = field(default_factory=dict, repr=False)

    @cached_property
    def alone(self) -> str:
        """The name of the file that is all there is."""
        return next(iter(self.files)) if len(self.files) == 1 else ""

    @cached_property
    def data(self) -> Any:
        """What the only file says as keys and values, if it is one that says such."""
        return self.known(self.alone) if self.alone.lower().endswith(_DATA) else None

    def known(self, name: str) -> Any:
        """The keys and values of a file, if it can be read."""
        try:
            return self.plain(name)
        except ProblemError:
            return None

    def named(self, pattern: str) -> list[str]:
        """The names that match, at whatever depth."""
        found = re.compile(rf"(?:.*/)?(?:{pattern})")
        return sorted(name for name in self.files if found.fullmatch(name))

    def text(self, name: str) -> str:
        """The text of a file. Raises ``ProblemError`` where it is none."""
        text, problems = decode(self.files[name], self.place(name))
        if problems:
            raise ProblemError(problems)
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def place(self, name: str) -> str:
        """The file as messages name it."""
        return self.name if name == self.alone else f"{self.name}/{name}"

    def plain(self, name: str) -> Any:
        """The keys, lists and texts of a file. Raises ``ProblemError`` where it has none."""
        return self.marked(name).data

    def marked(self, name: str) -> Plain:
        """The same with the places in the file."""
        if name not in self.cache:
            most = _MOST_JSON if name.lower().endswith(".json") else _MOST_YAML
            if len(self.files[name]) > most:
                what = f"more than {most // 1_000_000} MB of keys and values: no CV is so long"
                raise ProblemError([Problem((), what, file=self.place(name))])
            plain = parsed(self.text(name), self.place(name))
            if _longest(plain.data) > _MOST_ITEMS:
                what = f"more than {_MOST_ITEMS:,} items are in one list: no CV has so many"
                raise ProblemError([Problem((), what, file=self.place(name))])
            self.cache[name] = plain
        return self.cache[name]


def _longest(value: Any) -> int:
    """How many items the longest of all lists in it has."""
    inside = value.values() if isinstance(value, dict) else value
    if not isinstance(value, dict | list):
        return 0
    own = len(value) if isinstance(value, list) else 0
    return max([own, *map(_longest, inside)])


def parsed(text: str, file: str) -> Plain:
    """The plain data of YAML or JSON. Raises ``ProblemError`` where it cannot be read."""
    plain, problems = read_plain(text, file)
    if any(each.is_error for each in problems) and _STAR.search(text):
        starred = _STAR.sub(lambda it: f"{it[1]}'{it[2].replace(chr(39), chr(39) * 2)}'", text)
        plain, problems = read_plain(starred, file)
    if errors := [each for each in problems if each.is_error]:
        raise ProblemError(errors[:1])
    return plain


@dataclass
class Element:
    """An element of XML by its local name, with its attributes by theirs."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: list[Element | str] = field(default_factory=list)

    @property
    def elements(self) -> list[Element]:
        """The elements that stand in it."""
        return [each for each in self.inside if isinstance(each, Element)]

    @property
    def text(self) -> str:
        """All the text in it."""
        return "".join(each if isinstance(each, str) else each.text for each in self.inside)

    def at(self, path: str) -> Element:
        """The first element at a path of names; an empty one where there is none."""
        found = self
        for name in path.split("/"):
            found = next((each for each in found.elements if each.name == name), Element(name))
        return found

    def plain(self) -> Any:
        """It as keys and texts: what is there more than once is a list, and a date its parts."""
        if not self.elements:
            return self.text.strip() or (self.attributes if "year" in self.attributes else "")
        counts = Counter(each.name for each in self.elements)
        found: dict[str, Any] = {name: [] for name, count in counts.items() if count > 1}
        for each in self.elements:
            if counts[each.name] > 1:
                found[each.name].append(each.plain())
            else:
                found[each.name] = each.plain()
        return found

    def all(self, path: str) -> list[Element]:
        """Every element at a path of names."""
        first, _, rest = path.partition("/")
        found = [each for each in self.elements if each.name == first]
        return [it for each in found for it in each.all(rest)] if rest else found


def xml(data: bytes, file: str) -> Element:
    """The root of an XML file. Raises ``ProblemError``, for entities and too deep ones as well."""
    from xml.parsers import expat

    root = Element("")
    around = [root]

    def refuse(*_: object) -> None:
        raise ProblemError([Problem((), "this XML declares entities: it is not read", file=file)])

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(around) > _DEEPEST:
            raise ProblemError([Problem((), "this XML is too deep", file=file)])
        named = {key.rpartition("|")[2]: each for key, each in attributes.items()}
        made = Element(name.rpartition("|")[2], named)
        if len(around[-1].inside) > 2 * _MOST_ITEMS:  # with the blanks between them
            what = f"more than {_MOST_ITEMS:,} elements are in one: no CV has so many"
            raise ProblemError([Problem((), what, file=file)])
        around[-1].inside.append(made)
        around.append(made)

    parser = expat.ParserCreate(namespace_separator="|")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: around.pop()
    parser.CharacterDataHandler = lambda text: around[-1].inside.append(text)
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError) as error:
        raise ProblemError([Problem((), f"this XML is broken: {error}", file=file)]) from None
    return root.elements[0]


def is_utf8(data: bytes) -> bool:
    """Whether the bytes are text in UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def decoded(data: bytes) -> str:
    """The text of a file that other programs may have saved as Windows has it."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    return data.decode("utf-8-sig") if is_utf8(data) else data.decode("cp1252", "replace")


def front_matter(text: str, file: str) -> tuple[dict[str, Any], str]:
    """The keys between two lines ``---`` at the head of a text, and the text behind them, both
    without comments of HTML."""
    text = _COMMENT.sub("", text)
    found = re.match(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)(.*)", text, re.DOTALL | re.MULTILINE)
    if not found:
        return {}, text.strip()
    data = parsed(found[1], file).data if found[1].strip() else {}
    return (data if isinstance(data, dict) else {}), found[2].strip()


def opened(path: Path) -> Bundle:
    """What is there. Raises ``ProblemError`` where it cannot be read, a line each."""
    try:
        if path.is_dir():
            return _folder(path)
        data = read_file(path, _MOST_IN_ALL)
        if len(data) > MOST_BYTES and data[:4] not in (b"PK\x03\x04", b"%PDF"):
            raise ValueError(f"it has more than {MOST_BYTES // 1_000_000} MB")
        return bundled(path, data)
    except (OSError, ValueError) as error:
        raise _problem(path, unreadable(path, error)) from None


def bundled(path: Path, data: bytes, *, is_inside: bool = False) -> Bundle:
    """The file as it is, or what is in it, where it is a zip of files.

    Where only one of these can say a CV, it is all there is.
    """
    name = PurePosixPath(*path.parts[-3:]).as_posix().lstrip("/")
    if data[:4] == b"PK\x03\x04":
        files, passed = _unzipped(path, data)
        read = [each for each in files if each.lower().endswith(_READ)]
        if len(read) != 1:
            return Bundle(str(path), files, path.parent, passed)
        if not is_inside and read[0].lower().endswith((".docx", ".pdf")):
            found = bundled(path, files[read[0]], is_inside=True)
            return replace(found, passed=passed)
        return Bundle(str(path), {read[0]: files[read[0]]}, path.parent, passed)
    if data[:4] == b"%PDF":
        return Bundle(str(path), _attached(path, data), path.parent)
    return Bundle(str(path), {name: data}, path.parent)


def _attached(path: Path, data: bytes) -> dict[str, bytes]:
    """The file in a PDF that says the CV as data: resume.json, or what Europass puts there."""
    import pypdfium2

    try:
        with closing(pypdfium2.PdfDocument(data)) as document:
            files = [document.get_attachment(at) for at in range(document.count_attachments())]
            found = {it.get_name(): bytes(it.get_data()) for it in files[:_MOST_FILES]}
    except pypdfium2.PdfiumError as error:
        raise _problem(path, f"this PDF cannot be read: {error}") from None
    known = [name for name in found if name.lower().endswith((".json", ".xml"))]
    known.sort(key=lambda name: (name != "resume.json", not _CV.search(found[name])))
    if not known:
        what = "this PDF carries no resume.json, and a page says nothing that is sure"
        raise _problem(path, what)
    return {known[0]: found[known[0]]}


def _unzipped(path: Path, data: bytes) -> tuple[dict[str, bytes], tuple[str, ...]]:
    files: dict[str, bytes] = {}
    passed: list[str] = []
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            left = _MOST_IN_ALL
            for info in _members(path, archive):
                if _leads_out(info):
                    passed.append(f"{info.filename}: its path leads elsewhere")
                    continue
                if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                    raise zipfile.BadZipFile("packed in a way that programs for CVs never use")
                most = min(left, MOST_BYTES)
                with archive.open(info) as member:
                    files[info.filename] = member.read(most + 1)
                left -= len(files[info.filename])
                if len(files[info.filename]) > most:
                    raise _problem(path, f"more comes out of this zip than {most // 1_000_000} MB")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        why = "with a password" if "encrypted" in str(error) else f"broken ({error})"
        raise _problem(path, f"this zip is {why}: export it anew") from None
    return files, tuple(passed)


def _members(path: Path, archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    found = [
        each
        for each in archive.infolist()
        if not each.is_dir() and not _JUNK.fullmatch(each.filename)
    ]
    if len(found) > _MOST_FILES:
        raise _problem(path, f"more than {_MOST_FILES:,} files are in this zip")
    return found


def _leads_out(info: zipfile.ZipInfo) -> bool:
    """Whether it is a link, or its path leaves the zip."""
    parts = PurePosixPath(info.filename.replace("\\", "/")).parts
    is_away = ".." in parts or info.filename.startswith("/") or ":" in info.filename[:2]
    return is_away or stat.S_ISLNK(info.external_attr >> 16)


def _folder(path: Path) -> Bundle:
    files: dict[str, bytes] = {}
    left = _MOST_IN_ALL
    for file in _walk(path):
        if len(files) >= _MOST_FILES:
            raise _problem(path, f"more than {_MOST_FILES:,} files are in this folder")
        data = read_file(file, MOST_BYTES)
        if (left := left - len(data)) < 0:
            raise _problem(path, f"more than {_MOST_IN_ALL // 1_000_000} MB are in this folder")
        files[file.relative_to(path).as_posix()] = data
    return Bundle(str(path), files, path)


def _walk(path: Path) -> Iterator[Path]:
    """The files that may say something, in the order of their names; no links."""
    for around, folders, names in os.walk(path):
        folders[:] = sorted({*folders} - _FOREIGN_FOLDERS)
        folders[:] = [each for each in folders if each[0] not in "." and each != "_site"]
        for name in sorted(names):
            file = Path(around) / name
            if name.lower().endswith(_READ) and not file.is_symlink():
                yield file


def _problem(path: Path, message: str) -> ProblemError:
    return ProblemError([Problem((), message, file=str(path))])
