"""Keys of entries: those that must be made, and what is one work under one key."""

from __future__ import annotations

import unicodedata
from itertools import count

from ..model.later import pattern
from .entries import RawEntry
from .fields import Fields
from .issued import published
from .latex import to_text
from .names import parse_names

_SMALL = """
    a an the on of in for to and from with by at is are how what why das der die ein eine le la les
    un une el los las o os as
"""
_NO_FIRST_WORDS = frozenset(_SMALL.split())
_WORD = pattern(r"[^\W_]+")
_LONG = 30
_NUMBERS = ("doi", "volume", "number", "pages")
_TELLING = (*_NUMBERS, "author", "editor", "year", "date", "journal", "booktitle")


def made_key(fields: Fields) -> str:
    """``doe2020cats``: the first author, the year and the title's first word that says much."""
    names = parse_names(fields.get("author", fields.get("editor", ""))).names
    family = _words(names[0].family or names[0].literal) if names else []
    date = published(fields).date
    title = _words(fields.get("title", ""))
    first = next((word for word in title if word not in _NO_FIRST_WORDS), "".join(title[:1]))
    return f"{''.join(family)}{date.year if date else ''}{first}" or "entry"


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", to_text(text)).casefold()
    bare = "".join(char for char in folded if not unicodedata.combining(char))
    return _WORD.findall(unicodedata.normalize("NFC", bare.replace("'", "").replace("’", "")))


def free_key(key: str, taken: dict[str, int]) -> str:
    """The key itself, or with the first number behind it that makes it one of its own.

    ``taken`` are the keys, each with the first number that may be free behind it.
    """
    if key not in taken:
        return key
    numbers = count(taken[key])
    taken[key] = next(number for number in numbers if f"{key}-{number}" not in taken)
    return f"{key}-{taken[key]}"


def is_same_work(one: RawEntry, other: RawEntry) -> bool:
    """Whether two entries of one key are one work: of one title, and nothing tells them apart.

    Names and years are written in many ways, but a long title is nobody else's.
    """
    title = _folded(one, "title")
    if title != _folded(other, "title") or one.entry_type != other.entry_type:
        return False
    return all(
        _folded(one, name) == _folded(other, name)
        for name in (_NUMBERS if len(title) > _LONG else _TELLING)
        if name in one.fields and name in other.fields
    )


def _folded(entry: RawEntry, name: str) -> str:
    return "".join(_words(entry.fields.get(name, "")))
