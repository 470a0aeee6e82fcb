"""profile.json: the whole CV as schema.org JSON-LD, a ProfilePage about a Person.

Sources: https://schema.org (types, properties and the use of Role), JSON-LD 1.1, and Google's
documentation of ProfilePage. Never holds the phone number, the street or the postal code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from ...model.plain import Data, filled, one_or_all
from .. import Output
from ..data import dump, headed, image_url
from ..data import entries as entries_of
from .entries import text, values
from .works import work

if TYPE_CHECKING:
    from ...model.document import Document, Person, Section
    from ..theme import Theme


def render(document: Document, theme: Theme) -> Iterable[Output]:
    yield Output("profile.json", dump(profile_page(document)))


def profile_page(document: Document) -> Data:
    """The page about the person."""
    owner = _owner(document)
    found = _collected(document, owner)
    parts = [
        *(work(each, owner) for each in document.publications),
        *found.pop("hasPart", ()),
        *(node for each in headed(document) if (node := _words(each))),
    ]
    return filled(
        {
            "@context": "https://schema.org",
            "@type": "ProfilePage",
            "name": document.person.name,
            "url": document.site_url,
            "inLanguage": document.locale,
            "dateModified": str(document.updated or ""),
            "keywords": list(document.person.keywords),
            "mainEntity": _person(document, found),
            "hasPart": parts,
        }
    )


def _owner(document: Document) -> Data:
    """The reference by which other nodes name the person."""
    base = f"{document.site_url.rstrip('/')}/" if document.site_url else ""
    return {"@type": "Person", "@id": f"{base}#person", "name": document.person.name}


def _collected(document: Document, owner: Data) -> dict[str, list[Any]]:
    """Every value that the entries give, by property, each once."""
    found: dict[str, list[Any]] = {}
    for entry in entries_of(document):
        for name, value in values(entry, owner):
            so_far = found.setdefault(name, [])
            if value and value not in so_far:
                so_far.append(value)
    return found


def _person(document: Document, found: dict[str, list[Any]]) -> Data:
    person = document.person
    known = [*person.topics, *person.keywords, *found.pop("knowsAbout", ())]
    return filled(
        _owner(document)
        | {
            "alternateName": one_or_all(person.aliases),
            "jobTitle": person.label,
            "description": person.description or text(person.summary),
            "email": person.web_email,
            "image": image_url(person.image, document.site_url),
            "url": person.url,
            "sameAs": [each.url for each in person.profiles if each.url],
            "identifier": [
                {"@type": "PropertyValue", "propertyID": each.network, "value": each.username}
                for each in person.profiles
                if each.network and each.username
            ],
            "address": _address(person),
            "knowsAbout": list(_unique(known)),
            **{name: one_or_all(each) for name, each in found.items()},
        }
    )


def _unique(words: Iterable[str]) -> Iterator[str]:
    """Each word once, however it is written."""
    seen: set[str] = set()
    for word in words:
        if word.casefold() not in seen:
            yield word
        seen.add(word.casefold())


def _address(person: Person) -> Data | None:
    known = filled(
        {
            "addressLocality": person.city,
            "addressRegion": person.region,
            "addressCountry": person.country_code,
        }
    )
    return {"@type": "PostalAddress", **known} if known else None


def _words(section: Section) -> Data:
    """The text and the plain entries of a section, if it has any."""
    notes = [each.summary for each in section.entries if each.kind == "notes"]
    body = text((*section.summary, *(body for note in notes for body in note)))
    return {"@type": "WebPageElement", "name": section.heading, "text": body} if body else {}
