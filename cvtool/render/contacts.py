"""How to reach the person, as one line: for formats that have no list of it at the top."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..model.blocks import AnyBlock, Item, Paragraph, blocks
from ..model.inline import Inlines, Link, Text, join

if TYPE_CHECKING:
    from ..model.document import Document

_BESIDE = " · "
_OBVIOUS = ("email", "phone", "website", "address", "location")
"""Labels that such a line does without."""


def in_line(document: Document, format_name: str) -> Iterator[AnyBlock]:
    """The blocks of the CV, with a paragraph of the role ``description`` in place of contacts."""
    labels = document.labels
    obvious = {labels[name] + labels["colon"] for name in _OBVIOUS}
    contacts: list[Inlines] = []
    for each in blocks(document, format_name):
        if isinstance(each, Item) and each.role == "contact":
            contacts.append(_contact(each, obvious))
            continue
        if contacts:
            yield Paragraph(role="description", body=join(_BESIDE, contacts))
            contacts = []
        yield each
    if contacts:
        yield Paragraph(role="description", body=join(_BESIDE, contacts))


def _contact(it: Item, obvious: set[str]) -> Inlines:
    body = (Link(it.body, it.url),) if it.url else it.body
    return body if it.label in obvious else (Text(it.label), *body)
