"""Which files beside cv.yaml each reader of each edition has, and at which addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..bib.files import matching, named_in
from ..finish import site_at
from ..finish.person import home_in
from ..model.problems import NOTE, Findings, Problem
from ..read.names import PRIVATE, PUBLIC
from ..store.files import real_path
from .editions import folder_of
from .ownfiles import OwnFiles, Shelf, static_folder

if TYPE_CHECKING:
    from ..model.files import OwnFile
    from ..read.choose import Chosen
    from ..read.names import Declared, Reader

_STATIC = ("site", "files")


class Supply:
    """Gives each audience of each edition the files that the CV names.

    ``sources`` are those that cvtool reads; ``choose`` finds what a reader reads, and ``check`` the
    files in it, and ``pages`` the pages.
    """

    def __init__(
        self,
        folder: Path,
        declared: Declared,
        sources: Iterable[Path],
        choose: Callable[[Reader], Chosen],
        check: Callable[[Chosen, OwnFiles, Findings], object],
        pages: Callable[[Chosen], Mapping[str, str]],
        is_kept: bool,
    ) -> None:
        self.shelf, self.declared = Shelf(folder, is_kept), declared
        self.choose, self.check, self.pages = choose, check, pages
        self.shelf.sources |= {*map(real_path, sources)}

    def of(self, chosen: Chosen, folder: str, is_whole: bool) -> tuple[OwnFiles, list[Problem]]:
        """Those of a reader, in that folder of the site, and what is wrong with the folder of those
        that are there though nothing links to them; ``is_whole`` is of one who sees what others may
        not."""
        reader, data = chosen.reader, chosen.plain.data
        bibs = chain(*(matching(self.shelf.folder, each) for each in named_in(data)))
        self.shelf.sources |= {*map(real_path, bibs)}
        public = reader._replace(audience=PUBLIC, format="")
        if is_whole and self.declared.variant(reader.variant).audience == PRIVATE:
            known = reader.language in self.declared.languages
            folder = folder_of(self.declared, "", reader.language if known else "")
            public = public._replace(variant="")
        base = site_at(folder, home_in(data)) or ""
        own = OwnFiles(self.shelf, f"{base.rstrip('/')}/" if base else "")
        own.pages = self.pages(chosen)
        own.lent, wrong = self._static(data)
        if is_whole:
            own.public = cache(partial(self._public, public, () if folder else own.lent))
            own.reads = self.choose(public).reads
        elif not folder:
            own.static = own.lent
            return own, wrong
        return own, []

    def _public(self, reader: Reader, static: tuple[OwnFile, ...]) -> frozenset[str]:
        chosen = self.choose(reader)
        lent, _ = self._static(chosen.plain.data)
        own = OwnFiles(self.shelf, lent=lent, pages=self.pages(chosen))
        self.check(chosen, own, Findings())
        return frozenset(each.path for each in (*static, *own.found.values()))

    def _static(self, data: Any) -> tuple[tuple[OwnFile, ...], list[Problem]]:
        """The files that are there though nothing links to them, and what is wrong with them."""
        name = static_folder(data)
        if not name or self.shelf.is_kept:
            return (), []
        try:
            found, left = self.shelf.tree(name)
        except ValueError as error:
            return (), [Problem(_STATIC, str(error))]
        what = "hidden, so it stays at home: rename it, if it is for the site"
        return found, [Problem((), what, NOTE, str(self.shelf.folder / each)) for each in left]
