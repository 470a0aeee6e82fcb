"""The words of each language: its phrases, dates and lines, all of them data."""

from .data import FALLBACK, everywhere, is_known, languages, tagged
from .language import Language

__all__ = ["FALLBACK", "Language", "everywhere", "is_known", "languages", "tagged"]
