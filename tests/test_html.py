"""The site: its files, its safety, and what machines read in it."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path
from posixpath import join, normpath
from typing import Any
from urllib.parse import urlsplit

import everything
import persons
import pytest
import yaml
from everything import document_of
from golden import SOURCES, document, outputs
from helpers import ROOT, check

import cvtool
from cvtool.model.document import Document
from cvtool.render.html import own_domain

HOSTILE = (
    """ "><img src=x onerror=alert(1)><script>alert(2)</script></script><svg onload=alert(3)>"""
    """' onfocus='alert(4)' autofocus <!-- ]]> &lt;b&gt; {{ 7*7 }} </style></title></textarea>"""
)
BINARY = (".ico", ".jpg", ".png", ".webp", ".woff2")
HARMLESS = " something harmless"
BIB = """@article{{key"'><b>,
  author = {{Doe, Jane {x} and Other, Name {x}}}, title = {{Title {x}}}, journal = {{J {x}}},
  year = {{2020}}, abbr = {{A {x}}}, award = {{B {x}}}, abstract = {{C {x}}}, note = {{D {x}}},
  keywords = {{E {x}}}, volume = {{F {x}}}, pages = {{G {x}}}, publisher = {{H {x}}},
  summary = {{I {x}}}, pubstate = {{K {x}}}, editor = {{Ed, Itor {x}}}, series = {{L {x}}}
}}
"""


def site(document: Document) -> dict[str, str]:
    """The text of every file of the site but the pictures and the fonts."""
    made = cvtool.render(document, "html")
    return {each.path: each.data.decode() for each in made if not each.path.endswith(BINARY)}


def pages(files: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in files.items() if name.endswith(".html")}


class Elements(HTMLParser):
    """Every element with the names of its attributes, and the values of the attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []
        self.values: list[tuple[str, str, str]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(name for name, _ in attrs)))
        self.values += [(tag, name, value or "") for name, value in attrs]

    def attribute(self, tag: str, name: str) -> list[str]:
        return [value for at, key, value in self.values if (at, key) == (tag, name)]


def filled(end: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Document:
    """A CV with ``end`` in every field of every model, and in every field of a bibliography."""
    folder.mkdir()
    monkeypatch.setattr(everything, "HOSTILE", end)
    text = end.translate({ord(char): f"\\{char}" for char in "&{}#%"})
    return document_of(everything.everything(), folder, BIB.format(x=text))


# Safety


def test_hostile_text_in_any_field_makes_no_element_and_no_attribute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    harmless = pages(site(filled(HARMLESS, tmp_path / "harmless", monkeypatch)))
    hostile = pages(site(filled(HOSTILE, tmp_path / "hostile", monkeypatch)))
    assert len(hostile) == len(harmless) > 2
    for mild, wild in zip(harmless.values(), hostile.values(), strict=True):
        assert Elements(wild).found == Elements(mild).found
        assert "alert(" in wild or "404" in wild or "not found" in wild.lower()


def test_hostile_text_stays_text_for_machines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = site(filled(HOSTILE, tmp_path / "hostile", monkeypatch))
    data = json.loads(re.findall(r"json\">(.*?)</script>", files["index.html"], re.DOTALL)[0])
    assert HOSTILE.strip() in json.dumps(data, ensure_ascii=False).replace('\\"', '"')
    ET.fromstring(files["sitemap.xml"])


@pytest.mark.parametrize("case", SOURCES)
def test_no_link_runs_a_script_and_no_attribute_handles_an_event(case: str) -> None:
    for text in pages(site(document(case))).values():
        for _, name, value in Elements(text).values:
            assert not name.startswith("on")
            assert name != "style"
            if name in ("href", "src"):
                scheme = urlsplit(value).scheme
                assert scheme in ("", "http", "https", "mailto") or value == "data:,"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "JavaScript:alert(1)"])
def test_links_that_run_scripts_are_refused_with_their_line(url: str, tmp_path: Path) -> None:
    said = check(tmp_path, f"basics:\n  name: Ada\n  url: {url}\n")
    assert any(line.startswith("cv.yaml:3:") and "error" in line for line in said)


@pytest.mark.parametrize("case", SOURCES)
def test_the_policy_allows_no_script_in_the_page(case: str) -> None:
    for name, text in pages(site(document(case))).items():
        elements = Elements(text)
        contents = [each for each in elements.attribute("meta", "content") if "-src" in each]
        assert len(contents) == 1, name
        assert "unsafe" not in contents[0]
        assert contents[0].startswith("default-src 'none';")


# E-mail


@pytest.mark.parametrize(
    ("wanted", "shown", "linked"),
    [
        ("plain", "jane@x.org", True),
        ("obfuscated", "jane (at) x (dot) org", False),
        ("absent", "", False),
    ],
)
def test_the_email_address_is_shown_as_the_owner_wants(
    wanted: str, shown: str, linked: bool, tmp_path: Path
) -> None:
    emails = ["jane@x.org", "doe@x.org"]
    cv = {"basics": {"name": "Jane", "email": emails}, "site": {"email": wanted}}
    document = document_of(cv, tmp_path)
    for name in ("html", "llms", "profile", "feed"):
        for output in cvtool.render(document, name):
            assert linked or not any(each.encode() in output.data for each in emails), output.path
    page = site(document)["index.html"]
    assert shown in page
    assert shown.replace("jane", "doe") in page
    assert [f"mailto:{each}" in page for each in emails] == [linked, linked]


# Files


@pytest.mark.parametrize("case", SOURCES)
def test_every_path_is_relative_and_leads_somewhere(case: str) -> None:
    made = outputs(case)
    for name, text in pages(site(document(case))).items():
        elements = Elements(text)
        folder = name.rpartition("/")[0]
        for tag in ("a", "link", "script", "img"):
            for value in (*elements.attribute(tag, "href"), *elements.attribute(tag, "src")):
                if urlsplit(value).scheme or value.startswith("#") or name == "404.html":
                    continue
                path, _, part = value.partition("#")
                there = normpath(join(folder, path))
                for each in document(case).translations:
                    there = there.removeprefix(each.root)
                assert there in made, (name, value)
                assert not part or f'id="{part}"'.encode() in made[there], (name, value)


@pytest.mark.parametrize("case", SOURCES)
def test_ids_are_unique_and_links_within_the_page_lead_to_them(case: str) -> None:
    elements = Elements(site(document(case))["index.html"])
    ids = [value for _, name, value in elements.values if name == "id"]
    assert len(ids) == len(set(ids))
    targets = {each[1:] for each in elements.attribute("a", "href") if each.startswith("#")}
    assert targets <= set(ids)


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://jane.example.org/", "jane.example.org"),
        ("https://jane.example.org", "jane.example.org"),
        ("https://jane.github.io/", ""),
        ("https://example.org/jane", ""),
        ("http://127.0.0.1/", ""),
        ("https://example.org:8080/", ""),
    ],
)
def test_a_domain_of_ones_own(url: str, domain: str) -> None:
    assert own_domain(url) == domain


def test_files_for_hosts(tmp_path: Path) -> None:
    with_site = site(
        document_of({"basics": {"name": "J"}, "site": {"url": "https://j.org"}}, tmp_path)
    )
    assert with_site["CNAME"] == "j.org\n"
    assert "Sitemap: https://j.org/sitemap.xml" in with_site["robots.txt"]
    assert "<loc>https://j.org</loc>" in with_site["sitemap.xml"]
    assert with_site[".nojekyll"] == ""
    without = site(document_of({"basics": {"name": "J"}}, tmp_path))
    assert not {"CNAME", "sitemap.xml"} & without.keys()
    assert {"404.html", "robots.txt", ".nojekyll"} <= without.keys()


@pytest.mark.parametrize(
    "basics",
    [
        {"url": "https://www.linkedin.com/in/jane"},
        {"url": "https://guild.org/j", "profiles": [{"url": "https://guild.org/j"}]},
    ],
)
def test_no_page_stands_at_an_account(basics: dict[str, Any], tmp_path: Path) -> None:
    document = document_of({"basics": {"name": "J", **basics}}, tmp_path)
    assert document.site_url is None
    assert f'href="{basics["url"]}"' in site(document)["index.html"]


# Machines


def test_a_publication_has_a_page_that_indexes_read() -> None:
    text = site(document("sample"))["publications/sima2022ekko.html"]
    elements = Elements(text)
    names = elements.attribute("meta", "name")
    contents = [value for tag, name, value in elements.values if (tag, name) == ("meta", "content")]
    assert names.count("citation_author") == 11
    assert {"citation_title", "citation_publication_date", "citation_conference_title"} <= {*names}
    assert "Sima, Chijun" in contents
    assert "2022" in contents
    script = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    data: dict[str, Any] = json.loads(script[0])
    assert data["@type"] == "ScholarlyArticle"
    assert "citation_" not in site(document("sample"))["index.html"]


def test_the_page_of_a_publication_leads_to_where_it_appeared(tmp_path: Path) -> None:
    (tmp_path / "cv.yaml").write_text("basics: {name: Ada King}\n", encoding="utf-8")
    (tmp_path / "publications.bib").write_text(
        "@article{a, title={T}, journal={J}, author={Ada King}, year=1843, doi={10.1234/t.1},"
        " code={https://code.example/t}}",
        encoding="utf-8",
    )
    text = site(cvtool.load(tmp_path / "cv.yaml"))["publications/a.html"]
    links = Elements(text).attribute("a", "href")
    assert links.count("https://doi.org/10.1234/t.1") == 1
    assert links.count("https://code.example/t") == 1


def test_links_for_which_most_readers_look_stand_first(tmp_path: Path) -> None:
    fields = "code={https://e.org/c}, slides={https://e.org/s}, arxiv={2401.01234}, doi={10.1/2}"
    bib = f"@article{{a, title={{T}}, author={{A}}, year=2020, {fields}, pdf={{https://e.org/p}}}}"
    made = site(document_of({"basics": {"name": "A"}}, tmp_path, bib))
    row = re.search(r'<p class="links">(.*?)<a class="own"', made["index.html"])
    assert row
    assert re.findall(r">([^<]+)</a>", row[1]) == ["PDF", "arXiv", "DOI", "Code", "Slides"]


def test_the_homepage_names_its_other_forms() -> None:
    text = site(document("sample"))["index.html"]
    links = dict(re.findall(r'<link rel="(\w+)"[^>]*href="(llms[^"]*|cv\.pdf)"', text))
    assert links == {"describedby": "llms.txt", "alternate": "llms-full.txt"}
    assert '<link rel="canonical" href="https://www.chijunsima.com/">' in text
    assert 'property="og:title" content="Chijun Sima"' in text


@pytest.mark.parametrize("name", persons.PEOPLE)
def test_pages_say_what_they_are_in_two_hundred_characters(name: str, tmp_path: Path) -> None:
    for path, text in pages(site(cvtool.load(persons.written(name, tmp_path)))).items():
        contents = dict(re.findall(r'<meta name="(\w+)" content="([^"]*)"', text))
        assert path == "404.html" or 0 < len(contents["description"]) <= 200, path


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("engineer", "United Kingdom"),
        ("professor", "Sweden"),
        ("teacher", "Deutschland"),
        ("researcher", "中国"),
        ("artist", "Lebanon"),
    ],
)
def test_countries_are_named(name: str, country: str, tmp_path: Path) -> None:
    page = site(cvtool.load(persons.written(name, tmp_path)))["index.html"]
    (place,) = re.findall(r'<p class="place[^>]*>(.*)</p>', page)
    assert place.endswith(country)


def test_the_homepage_of_eighty_papers_is_light(tmp_path: Path) -> None:
    files = site(cvtool.load(persons.written("professor", tmp_path)))
    assert len(pages(files)) == 82
    assert len(files["index.html"].encode()) < 150_000
    assert "Best Paper Award" in files["index.html"]


# Publishing


def test_the_workflow_to_copy_is_valid_yaml() -> None:
    text = (ROOT / "docs" / "publishing.md").read_text(encoding="utf-8")
    *_, workflow = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    steps = yaml.safe_load(workflow)["jobs"]["publish"]["steps"]
    (line,) = [each["run"] for each in steps if "cvtool render" in each.get("run", "")]
    assert [each["with"]["path"] for each in steps if "path" in each.get("with", {})] == ["site"]
    assert "--output" in line.split()
