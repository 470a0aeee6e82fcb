"""resume.json: JSON Resume 1.0.0, valid under its schema as first published and as it is now.

Source: https://jsonresume.org/schema. What JSON Resume has no section for goes to the one that
comes nearest. There it keeps its own keys beside JSON Resume's, and ``section`` says where it comes
from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ..model.inline import to_plain
from ..model.later import pattern
from ..model.plain import Data, dump, equal_authors, filled, prose
from . import Output

if TYPE_CHECKING:
    from ..model.document import Document, Section
    from ..model.entry import Entry
    from ..model.kinds import Kind
    from ..model.prose import Blocks
    from ..model.publication import Publication
    from .theme import Theme

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
VERSION = "v1.0.0"

_DATE = pattern(r"[12]\d{3}(-\d\d(-\d\d)?)?")
_DATES = ("startDate", "endDate", "date", "releaseDate")
_KEYS = (
    *("name", "company", "title", "organization", "institution", "language", "label", "section"),
    *("type", "entity", "position", "roles", "studyType", "area", "image", "email", "phone"),
    *("network", "username", "url", "publisher", "awarder", "issuer", "authors", "startDate"),
    *("endDate", "date", "releaseDate", "period", "location", "fluency", "level", "score"),
    *("description", "summary", "focus", "highlights", "topics", "keywords", "venues"),
)
"""The order in which people look for things; the rest comes behind."""
_HOST = pattern(r"https?://(?:www\.)?([^/?#]+)", re.IGNORECASE)
_HOST_NUMBER = pattern(r"https?://\[[\da-f:.]+\]", re.IGNORECASE)
_URI_MARKS = "%/:?@!$&'()*+,;="
_BAD_PERCENT = pattern(r"%(?![0-9A-Fa-f]{2})")

_Item = tuple[str, Data]
"""The name of a section of JSON Resume, and an item of it."""
ORDER = (
    *("work", "volunteer", "education", "awards", "certificates", "publications"),
    *("skills", "languages", "interests", "references", "projects"),
)
"""The sections of JSON Resume, in the order of its schema."""
_WHEN = frozenset({"startDate", "endDate", "date", "period"})
_FULL_DATE = pattern(r"\d{4}-\d\d-\d\d")
_NEEDED: dict[str, Data] = {
    "skills": {"level": ""}, "work": {"name": ""}, "references": {"name": ""},
    "volunteer": {"position": ""}, "education": {"studyType": ""}, "awards": {"title": ""},
    "projects": {"roles": []}}  # fmt: skip
"""What is there even where it is empty: others refuse a file, stop, or say "undefined" without."""
_EMPLOYER = ("name", "location", "url", "description")


def render(document: Document, theme: Theme) -> Iterable[Output]:
    yield Output("resume.json", dump(resume(document)))


def resume(document: Document) -> Data:
    """The CV as JSON Resume."""
    sections, subjects = [*document.headed()], [*_subjects(document)]
    return _resume(document, sections, document.listed("jsonresume"), subjects, {})


def shown_resume(document: Document, sections: Sequence[Section]) -> Data:
    """What these sections show of the CV, and no more, nor more precise dates."""
    kinds = {section.kind for section in sections}
    papers = {each.key: each for section in sections for each in section.publications}
    said = ({"focus", "topics"} if "research" in kinds else set()) | kinds & {"summary", "keywords"}
    names = {document.labels[name] for name in said}
    subjects = [each for each in _subjects(document) if each["name"] in names]
    pairs = (each for section in sections for each in _shown_dates(section.entries))
    dates = dict(sorted(pairs, key=lambda pair: -len(pair[1])))  # the least that is shown
    found: Data = _without_own(_resume(document, sections, [*papers.values()], subjects, dates))
    for name in {"summary", "focus", "topics", "keywords", "image"} - said:
        found["basics"].pop(name, None)
    return found


def _resume(
    document: Document,
    sections: Sequence[Section],
    publications: Iterable[Publication],
    subjects: list[Data],
    dates: Mapping[str, str],
) -> Data:
    found: dict[str, list[Data]] = {name: [] for name in ORDER}
    found["publications"] += (_valid(_publication(each)) for each in publications)
    found["interests"] += subjects
    for section in sections:
        for name, item in _items(section, document.labels):
            found[name].append(_valid(_NEEDED.get(name, {}) | _dated(name, item, dates)))
    return {
        "$schema": SCHEMA,
        "basics": _basics(document),
        **{name: items for name, items in found.items() if items},
        "meta": _meta(document, sections),
    }


def _shown_dates(entries: Iterable[Entry]) -> Iterator[tuple[str, str]]:
    """Each date as it is given, and as readers see it, if they do."""
    for each in entries:
        if it := each.span:
            yield from zip((str(it.start), str(it.end)), it.shown or ("", ""), strict=True)
        yield from _shown_dates(each.parts)


def _dated(section: str, item: Data, dates: Mapping[str, str]) -> Data:
    """An item of the section with these dates for those that it has."""
    item = {key: dates.get(str(it), it) if key in _DATES else it for key, it in item.items()}
    item["venues"] = [_dated("", each, dates) for each in item.get("venues", ())]
    is_cut = section == "certificates" and not _FULL_DATE.fullmatch(item.get("date", ""))
    return filled(_as_period(item, "date") if is_cut else item)


def _without_own(value: Any) -> Any:
    if isinstance(value, Mapping):
        own = (name for name in value if not name.startswith("x-"))
        return {name: _without_own(value[name]) for name in own}
    return [_without_own(each) for each in value] if isinstance(value, list) else value


def _basics(document: Document) -> Data:
    person, private = document.person, document.person.private
    facts = dict(person.facts) | {
        "name": person.name,
        "image": document.image_url,
        "phone": private.phone,
    }
    several = {
        "emails": [each.address for each in person.emails if each.address],
        "phones": [*private.phones],
    }
    facts |= {name: values for name, values in several.items() if len(values) > 1}
    address = {"address": "\n".join(private.address), "postalCode": private.postal_code}
    known = _valid({"label": ""} | filled(facts))
    return known | {
        "location": filled(address) | known.get("location", {}),
        "profiles": [_profile(each) for each in known.get("profiles", ())],
    }


def _profile(facts: Data) -> Data:
    """An account whose ``network`` and ``username`` are always there, as themes expect."""
    host = _HOST.match(facts.get("url", ""))
    return {"network": host[1] if host else "", "username": ""} | facts


def _meta(document: Document, sections: Iterable[Section]) -> Data:
    known = {
        "canonical": document.address_of("jsonresume"),
        "version": VERSION,
        "language": document.locale,
        "lastModified": str(document.updated or ""),
        "sections": [
            {"section": each.id, "heading": each.heading, "summary": prose(text)}
            | dict(each.extensions)
            for each in sections
            if ((text := _added(each, document)) and (_is_basic(each) or not _is_text(each)))
            or each.extensions
        ],
    }
    meta, own = dict(document.meta), dict(document.extensions)
    taken = {name: own.pop(name) for name in meta if name in own}
    return _valid(filled(known | {"extensions": taken}) | own | meta)


def _subjects(document: Document) -> Iterator[Data]:
    """What the person works on, which JSON Resume knows only as interests."""
    person, labels = document.person, document.labels
    subjects = {"focus": [to_plain(person.focus)], "topics": map(to_plain, person.topics)}
    for name, words in (subjects | {"keywords": map(to_plain, person.keywords)}).items():
        if said := list(filter(None, words)):
            yield {"name": labels[name], "keywords": said}


def _publication(publication: Publication) -> Data:
    item = {
        "name": to_plain(publication.title),
        "publisher": publication.venue,
        "releaseDate": str(publication.date or ""),
        "url": publication.url,
        "summary": prose(publication.summary or publication.abstract),
        "authors": [each.name for each in publication.authors if not each.is_assumed],
        "equalContribution": equal_authors(publication),
        "editors": [editor.name for editor in publication.editors],
        "credits": [to_plain(each.said) for each in publication.credits if each.role != "editor"],
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
            item = _as_period(item, name)
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


def _items(section: Section, labels: Mapping[str, str]) -> Iterator[_Item]:
    """The items of a section, each with the name of the section that it goes to."""
    note = {"name": section.heading or section.id, "type": "note"}
    notes = [prose(each.summary) for each in section.entries if each.kind == "notes"]
    if notes:
        yield "projects", note | {"highlights": notes}
    elif section.summary and _is_text(section) and not _is_basic(section):
        yield "projects", note | {"description": prose(section.summary)}
    for entry in section.entries:
        for name, item in _of_entry(entry, labels):
            moved = name != entry.kind and name == _home(entry.row)
            origin = entry.kind if moved else None
            origin = section.heading if section.id != entry.kind else origin
            yield name, filled({"section": origin}) | item if origin else item


def _is_text(section: Section) -> bool:
    """Whether nothing stands under the heading but a text, if that."""
    return not (section.entries or section.publications or section.sections)


def _is_basic(section: Section) -> bool:
    """Whether its text is one of the basics."""
    return section.kind in ("summary", "research")


def _added(section: Section, document: Document) -> Blocks:
    """Its text, but for what the basics say already."""
    known = (*document.person.summary, document.person.focus) if _is_basic(section) else ()
    return tuple(each for each in section.summary if each not in known)


def _of_entry(entry: Entry, labels: Mapping[str, str]) -> Iterator[_Item]:
    home = _home(entry.row)
    if entry.kind == "work":
        yield from (("work", item) for item in _jobs(entry))
    elif home == entry.kind:
        yield entry.kind, _own(entry)
    elif home in ORDER and entry.row.origin == "list":
        yield home, _HOMES[home][2](entry, _renamed(entry, home), labels)
    yield from (("projects", item) for item in _nested_projects(entry))


def _home(row: Kind) -> str:
    """The section for entries of the kind: that of its name, or the one that comes nearest."""
    return row.resume or (row.name if row.name in ORDER else "projects")


def _renamed(entry: Entry, home: str) -> Data:
    """What the entry says, in the words of the section that it goes to."""
    row, (title, organization, _) = entry.row, _HOMES[home]
    names = {row.title: title, row.organization: organization}
    if home == "projects":
        names |= {"position": "roles", "summary": "description"}
    known = {} if row.organization == "entity" else names  # it has the words of projects itself
    return {known.get(name, name): value for name, value in _own(entry).items()}


def _own(entry: Entry) -> Data:
    """The entry's facts with its venues, and with its time in words if need be."""
    facts = dict(entry.facts)
    if venues := [dict(part.facts) for part in entry.parts_of("venue")]:
        facts["venues"] = venues
    if entry.span and not facts.keys() & _WHEN:
        facts["period"] = entry.span.text
    return facts


def _jobs(entry: Entry) -> Iterator[Data]:
    """An item for each position; what the employer has beyond its name comes in one before them."""
    own = _own(entry)
    shared = {name: own[name] for name in _EMPLOYER if name in own}
    positions = entry.parts_of("position")
    jobs = [] if positions and own.keys() == shared.keys() else [own]
    for job in [*jobs, *(shared | _own(each) for each in positions)]:
        yield filled({"name": job.get("name"), "company": job.get("name")}) | job


def _nested_projects(entry: Entry) -> Iterator[Data]:
    kind = entry.row.type or entry.kind
    for holder in (entry, *entry.parts_of("position")):
        whose, role = to_plain(entry.title), to_plain(holder.position)
        belongs = {"entity": whose, "position": role, "type": kind}
        yield from (filled(belongs) | _own(part) for part in holder.parts_of("projects"))


def _as_project(entry: Entry, item: Data, labels: Mapping[str, str]) -> Data:
    if isinstance(item.get("roles"), str):
        item["roles"] = [item["roles"]]
    if entry.row.in_words:
        item["description"] = _sentence(entry)
    return filled({"type": entry.row.type or entry.kind} | _as_span(entry, item))


def _as_volunteer(entry: Entry, item: Data, labels: Mapping[str, str]) -> Data:
    names = labels["comma"].join(to_plain(part.title) for part in entry.parts)
    return filled({"organization": names} | _as_span(entry, item))


def _as_award(entry: Entry, item: Data, labels: Mapping[str, str]) -> Data:
    period = entry.span.text if entry.span and entry.span.start != entry.span.end else ""
    item["summary"] = _sentence(entry, to_plain(entry.position), period)
    return filled(filled({"date": item.get("startDate")}) | item)


def _as_publication(entry: Entry, item: Data, labels: Mapping[str, str]) -> Data:
    item["summary"] = _sentence(entry)
    return filled({"releaseDate": item.pop("date", None)} | item)


_HOMES = {
    "projects": ("name", "entity", _as_project),
    "volunteer": ("organization", "", _as_volunteer),
    "awards": ("title", "awarder", _as_award),
    "publications": ("name", "publisher", _as_publication),
}
"""The sections that entries of other kinds go to: what those call the title and the organization,
and what else they want otherwise."""


def _sentence(entry: Entry, *before: str) -> str:
    """What JSON Resume has no key for, then the summary, as one text."""
    line = " · ".join(filter(None, (*before, to_plain(entry.details_line))))
    return "\n\n".join(filter(None, (line, prose(entry.summary))))


def _venues(entry: Entry) -> list[str]:
    """A line a venue, unless their names say it all."""
    lines = [_dated_line(part) for part in entry.parts_of("venue")]
    named = [to_plain(part.title) for part in entry.parts]
    return lines if entry.title or lines != named else []


def _dated_line(entry: Entry) -> str:
    """The entry in one line of plain text, with its time in brackets."""
    line = to_plain(entry.line)
    return f"{line} ({entry.span.text})".lstrip() if entry.span else line


def _as_span(entry: Entry, item: Data) -> Data:
    """With the single date as both the start and the end, and the venues as highlights."""
    item["highlights"] = [*_venues(entry), *item.get("highlights", ())]
    date = item.pop("date", None)
    return filled({"startDate": date, "endDate": date}) | item


def _as_period(item: Data, name: str) -> Data:
    """The item with its date where any words may stand."""
    rest = {key: value for key, value in item.items() if key != name}
    return filled({"period": item.get(name)}) | rest
