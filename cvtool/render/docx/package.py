"""The parts of cv.docx around its text: styles, lists, pictures, links, and the file itself.

They are those of the user's ``templates/docx/reference.docx`` where there is one, and what that
lacks of styles and lists is ours.
"""

from __future__ import annotations

from copy import deepcopy
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import nsmap, qn
from docx.parts.numbering import NumberingPart
from docx.parts.settings import SettingsPart
from docx.parts.styles import StylesPart
from docx.shared import Mm

from .. import RenderError

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.opc.coreprops import CoreProperties

    from ...model.document import Document
    from ...model.files import Image
    from ..theme import Theme

REFERENCE = "docx/reference.docx"
STYLES, LISTS, SETTINGS = (f"docx/{name}.xml" for name in ("styles", "numbering", "settings"))

_PAGES = {"A4": (210.0, 297.0), "Letter": (215.9, 279.4)}
_MARGINS = {"top": 14.0, "bottom": 14.0, "left": 18.0, "right": 18.0}
"""In millimetres, as the sizes of the pages are."""

_OURS = (
    (StylesPart, STYLES, CONTENT_TYPE.WML_STYLES, RELATIONSHIP_TYPE.STYLES),
    (NumberingPart, LISTS, CONTENT_TYPE.WML_NUMBERING, RELATIONSHIP_TYPE.NUMBERING),
    (SettingsPart, SETTINGS, CONTENT_TYPE.WML_SETTINGS, RELATIONSHIP_TYPE.SETTINGS),
)
_KEPT = {
    *(RELATIONSHIP_TYPE.OFFICE_DOCUMENT, RELATIONSHIP_TYPE.CORE_PROPERTIES),
    *(RELATIONSHIP_TYPE.STYLES, RELATIONSHIP_TYPE.NUMBERING, RELATIONSHIP_TYPE.SETTINGS),
    *(RELATIONSHIP_TYPE.THEME, RELATIONSHIP_TYPE.FONT_TABLE),
    *(RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER),
}
"""The parts that make the looks of a file."""

_TWIP = 635
"""A twentieth of a point, in the unit of python-docx."""

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_SPACES = " ".join(f'xmlns:{name}="{nsmap[name]}"' for name in ("w", "r", "wp", "a", "pic"))


class Package:
    """A file of Word that has no text yet."""

    def __init__(self, document: Document, theme: Theme) -> None:
        own = theme.own(REFERENCE)
        self.word = _opened(theme.data(REFERENCE), str(own)) if own else _ours(document, theme)
        self._drop()
        self._styles = {_name(each): each for each in _all(self.word.styles.element, "w:style")}
        self._spare = {_name(each): each for each in _all(_part(theme, STYLES), "w:style")}
        self._numbering = _numbering(self.word)
        lists = _all(_part(theme, LISTS), "w:abstractNum")
        self._kinds = [self._added(each) if own else _id(each) for each in lists]
        self._links: dict[str, str] = {}
        self._bullets = ""
        _speak(self.word, document)

    def _drop(self) -> None:
        """Takes away what a user's file has beside its looks: pictures, remarks, its maker."""
        for rels in (self.word.part.package.rels, self.word.part.rels):
            for name in [name for name, each in rels.items() if each.reltype not in _KEPT]:
                del rels[name]
        for tag in ("w:footnotePr", "w:endnotePr"):
            for each in _all(self.word.settings.element, tag):
                self.word.settings.element.remove(each)

    @property
    def width(self) -> int:
        """How wide the text is, in twentieths of a point."""
        page = self.word.sections[-1]
        sides = (page.left_margin or Mm(20)) + (page.right_margin or Mm(20))
        return round(((page.page_width or Mm(210)) - sides) / _TWIP)

    def style(self, name: str) -> str:
        """The id of the style of that name, which is put there if need be."""
        key = name.casefold()
        if key not in self._styles:
            self._styles[key] = self._adopted(deepcopy(self._spare[key]))
        return str(self._styles[key].get(qn("w:styleId")))

    def _adopted(self, style: Any) -> Any:
        """A style of ours among the user's, without what that rests on in our file."""
        while _style_id(style) in map(_style_id, self._styles.values()):
            style.set(qn("w:styleId"), f"{_style_id(style)}2")
        for tag in ("w:basedOn", "w:next"):
            for each in style.findall(qn(tag)):
                known = self._styles.get(each.get(qn("w:val")).casefold())
                style.remove(each) if known is None else each.set(qn("w:val"), _style_id(known))
        for each in style.findall(f"{qn('w:pPr')}/{qn('w:numPr')}"):
            each.getparent().remove(each)
        self.word.styles.element.append(style)
        return style

    def bullets(self, style: str) -> str:
        """The list that paragraphs of the style are of; none where the style has its own."""
        self.style(style)
        found = self._styles[style.casefold()].find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if found is not None:
            return ""
        self._bullets = self._bullets or self._list(self._kinds[0])
        return self._bullets

    def numbers(self, start: int) -> str:
        """A new list that begins with this number."""
        begin = f'<w:startOverride w:val="{start}"/></w:lvlOverride>'
        levels = (f'<w:lvlOverride w:ilvl="{level}">{begin}' for level in range(9))
        return self._list(self._kinds[1], "".join(levels))

    def _list(self, kind: str, begin: str = "") -> str:
        there = _all(self._numbering, "w:num")
        number = str(1 + max((int(each.get(qn("w:numId"))) for each in there), default=0))
        inside = f'<w:abstractNumId w:val="{kind}"/>{begin}'
        found = parse_xml(f'<w:num {_SPACES} w:numId="{number}">{inside}</w:num>')
        there[-1].addnext(found) if there else self._numbering.append(found)
        return number

    def _added(self, kind: Any) -> str:
        """The number of one of our kinds of lists among the user's."""
        there = _all(self._numbering, "w:abstractNum")
        number = str(1 + max((int(_id(each)) for each in there), default=0))
        kind.set(qn("w:abstractNumId"), number)
        self._numbering.insert(0, kind)
        return number

    def link(self, url: str) -> str:
        """The name by which the text leads there."""
        if url not in self._links:
            self._links[url] = f"link{len(self._links) + 1}"
            rels = self.word.part.rels
            rels.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, url, self._links[url], True)
        return self._links[url]

    def picture(self, image: Image) -> tuple[str, float]:
        """The name of a picture in the text, and how many times as high as wide it is."""
        found, drawn = self.word.part.get_or_add_image(BytesIO(image.data))
        return found, drawn.px_height / drawn.px_width

    def properties(self) -> CoreProperties:
        """What is said about the file: of the user's own nothing is left."""
        found: CoreProperties = self.word.core_properties
        for each in self.word.part.package.rels.values():
            if each.reltype == RELATIONSHIP_TYPE.CORE_PROPERTIES:
                each.target_part.element[:] = []
        return found

    def fill(self, paragraphs: str) -> None:
        """Puts the text in place of whatever stands there."""
        body = self.word.element.body
        for each in body.xpath("./*[not(self::w:sectPr)]"):
            body.remove(each)
        made = parse_xml(f"<w:body {_SPACES}>{paragraphs}</w:body>".encode())
        for index, each in enumerate(list(made)):
            body.insert(index, each)

    def saved(self) -> bytes:
        """The file, the same for the same CV: its parts in order, and made at no time."""
        made, out = BytesIO(), BytesIO()
        self.word.save(made)
        with ZipFile(made) as packed, ZipFile(out, "w") as anew:
            for name in sorted(packed.namelist(), key=lambda name: (name[0] != "[", name)):
                about = ZipInfo(name, _FIRST_DAY)
                about.compress_type, about.create_system = ZIP_DEFLATED, 3
                anew.writestr(about, packed.read(name), compresslevel=9)
        return out.getvalue()


def _opened(data: bytes, path: str) -> Word:
    """The user's file. Raises ``RenderError`` where it is none of Word."""
    try:
        word = docx.Document(BytesIO(data))
        assert word.element.body is not None
        return word
    except Exception as error:  # python-docx raises whatever it stumbles over
        raise RenderError(f"'{path}' is no file of Word (.docx) that can be read") from error


def _ours(document: Document, theme: Theme) -> Word:
    """The file of python-docx with our styles in place of its own, on the paper of the CV."""
    word = docx.Document()
    word.part.rels.clear()
    for kind, name, media_type, relation in _OURS:
        uri = PackURI(f"/word/{name.rpartition('/')[2]}")
        part = kind(uri, media_type, _part(theme, name), word.part.package)
        word.part.relate_to(part, relation)
    page = word.sections[-1]
    page.page_width, page.page_height = map(Mm, _PAGES[document.pages.page_size])
    for side, margin in _MARGINS.items():
        setattr(page, f"{side}_margin", Mm(margin))
    return word


def _numbering(word: Word) -> Any:
    """The lists of the file, which may have none."""
    for each in word.part.rels.values():
        if each.reltype == RELATIONSHIP_TYPE.NUMBERING:
            return each.target_part.element
    kind, _, media_type, relation = _OURS[1]
    found = parse_xml(f"<w:numbering {_SPACES}/>")
    part = kind(PackURI("/word/numbering.xml"), media_type, found, word.part.package)
    word.part.relate_to(part, relation)
    return found


def _speak(word: Word, document: Document) -> None:
    """Tells which language the text is in."""
    defaults = word.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    if defaults is None:
        return
    found = defaults.find(qn("w:lang"))
    if found is None:
        found = parse_xml(f"<w:lang {_SPACES}/>")
        defaults.append(found)
    is_eastern = document.locale[:2] in ("zh", "ja", "ko")
    kind = "bidi" if document.direction == "rtl" else "eastAsia" if is_eastern else "val"
    found.set(qn(f"w:{kind}"), document.locale)


def _part(theme: Theme, name: str) -> Any:
    return parse_xml(theme.read(name).encode())


def _all(element: Any, tag: str) -> list[Any]:
    return list(element.findall(qn(tag)))


def _name(style: Any) -> str:
    """As people write it: Word's own "heading 1" is "Heading 1" for them."""
    found = style.find(qn("w:name"))
    return str(found.get(qn("w:val")) if found is not None else _style_id(style)).casefold()


def _style_id(style: Any) -> str:
    return str(style.get(qn("w:styleId")))


def _id(kind: Any) -> str:
    return str(kind.get(qn("w:abstractNumId")))
