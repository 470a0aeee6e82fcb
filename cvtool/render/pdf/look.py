"""How a theme of cv.pdf arranges things, beside its styles: its style sheet says so, too."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ...model.problems import quoted
from .. import RenderError

if TYPE_CHECKING:
    from ...model.document import PageStyle

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_CHOICES = {"dates": ("behind", "right", "left")}
_PROPERTY = re.compile(rf"--({'|'.join(_CHOICES)})\s*:\s*([^;}}]*)")


@dataclass(frozen=True, slots=True)
class Look:
    """An arrangement. ``dates`` is where the dates of entries stand: ``behind`` their headings, at
    the ``right`` edge, or in a column at the ``left``. ``title_first`` is whether the title of a
    job is its heading.
    """

    dates: str = "behind"
    title_first: bool = False


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
    look = Look(**found, title_first=pages.title_first)
    return replace(look, dates=pages.dates) if pages.dates else look
