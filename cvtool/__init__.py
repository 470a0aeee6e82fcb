"""One cv.yaml and one publications.bib feed every output of a CV.

import cvtool

document = cvtool.load("cv.yaml")
for output in cvtool.render(document, "pdf"):
    print(output.path, len(output.data))

What is named here is for scripts and plugins (docs/plugins.md); all else may change at any time.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if sys.version_info < (3, 11):  # noqa: UP036 (in a checkout, where pip does not ask for it)
    _THIS = ".".join(map(str, sys.version_info[:2]))
    raise SystemExit(f"cvtool needs Python 3.11 or newer, and this is {_THIS}")

from . import render as _render  # now, lest its first import later hides the function of that name

if TYPE_CHECKING:
    from .model.blocks import Block, Heading, Item, Paragraph, Verbatim, blocks
    from .model.dates import PartialDate, Span
    from .model.document import Document, Person, Section
    from .model.entry import Entry
    from .model.formats import Alternate, File, Format
    from .model.inline import (
        Code,
        Emph,
        Inline,
        Inlines,
        Link,
        Paragraphs,
        Strong,
        Sub,
        Sup,
        Text,
        to_plain,
    )
    from .model.problems import WARNING, Problem, ProblemError
    from .model.prose import Blocks, CodeBlock, ListBlock, QuoteBlock
    from .model.publication import Author, Publication
    from .model.scripts import width, wrap
    from .render import Output, Renderer, RenderError, formats
    from .render.theme import Theme

__all__ = [
    "WARNING",
    "Alternate",
    "Author",
    "Block",
    "Blocks",
    "Code",
    "CodeBlock",
    "Document",
    "Emph",
    "Entry",
    "File",
    "Format",
    "Heading",
    "Inline",
    "Inlines",
    "Item",
    "Link",
    "ListBlock",
    "Output",
    "Paragraph",
    "Paragraphs",
    "PartialDate",
    "Person",
    "Problem",
    "ProblemError",
    "Publication",
    "QuoteBlock",
    "RenderError",
    "Renderer",
    "Section",
    "Span",
    "Strong",
    "Sub",
    "Sup",
    "Text",
    "Theme",
    "Verbatim",
    "__version__",
    "blocks",
    "formats",
    "load",
    "render",
    "to_plain",
    "width",
    "wrap",
]

__version__ = "0.1.0"

_HOMES = (
    *("model.problems", "model.formats", "model.dates", "model.inline", "model.entry"),
    *("model.prose", "model.publication", "model.document", "model.blocks"),
    *("model.scripts", "render", "render.theme"),
)
"""The modules that names are from: imported when one is asked for, so that this stays light."""


if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        modules = (import_module(f"{__name__}.{home}") for home in _HOMES if name in __all__)
        for module in modules:
            if hasattr(module, name):
                return getattr(module, name)
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")


def load(
    path: str | os.PathLike[str] = "cv.yaml",
    audience: str = "public",
    variant: str = "",
    language: str = "",
) -> Document:
    """The finished CV of a cv.yaml, of the bibliography and the portrait that it names.

    ``audience`` is ``public`` for what everybody may see, ``private`` for the private parts, too;
    a variant that is for one audience is for that. ``variant`` and ``language`` are among those
    that cv.yaml declares: without them it is the CV itself, in its first language.
    Raises ``ProblemError``, with every problem, when one of them is an error. The only environment
    variable that matters is SOURCE_DATE_EPOCH (seconds since 1970, UTC), the date of the CV where
    ``meta.lastModified`` gives none. Large .bib files leave a library in the user's cache folder.
    """
    from pathlib import Path

    from .model.problems import ProblemError
    from .pipeline.editions import Wanted
    from .pipeline.load import load_all

    loaded = load_all(Path(path), wanted=Wanted((variant,), (language,)))
    if loaded.document is None:
        raise ProblemError(loaded.problems)
    return loaded.private or loaded.document if audience == "private" else loaded.document


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
