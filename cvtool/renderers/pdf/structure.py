"""What a PDF of pydyf is made of: pages, and the elements of its content (ISO 32000-1, 14.7)."""

from __future__ import annotations

from typing import Any


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
