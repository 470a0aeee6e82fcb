"""card.png: its size and words, what it leaves out, and who links to it."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from everything import document_of
from golden import SOURCES, document, handed, outputs
from pdfs import pages
from PIL import Image
from test_html import HOSTILE, Elements, filled, site

import cvtool
from cvtool.model.document import Document
from cvtool.model.inline import to_plain
from cvtool.render.html.card import card_pdf
from cvtool.render.html.head import light, own_style
from cvtool.render.theme import theme_for
from cvtool.source.layouts import THEMES


def words(document: Document) -> list[str]:
    """The words of the picture, page by page, on one line each; only the first page is drawn."""
    found = pages(card_pdf(document, theme_for(document.folder)).data)
    return [" ".join(each.split()) for each in found]


def card(document: Document) -> Image.Image:
    (output,) = cvtool.render(document, "card")
    assert output.path == "card.png"
    return Image.open(io.BytesIO(output.data))


def person(folder: Path, **basics: Any) -> Document:
    return document_of({"basics": {"name": "Ada Lovelace"} | basics}, folder)


@pytest.mark.parametrize("case", SOURCES)
def test_it_has_the_size_and_the_format_that_networks_ask_for(case: str) -> None:
    picture = Image.open(io.BytesIO(outputs(case)["card.png"]))
    assert (picture.format, picture.size) == ("PNG", (1200, 630))


def test_it_says_who_one_is_and_where_to_read_more() -> None:
    said = words(document("sample"))
    found = document("sample").person
    assert len(said) == 1
    for text in (found.name, to_plain(found.label), to_plain(found.description), "chijunsima.com"):
        assert text in said[0]


def test_it_says_nothing_private() -> None:
    private = handed("everything").person.private
    for secret in (*private.phones, *private.address, private.postal_code):
        assert secret
        assert secret not in " ".join(words(document("everything")))


def test_a_name_is_enough(tmp_path: Path) -> None:
    assert words(person(tmp_path)) == ["Ada Lovelace"]


def test_chinese_names_stand_in_the_fonts_beside_the_source() -> None:
    assert document("chinese").person.name in words(document("chinese"))[0]


def test_a_description_that_does_not_fit_is_left_out(tmp_path: Path) -> None:
    long = "A sentence that goes on and on. " * 30
    assert words(person(tmp_path, label="Countess", description=long)) == ["Ada Lovelace Countess"]


def test_a_longer_description_is_written_smaller(tmp_path: Path) -> None:
    long = "A sentence that goes on. " * 18
    assert long.strip() in words(person(tmp_path, label="Countess", description=long))[0]


def test_the_longest_name_is_cut_at_the_edge(tmp_path: Path) -> None:
    drawn = person(tmp_path, name="Wolfeschlegelsteinhausenbergerdorff " * 20)
    assert len(words(drawn)) > 1
    assert card(drawn).size == (1200, 630)


def test_hostile_text_stays_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = " ".join(words(person(tmp_path, name="Ada", label=f"L {HOSTILE}")))
    assert "<script>alert(2)</script>" in said
    assert "{{ 7*7 }}" in said
    assert card(filled(HOSTILE, tmp_path / "all", monkeypatch)).size == (1200, 630)


@pytest.mark.parametrize("name", THEMES)
def test_the_picture_has_the_looks_of_the_page(name: str) -> None:
    found = document("sample")
    themed = replace(found, web=replace(found.web, theme=name))
    theme = theme_for(found.folder)
    assert "light-dark(" not in light(
        own_style(themed.web, theme) + theme.read("html/properties.css")
    )
    ground = card(themed).convert("L").crop((1180, 0, 1200, 20)).getextrema()
    assert ground in ([(36, 36)] if name == "bold" else [(252, 252), (255, 255)])


def test_light_takes_the_first_of_two_colours() -> None:
    assert light("a: light-dark(rgb(1, 2, 3), #fff); b: light-dark(#000, hsl(0 0 0));") == (
        "a: rgb(1, 2, 3); b: #000;"
    )


def test_every_page_of_the_site_links_to_the_picture() -> None:
    made = site(document("sample"))
    for name in ("index.html", "publications/sima2022ekko.html"):
        values = Elements(made[name]).values
        metas = [value for tag, _, value in values if tag == "meta"]
        said = dict(pairwise(metas))
        assert said["og:image"] == "https://www.chijunsima.com/card.png"
        assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
        assert said["og:image:alt"].startswith("Chijun Sima — ")
        assert said["twitter:card"] == "summary_large_image"


def test_without_an_address_nothing_links_to_it(tmp_path: Path) -> None:
    page = site(person(tmp_path))["index.html"]
    assert "og:image" not in page
    assert '<meta name="twitter:card" content="summary">' in page
