"""The slots of an Entry as the lines that readers see, the same in every format.

How a line is made of its parts stands in the file of the language; what the parts are stands here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeGuard

from ..model.entry import Entry, Facts
from ..model.inline import Inlines, Link, Paragraphs, Text, plain, to_plain
from ..words import Language
from ..words.patterns import Pattern, Value, Values

PARTS = frozenset(
    {
        *("name", "title", "organization", "position", "focus", "location", "when", "summary"),
        *("keywords", "details", "links", "parts", "url", "site"),
    }
)
"""What the lines of every kind may be made of, beside the fields of their own."""


def composed(entry: Entry, words: Language) -> Entry:
    """The entry with its ``head``, ``sub``, ``details_line`` and lines."""
    row = entry.row
    has_words = row.shape in ("words", "text")
    form = "words" if has_words else "dated" if row.dated_first else "entry"
    kinds = (entry.kind, form, "entry")
    values, whole = _values(entry, words), _whole(entry)

    def line(slot: str, **others: Value) -> Inlines:
        is_whole = slot in ("head", "line") and not _has_name(words.line(slot, *kinds))
        return words.fill(slot, {**values, **(whole if is_whole else {}), **others}, *kinds)

    details = line("details")
    return replace(
        entry,
        head=line("head"),
        sub=line("sub"),
        details_line=details,
        line=line("line", when=""),
        dated_line=line("line"),
        opening=_opening(
            entry,
            line("opening", organization=entry.organization, location=entry.location),
            details,
        ),
    )


def _has_name(pattern: Pattern | None) -> bool:
    return pattern is not None and any(name in ("name", "title") for name, _ in pattern.names())


def _whole(entry: Entry) -> Values:
    """What a line that says no name is made of: there none of these is said already."""
    names = ("organization", "position", "focus", "location")
    return {name: getattr(entry, name) or own(entry.facts).get(name, "") for name in names}


def _opening(entry: Entry, first: Inlines, details: Inlines) -> Paragraphs | None:
    """How it begins in llms-full.txt, for those kinds that have a form of their own there."""
    row = entry.row
    if not all(getattr(entry, slot) for slot in row.opens_with):
        return None
    lines = tuple(filter(None, (first, details if row.opens_with_details else ())))
    return lines if lines or row.opens_with_details else None


def own(facts: Facts) -> dict[str, Value]:
    """The fields of the entry by the names of cv.yaml, as parts of its lines."""
    return {name: each for name, each in facts.items() if _is_text(each)}


def _is_text(fact: Any) -> TypeGuard[Value]:
    is_list = isinstance(fact, list) and all(isinstance(each, str) for each in fact)
    return is_list or isinstance(fact, str)


def _values(entry: Entry, words: Language) -> Values:
    """The parts of the entry; what is its name already is not said once more."""
    name = _name(entry)
    linked = entry.url or ""
    links_organization = entry.row.is_at and entry.title and entry.organization
    return own(entry.facts) | {
        "name": name,
        "title": entry.title,
        "url": "" if links_organization else linked,
        "site": linked if links_organization else "",
        "organization": _beside(name, entry.organization),
        "position": _beside(name, entry.position),
        "focus": () if entry.focus and to_plain(entry.focus) == to_plain(name) else entry.focus,
        "location": _beside(name, entry.location),
        "when": entry.span.text if entry.span else "",
        "summary": list(entry.summary),
        "keywords": list(entry.keywords),
        "details": [each.line for each in entry.details],
        "links": _links(entry, words),
        "parts": [each.dated_line for each in entry.parts],
    }


def _name(entry: Entry) -> Inlines:
    """What the entry is called, or what comes nearest: the first of its slots that is filled."""
    address = entry.url if entry.url and not entry.row.dated_first else ""
    others = (entry.organization, entry.position, to_plain(entry.focus), entry.location, address)
    return entry.title or plain(next(filter(None, others), ""))


def _beside(name: Inlines, text: str) -> Inlines:
    return () if text == to_plain(name) else plain(text)


def _links(entry: Entry, words: Language) -> list[Inlines]:
    links: Sequence[tuple[str, str]] = [(link.name, link.url) for link in entry.links]
    if entry.row.dated_first and entry.url:
        links = [*links, (words.phrases["link"], entry.url)]
    return [(Link((Text(name),), url),) for name, url in links]
