"""The renderers: a format's outputs.

A renderer sees a finished Document and a Theme, and yields Outputs, with Problems where something
is to be said of them. It reads no clock, no network and no file but the theme's.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .making import (
        TRACEBACK,
        FormatError,
        Output,
        Renderer,
        RenderError,
        attempt,
        find,
        look,
        said,
        tried,
    )
    from .table import FORMATS, available, faults, formats

__all__ = [
    "FORMATS",
    "TRACEBACK",
    "FormatError",
    "Output",
    "RenderError",
    "Renderer",
    "attempt",
    "available",
    "faults",
    "find",
    "formats",
    "look",
    "said",
    "tried",
]

_OF_TABLE = frozenset({"FORMATS", "available", "faults", "formats"})


if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """Imported when it is asked for, as the command has to import this package."""
        if name not in __all__:
            raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
        home = "table" if name in _OF_TABLE else "making"
        return getattr(import_module(f".{home}", __name__), name)
