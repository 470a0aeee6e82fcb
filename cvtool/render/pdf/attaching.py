"""The data of the CV inside its PDF, for programs that take it in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..data import dump
from ..jsonresume import resume
from .files import Attached

if TYPE_CHECKING:
    from ...model.document import Document


def attached(document: Document) -> tuple[Attached, ...]:
    """``resume.json``, the same content as JSON Resume, and ``publications.bib`` if there are any.

    The relationships are those of ISO 32000-2, 7.11.3.
    """
    return tuple(_attached(document))


def _attached(document: Document) -> Iterator[Attached]:
    data = dump(resume(document))
    yield _file(document, "resume.json", "application/json", "Alternative", data)
    if document.publications:
        from ...bib.bibtex import bibliography

        text = bibliography(document.publications).encode("utf-8", "replace")
        yield _file(document, "publications.bib", "application/x-bibtex", "Data", text)


def _file(
    document: Document, name: str, media_type: str, relationship: str, data: bytes
) -> Attached:
    description = document.labels[f"attached.{name}"]
    return Attached(name, media_type, description, relationship, data)
