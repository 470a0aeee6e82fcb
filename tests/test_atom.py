"""atom.xml: what RFC 4287 asks for, and the same items as feed.json."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from everything import document_of, everything
from golden import SOURCES, outputs

import cvtool

_ATOM = "{http://www.w3.org/2005/Atom}"
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT00:00:00Z")


def text(element: ET.Element, name: str) -> str:
    found = element.findall(f"{_ATOM}{name}")
    assert len(found) == 1, name
    return found[0].text or ""


@pytest.mark.parametrize("case", SOURCES)
def test_feed_and_entries_have_what_they_must(case: str) -> None:
    feed = ET.fromstring(outputs(case)["atom.xml"])
    entries = feed.findall(f"{_ATOM}entry")
    ids = [text(each, "id") for each in (feed, *entries)]
    assert len(set(ids)) == len(ids)
    assert feed.find(f"{_ATOM}author/{_ATOM}name") is not None
    for each in (feed, *entries):
        assert text(each, "title")
        assert re.match(r"https?:|urn:", text(each, "id"))
        assert _INSTANT.fullmatch(text(each, "updated"))


@pytest.mark.parametrize("case", SOURCES)
def test_it_has_the_items_of_the_json_feed(case: str) -> None:
    entries = ET.fromstring(outputs(case)["atom.xml"]).findall(f"{_ATOM}entry")
    items = json.loads(outputs(case)["feed.json"])["items"]
    assert [text(each, "content") for each in entries] == [
        each.get("content_html", "") for each in items
    ]


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    (output,) = cvtool.render(document_of(everything(), tmp_path), "atom")
    assert {each.tag.removeprefix(_ATOM) for each in ET.fromstring(output.data).iter()} == {
        *("feed", "title", "subtitle", "id", "updated", "generator", "author", "name", "uri"),
        *("link", "entry", "category", "content"),
    }


@pytest.mark.parametrize(
    ("site", "wanted"),
    [
        ("https://mara.example.org", "https://mara.example.org/"),
        ("HTTPS://Mara.Example.org:443/", "https://mara.example.org/"),
        ("https://mara.example.org/~Mara", "https://mara.example.org/~Mara"),
        ("http://M%61ra.example.org:8080/./a", "http://mara.example.org:8080/a"),
    ],
)
def test_ids_begin_with_the_canonical_form_of_the_site(
    site: str, wanted: str, tmp_path: Path
) -> None:
    document = document_of({"site": {"url": site}, "talks": [{"name": "T"}]}, tmp_path)
    (output,) = cvtool.render(document, "atom")
    feed = ET.fromstring(output.data)
    assert text(feed, "id") == wanted
    assert [text(each, "id") for each in feed.findall(f"{_ATOM}entry")] == [
        f"{wanted}#talk:undated"
    ]
