"""What goes in comes out: resume.json by way of cv.yaml, and cv.yaml by way of cv.pdf."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from docxs import docx_text
from helpers import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from imports import ALL, put

import cvtool
from cvtool.importers.assembling import imported

Data = dict[str, Any]
SAMPLES = ROOT / "tests/data/resumes"

WORDS = [
    *("Engineer", "for", "of", "3.90", "no", "null", "yes", "2020", "~", "–", "“quoted”", "it's"),
    *(
        "C++",
        "C#",
        "R&D",
        "50%",
        "(parts)",
        "naïve",
        "深度学习",
        "Łódź",
        "a:",
        "b:c",
        "#1",
        "@home",
    ),
    *(
        "x/y",
        "$5",
        "+1",
        "=",
        "<",
        ">",
        "&",
        "'",
        "!",
        "?",
        ",",
        ";",
        ".",
        "-",
        "[x]",
        "{y}",
        "a_b",
    ),
]
FIRST = [
    "Engineer",
    "3.90",
    "no",
    "“quoted”",
    "C++",
    "50%",
    "深度学习",
    "#1",
    "@home",
    "a:",
    "2020",
    "&",
    "'",
]
"""Those of them that begin a text: no list, and nothing that says nothing (``null``)."""
TEXT = st.builds(
    lambda first, others: " ".join([first, *others]),
    st.sampled_from(FIRST),
    st.lists(st.sampled_from(WORDS), max_size=4),
)
DATES = st.builds(
    lambda date, length: date.isoformat()[:length],
    st.dates(date(1950, 1, 1), date(2030, 12, 31)),
    st.sampled_from([4, 7, 10]),
)
URLS = st.sampled_from(
    ["https://example.org", "http://example.org/a?b=c&d=e#f", "https://a.example.org/b(c)"]
)
NEEDED = {"": "basics", "basics": "name", "publications": "name", "profiles": "network"}
"""Keys without which cvtool says something in their place."""
OF_KEY: dict[str, SearchStrategy[str]] = {
    "countryCode": st.sampled_from(["CH", "US", "TR"]),
    "image": URLS,
    "phone": st.sampled_from(["+41 44 000 00 00", "912-555-4321"]),
    "network": st.sampled_from(["Forum", "Matrix of Ada"]),
    "summary": st.lists(TEXT, min_size=1, max_size=3).map("\n\n".join),
}


def document(schema: Data, key: str = "") -> SearchStrategy[Any]:
    """What a schema allows, with nothing empty."""
    if schema.get("type") == "object":
        known = {name: document(each, name) for name, each in schema["properties"].items()}
        if key == "certificates":  # version 1.0.0 takes whole dates alone
            known["date"] = known["date"].filter(lambda text: len(text) == len("2020-01-01"))
        always = {name: known.pop(name) for name in NEEDED.get(key, "").split()}
        return st.fixed_dictionaries(always, optional=known).filter(bool).map(in_order)
    if schema.get("type") == "array":
        return st.lists(document(schema["items"], key), min_size=1, max_size=3)
    of_format = {"uri": URLS, "email": st.just("ada@example.org")}
    dates = DATES if "$ref" in schema else TEXT
    return OF_KEY.get(key, of_format.get(schema.get("format", ""), dates))


def in_order(item: Data) -> Data:
    """The item with its dates in their order."""
    if {"startDate", "endDate"} <= item.keys():
        item["startDate"], item["endDate"] = sorted([item["startDate"], item["endDate"]])
    return item


SCHEMA: Data = json.loads((ROOT / "tests/data/jsonresume-schema-1.3.1.json").read_text())[
    "properties"
]
RESUME = {key: each for key, each in SCHEMA.items() if key not in ("$schema", "meta")}
DOCUMENTS = document({"type": "object", "properties": RESUME})


def rendered(path: Path) -> Data:
    """The resume.json of the cv.yaml that is made of a file."""
    with TemporaryDirectory() as folder:
        for name, data in imported([path]).files.items():
            (Path(folder) / name).write_bytes(data)
        made = cvtool.load(Path(folder) / "cv.yaml", "private")
    (output,) = cvtool.render(made, "jsonresume")
    found: Data = json.loads(output.data)
    return found


def again(resume: Data) -> Data:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "resume.json"
        path.write_text(json.dumps(resume), encoding="utf-8")
        return rendered(path)


def said(value: Any, schema: Data) -> Any:
    """What a document says in the schema's keys, one blank between words and no empty lines."""
    if isinstance(value, dict):
        known = schema.get("properties", {})
        found = {key: said(each, known[key]) for key, each in value.items() if key in known}
        return {key: each for key, each in found.items() if each not in ("", [], {})}
    if isinstance(value, list):
        return [said(each, schema.get("items", {})) for each in value]
    lines = (" ".join(line.split()) for line in value.split("\n"))
    return "\n".join(filter(None, lines))


def schema_only(resume: Data) -> Any:
    return said(resume, {"properties": RESUME})


@given(DOCUMENTS)
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[*HealthCheck])
def test_a_resume_comes_out_as_it_went_in(resume: Data) -> None:
    assert schema_only(again(resume)) == schema_only(resume)


@pytest.mark.parametrize("name", sorted(each.name for each in SAMPLES.iterdir()))
def test_the_samples_of_json_resume_come_out_as_they_went_in(name: str) -> None:
    """But for a whole address in place of one without its scheme, and that of an account at X."""
    text = (SAMPLES / name).read_text(encoding="utf-8")
    resume = json.loads(text.replace('"missdirection.', '"https://missdirection.'))
    found = again(resume)
    for known, each in zip(resume["basics"]["profiles"], found["basics"]["profiles"], strict=True):
        known["url"] = known.get("url") or each["url"]
    assert schema_only(found) == schema_only(resume)


@pytest.mark.parametrize("name", ALL)
def test_what_was_imported_is_the_same_when_it_is_imported_again(tmp_path: Path, name: str) -> None:
    """But for the order of sections, which JSON Resume has none of."""
    once = rendered(put(tmp_path, name))
    for found in (twice := again(once), once):
        found.get("projects", []).sort(key=lambda it: it.get("section", ""))
    assert twice == once


@pytest.mark.parametrize("name", ["cv.yaml", "tests/cases/chinese/cv.yaml"])
def test_a_cv_is_what_its_resume_says(name: str) -> None:
    """As cv.pdf has it, too: all but how publications are printed, what cv.yaml says of those in
    the bibliography, and that a project stood inside of a job, which the project says itself.
    """
    made = cvtool.load(ROOT / name, "private")
    once = json.loads(cvtool.render(made, "jsonresume")[0].data)
    found = again(once)
    for resume in (once, found):
        for each in resume["publications"]:
            each.pop("imprint", "")
            each.pop("summary", "") if "authors" in each else None
        for each in resume["projects"]:
            each |= {"roles": [each.pop("position")]} if "position" in each else {}
        resume["meta"].pop("sections", "")
        resume["meta"].pop("x-jsonresume", "")
    assert found == once


GERMAN = """
locale: de
basics:
  name: Ada Quill
  label: Leitende Ingenieurin
  email: ada@example.org
  phone: +49 30 5550100
  location: {address: Am Hang 3, postalCode: 10115, city: Berlin, region: Deutschland}
  summary: Sie baut Webstühle (auch große).
  profiles: [{network: GitHub, username: ada_q, url: https://github.com/ada_q}]
meta: {lastModified: 2026-03-01}
work:
  - name: Weberei (Nord)
    position: Ingenieurin
    location: Berlin
    startDate: 2020-03
    summary: Verantwortlich für die Webstühle.
    highlights: [Halbierte den Ausschuss.]
  - name: Spinnerei
    positions:
      - {position: Leiterin, startDate: 2018-05, endDate: 2020-02}
      - {position: Praktikantin, startDate: 2017, endDate: 2018, summary: Sie lernte viel.}
education: [{institution: TU Hang, area: Informatik, studyType: Diplom, endDate: 2017}]
projects: [{name: Offener Webstuhl, startDate: 2019, summary: Baupläne für alle.}]
awards: [{title: Preis der Stadt, awarder: Berlin, date: 2021}]
skills: [{name: Programmieren, level: gut, keywords: [Python, C]}]
languages: [{language: Deutsch, fluency: Muttersprache}, {language: Englisch}]
publications:
  - {name: Über Fäden, authors: [Ada Quill*, Karl Weber*, Bo Li], publisher: Garn,
     releaseDate: 2020}
references: [{name: Karl Weber, reference: Sehr gut.}]
"""
SAID_ELSE = "academic service and selected awards the full list is on google scholar selected"
"""A heading over two others, a line among publications, and that these are not all."""


def docx_of(path: Path) -> bytes:
    (output,) = cvtool.render(cvtool.load(path, "private"), "docx")
    return output.data


@pytest.mark.parametrize(
    ("name", "gone", "come"),
    [
        ("cv.yaml", SAID_ELSE, ""),
        ("tests/cases/chinese/cv.yaml", "其他论文 年夏至", "年夏"),
        ("german", "", ""),
    ],
)
def test_a_cv_is_what_its_file_of_word_says(
    tmp_path: Path, name: str, gone: str, come: str
) -> None:
    """The words under the same styles, though sections come in cvtool's own order."""
    (tmp_path / "german").write_text(GERMAN, encoding="utf-8")
    made = docx_of(tmp_path / name if name == "german" else ROOT / name)
    (tmp_path / "cv.docx").write_bytes(made)
    for each, data in imported([tmp_path / "cv.docx"]).files.items():
        (tmp_path / each).write_bytes(data)
    again = words_of(docx_of(tmp_path / "cv.yaml"))
    once = words_of(made) - Counter(gone.split()) + Counter(come.split())
    assert (once - again, again - once) == (Counter(), Counter())


def words_of(data: bytes) -> Counter[str]:
    text = re.sub(r"^[\w ]+: '|' <.*$|'$|\\t", " ", docx_text(data), flags=re.MULTILINE)
    return Counter(re.findall(r"[\w@/-]+", text.casefold()))
