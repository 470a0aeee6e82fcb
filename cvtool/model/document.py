"""The finished CV: immutable, in one language, with every wording that readers see.

A text that may hold markup is ``Inlines``; a ``str`` holds none. Everything optional is ``None``
or ``()`` when the source does not have it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path as FilePath

from .dates import PartialDate
from .entry import Entry, Facts, frozen
from .files import Image, OwnFile
from .formats import Alternate, Setting, Translation
from .inline import Inlines
from .later import dataclass, replace
from .problems import Path
from .prose import Blocks
from .publication import Publication
from .site import Section as Section
from .site import WebSite, WebStyle


@dataclass(frozen=True, slots=True)
class Account:
    """An account; readers see its ``text``, or on paper ``address``: short, and with its name.

    ``kind`` is the network in small letters without signs: ``googlescholar``.
    """

    network: str
    username: str
    url: str | None
    address: str = ""
    kind: str = ""

    @property
    def text(self) -> str:
        return self.username or self.url or ""


@dataclass(frozen=True, slots=True)
class Private:
    """What only those see whom the owner hands the file: empty where everybody may, unless the
    owner says that it is public. ``place`` is where they live with the postal code, ``home`` that
    and the street as they follow one another, ``birth`` the line that says when and where.
    """

    phones: tuple[str, ...] = ()
    address: tuple[str, ...] = ()
    postal_code: str = ""
    place: str = ""
    home: tuple[str, ...] = ()
    birth_date: str = ""
    birth_place: str = ""
    nationality: str = ""
    birth: Inlines = ()

    @property
    def phone(self) -> str:
        """The main number."""
        return next(iter(self.phones), "")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An e-mail address, and what people read of it: where everybody may, the owner may want words
    that no program takes for one, and then there is no ``address``.
    """

    address: str
    text: str


@dataclass(frozen=True, slots=True)
class Person:
    """Whose CV it is. ``given`` and ``family`` are the name in two parts, titles in the first,
    degrees in the second; empty where nobody knows. ``description`` is the one line that describes
    the person everywhere.

    ``url_text`` is the address as readers see it: without scheme and final slash. The first of the
    ``emails`` is the main one.
    """

    name: str
    given: str = ""
    family: str = ""
    label: Inlines = ()
    description: Inlines = ()
    emails: tuple[Mailbox, ...] = ()
    url: str | None = None
    url_text: str = ""
    location: str = ""
    city: str = ""
    region: str = ""
    country_code: str = ""
    profiles: tuple[Account, ...] = ()
    image: Image | None = None
    summary: Blocks = ()
    focus: Inlines = ()
    topics: tuple[Inlines, ...] = ()
    keywords: tuple[Inlines, ...] = ()
    aliases: tuple[str, ...] = ()
    employer: str = ""
    private: Private = Private()
    facts: Facts = field(default_factory=frozen)


@dataclass(frozen=True, slots=True)
class Running:
    """A piece of a line that stands on every page: words, or a number where ``counter`` is set.

    ``counter`` is ``page`` for the page's number, ``pages`` for how many there are.
    """

    text: str = ""
    counter: str = ""


FAVICONS = ("favicon.ico", "favicon.svg", "favicon.png")
"""What the signs of a site are called."""
CV_FILE = "cv.pdf"
"""What the file of the pages is called, unless the user names it."""


@dataclass(frozen=True, slots=True)
class PhotoStyle:
    """How the pages show the portrait; ``""`` leaves it to the theme, ``height`` to the shape."""

    is_shown: bool = True
    width: str = ""
    height: str = ""
    shape: str = ""
    side: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True)
class PageStyle:
    """How the pages look, in CSS values; ``""`` leaves the choice to the theme.

    ``file`` is the name of theirs. There may be so many ``pages``, or any number where it is
    ``None``. ``footer_alone`` is whether the footer stands on a single page, too.
    """

    theme: str = "two-tone"
    page_size: str = "A4"
    margin: str = ""
    font: str = ""
    font_size: str = ""
    accent_color: str = ""
    density: str = "normal"
    pages: int | None = None
    fill: bool = False
    dates: str = ""
    signature: bool | None = None
    photo: PhotoStyle = PhotoStyle()
    title_first: bool = False
    papers: str = ""
    file: str = CV_FILE
    header: tuple[Running, ...] = ()
    footer: tuple[Running, ...] = ()
    footer_alone: bool = True
    updated: bool = True
    links: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """The finished CV, and nothing else, is what a renderer sees.

    ``outlines`` maps a format to its own order, headings and lists; ``outline()`` falls back to
    ``sections``. ``publications`` are all of them, with all that is said of each; ``lists`` maps a
    format without sections to those that it has (``listed()``), and ``choices`` one to its
    ``settings()``. ``labels`` are the phrases of the locale, ``extensions`` the user's ``x-`` keys.
    ``signed`` is the place and the date that stand over a signature.
    ``folder`` is where cv.yaml stands, for the theme; it is no part of what the CV says. ``files``
    are the user's that go where this one goes.
    ``translations`` are the CV in each of its languages, this one among them and the first in
    front, where it has several. No search engine is to find one that ``is_variant``: that is for
    those whom its owner gives the address. One that ``is_to_send`` has no site. ``home_url`` is the
    homepage at ``site_url``, or that of the CV where none is made there.
    """

    locale: str
    direction: str
    person: Person
    sections: tuple[Section, ...]
    publications: tuple[Publication, ...]
    outlines: Mapping[str, tuple[Section, ...]]
    labels: Mapping[str, str]
    lists: Mapping[str, tuple[Publication, ...]] = field(default_factory=frozen)
    updated: PartialDate | None = None
    updated_text: str = ""
    signed: str = ""
    site_url: str | None = None
    home_url: str | None = None
    translations: tuple[Translation, ...] = ()
    is_variant: bool = False
    is_to_send: bool = False
    alternates: tuple[Alternate, ...] = ()
    choices: Mapping[str, Mapping[str, Setting]] = field(default_factory=frozen)
    files: tuple[OwnFile, ...] = ()
    pages: PageStyle = field(default_factory=PageStyle)
    web: WebStyle = field(default_factory=WebStyle)
    site: WebSite = field(default_factory=WebSite)
    meta: Facts = field(default_factory=frozen)
    extensions: Facts = field(default_factory=frozen)
    folder: FilePath = field(default=FilePath(), repr=False, compare=False)

    def outline(self, format_name: str) -> tuple[Section, ...]:
        return self.outlines.get(format_name, self.sections)

    def listed(self, format_name: str) -> tuple[Publication, ...]:
        """The publications of a format that has no sections."""
        return self.lists.get(format_name, self.publications)

    def settings(self, format_name: str) -> Mapping[str, Setting]:
        """The settings of a plugin's format: those in cv.yaml, else as its row has them."""
        return self.choices.get(format_name, frozen())

    def headed(self, format_name: str = "") -> Iterator[Section]:
        """Everything that has a heading, once: the sections, and the groups around them."""
        return headed(self.outline(format_name))

    def section(self, kind: str) -> Iterator[Section]:
        """Every section of one kind that holds entries, those inside groups too."""
        return (each for each in leaves(self.sections) if each.kind == kind)

    def entries(self) -> Iterator[Entry]:
        """The entries of all sections, in reading order."""
        return (entry for section in self.headed() for entry in section.entries)

    def address_of(self, format_name: str) -> str | None:
        """The web address of an output, if the CV has a site."""
        found = (each.url for each in self.alternates if each.format == format_name)
        return next(found, None) if self.site_url else None

    @property
    def language(self) -> str:
        """What its language calls itself, where it is in others, too."""
        return next((each.name for each in self.translations if not each.root), "")

    @property
    def is_first(self) -> bool:
        """Whether it is the one that stands in the output folder itself."""
        return not self.is_variant and not any(each.root for each in self.translations[:1])

    @property
    def favicons(self) -> tuple[str, ...]:
        """The signs of the site in browsers: the user's own, if there is one."""
        own = {each.path for each in self.files}
        return tuple(name for name in FAVICONS if name in own) or FAVICONS[:2]

    @property
    def image_url(self) -> str | None:
        """Where the portrait can be fetched, if it is on the web."""
        image, base = self.person.image, self.home_url
        if image and image.name and base and not image.url:
            return f"{base.rstrip('/')}/{image.name}"
        return image.url if image else None


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that goes with the CV, from its person. ``dated`` is the place and the ``date``."""

    body: Blocks
    recipient: tuple[str, ...] = ()
    date: PartialDate | None = None
    dated: str = ""
    subject: Inlines = ()
    salutation: str = ""
    closing: str = ""


def leaves(sections: tuple[Section, ...]) -> Iterator[Section]:
    """The sections that hold entries or publications, in reading order."""
    return (each for each in all_of(sections) if not each.sections)


def headed(sections: tuple[Section, ...]) -> Iterator[Section]:
    """Every section once, one in several places as it is in the first."""
    once: dict[tuple[str, bool], Section] = {}
    for each in all_of(sections):
        once.setdefault((each.id, bool(each.sections)), each)
    return iter(once.values())


def lessened(
    sections: tuple[Section, ...], gone: Collection[Path], is_brief: bool
) -> tuple[Section, ...]:
    """The sections without what stands at these places, and without those of which nothing is left,
    counted and numbered anew; the authors named as briefly as they can be where it ``is_brief``."""
    papers = ((each.series, it) for each in leaves(sections) for it in each.publications)
    numbers = [(series, it.number) for series, it in papers if it.number and it.place in gone]
    found = (_lessened(each, gone, numbers, is_brief) for each in sections)
    return tuple(filter(None, found))


def _lessened(
    it: Section, gone: Collection[Path], numbers: Sequence[tuple[str, int]], is_brief: bool
) -> Section | None:
    if it.path in gone:
        return None
    own = [number for series, number in numbers if series == it.series]
    papers = tuple(each.moved_up(own) for each in it.publications if each.place not in gone)
    entries = tuple(filter(None, (each.without(gone) for each in it.entries)))
    inside = tuple(filter(None, (_lessened(each, gone, numbers, is_brief) for each in it.sections)))
    if is_brief:
        papers = tuple(each.in_brief for each in papers)
    less = replace(it, entries=entries, publications=papers, sections=inside)
    if it.around and it.count and (lost := _papers(it) - _papers(less)):
        left = it.count - lost
        less = replace(less, count=left, heading=str(left).join(it.around))
    return less if entries or papers or inside or it.summary or less == it else None


def _papers(section: Section) -> int:
    return sum(len(each.publications) for each in leaves((section,)))


def all_of(sections: tuple[Section, ...]) -> Iterator[Section]:
    """Every section, and behind it those inside it."""
    for section in sections:
        yield section
        yield from all_of(section.sections)
