"""Texts of JSON Resume as programs export them -> Markdown: HTML, typed bullets, line breaks.

What editors on the web keep is HTML; profiles of networks have ``•`` in front of the items of a
list, and a line of its own for whatever had one on the screen. Nothing of that reaches the models.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import field
from html.parser import HTMLParser
from itertools import pairwise, takewhile
from textwrap import dedent
from typing import Any

from ..model.later import dataclass, pattern
from ..model.problems import WARNING, Problem
from ..model.prose import BULLETS
from ..model.url import url_problem
from ..source import CV, Shape, shapes
from ..source.fields import Point
from ..source.markup import plain_remarks
from . import Plain

_UNSEEN = frozenset({"script", "style", "iframe", "object", "embed", "template", "head", "svg"})
_VOID = frozenset({"br", "hr", "img", "input", "wbr", "meta", "link"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | {
    *("address", "article", "blockquote", "dd", "div", "dl", "dt", "footer", "header", "hr", "li"),
    *("main", "ol", "p", "pre", "section", "table", "tbody", "thead", "tr", "ul"),
}
_SIGNS = {"strong": "**", "b": "**", "em": "*", "i": "*"}
_MARKUP = pattern(r"[\\*_`\[\]<>]|&(?=#?\w+;)")
_HTML_TAG = pattern(r"</?[A-Za-z][^<>]*>")
_REFERENCE = pattern(r"&#?\w+;")
"""A character in HTML; without its end it may be of an address, as in ``?id=1&section=2``."""
_BRACKET = pattern(r"[<>]")
_INLINE = r"a|abbr|b|big|center|code|em|font|i|kbd|mark|s|small|span|strike|strong|tt|u"
_RICH = pattern(r"<(?:p|div|[ou]l|li|h[1-6]|blockquote|pre|table)\b[^<>]*>", re.IGNORECASE)
_HTML = pattern(
    rf"{_RICH.pattern}|</(?:{_INLINE})>|</?br\b[^<>]*>|<(?:{'|'.join(sorted(_UNSEEN))}|img)\b",
    re.IGNORECASE,
)
"""What text with a few brackets, or with Markdown, has not; what has blocks has no Markdown."""
_EDGES = pattern(r"((?:\\.|[^\w\[`\\])*)(.*(?:\w|(?<!\\)>\)|`)|)(\W*)", re.DOTALL)
"""What a star may not touch, around words, links and code."""
_BLANKS = pattern(r"(\s*)(.*\S|)(\s*)", re.DOTALL)
_BULLET = pattern(rf"([ \t]*)([{BULLETS}·–]|-|\\?[*+])[ \t\u00a0]+(?=\S)")
_ENTITY = pattern(r"&(?:bull|#8226|#x2022);", re.IGNORECASE)
_BETWEEN = pattern(r"[ \t]*•[ \t]+")
_RUN_ON = pattern(r"^(?:[^\n•]*:)?(?:[ \t]*•[ \t]+[^\n•]*[^\s•]){2,}[ \t]*$", re.MULTILINE)
"""Items that stood on lines of their own until a program lost these."""
_INNER = frozenset("◦▫○□")
_BLOCK_START = pattern(r"[ \t]*(?:#{1,6}[ \t]|\||>)")
_NUMBER = pattern(r"[ \t]*\d{1,2}[.)][ \t]")
_NO_BLOCK = pattern(r"(?=#{1,6}[ \t]|(?<![-=])[-=]{2,}[ \t]*$|\|)")
_LINE_END = pattern(
    r"(?:</?br\s*/?>[ \t\r]*|(?<![ \t\r])[ \t\r]*|)\n[ \t]*(?:</?br\s*/?>)?", re.IGNORECASE
)
_WRAPPED = 60
_DEEPEST = 40
"""What stands in more elements stands in the last of these."""
_SPACES = pattern(r"[ \t\r\n\f]+")


def readable(plain: Plain) -> tuple[Plain, list[Problem]]:
    """The document with Markdown in place of HTML, typed bullets and line breaks.

    What of the HTML is no text (scripts, pictures, links to no address) is one warning.
    """
    dropped: Counter[str] = Counter()
    data = _readable(plain.data, Shape(model=CV), dropped)
    names = ", ".join(f"<{name}> ({count})" for name, count in sorted(dropped.items()))
    message = f"HTML in the texts is read as what it means, but for what is no text: {names}"
    problems = [plain.marks.placed(Problem((), message, WARNING))] if dropped else []
    return plain._replace(data=data), problems


def _readable(value: Any, shape: Shape, dropped: Counter[str]) -> Any:
    if isinstance(value, str):
        text = shapes(Point)["text"].text if shape.model is Point else shape.text
        if text and text.remarks and text.remarks is not plain_remarks:
            return markdown(value, dropped, has_blocks=text.has_blocks)
        return unescaped(_HTML_TAG.sub("", value) if is_html(value) else value)
    if isinstance(value, dict):
        known = shapes(shape.model) if shape.model else dict.fromkeys(value, shape.each)
        return {
            key: _readable(each, inside, dropped) if (inside := known.get(key)) else each
            for key, each in value.items()
        }
    if isinstance(value, list) and shape.item:
        return [_readable(each, shape.item, dropped) for each in value]
    return value


def bullets(text: str) -> list[str]:
    """The bullets that one text says: its lines, with the typed lists that stand under them.

    HTML is one, whose lists become bullets of their own later.
    """
    if is_html(text):
        return [text]
    lines = [line for line in dedent(text.expandtabs(4)).split("\n") if line.strip()]
    kinds = [_line(line)[0] for line in lines]
    is_list = kinds[:1] == ["item"]
    found: list[str] = []
    for line, kind in zip(lines, kinds, strict=True):
        is_under = line[0] == " " or kind != "item" if is_list else kind in ("item", "more")
        if found and is_under:
            found[-1] += f"\n{line}"
        else:
            found.append(line)
    return found or [text]


def is_blank(value: Any) -> bool:
    """Whether it is HTML in which no word stands, and nothing else that would be told."""
    dropped: Counter[str] = Counter()
    is_one = isinstance(value, str) and is_html(value)
    return is_one and not markdown(value, dropped, has_blocks=True).strip() and not dropped


def unescaped(text: str) -> str:
    """The text with the characters that it names as HTML does."""
    return _REFERENCE.sub(lambda found: html.unescape(found[0]), text)


def is_html(text: str) -> bool:
    """Whether it is HTML, and no text with a few brackets."""
    return "<" in text and _HTML.search(text) is not None


def markdown(text: str, dropped: Counter[str], *, has_blocks: bool) -> str:
    """The text as Markdown; ``dropped`` counts the elements that are no text."""
    text = _ENTITY.sub("•", text) if "&" in text else text
    if is_html(text) and "```" not in text:
        is_rich = _RICH.search(text) is not None
        reader = _Reader(dropped, is_rich=is_rich)
        is_typed = not is_rich and any(map(_BULLET.match, text.split("\n")))
        before, end, behind = text.rpartition("-->")  # the parser looks for it from each "<!--"
        text = f"{before}{end}{behind.replace('<!--', '&lt;!--')}"
        reader.feed(_LINE_END.sub("<br>", text) if is_typed else text)
        reader.close()
        if has_blocks:
            return "\n\n".join(reader.blocks(reader.root.inside))
        return reader.line(reader.root.inside)
    if has_blocks and "•" in text:
        text = _RUN_ON.sub(lambda run: _BETWEEN.sub("\n• ", run[0]).lstrip("\n"), text)
    is_one = "\n" not in text and (text[:1].isalnum() or not _BULLET.match(text))
    return text if is_one or not has_blocks else _typed(text)


def _typed(text: str) -> str:
    """Lines that stay lines, and lists where bullets were typed."""
    lines: list[str] = []
    before = ""
    is_code = is_wrapped = False
    all_lines = text.expandtabs(4).split("\n")
    for index, line in enumerate(all_lines):
        kind, said = _line(line)
        if line.lstrip().startswith("```"):
            kind, is_code = "block", not is_code
        elif is_code:
            kind, said = "block", line
        if kind == "text" != before:
            is_wrapped = _is_wrapped(all_lines[each] for each in range(index, len(all_lines)))
        if kind == before == "text":
            lines[-1] = lines[-1] if is_wrapped else lines[-1].removesuffix("\\") + "\\"
        elif before not in ("", kind) and kind not in ("", "more"):
            lines.append("")
        lines.append(said)
        before = kind if kind != "more" else before
    return "\n".join(lines)


def _is_wrapped(lines: Iterable[str]) -> bool:
    """Whether the lines of the first paragraph end where the next word had no room, amid sentences.

    Lines that are meant are shorter, differ more in length, or begin with a capital each.
    """
    run = [line.strip() for line in takewhile(lambda line: _line(line)[0] == "text", lines)]
    widest = max(map(len, run))
    pairs = [(before, after.split()[0]) for before, after in pairwise(run)]
    is_full = all(len(before) + len(word) >= widest for before, word in pairs)
    is_amid = any(word[0].islower() or before.endswith(",") for before, word in pairs)
    return widest >= _WRAPPED and is_full and is_amid


def _line(line: str) -> tuple[str, str]:
    """What a line is: ``item``, ``number``, ``more`` of these, ``block`` or ``text``."""
    if found := _BULLET.match(line):
        margin = found[1] or ("  " if line[:1] in _INNER else "")
        sign = found[2][-1] if found[2][-1] in "*+" else "-"
        return "item", f"{margin}{sign} {line[found.end() :]}"
    if not line.strip():
        return "", ""
    if _BLOCK_START.match(line):
        return "block", line
    if _NUMBER.match(line):
        return "number", line
    return ("more" if line.startswith("  ") else "text"), line.rstrip()


@dataclass
class _Node:
    tag: str
    url: str = ""
    inside: list[_Node | str] = field(default_factory=list)


class _Reader(HTMLParser):
    """HTML as a tree, and what the tree says."""

    def __init__(self, dropped: Counter[str], *, is_rich: bool) -> None:
        super().__init__()
        self.dropped = dropped
        self.signs = _MARKUP if is_rich else _BRACKET
        self.root = _Node("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN or tag == "img":
            self.dropped[tag] += 1
        self.end_before(tag)
        node = _Node(tag, dict(attrs).get("href") or "")
        self.open[-1].inside.append(node)
        if tag not in _VOID and len(self.open) < _DEEPEST:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        names = [node.tag for node in self.open]
        if tag == "br":
            self.handle_starttag(tag, [])  # as browsers read it
        elif tag in names:
            del self.open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)

    def end_before(self, tag: str) -> None:
        """Ends what the new element cannot stand in: a paragraph, an item before another."""
        last = self.open[-1].tag
        if (last == "p" and tag in _BLOCKS) or (last == tag == "li"):
            self.open.pop()

    def blocks(self, nodes: Iterable[_Node | str]) -> Iterator[str]:
        """The blocks as Markdown, each without a margin."""
        run: list[_Node | str] = []
        for node in nodes:
            if isinstance(node, _Node) and node.tag in _BLOCKS:
                yield from self.paragraph(run)
                yield from self.block(node)
                run = []
            else:
                run.append(node)
        yield from self.paragraph(run)

    def paragraph(self, run: list[_Node | str]) -> Iterator[str]:
        lines = [each.strip() for each in self.line(run).split("\n")]
        if text := "\n".join(_NO_BLOCK.sub(r"\\", each, count=1) for each in lines).strip():
            yield _typed(text)

    def block(self, node: _Node) -> Iterator[str]:
        match node.tag:
            case "ul" | "ol":
                if items := "\n".join(self.items(node)):
                    yield items
            case "blockquote":
                lines = "\n\n".join(self.blocks(node.inside)).split("\n")
                yield "\n".join(f"> {each}".rstrip() for each in lines)
            case "pre":
                yield f"```\n{_raw(node).strip(chr(10))}\n```"
            case name if name in _HEADINGS:
                yield from self.paragraph([_Node("strong", inside=node.inside)])
            case "tr":
                cells = (self.line([each]).strip() for each in node.inside)
                yield from self.paragraph([" · ".join(filter(None, cells))])
            case _:
                yield from self.blocks(node.inside)

    def items(self, node: _Node) -> Iterator[str]:
        count = 0
        for each in node.inside:
            inside = each.inside if isinstance(each, _Node) and each.tag == "li" else [each]
            if not (text := "\n".join(self.blocks(inside))):
                continue
            count += 1
            mark = f"{count}. " if node.tag == "ol" else "- "
            yield mark + text.replace("\n", "\n" + " " * len(mark))

    def line(self, nodes: Iterable[_Node | str], around: str = "") -> str:
        """A run of text, whose lines end where an element says so; ``around`` are signs in use."""
        return "".join(self.piece(each, around) for each in nodes).replace("****", "")

    def piece(self, node: _Node | str, around: str) -> str:
        if isinstance(node, str):
            return self.signs.sub(r"\\\g<0>", _SPACES.sub(" ", node))
        if node.tag in _UNSEEN:
            return ""
        if node.tag == "br":
            return "\n"
        if node.tag == "code":
            return f"`` {text} ``" if (text := _raw(node).strip()) else ""
        sign = _SIGNS.get(node.tag, "")
        if sign and sign not in around.split():
            pattern = _EDGES if sign == "*" else _BLANKS
            return _framed(pattern, self.line(node.inside, f"{around} {sign}"), sign)
        text = self.line(node.inside, around)
        return self.link(text, node.url) if node.tag == "a" and node.url else text

    def link(self, text: str, url: str) -> str:
        if url_problem(url):
            self.dropped["a"] += 1
            return text
        before, words, after = _BLANKS.fullmatch(text).groups()  # type: ignore[union-attr]
        return f"{before}[{words}](<{url}>){after}" if words else text


def _framed(pattern: re.Pattern[str], text: str, sign: str) -> str:
    """The text between the signs, outside of which what may not touch them goes."""
    found = pattern.fullmatch(text)
    if not found or not found[2] or "\n" in found[2]:
        return text
    return f"{found[1]}{sign}{found[2]}{sign}{found[3]}"


def _raw(node: _Node) -> str:
    return "".join(each if isinstance(each, str) else _raw(each) for each in node.inside)
