"""What the boxes of a layout show, and from that how high all would be in another setting.

Which words stand in how many lines of what height, and how much space is between these: where the
size or the margins are others, words take as many lines as they are wider than one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import field
from itertools import groupby
from math import ceil
from typing import Any

from ...model.later import NamedTuple, dataclass
from .patches import content, page_box

PT, MM = 4 / 3, 96 / 25.4
"""In pixels of CSS, in which WeasyPrint measures."""
MARK = "data-at"
"""The attribute of elements that says which place of the CV they show."""
_PAGES = frozenset({"page", "left", "right", "recto", "verso", "always"})
"""Where an element begins a page, as CSS says it."""
_USUAL_LEADING = 1.2


class Spacing(NamedTuple):
    """How close things stand: the factor of all gaps, and what CSS calls so; margins clockwise."""

    gap: float
    leading: float
    margins: tuple[float, ...]
    size: float

    def css(self, base: Spacing) -> str:
        """The style sheet that says what is not as in ``base``."""
        found = {"closer": f"{self.gap:g}"}
        if self.leading != base.leading:
            found["leading"] = f"{self.leading:g}"
        if self.size != base.size:
            found["size"] = f"{self.size / PT:g}pt"
        sheet = ""
        if self.margins != base.margins:
            found["side"] = f"{self.margins[1] / MM:.1f}mm"
            sheet = f"@page {{ margin: {self.sides()}; }}\n"
        properties = "".join(f" --{name}: {value};" for name, value in found.items())
        return f"{sheet}:root {{{properties} }}"

    def sides(self) -> str:
        """The margins in CSS, and in cv.yaml."""
        top, right, bottom, left = (f"{round(each / MM, 1):g}mm" for each in self.margins)
        found = [top, right, bottom] if left == right else [top, right, bottom, left]
        found = found[:2] if found[2:] == [top] else found
        return " ".join(found[:1] if found == [top, top] else found)

    def said(self, base: Spacing) -> str:
        """The same for people."""
        found = [f"gap {self.gap:g}"] if self.gap != base.gap else []
        if self.margins != base.margins:
            found.append(f"margin {self.sides()}")
        if self.leading != base.leading:
            found.append(f"leading {self.leading:g}")
        if self.size != base.size:
            found.append(f"size {self.size / PT:g} pt")
        return ", ".join(found)

    def towards(self, bound: Spacing, shares: Iterable[float]) -> Spacing:
        """As far on the ways there as the shares say, in round numbers."""
        gap, margin, leading, size = shares

        def between(low: float, high: float, share: float, unit: float) -> float:
            return round((low + (high - low) * share) / unit, 2) * unit if share else low

        pairs = zip(self.margins, bound.margins, strict=True)
        return Spacing(
            between(self.gap, bound.gap, gap, 1),
            between(self.leading, bound.leading, leading, 1),
            tuple(between(low, high, margin, 10 * MM) for low, high in pairs),
            between(self.size, bound.size, size, PT),
        )


class Wrapped(NamedTuple):
    """Words: how wide they are in all, in how many lines of what height, how wide these may be, and
    whether their height is that of the leading. ``marks`` are those of what it is part of."""

    natural: float
    lines: int
    height: float
    width: float
    is_led: bool
    marks: tuple[str, ...]


@dataclass
class Stretch:
    """What stands between two forced breaks. ``high`` is how high its lines are together, ``space``
    what lies between them, ``fixed`` what no setting changes; ``cuts`` has both first by mark."""

    paragraphs: list[Wrapped] = field(default_factory=list)
    high: float = 0
    space: float = 0
    fixed: float = 0
    cuts: dict[str, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True)
class Measure:
    """What a layout shows. ``fill`` is how full lines are, ``blank`` the share of the pages but the
    last one that is empty at their feet, ``own`` how much larger the first page's margins at its
    head and foot are, ``longest`` the marks of the entries with their lines, the longest first."""

    size: tuple[float, float]
    base: Spacing
    parts: tuple[Stretch, ...]
    fill: float
    blank: float
    own: tuple[float, float]
    longest: tuple[tuple[str, int], ...]

    @property
    def used(self) -> float:
        return sum(each.high + each.space + each.fixed for each in self.parts)

    def room(self, setting: Spacing) -> float:
        """What a page holds, but for the first one."""
        return self.size[1] - setting.margins[0] - setting.margins[2]

    def more(self, setting: Spacing) -> float:
        """What the first page holds beyond that: a margin of its own stays as it is."""
        margins = zip(self.own, setting.margins[::2], self.base.margins[::2], strict=True)
        return sum(now - before - own for own, now, before in margins if own)

    def whole(self, setting: Spacing, pages: int) -> float:
        """What so many hold."""
        return self.room(setting) * pages + self.more(setting)

    def pages(self, setting: Spacing, gone: Collection[str], factor: float, lost: float) -> int:
        """How many all takes, where it is so much higher and a share of the pages is lost."""
        count, more, room = 0, self.more(setting), self.room(setting)
        for height in self.heights(setting, gone):
            share = max(0, height * factor - more) / room
            count += max(1, ceil(share * (1 + lost * (share > 1)) - 0.001))
            more = 0
        return count

    def heights(self, setting: Spacing, gone: Collection[str]) -> list[float]:
        """How high each part would be in a setting, without some of it."""
        return [self.height(each, setting, gone) for each in self.parts]

    def height(self, part: Stretch, setting: Spacing, gone: Collection[str]) -> float:
        left = [each for each in part.paragraphs if not (gone and set(each.marks) & set(gone))]
        before = sum(each.lines * each.height for each in left)
        after = sum(self.high(each, setting) for each in left)
        cuts = [part.cuts[each] for each in gone if each in part.cuts]
        high = part.high - sum(each for each, _ in cuts)
        space = part.space - sum(each for _, each in cuts)
        return high * (after / before if before else 1) + space * setting.gap + part.fixed

    def high(self, it: Wrapped, setting: Spacing) -> float:
        """How high all lines of a paragraph would be."""
        size = setting.size / self.base.size
        width = it.width + sum(self.base.margins[1::2]) - sum(setting.margins[1::2])
        count = max(1, ceil(it.natural * size / max(1, width) / self.fill - 0.02))
        count = min(count, it.lines) if size <= 1 else max(count, it.lines)
        return count * it.height * size * (setting.leading / self.base.leading if it.is_led else 1)


def seen(document: Any) -> Measure:
    """What the boxes of WeasyPrint's document show."""
    reading = _Reading(content(document.pages[0])[0].style["line_height"])
    for page in document.pages:
        reading.page(page)
    first, box = page_box(document.pages[0]), page_box(document.pages[-1])
    root = content(document.pages[-1])[0]
    size = float(root.style["font_size"])
    margins = (box.margin_top, box.margin_right, box.margin_bottom, box.margin_left)
    base = Spacing(1, round(_leading(root, size), 4), margins, size)
    return Measure(
        (box.margin_width(), box.margin_height()),
        base,
        tuple(each for each in reading.parts if each.paragraphs),
        reading.fill,
        reading.blank,
        (first.margin_top - box.margin_top, first.margin_bottom - box.margin_bottom),
        tuple(reading.lengths.most_common()),
    )


def _leading(box: Any, size: float) -> float:
    """The height of a line of text: WeasyPrint has it as a number, or in pixels."""
    value = box.style["line_height"]
    if isinstance(value, int | float):
        return float(value)
    return float(value.value) / size if hasattr(value, "value") else _USUAL_LEADING


class _Line(NamedTuple):
    box: Any
    block: Any
    marks: tuple[str, ...]

    @property
    def span(self) -> tuple[float, float]:
        return self.box.position_y, self.box.position_y + self.box.height


class _Reading:
    """Goes through the boxes, page by page."""

    def __init__(self, leading: object) -> None:
        self.leading = leading
        self.parts = [Stretch()]
        self.feet: list[float] = []
        self.broken: set[Any] = set()
        self.lengths = Counter[str]()
        self.full: list[float] = []

    def page(self, page: Any) -> None:
        box, flow = page_box(page), content(page)
        if self.is_forced(flow):
            self.parts.append(Stretch())
        part, top = self.parts[-1], box.content_box_y()
        items: dict[str, list[tuple[float, float]]] = {}
        lines = [line for each in flow for line in _lines(each, (), items)]
        bottom = max((line.span[1] for line in lines), default=top)
        high, fixed = _union(line.span for line in lines), _pictures(flow, lines)
        part.high, part.fixed = part.high + high, part.fixed + fixed
        part.space += max(0, bottom - top - high - fixed)
        for name, spans in items.items():
            own = _union(line.span for line in lines if name in line.marks)
            before = part.cuts.get(name, (0, 0))
            part.cuts[name] = before[0] + own, before[1] + max(0, _union(spans) - own)
        self.feet.append(1 - (bottom - top) / box.height)
        self.paragraphs(lines, part)

    def is_forced(self, flow: Sequence[Any]) -> bool:
        """Whether the page is begun by what was to begin one."""
        found = False
        for box in flow:
            while box is not None:
                is_new = box.element not in self.broken
                if box.style["break_before"] in _PAGES and is_new:
                    self.broken.add(box.element)
                    found = True
                box = next(iter(getattr(box, "children", ())), None)
        return found and bool(self.feet)

    def paragraphs(self, lines: Iterable[_Line], part: Stretch) -> None:
        """The lines, put together by the blocks that they are of."""
        for _, group in groupby(lines, key=lambda line: id(line.block)):
            own = [*group]
            boxes, block, marks = [line.box for line in own], own[0].block, own[0].marks
            width = max(1, block.width)
            self.full += [min(1, each.width / width) for each in boxes[:-1]]
            self.lengths.update({marks[0]: len(own)} if marks else {})
            part.paragraphs.append(
                Wrapped(
                    sum(min(_natural(each), width) for each in boxes),
                    len(boxes),
                    sum(each.height for each in boxes) / len(boxes),
                    width,
                    block.style["line_height"] == self.leading,
                    marks,
                )
            )

    @property
    def fill(self) -> float:
        return sum(self.full) / len(self.full) if self.full else 0.97

    @property
    def blank(self) -> float:
        return sum(self.feet[:-1]) / max(1, len(self.feet) - 1)


def _lines(
    box: Any, marks: tuple[str, ...], items: dict[str, list[tuple[float, float]]]
) -> Iterator[_Line]:
    """The lines in a box, but for those of what floats; ``items`` gets where what is marked is."""
    element = box.element
    name = element.get(MARK) if element is not None and box.element_tag == element.tag else None
    if name and name not in marks:
        marks = (*marks, name)
        items.setdefault(name, []).append((box.position_y, box.position_y + box.margin_height()))
    for child in getattr(box, "children", ()):
        if is_line(child):
            yield _Line(child, box, marks)
        elif not child.is_floated():
            yield from _lines(child, marks, items)


def _natural(line: Any) -> float:
    """How wide its words are, without what leads to a date at the edge."""
    leaders = sum(each.width for each in line.descendants() if getattr(each, "is_leader", False))
    return float(line.width - leaders)


def _union(spans: Iterable[tuple[float, float]]) -> float:
    """How much they cover together."""
    covered, reached = 0.0, float("-inf")
    for start, end in sorted(spans):
        covered += max(0.0, end - max(start, reached))
        reached = max(reached, end)
    return covered


def _pictures(flow: Iterable[Any], lines: Sequence[_Line]) -> float:
    """How high pictures are where no line stands beside them."""
    spans = [line.span for line in lines]
    found = 0.0
    for box in (each for one in flow for each in one.descendants() if each.element_tag == "img"):
        own = (box.position_y, box.position_y + box.margin_height())
        found += _union([*spans, own]) - _union(spans)
    return found


def is_line(box: Any) -> bool:
    """Whether it is that of a line."""
    return type(box).__name__ == "LineBox"


def line_count(page: Any) -> int:
    """How many lines stand on a page, those side by side once."""
    count, bottom = 0, float("-inf")
    for top, end in _spans(page):
        if top >= bottom - 1:
            count, bottom = count + 1, end
    return count


def share_of_page(page: Any) -> float:
    """How full it is."""
    box = page_box(page)
    bottom = max((end for _, end in _spans(page)), default=0.0)
    share: float = (bottom - box.content_box_y()) / box.height
    return max(0.0, min(1.0, share))


def _spans(page: Any) -> list[tuple[float, float]]:
    """Where lines are, whatever they are in."""
    inside = (each for one in content(page) for each in one.descendants() if is_line(each))
    return sorted((each.position_y, each.position_y + each.height) for each in inside)
