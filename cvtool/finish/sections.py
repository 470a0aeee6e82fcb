"""The entries of cv.yaml and the publications as finished sections, by name."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from pydantic.alias_generators import to_camel, to_snake

from ..model.dates import newest_first
from ..model.document import Entry, Person, Publication, Section
from ..model.inline import plain
from ..model.kinds import Kind, kind_of
from ..model.problems import Path
from ..source import CV, CustomSection, Sections
from .cited import Cited
from .composing import composed
from .entries import entry, notes
from .listing import listed
from .words import Words, slug

LISTS = tuple(
    to_camel(name) for name in Sections.model_fields if name not in ("extensions", "publications")
)
"""The lists of entries, by their names in cv.yaml."""


def sections(cv: CV, person: Person, cited: Cited, words: Words) -> dict[str, tuple[Section, ...]]:
    """Every section that has something to show, by the name that cv.yaml uses for it."""
    found: dict[str, tuple[Section, ...]] = {
        name: (section,) for name, section in _of_person(person, words)
    }
    for name in LISTS:
        if entries := _entries(cv, kind_of(name), words, ()):
            found[name] = (Section(name, name, heading_of(name, words), entries=entries),)
    found |= listed(cited.main, cv.bibliography, words)
    for index, custom in enumerate(cv.custom):
        section = _custom(custom, words, ("custom", index), cited.of_custom[index])
        if section.entries or section.publications:
            found[section.id] = (section,)
    return found


def custom_id(custom: CustomSection, path: Path) -> str:
    """The name by which an order may call the section: ``custom-0`` where no letter makes one."""
    return custom.id or slug(custom.heading) or _numbered(path)


def _numbered(path: Path) -> str:
    return "-".join(map(str, path))


def _of_person(person: Person, words: Words) -> Iterator[tuple[str, Section]]:
    labels = words.labels
    if person.summary:
        yield "summary", Section("summary", "summary", labels["summary"], person.summary)
    if person.focus or person.topics:
        topics = composed(
            Entry("topics", title=plain(labels["topics"]), keywords=person.topics), words
        )
        entries = (topics,) if person.topics else ()
        focus = (person.focus,) if person.focus else ()
        yield "research", Section("research", "research", labels["research"], focus, entries)
    if person.keywords:
        entries = (composed(Entry("keywords", keywords=person.keywords), words),)
        yield "keywords", Section("keywords", "keywords", labels["keywords"], entries=entries)


def heading_of(name: str, words: Words) -> str:
    """The usual heading of a section, or its name where the language has none for it."""
    return words.labels.get(name, name[:1].upper() + name[1:])


def _entries(node: Sections, kind: Kind, words: Words, path: Path) -> tuple[Entry, ...]:
    here = (*path, kind.name)
    nodes = enumerate(getattr(node, to_snake(kind.name)))
    found = tuple(entry(kind, each, words, (*here, index)) for index, each in nodes)
    return _latest_first(found) if kind.dated_first else found


def _latest_first(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """By date, as written where that ties. What has none stays behind what it followed."""
    dated: tuple[int, ...] = ()
    keys = []
    for each in entries:
        if each.span and each.span.start:
            dated = newest_first(each.span.start)
        keys.append(dated)
    return tuple(
        each for _, each in sorted(zip(keys, entries, strict=True), key=lambda pair: pair[0])
    )


def _custom(
    custom: CustomSection, words: Words, path: Path, publications: tuple[Publication, ...]
) -> Section:
    entries = notes(custom.notes, words)
    kinds = [name for name in LISTS if getattr(custom, to_snake(name))]
    kinds += ["notes"] if entries else []
    kinds += ["publications"] if publications else []
    for kind in sorted(map(kind_of, LISTS), key=_weight):
        entries += _entries(custom, kind, words, path)
    return Section(
        id=custom_id(custom, path),
        kind=kinds[0] if len(kinds) == 1 else "mixed",
        heading=custom.heading,
        summary=custom.summary or (),
        entries=entries,
        publications=publications,
        extensions=MappingProxyType(dict(custom.extensions)),
    )


def _weight(kind: Kind) -> int:
    """Entries of a line come before those with a heading, under which they would seem to stand."""
    return 2 if kind.has_heading else 1 if kind.shape == "block" else 0
