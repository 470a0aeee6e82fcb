"""A publication and who wrote it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import field
from types import MappingProxyType

from .dates import PartialDate
from .entry import Facts, NamedLink, frozen
from .files import Picture
from .inline import Inline, Inlines, Paragraphs, Strong, Text, in_runs
from .later import NamedTuple, dataclass, replace
from .problems import Path
from .prose import Blocks

ET_AL = "et al."
"""What stands for the authors whom a source, or a list that is cut, does not name."""

_AS_USUAL: Mapping[str, str] = MappingProxyType({"names": ", ", "beforeOthers": ", "})


@dataclass(frozen=True, slots=True)
class Author:
    """A person (or a body, in ``literal``) who wrote or edited a publication.

    ``marks`` stand behind the name, one for each role in the order of ``ROLES``, then the writer's
    own; the publication's ``legend`` explains them. ``is_second`` are the equal ones of a second
    group. A body with ``is_collaboration`` is that for which those before it wrote.
    ``is_assumed`` is the owner of the CV where a source names no authors. ``url`` is the homepage.
    """

    name: str
    given: str = ""
    family: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""
    is_owner: bool = False
    is_equal: bool = False
    is_corresponding: bool = False
    is_student: bool = False
    is_senior: bool = False
    is_second: bool = False
    marks: str = ""
    orcid: str = ""
    is_collaboration: bool = False
    is_assumed: bool = False
    url: str = ""

    @property
    def is_rest(self) -> bool:
        """Whether it is nobody, but stands for all who are not named."""
        return self.literal == ET_AL

    @property
    def roles(self) -> tuple[str, ...]:
        """The names of the roles that have marks, in their order."""
        return tuple(role for role in ROLES if getattr(self, f"is_{role}"))


ROLES = ("equal", "second", "corresponding", "student", "senior")


@dataclass(frozen=True, slots=True)
class Credit:
    """People who had another part in a publication than its authors, such as its editors.

    ``field`` is where a .bib file names them, ``role`` biblatex's name of what they did, and
    ``said`` the words for readers: ``Translated by Ada King``.
    """

    field: str
    role: str
    people: tuple[Author, ...]
    said: Inlines = ()


def in_words(
    authors: Iterable[Author], labels: Mapping[str, str] = _AS_USUAL, marks: bool = True
) -> str:
    """The names in one line, a collaboration in brackets: ``J. Doe, et al. (LHCb)``.

    Without the phrases of a language it is for programs.
    """
    shown = _between(authors, labels)
    return "".join(
        f"{before}{each.name}{each.marks if marks else ''}{after}" for before, each, after in shown
    )


def in_inlines(authors: Iterable[Author], labels: Mapping[str, str]) -> Inlines:
    """The names with their marks, that of the CV's owner strong, a collaboration in brackets."""
    shown: list[Inline] = []
    for before, each, after in _between(authors, labels):
        name = Text(each.name)
        shown += (Text(before), Strong((name,)) if each.is_owner else name)
        shown.append(Text(each.marks + after))
    return in_runs(shown)


def _between(
    authors: Iterable[Author], labels: Mapping[str, str]
) -> Iterator[tuple[str, Author, str]]:
    """Each of the authors with what stands before and behind the name in a list of them."""
    for index, each in enumerate(authors):
        comma = labels["beforeOthers" if each.is_rest else "names"] if index else ""
        yield (" (", each, ")") if each.is_collaboration else (comma, each, "")


class Counts(NamedTuple):
    """How often publications are cited, by key or by DOI in small letters, and when it was so."""

    by_key: Mapping[str, int] = MappingProxyType({})
    date: PartialDate | None = None

    def of(self, publication: Publication) -> int | None:
        """That of the publication."""
        own = self.by_key.get(publication.key)
        return self.by_key.get(publication.doi.lower()) if own is None else own


NO_COUNTS = Counts()


class Brief(NamedTuple):
    """What is said otherwise of a publication where few of its authors are named."""

    cut: tuple[Author, ...]
    line: Inlines
    remark: Inlines


@dataclass(frozen=True, slots=True)
class Publication:
    """A publication. ``type`` is CSL's, ``entry_type`` BibTeX's.

    ``imprint`` is the finished line of venue, volume, pages and date, ``badge`` the venue's short
    name where that line lacks it; ``credited`` is the line of all who are named beside the authors
    (``credits``, among them ``editors``); ``remark`` has award, legend and note, ``comment`` all
    but the award; ``citation`` stands for title, authors and imprint. ``byline`` are the authors;
    ``number`` is its own in the list, where that is not just its place, with a ``prefix``, which
    make its ``label``: ``[J3]``. ``source`` has the fields as written, ``fields`` as plain text.
    ``line`` says all of it in one paragraph. ``path`` is where cv.yaml itself has it. ``brief`` is
    the same with fewer authors, and ``priority`` and ``breaks`` are as those of an entry.
    ``citations`` says how often it is cited, and when it was so.
    A .bib file names its ``picture`` by ``preview``.
    """

    key: str
    type: str
    entry_type: str
    title: Inlines
    authors: tuple[Author, ...] = ()
    editors: tuple[Author, ...] = ()
    credits: tuple[Credit, ...] = ()
    credited: Inlines = ()
    venue: str = ""
    badge: str = ""
    imprint: str = ""
    date: PartialDate | None = None
    doi: str = ""
    url: str | None = None
    links: tuple[NamedLink, ...] = ()
    note: Inlines = ()
    legend: str = ""
    summary: Blocks = ()
    abstract: Paragraphs = ()
    keywords: tuple[str, ...] = ()
    selected: bool = False
    fields: Facts = field(default_factory=frozen)
    remark: Inlines = ()
    comment: Inlines = ()
    citation: Inlines = ()
    line: Inlines = ()
    number: int | None = None
    prefix: str = ""
    cut: tuple[Author, ...] = ()
    award: str = ""
    acceptance: str = ""
    status: str = ""
    source: Facts = field(default_factory=frozen)
    path: Path = ()
    brief: Brief | None = None
    priority: int | None = None
    breaks: str = ""
    citations: str = ""
    preview: str = ""
    picture: Picture | None = None

    @property
    def place(self) -> Path:
        """Where it stands among all publications, by its key."""
        return ("publications", self.key)

    @property
    def label(self) -> str:
        return f"[{self.prefix}{self.number}]" if self.number else ""

    def moved_up(self, gone: Collection[int]) -> Publication:
        """The same where these numbers are no longer taken."""
        if self.number is None:
            return self
        return replace(self, number=self.number - sum(each < self.number for each in gone))

    @property
    def in_brief(self) -> Publication:
        """With fewer authors named, if they are more."""
        return replace(self, **self.brief._asdict()) if self.brief else self

    @property
    def people(self) -> tuple[Author, ...]:
        """All who are named: the authors, then those beside them."""
        return (*self.authors, *(each for credit in self.credits for each in credit.people))

    @property
    def year(self) -> str:
        return str(self.date.year) if self.date else ""

    @property
    def byline(self) -> tuple[Author, ...]:
        return self.cut or tuple(each for each in self.authors if not each.is_assumed)
