"""The renderers: one function a format, in one table; others plug in by entry point.

A renderer sees a finished Document and a Theme, and yields Outputs, with Problems where something
is to be said of them. It reads no clock, no network and no file but the theme's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from ..model.problems import Problem, ProblemError, suggestion

if TYPE_CHECKING:
    from ..model.document import Document
    from .theme import Theme

ENTRY_POINTS = "cvtool.renderers"


@dataclass(frozen=True, slots=True)
class Output:
    """A file to write. ``path`` is relative to the output folder, with ``/`` between its parts."""

    path: str
    data: bytes


class Renderer(Protocol):
    """Makes the outputs of one format.

    A Problem among them is a warning about what was made, with the path of what would change it.
    Raises ``RenderError`` when the Document cannot be shown in this format.
    """

    def __call__(self, document: Document, theme: Theme) -> Iterable[Output | Problem]: ...


class RenderError(Exception):
    """Why a format cannot show this Document: one line for the user.

    ``problems`` say the same of the keys in cv.yaml that are to blame, where some are.
    """

    def __init__(self, message: str, problems: Iterable[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


RENDERERS: dict[str, tuple[str, str]] = {
    "pdf": ("pdf", "cv.pdf: the CV to send"),
    "html": ("html", "index.html: the homepage"),
    "card": ("html.card", "card.png: the picture that goes with a link to the homepage"),
    "markdown": ("plaintext:markdown", "cv.md: CommonMark"),
    "text": ("plaintext:text", "cv.txt: plain text, lines under 80 columns"),
    "llms": ("plaintext:llms", "llms.txt and llms-full.txt: for language models"),
    "jsonresume": ("jsonresume", "resume.json: JSON Resume 1.0.0"),
    "profile": ("profile", "profile.json: schema.org JSON-LD"),
    "publications": ("csl", "publications.json: CSL-JSON"),
    "bibtex": ("bibtex", "publications.bib: BibTeX"),
    "feed": ("feed", "feed.json: JSON Feed 1.1 of news, publications and talks"),
    "atom": ("atom", "atom.xml: Atom feed of the same"),
}
"""Format -> the module here that renders it (and its function, else ``render``); what it makes."""


def names() -> list[str]:
    """Every format, cvtool's own first, then those of plugins."""
    return [*RENDERERS, *sorted(_plugins())]


def describe(name: str) -> str:
    """What a format makes, in a few words; ``name`` is one of ``names()``."""
    return RENDERERS[name][1] if name in RENDERERS else f"from the plugin {_plugins()[name]}"


def find(name: str) -> Renderer:
    """The renderer of a format, imported now.

    Raises ``ProblemError`` when there is none of that name, or its plugin does not import.
    """
    if name in RENDERERS:
        module, _, function = RENDERERS[name][0].partition(":")
        render: Renderer = getattr(import_module(f"{__name__}.{module}"), function or "render")
        return render
    load = _plugins().get(name)
    if load is None:
        raise ProblemError([Problem((), f"unknown format '{name}'{suggestion(name, names())}")])
    module, _, attribute = load.partition(":")
    try:
        plugin: Renderer = getattr(import_module(module), attribute or "render")
    except Exception as error:
        raise ProblemError([Problem((), f"the plugin {load} does not import: {error}")]) from error
    return plugin


def _plugins() -> dict[str, str]:
    """Format -> ``module:function``, from the entry points; nothing is imported."""
    from importlib.metadata import entry_points

    found = {point.name: point.value for point in entry_points(group=ENTRY_POINTS)}
    return {name: value for name, value in found.items() if name not in RENDERERS}
