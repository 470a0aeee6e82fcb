"""How quick the pages are, as Lighthouse says: it needs a machine that does nothing else."""

from __future__ import annotations

from pathlib import Path

import persons
import pytest
from audits import lighthouse
from sites import served, written

import cvtool

_QUICK = 0.9
"""What Lighthouse calls good: a busy machine takes a few points from a full mark."""


@pytest.mark.parametrize("name", ["professor", "artist"])
def test_the_site_of_people_is_good_and_quick(name: str, tmp_path: Path) -> None:
    """With a portrait, and eighty papers or pictures. Where the machine has time for it the mark
    for speed is full, as that of all five is in bench/site.py."""
    written(cvtool.load(persons.written(name, tmp_path)), tmp_path / "site")
    with served(tmp_path / "site") as host:
        asked = ("performance", "accessibility", "best-practices", "seo")
        (scores,) = lighthouse([f"{host}/"], *asked, enough=_QUICK)
    speed = scores.pop("performance")
    assert speed["score"] >= _QUICK, speed
    assert [each["score"] for each in scores.values()] == [1, 1, 1], scores
