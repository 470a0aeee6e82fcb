"""Pictures: of the person, of entries and papers, and the logos of employers and schools."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from ..model.files import Picture
from ..model.inline import folded
from .fields import Str, Words
from .markup import Pictures, Where
from .node import STRING, Checked, Node, wrong


def _picture(value: Any, where: Where | None = None, widest: int = 0) -> Picture:
    if not isinstance(value, str):
        raise wrong("expected the path of a picture")
    name = folded(value)
    if not isinstance(where, Pictures):
        return Picture(name, "", 0, 0, "", b"", b"")
    try:
        return where.picture(name, widest)
    except ValueError as error:
        raise wrong(str(error)) from None


Teaser = Annotated[Picture, Checked(partial(_picture, widest=640), STRING, leads=True)]
"""A picture beside cv.yaml, no wider than pages show it."""
Logo = Annotated[Picture, Checked(partial(_picture, widest=128), STRING, leads=True)]


class Portrait(Node):
    """A picture of you, and what it is for those who do not see it."""

    alone = "file"
    file: Str
    """A JPEG, PNG or WebP file beside cv.yaml, scaled if it is large, or an address."""
    alt: Words | None = None
    """What stands for it where it cannot be seen: Ada at her desk. Your name if absent."""


class Figure(Node):
    """A picture that the homepage shows, and what it is for those who do not see it."""

    alone = "file"
    file: Teaser
    """A JPEG, PNG, WebP, GIF or SVG file beside cv.yaml, scaled if it is large."""
    alt: Words | None = None
    """What stands for it where it cannot be seen; nothing if the words beside it say that."""


class Sign(Figure):
    """The logo of an employer or a school, as the homepage shows it."""

    file: Logo
    """A JPEG, PNG, WebP, GIF or SVG file beside cv.yaml, scaled if it is large."""
