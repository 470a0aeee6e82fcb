"""Bullets: the items of lists that are texts of their own."""

from __future__ import annotations

from typing import Any

from ..model.problems import quoted
from . import markup
from .fields import BY_LANGUAGE, NESTED, SCALAR, Prose, Ranked, Words
from .node import Written, wrong


class Point(Ranked):
    """A bullet: a text, a text with a label (`Problem: ...`), both keys written out, or a line
    that ends with a colon and a list under it."""

    shorthands = (
        SCALAR,
        BY_LANGUAGE,
        {"type": "object", "maxProperties": 1, "additionalProperties": SCALAR},
        NESTED,
    )
    label: Words | None = None
    """Words that stand before the text and name its role, such as Problem or Outcome."""
    text: Prose
    """The bullet itself. Markdown."""

    @classmethod
    def written_out(cls, data: Any) -> Written | None:
        """``{Problem: ...}`` is a label and its text, ``{Built: [a, b]}`` a text with a list."""
        if not isinstance(data, dict):
            return {"text": ((), data)}
        if "text" in data or len(data) != 1:
            return None
        if nested := markup.nested(data):
            return {"text": ((), nested)}
        ((label, text),) = data.items()
        return {"label": ((), label), "text": ((label,), text)}

    @classmethod
    def prepared(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("text") in (None, ""):
            if isinstance(label := data.get("label"), str):
                raise wrong(f"expected a text behind {quoted(label)} and its colon")
            raise wrong("expected a text, or one label and its text as in 'Outcome: ...'")
        return data
