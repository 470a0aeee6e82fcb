"""All that reaches behind WeasyPrint 70 and pydyf 0.13, or sets something for the whole process.

Each part says why there is no other way; ``tests/test_pdf_patches.py`` fails once one may go. What
is set is set while a PDF is made, by one thread at a time, and then is as it was before.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, redirect_stdout
from functools import cache
from hashlib import sha256
from importlib import import_module
from io import StringIO
from pathlib import Path
from threading import RLock
from typing import Any

from ...model.later import NamedTuple, pattern
from ...store.files import MemoryFolder
from .again import known_layouts
from .drawn import Gap, drawn_leaders
from .kept import replaced
from .quick import (
    declare,
    kept_declarations,
    later_imports,
    later_selectors,
    no_certificates,
    quick_work,
)

_TURN = RLock()
_SYLLABLES = pattern("[\u0900-\u0dff\u0f00-\u109f\u1780-\u17ff]")
"""Letters of India and its neighbours."""
_WIDEST, _MOST_LETTERS, _LONG_WORD = 1 << 20, 16, 100
"""So many letters stand in a line as wide as its font is high, and behind it a word ends."""
_NO_NAME = pattern("[^A-Za-z0-9]+")
_SEMIBOLD = 600
_SERIF = 2
"""A flag of ISO 32000-1, 9.8.2."""


def load_weasyprint() -> Any:
    """WeasyPrint, imported without what it does for nothing.

    Raises ``OSError`` where a library of the system is missing; the lines that WeasyPrint then
    prints are kept back.
    """
    if "weasyprint" not in sys.modules:
        with (
            _TURN,
            kept_declarations(),
            no_certificates(),
            later_imports(),
            later_selectors(),
            warnings.catch_warnings(action="ignore", category=UserWarning),
            redirect_stdout(StringIO()),
        ):
            import_module("weasyprint")
    declare(import_module("weasyprint.text.ffi"))
    return import_module("weasyprint")


@contextmanager
def in_turn(known_fonts: Path | None) -> Iterator[None]:
    """The time in which a thread makes its PDF, by a WeasyPrint that is as we need it.

    fontconfig knows the fonts that the file ``known_fonts`` names, or else those of the machine.
    """
    ours = (
        quick_work(),
        known_layouts(),
        _full_lines(),
        drawn_leaders(),
        _spelt_syllables(),
        _named_subsets(),
        _ended_streams(),
    )
    with _TURN, _fontconfig(known_fonts), ExitStack() as stack:
        for each in ours:
            stack.enter_context(each)
        yield


@contextmanager
def _fontconfig(known_fonts: Path | None) -> Iterator[None]:
    """fontconfig listens to an environment variable only, and a program that is started later, such
    as a browser, is to find the fonts of the system. It looks for a relative path in its own folder
    (fonts-conf(5)), not in ours."""
    before = os.environ.pop("FONTCONFIG_FILE", None)
    if known_fonts:
        os.environ["FONTCONFIG_FILE"] = str(known_fonts.resolve())
    try:
        yield
    finally:
        os.environ.pop("FONTCONFIG_FILE", None)
        if before is not None:
            os.environ["FONTCONFIG_FILE"] = before


def font_configuration() -> Any:
    """WeasyPrint's, which knows the fonts of one PDF.

    It hands them to fontconfig as files of a temporary folder, which stays where the process is
    killed. There is no way to tell it of another but in place of what it keeps for itself.
    """
    return _configuration()()


@cache
def _configuration() -> Any:
    base: Any = load_weasyprint().text.fonts.FontConfiguration

    class Configuration(base):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self._folder = MemoryFolder()

        def __del__(self) -> None:
            if self._folder:
                self._folder.remove()

    return Configuration


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

    with replaced(inline, name, full), replaced(preferred, name, split):
        yield


@contextmanager
def _spelt_syllables() -> Iterator[None]:
    """Lines in scripts of India, and gaps, say their text (ISO 32000-1, 14.9.4).

    There a syllable is drawn by signs in another order than it is written in. WeasyPrint writes
    beside each sign what the first syllable with it says, so that programs read letters twice, or
    not at all; of gaps, see ``Gap``. There is no way to add to what a line draws but in place of
    its function.
    """
    draw, pydyf = import_module("weasyprint.draw.text"), import_module("pydyf")
    before = draw.draw_first_line

    def draw_first_line(stream: Any, textbox: Any, *more: Any) -> Any:
        if not isinstance(textbox.text, Gap) and not _SYLLABLES.search(textbox.text):
            return before(stream, textbox, *more)
        said = pydyf.Dictionary({"ActualText": pydyf.String(textbox.text)})
        pydyf.Stream.begin_marked_content(stream, "Span", said)
        found = before(stream, textbox, *more)
        pydyf.Stream.end_marked_content(stream)
        return found

    with replaced(draw, "draw_first_line", draw_first_line):
        yield


@contextmanager
def _named_subsets() -> Iterator[None]:
    """A font of the PDF is what its file, family and style are, and is named by a digest of these.

    WeasyPrint tells fonts apart by Pango's description of them, and makes their names of it. These
    are others in each version of Pango: from 1.56 on, the features that a style asks for are in it.
    There is no way to name them but in place of its function and class.
    """
    stream = import_module("weasyprint.pdf.stream")
    name = "get_pango_font_key"
    describe = getattr(stream, name)
    base: Any = stream.Font
    digests: dict[Any, bytes] = {}

    def key(pango_font: Any) -> tuple[_Traits, Any, float]:
        _, description, size = describe(pango_font)
        return _traits(pango_font, description, digests), description, size

    class Font(base):  # type: ignore[misc]
        flags: int

        def __init__(self, pango_font: Any, description: Any, size: float) -> None:
            super().__init__(pango_font, description, size)
            traits = _traits(pango_font, description, digests)
            self.hash, self.name = traits.tag, f"/{traits.tag}+{traits.name}".encode()
            self.flags = self.flags & ~_SERIF | (_SERIF if "Serif" in traits.name else 0)

    with replaced(stream, name, key), replaced(stream, "Font", Font):
        yield


class _Traits(NamedTuple):
    """By what a font in the PDF differs from others."""

    file: bytes
    number: int
    family: str
    weight: int
    style: int
    variations: str

    @property
    def tag(self) -> str:
        """Six capital letters (ISO 32000-1, 9.6.4)."""
        found = sha256(repr(tuple(self)).encode()).digest()
        return "".join(chr(65 + byte % 26) for byte in found[:6])

    @property
    def name(self) -> str:
        style = ("", "Oblique", "Italic")[self.style]
        words = [*_NO_NAME.split(self.family), "Bold" if self.weight >= _SEMIBOLD else "", style]
        return "-".join(filter(None, words))


def _traits(pango_font: Any, description: Any, digests: dict[Any, bytes]) -> _Traits:
    """``digests`` are of the files that are known, by their faces, which they keep in memory."""
    fonts = import_module("weasyprint.text.fonts")
    ffi, pango = fonts.ffi, fonts.pango
    face = fonts.get_pango_font_hb_face(pango_font)
    if face not in digests:
        digests[face] = sha256(fonts.get_hb_object_data(face)).digest()
    variations = pango.pango_font_description_get_variations(description)
    return _Traits(
        digests[face],
        fonts.harfbuzz.hb_face_get_index(face),
        ffi.string(pango.pango_font_description_get_family(description)).decode(),
        pango.pango_font_description_get_weight(description),
        pango.pango_font_description_get_style(description),
        "" if variations == ffi.NULL else ffi.string(variations).decode(),
    )


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

    with replaced(stream, "data", property(data)):
        yield


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


@contextmanager
def machine_patterns() -> Iterator[list[Any]]:
    """What fontconfig knows of each font of the machine, as long as its configuration is there."""
    library = import_module("weasyprint.text.ffi")
    with _TURN, _fontconfig(None):
        fonts = font_configuration()
        found = library.fontconfig.FcConfigGetFonts(fonts._config, library.fontconfig.FcSetSystem)
        count = 0 if found == library.ffi.NULL else found.nfont
        yield [found.fonts[index] for index in range(count)]
