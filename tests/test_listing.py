"""The list of publications, as `bibliography` in cv.yaml sets it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import cvtool
from cvtool.model.document import Document, Section
from cvtool.model.inline import Link, Text, to_plain
from cvtool.model.publication import Publication
from cvtool.pipeline.editions import Loaded
from cvtool.pipeline.load import load_all

BIB = """
@article{j20, author={Lovelace, Ada and B, C}, title={Journal in 2020}, journal={J}, year=2020}
@article{j21, author={Lovelace, Ada}, title={Another of 2021}, journal={J}, year=2021,
  keywords={engine, loom}}
@inproceedings{c21, author={A, B and C, D and E, F and Lovelace, Ada and G, H},
  title={Conference in 2021}, booktitle={Conference of Engines}, abbr={CE}, year=2021,
  selected={true}, award={Best Paper Award}, acceptance={18\\%}}
@phdthesis{t19, author={Lovelace, Ada}, title={Thesis of 2019}, school={S}, year=2019}
@article{press, author={Lovelace, Ada}, title={Zuletzt}, journal={K}, pubstate={forthcoming}}
"""


def loaded(tmp_path: Path, bibliography: str, rest: str = "", bib: str = BIB) -> Loaded:
    (tmp_path / "publications.bib").write_text(bib, encoding="utf-8")
    source = tmp_path / "cv.yaml"
    head = "basics: {name: Ada Lovelace}\nmeta: {lastModified: 2026-01-01}\n"
    setting = f"bibliography: {{{bibliography}}}\n" if bibliography else ""
    source.write_text(f"{head}{setting}{rest}", encoding="utf-8")
    return load_all(source)


def document(tmp_path: Path, bibliography: str, rest: str = "", bib: str = BIB) -> Document:
    found = loaded(tmp_path, bibliography, rest, bib)
    assert found.document, found.problems
    return found.document


def shape(section: Section) -> Any:
    """The heading, and below it headings again or keys with their labels."""
    inside = [shape(each) for each in section.sections]
    papers = [f"{each.label}{each.key}" for each in section.publications]
    return {section.heading: inside or papers}


def listing(tmp_path: Path, bibliography: str, rest: str = "") -> list[Any]:
    return [shape(each) for each in document(tmp_path, bibliography, rest).sections]


def papers(sections: tuple[Section, ...]) -> Iterator[Publication]:
    for section in sections:
        yield from section.publications
        yield from papers(section.sections)


def test_selected_ones_first_then_the_rest_newest_first(tmp_path: Path) -> None:
    assert listing(tmp_path, "") == [
        {"Selected publications": ["c21"]},
        {"Other publications": ["press", "j21", "j20", "t19"]},
    ]


@pytest.mark.parametrize(
    ("bibliography", "keys"),
    [
        ("selected: mixed", "press j21 c21 j20 t19"),
        ("selected: only", "c21"),
        ("selected: mixed, sort: oldest", "t19 j20 j21 c21 press"),
        ("selected: mixed, sort: title", "j21 c21 j20 t19 press"),
        ("selected: mixed, sort: author", "c21 j20 j21 t19 press"),
        ("selected: mixed, sort: file", "j20 j21 c21 t19 press"),
        ("selected: mixed, types: article", "press j21 j20"),
        ("selected: mixed, types: [theses, inproceedings]", "c21 t19"),
        ("selected: mixed, keywords: Loom", "j21"),
        ("selected: mixed, since: 2021", "press j21 c21"),
        ("selected: mixed, until: 2020", "j20 t19"),
        ("selected: mixed, exclude: [j21, press]", "c21 j20 t19"),
    ],
)
def test_what_is_chosen_and_its_order(tmp_path: Path, bibliography: str, keys: str) -> None:
    found = document(tmp_path, bibliography)
    assert [each.key for each in papers(found.sections)] == keys.split()
    assert {each.key for each in found.publications} == set(keys.split())


def test_a_list_without_parts_stands_where_the_first_of_them_is_named(tmp_path: Path) -> None:
    rest = """
sections: [{heading: Papers, sections: [otherPublications]}, work, selectedPublications]
work: [{name: W}]
text: {bibliography: {selected: mixed}}
"""
    found = document(tmp_path, "", rest)
    papers, work = found.outline("text")
    assert (shape(papers), work.id) == (
        {"Papers": [{"Publications": ["press", "j21", "c21", "j20", "t19"]}]},
        "work",
    )
    assert [each.id for each in found.outline("markdown")][1:] == ["work", "selectedPublications"]


def test_groups_by_type(tmp_path: Path) -> None:
    assert listing(tmp_path, "selected: mixed, groupBy: type") == [
        {
            "Publications": [
                {"Journal articles": ["press", "j21", "j20"]},
                {"Conference papers": ["c21"]},
                {"Theses": ["t19"]},
            ]
        }
    ]


def test_groups_by_year(tmp_path: Path) -> None:
    assert listing(tmp_path, "groupBy: year") == [
        {"Selected publications": ["c21"]},
        {
            "Other publications": [
                {"Forthcoming": ["press"]},
                {"2021": ["j21"]},
                {"2020": ["j20"]},
                {"2019": ["t19"]},
            ]
        },
    ]


GROUPS = """\
selected: mixed, groupBy: [type, year], counts: true, groups: [
  {heading: With looms, keywords: loom, prefix: L},
  {heading: Articles, types: [article], prefix: A}]"""


def test_groups_of_ones_own_by_type_and_year(tmp_path: Path) -> None:
    assert listing(tmp_path, GROUPS) == [
        {
            "Publications (5)": [
                {"With looms (1)": [{"2021 (1)": ["[L1]j21"]}]},
                {
                    "Articles (2)": [
                        {"Forthcoming (1)": ["[A1]press"]},
                        {"2020 (1)": ["[A2]j20"]},
                    ]
                },
                {"Other works (2)": [{"2021 (1)": ["c21"]}, {"2019 (1)": ["t19"]}]},
            ]
        }
    ]


def test_a_heading_of_ones_own_keeps_its_count(tmp_path: Path) -> None:
    rest = "headings: {publications: Papers}\n"
    (found,) = listing(tmp_path, "selected: mixed, counts: true", rest)
    assert list(found) == ["Papers (5)"]


@pytest.mark.parametrize(
    ("bibliography", "labels", "numbering"),
    [
        ("", ["", "", "", "", ""], ["", ""]),
        ("numbering: none", ["", "", "", "", ""], ["none", "none"]),
        ("numbering: through", ["[1]", "[2]", "[3]", "[4]", "[5]"], ["labels", "labels"]),
        ("countDown: true", ["[1]", "[4]", "[3]", "[2]", "[1]"], ["labels", "labels"]),
        (
            "numbering: through, countDown: true",
            ["[5]", "[4]", "[3]", "[2]", "[1]"],
            ["labels", "labels"],
        ),
    ],
)
def test_numbers(
    tmp_path: Path, bibliography: str, labels: list[str], numbering: list[str]
) -> None:
    found = document(tmp_path, bibliography).sections
    assert [each.label for each in papers(found)] == labels
    assert [section.numbering for section in found] == numbering


def test_a_list_is_cut_and_says_how_many_more_there_are(tmp_path: Path) -> None:
    url = "https://example.org/all"
    found = document(tmp_path, f"limit: 2, more: '{url}'")
    first, second = found.sections
    assert (len(first.publications), first.more) == (1, ())
    assert [each.key for each in second.publications] == ["press", "j21"]
    assert second.more == (Link((Text("and 2 more"),), url),)
    assert len(found.publications) == 5


def test_many_authors_are_cut_around_the_owner(tmp_path: Path) -> None:
    def byline(most: int) -> str:
        found = {each.key: each for each in document(tmp_path, f"maxAuthors: {most}").publications}
        assert len(found["c21"].authors) == 5
        assert [each.name for each in found["j20"].byline][:1] == ["Ada Lovelace"]
        return ", ".join(each.name for each in found["c21"].byline)

    assert byline(5) == "B A, D C, F E, Ada Lovelace, H G"
    assert byline(4) == "B A, D C, F E, Ada Lovelace, and 1 other"
    assert byline(2) == "B A, …, Ada Lovelace, and 3 others"
    assert byline(1) == "…, Ada Lovelace, and 4 others"


@pytest.mark.parametrize(
    ("venues", "imprint"),
    [
        ("full", "Conference of Engines, 2021"),
        ("short", "CE, 2021"),
        ("both", "Conference of Engines (CE), 2021"),
    ],
)
def test_names_of_venues(tmp_path: Path, venues: str, imprint: str) -> None:
    found = {each.key: each for each in document(tmp_path, f"venues: {venues}").publications}
    assert found["c21"].imprint == imprint


def test_awards_rates_and_states(tmp_path: Path) -> None:
    found = {each.key: each for each in document(tmp_path, "").publications}
    assert to_plain(found["c21"].remark) == "Best Paper Award. Acceptance rate: 18%."
    assert (found["press"].imprint, found["press"].status) == ("K, to appear", "to appear")


def test_every_output_shows_the_list_as_it_is_set(tmp_path: Path) -> None:
    found = document(tmp_path, f"{GROUPS}, limit: 1, maxAuthors: 1")
    pages = {
        name: cvtool.render(found, name)[0].data.decode() for name in ("html", "markdown", "text")
    }
    pages["llms"] = cvtool.render(found, "llms")[1].data.decode()
    for name, page in pages.items():
        for text in ("With looms (1)", "2021 (1)", "[L1]", "and 4 others", "Acceptance rate"):
            is_whole = name == "llms" and text == "and 4 others"
            assert (text in page.replace("\\", "")) != is_whole, (name, text)
    assert '<ul class="papers labels">' in pages["html"]


@pytest.mark.parametrize(
    ("bibliography", "problem"),
    [
        ("groupBy: typ", "bibliography.groupBy: 'typ' is no way to group"),
        ("types: [jounral]", "bibliography.types[0]: unknown type 'jounral'"),
        ("groups: [{heading: H}]", "bibliography.groups[0]: say what belongs here"),
        ("maxAuthors: 0", "bibliography.maxAuthors: "),
        ("since: 2021, until: 2020", "bibliography.until: 2020 is before 2021"),
        ("sorted: newest", "bibliography.sorted: unknown key 'sorted'; did you mean 'sort'?"),
        ("files: [no/*.bib]", "bibliography.files[0]: no file matches 'no/*.bib'"),
    ],
)
def test_what_is_wrong_has_its_path(tmp_path: Path, bibliography: str, problem: str) -> None:
    found = [each for each in loaded(tmp_path, bibliography).problems if each.is_error]
    assert [each.what.startswith(problem) for each in found] == [True], found
    assert found[0].line == 3


def test_a_key_that_nothing_has_cannot_be_excluded(tmp_path: Path) -> None:
    (problem,) = loaded(tmp_path, "exclude: [j21, j22]").problems
    assert problem.what.startswith("bibliography.exclude[1]: nothing has the key 'j22'")


TWICE = """
@article{a, author={L, A}, title={On the Engine of Looms}, journal={J}, year=2020, doi={10.5555/1}}
@misc{b, author={L, A}, title={{On} the engine of {Looms}}, eprint={1901.00001}, year=2019}
@article{c, author={L, A}, title={Quite Another Paper}, journal={J}, year=2020, doi={10.5555/1}}
@article{d, author={L, A}, title={On the Engine of Looms}, journal={J}, year=2010}
@misc{e, author={L, A}, title={On the Engine of Looms}, year=2020, related={a}}
@speech{f, author={L, A}, title={On the Engine of Looms}, year=2020}
@article{a, author={L, A}, title={Same Key}, journal={J}, year=2001}
@article{g, author={L, A}, title={With \\unheard{Of} Commands}, journal={J}, year=2002}
"""


def test_papers_that_may_be_the_same_are_named(tmp_path: Path) -> None:
    found = loaded(tmp_path, "", bib=TWICE)
    bib = tmp_path / "publications.bib"
    keep = "take one out, or write 'related = {a}' here to keep both"
    assert [str(problem) for problem in found.problems] == [
        f"{bib}:3:1: warning: 'b' has the title of 'a' ({bib}:2): {keep}",
        f"{bib}:4:1: warning: 'c' has the DOI of 'a' ({bib}:2): {keep}",
        f"{bib}:8:1: warning: 'a' is called 'a-2' here: the entry at {bib}:2 has that key; "
        "rename one",
        f"{bib}:9:1: warning: 'g': the command \\unheard is unknown, and only the text around it "
        "is shown",
    ]
    assert str(found.tally) == "8 entries = 8 shown + 0 reported"


def test_what_is_left_out_on_purpose_is_in_the_sum(tmp_path: Path) -> None:
    bib = (
        BIB + "@proceedings{p, title={P}, year=2021} @inbook{q, author={A}, title={Q}, crossref=p}"
    )
    found = loaded(tmp_path, "exclude: j21, since: 2020", bib=bib)
    assert str(found.tally) == (
        "7 entries = 4 shown + 0 reported + 2 left out by cv.yaml + 1 shown with other entries"
    )


def test_patterns_name_files_in_order_and_each_once(tmp_path: Path) -> None:
    entry = "@misc{{{}, title={{T {}}}, year=2000}}"
    (tmp_path / "talks").mkdir()
    for name in ("b", "a"):
        path = tmp_path / "talks" / f"{name}.bib"
        path.write_text(entry.format(name, name), encoding="utf-8")
    (tmp_path / "talks" / "made.bib").write_text("% Written by cvtool\n@misc{made, title={M}}")
    found = loaded(tmp_path, "files: [talks/b.bib, 'talks/*.bib'], sort: file", bib="")
    assert not found.problems
    assert found.document
    assert [each.key for each in found.document.publications] == ["b", "a"]


def test_a_file_that_comes_to_match_a_pattern_is_an_input(tmp_path: Path) -> None:
    from cvtool.pipeline.build import Build

    loaded(tmp_path, "files: '*.bib'")

    def keys() -> str:
        results = list(Build(tmp_path / "cv.yaml", tmp_path / "out", ["text"]).run())
        assert not any(result.error for result in results)
        return (tmp_path / "out" / "cv.txt").read_text(encoding="utf-8")

    assert "Newcomer" not in keys()
    (tmp_path / "second.bib").write_text("@misc{n, title={Newcomer}, year=2000}")
    assert "Newcomer" in keys()


def test_the_orcid_among_the_profiles_finds_the_owner(tmp_path: Path) -> None:
    source = tmp_path / "cv.yaml"
    profile = "{network: ORCID, url: https://orcid.org/0000-0001-2345-678X}"
    source.write_text(f"basics: {{name: Ada Lovelace, profiles: [{profile}]}}\n")
    bib = "@misc{a, title={T}, author={Countess, A. (0000-0001-2345-678X) and Lovelace, A.}}"
    (tmp_path / "publications.bib").write_text(bib)
    (found,) = cvtool.load(source).publications
    assert [author.is_owner for author in found.authors] == [True, True]
