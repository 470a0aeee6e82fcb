"""The finished CV: immutable, in one language, with every wording that readers see.

A text that may hold markup is ``Inlines``; a ``str`` holds none. Everything optional is ``None``
or ``()`` when the source does not have it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from .dates import PartialDate, Span
from .inline import Inlines, Paragraphs

Facts = Mapping[str, Any]
"""An entry's data under its JSON Resume and cv.yaml names, as plain text, lists and mappings."""


def _no_facts() -> Facts:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Detail:
    """A fact beside an entry. ``label`` carries its own punctuation, or is empty."""

    name: str
    label: str
    text: Inlines


@dataclass(frozen=True, slots=True)
class Point:
    """A bullet. ``label`` (``Outcome.``) carries its own punctuation, or is empty."""

    label: str
    text: Inlines


@dataclass(frozen=True, slots=True)
class NamedLink:
    """A link beside an entry or a publication: ``Slides``, ``PDF``, ``DOI``."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a section, whatever its kind.

    As readers see it with a heading of its own: ``head``, then ``sub`` (role, organisation, place),
    ``details_line``, ``summary``, ``points``, ``parts``. As they see it in a list: ``line``, which
    says all of these but the points. Neither holds the ``span``.

    As single facts: ``title`` is its name, ``organization`` who stands behind it, ``position`` the
    person's role. ``parts`` are the entries inside it: positions at an employer, projects in a
    position, venues of a talk. ``facts`` is the same entry for machines.
    """

    kind: str
    head: Inlines = ()
    sub: Inlines = ()
    line: Inlines = ()
    details_line: Inlines = ()
    title: Inlines = ()
    organization: str = ""
    position: str = ""
    focus: Inlines = ()
    location: str = ""
    span: Span | None = None
    url: str | None = None
    details: tuple[Detail, ...] = ()
    summary: Paragraphs = ()
    points: tuple[Point, ...] = ()
    keywords: tuple[str, ...] = ()
    links: tuple[NamedLink, ...] = ()
    parts: tuple[Entry, ...] = ()
    facts: Facts = field(default_factory=_no_facts)


@dataclass(frozen=True, slots=True)
class Author:
    """A person (or a body, in ``literal``) who wrote or edited a publication.

    ``marks`` are the signs behind the name, which the publication's ``legend`` explains.
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
    marks: str = ""
    orcid: str = ""


@dataclass(frozen=True, slots=True)
class Publication:
    """A publication. ``type`` is CSL's, ``entry_type`` BibTeX's.

    ``imprint`` is the finished line of venue, volume, pages and date; ``fields`` holds every field
    of the source by its BibTeX name, decoded to plain text (URLs, DOIs and eprints raw).
    """

    key: str
    type: str
    entry_type: str
    title: Inlines
    authors: tuple[Author, ...] = ()
    editors: tuple[Author, ...] = ()
    venue: str = ""
    imprint: str = ""
    date: PartialDate | None = None
    doi: str = ""
    url: str | None = None
    links: tuple[NamedLink, ...] = ()
    note: Inlines = ()
    legend: str = ""
    summary: Paragraphs = ()
    abstract: Paragraphs = ()
    keywords: tuple[str, ...] = ()
    selected: bool = False
    fields: Facts = field(default_factory=_no_facts)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it. ``id`` is unique in its outline."""

    id: str
    kind: str
    heading: str
    summary: Paragraphs = ()
    entries: tuple[Entry, ...] = ()
    publications: tuple[Publication, ...] = ()
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """An account on a network; ``text`` is what readers see of it."""

    network: str
    username: str
    url: str | None

    @property
    def text(self) -> str:
        return self.username or self.url or ""


@dataclass(frozen=True, slots=True)
class Image:
    """The portrait: bytes from beside cv.yaml, or only a ``url`` elsewhere (then never shown)."""

    name: str = ""
    media_type: str = ""
    data: bytes = field(default=b"", repr=False)
    digest: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Private:
    """What only those may see whom the owner hands the file: never in an output for the web."""

    phone: str = ""
    address: tuple[str, ...] = ()
    postal_code: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Whose CV it is. ``description`` is the one line that describes the person everywhere.

    ``url_text`` is the address as readers see it: without scheme and final slash.
    """

    name: str
    label: str = ""
    description: str = ""
    email: str = ""
    url: str | None = None
    url_text: str = ""
    location: str = ""
    city: str = ""
    region: str = ""
    country_code: str = ""
    profiles: tuple[Profile, ...] = ()
    image: Image | None = None
    summary: Paragraphs = ()
    focus: Inlines = ()
    topics: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    employer: str = ""
    private: Private = Private()
    facts: Facts = field(default_factory=_no_facts)


@dataclass(frozen=True, slots=True)
class Running:
    """A piece of a line that stands on every page: words, or a number where ``counter`` is set.

    ``counter`` is ``page`` for the page's number, ``pages`` for how many there are.
    """

    text: str = ""
    counter: str = ""


@dataclass(frozen=True, slots=True)
class PageStyle:
    """How the pages look, in CSS values; ``""`` leaves the choice to the theme."""

    theme: str = "two-tone"
    page_size: str = "A4"
    margin: str = ""
    font: str = ""
    font_size: str = ""
    accent_color: str = ""
    density: str = "normal"
    header: tuple[Running, ...] = ()
    footer: tuple[Running, ...] = ()
    links: bool = True


@dataclass(frozen=True, slots=True)
class Alternate:
    """An output as others link to it. ``url`` is relative where the site has none."""

    format: str
    name: str
    url: str
    media_type: str
    description: str


@dataclass(frozen=True, slots=True)
class Document:
    """The finished CV, and nothing else, is what a renderer sees.

    ``outlines`` maps a format to its own order and headings; ``outline()`` falls back to
    ``sections``. ``labels`` are the phrases of the locale, ``extensions`` the user's ``x-`` keys.
    ``folder`` is where cv.yaml stands, for the theme; it is no part of what the CV says.
    """

    locale: str
    direction: str
    person: Person
    sections: tuple[Section, ...]
    publications: tuple[Publication, ...]
    outlines: Mapping[str, tuple[Section, ...]]
    labels: Mapping[str, str]
    updated: PartialDate | None = None
    updated_text: str = ""
    site_url: str | None = None
    alternates: tuple[Alternate, ...] = ()
    pages: PageStyle = PageStyle()
    meta: Facts = field(default_factory=_no_facts)
    extensions: Facts = field(default_factory=_no_facts)
    folder: Path = field(default=Path(), repr=False, compare=False)

    def outline(self, format_name: str) -> tuple[Section, ...]:
        return self.outlines.get(format_name, self.sections)

    def section(self, kind: str) -> Iterator[Section]:
        """Every section of one kind that holds entries, those inside groups too."""
        return (each for each in leaves(self.sections) if each.kind == kind)


def leaves(sections: tuple[Section, ...]) -> Iterator[Section]:
    """The sections that hold entries or publications, in reading order."""
    for section in sections:
        if section.sections:
            yield from leaves(section.sections)
        else:
            yield section
