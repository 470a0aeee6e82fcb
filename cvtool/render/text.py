"""cv.txt: plain text for forms that take nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from . import Output, folds

if TYPE_CHECKING:
    from ..model.document import Document
    from .theme import Theme


def render(document: Document, theme: Theme) -> Iterable[Output]:
    page = theme.render("text/cv.txt.j2", folds.text, document=document)
    yield Output("cv.txt", page.encode())
