"""What to report of what could be read: what entries lack, and what nobody understands.

Sources: "BibTeXing" (Patashnik, 1988) for the fields that a type cannot do without, the biblatex
manual for their other names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from ..model.later import pattern
from ..model.problems import listed, near, quoted
from ..model.url import url_problem
from .fields import ENTRY_TYPES, NAMED, PROSE_FIELDS, TRUTHS, Fields, arxiv_id, doi
from .issued import published
from .latex import unknown_commands
from .latex.tables import CITES
from .links import address, addresses, whole
from .styled import raw_value, unstyled

_HREF = pattern(r"\\href\s*\{([^{}]*)\}")
_PEOPLE = ("author", "editor")
_JOURNAL = ("journal", "journaltitle")
_WHEN = ("year", "date", "pubstate", "status")
_SCHOOL = ("school", "institution", "publisher")
_BOOK = (
    *("booktitle", "eventtitle", "maintitle", "series", "organization", "howpublished"),
    *("journal", "journaltitle"),
)
_MAKER = ("institution", "school", "publisher", "organization", "number", "type")

_NEEDED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "article": (_PEOPLE, _WHEN, _JOURNAL),
    "book": (_PEOPLE, _WHEN),
    **dict.fromkeys(("inproceedings", "conference", "incollection"), (_PEOPLE, _WHEN, _BOOK)),
    **dict.fromkeys(("thesis", "phdthesis", "mastersthesis"), (_PEOPLE, _WHEN, _SCHOOL)),
    **dict.fromkeys(("report", "techreport"), (_PEOPLE, _WHEN, _MAKER)),
    "patent": (("author", "holder", "editor"), _WHEN),
}
"""For each entry type, the fields of which it needs one each, the usual one first."""

_SHOWN = frozenset(NAMED) | frozenset(
    {
        *("title", "subtitle", "booktitle", "journal", "journaltitle", "note", "addendum"),
        *("publisher", "institution", "school", "organization", "series", "howpublished", "type"),
        *("award", "keywords", "status", "year", "pages", "eventtitle", "holder"),
        *("titleaddon", "edition", "location", "address", "venue", "issuetitle", "maintitle"),
    }
)

_COMMAND = pattern(r"@[ \t]*[A-Za-z][\w+.-]*\s*[{(]")
_WRITTEN = pattern(r"^[ \t]*[^\s%]", re.MULTILINE)
_OTHERS = {
    "RIS": pattern(r"\s*TY  ?-"),
    "EndNote's own format": pattern(r"\s*%[0A-Z] "),
    "PubMed's own format": pattern(r"\s*PMID ?- "),
    "JSON": pattern(r"\s*[\[{]"),
    "HTML or XML": pattern(r"\s*<"),
}
"""What others export bibliographies as -> how such a file begins."""


def no_bibtex(text: str) -> str:
    """What is wrong with a text in which nothing is BibTeX; that of comments alone is none."""
    if _COMMAND.search(text):
        return ""
    what = next((name for name, start in _OTHERS.items() if start.match(text)), "")
    if not what and not _WRITTEN.search(text):
        return ""
    said = f"this is {what}" if what else "no entry, as @article{key, ...} is one, is in this file"
    return f"{said}, and nothing of it is shown: export it as BibTeX"


def doubts(fields: Fields) -> Iterator[tuple[str, str]]:
    """All of an entry that readers would miss or could not follow: each a field and a message."""
    if "title" not in fields:
        yield "", "it has no title: add 'title = {...}'"
    when = published(fields)
    if when.problem:
        yield "date" if "date" in fields else "year", when.problem
    if (selected := fields.get("selected", "no")).lower() not in TRUTHS:
        yield "selected", f"'selected' is {quoted(selected)}: write true or false"
    if "doi" in fields and not doi(fields):
        said = quoted(fields["doi"])
        yield "doi", f"'doi' is {said}, which is no DOI: write it as in 10.1000/182"
    own = address(fields)
    if (eprint := fields.get("eprint", "")) and not own and not any(addresses(fields)):
        said = f"'eprint' is {quoted(eprint)}, of which nobody knows where it is"
        yield "eprint", f"{said}: write its address in 'url'"
    yield from _lost(fields)
    for each in ([own] if own else []) + list(addresses(fields)):
        if each.problem:
            yield each.field, f"'{each.field}' is no link: {each.problem}"


def _lost(fields: Fields) -> Iterator[tuple[str, str]]:
    """The links in texts that lead nowhere, so that their words alone are shown."""
    for name, value in fields.items():
        if "\\href" in value and (name in PROSE_FIELDS or name in ("note", "addendum", "title")):
            for target in _HREF.findall(value):
                if url_problem(whole(raw_value(target).strip())):
                    said = f"'{name}' leads to {quoted(target)}, which is no web address"
                    yield name, f"{said}, so its words alone are shown: write https://... there"


def lacks(entry_type: str, fields: Fields) -> Iterator[str]:
    """What to say of fields without which an entry of that type says too little."""
    if missing := list(_missing(entry_type, fields)):
        yield f"it lacks {listed(missing)}: add {'them' if missing[1:] else 'it'}"


def unknown_type(entry_type: str) -> Iterator[str]:
    """What to say of an entry type that nobody knows."""
    if entry_type not in ENTRY_TYPES:
        yield f"'@{entry_type}' is no known type, and shown like @misc{_meant(entry_type)}"


def _missing(entry_type: str, fields: Fields) -> Iterator[str]:
    for names in _NEEDED.get(entry_type, ()):
        is_there = any(name in fields for name in names)
        is_other = names is _JOURNAL and ("entrysubtype" in fields or arxiv_id(fields))
        is_to_come = names is _WHEN and published(fields).is_to_come
        if not (is_there or is_other or is_to_come):
            yield quoted(names[0])


@lru_cache
def _meant(entry_type: str) -> str:
    return near(entry_type, sorted(ENTRY_TYPES))


def unknown_latex(fields: Fields) -> Iterator[str]:
    """What to say of each LaTeX command that nobody knows, in fields that readers see.

    One around a name only shows it in some way.
    """
    found: dict[str, None] = {}
    for name, value in fields.items():
        if "\\" in value and (name in _SHOWN or name in PROSE_FIELDS):
            text = unstyled(value) if name in NAMED else value
            found |= dict.fromkeys(unknown_commands(text))
    for command in found:
        if command in CITES:
            yield f"\\{command} shows nothing here: say in words which work is meant"
            continue
        yield f"the command \\{command} is unknown, and only the text around it is shown"
