"""A model of the source as plain data for machines: its own field names, no markup."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from ..model.dates import PartialDate
from ..model.document import Facts
from ..model.problems import Path
from ..render.folds import text as to_text
from ..source.fields import PRESENT, Node, Point, is_localized
from .words import Words, point_label

_PROSE = frozenset({"summary", "description", "text", "focus", "reference", "note"})


def facts(node: Node, words: Words, path: Path, leave_out: frozenset[str] = frozenset()) -> Facts:
    """What the model says, by the names of cv.yaml; ``x-`` keys as they are; no empty values."""
    return MappingProxyType(_node(node, words, path, leave_out))


def _node(node: Node, words: Words, path: Path, leave_out: frozenset[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, info in type(node).model_fields.items():
        alias = info.alias or name
        if name == "extensions" or alias in leave_out:
            continue
        value = _value(getattr(node, name), words, (*path, alias), leave_out)
        if value not in ("", None, [], {}):
            found[alias] = value
    own = {name: value for name, value in node.extensions.items() if name not in leave_out}
    return found | own


def _value(value: Any, words: Words, path: Path, leave_out: frozenset[str]) -> Any:
    if isinstance(value, Point):
        label = point_label(words.line(value.label, path), words)
        text = to_text(words.prose(value.text, path))
        return f"{label} {text}" if label else text
    if isinstance(value, Node):
        return _node(value, words, path, leave_out)
    if isinstance(value, list):
        items = (_value(item, words, (*path, i), leave_out) for i, item in enumerate(value))
        return [item for item in items if item not in ("", None, {})]
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, str) or is_localized(value):
        return _text(value, words, path)
    return value


def _text(value: Any, words: Words, path: Path) -> str:
    if value == PRESENT and path[-1] == "endDate":
        return ""
    name = next((step for step in reversed(path) if isinstance(step, str)), "")
    if name in _PROSE:
        return "\n\n".join(to_text(part) for part in words.paragraphs(value, path))
    return words.line(value, path)
