"""Files of the user's that go out: those that stay as they are, and pictures, made anew."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file beside cv.yaml and its ``path`` on the site, with slashes.

    No renderer reads it: an output that has it for its data is a copy, which whoever writes makes.
    """

    path: str
    digest: str
    size: int
    origin: Path = field(repr=False, compare=False)

    def __len__(self) -> int:
        return self.size

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Image:
    """The portrait: bytes from beside cv.yaml, or only a ``url`` elsewhere (then never shown).

    ``alt`` says what it is to those who do not see it.
    """

    name: str = ""
    media_type: str = ""
    data: bytes = field(default=b"", repr=False)
    digest: str = ""
    url: str | None = None
    alt: str = ""


Data = bytes | OwnFile
"""What an output holds."""
