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
    assert of(found, "cv") == {"Machine learning", "Kubernetes", "Terraform", "C++", "Node.js"}
    assert of(found, "part") == {"Machine Learning Engineer", "Scalable data pipelines"}
    assert found["Scalable data pipelines"]["as"] == "data pipelines"
    assert of(found, "source") == {"AWS", "Compilers"}
    assert of(found, "nowhere") == {"Rust", "CI/CD", ".NET", "C#", "Haskell"}
    assert [*found][:2] == ["Machine learning", "Machine Learning Engineer"]
    assert [found[name]["count"] for name in ("Machine learning", "Rust")] == [3, 1]
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
    assert done.out.splitlines()[:2] == [
        "3 of 14 terms of stdin are in the CV, 2 in part; the weightiest first: by how often the",
        "posting says them, what it requires twice, its title three times",
    ]
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
            {"Python": "cv", "bases de données": "nowhere"},
            {"maîtrise", "bonne", "données"},
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
        (b"A \xff", "job.txt:1:3: error: byte 0xff is not UTF-8"),
        (b"%PDF-1.7 \xff", "job.txt: error: this is a PDF: copy its text into a text file"),
        (b"\n<!DOCTYPE html>", "job.txt: error: this is HTML: copy its text into a text file"),
        (b"A" * 100_001, "job.txt: error: larger than 100 kB: copy its text into a text file"),
        ("Rust".encode("utf-16"), "job.txt:1:1: error: this is UTF-16"),
        (b"We are looking for you.", "no terms in job.txt"),
    ],
)
def test_a_posting_without_terms_is_a_line(home: Path, posting: bytes, said: str) -> None:
    (home / "job.txt").write_bytes(posting)
    done = run("match", "job.txt")
    assert said in done.err + done.out
    assert done.status == (1 if done.err else 0)


@pytest.mark.parametrize(
    ("name", "said"), [("jb.txt", "there is no file 'jb.txt'"), (".", "'.' is a folder: write the")]
)
def test_a_posting_that_cannot_be_read_is_told_as_other_files(
    home: Path, name: str, said: str
) -> None:
    done = run("match", name)
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith(f"{name}: error: {said}")


def test_what_is_wrong_in_the_cv_is_said(home: Path) -> None:
    (home / "cv.yaml").write_text("basics: {name: Ada}\nmatch: {synonym: {a: b}}\n")
    done = run("match", "job.txt")
    assert (done.status, done.out) == (1, "")
    assert "cv.yaml:2:9: error: match.synonym: unknown key 'synonym'; did you mean" in done.err


STORIES = [
    (
        "summary: Distributed systems in Go and Python. Lasers and vacuum.",
        """Backend Engineer (m/f/d) - Oslo

Fjordpay is a payments company in Oslo. We're on a mission to set a new standard. Fjordpay now has
three offices and is growing. Prof. Ingrid Moe leads it.

What you'll do
- Join a strong team of six engineers who meet every Monday
- Design, build and run distributed systems in Go and Python
- Maintain laser systems and a vacuum chamber at Fjordpay

What you bring
- Strong knowledge of relational databases, preferably PostgreSQL
- Hands-on experience with Kubernetes or GCP
- A good understanding of observability

We look forward to your application! Fjordpay is an equal opportunity employer.
""",
        {
            "Backend Engineer": "nowhere",
            "relational databases": "nowhere",
            "PostgreSQL": "nowhere",
            "Kubernetes": "nowhere",
            "GCP": "nowhere",
            "distributed systems": "cv",
            "Go": "cv",
            "Python": "cv",
            "laser systems": "cv",
            "vacuum chamber": "part",
            "observability": "nowhere",
        },
    ),
    (
        "summary: Maschinenbau, Konstruktion von Getrieben in SolidWorks, FMEA.",
        """Entwicklungsingenieur (m/w/d)

Die Hollmann Technik GmbH ist ein Familienunternehmen mit Sitz in Chemnitz. Zur Verstärkung unseres
Teams suchen wir eine engagierte Persönlichkeit.

Ihre Aufgaben:
- Konstruktion und Auslegung von Planetengetrieben
- Erstellung von technischen Zeichnungen

Ihr Profil:
- Abgeschlossenes Studium im Bereich Maschinenbau
- Sicherer Umgang mit SolidWorks oder CATIA
- Kenntnisse in der FMEA von Vorteil
- Teamfähigkeit und eine strukturierte Arbeitsweise

Wir freuen uns auf Ihre Bewerbung bis Freitag, den 12. März, an Frau Petra Lang.
""",
        {
            "Entwicklungsingenieur": "nowhere",
            "Maschinenbau": "cv",
            "SolidWorks": "cv",
            "CATIA": "nowhere",
            "FMEA": "cv",
            "Konstruktion": "cv",
            "Planetengetrieben": "part",
            "technischen Zeichnungen": "nowhere",
        },
    ),
    (
        "summary: 使用 Java 开发微服务，高并发服务的性能优化，数据库优化。",
        """高级后端工程师

云岭科技是一家位于杭州的电商公司，目前有三百名员工。

岗位职责：
1. 负责高并发系统的性能优化，保证系统稳定性；
2. 参与微服务治理；

任职要求：
1. 计算机相关专业本科及以上学历，三年以上经验；
2. 熟练掌握Java或Go，具备数据库优化经验；
3. 具备良好的沟通能力和团队合作精神。

我们提供：
五险一金、带薪年假。
""",
        {
            "后端": "nowhere",
            "计算机": "nowhere",
            "Java": "cv",
            "Go": "nowhere",
            "数据库优化": "cv",
            "高并发系统": "part",
            "性能优化": "cv",
            "系统稳定性": "nowhere",
            "微服务治理": "part",
        },
    ),
]


@pytest.mark.parametrize(("basics", "posting", "wanted"), STORIES)
def test_terms_are_what_a_reader_would_look_for(
    home: Path, basics: str, posting: str, wanted: dict[str, str]
) -> None:
    """And no numbers, days, names of employers, people and cities, nor words of every posting."""
    (home / "cv.yaml").write_text(f"basics:\n  name: Ada\n  {basics}\n", "utf-8")
    (home / "job.txt").write_text(posting, "utf-8")
    found = terms()
    assert {name: each["where"] for name, each in found.items()} == wanted
    assert [*found] == [*wanted]


def test_a_title_of_words_that_say_little_is_a_term(home: Path) -> None:
    (home / "job.txt").write_text("Systems Engineer (m/f/d)\n\nRequirements\n- Kubernetes\n")
    assert terms()["Systems Engineer"]["where"] == "nowhere"
