"""The entries of a CV as values of a schema.org Person and as parts of the page about them.

Source: https://schema.org, and its blog post "Introducing Role" for relations that have a time.
What the person is, has and does hangs on the Person; what the person made is part of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from ...model.inline import Inlines, to_plain, to_text
from ...model.plain import Data, filled, points, prose
from ..folds import unmarked

if TYPE_CHECKING:
    from ...model.entry import Entry

Value = tuple[str, Any]
"""A property of the Person (``hasPart`` is the page's), and one value of it."""


def values(entry: Entry, owner: Data) -> Iterator[Value]:
    """What the entry says; ``owner`` stands for the person in it."""
    if entry.row.origin == "list":
        yield from _FORMS.get(entry.row.schema, _work_made)(entry, owner)


def node(kind: str, /, **more: Any) -> Data:
    """A thing of that type, with those properties that say something."""
    return filled({"@type": kind, **more})


def organization(name: str | Inlines, kind: str = "Organization", **more: Any) -> Data | None:
    """An Organization, or the more special ``kind``; ``None`` where nothing is known of it."""
    found = node(kind, name=unmarked(name), **more)
    return found if len(found) > 1 else None


def place(name: str | Inlines) -> Data | None:
    """A Place; ``None`` without a name."""
    return node("Place", name=unmarked(name)) if name else None


def _role(
    kind: str, name: str, entry: Entry, target: object, description: str = "", title: str = ""
) -> Data:
    """schema.org's Role: the relation ``name`` with its time, its title and what it was about."""
    role = title or to_plain(entry.position)
    about = {"roleName": role, **_dates(entry), "description": description}
    return node(kind, **about, **{name: target})


def _dates(entry: Entry) -> Data:
    """``startDate`` and ``endDate``, as far as they are known."""
    if not entry.span:
        return {}
    start, end = entry.span.start, entry.span.end
    return filled({"startDate": str(start or ""), "endDate": str(end or "")})


def _date(entry: Entry) -> str:
    return str(entry.span.start or "") if entry.span else ""


def _relation(entry: Entry, running: str) -> str:
    """The relation that the time implies: who knows no Role still takes no past for present."""
    span = entry.span
    if span and span.running:
        return running
    return "alumniOf" if span and span.end else "affiliation"


def _about(entry: Entry, *more: str) -> str:
    """What the entry says in words: its focus, its own period, its texts and bullets."""
    period = entry.facts.get("period", "")
    texts = (prose(entry.summary, to_text), "\n".join(points(entry, to_text)))
    parts = (to_text(entry.focus), period, *more, *texts)
    return "\n\n".join(filter(None, parts))


def _details(entry: Entry) -> str:
    return " · ".join(to_text(each.line) for each in entry.details)


def _keywords(entry: Entry) -> str:
    return ", ".join(map(to_plain, entry.keywords))


def _beside(entry: Entry) -> str:
    """Keywords and place in words, for nodes that have no property for them."""
    return " · ".join(filter(None, (_keywords(entry), to_plain(entry.location))))


def _at(entry: Entry, name: str | Inlines, kind: str = "Organization", **more: Any) -> Data | None:
    """The body that the entry itself is about, with its address and its place."""
    return organization(name, kind, url=entry.url, **more, location=place(entry.location))


def _creative(kind: str, entry: Entry, **more: Any) -> Data:
    known = {
        "name": to_plain(entry.title),
        "url": entry.url,
        "description": _about(entry),
        "keywords": list(map(to_plain, entry.keywords)),
        "locationCreated": place(entry.location),
    }
    return node(kind, **known | more)


def _work_made(entry: Entry, owner: Data) -> Iterator[Value]:
    """What the person made, of the type that its kind has."""
    yield "hasPart", _made(entry, owner, entry.row.schema, organization(entry.organization))


def _made(entry: Entry, owner: Data, kind: str, holder: Data | None) -> Data:
    creator = _role("Role", "creator", entry, owner) if entry.position or entry.span else owner
    more = {"genre": _details(entry), "creator": creator, "sourceOrganization": holder}
    return _creative(kind, entry, **more)


def _nested(entry: Entry, holder: Inlines, owner: Data) -> Iterator[Value]:
    """The projects inside a position, made for ``holder`` unless they name another body."""
    for part in entry.parts_of("projects"):
        body = organization(part.organization or holder)
        yield "hasPart", _made(part, owner, "CreativeWork", body)


def _work(entry: Entry, owner: Data) -> Iterator[Value]:
    employer = entry.title
    body = _at(entry, employer, description=_details(entry))
    positions = entry.parts_of("position")
    is_own = not positions or entry.position or entry.span or entry.keywords or _about(entry)
    own = [entry] if is_own else []
    for each in (*own, *positions):
        name = _relation(each, "worksFor")
        beside = _keywords(each) if each is entry else _beside(each)
        found = _role("EmployeeRole", name, each, body, _about(each, beside))
        yield name, found if each is entry else filled({**found, "url": each.url})
        yield from _nested(each, employer, owner)
    if not own:
        yield from _nested(entry, employer, owner)


def _education(entry: Entry, owner: Data) -> Iterator[Value]:
    name = _relation(entry, "affiliation")
    school = _at(entry, entry.organization, "EducationalOrganization")
    about = _about(entry, _details(entry), _keywords(entry))
    yield name, _role("OrganizationRole", name, entry, school, about, to_plain(entry.title))


def _member(entry: Entry, owner: Data) -> Iterator[Value]:
    """Service and volunteering: a role in each body."""
    about = _about(entry, _keywords(entry))
    venues = entry.parts_of("venue")
    for each in (*([entry] if entry.title or not venues else []), *venues):
        body = _at(each, to_plain(each.title))
        own = about if each is entry else _about(each, about)
        yield "memberOf", _role("OrganizationRole", "memberOf", entry, body, own) | _dates(each)
    yield from _nested(entry, entry.title, owner)


def _award(entry: Entry, owner: Data) -> Iterator[Value]:
    time = f" ({entry.span.text})" if entry.span else ""
    said = [to_text(entry.line) + time, prose(entry.below, to_text), *points(entry, to_text)]
    yield "award", "\n".join(filter(None, said))


def _certificate(entry: Entry, owner: Data) -> Iterator[Value]:
    more = {"recognizedBy": organization(entry.organization), "dateCreated": _date(entry)}
    yield "hasCredential", _creative("EducationalOccupationalCredential", entry, **more)


def _skill(entry: Entry, owner: Data) -> Iterator[Value]:
    yield "skills", to_text(entry.line)
    yield from _interest(entry, owner)


def _interest(entry: Entry, owner: Data) -> Iterator[Value]:
    yield from (("knowsAbout", word) for word in map(to_plain, (entry.title, *entry.keywords)))


def _language(entry: Entry, owner: Data) -> Iterator[Value]:
    language = node("Language", name=to_plain(entry.title), description=_details(entry))
    yield "knowsLanguage", language


def _reference(entry: Entry, owner: Data) -> Iterator[Value]:
    speaker = node(
        "Person",
        name=to_plain(entry.title),
        jobTitle=to_plain(entry.position),
        worksFor=organization(entry.organization),
        email=entry.facts.get("email"),
        telephone=entry.facts.get("phone"),
    )
    yield "subjectOf", node("Quotation", creator=speaker) | {"text": prose(entry.summary, to_text)}


def _news(entry: Entry, owner: Data) -> Iterator[Value]:
    post = node(
        "BlogPosting",
        articleBody=prose(entry.summary, to_text),
        description=entry.facts.get("period"),
        datePublished=_date(entry),
        url=entry.url,
        author=owner,
    )
    yield "hasPart", post


def _talk(entry: Entry, owner: Data) -> Iterator[Value]:
    """An event, or a series of events at its venues."""
    video = entry.facts.get("video")
    slides = entry.facts.get("slides")
    more = {
        "superEvent": organization(entry.organization, "Event"),
        "recordedIn": node("VideoObject", url=video) if video else None,
        "workFeatured": node("PresentationDigitalDocument", url=slides) if slides else None,
        "subEvent": [_event("Event", part) for part in entry.parts],
        "description": _about(entry, _details(entry)),
    }
    yield "performerIn", _event("EventSeries" if entry.parts else "Event", entry, **more)


def _event(kind: str, entry: Entry, **more: Any) -> Data:
    when = {**_dates(entry), "location": place(entry.location), "locationCreated": None}
    return _creative(kind, entry, **when, **more)


def _teaching(entry: Entry, owner: Data) -> Iterator[Value]:
    instructor = _role("Role", "instructor", entry, owner) if entry.position else owner
    where = {"location": place(entry.location), **_dates(entry)}
    more = {
        "educationalLevel": _details(entry),
        "provider": organization(entry.organization),
        "locationCreated": None,
        "hasCourseInstance": node("CourseInstance", **where, instructor=instructor),
    }
    yield "hasPart", _creative("Course", entry, **more)


def _supervision(entry: Entry, owner: Data) -> Iterator[Value]:
    at = organization(entry.organization, location=place(entry.location))
    who = node("Person", name=to_plain(entry.title), url=entry.url, affiliation=at)
    about = _about(entry, _details(entry), _keywords(entry))
    yield "knows", _role("Role", "knows", entry, who, about)


def _grant(entry: Entry, owner: Data) -> Iterator[Value]:
    amount = entry.facts.get("amount")
    grant = node(
        "MonetaryGrant",
        name=to_plain(entry.title),
        url=entry.url,
        identifier=entry.facts.get("number"),
        amount=node("MonetaryAmount", description=amount) if amount else None,
        funder=organization(entry.organization),
        description=_about(entry, _beside(entry)),
    )
    yield "funding", _role("Role", "funding", entry, grant)


def _patent(entry: Entry, owner: Data) -> Iterator[Value]:
    inventors = entry.facts.get("inventors", ())
    people = [owner if name == owner["name"] else node("Person", name=name) for name in inventors]
    more = {
        "genre": "Patent",
        "identifier": entry.facts.get("number"),
        "creativeWorkStatus": entry.facts.get("status"),
        "creator": people or owner,
        "publisher": organization(entry.organization),
        "datePublished": _date(entry),
    }
    yield "hasPart", _creative("CreativeWork", entry, **more)


def _press(entry: Entry, owner: Data) -> Iterator[Value]:
    publisher = organization(entry.organization)
    more = {"publisher": publisher, "datePublished": _date(entry)}
    yield "subjectOf", _creative("Article" if publisher else "CreativeWork", entry, **more)


_FORMS: dict[str, Callable[[Entry, Data], Iterator[Value]]] = {
    "EmployeeRole": _work,
    "memberOf": _member,
    "EducationalOrganization": _education,
    "award": _award,
    "EducationalOccupationalCredential": _certificate,
    "skills": _skill,
    "Language": _language,
    "knowsAbout": _interest,
    "Quotation": _reference,
    "BlogPosting": _news,
    "Event": _talk,
    "Course": _teaching,
    "knows": _supervision,
    "MonetaryGrant": _grant,
    "patent": _patent,
    "Article": _press,
}
"""What kinds say of themselves in schema.org -> how; any other is the type of a work."""
