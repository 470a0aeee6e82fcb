"""All of the .bib files as the publications of one person, in one language and form; their sum."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..model.document import Document
from ..model.entry import frozen
from ..model.later import NamedTuple, dataclass
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
