"""Every fact that a Document states, with the path by which the table of exceptions calls it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from cvtool.model.dates import Span
from cvtool.model.document import Document, Person, Section
from cvtool.model.entry import Entry, NamedLink
from cvtool.model.inline import Inlines, urls
from cvtool.model.prose import Blocks, CodeBlock, bodies
from cvtool.model.publication import Author, Publication
from cvtool.model.url import for_people
from cvtool.render import folds

_LISTED = re.compile(r"\w*[pP]ublications(-|$)")
"""The id of a part of the list of publications."""

_URL_CHARS = "%/:?#@!$&'()*+,;=[]~"
_FIELDS_SAID_OTHERWISE = frozenset(
    {
        *("author", "authors", "editor", "editors", "title", "name", "subtitle", "shorttitle"),
        *("translator", "foreword", "volumes"),
        *("date", "year", "month", "day", "releaseDate", "doi", "url", "eprint", "arxiv"),
        *("abstract", "summary", "note", "keywords", "highlights", "selected", "key"),
        *("author+an", "equal", "corresponding", "students"),
    }
)
"""Fields of a publication that its other slots state."""


_SECTIONS = {
    "person.summary": "summary",
    "person.summary.link": "summary",
    "person.focus": "research",
    "person.focus.link": "research",
    "person.topics": "research",
    "person.keywords": "keywords",
}
"""The sections in which readers find what the basics say."""


@dataclass(frozen=True)
class Fact:
    """Something that the CV says, and the ways in which an output may say it."""

    path: str
    wordings: tuple[str, ...]
    is_url: bool = False


def facts(document: Document, format_name: str) -> Iterator[Fact]:
    """Every fact; the headings are those of the format. What its order of sections leaves out of
    the basics is none, for only programs have that anyway.
    """
    shown = {section.id for section in _all(document.outline(format_name))}
    for fact in _person(document.person):
        if _SECTIONS.get(fact.path, "") in {"", *shown}:
            yield fact
    if document.updated:
        yield Fact("updated", (str(document.updated), document.updated_text))
    yield from _own("root", document.extensions)
    yield from _texts("meta", {**document.meta, "lastModified": ""})
    for section in _all(document.outline(format_name)):
        yield from _said(f"sections.{_kind(section)}.heading", section.heading)
    for section in _all(document.sections):
        own = (*document.person.summary, document.person.focus)
        added = tuple(body for body in section.summary if body not in own)
        yield from _prose(f"sections.{_kind(section)}.summary", added)
        for entry in section.entries:
            if entry.kind not in ("topics", "keywords"):
                yield from _entry(f"entries.{entry.kind}", entry)
        for publication in section.publications:
            yield from _said("publications.label", publication.label)
    for publication in document.publications:
        yield from _publication("publications", publication)


def _all(sections: tuple[Section, ...]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _all(section.sections)


def _kind(section: Section) -> str:
    is_usual = section.kind in (section.id, "group") or _LISTED.match(section.id)
    return section.kind if is_usual else "custom"


def _said(path: str, *texts: str) -> Iterator[Fact]:
    yield from (Fact(path, (text,)) for text in texts if text)


def _url(path: str, url: str | None) -> Iterator[Fact]:
    if url:
        shown = (url, quote(url, _URL_CHARS), for_people(url))
        yield Fact(path, shown, is_url=True)


def _inlines(path: str, body: Inlines) -> Iterator[Fact]:
    if body:
        yield Fact(path, (folds.unmarked(body), folds.text(body)))
        yield from _linked(path, body)


def _linked(path: str, body: Inlines) -> Iterator[Fact]:
    for url in urls(body):
        yield from _url(f"{path}.link", url)


def _lines(path: str, lines: tuple[Inlines, ...]) -> Iterator[Fact]:
    for line in lines:
        yield from _inlines(path, line)


def _prose(path: str, blocks: Blocks) -> Iterator[Fact]:
    for body in bodies(blocks):
        yield from _inlines(path, body)
    for each in blocks:
        if isinstance(each, CodeBlock):
            yield from _said(path, each.text)


def _links(path: str, links: tuple[NamedLink, ...]) -> Iterator[Fact]:
    for link in links:
        yield from _url(f"{path}.links", link.url)


def _own(path: str, data: Mapping[str, Any]) -> Iterator[Fact]:
    """The user's own keys."""
    own = {name: value for name, value in data.items() if name.startswith("x-")}
    yield from _texts(f"{path}.x-", own)


def _texts(path: str, value: Any) -> Iterator[Fact]:
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(path, inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(path, inner)
    else:
        yield from _said(path, str(value))


def _person(person: Person) -> Iterator[Fact]:
    for name in ("name", "city", "region", "country_code"):
        yield from _said(f"person.{name}", getattr(person, name))
    for name in ("label", "description"):
        yield from _inlines(f"person.{name}", getattr(person, name))
    for name in ("topics", "keywords"):
        yield from _lines(f"person.{name}", getattr(person, name))
    yield from _url("person.url", person.url)
    yield from _said("person.email", *(each.address for each in person.emails))
    for profile in person.profiles:
        yield from _said("person.profiles.network", profile.network)
        yield from _said("person.profiles.username", profile.username)
        yield from _url("person.profiles.url", profile.url)
    if person.image:
        yield from _said("person.image", person.image.name or person.image.url or "")
        yield from _said("person.image.alt", person.image.alt)
    yield from _prose("person.summary", person.summary)
    yield from _inlines("person.focus", person.focus)
    private = person.private
    yield from _said("person.private", *private.phones, *private.address, private.postal_code)
    iso = str(person.facts.get("birthDate", ""))
    if private.birth_date:
        yield Fact("person.private", (private.birth_date, iso))
    yield from _said("person.private", private.birth_place, private.nationality)
    yield from _own("person", person.facts)
    for part in (person.facts.get("location", {}), *person.facts.get("profiles", ())):
        yield from _own("person", part)


def _entry(path: str, entry: Entry) -> Iterator[Fact]:
    if entry.kind == "education":
        yield from _said(f"{path}.studyType", entry.facts.get("studyType", ""))
        yield from _said(f"{path}.area", entry.facts.get("area", ""))
    else:
        yield from _inlines(f"{path}.title", entry.title)
    yield from _inlines(f"{path}.organization", entry.organization)
    roles = entry.facts.get("roles", [folds.unmarked(entry.position)])
    yield from _said(f"{path}.position", *roles)
    yield from _linked(f"{path}.position", entry.position)
    yield from _inlines(f"{path}.focus", entry.focus)
    yield from _inlines(f"{path}.location", entry.location)
    yield from _span(f"{path}.span", entry.span, own="period" in entry.facts)
    yield from _url(f"{path}.url", entry.url)
    yield from _details(path, entry)
    yield from _prose(f"{path}.summary", entry.summary)
    for point in entry.points:
        yield from _said(f"{path}.points.label", point.label)
        yield from _inlines(f"{path}.points", point.text)
        yield from _prose(f"{path}.points", point.more)
    yield from _lines(f"{path}.keywords", entry.keywords)
    yield from _links(path, entry.links)
    yield from _own(path, entry.facts)
    for part in entry.parts:
        yield from _entry(f"{path}.{part.kind}", part)


def _details(path: str, entry: Entry) -> Iterator[Fact]:
    for detail in entry.details:
        value = entry.facts.get(detail.name)
        if isinstance(value, list):
            yield from _said(f"{path}.{detail.name}", *value)
        else:
            yield from _inlines(f"{path}.{detail.name}", detail.text)


def _span(path: str, span: Span | None, *, own: bool) -> Iterator[Fact]:
    """When it was: the words, or the dates of which they are made."""
    if span and (own or not (span.start or span.end)):
        yield Fact(path, (span.text,))
    elif span:
        dates = dict.fromkeys(str(date) for date in (span.start, span.end) if date)
        yield from (Fact(path, (span.text, date)) for date in dates)


def _publication(path: str, it: Publication) -> Iterator[Fact]:
    yield from _inlines(f"{path}.title", it.title)
    for author in it.authors:
        yield from _author(f"{path}.authors", author)
    for credit in it.credits:
        for author in credit.people:
            yield from _author(f"{path}.credits", author)
    yield from _said(f"{path}.venue", it.venue)
    if it.imprint:
        yield Fact(f"{path}.imprint", (it.imprint, it.imprint[:1].upper() + it.imprint[1:]))
    if it.date:
        yield from _said(f"{path}.date", str(it.date))
        yield from _said(f"{path}.year", str(it.date.year))
    yield from _said(f"{path}.doi", it.doi)
    for link in (*it.links, *([NamedLink("", it.url)] if it.url else [])):
        is_doi = it.doi and link.url.startswith("https://doi.org/")
        yield from _said(f"{path}.doi", it.doi) if is_doi else _url(f"{path}.links", link.url)
    yield from _inlines(f"{path}.note", it.note)
    yield from _said(f"{path}.legend", it.legend)
    yield from _said(f"{path}.award", it.award)
    yield from _said(f"{path}.acceptance", it.acceptance)
    yield from _said(f"{path}.status", it.status)
    yield from _prose(f"{path}.summary", it.summary)
    yield from _prose(f"{path}.abstract", it.abstract)
    yield from _said(f"{path}.keywords", *it.keywords)
    yield from _own(path, it.fields)
    for name, value in it.fields.items():
        if name not in _FIELDS_SAID_OTHERWISE and not name.startswith("x-"):
            yield from _texts(f"{path}.fields.{name}", value)


def _author(path: str, author: Author) -> Iterator[Fact]:
    inverted = (f"{author.family}, {author.given}",) if author.family else ()
    yield Fact(f"{path}.owner" if author.is_owner else path, (author.name, *inverted))
    if author.marks:
        yield Fact(f"{path}.marks", (f"{author.name}{author.marks}",))
