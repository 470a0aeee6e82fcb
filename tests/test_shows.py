"""What a list of publications shows in which format, and its settings for one format alone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import cvtool
from cvtool.model.document import Document, Section
from cvtool.model.inline import Link, to_plain
from cvtool.model.prose import bodies
from cvtool.model.publication import Publication
from cvtool.pipeline.editions import Loaded
from cvtool.pipeline.load import load_all
from cvtool.pipeline.remarks import remarks as remarks_on

PAPER = """@article{{k{n}, author={{Roe, Ada and Poe, Al and Doe, Jo}}, title={{Title {n}}},
  journal={{Journal of Long Names}}, shortjournal={{JLN}}, year={{20{n:02}}}, {more}
  abstract={{Abstract {n}.}}, summary={{Summary {n}.}}, keywords={{word{n}, engines}}}}
"""
SHOWING = ("pdf", "html", "markdown", "text", "llms", "jsonresume")


def bib(count: int) -> str:
    """So many papers, of which each fifth is selected."""
    return "".join(
        PAPER.format(n=n, more="" if n % 5 else "selected={true},") for n in range(count)
    )


def loaded(folder: Path, cv: str, papers: str) -> Loaded:
    (folder / "publications.bib").write_text(papers, encoding="utf-8")
    (folder / "cv.yaml").write_text(f"basics: {{name: Ada Roe}}\n{cv}\n", encoding="utf-8")
    return load_all(folder / "cv.yaml")


def document(folder: Path, cv: str = "", count: int = 12) -> Document:
    found = loaded(folder, cv, bib(count))
    assert found.document, found.problems
    assert not found.problems
    return found.document


def pages(found: Document) -> Iterator[tuple[str, str]]:
    """The text of each file by its name."""
    for name in (*SHOWING[1:], "publications", "bibtex", "profile", "feed", "atom"):
        for output in cvtool.render(found, name):
            yield output.path, output.data.decode("utf-8", "replace")


def keys(sections: tuple[Section, ...]) -> list[str]:
    return [
        key
        for each in sections
        for key in (*(it.key for it in each.publications), *keys(each.sections))
    ]


def mores(sections: tuple[Section, ...]) -> list[tuple[str, str]]:
    """What ends each list, and where it links to."""
    found = [
        (to_plain(each.more), "".join(it.url for it in each.more if isinstance(it, Link)))
        for each in sections
        if each.more
    ]
    return found + [more for each in sections for more in mores(each.sections)]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("index.html", ""),
        ("llms-full.txt", "AS"),
        ("publications/k0.html", "AS"),
        ("cv.md", ""),
        ("cv.txt", ""),
        ("resume.json", ""),
        ("publications.json", "ASK"),
    ],
)
def test_the_usual_choice(tmp_path: Path, name: str, wanted: str) -> None:
    page = dict(pages(document(tmp_path)))[name].partition('"bibtex"')[0]
    page = page.partition("<h2>BibTeX")[0]
    said = {"A": "Abstract 0.", "S": "Summary 0.", "K": ">word0"}
    if name == "publications.json":
        said["K"] = "word0"
    assert "".join(each for each, text in said.items() if text in page) == wanted


def test_cv_pdf_has_none_of_it(tmp_path: Path) -> None:
    found = document(tmp_path)
    (section,) = (each for each in found.outline("pdf") if each.id == "otherPublications")
    assert {(it.abstract, it.summary, it.keywords) for it in section.publications} == {((), (), ())}
    assert all(it.abstract and it.summary and it.keywords for it in found.publications)


def test_words_are_for_programs(tmp_path: Path) -> None:
    found = dict(pages(document(tmp_path)))
    shown = {name for name, page in found.items() if "engines" in page}
    of_feed = {"feed.json", "atom.xml"}
    of_readers = {"cv.md", "cv.txt", "llms-full.txt", "llms.txt", "resume.json"}
    assert not shown & (of_feed | of_readers)
    assert {"profile.json", "publications.json"} <= shown
    assert '<meta name="citation_keywords" content="word0">' in found["publications/k0.html"]


@pytest.mark.parametrize("name", SHOWING)
def test_it_can_be_said_for_one_format(tmp_path: Path, name: str) -> None:
    cv = f"bibliography: {{show: []}}\n{name}: {{bibliography: {{show: keywords}}}}"
    found = document(tmp_path, cv)
    for each in SHOWING[:-1]:
        words = {
            word
            for section in found.outline(each)
            for it in section.publications
            for word in (*it.keywords, *map(to_plain, bodies((*it.abstract, *it.summary))))
        }
        assert bool(words) == (each == name)
        assert words <= {"engines", *(f"word{n}" for n in range(12))}
    assert any(each.keywords for each in found.listed("jsonresume")) == (name == "jsonresume")


def test_words_that_group_are_not_printed(tmp_path: Path) -> None:
    groups = "groups: [{heading: Machines, keywords: Engines}]"
    cv = f"bibliography: {{groupBy: type, selected: mixed, show: keywords, {groups}}}"
    found = document(tmp_path, cv)
    (section,) = found.outline("markdown")[0].sections
    assert section.heading == "Machines"
    assert section.publications[0].keywords == ("word11",)
    assert found.publications[0].keywords == ("word11", "engines")


def test_resume_json_keeps_what_cv_yaml_says_itself(tmp_path: Path) -> None:
    own = "publications: [{name: Own, summary: Of mine.}, {key: k3, summary: Said anew.}]"
    (page,) = cvtool.render(document(tmp_path, own, 4), "jsonresume")
    found = {each["name"]: each for each in json.loads(page.data)["publications"]}
    assert found["Own"]["summary"] == "Of mine."
    assert found["Title 3"]["summary"] == "Said anew."
    assert not {"summary", "keywords"} & found["Title 2"].keys()


SITE = "site: {url: https://ada.example}\n"


@pytest.mark.parametrize(
    ("bibliography", "papers", "ends"),
    [
        ("limit: 2", "k10 k5 k11 k9", "and 1 more #selected, and 7 more #other"),
        ("selected: only", "k10 k5 k0", "and 9 more #other"),
        ("selected: only, limit: 1", "k10", "and 11 more #other"),
        ("selected: mixed, limit: 1", "k11", "and 11 more #other"),
        ("selected: mixed, since: 2010", "k11 k10", ""),
        ("limit: 9, more: 'https://x.example/'", "k10 k5 k0 k11 k9 k8 k7 k6 k4 k3 k2 k1", ""),
        ("limit: all, groupBy: year", "k10 k5 k0 k11 k9 k8 k7 k6 k4 k3 k2 k1", ""),
    ],
)
def test_the_list_of_one_format(tmp_path: Path, bibliography: str, papers: str, ends: str) -> None:
    found = document(tmp_path, f"{SITE}pdf: {{bibliography: {{{bibliography}}}}}")
    assert keys(found.outline("pdf")) == papers.split()
    said = ", ".join(f"{text} {url}" for text, url in mores(found.outline("pdf")))
    assert said.replace("https://ada.example/", "").replace("Publications", "") == ends
    for name in ("html", "markdown", "text", "llms"):
        assert len(keys(found.outline(name))) == len(found.publications) == 12
    for name in ("bibtex", "jsonresume", "publications"):
        (page,) = cvtool.render(found, name)
        assert page.data.count(b"Title ") == 12


@pytest.mark.parametrize(
    "cv",
    [
        "pdf: {bibliography: {limit: 2}}",
        f"{SITE}pdf: {{bibliography: {{limit: 2}}}}\nhtml: {{bibliography: {{since: 2011}}}}",
        f"{SITE}custom: [{{heading: A, notes: [b]}}]\nhtml: {{sections: [a]}}\n"
        "pdf: {bibliography: {limit: 2}}",
    ],
)
def test_no_link_leads_where_the_rest_is_not(tmp_path: Path, cv: str) -> None:
    found = loaded(tmp_path, cv, bib(12)).document
    assert found
    assert mores(found.outline("pdf")) == [("and 1 more", ""), ("and 7 more", "")]


def test_the_homepage_folds_what_its_own_list_lacks(tmp_path: Path) -> None:
    found = document(tmp_path, f"{SITE}bibliography: {{limit: 2}}")
    page = dict(pages(found))["index.html"]
    assert page.count('class="paper h-cite"') == 12
    assert '<summary>and 7 more</summary>\n<ol class="papers" start="3">' in page
    assert "https://ada.example/#other" not in page
    assert "(https://ada.example/#otherPublications)" in dict(pages(found))["cv.md"]
    assert (
        "[and 7 more](https://ada.example/#otherPublications)"
        in dict(pages(found))["llms-full.txt"]
    )
    there = document(tmp_path, f"{SITE}bibliography: {{limit: 2, more: 'https://x.example/'}}")
    page = dict(pages(there))["index.html"]
    assert page.count('class="paper h-cite"') == 4
    assert '<a href="https://x.example/">and 7 more</a>' in page


def test_chinese_and_ones_own_words(tmp_path: Path) -> None:
    def end(cv: str) -> str:
        return mores(document(tmp_path, f"bibliography: {{limit: 9}}\n{cv}", 14).outline("pdf"))[
            -1
        ][0]

    assert end("locale: zh") == "另有 2 篇"
    own = "phrases: {more: {one: und eine weitere, other: 'und {count} weitere'}}"
    assert end(own) == "und 2 weitere"


def test_forms_and_names_of_one_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from cvtool.bib import citing

    asked: list[str] = []
    real = citing.citations

    def counted(found: Iterable[Publication], style: str) -> dict[str, citing.Citation]:
        asked.append(style)
        return real(found, style)

    monkeypatch.setattr(citing, "citations", counted)
    found = document(
        tmp_path,
        "pdf: {bibliography: {style: apa, numbering: none}}\n"
        "text: {bibliography: {style: apa, venues: short}}\n"
        "markdown: {bibliography: {maxAuthors: 1, venues: short}}\n",
        3,
    )
    first = {name: found.outline(name)[-1].publications[0] for name in SHOWING[:-1]}
    assert to_plain(first["pdf"].citation).startswith("Roe, A., Poe, A., & Doe, J. (2002).")
    assert found.outline("pdf")[-1].numbering == "none"
    assert (found.outline("html")[-1].numbering, first["html"].citation) == ("", ())
    assert [each.name for each in first["markdown"].byline] == ["Ada Roe", "and 2 others"]
    assert (first["markdown"].imprint, first["html"].imprint) == (
        "JLN, 2002",
        "Journal of Long Names, 2002",
    )
    assert asked == ["apa"]


@pytest.mark.parametrize(
    ("bibliography", "ends"),
    [
        ("selected: only", [("and 9 more", "")]),
        ("selected: only, limit: 2", [("and 10 more", "")]),
        ("selected: only, since: 2008", [("and 3 more", "")]),
        ("selected: only, more: 'https://x.example/'", [("and 9 more", "https://x.example/")]),
        ("selected: only, more: ''", []),
    ],
)
def test_a_list_of_the_selected_alone_says_how_many_more_there_are(
    tmp_path: Path, bibliography: str, ends: list[tuple[str, str]]
) -> None:
    found = document(tmp_path, f"{SITE}bibliography: {{{bibliography}}}")
    for name in ("pdf", "html", "markdown"):
        assert mores(found.outline(name)) == ends
    page, *_ = cvtool.render(found, "html")
    assert ("and 9 more" in page.data.decode()) == ("and 9 more" in str(ends))


def test_a_format_with_an_order_of_its_own_can_mix_the_parts(tmp_path: Path) -> None:
    found = document(tmp_path, "llms: {bibliography: {selected: mixed}}")
    assert [each.id for each in found.outline("llms")] == ["publications"]


def test_the_order_for_all_holds_where_a_format_lists_in_its_own_way(tmp_path: Path) -> None:
    order = "sections: [{section: work, heading: Jobs}, {section: publications, summary: All.}]"
    cv = f"work: [{{name: W}}]\nheadings: {{publications: Papers}}\n{order}"
    for name in ("text", "llms"):
        found = document(tmp_path, f"{cv}\n{name}: {{bibliography: {{selected: mixed}}}}")
        assert [(it.heading, *map(to_plain, bodies(it.summary))) for it in found.outline(name)] == [
            ("Jobs",),
            ("Papers", "All."),
        ]
        assert [it.heading for it in found.outline("pdf")] == [
            "Jobs",
            "Selected publications",
            "Other publications",
        ]


def test_what_only_one_format_lists_is_missed_by_the_order(tmp_path: Path) -> None:
    def said(cv: str) -> list[str]:
        found = loaded(tmp_path, f"work: [{{name: W}}]\n{cv}", bib(3))
        return [each for each in remarks_on(found) if "'publications'" in each]

    cv = "bibliography: {since: 2090}\nhtml: {bibliography: {since: 1990}%s}"
    assert len(said(f"sections: [work]\n{cv % ''}")) == 1
    assert said(f"sections: [work]\n{cv % ', sections: [publications]'}") == []


def test_a_group_can_do_without_a_heading(tmp_path: Path) -> None:
    groups = "groups: [{heading: '', types: article}]"
    cv = f"bibliography: {{groupBy: type, selected: mixed, counts: true, {groups}}}"
    (whole,) = document(tmp_path, cv).outline("pdf")
    assert (whole.heading, [it.heading for it in whole.sections]) == ("Publications (12)", [""])


def test_what_one_block_does_not_say_comes_from_the_other(tmp_path: Path) -> None:
    cv = "bibliography: {groupBy: year, limit: 1, style: mla, selected: mixed}\n"
    found = document(tmp_path, f"{cv}pdf: {{bibliography: {{style: own, limit: all}}}}", 3)
    (whole,) = found.outline("pdf")
    assert [each.heading for each in whole.sections] == ["2002", "2001", "2000"]
    assert not whole.sections[0].publications[0].citation
    assert found.outline("text")[0].sections[0].publications[0].citation


@pytest.mark.parametrize(
    ("cv", "problem"),
    [
        (
            "pdf: {bibliography: {files: a.bib}}",
            "pdf.bibliography.files: the .bib files are the same for every format",
        ),
        ("pdf: {bibliography: a.bib}", "pdf.bibliography: the .bib files are the same"),
        ("html: {bibliography: [a.bib]}", "html.bibliography: the .bib files are the same"),
        ("bibliography: {show: abstracts}", "bibliography.show: unknown name 'abstracts'"),
        ("text: {bibliography: {show: [note]}}", "text.bibliography.show[0]: unknown name 'note'"),
        (
            "jsonresume: {bibliography: {groupBy: year}}",
            "jsonresume.bibliography.groupBy: unknown key 'groupBy'",
        ),
        (
            "bibliography: {since: 2010}\nllms: {bibliography: {until: 2005}}",
            "llms.bibliography.until: 2005 is before 2010",
        ),
        (
            "llms: {bibliography: {exclude: [k99]}}",
            "llms.bibliography.exclude[0]: nothing has the key 'k99'",
        ),
    ],
)
def test_what_is_wrong_has_its_path(tmp_path: Path, cv: str, problem: str) -> None:
    (found,) = loaded(tmp_path, cv, bib(2)).problems
    assert found.what.startswith(problem), found


def test_a_list_of_selected_ones_without_any_is_a_warning(tmp_path: Path) -> None:
    papers = bib(5).replace("selected={true},", "")
    (found,) = loaded(tmp_path, "pdf: {bibliography: {selected: only}}", papers).problems
    assert found.what.startswith("pdf.bibliography.selected: nothing is selected")
    assert not found.is_error


def test_check_says_where_summaries_are(tmp_path: Path) -> None:
    def said(cv: str) -> list[str]:
        return [each for each in remarks_on(loaded(tmp_path, cv, bib(3))) if "summary" in each]

    assert len(said("")) == 1
    assert said("pdf: {bibliography: {show: [summary]}}") == []


def test_formats_share_what_their_settings_make_alike(tmp_path: Path) -> None:
    found = document(tmp_path, "pdf: {bibliography: {limit: 1}}")
    assert "markdown" not in found.outlines
    html, llms = (found.outline(name)[-1].publications for name in ("html", "llms"))
    assert all(one is two for one, two in zip(html, llms, strict=True))
