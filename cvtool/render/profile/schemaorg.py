"""The small schema.org nodes that others are made of. Source: https://schema.org."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import folds
from ..data import Data, filled

if TYPE_CHECKING:
    from ...model.document import Entry
    from ...model.inline import Paragraphs


def organization(name: str, kind: str = "Organization", **more: object) -> Data | None:
    """An Organization, or the more special ``kind``; ``None`` without a name."""
    return filled({"@type": kind, "name": name, **more}) if name else None


def place(name: str) -> Data | None:
    """A Place; ``None`` without a name."""
    return {"@type": "Place", "name": name} if name else None


def text(paragraphs: Paragraphs) -> str:
    """Paragraphs as plain text that keeps the targets of links."""
    return "\n\n".join(folds.text(body) for body in paragraphs)


def dates(entry: Entry) -> Data:
    """``startDate`` and ``endDate``, as far as they are known."""
    if not entry.span:
        return {}
    start, end = entry.span.start, entry.span.end
    return filled({"startDate": str(start or ""), "endDate": str(end or "")})


def role(
    kind: str, name: str, entry: Entry, target: object, description: str = "", title: str = ""
) -> Data:
    """schema.org's Role: the relation ``name`` with its time, its title and what it was about."""
    return filled(
        {
            "@type": kind,
            "roleName": title or entry.position,
            **dates(entry),
            "description": description,
            name: target,
        }
    )
