"""What WeasyPrint 70 and pydyf 0.13 do for nothing, or twice, left out: every byte of the PDF stays
as it is.

Each part says what it gives; ``tests/test_pdf_patches.py`` fails once one may go.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from copy import copy
from functools import cache, lru_cache, partial
from importlib import import_module
from io import StringIO
from types import ModuleType
from typing import Any

from ...store.cache import keep, kept
from ...store.digests import digest
from .drawn import known_glyphs
from .kept import everywhere, keep_with, kept_work, replaced

_TABLES = "fontTools.ttLib"
_RARELY = (
    *(_TABLES, f"{_TABLES}.ttFont", f"{_TABLES}.woff2"),
    *("fontTools.subset", "fontTools.varLib.instancer"),
)
_MOST_KEPT = 4
_EFFORT, _MOST_ENDS = 7, 2_000
_MORE = """
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
PangoLayout * pango_layout_copy (PangoLayout *layout);
gpointer g_object_ref (gpointer object);
"""
"""What is called here, and WeasyPrint does not declare."""


@contextmanager
def no_certificates() -> Iterator[None]:
    """From Python 3.12 on, each of WeasyPrint's fetchers of web pages makes a TLS context, which
    reads all certificates of the machine: three times while it is imported, for its own style
    sheets, which fetch nothing. A context without certificates trusts nobody."""
    import ssl

    with replaced(
        ssl, "_create_default_https_context", partial(ssl.SSLContext, ssl.PROTOCOL_TLS_CLIENT)
    ):
        yield


@contextmanager
def kept_declarations() -> Iterator[None]:
    """What WeasyPrint declares of the libraries in C is read once a machine, and kept.

    It has cffi read that with a parser of C written in Python, whenever it is imported, and then
    each type that it names. cffi itself reads what it wrote for that purpose in no time: a tenth of
    a cold cv.pdf. There is no way to tell WeasyPrint but in place of the library, while it is
    imported.
    """
    name, before = "cffi", sys.modules.get("cffi")
    stand_in = sys.modules[name] = ModuleType(name)
    made = vars(stand_in)["FFI"] = _Declarations
    try:
        yield
    finally:
        if before:
            sys.modules[name] = before
        elif sys.modules[name] is stand_in:
            del sys.modules[name]
    for user in [each for key, each in sys.modules.items() if key.startswith("weasyprint.")]:
        if isinstance(found := vars(user).get("ffi"), made):
            vars(user)["ffi"] = found.made


def declare(library: Any) -> None:
    """The same for a WeasyPrint that somebody else imported: ``library`` is its module of them."""
    if not hasattr(library.pango, "pango_layout_copy"):
        library.ffi.cdef(_MORE)


class _Declarations:
    """Stands for ``cffi.FFI``."""

    made: Any

    def cdef(self, text: str) -> None:
        text += _MORE
        name = digest([import_module("_cffi_backend").__version__, text])
        code = kept(f"{name}.declarations")
        if not code:
            code = _read(text).encode()
            keep(f"{name}.declarations", code, _MOST_KEPT)
        found: dict[str, Any] = {}
        exec(code, found)
        self.made = found["ffi"]

    def dlopen(self, name: str, flags: int) -> Any:
        """The library. On Linux the loader knows it by its name; to look further, as cffi does,
        starts gcc, ldconfig and objdump for each name that is another system's."""
        try:
            return self.made.dlopen(name, flags)
        except OSError:
            found = None if sys.platform == "linux" else _found(name)
            if not found:
                raise
            return self.made.dlopen(found, flags)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.made, name)


def _found(name: str) -> str | None:
    from ctypes.util import find_library

    return find_library(name)


def _read(text: str) -> str:
    """The code of a module that has the declarations."""
    stand_in = sys.modules.pop("cffi")
    try:
        ffi, code = import_module("cffi").FFI(), StringIO()
        ffi.cdef(text)
        ffi.set_source("declarations", None)
        ffi.emit_python_code(code)
        return code.getvalue()
    finally:
        sys.modules["cffi"] = stand_in


@contextmanager
def later_selectors() -> Iterator[None]:
    """A selector is compiled when an element is there that it may be for: most of WeasyPrint's own
    are for none of ours. cssselect2 compiles all, a thirtieth of a cold cv.pdf."""
    compiler = import_module("cssselect2.compiler")

    def later(source: str, *names: Any) -> Callable[[Any], Any]:
        made: list[Callable[[Any], Any]] = []

        def test(element: Any) -> Any:
            if not made:
                made.append(eval(source, *names))
            return made[0](element)

        return test

    vars(compiler)["eval"] = later
    try:
        yield
    finally:
        del vars(compiler)["eval"]


@contextmanager
def later_imports() -> Iterator[None]:
    """fontTools is imported when it is called, a fifteenth of a cold cv.pdf: WeasyPrint needs it
    where HarfBuzz cannot subset, for variable fonts and for those that are packed."""
    stand_ins = {name: _Later(name) for name in _RARELY if name not in sys.modules}
    for name, each in stand_ins.items():
        package, _, own = name.rpartition(".")
        if package in stand_ins:
            setattr(stand_ins[package], own, each)
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name in stand_ins:
            del sys.modules[name]


class _Later(ModuleType):
    """Stands for a module, of which only what can be called is used, to be called later."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*arguments: Any, **more: Any) -> Any:
            found = getattr(import_module(self.__name__), name)
            _put_in_place()
            return found(*arguments, **more)

        call.__module__, call.__name__ = self.__name__, name
        return call


def _put_in_place() -> None:
    """Gives WeasyPrint what it asked for of modules that are there now: it may be about to catch an
    error of theirs."""
    for user in [each for key, each in sys.modules.items() if key.startswith("weasyprint.")]:
        for name, value in [*vars(user).items()]:
            if isinstance(value, _Later):
                vars(user)[name] = sys.modules.get(value.__name__, value)
            elif (home := getattr(value, "__module__", None)) in _RARELY and home in sys.modules:
                vars(user)[name] = getattr(sys.modules[home], value.__name__)


@contextmanager
def quick_work() -> Iterator[None]:
    """While a PDF is made, nothing is reckoned twice that comes out the same."""
    with (
        kept_work(),
        known_glyphs(),
        _quick_bytes(),
        _known_pages(),
        _once_written(),
        _quickly_packed(),
        _simply_reckoned(),
        _plainly_listed(),
    ):
        yield


@contextmanager
def _quick_bytes() -> Iterator[None]:
    """pydyf tries the types of a value in turn, half a million times for 1,000 papers: an eighth of
    the writing."""
    pydyf = import_module("pydyf")
    name = "_to_bytes"
    usual = getattr(pydyf, name)

    def to_bytes(item: Any) -> bytes:
        kind = type(item)
        if kind is bytes:
            return item  # type: ignore[no-any-return]
        if kind is str:
            return item.encode("ascii")  # type: ignore[no-any-return]
        if kind is int:
            return b"%d" % item
        return usual(item)  # type: ignore[no-any-return]

    with replaced(pydyf, name, to_bytes):
        yield


@contextmanager
def _known_pages() -> Iterator[None]:
    """pydyf lists all pages for each element that asks for one: a fifth of the writing of 60 pages,
    and more of more."""
    base = import_module("pydyf").PDF
    usual = base.page_references.fget
    found: dict[tuple[int, int], tuple[bytes, ...]] = {}

    def references(self: Any) -> tuple[bytes, ...]:
        key = id(self), len(self.pages["Kids"])
        if key not in found:
            found[key] = usual(self)
        return found[key]

    with replaced(base, "page_references", property(references)):
        yield


def without_notes(html: Any) -> None:
    """Has no element of WeasyPrint's ``html`` asked and styled for each of the five signs that
    notes have, as no sheet of ours has notes: a twelfth of a long list."""
    html._ua_stylesheets = lambda forms=False: [lean_sheet()]


@cache
def lean_sheet() -> Any:
    """WeasyPrint's own style sheet without the calls and marks of notes."""
    usual = import_module("weasyprint.html").UA_STYLESHEET
    lean = copy(usual)
    lean.matcher = copy(usual.matcher)
    lean.matcher.other_selectors = [
        (test, weight, order, pseudo, payload)
        for test, weight, order, pseudo, payload in usual.matcher.other_selectors
        if "note" not in (pseudo or "")
    ]
    keep_with(lean)
    return lean


@contextmanager
def _once_written() -> Iterator[None]:
    """pydyf asks for all objects twice, to write them and for the digest of the file: a twentieth
    of the writing. While it writes, they stay as they are."""
    pydyf = import_module("pydyf")
    write, kept = pydyf.PDF.write, dict[int, bytes]()

    def once(base: Any) -> property:
        usual = base.data.fget

        def data(self: Any) -> bytes:
            if self.number is None:
                return usual(self)  # type: ignore[no-any-return]
            if self.number not in kept:
                kept[self.number] = usual(self)
            return kept[self.number]

        return property(data)

    def write_once(self: Any, *given: Any, **more: Any) -> None:
        with ExitStack() as stack:
            for base in (pydyf.Dictionary, pydyf.Array):
                stack.enter_context(replaced(base, "data", once(base)))
            write(self, *given, **more)
        kept.clear()

    with replaced(pydyf.PDF, "write", write_once):
        yield


@contextmanager
def _quickly_packed() -> Iterator[None]:
    """pydyf packs streams as small as can be. A fiftieth larger, they take a third of that time: a
    fifteenth of a long cv.pdf."""

    class Quick:
        @staticmethod
        def compressobj(level: int) -> Any:
            return zlib.compressobj(min(level, _EFFORT))

        compress = staticmethod(zlib.compress)

    with replaced(import_module("pydyf"), "zlib", Quick):
        yield


@contextmanager
def _plainly_listed() -> Iterator[None]:
    """WeasyPrint lists what is in a box by a generator in a generator for each box around it, and
    so each of the boxes of a page ten times: a fiftieth of the layout."""
    base = import_module("weasyprint.formatting_structure.boxes").Box

    def descendants(self: Any, placeholders: bool = False) -> Iterator[Any]:
        yield self
        ways = [iter(self.children)]
        while ways:
            for each in ways[-1]:
                if isinstance(each, base):
                    yield each
                    if each.children:
                        ways.append(iter(each.children))
                        break
                elif placeholders:
                    yield from each.descendants(placeholders)
                else:
                    yield each
            else:
                ways.pop()

    with replaced(base, "descendants", descendants):
        yield


@contextmanager
def _simply_reckoned() -> Iterator[None]:
    """WeasyPrint reckons how narrow each box can be that is as wide as its words, even where there
    is room for them; asks Pango for each two letters at the ends of texts whether a line may break
    there; and goes four times through margins that meet: a twelfth of the layout of a list."""
    preferred = import_module("weasyprint.layout.preferred")
    usual, widest = preferred.shrink_to_fit, preferred.max_content_width
    can_break = lru_cache(_MOST_ENDS)(import_module("weasyprint.text.line_break").can_break_text)

    def shrink_to_fit(context: Any, box: Any, available: float) -> Any:
        width = widest(context, box, outer=False)
        return width if width <= available else usual(context, box, available)

    def collapse_margin(margins: list[float]) -> float:
        return max((0, *margins)) + min((0, *margins))

    with (
        everywhere("shrink_to_fit", shrink_to_fit),
        everywhere("can_break_text", can_break),
        everywhere("collapse_margin", collapse_margin),
    ):
        yield
