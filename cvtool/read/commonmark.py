"""CommonMark with tables, footnotes, mathematics and code in colours -> elements of a page.

Each element is made here, by its name, or is one of the few of HTML that a page may have: whatever
else looks like a tag leaves its words, and is told. Sources: CommonMark 0.31, GitHub's tables,
MathML Core, and pandoc's rule for dollars. Code is coloured by the tokens of Pygments.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import groupby, takewhile
from typing import TYPE_CHECKING, Any

from ..bib.latex.mathml import formula
from ..model.inline import Link, Text, to_plain
from ..model.later import NamedTuple, pattern
from ..model.plain import slug
from ..model.problems import WARNING, Problem, quoted
from ..model.prose import linked
from ..model.site import Nodes, Tag, words_of

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_SPANS = frozenset(
    {
        *("a", "abbr", "b", "br", "cite", "code", "del", "dfn", "em", "i", "img", "ins", "kbd"),
        *("mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "u", "var", "wbr"),
    }
)
_BOXES = frozenset({"details", "div", "figcaption", "figure", "p", "summary"})
_NEWER = {"center": "div", "strike": "s", "tt": "code", "font": "span", "big": "span"}
"""Elements that HTML had once, and what stands for them."""
_EMPTY = frozenset({"br", "img", "wbr"})
_INSIDE = {"summary": "details", "figcaption": "figure"}
_ATTRIBUTES = {
    "a": ("href",),
    "img": ("src", "alt", "width", "height"),
    "details": ("open",),
    "": ("title", "lang", "dir"),
}
_TAG = pattern(r"<(/?)([A-Za-z][A-Za-z0-9-]*)([^<>]*)>")
_ATTRIBUTE = pattern(r"([A-Za-z-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?")
_SILENT = pattern(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_WIDE = pattern(r"\d{1,5}")
_DEEPEST = 50
_LONGEST_CODE = 100_000
"""What is longer has no colours, which take their time."""
_COLORED = {"k": "k", "s": "s", "c": "c", "m": "m", "nf": "n", "nc": "n", "nd": "n", "gi": "i"}
"""Pygments' names of tokens, or how they begin, and ours."""
Attributes = tuple[tuple[str, str], ...]


class At(NamedTuple):
    """Where something stands in a file."""

    line: int
    column: int


class PageText(NamedTuple):
    """What a text says: its ``body`` without a first heading, which is the ``title``; where each of
    its ``links`` stands, by how it is written; and what is wrong with it."""

    title: str
    body: Nodes
    links: dict[str, At]
    problems: tuple[Problem, ...]


@lru_cache(maxsize=512)
def reading(text: str, file: str, first: int) -> PageText:
    """What the text says from the line ``first`` on (from 0); what stands above is none of it."""
    lines = text.split("\n")
    tree = _Tree(lines, file)
    tree.blocks(_parser().parse("\n".join([""] * first + lines[first:])))
    body = tree.whole()
    title = ""
    if body and isinstance(body[0], Tag) and body[0].name == "h1":
        title, body = " ".join(words_of(body[0].body).split()), body[1:]
    if any(isinstance(each, Tag) and each.name == "h1" for each in body):
        body = tuple(map(_lower, body))
    return PageText(title, body, tree.links, tuple(tree.problems))


def _lower(node: Tag | str) -> Tag | str:
    """A heading one step lower, as the title of the page stands above."""
    if isinstance(node, str) or not re.fullmatch("h[1-5]", node.name):
        return node
    return Tag(f"h{int(node.name[1]) + 1}", node.attributes, node.body)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin)
    parser.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True)
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return parser


class _Open(NamedTuple):
    """An element that goes on; ``is_own`` says that it was written as HTML."""

    name: str
    attributes: Attributes
    body: list[Tag | str]
    is_own: bool


class _Tree:
    """Grows by one token after another."""

    def __init__(self, lines: Sequence[str], file: str) -> None:
        self.lines, self.file = lines, file
        self.problems: list[Problem] = []
        self.links: dict[str, At] = {}
        self._open = [_Open("", (), [], False)]
        self._are_made: list[bool] = []  # of what is open in the text, whether it is an element
        self._ids: Counter[str] = Counter()
        self._told: set[str] = set()
        self._span = (0, 0)

    def whole(self) -> Nodes:
        """What has grown."""
        while len(self._open) > 1:
            self._close()
        return tuple(self._open[0].body)

    def blocks(self, tokens: Sequence[Token]) -> None:
        """Takes in the blocks of a text."""
        for index, token in enumerate(tokens):
            self._span = tuple(token.map) if token.map else self._span  # type: ignore[assignment]
            if token.type == "heading_open":
                self._heading(token, tokens[index + 1])
            else:
                self._take(token)

    def _take(self, token: Token) -> None:
        if token.block and token.nesting == 0 and token.type not in ("inline", "html_block"):
            self._leave_words()
        match token.type:
            case "inline":
                for each in token.children or ():
                    self._take(each)
            case "text" | "text_special":
                self._text(token.content)
            case "softbreak":
                self._add("\n")
            case "code_inline":
                self._add(Tag("code", (), (token.content,)))
            case "fence" | "code_block":
                self._add(self._code(token.content, token.info.strip()))
            case "math_inline":
                self._add(self._maths(token.content, "inline"))
            case "math_inline_double" | "math_block":
                name = "div" if token.block else "span"
                self._add(Tag(name, (("class", "maths"),), (self._maths(token.content),)))
            case "image":
                said = "".join(each.content for each in token.children or ())
                self._add(Tag("img", self._known("img", {**token.attrs, "alt": said})))
            case "html_inline" | "html_block":
                self._html(token.content, token.type == "html_block")
            case kind if kind.startswith("footnote"):
                self._footnote(token)
            case _:
                self._other(token)

    def _other(self, token: Token) -> None:
        if token.hidden or not token.tag:
            return
        is_deep = len(self._open) >= _DEEPEST
        if token.nesting < 0:
            is_made = self._are_made.pop()
            for name in (token.tag, "div") if token.tag == "table" else (token.tag,):
                if is_made:
                    self._close(name)
        elif token.nesting == 0:
            self._add(Tag(token.tag))
        elif is_deep:
            self._tell(f"deeper than {_DEEPEST} elements: its words alone are shown", token.markup)
            self._are_made.append(False)
        else:
            self._are_made.append(True)
            if token.tag == "table":
                self._start("div", (("class", "table"), ("tabindex", "0")))
            self._start(token.tag, self._known(token.tag, token.attrs), token.block)

    def _heading(self, token: Token, inside: Token) -> None:
        name = slug(inside.content) or "section"
        self._ids[name] += 1
        name = name if self._ids[name] == 1 else f"{name}-{self._ids[name]}"
        self._are_made.append(True)
        self._start(token.tag, (("id", name),), True)

    def _known(self, name: str, attributes: Mapping[str, object]) -> Attributes:
        """The attributes that an element of the name may have; addresses are noted."""
        given = {key: str(value) for key, value in attributes.items()}
        if side := re.fullmatch("text-align:(right|center)", given.get("style", "")):
            return (("class", side[1]),)
        if "start" in given and name == "ol":
            return (("start", given["start"]),)
        kept = (*_ATTRIBUTES.get(name, ()), *_ATTRIBUTES[""])
        found = {key: given[key] for key in kept if key in given}
        for key in ("width", "height"):
            if key in found and not _WIDE.fullmatch(found[key]):
                del found[key]
        for key in ("href", "src"):
            if key in found:
                self.links.setdefault(found[key], self._at(found[key]))
        return tuple(found.items())

    def _at(self, written: str) -> At:
        """Where it is written in the block at hand, or where that begins."""
        for line in range(self._span[0], self._span[1]):
            if column := self.lines[line].find(written) + 1:
                return At(line + 1, column)
        return At(self._span[0] + 1, 1)

    def _tell(self, message: str, written: str) -> None:
        """A warning, once for each thing that it is about."""
        if message not in self._told:
            self._told.add(message)
            place = self._at(written)
            self.problems.append(Problem((), message, WARNING, self.file, *place))

    def _text(self, text: str) -> None:
        if self._is_in("a"):
            self._add(text)
            return
        for node in linked(Text(text)):
            words = to_plain((node,))
            self._add(
                Tag("a", (("href", node.url),), (words,)) if isinstance(node, Link) else words
            )

    def _add(self, node: Tag | str) -> None:
        self._open[-1].body.extend([node] if node else [])

    def _start(
        self,
        name: str,
        attributes: Attributes = (),
        is_block: bool = False,
        is_own: bool = False,
    ) -> None:
        if is_block:
            self._leave_words()
        self._open.append(_Open(name, attributes, [], is_own))

    def _leave_words(self) -> None:
        """Ends what was written as HTML, and holds no blocks."""
        while self._open[-1].is_own and self._open[-1].name in {*_SPANS, "p", "summary"}:
            self._close()

    def _close(self, name: str = "") -> None:
        """Ends the element of that name, and those inside it that go on; else the innermost."""
        while len(self._open) > 1:
            last = self._open.pop()
            body = tuple(last.body)
            if last.name == "details" and not any(
                isinstance(each, Tag) and each.name == "summary" for each in body
            ):
                body = (Tag("summary", (), ("…",)), *body)
            is_inner = last.name == "a" and self._is_in("a")
            self._add(Tag("span", (), body) if is_inner else Tag(last.name, last.attributes, body))
            if not name or (last.name == name and not last.is_own):
                break

    def _footnote(self, token: Token) -> None:
        number = str(int(token.meta["id"]) + 1) if token.meta else ""
        match token.type:
            case "footnote_ref":
                sub = token.meta["subId"]
                name = f"-ref{number}" + (f"-{sub + 1}" if sub else "")
                link = Tag("a", (("href", f"#-note{number}"), ("id", name)), (number,))
                self._add(Tag("sup", (("class", "note"),), (number if self._is_in("a") else link,)))
            case "footnote_block_open":
                self._start("ol", (("class", "notes"),), True)
            case "footnote_open":
                self._start("li", (("id", f"-note{number}"),), True)
            case "footnote_anchor":
                self._leave_words()
                self._add(" ")
                self._add(Tag("a", (("href", f"#-ref{number}"),), ("↩\ufe0e",)))
            case "footnote_close":
                self._close("li")
            case "footnote_block_close":
                self._close("ol")

    def _html(self, text: str, is_block: bool) -> None:
        """Takes in what was written as HTML: of a whole block, or one tag."""
        at = 0
        if is_block and _SILENT.search(text):
            self._tell("a script or style cannot stand in a page: left out", text[:7])
            text = _SILENT.sub("", text)
        while (begun := text.find("<", at)) >= 0:
            self._add(text[at:begun])
            if text.startswith("<!--", begun):
                end = text.find("-->", begun)
                at = end + 3 if end >= 0 else len(text)
            elif found := _TAG.match(text, begun):
                self._tag(found, is_block)
                at = found.end()
            else:
                self._add("<")
                at = begun + 1
        self._add(text[at:])

    def _tag(self, tag: re.Match[str], is_block: bool) -> None:
        slash, written, rest = tag.groups()
        name = _NEWER.get(written.lower(), written.lower())
        outside = _INSIDE.get(name)
        is_placed = not outside or (outside == self._open[-1].name and self._is_bare(name))
        is_known = name in _SPANS or (name in _BOXES and is_block)
        if slash:
            own = [*takewhile(lambda each: each.is_own, reversed(self._open))]
            names = [each.name for each in own]
            for _ in range(names.index(name) + 1 if name in names else 0):
                self._close()
        elif not is_known or not is_placed:
            what = f"<{written.lower()}>"
            self._tell(f"'{what}' cannot stand here: its words alone are shown", f"<{written}")
        elif name in _EMPTY:
            self._add(Tag(name, self._own(name, rest)))
        elif len(self._open) < _DEEPEST and not (name == "a" and self._is_in("a")):
            self._start(name, self._own(name, rest), name in _BOXES, is_own=True)

    def _is_in(self, name: str) -> bool:
        return any(each.name == name for each in self._open)

    def _is_bare(self, name: str) -> bool:
        """Whether nothing stands before what must be the first in its element."""
        body = self._open[-1].body
        return name != "summary" or not any(isinstance(it, Tag) or it.strip() for it in body)

    def _own(self, name: str, rest: str) -> Attributes:
        said = {
            each[1].lower(): next(filter(None, each.groups()[1:]), "")
            for each in _ATTRIBUTE.finditer(rest)
        }
        known = self._known(name, {key: value for key, value in said.items() if key != "style"})
        gone = sorted(said.keys() - dict(known).keys() - {"loading", "target", "rel"})
        for key in gone:
            self._tell(f"{quoted(key)} cannot stand in a '<{name}>' here: left out", key)
        return (*known, ("alt", "")) if name == "img" and "alt" not in said else known

    def _maths(self, tex: str, display: str = "block") -> Tag | str:
        found, message = formula(tex, display)
        if message:
            self._tell(message, message.partition("'")[2].rstrip("'") or tex.strip().split("\n")[0])
        return found

    def _code(self, text: str, info: str) -> Tag:
        found, message = _code_of(text, info.split()[0].strip("{}.") if info.strip("{}. ") else "")
        if message:
            self._tell(message, info)
        return found


def _code_of(text: str, language: str) -> tuple[Tag, str]:
    """Code in the colours of its language, and why it has none."""
    inside: Nodes = (text,)
    message = ""
    if language and len(text) <= _LONGEST_CODE:
        from pygments.lexers import get_lexer_by_name
        from pygments.util import ClassNotFound

        try:
            inside = tuple(_colored(get_lexer_by_name(language).get_tokens(text)))
        except ClassNotFound:
            message = f"no colours are known for the language {quoted(language)}"
    return Tag("pre", (), (Tag("code", (), inside),)), message


def _colored(tokens: Iterable[tuple[Any, str]]) -> Iterator[Tag | str]:
    """Pieces of code, those with a colour in an element each."""
    from pygments.token import STANDARD_TYPES

    def color(token: tuple[Any, str]) -> str:
        name = STANDARD_TYPES.get(token[0], "")
        return _COLORED.get(name) or _COLORED.get(name[:1], "")

    for name, run in groupby(tokens, color):
        if said := "".join(text for _, text in run):
            yield Tag("span", (("class", name),), (said,)) if name else said
