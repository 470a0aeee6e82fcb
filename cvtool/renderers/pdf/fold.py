"""Inline nodes -> HTML for pages that programs will read back."""

from __future__ import annotations

import re

from ...folds import html, unlinked
from ...inline import Code, Emph, Inline, Inlines, Link, Strong, Text

_PIECES = re.compile(r"\S+|\s+")
_DIVISIBLE = re.compile(
    r"(?=.{3,40}$)[\u0021-\u2dff\ufb00-\ufb4f]+[-\u2010\u2013\u2014/?&=.:@][\u0021-\u2dff]+"
)


def paged_html(value: str | Inlines) -> str:
    """HTML text in which words such as ``low-latency`` do not break over lines.

    Programs take a hyphen or a slash at the end of a line for a division, and read another word or
    two. A link holds text only, its emphasis around it: PDF/UA-1 has the annotation in the link's
    own element (ISO 14289-1, 7.18.5), and WeasyPrint gives one to every element inside a link.
    """
    return _words(value, "") if isinstance(value, str) else _fold(value, "")


def unlinked_paged_html(value: str | Inlines) -> str:
    """The same without links."""
    return paged_html(value if isinstance(value, str) else unlinked(value))


def _fold(body: Inlines, url: str) -> str:
    return "".join(_node(node, url) for node in body)


def _node(node: Inline, url: str) -> str:
    match node:
        case Text(text):
            return _words(text, url)
        case Emph(body):
            return f"<em>{_fold(body, url)}</em>"
        case Strong(body):
            return f"<strong>{_fold(body, url)}</strong>"
        case Code(text):
            return f"<code>{_words(text, url)}</code>"
        case Link(body, target):
            return _fold(unlinked(body), target)


def _words(text: str, url: str) -> str:
    """The text with its divisible words kept together, every piece inside the link."""
    written, loose = "", ""
    for piece in _PIECES.findall(text):
        if _DIVISIBLE.fullmatch(piece):
            written += _piece(loose, url) + _kept(piece, url)
            loose = ""
        else:
            loose += piece
    return written + _piece(loose, url)


def _piece(text: str, url: str) -> str:
    return f'<a href="{html(url)}">{html(text)}</a>' if text and url else html(text)


def _kept(word: str, url: str) -> str:
    if url:
        return f'<a class="kept" href="{html(url)}">{html(word)}</a>'
    return f'<span class="kept">{html(word)}</span>'
