"""A kind of entry that only its model knows, or its model and its row, is in every output."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from docxs import docx_text
from haystacks import _html
from helpers import ROOT, run_process
from readers import READERS

CV = """
basics: {name: Ada, url: "https://ada.example/"}
regattas:
  - name: Light and Iron
    venue: Kunsthalle Bern
    startDate: 2021-03
    endDate: 2021-05
    url: https://kunsthalle.example/iron
    summary: A room of looms.
"""
MODEL = '''

class Regatta(Spanned, Dated, Described):
    """A show of your work."""

    name: Line
    """What it was called."""
    venue: Line | None = None
    """The gallery or museum."""
'''
SAYS = ("Light and Iron", "Kunsthalle Bern", "A room of looms.")
WHOLE = (
    *("cv.md", "cv.docx", "cv.tex", "cv.typ", "cv.txt", "llms-full.txt", "index.html", "cv.pdf"),
)
DATA = ("resume.json", "profile.json")


def replaced(folder: Path, pattern: str, by: str) -> None:
    """Puts ``by`` for the one place below the folder that the pattern matches."""
    hits = [
        (path, text)
        for path in sorted([*folder.rglob("*.py"), *folder.rglob("*.yaml")])
        if re.search(pattern, text := path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    ((path, text),) = hits
    path.write_text(re.sub(pattern, by, text, count=1, flags=re.MULTILINE), encoding="utf-8")


def add_model(package: Path) -> None:
    (path,) = (
        each
        for each in (package / "source").glob("*.py")
        if "\nclass Press(" in each.read_text(encoding="utf-8")
    )
    path.write_text(path.read_text(encoding="utf-8") + MODEL, encoding="utf-8")
    field = r"^    press: (.*)Press\] = \[\]$"
    replaced(package / "source", field, r'    regattas: \1Regatta] = []\n    """Shows."""\n\g<0>')


def add_row(package: Path) -> None:
    row = '    Kind("regattas", "block", organization="venue", position=""),'
    replaced(package / "model", r'^    Kind\("notes"', rf"{row}\n\g<0>")
    phrase = r'^(.*)press("?: "?)Press and write-ups(.*)$'
    replaced(package / "words", phrase, r"\g<0>\n\1regattas\2Boats on show\3")


HEADINGS = {"model": "Regattas", "row": "Boats on show"}
"""How much of the kind there is -> the heading of its section."""


@pytest.fixture(scope="module", params=HEADINGS)
def how(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def made(how: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the outputs that a copy of cvtool made which has the kind."""
    home = tmp_path_factory.mktemp("kind")
    for name in ("cvtool", "templates"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, home / name, ignore=ignored)
    add_model(home / "cvtool")
    if how == "row":
        add_row(home / "cvtool")
    (home / "cv").mkdir()
    (home / "cv" / "cv.yaml").write_text(CV, encoding="utf-8")
    done = run_process("render", "--all", cwd=home / "cv", PYTHONPATH=str(home))
    assert done.status == 0, done.err
    return home / "cv" / "output"


def words(path: Path) -> str:
    """What readers take from an output, in one line."""
    data = path.read_bytes()
    if path.suffix == ".pdf":
        text = " ".join(READERS["pdftotext"](data))
    elif path.suffix == ".docx":
        text = docx_text(data)
    elif path.suffix == ".html":
        text = _html(data.decode())
    else:
        text = data.decode()
    return " ".join(text.split())


@pytest.mark.parametrize("name", WHOLE)
def test_people_read_it(made: Path, name: str) -> None:
    text = words(made / name)
    assert [each for each in (*SAYS, "Mar 2021", "May 2021") if each not in text] == []


@pytest.mark.parametrize("name", DATA)
def test_programs_read_it(made: Path, name: str) -> None:
    text = json.dumps(json.loads((made / name).read_bytes()))
    assert [each for each in (*SAYS, "2021-03", "2021-05") if each not in text] == []


def test_its_address_is_among_the_links(made: Path) -> None:
    lines = (made / "llms.txt").read_text(encoding="utf-8").splitlines()
    (line,) = (line for line in lines if "kunsthalle.example" in line)
    assert line.startswith("- [Light and Iron](https://kunsthalle.example/iron): ")


def test_its_section_has_a_heading(made: Path, how: str) -> None:
    lines = (made / "cv.md").read_text(encoding="utf-8").splitlines()
    assert f"## {HEADINGS[how]}" in lines
