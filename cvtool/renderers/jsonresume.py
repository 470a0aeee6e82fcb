"""resume.json: JSON Resume 1.0.0, valid under its schema as first published and as it is now.

Source: https://jsonresume.org/schema. What JSON Resume has no section for stands in the section
that comes nearest, with its own keys kept beside JSON Resume's and its origin in ``section``. The
file is for services that its owner hands it to, so it has the phone number and the street.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from ..inline import to_plain
from . import Output
from .jsontext import Data, address_of, dated_line, dump, filled, image_url, prose, sections

if TYPE_CHECKING:
    from ..document import Document, Entry, Person, Publication, Section
    from ..theme import Theme

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
VERSION = "v1.0.0"

ORDER = (
    "work volunteer education awards certificates publications skills languages interests"
    " references projects"
).split()
"""The sections of JSON Resume, in the order of its schema."""

NESTED = frozenset({"positions", "projects"})
_EMPLOYER = ("name", "location", "url", "description")
_DATE = re.compile(r"[12]\d{3}(-\d\d(-\d\d)?)?")
_FULL_DATE = re.compile(r"[12]\d{3}-\d\d-\d\d")
_DATES = ("startDate", "endDate", "date", "releaseDate")
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True)
class Move:
    """Where the entries of a kind go that JSON Resume has no section for.

    ``names`` maps cv.yaml's names to JSON Resume's. ``type`` tells such projects from others.
    """

    to: str
    names: Mapping[str, str] = field(default_factory=dict)
    type: str = ""


MOVES: Mapping[str, Move] = {
    "openSource": Move("projects", type="open source"),
    "talks": Move("projects", {"event": "entity", "summary": "description"}, "talk"),
    "press": Move(
        "projects", {"title": "name", "publisher": "entity", "summary": "description"}, "press"
    ),
    "teaching": Move("projects", {"institution": "entity", "position": "roles"}, "teaching"),
    "supervision": Move("projects", {"institution": "entity", "position": "roles"}, "supervision"),
    "service": Move("volunteer"),
    "grants": Move("awards"),
    "patents": Move("publications", {"title": "name", "issuer": "publisher"}),
}


def render(document: Document, theme: Theme) -> Iterable[Output]:
    yield Output("resume.json", dump(resume(document)))


def resume(document: Document) -> Data:
    """The CV as JSON Resume."""
    found: dict[str, list[Data]] = {name: [] for name in ORDER}
    for section in sections(document):
        for name, item in _section(section, document.labels):
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
    """An account whose ``network`` and ``username`` are always texts: themes call methods on them."""
    host = (urlsplit(facts.get("url", "")).hostname or "").removeprefix("www.")
    return {"network": host, "username": facts.get("url", "")} | facts


def _meta(document: Document) -> Data:
    known = {
        "canonical": address_of(document, "jsonresume"),
        "version": VERSION,
        "lastModified": str(document.updated or ""),
        "sections": [
            {"section": each.id, "heading": each.heading, "summary": prose(each.summary)}
            for each in sections(document)
            if each.summary and each.kind not in ("summary", "research")
        ],
    }
    return _valid(filled(known) | dict(document.meta) | dict(document.extensions))


def _subjects(document: Document) -> Iterator[Data]:
    """What the person works on, which JSON Resume knows only as interests."""
    person, labels = document.person, document.labels
    subjects = {"focus": [to_plain(person.focus)], "topics": person.topics}
    for name, words in (subjects | {"keywords": person.keywords}).items():
        if any(words):
            yield {"name": labels[name], "keywords": list(words)}


def _section(section: Section, labels: Mapping[str, str]) -> Iterator[tuple[str, Data]]:
    """The items of a section, each with the name of the section that it goes to."""
    notes = [prose(each.summary) for each in section.entries if each.kind == "notes"]
    if notes:
        yield "projects", {"name": section.heading, "type": "note", "highlights": notes}
    for entry in section.entries:
        for name, item in _items(entry, labels):
            moved = name != entry.kind and entry.kind in MOVES
            origin = entry.kind if moved else None
            if section.id != entry.kind:
                origin = section.heading
            yield name, filled({"section": origin}) | item if origin else item


def _items(entry: Entry, labels: Mapping[str, str]) -> Iterator[tuple[str, Data]]:
    if entry.kind in MOVES:
        yield MOVES[entry.kind].to, _moved(entry, MOVES[entry.kind], labels)
    elif entry.kind == "work":
        yield from (("work", item) for item in _jobs(entry))
    elif entry.kind in ORDER:
        yield entry.kind, _own(entry)
    yield from (("projects", item) for item in _nested_projects(entry))


def _own(entry: Entry) -> Data:
    """The entry's facts without the entries inside it, and with its time in words if need be."""
    facts = {name: value for name, value in entry.facts.items() if name not in NESTED}
    if entry.span and not facts.keys() & {*_DATES, "period"}:
        facts["period"] = entry.span.text
    if entry.kind == "certificates" and not _FULL_DATE.fullmatch(facts.get("date", "")):
        facts = _as_period(facts, "date")
    return facts


def _jobs(entry: Entry) -> Iterator[Data]:
    """An item for each position; what the employer has beyond its name comes in one before them."""
    own = _own(entry)
    shared = {name: own[name] for name in _EMPLOYER if name in own}
    positions = [part for part in entry.parts if part.kind == "position"]
    jobs = [] if positions and own.keys() == shared.keys() else [own]
    for job in [*jobs, *(shared | _own(each) for each in positions)]:
        yield filled({"name": job.get("name"), "company": job.get("name")}) | job


def _nested_projects(entry: Entry) -> Iterator[Data]:
    for holder in (entry, *(part for part in entry.parts if part.kind == "position")):
        belongs = filled(
            {
                "entity": entry.organization or to_plain(entry.title),
                "position": holder.position,
                "type": "volunteering" if entry.kind == "volunteer" else entry.kind,
            }
        )
        for part in holder.parts:
            if part.kind == "projects":
                yield belongs | _own(part)


def _moved(entry: Entry, move: Move, labels: Mapping[str, str]) -> Data:
    facts = _own(entry)
    item = {move.names.get(name, name): value for name, value in facts.items()}
    return _FINISH[move.to](entry, item, move, labels)


def _as_project(entry: Entry, item: Data, move: Move, labels: Mapping[str, str]) -> Data:
    if isinstance(item.get("roles"), str):
        item["roles"] = [item["roles"]]
    if move.type in ("teaching", "supervision"):
        item["description"] = _sentence(entry)
        item.pop("summary", None)
    item["highlights"] = [*_venues(entry), *item.get("highlights", ())]
    return filled({"type": move.type} | _as_span(item))


def _as_volunteer(entry: Entry, item: Data, move: Move, labels: Mapping[str, str]) -> Data:
    names = labels["comma"].join(to_plain(part.title) for part in entry.parts)
    item["highlights"] = [*_venues(entry), *item.get("highlights", ())]
    return filled({"organization": names} | _as_span(item))


def _as_award(entry: Entry, item: Data, move: Move, labels: Mapping[str, str]) -> Data:
    period = entry.span.text if entry.span and entry.span.start != entry.span.end else ""
    item["summary"] = _sentence(entry, entry.position, period)
    return filled(filled({"date": item.get("startDate")}) | item)


def _as_publication(entry: Entry, item: Data, move: Move, labels: Mapping[str, str]) -> Data:
    item["summary"] = _sentence(entry)
    return filled({"releaseDate": item.pop("date", None)} | item)


_FINISH = {
    "projects": _as_project,
    "volunteer": _as_volunteer,
    "awards": _as_award,
    "publications": _as_publication,
}


def _sentence(entry: Entry, *before: str) -> str:
    """What JSON Resume has no key for, then the summary, as one text."""
    line = " · ".join(part for part in (*before, to_plain(entry.details_line)) if part)
    return "\n\n".join(part for part in (line, prose(entry.summary)) if part)


def _venues(entry: Entry) -> list[str]:
    """A line a venue, unless their names say it all."""
    lines = [dated_line(part) for part in entry.parts if part.kind == "venue"]
    named = [to_plain(part.title) for part in entry.parts]
    return lines if entry.organization or entry.kind == "talks" or lines != named else []


def _as_span(item: Data) -> Data:
    """With the single date as both the start and the end."""
    date = item.pop("date", None)
    return filled({"startDate": date, "endDate": date}) | item


def _publication(publication: Publication) -> Data:
    item = {
        "name": to_plain(publication.title),
        "publisher": publication.venue,
        "releaseDate": str(publication.date or ""),
        "url": publication.url,
        "summary": prose(publication.summary or publication.abstract),
        "authors": [author.name for author in publication.authors],
        "editors": [editor.name for editor in publication.editors],
        "imprint": publication.imprint,
        "type": publication.type,
        "doi": publication.doi,
        "note": to_plain(publication.note),
        "keywords": list(publication.keywords),
        "links": [{"name": link.name, "url": link.url} for link in publication.links],
    }
    own = {name: value for name, value in publication.fields.items() if name.startswith("x-")}
    return filled(item) | own


def _valid(item: Data) -> Data:
    """The item with what the schema's formats take: dates with four-digit years, ASCII URIs."""
    for name in _DATES:
        if name in item and not _DATE.fullmatch(item[name]):
            item = _as_period(item, name)
    return {name: _valid_value(name, value) for name, value in item.items() if value is not None}


def _valid_value(name: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        return _valid(dict(value))
    if isinstance(value, list | tuple):
        return [_valid_value("", each) for each in value if each is not None]
    return _uri(value) if name in ("url", "canonical", "image") else value


def _as_period(item: Data, name: str) -> Data:
    rest = {key: value for key, value in item.items() if key != name}
    return filled({"period": item.get(name)}) | rest


def _uri(url: str) -> str:
    """The address as RFC 3986 spells it: in ASCII, everything else percent-encoded."""
    head, hash_sign, fragment = _BAD_PERCENT.sub("%25", url).partition("#")
    brackets = "[]" if "://[" in head else ""
    return quote(head, f"%/:?@!$&'()*+,;={brackets}") + hash_sign + quote(
        fragment, "%/:?@!$&'()*+,;="
    )
