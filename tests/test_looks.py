"""The looks of the site: its weight, its themes, and what it sets off or folds."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from everything import document_of
from golden import SOURCES, document, outputs
from helpers import check
from PIL import Image
from test_html import site

import cvtool
from cvtool.render import RenderError
from cvtool.render.html.head import contrast
from cvtool.render.theme import theme_for
from cvtool.source.layouts import THEMES

# Weight


def test_the_page_is_small() -> None:
    """With what it loads: the other fonts have letters or faces that do not occur there."""
    fonts = ("fonts/serif-italic.woff2", "fonts/serif-bold.woff2")
    loaded = ("index.html", "style.css", "script.js", *fonts)
    assert sum(len(outputs("sample")[name]) for name in loaded) < 110_000


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


COLOURS = ("#ffffff", "#ffee00", "#000000", "#ab12cd", "#7f7f7f")
_GROUND = re.compile(r"--(paper|raised|band): light-dark\((#\w+), (#\w+)\)")


def own_colours(style: str) -> list[str]:
    """The last one for the light, and for the dark."""
    return [re.findall(f"--on-{name}: (#[0-9a-f]{{6}})", style)[-1] for name in ("light", "dark")]


def channels(colour: str) -> tuple[int, ...]:
    digits = colour.removeprefix("#")
    return tuple(bytes.fromhex(digits if len(digits) == 6 else "".join(c * 2 for c in digits)))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("colour", COLOURS)
def test_any_colour_can_be_read_in_the_light_and_in_the_dark(
    tmp_path: Path, theme: str, colour: str
) -> None:
    cv = {"basics": {"name": "J"}, "look": {"theme": theme, "accentColor": colour}}
    style = site(document_of(cv, tmp_path))["style.css"]
    light, dark = own_colours(style)
    grounds = _GROUND.findall(style)
    assert grounds
    for name, bright, dim in grounds:  # a band is dark in the light, too
        assert contrast(channels(dark if name == "band" else light), channels(bright)) >= 4.5
        assert contrast(channels(dark), channels(dim)) >= 4.5


@pytest.mark.parametrize(
    "said",
    [
        {"look": {"theme": "bold", "accentColor": "#ab12cd"}},
        {"look": "bold", "pdf": {"accentColor": "#ab12cd"}},
    ],
)
def test_one_theme_and_one_colour_for_all_outputs(said: dict[str, Any], tmp_path: Path) -> None:
    found = document_of({"basics": {"name": "J"}, **said}, tmp_path)
    assert (found.pages.theme, found.pages.accent_color) == ("bold", "#ab12cd")
    made = {each.path: each.data for each in cvtool.render(found, "html")}
    assert b"/* Bold:" in made["style.css"]
    assert own_colours(made["style.css"].decode())[0] == "#ab12cd"
    (card,) = cvtool.render(found, "card")
    shown = Image.open(io.BytesIO(card.data)).convert("RGB").getcolors(1 << 20) or []
    on_dark = own_colours(made["style.css"].decode())[1]
    assert max(number for number, each in shown if each == channels(on_dark)) > 5000


@pytest.mark.parametrize(
    ("more", "themes"),
    [
        ("", ("academic", "academic")),
        ("pdf: {theme: plain}\n", ("plain", "academic")),
        ("site: {theme: plain}\n", ("academic", "plain")),
    ],
)
def test_what_an_output_says_itself_goes_before(
    tmp_path: Path, more: str, themes: tuple[str, str]
) -> None:
    (tmp_path / "cv.yaml").write_text(f"basics: {{name: J}}\nlook: academic\n{more}")
    found = cvtool.load(tmp_path / "cv.yaml")
    assert (found.pages.theme, found.web.theme) == themes


def test_an_unknown_theme_of_all_is_said_once(tmp_path: Path) -> None:
    (line,) = check(tmp_path, "basics: {name: J}\nlook: acadmic\n")
    assert line.startswith("cv.yaml:2:1: error: look: there is no theme 'acadmic'; did you mean")


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
