"""What differs between editions: what one has alone, other words, another order; and why.

Two items are one where they stand in the same place of a file, and in lists that are written apart
where they say the same or have the same name.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from operator import itemgetter

from ..model.later import NamedTuple
from ..model.problems import shortened
from ..read import Mark, key_of
from ..read.names import ELSE
from ..source.cv import Sections
from ..source.node import keys
from .sides import ENTRIES, PUBLICATIONS, SECTIONS, About, Said, Side, Value

ONLY, WORDS, ORDER = "only", "words", "order"
"""What a difference may be: one side has it alone, says it in other words, or in another order."""
_LONGEST_TITLE = 30
_KINDS = (ONLY, WORDS, ORDER)

_CONTENT = frozenset({*keys(Sections), "basics", "custom"})
"""The keys of cv.yaml with facts under them; what stands in the others are settings."""
_UNSAID = frozenset({"locale", "$schema"})
"""What is no fact: the language stands beside the names of the editions."""
_ELSEWHERE = frozenset({PUBLICATIONS, SECTIONS})
"""Lists whose order is not that in which things are shown, or is told of what is shown."""


class Difference(NamedTuple):
    """``of`` is what it is about, and ``why`` the names that made it, as far as they are known.

    A side that says nothing is ``None``. ``formats`` are those that it is about, all where empty.
    """

    kind: str
    of: str
    left: Said | None
    right: Said | None
    why: str = ""
    formats: tuple[str, ...] = ()


def compare(left: Side, right: Side) -> list[Difference]:
    """What differs, of each kind together, and last what does so in some formats alone."""
    found = _Comparison(left, right).found
    known, others = set(found), defaultdict[Difference, list[str]](list)
    for name in sorted({*left.version.others, *right.version.others}):
        for each in _Comparison(left.of(name), right.of(name)).found:
            if each not in known:
                others[each].append(name)
    found.sort(key=lambda each: (_KINDS.index(each.kind), not each.left))
    return found + [each._replace(formats=tuple(names)) for each, names in others.items()]


def divergence(side: Side, first: Side) -> dict[str, list[Difference]]:
    """How an edition differs from the first one, which is that of no variant.

    It leaves out what it lacks of that one, and what is for others than its readers.
    """
    found = [] if side.edition is first.edition else compare(first, side)
    lacks = [each for each in found if each.kind == ONLY and each.left]
    lacks += _left_out(side, lacks)
    adds = [each for each in found if each.kind == ONLY and each.right]
    others = {kind: [each for each in found if each.kind == kind] for kind in (WORDS, ORDER)}
    return {"leavesOut": lacks, "adds": adds, **others}


def _left_out(side: Side, known: list[Difference]) -> Iterator[Difference]:
    """What a side leaves out in all formats since it is for others, but for what is known."""
    told = {each.of for each in known}
    versions = [side, *map(side.of, side.version.others)]
    for key, holding in side.loaded.holdings.items():
        if f"paper {key}" not in told and not any(it.chosen.reads(holding) for it in versions):
            why = side.absence_of(key, side)
            yield Difference(ONLY, f"paper {key}", side.paper(key), None, why)
    said = [each.left for each in known if each.left]
    around = {(it.file, it.path[:length]) for it in said for length in range(len(it.path) + 1)}
    everywhere = [{it.laid.marks.at(path)[:3] for path in it.left_out} for it in versions]
    for path in side.chosen.left_out:
        mark = side.laid.marks.at(path)
        of, text = side.about(path)
        here = side.said(text, mark)
        is_paper = path[0] == PUBLICATIONS and key_of(side.written(path))
        is_known = (here.file, here.path) in around or (not text and of in told)
        is_known = is_known or side.hides(path[0])
        if not is_paper and not is_known and all(mark[:3] in each for each in everywhere):
            yield Difference(ONLY, of, here, None, side.names_at(path))


class _Comparison:
    """Compares what two sides say."""

    def __init__(self, left: Side, right: Side) -> None:
        self.sides = (left, right)
        self.found: list[Difference] = []
        for side, other in ((left, right), (right, left)):
            self.sections(side, other)
            self.papers(side, other)
        orders = [side.top[SECTIONS].mark for side in self.sides if SECTIONS in side.top]
        marks = orders or [left.tree.mark]
        self.order(SECTIONS, (left.sections, right.sections), marks[0], marks[-1])
        self.values(left.tree, right.tree, About())

    def alone(self, side: Side, of: str, said: Said, why: str) -> None:
        """What only this side says."""
        left, right = (said if each is side else None for each in self.sides)
        self.found.append(Difference(ONLY, of, left, right, why))

    def sections(self, side: Side, other: Side) -> None:
        """The sections that the other's order of sections leaves away."""
        if order := other.top.get(SECTIONS):
            why = other.presence(order.mark) or SECTIONS
            for name in side.sections:
                if name not in other.sections and (name not in ENTRIES or other.hides(name)):
                    self.alone(side, f"section {name}", side.said("", order.mark), why)

    def papers(self, side: Side, other: Side) -> None:
        """The entries of the bibliography that only this side has."""
        for key in (key for key in side.papers if key not in other.papers):
            said = side.paper(key)
            self.alone(side, f"paper {key}", said, other.absence_of(key, side))

    def order(self, of: str, names: Sequence[Sequence[str]], *marks: Mark) -> None:
        """Tells where what both have stands in another order."""
        both = [[it for it in own if it in names[0] and it in names[1]] for own in names]
        if both[0] != both[1]:
            self.differing(ORDER, of, [", ".join(each) for each in both], marks)

    def differing(self, kind: str, of: str, texts: Sequence[str], marks: Sequence[Mark]) -> None:
        """What the sides say otherwise."""
        left, right = map(Side.said, self.sides, texts, marks)
        whys = map(Side.presence, reversed(self.sides), reversed(marks))
        self.found.append(Difference(kind, of, left, right, _narrowest(*whys)))

    def values(self, left: Value, right: Value, about: About) -> None:
        """What differs in the values of the same thing."""
        match left.value, right.value:
            case dict() as one, dict() as other:
                for key in dict.fromkeys((*one, *other)):
                    hidden = key in _UNSAID or any(side.hides(key) for side in self.sides)
                    if about.text or not hidden:
                        self.either(one.get(key), other.get(key), about.under(key), (left, right))
            case [one], [other] if (one.mark, other.mark) == (left.mark, right.mark):
                self.values(one, other, about)  # a text where a list may stand
            case list() as one, list() as other:
                self.items(one, other, about, (left, right))
            case _ if left.said != right.said:
                texts = left.title, right.title
                self.differing(WORDS, about.text, texts, (left.mark, right.mark))

    def either(
        self, left: Value | None, right: Value | None, about: About, around: tuple[Value, Value]
    ) -> None:
        """What differs in what perhaps one side has alone."""
        if left and right:
            self.values(left, right, about)
        elif left:
            self.lone(left, about, self.sides, around[1])
        elif right:
            self.lone(right, about, self.sides[::-1], around[0])

    def items(
        self, left: list[Value], right: list[Value], about: About, around: tuple[Value, Value]
    ) -> None:
        """What differs in lists of the same thing."""
        pairs = _pairs(left, right)
        for at, to in pairs:
            one = left[at] if at is not None else None
            other = right[to] if to is not None else None
            item = one or other
            assert item
            self.either(one, other, _inside(about, item, at or to or 0), around)
        if about.text not in _ELSEWHERE:
            both = [(at, to) for at, to in pairs if at is not None and to is not None]
            orders = ([at for at, _ in each] for each in (both, sorted(both, key=itemgetter(1))))
            names = [[shortened(left[at].title, _LONGEST_TITLE) for at in each] for each in orders]
            self.order(about.text, names, *(each.mark for each in around))

    def lone(self, node: Value, about: About, sides: tuple[Side, Side], around: Value) -> None:
        """What only the first of the sides says, thing by thing; ``around`` is of the other."""
        side, other = sides
        parts = _parts(node, about, side)
        for each, inside in parts or ():
            self.lone(each, inside, sides, around)
        if parts is None:
            own, outer = side.presence(node.mark), other.presence(around.mark)
            why = _narrowest(other.absence(node.mark), own, outer)
            self.alone(side, about.text, side.said(_text(node, about), node.mark), why)


def _narrowest(*whys: str) -> str:
    """The first that names anything; ``else`` is what others have left."""
    found = [each for each in whys if each]
    return next((each for each in found if not each.endswith(f": {ELSE}")), "".join(found[:1]))


def _parts(node: Value, about: About, side: Side) -> list[tuple[Value, About]] | None:
    """The things that the value says one by one; none of what is one thing, such as an entry."""
    if isinstance(node.value, dict):
        key = _referring(node.value, about, side)
        if about.before and not key:
            return None
        return [(each, about.under(name)) for name, each in node.value.items() if name != key]
    if isinstance(node.value, list) and about.top in (*_CONTENT, SECTIONS):
        return [(each, _inside(about, each, index)) for index, each in enumerate(node.value)]
    return None


def _referring(value: dict[str, Value], about: About, side: Side) -> str:
    """The key by which it is about a section or a paper: whose these are is told of themselves."""
    if about.key == PUBLICATIONS and "key" in value:
        return "key" if value["key"].title in side.loaded.holdings else ""
    return "section" if about.top == about.key == SECTIONS and "section" in value else ""


def _inside(about: About, item: Value, index: int) -> About:
    """What an item of the list is about."""
    return about.item(item.title, index) if isinstance(item.value, dict) else about


def _text(node: Value, about: About) -> str:
    """What a thing says beyond its name; a list in one line."""
    if isinstance(node.value, list):
        return ", ".join(each.title for each in node.value if each.title)
    return "" if about.before else node.title


def _pairs(left: list[Value], right: list[Value]) -> list[tuple[int | None, int | None]]:
    """The places of the items that are one, and of those that one list has alone."""
    found: dict[int, int] = {}
    ways: tuple[Callable[[Value], Hashable], ...]
    ways = (lambda it: it.item, lambda it: it.said, lambda it: it.title or it.item)
    for way in ways:
        waiting = defaultdict[Hashable, deque[int]](deque)
        taken = set(found.values())
        for index, each in enumerate(right):
            if index not in taken:
                waiting[way(each)].append(index)
        for index, each in enumerate(left):
            known = waiting.get(way(each)) if index not in found else None
            if known and (way is not ways[-1] or each.home != right[known[0]].home):
                found[index] = known.popleft()
    taken = set(found.values())
    alone = ((None, index) for index in range(len(right)) if index not in taken)
    return [*((index, found.get(index)) for index in range(len(left))), *alone]
