"""The CV in every theme of cv.pdf."""

from __future__ import annotations

from pathlib import Path

from .printing import print_error, print_problems, say, size


def preview(source: Path, folder: Path) -> bool:
    """Renders the CV in each theme into the folder, and prints the files; whether it could."""
    from ..pipeline.themes import previews
    from ..pipeline.workspace import Workspace
    from ..render import RenderError

    workspace = Workspace(source)
    loaded = workspace.load()
    print_problems(loaded.problems)
    if loaded.document is None:
        return False
    try:
        for path in previews(loaded.document, workspace.theme, folder):
            say(f"{path!s:<28} {size(path.stat().st_size):>9}")
    except RenderError as error:
        print_error(str(error))
        return False
    return True
