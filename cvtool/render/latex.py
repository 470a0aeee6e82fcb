"""cv.tex: the CV in LaTeX, a file that pdfLaTeX and LuaLaTeX take; a fold over blocks.

How it looks stands in ``templates/latex/preamble.tex``, which goes into the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..model.blocks import AnyBlock, Heading, Item, Paragraph, Verbatim
from ..model.inline import (
    Code,
    Emph,
    Inline,
    Inlines,
    Link,
    Strong,
    Sub,
    Sup,
    Text,
    to_plain,
    without,
)
from . import Output
from .contacts import in_line
from .theme import text_in

if TYPE_CHECKING:
    from ..model.document import Document
    from .theme import Theme

PREAMBLE = "latex/preamble.tex"

_SIGNS = str.maketrans(
    {
        **{sign: f"\\{sign}" for sign in "{}#$%&_"},
        **{"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"},
        **{"<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}"},
        **{'"': r"\textquotedbl{}", "`": r"\textasciigrave{}", "\u00a0": "~", "\u00ad": r"\-"},
        **{"\u2011": r"\mbox{-}", "\u202f": r"\,", "\u2009": r"\,", "\u2212": r"\textminus{}"},
        **{"\u200b": r"\hspace{0pt}", "\n": r"\newline{}", "[": "{[}", "]": "{]}"},
        **dict.fromkeys(map(chr, {*range(32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF} - {10})),
    }
)
"""What LaTeX takes for more than a sign, and characters that no file has."""

_LIGATURE = re.compile(r"(?<=[-',!?])(?=[-',\\])")
_ADDRESS = str.maketrans(
    {
        **{"\\": "%5C", "{": "%7B", "}": "%7D", " ": "%20", "^": "%5E"},
        **{'"': "%22", "<": "%3C", ">": "%3E", "|": "%7C", "`": "%60"},
    }
)
_IN_ADDRESS = re.compile("[%#&]")

_NOT_IN_T1 = frozenset("ĦħĸĿŀŉŦŧſ")
_IN_T1 = frozenset("ȘșȚț–—‘’‚“”„†‡•…‰‹›€™←↑→↓−\u2009\u202f\u2011\u200b")
_COMMANDS = {
    **{"name": "cvname", "label": "cvlabel", "description": "cvabout", "updated": "cvupdated"},
}


def render(document: Document, theme: Theme) -> Iterable[Output]:
    lines = [*_head(document, theme), *_Writer().lines(in_line(document, "latex"))]
    yield Output("cv.tex", "\n".join([*lines, r"\end{document}", ""]).encode("utf-8", "replace"))


def _head(document: Document, theme: Theme) -> Iterator[str]:
    """All that stands before the text."""
    person, characters = (
        document.person,
        text_in(document.outline("latex")) | text_in(document.person),
    )
    if not all(map(_is_in_t1, characters)):
        yield "% !TeX program = lualatex"
        yield "% Some of its characters no font of pdfLaTeX has: LuaLaTeX sets this file."
    paper = "a4paper" if document.pages.page_size == "A4" else "letterpaper"
    yield f"\\documentclass[10pt,{paper}]{{article}}"
    yield theme.read(PREAMBLE).rstrip()
    title = " — ".join(filter(None, (person.name, to_plain(person.label))))
    about = {"pdftitle": title, "pdfauthor": person.name, "pdflang": document.locale}
    yield "\\hypersetup{"
    yield from (f"  {name}={{{escaped(value)}}}," for name, value in about.items())
    yield "}"
    yield "\\begin{document}"


def _is_in_t1(char: str) -> bool:
    """Whether pdfLaTeX has it in the encoding T1."""
    return (char <= "\u017e" and char not in _NOT_IN_T1) or char in _IN_T1


@dataclass
class _Writer:
    """Writes blocks; ``around`` are the lists in which the next one may stand: the column at which
    the list stands, that of the text of its items, and its name.
    """

    around: list[tuple[int, int, str]] = field(default_factory=list)

    def lines(self, flow: Iterable[AnyBlock]) -> Iterator[str]:
        for it in flow:
            if it.role not in ("when", "address"):
                yield from self._block(it)
        yield from self._closed(0)

    def _block(self, it: AnyBlock) -> Iterator[str]:
        if isinstance(it, Item) and it.role != "line":
            yield from self._item(it)
            return
        yield from self._closed(it.indent)
        match it:
            case Heading():
                yield from _heading(it)
            case Verbatim():
                lines = (escaped(line).replace(" ", "~") or "~" for line in it.text.split("\n"))
                yield "{\\ttfamily\\small " + "\\newline{}".join(lines) + "\\par}"
            case _:
                yield _paragraph(it)

    def _item(self, it: Item) -> Iterator[str]:
        kind = "itemize" if it.number is None else "enumerate"
        yield from self._closed(it.indent, kind if not it.is_other else "")
        if not self.around or self.around[-1][0] != it.indent:
            start = f"[start={it.number}]" if (it.number or 1) != 1 else ""
            yield f"\\begin{{{kind}}}{start}"
        else:
            self.around.pop()
        self.around.append((it.indent, it.indent + it.hang, kind))
        body = (Link(it.body, it.url),) if it.url else it.body
        words = inlines(body)
        if it.role == "title":
            words = f"\\cvpaper{{{words}}}"
        label = escaped(it.label)
        if it.label and it.role in ("title", "citation"):
            yield f"\\item[{{{label}}}] {words}\\par"
        elif it.label:
            yield f"\\item \\textbf{{{label}}}{it.space}{words}".rstrip() + "\\par"
        else:
            yield f"\\item {words}\\par"

    def _closed(self, indent: int, kind: str = "") -> Iterator[str]:
        """Ends the lists that the next block is not in; it may be of that kind itself."""
        while self.around:
            column, text, name = self.around[-1]
            if text <= indent or (column == indent and name == kind):
                return
            self.around.pop()
            yield f"\\end{{{name}}}"


def _heading(it: Heading) -> Iterator[str]:
    words = inlines(it.body)
    yield ""
    if it.role == "name":
        yield f"\\cvname{{{words}}}"
    elif it.role == "section":
        yield f"\\{'sub' * min(it.level - 2, 1)}section*{{{words}}}"
    else:
        yield f"\\{'cventry' if it.level == 3 else 'cvpart'}{{{words}}}{{{escaped(it.when)}}}"


def _paragraph(it: Paragraph | Item) -> str:
    if it.role in ("sub", "line"):
        body, end = it.ends or (it.said, ())
        return f"\\cv{it.role}{{{inlines(body)}}}{{{inlines(end)}}}"
    words = inlines((Emph(it.said),) if it.role == "imprint" else it.said)
    if command := _COMMANDS.get(it.role):
        return f"\\{command}{{{words}}}"
    if it.bars:
        return f"\\begin{{quote}}{words}\\end{{quote}}"
    return f"{words}\\par"


def inlines(body: Inlines) -> str:
    """The words with their markup."""
    return "".join(map(_node, body))


def _node(node: Inline) -> str:
    match node:
        case Text(text):
            return escaped(text)
        case Code(text):
            return f"\\texttt{{{escaped(text)}}}"
        case Emph(body):
            return f"\\emph{{{inlines(body)}}}"
        case Strong(body):
            return f"\\textbf{{{inlines(body)}}}"
        case Sub(body):
            return f"\\textsubscript{{{inlines(body)}}}"
        case Sup(body):
            return f"\\textsuperscript{{{inlines(body)}}}"
        case Link(body, url):
            address = _IN_ADDRESS.sub(r"\\\g<0>", url.translate(_ADDRESS))
            return f"\\href{{{address}}}{{{inlines(without(body, Link))}}}"


def escaped(text: str) -> str:
    """Words in which no sign is a command, and no two signs become another."""
    return _LIGATURE.sub("{}", text.translate(_SIGNS))
