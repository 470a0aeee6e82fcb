"""Entries of the source -> Entry: which field of each kind fills which slot, and what it all says
to machines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from types import MappingProxyType
from typing import Any

from pydantic.alias_generators import to_camel, to_snake

from ..model.dates import PartialDate, Span
from ..model.entry import Bullet, Detail, Entry, Facts, NamedLink
from ..model.inline import Paragraphs, folded, plain, to_plain, to_text
from ..model.kinds import KINDS, Kind
from ..model.problems import Path
from ..source.fields import PRESENT, Node, Point
from ..words import Language
from .composing import composed, own

_GRADE = re.compile(r"\d+([.,]\d+)?(\s*/\s*\d+([.,]\d+)?)?")
_SENTENCE_END = (".", "!", "?", ":", "。", "！", "？", "：", "…")

_SHOWN = frozenset(
    {
        *("id", "url", "location", "summary", "highlights", "keywords", "focus", "text"),
        *(
            "start_date",
            "end_date",
            "date",
            "period",
            "slides",
            "video",
            "description",
            "reference",
        ),
        *("study_type", "area", "positions", "projects", "venues", "extensions"),
    }
)
"""The source's fields that fill a slot in every kind of entry."""
_PARTS = {"positions": "position", "projects": "projects", "venues": "venue"}
"""The fields with the entries inside an entry, and the kind of these."""

_PART_FIELDS = frozenset(_PARTS)
_SUMMARIES = ("description", "summary", "text", "reference")
_LINKS = ("slides", "video")
_snake = cache(to_snake)


def entry_of(kind: Kind, node: Node, words: Language, path: Path) -> Entry:
    """The finished entry of one node."""
    known, span = facts(node, words, _PART_FIELDS), _span(kind, node, words)
    if span and any(date.words for date in (span.start, span.end) if date):
        known = MappingProxyType({"period": span.text, **known})
    title = {**own(known), "title": plain(_line(node, kind.title, words))}
    links = ((words.phrases[name], _get(node, name)) for name in _LINKS)
    found = Entry(
        kind=kind.name,
        title=words.fill("title", title, kind.name, "entry"),
        organization=_line(node, kind.organization, words),
        position=_line(node, kind.position, words),
        focus=_get(node, "focus") or (),
        location=_line(node, "location", words),
        span=span,
        url=_get(node, "url"),
        details=tuple(_details(kind, node, words)),
        summary=_summary(kind, node),
        points=tuple(_points(node, words)),
        keywords=tuple(_get(node, "keywords") or ()),
        links=tuple(NamedLink(name, url) for name, url in links if url),
        parts=_parts(node, words, path),
        facts=known,
        path=path,
    )
    return composed(found, words)


def _get(node: Node, name: str) -> Any:
    """What a field says that cv.yaml calls so; ``None`` where entries of the kind lack it."""
    return getattr(node, _snake(name), None)


def _line(node: Node, name: str, words: Language) -> str:
    value = _get(node, name)
    return words.join(value) if isinstance(value, list) else value or ""


def _span(kind: Kind, node: Node, words: Language) -> Span | None:
    """When the entry was: its own wording, its date, or its start and end."""
    start, end = _get(node, "startDate"), _get(node, "endDate")
    running = end == PRESENT or (start is not None and end is None)
    end = None if running else end
    if date := _get(node, "date"):
        start, end, running = date, date, False
    first, last = (words.cut(each, kind.has_day) for each in (start, end))
    text = _get(node, "period") or words.span(first, last, running)
    return Span(start, end, text) if text else None


def _points(node: Node, words: Language) -> Iterator[Bullet]:
    for point in _get(node, "highlights") or ():
        label = point_label(point, words)
        if label or point.text:
            yield Bullet(label, point.text)


def point_label(point: Point, words: Language) -> str:
    """The label of a bullet with the sign that sets it off from the text."""
    label = point.label or ""
    return label + words.phrases["lead"] if label and not label.endswith(_SENTENCE_END) else label


def _summary(kind: Kind, node: Node) -> Paragraphs:
    names = [name for name in _SUMMARIES if name not in kind.details]
    return tuple(paragraph for name in names for paragraph in _get(node, name) or ())


def _details(kind: Kind, node: Node, words: Language) -> Iterator[Detail]:
    """The fields that the kind has for details, and those that no slot takes."""
    taken = {kind.title, kind.organization, kind.position, *kind.details}
    fields = (to_camel(name) for name in type(node).model_fields if name not in _SHOWN)
    for name in (*kind.details, *(name for name in fields if name not in taken)):
        is_prose = name == "description"
        text = _get(node, name) or () if is_prose else plain(_line(node, name, words))
        if text:
            slot = "gpa" if name == "score" and _GRADE.fullmatch(to_plain(text)) else name
            yield Detail(name, text, words.fill(slot, {slot: text}, "fields") or text)


def _parts(node: Node, words: Language, path: Path) -> tuple[Entry, ...]:
    return tuple(
        entry_of(KINDS[kind], part, words, (*path, name, index))
        for name, kind in _PARTS.items()
        for index, part in enumerate(getattr(node, name, ()))
    )


def notes(bodies: Iterable[Paragraphs], words: Language) -> tuple[Entry, ...]:
    """Plain entries: a text each."""
    return tuple(composed(Entry("notes", summary=body), words) for body in bodies if body)


def facts(node: Node, words: Language, leave_out: frozenset[str] = frozenset()) -> Facts:
    """What the model says, by the names of cv.yaml, without markup and without empty values.

    ``x-`` keys are as they are.
    """
    return MappingProxyType(_facts(node, words, leave_out))


def _facts(node: Node, words: Language, leave_out: frozenset[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, info in type(node).model_fields.items():
        alias, value = info.alias or name, getattr(node, name)
        if info.exclude or alias in leave_out or (name == "end_date" and value == PRESENT):
            continue
        fact = _fact(value, words, leave_out)
        if fact not in ("", None, [], {}):
            found[alias] = fact
    return found | {key: own for key, own in node.extensions.items() if key not in leave_out}


def _fact(value: Any, words: Language, leave_out: frozenset[str]) -> Any:
    if isinstance(value, Point):
        label, text = point_label(value, words), to_text(value.text)
        return f"{label} {text}" if label else text
    if isinstance(value, Node):
        return _facts(value, words, leave_out)
    if isinstance(value, list):
        items = (_fact(item, words, leave_out) for item in value)
        return [item for item in items if item not in ("", None, {})]
    if isinstance(value, tuple):
        paragraphs = value if value and isinstance(value[0], tuple) else (value,)
        return "\n\n".join(map(to_text, paragraphs))
    if isinstance(value, PartialDate):
        return str(value)
    return folded(value) if isinstance(value, str) else value
