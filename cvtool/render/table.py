"""The formats: a row each in one table; other packages bring theirs by entry points.

None of those can break another.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from functools import cache, partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING, Any, NoReturn

from ..model.formats import LAYOUT, File, Format, Place
from ..model.problems import Problem, ProblemError, printable, shortened
from ..store.digests import digest_of
from ..store.program import infos

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "cvtool.renderers"
"""The group of entry points, each of which names a Format, or a renderer alone."""


def _own(name: str, about: str, *files: File, module: str = "", **more: Any) -> Format:
    return Format(name, f"{__package__}.{module or name}", files, about, **more)


def _file(name: str, media_type: str, *places: Place, **more: Any) -> File:
    return File(name, media_type, places=places, **more)


GENERATORS = ("none", "jekyll", "hugo", "quarto", "mkdocs")
"""The makers of sites for which there are pages in Markdown, too."""
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_PAPERS = ("publications",)
_NEWS = ("posts", "news", "publications", "talks")

# fmt: off
_ROWS = (
    _own("pdf", "the CV to send",
         _file("cv.pdf", "application/pdf", "homepage", "contact", "llms", brief="cvPdf"),
         has_layout=True, is_slow=True, pictured=f"{__package__}.pdf:pictured"),
    _own("html", "the homepage",
         _file("index.html", "text/html"),
         has_layout=True, shows=("abstract", "summary"), is_public=True),
    _own("card", "the picture that goes with a link to the homepage",
         _file("card.png", "image/png"),
         module="html.card", is_slow=True, is_public=True),
    _own("markdown", "CommonMark",
         _file("cv.md", "text/markdown", "homepage"),
         module="plaintext:cv_md", has_layout=True),
    _own("docx", "the CV for Word",
         _file("cv.docx", _WORD, title="CV for Word"),
         has_layout=True, is_on_request=True, needs="docx"),
    _own("latex", "LaTeX to go on with",
         _file("cv.tex", "text/x-tex", title="CV in LaTeX"),
         has_layout=True, is_on_request=True, settings={"template": "article"},
         choices={"template": ("article", "moderncv")}),
    _own("typst", "Typst to go on with",
         _file("cv.typ", "text/x-typst", title="CV in Typst"),
         has_layout=True, is_on_request=True),
    _own("text", "plain text, lines under 80 columns",
         _file("cv.txt", "text/plain", "homepage"),
         module="plaintext:cv_txt", has_layout=True),
    _own("llms", "for language models",
         _file("llms.txt", "text/plain", "homepage", "endpoints", relation="describedby"),
         _file("llms-full.txt", "text/plain", "homepage", "llms", "endpoints"),
         module="plaintext:llms", has_layout=True, shows=("abstract", "summary"), is_public=True,
         first=("news", "education", "publications", "work", "openSource", "projects",
                "service", "awards", "talks", "press"),
         elsewhere=("summary", "research")),
    _own("jsonresume", "JSON Resume 1.0.0",
         _file("resume.json", "application/json", "homepage", "llms")),
    _own("profile", "schema.org JSON-LD",
         _file("profile.json", "application/json", "homepage", "llms", "endpoints"),
         is_public=True),
    _own("publications", "CSL-JSON",
         _file("publications.json", "application/json", "homepage", "llms", "endpoints"),
         module="plaintext:publications_json", is_public=True, holds=_PAPERS),
    _own("bibtex", "BibTeX",
         _file("publications.bib", "application/x-bibtex", "homepage"),
         module="plaintext:publications_bib", is_public=True, holds=_PAPERS),
    _own("ris", "RIS, for reference managers",
         _file("publications.ris", "application/x-research-info-systems", "homepage"),
         module="plaintext:publications_ris", is_public=True, holds=_PAPERS),
    _own("orcid", "BibTeX to add works to your ORCID record",
         _file("orcid.bib", "application/x-bibtex"),
         module="plaintext:orcid_bib", is_on_request=True, is_public=True),
    _own("feed", "JSON Feed 1.1 of news, publications and talks",
         _file("feed.json", "application/feed+json", "homepage", "llms", "endpoints"),
         is_public=True, holds=_NEWS),
    _own("atom", "Atom feed of the same",
         _file("atom.xml", "application/atom+xml", "homepage"),
         module="feed:atom_xml", is_public=True, holds=_NEWS),
    _own("vcard", "the contacts, for address books",
         _file("contact.vcf", "text/vcard", "homepage"),
         settings={"version": "3.0", "qr": ""},
         choices={"version": ("3.0", "4.0"), "qr": ("homepage", "contact")}),
    _own("fragment", "parts of the homepage for a site that you have",
         _file("fragment/cv.html", "text/html", title="Parts of the homepage"),
         has_layout=True, is_public=True, is_on_request=True,
         settings={"generator": "none"}, choices={"generator": GENERATORS}),
)
# fmt: on

_TYPES: Mapping[str, Any] = {
    "render": str | Callable,
    "about": str,
    "settings": Mapping,
    "choices": Mapping,
    "shows": tuple | list,
    "first": tuple | list,
    "elsewhere": tuple | list,
    "templates": Path | None,
}

FORMATS: Mapping[str, Format] = MappingProxyType({row.name: row for row in _ROWS})
"""cvtool's own formats by their names."""


def formats() -> Mapping[str, Format]:
    """Every format by its name, cvtool's own first, then those of plugins.

    A plugin that cannot be used has a row as well, and to render it says why.
    """
    return {**FORMATS, **_plugins()[0]}


def available() -> Mapping[str, Format]:
    """Those that can be made here: the others need what is not installed."""
    rows = formats()
    return {name: row for name, row in rows.items() if not row.needs or find_spec(row.needs)}


def lacking(names: Collection[str]) -> Iterator[Problem]:
    """Which of these cannot, and what to do, a note each."""
    rows, there = formats(), available()
    for row in (row for name, row in rows.items() if name in names and name not in there):
        message = f"left out: pip install 'cvtool[{row.name}]' brings what it needs"
        yield Problem((), message, "note", row.files[0].name)


def faults() -> Mapping[str, str]:
    """Why plugins cannot be used, a line each, by the format's name or the entry point's value."""
    return _plugins()[1]


def parts() -> Iterator[str]:
    """What the outputs of plugins depend on beside the input: versions, code and templates."""
    for point in _points():
        yield f"{point.name}={point.value} {point.dist.version if point.dist else ''}"
        yield from map(digest_of, _modules(point.module))
    for folder in (row.templates for row in formats().values() if row.templates):
        files = (path for path in sorted(folder.rglob("*")) if path.is_file())
        yield from (f"{path.relative_to(folder).as_posix()}={digest_of(path)}" for path in files)


@cache
def _plugins() -> tuple[Mapping[str, Format], Mapping[str, str]]:
    """The rows of those that are installed, and why some cannot be used.

    Those have a row that makes nothing, but where another has their format.
    """
    rows: dict[str, Format] = {}
    faults: dict[str, str] = {}
    for point in _points():
        others = {**FORMATS, **rows}
        if point.name in others:
            whose = "cvtool" if point.name in FORMATS else "another plugin"
            why = f"the plugin {point.value} is not used: {whose} has the format '{point.name}'"
            faults[point.value] = why
            continue
        try:
            row = _row(point)
            _check(row, point.name, {file.name for each in others.values() for file in each.files})
        except (Exception, SystemExit) as error:
            why = f"the plugin {point.value} cannot be used: {_why(error)}"
            why = shortened(printable(" ".join(why.split())))
            faults[point.name] = why
            row = Format(point.name, partial(_refuse, why), about=why)
        rows[point.name] = row
    return rows, faults


@cache
def _points() -> list[EntryPoint]:
    if not _may_be_some():
        return []
    from importlib.metadata import entry_points

    return sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value))


def _may_be_some() -> bool:
    """Whether what is installed names the group: few have plugins, and nobody else should wait for
    importlib.metadata."""
    if any(map(os.path.isfile, sys.path)):
        return True  # archives, which it can read
    for info in infos():
        with suppress(OSError), open(f"{info}/entry_points.txt", "rb", buffering=0) as file:  # noqa: PTH123
            if GROUP.encode() in file.read():
                return True
    return False


def _row(point: EntryPoint) -> Format:
    found = point.load()
    if isinstance(found, ModuleType):
        found = found.render
    if isinstance(found, Format):
        return found
    if not callable(found):
        raise TypeError(f"it is {found!r}, and neither a Format nor a function")
    return Format(point.name, found, about=f"from the plugin {point.value}")


def _check(row: Format, name: str, taken: set[str]) -> None:
    """Raises where the row says what it cannot."""
    if row.name != name:
        raise ValueError(f"its Format is called '{row.name}', and its entry point '{name}'")
    for key, kind in _TYPES.items():
        if not isinstance(value := getattr(row, key), kind):
            raise TypeError(f"its '{key}' is {value!r}")
    for file in row.files:
        if not isinstance(file, File) or not _is_text(file) or file.name in taken:
            raise ValueError(f"among its files is {getattr(file, 'name', file)!r}")
    for key, value in row.settings.items():
        if not isinstance(key, str) or key in LAYOUT or not _is_setting(value):
            raise ValueError(f"it has a setting '{key}' that is {value!r}")
    if row.templates and not row.templates.is_dir():
        raise ValueError(f"there is no folder '{row.templates}'")


def _is_text(file: File) -> bool:
    texts = (file.name, file.media_type, file.description, file.title, file.brief, file.relation)
    return all(isinstance(each, str) for each in texts)


def _is_setting(value: object) -> bool:
    if isinstance(value, tuple):
        return all(isinstance(each, str) for each in value)
    return isinstance(value, str | bool | int | float)


def _refuse(why: str, *_: object) -> NoReturn:
    raise ProblemError([Problem((), why)])


def _why(error: BaseException) -> str:
    is_plain = isinstance(error, ImportError | ValueError | TypeError)
    return str(error) if is_plain else f"{type(error).__name__}: {error}"


def _modules(name: str) -> list[Path]:
    """The files of a module; all of its package, where it is one."""
    with suppress(Exception, SystemExit):
        path = Path(import_module(name).__file__ or "")
        return sorted(path.parent.rglob("*.py")) if path.name == "__init__.py" else [path]
    return []
