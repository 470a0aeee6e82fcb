"""Waits for changes of the files that a CV is made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

_TICK = 500


def changes(folders: Callable[[], set[Path]]) -> Iterator[None]:
    """Yields once after each burst of changes in the folders, asking anew for them each time.

    It also yields once when it has begun to watch, for what was saved before. Hidden files and
    backups do not count. Whoever writes into the folders himself must come to rest.
    """
    from watchfiles import watch

    while True:
        watched = folders()
        is_new = True
        for found in watch(
            *watched,
            watch_filter=lambda _, name: _counts(Path(name)),
            recursive=False,
            debounce=200,
            rust_timeout=_TICK,
            yield_on_timeout=True,
        ):
            if found or is_new:
                is_new = False
                yield
                if folders() != watched:
                    break


def _counts(path: Path) -> bool:
    return not path.name.startswith(".") and not path.name.endswith("~")
