"""The cases in tests/cases: what cvtool makes of each, and how that is written down to compare."""

from __future__ import annotations

import json
import os
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from shutil import copy, copytree
from typing import Any

from docxs import docx_text
from pdfs import pdf_structure, pdf_text

import cvtool
from cvtool.model.dates import PartialDate
from cvtool.model.document import Document, PageStyle, Section
from cvtool.model.formats import Format
from cvtool.model.inline import Code, Emph, Link, Strong, Sub, Sup, Text
from cvtool.pipeline.editions import Edition, Wanted
from cvtool.pipeline.load import load_all
from cvtool.render import FORMATS, folds
from cvtool.render.pdf import make
from cvtool.render.pdf.style import Look, look_of
from cvtool.render.theme import theme_for
from cvtool.source.layouts import THEMES
from cvtool.store.files import replace_file

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "tests" / "cases"
SOURCES = {"sample": ROOT / "cv.yaml"} | {
    path.parent.name: path
    for name in ("cv.yaml", "resume.json")
    for path in sorted(FOLDER.glob(f"*/{name}"))
}
"""Case -> its source. The sample is the repository's own."""

VARIED = ("two-tone", "modern", "sidebar")
"""Themes that are made otherwise than one another."""

THEMED = [
    (case, theme) for case in SOURCES for theme in THEMES if case == "engineer" or theme in VARIED
]
"""Cases in themes: a short one in all, the others in some."""

WHOLE = tuple(case for case in SOURCES if case != "listed")
"""The cases whose pages say all: the list of publications of the other one is cut."""

SHARED = "TESTS_SHARED"
"""The variable with the folder of what the workers of one run of pytest make for each other."""

FILES = {
    file.name: row.name
    for row in FORMATS.values()
    for file in row.files
    if not file.media_type.startswith("image/")
}
"""Output -> its format, but for pictures."""
OUTPUTS = tuple(FILES)
COMPARED = tuple(name for name in OUTPUTS if FILES[name] != "fragment")
"""Those that are written down: parts of the homepage are made by its templates once more."""
_LEFT_OUT = {"labels", "folder", "data", "digest", "origin", "webp"}
"""Fields of the Document that are no part of what a CV says, or are bytes and what follows from
them: those of a picture are others with every release of Pillow."""
_OUTLINES = ("id", "heading", "summary", "sections")
"""What may differ from one format's outline to the other's."""


def copied(case: str, folder: Path) -> Path:
    """The source of a copy of the case in a new folder: what is private is made beside a source."""
    source = SOURCES[case]
    of_sample = [ROOT / name for name in ("cv.yaml", "publications.bib", "variants", "fonts")]
    own = source.parent.iterdir() if source.parent != ROOT else of_sample
    folder.mkdir()
    for path in own:
        if path.name != "expected":
            (copytree if path.is_dir() else copy)(path, folder / path.name)
    return folder / source.name


@cache
def document(case: str) -> Document:
    """What everybody may see."""
    return cvtool.load(SOURCES[case])


@cache
def handed(case: str) -> Document:
    """What those see whom the owner hands it."""
    return cvtool.load(SOURCES[case], "private")


def whole(case: str, format_name: str) -> Document:
    """The most that the format is made of."""
    return (document if FORMATS[format_name].is_public else handed)(case)


@cache
def edition(variant: str, language: str) -> Edition:
    """One of the sample's."""
    (found,) = load_all(SOURCES["sample"], wanted=Wanted((variant,), (language,))).editions
    return found


def read_in(variant: str, language: str) -> Document:
    """The most that anybody reads in this edition of the sample."""
    version = edition(variant, language).whole
    assert version
    return version.document


@cache
def of_edition(variant: str, language: str, format_name: str) -> dict[str, bytes]:
    """The files of a format in this edition of the sample, by their names."""
    return rendered(read_in(variant, language), format_name)


def rendered(found: Document, format_name: str) -> dict[str, bytes]:
    """The files of a format, by their names."""
    with warnings.catch_warnings():
        # WeasyPrint leaves the file of a colour profile to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        return {output.path: output.data for output in cvtool.render(found, format_name)}


@cache
def outputs(case: str) -> dict[str, bytes]:
    """Every file that ``render --all`` makes of the case, by its name, with the private parts where
    it is made with them, too.
    """
    found: dict[str, bytes] = {}
    for name, row in FORMATS.items():
        found |= slow(case, row) if row.is_slow else rendered(whole(case, name), name)
    return found


def slow(case: str, row: Format) -> dict[str, bytes]:
    (file,) = row.files

    def made() -> bytes:
        return rendered(whole(case, row.name), row.name)[file.name]

    return {file.name: shared(f"{case}-{file.name}", made)}


@cache
def themed_pdf(case: str, theme: str) -> bytes:
    """cv.pdf of the case in another theme, as that has it, with the private parts."""

    def made() -> bytes:
        found = handed(case)
        pages = replace(found.pages, theme=theme, dates="")
        return make(found, pages, theme_for(found.folder)).data

    return shared(f"{case}-{theme}.pdf", made)


def shared(name: str, made: Callable[[], bytes]) -> bytes:
    """What one worker of pytest has made, for the others to read."""
    kept = Path(os.environ[SHARED], name)
    if not kept.is_file():
        replace_file(kept, made())
    return kept.read_bytes()


@cache
def arranged(theme: str) -> Look:
    """How the theme of cv.pdf arranges things."""
    return look_of(PageStyle(theme=theme), theme_for(ROOT).read(f"pdf/themes/{theme}.css"))


def is_centred(theme: str) -> bool:
    """Whether its head stands in the middle."""
    sheet = theme_for(ROOT).read(f"pdf/themes/{theme}.css")
    return bool(re.search(r"^header \{\s*text-align: center", sheet, re.MULTILINE))


@cache
def goldens(case: str) -> dict[str, bytes]:
    """What belongs into the case's folder ``expected``."""
    made = {name: data for name, data in outputs(case).items() if name in COMPARED}
    pdf = made.pop("cv.pdf")
    return made | {
        "cv.docx.txt": docx_text(made.pop("cv.docx")).encode(),
        "document.txt": "".join(f"{line}\n" for line in described(handed(case))).encode(),
        "cv.pdf.txt": pdf_text(pdf).encode(),
        "cv.pdf.structure.txt": pdf_structure(pdf).encode(),
    }


def described(value: Any) -> Iterator[str]:
    """The value as indented lines: its fields by name, without the empty ones."""
    if _is_inlines(value):
        yield folds.html(value).replace("&#x27;", "'").replace("&quot;", '"')
    elif isinstance(value, PartialDate):
        yield str(value)
    elif isinstance(value, Document):
        outlines = {name: _shape(sections) for name, sections in value.outlines.items()}
        yield from _pairs(
            (name, outlines if name == "outlines" else each) for name, each in _named(value)
        )
    elif is_dataclass(value):
        yield from _pairs(_named(value))
    elif isinstance(value, Mapping):
        yield from _pairs(iter(value.items()))
    elif isinstance(value, tuple | list):
        for item in value:
            first, *rest = [*described(item)] or ["(empty)"]
            yield f"- {first}"
            yield from (f"  {line}" for line in rest)
    else:
        yield json.dumps(value, ensure_ascii=False)


def _named(value: Any) -> Iterator[tuple[str, Any]]:
    for each in fields(value):
        if each.compare and each.name not in _LEFT_OUT:
            yield each.name, getattr(value, each.name)


def _shape(sections: tuple[Section, ...]) -> list[dict[str, Any]]:
    """An outline without the entries, which are the same in all."""
    return [
        {name: getattr(each, name) for name in _OUTLINES} | {"sections": _shape(each.sections)}
        for each in sections
    ]


def _is_inlines(value: object) -> bool:
    nodes = Text | Emph | Strong | Sub | Sup | Code | Link
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], nodes)


def _pairs(pairs: Iterator[tuple[str, Any]]) -> Iterator[str]:
    for name, value in pairs:
        if value is None or value is False or value in ("", (), {}, []):
            continue
        lines = list(described(value))
        if len(lines) == 1 and not isinstance(value, Mapping) and not lines[0].startswith("- "):
            yield f"{name}: {lines[0]}"
        elif lines:
            yield f"{name}:"
            yield from (f"  {line}" for line in lines)
