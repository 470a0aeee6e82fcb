"""The ``@string`` macros of .bib files, and the months, which BibTeX's styles define."""

from __future__ import annotations

import sys
from collections.abc import Mapping


class Macros(dict[str, str]):
    """The macros by their names in lower case; an unknown one stands for its own name.

    ``unknown`` are the names of those. ``left`` bounds how many characters all of them write, for
    one may hold another twice, and so on: once it is below zero, they write nothing.
    """

    def __init__(self, known: Mapping[str, str], left: int) -> None:
        from pybtex.database.input.bibtex import month_names

        names = {name.lower(): name for name in month_names.values()}
        super().__init__({**names, **month_names, "sept": "September", **known})
        self.unknown: list[str] = []
        self.left = left

    def __getitem__(self, name: str) -> str:
        value = self.get(name.lower())
        if value is None:
            self.unknown.append(name)
            return name
        self.left -= len(value)
        return value if self.left >= 0 else ""

    def __setitem__(self, name: str, value: str) -> None:
        super().__setitem__(name.lower(), value)

    def clear(self) -> None:
        """Leaves all of them empty."""
        self.update(dict.fromkeys(self, ""))
        self.left = sys.maxsize
