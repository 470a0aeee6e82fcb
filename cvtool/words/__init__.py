"""The words of each language: its phrases, dates and lines, all of them data."""

from .data import CATEGORIES, FALLBACK, languages, nearest
from .language import Language
from .patterns import Pattern, PatternError

__all__ = ["CATEGORIES", "FALLBACK", "Language", "Pattern", "PatternError", "is_known", "languages"]


def is_known(locale: str) -> bool:
    """Whether there are words for the locale."""
    return nearest(locale) is not None
