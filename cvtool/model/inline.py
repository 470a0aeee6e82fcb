"""Inline markup: a small Markdown (emphasis, strong, code, links) as a tree.

The syntax is CommonMark's inline part without images, whose words stay, and without raw HTML, but
for ``<sub>`` and ``<sup>``. A backslash escapes only the characters that this markup uses, so that
``50\\%`` stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import unquote

from .later import dataclass, pattern, replace
from .problems import DIRECTIONS
from .scripts import SUBSCRIPTS, SUPERSCRIPTS, subscript, superscript, written
from .url import for_machines, for_people

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token


@dataclass(frozen=True, slots=True)
class Text:
    """Words without markup. A line feed in them is a line break that is meant."""

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
class Formula:
    """Mathematics that takes more than a line to be set well: ``body`` says it in a line, ``latex``
    as it was written."""

    body: Inlines
    latex: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link; ``url`` is for machines: the host as browsers ask for it, else as it was written."""

    body: Inlines
    url: str


Inline = Text | Emph | Strong | Sub | Sup | Code | Formula | Link
Inlines = tuple[Inline, ...]
Paragraphs = tuple[Inlines, ...]

_DEEPEST = 20
_ESCAPED = pattern(r"\\([\\*_`\[\]<>~\n]|&(?=#?\w+;)|!(?=\[))")
_INSIDE = r"(?!</?su[bp]>)."
_SCRIPT = pattern(rf"<(su[bp])>((?:{_INSIDE}|<(su[bp])>(?:{_INSIDE})*</\3>)+)</\1>", re.IGNORECASE)
_FORMULA = pattern(r"<math ([\w.~%/-]+)>((?:(?!</?math).)+)</math>")
"""Mathematics as it is written out: its LaTeX as in addresses, and what it says in a line."""
MARKUP = pattern(r"[\\*_`\[<]|&#?\w+;")
"""What is in every text that is more than plain words."""
_BREAK = pattern(r"\\\n")
_BREAKS = pattern("[\n\x0b\f\r\x85\u2028\u2029]")
_EAGER = "eager"
"""Set where ``**`` may stand beside any sign in any script, as in ``**Done.**Then``."""
_WHITESPACE = pattern(r"[ \t\r\n]+")
_BLANKS = " \t\n"
_HAN = r"\u2e80-\u312f\u3190-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60"
_UNSPACED = pattern(rf"(?<=[{_HAN}])(\**)\n[ \t]*(\**)(?=[{_HAN}])")


def plain(text: str) -> Inlines:
    """Text that holds no markup, its white space folded; ``()`` for none."""
    line = folded(text)
    return (Text(line),) if line else ()


def folded(text: str) -> str:
    """The text in one line, each white space one blank."""
    return _WHITESPACE.sub(" ", unspaced(text)).strip()


def one_line(text: str) -> str:
    """The text, in which entities can be characters that no file has, without such."""
    return DIRECTIONS.sub("", _BREAKS.sub(" ", text))


def unspaced(text: str) -> str:
    """The text without the ends of lines amid Chinese or Japanese, which have no spaces there."""
    return text if text.isascii() or "\n" not in text else _UNSPACED.sub(r"\1\2", text)


def parse(text: str) -> Inlines:
    """One run of Markdown text as nodes; line breaks fold to spaces. Never fails."""
    if not MARKUP.search(text):
        return plain(text)
    return parse_lines(folded(_BREAK.sub(" ", text)))


def parse_lines(text: str) -> Inlines:
    """The same, where a backslash or two spaces at the end of a line keep its end."""
    found = trimmed(_nodes(tokens(text)), _BLANKS)
    if any("**" in each for each in _texts(found)):
        eager = trimmed(_nodes(tokens(text, {_EAGER: True})), _BLANKS)
        return found if any("**" in each for each in _texts(eager)) else eager
    return found


def trimmed(body: Inlines, blanks: str | None = None) -> Inlines:
    """The body without white space, or these blanks alone, at its ends."""
    ends = list(body)
    if ends and isinstance(ends[0], Text):
        ends[0] = Text(ends[0].text.lstrip(blanks))
    if ends and isinstance(ends[-1], Text):
        ends[-1] = Text(ends[-1].text.rstrip(blanks))
    return tuple(each for each in ends if each != Text(""))


def tokens(text: str, env: dict[str, bool] | None = None) -> list[Token]:
    """The same as markdown-it's tokens."""
    return _parser().parseInline(text, env or {})[0].children or []


def commonmark(text: str) -> Inlines:
    """One run of text as CommonMark itself would read it, raw HTML and images apart."""
    return _nodes(_commonmark().parseInline(text)[0].children or [])


def _texts(body: Iterable[Inline]) -> Iterator[str]:
    for node in body:
        if isinstance(node, Text):
            yield node.text
        elif not isinstance(node, Code):
            yield from _texts(node.body)


def in_runs(body: Iterable[Inline]) -> Inlines:
    """The body with texts that follow one another as one, as a line of it is broken as a whole."""
    joined: list[Inline] = []
    for is_text, run in groupby(body, lambda node: isinstance(node, Text)):
        nodes = tuple(run)
        joined += [Text(to_plain(nodes))] if is_text and len(nodes) > 1 else nodes
    return tuple(joined)


def to_plain(body: Sequence[Inline]) -> str:
    """The words alone; a link leaves its text."""
    if len(body) == 1 and isinstance(body[0], Text):
        return body[0].text
    return "".join(
        node.text if isinstance(node, Text | Code) else _set(node, to_plain(node.body))
        for node in body
    )


def _set(node: Emph | Strong | Sub | Sup | Formula | Link, words: str) -> str:
    """The words of a node's body, raised or lowered where the node is."""
    if isinstance(node, Sub):
        return subscript(words)
    return superscript(words) if isinstance(node, Sup) else words


def join(separator: str, bodies: Iterable[Inlines]) -> Inlines:
    """The bodies that are not empty, with the separator between them."""
    joined: list[Inline] = []
    for body in filter(None, bodies):
        joined += [*([Text(separator)] if joined else ()), *body]
    return tuple(joined)


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


def without(body: Inlines, *kinds: type[Emph | Strong | Formula | Link]) -> Inlines:
    """The body without nodes of these kinds; what is inside them stays."""
    found: list[Inline] = []
    for node in body:
        if isinstance(node, Text | Code):
            found.append(node)
        elif isinstance(node, kinds):
            found += without(node.body, *kinds)
        else:
            found.append(replace(node, body=without(node.body, *kinds)))
    return tuple(found)


def to_text(body: Sequence[Inline]) -> str:
    """The words; the target of a link follows those that do not show it."""
    return "".join(map(_text_of, body))


def _text_of(node: Inline) -> str:
    match node:
        case Text(words) | Code(words):
            return words
        case Emph(body) | Strong(body) | Sub(body) | Sup(body) | Formula(body):
            return _set(node, to_text(body))
        case Link(body, url):
            words = to_text(body)
            shown = for_people(url.removeprefix("mailto:"))
            return words if words in (url, for_people(url), shown) else f"{words} ({shown})"


def urls(body: Sequence[Inline]) -> Iterator[str]:
    """The target of every link, in order."""
    for node in body:
        if isinstance(node, Link):
            yield node.url
        if not isinstance(node, Text | Code):
            yield from urls(node.body)


@cache
def _commonmark() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").disable(["html_inline", "image"])
    parser.inline.ruler.before("autolink", "script", _script)
    return _with_links_as_written(parser)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    rules = ["emphasis", "backticks", "link", "image", "autolink", "html_inline", "entity"]
    parser = MarkdownIt("zero", {"html": True}).enable([*rules, "newline", "text_join"])
    parser.inline.ruler.before("backticks", "escape_markup", _escape)
    parser.inline.ruler.before("autolink", "script", _script)
    parser.inline.ruler.at("emphasis", _emphasis)
    return _with_links_as_written(parser)


def _emphasis(state: StateInline, silent: bool) -> bool:
    """CommonMark's delimiters, of which more stars open and close.

    Text without spaces between its words has signs right beside them: emphasis may begin and end
    beside Chinese, Japanese and Korean characters, whatever else is next to it. Source:
    https://github.com/tats-u/markdown-cjk-friendly/blob/main/specification.md
    """
    from markdown_it.rules_inline.emphasis import tokenize

    start, count = state.pos, len(state.delimiters)
    if not tokenize(state, silent):
        return False
    before = state.src[start - 1] if start else " "
    after = state.src[state.pos] if state.pos < state.posMax else " "
    is_eager = _EAGER in state.env and state.pos - start > 1
    if state.src[start] == "*" and (is_eager or _is_cjk(before) or _is_cjk(after)):
        for each in state.delimiters[count:]:
            each.open = each.open or not after.isspace()
            each.close = each.close or not before.isspace()
    return True


def _is_cjk(char: str) -> bool:
    """Whether it is of a script without spaces, or a sign as wide as its letters; no emoji."""
    if char < "\u1100" or (char < "\u2e80" and unicodedata.category(char) == "So"):
        return False
    is_picture = "\U0001f000" <= char < "\U0001fb00"
    return not is_picture and unicodedata.east_asian_width(char) in "WFH"


def _with_links_as_written(parser: MarkdownIt) -> MarkdownIt:
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    parser.normalizeLink = for_machines  # type: ignore[method-assign]
    parser.normalizeLinkText = lambda link: link  # type: ignore[method-assign]
    return parser


def _escape(state: StateInline, silent: bool) -> bool:
    found = _ESCAPED.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        token = state.push("hardbreak" if found[1] == "\n" else "text_special", "", 0)
        token.content = found[1]
    state.pos = found.end()
    return True


def _script(state: StateInline, silent: bool) -> bool:
    """Reads ``<sub>`` and ``<sup>``, which Markdown has no other way to write, and formulas."""
    found = _SCRIPT.match(state.src, state.pos, state.posMax)
    formula = None if found else _FORMULA.match(state.src, state.pos, state.posMax)
    if not (found := found or formula):
        return False
    if not silent:
        name, end = "math" if formula else found[1].lower(), state.posMax
        state.push(f"{name}_open", name, 1).content = found[1]
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
            body = in_runs(bodies.pop())
            bodies[-1] += _framed(open_tokens.pop(), body, len(bodies) > _DEEPEST)
        elif token.type == "code_inline":
            bodies[-1].append(Code(token.content))
        elif words := _words(token):
            bodies[-1].append(Text(words))
    return in_runs(bodies[0])


def _words(token: Token) -> str:
    if token.type == "hardbreak":
        return "\n"
    return " " if token.type == "softbreak" else one_line(token.content)


def _framed(opened: Token, body: Inlines, is_deep: bool) -> Inlines:
    if opened.type == "link_open":
        return (Link(body, str(opened.attrs["href"])),)
    if opened.type == "math_open":
        return (Formula(body, unquote(opened.content)),)
    if is_deep:
        return body
    return (_FRAMES[opened.type](body),)
