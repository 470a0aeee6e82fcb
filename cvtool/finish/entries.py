"""Entries of the source -> Entry: which field of each kind fills which slot that readers see."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from pydantic.alias_generators import to_camel

from ..model.document import Detail, Entry, NamedLink
from ..model.document import Point as FinishedPoint
from ..model.inline import Inlines, Paragraphs, plain
from ..model.problems import Path
from ..source.fields import Node, Point
from .composing import composed
from .facts import facts
from .words import Words, point_label

_GRADE = re.compile(r"\d+([.,]\d+)?(\s*/\s*\d+([.,]\d+)?)?")


@dataclass(frozen=True)
class Slots:
    """The names of the source's fields that fill the slots of an Entry."""

    title: str = "name"
    organization: str = ""
    position: str = "position"
    details: tuple[str, ...] = ()


KINDS: dict[str, Slots] = {
    "work": Slots(details=("description",)),
    "volunteer": Slots("organization"),
    "education": Slots("", "institution", "", ("score", "rank", "advisor", "thesis", "courses")),
    "awards": Slots("title", "awarder", ""),
    "certificates": Slots("name", "issuer", ""),
    "skills": Slots("name", details=("level",)),
    "languages": Slots("language", details=("fluency",)),
    "interests": Slots("name"),
    "references": Slots("name"),
    "projects": Slots("name", "entity", "roles", ("type",)),
    "open_source": Slots("name", "entity", "roles", ("type",)),
    "news": Slots(""),
    "talks": Slots("name", "event", "", ("type",)),
    "service": Slots("organization"),
    "teaching": Slots("name", "institution", details=("study_type",)),
    "supervision": Slots("name", "institution", details=("study_type", "thesis")),
    "grants": Slots("title", "awarder", details=("amount", "number")),
    "patents": Slots("title", "issuer", "", ("number", "status", "inventors")),
    "press": Slots("title", "publisher", ""),
    "position": Slots(""),
    "venue": Slots("name"),
}

_SUMMARIES = ("description", "summary", "text", "reference")
_LINKS = ("slides", "video")


def entry(kind: str, node: Node, words: Words, path: Path) -> Entry:
    """The finished entry of one node. ``kind`` is a key of ``KINDS`` in snake_case."""
    slots = KINDS[kind]
    read = _Reader(node, words, path)
    found = Entry(
        kind=to_camel(kind),
        title=_degree(read) if kind == "education" else read.plain(slots.title),
        organization=read.line(slots.organization),
        position=read.line(slots.position),
        focus=read.prose("focus"),
        location=read.line("location"),
        span=words.span(node, path),
        url=read.get("url"),
        details=_details(slots.details, read),
        summary=_summary(slots, read),
        points=read.points(),
        keywords=words.lines(read.get("keywords") or (), (*path, "keywords")),
        links=tuple(
            NamedLink(words.labels[name], url) for name in _LINKS if (url := read.get(name))
        ),
        parts=_parts(node, words, path),
        facts=facts(node, words, path),
        path=path,
    )
    return composed(found, words)


@dataclass
class _Reader:
    node: Node
    words: Words
    path: Path

    def get(self, name: str) -> Any:
        return getattr(self.node, name, None) if name else None

    def _path(self, name: str) -> Path:
        return (*self.path, to_camel(name))

    def line(self, name: str) -> str:
        value = self.get(name)
        if isinstance(value, list):
            return self.words.join(self.words.lines(value, self._path(name)))
        return self.words.line(value, self._path(name))

    def plain(self, name: str) -> Inlines:
        return plain(self.line(name))

    def prose(self, name: str) -> Inlines:
        return self.words.prose(self.get(name), self._path(name))

    def paragraphs(self, name: str) -> Paragraphs:
        return self.words.paragraphs(self.get(name), self._path(name))

    def points(self) -> tuple[FinishedPoint, ...]:
        found: list[Point] = self.get("highlights") or []
        pairs = ((point, (*self._path("highlights"), i)) for i, point in enumerate(found))
        finished = (_point(point, self.words, path) for point, path in pairs)
        return tuple(point for point in finished if point.label or point.text)


def _point(point: Point, words: Words, path: Path) -> FinishedPoint:
    label = point_label(words.line(point.label, path), words)
    return FinishedPoint(label, words.prose(point.text, path))


def _summary(slots: Slots, read: _Reader) -> Paragraphs:
    names = [name for name in _SUMMARIES if name not in slots.details]
    return tuple(paragraph for name in names for paragraph in read.paragraphs(name))


def _degree(read: _Reader) -> Inlines:
    degree, area = read.line("study_type"), read.line("area")
    if degree and area:
        return plain(read.words.labels["degree"].format(studyType=degree, area=area))
    return plain(degree or area)


def _details(names: tuple[str, ...], read: _Reader) -> tuple[Detail, ...]:
    found = []
    for name in names:
        text = read.prose(name) if name == "description" else read.plain(name)
        if text:
            found.append(Detail(to_camel(name), _detail_label(name, read), text))
    return tuple(found)


def _detail_label(name: str, read: _Reader) -> str:
    if name == "score":
        return read.words.labels["gpa"] if _GRADE.fullmatch(read.line(name)) else ""
    return read.words.labels.get(to_camel(name), "")


_PARTS = (("positions", "position"), ("projects", "projects"), ("venues", "venue"))


def _parts(node: Node, words: Words, path: Path) -> tuple[Entry, ...]:
    return tuple(
        entry(kind, part, words, (*path, name, index))
        for name, kind in _PARTS
        for index, part in enumerate(getattr(node, name, ()))
    )


def notes(texts: list[Any], words: Words, path: Path) -> tuple[Entry, ...]:
    """Plain entries: a text each."""
    bodies = (words.paragraphs(text, (*path, index)) for index, text in enumerate(texts))
    return tuple(composed(Entry("notes", summary=body), words) for body in bodies if body)
