"""The bibliography and the publications written in cv.yaml, finished and in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from ..bib.bibtex import overridden
from ..bib.duplicates import near_duplicates
from ..bib.imprint import imprint
from ..bib.library import Work
from ..bib.owner import Owner
from ..bib.publish import author_from_name, cut, worded
from ..model.dates import newest_first
from ..model.document import NamedLink, Publication
from ..model.inline import Inlines, Paragraphs, join, plain
from ..model.problems import WARNING, Path, Problem, suggestion
from ..source import CV
from ..source.bibliography import Bibliography
from ..source.entries import PublicationItem
from ..source.fields import Point
from .facts import facts
from .listing import chosen
from .words import Words, point_label, slug

if TYPE_CHECKING:
    from ..bib.citing import Citation


_FILES: tuple[Path, ...] = (("bibliography", "files"),)
"""What the keys of the bibliography come from."""


@dataclass(frozen=True)
class Cited:
    """Publications, latest first: those of the main list, and those of each custom section."""

    main: tuple[Publication, ...]
    of_custom: tuple[tuple[Publication, ...], ...]

    @property
    def all(self) -> tuple[Publication, ...]:
        found = {each.key: each for part in (self.main, *self.of_custom) for each in part}
        return tuple(sorted(found.values(), key=lambda each: newest_first(each.date)))


def cited(cv: CV, works: Sequence[Work], owner: Owner, words: Words) -> Cited:
    """All publications. What is wrong with any of them is reported in ``words.problems``."""
    settings = cv.bibliography
    from_bib = {work.key: work.publication for work in works}
    written = _Written(from_bib, owner, words, settings.max_authors or 0)
    main = {work.key: work.publication for work in works if work.is_listed}
    for each in written.items(cv.publications, ("publications",)):
        main[each.key] = each
    of_custom = tuple(
        tuple(written.items(custom.publications, ("custom", index, "publications")))
        for index, custom in enumerate(cv.custom)
    )
    _check_excluded(settings.exclude, main, words)
    shown = chosen(main.values(), settings)
    _check_shown(works, {each.key: each for each in shown}, words)
    every = _Formed(settings, words, {work.key: work for work in works})
    return Cited(every.of(shown), tuple(every.of(each) for each in of_custom))


@dataclass(frozen=True)
class _Formed:
    """Gives publications the citation form that is set, if any, and the words about each."""

    settings: Bibliography
    words: Words
    works: Mapping[str, Work]

    def of(self, publications: tuple[Publication, ...]) -> tuple[Publication, ...]:
        found = self.citations(publications)
        if found is None:
            return tuple(worded(each, self.words.language) for each in publications)
        return tuple(self.styled(each, found.get(each.key)) for each in publications)

    def citations(self, publications: tuple[Publication, ...]) -> dict[str, Citation] | None:
        """The citations by key; ``None`` where cvtool's own form is to do."""
        if not self.settings.style or not publications:
            return None
        from ..bib.citing import MissingError, citations

        try:
            return citations(publications, self.settings.style)
        except MissingError:
            message = "this needs two packages more: install them with pip install 'cvtool[styles]'"
            self.words.problems.append(Problem(("bibliography", "style"), message))
            return None

    def styled(self, each: Publication, citation: Citation | None) -> Publication:
        """The publication with its citation; the legend explains the marks that are in that."""
        if citation is None:
            self.words.problems.append(self.unfit(each.key))
            return worded(each, self.words.language)
        cited = replace(each, citation=citation.body)
        return worded(cited, self.words.language, citation.people)

    def unfit(self, key: str) -> Problem:
        message = (
            f"'{key}' cannot be put in the form '{self.settings.style}' and is shown in cvtool's "
            "own: look for a field with an unusual value"
        )
        if work := self.works.get(key):
            return Problem((), message, WARNING, work.file, work.line, work.column)
        return Problem(("bibliography", "style"), message, WARNING)


def _check_excluded(keys: Sequence[str], known: dict[str, Publication], words: Words) -> None:
    for index, key in enumerate(keys):
        if key not in known:
            message = f"nothing has the key '{key}'{suggestion(key, known)}"
            path = ("bibliography", "exclude", index)
            words.problems.append(Problem(path, message, WARNING, rests_on=_FILES))


def _check_shown(works: Sequence[Work], shown: dict[str, Publication], words: Words) -> None:
    pairs = [(work, shown[work.key]) for work in works if work.key in shown]
    words.problems += near_duplicates(pairs)
    for work, _ in pairs:
        words.problems += work.doubts


@dataclass
class _Written:
    from_bib: dict[str, Publication]
    owner: Owner
    words: Words
    max_authors: int
    keys: set[str] = field(default_factory=set)

    def items(self, items: Sequence[PublicationItem], path: Path) -> list[Publication]:
        found = []
        for index, item in enumerate(items):
            here = (*path, index)
            if not item.key:
                found.append(self.written(item, here))
            elif item.key in self.from_bib:
                found.append(self.adding(item, self.from_bib[item.key]))
            else:
                known = suggestion(item.key, self.from_bib) or "; there is no bibliography"
                message = f"no entry of the bibliography has the key '{item.key}'{known}"
                self.words.problems.append(Problem((*here, "key"), message, rests_on=_FILES))
        return found

    def adding(self, item: PublicationItem, to: Publication) -> Publication:
        said = replace(
            to,
            links=to.links + self.replaced_url(item, to),
            summary=item.summary or to.summary,
            note=item.note or to.note,
            url=item.url or to.url,
            keywords=tuple(item.keywords) or to.keywords,
            selected=to.selected if item.selected is None else item.selected,
        )
        return replace(said, source=overridden(to, said))

    def replaced_url(self, item: PublicationItem, to: Publication) -> tuple[NamedLink, ...]:
        """The address from the bibliography, where cv.yaml puts another one in its place."""
        if not (item.url and to.url) or item.url == to.url:
            return ()
        is_doi = to.url.startswith("https://doi.org/")
        return (NamedLink(self.words.labels["links.doi" if is_doi else "link"], to.url),)

    def written(self, item: PublicationItem, path: Path) -> Publication:
        words = self.words
        venue = item.publisher or ""
        found = tuple(author_from_name(name, self.owner) for name in item.authors)
        title = item.name or ""
        year = str(item.release_date.year) if item.release_date else ""
        where = {"venue": venue if title else "", "location": item.location or ""}
        place = words.fill("publication", "place", **where)
        doi_url = f"https://doi.org/{item.doi}" if item.doi else None
        key = self.new_key(slug(title) or f"publication-{path[-1]}")
        unknown = frozenset(name for name in item.extensions if not name.startswith("x-"))
        return Publication(
            key=key,
            type="document",
            entry_type="misc",
            title=plain(title or self.instead(venue or item.doi or item.url or key, path)),
            authors=found,
            venue=venue,
            imprint=imprint(words.language, place, year),
            date=item.release_date,
            doi=item.doi or "",
            url=item.url or doi_url,
            links=(NamedLink(words.labels["links.doi"], doi_url),) if doi_url and item.url else (),
            note=item.note or (),
            cut=cut(found, self.max_authors, words.language),
            summary=(item.summary or ()) + self.points(item),
            keywords=tuple(item.keywords),
            selected=bool(item.selected),
            fields=MappingProxyType(facts(item, words, unknown)),
        )

    def new_key(self, name: str) -> str:
        """The name, or, where another publication has it, the name with a number."""
        taken = self.keys | self.from_bib.keys()
        names = (name if count == 1 else f"{name}-{count}" for count in range(1, len(taken) + 2))
        key = next(each for each in names if each not in taken)
        self.keys.add(key)
        return key

    def points(self, item: PublicationItem) -> Paragraphs:
        """The bullets as paragraphs: a publication has none of its own."""
        return tuple(map(self.point, item.highlights))

    def point(self, point: Point) -> Inlines:
        return join(" ", (plain(point_label(point.label or "", self.words)), point.text))

    def instead(self, name: str, path: Path) -> str:
        message = f"missing: '{name}' stands in its place"
        self.words.problems.append(Problem((*path, "name"), message, WARNING))
        return name
