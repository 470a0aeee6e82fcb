"""The slots of an Entry as the lines that readers see, the same in every format."""

from __future__ import annotations

from dataclasses import replace

from ..model.document import Detail, Entry
from ..model.inline import Inlines, Link, Paragraphs, Text, join, plain, to_plain
from .words import Words

_WIDE = ("：", "。", "、", "；")
"""Punctuation that brings its own space along."""


def composed(entry: Entry, words: Words) -> Entry:
    """The entry with its ``head``, ``sub``, ``details_line`` and lines."""
    head = _head(entry)
    named = _line(entry, head, words)
    return replace(
        entry,
        head=head,
        sub=_sub(entry),
        details_line=join(" · ", (_detail(each) for each in entry.details)),
        line=_aside(entry, named, words),
        dated_line=_dated(entry, named, words),
        opening=_opening(entry, join(" · ", map(_detail, entry.details))),
    )


def _detail(detail: Detail) -> Inlines:
    return join("" if detail.label.endswith(_WIDE) else " ", (plain(detail.label), detail.text))


def _name(entry: Entry) -> Inlines:
    """What the entry is called, or what comes nearest: the first of its slots that is filled."""
    address = entry.url if entry.url and not entry.dated_first else ""
    others = (entry.organization, entry.position, to_plain(entry.focus), entry.location, address)
    return entry.title or plain(next(filter(None, others), ""))


def _beside(entry: Entry, *bodies: Inlines) -> tuple[Inlines, ...]:
    """The bodies but the one that is the entry's name already."""
    name = to_plain(_name(entry))
    return tuple(body for body in bodies if to_plain(body) != name)


def _links_organization(entry: Entry) -> bool:
    return bool(entry.kind == "education" and entry.title and entry.organization)


def _head(entry: Entry) -> Inlines:
    body = _name(entry)
    is_linked = body and entry.url and not _links_organization(entry)
    return (Link(body, entry.url),) if is_linked and entry.url else body


def _organization(entry: Entry) -> Inlines:
    body = join("", _beside(entry, plain(entry.organization)))
    return (Link(body, entry.url),) if entry.url and _links_organization(entry) else body


def _sub(entry: Entry) -> Inlines:
    role = join(" — ", _beside(entry, plain(entry.position), entry.focus))
    return join(" · ", (role, _organization(entry), *_beside(entry, plain(entry.location))))


def _line(entry: Entry, head: Inlines, words: Words) -> Inlines:
    """What the entry is called, with its role and what stands beside it."""
    labels = words.labels
    keywords = plain(words.join(entry.keywords))
    is_words = entry.is_words
    details = tuple(_detail(each) for each in entry.details)
    if is_words:
        level = join(labels["comma"], details)
        what = join(labels["colon"], (_bracketed(head, level, words), keywords))
    else:
        place = _beside(entry, plain(entry.location))
        beside = (*_beside(entry, entry.focus), _organization(entry), *place, *details)
        what = join(labels["beside"], (head, *beside))
    parts = join(labels["semicolon"], (part.dated_line for part in entry.parts))
    position = join("", _beside(entry, plain(entry.position)))
    return join(labels["colon"], (position, what, parts))


def _aside(entry: Entry, named: Inlines, words: Words) -> Inlines:
    """The named entry, and what else its line says."""
    keywords = () if entry.is_words else plain(words.join(entry.keywords))
    summary = join(" ", entry.summary)
    return join(" · ", (join(" — ", (named, summary)), keywords, _links(entry, words)))


def _dated(entry: Entry, named: Inlines, words: Words) -> Inlines:
    date = plain(entry.span.text) if entry.span else ()
    if entry.dated_first:
        return join(words.labels["colon"], (date, _aside(entry, named, words)))
    return _aside(entry, _bracketed(named, date, words), words)


def _links(entry: Entry, words: Words) -> Inlines:
    links = [(link.name, link.url) for link in entry.links]
    if entry.dated_first and entry.url:
        links.append((words.labels["link"], entry.url))
    return join(", ", ((Link(plain(name), url),) for name, url in links))


def _bracketed(body: Inlines, aside: Inlines, words: Words) -> Inlines:
    """The body with the aside in brackets; without, where only one of them is there."""
    if not body or not aside:
        return body or aside
    return (*body, Text(words.labels["bracket"]), *aside, Text(words.labels["bracketEnd"]))


def _opening(entry: Entry, details: Inlines) -> Paragraphs | None:
    """How it begins in llms-full.txt, for those kinds that have a form of their own there."""
    when = plain(entry.span.text) if entry.span else ()
    place = (plain(entry.organization), plain(entry.location))
    aside = (Text(" ("), *when, Text(")")) if when else ()
    match entry.kind:
        case "education":
            return tuple(filter(None, (join(", ", (entry.title, *place, when)), details)))
        case "talks":
            title = (Text('"'), *entry.title, Text('"'))
            return ((*join(", ", (title, *place)), *aside),)
        case "press" if entry.url and entry.title:
            return ((*join(", ", (entry.title, *place)), *aside),)
        case "news" if entry.summary:
            return (join(": ", (when, join(" ", entry.summary))),)
    return None
