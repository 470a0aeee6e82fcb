"""A model of the source as plain data for machines: its own field names, no markup."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from ..model.dates import PartialDate
from ..model.document import Facts
from ..model.inline import folded, to_text
from ..source.fields import PRESENT, Node, Point
from .words import Words, point_label


def facts(node: Node, words: Words, leave_out: frozenset[str] = frozenset()) -> Facts:
    """What the model says, by the names of cv.yaml; ``x-`` keys as they are; no empty values."""
    return MappingProxyType(_node(node, words, leave_out))


def _node(node: Node, words: Words, leave_out: frozenset[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, info in type(node).model_fields.items():
        alias = info.alias or name
        if name == "extensions" or alias in leave_out:
            continue
        value = getattr(node, name)
        value = None if name == "end_date" and value == PRESENT else _value(value, words, leave_out)
        if value not in ("", None, [], {}):
            found[alias] = value
    own = {name: value for name, value in node.extensions.items() if name not in leave_out}
    return found | own


def _value(value: Any, words: Words, leave_out: frozenset[str]) -> Any:
    if isinstance(value, Point):
        label, text = point_label(value.label or "", words), to_text(value.text)
        return f"{label} {text}" if label else text
    if isinstance(value, Node):
        return _node(value, words, leave_out)
    if isinstance(value, list):
        items = (_value(item, words, leave_out) for item in value)
        return [item for item in items if item not in ("", None, {})]
    if isinstance(value, tuple):
        return _text(value)
    if isinstance(value, PartialDate):
        return str(value)
    return folded(value) if isinstance(value, str) else value


def _text(body: Any) -> str:
    """A run of nodes, or paragraphs of them."""
    is_one = not isinstance(body[0], tuple) if body else True
    return to_text(body) if is_one else "\n\n".join(map(to_text, body))
