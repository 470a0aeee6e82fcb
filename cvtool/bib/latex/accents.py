"""LaTeX's accents on letters."""

from __future__ import annotations

import unicodedata

from .tables import ACCENTS

_DOTLESS = {"ı": "i", "ȷ": "j"}


def accented(accent: str, letters: str) -> str:
    """``letters`` with LaTeX's accent on the first of them."""
    first, rest = letters[:1], letters[1:]
    if not first.strip():
        return f"{accent if not accent.isalpha() else ''}{letters}"
    combined = _DOTLESS.get(first, first) + ACCENTS[accent]
    return unicodedata.normalize("NFC", combined) + rest
