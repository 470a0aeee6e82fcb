"""docs/editions.md tells of whole CVs: each is good, and its editions say what stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from helpers import ROOT, run

DOCS = (ROOT / "docs" / "editions.md").read_text(encoding="utf-8")
STORIES = dict(re.findall(r"^## (.*)\n(?s:(.*?))(?=^## )", DOCS, re.MULTILINE))
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
NAME = re.compile(r"^`([\w./-]+)`", re.MULTILINE)


def blocks(story: str) -> list[tuple[str, str, str]]:
    """Of each block the last file named at the beginning of a line before it, its kind and text."""
    return [
        (NAME.findall(story[: each.start()])[-1], each[1], each[2])
        for each in BLOCK.finditer(story)
    ]


def test_there_are_five() -> None:
    assert len(STORIES) == 5


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES.keys())
def test_a_story_is_true(story: str, tmp_path: Path) -> None:
    told = blocks(story)
    for name, kind, text in told:
        if kind == "yaml":
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
    outcome = run("render", "text", "-i", tmp_path / "cv.yaml", "-o", tmp_path / "output")
    assert (outcome.status, outcome.err) == (0, "")
    said = [(name, text) for name, kind, text in told if kind == "text"]
    assert said
    for name, text in said:
        assert text in (tmp_path / name).read_text(encoding="utf-8") + "\n", name
        public = [each.read_text("utf-8") for each in (tmp_path / "output").rglob("cv.txt")]
        assert name.startswith("output/") or not any(text in each for each in public)
    made = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("cv.txt")}
    assert {name for name, _ in said} <= made
    check = run("check", "-i", tmp_path / "cv.yaml")
    assert [line for line in check.lines if ": note: " not in line and "no font" not in line] == []
