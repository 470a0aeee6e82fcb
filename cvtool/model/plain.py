"""Plain data of finished values: what texts, lists and mappings say for machines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from .document import Entry, Publication
from .inline import Inlines, Paragraphs, to_plain

Data = dict[str, Any]


def filled(data: Mapping[str, Any]) -> Data:
    """The pairs whose value is neither absent nor empty."""
    return {key: value for key, value in data.items() if value not in ("", None, (), [], {})}


def one_or_all(values: Iterable[Any]) -> Any:
    """A single value as itself, several as a list, none as ``None``."""
    found = list(values)
    return found[0] if len(found) == 1 else found or None


def prose(paragraphs: Paragraphs) -> str:
    """Paragraphs as plain text, a blank line between them."""
    return "\n\n".join(to_plain(body) for body in paragraphs)


def points(entry: Entry, fold: Callable[[Inlines], str]) -> list[str]:
    """The bullets of an entry as texts, with their labels."""
    return [f"{each.label} {fold(each.text)}".strip() for each in entry.points]


def equal_authors(publication: Publication) -> str:
    """Who of the authors has a mark, and the words that explain the marks."""
    marked = (f"{each.name}{each.marks}" for each in publication.authors if each.marks)
    names = ", ".join(marked)
    return f"{names} ({publication.legend})" if names and publication.legend else names


def dated_line(entry: Entry) -> str:
    """The entry in one line of plain text, with its time in brackets."""
    line = to_plain(entry.line)
    return f"{line} ({entry.span.text})".lstrip() if entry.span else line
