"""The style of the pages: the base, the theme, and what the user sets over both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import RenderError
from .files import OWN_FONTS
from .ownfonts import families

if TYPE_CHECKING:
    from ...document import PageStyle
    from ...theme import Theme

_FAMILIES = {"serif": "CV Serif", "sans": "CV Sans", "code": "CV Code"}
_GAPS = {"compact": 0.7, "normal": 1.0, "airy": 1.4}


def style_sheet(pages: PageStyle, theme: Theme) -> str:
    """One sheet of CSS. Raises ``RenderError`` for a theme that there is not."""
    try:
        own = theme.read(f"pdf/themes/{pages.theme}.css")
    except FileNotFoundError:
        raise RenderError(f"there is no theme '{pages.theme}': see 'cvtool themes'") from None
    return "\n".join([fonts(theme), theme.read("pdf/base.css"), own, _settings(pages)])


def fonts(theme: Theme) -> str:
    """The shipped fonts, and those of the user's font files behind them.

    Raises ``RenderError`` for a file that is no font.
    """
    shipped = theme.read("pdf/fonts.css")
    if not theme.fonts:
        return shipped
    own = families(theme)
    faces = [
        f'@font-face {{ font-family: "{name}"; src: url("{OWN_FONTS}{index}");{descriptors} }}'
        for name, found in own.items()
        for index, descriptors in found
    ]
    behind = "".join(f', "{name}"' for name in own)
    stacks = [f'--{name}: "{family}"{behind};' for name, family in _FAMILIES.items()]
    return "\n".join([shipped, *faces, f":root {{ {' '.join(stacks)} }}"])


def closer_style(factor: float) -> str:
    """What goes after the sheet to multiply the space between things."""
    return f":root {{ --closer: {factor}; }}"


def is_system_font(pages: PageStyle) -> bool:
    """Whether the user names a font that does not come with cvtool."""
    return pages.font not in ("", "serif", "sans")


def _settings(pages: PageStyle) -> str:
    margin = f" margin: {pages.margin};" if pages.margin else ""
    properties = {
        "body": _family(pages) if pages.font else "",
        "size": pages.font_size,
        "accent": pages.accent_color,
        "side": (pages.margin.split() * 2)[1] if pages.margin else "",
    }
    set_ones = "".join(f" --{name}: {value};" for name, value in properties.items() if value)
    gap = f" --density: {_GAPS[pages.density]};"
    return f"@page {{ size: {pages.page_size};{margin} }}\n:root {{{set_ones}{gap} }}"


def _family(pages: PageStyle) -> str:
    return f'"{pages.font}", var(--serif)' if is_system_font(pages) else f"var(--{pages.font})"
