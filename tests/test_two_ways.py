"""Plain data is read in two ways, by the same annotations: they never say two things."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from typing import Any

import pytest
from golden import SOURCES
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from cvtool.finish.plan import alike
from cvtool.model.problems import Path
from cvtool.read import at, paths
from cvtool.read.check import validated
from cvtool.read.choose import choose
from cvtool.read.names import Declared, Reader
from cvtool.read.text import read_plain
from cvtool.source import CV
from cvtool.source.node import Model, Node, adapter, fields_of, read
from cvtool.source.schema import below

VALUES: tuple[Any, ...] = (
    *(None, True, 1, -1, 0, 1.5, 10**12, [], {}, [{}], ["a"], {"a": "b"}, [None]),
    *("", "a", " a ", "true", "True", "yes", "no", "1", "01", "+1", "1.0", "1_0", "\u0661", "-"),
    *("before", "2020", "2020-13", "https://a.example", "a@b.example", "A4", "years", "all"),
)


def data_of(name: str) -> Any:
    """What one reader gets of a case, as it is checked."""
    plain, _ = read_plain(SOURCES[name].read_text(encoding="utf-8"), "cv.yaml")
    return choose(plain, Reader(audience="private"), Declared()).plain.data


def agreed(data: Any, model: type[Model]) -> tuple[Model | None, Model | None]:
    """What the quick way reads, and pydantic, which agrees where the other is sure."""
    quick = read(model, data, None)
    try:
        whole = adapter(model).validate_python(data)
    except ValidationError:
        whole = None
    if quick:
        assert whole is not None, "pydantic finds it wrong"
        assert alike(quick, whole)
        assert quick.said == whole.said
    return quick, whole


EVERYTHING = data_of("everything")
PLACES = [each for each in paths(EVERYTHING) if each]


def part(place: Path) -> Any:
    """The key of it all that holds the place, alone."""
    return {place[0]: deepcopy(EVERYTHING[place[0]])}


@pytest.mark.parametrize("name", SOURCES)
def test_cvs_without_errors_are_read_quickly(name: str) -> None:
    quick, whole = agreed(data_of(name), CV)
    assert bool(quick) == bool(whole)
    assert quick or name != "everything"


MODELS: list[type[Node]] = [CV, *below(Node)]
KINDS = {
    f"{model.__name__}.{name}": field.kind
    for model in MODELS
    for name, field in fields_of(model).items()
    if name in vars(model).get("__annotations__", ()) and "Checked" not in repr(field.kind)
}
"""The types of fields that are no texts."""


@pytest.mark.parametrize("name", KINDS)
def test_both_ways_agree_on_each_type(name: str) -> None:
    one = type(
        "One", (Node,), {"__annotations__": {"value": f"KINDS[{name!r}]"}, "__module__": __name__}
    )
    for value in VALUES:
        agreed({"value": value}, one)


@given(st.sampled_from(PLACES), st.sampled_from(VALUES))
def test_whatever_stands_somewhere_both_ways_agree(place: Path, value: Any) -> None:
    data = part(place)
    at(data, place[:-1])[place[-1]] = value
    agreed(data, CV)


@given(st.randoms(use_true_random=False))
def test_whatever_is_missing_or_more_both_ways_agree(chance: random.Random) -> None:
    place = chance.choice([each for each in PLACES if isinstance(each[-1], str)])
    data = part(place)
    inside = at(data, place[:-1])
    inside.pop(place[-1])
    inside.update(chance.choice([{}, {"unknown": "a"}, {"x-": {"x-a": "b"}}]))
    agreed(data, CV)


def test_threads_say_at_once_what_is_wrong() -> None:
    adapter.cache_clear()
    with ThreadPoolExecutor(2) as threads:
        found = [*threads.map(lambda _: validated(CV, {"unknown": "a"}), range(2))]
    assert [len(problems) for _, problems in found] == [1, 1]
