"""How close things stand so that cv.pdf has the pages it may have: foreseen from one layout.

The mildest setting that fits is laid out, and where it does not come out as foreseen, the next one
is foreseen better.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from ...model.document import Section, all_of
from ...model.entry import Entry
from ...model.later import NamedTuple, dataclass, replace
from ...model.problems import Path
from ..folds import place_mark
from .boxes import MM, PT, Measure, Spacing, line_count, seen, share_of_page

_LEAST = Spacing(0.5, 1.2, (12 * MM,) * 4, 9 * PT)
_MOST = Spacing(1.6, 1.4, (0,) * 4, 11 * PT)
"""The floors and ceilings: what is beyond one already stays as it is."""
_GROWTH = 1.1
"""Letters grow by so much at most."""

Ladder = tuple[tuple[float, float, float, float], ...]
"""How far gap, margins, leading and size are on their ways to these bounds, rung by rung."""
_CLOSER: Ladder = (
    *((0, 0, 0, 0), (0.35, 0.35, 0, 0), (0.75, 1, 0, 0)),
    *((0.9, 1, 0.5, 0.35), (1, 1, 1, 1)),
)
_GAP_ALONE: Ladder = ((0, 0, 0, 0), (0.6, 0, 0, 0))
_WIDER: Ladder = ((0, 0, 0, 0), (0.5, 0, 0.3, 0.2), (1, 0, 1, 1))
_STEPS = 20
"""So many lead from one rung to the next."""
_LEAP = 4
"""By so many it goes closer at least where a setting did not fit."""
_CARE, _MORE_CARE = 1.015, 1.022
"""All is foreseen a little higher, and more so where it did not fit: better some space too much
than laid out once more."""
_MOST_LAYOUTS, _USUAL_LAYOUTS = 6, 3
_ENOUGH = 0.96
"""Pages as full as this need not be fuller."""
_NEARLY_FULL = 0.7
_FEW_LINES = 5
_AGELESS = (1,)
"""Of what is not over yet, or has no date."""
_NAMED = 3
"""So many of the longest entries are named."""


class Less(NamedTuple):
    """What the pages lack: what stands at the places ``gone``, and all but a few authors."""

    gone: frozenset[Path] = frozenset()
    is_brief: bool = False


WHOLE = Less()


class Wish(NamedTuple):
    """So many pages there may be, or any number where it is 0; whether to ``fill`` the last one.

    ``cuts`` are the places of what may go, in that order, and ``has_brief`` is whether author lists
    can be shorter. ``density`` multiplies all gaps already.
    """

    pages: int = 0
    fill: bool = False
    density: float = 1
    cuts: tuple[Path, ...] = ()
    has_brief: bool = False


NO_WISH = Wish()


@dataclass(frozen=True)
class Fit:
    """What became of it: the number of ``pages``, how ``full`` the last one is, and how many lines
    stand alone on it where they do not deserve one, else 0.

    ``setting`` says what is not as the theme has it. Where all that does not suffice, so many lines
    are in ``excess`` in the closest setting, which ``setting`` then is, and ``longest`` are the
    marks of the longest entries, with their lines.
    """

    pages: int
    full: float
    left_over: int
    layouts: int
    setting: str = ""
    less: Less = WHOLE
    excess: int = 0
    longest: tuple[tuple[str, int], ...] = ()


LayOut = Callable[[str, Less], Any]
"""Makes WeasyPrint's document, in the styles of one more sheet, with less on its pages."""


def fitted(lay_out: LayOut, wish: Wish = NO_WISH) -> tuple[Any, Fit]:
    """WeasyPrint's document, and how it came about. Set closer is, too, what goes over to a last
    page of a few lines."""
    search = _Search(lay_out, wish)
    first, found = search.first, None
    if wish.pages and first.pages > wish.pages:
        found = search.closer(wish.pages)
        if found is None:
            return first.document, search.failure()
    elif first.left_over:
        found = search.closer(first.pages - 1, _GAP_ALONE, _USUAL_LAYOUTS)
    elif wish.fill and first.full >= _NEARLY_FULL:
        found = search.wider()
    laid = found or first
    return laid.document, search.outcome(laid)


class Way(NamedTuple):
    """A way to fit, the milder the less: short author lists, so many cuts, a step of a ladder."""

    is_brief: bool = False
    cuts: int = 0
    step: int = 0


@dataclass(frozen=True)
class _Laid:
    """A layout: WeasyPrint calls it a document."""

    plan: Way
    document: Any

    @property
    def pages(self) -> int:
        return len(self.document.pages)

    @property
    def full(self) -> float:
        """The share of the last page that is full."""
        return share_of_page(self.document.pages[-1])

    @property
    def left_over(self) -> int:
        """How many lines stand alone on a last page that they do not deserve, else 0."""
        count = line_count(self.document.pages[-1]) if self.pages > 1 else 0
        return count if count <= _FEW_LINES else 0

    @cached_property
    def seen(self) -> Measure:
        return seen(self.document)


class _Search:
    """Looks for the mildest plan by which all fits on ``wanted`` pages.

    ``factors`` are how much higher all is than foreseen, with whole and with short author lists;
    ``lost`` is the share of the pages that stays empty at their feet.
    """

    def __init__(self, lay_out: LayOut, wish: Wish) -> None:
        self.lay_out, self.wish = lay_out, wish
        self.wanted, self.ladder = wish.pages, _CLOSER
        self.factors, self.lost = {False: _CARE, True: _CARE}, 0.0
        self.layouts = 1
        self.first = self.last = _Laid(Way(), lay_out("", WHOLE))

    def aim(self, wanted: int, ladder: Ladder) -> None:
        self.wanted, self.ladder = wanted, ladder
        self.lost = self.first.seen.blank * (wanted - 1) / wanted

    def laid(self, plan: Way) -> _Laid:
        self.layouts += 1
        css = self.setting(plan).css(self.first.seen.base)
        self.last = _Laid(plan, self.lay_out(css, self.less(plan)))
        return self.last

    def less(self, plan: Way) -> Less:
        return Less(frozenset(self.wish.cuts[: plan.cuts]), plan.is_brief)

    def gone(self, plan: Way) -> list[str]:
        """The marks of what goes, without those of what stands inside something that goes."""
        gone = self.less(plan).gone
        lengths = {path: range(1, len(path)) for path in gone}
        return [
            place_mark(path)
            for path in gone
            if not any(path[:length] in gone for length in lengths[path])
        ]

    def setting(self, plan: Way) -> Spacing:
        """How things stand at a step of the ladder."""
        index = min(plan.step // _STEPS, len(self.ladder) - 2)
        share = plan.step / _STEPS - index
        rungs = zip(self.ladder[index], self.ladder[index + 1], strict=True)
        shares = [low + (high - low) * share for low, high in rungs]
        return self.first.seen.base.towards(self.bound, shares)

    @property
    def bound(self) -> Spacing:
        base = self.first.seen.base
        if self.ladder is _WIDER:
            size = max(base.size, min(base.size * _GROWTH, _MOST.size))
            return Spacing(_MOST.gap, max(base.leading, _MOST.leading), base.margins, size)
        margins = tuple(map(min, base.margins, _LEAST.margins))
        gap = min(1, _LEAST.gap / self.wish.density)
        return Spacing(gap, min(base.leading, _LEAST.leading), margins, min(base.size, _LEAST.size))

    @property
    def top(self) -> int:
        """The last step of the ladder."""
        return (len(self.ladder) - 1) * _STEPS

    @property
    def cuts(self) -> int:
        return len(self.wish.cuts) if self.ladder is _CLOSER else 0

    @property
    def closest(self) -> Way:
        """The last plan of all."""
        return Way(self.wish.has_brief and self.ladder is _CLOSER, self.cuts, self.top)

    def fits(self, plan: Way) -> bool:
        """Whether it should."""
        setting, factor = self.setting(plan), self.factors[plan.is_brief]
        found = self.first.seen.pages(setting, self.gone(plan), factor, self.lost)
        return found <= self.wanted

    def mildest(self) -> Way | None:
        """The first plan that should fit."""
        for is_brief in (False, True) if self.wish.has_brief else (False,):
            plans = [Way(is_brief, each, self.top) for each in range(self.cuts + 1)]
            if found := _first(plans, self.fits):
                steps = [found._replace(step=each) for each in range(self.top + 1)]
                return _first(steps, self.fits) or found
        return None

    def after(self, plan: Way) -> Way:
        """The next plan worth trying behind one that does not fit."""
        if plan.step < self.top:
            return plan._replace(step=min(plan.step + _LEAP, self.top))
        return plan._replace(cuts=plan.cuts + 1) if plan.cuts < self.cuts else self.closest

    def closer(
        self, wanted: int, ladder: Ladder = _CLOSER, most: int = _MOST_LAYOUTS
    ) -> _Laid | None:
        """The mildest layout that has at most so many pages, if there is one."""
        self.aim(wanted, ladder)
        low, best = Way(), None
        while self.layouts < most and low < self.closest:
            plan = self.mildest() or self.closest
            plan = plan if plan > low else self.after(low)
            if best and plan >= best.plan:
                break
            now = self.laid(plan)
            if now.pages > wanted:
                low = plan
            else:
                best = now
                if self.is_enough(now):
                    break
            self.learn(now)
        return best

    def is_enough(self, now: _Laid) -> bool:
        room = self.first.seen.whole(self.setting(now.plan), self.wanted)
        is_full = now.seen.used > _ENOUGH * room
        return is_full or self.layouts >= _USUAL_LAYOUTS or now.plan.step <= _LEAP

    def learn(self, now: _Laid) -> None:
        """Corrects what is foreseen by what came."""
        setting = self.setting(now.plan)
        foreseen = sum(self.first.seen.heights(setting, self.gone(now.plan)))
        used, room = now.seen.used, self.first.seen.whole(setting, self.wanted)
        care = _CARE if now.pages <= self.wanted else _MORE_CARE
        self.factors[now.plan.is_brief] = care * max(0.5, min(1.2, used / foreseen))
        if now.pages > self.wanted and used <= room:
            self.lost = max(self.lost, room / used - 1) + 0.005

    def wider(self) -> _Laid | None:
        """The fullest layout that has as many pages, if there is one."""
        self.aim(self.first.pages, _WIDER)
        best, low, high = None, 0, self.top
        while self.layouts < _USUAL_LAYOUTS:
            steps = [Way(step=each) for each in range(high + 1)]
            over = _first(steps, lambda plan: not self.fits(plan))
            step = over.step - 1 if over else high
            if step <= low:
                break
            now = self.laid(Way(step=step))
            if now.pages > self.wanted:
                high = max(0, step - _LEAP)
            else:
                best, low = now, step
                if self.is_enough(now):
                    break
            self.learn(now)
        return best

    def outcome(self, laid: _Laid) -> Fit:
        is_asked = self.wish.pages or self.wish.fill
        said = self.setting(laid.plan).said(self.first.seen.base) if is_asked and laid.plan else ""
        return Fit(laid.pages, laid.full, laid.left_over, self.layouts, said, self.less(laid.plan))

    def failure(self) -> Fit:
        """What to say where nothing helped: of the closest layout; the first one stays."""
        beyond = self.last.document.pages[self.wanted :]
        last = self.last.plan
        said = [self.setting(last).said(self.first.seen.base)]
        said += ["without what has a priority"] if last.cuts else []
        said += ["with short lists of authors"] if last.is_brief else []
        return replace(
            self.outcome(self.first),
            setting=", ".join(said),
            excess=sum(map(line_count, beyond)),
            longest=self.first.seen.longest[:_NAMED],
        )


class _Cut(NamedTuple):
    """What may go: how much it matters, since when it is over, and how far back it stands."""

    priority: int
    age: tuple[int, ...]
    back: int
    path: Path


def cuts_of(outline: tuple[Section, ...]) -> tuple[Path, ...]:
    """The places of what has a priority, in the order in which it goes: the lowest first, longest
    ago first among equals, then what stands last."""
    found: list[_Cut] = []
    for section in all_of(outline):
        _add_cut(section.priority, _AGELESS, section.path, found)
        for entry in section.entries:
            _add_cuts(entry, _AGELESS, found)
        for each in section.publications:
            age = (0, *each.date.parts) if each.date else _AGELESS
            _add_cut(each.priority, age, each.place, found)
    return tuple(dict.fromkeys(each.path for each in sorted(found)))


def _add_cuts(entry: Entry, age: tuple[int, ...], found: list[_Cut]) -> None:
    """Those of an entry, and of what is in it: what is said in its heading stays."""
    if it := entry.span:
        age = (0, *it.end.parts) if it.end else _AGELESS
    _add_cut(entry.priority, age, entry.path, found)
    for point in entry.points:
        _add_cut(point.priority, age, point.path, found)
    for each in (*entry.blocks, *entry.listed):
        _add_cuts(each, age, found)


def _add_cut(priority: int | None, age: tuple[int, ...], path: Path, found: list[_Cut]) -> None:
    if priority is not None and path:
        found.append(_Cut(priority, age, -len(found), path))


def _first(plans: Sequence[Way], holds: Callable[[Way], bool]) -> Way | None:
    """The first plan for which it holds, as it does for all behind that one."""
    return next(iter(plans[bisect_left(plans, True, key=holds) :]), None)
