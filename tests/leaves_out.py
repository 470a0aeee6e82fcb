"""What each output leaves out on purpose: path of the fact -> what docs/outputs.md says about it.

The paths are those of ``facts.py``, with ``*`` for anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

from facts import Fact

_OWN_KEYS = "Your own `x-` keys: resume.json carries them."
_META = "`meta.canonical` and `meta.version`: they are about resume.json."
_COUNTRY = "`countryCode`, where `region` says it in words."
_NO_IMAGE = "The portrait: a text has no place for it."
_NO_ALT = "What stands for the portrait where it cannot be seen: the homepage and cv.pdf have it."
_BIBLIOGRAPHIC = (
    "Publisher, place, edition, ISBN and the like, month and day of a publication, where the line "
    "of venue and year does not have them: llms-full.txt and publications.json do."
)
_SAID = "Abstracts, summaries and keywords of publications, unless `show` asks for them."
_OF_BIB = (
    "Abstracts, summaries and keywords of the bibliography, unless `show` asks for them. What "
    "`publications` in cv.yaml says itself stands there."
)
_KEYWORDS = "Keywords of publications, unless `show` asks for them."
_IMPRINT = "The finished line of a publication's venue, pages and year: its parts stand apart."
_BESIDE = "Abstracts, editors, translators and other people beside the authors."
_NOT_CITED = (
    "What only a CV says of a publication: summary, abstract, keywords, award, rate of acceptance, "
    "links, numbers in archives, and the short name of a venue that is no journal."
)
_NUMBERS = "The number of a publication in its list."
_EVENTS = (
    "Event, rate of acceptance, number of a patent, class in an archive, date of access and short "
    "names of venues of a publication: publications.json has them."
)
_HEADINGS = "Headings of sections: the format has names of its own for what stands in them."
_TARGETS = "Addresses behind words in prose: the words alone stand there."
_ONLY_PUBLICATIONS = "Everything but the publications."
_NO_TAG = (
    "What RIS has no place for: other links than the address, a summary beside the abstract, rate "
    "of acceptance, class in an archive, number in PubMed, date of access, languages by name."
)
_NOT_ASKED = (
    "What orcid.org does not ask for: all but authors, editors, title, venue, publisher, volume, "
    "number, pages, year, month, DOI, ISBN, ISSN, number on arXiv, and address."
)
_ONLY_CONTACTS = (
    "Everything but name, role, employer, the line that describes you, and how to reach you."
)
_ONLY_LINKS = (
    "Everything without an address of its own, and the details of what has one: llms.txt is a list "
    "of links, llms-full.txt says it all."
)
_ONLY_POSTS = "Everything but news, publications and talks, and who writes."

_OF_THE_SITE = (
    "Name, role, portrait, place, how to reach you, and the day of the last update: your site says "
    "who you are."
)

_UNSAID = (
    *("address", "isbn", "issn", "language", "pagetotal", "primaryclass", "publisher", "urldate"),
)
_OF_EVENTS = (
    *("abbr", "acceptance", "eventtitle", "number", "primaryclass", "shortjournal", "urldate"),
    "venue",
)


def _fields(names: Iterable[str], why: str) -> dict[str, str]:
    return {f"publications.fields.{name}": why for name in names}


_READABLE = {"root.x-": _OWN_KEYS, "*.x-": _OWN_KEYS, "meta": _META}
_PAGE = _READABLE | {
    "person.country_code": _COUNTRY,
    "publications.summary*": _SAID,
    "publications.abstract": _SAID,
    "publications.keywords": _SAID,
    "publications.date": _BIBLIOGRAPHIC,
    **_fields(_UNSAID, _BIBLIOGRAPHIC),
}

_FEED = _READABLE | {
    "person.[!dnu]*": _ONLY_POSTS,
    "entries.[!nt]*": _ONLY_POSTS,
    "entries.notes.*": _ONLY_POSTS,
    "entries.teaching.*": _ONLY_POSTS,
    "sections.*": _ONLY_POSTS,
    "updated": _ONLY_POSTS,
    "entries.talks.location": "The place of a talk as a whole, where each venue has its own.",
    "publications.abstract": _BESIDE,
    "publications.credits*": _BESIDE,
    "publications.keywords": "Keywords of publications.",
    **_fields((*_UNSAID, "abbr", "edition"), _BIBLIOGRAPHIC),
    "publications.label": _NUMBERS,
}

_BIBLIOGRAPHY = {
    "person.*": _ONLY_PUBLICATIONS,
    "entries.*": _ONLY_PUBLICATIONS,
    "sections.*": _ONLY_PUBLICATIONS,
    "updated": _ONLY_PUBLICATIONS,
    "meta": _ONLY_PUBLICATIONS,
    "root.x-": _ONLY_PUBLICATIONS,
    "publications.x-": _OWN_KEYS,
    "publications.imprint": _IMPRINT,
    "publications.label": _NUMBERS,
}
_NOT_CITED_AT_ORCID = (
    *("abstract", "summary*", "keywords", "award", "acceptance", "links", "note*", "legend"),
    *("*.marks", "credits", "status"),
)

LEAVES_OUT: Mapping[str, Mapping[str, str]] = {
    "cv.pdf": _PAGE,
    "index.html": _READABLE
    | {
        "person.country_code": _COUNTRY,
        "publications.date": "Month and day of a publication, but in its BibTeX.",
    },
    "fragment/cv.html": _READABLE
    | {
        "publications.summary*": _SAID,
        "publications.abstract": _SAID,
        "publications.keywords": _SAID,
        "publications.date": "Month and day of a publication, but in its BibTeX.",
        "person.[!dfkstx]*": _OF_THE_SITE,
        "updated": _OF_THE_SITE,
    },
    "cv.docx": _PAGE,
    "cv.tex": _PAGE | {"person.image.alt": _NO_ALT},
    "cv.typ": _PAGE,
    "cv.md": _PAGE | {"person.image*": _NO_IMAGE},
    "cv.txt": _PAGE | {"person.image*": _NO_IMAGE},
    "llms-full.txt": _READABLE
    | {
        "person.country_code": _COUNTRY,
        "publications.keywords": _KEYWORDS,
        "person.image*": _NO_IMAGE,
    },
    "llms.txt": _READABLE
    | {
        "person.[!dnu]*": _ONLY_LINKS,
        "entries.*": _ONLY_LINKS,
        "publications.*": _ONLY_LINKS,
        "sections.*": _ONLY_LINKS,
        "updated": _ONLY_LINKS,
    },
    "resume.json": {
        "person.image.alt": _NO_ALT,
        "*.link": _TARGETS,
        "sections.*.heading": "Headings of sections, but those of your own sections: JSON Resume "
        "has names of its own for what stands in them.",
        "entries.news.*": "News: feed.json has them.",
        "publications.summary": _OF_BIB,
        "publications.abstract": _OF_BIB,
        "publications.keywords": _OF_BIB,
        **_fields(_UNSAID, _BIBLIOGRAPHIC),
        "publications.label": _NUMBERS,
    },
    "profile.json": _READABLE
    | {
        "person.image.alt": _NO_ALT,
        "person.profiles.network": "The name of a network, beside the address of your page there.",
        "person.profiles.username": "Your name on a network where you give no address.",
        "sections.*.heading": _HEADINGS,
        "entries.service.location": "Place and address of a service at several venues, as a whole.",
        "entries.service.url": "Place and address of a service at several venues, as a whole.",
        "publications.imprint": _IMPRINT,
        "publications.label": _NUMBERS,
        "publications.*.owner": "Under which of your names a publication has you.",
        **_fields(_OF_EVENTS, _EVENTS),
        "publications.acceptance": _EVENTS,
    },
    "publications.json": {
        "person.*": _ONLY_PUBLICATIONS,
        "entries.*": _ONLY_PUBLICATIONS,
        "sections.*": _ONLY_PUBLICATIONS,
        "updated": _ONLY_PUBLICATIONS,
        "meta": _ONLY_PUBLICATIONS,
        "root.x-": _ONLY_PUBLICATIONS,
        "publications.imprint": _IMPRINT,
        "publications.label": _NUMBERS,
        "publications.*.link": _TARGETS,
        "publications.fields.language": "The language of a publication by its name: its code "
        "stands there.",
        "publications.fields.primaryclass": "The class of a publication in an archive.",
    },
    "publications.bib": _BIBLIOGRAPHY
    | {
        **dict.fromkeys(
            (
                *("publications.summary", "publications.abstract", "publications.keywords"),
                *("publications.award", "publications.acceptance", "publications.links"),
                *("publications.*.link", "publications.fields.abbr", "publications.fields.a*ce"),
                *("publications.fields.award", "publications.fields.pmid"),
            ),
            _NOT_CITED,
        ),
    },
    "publications.ris": _BIBLIOGRAPHY
    | {
        "publications.*.link": _TARGETS,
        "publications.links": _NO_TAG,
        "publications.summary": _NO_TAG,
        "publications.acceptance": _NO_TAG,
        **_fields(("acceptance", "language", "pmid", "primaryclass", "urldate"), _NO_TAG),
    },
    "orcid.bib": _BIBLIOGRAPHY
    | {
        **{f"publications.{name}": _NOT_ASKED for name in _NOT_CITED_AT_ORCID},
        "publications.date": _NOT_ASKED,
        "publications.fields.*": _NOT_ASKED,
    },
    "contact.vcf": {
        "person.[fkst]*": _ONLY_CONTACTS,
        "person.image*": _ONLY_CONTACTS,
        "person.country_code": _COUNTRY,
        "person.private": "Place of birth and nationality.",
        "person.profiles.*": "Your name on a network where you give no address.",
        "person.x-": _OWN_KEYS,
        "entries.*": _ONLY_CONTACTS,
        "publications.*": _ONLY_CONTACTS,
        "sections.*": _ONLY_CONTACTS,
        "root.x-": _OWN_KEYS,
        "meta": _META,
    },
    "feed.json": _FEED,
    "atom.xml": {path: why for path, why in _FEED.items() if path != "updated"},
}


def is_left_out(name: str, fact: Fact) -> bool:
    """Whether the output of this name leaves the fact out on purpose."""
    return any(fnmatchcase(fact.path, pattern) for pattern in LEAVES_OUT[name])
