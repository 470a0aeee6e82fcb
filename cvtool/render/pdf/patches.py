"""What makes the PDF quicker, and in less memory, without changing a byte of it."""

from __future__ import annotations

import ctypes.util
import gc
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from importlib import import_module
from types import ModuleType
from typing import Any

_RARELY = ("fontTools.subset", "fontTools.varLib.instancer")
_NOTES = re.compile(r"footnote|note\(")
_WORD = re.compile(r"\w+")
_FEW_PAGES = 4
_PSEUDO_ELEMENT = 3  # in the tuple that cssselect2 keeps for a rule


@contextmanager
def swift_import() -> Iterator[None]:
    """While it lasts, the import of WeasyPrint leaves out what cost a third of its time.

    Its libraries are opened by their sonames alone, on Linux. WeasyPrint tries the names of several
    systems in turn; for each that is not Linux's, cffi asks ``ctypes.util.find_library``, which
    starts gcc, ldconfig and objdump to find nothing. WeasyPrint offers no way to choose the names,
    so the search answers "no", and the loader of the system then finds the soname.

    Two modules of fontTools are imported when they are called: WeasyPrint needs one where
    HarfBuzz cannot subset, the other for variable fonts.
    """
    search = ctypes.util.find_library
    stand_ins = {name: _Later(name) for name in _RARELY if name not in sys.modules}
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        ctypes.util.find_library = search
        for name in stand_ins:
            del sys.modules[name]


class _Later(ModuleType):
    """Stands for a module of which only functions and classes are used, to be called later."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*arguments: Any, **more: Any) -> Any:
            return getattr(import_module(self.__name__), name)(*arguments, **more)

        return call


def swift_types(ffi: Any) -> None:
    """Lets cffi read the name of a C type ten times as fast, which WeasyPrint asks of it for every
    length of an array.

    cffi has a parser of C read the name behind a declaration of each type that it knows. It says
    itself that to do without it would have to reach into that parser. The types that the name does
    not speak of play no role in it, so they are kept away.
    """
    parser = ffi._parser
    if "_parse" in vars(parser):
        return
    parse = parser._parse

    def parse_alone(name: str) -> Any:
        words, known = set(_WORD.findall(name)), parser._declarations
        parser._declarations = {key: known[key] for key in known if key.split()[-1] in words}
        try:
            return parse(name)
        finally:
            parser._declarations = known

    parser._parse = parse_alone


def lean_html(library: Any, page: str) -> Any:
    """WeasyPrint's ``HTML``, less the styles of what the page does not have.

    WeasyPrint's own style sheet has six rules for every element of any page: those of list markers
    that have no style else, of footnotes and of notes. Each makes a style of its own, so that seven
    stand where one is used. There is no other way to the sheet. ``page`` is the HTML and the CSS:
    where a user has put footnotes, the sheet stays whole.
    """
    if _NOTES.search(page):
        return library.HTML

    class LeanHTML(library.HTML):  # type: ignore[misc]
        def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
            return [_without_rules_for_all(sheet) for sheet in super()._ua_stylesheets(forms)]

    return LeanHTML


def _without_rules_for_all(sheet: Any) -> Any:
    """A style sheet without its rules for pseudo-elements of all elements."""
    sheet = copy(sheet)
    sheet.matcher = copy(sheet.matcher)
    rules = sheet.matcher.other_selectors
    sheet.matcher.other_selectors = [rule for rule in rules if rule[_PSEUDO_ELEMENT] is None]
    return sheet


@contextmanager
def no_collection() -> Iterator[None]:
    """No search for cyclic garbage: laying out a page makes many objects, and hardly any of it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def tidied(document: Any) -> Any:
    """The laid-out document, without what its layout left behind where that is much."""
    if len(document.pages) > _FEW_PAGES:
        gc.collect()
    return document
