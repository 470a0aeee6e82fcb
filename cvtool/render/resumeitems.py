"""The entries of a CV as items of JSON Resume's sections.

What JSON Resume has no section for goes to the one that comes nearest. There it keeps its own keys
beside JSON Resume's, and ``section`` says where it comes from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ..model.inline import to_plain
from ..model.kinds import Home, kind_of
from .data import Data, dated_line, filled, prose

if TYPE_CHECKING:
    from ..model.document import Entry, Section

Item = tuple[str, Data]
"""The name of a section of JSON Resume, and an item of it."""

ORDER = (
    *("work", "volunteer", "education", "awards", "certificates", "publications"),
    *("skills", "languages", "interests", "references", "projects"),
)
"""The sections of JSON Resume, in the order of its schema."""

_DATES = frozenset({"startDate", "endDate", "date", "period"})
_FULL_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_EMPLOYER = ("name", "location", "url", "description")


def items(section: Section, labels: Mapping[str, str]) -> Iterator[Item]:
    """The items of a section, each with the name of the section that it goes to."""
    notes = [prose(each.summary) for each in section.entries if each.kind == "notes"]
    if notes:
        yield "projects", {"name": section.heading, "type": "note", "highlights": notes}
    for entry in section.entries:
        for name, item in _of_entry(entry, labels):
            moved = name != entry.kind and name == kind_of(entry.kind).home.section
            origin = entry.kind if moved else None
            if section.id != entry.kind:
                origin = section.heading
            yield name, filled({"section": origin}) | item if origin else item


def _of_entry(entry: Entry, labels: Mapping[str, str]) -> Iterator[Item]:
    kind = kind_of(entry.kind)
    home = kind.home
    if entry.kind == "work":
        yield from (("work", item) for item in _jobs(entry))
    elif home.section == entry.kind:
        yield entry.kind, _own(entry)
    elif home.section and kind.origin == "list":
        yield home.section, _moved(entry, home, labels)
    yield from (("projects", item) for item in _nested_projects(entry))


def _own(entry: Entry) -> Data:
    """The entry's facts with its venues, and with its time in words if need be."""
    facts = dict(entry.facts)
    if venues := [dict(part.facts) for part in entry.parts if part.kind == "venue"]:
        facts["venues"] = venues
    if entry.span and not facts.keys() & _DATES:
        facts["period"] = entry.span.text
    if entry.kind == "certificates" and not _FULL_DATE.fullmatch(facts.get("date", "")):
        facts = as_period(facts, "date")
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
                "entity": to_plain(entry.title),
                "position": holder.position,
                "type": "volunteering" if entry.kind == "volunteer" else entry.kind,
            }
        )
        for part in holder.parts:
            if part.kind == "projects":
                yield belongs | _own(part)


def _moved(entry: Entry, home: Home, labels: Mapping[str, str]) -> Data:
    facts = _own(entry)
    item = {home.names.get(name, name): value for name, value in facts.items()}
    return _FINISH[home.section](entry, item, home, labels)


def _as_project(entry: Entry, item: Data, home: Home, labels: Mapping[str, str]) -> Data:
    if isinstance(item.get("roles"), str):
        item["roles"] = [item["roles"]]
    if home.in_words:
        item["description"] = _sentence(entry)
    item["highlights"] = [*_venues(entry), *item.get("highlights", ())]
    return filled({"type": home.type} | _as_span(item))


def _as_volunteer(entry: Entry, item: Data, home: Home, labels: Mapping[str, str]) -> Data:
    names = labels["comma"].join(to_plain(part.title) for part in entry.parts)
    item["highlights"] = [*_venues(entry), *item.get("highlights", ())]
    return filled({"organization": names} | _as_span(item))


def _as_award(entry: Entry, item: Data, home: Home, labels: Mapping[str, str]) -> Data:
    period = entry.span.text if entry.span and entry.span.start != entry.span.end else ""
    item["summary"] = _sentence(entry, entry.position, period)
    return filled(filled({"date": item.get("startDate")}) | item)


def _as_publication(entry: Entry, item: Data, home: Home, labels: Mapping[str, str]) -> Data:
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
    return lines if entry.title or lines != named else []


def _as_span(item: Data) -> Data:
    """With the single date as both the start and the end."""
    date = item.pop("date", None)
    return filled({"startDate": date, "endDate": date}) | item


def as_period(item: Data, name: str) -> Data:
    """The item with its date where any words may stand."""
    rest = {key: value for key, value in item.items() if key != name}
    return filled({"period": item.get(name)}) | rest
