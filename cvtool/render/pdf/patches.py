"""All that reaches behind WeasyPrint 70 and pydyf 0.13, or sets something for the whole process.

Each part says why there is no other way; ``tests/test_pdf_patches.py`` fails once one may go. What
is set is set while a PDF is made, by one thread at a time, and then is as it was before.
"""

from __future__ import annotations

import ctypes.util
import os
import re
import ssl
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, redirect_stdout
from functools import cache, partial
from importlib import import_module
from io import StringIO
from pathlib import Path
from threading import RLock
from types import ModuleType
from typing import Any, NamedTuple

from .leaders import drawn_leaders

_TURN = RLock()
_WORD = re.compile(r"\w+")
_SYLLABLES = re.compile("[\u0900-\u0dff\u0f00-\u109f\u1780-\u17ff]")
"""Letters of India and its neighbours."""
_WIDEST, _MOST_LETTERS, _LONG_WORD = 1 << 20, 16, 100
"""So many letters stand in a line as wide as its font is high, and behind it a word ends."""
_RARELY = ("fontTools.subset", "fontTools.varLib.instancer")


def load_weasyprint() -> Any:
    """WeasyPrint, imported without what it does for nothing.

    Raises ``OSError`` where a library of the system is missing; the lines that WeasyPrint then
    prints are kept back.
    """
    if "weasyprint" not in sys.modules:
        with (
            _TURN,
            _no_search(),
            _no_certificates(),
            _later_imports(),
            warnings.catch_warnings(action="ignore", category=UserWarning),
            redirect_stdout(StringIO()),
        ):
            import_module("weasyprint")
            _swift_types(import_module("weasyprint.text.ffi").ffi)
    return import_module("weasyprint")


@contextmanager
def _no_search() -> Iterator[None]:
    """On Linux, libraries are opened by their sonames alone.

    WeasyPrint tries the names of several systems in turn, and does not let itself be told; for each
    that is not Linux's, cffi asks ``find_library``, which starts gcc, ldconfig and objdump to find
    nothing. Where it answers "no", the loader of the system finds the soname.
    """
    answers: dict[str, Callable[[str], str | None]] = {"linux": lambda name: None}
    answer = answers.get(sys.platform, ctypes.util.find_library)
    with _set(ctypes.util, "find_library", answer):
        yield


@contextmanager
def _no_certificates() -> Iterator[None]:
    """From Python 3.12 on, each of WeasyPrint's fetchers of web pages makes a TLS context, which
    reads all certificates of the machine: three times while it is imported, for its own style
    sheets, which fetch nothing. A context without certificates trusts nobody."""
    trusting_nobody = partial(ssl.SSLContext, ssl.PROTOCOL_TLS_CLIENT)
    with _set(ssl, "_create_default_https_context", trusting_nobody):
        yield


def _swift_types(ffi: Any) -> None:
    """cffi reads the name of a C type, which WeasyPrint asks of it for every length of an array.

    It has a parser of C read the name behind a declaration of each type that it knows, and says
    itself that to do without it would have to reach into that parser. The types that the name does
    not speak of play no role in it, so they are kept away: a tenth of a cold cv.pdf.
    """
    parser = ffi._parser
    parse = parser._parse

    def parse_alone(name: str) -> Any:
        words, known = {*_WORD.findall(name)}, parser._declarations
        parser._declarations = {key: known[key] for key in known if key.split()[-1] in words}
        try:
            return parse(name)
        finally:
            parser._declarations = known

    parser._parse = parse_alone


@contextmanager
def _later_imports() -> Iterator[None]:
    """Two modules of fontTools wait for a call: for variable fonts, and for want of HarfBuzz."""
    stand_ins = {name: _Later(name) for name in _RARELY if name not in sys.modules}
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name in stand_ins:
            del sys.modules[name]


class _Later(ModuleType):
    """Stands for a module of which only functions and classes are used, to be called later."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*arguments: Any, **more: Any) -> Any:
            return getattr(import_module(self.__name__), name)(*arguments, **more)

        return call


@contextmanager
def in_turn(known_fonts: Path | None) -> Iterator[None]:
    """The time in which a thread makes its PDF, by a WeasyPrint that is as we need it.

    fontconfig knows the fonts that the file ``known_fonts`` names, or else those of the machine.
    """
    ours = (_full_lines(), drawn_leaders(), _spelt_syllables(), _ended_streams())
    with _TURN, _fontconfig(known_fonts), ExitStack() as stack:
        for each in ours:
            stack.enter_context(each)
        yield


@contextmanager
def _fontconfig(known_fonts: Path | None) -> Iterator[None]:
    """fontconfig listens to an environment variable only, and a program that is started later, such
    as a browser, is to find the fonts of the system."""
    before = os.environ.pop("FONTCONFIG_FILE", None)
    if known_fonts:
        os.environ["FONTCONFIG_FILE"] = str(known_fonts)
    try:
        yield
    finally:
        os.environ.pop("FONTCONFIG_FILE", None)
        if before is not None:
            os.environ["FONTCONFIG_FILE"] = before


def _short(split: Callable[..., Any]) -> Callable[..., Any]:
    """Looks for a line at the beginning of its text: where words are broken anywhere, or are longer
    than a line, WeasyPrint sets all the rest for each line, or for each letter."""

    def split_short(text: str, style: Any, context: Any, width: Any, *a: Any, **named: Any) -> Any:
        if width is not None and width < _WIDEST and style["font_size"]:
            short = text[: int(max(width, 0) / style["font_size"] * _MOST_LETTERS) + _LONG_WORD]
            found = short != text and split(short, style, context, width, *a, **named)
            rest = short.encode()[found[2] :] if found and found[2] else b""
            if b" " in rest or (rest and style["overflow_wrap"] == "anywhere"):
                return found
        return split(text, style, context, width, *a, **named)

    return split_short


@contextmanager
def _full_lines() -> Iterator[None]:
    """A space at the end of a line may hang over its edge.

    The text before a link, bold words or the like ends in a space. Where the words fit into the
    line and only that space does not, WeasyPrint takes the whole text for too wide, and leaves its
    first word alone on the line. There is no way to tell it but in place of its function.
    """
    name = "split_first_line"
    inline, preferred = map(
        import_module, ("weasyprint.layout.inline", "weasyprint.layout.preferred")
    )
    split = _short(inline.split_first_line)

    def full(text: str, style: Any, context: Any, max_width: Any, *more: Any, **named: Any) -> Any:
        found = split(text, style, context, max_width, *more, **named)
        words = text.rstrip(" ")
        is_whole = found[2] is None or found[1] > len(words.partition(" ")[0].encode())
        if is_whole or words in (text, "") or style["white_space"] != "normal":
            return found
        do_words_fit = split(words, style, context, max_width, *more, **named)[2] is None
        return split(text, style, context, None, *more, **named) if do_words_fit else found

    with _set(inline, name, full), _set(preferred, name, split):
        yield


@contextmanager
def _spelt_syllables() -> Iterator[None]:
    """Lines in scripts of India say their text (ISO 32000-1, 14.9.4).

    There a syllable is drawn by signs in another order than it is written in. WeasyPrint writes
    beside each sign what the first syllable with it says, so that programs read letters twice, or
    not at all. There is no way to add to what a line draws but in place of its function.
    """
    draw, pydyf = import_module("weasyprint.draw.text"), import_module("pydyf")
    before = draw.draw_first_line

    def draw_first_line(stream: Any, textbox: Any, *more: Any) -> Any:
        if not _SYLLABLES.search(textbox.text):
            return before(stream, textbox, *more)
        said = pydyf.Dictionary({"ActualText": pydyf.String(textbox.text)})
        pydyf.Stream.begin_marked_content(stream, "Span", said)
        found = before(stream, textbox, *more)
        pydyf.Stream.end_marked_content(stream)
        return found

    with _set(draw, "draw_first_line", draw_first_line):
        yield


@contextmanager
def _ended_streams() -> Iterator[None]:
    """Behind a stream stand a carriage return and a line feed.

    pydyf writes a line feed alone: where the stream itself ends in a carriage return, both count as
    the end of a line (ISO 32000-1, 7.3.8.1), and the stream is a byte shorter than it says. And it
    asks for each twice, and would pack it twice.
    """
    stream = import_module("pydyf").Stream
    before = stream.data.fget

    @cache
    def data(self: Any) -> bytes:
        return b"%s\r\nendstream" % before(self).removesuffix(b"\nendstream")

    with _set(stream, "data", property(data)):
        yield


@contextmanager
def _set(module: Any, name: str, value: object) -> Iterator[None]:
    before = getattr(module, name)
    setattr(module, name, value)
    try:
        yield
    finally:
        setattr(module, name, before)


def content(page: Any, of_margins: bool = False) -> list[Any]:
    """The boxes of a page but for header and footer, or those of these ``of_margins``."""
    margin = import_module("weasyprint.formatting_structure.boxes").MarginBox
    return [box for box in page_box(page).children if isinstance(box, margin) == of_margins]


def page_box(page: Any) -> Any:
    """That of the page itself: what WeasyPrint knows of it, it keeps to itself."""
    return page._page_box


def pango_version() -> str:
    """That of the library of the system that sets the lines: ``1.50.12``."""
    number: int = load_weasyprint().text.ffi.pango.pango_version()
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


def has_fonts(fonts: Any) -> bool:
    """Whether WeasyPrint's configuration of ``fonts`` has any: without, Pango ends the process."""
    library = import_module("weasyprint.text.ffi")
    ffi, fontconfig = library.ffi, library.fontconfig
    sets = (fontconfig.FcConfigGetFonts(fonts._config, each) for each in range(2))
    return any(found != ffi.NULL and found.nfont for found in sets)


def system_families(fonts: Any) -> Iterator[str]:
    """Every name of every family of the machine, in all the languages that the fonts have it in,
    asked of fontconfig as WeasyPrint's configuration of ``fonts`` has it loaded."""
    library = import_module("weasyprint.text.ffi")
    ffi, fontconfig = library.ffi, library.fontconfig
    found = fontconfig.FcConfigGetFonts(fonts._config, fontconfig.FcSetSystem)
    name = ffi.new("FcChar8 **")
    for index in range(0 if found == ffi.NULL else found.nfont):
        count = 0
        while not fontconfig.FcPatternGetString(found.fonts[index], b"family", count, name):
            yield ffi.string(name[0]).decode("utf-8", "replace")
            count += 1


_FONTCONFIG = """
typedef struct _FcCharSet FcCharSet;
typedef struct _FcLangSet FcLangSet;
typedef unsigned int FcChar32;
FcCharSet * FcCharSetCreate (void);
void FcCharSetDestroy (FcCharSet *fcs);
FcBool FcCharSetAddChar (FcCharSet *fcs, FcChar32 ucs4);
FcBool FcCharSetHasChar (const FcCharSet *fcs, FcChar32 ucs4);
FcChar32 FcCharSetIntersectCount (const FcCharSet *a, const FcCharSet *b);
FcResult FcPatternGetCharSet (const FcPattern *p, const char *object, int n, FcCharSet **c);
FcResult FcPatternGetLangSet (const FcPattern *p, const char *object, int n, FcLangSet **ls);
FcResult FcPatternGetInteger (const FcPattern *p, const char *object, int n, int *i);
FcResult FcPatternGetBool (const FcPattern *p, const char *object, int n, FcBool *b);
int FcLangSetHasLang (const FcLangSet *ls, const FcChar8 *lang);
"""
"""What WeasyPrint does not ask fontconfig."""
_REGULAR, _BOLD = 80, 200
"""Weights as fontconfig counts them."""
_REGIONS = {"SC": "zh-cn", "TC": "zh-tw", "HK": "zh-hk", "JP": "ja", "KR": "ko"}
"""The last word of a family that has them all, but the forms of one language."""
_AT_HOME = 1.2
"""So much more is a character worth in a font that is made for its language."""


class MachineFont(NamedTuple):
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
    is_outline: bool

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


def machine_fonts(wanted: set[str], language: str) -> list[MachineFont]:
    """The fonts of the machine that have some of the characters, asked of fontconfig.

    WeasyPrint takes whole families from it; which font has which characters it does not ask.
    """
    library = import_module("weasyprint.text.ffi")
    ffi, fontconfig = library.ffi, library.fontconfig
    if not hasattr(fontconfig, "FcCharSetCreate"):
        ffi.cdef(_FONTCONFIG)
    with _TURN, _fontconfig(None):
        fonts = import_module("weasyprint.text.fonts").FontConfiguration()
        chars = ffi.gc(fontconfig.FcCharSetCreate(), fontconfig.FcCharSetDestroy)
        for char in wanted:
            fontconfig.FcCharSetAddChar(chars, ord(char))
        found = fontconfig.FcConfigGetFonts(fonts._config, fontconfig.FcSetSystem)
        patterns = [found.fonts[index] for index in range(0 if found == ffi.NULL else found.nfont)]
        read = (_machine_font(ffi, fontconfig, each, chars, wanted, language) for each in patterns)
        return [each for each in read if each]


def _machine_font(
    ffi: Any, fontconfig: Any, pattern: Any, chars: Any, wanted: set[str], language: str
) -> MachineFont | None:
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
    return MachineFont(
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
        value("Bool", "FcBool", b"outline") != 0,
    )
