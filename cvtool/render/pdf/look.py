"""How a theme of cv.pdf arranges things, beside its styles: its style sheet says so, too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ...model.kinds import KINDS
from ...model.later import dataclass, pattern
from ...model.problems import quoted
from .. import RenderError

if TYPE_CHECKING:
    from ...model.document import PageStyle

_COMMENT = pattern(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_CHOICES = {
    "dates": ("behind", "right", "left"),
    "papers": ("compact", "roomy", "years"),
    "photo-side": ("right", "left"),
    "icons": ("no", "yes"),
    "labels": ("before", "column"),
    "months": ("words", "numbers"),
    "signature": ("no", "yes"),
}
_YES = "yes"
_MIRRORED = {"right": "left", "left": "right"}
_KINDS = (*KINDS, "contact")
_PROPERTY = pattern(rf"--({'|'.join(_CHOICES)}|aside)\s*:\s*([^;}}]*)")


@dataclass(frozen=True, slots=True)
class Look:
    """An arrangement. ``dates`` is where the dates of entries stand: ``behind`` their headings, at
    the ``right`` edge, or in a column at the ``left``.

    ``photo_side`` is where the portrait stands, ``right`` or ``left``; ``icons`` stand before the
    contacts, in place of bars between them; the line for the ``signature`` ends the CV.
    ``months`` are ``numbers`` in the times of entries where the language has a form for that.
    ``labels`` is where those of contacts and of lines stand: right ``before`` the words, or in the
    ``column`` of the dates, and then each contact has one.
    ``papers`` is how publications are set: each in one ``compact`` paragraph, beside those with the
    ``years`` in a column, or ``roomy``, title, authors and venue in a paragraph each.
    ``title_first`` is whether the title of a job is its heading. The sections of the kinds
    ``aside`` stand in a column of their own, with the portrait, and with the contacts where
    ``contact`` is one of these.
    """

    dates: str = "behind"
    papers: str = "compact"
    photo_side: str = "right"
    icons: bool = False
    labels: str = "before"
    months: str = "words"
    signature: bool = False
    title_first: bool = False
    aside: tuple[str, ...] = ()


def look_of(pages: PageStyle, sheet: str, is_mirrored: bool = False) -> Look:
    """What the theme's ``sheet`` chooses, as in ``:root { --dates: right; }``, unless the user
    does. From right to left, its portrait stands at the other side.

    Raises ``RenderError`` for a choice that there is not.
    """
    said = _PROPERTY.findall(_COMMENT.sub("", sheet))
    found: dict[str, Any] = {
        name.replace("-", "_"): _value(name, each.strip(), pages.theme) for name, each in said
    }
    if is_mirrored:
        found["photo_side"] = _MIRRORED[found.get("photo_side", "right")]
    own = {
        "dates": pages.dates,
        "papers": pages.papers,
        "photo_side": pages.photo.side,
        "signature": pages.signature,
        "title_first": pages.title_first,
    }
    return Look(**found | {name: value for name, value in own.items() if value not in ("", None)})


def _value(name: str, said: str, theme: str) -> Any:
    """What the property stands for."""
    choices = _CHOICES.get(name, _KINDS)
    words = [said] if name in _CHOICES else said.split()
    if wrong := [each for each in words if each not in choices]:
        raise RenderError(
            f"the theme {quoted(theme)} has --{name}: {wrong[0]}: write one of {', '.join(choices)}"
        )
    if name not in _CHOICES:
        return tuple(words)
    return said == _YES if _YES in choices else said
