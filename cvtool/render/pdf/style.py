"""How pages look: the style of base, theme and user, what a theme arranges beside it, and fonts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import field
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ...model.kinds import KINDS
from ...model.later import dataclass, pattern
from ...model.problems import Problem, near, quoted
from .. import RenderError
from .files import OWN_FONTS
from .patches import system_families

if TYPE_CHECKING:
    from ...model.document import PageStyle
    from ..theme import Theme

_FAMILIES = {"serif": "CV Serif", "sans": "CV Sans", "code": "CV Code"}
GAPS = {"compact": 0.7, "normal": 1.0, "airy": 1.4}
_KEY = ("pdf", "font")
_SHAPES = {"square": ("1", "0"), "round": ("1", "50%"), "rectangle": (str(9 / 7), "0")}
"""Of a portrait: how many times as high as it is wide, and how round its corners."""
_VARIABLE = pattern(r"var\(\s*--([\w-]+)\s*\)")
_COLOUR = pattern(r"#[0-9A-Fa-f]{3,8}|[A-Za-z]+|rgba?\([\d\s.,%/]*\)")
_OUTSIDE = pattern(r"<(head|style)\b.*?</\1>|<[^>]*>", re.DOTALL)
_MOST_STEPS = 9
_TYPOGRAPHIC_FAMILY, _FAMILY = 16, 1
_ITALIC, _OBLIQUE = 1, 1 << 9
"""Bits of OS/2's fsSelection (OpenType 1.9)."""


def style_sheets(pages: PageStyle, theme: Theme) -> list[str]:
    """Sheets of CSS, the fonts in the first: whatever is wrong in another, they are loaded.

    Raises ``RenderError`` for a theme that there is not, or a broken font.
    """
    own = theme_sheet(pages, theme)
    mine = families(theme)
    shared = ["pdf/base.css", *(["pdf/icons.css"] if look_of(pages, own).icons else [])]
    return [font_faces(theme, mine), *map(theme.read, shared), own, _settings(pages, mine)]


def colour(name: str, sheets: Sequence[str]) -> str:
    """The colour that the custom property ``--name`` is in the last of the sheets that sets it;
    black where it is none that an attribute of SVG can say."""
    text = "\n".join(sheets)
    for _ in range(_MOST_STEPS):
        said = re.findall(rf"--{name}\s*:\s*([^;}}]*?)\s*[;}}]", text)
        other = _VARIABLE.fullmatch(said[-1]) if said else None
        if not other:
            return said[-1] if said and _COLOUR.fullmatch(said[-1]) else "black"
        name = other[1]
    return "black"


def theme_sheet(pages: PageStyle, theme: Theme) -> str:
    """The style sheet of the theme of the pages; raises ``RenderError`` where there is none."""
    try:
        return theme.read(f"pdf/themes/{pages.theme}.css")
    except FileNotFoundError:
        raise RenderError(f"there is no theme '{pages.theme}': see 'cvtool themes'") from None


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
    return "\n".join([shipped, *faces, stacks(own)])


def stacks(own: list[Family], extra: Sequence[str] = (), is_first: bool = False) -> str:
    """The rule that names the families, in the order in which a character is looked for in them.

    ``extra`` are some behind the user's ``own``; the last of them ``is_first`` where it is to set
    what others have in vain.
    """
    behind = [*(each.name for each in own), *extra]
    ahead = behind[-1:] if is_first else []
    rules = []
    for name, family in _FAMILIES.items():
        quoted_names = ", ".join(f'"{each}"' for each in (*ahead, family, *behind))
        rules.append(f"--{name}: {quoted_names};")
    return f":root {{ {' '.join(rules)} }}"


def text_of(page: str) -> set[str]:
    """The characters that a page of HTML shows."""
    return set(_OUTSIDE.sub("", page))


def covered(theme: Theme) -> set[str]:
    """The characters that the user's own fonts have."""
    from fontTools.ttLib import TTFont

    found: set[str] = set()
    for index, _ in enumerate(theme.fonts):
        font = TTFont(BytesIO(theme.font_data(index)), fontNumber=0, lazy=True)
        found.update(map(chr, font.getBestCmap() or ()))
    return found


def system_font(pages: PageStyle, theme: Theme) -> str:
    """The family that the user names, where only the machine can have it; else ``""``."""
    is_ours = pages.font in ("", "serif", "sans") or called(pages.font, families(theme))
    return "" if is_ours else pages.font


def _settings(pages: PageStyle, own: list[Family]) -> str:
    margin = f" margin: {pages.margin};" if pages.margin else ""
    photo = pages.photo
    ratio, radius = _SHAPES.get(photo.shape, ("", ""))
    properties = {
        "body": _stack(pages.font, own) if pages.font else "",
        "size": pages.font_size,
        "accent": pages.accent_color,
        "side": (pages.margin.split() * 2)[1] if pages.margin else "",
        "photo-width": photo.width,
        "photo-height": photo.height,
        "photo-ratio": ratio,
        "photo-radius": radius,
        "photo-position": photo.position,
    }
    set_ones = "".join(f" --{name}: {value};" for name, value in properties.items() if value)
    gap = f" --density: {GAPS[pages.density]};"
    return f"@page {{ size: {pages.page_size};{margin} }}\n:root {{{set_ones}{gap} }}"


def _stack(font: str, own: list[Family]) -> str:
    if font in ("serif", "sans"):
        return f"var(--{font})"
    mine = called(font, own)
    return f'"{mine.name if mine else font}", var(--serif)'


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
        family, descriptors = _face(path.name, partial(theme.font_data, index))
        new = Family(f"CV Own {len(found)}", family[0] if family else "")
        found.setdefault(family or index, new).faces.append((index, descriptors))
    return list(found.values())


def called(wanted: str, own: list[Family]) -> Family | None:
    """The family that the user means by a name."""
    name = wanted.casefold()
    return next((each for each in own if each.called.casefold() == name), None)


def _face(name: str, read: Callable[[], bytes]) -> tuple[tuple[str, int] | None, str]:
    """What files of one family have in common, and the descriptors of this face."""
    from fontTools.ttLib import TTFont

    try:
        font = TTFont(BytesIO(read()), fontNumber=0, lazy=True)
        return _family(font), _descriptors(font)
    except OSError as error:
        raise RenderError(f"fonts/{name} cannot be read: {error.strerror}") from None
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


def require(family: str, fonts: Any, theme: Theme) -> None:
    """Raises ``RenderError`` unless WeasyPrint's configuration of ``fonts`` has the family.

    fontconfig would take another font without a word. The user could have meant a family of the
    files in ``fonts/``, too.
    """
    known = set(system_families(fonts))
    if family.casefold() in {name.casefold() for name in known}:
        return
    own = {each.called for each in families(theme)}
    message = (
        f"no font is called {quoted(family)}: put its files into a folder 'fonts' beside cv.yaml, "
        f"install it, or write serif or sans{near(family, sorted(known | own))}"
    )
    raise RenderError(message, [Problem(_KEY, message)])


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
