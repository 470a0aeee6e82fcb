"""The fonts for characters that the text fonts lack: of the user, ours, the machine's, and boxes.

They are added to a page where it needs them, for those characters alone. The last of them draws a
box for what no other font has: a character that is set by no glyph of a font at all is allowed
neither by PDF/A (ISO 19005-3, 6.2.11.8) nor by PDF/UA.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from functools import cache, partial
from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ...model.later import NamedTuple, pattern
from .files import EXTRA_FONTS, ExtraFont, Extras, Script, Setting
from .missing import BOX, EAST_ASIAN, EMOJI, scripts
from .patches import machine_patterns
from .style import covered, families, stacks

if TYPE_CHECKING:
    from ...model.document import Document
    from ..theme import Theme

_PLAIN, _HEAVY = 400, 700
_REGULAR, _BOLD = 80, 200
"""Weights as fontconfig counts them."""
_REGIONS = {"SC": "zh-cn", "TC": "zh-tw", "HK": "zh-hk", "JP": "ja", "KR": "ko"}
"""The last word of a family that has them all, but the forms of one language."""
_AT_HOME = 1.2
"""So much more is a character worth in a font that is made for its language."""


class _Faces:
    """The rules that are made, a family each, in the order in which fonts are tried."""

    def __init__(self) -> None:
        self.rules: list[str] = []
        self.families: list[str] = []
        self.fonts: list[ExtraFont] = []

    def shipped(self, files: tuple[str, ...], chars: Iterable[str]) -> None:
        """The font in one weight, or in a plain and a heavy one."""
        weights = (_PLAIN, _HEAVY) if files[1:] else ()
        descriptors = [f" font-weight: {each};" for each in weights] or [""]
        urls = (f"fonts/{each}.ttf" for each in files)
        self._family(zip(urls, descriptors, strict=True), chars)

    def extra(self, fonts: Iterable[ExtraFont], chars: Iterable[str]) -> None:
        faces = []
        for font in fonts:
            weight = f" font-weight: {font.weight};" if font.weight else ""
            faces.append((f"{EXTRA_FONTS}{len(self.fonts)}", weight))
            self.fonts.append(font)
        self._family(faces, chars)

    def _family(self, faces: Iterable[tuple[str, str]], chars: Iterable[str]) -> None:
        name = f"CV Extra {len(self.families)}"
        self.families.append(name)
        ranges = ", ".join(f"U+{ord(char):X}" for char in sorted(chars))
        self.rules += [
            f'@font-face {{ font-family: "{name}"; src: url("{url}");{weight} '
            f"unicode-range: {ranges}; }}"
            for url, weight in faces
        ]


def extras(
    chars: set[str],
    document: Document,
    theme: Theme,
    system_font: str = "",
    boxed: Set[str] = frozenset(),
) -> Extras:
    """What sets the characters that the text fonts lack, and those that are to be ``boxed``.

    ``system_font`` is the family of the machine that the user wants. Raises ``RenderError`` for a
    broken font.
    """
    left = theme.lacking(chars) - boxed
    if not left and not boxed:
        return Extras()
    faces = _Faces()
    own = families(theme)
    left -= covered(theme)
    for files, characters in theme.more_fonts():
        if found := left & characters:
            faces.shipped(files, found)
            left -= found
    settings, used = _of_machine(left, document.locale, system_font)
    for fonts, found in used.items():
        faces.extra(fonts, found)
    left -= {char for each in settings for char in each.chars}
    if nowhere := left | boxed:
        faces.extra([ExtraFont(data=_box(tuple(sorted(nowhere))))], nowhere)
        settings += [Setting(script, chars, BOX) for script, chars in scripts(nowhere)]
    style = [*faces.rules, stacks(own, faces.families, is_first=bool(boxed))]
    return Extras("\n".join(style), tuple(faces.fonts), tuple(s for s in settings if s.family))


def _of_machine(
    left: set[str], locale: str, system_font: str
) -> tuple[list[Setting], dict[tuple[ExtraFont, ...], set[str]]]:
    """Takes for each script the fonts of the machine that have most of it, one after the other.

    What the family has that the user named is as good as in the text fonts.
    """
    settings: list[Setting] = []
    used: dict[tuple[ExtraFont, ...], set[str]] = {}
    for script, chars in scripts(left):
        rest = set(chars)
        known = _machine_fonts(rest, _language(script, chars, locale))
        named = (each.has for each in known if each.family.casefold() == system_font.casefold())
        if mine := rest.intersection(*[set().union(*named)]):
            settings.append(Setting(script, sorted(mine), ""))
            rest -= mine
        while best := min(known, key=lambda each: each.rank(rest), default=None):
            found = rest & best.has
            if not found:
                break
            rest -= found
            used.setdefault(_faces_of(best, known), set()).update(found)
            settings.append(Setting(script, sorted(found), best.family))
    return settings, used


def _faces_of(best: _MachineFont, known: list[_MachineFont]) -> tuple[ExtraFont, ...]:
    """The font, and the heavy one of its family if there is one."""
    heavy = [each for each in known if each.family == best.family and each.is_heavy]
    if best.is_variable or not heavy:
        return (ExtraFont(best.path, best.number),)
    return tuple(
        ExtraFont(each.path, each.number, weight=weight)
        for each, weight in ((best, _PLAIN), (heavy[0], _HEAVY))
    )


class _MachineFont(NamedTuple):
    """A font of the machine that has some of the characters in question.

    ``speaks`` is whether it is made for the language; ``number`` is that of the font in its file.
    """

    family: str
    path: str
    number: int
    has: frozenset[str]
    speaks: bool
    weight: int
    is_slanted: bool
    is_monospaced: bool
    is_variable: bool

    @property
    def is_heavy(self) -> bool:
        return _BOLD - 20 <= self.weight <= _BOLD + 5 and not self.is_slanted

    def rank(self, wanted: set[str]) -> tuple[Any, ...]:
        """The less, the better it suits these characters. Some fonts have a box for everything."""
        is_last = re.search("last ?resort|unifont|fallback|blank", self.family, re.IGNORECASE)
        return (
            bool(is_last),
            -len(wanted & self.has) * (_AT_HOME if self.speaks else 1),
            self.is_slanted,
            abs(self.weight - _REGULAR),
            self.is_monospaced,
            not self.family.startswith("Noto Sans"),
            self.family,
            self.path,
            self.number,
        )


def _machine_fonts(wanted: set[str], language: str) -> list[_MachineFont]:
    """The fonts of the machine that have some of the characters, asked of fontconfig.

    WeasyPrint takes whole families from it; which font has which characters it does not ask.
    """
    library = import_module("weasyprint.text.ffi")
    ffi, fontconfig = library.ffi, library.fontconfig
    with machine_patterns() as patterns:
        chars = ffi.gc(fontconfig.FcCharSetCreate(), fontconfig.FcCharSetDestroy)
        for char in wanted:
            fontconfig.FcCharSetAddChar(chars, ord(char))
        read = (_machine_font(ffi, fontconfig, each, chars, wanted, language) for each in patterns)
        return [each for each in read if each]


def _machine_font(
    ffi: Any, fontconfig: Any, pattern: Any, chars: Any, wanted: set[str], language: str
) -> _MachineFont | None:
    """The font of a pattern of fontconfig, if it has any of ``wanted``, which are ``chars``."""

    def value(getter: str, kind: str, name: bytes) -> Any:
        found = ffi.new(f"{kind} *")
        is_there = getattr(fontconfig, f"FcPatternGet{getter}")(pattern, name, 0, found) == 0
        return found[0] if is_there else None

    has = value("CharSet", "FcCharSet *", b"charset")
    if not has or not fontconfig.FcCharSetIntersectCount(has, chars):
        return None
    texts = [value("String", "FcChar8 *", name) for name in (b"family", b"file")]
    family, path = (ffi.string(text).decode("utf-8", "replace") if text else "" for text in texts)
    languages = value("LangSet", "FcLangSet *", b"lang")
    number = partial(value, "Integer", "int")
    index = number(b"index") or 0
    return _MachineFont(
        family,
        path,
        index & 0xFFFF,
        frozenset(char for char in wanted if fontconfig.FcCharSetHasChar(has, ord(char))),
        bool(languages and language)
        and fontconfig.FcLangSetHasLang(languages, language.encode()) == 0
        and _REGIONS.get(family.split(" ")[-1], language) == language,
        number(b"weight") or 0,
        bool(number(b"slant")),
        (number(b"spacing") or 0) >= 90,
        bool(value("Bool", "FcBool", b"variable")) or index > 0xFFFF,
    )


_KANA = pattern("[\u3040-\u30ff]")
_HANGUL = pattern("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")
_HAN_OF = {"zh-tw": "zh-tw", "zh-hk": "zh-hk", "zh-hant": "zh-tw", "ja": "ja", "ko": "ko"}


def _language(script: Script, chars: list[str], locale: str) -> str:
    """The language that a font for the characters is best made for, as fontconfig calls it.

    Chinese characters have the forms of the language whose other letters are there, else of the
    CV's.
    """
    if script.package == EMOJI:
        return "und-zsye"
    if script.package != EAST_ASIAN:
        return ""
    joined, tag = "".join(chars), locale.casefold()
    if _KANA.search(joined):
        return "ja"
    if _HANGUL.search(joined):
        return "ko"
    found = (_HAN_OF[each] for each in (tag, tag.split("-")[0]) if each in _HAN_OF)
    return next(found, "zh-cn")


@cache
def _box(chars: tuple[str, ...]) -> bytes:
    """A font that draws a box for each of the characters, which readers can copy none the less: so
    each has a glyph of its own."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    for left, bottom, right, top, is_inner in ((60, 0, 560, 680, False), (110, 50, 510, 630, True)):
        corners = [(left, bottom), (left, top), (right, top), (right, bottom)]
        first, *others = reversed(corners) if is_inner else corners
        pen.moveTo(first)
        for corner in others:
            pen.lineTo(corner)
        pen.closePath()
    font: Any = FontBuilder(1000, isTTF=True)
    empty = TTGlyphPen(None).glyph()
    names = {ord(char): f"box{ord(char):X}" for char in chars}
    box = pen.glyph()
    font.setupGlyphOrder([".notdef", "space", *names.values()])
    font.setupCharacterMap({0x20: "space", 0xA0: "space", **names})
    font.setupGlyf({".notdef": empty, "space": empty, **dict.fromkeys(names.values(), box)})
    widths = {".notdef": (620, 0), "space": (200, 0)}
    font.setupHorizontalMetrics({**widths, **dict.fromkeys(names.values(), (620, 60))})
    font.setupHorizontalHeader(ascent=1000, descent=-326)
    font.setupNameTable({"familyName": "CV Box", "styleName": "Regular"})
    font.setupOS2(sTypoAscender=1000, sTypoDescender=-326, usWinAscent=1000, usWinDescent=326)
    font.setupPost()
    font.updateHead(created=0, modified=0)
    font.font.recalcTimestamp = False
    stream = BytesIO()
    font.save(stream)
    return stream.getvalue()
