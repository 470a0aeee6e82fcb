"""Patterns that are compiled when they are first used: a run uses few of those that it imports."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

_METHODS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn")


class _Pattern:
    """As ``re.compile`` makes it, from when a method is asked for."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        made = re.compile(self.pattern, self._flags)
        self.__dict__ |= {each: getattr(made, each) for each in _METHODS}
        return getattr(made, name)


if TYPE_CHECKING:
    pattern = re.compile
else:
    pattern = _Pattern
