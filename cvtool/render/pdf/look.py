"""How a theme of cv.pdf arranges things, beside its styles: its style sheet says so, too."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...model.problems import quoted
from .. import RenderError

if TYPE_CHECKING:
    from ...model.document import PageStyle

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_CHOICES = {
    "dates": ("behind", "right", "left"),
    "papers": ("compact", "roomy", "years"),
}
_PROPERTY = re.compile(rf"--({'|'.join(_CHOICES)})\s*:\s*([^;}}]*)")


@dataclass(frozen=True, slots=True)
class Look:
    """An arrangement. ``dates`` is where the dates of entries stand: ``behind`` their headings, at
    the ``right`` edge, or in a column at the ``left``. ``papers`` is how publications are set: each
    in one ``compact`` paragraph, beside those with the ``years`` in a column, or ``roomy``, title,
    authors and venue in a paragraph each.
    """

    dates: str = "behind"
    papers: str = "compact"


def look_of(pages: PageStyle, sheet: str) -> Look:
    """What the theme's ``sheet`` chooses, as in ``:root { --dates: right; }``, unless the user
    does.

    Raises ``RenderError`` for a choice that there is not.
    """
    found = {name: value.strip() for name, value in _PROPERTY.findall(_COMMENT.sub("", sheet))}
    for name, value in found.items():
        if value not in _CHOICES[name]:
            raise RenderError(
                f"the theme {quoted(pages.theme)} has --{name}: {value}: write one of "
                f"{', '.join(_CHOICES[name])}"
            )
    own = {name: value for name in _CHOICES if (value := getattr(pages, name))}
    return Look(**{**found, **own})
