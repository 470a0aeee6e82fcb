"""cv.tex: the CV in LaTeX, a file that pdfLaTeX and LuaLaTeX take; a fold over blocks.

How it looks stands in ``templates/latex/preamble.tex``, which goes into the file, or for the class
moderncv, whose commands it has then, in ``moderncv.tex``. cv.typ and cv.docx go by its blocks, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field
from pathlib import PurePath
from typing import TYPE_CHECKING

from ..bib.latex import to_latex
from ..model.blocks import AnyBlock, Heading, Item, Labels, Paragraph, Verbatim, blocks
from ..model.inline import Emph, Inlines, Link, Strong, Text, join, to_plain
from ..model.later import dataclass, pattern
from ..model.scripts import side
from ..model.url import host_of
from . import Output
from .theme import text_in

if TYPE_CHECKING:
    from ..model.document import Document
    from .theme import Theme

PREAMBLE, MODERNCV = "latex/preamble.tex", "latex/moderncv.tex"

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

_LIGATURE = pattern(r"(?<=[-',!?])(?=[-',\\])")
_ADDRESS = str.maketrans(
    {
        **{"\\": "%5C", "{": "%7B", "}": "%7D", " ": "%20", "^": "%5E"},
        **{'"': "%22", "<": "%3C", ">": "%3E", "|": "%7C", "`": "%60"},
    }
)
_IN_ADDRESS = pattern("[%#&]")

_NOT_IN_T1 = frozenset("ĦħĸĿŀŉŦŧſ")
_IN_T1 = frozenset("ȘșȚț–—‘’‚“”„†‡•…‰‹›€™←↑→↓−\u2009\u202f\u2011\u200b")
_COMMANDS = {
    **{"name": "cvname", "label": "cvlabel", "description": "cvabout", "updated": "cvupdated"},
}
_LANGUAGES = {
    **{"ar": "arabic", "fa": "persian", "he": "hebrew"},
    **{"ja": "japanese", "ko": "korean", "zh": "chinese-simplified"},
}
"""Those that TeX sets rightly by babel alone, which has them under these names: from the right, and
with lines that end between any two letters."""

HEAD = ("name", "label", "description")
"""The roles of what stands at the top, beside the portrait."""

_TWICE = ("when", "address")
"""What a heading or a title says."""
_BESIDE = " · "
_OBVIOUS = ("email", "phone", "website", "address", "location")
"""Labels that contacts in a line do without."""


def render(document: Document, theme: Theme) -> Iterable[Output]:
    photo = portrait(document, "tex")
    is_modern = document.settings("latex").get("template") == "moderncv"
    writer = _Moderncv(document, photo) if is_modern else _Article(document, photo)
    lines = [*_head(document, theme, is_modern), *writer.lines(), r"\end{document}", ""]
    yield Output("cv.tex", "\n".join(lines).encode("utf-8", "replace"))
    if photo and (image := document.person.image):
        yield Output(photo, image.data)


def in_line(document: Document, format_name: str) -> Iterator[AnyBlock]:
    """The blocks of the CV, with a paragraph of the role ``description`` in place of contacts: of
    these, such formats have no list at the top."""
    contacts: list[Inlines] = []
    for each in _once(document, format_name):
        if isinstance(each, Item) and each.role == "contact":
            contacts.append(_contact(each, document.labels))
            continue
        if contacts:
            yield Paragraph(role="description", body=join(_BESIDE, contacts))
            contacts = []
        yield each
    if contacts:
        yield Paragraph(role="description", body=join(_BESIDE, contacts))


def _once(document: Document, format_name: str) -> Iterator[AnyBlock]:
    return (it for it in blocks(document, format_name) if it.role not in _TWICE)


def _contact(it: Item, labels: Labels) -> Inlines:
    """One of them, with its link, behind its label where it is not clear without."""
    body = (Link(it.body, it.url),) if it.url else it.body
    is_obvious = it.label in (labels[name] + labels["colon"] for name in _OBVIOUS)
    return body if is_obvious else (Text(it.label), *body)


def portrait(document: Document, ending: str) -> str:
    """How the file of the portrait is called that lies beside ``cv.ENDING``, if it is shown."""
    image = document.person.image
    if not (image and image.data and document.pages.photo.is_shown):
        return ""
    return f"cv-{ending}{PurePath(image.name).suffix}"


def in_command(it: Paragraph | Item) -> tuple[str, tuple[Inlines, ...]]:
    """The command for a paragraph, ``""`` where it has none, and what that is to set."""
    if it.role in ("sub", "line"):
        return f"cv{it.role}", it.ends or (it.said, ())
    return _COMMANDS.get(it.role, ""), ((Emph(it.said),) if it.role == "imprint" else it.said,)


def _head(document: Document, theme: Theme, is_modern: bool) -> Iterator[str]:
    """All that stands before the text."""
    characters = text_in(document.outline("latex")) | text_in(document.person)
    if not all(map(_is_in_t1, characters)):
        yield "% !TeX program = lualatex"
        yield "% Some of its characters no font of pdfLaTeX has: LuaLaTeX sets this file."
    paper = "a4paper" if document.pages.page_size == "A4" else "letterpaper"
    name, options = (
        ("moderncv", f"11pt,{paper},sans") if is_modern else ("article", f"10pt,{paper}")
    )
    yield f"\\documentclass[{options}]{{{name}}}"
    if language := _language(document, characters):
        yield f"\\newcommand{{\\cvbabel}}{{{language}}}"
    yield theme.read(MODERNCV if is_modern else PREAMBLE).rstrip()
    if not is_modern:
        yield from _about(document)
        yield "\\begin{document}"


def _language(document: Document, characters: Iterable[str]) -> str:
    """The language as babel calls it, where the preamble is to load that; else empty.

    English, where only words in the text run from the right: for them it is babel that counts.
    """
    known = _LANGUAGES.get(document.locale.partition("-")[0], "")
    return known or ("english" if any(side(char) == "rtl" for char in characters) else "")


def _about(document: Document) -> Iterator[str]:
    """What programs show of the file; moderncv says it itself."""
    person = document.person
    title = " — ".join(filter(None, (person.name, to_plain(person.label))))
    about = {"pdftitle": title, "pdfauthor": person.name, "pdflang": document.locale}
    yield "\\hypersetup{"
    yield from (f"  {name}={{{escaped(value)}}}," for name, value in about.items())
    yield "}"


def _is_in_t1(char: str) -> bool:
    """Whether pdfLaTeX has it in the encoding T1."""
    return (char <= "\u017e" and char not in _NOT_IN_T1) or char in _IN_T1


@dataclass
class _Article:
    """Writes blocks by the commands of our preamble; ``around`` are the lists in which the next one
    may stand: the column at which the list stands, that of the text of its items, and its name.
    """

    document: Document
    photo: str
    around: list[tuple[int, int, str]] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        flow = [*in_line(self.document, "latex")]
        if self.photo:
            yield f"\\begin{{cvhead}}{{{self.photo}}}"
        yield from (line for it in flow if it.role in HEAD for line in self._block(it))
        if self.photo:
            yield "\\end{cvhead}"
        yield from (line for it in flow if it.role not in HEAD for line in self._block(it))
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
                yield f"{{{_code(it)}\\par}}"
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
    command, said = in_command(it)
    words = [inlines(each) for each in said]
    if command:
        return f"\\{command}{''.join(f'{{{each}}}' for each in words)}"
    if it.bars:
        return f"\\begin{{quote}}{words[0]}\\end{{quote}}"
    return f"{words[0]}\\par"


def _code(it: Verbatim) -> str:
    lines = (escaped(line).replace(" ", "~") or "~" for line in it.text.split("\n"))
    return "\\ttfamily\\small " + "\\newline{}".join(lines)


@dataclass
class _Moderncv:
    """Writes blocks by the commands of moderncv, each of which has a line to itself."""

    document: Document
    photo: str

    def lines(self) -> Iterator[str]:
        flow = [*_once(self.document, "latex")]
        yield from self._person(it for it in flow if it.role == "contact")
        yield "\\begin{document}"
        yield "\\makecvtitle"
        heading: Heading | None = None
        for it in (it for it in flow if it.role not in (*HEAD, "contact")):
            if heading:
                yield _entry(
                    heading, it if isinstance(it, Paragraph) and it.role == "sub" else None
                )
            if not (heading and it.role == "sub"):
                yield from _item(it)
            heading = it if isinstance(it, Heading) and it.role == "entry" else None
        if heading:
            yield _entry(heading, None)

    def _person(self, contacts: Iterable[AnyBlock]) -> Iterator[str]:
        person = self.document.person
        given, family = (person.given, person.family) if person.family else (person.name, "")
        yield f"\\name{{{escaped(given)}}}{{{escaped(family)}}}"
        if person.label:
            yield f"\\title{{{inlines(person.label)}}}"
        if person.description:
            yield f"\\quote{{{inlines(person.description)}}}"
        if self.photo:
            yield f"\\photo[64pt][0.4pt]{{{self.photo}}}"
        others = []
        for it in (it for it in contacts if isinstance(it, Item)):
            known = self._known(it)
            others += [] if known else [it]
            yield from [known] if known else ()
        if others:
            labels = self.document.labels
            lines = r"\\".join(inlines(_contact(it, labels)) for it in others)
            yield f"\\extrainfo{{{lines}}}"

    def _known(self, it: Item) -> str:
        """A contact by the command that moderncv has for it, which sets its icon and its link."""
        labels, words, url = self.document.labels, to_plain(it.body), it.url or ""
        label, rest = it.label.removesuffix(labels["colon"]), url.removeprefix("https://")
        if not _PLAIN.fullmatch(words) or not _PLAIN.fullmatch(f"/{rest}"):
            return ""
        if label == labels["phone"]:
            return f"\\phone[mobile]{{{words}}}"
        if url == f"mailto:{words}" == f"mailto:{self.document.person.emails[0].address}":
            return f"\\email{{{words}}}"
        if rest == url:
            return ""
        if label == labels["website"]:
            return f"\\homepage{{{rest.rstrip('/')}}}"
        network = _NETWORKS.get((host_of(url) or "").removeprefix("www."))
        return f"\\social[{network}][{rest}]{{{words}}}" if network else ""


_PLAIN = pattern(r"[A-Za-z0-9@+.:/ ()-]+")
"""Words that mean themselves wherever moderncv puts them, in addresses, too."""
_NETWORKS = {
    **{"github.com": "github", "gitlab.com": "gitlab", "linkedin.com": "linkedin"},
    **{"xing.com": "xing", "stackoverflow.com": "stackoverflow", "bitbucket.org": "bitbucket"},
}
"""Those whose icons are in each version of moderncv, whatever fonts there are."""


def _entry(it: Heading, sub: Paragraph | None) -> str:
    body, end = (sub.ends or (sub.said, ())) if sub else ((), ())
    parts = (escaped(it.when), inlines(it.body), inlines(body), inlines(end))
    return f"\\cventry{''.join(f'{{{each}}}' for each in parts)}{{}}{{}}"


def _item(it: AnyBlock) -> Iterator[str]:
    """What is no entry: a section, a line, or an item of a list."""
    match it:
        case Heading(role="section"):
            yield ""
            yield f"\\{'sub' * min(it.level - 2, 1)}section{{{inlines(it.body)}}}"
        case Heading():
            return
        case Verbatim():
            yield f"\\cvitem{{}}{{{_code(it)}}}"
        case Item(role="line"):
            body, end = it.ends or (it.said, ())
            yield f"\\cvitem{{{inlines(end)}}}{{{inlines(body)}}}"
        case Item():
            yield _listed(it)
        case Paragraph():
            _, (words, *_) = in_command(it)
            yield f"\\cvitem{{}}{{{inlines((Emph(words),) if it.bars else words)}}}"


def _listed(it: Item) -> str:
    body = (Link(it.body, it.url),) if it.url else it.body
    words = inlines((Strong(body),) if it.role == "title" else body)
    if it.role in ("title", "citation"):
        label = it.label or (f"{it.number}." if it.number else "")
        return f"\\cvitem{{{escaped(label)}}}{{{words}}}"
    deeper = f"\\hspace*{{{it.indent / 2:.2g}em}}" if it.indent else ""
    label = f"\\textbf{{{escaped(it.label)}}}{it.space}" if it.label else ""
    if it.number is not None:
        return f"\\cvitem{{}}{{{deeper}{it.number}. {label}{words}}}"
    return f"\\cvlistitem{{{deeper}{label}{words}}}"


def inlines(body: Inlines) -> str:
    """The words with their markup."""
    return to_latex(body, escaped, _address)


def _address(url: str) -> str:
    return _IN_ADDRESS.sub(r"\\\g<0>", url.translate(_ADDRESS))


def escaped(text: str) -> str:
    """Words in which no sign is a command, and no two signs become another."""
    return _LIGATURE.sub("{}", text.translate(_SIGNS))
