"""What browsers see at a moment: put here by what renders, read by the threads of the server."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field
from functools import lru_cache
from secrets import token_hex
from threading import Condition, Lock, RLock
from typing import TYPE_CHECKING, Any

from ..model.files import Data
from ..model.later import dataclass, replace
from ..model.problems import Problem, few
from ..pipeline.editions import Offer
from ..pipeline.workspace import Rendering
from ..render import FormatError, Output, tried
from ..render.html import HOSTING, STYLE, parts
from ..store.digests import digest, digest_of_data

if TYPE_CHECKING:
    from ..model.document import Document
    from ..render.theme import Theme

SITE = "html"
"""The format that a browser shows first."""

_HOME = "index.html"
_DENSITY = 192
_pdfium = Lock()
"""PDFium bears one thread at a time."""
FIRST, PRIVATE = "site/", "private/"
"""What the output folder is, and the private one; each edition has its files there or below."""


def root_of(offer: Offer) -> str:
    """Where its files are."""
    root = PRIVATE if offer.is_private else FIRST
    return f"{root}{offer.folder}/" if offer.folder else root


@lru_cache(maxsize=8)
def sheets(pdf: bytes) -> list[tuple[int, int]]:
    """The width and the height of each page, in pixels of CSS."""
    import pypdfium2

    with _pdfium:
        read = pypdfium2.PdfDocument(pdf)
        sizes = (read.get_page_size(number) for number in range(len(read)))
        return [(round(width / 0.75), round(height / 0.75)) for width, height in sizes]


def picture(pdf: bytes, number: int) -> bytes:
    """A page of it as PNG. Raises ``ValueError`` where there is no such page."""
    from ..render.pdf import png, rasterized

    with _pdfium:
        image = next(rasterized(pdf, _DENSITY, number))
    return png(image, compress_level=1)


class Pages(Mapping[str, Any]):
    """The site of a Document, each file made when somebody asks for it first.

    Raises ``FormatError`` where it cannot be made. ``stamp`` is of all else that it depends on.
    """

    def __init__(self, document: Document, theme: Theme, stamp: object) -> None:
        self._document, self._theme, self._stamp = document, theme, stamp
        self.digest = token_hex(16)
        self._lock = RLock()
        self._copies: dict[str, Data] = {each.path: each for each in document.files}
        self._parts = parts(document, theme)
        self._made: dict[str, Data] = {}

    def __getitem__(self, path: str) -> Data:
        """The file of that path, which one of few parts makes."""
        with self._lock:
            for name in (path, f"{path.removesuffix('.bib')}.html", STYLE, HOSTING):
                if path not in self._made and path not in self._copies:
                    self._make(name)
            return self._copies[path] if path in self._copies else self._made[path]

    def is_of(self, document: Document, stamp: object) -> bool:
        """Whether that has the same site."""
        return document == self._document and stamp == self._stamp

    def _make(self, name: str) -> None:
        if part := self._parts.get(name):
            made = tried(part, self._document, self._theme, SITE)
            self._made |= {each.path: each.data for each in made if isinstance(each, Output)}
            del self._parts[name]

    def __iter__(self) -> Iterator[str]:
        with self._lock:
            for name in [*self._parts]:
                self._make(name)
            return iter({**self._made, **self._copies})

    def __len__(self) -> int:
        return len([*self])

    def __eq__(self, other: object) -> bool:
        return self is other

    __hash__ = object.__hash__


@dataclass(frozen=True)
class State:
    """What became last of each format, and the last good files of each.

    ``problems`` are those of the input, and ``is_making`` says that files beside the site are yet
    to come.
    """

    problems: tuple[Problem, ...] = ()
    made: Mapping[str, Rendering] = field(default_factory=dict)
    files: Mapping[str, Mapping[str, Data]] = field(default_factory=dict)
    is_making: bool = True

    def plus(self, renderings: Iterable[Rendering]) -> State:
        """This state with these formats made anew; of one that failed the files stay."""
        made = {each.format: each for each in renderings}
        files = {name: each.all for name, each in made.items() if not each.error}
        return replace(self, made={**self.made, **made}, files={**self.files, **files})

    def find(self, path: str) -> Data | None:
        """The file of that path in the output folder."""
        found = (files[path] for files in self.files.values() if path in files)
        return next(found, None)

    def is_old(self, path: str) -> bool:
        """Whether another file of that path is being made."""
        return self.is_making and path not in self.files.get(SITE, {})

    def to_json(self, **more: object) -> str:
        """For the page: digests of what it may have to load anew, the lines of the terminal, and
        whether something that was written is nowhere."""
        made = self.made.values()
        problems = [*self.problems, *(problem for each in made for problem in each.problems)]
        problems += [Problem((), f"{each.format}: {each.error}") for each in made if each.error]
        lines = [(each.level, each.place, each.what) for each in few(problems)]
        lost = any(each.is_loss for each in problems)
        digests = {"site": self._digest(SITE), "pdf": self._digest("pdf")}
        name, pdf = next(iter(self.files.get("pdf", {}).items()), ("", b""))
        return json.dumps(
            {
                **digests,
                "paper": name,
                "sheets": sheets(pdf) if isinstance(pdf, bytes) and pdf else [],
                "lines": lines,
                "lost": lost,
                "making": self.is_making,
                **more,
            }
        )

    def _digest(self, name: str) -> str:
        """Of all files of a format; ``""`` where none was made yet."""
        files = self.files.get(name, {})
        if isinstance(files, Pages):
            return files.digest
        said = (f"{path}={digest_of_data(data)}" for path, data in files.items())
        return digest(said) if files else ""


class Board:
    """Holds the state of each edition that is shown, by its root, and lets threads wait for the
    next one. ``menu`` has all editions that there are."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._number = 0
        self._states: dict[str, State] = {}
        self._fresh: set[str] = set()
        self._looking: Counter[str] = Counter()
        self._pages: dict[str, str] = {}
        self.menu: Mapping[str, Offer] = {}
        self.show: Callable[[str], object] = id
        """Has an edition made that is not as the files are; whoever makes them puts it here."""

    def state(self, root: str) -> State:
        """The one of an edition."""
        return self._states.get(root, State())

    def change(self, root: str, changed: Callable[[State], State], is_fresh: bool = False) -> State:
        """Puts another state in the place of this one, and wakes those who wait."""
        with self._changed:
            self._states[root] = changed(self.state(root))
            self._fresh |= {root} if is_fresh else set()
            self._wake()
            return self._states[root]

    def offer(self, menu: Mapping[str, Offer]) -> None:
        """Puts another menu there."""
        with self._changed:
            if menu != self.menu:
                self.menu = menu
                self._wake()

    def _wake(self) -> None:
        self._number += 1
        self._changed.notify_all()

    def has(self, root: str) -> bool:
        """Whether there is such an edition, as far as anybody knows."""
        return root in self.menu or not self.menu

    def page(self, root: str) -> str:
        """The page of it that was asked for last."""
        return self._pages.get(root, _HOME)

    def is_fresh(self, root: str) -> bool:
        """Whether it is as the files were last."""
        return root in self._fresh

    def age(self) -> list[str]:
        """The editions that somebody looks at, else the first; none is fresh any more."""
        with self._changed:
            self._fresh.clear()
            return [root for root, count in self._looking.items() if count and self.has(root)]

    @contextmanager
    def looking(self, root: str) -> Iterator[None]:
        """Somebody looks at it meanwhile, so that it follows the files."""
        with self._changed:
            self._looking[root] += 1
        try:
            yield
        finally:
            with self._changed:
                self._looking[root] -= 1

    def after(self, number: int, seconds: float) -> int:
        """The number of what is now, as soon as it is another than that one, or the time is up."""
        with self._changed:
            self._changed.wait_for(lambda: self._number != number, seconds)
            return self._number

    def split(self, path: str) -> tuple[str, str]:
        """The root of the edition that has the path, and the rest of that; none has what is not
        below one."""
        roots = [root for root in self.menu or (FIRST,) if path.startswith(root)]
        root = max(roots, key=len, default="")
        return root, path.removeprefix(root)

    def find(self, path: str, seconds: float, may_be_old: bool = False) -> Data | None:
        """The file of that path; one that is being made is awaited, unless the one of before will
        do as long."""
        root, rest = self.split(path)
        if not root:
            return None
        if rest.endswith(".html"):
            self._pages[root] = rest
        if not self.is_fresh(root):
            self.show(root)
        try:
            return self._awaited(root, rest, seconds, may_be_old)
        except FormatError as error:
            failed = Rendering(SITE, error=str(error))
            self.change(root, lambda state: state.plus([failed]))
            return None

    def _awaited(self, root: str, path: str, seconds: float, may_be_old: bool) -> Data | None:
        def is_there() -> bool:
            state = self.state(root)
            return not state.is_old(path) or (may_be_old and state.find(path) is not None)

        with self._changed:
            self._changed.wait_for(is_there, seconds)
        return self.state(root).find(path)

    def to_json(self, root: str, is_owner: bool) -> str:
        """What the page is told of an edition, with the menu; ``gone`` where it is none."""
        rows = (
            (each, offer) for each, offer in self.menu.items() if is_owner or not offer.is_private
        )
        menu = [(each, offer.name, offer.is_private) for each, offer in rows]
        return self.state(root).to_json(menu=menu, gone=not self.has(root))
