"""Waits for changes of the files that a CV is made from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from .theme import Theme

_TICK = 500


def folders_of(inputs: Iterable[Path], theme: Theme) -> set[Path]:
    """Every folder that holds, or may come to hold, a file that the outputs depend on.

    The first of the inputs is cv.yaml.
    """
    source, *named = inputs
    beside = source.parent
    found = {beside, beside / "fonts", *(path.parent for path in named), *theme.search_path}
    found |= {path for root in theme.search_path for path in root.rglob("*")}
    return {path.resolve() for path in found if path.is_dir()}


def changes(folders: Callable[[], set[Path]], rest: int = 50) -> Iterator[None]:
    """Yields once after each burst of changes in the folders, asking anew for them each time.

    A burst is over after ``rest`` milliseconds without a change. It also yields once when it has
    begun to watch, for what was saved before. Hidden files and backups do not count. Whoever writes
    into the folders himself must come to rest.
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
            step=rest,
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
