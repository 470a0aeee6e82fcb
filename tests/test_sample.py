"""The repository's own sample: good in every edition, and on one page where it says so."""

from __future__ import annotations

import pytest
from golden import SOURCES, of_edition
from helpers import run
from pdfs import reader


def test_check_warns_of_nothing_in_any_edition() -> None:
    outcome = run("check", "-i", SOURCES["sample"])
    assert [line for line in outcome.lines if ": note: " not in line] == []
    assert outcome.status == 0


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_short_one_has_one_page(language: str) -> None:
    made = of_edition("onepage", language, "pdf")
    assert len(reader(made["cv.pdf"]).pages) == 1
