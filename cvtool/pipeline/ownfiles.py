"""The files beside cv.yaml to which a CV links, or which it puts on its site as they are: looked
for there and nowhere else, and never what cvtool reads or makes itself.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import field
from functools import cache
from glob import escape
from pathlib import Path, PurePosixPath
from posixpath import normpath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from ..bib.files import written_at
from ..model.document import FAVICONS
from ..model.entry import frozen
from ..model.files import OwnFile, Picture
from ..model.later import dataclass, replace
from ..model.plain import folded, texts_in
from ..model.problems import (
    ERROR,
    NOTE,
    WARNING,
    Problem,
    disguised,
    near,
    quoted,
    shortened,
    slashed,
)
from ..model.url import is_file_name, is_path
from ..render import formats
from ..render.addresses import is_of_site, paths
from ..store.digests import known_copy
from ..store.files import read_file, real_path
from ..store.manifest import NAME, RECORD

if TYPE_CHECKING:
    from ..bib.library import Holding
    from ..model.document import Document
    from ..model.site import WebFile

_LARGEST = 100_000_000
"""What GitHub takes for a file, and the pages of others for less."""
_MOST = 10_000
_HIDDEN = frozenset({".well-known", ".htaccess", ".nojekyll", ".domains"})
"""What hosts ask for, though its name is that of what is hidden."""
_JUNK = frozenset({".DS_Store", ".git", ".gitignore", ".gitkeep", ".gitattributes"})
_HOSTING = frozenset({"CNAME", "robots.txt", "404.html", ".nojekyll", *FAVICONS})
"""What cvtool makes for hosts, unless the user has it."""


def makes(path: str) -> bool:
    """Whether an output may have this path, on some file system."""
    return is_of_site(path) or folded(path) in _outputs()


@cache
def _outputs() -> frozenset[str]:
    return frozenset(folded(file.name) for row in formats().values() for file in row.files)


class Shelf:
    """The files of one folder, that of cv.yaml, each looked at once.

    ``sources`` are those that cvtool reads, of which ``texts`` are pages of the site, and
    ``inputs`` those that were looked for. Where cv.yaml ``is_kept`` with an application, whatever
    it names counts as there.
    """

    def __init__(self, folder: Path, is_kept: bool = False) -> None:
        self.folder, self.is_kept = folder, is_kept
        self.sources: set[Path] = set()
        self.texts: set[Path] = set()
        self.inputs: list[Path] = []
        self._found: dict[str, OwnFile | str | None] = {}
        self._trees: dict[str, tuple[tuple[OwnFile, ...], list[str]]] = {}

    def find(self, name: str) -> OwnFile | None:
        """The file of that path, ``None`` where there is none, or where cvtool makes it.

        Raises ``ValueError`` for one that may not go out, with what to do.
        """
        if name not in self._found:
            try:
                self._found[name] = self._find(name)
            except ValueError as error:
                self._found[name] = str(error)
        found = self._found[name]
        if isinstance(found, str):
            raise ValueError(found)
        return found

    def _find(self, name: str) -> OwnFile | None:
        if wrong := disguised(name):
            raise ValueError(wrong)
        path = normpath(name)
        if path.startswith(("..", "/")):
            raise ValueError(_outside(name))
        self._look_for(path)
        if not os.path.lexists(self.folder / path):
            is_there = self.is_kept and is_file_name(path) and not makes(path)
            return OwnFile(path, "", 0, self.folder / path) if is_there else None
        if makes(path):
            if real_path(self.folder / path) in self.sources:
                return None
            raise ValueError(f"cvtool itself makes a file {quoted(path)}: call yours otherwise")
        hidden = (part for part in PurePosixPath(path).parts if part.startswith("."))
        if part := next(hidden, ""):
            raise ValueError(f"{quoted(part)} is hidden, so it stays at home: rename it")
        return self._file(path, path)

    def _look_for(self, path: str) -> None:
        self.inputs.append(self.folder / escape(path))

    def _file(self, path: str, place: str) -> OwnFile:
        """The file at a path of the folder, which goes to a place on the site."""
        source, name = self.folder / path, quoted(path)
        real, folder = real_path(source), real_path(self.folder)
        if not real.is_relative_to(folder):
            raise ValueError(_outside(path))
        if real in self.sources:
            raise ValueError(f"{name} is read by cvtool, and may say what is private: copy it")
        if real in self.texts:
            raise ValueError(f"{name} is a text of a page that not everybody who reads this has")
        for above in (it for it in real.parents if it != folder and it.is_relative_to(folder)):
            if any((above / each).exists() for each in (NAME, RECORD)):
                raise ValueError(f"{name} is an output of cvtool: link to its place on the site")
        if source.is_dir():
            raise ValueError(f"{name} is a folder: write the path of a file")
        try:
            digest, size = known_copy(source, _LARGEST)
        except OSError as error:
            raise ValueError(f"{name} cannot be read: {error.strerror}") from None
        except ValueError as error:
            raise ValueError(f"{name} {error}") from None
        return OwnFile(place, digest, size, source)

    def missing(self, name: str) -> str:
        """What to say of a file that is not there."""
        path = self.folder / name
        try:
            beside = [each.name for each in path.parent.iterdir() if each.is_file()]
        except (OSError, ValueError):
            beside = []
        why = slashed(name) or near(path.name, beside)
        whole = shortened(f"https://example.org/{quote(name)}", 80)
        return (
            f"there is no file {quoted(name)} beside cv.yaml{why or ': put it there,'}"
            f"{';' if why else ''} or write its whole address, as in {whole}"
        )

    def tree(self, name: str) -> tuple[tuple[OwnFile, ...], list[str]]:
        """All files of a folder, which go to the root of the site, and which of them stay at home.

        Raises ``ValueError`` as ``find`` does, and where it is no folder.
        """
        if name not in self._trees:
            self._trees[name] = self._tree(name)
        return self._trees[name]

    def static(self, data: Any) -> list[str]:
        """The paths on the site of those in the folder that data names, be it right or wrong."""
        root = normpath(static_folder(data) or "..")
        if disguised(root) or root.startswith(("..", "/")):
            return []
        return [each.removeprefix(f"{root}/") for each in self._walked(root, [])]

    def _tree(self, name: str) -> tuple[tuple[OwnFile, ...], list[str]]:
        root = normpath(name)
        if wrong := disguised(name):
            raise ValueError(wrong)
        if root.startswith(("..", "/")):
            raise ValueError(_outside(name))
        if root == ".":
            raise ValueError("this is the folder of cv.yaml: name one inside of it, as in static/")
        if not (self.folder / root).is_dir():
            self._look_for(root)
            raise ValueError(f"there is no folder {quoted(name)} beside cv.yaml{slashed(name)}")
        found, left = dict[str, OwnFile](), list[str]()
        for path in self._walked(root, left):
            file = self._file(path, path.removeprefix(f"{root}/"))
            if makes(file.path) and file.path not in _HOSTING:
                raise ValueError(f"cvtool itself makes what {quoted(path)} is: call it otherwise")
            if len(found) == _MOST:
                raise ValueError(f"{quoted(name)} has more than {_MOST:,} files")
            found[file.path] = file
        return tuple(found.values()), left

    def _walked(self, root: str, left: list[str]) -> Iterator[str]:
        """The files below, by their paths; those that are hidden are ``left``."""
        top = self.folder / root
        for folder, folders, names in os.walk(top):
            here = Path(folder).relative_to(self.folder).as_posix()
            self.inputs.append(self.folder / escape(here) / "*")
            hidden = [it for it in (*folders, *names) if it.startswith(".") and it not in _HIDDEN]
            left += [f"{here}/{each}" for each in hidden if each not in _JUNK]
            folders[:] = sorted(each for each in folders if each not in hidden)
            yield from (f"{here}/{each}" for each in sorted(names) if each not in hidden)


def doubts(document: Document) -> Iterator[Problem]:
    """What is odd about the files that go out, now that it is known which these are."""
    yield from _clashes(document)
    for each in document.files:
        if each.path.lower().endswith(".svg"):
            yield from _left(each)


def _clashes(document: Document) -> Iterator[Problem]:
    """Files beside cv.yaml that would be a page of the site, or one file with another."""
    files: tuple[OwnFile | WebFile, ...] = (*document.files, *document.site.files)
    pages = paths(document) if files else ()
    taken = {folded(each): each for each in pages}
    for each in files:
        other = taken.setdefault(folded(each.path), each.path)
        if other in pages or other != each.path:
            source = each.origin if isinstance(each, OwnFile) else document.folder / each.path
            what = f"it would be one file on the site with {quoted(other)}: rename one of them"
            yield Problem((), what, file=str(source))


def _left(file: OwnFile) -> Iterator[Problem]:
    """What in a drawing does not go out."""
    from ..read.portrait import LEFT_OUT
    from ..store.bare import drawing

    with suppress(OSError, ValueError):  # which is told where it is found
        if left := drawing(read_file(file.origin, _LARGEST)).left:
            yield Problem((), f"{LEFT_OUT}: {', '.join(left)}", NOTE, str(file.origin))


def static_folder(data: Any) -> str:
    """The folder of files that go to the site as they are."""
    site = data.get("site") if isinstance(data, dict) else None
    name = site.get("files") if isinstance(site, dict) else None
    return name if isinstance(name, str) else ""


def _outside(name: str) -> str:
    return f"{quoted(name)} lies outside the folder of cv.yaml: copy it beside cv.yaml"


@dataclass
class OwnFiles:
    """What one audience of an edition gets of the shelf: ``base`` is the address of its site.

    Where others see less, ``public`` finds the paths of what they have, and ``reads`` says which
    entries of the bibliography: all else is not at that address, but beside what is handed out.
    ``static`` are those that are there though nothing links to them, ``lent`` those that would be,
    where this were the homepage, and ``pages`` those of the site by how links name them.
    """

    shelf: Shelf
    base: str = ""
    public: Callable[[], Collection[str]] | None = None
    reads: Callable[[Holding], bool] = lambda _: True
    static: tuple[OwnFile, ...] = ()
    lent: tuple[OwnFile, ...] = ()
    pages: Mapping[str, str] = field(default_factory=dict)
    found: dict[str, OwnFile] = field(default_factory=dict)
    notes: list[Problem] = field(default_factory=list)
    _taken: dict[str, OwnFile] = field(default_factory=dict)

    def picture(self, name: str, widest: int) -> Picture:
        """The picture of that path, scaled to what pages show; raises as a call does."""
        shelf = self.shelf
        shelf.inputs.append(shelf.folder / escape(name))
        if shelf.is_kept:
            return Picture(name, "", 0, 0, "", b"", b"")
        from ..read.portrait import read_picture

        try:
            found, told = read_picture(name, shelf.folder, widest)
        except OSError as error:
            raise ValueError(f"{quoted(name)} cannot be read: {error.strerror}") from None
        self.notes += (Problem((), what, NOTE, str(shelf.folder / name)) for what in told)
        return found

    def __call__(self, url: str, is_public: bool | None = None) -> str | None:
        """The address of the file that a link names, ``None`` where it may be meant otherwise.

        Raises ``ValueError`` with what is wrong, for the user.
        """
        name, sign, part = url.partition("#")
        names = [each for each in dict.fromkeys((name, unquote(name))) if each]
        pages = (self.pages.get(normpath(each)) for each in names)
        if page := next(filter(None, pages), ""):
            return self._at(page, True) + sign + part
        files = [self.shelf.find(each) for each in names]
        lent = (it for it in self.lent if it.path in map(normpath, names))
        if file := next((each for each in (*files, *lent) if each), None):
            self._take(file)
            address = self._at(file.path, is_public) + sign + part
            self.found[address] = file
            return address
        if path := next((normpath(it) for it in names if makes(normpath(it))), ""):
            return self._at(path, True) + sign + part
        if is_file_name(url):
            raise ValueError(self.shelf.missing(name))
        return None

    def _take(self, file: OwnFile) -> None:
        """Raises where another file would be this one on some systems."""
        taken = self._taken or {folded(each.path): each for each in self.static}
        self._taken, other = taken, taken.setdefault(folded(file.path), file)
        if (other.path, other.digest) != (file.path, file.digest):
            two = f"{quoted(file.path)} and {quoted(str(other.origin))}"
            raise ValueError(f"{two} would be one file on the site: rename one of them")

    def _at(self, path: str, is_public: bool | None) -> str:
        if is_public is None:
            is_public = not self.public or path in self.public()
        return (self.base if is_public else "") + quote(path)

    def linked(self, *said: object) -> tuple[OwnFile, ...]:
        """The files that are to be copied, as what is said links to them, or as they are static."""
        if not self.found:
            return self.static
        texts, is_here = frozenset(texts_in(said)), not self.public
        files = [
            file
            for url, file in self.found.items()
            if url in texts and (is_here or not (self.base and url.startswith(self.base)))
        ]
        kept = {each.path: each for each in (*files, *self.static)}
        return tuple(kept[path] for path in sorted(kept))

    def _pictured(
        self, holding: Holding, files: Mapping[str, bytes], wrong: list[Problem]
    ) -> Holding:
        """The entry with the picture that it names: a .bib file from elsewhere may name one that is
        nowhere here, and the paper is as good without."""
        name = holding.publication.preview
        if not name:
            return holding
        from ..read.portrait import TEASER

        try:
            found = self.picture(name, TEASER)
        except ValueError as error:
            wrong.append(_wrong(holding, name, files, error, WARNING))
            return holding
        return replace(holding, publication=replace(holding.publication, picture=found))

    def led(self, holding: Holding, files: Mapping[str, bytes], wrong: list[Problem]) -> Holding:
        """The entry with the addresses of the files that it names; what is wrong is told."""
        holding = self._pictured(holding, files, wrong)
        it = holding.publication
        named = [url for url in (it.url, *(each.url for each in it.links)) if url and is_path(url)]
        if not named:
            return holding
        where: dict[str | None, str | None] = {}
        for url in named:
            try:
                where[url] = self(url, not self.public or self.reads(holding))
            except ValueError as error:
                wrong.append(_wrong(holding, url, files, error))
                where[url] = None
        links = ((each, where.get(each.url, each.url)) for each in it.links)
        address = where.get(it.url, it.url)
        more = {"url": address} if it.url in where else {}
        found = replace(
            it,
            url=address,
            links=tuple(replace(link, url=to) for link, to in links if to),
            fields=frozen({**it.fields, **more}),
            source=frozen({**it.source, **more}),
        )
        return replace(holding, publication=found)


def _wrong(
    it: Holding, text: str, files: Mapping[str, bytes], error: ValueError, level: str = ERROR
) -> Problem:
    """What is wrong with what an entry of a .bib file names."""
    at = written_at(text, it.place, files)
    return Problem((), f"{quoted(it.key)}: {error}", level, at.file, at.line, at.column)
