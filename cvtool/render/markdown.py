"""cv.md: CommonMark that reads well raw."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from . import Output, folds

if TYPE_CHECKING:
    from ..model.document import Document
    from .theme import Theme


def render(document: Document, theme: Theme) -> Iterable[Output]:
    page = theme.render("markdown/cv.md.j2", folds.markdown, document=document)
    yield Output("cv.md", page.encode())
