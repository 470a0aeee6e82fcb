"""How many pages cv.pdf has: what is set closer or goes for that, and where pages break."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import Outcome, run
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTItem, LTTextLine
from pdfs import pages, reader

from cvtool.pipeline.load import load_all
from cvtool.render.pdf import make
from cvtool.render.pdf.engine import PdfFile
from cvtool.render.theme import theme_for
from cvtool.source.layouts import THEMES

SENTENCE = "We made the whole of it quicker, and kept it so for all of a year in each of its parts"


def source(pdf: str, jobs: int, mark: str = "", lines: int = 1, locale: str = "en") -> str:
    """A CV with so many jobs, three bullets each; the second one has the ``mark``."""
    found = f"basics: {{name: Ada King}}\nlocale: {locale}\npdf: {{{pdf}}}\nwork:\n"
    text = ", ".join([SENTENCE] * lines)
    for number in range(jobs):
        found += f"- name: Job {number}\n  startDate: {2020 - number}\n  highlights:\n"
        found += f"  - '{text} (a{number}).'\n  - {{text: '{text} (b{number}).'{mark}}}\n"
        found += f"  - '{text} (c{number}).'\n"
    return found


def made(home: Path, text: str) -> PdfFile:
    (home / "cv.yaml").write_text(text, encoding="utf-8")
    document = load_all(home / "cv.yaml").document
    assert document
    return make(document, document.pages, theme_for(home))


def rendered(home: Path, text: str, *more: str) -> Outcome:
    (home / "cv.yaml").write_text(text, encoding="utf-8")
    return run("render", "pdf", "-i", home / "cv.yaml", "-o", home / "out", *more)


def words(home: Path) -> str:
    return " ".join(" ".join(pages((home / "out/cv.pdf").read_bytes())).split())


def told(outcome: Outcome) -> list[str]:
    return [line.partition("pdf.pages: ")[2] for line in outcome.lines if "pdf.pages" in line]


JOBS = {"compact": 14}
"""So many go over to a second page, by theme."""


@pytest.mark.parametrize("theme", THEMES)
def test_what_is_a_little_too_long_is_set_closer(theme: str, tmp_path: Path) -> None:
    jobs = JOBS.get(theme, 13)
    assert made(tmp_path, source(f"theme: {theme}, margin: 16mm", jobs)).pages == 2
    for count, paper in ((jobs, "A4"), (jobs - 1, "Letter")):
        more = f"margin: 16mm, pages: 1, pageSize: {paper}"
        fit = made(tmp_path, source(f"theme: {theme}, {more}", count)).fit
        assert (fit.pages, fit.excess) == (1, 0)
        assert 2 <= fit.layouts <= 4  # three but for a few
        assert fit.setting.startswith("gap 0.")
        assert fit.full > 0.9


@pytest.mark.parametrize(("jobs", "locale"), [(13, "en"), (14, "en"), (13, "de"), (13, "zh")])
def test_no_more_is_done_than_need_be(jobs: int, locale: str, tmp_path: Path) -> None:
    """Gaps and margins come first, the size of letters last; the same CV gets the same."""
    text = source("pages: 1, margin: 15mm", jobs, locale=locale)
    first, second = made(tmp_path, text), made(tmp_path, text)
    assert first.data == second.data
    assert (first.pages, first.fit.excess) == (1, 0)
    assert 0.5 <= float(first.fit.setting.split()[1].rstrip(",")) < 1
    assert ("margin 12mm, leading" in first.fit.setting) == ("size" in first.fit.setting)


def test_what_is_below_a_floor_stays(tmp_path: Path) -> None:
    own = "margin: 10mm 14mm, fontSize: 8pt"
    fit = made(tmp_path, source(f"{own}, pages: 1", 16)).fit
    assert fit.pages == 1
    assert "size" not in fit.setting
    assert re.search(r"margin 10mm 1[23]", fit.setting)


@pytest.mark.parametrize(("pdf", "jobs"), [("", 5), ("", 20), ("pages: 1", 5), ("pages: 2", 20)])
def test_what_need_not_be_closer_is_laid_out_once(pdf: str, jobs: int, tmp_path: Path) -> None:
    fit = made(tmp_path, source(pdf, jobs)).fit
    assert (fit.layouts, fit.setting) == (1, "")


def test_several_pages_with_a_break_between_them(tmp_path: Path) -> None:
    text = source("pages: 2", 25).replace("- name: Job 13\n", "- name: Job 13\n  break: before\n")
    assert made(tmp_path, text.replace("pages: 2", "")).pages > 2
    fit = made(tmp_path, text).fit
    assert (fit.pages, fit.excess) == (2, 0)
    assert fit.layouts <= 4


def test_the_lowest_priority_goes_first_and_of_that_the_oldest(tmp_path: Path) -> None:
    text = source("pages: 1", 17, ", priority: 2")
    text = text.replace("- name: Job 3\n", "- name: Job 3\n  priority: 1\n")
    outcome = rendered(tmp_path, text)
    assert outcome.status == 0
    (line,) = told(outcome)
    assert re.match(
        r"cv\.pdf: gap 0\.5\d*, margin 12mm, leading 1\.2\d*, size 9(\.\d+)? pt, ", line
    )
    left_out = line.partition("left out: ")[2].split(", ")
    assert left_out[0] == "work[3]"
    gone = [int(re.findall(r"1 point of work\[(\d+)\]", each)[0]) for each in left_out[1:]]
    assert gone == [*range(gone[0], 17)]
    shown = words(tmp_path)
    assert "Job 3 " not in shown
    assert [f"(b{n})" in shown for n in range(17) if n != 3] == [
        n not in gone for n in range(17) if n != 3
    ]
    (attached,) = reader((tmp_path / "out/cv.pdf").read_bytes()).attachments["resume.json"]
    work = json.loads(attached)["work"]
    assert [each["name"] for each in work] == [f"Job {n}" for n in range(17) if n != 3]
    assert [len(each["highlights"]) for each in work[-len(gone) :]] == [2] * len(gone)
    assert rendered(tmp_path, text).err == ""


def test_a_section_of_which_nothing_is_left_has_no_heading(tmp_path: Path) -> None:
    text = source("pages: 1", 14) + "awards: [{title: Prize, priority: 1}]\n"
    text += "publications: [{name: Paper, priority: 1}]\n"
    (line,) = told(rendered(tmp_path, text))
    assert line.endswith("left out: awards[0], publication 'paper'")
    shown = words(tmp_path)
    assert not [each for each in ("Awards", "Publications", "Prize", "Paper") if each in shown]
    assert "publications.bib" not in reader((tmp_path / "out/cv.pdf").read_bytes()).attachments


def test_authors_go_where_nothing_else_helps(tmp_path: Path) -> None:
    names = " and ".join(f"Writer, Number{n}" for n in range(60))
    paper = f"@misc{{k{{}}, title={{T}}, author={{King, Ada and {names}}}, year=2020}}\n"
    bib = "".join(paper.replace("{}", str(n)) for n in range(8))
    (tmp_path / "publications.bib").write_text(bib)
    (line,) = told(rendered(tmp_path, source("pages: 1", 5)))
    assert line.endswith("shorter lists of authors")
    assert "and 58 others" in words(tmp_path)


def test_what_fits_in_no_way_is_an_error_and_there_all_the_same(tmp_path: Path) -> None:
    text = source("pages: 1", 20)
    before = made(tmp_path, text.replace("pages: 1", ""))
    for _ in range(2):
        outcome = rendered(tmp_path, text)
        assert outcome.status == 1
        (line,) = told(outcome)
        assert re.fullmatch(
            r"cv\.pdf has 2 pages, not 1: \d+ lines are too many even with gap 0\.5, margin 12mm, "
            r"leading 1\.2, size 9 pt; shorten the longest entries, work\[0\] \(4 lines\), .*",
            line,
        )
        assert pages((tmp_path / "out/cv.pdf").read_bytes()) == pages(before.data)
    assert run("apply", "acme", "-i", tmp_path / "cv.yaml").status == 1
    assert list((tmp_path / "applications").glob("*acme*")) == []


def test_render_says_how_full_the_pages_are(tmp_path: Path) -> None:
    assert re.search(r"1 page, 4\d% full\n", rendered(tmp_path, source("", 5)).out)
    assert re.search(r"2 pages, the last 6\d% full\n", rendered(tmp_path, source("", 19)).out)
    assert rendered(tmp_path, source("", 19)).out.endswith("unchanged\n")


def test_a_page_that_is_nearly_full_is_filled_when_asked(tmp_path: Path) -> None:
    before = made(tmp_path, source("", 10)).fit
    after = made(tmp_path, source("fill: true", 10)).fit
    assert (before.pages, after.pages) == (1, 1)
    assert before.full < 0.87 < 0.92 < after.full
    assert after.setting.startswith("gap 1.")
    assert after.layouts <= 3
    assert made(tmp_path, source("fill: true", 5)).fit.layouts == 1


BREAKS = """\
basics: {name: Ada}
work: [{name: First}, {name: Second, break: before}]
awards: [{title: Third}, {title: Fourth, break: {pdf: before}}]
publications: [{name: Fifth}, {name: Sixth, break: before}]
sections: [work, {section: awards, break: before}, {heading: Group, sections: [publications]}]
"""


def test_a_page_begins_where_it_is_told_to(tmp_path: Path) -> None:
    assert rendered(tmp_path, BREAKS).status == 0
    names = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth")
    found = pages((tmp_path / "out/cv.pdf").read_bytes())
    assert [" ".join(name for name in names if name in text) for text in found] == [
        *("First", "Second", "Third", "Fourth Fifth", "Sixth")
    ]


@pytest.mark.parametrize("theme", ["two-tone", "modern"])
@pytest.mark.parametrize("lines", [1, 3, 4, 7, 15, 30])
def test_bullets_of_any_length_leave_no_hole(lines: int, theme: str, tmp_path: Path) -> None:
    data = made(
        tmp_path, source(f"theme: {theme}, footer: '-', updated: false", 90 // lines, lines=lines)
    ).data
    assert max(lowest(data)[:-1]) < 15 + 25


def lowest(data: bytes) -> list[float]:
    """How far the last line of each page is from its foot, in millimetres."""
    return [min(_feet(page)) / 72 * 25.4 for page in extract_pages(io.BytesIO(data))]


def _feet(item: LTItem) -> Iterator[float]:
    if isinstance(item, LTTextLine):
        yield item.y0
    elif hasattr(item, "__iter__"):
        for each in item:
            yield from _feet(each)


COMPOUND = "Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnungsentwurf"


def test_only_words_wider_than_a_line_break_and_those_of_letters_by_a_hyphen(
    tmp_path: Path,
) -> None:
    address = "https://example.org/" + "abcdefghij" * 9
    style = ".notes { width: 70mm }"
    theme = tmp_path / "templates/pdf/themes/own.css"
    theme.parent.mkdir(parents=True)
    theme.write_text(style)
    notes = f"[{COMPOUND}, '{address}', 'Er schrieb Softwareentwicklungsumgebung und mehr']"
    text = "basics: {name: Ada}\nlocale: de\npdf: {theme: own}\n"
    text += f"custom: [{{heading: N, notes: {notes}}}]\n"
    _, *found = "\n".join(pages(made(tmp_path, text).data)).split("•")
    lines = [[line.strip() for line in each.strip().splitlines()] for each in found]
    assert "".join(lines[0]).replace("-", "") == COMPOUND
    assert len(lines[0]) > 1
    assert all(line.endswith("-") for line in lines[0][:-1])
    assert "".join(lines[1][: len(lines[1])]).startswith(address)
    assert "Softwareentwicklungsumgebung" in " ".join(lines[2])
