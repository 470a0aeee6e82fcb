"""Texts and dates of the source as words, lists and spans of the CV's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ..model.dates import PartialDate, Span
from ..model.inline import to_plain
from ..model.problems import Problem
from ..source.fields import PRESENT, Dated, Node, Spanned
from ..words import Language

_SENTENCE_END = (".", "!", "?", ":", "。", "！", "？", "：", "…")


@dataclass
class Words:
    """Words a CV in the locale. ``problems`` grows as it goes."""

    language: Language
    problems: list[Problem] = field(default_factory=list)

    @property
    def locale(self) -> str:
        return self.language.locale

    @property
    def labels(self) -> Mapping[str, str]:
        return self.language.phrases

    def join(self, texts: Iterable[str]) -> str:
        """Several things of one kind."""
        return self.language.join(texts)

    def fill(self, kind: str, slot: str, **values: str) -> str:
        """A line that is no entry's, such as a place, made of these parts."""
        return to_plain(self.language.fill(slot, values, kind))

    def counted(self, heading: str, count: int | None) -> str:
        """``Journal articles (12)``; the heading alone without a count."""
        return self.fill("section", "heading", heading=heading, count=str(count or ""))

    def span(self, entry: Node) -> Span | None:
        """When the entry was: its own wording, its date, or its start and end."""
        start, end, running = _dates(entry)
        period = entry.period if isinstance(entry, Spanned | Dated) else None
        text = period or self.language.span(start, end, running)
        return Span(start, end, text) if text else None


def slug(text: str) -> str:
    """Letters and digits of any script, lower case, the rest as single hyphens."""
    kept = "".join(char.lower() if char.isalnum() else " " for char in text)
    return "-".join(kept.split())


def point_label(label: str, words: Words) -> str:
    """The label of a bullet with the sign that sets it off from the text."""
    return label + words.labels["lead"] if label and not label.endswith(_SENTENCE_END) else label


def _dates(entry: Node) -> tuple[PartialDate | None, PartialDate | None, bool]:
    if isinstance(entry, Dated) and entry.date:
        return entry.date, entry.date, False
    if not isinstance(entry, Spanned):
        return None, None, False
    end = entry.end_date if isinstance(entry.end_date, PartialDate) else None
    running = entry.end_date == PRESENT or (entry.start_date is not None and end is None)
    return entry.start_date, end, running
