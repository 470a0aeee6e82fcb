"""Inline nodes and elements -> the text of a format. Nothing else escapes.

A fold takes a ``str`` (no markup in it) or ``Inlines`` and returns text of the format. Templates
need not call them: every ``{{ value }}`` goes through its format's fold. Formulas are MathML, which
browsers set without a script: https://w3c.github.io/mathml-core/.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import cycle, islice, product
from urllib.parse import urljoin

from ..model import scripts
from ..model.inline import (
    Code,
    Emph,
    Formula,
    Inline,
    Inlines,
    Link,
    Strong,
    Sub,
    Sup,
    Text,
    commonmark,
    in_runs,
    to_plain,
    to_text,
    with_characters,
    without,
)
from ..model.later import pattern, replace
from ..model.problems import Path
from ..model.prose import Block, Blocks, CodeBlock, ListBlock, QuoteBlock, bodies
from ..model.site import Nodes, Tag, words_of

Fold = Callable[[str | Inlines], str]

_ON_PAGES = "is_on_pages"

_BLOCK_START = pattern(
    r"#{1,6}(?=\s|$)|[-+*](?=\s|$)|>|~{3}|=+\s*$|([-*_])(\s*\1){2,}\s*$|\[[ xX]\](?=\s)"
    r"|[|:\s]*-[|:\s-]*$"
)
"""What begins a block of CommonMark, an item that is done, or the second line of a table."""
_HEADING_END = pattern(r"(?<!\S)#+\s*$")
_NUMBER_START = pattern(r"\d{1,9}(?=[.)](\s|$))")
_ENTITY = pattern(r"&(?=#?\w+;)")
_TAG = pattern(r"<(?=[A-Za-z/!?])")
_BACKSLASH = pattern(r"\\(?=[!-/:-@\[-`{-~]|$)")
_DELIMITER = pattern(r"\*(?!(?:(?<=\s\*)|(?<=^\*))\s)|_(?!(?<=\s_)\s|(?<=[^\W_]_)[^\W_])")
"""Stars and underscores but those between white space, and underscores inside a word."""
_BRACKET = pattern(r"[\[\]]")
_PLAIN = r"[^*_\\`<>\[\]&\n]"
_CLEAR = pattern(rf"(?:{_PLAIN}|(?:^|(?<=[ (]))(\*\*?)[^\W_](?:{_PLAIN}*[^\W_])?\1(?![^ ,.;:)]))*")
"""Words between stars that nobody can misread, for blanks or commas are around them: names, mostly.
To ask the parser takes as long to import it as a page to make."""
_LEAVES_SCRIPT = {char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}
_SIGNED = pattern(r"(\W*)(.*\w)(\W*)", re.DOTALL)
_RUN = pattern(r"`+")
_MOST_CHOICES = 6
_MOST_TRIED = 20_000
_EMPTY = frozenset({"br", "hr", "img", "link", "meta", "source", "wbr"})
_RAW = frozenset({"script", "style"})


def html(value: str | Inlines, href: Callable[[str], str] = str) -> str:
    """HTML text, with every special character of text and attributes escaped.

    ``href`` says where a link leads that has an address.
    """
    if isinstance(value, str):
        return escape(value)
    return "".join(_html_node(node, href) for node in value)


def html_blocks(blocks: Blocks, fold: Fold = html, name: str = "", box: str = "") -> str:
    """Prose as HTML. ``name`` is the class of its paragraphs, ``box`` one more of what is none."""
    return "\n".join(_html_block(each, fold, name, box) for each in blocks)


def _html_block(block: Block, fold: Fold, name: str, box: str) -> str:
    names = f"{box} {name}".strip()
    mark = f' class="{names}"' if names else ""
    match block:
        case ListBlock(items, start):
            tag = "ul" if start is None else "ol"
            first = "" if start in (None, 1) else f' start="{start}"'
            inside = "\n".join(
                f"<li{_turned(each)}>{_html_item(each, fold)}</li>" for each in items
            )
            return f"<{tag}{mark}{first}>\n{inside}\n</{tag}>"
        case QuoteBlock(body):
            return f"<blockquote{mark}>\n{html_blocks(body, fold)}\n</blockquote>"
        case CodeBlock(text):
            return f"<pre{mark}><code>{escape(text)}</code></pre>"
        case tuple():
            return f'<p class="{name}">{fold(block)}</p>' if name else f"<p>{fold(block)}</p>"


def _turned(blocks: Blocks) -> str:
    """The attribute of an item whose words run from right to left."""
    return ' dir="rtl"' if side(next(bodies(blocks), "")) == "rtl" else ""


def _html_item(blocks: Blocks, fold: Fold) -> str:
    """Its first paragraph, which needs no element of its own, and all that stands below."""
    first = blocks[0]
    if not isinstance(first, tuple):
        return html_blocks(blocks, fold)
    return "\n".join(filter(None, (fold(first), html_blocks(blocks[1:], fold))))


def _html_node(node: Inline, href: Callable[[str], str]) -> str:
    match node:
        case Text(text):
            return escape(text).replace("\n", "<br>\n")
        case Emph(body):
            return f"<em>{html(body, href)}</em>"
        case Strong(body):
            return f"<strong>{html(body, href)}</strong>"
        case Sub(body):
            return f"<sub>{html(body, href)}</sub>"
        case Sup(body):
            return f"<sup>{html(body, href)}</sup>"
        case Code(text):
            return f"<code>{escape(text)}</code>"
        case Formula(body, latex):
            found = mathml(latex, to_plain(body))
            return elements((found,)) if found else html(body)
        case Link(body, url):
            return f'<a href="{escape(href(url))}">{html(without(body, Link))}</a>'


def escape(text: str, is_quoted: bool = True) -> str:
    """As ``html`` does, which comes with the names of all characters."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("'", "&#x27;") if is_quoted else text


def elements(body: Nodes, base: str = "") -> str:
    """Elements as HTML; with the address of their page, links and pictures have whole ones."""
    return "".join(
        escape(each, is_quoted=False) if isinstance(each, str) else _element(each, base)
        for each in body
    )


def _element(node: Tag, base: str) -> str:
    pairs = (
        (key, urljoin(base, value) if base and key in ("href", "src", "srcset") else value)
        for key, value in node.attributes
    )
    tag = "".join([node.name, *(f' {key}="{escape(value)}"' for key, value in pairs)])
    if node.name in _EMPTY:
        return f"<{tag}>"
    inside = words_of(node.body) if node.name in _RAW else elements(node.body, base)
    return f"<{tag}>{inside}</{node.name}>"


@lru_cache(maxsize=4096)
def mathml(latex: str, words: str) -> Tag | None:
    """The formula, with words for those who know no MathML; nothing where it cannot be read."""
    from ..bib.latex.mathml import formula

    found, problem = formula(latex, "inline")
    if problem:
        return None
    return replace(found, attributes=(*found.attributes, ("alttext", words)))


def on_pages(fold: Fold) -> Fold:
    """The fold, marked as one of what is laid out in pages."""
    vars(fold)[_ON_PAGES] = True
    return fold


def is_on_pages(fold: Fold) -> bool:
    """Whether the elements that it makes have to say where they belong."""
    return bool(vars(fold).get(_ON_PAGES))


def place_mark(path: Path) -> str:
    """How an element says which place of cv.yaml it shows."""
    return ".".join(map(str, path))


def side(value: str | Inlines) -> str:
    """``rtl`` or ``ltr``: where the text begins, by its first letter that says so; else ``""``."""
    return scripts.side(unmarked(value))


def in_script(value: str | Inlines) -> str:
    """JSON inside an HTML script element, which ``</script>`` and ``<!--`` cannot leave."""
    text = unmarked(value)
    for char, escaped in _LEAVES_SCRIPT.items():
        text = text.replace(char, escaped)
    return text


def markdown(value: str | Inlines) -> str:
    """CommonMark that means the same again wherever in a paragraph a template puts it.

    Emphasis that CommonMark has no way to write (of a space, inside words) is left out, but first
    tried without the signs at its ends, which are between it and text without spaces. Scripts are
    Unicode's where it has all their characters, else HTML. Source: the CommonMark 0.31
    specification, sections 2.4, 6.2 and 6.6.
    """
    if isinstance(value, str):
        return _markdown_text(value)
    value = with_characters(without(value, Formula))
    bare = without(value, Emph, Strong)
    found = (_emphasised(value) or _emphasised(_eased(value))) if bare != value else ""
    return found or _markdown(bare, iter(()))


def _emphasised(body: Inlines) -> str:
    """The body with delimiters that mean the same again; nothing where there are none.

    A long body has fewer tries, for each takes as long as it is.
    """
    if all(map(_is_flat, body)) and _CLEAR.fullmatch(written := _markdown(body, cycle("*"))):
        return written
    said = html(body)
    choices = product("*_", repeat=min(_emphases(body), _MOST_CHOICES))
    for delimiters in islice(choices, 1 + _MOST_TRIED // len(said)):
        written = _markdown(body, cycle(delimiters))
        if html(commonmark(written)) == said:
            return written
    return ""


def _is_flat(node: Inline) -> bool:
    if isinstance(node, Emph | Strong):
        return all(isinstance(each, Text) and bool(each.text) for each in node.body or (None,))
    return isinstance(node, Text)


def _eased(body: Inlines) -> Inlines:
    """The body with the signs at both ends of emphasised words outside of the emphasis."""
    eased: list[Inline] = []
    for node in body:
        match node:
            case Emph((Text(text),)) | Strong((Text(text),)) if found := _SIGNED.fullmatch(text):
                before, words, after = found.groups()
                eased += [Text(before), replace(node, body=(Text(words),)), Text(after)]
            case _:
                eased.append(node)
    return in_runs(each for each in eased if each != Text(""))


def _emphases(body: Inlines) -> int:
    inside = (node for node in body if not isinstance(node, Text | Code))
    return sum(isinstance(node, Emph | Strong) + _emphases(node.body) for node in inside)


def _markdown(body: Inlines, delimiters: Iterator[str]) -> str:
    """``delimiters`` has the character for each emphasis, from the outside in, in order."""
    written = ""
    for node in body:
        if isinstance(node, Link) and written.endswith("!"):
            written = f"{written[:-1]}\\!"
        written += _markdown_node(node, delimiters)
    return written


def _markdown_node(node: Inline, delimiters: Iterator[str]) -> str:
    match node:
        case Text(text):
            first, *rest = text.split("\n")
            return "\\\n".join([_markdown_text(first), *(_start(_markdown_text(e)) for e in rest)])
        case Code(text):
            return _markdown_code(text)
        case Link(body, url):
            return f"[{_markdown(without(body, Link), delimiters)}]({markdown_url(url)})"
        case Formula(body):
            return _markdown(body, delimiters)
        case Sub(body):
            return f"<sub>{_markdown(body, delimiters)}</sub>"
        case Sup(body):
            return f"<sup>{_markdown(body, delimiters)}</sup>"
        case Emph(body):
            mark = next(delimiters)
        case Strong(body):
            mark = next(delimiters) * 2
    return f"{mark}{_markdown(body, delimiters)}{mark}"


def markdown_start(value: str | Inlines) -> str:
    """Like ``markdown``, for a text that is a paragraph, a heading or a list item of its own."""
    return _start(markdown_end(value))


def markdown_end(value: str | Inlines) -> str:
    """Like ``markdown``, for the last words of a heading."""
    return _HEADING_END.sub(r"\\\g<0>", markdown(value))


def _start(written: str) -> str:
    """What is written, with a backslash where it would begin something else than a paragraph."""
    written = written.lstrip(" \t")
    if number := _NUMBER_START.match(written):
        return f"{number[0]}\\{written[number.end() :]}"
    return f"\\{written}" if _BLOCK_START.match(written) else written


def markdown_url(url: str) -> str:
    """The target of a link, between its parentheses."""
    if not url or re.search(r"[()\s<>\\]", url):
        return "<" + re.sub(r"[<>\\]", lambda match: "\\" + match[0], url) + ">"
    return _ENTITY.sub(r"\\&", url)


def link_label(value: str | Inlines) -> str:
    """The words of a link in llms.txt, whose readers know no escaped brackets, but entities."""
    words = unmarked(value).replace("\n", " ")
    written = _markdown_text(words.replace("[", "\0").replace("]", "\1"))
    return written.replace("\0", "&#91;").replace("\1", "&#93;")


def link_target(url: str) -> str:
    """The address of a link in llms.txt, whose readers take the first bracket for its end."""
    return url.replace("(", "%28").replace(")", "%29")


def _markdown_code(text: str) -> str:
    longest = max((len(run) for run in _RUN.findall(text)), default=0)
    fence = "`" * (longest + 1)
    padding = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{padding}{text}{padding}{fence}"


def _markdown_text(text: str) -> str:
    text = _BACKSLASH.sub(r"\\\\", text)
    text = _escape_brackets(text)
    text = text.replace("`", "\\`").replace("~~", "\\~\\~")
    text = _ENTITY.sub(r"\\&", _TAG.sub(r"\\<", text))
    return _DELIMITER.sub(r"\\\g<0>", text)


def _escape_brackets(text: str) -> str:
    """Brackets in pairs may stay, but where a pair could be the label of a link."""
    opened: list[int] = []
    loose: set[int] = set()
    for found in _BRACKET.finditer(text):
        if found[0] == "[":
            opened.append(found.start())
            continue
        start = opened.pop() if opened else None
        following = text[found.end() : found.end() + 1]
        if start is None or following in ("(", "[", ":") or (start == 0 and not following):
            loose |= {found.start(), *([] if start is None else [start])}
    loose.update(opened)
    return "".join(f"\\{char}" if i in loose else char for i, char in enumerate(text))


def code_fence(text: str) -> str:
    """What stands before and behind lines of code in Markdown."""
    return "`" * max(3, 1 + max((len(run) for run in _RUN.findall(text)), default=0))


def text(value: str | Inlines) -> str:
    """Plain text; the target of a link follows its words."""
    return value if isinstance(value, str) else to_text(value)


def unmarked(value: str | Inlines) -> str:
    """The words alone."""
    return value if isinstance(value, str) else to_plain(value)
