"""What cv.yaml adds to publications: the homepages of co-authors, and how often each is cited."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from ..bib.owner import Owner
from ..model.problems import WARNING, Path, Problem, near, quoted, some
from ..model.publication import Author, Counts, Publication
from ..words import Language

FILES: tuple[Path, ...] = (("bibliography", "files"),)
"""What the keys of the bibliography come from."""


@dataclass
class Coauthors:
    """``homepages`` by name. ``found`` are the names that some author has."""

    homepages: Mapping[str, str]
    found: set[str] = field(default_factory=set)
    _known: dict[str, list[tuple[str, Owner]]] = field(default_factory=dict)
    _done: dict[Author, Author] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in self.homepages:
            owner = Owner((name,))
            for key in owner.keys:
                self._known.setdefault(key, []).append((name, owner))

    def named(self, publication: Publication) -> Publication:
        """The publication with the homepages of its authors."""
        authors = tuple(map(self._linked, publication.authors)) if self.homepages else ()
        same = authors == publication.authors or not authors
        return publication if same else replace(publication, authors=authors)

    def strangers(self, known: Collection[Publication]) -> Iterator[Problem]:
        """The people who wrote none of them."""
        authors = {it.name for each in known for it in each.authors if not it.is_owner}
        for name in (each for each in self.homepages if each not in self.found):
            message = f"no publication has an author {quoted(name)}{near(name, authors)}"
            yield Problem(("people", name), message, WARNING, rests_on=FILES)

    def _linked(self, author: Author) -> Author:
        if author not in self._done:
            names = [] if author.is_owner or author.is_rest else self._names(author)
            self.found.update(names)
            url = self.homepages[names[0]] if len(names) == 1 else ""
            self._done[author] = replace(author, url=url) if url else author
        return self._done[author]

    def _names(self, author: Author) -> list[str]:
        """Those that may be his: the one that is written so, where several may be, else all."""
        near = {
            name: owner
            for key in Owner.keys_of(author)
            for name, owner in self._known.get(key, ())
            if owner.matches(author)
        }
        exact = [name for name, owner in near.items() if owner.is_whole(author)]
        return exact[:1] or [*near]


def counted(each: Publication, counts: Counts, words: Language) -> Publication:
    """The publication with how often it is cited: ``Citations: 12 (May 2026)``."""
    count = counts.of(each)
    if count is None:
        return each
    when = f" ({words.date(counts.date)})" if counts.date else ""
    said = f"{words.phrases['citations']}{words.phrases['colon']}{count}{when}"
    return replace(each, citations=said)


def uncounted(counts: Counts, known: Collection[Publication]) -> Iterator[Problem]:
    """The keys of the file that no publication has."""
    own = {name for each in known for name in (each.key, each.doi.lower())}
    if strangers := [name for name in counts.by_key if name not in own]:
        message = f"no publication has these keys of the file: {some(strangers)}"
        path = ("bibliography", "citations")
        yield Problem(path, message, WARNING, rests_on=FILES)
