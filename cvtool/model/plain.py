"""Plain data of finished values: what texts, lists and mappings say for machines."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from .entry import Entry
from .inline import Inlines, Paragraphs, to_plain
from .publication import Publication

Data = dict[str, Any]
Fold = Callable[[Inlines], str]


def dump(data: object) -> bytes:
    """A JSON text (RFC 8259) in UTF-8 that people can read and that ends with a line feed."""
    return (json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def filled(data: Mapping[str, Any]) -> Data:
    """The pairs whose value is neither absent nor empty."""
    return {key: value for key, value in data.items() if value not in ("", None, (), [], {})}


def one_or_all(values: Iterable[Any]) -> Any:
    """A single value as itself, several as a list, none as ``None``."""
    found = list(values)
    return found[0] if len(found) == 1 else found or None


def prose(paragraphs: Paragraphs, fold: Fold = to_plain) -> str:
    """Paragraphs as plain text, a blank line between them."""
    return "\n\n".join(map(fold, paragraphs))


def points(entry: Entry, fold: Fold = to_plain) -> list[str]:
    """The bullets of an entry as texts, with their labels."""
    return [f"{each.label} {fold(each.text)}".strip() for each in entry.points]


def equal_authors(publication: Publication) -> str:
    """Who of the authors has a mark, and the words that explain the marks."""
    marked = (f"{each.name}{each.marks}" for each in publication.authors if each.marks)
    names = ", ".join(marked)
    return f"{names} ({publication.legend})" if names and publication.legend else names
