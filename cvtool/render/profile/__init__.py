"""profile.json: the whole CV as schema.org JSON-LD, a ProfilePage about a Person.

Sources: https://schema.org (types, properties and the use of Role), JSON-LD 1.1, CSL 1.0.2 for the
types of publications, and Google's documentation of ProfilePage. Never holds the phone number, the
street or the postal code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from ...bib.links import doi_url
from ...model.inline import to_plain, to_text
from ...model.memory import for_each
from ...model.plain import Data, dump, equal_authors, one_or_all, prose
from ...model.publication import in_words
from .. import Output
from ..addresses import of_publications
from .entries import node, organization, place, values

if TYPE_CHECKING:
    from ...model.document import Document, Section
    from ...model.publication import Author, Publication
    from ..theme import Theme

_TYPES = {
    "article": ("ScholarlyArticle", "CreativeWork"),
    "article-journal": ("ScholarlyArticle", "Periodical"),
    "article-magazine": ("Article", "Periodical"),
    "article-newspaper": ("NewsArticle", "Periodical"),
    "book": ("Book", ""),
    "chapter": ("Chapter", "Book"),
    "dataset": ("Dataset", ""),
    "entry-encyclopedia": ("Article", "Book"),
    "graphic": ("VisualArtwork", ""),
    "legislation": ("Legislation", ""),
    "manuscript": ("Manuscript", ""),
    "motion_picture": ("Movie", ""),
    "paper-conference": ("ScholarlyArticle", "Book"),
    "periodical": ("Periodical", ""),
    "post-weblog": ("BlogPosting", "Blog"),
    "report": ("Report", ""),
    "review": ("Review", "Periodical"),
    "software": ("SoftwareSourceCode", ""),
    "song": ("MusicRecording", ""),
    "thesis": ("Thesis", ""),
    "webpage": ("WebPage", "WebSite"),
}
"""CSL's type -> schema.org's, and that of the venue where this is what the work is a part of; the
venue of the others published them."""

_CREDITS = {
    each: each
    for each in ("editor", "translator", "director", "illustrator", "producer", "composer")
}
"""What people did -> schema.org's property; the others contributed."""

_OTHER = ("CreativeWork", "")
_PAGED = frozenset({"Article", "Chapter", "NewsArticle", "Report", "ScholarlyArticle"})
_NUMBERS = {"Blog": "issn", "Periodical": "issn", "WebSite": "issn", "Book": "isbn"}
_OF_TYPE = {
    "Book": {"isbn": "isbn", "bookEdition": "edition", "numberOfPages": "pagetotal"},
    "Report": {"reportNumber": "number", "genre": "type"},
    "Thesis": {"inSupportOf": "type"},
    "SoftwareSourceCode": {"version": "version"},
    "Dataset": {"version": "version"},
    "Periodical": {"issn": "issn"},
}
"""The properties that only some types have, and the fields that hold them."""


def render(document: Document, theme: Theme) -> Iterable[Output]:
    yield Output("profile.json", dump(profile_page(document)))


def profile_page(document: Document, is_brief: bool = False) -> Data:
    """The page about the person. It is brief where each publication has a page that says the rest:
    there stand its name, date and address alone."""
    owner = _owner(document)
    urls, found = of_publications(document), _collected(document, owner)
    own = document.publications
    if is_brief:
        works = for_each(_in_brief, own, [urls[each.key] for each in own])
    else:
        works = tuple([work(each, owner, urls[each.key]) for each in own])
    parts = [
        *works,
        *found.pop("hasPart", ()),
        *(words for each in document.headed() if (words := _words(each))),
    ]
    return {"@context": "https://schema.org"} | node(
        "ProfilePage",
        name=document.person.name,
        url=document.home_url,
        inLanguage=document.locale,
        dateModified=str(document.updated or ""),
        keywords=list(map(to_plain, document.person.keywords)),
        mainEntity=_person(document, owner, found),
        hasPart=parts,
    )


def _owner(document: Document) -> Data:
    """The reference by which other nodes name the person, the same in all languages."""
    urls = [each.url for each in document.translations[:1]] or [document.home_url]
    base = f"{urls[0].rstrip('/')}/" if urls[0] else ""
    return {"@type": "Person", "@id": f"{base}#person", "name": document.person.name}


def _collected(document: Document, owner: Data) -> dict[str, list[Any]]:
    """Every value that the entries give, by property, each once."""
    found: dict[str, list[Any]] = {}
    for entry in document.entries():
        for name, value in values(entry, owner):
            so_far = found.setdefault(name, [])
            if value and value not in so_far:
                so_far.append(value)
    return found


def _person(document: Document, owner: Data, found: dict[str, list[Any]]) -> Data:
    person = document.person
    topics = [*map(to_plain, (*person.topics, *person.keywords)), *found.pop("knowsAbout", ())]
    known: dict[str, str] = {}
    for topic in topics:
        known.setdefault(topic.casefold(), topic)
    address = node(
        "PostalAddress",
        streetAddress="\n".join(person.private.address),
        postalCode=person.private.postal_code,
        addressLocality=person.city,
        addressRegion=person.region,
        addressCountry=person.country_code,
    )
    return owner | node(
        "Person",
        jobTitle=to_plain(person.label),
        description=to_plain(person.description) or prose(person.summary, to_text),
        email=one_or_all(each.address for each in person.emails if each.address),
        telephone=one_or_all(person.private.phones),
        image=document.image_url,
        url=person.url,
        sameAs=[each.url for each in person.profiles if each.url],
        identifier=[
            node("PropertyValue", propertyID=each.network, value=each.username)
            for each in person.profiles
            if each.network and each.username
        ],
        address=address if len(address) > 1 else None,
        knowsAbout=list(known.values()),
        **{name: one_or_all(each) for name, each in found.items()},
    )


def _words(section: Section) -> Data | None:
    """The text and the plain entries of a section, if it has any."""
    notes = [each.summary for each in section.entries if each.kind == "notes"]
    body = prose((*section.summary, *(body for note in notes for body in note)), to_text)
    return node("WebPageElement", name=section.heading, text=body) if body else None


def work(publication: Publication, owner: Data, url: str) -> Data:
    """The publication; ``owner`` stands for the person whose CV it is, among its authors."""
    fields = publication.fields
    kind, container = _TYPES.get(publication.type, _OTHER)
    written = "" if publication.date else fields.get("date") or fields.get("year")
    publisher = fields.get("publisher") or ("" if container else publication.venue)
    only = _OF_TYPE.get(kind, {"genre": "type"})
    doi = publication.doi
    return node(
        kind,
        name=to_plain(publication.title),
        author=[_author(each, owner) for each in publication.authors if not each.is_rest],
        **_credits(publication, owner),
        creditText=_credit(publication),
        datePublished=str(publication.date or ""),
        creativeWorkStatus=publication.status or written,
        award=publication.award,
        isPartOf=one_or_all(_containers(publication, container)),
        pagination=fields.get("pages") if kind in _PAGED else None,
        publisher=organization(publisher),
        locationCreated=place(fields.get("location") or fields.get("address") or ""),
        **{name: fields.get(field) for name, field in only.items()},
        identifier=node("PropertyValue", propertyID="DOI", value=doi) if doi else None,
        sameAs=doi_url(doi) if doi else None,
        url=url,
        description=prose((*publication.summary, publication.note), to_text).strip(),
        abstract=prose(publication.abstract, to_text),
        keywords=list(publication.keywords),
        inLanguage=fields.get("langid") or fields.get("language"),
        associatedMedia=[
            node("MediaObject", name=link.name, url=link.url)
            for link in publication.links
            if link.name != "DOI"
        ],
    )


def _in_brief(each: Publication, url: str) -> Data:
    name, date = to_plain(each.title), str(each.date or "")
    return node(_TYPES.get(each.type, _OTHER)[0], name=name, datePublished=date, url=url)


def _credits(publication: Publication, owner: Data) -> dict[str, list[Data]]:
    """Those who are named beside the authors, by schema.org's property for what they did."""
    found: dict[str, list[Data]] = {}
    for credit in publication.credits:
        people = (_author(each, owner) for each in credit.people if not each.is_rest)
        found.setdefault(_CREDITS.get(credit.role, "contributor"), []).extend(people)
    return found


def _author(author: Author, owner: Data) -> Data:
    if author.is_owner:
        return owner
    if author.literal:
        return node("Organization", name=author.literal)
    return node(
        "Person",
        name=author.name,
        givenName=author.given,
        familyName=" ".join(filter(None, (author.particle, author.family))),
        honorificSuffix=author.suffix,
        url=author.url,
    )


def _credit(publication: Publication) -> str:
    """The authors in words, where a list of persons does not say all about them."""
    names = in_words(publication.authors, marks=False)
    is_cut = any(each.is_rest for each in publication.authors)
    return "; ".join(filter(None, (names if is_cut else "", equal_authors(publication))))


def _containers(publication: Publication, kind: str) -> Iterator[Data]:
    """The journal, volume and issue, one inside the other; the book; the series."""
    fields = publication.fields
    if kind and publication.venue:
        number = _NUMBERS.get(kind, "")
        found = node(kind, name=publication.venue, **{number: fields.get(number)})
        if volume := fields.get("volume"):
            found = node("PublicationVolume", volumeNumber=volume, isPartOf=found)
        issue = fields.get("number") or fields.get("issue")
        if issue and kind == "Periodical":
            found = node("PublicationIssue", issueNumber=issue, isPartOf=found)
        yield found
    if series := fields.get("series"):
        yield node("CreativeWorkSeries", name=series)
