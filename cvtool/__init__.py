"""One cv.yaml and one publications.bib feed every output of a CV.

import cvtool

document = cvtool.load("cv.yaml")
for output in cvtool.render(document, "pdf"):
    print(output.path, len(output.data))
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from . import render as _render  # now, lest its first import later hides the function of that name

if TYPE_CHECKING:
    from .model.document import Document
    from .render import Output

__all__ = ["__version__", "load", "render"]

__version__ = "0.1.0"


def load(path: str | os.PathLike[str] = "cv.yaml") -> Document:
    """The finished CV of a cv.yaml, of the bibliography and the portrait that it names.

    Raises ``cvtool.problems.ProblemError``, with every problem, when one of them is an error.
    """
    from .pipeline.load import load as load_path

    return load_path(path)


def render(
    document: Document, name: str, templates: str | os.PathLike[str] | None = None
) -> tuple[Output, ...]:
    """The outputs of one format (``cvtool formats`` lists them): a path and its bytes each.

    ``templates`` is a folder that goes before the ``templates/`` beside cv.yaml and cvtool's own.
    Raises ``ProblemError`` for an unknown format, ``RenderError`` when the format cannot
    show the document.
    """
    from pathlib import Path

    from .render.theme import theme_for

    theme = theme_for(document.folder, Path(templates) if templates else None)
    made = _render.find(name)(document, theme)
    return tuple(each for each in made if isinstance(each, _render.Output))
