"""News stand latest first, in every format, whatever the order in cv.yaml."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from everything import document_of

import cvtool
from cvtool.model.document import Document
from cvtool.model.inline import to_plain

NEWS = [
    {"text": "News A"},
    {"date": "2019", "text": "News B"},
    {"text": "News C"},
    {"date": "2021-03-04", "text": "News D"},
    {"date": "2021-03", "text": "News E"},
    {"date": "2021-12", "text": "News F"},
    {"date": "2019", "text": "News G"},
]
LATEST_FIRST = [f"News {letter}" for letter in "AFDEBCG"]
"""What has no date stays behind what it followed, or at the beginning."""


@pytest.fixture
def document(tmp_path: Path) -> Document:
    return document_of({"basics": {"name": "Ada"}, "news": NEWS}, tmp_path)


def test_the_latest_are_first(document: Document) -> None:
    (section,) = document.section("news")
    assert [to_plain(each.line) for each in section.entries] == LATEST_FIRST


@pytest.mark.parametrize("name", ["html", "markdown", "text", "llms"])
def test_all_formats_agree(name: str, document: Document) -> None:
    text = "".join(each.data.decode("utf-8", "ignore") for each in cvtool.render(document, name))
    page = text.partition("<body")[2] or text
    assert re.findall("News [A-Z]", page) == LATEST_FIRST
