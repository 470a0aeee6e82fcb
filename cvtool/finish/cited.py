"""The bibliography and the publications written in cv.yaml, finished and in order."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING

from ..bib.bibtex import overridden
from ..bib.duplicates import near_duplicates
from ..bib.fields import doi_url
from ..bib.library import Holding
from ..bib.owner import Owner
from ..bib.publish import author_from_name, cut, imprint, worded
from ..bib.records import said_once
from ..model.dates import newest_first
from ..model.entry import NamedLink
from ..model.inline import Paragraphs, join, plain, to_plain
from ..model.problems import WARNING, Path, Problem, suggestion
from ..model.publication import Publication
from ..source import CV
from ..source.bibliography import Bibliography
from ..source.entries import PublicationItem
from ..words import Language
from .entries import facts, point_label
from .listing import chosen

if TYPE_CHECKING:
    from ..bib.citing import Citation

_DOT_ABOVE = "\u0307"
_VOWEL_SIGNS = ("Mn", "Mc")
"""Categories of what belongs to the letter in front, as in Hindi and Thai."""
_SELECTORS = "\ufe0e\ufe0f"
"""What makes a picture or a plain sign of the one in front."""

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


def cited(
    cv: CV, holdings: Sequence[Holding], owner: Owner, words: Language
) -> tuple[Cited, list[Problem]]:
    """All publications, and what is wrong with any of them."""
    settings = cv.bibliography
    written = _Written({each.key: each.publication for each in holdings}, owner, words, settings)
    main = {each.key: each.publication for each in holdings if each.is_listed}
    main |= {each.key: each for each in written.items(cv.publications, ("publications",))}
    of_custom = [
        written.items(custom.publications, ("custom", index, "publications"))
        for index, custom in enumerate(cv.custom)
    ]
    problems = [*written.problems, *_unknown(settings.exclude, main)]
    shown = chosen(main.values(), settings)
    found = {each.key: each for each in shown}
    pairs = [(each, found[each.key]) for each in holdings if each.key in found]
    problems += near_duplicates(pairs)
    doubts = ((each, held.key, held.place) for held, _ in pairs for each in held.doubts)
    problems += said_once(doubts)
    formed = []
    for each in (shown, *of_custom):
        publications, unfit = _formed(each, settings, words, holdings)
        formed.append(publications)
        problems += unfit
    return Cited(formed[0], tuple(formed[1:])), problems


def _formed(
    publications: Sequence[Publication],
    settings: Bibliography,
    words: Language,
    holdings: Sequence[Holding],
) -> tuple[tuple[Publication, ...], list[Problem]]:
    """The publications in the citation form that is set, if any, with the words about each."""
    found, problems = {}, []
    if settings.style and publications:
        from ..bib.citing import MissingError, citations

        try:
            found = citations(publications, settings.style)
            lacking = (each.key for each in publications if each.key not in found)
            problems = [_unfit(key, settings.style, holdings) for key in lacking]
        except MissingError:
            advice = "install them with pip install 'cvtool[styles]'"
            message = f"this needs two packages more: {advice}"
            problems = [Problem(("bibliography", "style"), message)]
    return tuple(_worded(each, found.get(each.key), words) for each in publications), problems


def _worded(each: Publication, citation: Citation | None, words: Language) -> Publication:
    """The publication with what is said of it; the legend explains the marks in its citation."""
    if citation is None:
        return worded(each, words)
    return worded(replace(each, citation=citation.body), words, citation.people)


def _unfit(key: str, style: str, holdings: Sequence[Holding]) -> Problem:
    message = (
        f"'{key}' cannot be put in the form '{style}' and is shown in cvtool's "
        "own: look for a field with an unusual value"
    )
    for holding in holdings:
        if holding.key == key:
            return holding.place.warning(message)
    return Problem(("bibliography", "style"), message, WARNING)


def _unknown(keys: Sequence[str], known: Collection[str]) -> Iterator[Problem]:
    for index, key in enumerate(keys):
        if key not in known:
            message = f"nothing has the key '{key}'{suggestion(key, known)}"
            yield Problem(("bibliography", "exclude", index), message, WARNING, rests_on=_FILES)


@dataclass
class _Written:
    """Makes publications of what cv.yaml says of them; ``problems`` says what is wrong there."""

    from_bib: dict[str, Publication]
    owner: Owner
    words: Language
    settings: Bibliography
    keys: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

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
                self.problems.append(Problem((*here, "key"), message, rests_on=_FILES))
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
        return (NamedLink(self.words.phrases["links.doi" if is_doi else "link"], to.url),)

    def written(self, item: PublicationItem, path: Path) -> Publication:
        words, venue, title = self.words, item.publisher or "", item.name or ""
        authors = tuple(author_from_name(name, self.owner) for name in item.authors)
        year = str(item.release_date.year) if item.release_date else ""
        where = {"venue": venue if title else "", "location": item.location or ""}
        place = to_plain(words.fill("place", where, "publication"))
        address = doi_url(item.doi) if item.doi else None
        key = self.new_key(slug(title) or f"publication-{path[-1]}")
        unknown = frozenset(name for name in item.extensions if not name.startswith("x-"))
        return Publication(
            key=key,
            type="document",
            entry_type="misc",
            title=plain(title or self.instead(venue or item.doi or item.url or key, path)),
            authors=authors,
            venue=venue,
            imprint=imprint(words, place, year),
            date=item.release_date,
            doi=item.doi or "",
            url=item.url or address,
            links=(NamedLink(words.phrases["links.doi"], address),) if address and item.url else (),
            note=item.note or (),
            cut=cut(authors, self.settings.max_authors or 0, words),
            summary=(item.summary or ()) + self.points(item),
            keywords=tuple(item.keywords),
            selected=bool(item.selected),
            fields=facts(item, words, unknown),
        )

    def new_key(self, name: str) -> str:
        """The name, or, where another publication has it, the name with a number."""
        taken = self.keys | self.from_bib.keys()
        names = (name if number == 1 else f"{name}-{number}" for number in count(1))
        key = next(each for each in names if each not in taken)
        self.keys.add(key)
        return key

    def points(self, item: PublicationItem) -> Paragraphs:
        """The bullets as paragraphs: a publication has none of its own."""
        return tuple(
            join(" ", (plain(point_label(point, self.words)), point.text))
            for point in item.highlights
        )

    def instead(self, name: str, path: Path) -> str:
        message = f"missing: '{name}' stands in its place"
        self.problems.append(Problem((*path, "name"), message, WARNING))
        return name


def slug(text: str) -> str:
    """Letters and digits of any script, case folded, the rest as single hyphens.

    The dot that folding leaves behind an i, as of the Turkish capital, is no letter of its own.
    """
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    kept = ""
    for char in folded.replace(_DOT_ABOVE, ""):
        is_mark = kept[-1:].strip() and unicodedata.category(char) in _VOWEL_SIGNS
        kept += char if char.isalnum() or (is_mark and char not in _SELECTORS) else " "
    return "-".join(kept.split())
