"""publications.json and publications.bib: the bibliography again, for those who cite from it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..bib.bibtex import bibliography
from ..bib.cslitem import item
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
