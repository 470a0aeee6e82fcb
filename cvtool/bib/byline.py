"""The authors that readers see where there are too many: the first ones, the owner, a count."""

from __future__ import annotations

from ..model.document import Author
from ..words.phrases import labels
from .names import ET_AL

_GAP = Author(name="…", literal="…")


def cut(authors: tuple[Author, ...], most: int, locale: str) -> tuple[Author, ...]:
    """At most so many of the authors, the owner always among them; ``()`` when all are shown.

    ``A, B, …, Owner, and 14 others``: the owner's place stays visible, and nobody goes uncounted.
    """
    names = tuple(author for author in authors if author.literal != ET_AL)
    if most < 1 or len(names) <= most:
        return ()
    owner = next((index for index, author in enumerate(names) if author.is_owner), 0)
    if owner < most:
        shown = names[:most]
    else:
        before = names[: most - 1]
        gap = (_GAP,) if owner > len(before) else ()
        shown = (*before, *gap, names[owner])
    if len(names) < len(authors):
        return (*shown, Author(name=ET_AL, literal=ET_AL))
    count = len(names) - most
    phrase = labels(locale)["other" if count == 1 else "others"].format(count=count)
    return (*shown, Author(name=phrase, literal=phrase))
