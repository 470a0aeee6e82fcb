"""resume.json: JSON Resume 1.0.0, valid under its schema as first published and as it is now.

Source: https://jsonresume.org/schema. The file is for services that its owner hands it
to, so it has the phone number and the street.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ..model.inline import to_plain
from . import Output
from .data import Data, address_of, dump, equal_authors, filled, headed, image_url, prose, sections
from .resumeitems import ORDER, as_period, items

if TYPE_CHECKING:
    from ..model.document import Document, Person, Publication
    from .theme import Theme

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
VERSION = "v1.0.0"

_DATE = re.compile(r"[12]\d{3}(-\d\d(-\d\d)?)?")
_DATES = ("startDate", "endDate", "date", "releaseDate")
_KEYS = (
    *("name", "company", "title", "organization", "institution", "language", "label", "section"),
    *("type", "entity", "position", "roles", "studyType", "area", "image", "email", "phone"),
    *("network", "username", "url", "publisher", "awarder", "issuer", "authors", "startDate"),
    *("endDate", "date", "releaseDate", "period", "location", "fluency", "level", "score"),
    *("description", "summary", "focus", "highlights", "topics", "keywords", "venues"),
)
"""The order in which people look for things; the rest comes behind."""

_HOST = re.compile(r"https?://(?:www\.)?([^/?#]+)", re.IGNORECASE)
_HOST_NUMBER = re.compile(r"https?://\[[\da-f:.]+\]", re.IGNORECASE)
_URI_MARKS = "%/:?@!$&'()*+,;="
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def render(document: Document, theme: Theme) -> Iterable[Output]:
    yield Output("resume.json", dump(resume(document)))


def resume(document: Document) -> Data:
    """The CV as JSON Resume."""
    found: dict[str, list[Data]] = {name: [] for name in ORDER}
    for section in sections(document):
        for name, item in items(section, document.labels):
            found[name].append(_valid(item))
    found["publications"] = [
        *(_valid(_publication(each)) for each in document.publications),
        *found["publications"],
    ]
    found["interests"] = [*_subjects(document), *found["interests"]]
    return {
        "$schema": SCHEMA,
        "basics": _basics(document.person, document.site_url),
        **{name: items for name, items in found.items() if items},
        "meta": _meta(document),
    }


def _basics(person: Person, site_url: str | None) -> Data:
    private = person.private
    facts = dict(person.facts) | {
        "name": person.name,
        "image": image_url(person.image, site_url),
        "phone": private.phone,
    }
    address = {"address": "\n".join(private.address), "postalCode": private.postal_code}
    known = _valid(filled(facts))
    return known | {
        "location": filled(address) | known.get("location", {}),
        "profiles": [_profile(each) for each in known.get("profiles", ())],
    }


def _profile(facts: Data) -> Data:
    """An account whose ``network`` and ``username`` are always texts, as themes expect."""
    url = facts.get("url", "")
    host = _HOST.match(url)
    return {"network": host[1] if host else "", "username": url} | facts


def _meta(document: Document) -> Data:
    known = {
        "canonical": address_of(document, "jsonresume"),
        "version": VERSION,
        "lastModified": str(document.updated or ""),
        "sections": [
            {"section": each.id, "heading": each.heading, "summary": prose(each.summary)}
            | dict(each.extensions)
            for each in headed(document)
            if (each.summary and each.kind not in ("summary", "research")) or each.extensions
        ],
    }
    meta, own = dict(document.meta), dict(document.extensions)
    taken = {name: own.pop(name) for name in meta if name in own}
    return _valid(filled(known | {"extensions": taken}) | own | meta)


def _subjects(document: Document) -> Iterator[Data]:
    """What the person works on, which JSON Resume knows only as interests."""
    person, labels = document.person, document.labels
    subjects = {"focus": [to_plain(person.focus)], "topics": person.topics}
    for name, words in (subjects | {"keywords": person.keywords}).items():
        if any(words):
            yield {"name": labels[name], "keywords": list(words)}


def _publication(publication: Publication) -> Data:
    item = {
        "name": to_plain(publication.title),
        "publisher": publication.venue,
        "releaseDate": str(publication.date or ""),
        "url": publication.url,
        "summary": prose(publication.summary or publication.abstract),
        "authors": [author.name for author in publication.authors],
        "equalContribution": equal_authors(publication),
        "editors": [editor.name for editor in publication.editors],
        "imprint": publication.imprint,
        "type": publication.type,
        "doi": publication.doi,
        "award": publication.award,
        "acceptance": publication.acceptance,
        "note": to_plain(publication.note),
        "keywords": list(publication.keywords),
        "links": [{"name": link.name, "url": link.url} for link in publication.links],
    }
    more = {
        name: value
        for name, value in publication.fields.items()
        if name.startswith("x-") or name == "location"
    }
    return filled(item) | more


def _valid(item: Data) -> Data:
    """The item with what the schema's formats take (dates of our time, ASCII URIs), in order."""
    for name in _DATES:
        if isinstance(item.get(name), str) and not _DATE.fullmatch(item[name]):
            item = as_period(item, name)
    known = {name: item[name] for name in (*_KEYS, *item) if item.get(name) is not None}
    return {name: _valid_value(name, value) for name, value in known.items()}


def _valid_value(name: str, value: Any) -> Any:
    if name.startswith("x-"):
        return _without_nulls(value)
    if isinstance(value, Mapping):
        return _valid(dict(value))
    if isinstance(value, list | tuple):
        return [_valid_value("", each) for each in value]
    return _uri(value) if name in ("url", "canonical", "image") else value


def _without_nulls(value: Any) -> Any:
    """The user's own value as it is, but for what themes take for text."""
    if isinstance(value, Mapping):
        return {name: _without_nulls(each) for name, each in value.items() if each is not None}
    if isinstance(value, list):
        return [_without_nulls(each) for each in value if each is not None]
    return value


def _uri(url: str) -> str:
    """The address as RFC 3986 spells it: in ASCII, everything else percent-encoded."""
    whole = _BAD_PERCENT.sub("%25", url)
    number = _HOST_NUMBER.match(whole)
    start = number[0] if number else ""
    head, sign, fragment = whole[len(start) :].partition("#")
    return start + quote(head, _URI_MARKS) + sign + quote(fragment, _URI_MARKS)
