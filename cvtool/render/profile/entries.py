"""The entries of a CV as values of a schema.org Person and as parts of the page about them.

Source: https://schema.org, and its blog post "Introducing Role" for relations that have a time.
What the person is, has and does hangs on the Person; what the person made is part of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from ...model.inline import to_plain
from ...model.kinds import kind_of
from ...model.plain import Data, filled, points
from .. import folds

if TYPE_CHECKING:
    from ...model.document import Entry
    from ...model.inline import Paragraphs
Value = tuple[str, Any]
"""A property of the Person (``hasPart`` is the page's), and one value of it."""


def values(entry: Entry, owner: Data) -> Iterator[Value]:
    """What the entry says; ``owner`` stands for the person in it."""
    kind = kind_of(entry.kind)
    if kind.origin != "list":
        return iter(())
    return _FORMS.get(kind.schema, _project(kind.schema))(entry, owner)


def _about(entry: Entry, *more: str) -> str:
    """What the entry says in words: its focus, its own period, its texts and bullets."""
    period = entry.facts.get("period", "")
    parts = (
        folds.text(entry.focus),
        period,
        *more,
        text(entry.summary),
        "\n".join(points(entry, folds.text)),
    )
    return "\n\n".join(part for part in parts if part)


def _details(entry: Entry, *names: str) -> str:
    """The entry's details in words, or only the named ones."""
    chosen = [each for each in entry.details if not names or each.name in names]
    return " · ".join(folds.text(each.line) for each in chosen)


def _beside(entry: Entry) -> str:
    """Keywords and place in words, for nodes that have no property for them."""
    return " · ".join(part for part in (", ".join(entry.keywords), entry.location) if part)


def _creative(kind: str, entry: Entry, **more: Any) -> Data:
    return filled(
        {
            "@type": kind,
            "name": to_plain(entry.title),
            "url": entry.url,
            "description": _about(entry),
            "keywords": list(entry.keywords),
            "locationCreated": place(entry.location),
            **more,
        }
    )


def _date(entry: Entry) -> str:
    return str(entry.span.start or "") if entry.span else ""


def _relation(entry: Entry, running: str) -> str:
    """The relation that the time implies: who knows no Role still takes no past for present."""
    span = entry.span
    if span and span.running:
        return running
    return "alumniOf" if span and span.end else "affiliation"


def _work(entry: Entry, owner: Data) -> Iterator[Value]:
    employer = organization(
        to_plain(entry.title),
        url=entry.url,
        description=_details(entry),
        location=place(entry.location),
    )
    positions = [part for part in entry.parts if part.kind == "position"]
    is_own = not positions or entry.position or entry.span or entry.keywords or _about(entry)
    own = [entry] if is_own else []
    for each in (*own, *positions):
        name = _relation(each, "worksFor")
        beside = _beside(each) if each is not entry else ", ".join(each.keywords)
        found = role("EmployeeRole", name, each, employer, _about(each, beside))
        yield name, found if each is entry else filled({**found, "url": each.url})
        yield from _nested(each, organization(to_plain(entry.title)), owner)
    if not own:
        yield from _nested(entry, organization(to_plain(entry.title)), owner)


def _nested(entry: Entry, holder: Data | None, owner: Data) -> Iterator[Value]:
    """The projects inside a position, made for ``holder`` unless they name another body."""
    for part in entry.parts:
        if part.kind == "projects":
            for name, node in _project("CreativeWork")(part, owner):
                body = node.get("sourceOrganization", holder)
                yield name, filled({**node, "sourceOrganization": body})


def _education(entry: Entry, owner: Data) -> Iterator[Value]:
    name = _relation(entry, "affiliation")
    school = organization(
        entry.organization,
        "EducationalOrganization",
        url=entry.url,
        location=place(entry.location),
    )
    about = _about(entry, _details(entry), ", ".join(entry.keywords))
    degree = to_plain(entry.title)
    yield name, role("OrganizationRole", name, entry, school, about, degree)


def _member(entry: Entry, owner: Data) -> Iterator[Value]:
    """Service and volunteering: a role in each body."""
    about = ", ".join(entry.keywords)
    venues = [part for part in entry.parts if part.kind == "venue"]
    for each in (*([entry] if entry.title or not venues else []), *venues):
        body = organization(to_plain(each.title), url=each.url, location=place(each.location))
        own = _about(entry, about) if each is entry else _about(each, _about(entry, about))
        yield "memberOf", role("OrganizationRole", "memberOf", entry, body, own) | dates(each)
    yield from _nested(entry, organization(to_plain(entry.title)), owner)


def _award(entry: Entry, owner: Data) -> Iterator[Value]:
    time = f" ({entry.span.text})" if entry.span else ""
    yield "award", "\n".join([folds.text(entry.line) + time, *points(entry, folds.text)])


def _certificate(entry: Entry, owner: Data) -> Iterator[Value]:
    issuer = organization(entry.organization)
    more = {"recognizedBy": issuer, "dateCreated": _date(entry)}
    yield "hasCredential", _creative("EducationalOccupationalCredential", entry, **more)


def _skill(entry: Entry, owner: Data) -> Iterator[Value]:
    yield "skills", folds.text(entry.line)
    yield from _interest(entry, owner)


def _interest(entry: Entry, owner: Data) -> Iterator[Value]:
    yield from (("knowsAbout", word) for word in (to_plain(entry.title), *entry.keywords))


def _language(entry: Entry, owner: Data) -> Iterator[Value]:
    language = {"name": to_plain(entry.title), "description": _details(entry)}
    yield "knowsLanguage", filled({"@type": "Language", **language})


def _reference(entry: Entry, owner: Data) -> Iterator[Value]:
    speaker = filled({"@type": "Person", "name": to_plain(entry.title)})
    yield "subjectOf", {"@type": "Quotation", "creator": speaker, "text": text(entry.summary)}


def _project(kind: str) -> Callable[[Entry, Data], Iterator[Value]]:
    def build(entry: Entry, owner: Data) -> Iterator[Value]:
        creator = role("Role", "creator", entry, owner) if entry.position or entry.span else owner
        holder = organization(entry.organization)
        more = {"genre": _details(entry), "creator": creator, "sourceOrganization": holder}
        yield "hasPart", _creative(kind, entry, **more)

    return build


def _news(entry: Entry, owner: Data) -> Iterator[Value]:
    node = {
        "@type": "BlogPosting",
        "articleBody": text(entry.summary),
        "description": entry.facts.get("period"),
        "datePublished": _date(entry),
        "url": entry.url,
        "author": owner,
    }
    yield "hasPart", filled(node)


def _talk(entry: Entry, owner: Data) -> Iterator[Value]:
    """An event, or a series of events at its venues."""
    video = entry.facts.get("video")
    slides = entry.facts.get("slides")
    more = {
        **dates(entry),
        "location": place(entry.location),
        "superEvent": organization(entry.organization, "Event"),
        "recordedIn": {"@type": "VideoObject", "url": video} if video else None,
        "workFeatured": {"@type": "PresentationDigitalDocument", "url": slides} if slides else None,
        "subEvent": [_venue(part) for part in entry.parts],
        "locationCreated": None,
        "description": _about(entry, _details(entry)),
    }
    yield "performerIn", _creative("EventSeries" if entry.parts else "Event", entry, **more)


def _venue(entry: Entry) -> Data:
    where = {"location": place(entry.location), "locationCreated": None}
    return _creative("Event", entry, **dates(entry), **where)


def _teaching(entry: Entry, owner: Data) -> Iterator[Value]:
    instance = {"location": place(entry.location), **dates(entry)}
    instructor = role("Role", "instructor", entry, owner) if entry.position else owner
    more = {
        "educationalLevel": _details(entry),
        "provider": organization(entry.organization),
        "locationCreated": None,
        "hasCourseInstance": filled(
            {"@type": "CourseInstance", **instance, "instructor": instructor}
        ),
    }
    yield "hasPart", _creative("Course", entry, **more)


def _supervision(entry: Entry, owner: Data) -> Iterator[Value]:
    at = organization(entry.organization, location=place(entry.location))
    who = {"name": to_plain(entry.title), "url": entry.url, "affiliation": at}
    about = _about(entry, _details(entry), ", ".join(entry.keywords))
    yield "knows", role("Role", "knows", entry, filled({"@type": "Person", **who}), about)


def _grant(entry: Entry, owner: Data) -> Iterator[Value]:
    amount = entry.facts.get("amount")
    grant = {
        "@type": "MonetaryGrant",
        "name": to_plain(entry.title),
        "url": entry.url,
        "identifier": entry.facts.get("number"),
        "amount": {"@type": "MonetaryAmount", "description": amount} if amount else None,
        "funder": organization(entry.organization),
        "description": _about(entry, _beside(entry)),
    }
    yield "funding", role("Role", "funding", entry, filled(grant))


def _patent(entry: Entry, owner: Data) -> Iterator[Value]:
    inventors = entry.facts.get("inventors", ())
    names = [{"@type": "Person", "name": name} for name in inventors]
    more = {
        "genre": "Patent",
        "identifier": entry.facts.get("number"),
        "creativeWorkStatus": entry.facts.get("status"),
        "creator": [owner if each["name"] == owner["name"] else each for each in names] or owner,
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


def organization(name: str, kind: str = "Organization", **more: object) -> Data | None:
    """An Organization, or the more special ``kind``; ``None`` without a name."""
    return filled({"@type": kind, "name": name, **more}) if name else None


def place(name: str) -> Data | None:
    """A Place; ``None`` without a name."""
    return {"@type": "Place", "name": name} if name else None


def text(paragraphs: Paragraphs) -> str:
    """Paragraphs as plain text that keeps the targets of links."""
    return "\n\n".join(folds.text(body) for body in paragraphs)


def dates(entry: Entry) -> Data:
    """``startDate`` and ``endDate``, as far as they are known."""
    if not entry.span:
        return {}
    start, end = entry.span.start, entry.span.end
    return filled({"startDate": str(start or ""), "endDate": str(end or "")})


def role(
    kind: str, name: str, entry: Entry, target: object, description: str = "", title: str = ""
) -> Data:
    """schema.org's Role: the relation ``name`` with its time, its title and what it was about."""
    return filled(
        {
            "@type": kind,
            "roleName": title or entry.position,
            **dates(entry),
            "description": description,
            name: target,
        }
    )
