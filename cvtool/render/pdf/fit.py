"""Sees to it that the last page is worth its paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .patches import lines

_FEW = 5
_CLOSER = (0.85, 0.7)


@dataclass(frozen=True)
class Laid:
    """A CV that is laid out, as WeasyPrint's document; ``left_over`` as in ``Pdf``."""

    document: Any
    left_over: int

    @property
    def pages(self) -> int:
        return len(self.document.pages)


def fitted(lay_out: Callable[[float], Any]) -> Laid:
    """The CV laid out; closer where that saves a last page of few lines.

    ``lay_out`` makes WeasyPrint's document, and is told by how much to multiply the space between
    things.
    """
    laid = _laid(lay_out(1))
    if laid.left_over:
        for factor in _CLOSER:
            closer = _laid(lay_out(factor))
            if closer.pages < laid.pages:
                return closer
    return laid


def _laid(document: Any) -> Laid:
    return Laid(document, _lines_left_over(document))


def _lines_left_over(document: Any) -> int:
    """How many lines stand alone on a last page that they do not deserve, else 0."""
    if len(document.pages) < 2:
        return 0
    count = _lines(document.pages[-1])
    return count if count <= _FEW else 0


def _lines(page: Any) -> int:
    """How many lines stand below one another, without those of header and footer."""
    count, bottom = 0, float("-inf")
    for line in sorted(lines(page), key=lambda line: float(line.position_y)):
        if line.position_y >= bottom - 1:
            count, bottom = count + 1, line.position_y + line.height
    return count
