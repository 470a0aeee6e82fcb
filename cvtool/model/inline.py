"""Inline markup: a small Markdown (emphasis, strong, code, links) as a tree.

The syntax is CommonMark's inline part without images, entities, hard breaks and raw HTML, but for
``<sub>`` and ``<sup>``. A backslash escapes only the characters that this markup uses, so that
``50\\%`` stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .problems import quoted
from .scripts import SUBSCRIPTS, SUPERSCRIPTS, subscript, superscript, written

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token


@dataclass(frozen=True, slots=True)
class Text:
    """Words without markup."""

    text: str


@dataclass(frozen=True, slots=True)
class Emph:
    """Emphasis, shown in italics."""

    body: Inlines


@dataclass(frozen=True, slots=True)
class Strong:
    """Strong emphasis, shown in bold."""

    body: Inlines


@dataclass(frozen=True, slots=True)
class Sub:
    """A subscript."""

    body: Inlines


@dataclass(frozen=True, slots=True)
class Sup:
    """A superscript."""

    body: Inlines


@dataclass(frozen=True, slots=True)
class Code:
    """A piece of code, shown as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link; ``url`` is as it was written."""

    body: Inlines
    url: str


Inline = Text | Emph | Strong | Sub | Sup | Code | Link
Inlines = tuple[Inline, ...]
Paragraphs = tuple[Inlines, ...]

_DEEPEST = 20
_UNSAFE_SCHEMES = ("javascript", "vbscript", "data", "file")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):\S")
_ESCAPED = re.compile(r"\\([\\*_`\[\]<>~]|&(?=#?\w+;)|!(?=\[))")
_INSIDE = r"(?!</?su[bp]>)."
_SCRIPT = re.compile(
    rf"<(su[bp])>((?:{_INSIDE}|<(su[bp])>(?:{_INSIDE})*</\3>)+)</\1>", re.IGNORECASE
)
_MARKUP = re.compile(r"[\\*_`\[<]")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_WHITESPACE = re.compile(r"[ \t\r\n]+")


def plain(text: str) -> Inlines:
    """Text that holds no markup, its white space folded; ``()`` for none."""
    line = folded(text)
    return (Text(line),) if line else ()


def folded(text: str) -> str:
    """The text in one line, each white space one blank."""
    return _WHITESPACE.sub(" ", text).strip()


def parse(text: str) -> Inlines:
    """One run of Markdown text as nodes; line breaks fold to spaces. Never fails."""
    if not _MARKUP.search(text):
        return plain(text)
    tokens = _parser().parseInline(folded(text))
    return _nodes(tokens[0].children or [])


def commonmark(text: str) -> Inlines:
    """One run of text as CommonMark itself would read it, raw HTML and images apart."""
    tokens = _commonmark().parseInline(text)
    return _nodes(tokens[0].children or [])


def paragraphs(text: str) -> Paragraphs:
    """Markdown text that blank lines divide into paragraphs."""
    return tuple(body for part in _BLANK_LINE.split(text) if (body := parse(part)))


def in_runs(body: Iterable[Inline]) -> Inlines:
    """The body with texts that follow one another as one, as a line of it is broken as a whole."""
    joined: list[Inline] = []
    for node in body:
        last = joined[-1] if joined else None
        if isinstance(node, Text) and isinstance(last, Text):
            joined[-1] = Text(last.text + node.text)
        else:
            joined.append(node)
    return tuple(joined)


def to_plain(body: Sequence[Inline]) -> str:
    """The words alone; a link leaves its text."""
    return "".join(
        node.text if isinstance(node, Text | Code) else _set(node, to_plain(node.body))
        for node in body
    )


def _set(node: Emph | Strong | Sub | Sup | Link, words: str) -> str:
    """The words of a node's body, raised or lowered where the node is."""
    if isinstance(node, Sub):
        return subscript(words)
    return superscript(words) if isinstance(node, Sup) else words


def join(separator: str, bodies: Iterable[Inlines]) -> Inlines:
    """The bodies that are not empty, with the separator between them."""
    joined: Inlines = ()
    for body in bodies:
        if body:
            joined += ((Text(separator),) if joined else ()) + body
    return joined


def with_characters(
    body: Inlines,
    raised: Mapping[str, str] = SUPERSCRIPTS,
    lowered: Mapping[str, str] = SUBSCRIPTS,
) -> Inlines:
    """The body with the characters of these tables for scripts that they can write."""
    return in_runs(_with_characters(node, raised, lowered) for node in body)


def _with_characters(node: Inline, raised: Mapping[str, str], lowered: Mapping[str, str]) -> Inline:
    if isinstance(node, Text | Code):
        return node
    if isinstance(node, Sub | Sup):
        is_text = all(isinstance(each, Text) for each in node.body)
        table = raised if isinstance(node, Sup) else lowered
        if is_text and (found := written(to_plain(node.body), table)):
            return Text(found)
    return replace(node, body=with_characters(node.body, raised, lowered))


def without(body: Inlines, *kinds: type[Emph | Strong | Link]) -> Inlines:
    """The body without nodes of these kinds; what is inside them stays."""
    found: Inlines = ()
    for node in body:
        if isinstance(node, Text | Code):
            found += (node,)
        elif isinstance(node, kinds):
            found += without(node.body, *kinds)
        else:
            found += (replace(node, body=without(node.body, *kinds)),)
    return found


def to_text(body: Sequence[Inline]) -> str:
    """The words; the target of a link follows those that do not show it."""
    return "".join(map(_text_of, body))


def _text_of(node: Inline) -> str:
    match node:
        case Text(words) | Code(words):
            return words
        case Emph(body) | Strong(body) | Sub(body) | Sup(body):
            return _set(node, to_text(body))
        case Link(body, url):
            words = to_text(body)
            shown = url.removeprefix("mailto:")
            return words if words in (url, shown) else f"{words} ({shown})"


def urls(body: Sequence[Inline]) -> Iterator[str]:
    """The target of every link, in order."""
    for node in body:
        if isinstance(node, Link):
            yield node.url
        if not isinstance(node, Text | Code):
            yield from urls(node.body)


def url_problem(url: str) -> str | None:
    """Why ``url`` is not an address that may be linked to; ``None`` when it is one."""
    scheme = _SCHEME.match(url)
    if not scheme:
        return f"{quoted(url)} is not a web address: write it whole, as in https://example.org"
    if scheme[1].lower() in _UNSAFE_SCHEMES:
        return f"{quoted(url)} is not a link to follow: write an http or https address"
    if re.search(r'[\x00-\x20\x7f<>"]', url):
        return f"{quoted(url)} is not a web address: write %20 for a space, %22 for a quote"
    try:
        has_host = urlsplit(url).hostname or scheme[1].lower() not in ("http", "https")
    except ValueError:
        has_host = False
    return None if has_host else f"{quoted(url)} is not a web address: there is no host after //"


@cache
def _commonmark() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").disable(["html_inline", "image"])
    parser.inline.ruler.before("autolink", "script", _script)
    return _with_links_as_written(parser)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("zero").enable(["emphasis", "backticks", "link", "autolink", "text_join"])
    parser.inline.ruler.before("backticks", "escape_markup", _escape)
    parser.inline.ruler.before("autolink", "script", _script)
    return _with_links_as_written(parser)


def _with_links_as_written(parser: MarkdownIt) -> MarkdownIt:
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.normalizeLinkText = lambda link: link  # type: ignore[method-assign]
    return parser


def _escape(state: StateInline, silent: bool) -> bool:
    found = _ESCAPED.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        token = state.push("text_special", "", 0)
        token.content = found[1]
    state.pos = found.end()
    return True


def _script(state: StateInline, silent: bool) -> bool:
    """Reads ``<sub>`` and ``<sup>``, which Markdown has no other way to write."""
    found = _SCRIPT.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        name, end = found[1].lower(), state.posMax
        state.push(f"{name}_open", name, 1)
        state.pos, state.posMax = found.span(2)
        state.md.inline.tokenize(state)
        state.push(f"{name}_close", name, -1)
        state.posMax = end
    state.pos = found.end()
    return True


_FRAMES: Mapping[str, type[Emph | Strong | Sub | Sup]] = {
    **{"em_open": Emph, "strong_open": Strong, "sub_open": Sub, "sup_open": Sup},
}


def _nodes(tokens: Iterable[Token]) -> Inlines:
    """The tree of the tokens, in which emphasis inside too much of the like is its words alone."""
    open_tokens: list[Token] = []
    bodies: list[list[Inline]] = [[]]
    for token in tokens:
        if token.nesting > 0:
            open_tokens.append(token)
            bodies.append([])
        elif token.nesting < 0:
            body = tuple(bodies.pop())
            bodies[-1] += _framed(open_tokens.pop(), body, len(bodies) > _DEEPEST)
        elif token.content:
            kind = Code if token.type == "code_inline" else Text
            bodies[-1].append(kind(token.content))
    return tuple(bodies[0])


def _framed(opened: Token, body: Inlines, is_deep: bool) -> Inlines:
    if opened.type == "link_open":
        return (Link(body, str(opened.attrs["href"])),)
    if is_deep:
        return body
    return (_FRAMES[opened.type](body),)
