"""The slots of an Entry as the lines that readers see, the same in every format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ..document import Entry
from ..inline import Inlines, Link, Text, plain
from .words import Words

WORD_KINDS = frozenset({"skills", "interests", "topics", "keywords"})
"""Kinds whose keywords are what they say, and not an addition to it."""


def composed(entry: Entry, words: Words) -> Entry:
    """The entry with its ``head``, ``sub``, ``details_line`` and ``line``."""
    head = _head(entry)
    details = join(" · ", (join(" ", (plain(d.label), d.text)) for d in entry.details))
    return replace(
        entry,
        head=head,
        sub=_sub(entry, head),
        details_line=details,
        line=_line(entry, head, words),
    )


def join(separator: str, bodies: Iterable[Inlines]) -> Inlines:
    """The bodies that are not empty, with the separator between them."""
    joined: Inlines = ()
    for body in bodies:
        if body:
            joined += ((Text(separator),) if joined else ()) + body
    return joined


def _head(entry: Entry) -> Inlines:
    body = entry.title or plain(entry.organization) or plain(entry.position)
    is_linked = entry.url and (entry.title or entry.organization) and entry.kind != "education"
    return (Link(body, entry.url),) if is_linked and entry.url else body


def _organization(entry: Entry) -> Inlines:
    body = plain(entry.organization) if entry.title else ()
    return (Link(body, entry.url),) if body and entry.url and entry.kind == "education" else body


def _sub(entry: Entry, head: Inlines) -> Inlines:
    position = plain(entry.position) if head != plain(entry.position) else ()
    role = join(" — ", (position, entry.focus))
    return join(" · ", (role, _organization(entry), plain(entry.location)))


def _line(entry: Entry, head: Inlines, words: Words) -> Inlines:
    labels = words.labels
    position = plain(entry.position) if head != plain(entry.position) else ()
    keywords = plain(words.join(entry.keywords))
    is_words = entry.kind in WORD_KINDS
    name = join(labels["colon"], (head, keywords if is_words else ()))
    details = (join(" ", (plain(d.label), d.text)) for d in entry.details)
    what = join(
        labels["comma"],
        (name, entry.focus, _organization(entry), plain(entry.location), *details),
    )
    parts = join(labels["semicolon"], (_with_span(part) for part in entry.parts))
    named = join(labels["colon"], (position, what, parts))
    links = join(", ", ((Link(plain(link.name), link.url),) for link in entry.links))
    aside = () if is_words else keywords
    summary = join(" ", entry.summary)
    return join(" · ", (join(" — ", (named, summary)), aside, links))


def _with_span(entry: Entry) -> Inlines:
    return (*entry.line, *_bracketed_span(entry))


def _bracketed_span(entry: Entry) -> Inlines:
    return (Text(f" ({entry.span.text})"),) if entry.span else ()
