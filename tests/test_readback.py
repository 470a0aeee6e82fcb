"""What others read in the site is what the Document says: JSON-LD, microformats, tags, feeds."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import feedparser
import jsonschema
import mf2py
import pytest
from golden import document, outputs

from cvtool.model.dates import Span
from cvtool.model.document import Document, Section
from cvtool.model.entry import Entry
from cvtool.model.inline import to_plain
from cvtool.model.prose import bodies
from cvtool.model.publication import Author, Publication
from cvtool.render.html.pages import papers

CASES = ("sample", "everything", "chinese")
FEED_SCHEMA = json.loads(
    (Path(__file__).parent / "data" / "jsonfeed-1.1.json").read_text(encoding="utf-8")
)
_EXPERIENCE = ("work", "volunteer", "openSource")
_VENUE_TAGS = {
    "article-journal": "citation_journal_title",
    "paper-conference": "citation_conference_title",
    "thesis": "citation_dissertation_institution",
}

Data = dict[str, Any]


class Page(HTMLParser):
    """The tags of a page by name or property, its links by relation, and its JSON-LD."""

    def __init__(self, case: str, name: str = "index.html") -> None:
        super().__init__()
        self.tags: list[tuple[str, str]] = []
        self.links: dict[str, str] = {}
        self.data: Data = {}
        self._is_data = False
        self.feed(outputs(case)[name].decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = {name: value or "" for name, value in attrs}
        if tag == "meta" and (name := of.get("name") or of.get("property")):
            self.tags.append((name, of["content"]))
        elif tag == "link":
            self.links[of["rel"]] = of["href"]
        self._is_data = of.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        if self._is_data:
            self.data = json.loads(data)
            self._is_data = False

    def all(self, name: str) -> list[str]:
        return [content for each, content in self.tags if each == name]


def every(value: Any) -> list[Any]:
    """A JSON-LD value as a list: one, several, or none."""
    return value if isinstance(value, list) else [] if value is None else [value]


def given(*values: str | None) -> list[str]:
    return [value for value in values if value]


def times(span: Span | None) -> tuple[str, str]:
    return (str(span.start or ""), str(span.end or "")) if span else ("", "")


def named(authors: Iterable[Author]) -> list[Author]:
    return [each for each in authors if not each.is_rest]


# JSON-LD and OpenGraph


@pytest.mark.parametrize("case", CASES)
def test_the_person_in_the_json_ld(case: str) -> None:
    person, data = document(case).person, Page(case).data
    found = data["mainEntity"]
    assert (data["@type"], found["@type"]) == ("ProfilePage", "Person")
    assert found["name"] == person.name
    assert found["jobTitle"] == to_plain(person.label)
    assert found["description"] == to_plain(person.description)
    assert every(found.get("email")) == [each.address for each in person.emails]
    assert every(found.get("url")) == given(person.url)
    assert found["sameAs"] == given(*(each.url for each in person.profiles))
    assert "alternateName" not in found
    known = {each.casefold() for each in found["knowsAbout"]}
    assert {to_plain(each).casefold() for each in (*person.topics, *person.keywords)} <= known
    assert data["dateModified"] == str(document(case).updated)


def roles(person: Data) -> Iterator[tuple[str, str, tuple[str, str]]]:
    for name in ("worksFor", "alumniOf", "affiliation"):
        for role in every(person.get(name)):
            when = role.get("startDate", ""), role.get("endDate", "")
            yield role.get("roleName", ""), role.get(name, {}).get("name", ""), when


def jobs(document: Document) -> Iterator[tuple[str, str, tuple[str, str]]]:
    for each in entries(document, "work"):
        positions = [part for part in each.parts if part.kind == "position"]
        for position in positions or [each]:
            yield to_plain(position.position), to_plain(each.title), times(position.span)


def studies(document: Document) -> Iterator[tuple[str, str, tuple[str, str]]]:
    for each in entries(document, "education"):
        yield to_plain(each.title), to_plain(each.organization), times(each.span)


@pytest.mark.parametrize("case", CASES)
def test_jobs_studies_and_awards_in_the_json_ld(case: str) -> None:
    person = Page(case).data["mainEntity"]
    found = [*roles(person)]
    said = {*jobs(document(case)), *studies(document(case))}
    assert said <= {*found}
    assert len(said) > 2
    assert {name for _, name, _ in found} == {name for _, name, _ in said}
    titles = [to_plain(each.title) for each in entries(document(case), "awards")]
    awards = every(person.get("award"))
    assert len(awards) == len(titles) > 0
    assert all(title in award for title, award in zip(titles, awards, strict=True))


@pytest.mark.parametrize("case", CASES)
def test_opengraph_and_canonical_address(case: str) -> None:
    page, own = Page(case), document(case)
    assert page.all("og:title") == [own.person.name]
    assert page.all("og:type") == ["profile"]
    (said,) = page.all("description")
    assert page.all("og:description") == [said]
    whole = to_plain(own.person.description)
    assert said == whole if len(whole) <= 200 else whole.startswith(said[:-1]) and said[-1] == "…"
    assert page.all("og:url") == given(own.site_url)
    assert page.links["canonical"] == own.site_url
    assert page.all("author") == [own.person.name]


# The pages of publications


@pytest.mark.parametrize("case", CASES)
def test_each_publication_as_indexes_read_it(case: str) -> None:
    made = papers(document(case))
    assert len(made) > 1
    for each in document(case).publications:
        page = Page(case, made[each.key].path)
        assert_cited(page, each)
        assert_article(page.data, each, document(case).person.name, made[each.key].url)
        assert page.all("citation_abstract_html_url") == given(made[each.key].url)


def assert_cited(page: Page, it: Publication) -> None:
    assert page.all("citation_title") == [to_plain(it.title)]
    people = named(it.authors)
    for written, author in zip(page.all("citation_author"), people, strict=True):
        assert written in (author.name, f"{author.family}, {author.given}")
    date = str(it.date).replace("-", "/") if it.date else ""
    assert page.all("citation_publication_date") == given(date)
    assert page.all("citation_doi") == given(it.doi)
    assert page.all("citation_keywords") == list(it.keywords)
    if it.type in _VENUE_TAGS:
        assert page.all(_VENUE_TAGS[it.type]) == given(it.venue)


def assert_article(data: Data, it: Publication, owner: str, url: str) -> None:
    names = [owner if each.is_owner else each.name for each in named(it.authors)]
    assert data["name"] == to_plain(it.title)
    assert [each["name"] for each in data.get("author", [])] == names
    assert every(data.get("datePublished")) == given(str(it.date or ""))
    assert every(data.get("url")) == given(it.url or url)
    assert every(data.get("sameAs")) == given(it.doi and f"https://doi.org/{it.doi}")
    if it.type in ("article-journal", "paper-conference"):
        assert data["@type"] == "ScholarlyArticle"


# Microformats


def resume(case: str) -> Data:
    """The page's h-resume, the only thing outside which there is nothing."""
    (found,) = mf2py.parse(doc=outputs(case)["index.html"].decode())["items"]
    assert found["type"] == ["h-resume"]
    properties: Data = found["properties"]
    return properties


def shown(sections: Iterable[Section], *kinds: str) -> Iterator[Entry]:
    """The entries of these kinds, in the order of the page."""
    for section in sections:
        yield from shown(section.sections, *kinds)
        yield from (each for each in section.entries if each.kind in kinds)


@pytest.mark.parametrize("case", CASES)
def test_the_h_card(case: str) -> None:
    (card,) = resume(case)["contact"]
    person, found = document(case).person, card["properties"]
    assert card["type"] == ["h-card"]
    assert found["name"] == [person.name]
    assert found["job-title"] == [to_plain(person.label)]
    assert found["adr"] == [person.location]
    assert found["email"] == [f"mailto:{each.address}" for each in person.emails]
    assert found["url"] == given(person.url, *(each.url for each in person.profiles))
    assert found.get("uid", []) == given(person.url)
    image = person.image.name if person.image else ""
    assert [each["value"] for each in found.get("photo", [])] == given(image)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize(
    ("name", "kinds"), [("experience", _EXPERIENCE), ("education", ("education",))]
)
def test_the_h_resume(name: str, kinds: tuple[str, ...], case: str) -> None:
    found = [each["properties"] for each in resume(case).get(name, [])]
    said = [*shown(document(case).outline("html"), *kinds)]
    for event, entry in zip(found, said, strict=True):
        assert event.get("name", []) == given(to_plain(entry.head))
        start, end = times(entry.span)
        assert (event.get("start", []), event.get("end", [])) == (given(start), given(end))
        assert event.get("summary", []) == [to_plain(body) for body in bodies(entry.summary)]
    assert said


@pytest.mark.parametrize("case", CASES)
def test_what_the_h_resume_says_of_itself(case: str) -> None:
    found, own = resume(case), document(case)
    assert found["name"] == [f"{own.person.name} — {to_plain(own.person.label)}"]
    assert found["summary"] == [to_plain(own.person.description)]
    skills = [to_plain(each.line) for each in shown(own.outline("html"), "skills")]
    assert found.get("skill", []) == skills
    assert {*found} <= {"name", "summary", "contact", "experience", "education", "skill"}


# Feeds


def entries(document: Document, kind: str) -> Iterator[Entry]:
    return (each for each in document.entries() if each.kind == kind)


def titles(document: Document) -> Counter[str]:
    """What each item of a feed is called: the news by their text, talks once for each venue."""
    news = (
        to_plain(next(bodies(each.summary))) for each in entries(document, "news") if each.summary
    )
    works = (to_plain(each.title) for each in document.publications)
    talks = (
        to_plain(each.title)
        for each in entries(document, "talks")
        for _ in (*([each] if each.organization or not each.parts else []), *each.parts)
    )
    return Counter([*news, *works, *talks])


@pytest.mark.parametrize("case", CASES)
def test_atom_as_feedparser_reads_it(case: str) -> None:
    found = feedparser.parse(outputs(case)["atom.xml"])
    own = document(case)
    assert not found.bozo
    assert found.version == "atom10"
    assert found.feed.title == own.person.name
    assert found.feed.subtitle == to_plain(own.person.description)
    assert found.feed.author == own.person.name
    assert found.feed.updated == f"{own.updated}T00:00:00Z"
    assert Counter(each.title for each in found.entries) == titles(own)
    for work in own.publications:
        (entry,) = [each for each in found.entries if is_of(work, each.title, linked(each))]
        assert entry.updated.startswith(str(work.date or own.updated))
        assert [each.name for each in entry.get("authors", [])] == [
            each.name for each in named(work.authors)
        ]
        assert "tags" not in entry


def linked(entry: Any) -> str | None:
    """Where there is no link, feedparser gives the id for it."""
    return None if entry.link == entry.id else entry.link


def is_of(work: Publication, title: str, url: str | None) -> bool:
    """Whether a title and an address are those of the publication; its page may stand for it."""
    is_page = not work.url and (url is None or "/publications/" in url)
    return title == to_plain(work.title) and (url == work.url or is_page)


@pytest.mark.parametrize("case", CASES)
def test_json_feed_by_its_schema_and_the_document(case: str) -> None:
    found, own = json.loads(outputs(case)["feed.json"]), document(case)
    checker = jsonschema.Draft202012Validator(
        FEED_SCHEMA, format_checker=jsonschema.FormatChecker()
    )
    checker.validate(found)
    assert (found["title"], found["language"]) == (own.person.name, own.locale)
    assert found.get("home_page_url") == own.site_url
    assert found["authors"][0]["name"] == own.person.name
    works = [each for each in found["items"] if each["_cvtool"]["kind"] == "publication"]
    for work in own.publications:
        (item,) = [each for each in works if is_of(work, each["title"], each.get("url"))]
        known = item.get("date_published", "")[:10] or item["_cvtool"].get("date", "")
        assert known == str(work.date or "")
        assert [each["name"] for each in item.get("authors", [])] == [
            each.name for each in named(work.authors)
        ]
        assert "tags" not in item
    assert len(found["items"]) == titles(own).total()


def test_the_schema_of_the_feed_finds_faults() -> None:
    for wrong in ({"id": 1, "content_text": "t"}, {"id": "1"}, {"id": "1", "content": "c"}):
        feed = {"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": [wrong]}
        assert list(jsonschema.Draft202012Validator(FEED_SCHEMA).iter_errors(feed))
