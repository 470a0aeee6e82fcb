"""All of the .bib files as the publications of one person, in one language and form; their sum.

Large libraries are kept in the user's own cache folder: parsed once, read often. A file in it is
named by a digest of all that the library depends on, so that it is never wrong, only unused; one
that is broken counts as none. Nothing in it is run: the unpickler knows the few classes below,
which hold data, and refuses everything else.
"""

from __future__ import annotations

import io
import pickle
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any, NamedTuple

from ..model.dates import PartialDate
from ..model.document import Document
from ..model.entry import NamedLink, frozen
from ..model.inline import Code, Emph, Link, Strong, Sub, Sup, Text
from ..model.problems import Problem
from ..model.publication import Author, Publication
from ..store.cache import cache_folder, keep, kept
from ..store.digests import digest, digest_of_bytes, program
from ..words import Language
from .doubts import unknown_latex
from .fields import is_public
from .owner import Owner
from .publish import publication
from .records import Place, Record, read_files

SMALLEST = 100_000
"""Fewer bytes than these are parsed sooner than a file is kept for them."""

_MOST_FILES = 8
_AROUND_OTHERS = frozenset(
    {
        *("book", "mvbook", "proceedings", "mvproceedings", "collection", "mvcollection"),
        *("reference", "mvreference", "periodical", "booklet"),
    }
)
"""Types that other entries may be parts of."""


class View(NamedTuple):
    """Whose publications they are, and how they are shown, with cv.yaml's settings."""

    owner: Owner
    language: Language
    venues: str = "full"


@dataclass(frozen=True, slots=True)
class Holding:
    """An entry as a publication, and where it stands in which file.

    ``is_parent`` marks an entry that others inherit from. ``doubts`` are what to say to those who
    show it.
    """

    publication: Publication
    is_parent: bool
    place: Place
    doubts: tuple[str, ...]

    @property
    def key(self) -> str:
        return self.publication.key

    @property
    def is_listed(self) -> bool:
        """Whether it stands in a list of publications for its own sake.

        The proceedings that a paper of the same file refers to do not, unless the owner made them.
        """
        if self.publication.authors and self.publication.entry_type not in _AROUND_OTHERS:
            return True
        makers = (*self.publication.authors, *self.publication.editors)
        return not self.is_parent or any(author.is_owner for author in makers)


@dataclass(frozen=True, slots=True)
class Library:
    """What .bib files hold. ``entries`` counts all of them, those too that are left out.

    An entry that is no holding is reported by a problem of its own, so that nothing is lost unsaid.
    ``private`` are the fields that no output has, and how many entries have each.
    """

    holdings: tuple[Holding, ...]
    problems: tuple[Problem, ...]
    entries: int
    private: tuple[tuple[str, int], ...]


def library_of(files: Sequence[tuple[str, bytes]], view: View) -> Library:
    """The library of .bib files, as pairs of a name and bytes, perhaps a kept one. Never fails."""
    folder = cache_folder()
    if folder is None or sum(len(data) for _, data in files) < SMALLEST:
        return read_library(files, view)
    contents = (f"{name}={digest_of_bytes(data)}" for name, data in files)
    path = folder / f"{digest([program(), repr(view), *contents])}.library"
    found = _kept(kept(path))
    if found is None:
        found = read_library(files, view)
        keep(path, _written(found), _MOST_FILES)
    return found


def read_library(files: Iterable[tuple[str, bytes]], view: View) -> Library:
    """The same, from the files themselves."""
    found = read_files(files)
    holdings = tuple(_holding(record, view) for record in found.records)
    names = (name for record in found.records for name in record.fields if not is_public(name))
    return Library(holdings, found.problems, found.entries, tuple(sorted(Counter(names).items())))


def _holding(record: Record, view: View) -> Holding:
    doubts = tuple(unknown_latex(record.fields))
    return Holding(publication(record, *view), record.is_parent, record.place, doubts)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many entries the .bib files have, and what became of them.

    ``reported`` ones are left out, each with a warning; ``chosen_out`` by the settings in cv.yaml;
    ``parents`` are shown only as the book or proceedings of other entries. ``private`` are the
    fields that no output has, and how many entries have each.
    """

    entries: int
    shown: int
    reported: int
    chosen_out: int
    parents: int
    private: tuple[tuple[str, int], ...]

    def __str__(self) -> str:
        """The sum: ``12 entries = 10 shown + 2 reported``."""
        rest = {"left out by cv.yaml": self.chosen_out, "shown with other entries": self.parents}
        parts = [f"{self.shown} shown", f"{self.reported} reported"]
        parts += [f"{count} {what}" for what, count in rest.items() if count]
        return f"{self.entries} {'entry' if self.entries == 1 else 'entries'} = {' + '.join(parts)}"


def tally(library: Library, document: Document) -> Tally:
    """Counts each entry once; the parts are found each on its own, not as what is left."""
    shown = {each.key for each in document.publications}
    hidden = [holding for holding in library.holdings if holding.key not in shown]
    parents = sum(holding.is_parent for holding in hidden)
    return Tally(
        entries=library.entries,
        shown=sum(holding.key in shown for holding in library.holdings),
        reported=library.entries - len(library.holdings),
        chosen_out=len(hidden) - parents,
        parents=parents,
        private=library.private,
    )


def _kept(content: bytes | None) -> Library | None:
    """The library in a file; ``None`` where there is none, or it is not of our making."""
    if content is None:
        return None
    try:
        found = _Unpickler(io.BytesIO(content)).load()
    except Exception:
        return None  # whatever is wrong with it, the .bib files say it all again
    return found if isinstance(found, Library) else None


def _written(library: Library) -> bytes:
    data = io.BytesIO()
    _Pickler(data, protocol=5).dump(library)
    return data.getvalue()


class _Pickler(pickle.Pickler):
    """Writes each value as its class and what that is made from."""

    def reducer_override(self, value: Any) -> Any:
        values = _VALUES.get(type(value))
        return (type(value), values(value)) if values else NotImplemented


class _Unpickler(pickle.Unpickler):
    """Makes values of the known classes only."""

    def find_class(self, module: str, name: str) -> Any:
        return _KNOWN[module, name]


def _values(kind: Any) -> Callable[[Any], tuple[Any, ...]]:
    names = [each.name for each in fields(kind)]
    get = attrgetter(*names)
    return get if names[1:] else lambda value: (get(value),)


_CLASSES = (
    *(Library, Holding, Place, Problem, Publication, Author, NamedLink, PartialDate),
    *(Text, Emph, Strong, Sub, Sup, Code, Link),
)
_VALUES: Mapping[type, Callable[[Any], tuple[Any, ...]]] = {
    each: _values(each) for each in _CLASSES
}
_KNOWN: Mapping[tuple[str, str], Any] = {
    (each.__module__, each.__name__): each for each in (*_CLASSES, frozen)
}
