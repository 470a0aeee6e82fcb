"""What a CV says in place of the usual words: phrases, and the patterns of lines."""

from __future__ import annotations

from typing import Annotated, Any

from .fields import SCALAR, Checked, Text, wrong


def _phrase(value: Any) -> str | dict[str, str]:
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and value and all(isinstance(each, str) for each in value.values()):
        return value
    raise wrong("expected text, or texts by name")


_SCHEMA = {"anyOf": [SCALAR, {"type": "object", "additionalProperties": SCALAR}]}
Phrase = Annotated[str | dict[str, str], Checked(_phrase, _SCHEMA, by_language=True)]
"""A text, or several: those of a group by their names, or the forms of one by number."""
Phrases = dict[str, Phrase]
Patterns = dict[str, dict[str, Text]]
