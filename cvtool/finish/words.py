"""Texts and dates of the source in one language; what is missing is reported with its path."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..model import inline
from ..model.dates import PartialDate, Span
from ..model.inline import Inlines, Paragraphs
from ..model.problems import WARNING, Path, Problem
from ..source.fields import PRESENT, Dated, Node, Spanned
from ..words import phrases as labels

Text = str | dict[str, str] | None

_SENTENCE_END = (".", "!", "?", ":", "。", "！", "？", "：", "…")


@dataclass
class Words:
    """Picks the locale's wording of each text. ``problems`` grows as it goes."""

    locale: str
    problems: list[Problem] = field(default_factory=list)

    @property
    def labels(self) -> Mapping[str, str]:
        return labels.labels(self.locale)

    def raw(self, text: Text, path: Path) -> str:
        """The text as it was written, in the locale or else in the first language given."""
        if not isinstance(text, dict):
            return text or ""
        for language in (self.locale, labels.language(self.locale)):
            if language in text:
                return text[language]
        fallback = labels.FALLBACK if labels.FALLBACK in text else next(iter(text), "")
        message = f"no text for '{self.locale}': the one for '{fallback}' is used"
        self.problems.append(Problem(path, message, WARNING))
        return text.get(fallback, "")

    def line(self, text: Text, path: Path) -> str:
        return inline.to_plain(inline.plain(self.raw(text, path)))

    def lines(self, texts: Sequence[Text], path: Path) -> tuple[str, ...]:
        found = (self.line(text, (*path, index)) for index, text in enumerate(texts))
        return tuple(text for text in found if text)

    def plain(self, text: Text, path: Path) -> Inlines:
        return inline.plain(self.raw(text, path))

    def prose(self, text: Text, path: Path) -> Inlines:
        return inline.parse(self.raw(text, path))

    def paragraphs(self, text: Text, path: Path) -> Paragraphs:
        return inline.paragraphs(self.raw(text, path))

    def join(self, texts: Iterable[str]) -> str:
        """Several things of one kind."""
        return self.labels["comma"].join(text for text in texts if text)

    def beside(self, texts: Iterable[str]) -> str:
        """What says more of one thing, as a city and its region do."""
        return self.labels["beside"].join(text for text in texts if text)

    def span(self, entry: Node, path: Path) -> Span | None:
        """When the entry was: its own wording, its date, or its start and end."""
        start, end, running = _dates(entry)
        period = entry.period if isinstance(entry, Spanned | Dated) else None
        own = self.line(period, (*path, "period"))
        text = own or labels.span_text(start, end, running, self.locale)
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
