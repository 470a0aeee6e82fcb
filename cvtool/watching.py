"""Waits for changes of the files that a CV is made from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def changes(source: Path, templates: Path | None, output: Path) -> Iterator[None]:
    """Yields once after each burst of changes beside cv.yaml or in the templates.

    What happens in the output folder, and in hidden and temporary files, does not count.
    """
    from watchfiles import watch

    root = source.resolve().parent
    made = output.resolve()

    def counts(_: object, name: str) -> bool:
        path = Path(name)
        inside = path.relative_to(root) if path.is_relative_to(root) else Path(path.name)
        is_hidden = any(part.startswith(".") or part.endswith("~") for part in inside.parts)
        return not is_hidden and not path.is_relative_to(made)

    roots = [root, templates.resolve()] if templates else [root]
    for _ in watch(*roots, watch_filter=counts, raise_interrupt=True, debounce=200):
        yield
