"""What people write into ``note`` and beside addresses, told from what only programs have there.

Reference managers and databases put there what they have no field for, a line or a clause each:
``Publisher: X``, ``arXiv:2305.00001 [cs]``, ``cited By 7``. Sources: the exports of Zotero,
Mendeley, Scopus, Web of Science, PubMed, ADS, Google Scholar, TeXMed and Wiley.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..model.later import pattern
from ..words.data import is_month
from .fields import ARXIV_NUMBER, KEYWORD_DIVIDER
from .latex import to_text

BY_PROGRAMS = "note (by programs)"
"""The field, public nowhere, that takes what is no remark of a person's."""

TAGS = "keywords (tags of your own)"
"""The field, public nowhere, that takes those keywords which say nothing of the paper."""

_READERS = pattern(r"(for|except)\s*[:\uff1a]\s*(.*)", re.IGNORECASE)
"""A keyword that says who reads of the paper, and not what it is about."""
_MEANT = pattern(r"([^\W_]+)[\W_]+(.+)")
_KINDS = ("for", "except")
_AUDIENCES = frozenset({"public", "private"})
_AROUND = " \t\n\"'{}[]()"

_TAG = pattern(
    r"(?:/|\\?_).*|(?:un|not )?read|skimmed|printed|to[- ]?(?:be[- ])?(?:read|do|cite|print)"
    r"|read[- ]?later|2read|\\?#(?:nosource|broken|(?:duplicate|broken)\\?_attachments)"
    r"|\W{0,3}(?:no|multiple|invalid) DOI(?: found)?",
    re.IGNORECASE,
)
_LABELS = (
    r"(?:Backup )?Publisher|Conference (?:Name|Location|Date)|Place|Company|Distributor|Institution"
    r"|Label|Section|Journal Abbreviation|Publication Title|Library Catalog|Archive Location"
    r"|Call Number|Citation Key(?: Alias)?|event-place|tex\.[\w-]+"
)
"""Labels in front of any words."""

_OWN_WORDS = (
    r"(?:Version )?Number|Volume|Issue|Edition|Pages|[Tt]ype(?=: [a-z_-]+\b)|[Vv]ersion(?=: \d)"
    r"|\\?_?eprint|WOS|OCLC|MAG ID|QID|S2ID|ZSCC|GSCC|Google-Books-ID|Export Date(?=: \d)"
    r"|Query date(?=: \d)|Accepted(?=: \d{4}-\d\d)|original-date(?=: \d)"
    r"|Source(?=: (?:Scopus|PubMed)\b)"
)
"""Labels in front of one word, or of a date."""

_MEDLINE = {"PubMed Central": "PMCID", "PubMed": "PMID", "DOI": "DOI"}
_TEXMED = pattern(r"\[(PubMed Central|PubMed|DOI):\\href\{[^{}]*\}\{([^{}]*)\}\]")
"""How TeXMed writes numbers: with addresses of its own."""

_COUNTS = (
    r"(?=e\d|\S+\.R\d)(?:e\d+ )?[A-Z]{2,8}(?:-[A-Z]{1,4})?-(?:20)?\d\d-\d{3,5}(?:\.R\d)?(?!\S)|"
    r"(?:[Cc]ited [Bb]y|Times Cited|Citations?)(?: \(since \d{4}\))? ?:?\s*\d+"
    r"|0\d{4,6}(?!\S)|\d+ citations? \([\w /]+\) \[\d{4}-\d\d-\d\d\]"
    r"|All Open Access(?:, [\w ]+Open Access)*"
    r"|\[?(?:Online[;,.] )?[Aa]ccessed:? (?:on )?(?:\w{1,9}[/ .,-]{1,2}){0,2}\d{4}(?:-\d\d)*\]?"
)
_NUMBERS = (
    r"(?:e-?|Print )?ISBN(?:-1[03])?:? (?P<isbn>[\dX-]{9,17})(?:[ ,/]+[\dX-]{9,17})*"
    r"|(?:e-?|Print )?ISSN:? (?P<issn>\d{4}-?\d{3}[\dXx])(?:[ ,/]+\d{4}-?\d{3}[\dXx])*"
    r"|(?P<pages>e\d\w{5,20}) (?:10\.\d{4,9}/)?20\d\d[A-Z]{2}\d{6}"
    r"|PMID:? ?(?P<pmid>\d+)|PMCID:? ?(?P<pmcid>PMC\d+)|DOI: ?(?P<doi>10\.\d+/[^\s;,]+)"
    r"|(?:ADS )?Bibcode: ?(?P<bibcode>\d{4}[\w.&\\]+)"
    rf"|(?:arXiv preprint )?arXiv: ?(?P<arxivid>{ARXIV_NUMBER})(?: \[[\w.,\s-]+\])?"
)
_LABELLED = rf"(?:{_LABELS}|{_OWN_WORDS}|ISBN|ISSN|PMID|PMCID|Bibcode|DOI):"
_END = rf"(?=\.?\s*(?:$|[;,]|\.\s)|\s+(?:{_LABELLED}|arXiv:))"
_BY_PROGRAMS = pattern(
    rf"(?:(?:(?:{_LABELS}):|tex\.[\w-]+=) ?(?:(?!\s(?:{_LABELLED}|arXiv:))[^;])*"
    rf"|(?:{_OWN_WORDS}): ?\S+?(?: \d\d?:\d\d\S*| [A-Z][a-z]+ \d{{4}})?{_END}"
    rf"|(?:{_COUNTS}|{_NUMBERS}){_END}"
    r"|\[TLDR\].*)[\s;,.]*"
)
_CLAUSE = pattern(rf".+?(?:[;.]\s+|\s+(?=(?:{_LABELS}):)|$)")
_ADDRESS = pattern(
    r"(?:\bdoi:?\s?)?['\"<]?(?:\\(?:url|nolinkurl|path|href)\s*\{[^{}]*\}|(?:https?://|(?<![\w.])www\.)"
    r"(?:[^\s{}<>()]|\([^\s{}<>()]*\))*(?<![.,;:]))['\">]?",
    re.IGNORECASE,
)
_HERE = "\ue000"
"""What stands in a text in the place of an address."""

_CLAUSES = pattern(rf"(\s*(?:[{_HERE},;()\[\]]|[.:](?=[\s{_HERE}]|$))\s*)")
_CLAUSE_WORD = pattern(r"\w+")
_BRACKETS = pattern(r"[(\[][^\w()\[\]]*[)\]]")
_STOPS = pattern(r"(?:\s*[.,;:])+(?=\s*[.,;:])|\s+(?=[.,;:)\]])")
_LEADING = """
available accessible accessed retrieved visited viewed checked online url
abgerufen aufgerufen verfügbar abrufbar zugriff zugegriffen besucht
disponible consulté consultée visité ligne consultado consultada acceso accedido
disponibile consultato visitato accesso disponível acessado acedido beschikbaar geraadpleegd
"""
"""What says that there is an address, or when somebody looked there."""

_SMALL = """
at from on in via under last the it to be can found date see resource also and or doi
am unter von zuletzt letzter siehe le en de sur dernière fois à a em el la último última op laatst
"""
"""What may stand around such words."""

_TO_AN_ADDRESS = frozenset(_LEADING.split())
_ON_THE_WAY = _TO_AN_ADDRESS.union(_SMALL.split())


def told_apart(fields: Mapping[str, str]) -> dict[str, str]:
    """The fields of an entry, with those keywords alone that say something of it, and in whose
    ``note`` only what a person wrote is left.

    The numbers that stood there take the place of fields that the entry lacks.
    """
    found = dict(fields)
    said, noted, numbers = _told_apart(found.pop("note", ""))
    if said:
        found["note"] = said
    if noted:
        found = {**numbers, **found, BY_PROGRAMS: noted}
    tags: dict[str, None] = {}
    for name in ("keywords", "keyword"):
        words = [word.strip() for word in KEYWORD_DIVIDER.split(found.get(name, ""))]
        own = {word: _mark(word) for word in words if _TAG.fullmatch(word) or _mark(word)}
        if own:
            found[name] = ", ".join(word for word in words if word not in own)
            if not found[name]:
                del found[name]
            tags |= dict.fromkeys(mark or word for word, mark in own.items())
    for name in ("mendeley-tags", "tags"):
        words = KEYWORD_DIVIDER.split(found.get(name, ""))
        tags |= dict.fromkeys(filter(None, map(_mark, words)))
    if tags:
        found[TAGS] = ", ".join(tags)
    return found


def _mark(word: str) -> str:
    """Who reads of the paper, if the keyword says that, however it is written."""
    found = _READERS.fullmatch(to_text(word.replace("\\:", ":")).strip(_AROUND))
    if not found:
        return ""
    name = found[2].strip(_AROUND)
    return f"{found[1].lower()}: {name.lower() if name.lower() in _AUDIENCES else name}"


def readers(fields: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Who reads of the paper, as its keywords say it: ``for`` or ``except``, and a name."""
    words = (word.strip() for word in fields.get(TAGS, "").split(","))
    found = (_READERS.fullmatch(word) for word in words)
    return tuple((each[1], each[2]) for each in found if each)


def meant(keyword: str) -> tuple[str, str]:
    """The same of a keyword that says it otherwise, if it means that at all; else empty texts."""
    folded = keyword.casefold().strip()
    found = _MEANT.fullmatch(folded)
    if not found:
        return ("for", folded) if folded == "private" else ("", "")
    kinds = [found[1]] if found[1] in _KINDS else []
    if not kinds and ":" in keyword:
        from difflib import get_close_matches

        kinds = get_close_matches(found[1], _KINDS, 1)
    return (kinds[0], found[2].strip(_AROUND)) if kinds else ("", "")


def _told_apart(note: str) -> tuple[str, str, dict[str, str]]:
    """What a person says, what a program does, and the numbers in that."""
    if not note:
        return "", "", {}
    note = _TEXMED.sub(lambda found: f"{_MEDLINE[found[1]]}: {found[2]}; ", note)
    said, noted = [], []
    numbers: dict[str, str] = {}
    for line in (" ".join(each.split()) for each in note.split("\n")):
        at = 0
        while found := _BY_PROGRAMS.match(line, at) or _CLAUSE.match(line, at):
            at = found.end()
            if found.re.pattern == _CLAUSE.pattern:
                said.append(found[0])
                continue
            noted.append(found[0].strip())
            numbers |= {name: number for name, number in found.groupdict().items() if number}
        said.append(" ")
    human = " ".join("".join(said).split())
    return human.rstrip(" ;,") if noted else human, " ".join(noted), numbers


def beside_addresses(written: str) -> str:
    """What a text in LaTeX says beside the addresses in it: not the words that lead to them, nor
    when somebody looked (``Available at \\url{...}, accessed 2 May 2020``)."""
    pieces = _CLAUSES.split(to_text(_ADDRESS.sub(_HERE, written)))
    has_led = False
    for at in range(0, len(pieces), 2):
        words = _CLAUSE_WORD.findall(pieces[at].lower())
        leads = has_led or not _TO_AN_ADDRESS.isdisjoint(words)
        has_led = leads and all(map(_leads, words))
        if has_led:
            pieces[at] = ""
        elif _HERE in "".join(pieces[at + 1 : at + 2]):
            said = pieces[at].split()
            while said and said[-1].lower() in _ON_THE_WAY:
                said.pop()
            pieces[at] = " ".join(said)
    text = "".join(pieces)
    if _HERE not in text and any(pieces[::2]):
        return to_text(written)
    text = " ".join(text.replace(_HERE, " ").split())
    return " ".join(_STOPS.sub("", _BRACKETS.sub("", text)).split()).strip(" ,;.:")


def _leads(word: str) -> bool:
    return word in _ON_THE_WAY or not word.isalpha() or is_month(word)
