"""What the fields of a bibliography entry mean: its type and group, and its addresses.

Each function takes the fields as written, by their lower-case BibTeX or biblatex names, and never
fails. Sources: the biblatex manual, BibTeX's standard styles, CSL 1.0.2 and the field names in use
among academic site builders.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import unquote

from ..model.inline import url_problem
from .latex.pieces import raw_value

Fields = Mapping[str, str]

_ENTRY_TYPES_OF = {
    "article-journal": "article suppperiodical",
    "article-newspaper": "newspaper",
    "book": "book mvbook proceedings mvproceedings collection mvcollection reference mvreference "
    "manual bookinbook",
    "chapter": "inbook incollection suppbook suppcollection",
    "dataset": "dataset data",
    "document": "misc other",
    "entry-encyclopedia": "inreference",
    "graphic": "image artwork",
    "legal_case": "jurisdiction",
    "legislation": "legislation legal",
    "manuscript": "unpublished",
    "motion_picture": "movie video film",
    "pamphlet": "booklet",
    "paper-conference": "inproceedings conference",
    "patent": "patent",
    "performance": "performance",
    "periodical": "periodical",
    "personal_communication": "letter",
    "post-weblog": "blog",
    "report": "report techreport",
    "review": "review",
    "software": "software softwareversion softwaremodule codefragment",
    "song": "audio music",
    "speech": "presentation talk speech poster lecture keynote",
    "standard": "standard",
    "thesis": "thesis phdthesis mastersthesis bachelorsthesis",
    "webpage": "online electronic www webpage",
}
ENTRY_TYPES: Mapping[str, str] = {
    name: csl for csl, names in _ENTRY_TYPES_OF.items() for name in names.split()
}
"""CSL's type for each entry type of BibTeX, biblatex and their usual extensions."""

_FOREIGN_TYPES = {
    "incollection": "book_section booksection book_chapter bookchapter bookpart",
    "online": "web_page web_site website web",
    "misc": "generic",
    "unpublished": "preprint eprint",
    "article": "newspaper_article newspaperarticle magazine_article magazinearticle "
    "journal_article journalarticle article-journal",
    "inproceedings": "conference_proceedings conference_paper conferencepaper inproceeding "
    "proceedings-article",
    "inreference": "encyclopedia_article encyclopediaarticle dictionary",
    "techreport": "working_paper workingpaper techrep",
    "software": "computer_program",
    "video": "film television_broadcast",
    "jurisdiction": "case hearing",
    "legislation": "bill statute",
    "phdthesis": "phd dissertation doctoralthesis",
    "mastersthesis": "masterthesis masterthesis mscthesis",
}
FOREIGN_TYPES: Mapping[str, str] = {
    name: meant for meant, names in _FOREIGN_TYPES.items() for name in names.split()
}
"""The usual entry type for what programs such as Mendeley write."""

_OF_FOREIGN_TYPES = {
    **dict.fromkeys(("newspaper_article", "newspaperarticle"), ("entrysubtype", "newspaper")),
    **dict.fromkeys(("magazine_article", "magazinearticle"), ("entrysubtype", "magazine")),
    **dict.fromkeys(("working_paper", "workingpaper"), ("type", "Working paper")),
}

_GROUPS = {
    "articles": "article-journal article-magazine article-newspaper review periodical",
    "papers": "paper-conference",
    "books": "book pamphlet",
    "chapters": "chapter entry-encyclopedia",
    "preprints": "article manuscript",
    "theses": "thesis",
    "reports": "report standard",
    "patents": "patent",
    "talks": "speech performance",
    "software": "software dataset",
}
OTHERS = "others"
GROUPS: Mapping[str, frozenset[str]] = {
    name: frozenset(types.split()) for name, types in _GROUPS.items()
} | {OTHERS: frozenset()}
"""Group -> the CSL types in it, in the usual order; the last one holds all the rest."""

_GROUP_OF = {csl_type: name for name, types in GROUPS.items() for csl_type in types}

NOT_PUBLICATIONS = frozenset({"xdata", "control", "ieeetranbstctl", "set"})
"""Entry types that hold settings or data for others."""

PROSE_FIELDS = frozenset({"abstract", "summary"})
"""Fields whose blank lines divide paragraphs."""

LINK_FIELDS = (
    *("pdf", "code", "github", "slides", "video", "poster", "html", "website", "project", "demo"),
    *("data", "dataset", "supp", "supplement", "supplementary", "preprint", "arxiv", "blog"),
    *("press", "talk"),
)
"""Fields that hold the address of something beside a publication, in the order of display."""

LINKS: Mapping[str, str] = {
    **{name: name for name in (*LINK_FIELDS, "doi")},
    **{"github": "code", "dataset": "data", "supp": "supplement", "supplementary": "supplement"},
}
"""What is at such an address, by the name that the files of the languages have for it."""

TRUTHS: Mapping[str, bool] = {
    **dict.fromkeys(("true", "yes", "1"), True),
    **dict.fromkeys(("false", "no", "0"), False),
}
"""What ``selected`` may say."""

RAW_FIELDS = frozenset({"url", "doi", "eprint", "biburl", "bibsource"}) | frozenset(LINK_FIELDS)
"""Fields that are addresses and numbers, in which ``~`` and ``--`` mean themselves."""

_OF_BIBTEX = (
    "address author booktitle chapter crossref edition editor howpublished institution journal key "
    "month note number organization pages publisher school series title type volume year"
)
_OF_BIBLATEX = (
    "abstract addendum afterword annotator authortype bookauthor bookpagination booksubtitle "
    "booktitleaddon commentator date day doi editora editorb editorc editortype editoratype "
    "editorbtype editorctype eid entryset entrysubtype eprint eprintclass eprinttype eventdate "
    "eventtitle eventtitleaddon foreword holder hyphenation ids introduction isan isbn ismn isrn "
    "issn issue issuesubtitle issuetitle issuetitleaddon iswc journalsubtitle journaltitle "
    "journaltitleaddon keywords label langid language location mainsubtitle maintitle "
    "maintitleaddon nameaddon origdate origlanguage origlocation origpublisher origtitle pagetotal "
    "pagination part pubstate related relatedstring relatedtype reprinttitle shortauthor "
    "shorteditor shorthand shorthandintro shortjournal shortseries shorttitle sortkey sortname "
    "sorttitle sortyear subtitle titleaddon translator url urldate venue version volumes xdata xref"
)
_IN_USE = (
    "archiveprefix primaryclass arxivid articleno numpages keyword assignee authors editors "
    "shortvenue venueshort abbr shortbooktitle pmid pmcid status summary selected orcid orcids "
    "orcid-numbers award awards award_name honor acceptance acceptance_rate acceptance-rate "
    "acceptancerate collaboration reportnumber equal equal-contribution cofirst corresponding "
    "students student supervised"
)
PUBLIC_FIELDS = frozenset({*f"{_OF_BIBTEX} {_OF_BIBLATEX} {_IN_USE}".split(), *LINK_FIELDS})
"""The fields that outputs may have: those of BibTeX's styles and of biblatex's data model but for
what they have for the writer's own eyes, and those that docs/bibliography.md or other programs
define. Whatever else stands in an entry, such as what reference managers note, stays there."""


def is_public(field: str) -> bool:
    """Whether outputs may have a field; roles, as in ``author+an``, and ``x-`` keys are public."""
    return field.partition("+an")[0] in PUBLIC_FIELDS or field.startswith("x-")


_WHOLE_URL = re.compile(r"https?://\S+")
_DOI = re.compile(r"10\.\d{1,9}(?:\.\d{1,9}){0,4}/\S+")
_RESOLVED = re.compile(r"https?://(?:dx\.|www\.)?doi\.org/(?:doi:)?", re.IGNORECASE)
_UNSAFE_IN_URL = re.compile(r"[<>\"#?{}|\\^`]")
_FILE_NAME = re.compile(r"[^:]*\.(?:pdf|zip|pptx?|key|mp4|html?|png|jpe?g|py|ipynb)", re.IGNORECASE)
_ARXIV = re.compile(
    r"(?:arxiv:|(?:https?://)?(?:www\.)?arxiv\.org/(?:abs|pdf)/)?"
    r"((?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?)(?:\.pdf)?(?:\s*\[[^\]]*\])?",
    re.IGNORECASE,
)
_DBLP_VOLUME = re.compile(r"abs/(\d{4}\.\d{4,5}|[a-z-]+/\d{7})")
_ARXIV_TEXT = re.compile(r"\barxiv\b.*?(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})", re.I)


def usual(entry_type: str, fields: Fields) -> tuple[str, Fields]:
    """The entry under its usual type, without what only says that nothing is known."""
    known = {name: value for name, value in fields.items() if not is_nothing(name, value)}
    if meant := FOREIGN_TYPES.get(entry_type):
        name, value = _OF_FOREIGN_TYPES.get(entry_type, ("", ""))
        return meant, ({name: value} if name else {}) | known
    return entry_type, known


def doi(fields: Fields) -> str:
    """The bare DOI, ``10.1000/xyz``."""
    if found := _DOI.search(raw_value(fields.get("doi", ""))):
        return found[0].rstrip(".,;")
    return ""


def arxiv_id(fields: Fields) -> str:
    """The number of the paper on arXiv, or ``""``."""
    kind = fields.get("eprinttype", fields.get("archiveprefix", "arxiv")).lower()
    for name in ("eprint", "arxiv", "arxivid") if kind == "arxiv" else ("arxiv", "arxivid"):
        if found := _ARXIV.fullmatch(raw_value(fields.get(name, ""))):
            return found[1]
    for name in ("journal", "journaltitle", "note", "howpublished"):
        text = fields.get(name, "").lower()
        if "arxiv" in text and (found := _ARXIV_TEXT.search(text)):
            return found[1]
    if found := _DBLP_VOLUME.fullmatch(fields.get("volume", "")):
        return found[1]
    return ""


_NOTHING = re.compile(
    r"(?:no pagination specified|no pages|n/a|not available|null|none|undefined|nan|\\?[-–—?]+)",
    re.IGNORECASE,
)
_NEVER_NOTHING = frozenset({"title", "author", "editor", "note", "abstract", "summary"})


def is_nothing(field: str, value: str) -> bool:
    """Whether a program wrote that it knows no value: ``No Pagination Specified``, ``n/a``."""
    if field in _NEVER_NOTHING or field.startswith("x-"):
        return False
    parts = re.split(r"\s*[-–—]+\s*", value.strip("{} ")) if field == "pages" else [value]
    return all(not part or _NOTHING.fullmatch(part.strip("{} ")) for part in parts)


class Address(NamedTuple):
    """An address beside a publication; ``problem`` says why it may not be linked to."""

    name: str
    url: str
    problem: str = ""


def address(fields: Fields) -> Address | None:
    """Where the publication itself is: its ``url``, else its DOI, else arXiv's page."""
    written = raw_value(fields.get("url", "")).replace(" ", "")
    problem = _url_problem(written) if written else None
    number = doi(fields)
    if written and not problem:
        return Address("url", doi_url(number) if number and _leads_to(written, number) else written)
    if number:
        return Address("doi", doi_url(number), problem or "")
    if number := arxiv_id(fields):
        return Address("arxiv", _arxiv_url(number), problem or "")
    published_at = raw_value(fields.get("howpublished", ""))
    if _WHOLE_URL.fullmatch(published_at):
        return Address("howpublished", published_at, problem or "")
    return Address("url", "", problem) if problem else None


def addresses(fields: Fields) -> Iterator[Address]:
    """Every other address, in the order of display; those with a problem too."""
    for field in [name for name in LINK_FIELDS if name in fields]:
        value = raw_value(fields[field])
        if not value or (field == "arxiv" and _ARXIV.fullmatch(value)):
            continue
        yield Address(field, value, _url_problem(value) or "")
    if number := arxiv_id(fields):
        yield Address("arxiv", _arxiv_url(number))
    if number := doi(fields):
        yield Address("doi", doi_url(number))


def doi_url(number: str) -> str:
    """Where the DOI leads."""
    escaped = _UNSAFE_IN_URL.sub(lambda char: f"%{ord(char[0]):02X}", number)
    return f"https://doi.org/{escaped}"


def _leads_to(url: str, number: str) -> bool:
    """Whether the address is that of the DOI, however it is written."""
    found = _RESOLVED.match(url)
    return found is not None and unquote(url[found.end() :]).lower() == number.lower()


def _arxiv_url(number: str) -> str:
    """The page of the paper on arXiv."""
    return f"https://arxiv.org/abs/{number}"


def _url_problem(url: str) -> str | None:
    if _FILE_NAME.fullmatch(url):
        return f"'{url}' is a file name: write its whole address, as in https://example.org/{url}"
    problem = url_problem(url)
    if problem or url.lower().startswith(("http://", "https://", "ftp://")):
        return problem
    return f"'{url}' is not a web address: write it whole, as in https://example.org"


def csl_type(entry_type: str, fields: Fields) -> str:
    """CSL's type; ``article`` is a preprint, ``document`` whatever has no type of its own."""
    known = ENTRY_TYPES.get(entry_type, "document")
    if known in ("document", "manuscript") and arxiv_id(fields):
        return "article"
    if known == "article-journal":
        journal = fields.get("journaltitle", fields.get("journal", "")).lower()
        kind = fields.get("entrysubtype", "").lower()
        if kind in ("magazine", "newspaper"):
            return f"article-{kind}"
        if "arxiv" in journal or journal == "corr" or (not journal and arxiv_id(fields)):
            return "article"
    return known


def group_of(csl_type: str) -> str:
    """The usual group of a CSL type."""
    return _GROUP_OF.get(csl_type, OTHERS)


def is_one_of(names: Iterable[str], csl_type: str, entry_type: str) -> bool:
    """Whether a publication is of one of the types, which may be BibTeX's, CSL's or a group.

    ``article`` is BibTeX's article in a journal, not CSL's, which is a preprint.
    """
    own = {csl_type, entry_type, group_of(csl_type)}
    if csl_type == "article":
        own.discard("article")
    return any(name in own for name in names)
