"""What a PDF of pydyf is made of: pages, and the elements of its content (ISO 32000-1, 14.7)."""

from __future__ import annotations

from typing import Any

import pydyf


def at(pdf: Any, reference: bytes) -> Any:
    """The object that a reference leads to."""
    return pdf.objects[int(reference.split()[0])]


def pages(pdf: Any) -> list[Any]:
    """The pages, in their order."""
    return [at(pdf, reference) for reference in pdf.page_references]


def document_element(pdf: Any) -> Any:
    """The element that all others are in."""
    return at(pdf, at(pdf, pdf.catalog["StructTreeRoot"])["K"][0])


def parent_tree(pdf: Any) -> Any:
    """The object whose ``Nums`` lead from pages and links to their elements."""
    return at(pdf, at(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])


def owners(pdf: Any) -> dict[int, Any]:
    """The parent tree as a dictionary: by ``StructParents`` of a page the elements of what it
    shows, by their MCIDs; by ``StructParent`` of a link its element."""
    numbers = parent_tree(pdf)["Nums"]
    return dict(zip(numbers[::2], numbers[1::2], strict=True))


def content(stream: Any) -> bytes:
    """What a stream holds, as it is before it is compressed."""
    stream.compress = False
    data: bytes = stream.data
    return data.partition(b"stream\n")[2].removesuffix(b"\nendstream")


def is_beginning(item: Any) -> bool:
    """Whether an item of a page's stream is the properties of a sequence of marked content that
    has an element: its tag is in front, its operator behind."""
    return isinstance(item, pydyf.Dictionary) and "MCID" in item
