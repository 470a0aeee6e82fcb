"""A publication as an item of CSL-JSON, the form that Zotero, pandoc and CSL processors read.

Sources: the Citation Style Language's csl-data.json, the CSL 1.0.2 specification (appendices on
types and variables) and the biblatex manual for the fields that fill them.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.dates import parse_date
from ..model.entry import Facts
from ..model.inline import Emph, Inline, Inlines, Strong, Sub, Sup, to_plain
from ..model.plain import Data, equal_authors, filled, marked, prose
from ..model.publication import Author, Publication, in_words
from ..words import Language
from .imprint import kind_named

_ENGLISH = Language()

_CONTAINED = frozenset(
    {
        *("article-journal", "article-magazine", "article-newspaper", "chapter"),
        *("entry-encyclopedia", "paper-conference", "post-weblog", "review", "webpage"),
    }
)
"""Types whose venue is what they are part of; that of the others, preprints too, published them."""

_VARIABLES = {
    **{"volume": ("volume",), "edition": ("edition",), "chapter-number": ("chapter",)},
    **{"number-of-volumes": ("volumes",), "number-of-pages": ("pagetotal", "numpages")},
    "publisher": ("publisher", "institution", "school", "organization"),
    **{"publisher-place": ("location", "address"), "collection-title": ("series",)},
    **{"event-title": ("eventtitle",), "event-place": ("venue",)},
    **{"ISBN": ("isbn",), "ISSN": ("issn",), "version": ("version",)},
    "title-short": ("shorttitle",),
    "container-title-short": ("shortjournal", "shortvenue", "venueshort", "abbr", "shortbooktitle"),
    **{"PMID": ("pmid",), "PMCID": ("pmcid",)},
    **{"archive": ("archiveprefix", "eprinttype"), "archive_location": ("eprint",)},
    **{"original-title": ("origtitle",), "part": ("part",)},
}
"""CSL's variable -> the fields of a .bib file that hold it, the best one first."""

_PEOPLE = {
    **dict.fromkeys(("editor", "reviser", "redactor", "continuator"), "editor"),
    **{"bookauthor": "container-author", "founder": "series-creator"},
    **dict.fromkeys(("collaborator", "contributor"), "contributor"),
    **{each: each for each in ("translator", "compiler", "director", "composer", "illustrator")},
    **{each: each for each in ("organizer", "performer", "producer", "interviewer")},
}
"""What people did -> CSL's variable for them; the rest is told in the note."""

_NUMBERED = frozenset({"patent", "report", "standard", "software", "document", "article"})
_LANGUAGES = {
    **{"english": "en", "american": "en-US", "usenglish": "en-US"},
    **{"british": "en-GB", "ukenglish": "en-GB", "german": "de", "ngerman": "de"},
    **{"chinese": "zh", "dutch": "nl", "french": "fr", "italian": "it", "japanese": "ja"},
    **{"korean": "ko", "portuguese": "pt", "russian": "ru", "spanish": "es", "swedish": "sv"},
}
"""babel's names of languages -> BCP 47, which CSL wants."""


def item(publication: Publication) -> Data:
    """The publication as a CSL-JSON item."""
    summary = prose(publication.summary)
    abstract = prose(publication.abstract)
    return filled(
        {
            "id": publication.key,
            "type": publication.type,
            "title": _rich(publication.title),
            **{variable: _names(each) for variable, each in people(publication).items()},
            "issued": _issued(publication),
            "accessed": _accessed(publication.fields),
            **_variables(publication),
            "status": publication.status,
            "DOI": publication.doi,
            "URL": publication.url,
            "abstract": abstract or summary,
            "annote": summary if abstract else "",
            "keyword": ", ".join(publication.keywords),
            "note": "\n".join(_notes(publication)),
            "custom": _custom(publication),
        }
    )


_AROUND: dict[type[Inline], tuple[str, str]] = {
    **{Emph: ("<i>", "</i>"), Strong: ("<b>", "</b>")},
    **{Sub: ("<sub>", "</sub>"), Sup: ("<sup>", "</sup>")},
}


def _rich(body: Inlines) -> str:
    """The title with CSL's own markup for italics, bold and scripts; the rest is plain text."""
    return marked(body, lambda it: it.text, _AROUND)


def _names(authors: tuple[Author, ...]) -> list[Data]:
    return [_name(author) for author in authors if not author.is_rest]


def _name(author: Author) -> Data:
    if author.literal or not author.family:
        return {"literal": author.literal or author.name}
    return filled(
        {
            "family": author.family,
            "given": author.given,
            "non-dropping-particle": author.particle,
            "suffix": author.suffix,
        }
    )


def _issued(publication: Publication) -> Data | None:
    if publication.date:
        return {"date-parts": [list(publication.date.parts)]}
    words = publication.fields.get("date") or publication.fields.get("year")
    return {"literal": words} if words else None


def _accessed(fields: Facts) -> Data | None:
    try:
        return {"date-parts": [list(parse_date(fields.get("urldate", "")).parts)]}
    except ValueError:
        return None


def people(publication: Publication) -> dict[str, tuple[Author, ...]]:
    """CSL's variable -> the people in it, the authors first."""
    found = {"author": publication.authors}
    for credit in publication.credits:
        if variable := _PEOPLE.get(credit.role):
            found[variable] = found.get(variable, ()) + credit.people
    return found


def _variables(publication: Publication) -> Data:
    fields = publication.fields
    found = {
        variable: next((fields[name] for name in names if fields.get(name)), "")
        for variable, names in _VARIABLES.items()
    }
    container = publication.venue if publication.type in _CONTAINED else ""
    kind = fields.get("type") or publication.entry_type.removeprefix("patent")
    language = fields.get("langid") or fields.get("language") or ""
    publisher = found["publisher"] or ("" if container else publication.venue)
    medium = fields.get("howpublished", "")
    return found | {
        "container-title": container,
        "publisher": "" if publisher == container else publisher,
        "page": (fields.get("pages") or fields.get("eid") or "").replace("–", "-"),
        "genre": kind_named(kind, _ENGLISH) or fields.get("type", ""),
        "language": _LANGUAGES.get(language.lower(), language),
        "medium": "" if "://" in medium or medium == publisher else medium,
        **_number(publication),
    }


def _number(publication: Publication) -> Data:
    """``number`` means the issue of a journal, the number of a report, or that of a series."""
    fields, kind = publication.fields, publication.type
    if kind in ("article", "document") and "eprint" in fields and "number" not in fields:
        archive = fields.get("archiveprefix") or fields.get("eprinttype") or "arXiv"
        return {"number": f"{archive}:{fields['eprint'].removeprefix(f'{archive}:')}"}
    number, report = fields.get("number") or "", fields.get("reportnumber") or ""
    if kind.startswith("article-") or kind in ("review", "periodical"):
        return {"issue": number or fields.get("issue"), "number": fields.get("articleno") or report}
    if kind in _NUMBERED:
        return {"number": number or report}
    return {"collection-number": number, "number": report}


def _notes(publication: Publication) -> Iterator[str]:
    """The remarks, with what CSL has no variable for.

    None of cvtool's own has the form ``name: value``, which processors take for a variable.
    """
    addendum, about = (publication.fields.get(name) for name in ("addendum", "titleaddon"))
    yield from filter(None, (publication.award, about, to_plain(publication.note), addendum))
    for credit in publication.credits:
        if credit.role not in _PEOPLE:
            yield to_plain(credit.said)
    if equal := equal_authors(publication):
        yield equal
    for variable, named in people(publication).items():
        if any(person.is_rest for person in named):
            role = "" if variable == "author" else f" ({variable})"
            yield in_words(named, marks=False) + role


def _custom(publication: Publication) -> Data:
    """The links beside it, the user's own keys and what else CSL lacks: this is its place."""
    own = {name: value for name, value in publication.fields.items() if name.startswith("x-")}
    links = {link.name: link.url for link in publication.links if link.name != "DOI"}
    return links | own | filled({"acceptance": publication.acceptance})
