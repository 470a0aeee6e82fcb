"""What the site draws: its sign in browsers, papers by year, and positions along the years.

Each chart says the same in words, for those who do not see it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING

from ...bib.owner import bare_name
from ...model.document import FAVICONS
from ...model.inline import to_plain
from ...model.later import NamedTuple, dataclass, pattern
from ...model.memory import same
from ...model.scripts import is_wide
from ...store.cache import keep, kept
from ...store.digests import digest, digest_of_bytes
from ...store.program import program
from .. import Output, folds
from .head import Channels, contrast, own_style

if TYPE_CHECKING:
    from ...model.dates import PartialDate
    from ...model.document import Document, Section
    from ..theme import Theme

_ACCENT = pattern(r"--(?:accent|on-light):\s*(?:light-dark\()?#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")
_FONT = "pdf/fonts/SourceSans3-Semibold.ttf"
_SIZES = (16, 32, 48)
_MOST_KEPT = 50
_WHITE, _BLACK = (255, 255, 255), (0, 0, 0)
_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" '
    'rx="7" fill="{ground}"/><text x="16" y="16" dy="0.36em" text-anchor="middle" fill="{ink}" '
    'font-family="Source Sans 3, Helvetica, Arial, sans-serif" font-weight="600" '
    'font-size="{size}">{letters}</text></svg>\n'
)


def favicons(document: Document, theme: Theme) -> Iterator[Output]:
    """As ICO, for all browsers, and as SVG, in any size."""
    letters, ground = initials(document.person.name), _ground(document, theme)
    ink = max(_WHITE, _BLACK, key=lambda each: contrast(each, ground))
    size = 20 if len(letters) == 1 else 15
    colours = {"ground": f"#{bytes(ground).hex()}", "ink": f"#{bytes(ink).hex()}"}
    svg = _SVG.format(letters=folds.html(letters), size=size, **colours)
    drawn = letters if letters.isascii() or not theme.lacking(set(letters)) else ""
    yield Output(FAVICONS[0], _kept_ico(drawn, ground, ink, theme.data(_FONT)))
    yield Output(FAVICONS[1], svg.encode())


def initials(name: str) -> str:
    """The first letters of the first and of the last name; one of a name without spaces."""
    words = [each for each in bare_name(name).split() if each[0].isalpha()]
    if not words or is_wide(words[0][0]):
        return words[0][0] if words else ""
    return "".join(each[0].upper() for each in (words[0], *words[1:][-1:]))


def _ground(document: Document, theme: Theme) -> Channels:
    """The colour of the theme in the light."""
    sheets = theme.read("html/properties.css"), own_style(document.web, theme)
    found = _ACCENT.findall("\n".join(sheets))[-1]
    return tuple(bytes.fromhex(found if len(found) == 6 else "".join(2 * each for each in found)))


def _kept_ico(letters: str, ground: Channels, ink: Channels, font: bytes) -> bytes:
    """That which was drawn of the same; most of a site changes more often."""
    parts = (program(), letters, bytes(ground).hex(), bytes(ink).hex(), digest_of_bytes(font))
    name = f"{digest(parts)}.ico"
    if not (found := kept(name)):
        found = _ico(letters, ground, ink, font)
        keep(name, found, _MOST_KEPT)
    return found


def _ico(letters: str, ground: Channels, ink: Channels, font_file: bytes) -> bytes:
    from PIL import IcoImagePlugin, Image, ImageDraw, ImageFont

    side, out = 4 * _SIZES[-1], BytesIO()
    picture = Image.new("RGBA", (side, side))
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((0, 0, side - 1, side - 1), side * 7 // 32, (*ground, 255))
    font = ImageFont.truetype(BytesIO(font_file), side * (17 if letters[1:] else 24) // 32)
    draw.text((side / 2, side * 22 / 32), letters, (*ink, 255), font, anchor="ms")
    sizes = [(each, each) for each in _SIZES]
    scaled = picture.resize(sizes[-1], Image.Resampling.LANCZOS)
    scaled.save(out, IcoImagePlugin.IcoImageFile.format, sizes=sizes)  # which else loads all kinds
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a chart: where it is, and which of its ends is there."""

    text: str
    x: int
    y: int
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars (x, y, width, height) and words on a ground of that size; ``said`` says them all."""

    kind: str
    width: int
    height: int
    said: str
    bars: tuple[tuple[int, int, int, int], ...]
    words: tuple[Word, ...]


_WIDE = 440
"""So narrow that words can be read where it is scaled to a phone."""
_WIDEST, _LABEL, _LETTER = 34, 44, 8
"""A column, and what the label of a year and a letter take where they are largest: on a phone."""
_HIGHEST, _LINE, _ROW = 72, 16, 38


def charts(document: Document, outline: Iterable[Section], title: str = "") -> dict[str, Chart]:
    """Those that the user wants, by the ids of the sections that begin with them; ``title`` is the
    heading of one that has none."""
    found: dict[str, Chart] = {}
    for section in outline:
        heading = section.heading or title
        if section.kind == "publications" and "papers" in document.web.charts:
            years = [each.date.year for each in document.publications if each.date]
            if len({*years}) > 1:
                found.setdefault(section.id, _by_year(years, heading))
        is_work = section.kind == "work" and "positions" in document.web.charts
        if is_work and len(rows := [*_positions(section)]) > 1:
            found.setdefault(section.id, _along_years(rows, _now(document), heading))
    return same(found)


def _now(document: Document) -> float:
    """The CV's own date, or the last of those that it names."""
    if document.updated:
        return _number(document.updated)
    spans = [each.span for each in document.entries() if each.span]
    dates = [date for each in spans for date in (each.start, each.end)]
    dates += [each.date for each in document.publications]
    dates += [each.date for each in document.site.posts]
    return max((_number(each) for each in dates if each), default=0.0)


def _by_year(years: Iterable[int], heading: str) -> Chart:
    """How many papers are of each year, with those of none between."""
    counts = Counter(years)
    span = range(min(counts), max(counts) + 1)
    column, tallest = max(min(_WIDE // len(span), _WIDEST), 6), max(counts.values())
    step, gap = ceil(_LABEL / column), column // 8
    bars, words = list[tuple[int, int, int, int]](), list[Word]()
    base = _LINE + _HIGHEST
    for place, year in enumerate(span):
        high = round(_HIGHEST * counts[year] / tallest)
        middle = place * column + column // 2
        if high:
            bars.append((place * column + gap, base - high, column - 2 * gap, high))
            if len(str(counts[year])) * _LETTER < column + gap + 4:
                words.append(Word(str(counts[year]), middle, base - high - 4))
        if (span[-1] - year) % step == 0:
            words.append(Word(str(year), middle, base + _LINE))
    said = ", ".join(f"{year}: {counts[year]}" for year in span if counts[year])
    size = len(span) * column, base + _LINE + 6
    return Chart("papers", *size, f"{heading} – {said}", tuple(bars), tuple(words))


class _Position(NamedTuple):
    """A position in words, and when it was, in years; ``end`` is 0 while it lasts."""

    name: str
    when: str
    start: float
    end: float


def _positions(section: Section) -> Iterator[_Position]:
    for around in section.entries:
        for entry in around.parts_of("position") or [around]:
            if entry.span and entry.span.start:
                said = (entry.position or entry.title, around.organization or around.title)
                name = ", ".join(dict.fromkeys(filter(None, map(to_plain, said))))
                end = _number(entry.span.end, 1) if entry.span.end else 0.0
                yield _Position(name, entry.span.text, _number(entry.span.start), end)


def _along_years(rows: Sequence[_Position], now: float, heading: str) -> Chart:
    """When each position was; what still lasts ends with what is known of now, and is no less
    than a year."""
    lasting = (each.start + 1 for each in rows if not each.end)
    now = max([now, *lasting, *(each.end for each in rows)])
    first, last = int(min(each.start for each in rows)), ceil(now)
    scale = _WIDE / max(last - first, 1)
    bars, words = list[tuple[int, int, int, int]](), list[Word]()
    for place, row in enumerate(rows):
        ends = row.start, row.end or now
        left, right = (round((each - first) * scale) for each in ends)
        right = max(right, left + 4)
        top = place * _ROW
        bars.append((left, top + 20, right - left, 8))
        words.append(_above(row.name, left, right, top + 14))
    bottom = len(rows) * _ROW + 8
    for year in range(first, last, ceil(_LABEL / scale)):
        words.append(Word(str(year), round((year - first) * scale), bottom + 8, "start"))
    said = "; ".join(f"{each.name}, {each.when}" for each in rows)
    whole = f"{heading} – {said}"
    return Chart("positions", _WIDE, bottom + 14, whole, tuple(bars), tuple(words))


def _above(name: str, left: int, right: int, y: int) -> Word:
    """The name of a bar, as much of it as the chart has room for: from the left end of the bar, or
    up to the right one."""
    sizes = [2 * _LETTER if is_wide(each) else _LETTER for each in name]
    while sum(sizes) > _WIDE:
        name, sizes = f"{name[:-2]}…", sizes[:-1]
    width = sum(sizes)
    if left + width <= _WIDE:
        return Word(name, left, y, "start")
    return Word(name, max(right, width), y, "end")


def _number(date: PartialDate, after: int = 0) -> float:
    """The date in years; the end of what it names, where it is ``after`` that."""
    if not date.month:
        return date.year + after
    return date.year + (date.month - 1 + after) / 12
