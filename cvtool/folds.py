"""Inline nodes -> the text of a format. One fold a format; nothing else escapes.

A fold takes a ``str`` (no markup in it) or ``Inlines`` and returns text of the format. Templates
need not call them: every ``{{ value }}`` goes through its format's fold.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from .inline import Code, Emph, Inline, Inlines, Link, Strong, Text, to_plain

Fold = Callable[[str | Inlines], str]

_BLOCK_START = re.compile(
    r"#{1,6}(?=\s|$)|[-+*](?=\s|$)|>|~{3}|=+\s*$|-+\s*$|([-*_])(\s*\1){2,}\s*$"
)
_HEADING_END = re.compile(r"(?<!\S)#+\s*$")
_NUMBER_START = re.compile(r"\d{1,9}(?=[.)](\s|$))")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_BACKSLASH = re.compile(r"\\(?=[!-/:-@\[-`{-~]|$)")
_DELIMITER = re.compile(r"([*_])\1*")
_PUNCTUATION = re.compile(r"[^\w\s]|_")
_RUN = re.compile(r"`+")


def html(value: str | Inlines) -> str:
    """HTML text, with every special character of text and attributes escaped."""
    if isinstance(value, str):
        return escape(value)
    return "".join(_html_node(node) for node in value)


def _html_node(node: Inline) -> str:
    match node:
        case Text(text):
            return escape(text)
        case Emph(body):
            return f"<em>{html(body)}</em>"
        case Strong(body):
            return f"<strong>{html(body)}</strong>"
        case Code(text):
            return f"<code>{escape(text)}</code>"
        case Link(body, url):
            return f'<a href="{escape(url)}">{html(unlinked(body))}</a>'


def unlinked(body: Inlines) -> Inlines:
    """The body without links: HTML has no link inside a link."""
    flat: Inlines = ()
    for node in body:
        match node:
            case Link(inner, _):
                flat += unlinked(inner)
            case Emph(inner):
                flat += (Emph(unlinked(inner)),)
            case Strong(inner):
                flat += (Strong(unlinked(inner)),)
            case _:
                flat += (node,)
    return flat


def script(value: str | Inlines) -> str:
    """JSON inside an HTML script element, which ``</script>`` and ``<!--`` cannot leave."""
    escaped = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028"}
    return "".join(escaped.get(char, char) for char in plain(value))


def markdown(value: str | Inlines) -> str:
    """CommonMark, with no more backslashes than it takes to mean the same again.

    Source: the CommonMark 0.31 specification, sections 2.4 and 6.2.
    """
    if isinstance(value, str):
        return _markdown_text(value)
    return "".join(_markdown_node(node) for node in value)


def markdown_start(value: str | Inlines) -> str:
    """Like ``markdown``, for a text that is a paragraph, a heading or a list item of its own."""
    written = _HEADING_END.sub(r"\\\g<0>", markdown(value))
    if number := _NUMBER_START.match(written):
        return f"{number[0]}\\{written[number.end() :]}"
    return f"\\{written}" if _BLOCK_START.match(written) else written


def markdown_url(url: str) -> str:
    """The target of a link, between its parentheses."""
    if not url or re.search(r"[()\s<>\\]", url):
        return "<" + re.sub(r"[<>\\]", lambda match: "\\" + match[0], url) + ">"
    return _ENTITY.sub(r"\\&", url)


def _markdown_node(node: Inline) -> str:
    match node:
        case Text(text):
            return _markdown_text(text)
        case Emph(body):
            return f"*{markdown(body)}*"
        case Strong(body):
            return f"**{markdown(body)}**"
        case Code(text):
            return _markdown_code(text)
        case Link(body, url):
            label = re.sub(r"(?<!\\)[\[\]]", lambda match: "\\" + match[0], markdown(body))
            return f"[{label}]({markdown_url(url)})"


def _markdown_code(text: str) -> str:
    longest = max((len(run) for run in _RUN.findall(text)), default=0)
    fence = "`" * (longest + 1)
    padding = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{padding}{text}{padding}{fence}"


def _markdown_text(text: str) -> str:
    text = _BACKSLASH.sub(r"\\\\", text)
    text = text.replace("`", "\\`").replace("~~", "\\~\\~")
    text = _ENTITY.sub(r"\\&", _TAG.sub(r"\\<", text))
    text = re.sub(r"\](?=[(\[:])", r"\\]", text)
    return _DELIMITER.sub(_escape_delimiter, text)


def _escape_delimiter(match: re.Match[str]) -> str:
    """A run that may open emphasis is escaped; one that only could close has nothing to close."""
    before = match.string[match.start() - 1 : match.start()] or " "
    after = match.string[match.end() : match.end() + 1] or " "
    opens = not after.isspace() and (
        not _PUNCTUATION.match(after) or before.isspace() or bool(_PUNCTUATION.match(before))
    )
    if match[1] == "_" and before.isalnum():
        opens = False
    return "".join("\\" + char for char in match[0]) if opens else match[0]


def text(value: str | Inlines) -> str:
    """Plain text; the target of a link follows its words."""
    if isinstance(value, str):
        return value
    return "".join(_text_node(node) for node in value)


def _text_node(node: Inline) -> str:
    match node:
        case Text(words) | Code(words):
            return words
        case Emph(body) | Strong(body):
            return text(body)
        case Link(body, url):
            words = text(body)
            shown = url.removeprefix("mailto:")
            return words if words in (url, shown) else f"{words} ({shown})"


def plain(value: str | Inlines) -> str:
    """The words alone."""
    return value if isinstance(value, str) else to_plain(value)
