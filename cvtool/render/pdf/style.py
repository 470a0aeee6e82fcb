"""The style of the pages: the base, the theme, and what the user sets over both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import RenderError
from .files import OWN_FONTS
from .fonts import Family, called, families

if TYPE_CHECKING:
    from ...model.document import PageStyle
    from ..theme import Theme

_FAMILIES = {"serif": "CV Serif", "sans": "CV Sans", "code": "CV Code"}
_GAPS = {"compact": 0.7, "normal": 1.0, "airy": 1.4}


def style_sheet(pages: PageStyle, theme: Theme) -> str:
    """One sheet of CSS. Raises ``RenderError`` for a theme that there is not, or a broken font."""
    try:
        own = theme.read(f"pdf/themes/{pages.theme}.css")
    except FileNotFoundError:
        raise RenderError(f"there is no theme '{pages.theme}': see 'cvtool themes'") from None
    mine = families(theme)
    parts = [font_faces(theme, mine), theme.read("pdf/base.css"), own, _settings(pages, mine)]
    return "\n".join(parts)


def font_faces(theme: Theme, own: list[Family]) -> str:
    """The shipped fonts, and those of the user's font files behind them."""
    shipped = theme.read("pdf/fonts.css")
    if not own:
        return shipped
    faces = [
        f'@font-face {{ font-family: "{each.name}"; src: url("{OWN_FONTS}{index}");{descriptors} }}'
        for each in own
        for index, descriptors in each.faces
    ]
    behind = "".join(f', "{each.name}"' for each in own)
    stacks = [f'--{name}: "{family}"{behind};' for name, family in _FAMILIES.items()]
    return "\n".join([shipped, *faces, f":root {{ {' '.join(stacks)} }}"])


def system_font(pages: PageStyle, theme: Theme) -> str:
    """The family that the user names, where only the machine can have it; else ``""``."""
    is_ours = pages.font in ("", "serif", "sans") or called(pages.font, families(theme))
    return "" if is_ours else pages.font


def _settings(pages: PageStyle, own: list[Family]) -> str:
    margin = f" margin: {pages.margin};" if pages.margin else ""
    properties = {
        "body": _family(pages.font, own) if pages.font else "",
        "size": pages.font_size,
        "accent": pages.accent_color,
        "side": (pages.margin.split() * 2)[1] if pages.margin else "",
    }
    set_ones = "".join(f" --{name}: {value};" for name, value in properties.items() if value)
    gap = f" --density: {_GAPS[pages.density]};"
    return f"@page {{ size: {pages.page_size};{margin} }}\n:root {{{set_ones}{gap} }}"


def _family(font: str, own: list[Family]) -> str:
    if font in ("serif", "sans"):
        return f"var(--{font})"
    mine = called(font, own)
    return f'"{mine.name if mine else font}", var(--serif)'
