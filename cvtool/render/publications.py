"""The bibliography again, for programs: publications.json, .bib and .ris, and orcid.bib."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..bib.bibtex import bibliography
from ..bib.cslitem import item
from ..bib.orcid import works
from ..bib.ris import references
from ..model.plain import dump
from . import Output

if TYPE_CHECKING:
    from ..model.document import Document
    from .theme import Theme


def publications_json(document: Document, theme: Theme) -> Iterable[Output]:
    """CSL-JSON, as Zotero and pandoc read it."""
    yield Output("publications.json", dump([item(each) for each in document.publications]))


def publications_bib(document: Document, theme: Theme) -> Iterable[Output]:
    """BibTeX in one clean file."""
    text = bibliography(document.publications)
    yield Output("publications.bib", text.encode("utf-8", "replace"))


def publications_ris(document: Document, theme: Theme) -> Iterable[Output]:
    """RIS, as EndNote and Mendeley read it."""
    text = references(document.publications)
    yield Output("publications.ris", text.encode("utf-8", "replace"))


def orcid_bib(document: Document, theme: Theme) -> Iterable[Output]:
    """BibTeX that orcid.org takes."""
    yield Output("orcid.bib", works(document.publications).encode("utf-8", "replace"))
