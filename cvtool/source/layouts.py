"""How a format looks and which sections it shows."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from ..model.later import pattern
from ..model.plain import file_fault
from ..model.problems import quoted, shown
from .bibliography import Choice, Listing
from .fields import Before, Heading, Prose, Ranked, Str, unbroken
from .node import STRING, Between, Checked, Key, Node, Written, wrong

THEMES = (
    *("two-tone", "academic", "plain", "compact", "modern", "bold"),
    *("classic", "awesome", "sidebar", "banking", "lebenslauf", "timeline"),
)

_LENGTH = pattern(r"(\d+(?:\.\d+)?)(mm|cm|in|pt)")
_WIDEST_MARGIN = "60mm"
_POINTS = {"mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pt": 1.0}
_COLOR = pattern(r"#[0-9A-Fa-f]{6}")
_PLACE = pattern(r"top|center|bottom|left|right|\d{1,2}%|100%")
_SWITCH = ("true", "false", "yes", "no")
_FAMILY = pattern(r"[\w .-]+")
_PLACEHOLDER = pattern(r"\{([^{}]*)\}")
_PLACEHOLDERS = ("name", "page", "pages")


class SectionItem(Ranked):
    """A section's place in the order: its name, or a heading over several or over a text.

    A heading may be empty: then there is none.
    """

    alone = "section"
    section: Str | None = None
    """The name of a section: work, publications, or the id of a custom one."""
    sections: list[SectionItem] = []
    """Several sections under one heading: names, or what may stand in the order itself."""
    heading: Heading | None = None
    """The heading that readers see; '' for none."""
    summary: Prose | None = None
    """Text under the heading. Markdown."""
    breaks: Before = None
    """Where cv.pdf begins a new page: before it."""

    def judge(self) -> None:
        is_text = self.heading is not None and self.summary and not self.sections
        if not is_text and bool(self.section) == bool(self.sections):
            raise wrong("write the name of a section, or a heading and its sections")
        if self.sections and self.heading is None:
            raise wrong("several sections together need a heading")


SectionOrder = list[SectionItem]


class Layout(Node):
    """What one format shows, where it differs from the rest."""

    sections: SectionOrder = []
    """The sections of this format, in order; those of all formats if absent."""
    headings: dict[str, Heading] = {}
    """Headings of this format: section name -> heading, '' for none."""
    bibliography: Listing = Listing()
    """How this format lists publications: the keys of 'bibliography' that differ in it."""


class DataLayout(Node):
    """What a format for programs has, where it is not everything."""

    bibliography: Choice = Choice()
    """Which publications it has, where those are not all, and what it says of each."""


class PluginLayout(Layout):
    """What a format without a key of its own shows, and its settings: those of plugins, too."""

    aside = "-"
    settings: Annotated[dict[str, Any], Key("-", is_box=True)] = {}


def _lengths(value: Any) -> str:
    lengths = value.split() if isinstance(value, str) else []
    points = [_points(each) for each in lengths]
    if not 1 <= len(points) <= 4 or min(points) < 0:
        raise wrong(f"{shown(value)} is no margin: write 18mm, or 15mm 18mm for top and sides")
    if max(points) > _points(_WIDEST_MARGIN):
        raise wrong(f"{shown(value)} leaves no room on the page: at most {_WIDEST_MARGIN}")
    return " ".join(lengths)


def _size(value: Any) -> str:
    """The width and the height, if there is one, in CSS's words."""
    text = value.replace("×", "x").replace(" ", "") if isinstance(value, str) else ""
    width, _, height = text.partition("x")
    if height and width[-1:].isdigit():
        width += height.lstrip("0123456789.")
    sides = [width, height] if height else [width]
    if not all(_points("8mm") <= _points(each) <= _points("80mm") for each in sides):
        raise wrong(f"{shown(value)} is no size from 8mm to 80mm: write 30mm, or 35x45mm")
    return " ".join(sides)


def _position(value: Any) -> str:
    words = value.split() if isinstance(value, str) else []
    if not 1 <= len(words) <= 2 or not all(map(_PLACE.fullmatch, words)):
        raise wrong(f"{shown(value)} is no position: write top, center, or 50% 20%")
    return " ".join(words)


def _font_size(value: Any) -> str:
    size = value if isinstance(value, str) else ""
    size = size if _points(size) >= 0 else f"{size}pt"
    if not 6 <= _points(size) <= 24:
        raise wrong(f"{shown(value)} is no font size: write one from 6pt to 24pt, as in 9.5pt")
    return size


def _points(length: str) -> float:
    """How long it is, and less than nothing for what is no length."""
    match = _LENGTH.fullmatch(length)
    return float(match[1]) * _POINTS[match[2]] if match else -1


def _color(value: Any) -> str:
    if not isinstance(value, str) or not _COLOR.fullmatch(value):
        raise wrong(f"{shown(value)} is no colour: write it in quotes as '#1f4e79'")
    return value.lower()


def _family(value: Any) -> str:
    if not isinstance(value, str) or not _FAMILY.fullmatch(value):
        raise wrong(f"{shown(value)} is no font: write serif, sans, or the name of a font family")
    return value


def _running(value: Any) -> str:
    """The line, ``-`` where there is to be none."""
    line = unbroken(value)
    if line.lower() in ("", "false", "no"):
        return "-"
    if line.lower() in _SWITCH:
        raise wrong(f"{shown(value)} is no line: write its words, or false for none")
    return _filled(line, _PLACEHOLDERS, "there are {name}, {page} and {pages}")


def _file(value: Any) -> str:
    name = _filled(value if isinstance(value, str) else "", ("name",), "there is {name} alone")
    if not name.lower().endswith(".pdf"):
        raise wrong(f"{shown(value)} is no name of a PDF: write one as '{{name}}_CV.pdf'")
    if fault := file_fault(name):
        raise wrong(f"{shown(value)} cannot be the name of a file: {fault}")
    return name


def _filled(text: str, known: tuple[str, ...], advice: str) -> str:
    """The text, where its placeholders are known."""
    unknown = [name for name in _PLACEHOLDER.findall(text) if name not in known]
    if unknown:
        raise wrong(*(f"{quoted(f'{{{name}}}')} is not known: {advice}" for name in unknown))
    return text


Lengths = Annotated[str, Checked(_lengths, STRING)]
Size = Annotated[str, Checked(_size, STRING)]
Position = Annotated[str, Checked(_position, STRING)]
FontSize = Annotated[str, Checked(_font_size, {"type": ["string", "number"]})]
Color = Annotated[str, Checked(_color, {"type": "string", "pattern": f"^{_COLOR.pattern}$"})]
Family = Annotated[str, Checked(_family, STRING)]
FileName = Annotated[str, Checked(_file, {"type": "string", "pattern": r"\.[Pp][Dd][Ff]$"})]
Running = Annotated[str, Checked(_running, {"type": ["string", "boolean"]}, True, True)]


class Looks(Node):
    """How cv.pdf, the homepage and card.png look together."""

    alone = "theme"
    theme: Str | None = None
    """The theme: one that `cvtool themes` lists."""
    accent_color: Color | None = None
    """The colour of headings and links, as in '#1f4e79'; the homepage takes what can be read."""


class Photo(Node):
    """How cv.pdf shows the portrait; false for not at all."""

    alone = "size"
    shorthands = ({"type": "boolean"},)

    shown: bool = True
    """Whether it is there."""
    size: Size | None = None
    """Its width, as in 30mm, or width and height, as in 35x45mm."""
    shape: Literal["square", "round", "rectangle"] | None = None
    """What it is cut to: a rectangle is as high as that of a passport."""
    side: Literal["left", "right"] | None = None
    """The side of the header where it stands."""
    position: Position | None = None
    """Which part is left where it is cut: top, center, bottom, or as in 50% 20%."""

    @classmethod
    def written_out(cls, data: Any) -> Written | None:
        word = "false" if data == "-" else str(data).lower()
        return {"shown": ((), word)} if word in _SWITCH else super().written_out(data)


class Pdf(Layout):
    """How cv.pdf looks, and what differs in it."""

    file: FileName = "cv.pdf"
    """The name of the file, as in '{name}_CV.pdf'; {name} stands for the person's."""
    theme: Str | None = None
    """The theme, where it is not that of `look`: one that `cvtool themes` lists."""
    page_size: Literal["A4", "Letter"] | None = None
    """The paper; if absent, Letter where `countryCode` is that of a country that has it, or A4."""
    margin: Lengths | None = None
    """The margins: one length for all sides, or up to four from the top clockwise (15mm 18mm)."""
    font: Family | None = None
    """The font of the text: serif, sans, or the family name of one in `fonts/` or installed."""
    font_size: FontSize | None = None
    """The size of the text, as in 9.5pt; everything else follows it."""
    accent_color: Color | None = None
    """The colour of headings and links, where it is not that of `look`, as in '#1f4e79'."""
    density: Literal["compact", "normal", "airy"] = "normal"
    """How much space there is between things."""
    pages: Annotated[int, Between(1, 99)] | None = None
    """How many pages there may be: all is set closer for that, and what has a priority may go."""
    fill: bool = False
    """Whether a last page that is nearly full is filled, by more space and larger letters."""
    dates: Literal["right", "behind", "left"] | None = None
    """Where dates stand: at the right edge, behind the headings, or in a column at the left."""
    signature: bool | None = None
    """Whether place, date and a line to sign on end the CV; as the theme has it if absent."""
    photo: Photo = Photo()
    """How the portrait is shown: its size, shape, side and crop; false for none."""
    title_first: bool = False
    """Whether the title of a job is its heading, and the employer stands below it."""
    papers: Literal["compact", "roomy", "years"] | None = None
    """Publications: a paragraph each, several (roomy), or one beside the years at the left."""
    header: Running | None = None
    """A line at the top of each page; {name}, {page} and {pages} stand for what they say."""
    footer: Running | None = None
    """The same at the bottom; false for none. If absent, name and page where there are several."""
    updated: bool = True
    """Whether the bottom of each page says when the CV was last updated."""
    links: bool = True
    """Whether links can be followed and stand out."""
