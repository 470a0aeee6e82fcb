"""All of the .bib files as the publications of one person, in one language and form; their sum, and
which of them may be one and the same: an arXiv version and the published one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..model.document import Document
from ..model.entry import frozen
from ..model.inline import to_plain
from ..model.later import NamedTuple, dataclass
from ..model.memory import for_each
from ..model.problems import WARNING, Problem, quoted
from ..model.publication import Publication
from ..words import Language
from .owner import Owner

_MOST_NAMED = 5
_AROUND_OTHERS = frozenset(
    {
        *("book", "mvbook", "proceedings", "mvproceedings", "collection", "mvcollection"),
        *("reference", "mvreference", "periodical", "booklet"),
    }
)
"""Types that other entries may be parts of."""
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


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands; lines and columns count from 1."""

    file: str
    line: int
    column: int

    def warning(self, message: str, is_loss: bool = False) -> Problem:
        """A warning about what stands there."""
        place = self.file, self.line, self.column
        return Problem((), message, WARNING, *place, is_loss=is_loss)


class View(NamedTuple):
    """Whose publications they are, and how they are shown, with cv.yaml's settings."""

    owner: Owner
    language: Language
    venues: str = "full"


@dataclass(frozen=True, slots=True)
class Holding:
    """An entry as a publication, and where it stands in which file.

    ``is_parent`` marks an entry that others inherit from. ``doubts`` are what to say to those who
    show it. ``readers`` are names that it is ``for``, or for all ``except``.
    """

    publication: Publication
    is_parent: bool
    place: Place
    doubts: tuple[str, ...]
    readers: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        return self.publication.key

    @property
    def is_listed(self) -> bool:
        """Whether it stands in a list of publications for its own sake.

        The proceedings that a paper of the same file refers to do not, unless the owner made them.
        """
        if self.publication.authors and self.publication.entry_type not in _AROUND_OTHERS:
            return True
        return not self.is_parent or any(each.is_owner for each in self.publication.people)


@dataclass(frozen=True, slots=True)
class Library:
    """What .bib files hold. ``entries`` counts all of them, those too that are left out.

    An entry that is no holding is reported by a problem of its own, so that nothing is lost unsaid.
    ``private`` are the fields that no output has, and how many entries have each; ``addressed``
    those of them that hold an address and may be meant as links.
    """

    holdings: tuple[Holding, ...]
    problems: tuple[Problem, ...]
    entries: int
    private: Mapping[str, int]
    addressed: Mapping[str, int]


NO_LIBRARY = Library((), (), 0, frozen(), frozen())


@dataclass(frozen=True, slots=True)
class Tally:
    """How many entries the .bib files have, and what became of them.

    ``reported`` ones are left out, each with a warning; ``chosen_out`` by the settings in cv.yaml;
    ``parents`` are shown only as the book or proceedings of other entries. ``private`` and
    ``addressed`` are those of the library.
    """

    entries: int
    shown: int
    reported: int
    chosen_out: int
    parents: int
    private: Mapping[str, int]
    addressed: Mapping[str, int]

    def __str__(self) -> str:
        """The sum: ``12 entries = 10 shown + 2 reported``."""
        rest = {"left out by cv.yaml": self.chosen_out, "shown with other entries": self.parents}
        parts = [f"{self.shown} shown", f"{self.reported} reported"]
        parts += [f"{count} {what}" for what, count in rest.items() if count]
        return f"{self.entries} {'entry' if self.entries == 1 else 'entries'} = {' + '.join(parts)}"


def tally(library: Library, document: Document) -> Tally:
    """Counts each entry once; the parts are found each on its own, not as what is left."""
    shown = {each.key for each in document.publications}
    hidden = [holding for holding in library.holdings if holding.key not in shown]
    parents = sum(holding.is_parent for holding in hidden)
    return Tally(
        entries=library.entries,
        shown=sum(holding.key in shown for holding in library.holdings),
        reported=library.entries - len(library.holdings),
        chosen_out=len(hidden) - parents,
        parents=parents,
        private=library.private,
        addressed=library.addressed,
    )


def said_once(found: Iterable[tuple[str, str, Place]]) -> Iterator[Problem]:
    """A warning for each message, at the first of the entries, a key and a place, that have it."""
    by_message: dict[str, list[tuple[str, Place]]] = {}
    for message, key, place in found:
        by_message.setdefault(message, []).append((key, place))
    for message, ((key, place), *others) in by_message.items():
        yield place.warning(f"{quoted(key)}: {message}{_also([each for each, _ in others])}")


def _also(keys: Sequence[str]) -> str:
    """How many more entries there are, the next ones by their keys."""
    if not keys:
        return ""
    named = ", ".join(map(quoted, keys[:_MOST_NAMED]))
    rest = " ..." if keys[_MOST_NAMED:] else ""
    return f" ({len(keys) + 1} entries, this is the first; then {named}{rest})"


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
