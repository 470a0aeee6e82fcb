"""The looks of the site: what it sets off."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from everything import document_of
from test_html import site


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
    assert '<p class="note awarded"><strong>Best Paper</strong>' in paper_of(
        "award={Best Paper}", tmp_path
    )
    assert "awarded" not in paper_of("note={\\textbf{Bold}}", tmp_path)
