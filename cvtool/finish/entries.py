"""Entries of the source -> Entry: which field of each kind fills which slot, and what it all says
to machines."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cache
from types import MappingProxyType
from typing import Any

from ..model.dates import PartialDate, Span
from ..model.entry import Bullet, Detail, Entry, Facts, NamedLink
from ..model.files import Picture
from ..model.inline import Inlines, Link, Text, folded, join, plain, to_plain, to_text
from ..model.kinds import KINDS, Kind
from ..model.later import pattern, replace
from ..model.memory import remembered, same
from ..model.plain import camel, prose, snake
from ..model.problems import Path
from ..model.prose import Blocks, opening, points
from ..model.scripts import space_behind
from ..source.entries import Talk
from ..source.fields import PRESENT, UNSAID, Figure, Point, Sign
from ..source.node import Node, fields_of
from ..words import Language
from ..words.patterns import Value, Values
from .composing import composed, says_parts

_GRADE = pattern(r"\d+([.,]\d+)?(\s*/\s*\d+([.,]\d+)?)?(\s*[(（].*|[,;，、]\s.*)?")
_WITHOUT_FIGURES = pattern(r"\D+")
_WORDED = pattern(r"[^\W\d_]{2,}[ .:\d]")
"""A number that says what it counts: ``US Patent 1``, ``EP1234567B1``, but not ``EP/V012345/1``."""
_SENTENCE_END = (".", "!", "?", ":", "。", "！", "？", "：", "…", "।", "؟")

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
        *("priority", "breaks", "image"),
    }
)
"""The source's fields that fill a slot in every kind of entry."""
_PARTS = {"positions": "position", "projects": "projects", "venues": "venue"}
"""The fields with the entries inside an entry, and the kind of these."""

_SUMMARIES = ("description", "summary", "text", "reference")
_LINKS = ("slides", "video")
_snake = cache(snake)


@remembered
def entry_of(kind: Kind, node: Node, words: Language, path: Path) -> Entry:
    """The finished entry of one node."""
    node = _at_one_venue(node, words)
    known, node = facts(node, words, _PARTS), _graded(node, words)
    fields, span = _texts(node), _span(kind, node, words)
    if span and any(date.words for date in (span.start, span.end) if date):
        fields = {"period": span.text, **fields}
        known = MappingProxyType({"period": span.text, **known})
    title = {**fields, "title": _line(node, kind.title, words)}
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
        points=tuple(_points(node, words, path)),
        keywords=tuple(map(_body, _get(node, "keywords") or ())),
        links=(
            *(NamedLink(name, url) for name, url in links if url),
            *_outdone(node, kind),
        ),
        parts=_parts(node, words, path),
        priority=_get(node, "priority"),
        breaks=_get(node, "breaks") or "",
        picture=picture_of(_get(node, "image")),
        facts=known,
        path=path,
    )
    return composed(found, words, fields)


def picture_of(said: Figure | None) -> Picture | None:
    """The picture with what stands for it."""
    if not said:
        return None
    return replace(said.file, alt=said.alt or "", is_logo=isinstance(said, Sign))


def _at_one_venue(node: Node, words: Language) -> Node:
    """A talk that was given at one venue, as if that were its event."""
    if not isinstance(node, Talk) or len(node.venues) != 1 or says_parts(words, "talks", "entry"):
        return node
    own, (venue,) = ("event", "location", "date", "period"), node.venues
    if any(_get(node, name) for name in own) or venue.extensions or (venue.url and node.url):
        return node
    said: dict[str, Any] = {"event": venue.name, "url": node.url or venue.url, "venues": []}
    return node.but(said | {name: _get(venue, name) for name in own[1:]})


def _graded(node: Node, words: Language) -> Node:
    """The node with its grade as readers write numbers."""
    score: Inlines = _get(node, "score") or ()
    said = tuple(Text(words.number(it.text)) if isinstance(it, Text) else it for it in score)
    return node if said == score else node.but({"score": said})


def _get(node: Node, name: str) -> Any:
    """What a field says that cv.yaml calls so; ``None`` where entries of the kind lack it."""
    return getattr(node, _snake(name), None)


def _outdone(node: Node, kind: Kind) -> Iterator[NamedLink]:
    """The links in a name that leads to the address of the entry instead."""
    url, name = _get(node, "url"), _get(node, kind.title) or ()
    if kind.is_at and not name:
        name = _get(node, kind.organization) or ()
    for each in name if url else ():
        if isinstance(each, Link) and each.url != url:
            yield NamedLink(to_plain(each.body), each.url)


def _line(node: Node, name: str, words: Language) -> Inlines:
    value = _get(node, name) or ()
    bodies = map(_body, value) if isinstance(value, list) else (_body(value),)
    return join(words.phrases["comma"], bodies)


def _body(value: str | Inlines) -> Inlines:
    return plain(value) if isinstance(value, str) else value


def _texts(node: Node) -> Values:
    """The fields that are texts, by the names of cv.yaml, as parts of the entry's lines."""
    named = ((camel(name), getattr(node, name)) for name in fields_of(type(node)))
    return {name: text for name, value in named if (text := _value(value))}


def _value(value: Any) -> Value:
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, str):
        return folded(value)
    if isinstance(value, list):
        return [_body(each) for each in value if isinstance(each, str | tuple)]
    return value if isinstance(value, tuple) and not _is_prose(value) else ()


def _is_prose(value: tuple[Any, ...]) -> bool:
    """Whether it is blocks, and not a line."""
    return any(isinstance(each, tuple) or hasattr(each, "kind") for each in value)


def _span(kind: Kind, node: Node, words: Language) -> Span | None:
    """When the entry was: its own wording, its date, or its start and end."""
    start, end = _get(node, "startDate"), _get(node, "endDate")
    running = end == PRESENT or (start is not None and end is None)
    end = None if running else end
    if date := _get(node, "date"):
        start, end, running = date, date, False
    first, last = (words.cut(each, kind.has_day) for each in (start, end))
    if period := _get(node, "period"):
        return Span(start, end, period)
    text = words.span(first, last, running)
    shown = (str(first or ""), str(last or ""))
    tables = words.in_numbers
    numbers = tables.span(first, last, running) if tables else ""
    return Span(start, end, text, shown, numbers) if text else None


def _points(node: Node, words: Language, path: Path) -> Iterator[Bullet]:
    for number, point in enumerate(_get(node, "highlights") or ()):
        at = (*path, "highlights", number)
        label = point_label(point, words)
        for said in [point.text] if label else points(point.text):
            if label or said:
                first = opening(said)[:1]
                text, more = join("", first), said[len(first) :]
                yield Bullet(label, text, more, point.priority, at)


def point_label(point: Point, words: Language) -> str:
    """The label of a bullet with the sign that sets it off from the text."""
    label = point.label or ""
    return label + words.phrases["lead"] if label and not label.endswith(_SENTENCE_END) else label


def _summary(kind: Kind, node: Node) -> Blocks:
    names = [name for name in _SUMMARIES if name not in kind.details]
    return tuple(block for name in names for block in _get(node, name) or ())


def _details(kind: Kind, node: Node, words: Language) -> Iterator[Detail]:
    """The fields that the kind has for details, and those that no slot takes."""
    taken = {kind.title, kind.organization, kind.position, *kind.details}
    fields = (camel(name) for name in fields_of(type(node)) if name not in _SHOWN)
    for name in (*kind.details, *(name for name in fields if name not in taken)):
        is_prose = name == "description"
        text = _get(node, name) or () if is_prose else _line(node, name, words)
        if text:
            slot = _slot(name, text)
            yield Detail(name, text, words.fill(slot, {slot: text}, "fields") or text)


def _slot(name: str, text: Inlines) -> str:
    """The label that a detail takes: a grade in figures has that of a score, be there words behind
    it; a number that has words has none, nor has a rank without a figure."""
    if name == "score" and _GRADE.fullmatch(to_plain(text)):
        return "gpa"
    says_itself = {"number": _WORDED.match, "rank": _WITHOUT_FIGURES.fullmatch}.get(name)
    return "worded" if says_itself and says_itself(to_plain(text)) else name


def _parts(node: Node, words: Language, path: Path) -> tuple[Entry, ...]:
    return tuple(
        entry_of(KINDS[kind], part, words, same((*path, name, index)))
        for name, kind in _PARTS.items()
        for index, part in enumerate(getattr(node, name, ()))
    )


def notes(bodies: Iterable[Blocks], words: Language, path: Path) -> tuple[Entry, ...]:
    """Plain entries: a text each."""
    texts = ((at, text) for at, body in enumerate(bodies) if body for text in points(body))
    plain = (Entry("notes", summary=text, path=(*path, at)) for at, text in texts)
    return tuple(composed(each, words) for each in plain)


def facts(node: Node, words: Language, leave_out: Collection[str] = ()) -> Facts:
    """What the model says, by the names of cv.yaml, without markup and without empty values.

    ``x-`` keys are as they are.
    """
    return MappingProxyType(_facts(node, words, leave_out))


def _facts(node: Node, words: Language, leave_out: Collection[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, info in fields_of(type(node)).items():
        alias, value = info.alias or name, getattr(node, name)
        is_no_fact = info.exclude or alias in UNSAID or alias in leave_out
        if is_no_fact or (name == "end_date" and value == PRESENT):
            continue
        fact = _fact(value, words, leave_out)
        if fact not in ("", None, [], {}):
            found[alias] = fact
    return found | {key: own for key, own in node.extensions.items() if key not in leave_out}


def _fact(value: Any, words: Language, leave_out: Collection[str]) -> Any:
    if isinstance(value, Figure):
        return ""  # it is the homepage's alone
    if isinstance(value, Point):
        label, text = point_label(value, words), prose(value.text, to_text)
        return f"{label}{space_behind(label)}{text}" if label else text
    if isinstance(value, Node):
        return _facts(value, words, leave_out)
    if isinstance(value, list):
        items = (_fact(item, words, leave_out) for item in value)
        return [item for item in items if item not in ("", None, {})]
    if isinstance(value, tuple):
        return prose(value, to_text) if _is_prose(value) else to_plain(value)
    if isinstance(value, PartialDate):
        return str(value)
    return folded(value) if isinstance(value, str) else value
