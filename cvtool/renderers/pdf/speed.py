"""What makes the PDF quicker without changing a byte of it."""

from __future__ import annotations

import ctypes.util
import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

_RARELY = ("fontTools.subset", "fontTools.varLib.instancer")


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
