"""How to reach the person, as one line: for formats that have no list of it at the top."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..model.blocks import AnyBlock, Item, Labels, Paragraph, blocks
from ..model.inline import Inlines, Link, Text, join

if TYPE_CHECKING:
    from ..model.document import Document

_BESIDE = " · "
_OBVIOUS = ("email", "phone", "website", "address", "location")
"""Labels that such a line does without."""


def in_line(document: Document, format_name: str) -> Iterator[AnyBlock]:
    """The blocks of the CV, with a paragraph of the role ``description`` in place of contacts."""
    contacts: list[Inlines] = []
    for each in blocks(document, format_name):
        if isinstance(each, Item) and each.role == "contact":
            contacts.append(contact(each, document.labels))
            continue
        if contacts:
            yield Paragraph(role="description", body=join(_BESIDE, contacts))
            contacts = []
        yield each
    if contacts:
        yield Paragraph(role="description", body=join(_BESIDE, contacts))


def contact(it: Item, labels: Labels) -> Inlines:
    """One of them, with its link, behind its label where it is not clear without."""
    body = (Link(it.body, it.url),) if it.url else it.body
    is_obvious = it.label in (labels[name] + labels["colon"] for name in _OBVIOUS)
    return body if is_obvious else (Text(it.label), *body)
