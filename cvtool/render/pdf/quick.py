"""What WeasyPrint 70 and pydyf 0.13 do for nothing, or twice, left out: every byte of the PDF stays
as it is.

Each part says what it gives; ``tests/test_pdf_patches.py`` fails once one may go.
"""

from __future__ import annotations

import ctypes.util
import re
import ssl
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Any

_WORD = re.compile(r"\w+")
_SIDES = ("top", "right", "bottom", "left")
_LENGTHS = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in _SIDES),
    *(f"border_{side}_width" for side in _SIDES),
    *(f"{most}{length}" for most in ("", "min_", "max_") for length in ("width", "height")),
)
"""What a box has of its style, resolved."""
_RARELY = ("fontTools.subset", "fontTools.varLib.instancer")


@contextmanager
def replaced(module: Any, name: str, value: object) -> Iterator[None]:
    """Has ``value`` in the place of what the module or class calls ``name``."""
    before = getattr(module, name)
    setattr(module, name, value)
    try:
        yield
    finally:
        setattr(module, name, before)


@contextmanager
def no_search() -> Iterator[None]:
    """On Linux, libraries are opened by their sonames alone.

    WeasyPrint tries the names of several systems in turn, and does not let itself be told; for each
    that is not Linux's, cffi asks ``find_library``, which starts gcc, ldconfig and objdump to find
    nothing. Where it answers "no", the loader of the system finds the soname.
    """
    answers: dict[str, Callable[[str], str | None]] = {"linux": lambda name: None}
    answer = answers.get(sys.platform, ctypes.util.find_library)
    with replaced(ctypes.util, "find_library", answer):
        yield


@contextmanager
def no_certificates() -> Iterator[None]:
    """From Python 3.12 on, each of WeasyPrint's fetchers of web pages makes a TLS context, which
    reads all certificates of the machine: three times while it is imported, for its own style
    sheets, which fetch nothing. A context without certificates trusts nobody."""
    with replaced(
        ssl, "_create_default_https_context", partial(ssl.SSLContext, ssl.PROTOCOL_TLS_CLIENT)
    ):
        yield


def swift_types(ffi: Any) -> None:
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
def later_imports() -> Iterator[None]:
    """Two modules of fontTools are imported when they are called: WeasyPrint needs one where
    HarfBuzz cannot subset, the other for variable fonts."""
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
def quick_work() -> Iterator[None]:
    """While a PDF is made, nothing is reckoned twice that comes out the same."""
    with _once_resolved(), _once_asked(), _quick_bytes(), _known_pages():
        yield


@contextmanager
def _once_resolved() -> Iterator[None]:
    """WeasyPrint resolves eighteen lengths of each box, most often of one style in one place: a
    tenth of the layout.

    What comes out is kept with the style. Of a page the height counts, too, and of cells with
    common borders what stands beside them: these are left alone.
    """
    module = import_module("weasyprint.layout.percent")
    name, boxes = "resolve_percentages", import_module("weasyprint.formatting_structure.boxes")
    resolve = getattr(module, name)

    def resolved(box: Any, containing_block: Any) -> None:
        style, around = box.style, containing_block
        if isinstance(box, boxes.PageBox) or style["border_collapse"] == "collapse":
            resolve(box, around)
            return
        size = (around.width, around.height) if isinstance(around, boxes.Box) else (*around,)
        kept = style.__dict__.setdefault("resolved", {})
        if size not in kept:
            resolve(box, around)
            kept[size] = {each: getattr(box, each) for each in _LENGTHS}
        box.__dict__.update(kept[size])

    with ExitStack() as stack:
        for user in [*sys.modules.values()]:
            if getattr(user, "__name__", "").startswith("weasyprint") and hasattr(user, name):
                stack.enter_context(replaced(user, name, resolved))
        yield


@contextmanager
def _once_asked() -> Iterator[None]:
    """WeasyPrint asks each box some twenty times whether it is in the flow: a twentieth of the
    layout. Its style says it."""
    base = import_module("weasyprint.formatting_structure.boxes").Box
    name = "is_in_normal_flow"
    ask = getattr(base, name)

    def asked(self: Any) -> bool:
        known = self.style.__dict__
        if name not in known:
            known[name] = ask(self)
        return bool(known[name])

    with replaced(base, name, asked):
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
