"""What the JSON outputs share: how they are written, and which entries they hold."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..model.document import Document, Entry, Image, Publication, Section
from ..model.inline import Paragraphs, to_plain
from .folds import Fold

Data = dict[str, Any]


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


def prose(paragraphs: Paragraphs) -> str:
    """Paragraphs as plain text, a blank line between them."""
    return "\n\n".join(to_plain(body) for body in paragraphs)


def points(entry: Entry, fold: Fold) -> list[str]:
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


def sections(document: Document) -> Iterator[Section]:
    """Every section that holds entries, once, in reading order."""
    return (section for section in headed(document) if not section.sections)


def headed(document: Document) -> Iterator[Section]:
    """Everything that has a heading, once: the sections, and the groups around them."""
    seen: set[tuple[str, bool]] = set()
    pending = list(document.sections)
    while pending:
        section = pending.pop(0)
        name = (section.id, bool(section.sections))
        if name not in seen:
            yield section
        seen.add(name)
        pending = [*section.sections, *pending]


def entries(document: Document, *kinds: str) -> Iterator[Entry]:
    """The entries of these kinds (of all when none is named), in reading order."""
    for section in sections(document):
        yield from (each for each in section.entries if not kinds or each.kind in kinds)


def image_url(image: Image | None, site_url: str | None) -> str | None:
    """Where the portrait can be fetched, if it is on the web."""
    if image is None or image.url:
        return image.url if image else None
    return f"{site_url.rstrip('/')}/{image.name}" if site_url and image.name else None


def address_of(document: Document, format_name: str) -> str | None:
    """The web address of an output, if the CV has a site."""
    if not document.site_url:
        return None
    return next((each.url for each in document.alternates if each.format == format_name), None)
