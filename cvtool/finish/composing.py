"""The slots of an Entry as the lines that readers see, the same in every format.

How a line is made of its parts stands in the file of the language; what the parts are stands here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import MappingProxyType

from ..model.entry import Entry, Rows
from ..model.inline import Inlines, Link, Strong, Text, plain, to_plain
from ..model.later import replace
from ..model.prose import opening
from ..words import Language
from ..words.patterns import Value, Values

PARTS = frozenset(
    {
        *("name", "title", "organization", "position", "focus", "location", "when", "summary"),
        *("keywords", "details", "links", "parts", "url", "site"),
    }
)
"""What the lines of every kind may be made of, beside the fields of their own."""
_ABOVE = ("head", "sub", "details")
"""The lines of an entry with a heading that stand above what is inside it."""
_NOTHING: Values = MappingProxyType({})


def composed(entry: Entry, words: Language, fields: Values = _NOTHING) -> Entry:
    """The entry with its ``head``, ``sub``, ``details_line`` and lines.

    ``fields`` are its own fields by the names of cv.yaml, as parts of its lines.
    """
    row = entry.row
    has_words = row.shape in ("words", "text")
    form = "words" if has_words else "dated" if row.dated_first else "entry"
    kinds = (entry.kind, form, "entry")
    values, whole = _values(entry, words, fields), _whole(entry, fields)

    def says(slot: str, *names: str) -> bool:
        return not {name for name, _ in _names(words, slot, *kinds)}.isdisjoint(names)

    def line(slot: str, **others: Value) -> Inlines:
        is_whole = slot in ("head", "line") and not says(slot, "name", "title")
        return words.fill(slot, {**values, **(whole if is_whole else {}), **others}, *kinds)

    def rows() -> Rows:
        """The place where the line below the heading says it, the grade where the details do."""
        grades = [each for each in entry.details if each.name == "score"]
        grade = grades[0].line if grades and says("details", "details") else ()
        others = [each.line for each in entry.details if not (grade and each in grades)]
        return Rows(
            beside=grade,
            under=line("sub", location=""),
            place=_beside(_name(entry), entry.location) if says("sub", "location") else (),
            details=line("details", details=others),
            role=line("role") if values["position"] else (),
            employer=line("employer"),
        )

    is_label = row.shape == "words" and entry.title and entry.keywords
    label = {"name": (Strong(entry.title),)} if is_label else {}
    details = line("details")
    return replace(
        entry,
        head=line("head"),
        sub=line("sub"),
        details_line=details,
        rows=rows() if row.shape == "block" else Rows(),
        line=line("line", when="", **label),
        dated_line=line("line", **label),
        opening=_opening(
            entry,
            line("opening", organization=entry.organization, location=entry.location),
            details,
        ),
        says_parts=bool(entry.parts) and says_parts(words, *kinds),
    )


def says_parts(words: Language, *kinds: str) -> bool:
    """Whether the heading of an entry of these kinds says what is inside it."""
    return any(name == "parts" for slot in _ABOVE for name, _ in _names(words, slot, *kinds))


def _names(words: Language, slot: str, *kinds: str) -> Iterable[tuple[str, int]]:
    """The parts of a line."""
    pattern = words.line(slot, *kinds)
    return pattern.names() if pattern else ()


def _whole(entry: Entry, fields: Values) -> Values:
    """What a line that says no name is made of: there none of these is said already."""
    names = ("organization", "position", "focus", "location")
    return {name: getattr(entry, name) or fields.get(name, "") for name in names}


def _opening(entry: Entry, first: Inlines, details: Inlines) -> tuple[Inlines, ...] | None:
    """How it begins in llms-full.txt, for those kinds that have a form of their own there."""
    row = entry.row
    if not all(getattr(entry, slot) for slot in row.opens_with):
        return None
    lines = tuple(filter(None, (first, details if row.opens_with_details else ())))
    return lines if lines or row.opens_with_details else None


def _values(entry: Entry, words: Language, fields: Values) -> Values:
    """The parts of the entry; what is its name already is not said once more."""
    name = _name(entry)
    linked = entry.url or ""
    links_organization = entry.row.is_at and entry.title and _beside(name, entry.organization)
    return {
        **fields,
        "name": name,
        "title": entry.title,
        "url": "" if links_organization else linked,
        "site": linked if links_organization else "",
        "organization": _beside(name, entry.organization),
        "position": _beside(name, entry.position),
        "focus": _beside(name, entry.focus),
        "location": _beside(name, entry.location),
        "when": entry.span.text if entry.span else "",
        "summary": list(opening(entry.summary)),
        "keywords": list(entry.keywords),
        "details": [each.line for each in entry.details],
        "links": _links(entry, words),
        "parts": [each.dated_line for each in entry.parts],
    }


def _name(entry: Entry) -> Inlines:
    """What the entry is called, or what comes nearest: the first of its slots that is filled."""
    address = entry.url if entry.url and not entry.row.dated_first else ""
    slots = (entry.title, entry.organization, entry.position, entry.focus, entry.location)
    return next(filter(None, slots), plain(address))


def _beside(name: Inlines, text: Inlines) -> Inlines:
    return () if to_plain(text) == to_plain(name) else text


def _links(entry: Entry, words: Language) -> list[Inlines]:
    links: Sequence[tuple[str, str]] = [(link.name, link.url) for link in entry.links]
    if entry.row.dated_first and entry.url:
        links = [*links, (words.phrases["link"], entry.url)]
    return [(Link((Text(name),), url),) for name, url in links]
