"""What the JSON outputs share: how they are written, and which entries they hold."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ..model.document import Document, Entry, Image, Section


def dump(data: object) -> bytes:
    """A JSON text (RFC 8259) in UTF-8 that people can read and that ends with a line feed."""
    return (json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


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
