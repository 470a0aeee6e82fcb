"""The usual groups of a list of publications, and what belongs to each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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
