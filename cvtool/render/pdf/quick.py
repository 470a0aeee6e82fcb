"""What WeasyPrint 70 does for nothing, left out: every byte of the PDF stays as it is.

Each part says what it gives; ``tests/test_pdf_patches.py`` fails once one may go.
"""

from __future__ import annotations

import ctypes.util
import re
import ssl
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Any

_WORD = re.compile(r"\w+")
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
