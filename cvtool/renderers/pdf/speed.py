"""What makes the PDF quicker without changing a byte of it."""

from __future__ import annotations

import ctypes.util
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def swift_import() -> Iterator[None]:
    """On Linux, WeasyPrint's libraries are opened by their sonames alone.

    WeasyPrint tries the names of several systems in turn. For each that is not Linux's, cffi asks
    ``ctypes.util.find_library``, which starts gcc, ldconfig and objdump to find nothing: much of
    the import's time. WeasyPrint offers no way to choose the names, so the search answers "no" for
    as long as the import lasts; the loader of the system then finds the soname.
    """
    search = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = search


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
