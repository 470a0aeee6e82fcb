"""Libraries of large .bib files, kept in the user's own cache folder: parsed once, read often.

A file in it is named by a digest of all that the library depends on, so that it is never wrong,
only unused; one that is broken counts as none. Nothing in it is run: the unpickler knows the few
classes below, which hold data, and refuses everything else.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any

from ..model.dates import PartialDate
from ..model.document import Author, NamedLink, Publication, frozen
from ..model.inline import Code, Emph, Link, Strong, Text
from ..model.problems import Problem
from ..store.cache import cache_folder, keep, kept
from ..store.digests import digest, digest_of_bytes, program
from .library import Library, View, Work, read

SMALLEST = 100_000
"""Fewer bytes than these are parsed sooner than a file is kept for them."""

_MOST_FILES = 8
_CLASSES = (
    *(Library, Work, Problem, Publication, Author, NamedLink, PartialDate),
    *(Text, Emph, Strong, Code, Link),
)


def library(files: Sequence[tuple[str, bytes]], view: View) -> Library:
    """The library of .bib files, as pairs of a name and bytes. Never fails."""
    folder = cache_folder()
    if folder is None or sum(len(data) for _, data in files) < SMALLEST:
        return read(files, view)
    contents = (f"{name}={digest_of_bytes(data)}" for name, data in files)
    path = folder / f"{digest([program(), repr(view), *contents])}.library"
    found = _read(kept(path))
    if found is None:
        found = read(files, view)
        keep(path, _written(found), _MOST_FILES)
    return found


def _read(content: bytes | None) -> Library | None:
    """The library in a file; ``None`` where there is none, or it is not of our making."""
    if content is None:
        return None
    try:
        found = _Reader(io.BytesIO(content)).load()
    except Exception:
        return None  # whatever is wrong with it, the .bib files say it all again
    return found if isinstance(found, Library) else None


def _written(library: Library) -> bytes:
    data = io.BytesIO()
    _Writer(data, protocol=5).dump(library)
    return data.getvalue()


class _Writer(pickle.Pickler):
    """Writes each value as its class and what that is made from."""

    def reducer_override(self, value: Any) -> Any:
        values = _VALUES.get(type(value))
        return (type(value), values(value)) if values else NotImplemented


class _Reader(pickle.Unpickler):
    """Makes values of the known classes only."""

    def find_class(self, module: str, name: str) -> Any:
        return _KNOWN[module, name]


def _values(kind: Any) -> Callable[[Any], tuple[Any, ...]]:
    names = [each.name for each in fields(kind)]
    get = attrgetter(*names)
    return get if names[1:] else lambda value: (get(value),)


_VALUES: Mapping[type, Callable[[Any], tuple[Any, ...]]] = {
    each: _values(each) for each in _CLASSES
}
_KNOWN: Mapping[tuple[str, str], Any] = {
    (each.__module__, each.__name__): each for each in (*_CLASSES, frozen)
}
