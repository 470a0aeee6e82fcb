"""Publications as schema.org's works.

Source: https://schema.org; CSL 1.0.2 for the types that they come from.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...model.plain import Data, equal_authors, filled, one_or_all
from .. import folds
from .entries import organization, place, text

if TYPE_CHECKING:
    from ...model.document import Author, Publication

TYPES = {
    "article": "ScholarlyArticle",
    "article-journal": "ScholarlyArticle",
    "article-magazine": "Article",
    "article-newspaper": "NewsArticle",
    "book": "Book",
    "chapter": "Chapter",
    "dataset": "Dataset",
    "entry-encyclopedia": "Article",
    "graphic": "VisualArtwork",
    "legislation": "Legislation",
    "manuscript": "Manuscript",
    "motion_picture": "Movie",
    "paper-conference": "ScholarlyArticle",
    "periodical": "Periodical",
    "post-weblog": "BlogPosting",
    "report": "Report",
    "review": "Review",
    "software": "SoftwareSourceCode",
    "song": "MusicRecording",
    "thesis": "Thesis",
    "webpage": "WebPage",
}
"""CSL's type -> schema.org's; the others are each a ``CreativeWork``."""

_CONTAINERS = {
    "article": "CreativeWork",
    "article-journal": "Periodical",
    "article-magazine": "Periodical",
    "article-newspaper": "Periodical",
    "chapter": "Book",
    "entry-encyclopedia": "Book",
    "paper-conference": "Book",
    "post-weblog": "Blog",
    "review": "Periodical",
    "webpage": "WebSite",
}
"""Types whose venue is what they are part of; the venue of the others published them."""


_PAGED = frozenset({"Article", "Chapter", "NewsArticle", "Report", "ScholarlyArticle"})
_SERIAL = frozenset({"Blog", "Periodical", "WebSite"})


def work(publication: Publication, owner: Data) -> Data:
    """The publication; ``owner`` stands for the person whose CV it is, among its authors."""
    fields = publication.fields
    kind = TYPES.get(publication.type, "CreativeWork")
    contained = publication.type in _CONTAINERS
    written = "" if publication.date else fields.get("date") or fields.get("year")
    publisher = fields.get("publisher") or ("" if contained else publication.venue)
    doi = publication.doi
    return filled(
        {
            "@type": kind,
            "name": folds.plain(publication.title),
            "author": [_person(each, owner) for each in publication.authors if not each.is_rest],
            "editor": [_person(each, owner) for each in publication.editors if not each.is_rest],
            "creditText": _credit(publication),
            "datePublished": str(publication.date or ""),
            "creativeWorkStatus": publication.status or written,
            "award": publication.award,
            "isPartOf": one_or_all(_containers(publication)),
            "pagination": fields.get("pages") if kind in _PAGED else None,
            "publisher": organization(publisher),
            "locationCreated": place(fields.get("location") or fields.get("address") or ""),
            **_of_kind(kind, publication),
            "identifier": doi and {"@type": "PropertyValue", "propertyID": "DOI", "value": doi},
            "sameAs": f"https://doi.org/{doi}" if doi else None,
            "url": publication.url,
            "description": text((*publication.summary, publication.note)).strip(),
            "abstract": text(publication.abstract),
            "keywords": list(publication.keywords),
            "inLanguage": fields.get("langid") or fields.get("language"),
            "associatedMedia": [
                {"@type": "MediaObject", "name": link.name, "url": link.url}
                for link in publication.links
                if link.name != "DOI"
            ],
        }
    )


def _person(author: Author, owner: Data) -> Data:
    if author.is_owner:
        return owner
    if author.literal:
        return {"@type": "Organization", "name": author.literal}
    family = " ".join(part for part in (author.particle, author.family) if part)
    return filled(
        {
            "@type": "Person",
            "name": author.name,
            "givenName": author.given,
            "familyName": family,
            "honorificSuffix": author.suffix,
        }
    )


def _credit(publication: Publication) -> str:
    """The authors in words, where a list of persons does not say all about them."""
    names = ", ".join(each.name for each in publication.authors)
    is_cut = any(each.is_rest for each in publication.authors)
    parts = (names if is_cut else "", equal_authors(publication))
    return "; ".join(part for part in parts if part)


def _containers(publication: Publication) -> Iterator[Data]:
    """The journal, volume and issue, one inside the other; the book; the series."""
    fields = publication.fields
    kind = _CONTAINERS.get(publication.type)
    if kind and publication.venue:
        number = "issn" if kind in _SERIAL else "isbn" if kind == "Book" else ""
        node = filled({"@type": kind, "name": publication.venue, number: fields.get(number)})
        if volume := fields.get("volume"):
            node = {"@type": "PublicationVolume", "volumeNumber": volume, "isPartOf": node}
        issue = fields.get("number") or fields.get("issue")
        if issue and kind == "Periodical":
            node = {"@type": "PublicationIssue", "issueNumber": issue, "isPartOf": node}
        yield node
    if series := fields.get("series"):
        yield {"@type": "CreativeWorkSeries", "name": series}


def _of_kind(kind: str, publication: Publication) -> Data:
    """The properties that only some types have."""
    fields = publication.fields
    by_kind = {
        "Book": {"isbn": "isbn", "bookEdition": "edition", "numberOfPages": "pagetotal"},
        "Report": {"reportNumber": "number", "genre": "type"},
        "Thesis": {"inSupportOf": "type"},
        "SoftwareSourceCode": {"version": "version"},
        "Dataset": {"version": "version"},
        "Periodical": {"issn": "issn"},
    }
    names = by_kind.get(kind, {"genre": "type"})
    return {name: fields.get(field) for name, field in names.items()}
