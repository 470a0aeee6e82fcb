"""What stands on pages: sections, texts of the owner's own; and the site, with all its pages.

What stands on a page of the owner's own is a tree of elements, each of which was chosen by name:
no text of theirs is ever markup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field

from .dates import PartialDate
from .entry import Entry, Facts, frozen
from .files import OwnFile
from .inline import Inlines, to_plain
from .kinds import Kind, kind_of
from .later import dataclass, pattern, replace
from .problems import Path
from .prose import Blocks
from .publication import Publication

_COMMA = pattern(r"[,;،、，；]")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it. ``id`` is unique in its outline.

    ``extensions`` are the ``x-`` keys of a section of the user's own; ``breaks`` is ``before``
    where it begins a new page.

    Of publications: ``numbering`` is empty (1, 2, 3), ``labels`` or ``none``; ``more`` ends a list
    that is cut, and ``rest`` is what it lacks then, unless cv.yaml says where that is; ``count`` is
    the number in the heading, and ``around`` the words around it. What has the same ``series`` is
    numbered together.

    ``priority`` is as that of an entry, and ``path`` the place in an order of what has one.
    """

    id: str
    kind: str
    heading: str
    summary: Blocks = ()
    entries: tuple[Entry, ...] = ()
    publications: tuple[Publication, ...] = ()
    sections: tuple[Section, ...] = ()
    numbering: str = ""
    more: Inlines = ()
    rest: tuple[Publication, ...] = ()
    count: int | None = None
    around: tuple[str, ...] = ()
    series: str = ""
    priority: int | None = None
    breaks: str = ""
    extensions: Facts = field(default_factory=frozen)
    path: Path = field(default=(), repr=False, compare=False)

    @property
    def row(self) -> Kind:
        """What is true of its entries, where they are of one kind."""
        return kind_of(self.kind)

    @property
    def is_brief(self) -> bool:
        """Whether a line is enough for each of its entries that have a heading."""
        return all(each.is_brief for each in self.entries if each.row.shape == "block")

    @property
    def is_titles(self) -> bool:
        """Whether each of its entries is no more than a title."""
        return bool(self.entries) and all(each.is_title for each in self.entries)

    @property
    def is_run(self) -> bool:
        """Whether a line is enough for all: languages, and skills and interests that are words."""
        lines = (
            each.line and not (each.span or each.below or each.points) for each in self.entries
        )
        is_short = self.kind in ("skills", "interests") and not any(
            each.keywords or _COMMA.search(to_plain(each.line)) for each in self.entries
        )
        return (is_short or self.kind == "languages") and all(lines)

    @property
    def next_number(self) -> str:
        """The number of the first publication that it lacks."""
        return str(len(self.publications) + 1)


@dataclass(frozen=True, slots=True)
class Tag:
    """An element of HTML or MathML, and what stands inside it, in order."""

    name: str
    attributes: tuple[tuple[str, str], ...] = ()
    body: Nodes = ()


Nodes = tuple[Tag | str, ...]


def words_of(body: Nodes) -> str:
    """The words alone."""
    return "".join(each if isinstance(each, str) else words_of(each.body) for each in body)


def changed(body: Nodes, change: Callable[[Tag], Tag | str]) -> Nodes:
    """The body with each element as that makes it, once what is inside was changed."""
    found: list[Tag | str] = []
    for each in body:
        if isinstance(each, Tag):
            each = change(replace(each, body=changed(each.body, change)))
        found.append(each)
    return tuple(found)


def tags_in(body: Nodes) -> Iterator[Tag]:
    """Every element, each before what stands inside it."""
    for each in body:
        if isinstance(each, Tag):
            yield each
            yield from tags_in(each.body)


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page beside the homepage, at its ``path`` from there: of sections, of a text, or of both.

    ``title`` is what it is called, there and where pages are listed. A post has a ``date``, and
    ``when`` is that date in words. ``source`` is the file of its text.
    """

    path: str
    title: str
    description: str = ""
    sections: tuple[Section, ...] = ()
    body: Nodes = ()
    date: PartialDate | None = None
    when: str = ""
    has_comments: bool = False
    source: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class WebFile:
    """A picture that a page shows, made anew, at its ``path`` from the homepage."""

    path: str
    digest: str
    data: bytes = field(default=b"", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Giscus:
    """Comments that stand in a repository on GitHub, by its names and numbers there."""

    repo: str
    repo_id: str
    category: str
    category_id: str


POSTS = "posts"
"""The folder of posts, and the name of the page that lists them."""


@dataclass(frozen=True, slots=True)
class WebSite:
    """What the site has beside the homepage: ``pages`` as they are listed, and ``posts``, the
    latest first, which the page at ``posts_path`` lists.

    ``analytics`` is a service that counts visits, with what it knows the site by, and ``head`` are
    elements of the owner's for the head of each page.
    """

    pages: tuple[WebPage, ...] = ()
    posts: tuple[WebPage, ...] = ()
    files: tuple[WebFile | OwnFile, ...] = ()
    analytics: tuple[str, str] | None = None
    comments: Giscus | None = None
    head: Nodes = ()

    @property
    def all(self) -> tuple[WebPage, ...]:
        """Every page."""
        return (*self.pages, *self.posts)


POSTS_PATH = f"{POSTS}.html"


@dataclass(frozen=True, slots=True)
class WebStyle:
    """How the homepage looks; without ``accent_color``, in the colours of its theme. ``papers`` is
    the form of their list: ``list``, ``cards`` or ``columns``. ``charts`` are those to be drawn: of
    ``papers``, of ``positions``."""

    theme: str = "two-tone"
    accent_color: str = ""
    papers: str = "list"
    charts: tuple[str, ...] = ()
