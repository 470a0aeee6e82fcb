"""Classes that are made at little cost, beside those of the standard library."""

from __future__ import annotations

import dataclasses
import pickle
import sys
import typing
from collections.abc import Callable
from copy import copy, deepcopy
from dataclasses import FrozenInstanceError, field, replace
from typing import Any, ClassVar

import pytest

from cvtool.model import later

TUPLE = """
class Row(Base):
    '''Has methods.'''

    first: str
    more: tuple[str, ...] = ()
    last: int | None = None

    @property
    def both(self) -> str:
        return f"{self.first} {self.more}"

    def __str__(self) -> str:
        return "said"
"""


@pytest.mark.parametrize("call", [
    "repr(Row('a'))", "Row('a', last=1)", "Row()", "Row('a', other=1)", "Row('a').both",
    "str(Row('a'))", "Row('a')._replace(last=2)", "Row._fields", "Row._field_defaults",
    "[*Row('a', ('b',))]", "Row('a') == ('a', (), None)", "isinstance(Row('a'), tuple)",
    "setattr(Row('a'), 'first', 'b')", "pickle.loads(pickle.dumps(Row('a')))", "Row.__doc__",
    "Row.__module__, Row.__qualname__, Row.__annotations__.keys()", "{Row('a'): 1}[Row('a')]",
])  # fmt: skip
def test_tuples_are_as_those_of_the_standard_library(call: str) -> None:
    def said(base: object) -> str:
        known = globals() | {"Base": base}
        exec(f"from __future__ import annotations\n{TUPLE}", known)
        globals()["Row"] = known["Row"]  # as pickle looks for it
        try:
            return repr(eval(call, known))
        except AttributeError:
            return "refused"
        except TypeError as error:
            return str(error)

    assert said(later.NamedTuple) == said(typing.NamedTuple)


changed: Callable[..., Any] = getattr(sys.modules["copy"], "replace", replace)
"""As Python 3.13 has it for whatever it knows how to change."""

OPTIONS: list[dict[str, bool]] = [
    {},
    {"slots": True},
    {"frozen": True},
    {"frozen": True, "eq": False},
    {"frozen": True, "slots": True},
    {"frozen": True, "slots": True, "kw_only": True},
]


def classes(by: Callable[..., Any], options: dict[str, bool]) -> tuple[Any, Any]:
    """A class and one below it, which that of ``dataclasses`` or ours makes."""

    @by(**options)
    class Above:
        """Has each kind of field."""

        first: str
        kind: ClassVar[str] = "kind"
        more: tuple[str, ...] = ()
        hidden: str = field(default="", repr=False)
        beside: str = field(default="", compare=False)
        found: list[str] | None = field(default_factory=lambda: None)

    @by(**options)
    class Below(Above):
        """Has more of them, and one of those with another value."""

        more: tuple[str, ...] = ("two",)
        last: dict[str, int] = field(default_factory=dict, hash=False)

    for each in (Above, Below):  # as pickle looks for it
        each.__qualname__ = each.__name__
        globals()[each.__name__] = each
    return Above, Below


CALLS: dict[str, Callable[[Any, Any], object]] = {
    "usual": lambda above, below: (repr(above(first="a")), repr(below(first="a"))),
    "all": lambda above, _: repr(above(first="a", more=("b",), hidden="c", beside="d", found=[])),
    "by place": lambda above, _: repr(above("a", ("b",), "c", "d", ["e"])),
    "too little": lambda above, _: above(),
    "too much": lambda _, below: below(first="a", other="b"),
    "equal": lambda above, _: above(first="a") == above(first="a", beside="b"),
    "other": lambda above, _: above(first="a") == above(first="a", hidden="b"),
    "of two kinds": lambda above, below: above(first="a") == below(first="a", more=()),
    "hash": lambda above, _: len(
        {above(first="a"), above(first="a", beside="b"), above(first="b")}
    ),
    "hash without one": lambda _, below: len({below(first="a"), below(first="a")}),
    "hash of a list": lambda above, _: bool(hash(above(first="a", found=[]))),
    "change": lambda _, below: setattr(below(first="a"), "more", ()),
    "taking away": lambda above, _: delattr(above(first="a", more=("b",)), "more"),
    "anew": lambda above, _: repr(replace(above(first="a"), more=("b",))),
    "fresh": lambda _, below: below(first="a").last is below(first="a").last,
    "fields": lambda _, below: [each.name for each in dataclasses.fields(below)],
    "data": lambda _, below: dataclasses.asdict(below(first="a")),
    "pickle": lambda _, below: repr(pickle.loads(pickle.dumps(below(first="a", more=("b",))))),
    "copies": lambda _, below: [repr(each(below(first="a"))) for each in (copy, deepcopy)],
    "pattern": lambda above, _: above.__match_args__,
}


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("options", OPTIONS, ids=lambda it: "-".join(it) or "usual")
def test_dataclasses_are_as_those_of_the_standard_library(
    options: dict[str, bool], name: str
) -> None:
    def said(by: Callable[..., Any]) -> str:
        above, below = classes(by, options)
        try:
            return repr(CALLS[name](above, below))
        except FrozenInstanceError:
            return "frozen"
        except TypeError as error:
            return str(error)

    own, usual = said(later.dataclass), said(dataclasses.dataclass)
    assert own.replace("classes.<locals>.", "") == usual.replace("classes.<locals>.", "")


@pytest.mark.parametrize("options", OPTIONS, ids=lambda it: "-".join(it) or "usual")
def test_what_is_made_often_is_made_the_same(options: dict[str, bool]) -> None:
    def said(by: Callable[..., Any]) -> list[str]:
        _, below = classes(by, options)
        made = [below(first="a", more=("b",), beside=number) for number in range(200)]
        for each in made:
            each.last["other"] = each.beside
        with pytest.raises(TypeError) as refused:
            below(last="a", other="b")
        return [*map(repr, made), str(refused.value).replace("classes.<locals>.", "")]

    assert said(later.dataclass) == said(dataclasses.dataclass)


@pytest.mark.parametrize("options", OPTIONS, ids=lambda it: "-".join(it) or "usual")
def test_one_is_made_of_another(options: dict[str, bool]) -> None:
    _, below = classes(later.dataclass, options)
    one = below(first="a", last={"b": 1})
    assert repr(later.replace(one, more=())) == repr(replace(one, more=()))
    assert later.replace(one, first="c").last is one.last
    with pytest.raises(TypeError, match="unexpected keyword argument 'other'"):
        later.replace(one, other="")
    assert later.field_names(one) == tuple(each.name for each in dataclasses.fields(below))
    assert later.field_names(later) == ()


@pytest.mark.parametrize("options", OPTIONS, ids=lambda it: "-".join(it) or "usual")
def test_what_a_class_defines_itself_stays(options: dict[str, bool]) -> None:
    def said(by: Callable[..., Any]) -> object:
        @by(**options)
        class Own:
            """Has its own way."""

            first: str

            def __repr__(self) -> str:
                return "own"

            def __eq__(self, other: object) -> bool:
                return isinstance(other, str)

            def __hash__(self) -> int:
                return 1

        kind: Any = Own
        one = kind(first="a")
        return repr(one), one == "same", one == kind(first="a"), hash(one)

    assert said(later.dataclass) == said(dataclasses.dataclass) == ("own", True, False, 1)


@pytest.mark.parametrize("options", OPTIONS, ids=lambda it: "-".join(it) or "usual")
@pytest.mark.parametrize("has_slots", [False, True])
def test_a_plugin_may_put_a_dataclass_below_one(options: dict[str, bool], has_slots: bool) -> None:
    plain: Any = dataclasses.dataclass

    def said(by: Callable[..., Any]) -> list[str]:
        above, _ = classes(by, options)

        @plain(frozen=options.get("frozen", False), slots=has_slots)
        class Plugged(above):  # type: ignore[misc, valid-type]
            own: int = 3

        Plugged.__qualname__ = Plugged.__name__  # as pickle looks for it
        globals()["Plugged"] = Plugged
        it: Any = Plugged(first="a", own=4)
        copies = [copy(it), deepcopy(it), pickle.loads(pickle.dumps(it)), replace(it, own=5)]
        anew = [later.replace(it, first="b"), changed(above(first="a"), first="c")]
        return [*map(repr, [it, *copies, *anew, [each.name for each in dataclasses.fields(it)]])]

    assert said(later.dataclass) == said(dataclasses.dataclass)


def test_a_frozen_class_stays_so_below_it() -> None:
    def said(by: Callable[..., Any]) -> str:
        above, _ = classes(by, {"frozen": True})
        with pytest.raises(TypeError) as error:
            dataclasses.make_dataclass("Plugged", ["own"], bases=(above,))
        return str(error.value)

    assert said(later.dataclass) == said(dataclasses.dataclass)
