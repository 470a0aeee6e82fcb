"""llms.txt (links, by the form of llmstxt.org) and llms-full.txt (the whole CV as Markdown)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from . import Output, folds

if TYPE_CHECKING:
    from ..model.document import Document
    from .theme import Theme


def render(document: Document, theme: Theme) -> Iterable[Output]:
    for name in ("llms.txt", "llms-full.txt"):
        page = theme.render(f"llms/{name}.j2", folds.markdown, document=document)
        yield Output(name, page.encode())
