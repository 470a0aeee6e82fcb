"""Publications that may be one and the same: an arXiv version and the published one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model.inline import to_plain
from ..model.memory import for_each
from ..model.problems import Problem, quoted
from ..model.publication import Publication
from .library import Holding

_PAPERS = frozenset(
    {
        *("article-journal", "article", "paper-conference", "chapter", "book", "document"),
        *("report", "manuscript", "article-magazine", "article-newspaper", "webpage", "review"),
    }
)
_SHORTEST_TITLE = 12
_MOST_ALIKE = 20
_MOST_YEARS_IN_PRINT = 3
_PARTS_OF_BOOKS = frozenset({"chapter", "paper-conference", "entry-encyclopedia"})

_Pair = tuple[Holding, Publication]


def near_duplicates(pairs: Sequence[_Pair]) -> Iterator[Problem]:
    """A warning for each publication with the DOI, or the title and year, of one before it.

    A preprint may be some years older than what was printed. ``related = {key}`` in either entry
    says that both are meant.
    """
    by_doi: dict[str, _Pair] = {}
    by_title: dict[str, list[_Pair]] = {}
    titles = for_each(folded_title, [publication for _, publication in pairs])
    for pair, title in zip(pairs, titles, strict=True):
        holding, publication = pair
        number = publication.doi.lower()
        before = by_doi.setdefault(number, pair) if number else pair
        alike = by_title.setdefault(title, [])[-_MOST_ALIKE:]
        if (
            before is not pair
            and not _are_parts(pair, before)
            and not _are_related(publication, before[1])
        ):
            yield _problem(holding, before[0], "the DOI")
        elif title and alike and (same := _same_paper(pair, alike)):
            yield _problem(holding, same[0], "the title")
        by_title[title].append(pair)


def folded_title(publication: Publication) -> str:
    """The title's letters and digits; nothing for what is too short to tell papers apart."""
    if publication.type not in _PAPERS:
        return ""
    title = "".join(filter(str.isalnum, to_plain(publication.title).casefold()))
    return title if len(title) >= _SHORTEST_TITLE or not title.isascii() else ""


def _same_paper(pair: _Pair, others: Sequence[_Pair]) -> _Pair | None:
    near = [other for other in others if _is_near(pair[1], other[1])]
    is_meant = any(_are_related(pair[1], other[1]) for other in near)
    return near[0] if near and not is_meant else None


def _is_near(one: Publication, other: Publication) -> bool:
    if not one.date or not other.date:
        return one.date == other.date
    apart = abs(one.date.year - other.date.year)
    is_preprint = (one.type == "article") != (other.type == "article")
    return apart == 0 or (is_preprint and apart <= _MOST_YEARS_IN_PRINT)


def _are_parts(one: _Pair, other: _Pair) -> bool:
    """Whether both are parts of a book whose DOI they give for want of their own."""
    return {one[1].type, other[1].type} <= _PARTS_OF_BOOKS and one[1].title != other[1].title


def _are_related(one: Publication, other: Publication) -> bool:
    def names(publication: Publication) -> set[str]:
        named = (publication.source.get(field, "") for field in ("related", "xref", "crossref"))
        return {key.strip() for value in named for key in value.split(",")}

    return other.key in names(one) or one.key in names(other)


def _problem(holding: Holding, other: Holding, what: str) -> Problem:
    return holding.place.warning(
        f"{quoted(holding.key)} has {what} of {quoted(other.key)} "
        f"({other.place.file}:{other.place.line}): "
        f"take one out, or write 'related = {{{other.key}}}' here to keep both"
    )
