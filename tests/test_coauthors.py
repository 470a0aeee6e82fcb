"""The homepages of co-authors, and how often publications are cited: both are the user's to say."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from helpers import check

import cvtool

BIB = """
@article{one, title={One}, author={Roe, Ada and Štěpánek, Karel and Li, Jing}, journal={J},
  year=2020, doi={10.1234/One.1}}
@article{two, title={Two}, author={Stepanek, K. and Roe, Ada and Li, J.}, journal={J}, year=2019}
@article{three, title={Three}, author={{The Big Team} and Roe, Ada}, journal={J}, year=2018}
"""


def shown(tmp_path: Path, rest: str, name: str = "index.html") -> str:
    (tmp_path / "cv.yaml").write_text(f"basics: {{name: Ada Roe}}\n{rest}\n", encoding="utf-8")
    (tmp_path / "publications.bib").write_text(BIB, encoding="utf-8")
    made = {
        each.path: each.data for each in cvtool.render(cvtool.load(tmp_path / "cv.yaml"), "html")
    }
    return made[name].decode()


def linked(page: str) -> list[tuple[str, str]]:
    authors = "".join(re.findall(r'<p class="authors">.*', page))
    return re.findall(r'<a href="([^"]+)">([^<]+)</a>', authors)


@pytest.mark.parametrize(
    ("people", "links"),
    [
        (
            "{Karel Stepanek: 'https://k.example/'}",
            [("https://k.example/", "Karel Štěpánek"), ("https://k.example/", "K. Stepanek")],
        ),
        ("[{name: 'Li, Jing', url: l.example}]",
         [("https://l.example", "Jing Li"), ("https://l.example", "J. Li")]),
        (
            "{Jing Li: 'https://g.example/', Jie Li: 'https://e.example/', Big Team: t.example}",
            [("https://g.example/", "Jing Li"), ("https://t.example", "The Big Team")],
        ),
        (
            "{Jing Li: 'https://g.example/', J. Li: 'https://j.example/'}",
            [("https://g.example/", "Jing Li"), ("https://j.example/", "J. Li")],
        ),
        ("{Ada Roe: 'https://me.example/'}", []),
    ],
)  # fmt: skip
def test_names_of_coauthors_lead_to_their_homepages(
    people: str, links: list[tuple[str, str]], tmp_path: Path
) -> None:
    page = shown(tmp_path, f"people: {people}")
    assert linked(page) == links
    assert linked(shown(tmp_path, f"people: {people}", "publications/one.html")) == links[:1]


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ("{Karel Stepanec: x.example}", "warning: people.Karel Stepanec: no publication has an "),
        ("{Karel Stepanek: 'x y'}", "error: people.Karel Stepanek: 'x y' is not a web address"),
        ("[{name: Karel Stepanek}]", "error: people[0]: expected 'name' and 'url' and "),
        ("[{name: [Karel], url: 'https://a.example'}]", "error: people[0]: expected text, found a"),
        ("{Karel Stepanek: [x]}", "error: people.Karel Stepanek: expected an address ('https://"),
        ("{Karel Stepanek: {url: k.example, x: y}}", "error: people.Karel Stepanek: expected an "),
        ("Karel", "error: people: expected names and addresses ('Ada King: https://...'), found "),
    ],
)
def test_what_is_wrong_with_people_is_told(people: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "publications.bib").write_text(BIB, encoding="utf-8")
    lines = check(tmp_path, f"basics: {{name: Ada Roe}}\npeople: {people}\n")
    assert [each for each in lines if each.startswith("cv.yaml:2:") and said in each]


@pytest.mark.parametrize(
    "people",
    [
        "[{name: Jing Li, url: g.example, for: private}, {name: Karel Stepanek, url: k.example}]",
        "{Jing Li: {url: g.example, for: private}, Karel Stepanek: k.example}",
        "{Jing Li: {private: g.example}, Karel Stepanek: {url: k.example, x-of: mine}}",
        "{private: {Jing Li: g.example}, public: {Karel Stepanek: k.example}}",
        "{Jing Li: g.example, Karel Stepanek: k.example, in: {public: {Jing Li: null}}}",
    ],
)
def test_homepages_that_are_private_stay_so(people: str, tmp_path: Path) -> None:
    names = ["Karel Štěpánek", "K. Stepanek"]
    assert [each for _, each in linked(shown(tmp_path, f"people: {people}"))] == names
    assert "g.example" not in shown(tmp_path, f"people: {people}", "publications/one.html")


FILES = {
    "c.yaml": "date: 2026-05\none: 3\nthree: 0\n",
    "c.json": json.dumps({"date": "2026-05", "https://doi.org/10.1234/one.1": 3, "three": 0}),
    "c.csv": "key,citations\ndate,2026-05\n10.1234/ONE.1,3\nthree,0\n",
}


@pytest.mark.parametrize("name", FILES)
def test_citations_come_from_a_file_with_their_date(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(FILES[name], encoding="utf-8")
    page = shown(tmp_path, f"bibliography: {{citations: {name}}}")
    said = ["Citations: 3 (May 2026)", "Citations: 0 (May 2026)"]
    assert re.findall(r'<p class="note cited">(.*)</p>', page) == said
    assert said[0] in shown(
        tmp_path, f"bibliography: {{citations: {name}}}", "publications/one.html"
    )


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("c.yaml", "one: many\n", "c.yaml:1:1: error: 'one': expected a number, found 'many'"),
        ("c.csv", "one,3\ntwo,-1\n", "c.csv:2:1: error: 'two': expected a number, found '-1'"),
        ("c.json", "[1]", "c.json:1:1: error: expected keys and numbers"),
        (
            "c.yaml",
            "eins: 3\n",
            "warning: bibliography.citations: no publication has these keys of",
        ),
        ("", "", "error: bibliography.citations: there is no file "),
    ],
)
def test_what_is_wrong_with_the_file_is_told(
    name: str, text: str, said: str, tmp_path: Path
) -> None:
    (tmp_path / "publications.bib").write_text(BIB, encoding="utf-8")
    if name:
        (tmp_path / name).write_text(text, encoding="utf-8")
    cv = f"basics: {{name: Ada Roe}}\nbibliography: {{citations: {name or 'none.yaml'}}}\n"
    assert [each for each in check(tmp_path, cv) if said in each]
