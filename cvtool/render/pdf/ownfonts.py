"""The user's font files as faces of CSS families, so that a bold file is the bold of its family."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any

from .. import RenderError

if TYPE_CHECKING:
    from ..theme import Theme

_TYPOGRAPHIC_FAMILY, _FAMILY = 16, 1
_ITALIC, _OBLIQUE = 1, 1 << 9
"""Bits of OS/2's fsSelection (OpenType 1.9)."""


@dataclass(frozen=True, slots=True)
class Family:
    """Font files that belong together. ``name`` is that in CSS, ``called`` what they say of it.

    ``faces`` are the index of each file, and its descriptors.
    """

    name: str
    called: str
    faces: list[tuple[int, str]] = field(default_factory=list)


def families(theme: Theme) -> list[Family]:
    """The families of the user's font files, in the order of their first files.

    In CSS they have numbers: what a font calls itself could be the name of another. Raises
    ``RenderError`` for a file that is no font.
    """
    found: dict[object, Family] = {}
    for index, path in enumerate(theme.fonts):
        family, descriptors = _face(path.name, theme.font_data(index))
        new = Family(f"CV Own {len(found)}", family[0] if family else "")
        found.setdefault(family or index, new).faces.append((index, descriptors))
    return list(found.values())


def called(wanted: str, own: list[Family]) -> Family | None:
    """The family that the user means by a name."""
    name = wanted.casefold()
    return next((each for each in own if each.called.casefold() == name), None)


def _face(name: str, data: bytes) -> tuple[tuple[str, int] | None, str]:
    """What files of one family have in common, and the descriptors of this face."""
    from fontTools.ttLib import TTFont

    try:
        font = TTFont(BytesIO(data), fontNumber=0, lazy=True)
        return _family(font), _descriptors(font)
    except Exception as error:  # fontTools raises whatever it stumbles over
        raise RenderError(
            f"fonts/{name} is no font that can be read ({error}): replace it, or take it out"
        ) from None


def _family(font: Any) -> tuple[str, int] | None:
    """Its name and width: condensed fonts may have the name of those that are not."""
    names = font.get("name")
    name = names and (names.getDebugName(_TYPOGRAPHIC_FAMILY) or names.getDebugName(_FAMILY))
    return (name, font["OS/2"].usWidthClass if "OS/2" in font else 0) if name else None


def _descriptors(font: Any) -> str:
    """Its weight, in CSS's hundreds, and style; none where the font has several weights."""
    if "fvar" in font or "OS/2" not in font:
        return ""
    weight = min(max(round(font["OS/2"].usWeightClass, -2), 100), 900)
    is_slanted = font["OS/2"].fsSelection & (_ITALIC | _OBLIQUE)
    return f" font-weight: {weight}; font-style: {'italic' if is_slanted else 'normal'};"
