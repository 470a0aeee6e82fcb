"""Publications in cv.pdf: in a paragraph each, beside their years, or in several lines."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from helpers import run
from pdfs import pages
from test_listing import document

from cvtool.render.folds import markdown, text
from cvtool.source.layouts import THEMES

WORDS = [
    "robust",
    "learning",
    "in",
    "distributed",
    "systems",
    "under",
    "load",
    "at",
    "all",
    "times",
]


def lined(tmp_path: Path, entry: str, bibliography: str = "", rest: str = "") -> str:
    (found,) = document(tmp_path, bibliography, rest, entry).publications
    return markdown(found.line)


@pytest.mark.parametrize(
    ("entry", "line"),
    [
        (
            "@article{a, author={Lovelace, Ada and B, C.}, title={On It}, journal={J. X}, volume=3,"
            " number=2, pages={1--9}, year=2020, doi={10.1/a}, url={https://e.org/a}, "
            "pdf={https://e.org/p}, award={Best Paper}}",
            "**Ada Lovelace**, C. B. [On It](https://e.org/a). *J. X* 3(2), 1–9, 2020. "
            "**Best Paper**.\u00a0\\[[PDF](https://e.org/p), [DOI](https://doi.org/10.1/a)\\]",
        ),
        (
            "@misc{a, author={B, C and others}, title={Why?}, journal={J}, year=2, doi={10.1/a}}",
            "C B, et al. [Why?](https://doi.org/10.1/a) *J*, 2.",
        ),
        (
            "@book{a, author={Verne, J.}, translator={Lovelace, Ada}, title={A Book}, "
            "publisher={CUP}, address={Cambridge}, edition=2, year=2017}",
            "J. Verne. *A Book*. 2nd ed., Cambridge: CUP, 2017. Translated by **Ada Lovelace**.",
        ),
        (
            "@incollection{a, author={Lovelace, Ada}, title={A Part}, booktitle={The Book}, "
            "editor={Roe, R.}, publisher={OUP}, year=2016, note={Reprinted 2020.}}",
            "**Ada Lovelace**. A Part. *The Book*, OUP, 2016. Edited by R. Roe. Reprinted 2020.",
        ),
        (
            "@unpublished{a, author={Lovelace, Ada}, title={A Draft}, pubstate={inpreparation}}",
            "**Ada Lovelace**. A Draft. In preparation.",
        ),
        (
            "@phdthesis{a, author={Lovelace, Ada}, title={T}, school={S}, year=2001}",
            "**Ada Lovelace**. T. PhD thesis, S, 2001.",
        ),
    ],
)
def test_a_publication_is_one_line(tmp_path: Path, entry: str, line: str) -> None:
    assert lined(tmp_path, entry) == line


def test_the_line_is_made_by_a_pattern(tmp_path: Path) -> None:
    rest = "lines: {publication: {paper: '{title} ({imprint}). {authors}'}}\n"
    entry = "@article{a, author={Lovelace, Ada}, title={T}, journal={J}, year=2020}"
    assert lined(tmp_path, entry, rest=rest) == "T (*J*, 2020). **Ada Lovelace**"


def test_the_line_takes_the_form_and_the_number_of_names_that_are_set(tmp_path: Path) -> None:
    entry = (
        "@article{a, author={A, B and C, D and Lovelace, Ada}, title={T}, journal={J}, year=2020}"
    )
    assert lined(tmp_path, entry, "maxAuthors: 1").startswith(
        "…, **Ada Lovelace**, and 2 others. T"
    )
    assert lined(tmp_path, entry, "style: apa").startswith(
        "A, B., C, D., & **Lovelace, A.** (2020)"
    )


@pytest.mark.parametrize(("title", "mark"), [("Words", "\u200e"), ("\u05db\u05d5\u05ea", "\u200f")])
def test_names_written_towards_the_other_side_keep_their_order(
    tmp_path: Path, title: str, mark: str
) -> None:
    names = "\u05d0 \u05d1 and \u05d2 \u05d3" if title == "Words" else "A B and C D"
    (found,) = document(
        tmp_path, "", "", f"@misc{{a, author={{{names}}}, title={{{title}}}, year=2020}}"
    ).publications
    assert f", {mark}" in text(found.line)


def paper(number: int) -> str:
    """An ordinary one."""
    names = " and ".join(f"Given{n} Family{n}" for n in range(number % 5)) + " and Ada Lovelace"
    title = " ".join(WORDS[n % 10] for n in range(number, number + 9))
    venue = "IEEE Transactions on Parallel and Distributed Systems" if number % 2 else "NeurIPS"
    return (
        f"@article{{k{number}, author={{{names.removeprefix(' and ')}}}, "
        f"title={{P{number} {title}}}, journal={{{venue}}}, volume={{{number}}}, "
        f"pages={{{number}--{number + 9}}}, "
        f"year={{{2024 - number // 9}}}, doi={{10.1/{number}}}, url={{https://e.org/{number}}}}}\n"
    )


def pdf(tmp_path: Path, settings: str, count: int, style: str = "") -> list[str]:
    """The pages of cv.pdf with so many ordinary papers."""
    (tmp_path / "templates/pdf/themes").mkdir(parents=True)
    (tmp_path / "templates/pdf/themes/own.css").write_text(style)
    (tmp_path / "cv.yaml").write_text(f"basics: {{name: Ada Lovelace}}\npdf: {{{settings}}}\n")
    (tmp_path / "publications.bib").write_text("".join(map(paper, range(count))))
    outcome = run("render", "pdf", "-i", tmp_path / "cv.yaml", "-o", tmp_path / "made")
    assert (outcome.status, outcome.err) == (0, "")
    return pages((tmp_path / "made/cv.pdf").read_bytes())


@pytest.mark.parametrize("theme", THEMES)
def test_a_page_has_twenty_papers(tmp_path: Path, theme: str) -> None:
    said = pdf(tmp_path, f"theme: {theme}, fontSize: 10pt", 60)
    assert len(re.findall(r"\bP\d+ ", said[1])) >= 20
    assert not re.search(r"(?m)^ *\[?DOI", said[1])


def test_each_year_stands_once_before_its_papers(tmp_path: Path) -> None:
    lines = "\n".join(pdf(tmp_path, "papers: years", 40)).splitlines()
    begun = [
        found for line in lines if (found := re.match(r"(20\d\d)? *(\d{1,2})\. ", line.strip()))
    ]
    assert [int(number) for _, number in (each.groups() for each in begun)] == [*range(1, 41)]
    years = [int(year) for year, _ in (each.groups() for each in begun) if year]
    assert years == [2024, 2023, 2022, 2021, 2020]


@pytest.mark.parametrize(
    ("settings", "style"),
    [("papers: roomy", ""), ("theme: own", ":root { --papers: roomy; }")],
)
def test_the_roomy_form_has_a_line_for_each_part(tmp_path: Path, settings: str, style: str) -> None:
    lines = [line.strip() for line in pdf(tmp_path, settings, 2, style)[0].splitlines()]
    start = next(at for at, line in enumerate(lines) if "P1 " in line)
    assert lines[start + 1 : start + 4] == [
        "Given0 Family0, Ada Lovelace",
        "IEEE Transactions on Parallel and Distributed Systems 1, 1–10, 2024",
        "DOI",
    ]


def test_the_user_decides_over_the_theme(tmp_path: Path) -> None:
    (page,) = pdf(tmp_path, "theme: own, papers: compact", 2, ":root { --papers: roomy; }")
    assert "Ada Lovelace. P0 robust" in " ".join(page.split())
