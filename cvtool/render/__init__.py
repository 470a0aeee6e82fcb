"""The renderers: a row a format, in one table; others plug in by entry point.

A renderer sees a finished Document and a Theme, and yields Outputs, with Problems where something
is to be said of them. It reads no clock, no network and no file but the theme's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

from ..model.formats import File, Format, Place
from ..model.problems import Problem, ProblemError, suggestion
from .plugins import Plugins, plugged

if TYPE_CHECKING:
    from ..model.document import Document
    from .theme import Theme


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


def _own(name: str, about: str, *files: File, module: str = "", **more: Any) -> Format:
    return Format(name, f"{__name__}.{module or name}", files, about, **more)


_PROGRAMS: tuple[Place, ...] = ("homepage", "llms", "endpoints")
_ROWS = (
    _own(
        "pdf",
        "the CV to send",
        File(
            "cv.pdf",
            "application/pdf",
            brief="cvPdf",
            places=("homepage", "contact", "llms"),
        ),
        has_layout=True,
        is_slow=True,
    ),
    _own(
        "html",
        "the homepage",
        File("index.html", "text/html"),
        has_layout=True,
        is_public=True,
    ),
    _own(
        "card",
        "the picture that goes with a link to the homepage",
        File("card.png", "image/png"),
        module="html.card",
        is_slow=True,
        is_public=True,
    ),
    _own(
        "markdown",
        "CommonMark",
        File("cv.md", "text/markdown", places=("homepage",)),
        module="plaintext:markdown",
        has_layout=True,
    ),
    _own(
        "text",
        "plain text, lines under 80 columns",
        File("cv.txt", "text/plain", places=("homepage",)),
        module="plaintext:text",
        has_layout=True,
    ),
    _own(
        "llms",
        "for language models",
        File(
            "llms.txt",
            "text/plain",
            places=("homepage", "endpoints"),
            relation="describedby",
        ),
        File("llms-full.txt", "text/plain", places=_PROGRAMS),
        module="plaintext:llms",
        has_layout=True,
        first=(
            *("news", "education", "publications", "work", "openSource", "projects"),
            *("service", "awards", "talks", "press"),
        ),
        elsewhere=("summary", "research"),
        is_public=True,
    ),
    _own(
        "jsonresume",
        "JSON Resume 1.0.0",
        File("resume.json", "application/json", places=("homepage", "llms")),
    ),
    _own(
        "profile",
        "schema.org JSON-LD",
        File("profile.json", "application/json", places=_PROGRAMS),
        is_public=True,
    ),
    _own(
        "publications",
        "CSL-JSON",
        File("publications.json", "application/json", places=_PROGRAMS),
        module="csl",
        is_public=True,
    ),
    _own(
        "bibtex",
        "BibTeX",
        File("publications.bib", "application/x-bibtex", places=("homepage",)),
        is_public=True,
    ),
    _own(
        "feed",
        "JSON Feed 1.1 of news, publications and talks",
        File("feed.json", "application/feed+json", places=_PROGRAMS),
        is_public=True,
    ),
    _own(
        "atom",
        "Atom feed of the same",
        File("atom.xml", "application/atom+xml", places=("homepage",)),
        is_public=True,
    ),
)

FORMATS: Mapping[str, Format] = MappingProxyType({row.name: row for row in _ROWS})
"""cvtool's own formats by their names."""


@cache
def _plugins() -> Plugins:
    return plugged(FORMATS)


def formats() -> Mapping[str, Format]:
    """Every format by its name, cvtool's own first, then those of plugins.

    A plugin that cannot be used has a row as well, and to render it says why.
    """
    return {**FORMATS, **_plugins().rows}


def faults() -> Mapping[str, str]:
    """Why plugins cannot be used, a line each, by the format's name or the entry point's value."""
    return _plugins().faults


def find(name: str) -> Renderer:
    """The renderer of a format, imported now.

    Raises ``ProblemError`` when there is none of that name, or its plugin does not import.
    """
    row = formats().get(name)
    if row is None:
        raise ProblemError([Problem((), f"unknown format '{name}'{suggestion(name, formats())}")])
    if not isinstance(row.render, str):
        return row.render
    module, _, attribute = row.render.partition(":")
    try:
        render: Renderer = getattr(import_module(module), attribute or "render")
    except Exception as error:
        if name in FORMATS:
            raise
        raise ProblemError([Problem((), f"its plugin does not import: {error}")]) from error
    return render
