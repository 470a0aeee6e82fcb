"""Entries of the source -> Entry: which field of each kind fills which slot that readers see."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic.alias_generators import to_camel, to_snake

from ..model.document import Bullet, Detail, Entry, NamedLink
from ..model.inline import Inlines, Paragraphs, plain
from ..model.kinds import KINDS, Kind
from ..model.problems import Path
from ..source.fields import Node, Point
from .composing import composed, own
from .facts import facts
from .words import Words, point_label

_GRADE = re.compile(r"\d+([.,]\d+)?(\s*/\s*\d+([.,]\d+)?)?")


_SHOWN = frozenset(
    {
        *("url", "location", "summary", "highlights", "keywords", "focus", "text", "reference"),
        *("start_date", "end_date", "date", "period", "slides", "video", "description"),
        *("study_type", "area", "positions", "projects", "venues", "extensions"),
    }
)
"""The source's fields that fill a slot in every kind of entry."""
_PARTS = {"positions": "position", "projects": "projects", "venues": "venue"}
"""The fields with the entries inside an entry, and the kind of these."""

_PART_FIELDS = frozenset(_PARTS)
_SUMMARIES = ("description", "summary", "text", "reference")
_LINKS = ("slides", "video")


def entry(kind: Kind, node: Node, words: Words, path: Path) -> Entry:
    """The finished entry of one node."""
    read = _Reader(node, words)
    known = facts(node, words, _PART_FIELDS)
    title = {**own(known), "title": read.plain(kind.title)}
    found = Entry(
        kind=kind.name,
        title=words.language.fill("title", title, kind.name, "entry"),
        organization=read.line(kind.organization),
        position=read.line(kind.position),
        focus=read.prose("focus"),
        location=read.line("location"),
        span=words.span(node),
        url=read.get("url"),
        details=_details(kind, read),
        summary=_summary(kind, read),
        points=read.points(),
        keywords=tuple(read.get("keywords") or ()),
        links=tuple(
            NamedLink(words.labels[name], url) for name in _LINKS if (url := read.get(name))
        ),
        parts=_parts(node, words, path),
        facts=known,
        path=path,
    )
    return composed(found, words)


@dataclass
class _Reader:
    node: Node
    words: Words

    def get(self, name: str) -> Any:
        return getattr(self.node, to_snake(name), None) if name else None

    def line(self, name: str) -> str:
        value = self.get(name)
        return self.words.join(value) if isinstance(value, list) else value or ""

    def plain(self, name: str) -> Inlines:
        return plain(self.line(name))

    def prose(self, name: str) -> Inlines:
        return self.get(name) or ()

    def paragraphs(self, name: str) -> Paragraphs:
        return self.get(name) or ()

    def points(self) -> tuple[Bullet, ...]:
        found: list[Point] = self.get("highlights") or []
        finished = (_point(point, self.words) for point in found)
        return tuple(point for point in finished if point.label or point.text)


def _point(point: Point, words: Words) -> Bullet:
    return Bullet(point_label(point.label or "", words), point.text)


def _summary(kind: Kind, read: _Reader) -> Paragraphs:
    names = [name for name in _SUMMARIES if name not in kind.details]
    return tuple(paragraph for name in names for paragraph in read.paragraphs(name))


def _details(kind: Kind, read: _Reader) -> tuple[Detail, ...]:
    found = []
    for name in (*kind.details, *_others(kind, read.node)):
        text = read.prose(name) if name == "description" else read.plain(name)
        if text:
            found.append(Detail(name, text, _labelled(name, text, read)))
    return tuple(found)


def _others(kind: Kind, node: Node) -> Iterator[str]:
    """The fields that no slot takes."""
    taken = {kind.title, kind.organization, kind.position, *kind.details}
    for name in type(node).model_fields:
        if name not in _SHOWN and to_camel(name) not in taken:
            yield to_camel(name)


def _labelled(name: str, text: Inlines, read: _Reader) -> Inlines:
    slot = "gpa" if name == "score" and _GRADE.fullmatch(read.line(name)) else name
    return read.words.language.fill(slot, {slot: text}, "fields") or text


def _parts(node: Node, words: Words, path: Path) -> tuple[Entry, ...]:
    return tuple(
        entry(KINDS[kind], part, words, (*path, name, index))
        for name, kind in _PARTS.items()
        for index, part in enumerate(getattr(node, name, ()))
    )


def notes(bodies: Iterable[Paragraphs], words: Words) -> tuple[Entry, ...]:
    """Plain entries: a text each."""
    return tuple(composed(Entry("notes", summary=body), words) for body in bodies if body)
