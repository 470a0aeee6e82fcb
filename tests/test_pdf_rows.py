"""How entries stand in cv.pdf: their dates and places, and what takes one line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from statistics import mode as most_often

import pytest
from golden import ROOT, arranged, handed, themed_pdf
from pdfs import links, reader
from readers import READERS, baselines, pdftotext
from test_pdf_lines import letters
from test_pdf_reading import landmarks, unhyphened

import cvtool
from cvtool.model.document import PageStyle, PhotoStyle
from cvtool.render.pdf.style import look_of
from cvtool.render.theme import theme_for
from cvtool.source.layouts import THEMES

MODES: Mapping[str, Callable[[bytes], list[str]]] = {
    **READERS,
    "pdftotext -raw": pdftotext("-raw"),
    "pypdf layout": lambda data: [
        each.extract_text(extraction_mode="layout") for each in reader(data).pages
    ],
}

LONG = "Sep. 2013, Mar. 2011 - Oct. 2011"
PERIODS = (
    "work:\n- {name: Engines Ltd, position: Lead, startDate: 2020-05}\n"
    f"- {{name: Looms Ltd, position: Tester, period: '{LONG}'}}\n"
    f"- {{name: Mills Ltd, period: '{LONG}'}}\n"
    "- {name: Shops Ltd, position: Clerk, location: Lyon, startDate: 2010-01, endDate: 2010-12}\n"
    f"awards: [{{title: Prize, period: '{LONG}'}}, {{title: Medal, date: 2009}}]\n"
)

every_theme = pytest.mark.parametrize("theme", THEMES)


@cache
def lines_of(data: bytes, mode: str) -> list[str]:
    return [
        line for page in MODES[mode](data) for line in map(unhyphened, page.splitlines()) if line
    ]


def made(home: Path, source: str, **settings: object) -> bytes:
    (home / "cv.yaml").write_text(f"basics: {{name: Ada}}\npdf: {settings or {}}\n{source}")
    return cvtool.render(cvtool.load(home / "cv.yaml"), "pdf")[0].data


def text(data: bytes) -> str:
    return "\n".join(READERS["pypdf"](data))


def far(pairs: list[tuple[str, str]], lines: list[str], reach: int = 2) -> list[tuple[str, str]]:
    """The headings whose date does not stand on their line, or on one of the next."""
    return [
        (head, date)
        for head, date in pairs
        if not any(
            head[:24] in line and date in "".join(lines[index : index + reach])
            for index, line in enumerate(lines)
        )
    ]


@pytest.mark.parametrize("mode", MODES)
@every_theme
@pytest.mark.parametrize("case", ["sample", "engineer"])
def test_a_date_is_read_with_its_heading(case: str, theme: str, mode: str) -> None:
    pairs = [(head, date) for head, date in landmarks(handed(case).outline("pdf")) if date]
    assert far(pairs, lines_of(themed_pdf(case, theme), mode)) == []


@pytest.mark.parametrize("dates", ["right", "left", "behind"])
@pytest.mark.parametrize("mode", MODES)
def test_a_long_period_is_read_with_its_heading(dates: str, mode: str, tmp_path: Path) -> None:
    lines = lines_of(made(tmp_path, PERIODS, dates=dates), mode)
    first = unhyphened(LONG)[:16]
    pairs = [("LoomsLtd", first), ("MillsLtd", first), ("Prize", first), ("Medal", "2009")]
    if dates == "left":
        lines = ["".join(lines[max(index - 2, 0) : index + 1]) for index in range(len(lines))]
    assert far([*pairs, ("ShopsLtd", "Jan2010–Dec2010")], lines) == []


def test_a_spoilt_line_is_seen() -> None:
    assert far([("EnginesLtd", "2020")], ["EnginesLtd", "Lead", "2020"]) == [("EnginesLtd", "2020")]


def ends(data: bytes, words: str) -> tuple[float, float]:
    """Where these letters begin and end, by the columns of the page."""
    found = sorted(letters(data), key=lambda each: (-round(each.y0), each.x0))
    at = "".join(each.get_text() for each in found).index(words)
    return found[at].x0, found[at + len(words) - 1].x1


@every_theme
def test_years_align_down_the_page(theme: str, tmp_path: Path) -> None:
    source = (
        "work: [{name: Q, position: Z, location: Lyon, startDate: 2001, endDate: 2002}]\n"
        "awards: [{title: Prize, date: 2003}]\neducation: [{institution: U, endDate: 2004}]\n"
    )
    data = made(tmp_path, source, theme=theme)
    edges = [ends(data, each)[1] for each in ("2002", "2003", "2004")]
    starts = [ends(data, each)[0] for each in ("2001", "2003", "2004")]
    assert min(max(each) - min(each) for each in (starts, edges)) < 0.2
    if arranged(theme).dates == "right":
        assert abs(ends(data, "Lyon")[1] - edges[0]) < 0.2


@pytest.mark.parametrize("dates", ["right", "behind"])
def test_a_date_without_words_stands_where_an_entry_begins(dates: str, tmp_path: Path) -> None:
    source = "education: [{endDate: 2004, courses: [Looms]}, {institution: Union, endDate: 2003}]\n"
    data = made(tmp_path, source, dates=dates)
    assert abs(ends(data, "2004")[0] - ends(data, "Union")[0]) < 1


@pytest.mark.parametrize("dates", ["right", "left"])
def test_from_right_to_left_all_is_mirrored(dates: str, tmp_path: Path) -> None:
    source = "locale: he\nwork: [{name: חברה, position: Z, location: X, startDate: 2001}]\n"
    data = made(tmp_path, source, dates=dates)
    is_left = ends(data, "2001")[0] < ends(data, "Z")[0]
    assert is_left == (dates == "right")


def test_from_right_to_left_words_in_latin_letters_follow_their_heading(tmp_path: Path) -> None:
    source = "locale: he\nprojects: [{name: Kit, description: Quzyx}]\n"
    data = made(tmp_path, source, font="sans")
    found = [ends(data, each)[0] for each in ("Kit", ":", "Quzyx")]
    assert found == sorted(found, reverse=True)


@pytest.mark.parametrize(
    ("source", "whole"),
    [
        ("skills: [{name: שפות, keywords: [Go, C++]}]", "C++"),
        ("work: [{name: חברה, highlights: ['מומחית ב־C# ובענן']}]", "C#"),
        ("grants: [{title: מענק, amount: '€ 20 000', number: X-1}]", "20 000"),
    ],
)
def test_from_right_to_left_no_word_is_torn(source: str, whole: str, tmp_path: Path) -> None:
    assert ends(made(tmp_path, f"locale: he\n{source}\n", font="sans"), whole)


@pytest.mark.parametrize("before", ["Read ", "See [here](https://a.org) "])
def test_words_from_right_to_left_stand_in_their_order_in_a_line_of_others(
    before: str, tmp_path: Path
) -> None:
    words = "עבודת גמר: סקירה של האינטרנט של דברים"
    source = f"work: [{{name: Mill, summary: '{before}{words}'}}]\n"
    data = made(tmp_path, source, font="sans")
    found = [ends(data, each)[0] for each in "גקט"]  # of three words
    assert found == sorted(found, reverse=True)


@every_theme
def test_from_right_to_left_the_portrait_stands_at_the_other_side(theme: str) -> None:
    sheet = theme_for(ROOT).read(f"pdf/themes/{theme}.css")
    sides = [look_of(PageStyle(), sheet, it).photo_side for it in (False, True)]
    assert {*sides} == {"left", "right"}
    chosen = PageStyle(photo=PhotoStyle(side=sides[0]))
    assert look_of(chosen, sheet, is_mirrored=True).photo_side == sides[0]


@pytest.mark.parametrize(
    ("more", "shown"),
    [
        ("", "07/2019 – heute|03/2018 – 06/2019|2003|12.05.2021"),
        ("dates: {months: short}", "Juli 2019 – heute|März 2018 – Juni 2019|2003|12. Mai 2021"),
    ],
)
def test_months_are_numbers_in_the_german_table(more: str, shown: str, tmp_path: Path) -> None:
    source = (
        "locale: de\nwork: [{name: A, position: P, startDate: 2019-07}, {name: B, "
        "startDate: 2018-03, endDate: 2019-06}]\nawards: [{title: Preis, date: 2003}]\n"
        f"talks: [{{name: T, event: E, date: 2021-05-12}}]\n{more}\n"
    )
    said = " ".join(text(made(tmp_path, source, theme="lebenslauf")).split())
    assert [each for each in shown.split("|") if each not in said] == []
    assert "Juli 2019" in cvtool.render(cvtool.load(tmp_path / "cv.yaml"), "text")[0].data.decode()


def test_labels_stand_in_the_column_of_the_dates(tmp_path: Path) -> None:
    long = "Everything that has no other name:"
    (tmp_path / "cv.yaml").write_text(
        "basics: {name: Ada, phone: '030 12345', birthDate: 1815-12-10, birthPlace: London}\n"
        f"skills: [{{name: Tools, level: good, keywords: [Git]}}, {{name: '{long[:-1]}', "
        "keywords: [Ink]}]\n"
        "awards: [{title: Prize, date: 2003}]\npdf: {theme: lebenslauf}\n"
    )
    own = cvtool.load(tmp_path / "cv.yaml", "private")
    data = cvtool.render(own, "pdf")[0].data
    labels = [
        ends(data, each)[0] for each in ("Phone:", "Place of birth:", "Tools (good):", "2003")
    ]
    said = [ends(data, each)[0] for each in ("030 12345", "London", "Git", long, "Prize")]
    assert max(labels) - min(labels) < 0.2
    assert max(said) - min(said) < 0.6
    assert min(said) - max(labels) > 100
    for mode in MODES:
        assert "Tools (good): Git" in " ".join("\n".join(MODES[mode](data)).split())


def test_headings_stand_below_one_another_beside_a_long_period(tmp_path: Path) -> None:
    data = made(tmp_path, PERIODS, dates="left")
    starts = [ends(data, each)[0] for each in ("Engines", "Looms", "Mills", "Shops")]
    assert max(starts) - min(starts) < 0.2
    lines = dict(baselines(data))
    height = {
        name: next(y for line, y in lines.items() if name in line) for name in ("Mills", "Shops")
    }
    assert height["Mills"] - height["Shops"] < 40


@pytest.mark.parametrize("theme", ["modern", "timeline", "lebenslauf"])
def test_a_period_of_one_long_word_stays_in_its_column(theme: str, tmp_path: Path) -> None:
    word = "Wintersemester2010bisSommersemester2013"
    data = made(tmp_path, f"work: [{{name: Qzx, period: {word}}}]\n", theme=theme)
    edges = [each.x1 for each in letters(data) if each.get_text() in "2013"]
    assert len(edges) == 8
    assert max(edges) < ends(data, "Qzx")[0]


def test_a_date_is_never_glued_to_a_name(tmp_path: Path) -> None:
    source = "locale: de\nwork: [{name: Werk GmbH, startDate: 2021-09}]\n"
    data = made(tmp_path, source, theme="modern")
    assert ends(data, "Werk GmbH")[0] - ends(data, "heute")[1] > 8
    for mode in MODES:
        assert "heuteWerk" not in "\n".join(MODES[mode](data))


NAMES = re.compile("Parcel & Pine|quietpage|Code Club")
"""On the first page, or the first two of them."""


@every_theme
def test_entries_stand_so_far_apart_that_parsers_part_them(theme: str) -> None:
    """They go by 1.4 times the distance of most lines."""
    lines = baselines(themed_pdf("engineer", theme))
    gaps = [round(above - below, 1) for (_, above), (_, below) in pairwise(lines)]
    usual = most_often(round(gap) for gap in gaps if gap > 4)
    at_names = [at for at, (line, _) in enumerate(lines) if NAMES.search(line)]
    assert len(at_names) > 1
    for at in at_names:
        before = min(index for index in (at, at - 1) if lines[index - 1][1] - lines[at][1] > 4)
        assert lines[before - 1][1] - lines[at][1] > 1.4 * usual, lines[at][0]


CAREER = """
work:
- {name: Looms, position: Lead, startDate: 2019, highlights: [Led a team., Wrote a book.]}
- {name: Looms, position: Weaver, startDate: 2015, endDate: 2019, highlights: [Wove., Sold.]}
- {name: Mills, position: Clerk, startDate: 2011, endDate: 2014}
- {name: Ships, position: Boy, startDate: 2008, endDate: 2010, highlights: [Sang.]}
"""
QUIET = """
work:
- {name: Looms, position: Lead, location: Lyon, startDate: 2019}
- {name: Looms, position: Weaver, location: Lyon, startDate: 2015, endDate: 2019}
- {name: Mills, position: Clerk, location: Lyon, startDate: 2013, endDate: 2014}
- {name: Ships, position: Officer, location: Lyon, startDate: 2010, endDate: 2012}
- {name: Ships, position: Boy, location: Lyon, startDate: 2008, endDate: 2010}
- {name: Zoo, position: Guide, startDate: 2006, endDate: 2007, highlights: [Sang.]}
"""


@pytest.mark.parametrize("theme", ["two-tone", "compact", "classic", "plain", "bold"])
@pytest.mark.parametrize(("career", "firsts"), [(CAREER, "WMS"), (QUIET, "WMSBZ")])
def test_jobs_under_one_employer_are_parted_from_one_another(
    career: str, firsts: str, theme: str, tmp_path: Path
) -> None:
    """As such parsers do: by whole points, and by the distance that a section has most often."""
    lines = baselines(made(tmp_path, career, theme=theme))
    first = next(at for at, (line, _) in enumerate(lines) if "Looms" in line)
    own = lines[first:]
    gaps = [round(above - below) for (_, above), (_, below) in pairwise(own)]
    limit = 1.4 * most_often(each for each in gaps if each > 4)
    begun = [line for (line, _), gap in zip(own[1:], gaps, strict=True) if gap > limit]
    assert "".join(each[:1] for each in begun) == firsts


SHORT = """
projects: [{name: Cards, description: Punches cards., startDate: 2019, endDate: 2020}]
patents: [{title: An engine, number: US Patent 1, status: granted, date: 2019}]
talks:
- {name: On engines, venues: [{name: Royal Society, location: London, date: 2020-05}]}
supervision: [{name: Mary Somerville, studyType: PhD, startDate: 2018, endDate: 2019}]
languages: [{language: English, fluency: Native}, {language: French, fluency: Fluent}]
interests: [{name: Chess}, {name: Looms}]
education:
- {institution: U, studyType: BSc, area: Mathematics, score: '3.9', startDate: 2009, endDate: 2011}
skills: [{name: Code, keywords: [Python, Rust]}]
service: [{position: Reviewer, venues: [Journal A], location: London}]
grants: [{title: Engines, number: EP/V012345/1, awarder: EPSRC}]
"""


@pytest.mark.parametrize("dates", ["right", "left", "behind"])
@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Cards: Punches cards.", "2019 – 2020"),
        ("An engine, US Patent 1 · granted", "2019"),
        ("On engines, Royal Society, London", "May 2020"),
        ("Mary Somerville, PhD", "2018 – 2019"),
        ("English (Native), French (Fluent)", ""),
        ("Chess, Looms", ""),
        ("BSc in Mathematics, GPA 3.9", "2009 – 2011"),
        ("Code: Python, Rust", ""),
        ("Reviewer: Journal A, London", ""),
        ("Engines, EPSRC, No. EP/V012345/1", ""),
    ],
)
def test_one_line_is_enough(line: str, date: str, dates: str, tmp_path: Path) -> None:
    found = [
        " ".join(each.split()) for each in text(made(tmp_path, SHORT, dates=dates)).splitlines()
    ]
    parts = [date, line] if dates == "left" else [line, date]
    assert " ".join(filter(None, parts)) in [each.removeprefix("• ") for each in found]


@pytest.mark.parametrize(
    ("skills", "lines"),
    [
        ("[Excel, {name: SQL, level: advanced}]", ["Excel, SQL (advanced)"]),
        ("[Excel, {name: Code, keywords: [SQL]}]", ["Excel", "Code: SQL"]),
        ("['Writing, speaking', Excel]", ["Writing, speaking", "Excel"]),
    ],
)
def test_skills_that_are_words_take_one_line(skills: str, lines: list[str], tmp_path: Path) -> None:
    found = text(made(tmp_path, f"skills: {skills}\n")).splitlines()
    said = [" ".join(each.split()) for each in found]
    assert said[said.index("Skills") + 1 :] == lines


def test_what_has_more_to_say_takes_more_lines(tmp_path: Path) -> None:
    source = (
        "talks:\n- name: On engines\n  venues: [{name: Royal Society, location: London}]\n"
        "  highlights: [Showed it.]\n- {name: On looms, event: Lyon Academy}\n"
    )
    lines = [line.strip() for line in text(made(tmp_path, source)).splitlines()]
    start = lines.index("On engines")
    assert re.sub(" +", " ", lines[start + 1]) == "Royal Society London"
    assert lines[start + 2 : start + 5] == ["•  Showed it.", "On looms", "Lyon Academy"]


JOBS = """
work:
- {name: Engines Ltd, url: 'https://e.example.org', position: Lead, location: Lyon, date: 2020}
- name: Looms Ltd
  positions: [{position: Weaver, startDate: 2010, endDate: 2011}]
"""


@pytest.mark.parametrize("is_first", [False, True])
def test_the_title_of_a_job_comes_first_at_will(is_first: bool, tmp_path: Path) -> None:
    data = made(tmp_path, JOBS.replace("date: 2020", "startDate: 2020"), titleFirst=is_first)
    lines = [line.split("  ")[0].strip() for line in text(data).splitlines()]
    start = lines.index("Experience") + 1
    first = ["Lead", "Engines Ltd"] if is_first else ["Engines Ltd", "Lead"]
    assert lines[start : start + 4] == [*first, "Looms Ltd", "Weaver"]
    assert "https://e.example.org/" in "".join(links(data)) + "/"
