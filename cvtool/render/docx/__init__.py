"""cv.docx: the CV for Word, a paragraph for each block, by the name of its style in Word.

python-docx, of the extra ``docx``, is imported only when it is made. Source: ECMA-376, part 1.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ...model.blocks import AnyBlock, Heading, Item, Paragraph, Verbatim
from ...model.inline import (
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
    plain,
    to_plain,
    without,
)
from ...model.later import pattern
from ...model.scripts import FROM_THE_LEFT
from .. import Output, RenderError
from ..folds import html, side
from ..latex import in_line

if TYPE_CHECKING:
    from docx.opc.coreprops import CoreProperties

    from ...model.document import Document
    from ..theme import Theme
    from .package import Package

_UNWRITABLE = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_CONTROL = pattern(r"([\n\t])")

_STYLES = {
    **{"name": "Title", "label": "Subtitle", "line": "Entry Line", "sub": "Entry Sub"},
    **{"quote": "Quote", "updated": "Date", "description": "Contact"},
}
"""The role of a block -> the name of its style."""

_ORDER = ("style", "b", "i", "vertAlign", "rtl")
"""The properties of a run, in the order of the schema."""

_DEEPEST = 3
_WIDTH = 25 * 36_000
"""That of the portrait, 25 mm in the unit of drawings."""

Run = dict[str, str]


def render(document: Document, theme: Theme) -> Iterable[Output]:
    try:
        from .package import Package
    except ImportError as error:
        advice = "pip install 'cvtool[docx]' makes it work"
        raise RenderError(f"it needs python-docx, which is not installed: {advice}") from error
    package = Package(document, theme)
    writer = Writer(document, package)
    package.fill("".join(map(writer.block, in_line(document, "docx"))))
    _describe(package.properties(), document)
    yield Output("cv.docx", package.saved())


def _describe(found: CoreProperties, document: Document) -> None:
    """What programs show of a file: whose CV it is, and nothing of who made the file, or when."""
    person = document.person
    label = to_plain(person.label)
    found.title = " — ".join(filter(None, (person.name, label)))[:255]
    found.author = found.last_modified_by = person.name[:255]
    found.subject = label[:255]
    found.keywords = ", ".join(map(to_plain, person.keywords))[:255]
    found.language = document.locale
    found.revision = 1
    if it := document.updated:
        found.created = found.modified = datetime(it.year, it.month or 1, it.day or 1, tzinfo=UTC)


class Writer:
    """Folds the blocks of one document, for one file of Word."""

    def __init__(self, document: Document, package: Package) -> None:
        self.document, self.package, self.width = document, package, package.width
        self.is_rtl = document.direction == "rtl"
        self._open: list[int] = []
        """The columns at which the text of the items around begins."""
        self._lists: dict[int, tuple[int, str]] = {}
        """How far the numbered list of each level has come, and its name."""

    def block(self, it: AnyBlock) -> str:
        """One of them; they come in order."""
        while self._open and self._open[-1] > it.indent:
            self._open.pop()
        match it:
            case Heading():
                return self._heading(it)
            case Item():
                return self._item(it)
            case Verbatim():
                return self._paragraph("HTML Preformatted", self._runs((Text(it.text),)))
            case Paragraph():
                return self._text(it)

    def _heading(self, it: Heading) -> str:
        self._lists.clear()
        style = _STYLES.get(it.role) or f"Heading {it.level - 1}"
        portrait = self._portrait() if it.role == "name" else ""
        when = plain(it.when)
        return self._paragraph(style, portrait + self._ended(it.body, when), has_end=bool(when))

    def _text(self, it: Paragraph) -> str:
        level = len(self._open)
        style = _STYLES.get(it.role) or (_nth("List Continue", level) if level else "Normal")
        body, end = it.ends or (it.said, ())
        if it.role == "imprint":
            body = (Emph(body),)
        return self._paragraph(style, self._ended(body, end), has_end=bool(end))

    def _item(self, it: Item) -> str:
        level = len(self._open)
        body, end = it.ends or (it.body, ())
        if it.url:
            body = (Link(body, it.url),)
        if it.role == "title":
            body = (Strong(body),)
        if it.label:
            label = Text(it.label)
            first = Strong((label,)) if it.role == "point" else label
            body = (first, Text(it.space), *body) if body else (first,)
        if it.role == "line":
            return self._paragraph("Entry Line", self._ended(body, end), has_end=bool(end))
        self._open.append(it.indent + it.hang)
        return self._paragraph(*self._listed(it, level, self._runs(body)))

    def _listed(self, it: Item, level: int, runs: str) -> tuple[str, str, str]:
        """The style of an item, its words, and the list that it is of."""
        if it.number is not None:
            style, number = _nth("List Number", level + 1), self._number(it.number, level)
        elif it.role in ("title", "citation"):
            return "Bibliography", runs, ""
        else:
            style = _nth("List Bullet", level + 1)
            number = self.package.bullets(style)
        mark = f'<w:ilvl w:val="{min(level, _DEEPEST - 1)}"/><w:numId w:val="{number}"/>'
        return style, runs, f"<w:numPr>{mark}</w:numPr>" if number else ""

    def _number(self, number: int, level: int) -> str:
        """The list that goes on with this number, else one that begins with it."""
        before, name = self._lists.get(level, (0, ""))
        if not name or number != before + 1:
            name = self.package.numbers(number)
        self._lists[level] = (number, name)
        return name

    def _paragraph(self, style: str, runs: str, numbers: str = "", has_end: bool = False) -> str:
        end = f'<w:tabs><w:tab w:val="right" w:pos="{self.width}"/></w:tabs>'
        properties = (
            f'<w:pStyle w:val="{self.package.style(style)}"/>',
            numbers,
            end if has_end else "",
            "<w:bidi/>" if self.is_rtl else "",
        )
        return f"<w:p><w:pPr>{''.join(properties)}</w:pPr>{runs}</w:p>"

    def _ended(self, body: Inlines, end: Inlines) -> str:
        """The words, and at the end of the line what stands there."""
        if not end:
            return self._runs(body)
        last = self._runs(end, {"style": self.package.style("Entry Date")})
        return f"{self._runs(body)}<w:r><w:tab/></w:r>{last}"

    def _runs(self, body: Inlines, as_is: Run | None = None) -> str:
        return "".join(self._node(node, as_is or {}) for node in body)

    def _node(self, node: Inline, how: Run) -> str:
        match node:
            case Text(text):
                return self._run(text, how)
            case Code(text):
                return self._run(text, how | {"style": self.package.style("HTML Code")})
            case Emph(body):
                return self._runs(body, how | {"i": ""})
            case Strong(body):
                return self._runs(body, how | {"b": ""})
            case Sub(body):
                return self._runs(body, how | {"vertAlign": "subscript"})
            case Sup(body):
                return self._runs(body, how | {"vertAlign": "superscript"})
            case Formula(body):
                return self._runs(body, how)
            case Link(body, url):
                how = how | {"style": self.package.style("Hyperlink")}
                inside = self._runs(without(body, Link), how)
                return f'<w:hyperlink r:id="{self.package.link(url)}">{inside}</w:hyperlink>'

    def _run(self, text: str, how: Run) -> str:
        if self.is_rtl and side(text) == "rtl":
            how = how | {"rtl": ""}
        elif self.is_rtl and side(text) and not text.rstrip()[-1].isalnum():
            text += FROM_THE_LEFT
        properties = "".join(_property(name, how[name]) for name in _ORDER if name in how)
        about = f"<w:rPr>{properties}</w:rPr>" if properties else ""
        return f"<w:r>{about}{''.join(map(_piece, _CONTROL.split(text)))}</w:r>"

    def _portrait(self) -> str:
        """The picture at the top of the page, on the other side than the text begins."""
        image = self.document.person.image
        if not (image and image.data and self.document.pages.photo.is_shown):
            return ""
        name, ratio = self.package.picture(image)
        values = {"name": image.name, "alt": image.alt}
        said = {key: html(_UNWRITABLE.sub("", value)) for key, value in values.items()}
        return _PORTRAIT.format(
            rel=name,
            width=_WIDTH,
            height=round(_WIDTH * ratio),
            side="left" if self.is_rtl else "right",
            **said,
        )


def _nth(style: str, level: int) -> str:
    """Word's name of the style at that depth: List Bullet, List Bullet 2."""
    return style if level == 1 else f"{style} {min(level, _DEEPEST)}"


def _property(name: str, value: str) -> str:
    if name == "style":
        return f'<w:rStyle w:val="{value}"/>'
    return f'<w:{name} w:val="{value}"/>' if value else f"<w:{name}/>"


def _piece(text: str) -> str:
    """A part of a run: a line break, a tab, or words."""
    if text in ("\n", "\t"):
        return "<w:br/>" if text == "\n" else "<w:tab/>"
    words = html(_UNWRITABLE.sub("", text))
    return f'<w:t xml:space="preserve">{words}</w:t>' if words else ""


_PORTRAIT = (
    '<w:r><w:drawing><wp:anchor distT="0" distB="0" distL="114300" distR="114300" simplePos="0" '
    'relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="0">'
    '<wp:simplePos x="0" y="0"/>'
    '<wp:positionH relativeFrom="margin"><wp:align>{side}</wp:align></wp:positionH>'
    '<wp:positionV relativeFrom="margin"><wp:align>top</wp:align></wp:positionV>'
    '<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
    '<wp:wrapSquare wrapText="bothSides"/><wp:docPr id="1" name="{name}" descr="{alt}"/>'
    '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="{name}" descr="{alt}"/><pic:cNvPicPr/>'
    '</pic:nvPicPr><pic:blipFill><a:blip r:embed="{rel}"/><a:stretch><a:fillRect/></a:stretch>'
    '</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/>'
    '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    "</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"
)
