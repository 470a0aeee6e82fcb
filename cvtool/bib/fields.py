"""What the fields of a bibliography entry mean: its type and group, its DOI, its place on arXiv.

Each function takes the fields as written, by their lower-case BibTeX or biblatex names, and never
fails. Sources: the biblatex manual, BibTeX's standard styles, CSL 1.0.2 and the field names in use
among academic site builders.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import unquote

from ..model.later import pattern
from .styled import raw_value

Fields = Mapping[str, str]

_ENTRY_TYPES_OF = {
    "article-journal": "article suppperiodical",
    "article-newspaper": "newspaper",
    "book": "book mvbook proceedings mvproceedings collection mvcollection reference mvreference "
    "manual",
    "chapter": "inbook incollection bookinbook suppbook suppcollection",
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

KEYWORD_DIVIDER = pattern(r"[,;]")
STYLES: Mapping[str, str] = {
    "ieee": "ieee",
    "acm": "association-for-computing-machinery",
    "apa": "apa",
    "mla": "modern-language-association",
    "chicago": "chicago-author-date",
    "nature": "nature",
    "vancouver": "elsevier-vancouver",
}
"""The citation forms by the names that cv.yaml has for them, and the CSL style behind each."""

_FOREIGN_TYPES = {
    "incollection": "book_section booksection book_chapter bookchapter bookpart chapter",
    "book": "monograph",
    "online": "web_page web_site website web",
    "misc": "generic",
    "unpublished": "preprint eprint",
    "article": "newspaper_article newspaperarticle magazine_article magazinearticle "
    "journal_article journalarticle article-journal",
    "inproceedings": "conference_proceedings conference_paper conferencepaper inproceeding "
    "proceedings-article",
    "inreference": "encyclopedia_article encyclopediaarticle dictionary",
    "techreport": "working_paper workingpaper working-paper techrep",
    "software": "computer_program",
    "video": "film television_broadcast",
    "jurisdiction": "case hearing",
    "legislation": "bill statute",
    "phdthesis": "phd dissertation doctoralthesis",
    "mastersthesis": "masterthesis mscthesis",
}
FOREIGN_TYPES: Mapping[str, str] = {
    name: meant for meant, names in _FOREIGN_TYPES.items() for name in names.split()
}
"""The usual entry type for what programs such as Mendeley write."""

_OF_FOREIGN_TYPES = {
    **dict.fromkeys(("newspaper_article", "newspaperarticle"), ("entrysubtype", "newspaper")),
    **dict.fromkeys(("magazine_article", "magazinearticle"), ("entrysubtype", "magazine")),
    **dict.fromkeys(("working_paper", "workingpaper", "working-paper"), ("type", "Working paper")),
}
_FOREIGN_FIELDS = {
    **{"city": "address", "pubmedid": "pmid", "pubmed_id": "pmid"},
    **dict.fromkeys(("article-number", "article_number", "art_number"), "articleno"),
}
"""Fields of Mendeley, Scopus and Web of Science by the names that others have for them."""

KINDS = {
    **dict.fromkeys(("theses", "doctoralthesis", "phd thesis"), "phdthesis"),
    **{"masterthesis": "mastersthesis", "bachelorthesis": "bachelorsthesis"},
    **{"research report": "resreport", "technical report": "techreport"},
}
"""What HAL, OPUS and Zotero write in ``type``, in whatever language the thesis or report is, and
biblatex's name of it."""

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

TRUTHS: Mapping[str, bool] = {
    **dict.fromkeys(("true", "yes", "1"), True),
    **dict.fromkeys(("false", "no", "0"), False),
}
"""What ``selected`` may say."""

EDITED = {"editor": "editortype", **{f"editor{each}": f"editor{each}type" for each in "abc"}}
"""The fields of editors of all kinds, and those that say of which."""

CREDITED = (
    *("translator", "annotator", "commentator", "introduction", "foreword", "afterword"),
    "bookauthor",
)
"""The fields, beside those of editors, that name people; each says itself what these did."""

NAMED = ("author", *EDITED, *CREDITED)
"""All fields that name people."""

RAW_FIELDS = frozenset({"url", "doi", "eprint", "arxiv", "arxivid"})
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
    "archiveprefix primaryclass arxiv arxivid articleno numpages keyword assignee authors editors "
    "shortvenue venueshort abbr shortbooktitle pmid pmcid status summary selected orcid orcids "
    "orcid-numbers award awards award_name honor acceptance acceptance_rate acceptance-rate "
    "acceptancerate collaboration reportnumber equal equal-contribution cofirst corresponding "
    "students student supervised"
)
PUBLIC_FIELDS = frozenset(f"{_OF_BIBTEX} {_OF_BIBLATEX} {_IN_USE}".split())
"""The fields that outputs may have: those of BibTeX's styles and of biblatex's data model but for
what they have for the writer's own eyes, and those that docs/bibliography.md or other programs
define. Whatever else stands in an entry, such as what reference managers note, stays there, but
for the addresses that ``links`` knows by the names of their fields."""

_NOT_CITED = "abstract keywords crossref xdata xref entryset ids label related relatedtype"
STANDARD_FIELDS = frozenset(
    f"{_OF_BIBTEX} {_OF_BIBLATEX} archiveprefix primaryclass collaboration".split()
) - frozenset(_NOT_CITED.split())
"""The fields that an entry has which is handed to those who cite it: every program knows them, and
none of them is a tag of the owner's or means something in the owner's file alone."""


PICTURED = "preview"
"""The field that names a picture, as al-folio has it."""


def is_public(field: str) -> bool:
    """Whether outputs may have a field; roles, as in ``author+an``, and ``x-`` keys are public."""
    return field.partition("+an")[0] in PUBLIC_FIELDS or field.startswith("x-")


_DOI = pattern(r"10\.\d{1,9}(?:\.\d{1,9}){0,4}/[^\s{}\\\"]+")
_DOI_ALONE = pattern(
    rf"((?:https?://)?(?:dx\.|www\.)?doi\.org/(?:doi:)?)?(?:doi[:\s]\s*)?({_DOI.pattern})",
    re.IGNORECASE,
)
_SHORT_DOI = pattern(r"(?:https?://(?:dx\.)?doi\.org/)?(10/[a-z0-9]{3,12})", re.IGNORECASE)
_ASTRAY = ("pages", "number", "issue", "volume", "month")
"""Fields behind whose value, or instead of it, people put a DOI or an address."""

_LONGEST = 300
_AT_END = pattern(
    r"(?:(?:(?:https?://)?(?:dx\.)?doi\.org/|doi[:\s]\s*)(?P<doi>10\.\d{4,9}/[^\s,;]+?)"
    r"|(?P<url>https?://\S+)|https?://)[\s.)\]]*$|\s+EP\s*-*$",
    re.IGNORECASE,
)
"""A DOI or an address at the end, or what EndNote writes for a last page that it lacks."""

ARXIV_NUMBER = r"(?:\d{4}\.\d{4,5}|[A-Za-z-]+(?:\.[A-Za-z]{2})?/\d{7})(?:v\d+)?"
"""A paper's number on arXiv, as a regular expression."""

_ARXIV = pattern(
    r"(?:arxiv:|(?:https?://)?(?:www\.)?arxiv\.org/(?:abs|pdf)/)?"
    rf"(?:[a-z-]+(?:\.[a-z]{{2}})?/(?=\d{{4}}\.))?({ARXIV_NUMBER})(?:\.pdf)?(?:\s*\[[^\]]*\])?",
    re.IGNORECASE,
)
_DBLP_VOLUME = pattern(r"abs/(\d{4}\.\d{4,5}|[a-z-]+/\d{7})")
_ARXIV_TEXT = pattern(r"\barxiv\b(.*)")
_NUMBER_IN_TEXT = pattern(r"\d{4}\.\d{4,5}|(?<![a-z-])[a-z-]+(?:\.[a-z]{2})?/\d{7}")


_NO_PAGES = pattern(r"arxiv\s*[-–]{1,3}\s*\d{4}", re.IGNORECASE)
"""What Google Scholar has for the pages of a preprint."""

_RANGE_TWICE = pattern(r"(\w+\s?[-–]{1,3}\s?\w+)\s?[-–]{1,3}\s?\1")
_LETTERED_RANGE = pattern(r"\b([A-Za-z]{1,3})(\d{1,9})-(?=\1\d)")
_NAMED_NUMBERS = {
    "volume": pattern(r"vol(?:ume)?\.?\s?(\d.*)", re.IGNORECASE),
    "number": pattern(r"(?:no|nr|issue)\.?\s?(\d.*)|\((\d[^()]*)\)", re.IGNORECASE),
    "pages": pattern(r"pp?\.\s?(\d.*)"),
}
"""Numbers of an article with the word for them, which no other one has."""
_LAST_POINT = pattern(r"(?<=[\d)])[.,;]+$")
_MATHSCINET = pattern(r"(?:Paper|Art\.) No\. [\w.]+, \d{1,4}")
_RXIV = pattern(r"[\d.]{6,24}(?:v\d)?")
_STATES = dict.fromkeys(("ppublish", "epublish", "entrez", "pubmed", "medline", "published"), "")
_STATES |= {"aheadofprint": "inpress"}
"""What PubMed calls how far a work is in print, and biblatex's name of it."""

_OF_ITS_TYPE = {
    "phdthesis": frozenset({"phdthesis", "phddissertation", "doctoralthesis"}),
    "mastersthesis": frozenset({"mastersthesis", "masterthesis", "mscthesis", "mathesis"}),
}
_NO_LETTER = pattern(r"[^a-z]+")


def usual(entry_type: str, fields: Fields) -> tuple[str, Fields]:
    """The entry under its usual type, without what only says that nothing is known."""
    known = {name: value for name, value in fields.items() if not is_nothing(name, value)}
    for name in [name for name in known if name in _FOREIGN_FIELDS]:
        if _FOREIGN_FIELDS[name] not in known:
            known[_FOREIGN_FIELDS[name]] = known.pop(name)
    number = _doi_of_eprint(known)
    if number and number in known.setdefault("doi", number) and "://" in known["eprint"]:
        del known["eprint"]
    is_elsewhere = known.keys().isdisjoint(("eprinttype", "archiveprefix")) and not arxiv_id(known)
    if is_elsewhere and "://" in (eprint := known.get("eprint", "")):
        is_only = known.keys().isdisjoint(("url", "doi"))
        own = "url" if is_only else "pdf" if "pdf" in eprint.lower() else "link"
        known.setdefault(own, known.pop("eprint"))
    for name, of_it in _NAMED_NUMBERS.items() if entry_type == "article" else ():
        if name in known and (found := of_it.fullmatch(known[name])):
            known[name] = found[found.lastindex or 0]
    if pages := known.get("pages", ""):
        known["pages"] = _usual_pages(pages)
    if (state := known.get("status", "").lower()) in _STATES:
        known["status"] = _STATES[state]
    known = {name: value for name, value in known.items() if value}
    note = known.get("note", "") if entry_type in _OF_ITS_TYPE else ""
    if note and _NO_LETTER.sub("", note.lower()) in _OF_ITS_TYPE[entry_type]:
        del known["note"]
    for name in _ASTRAY:
        value = known.get(name, "")
        if 2 < len(value) < _LONGEST and (found := _AT_END.search(value)):
            del known[name]
            rest = value[: found.start()].rstrip(" ,;.([")
            known |= _put_right(name, rest, known, found.groupdict())
    if meant := FOREIGN_TYPES.get(entry_type):
        name, value = _OF_FOREIGN_TYPES.get(entry_type, ("", ""))
        return meant, ({name: value} if name else {}) | known
    return entry_type, known


def _doi_of_eprint(fields: Fields) -> str:
    """The DOI that stands in ``eprint``, or that its number has at bioRxiv and medRxiv."""
    number = fields.get("eprint", "").strip()
    kind = fields.get("eprinttype", fields.get("archiveprefix", "")).lower()
    is_bare = kind in ("biorxiv", "medrxiv") and _RXIV.fullmatch(number)
    return bare_doi(f"10.1101/{number}" if is_bare else number) if number else ""


def _usual_pages(written: str) -> str:
    """Pages without what programs add to them, and ``e1--e9`` for ``e1-e9``."""
    pages = _LAST_POINT.sub("", written)
    if found := _RANGE_TWICE.fullmatch(pages):
        pages = found[1]
    if _MATHSCINET.fullmatch(pages):  # the second number counts the pages
        return f"{pages} pp."
    return "" if _NO_PAGES.fullmatch(pages) else _LETTERED_RANGE.sub(r"\1\2--", pages)


def _put_right(name: str, rest: str, known: Fields, astray: Mapping[str, str | None]) -> Fields:
    """What is left of a field, and what stood in it where the entry does not say that itself."""
    said = {each: value for each, value in astray.items() if value and each not in known}
    return said | ({name: rest} if rest else {})


def doi(fields: Fields) -> str:
    """The bare DOI, ``10.1000/xyz``, also a short one: ``10/xyz``."""
    written = raw_value(fields.get("doi", ""))
    if alone := bare_doi(written):
        return alone
    found = _DOI.search(written)
    return found[0].rstrip(".,;") if found else ""


def bare_doi(written: str) -> str:
    """The same of a text that is a DOI, or an address that leads to one, and nothing else."""
    number = written
    if not written.startswith("10."):
        if short := _SHORT_DOI.fullmatch(written):
            return short[1]
        found = _DOI_ALONE.fullmatch(written)
        number = unquote(found[2]) if found and found[1] else found[2] if found else ""
    is_one = _DOI.fullmatch(number) and number.isprintable()
    return number.rstrip(".,;") if is_one else ""


def arxiv_id(fields: Fields) -> str:
    """The number of the paper on arXiv, or ``""``."""
    kind = fields.get("eprinttype", fields.get("archiveprefix", "arxiv")).lower()
    for name in ("eprint", "arxiv", "arxivid") if kind == "arxiv" else ("arxiv", "arxivid"):
        if name in fields and (found := _ARXIV.fullmatch(raw_value(fields[name]))):
            return found[1]
    for name in ("journal", "journaltitle", "note", "howpublished"):
        for behind in _ARXIV_TEXT.findall(fields.get(name, "").lower()):
            if found := _NUMBER_IN_TEXT.search(behind):
                return found[0]
    found = _DBLP_VOLUME.fullmatch(fields.get("volume", ""))
    return found[1] if found else ""


_NOTHING = pattern(
    r"(?:no pagination specified|no pages|n/a|n\.\s?a\.|not available|null|none|undefined|nan"
    r"|\\?[-–—?]+)",
    re.IGNORECASE,
)
_MAY_BE_NOTHING = pattern(r"[{\s]*[nu?\\–—-]", re.IGNORECASE)
_NEVER_NOTHING = frozenset({"title", "author", "editor", "note", "abstract", "summary"})


def is_nothing(field: str, value: str) -> bool:
    """Whether a program wrote that it knows no value: ``No Pagination Specified``, ``n/a``."""
    if field in _NEVER_NOTHING or field.startswith("x-"):
        return False
    if value and not _MAY_BE_NOTHING.match(value):
        return False
    parts = re.split(r"\s*[-–—]+\s*", value.strip("{} ")) if field == "pages" else [value]
    return all(not part or _NOTHING.fullmatch(part.strip("{} ")) for part in parts)


def csl_type(entry_type: str, fields: Fields) -> str:
    """CSL's type; ``article`` is a preprint, ``document`` whatever has no type of its own."""
    known = ENTRY_TYPES.get(entry_type, "document")
    if known in ("document", "manuscript", "webpage") and arxiv_id(fields):
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
