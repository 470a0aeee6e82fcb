"""The table of formats, and what the documentation says of them; the names that are public."""

from __future__ import annotations

import ast
import re

import pytest
from helpers import ROOT, run

import cvtool
from cvtool.render import FORMATS, find

FILES = {file.name: row for row in FORMATS.values() for file in row.files}
HANDED_OUT = {name for name, row in FILES.items() if not row.is_public}


def named(text: str) -> set[str]:
    """The files of formats that the text names."""
    return set(re.findall(r"`([\w./-]+)`", text)) & FILES.keys()


def test_the_docs_say_what_stands_in_the_private_folder() -> None:
    text = (ROOT / "docs" / "outputs.md").read_text(encoding="utf-8")
    (paragraph,) = re.findall(r"^\*\*Private data\.\*\*(.*?)\n\n", text, re.MULTILINE | re.DOTALL)
    _, handed_out = paragraph.split("`private/`:")
    assert named(handed_out) == HANDED_OUT


def test_the_docs_list_the_formats_in_order() -> None:
    text = (ROOT / "docs" / "outputs.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \|", text, re.MULTILINE)
    found = {name: named(files) for name, files in rows if name in FORMATS}
    assert list(found) == list(FORMATS)
    assert found == {name: {file.name for file in row.files} for name, row in FORMATS.items()}


def test_the_command_says_what_each_makes() -> None:
    lines = run("formats").out.splitlines()
    assert lines[0].split(maxsplit=1) == ["pdf", "cv.pdf: the CV to send"]
    assert lines[8].split(maxsplit=1)[1] == "llms.txt and llms-full.txt: for language models"


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_a_renderer(name: str) -> None:
    assert callable(find(name))


def test_every_public_name_is_there() -> None:
    assert [name for name in cvtool.__all__ if not hasattr(cvtool, name)] == []
    with pytest.raises(AttributeError, match="has no attribute 'nope'"):
        getattr(cvtool, "nope")  # noqa: B009


def test_type_checkers_see_the_public_names() -> None:
    tree = ast.parse((ROOT / "cvtool" / "__init__.py").read_text(encoding="utf-8"))
    branches = (node for node in tree.body if isinstance(node, ast.If))
    typed = next(node for node in branches if ast.unparse(node.test) == "TYPE_CHECKING")
    imports = (each for each in typed.body if isinstance(each, ast.ImportFrom))
    names = {alias.name for each in imports for alias in each.names}
    assert names | {"load", "render", "__version__"} == set(cvtool.__all__)
