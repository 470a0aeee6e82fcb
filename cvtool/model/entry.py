"""An entry of a section, of whatever kind, and what stands beside it."""

from __future__ import annotations

import copyreg
from collections.abc import Collection, Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Any

from .dates import Span
from .files import Picture
from .inline import Inlines, join, plain, to_plain
from .kinds import Kind, kind_of
from .later import dataclass, replace
from .problems import Path
from .prose import Blocks, behind, opening
from .scripts import is_wide, space_behind

_POINTS = "highlights"
Facts = Mapping[str, Any]
"""An entry's data under its JSON Resume and cv.yaml names, as plain text, lists and mappings."""


def frozen(items: Mapping[Any, Any] = MappingProxyType({})) -> MappingProxyType[Any, Any]:
    """These items as a mapping that nobody changes, and that pickles."""
    return MappingProxyType(dict(items))


_LETTERS_OF_A_LINE = 96

copyreg.pickle(MappingProxyType, lambda items: (frozen, (dict(items),)))


@dataclass(frozen=True, slots=True)
class Detail:
    """A fact beside an entry; ``line`` is its text with its label, as readers see it."""

    name: str
    text: Inlines
    line: Inlines


@dataclass(frozen=True, slots=True)
class Bullet:
    """A line of a list, with what stands under it in ``more``.

    ``label`` (``Outcome.``) carries its own punctuation, or is empty. Where pages are short, the
    lowest ``priority`` goes first. ``path`` is the place in cv.yaml of what it is, or is part of.
    """

    label: str
    text: Inlines
    more: Blocks = ()
    priority: int | None = None
    path: tuple[str | int, ...] = field(default=(), repr=False, compare=False)

    @property
    def said(self) -> Inlines:
        """The text behind its label."""
        return join(self.space, (plain(self.label), self.text))

    @property
    def space(self) -> str:
        return space_behind(self.label)


@dataclass(frozen=True, slots=True)
class NamedLink:
    """A link beside an entry or a publication: ``Slides``, ``PDF``, ``DOI``."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Rows:
    """The lines of a heading that have two ends, the time and the ``place`` at the other.

    ``beside`` stands behind the heading, as the grade does behind the degree; ``under`` is the line
    below without the place, and ``details`` are those without what is beside. Where the role comes
    first, ``role`` is the heading, and the ``employer`` the line below.
    """

    beside: Inlines = ()
    under: Inlines = ()
    place: Inlines = ()
    details: Inlines = ()
    role: Inlines = ()
    employer: Inlines = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a section, whatever its kind.

    As readers see it with a heading of its own: ``head``, then ``sub`` (role, organisation, place),
    ``details_line``, ``summary``, ``points``, ``parts``. As they see it in a list: ``line``, which
    says all of these but the points and, of the summary, what is ``below`` its first paragraphs;
    ``dated_line`` is the line with the ``span`` at its place.
    ``opening`` is how it begins in llms-full.txt, unless with its ``dated_line``; ``rows`` are the
    lines of its heading where the place stands at their end.

    As single facts: ``title`` is its name, ``organization`` who stands behind it, ``position`` the
    person's role. ``parts`` are the entries inside it: positions at an employer, projects, venues;
    ``says_parts`` says that the lines of the heading say them already.
    ``facts`` is the same entry for machines, without its parts; ``path`` is its place in cv.yaml,
    and empty for an employer over jobs that have one each.
    Where pages are short, the lowest ``priority`` goes first; ``breaks`` is ``before`` where it
    begins a new one.
    """

    kind: str
    head: Inlines = ()
    sub: Inlines = ()
    line: Inlines = ()
    dated_line: Inlines = ()
    details_line: Inlines = ()
    rows: Rows = Rows()
    opening: tuple[Inlines, ...] | None = None
    title: Inlines = ()
    organization: Inlines = ()
    position: Inlines = ()
    focus: Inlines = ()
    location: Inlines = ()
    span: Span | None = None
    url: str | None = None
    details: tuple[Detail, ...] = ()
    summary: Blocks = ()
    points: tuple[Bullet, ...] = ()
    keywords: tuple[Inlines, ...] = ()
    links: tuple[NamedLink, ...] = ()
    parts: tuple[Entry, ...] = ()
    says_parts: bool = False
    priority: int | None = None
    breaks: str = ""
    picture: Picture | None = None
    facts: Facts = field(default_factory=frozen)
    path: tuple[str | int, ...] = field(default=(), repr=False, compare=False)

    def without(self, gone: Collection[Path]) -> Entry | None:
        """The same without the points and the entries inside it at these places; ``None`` where it
        stands there itself, or has no place but those of the jobs under its name."""
        if self.path in gone:
            return None
        points = tuple(each for each in self.points if each.path not in gone)
        parts = tuple(filter(None, (each.without(gone) for each in self.parts)))
        if self.parts and not parts and not self.path:
            return None
        facts, inside = self.facts, (*self.path, _POINTS)
        if points != self.points:
            known = enumerate(facts[_POINTS])
            left = [each for number, each in known if (*inside, number) not in gone]
            rest = {name: value for name, value in facts.items() if name != _POINTS}
            facts = frozen(rest | ({_POINTS: left} if left else {}))
        return replace(self, points=points, parts=parts, facts=facts)

    @property
    def row(self) -> Kind:
        """What is true of all entries of its kind."""
        return kind_of(self.kind)

    @property
    def is_silent(self) -> bool:
        """Whether readers see nothing of it, as it has keys of the user's own at most."""
        said = (self.head, self.sub, self.line, self.details_line, self.summary, self.points)
        return not (any(said) or self.span or self.keywords or self.links or self._spoken)

    @property
    def _spoken(self) -> tuple[Entry, ...]:
        return tuple(each for each in self.parts if not each.is_silent)

    @property
    def below(self) -> Blocks:
        """What of the summary no line can say: lists, code, quotations and all that follows."""
        return behind(self.summary)

    @property
    def lines(self) -> tuple[Entry, ...]:
        """The entries inside it that take a line each, where it has a heading."""
        return tuple(each for each in self._spoken if each.row.shape != "block")

    @property
    def listed(self) -> tuple[Entry, ...]:
        """Those of the lines that the heading does not say already."""
        return () if self.says_parts else self.lines

    @property
    def blocks(self) -> tuple[Entry, ...]:
        """The entries inside it that have a heading each."""
        return tuple(each for each in self._spoken if each.row.shape == "block")

    @property
    def saying(self) -> Inlines:
        """What it is, where a single paragraph says that."""
        return opening(self.summary)[0] if len(self.summary) == 1 and not self.below else ()

    @property
    def is_brief(self) -> bool:
        """Whether one line says it all, or a paragraph what has no date."""
        more = self.points or self.listed or self.blocks or (self.summary and not self.saying)
        if not self.row.is_short or not self.head or more:
            return False
        lines = (self.head, self.rows.beside, self.rows.under, self.rows.place, self.rows.details)
        said = "  ".join(map(to_plain, (*lines, self.saying)))
        when = self.span.text if self.span else ""
        width = sum(2 if is_wide(letter) else 1 for letter in said + when)
        return width <= _LETTERS_OF_A_LINE or bool(self.saying and not when)

    @property
    def is_title(self) -> bool:
        """Whether there is no more of it than a title where a line is enough for others."""
        rows, inside = self.rows, self.summary or self.points or self.parts or self.keywords
        more = inside or rows.beside or rows.under or rows.place or rows.details
        return self.row.is_short and not (more or self.span or self.links)

    @property
    def inside(self) -> tuple[Entry, ...]:
        """The entries inside it, and those inside them."""
        return tuple(found for each in self.parts for found in (each, *each.inside))

    def parts_of(self, kind: str) -> list[Entry]:
        """The entries of that kind inside it."""
        return [each for each in self.parts if each.kind == kind]

    @property
    def is_list(self) -> bool:
        """Whether it is no more than what is inside it, with a role and a time for all of that."""
        said = (self.title, self.organization, self.location, self.url, self.details, self.summary)
        return bool(self.parts) and not any((*said, self.points, self.keywords, self.links))
