"""The entries of cv.yaml and the publications as finished sections, by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from types import MappingProxyType
from typing import Any

from ..model.dates import newest_first
from ..model.document import Person, Section
from ..model.entry import Entry
from ..model.inline import plain
from ..model.kinds import Kind, kind_of
from ..model.later import replace
from ..model.memory import of_parts, remembered, same
from ..model.plain import camel, slug, snake
from ..model.problems import Path
from ..model.publication import Publication
from ..source import CV, CustomSection, Sections
from ..source.entries import Work
from ..source.node import Node, fields_of
from ..words import Language
from .cited import Cited
from .composing import composed
from .entries import entry_of, notes
from .listing import Manner, listed, shown

LISTS = tuple(
    camel(name) for name in fields_of(Sections) if name not in ("extensions", "publications")
)
"""The lists of entries, by their names in cv.yaml."""


Found = Mapping[str, tuple[Section, ...]]
"""Every section that has something to show, by the name that ``sections`` in cv.yaml uses."""


def sections_of(cv: CV, person: Person, cited: Cited, words: Language) -> Found:
    """The sections, but for the list of publications."""
    found: dict[str, tuple[Section, ...]] = {each.id: (each,) for each in _of_person(person, words)}
    for name in LISTS:
        if entries := _entries(cv, kind_of(name), words, ()):
            heading = words.phrases.get(name, name[:1].upper() + name[1:])
            found[name] = (Section(name, name, heading, entries=entries),)
    for index, custom in enumerate(cv.custom):
        section = _custom(custom, words, index, cited.of_custom[index])
        if section.entries or section.publications or section.summary:
            found[section.id] = (section,)
    return found


def with_publications(cv: CV, found: Found, cited: Cited, manner: Manner, words: Language) -> Found:
    """The sections with the list of publications, and theirs in those of the user's own."""
    own = {}
    for index, custom in enumerate(cv.custom):
        if of_custom := cited.of_custom[index]:
            publications = shown(of_custom, manner)
            name = custom_id(custom, index)
            own[name] = tuple(replace(each, publications=publications) for each in found[name])
    return {**found, **listed(cited.main, cited.others, manner, words), **own}


def custom_id(custom: CustomSection, index: int) -> str:
    """The name by which an order may call the section: ``custom-0`` where no letter makes one."""
    return "-".join((custom.id or "").split()) or slug(custom.heading) or f"custom-{index}"


def _of_person(person: Person, words: Language) -> Iterator[Section]:
    headings = words.phrases
    if person.summary:
        yield Section("summary", "summary", headings["summary"], person.summary)
    if person.focus or person.topics:
        topics = Entry("topics", title=plain(headings["topics"]), keywords=person.topics)
        entries = (composed(topics, words),) if person.topics else ()
        focus = (person.focus,) if person.focus else ()
        yield Section("research", "research", headings["research"], focus, entries)
    if person.keywords:
        entries = (composed(Entry("keywords", keywords=person.keywords), words),)
        yield Section("keywords", "keywords", headings["keywords"], entries=entries)


def _entries(node: Sections, kind: Kind, words: Language, path: Path) -> tuple[Entry, ...]:
    nodes: list[Node] = getattr(node, snake(kind.name))
    inside = (*path, kind.name)
    if kind.name == "work":
        return tuple(_employed(nodes, words, inside))
    found = tuple(entry_of(kind, each, words, same((*inside, at))) for at, each in enumerate(nodes))
    return _latest_first(found) if kind.dated_first else found


def _employed(nodes: Sequence[Any], words: Language, path: Path) -> Iterator[Entry]:
    """The entries of work: jobs in a row at one employer stand under its name."""
    groups: list[list[tuple[Path, Any]]] = []
    for index, each in enumerate(nodes):
        if not groups or not _is_one_employer([*(job for _, job in groups[-1]), each]):
            groups.append([])
        groups[-1].append(((*path, index), each))
    for group in groups:
        (at, first), *others = group
        own = () if others else (entry_of(kind_of("work"), first, words, same(at)),)
        yield from own or (_employer(group, words),)


def _is_one_employer(jobs: Sequence[Work]) -> bool:
    """Whether all that is said of the employer is the same, and each has a title of its own."""
    known = {(job.name, job.url, job.description) for job in jobs}
    places = {job.location for job in jobs if job.location}
    are_plain = all(job.name and job.position and not job.positions for job in jobs)
    return len(known) == 1 and len(places) <= 1 and are_plain


def _employer(jobs: Sequence[tuple[Path, Work]], words: Language) -> Entry:
    """The employer without a place in cv.yaml of its own, and the jobs as its positions. The place
    goes with it where all have it."""
    _, first = jobs[0]
    is_there = all(job.location for _, job in jobs)
    shared = ("name", "url", "description", *(["location"] if is_there else []))
    own = Work(**{name: getattr(first, name) for name in shared}, breaks=first.breaks)
    less = dict.fromkeys(shared)
    positions = [entry_of(kind_of("position"), job.but(less), words, path) for path, job in jobs]
    positions[0] = replace(positions[0], breaks="")
    return replace(entry_of(kind_of("work"), own, words, ()), parts=tuple(positions))


def _latest_first(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """By date, as written where that ties. What has none stays behind what it followed."""
    dated: tuple[int, ...] = ()
    keys = []
    for each in entries:
        if each.span and each.span.start:
            dated = newest_first(each.span.start)
        keys.append(dated)
    pairs = sorted(zip(keys, entries, strict=True), key=itemgetter(0))
    return tuple(each for _, each in pairs)


def _custom(
    custom: CustomSection, words: Language, index: int, publications: tuple[Publication, ...]
) -> Section:
    at: Path = ("custom", index)
    entries = notes(custom.notes, words, (*at, "notes"))
    for kind in sorted(map(kind_of, LISTS), key=_weight):
        entries += _entries(custom, kind, words, at)
    kinds = {each.kind for each in entries} | ({"publications"} if publications else set())
    return Section(
        id=custom_id(custom, index),
        kind=kinds.pop() if len(kinds) == 1 else "mixed",
        heading=custom.heading,
        summary=custom.summary or (),
        entries=entries,
        publications=publications,
        extensions=MappingProxyType(dict(custom.extensions)),
        path=at,
    )


def _weight(kind: Kind) -> tuple[bool, bool]:
    """Entries of a line come before those with a heading, under which they would seem to stand."""
    return kind.shape == "block", kind.has_heading


def spoken(sections: Iterable[Section]) -> Iterator[Section]:
    """The sections without what readers see nothing of: data has the keys of the user's own."""
    return filter(None, map(_spoken, sections))


@remembered
def _spoken(section: Section) -> Section | None:
    entries = tuple(each for each in section.entries if not each.is_silent)
    inside = tuple(spoken(section.sections))
    if entries or inside or section.publications or section.summary:
        return of_parts(replace(section, entries=entries, sections=inside))
    return None
