"""Prose: paragraphs, lists, code and quotations, as Markdown has them, as a tree.

Blocks are CommonMark's without headings, tables and rules, whose words stay and are remarked. A
number begins a list only where another one follows, and none above 99 does: ``1. Preis`` is a
prize, ``1990. A good year`` a sentence. Indentation alone makes no code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, ClassVar

from . import inline
from .inline import Code, Inline, Inlines, Link, Text, folded, in_runs, join
from .later import NamedTuple, dataclass, pattern, replace
from .url import for_machines, url_problem

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token


@dataclass(frozen=True, slots=True)
class ListBlock:
    """Items with bullets, or with numbers from ``start`` on."""

    kind: ClassVar[str] = "list"
    items: tuple[Blocks, ...]
    start: int | None = None


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Lines of code, shown as they are."""

    kind: ClassVar[str] = "code"
    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class QuoteBlock:
    """What somebody else said."""

    kind: ClassVar[str] = "quote"
    body: Blocks


Block = Inlines | ListBlock | CodeBlock | QuoteBlock
"""A paragraph is its inline nodes."""
Blocks = tuple[Block, ...]


class Remark(NamedTuple):
    """Something that prose cannot have, and how it is written there."""

    what: str
    written: str


class Parsed(NamedTuple):
    """What a text says, and what in it is shown without its markup."""

    blocks: Blocks
    remarks: tuple[Remark, ...] = ()


_BLANK_LINE = pattern(r"\n[ \t]*\n")
BULLETS = "•◦▪▫‣●○■□∙⁃➢➤✓✔►❖◆\uf0a7\uf0b7\uf0d8\uf0fc"
"""What word processors have in front of items, with the signs of Word's own fonts."""

_BLOCK = pattern(
    rf"^[ \t]*([-*+>|]|[{BULLETS}]\s"
    r"|\d{1,9}[.)]\s|`{3}|~{3}|#{1,6}\s|={2,}[ \t]*$|_{3})|  \n",
    re.MULTILINE,
)
"""What every text has that is more than paragraphs."""
_BULLET = pattern(rf"^([ \t]*)[{BULLETS}](?=[ \t]+\S)", re.MULTILINE)
_FENCES = ("```", "~~~")
_ESCAPED_START = pattern(r"^(\d{0,9})\\([-+#.)=|])", re.MULTILINE)
_NO_QUOTE = pattern(r">[ \t]*[\d=$€£~]")
"""``> 90 %`` is more than that."""
_LANGUAGE = pattern(r"^[\w+#.-]+")
_ADDRESS = r"(?<![A-Za-z0-9_/])https?://[^\s<>\"“”«»\u2e80-\uffef]+"
_STOPS = ".,;:!?'’…*]"
_MOST = 99
_DEEPEST = 40
TAG = pattern(
    r"</?(?:a|abbr|b|big|blockquote|br|center|code|dd|del|div|dl|dt|em|font|h[1-6]|hr|i|img|ins|kbd"
    r"|li|mark|ol|p|pre|q|s|section|small|span|strike|strong|sub|sup|table|tbody|td|th|thead|tr|tt|u"
    r"|ul)\b",
    re.IGNORECASE,
)
"""An element of HTML, which text in angle brackets need not be."""


def prose(text: str) -> Blocks:
    """Markdown text as blocks. Never fails."""
    return parsed(text).blocks


def parsed(text: str) -> Parsed:
    """The same, with what is shown without its markup."""
    if _BLOCK.search(text) or inline.MARKUP.search(text):
        return _parsed(text)
    runs = (_with_addresses(inline.plain(part)) for part in _BLANK_LINE.split(text))
    return Parsed(tuple(filter(None, runs)))


def _with_addresses(body: Inlines) -> Inlines:
    """The body, in which each web address that stands there by itself is a link."""
    return tuple(node for each in body for node in linked(each))


def linked(node: Inline) -> Iterator[Inline]:
    """The node, in which each web address that stands there by itself is a link."""
    if isinstance(node, Link | Code):
        yield node
    elif not isinstance(node, Text):
        yield replace(node, body=_with_addresses(node.body))
    elif "://" not in node.text:
        yield node
    else:
        at = 0
        for found in re.finditer(_ADDRESS, node.text):
            url = _without_stops(found[0])
            if not url_problem(url):
                yield from (Text(text) for text in [node.text[at : found.start()]] if text)
                yield Link((Text(url),), for_machines(url))
                at = found.start() + len(url)
        yield from (Text(text) for text in [node.text[at:]] if text)


def _without_stops(address: str) -> str:
    """The address without what ends the sentence, or the brackets around it."""
    end = address.rstrip(_STOPS)
    brackets = min(end.count(")") - end.count("("), len(end) - len(end.rstrip(")")))
    return end[: len(end) - max(brackets, 0)].rstrip(_STOPS)


def remarks(text: str) -> Iterator[Remark]:
    """What a run of text has that is shown without its markup."""
    if "<" not in text and "![" not in text:
        return
    for each in inline.tokens(text):
        is_html = TAG.match(each.content) or each.content.startswith("<!--")
        if each.type == "html_inline" and is_html:
            yield Remark("html", each.content)
        elif each.type == "image":
            yield Remark("image", f"![{each.content}]")


def bodies(blocks: Iterable[Block]) -> Iterator[Inlines]:
    """Every paragraph, in whatever it stands."""
    for each in blocks:
        match each:
            case ListBlock(items):
                for item in items:
                    yield from bodies(item)
            case QuoteBlock(body):
                yield from bodies(body)
            case tuple():
                yield each


def led(blocks: Blocks, where: Mapping[str, str]) -> Blocks:
    """The blocks, whose links lead where the mapping says."""
    return tuple(_led(each, where) for each in blocks)


def _led(block: Block, where: Mapping[str, str]) -> Block:
    match block:
        case ListBlock(items):
            return replace(block, items=tuple(led(each, where) for each in items))
        case QuoteBlock(body):
            return QuoteBlock(led(body, where))
        case CodeBlock():
            return block
    return line_led(block, where)


def line_led(body: Inlines, where: Mapping[str, str]) -> Inlines:
    """The body, whose links lead where the mapping says."""
    return tuple(_node_led(node, where) for node in body)


def _node_led(node: Inline, where: Mapping[str, str]) -> Inline:
    if isinstance(node, Link):
        return Link(line_led(node.body, where), where.get(node.url, node.url))
    return node if isinstance(node, Text | Code) else replace(node, body=line_led(node.body, where))


def opening(blocks: Blocks) -> tuple[Inlines, ...]:
    """The paragraphs before all else."""
    found: list[Inlines] = []
    for each in blocks:
        if not isinstance(each, tuple):
            break
        found.append(each)
    return tuple(found)


def behind(blocks: Blocks) -> Blocks:
    """What follows them."""
    return blocks[len(opening(blocks)) :]


def points(blocks: Blocks) -> tuple[Blocks, ...]:
    """What a bullet of a list says: several bullets, where it is no more than a list of its own.

    A bullet that was typed in front of it is none inside it.
    """
    match blocks:
        case (ListBlock(items, None),):
            return items
        case (ListBlock((only,), None), *rest):
            return ((*only, *rest),)
    return (blocks,)


@lru_cache(maxsize=512)
def _parsed(text: str) -> Parsed:
    if not any(each in text for each in _FENCES):
        text = _BULLET.sub(r"\1-", text)
    reader = _Reader(text.split("\n"))
    tokens = _parser().parse(text)
    if any(each.level >= _DEEPEST for each in tokens):  # markdown-it loses what is deeper
        runs = filter(None, map(reader.run, _BLANK_LINE.split(text)))
        return Parsed(tuple(runs), (Remark("deep", reader.lines[0].strip()), *reader.remarks))
    blocks = _whole(reader.blocks(_nested(iter(tokens))))
    if not (blocks or reader.remarks) and (sign := inline.plain(text)):
        return Parsed((sign,))
    return Parsed(blocks, tuple(reader.remarks))


def _whole(blocks: Blocks) -> Blocks:
    """The blocks, or what the one bullet says that is all of them."""
    match blocks:
        case (ListBlock((only,), None),):
            return _whole(only)
    return blocks


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block.blockquote import blockquote

    def quote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        at = state.bMarks[start] + state.tShift[start]
        no_quote = _NO_QUOTE.match(state.src, at)
        return not no_quote and blockquote(state, start, end, silent)

    rules = ["list", "fence", "blockquote", "heading", "lheading", "hr", "table"]
    parser = MarkdownIt("zero", {"maxNesting": _DEEPEST + 1}).enable(rules)
    parser.core.ruler.enableOnly(["normalize", "block"])
    also = ["paragraph", "reference", "list", "blockquote"]
    parser.block.ruler.at("blockquote", quote, {"alt": also})
    return parser


class _Tree(NamedTuple):
    """A token, and what stands between it and the one that closes it."""

    token: Token
    inside: Sequence[_Tree] = ()


def _nested(tokens: Iterator[Token]) -> list[_Tree]:
    """The tokens up to the next one that closes what is open."""
    found: list[_Tree] = []
    for token in tokens:
        if token.nesting < 0:
            break
        found.append(_Tree(token, _nested(tokens) if token.nesting else ()))
    return found


class _Reader:
    """Turns the tokens of a text into blocks, and remarks what cannot be one."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.remarks: list[Remark] = []

    def blocks(self, trees: Sequence[_Tree]) -> Blocks:
        found: list[Block] = []
        end = -1
        for tree in trees:
            new = self.block(tree)
            start, after = tree.token.map or (0, 0)
            continues = start == end and tree.token.type == "ordered_list_open"
            if continues and found and isinstance(found[-1], tuple) and isinstance(new[0], tuple):
                found[-1] = in_runs(join(" ", (found[-1], new[0])))
                new = new[1:]
            found += new
            end = after
        return tuple(found)

    def block(self, tree: _Tree) -> list[Block]:
        token, inside = tree
        match token.type:
            case "bullet_list_open":
                items = tuple(filter(None, map(self.inside, inside)))
                return [ListBlock(items)] if items else []
            case "ordered_list_open":
                return self.numbered(int(token.attrs.get("start", 1)), inside)
            case "blockquote_open":
                return [QuoteBlock(body)] if (body := self.blocks(inside)) else []
            case "fence":
                return [CodeBlock(token.content.rstrip("\n"), _language(token.info))]
            case "table_open":
                return [self.table(token, inside)]
            case "hr":
                self.remark("rule", token)
                return []
            case "heading_open":
                self.remark("heading", token)
        return [text for each in inside if (text := self.run(each.token.content))]

    def inside(self, tree: _Tree) -> Blocks:
        return self.blocks(tree.inside)

    def numbered(self, start: int, trees: Sequence[_Tree]) -> list[Block]:
        """A list, or what only looks like one, with its numbers as they were written."""
        items = [(each.token, self.inside(each)) for each in trees]
        if start <= _MOST and len(items) > 1:
            return [ListBlock(tuple(body for _, body in items if body), start)]
        pairs = ((f"{token.info}{token.markup} ", body) for token, body in items)
        return [block for pair in pairs for block in _numbered(*pair)]

    def table(self, token: Token, parts: Sequence[_Tree]) -> Inlines:
        """The rows in a line each."""
        self.remark("table", token)
        rows = [row for part in parts for row in part.inside]
        return in_runs(join("\n", (join(" | ", map(self.cell, row.inside)) for row in rows)))

    def cell(self, tree: _Tree) -> Inlines:
        return tuple(node for each in tree.inside for node in self.run(each.token.content))

    def run(self, text: str) -> Inlines:
        """The text of a paragraph, whose lines are one but for those that end on purpose."""
        lines = text.strip().split("\n")
        last = len(lines) - 1
        kept = (
            folded(line) + ("  " if line.endswith("  ") and index < last else "")
            for index, line in enumerate(lines)
        )
        whole = _ESCAPED_START.sub(r"\1\2", inline.unspaced("\n".join(kept)))
        self.remarks += remarks(whole)
        return _with_addresses(inline.parse_lines(whole))

    def remark(self, what: str, token: Token) -> None:
        start = (token.map or (0, 0))[0]
        self.remarks.append(Remark(what, self.lines[start].strip()))


def _language(info: str) -> str:
    """The word behind the fence, if it is one."""
    return "".join(_LANGUAGE.findall(info.strip())[:1])


def _numbered(number: str, blocks: Blocks) -> Blocks:
    first = opening(blocks)[:1]
    return (in_runs((Text(number), *join("", first))), *blocks[len(first) :])
