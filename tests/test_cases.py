"""The goldens: the Document and every output of each case in tests/cases, byte for byte.

``pytest --accept`` writes what is made now; a golden that is missing or is no longer made fails.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from golden import COMPARED, FOLDER, OUTPUTS, ROOT, SOURCES, goldens, outputs
from helpers import run

from cvtool.model.problems import Problem
from cvtool.read import check as checking
from cvtool.read import text as reading
from cvtool.read.choose import choose
from cvtool.read.names import Declared, Reader
from cvtool.source import CV
from cvtool.source.node import Node, fields_of

LONGEST_DIFF = 60
ALL = sorted(
    {"document.txt", "cv.pdf.txt", "cv.pdf.structure.txt", "cv.docx.txt", *COMPARED}
    - {"cv.pdf", "cv.docx"}
)


def expected_folder(case: str) -> Path:
    return FOLDER / case / "expected"


def difference(expected: bytes, made: bytes, name: str) -> str:
    lines = difflib.unified_diff(
        expected.decode().splitlines(),
        made.decode().splitlines(),
        f"{name} (expected)",
        f"{name} (made now)",
        lineterm="",
        n=1,
    )
    shown = list(lines)
    more = [f"... {len(shown) - LONGEST_DIFF} more lines"] if len(shown) > LONGEST_DIFF else []
    return "\n".join([*shown[:LONGEST_DIFF], *more])


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("case", SOURCES)
def test_golden(case: str, name: str, accept: bool) -> None:
    made = goldens(case)[name]
    golden = expected_folder(case) / name
    if accept:
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_bytes(made)
    assert golden.is_file(), f"no golden {golden.relative_to(ROOT)}: look at it, pytest --accept"
    expected = golden.read_bytes()
    assert made == expected, difference(expected, made, f"{case}/{name}")


@pytest.mark.parametrize("case", SOURCES)
def test_no_other_file_is_expected(case: str, accept: bool) -> None:
    folder = expected_folder(case)
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.*")}
    for name in files.keys() - ALL if accept else ():
        files.pop(name).unlink()
    assert sorted(files) == ALL


def test_every_folder_is_a_case() -> None:
    folders = {path.name for path in FOLDER.iterdir() if path.is_dir()}
    assert folders == SOURCES.keys()


@pytest.mark.parametrize("case", SOURCES)
def test_outputs_are_the_formats_files(case: str) -> None:
    assert set(OUTPUTS) <= outputs(case).keys()


# A CV that fills every field

CHOOSING = {"Bibliography", "Listing", "Choice", "PublicationGroup", "PluginLayout", "DataLayout"}
"""Models that say what is shown and how: to fill them is to hide some, or takes a plugin."""


def models(model: type[Node], seen: set[type[Node]]) -> set[type[Node]]:
    """The model and every model that its fields lead to."""
    if model not in seen:
        seen.add(model)
        for info in fields_of(model).values():
            for inner in _types(info.annotation):
                models(inner, seen)
    return seen


def _types(annotation: Any) -> Iterator[type[Node]]:
    if isinstance(annotation, type) and issubclass(annotation, Node):
        yield annotation
    for argument in get_args(annotation):
        yield from _types(argument)


def filled_fields(value: Any) -> Iterator[tuple[type[Node], str]]:
    """The model and the name of each field in which something stands."""
    if isinstance(value, Node):
        for name in fields_of(type(value)):
            inner = getattr(value, name)
            if inner not in (None, "", [], {}):
                yield type(value), name
            yield from filled_fields(inner)
    elif isinstance(value, list):
        for item in value:
            yield from filled_fields(item)


def everything() -> CV:
    text = SOURCES["everything"].read_text(encoding="utf-8")
    plain, problems = reading.read_plain(text, "cv.yaml")
    edition = choose(plain, Reader(audience="private"), Declared())
    cv, most = checking.checked(edition.plain)
    found: list[Problem] = [*problems, *edition.problems, *most]
    assert cv is not None, found
    return cv


def test_everything_fills_every_field_of_every_model() -> None:
    filled = set(filled_fields(everything()))
    expected = {
        (model, name)
        for model in models(CV, set())
        for name in fields_of(model)
        if name not in ("extensions", "formats", "priority", "breaks", "analytics")
        and model.__name__ not in CHOOSING
    }
    missing = sorted(f"{model.__name__}.{name}" for model, name in expected - filled)
    assert not missing, "fill these in tests/cases/everything/cv.yaml, each with its own value"


def test_everything_is_shown_and_warns_of_nothing() -> None:
    """A section that its orders leave out would be in no output, and no golden would miss it."""
    outcome = run("check", "--input", SOURCES["everything"])
    assert [line for line in outcome.lines if ": note: " not in line] == []


def test_everything_has_keys_of_its_own_in_every_kind_of_entry() -> None:
    cv = everything()
    assert cv.extensions
    for name in ("work", "talks", "publications", "service", "skills"):
        assert all(item.extensions or getattr(item, "key", None) for item in getattr(cv, name))
