"""A problem is told where the file has what it is about, whatever was moved on the way."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import NAME, check, run

WRONG = "nope"
BLANKS: list[Any] = [None, {}, "", {"x": ""}]
"""What says nothing as an entry; ``x`` stands for a key that entries of the list have."""
LISTS: list[tuple[tuple[str | int, ...], str, str]] = [
    (("work",), "name", "url"),
    (("work", 0, "positions"), "position", "url"),
    (("work", 0, "projects"), "name", "url"),
    (("work", 0, "positions", 0, "projects"), "name", "url"),
    (("talks", 0, "venues"), "location", "url"),
    (("service", 0, "venues"), "location", "url"),
    (("basics", "profiles"), "network", "url"),
    (("publications",), "doi", "url"),
    (("custom",), "id", "summary"),
    (("custom", 0, "awards"), "title", "url"),
    (("custom", 0, "work", 0, "positions"), "position", "url"),
    (("work", 0, "highlights"), "text", "text"),
    (("custom", 0, "notes"), "", ""),
]
NEEDED = {"talks": {"name": "T"}, "custom": {"heading": "H"}, "venues": {"name": "V"}}


def nested(path: tuple[str | int, ...], inside: Any) -> Any:
    """The smallest document that has this at the path; entries have what they need."""
    for index in range(len(path) - 1, -1, -1):
        step = path[index]
        inside = [inside] if isinstance(step, int) else {step: inside}
        if isinstance(inside, dict) and index and isinstance(path[index - 1], int):
            inside |= NEEDED.get(str(path[index - 2]), {})
    return {"basics": {"name": "A"}} | inside if path[0] != "basics" else inside


def dotted(path: tuple[str | int, ...]) -> str:
    return "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in path).lstrip(".")


@pytest.mark.parametrize("file", ["cv.yaml", "resume.json"])
@pytest.mark.parametrize(("path", "key", "wrong"), LISTS, ids=lambda each: str(each))
def test_blank_entries_before_an_error(
    tmp_path: Path, path: tuple[str | int, ...], key: str, wrong: str, file: str
) -> None:
    text = f"[a]({WRONG})" if wrong in ("", "text", "summary") else WRONG
    blanks = [{key: ""} if each == {"x": ""} else each for each in BLANKS] if key else [None, ""]
    entry = {wrong: text} | NEEDED.get(str(path[-1]), {}) if key else text
    document = nested(path, [*blanks, entry])
    write = json.dumps if file == "resume.json" else yaml.safe_dump
    source = write(document, indent=2)
    lines = [line for line in check(tmp_path, source, file) if ": error: " in line]
    place, _, what = lines[0].partition(": error: ")
    where = dotted((*path, len(blanks), *([wrong] if wrong else [])))
    assert what.startswith(f"{where}: '{WRONG}' is not a web address")
    assert WRONG in source.splitlines()[int(place.split(":")[1]) - 1]
    assert len(lines) == 1


def test_blank_entries_before_a_warning(tmp_path: Path) -> None:
    source = f"""{NAME}publications:
  -
  - {{name: ''}}
  - doi: 10.1/2
bibliography:
  exclude: ['', nope]
custom:
  - {{}}
  - heading: H
    publications: [{{}}, {{doi: 10.1/3}}]
"""
    assert [line.split(": ")[:3] for line in check(tmp_path, source)] == [
        ["cv.yaml:6:5", "warning", "publications[2].name"],
        ["cv.yaml:8:17", "warning", "bibliography.exclude[1]"],
        ["cv.yaml:12:24", "warning", "custom[1].publications[1].name"],
    ]


def test_blank_entries_before_what_a_renderer_finds(tmp_path: Path) -> None:
    source = f"""{NAME}work:
  -
  - name: A
    positions:
      - {{}}
      - {{position: ''}}
      - position: {{de: \U0010fffd, fr: \U0010fffd}}
"""
    (tmp_path / "cv.yaml").write_text(source, encoding="utf-8")
    done = run("render", "pdf", "-i", tmp_path / "cv.yaml", "-o", tmp_path / "made")
    lines = [line.removeprefix(f"{tmp_path}/cv.yaml:") for line in done.lines]
    assert lines[0].startswith("9:9: warning: work[1].positions[2].position: no text for 'en'")
    assert lines[1].startswith("9:20: warning: work[1].positions[2].position.de: no font")


def test_names_of_earlier_versions_and_blank_entries(tmp_path: Path) -> None:
    source = """{"basics": {"name": "A", "website": "no page"},
"work": [null, {"company": ""},
 {"name": "", "company": "B",
  "website": "no page"}]}"""
    assert [line.split(": ")[:3] for line in check(tmp_path, source, "resume.json")] == [
        ["resume.json:1:26", "error", "basics.website"],
        ["resume.json:4:3", "error", "work[2].website"],
    ]


def test_the_path_leads_to_the_language(tmp_path: Path) -> None:
    source = """\
basics: {name: A, topics: ['', {zh: 甲, en: [b]}]}
work:
  - {}
  - highlights: ['', {Outcome: {en: '[a](b:c)', zh: '[c](d:e)'}}, {zh: [a], en: b}]
    summary: {zh: '[a](b:c)', de: good}
custom: [{}, {heading: {en: H}, notes: [{zh: '[a](b:c)', en: ''}]}]
headings: {work: {en: W, zh: [a]}}
"""
    assert [line.split(": ")[:3] for line in check(tmp_path, source)] == [
        ["cv.yaml:1:40", "error", "basics.topics[1].en"],
        ["cv.yaml:4:33", "error", "work[1].highlights[1].Outcome.en"],
        ["cv.yaml:4:49", "error", "work[1].highlights[1].Outcome.zh"],
        ["cv.yaml:4:68", "error", "work[1].highlights[2].zh"],
        ["cv.yaml:5:15", "error", "work[1].summary.zh"],
        ["cv.yaml:6:42", "error", "custom[1].notes[0].zh"],
        ["cv.yaml:7:26", "error", "headings.work.zh"],
    ]


def test_one_text_in_the_place_of_a_list_has_the_path_of_the_list(tmp_path: Path) -> None:
    lines = check(tmp_path, f"{NAME}bibliography: {{types: foo, files: nope.bib}}\n")
    assert [line.split(": ")[:3] for line in lines] == [
        ["cv.yaml:3:16", "error", "bibliography.types"],
        ["cv.yaml:3:28", "error", "bibliography.files"],
    ]
    (line,) = check(tmp_path, f"{NAME}bibliography: nope.bib\n")
    assert line.startswith("cv.yaml:3:1: error: bibliography: there is no file")
