"""A publication and who wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .dates import PartialDate
from .entry import Facts, NamedLink, frozen
from .inline import Inlines, Paragraphs

ET_AL = "et al."
"""What stands for the authors whom a source does not name."""


@dataclass(frozen=True, slots=True)
class Author:
    """A person (or a body, in ``literal``) who wrote or edited a publication.

    ``marks`` stand behind the name; the publication's ``legend`` explains them. A body with
    ``is_collaboration`` is that for which those before it wrote. ``is_assumed`` is the owner of the
    CV where a source names no authors.
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
    is_collaboration: bool = False
    is_assumed: bool = False

    @property
    def is_rest(self) -> bool:
        """Whether it is nobody, but stands for all whom the source does not name."""
        return self.literal == ET_AL


def in_words(authors: Sequence[Author], marks: bool = True) -> str:
    """The names in one line, a collaboration in brackets: ``J. Doe, et al. (LHCb)``."""
    line = ""
    for each in authors:
        name = each.name + (each.marks if marks else "")
        line += f" ({name})" if each.is_collaboration else f"{', ' if line else ''}{name}"
    return line


@dataclass(frozen=True, slots=True)
class Publication:
    """A publication. ``type`` is CSL's, ``entry_type`` BibTeX's.

    ``imprint`` is the finished line of venue, volume, pages and date, ``badge`` the venue's short
    name where that line lacks it; ``remark`` has award, legend and note, ``comment`` all but the
    award; ``citation`` stands for title, authors and imprint. ``byline`` are the authors to show;
    ``label`` ("[J3]") its number. ``source`` has the fields as written, ``fields`` as plain text.
    """

    key: str
    type: str
    entry_type: str
    title: Inlines
    authors: tuple[Author, ...] = ()
    editors: tuple[Author, ...] = ()
    venue: str = ""
    badge: str = ""
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
    fields: Facts = field(default_factory=frozen)
    remark: Inlines = ()
    comment: Inlines = ()
    citation: Inlines = ()
    label: str = ""
    cut: tuple[Author, ...] = ()
    award: str = ""
    acceptance: str = ""
    status: str = ""
    source: Facts = field(default_factory=frozen)

    @property
    def byline(self) -> tuple[Author, ...]:
        return self.cut or tuple(each for each in self.authors if not each.is_assumed)
