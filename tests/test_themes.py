"""resume.json in the hands of others: themes of JSON Resume, as npm has them."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from audits import NODE
from everything import document_of, everything
from helpers import ROOT

import cvtool
from cvtool.model.document import Document

THEMES = ["flat", "kendall", "onepage", "orbit", "stackoverflow"]
YEARS = {
    "basics": {"name": "Ada"},
    "work": [{"name": "Mill", "startDate": 2019}, {"position": "Weaver", "startDate": 2012}],
    "volunteer": [{"organization": "Fair", "startDate": 2010, "endDate": 2011}],
    "education": [{"institution": "School", "startDate": 2008, "endDate": 2012}],
    "awards": [{"title": "Prize", "date": 2020}],
    "certificates": [{"name": "Loom", "date": 2021}],
    "publications": [{"name": "Looms", "releaseDate": 2019}],
    "skills": [{"name": "Weaving"}],
    "languages": [{"language": "English"}],
    "references": [{"reference": "Good."}],
}
"""No more than the year of anything, and little else."""
NEEDED = {"skills": "level", "projects": "roles", "work": "name", "references": "name",
          "volunteer": "position", "education": "studyType", "awards": "title"}  # fmt: skip
"""What other themes stop without."""
ODD = re.compile(r"\[stopped\].*|.{0,40}(?:undefined|\bnull\b|\[object Object\]|\*\*|Invalid date)")
CODE = re.compile(r"<(style|script)\b.*?</\1>", re.DOTALL)


def document(name: str, folder: Path) -> Document:
    if name == "sample":
        return cvtool.load(ROOT / "cv.yaml", "private")
    return document_of(everything() if name == "everything" else YEARS, folder, "", "private")


@pytest.mark.parametrize("name", ["sample", "everything", "years"])
def test_themes_make_a_page_of_it(tmp_path: Path, name: str) -> None:
    """Without stopping, and without what shows that something was missing."""
    (output,) = cvtool.render(document(name, tmp_path), "jsonresume")
    (tmp_path / "resume.json").write_bytes(output.data)
    command = ["node", str(NODE / "themes.mjs"), str(tmp_path / "resume.json"), *THEMES]
    made = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    assert list(made) == THEMES
    for theme, page in made.items():
        assert (theme, ODD.findall(CODE.sub("", page))) == (theme, [])
        assert json.loads(output.data)["basics"]["name"].split()[0] in page


def test_what_themes_stop_without_is_there(tmp_path: Path) -> None:
    bare: dict[str, Any] = {each: [{"summary": "Said."}] for each in NEEDED}
    bare |= {"skills": [{"keywords": ["Weaving"]}], "references": [{"reference": "Good."}]}
    made = document_of({"basics": {"name": "Ada"}, **bare}, tmp_path, "", "private")
    found = json.loads(cvtool.render(made, "jsonresume")[0].data)
    assert [(each, key) for each, key in NEEDED.items() if key not in found[each][0]] == []
