"""What a format is, in one row: cvtool's own stand in ``render``, and a plugin brings its own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from .later import dataclass

Place = Literal["homepage", "contact", "llms", "endpoints"]
"""Where a file is linked: at the foot of the homepage, beside the ways to reach the person, in
llms.txt, or among what llms-full.txt names for programs."""

Setting = str | bool | int | float | tuple[str, ...]
"""What a setting may be: a text, true or false, a number, or several texts."""

LAYOUT = ("sections", "headings", "bibliography")
"""The keys that formats with a layout have in common."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that a format makes, by its path in the output folder.

    ``description`` says what it is, and ``title`` what people call it, unless the language has
    phrases for a file of this name. ``brief`` (or the phrase of that name) is the title where there
    is little room. ``relation`` is what it is to the homepage, as links of HTML have it.
    """

    name: str
    media_type: str
    description: str = ""
    title: str = ""
    brief: str = ""
    places: tuple[Place, ...] = ()
    relation: str = "alternate"


@dataclass(frozen=True, slots=True)
class Alternate:
    """An output as others link to it. ``url`` is relative where the site has none.

    ``title`` is what people call it, and ``brief`` the same where there is little room. ``places``
    are those where it is linked, and ``relation`` is what it is to the homepage. ``href`` is its
    address as seen from the homepage.
    """

    format: str
    name: str
    url: str
    media_type: str
    description: str
    title: str = ""
    brief: str = ""
    places: tuple[Place, ...] = ()
    relation: str = "alternate"
    href: str = ""


@dataclass(frozen=True, slots=True)
class Translation:
    """The CV in one of its languages. ``name`` is what that language calls itself.

    ``root`` leads from the folder of this homepage to the one there (``zh/``, ``../``; empty where
    it is this one), and ``url`` is the address there, if the CV has a site. ``paths`` are those of
    the pages that it has beside the homepage; ``None`` where it has just those that are here.
    """

    locale: str
    name: str
    root: str = ""
    url: str | None = None
    paths: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a CV stands among its editions: its ``folder`` on the site, with slashes, whether it is
    a variant, the names of its ``formats``, where these are not all, and all its languages, if it
    has several."""

    folder: str = ""
    is_variant: bool = False
    formats: tuple[str, ...] = ()
    translations: tuple[Translation, ...] = ()


ALONE = Whereabouts()
"""One that has no other edition."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format: how it is called and made, and what cv.yaml may say of it.

    ``render`` takes the finished document and the theme, and yields outputs (see ``Renderer``); a
    text names where it is, ``module`` or ``module:name``, to be imported when it is asked for.
    ``about`` is what ``cvtool formats`` says.

    ``has_layout`` allows sections, headings and a bibliography of its own in cv.yaml, and
    ``settings`` are the other keys that it takes there, each with the value that it has when it is
    absent, which says its type too; ``choices`` are all values of those that have but a few.
    ``shows`` is what it says of publications unless cv.yaml says
    otherwise: of ``abstract``, ``summary`` and ``keywords``. A format whose order of sections
    differs begins with those named ``first``, and leaves out those that it says ``elsewhere``.

    ``pictured`` names what renders the same with pictures of the pages beside it, to be made when
    they are asked for.

    ``is_on_request`` marks what few publish: a run that names no format makes it only where cv.yaml
    names it, or where it was made before.

    ``is_slow`` marks what takes long to load. ``is_public`` means made for the web, so that it
    never names ``person.private``; what is not public is for those to whom the owner hands it.
    ``templates`` is a folder that the templates of a plugin are in. ``needs`` is a module without
    which it cannot be made, and that not everybody has: of the extra of the format's name.
    ``holds`` are the kinds of which it is made, where that is not all: nothing links to it in a CV
    that has none.
    """

    name: str
    render: str | Callable[..., Iterable[Any]]
    files: tuple[File, ...] = ()
    about: str = ""
    has_layout: bool = False
    shows: tuple[str, ...] = ()
    settings: Mapping[str, Setting] = field(default_factory=lambda: MappingProxyType({}))
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    first: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    pictured: str = ""
    is_on_request: bool = False
    is_slow: bool = False
    is_public: bool = False
    templates: Path | None = None
    needs: str = ""
    holds: tuple[str, ...] = ()

    @property
    def makes(self) -> str:
        """Its files, and what they are, in one line."""
        names = " and ".join(file.name for file in self.files)
        line = ": ".join(part for part in (names, self.about) if part)
        return f"{line}, on request" if self.is_on_request else line

    def is_usual(self, chosen: Collection[str], named: Collection[str]) -> bool:
        """Whether a run that names no format makes it: of the formats ``chosen`` for an edition,
        all; else all but those on request that cv.yaml has not ``named``."""
        return self.name in (chosen or named) or not (chosen or self.is_on_request)
