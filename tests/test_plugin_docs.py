"""docs/plugins.md shows a whole plugin: installed as it stands there, it makes what others read."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from docutils.core import publish_doctree
from golden import SOURCES, copied, document
from helpers import ROOT, run_process

from cvtool import Heading, blocks, to_plain

DOCS = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")
FILES = dict(
    re.findall(r"^`([\w.]+)`[^`\n]*:\n\n```\w+\n(.*?)^```", DOCS, re.MULTILINE | re.DOTALL)
)
MOST_LINES = 35


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plugin of the documentation, installed into a folder of its own."""
    source, folder = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("installed")
    for name, text in FILES.items():
        (source / name).write_text(text, encoding="utf-8")
    pip = (sys.executable, "-m", "pip", "--isolated", "--quiet", "install", "--no-index")
    more = ("--no-deps", "--no-build-isolation", "--target", folder, source)
    subprocess.run([*pip, *more], check=True, cwd=source)
    return folder


@pytest.fixture(scope="module")
def made(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What it makes of each case."""
    folder = tmp_path_factory.mktemp("made")
    found = {}
    for case in SOURCES:
        source = copied(case, tmp_path_factory.mktemp("source") / case)
        arguments = ("render", "rst", "--input", source, "--output", folder / case)
        outcome = run_process(*arguments, cwd=folder, PYTHONPATH=f"{ROOT}:{installed}")
        assert outcome.status == 0, outcome
        found[case] = (folder / case / "cv.rst").read_text(encoding="utf-8")
    return found


def test_it_is_short() -> None:
    assert FILES.keys() == {"pyproject.toml", "cvtool_rst.py"}
    assert len(FILES["cvtool_rst.py"].splitlines()) <= MOST_LINES


@pytest.mark.parametrize("case", SOURCES)
def test_docutils_reads_every_word_and_heading_without_a_warning(
    made: dict[str, str], case: str
) -> None:
    warnings = io.StringIO()
    tree = publish_doctree(
        made[case],
        settings_overrides={"report_level": 2, "halt_level": 5, "warning_stream": warnings},
    )
    assert warnings.getvalue() == ""
    flow = blocks(document(case), "rst")
    said = squeezed(tree.astext())
    assert [text for each in flow if (text := squeezed(to_plain(each.body))) not in said] == []
    titles = sum(node.tagname in ("title", "subtitle") for node in tree.findall())
    assert titles == sum(isinstance(each, Heading) for each in flow)
    links = [node["refuri"] for node in tree.findall() if node.tagname == "reference"]
    assert set(addresses(case)) <= set(links)


def addresses(case: str) -> list[str]:
    """Those that links lead to which stand beside an entry or a publication."""
    flow = blocks(document(case), "rst")
    return [link.url for each in flow for link in getattr(each, "links", ())]


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_its_layout_stands_in_cv_yaml(installed: Path, tmp_path: Path) -> None:
    cv = "basics: {name: Ada}\nwork: [{name: Mill}]\nskills: [{name: Looms}]\n"
    own = "formats: {rst: {sections: [skills, work], headings: {work: Jobs}}}\n"
    (tmp_path / "cv.yaml").write_text(cv + own)
    paths = f"{ROOT}:{installed}"
    assert run_process("render", "rst", cwd=tmp_path, PYTHONPATH=paths).status == 0
    text = (tmp_path / "output" / "cv.rst").read_text()
    assert text.index("Skills\n------") < text.index("Jobs\n----")
    (tmp_path / "cv.yaml").write_text(cv + own.replace("sections", "section"))
    assert run_process("check", cwd=tmp_path, PYTHONPATH=paths).lines == [
        "cv.yaml:4:17: error: formats.rst.section: unknown key 'section'; did you mean 'sections'?"
    ]
