"""publications.bib: the bibliography again, in one clean file for those who cite from it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..bib.bibtex import bibliography
from . import Output

if TYPE_CHECKING:
    from ..model.document import Document
    from .theme import Theme


def render(document: Document, theme: Theme) -> Iterable[Output]:
    text = bibliography(document.publications)
    yield Output("publications.bib", text.encode("utf-8", "replace"))
