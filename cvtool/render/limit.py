"""An end to what styles and templates of the user's would do for ever: so much time and memory.

It is time of the processor, so that a busy machine ends nothing, and more for a longer Document.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..model.document import Document
    from .theme import Theme

SECONDS, SECONDS_A_LETTER = 30.0, 0.00007
BYTES, BYTES_A_LETTER = 3 << 30, 300
"""What a format may take, and what it may for each letter of the Document as Python shows it: in
our own styles cv.pdf takes a twentieth of that time, and a fifth of that memory."""
_AGAIN = 1.0
"""Seconds after which it is raised once more: libraries catch some, and destructors lose them."""


_ended: dict[tuple[str, ...], str] = {}
"""What was, and why, by the files of the user's."""


class LimitError(Exception):
    """Why it ended, in words that stand behind a place."""


@contextmanager
def limited(theme: Theme, document: Document | None = None, what: str = "") -> Iterator[None]:
    """Raises ``LimitError`` where that takes too much with styles or templates of the user's, and
    at once where the same did before: an edition of the CV takes as long as the other.

    Ours take what the Document does, and are not limited. Nor is any thread but the first, for no
    other can be told, nor are systems that have no such clock.
    """
    is_first = threading.current_thread() is threading.main_thread()
    if theme.folders and is_first and os.name != "nt":
        from ..store.digests import digest_of

        size = _size(document) if document else 0
        key = (what, *map(digest_of, theme.files()))
        if what and key in _ended:
            raise LimitError(_ended[key])
        try:
            with _memory(BYTES + BYTES_A_LETTER * size), _time(SECONDS + SECONDS_A_LETTER * size):
                yield
        except LimitError as error:
            _ended[key] = str(error)
            raise
    else:
        yield


def _size(document: Document) -> int:
    """The letters of the Document, without its portrait."""
    image = document.person.image
    return len(repr(document)) - len(repr(image))


@contextmanager
def _time(seconds: float) -> Iterator[None]:
    import signal

    is_over = False

    def end(*_: Any) -> None:
        if not is_over:
            raise LimitError(f"this takes more than {seconds:.0f} seconds of the processor")

    def lost(found: Any) -> None:
        if found.exc_type is not LimitError:
            tell(found)

    before, tell = signal.signal(signal.SIGPROF, end), sys.unraisablehook
    sys.unraisablehook = lost
    signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
    try:
        yield
    finally:
        is_over = True
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
        sys.unraisablehook = tell


@contextmanager
def _memory(most: int) -> Iterator[None]:
    """Beside what the process has, where Linux says how much that is."""
    from ..store.files import read_file

    try:
        import resource

        used = int(read_file(Path("/proc/self/statm")).split()[0]) * resource.getpagesize()
    except (ImportError, OSError):
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_AS)
    now = used + most if before[0] == resource.RLIM_INFINITY else min(used + most, before[0])
    resource.setrlimit(resource.RLIMIT_AS, (now, before[1]))
    try:
        yield
    except MemoryError as error:
        why = f"this takes more than {most / (1 << 30):.0f} GB of memory"
        raise LimitError(why).with_traceback(error.__traceback__) from None
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
