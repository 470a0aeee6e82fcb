"""publications.json: every publication as CSL-JSON, as Zotero and pandoc read it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..bib.cslitem import item
from . import Output
from .data import dump

if TYPE_CHECKING:
    from ..model.document import Document
    from .theme import Theme


def render(document: Document, theme: Theme) -> Iterable[Output]:
    yield Output("publications.json", dump([item(each) for each in document.publications]))
