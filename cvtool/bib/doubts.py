"""What is wrong with a bibliography entry that could be read: each a field and a message.

Sources: "BibTeXing" (Patashnik, 1988) for the fields that a type cannot do without, the biblatex
manual for their other names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from ..model.problems import suggestion
from .fields import ENTRY_TYPES, TRUTHS, Fields, address, addresses, arxiv_id, doi, published
from .names import Name

_PEOPLE = ("author", "editor")
_JOURNAL = ("journal", "journaltitle")
_WHEN = ("year", "date", "pubstate", "status")
_SCHOOL = ("school", "institution", "publisher")
_BOOK = ("booktitle", "eventtitle", "maintitle", "series")
_THESIS = (_PEOPLE, _WHEN, _SCHOOL)
_REPORT = (_PEOPLE, _WHEN, ("institution", "school", "publisher", "organization", "number", "type"))

NEEDED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "article": (_PEOPLE, _WHEN, _JOURNAL),
    "book": (_PEOPLE, _WHEN),
    "inproceedings": (_PEOPLE, _WHEN, _BOOK),
    "conference": (_PEOPLE, _WHEN, _BOOK),
    "incollection": (_PEOPLE, _WHEN, _BOOK),
    "thesis": _THESIS,
    "phdthesis": _THESIS,
    "mastersthesis": _THESIS,
    "report": _REPORT,
    "techreport": _REPORT,
    "patent": (("author", "holder", "editor"), _WHEN),
}
"""For each entry type, the fields of which it needs one each, the usual one first."""


def doubts(entry_type: str, fields: Fields, authors: Sequence[Name]) -> Iterator[tuple[str, str]]:
    """Everything that readers would miss or could not follow."""
    if entry_type not in ENTRY_TYPES:
        yield "", f"'@{entry_type}' is no known type, and shown like @misc{_meant(entry_type)}"
    if "title" not in fields:
        yield "", "it has no title: add 'title = {...}'"
    if missing := list(_missing(entry_type, fields)):
        yield "", f"it lacks {_listed(missing)}: add {'them' if missing[1:] else 'it'}"
    when = published(fields)
    if when.problem:
        yield "date" if "date" in fields else "year", when.problem
    if (selected := fields.get("selected", "no")).lower() not in TRUTHS:
        yield "selected", f"'selected' is '{selected}': write true or false"
    if "doi" in fields and not doi(fields):
        yield "doi", f"'doi' is '{fields['doi']}', which is no DOI: write it as in 10.1000/182"
    own = address(fields)
    for each in ([own] if own else []) + list(addresses(fields)):
        if each.problem:
            name = "url" if each is own else each.name
            yield name, f"'{name}' is no link: {each.problem}"


def _missing(entry_type: str, fields: Fields) -> Iterator[str]:
    for names in NEEDED.get(entry_type, ()):
        if not any(name in fields for name in names):
            if names is _JOURNAL and arxiv_id(fields):
                continue
            yield f"'{names[0]}'"


def _listed(names: list[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


@lru_cache
def _meant(entry_type: str) -> str:
    near = suggestion(entry_type, ENTRY_TYPES)
    return near if near.startswith("; did you mean") else ""
