"""What an entry says of its authors one by one: their roles, and their ORCID identifiers.

Sources: the biblatex manual on data annotations (``author+an = {1=equal; 2:family=student}``) and
Web of Science's ``orcid-numbers``. ``equal``, ``corresponding`` and ``students`` are simpler keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from .fields import Fields
from .names import ORCID, Name, parse_names

Names = tuple[Name, ...]

ROLE_FIELDS = {
    "equal": "equal",
    "equal-contribution": "equal",
    "cofirst": "equal",
    "corresponding": "corresponding",
    "students": "student",
    "student": "student",
    "supervised": "student",
}
"""Simple keys of an entry, and the annotation that they stand for."""

_ANNOTATION = re.compile(r"(\d+)(?::[\w-]+)?\s*=\s*(\"[^\"]*\"|[^;]*)")
_NUMBERS = re.compile(r"[\d\s,;-]+")
_RANGE = re.compile(r"(\d{1,4})\s*-\s*(\d{1,4})|(\d{1,4})")
_MOST_AUTHORS = 10_000
_WORD = re.compile(r"\w+")


def with_roles(names: Names, role: str, fields: Fields) -> tuple[Names, list[tuple[str, str]]]:
    """The names with all that the entry says of them, and what is wrong with it."""
    wrong = []
    for field, value in fields.items():
        if field.startswith(f"{role}+an"):
            names = annotated(names, value)
            if not _names_places(value, len(names)):
                wrong.append((field, f"'{field}' is '{value}': {_HOW_ANNOTATED}"))
        elif role == "author" and field in ROLE_FIELDS:
            names, found = _marked(names, value, ROLE_FIELDS[field])
            if not found:
                wrong.append((field, f"'{field}' is '{value}', which names no author: {_HOW}"))
        elif role == "author" and field in ("orcid", "orcids", "orcid-numbers"):
            names = _identified(names, value)
    return names, wrong


_HOW = "write their places, as in 1, 3, or their names as in 'author'"


_HOW_ANNOTATED = "write the places of people in the list, as in 1=equal; 3=student"


def _names_places(annotation: str, count: int) -> bool:
    """Whether all places in it are those of names; a whole list may be annotated, too."""
    places = [int(number[:6]) for number, _ in _ANNOTATION.findall(annotation)]
    is_of_list = annotation.strip('" ').startswith("=")
    return is_of_list or (places != [] and all(1 <= place <= count for place in places))


def annotated(names: Names, annotation: str) -> Names:
    """The names with what a biblatex annotation, ``1=equal; 2:family=student``, says of them."""
    found = list(names)
    for number, values in _ANNOTATION.findall(annotation):
        index = int(number[:6]) - 1
        if 0 <= index < len(found):
            words = (word.strip().lower() for word in values.strip('" ').split(","))
            found[index] = _with(found[index], [word for word in words if word])
    return tuple(found)


def _with(name: Name, words: Iterable[str]) -> Name:
    for word in words:
        if number := ORCID.search(word):
            name = replace(name, orcid=number[1].upper())
        elif word not in name.annotations:
            name = replace(name, annotations=(*name.annotations, word))
    return name


def _marked(names: Names, value: str, annotation: str) -> tuple[Names, bool]:
    """The names with the annotation on those that ``value`` names, and whether it names any."""
    chosen = _numbered(value) if _NUMBERS.fullmatch(value) else _named(names, value)
    found = tuple(
        _with(name, [annotation]) if index in chosen else name for index, name in enumerate(names)
    )
    return found, any(index < len(names) for index in chosen)


def _numbered(value: str) -> set[int]:
    chosen: set[int] = set()
    for first, last, single in _RANGE.findall(value):
        begin, end = int(first or single), int(last or single)
        chosen |= set(range(begin - 1, min(end, _MOST_AUTHORS)))
    return {index for index in chosen if index >= 0}


def _named(names: Names, value: str) -> set[int]:
    wanted = [_words(name) for name in parse_names(value)[0]]
    return {
        index
        for index, name in enumerate(names)
        if any(_is_same(_words(name), each) for each in wanted)
    }


def _words(name: Name) -> tuple[str, str]:
    """The last name, or the whole of a literal one, and the initial, folded."""
    family = "".join(_WORD.findall(name.literal or f"{name.particle}{name.family}")).casefold()
    return family, "".join(_WORD.findall(name.given))[:1].casefold()


def _is_same(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return one[0] == other[0] and (one[1] == other[1] or not one[1] or not other[1])


def _identified(names: Names, value: str) -> Names:
    """The names with their ORCIDs: by name as in ``Li, X./0000-...``, else one after another."""
    if "/" in value.replace("orcid.org/", ""):
        return _by_name(names, value)
    numbers = ORCID.findall(value)
    if len(numbers) != len(names):
        return names
    return tuple(
        replace(name, orcid=number.upper()) for name, number in zip(names, numbers, strict=True)
    )


def _by_name(names: Names, value: str) -> Names:
    found = list(names)
    done = 0
    for number in ORCID.finditer(value):
        written = value[done : number.start()].strip(" ;,/\n").removesuffix("orcid.org")
        done = number.end()
        for index in _named(names, written) if written else ():
            found[index] = replace(found[index], orcid=number[1].upper())
    return tuple(found)
