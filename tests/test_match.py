"""``cvtool match``: the terms of a posting, and where the CV and its source have them."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from helpers import run

CV = """basics:
  name: Ada Quill
  summary: I build machine-learning systems and data pipeline tools in C++ and NodeJS.
variants:
  short: {sections: [summary]}
work:
  - name: Acme
    position: Engineer
    highlights:
      - Runs k8s clusters.
      - >-
        A text of more than one line,
        with Terraform in the second.
skills:
  - {name: Cloud, keywords: [AWS], for: short}
match:
  synonyms:
    Kubernetes: [k8s]
    statistics: numbers
sections: [summary, work]
phrases: {talks: Haskell}
"""
BIB = """@book{a, author = {Quill, Ada}, publisher = {P}, year = 2020,
  title = {{Compiler} Design}}
"""
POSTING = """Machine Learning Engineer

About us
We sell robots in Norway since 1999.

Requirements
- 5+ years of strong experience with Kubernetes, Terraform and AWS
- Machine learning, machine learning and once more machine learning
- Scalable data pipelines; C++ or Rust, Node.js, CI/CD, .NET and C#
- Compilers and Haskell

We are an equal opportunity employer, regardless of astrology.
Write to jobs@robots.example or https://robots.example/jobs
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    files = {"cv.yaml": CV, "publications.bib": BIB, "job.txt": POSTING}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def terms(*more: str, posting: str = "job.txt") -> dict[str, Any]:
    """Each term by its name, as programs get it."""
    done = run("match", posting, "--json", *more)
    assert (done.status, done.err) == (0, "")
    return {each["term"]: each for each in json.loads(done.out)["terms"]}


def places(term: dict[str, Any]) -> list[tuple[str, int, int]]:
    return [(at["file"], at["line"], at["column"]) for at in term["places"]]


def of(found: dict[str, Any], where: str) -> set[str]:
    return {name for name, each in found.items() if each["where"] == where}


def test_each_term_is_in_the_cv_or_its_source_or_nowhere(home: Path) -> None:
    found = terms()
    assert of(found, "cv") == {
        *("Machine Learning", "Kubernetes", "Terraform", "data pipelines", "C++", "Node.js"),
    }
    assert of(found, "source") == {"AWS", "Compilers"}
    assert of(found, "nowhere") == {"Rust", "CI/CD", ".NET", "C#", "Haskell"}
    assert next(iter(found)) == "Machine Learning"
    assert [found[name]["count"] for name in ("Machine Learning", "Rust")] == [4, 1]
    assert found["Kubernetes"]["as"] == "k8s"
    assert places(found["AWS"]) == [("cv.yaml", 15, 30)]
    assert places(found["Compilers"]) == [("publications.bib", 2, 13)]


def test_another_variant_has_other_terms(home: Path) -> None:
    before = (home / "cv.yaml").read_bytes()
    found = terms("--variant", "short")
    assert of(found, "source") == {"Kubernetes", "Terraform", "AWS", "Compilers"}
    assert places(found["Terraform"]) == [("cv.yaml", 13, 14)]
    assert places(found["Kubernetes"]) == [("cv.yaml", 10, 14)]
    assert (home / "cv.yaml").read_bytes() == before
    assert sorted(path.name for path in home.iterdir()) == [
        "cv.yaml",
        "job.txt",
        "publications.bib",
    ]


def test_people_read_a_line_for_each(home: Path) -> None:
    with mock.patch("sys.stdin", io.TextIOWrapper(io.BytesIO(POSTING.encode()))):
        done = run("match", "-", "--variant", "short")
    assert done.out.splitlines()[0] == "4 of 13 terms of stdin are in the CV"
    assert (
        "   1×  Kubernetes (as k8s)  cv.yaml:10:14 (work[0].highlights[0])" in done.out.splitlines()
    )
    assert "   1×  Compilers            publications.bib:2:13" in done.out.splitlines()


@pytest.mark.parametrize(
    ("posting", "language", "wanted", "unwanted"),
    [
        (
            "Entwickler (m/w/d)\n\nIhr Profil\n- Erfahrung mit verteilten Systemen\n"
            "- Sehr gute Kenntnisse in Datenbanken und der Software-Entwicklung\n\n"
            "Wir bieten\n- Obst und Urlaub\n",
            "de",
            {"verteilten Systemen": "cv", "Datenbanken": "cv", "Software-Entwicklung": "cv"},
            {"Erfahrung", "Obst", "Urlaub", "Profil"},
        ),
        (
            "Développeur\n\nVous avez une bonne maîtrise des bases de données et de Python.\n",
            "fr",
            {"Python": "cv", "données": "nowhere"},
            {"maîtrise", "bonne"},
        ),
        (
            "工程师\n\n任职要求：\n1. 熟悉分布式系统和 Python\n\n福利：\n年假\n",
            "zh",
            {"分布式系统": "cv", "Python": "cv"},
            {"年假", "熟悉"},
        ),
        ("エンジニア\n\n・分散システムの経験とPython\n", "ja", {"Python": "cv"}, {"経験"}),
        (
            "Data Engineer\n\nYou optimise and deploy models in Go, love GPUs and A/B tests.\n",
            "en",
            {"Go": "cv", "GPUs": "cv", "A/B tests": "nowhere"},
            {"You", "love"},
        ),
    ],
)
def test_a_posting_is_read_by_the_rules_of_its_language(
    home: Path, posting: str, language: str, wanted: dict[str, str], unwanted: set[str]
) -> None:
    summary = "verteilte Systeme, Datenbank, Softwareentwicklung, Python, 分布式系统, Go, GPU"
    (home / "cv.yaml").write_text(f"basics: {{name: Ada, summary: '{summary}'}}\n", "utf-8")
    (home / "job.txt").write_text(posting, "utf-8")
    done = json.loads(run("match", "job.txt", "--json").out)
    found = {each["term"]: each["where"] for each in done["terms"]}
    assert done["language"] == language
    assert {name: found.get(name) for name in wanted} == wanted, found
    assert unwanted.isdisjoint(found)


def test_there_are_at_most_forty_terms_and_the_weightiest_come_first(home: Path) -> None:
    words = [f"Tool{number}" for number in range(60)]
    (home / "job.txt").write_text(
        "Baker\n\n" + "".join(f"- {each}\n" for each in [*words, "Tool59"])
    )
    found = list(terms())
    assert len(found) == 40
    assert found[:2] == ["Baker", "Tool59"]


@pytest.mark.parametrize(
    ("posting", "said"),
    [
        (b"", "job.txt: error: the posting is empty"),
        (b"%PDF \xff", "job.txt:1:6: error: byte 0xff is not UTF-8"),
        (b"We are looking for you.", "0 of no terms of job.txt are in the CV"),
    ],
)
def test_a_posting_without_terms_is_a_line(home: Path, posting: bytes, said: str) -> None:
    (home / "job.txt").write_bytes(posting)
    done = run("match", "job.txt")
    assert said in done.err + done.out
    assert done.status == (1 if done.err else 0)


def test_what_is_wrong_in_the_cv_is_said(home: Path) -> None:
    (home / "cv.yaml").write_text("basics: {name: Ada}\nmatch: {synonym: {a: b}}\n")
    done = run("match", "job.txt")
    assert (done.status, done.out) == (1, "")
    assert "cv.yaml:2:9: error: match.synonym: unknown key 'synonym'; did you mean" in done.err
