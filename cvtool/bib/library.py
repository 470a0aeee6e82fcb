"""All of the .bib files as the publications of one person, in one language and form; their sum.

Libraries are kept in the user's own cache folder: parsed once, read often. A file in it is
named by a digest of all that the library depends on, so that it is never wrong, only unused. A
process that remembers what entries said has no use for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress

from ..model.document import Document
from ..model.entry import frozen
from ..model.later import NamedTuple, dataclass, pattern
from ..model.memory import for_each, remembers, row, same
from ..model.problems import Problem, in_file_order, quoted
from ..model.publication import Publication
from ..store.cache import keep, kept
from ..store.digests import digest, digest_of_bytes
from ..store.program import program
from ..store.tables import from_tables, to_tables
from ..words import Language
from .doubts import unknown_latex
from .fields import PICTURED, Fields, csl_type, is_public
from .issued import published
from .latex import to_text
from .links import may_be_link
from .names import Names, role_of
from .notes import TAGS, readers
from .owner import OWN_SIGNS, Owner
from .people import ON_BEHALF
from .publish import publication
from .records import Place, Record, Records, read_files, said_once
from .styled import BOLD

_MOST_FILES, _MOST_BYTES = 10_000, 300_000_000
_BY_PROGRAMS = pattern(
    r"bdsk-|opt|biburl$|bibsource$|file$|owner$|(copy)?rights?$|licen[cs]e$|local-?url$"
)
_AROUND_OTHERS = frozenset(
    {
        *("book", "mvbook", "proceedings", "mvproceedings", "collection", "mvcollection"),
        *("reference", "mvreference", "periodical", "booklet"),
    }
)
"""Types that other entries may be parts of."""


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


def library_of(
    files: Sequence[tuple[str, bytes]], view: View, records: Callable[[], Records] | None = None
) -> Library:
    """The library of .bib files, as pairs of a name and bytes, perhaps a kept one. Never fails.

    ``records`` gives what they say, where somebody has read them.
    """
    if not files or remembers():
        return read_library(files, view, records)
    contents = (f"{name}={digest_of_bytes(data)}" for name, data in files)
    name = f"{digest([program(), repr(view), *contents])}.library"
    found: Library | None = from_tables(kept(name), Library)
    if found is None:
        found = read_library(files, view, records)
        with suppress(RecursionError):
            keep(name, to_tables(found), _MOST_FILES, _MOST_BYTES)
    return found


def read_library(
    files: Iterable[tuple[str, bytes]], view: View, records: Callable[[], Records] | None = None
) -> Library:
    """The same, from the files themselves."""
    found = records() if records else read_files(files)
    shown = zip(for_each(_shown, found.records, by=view), found.records, found.places, strict=True)
    holdings = tuple(
        [Holding(it[0], record.key in found.parents, place, *it[1:]) for it, record, place in shown]
    )
    asides = for_each(_beside, found.records)
    private = Counter(name for each in asides for name in each.private)
    addressed = Counter(name for each in asides for name in each.addressed)
    unclear = (
        (message, record.key, place)
        for record, place, each in zip(found.records, found.places, asides, strict=True)
        for message in each.unclear
    )
    problems = in_file_order([*found.problems, *said_once(unclear)])
    counts = (frozen(dict(sorted(each.items()))) for each in (private, addressed))
    return Library(holdings, tuple(problems), found.entries, *counts)


class _Beside(NamedTuple):
    """Of an entry the fields that no output has, those of them with an address, and what is to be
    said of marks behind authors that nobody can explain."""

    private: tuple[str, ...]
    addressed: tuple[str, ...]
    unclear: tuple[str, ...]


def _beside(record: Record) -> _Beside:
    fields = record.fields
    private, addressed = tuple(_private(fields)), tuple(_addressed(fields))
    return _Beside(private, addressed, tuple(dict.fromkeys(_unclear(fields, record.authors))))


def _private(fields: Fields) -> Iterator[str]:
    """The fields that no output has: of those for links, the ones without an address."""
    for name, value in fields.items():
        if not is_public(name) and name != PICTURED and not may_be_link(name, value):
            yield name


def _addressed(fields: Fields) -> Iterator[str]:
    """The private fields with an address, but for those in which programs put theirs."""
    for name in _private(fields):
        if fields[name].startswith(("http://", "https://")) and not _BY_PROGRAMS.match(name):
            yield name


def _unclear(fields: Fields, authors: Names) -> Iterator[str]:
    signs = Counter(each for name in authors for each in name.annotations)
    for each, count in signs.items():
        if each in OWN_SIGNS:
            if count == 1 and each not in to_text(fields.get("note", "")):
                yield (
                    f"{each} stands behind one author, and nothing says what it means: explain it "
                    "in 'note', or write corresponding = {...} or students = {...} instead"
                )
        elif not role_of(each) and each not in (BOLD, ON_BEHALF):
            yield (
                f"nobody knows the annotation {quoted(each)} of an author: write equal, equal2, "
                "corresponding, senior, student, or highlight for yourself"
            )


def deciding(found: Records) -> tuple[object, ...]:
    """All of records that says whether they are shown, and how their pages are called."""
    are_parents = [each.key in found.parents for each in found.records]
    return row(for_each(_deciding, found.records, are_parents))


def _deciding(record: Record, is_parent: bool) -> object:
    fields, kind = record.fields, record.entry_type
    named = [fields.get(name) for name in ("keywords", "keyword", "selected", TAGS)]
    whose = [*record.people.items(), fields.get("collaboration")] if is_parent else []
    kinds = csl_type(kind, fields), kind
    return same((record.key, *kinds, published(fields).date, named, whose))


def _shown(
    record: Record, owner: Owner, language: Language, venues: str
) -> tuple[Publication, tuple[str, ...], tuple[tuple[str, str], ...]]:
    """All of it that does not depend on where the record stands, nor on others."""
    shown = publication(record, owner, language, venues)
    return shown, tuple(unknown_latex(record.fields)), readers(record.fields)


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
