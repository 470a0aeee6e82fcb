"""The looks of the site: its weight, its themes, and what it sets off or folds."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from everything import document_of
from golden import SOURCES, document, outputs
from helpers import check
from test_html import site

import cvtool
from cvtool.render import RenderError
from cvtool.render.theme import theme_for

# Weight


def test_the_page_is_small() -> None:
    """With what it loads: the other fonts have letters or faces that do not occur there."""
    fonts = ("fonts/serif-italic.woff2", "fonts/serif-bold.woff2")
    loaded = ("index.html", "style.css", "script.js", *fonts)
    assert sum(len(outputs("sample")[name]) for name in loaded) < 100_000


def test_what_the_style_loads_is_beside_it() -> None:
    made = outputs("sample")
    loaded = set(re.findall(r'url\("([^"]*)"\)', made["style.css"].decode()))
    inside = {each for each in loaded if each.startswith("data:font/woff2;base64,")}
    assert inside
    assert loaded - inside == {name for name in made if name.startswith("fonts/")}


def test_a_theme_of_ones_own_brings_what_it_loads(tmp_path: Path) -> None:
    folder = tmp_path / "templates" / "html"
    (folder / "themes").mkdir(parents=True)
    (folder / "themes" / "mine.css").write_text('body { background: url("stripes.png"); }')
    cv = {"basics": {"name": "J"}, "site": {"theme": "mine"}}
    with pytest.raises(RenderError, match=r"stripes\.png"):
        site(document_of(cv, tmp_path))
    (folder / "stripes.png").write_bytes(b"stripes")
    made = {each.path: each.data for each in cvtool.render(document_of(cv, tmp_path), "html")}
    assert made["stripes.png"] == b"stripes"


# Themes


def test_every_theme_of_the_pdf_has_one_of_the_page() -> None:
    theme = theme_for(SOURCES["sample"].parent)
    assert len(theme.looks("html")) >= 6
    assert theme.looks("html") == theme.looks("pdf")


def test_the_theme_is_in_the_style_sheet(tmp_path: Path) -> None:
    made = site(document_of({"basics": {"name": "J"}, "site": {"theme": "academic"}}, tmp_path))
    assert "/* Academic:" in made["style.css"]


def test_an_unknown_theme_is_an_error_with_a_suggestion(tmp_path: Path) -> None:
    said = check(tmp_path, "basics:\n  name: Ada\nsite:\n  theme: acadmic\n")
    assert said[0].startswith("cv.yaml:4:")
    assert "academic" in said[0]


# Folding


def test_older_news_fold(tmp_path: Path) -> None:
    news = [{"date": str(2020 - index), "text": f"News {index}"} for index in range(9)]
    page = site(document_of({"basics": {"name": "J"}, "news": news}, tmp_path))["index.html"]
    before, _, folded = page.partition('<details class="earlier">')
    assert "News 5" in before
    assert "News 6" in folded
    assert "News 8" in folded


def test_a_long_list_has_a_box_to_filter_it(tmp_path: Path) -> None:
    bib = "".join(
        f"@misc{{k{n}, title={{T {n}}}, author={{J, J}}, year=2000}}\n" for n in range(20)
    )
    page = site(document_of({"basics": {"name": "J"}}, tmp_path, bib))["index.html"]
    assert page.count('class="filter" hidden') == 1
    assert 'class="filter"' not in site(document("sample"))["index.html"]


# Badges


def paper_of(fields: str, folder: Path, **cv: Any) -> str:
    """The homepage of one paper with these fields."""
    own = f"year=2020, {fields}"
    bib = f"@article{{a, author={{Jane}}, title={{T}}, journal={{Transactions}}, {own}}}"
    return site(document_of({"basics": {"name": "Jane"}} | cv, folder, bib))["index.html"]


@pytest.mark.parametrize("name", ["abbr", "shortjournal"])
def test_the_short_name_of_the_venue_is_a_badge(name: str, tmp_path: Path) -> None:
    page = paper_of(f"{name}={{TOE}}", tmp_path)
    assert '<p class="imprint"><span class="badge">TOE</span> Transactions, 2020</p>' in page


@pytest.mark.parametrize("venues", ["short", "both"])
def test_a_badge_says_nothing_twice(venues: str, tmp_path: Path) -> None:
    page = paper_of("abbr={TOE}", tmp_path, bibliography={"venues": venues})
    assert "badge" not in page
    assert "TOE" in page.partition('class="imprint"')[2].partition("</p>")[0]


def test_an_award_is_set_off(tmp_path: Path) -> None:
    award = '<p class="note"><strong class="award">Best Paper</strong>'
    assert f"{award}</p>" in paper_of("award={Best Paper}", tmp_path)
    assert f"{award} A note</p>" in paper_of("award={Best Paper}, note={A note}", tmp_path)
    assert 'class="award"' not in paper_of("note={\\textbf{Bold}}", tmp_path)
