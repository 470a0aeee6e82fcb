"""Files of the user's that go out: those that stay as they are, and pictures, made anew."""

from __future__ import annotations

from dataclasses import field
from pathlib import Path

from .later import dataclass


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
class Picture:
    """A picture in the size in which web pages show it: as WebP, and as what all programs know.

    ``name`` and ``usual`` are the paths of the two on the site; a drawing is there once, without a
    ``name``. ``alt`` says what it is to those who do not see it; it is empty where the words beside
    say that.
    """

    name: str
    usual: str
    width: int
    height: int
    digest: str
    webp: bytes = field(repr=False)
    data: bytes = field(repr=False)
    alt: str = ""
    is_logo: bool = False


@dataclass(frozen=True, slots=True)
class Image:
    """The portrait: bytes from beside cv.yaml, or only a ``url`` elsewhere (then never shown).

    ``alt`` says what it is to those who do not see it, and ``web`` is what the homepage shows.
    """

    name: str = ""
    media_type: str = ""
    data: bytes = field(default=b"", repr=False)
    digest: str = ""
    url: str | None = None
    alt: str = ""
    web: Picture | None = None


Data = bytes | OwnFile
"""What an output holds."""
