"""cv.yaml as models: what the user wrote, checked but not yet a CV to show; and the shape of each
key's value.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, get_args, get_origin

from ..model.later import NamedTuple
from .cv import CV, Basics, CustomSection, Sections
from .layouts import DataLayout, Layout, Pdf, PluginLayout, SectionItem
from .node import Checked, Node, Several, keys

__all__ = [
    "CV",
    "Basics",
    "CustomSection",
    "DataLayout",
    "Layout",
    "Node",
    "Pdf",
    "PluginLayout",
    "SectionItem",
    "Sections",
    "Shape",
    "model_at",
    "shapes",
]


class Shape(NamedTuple):
    """What a value is: a text that may stand in several languages, a mapping, or a list.

    ``item`` is the shape of each item of a list, in whose place one alone may stand where
    ``several`` is set; ``each`` that of each value under a name of the user's choice.
    """

    text: Checked | None = None
    model: type[Node] | None = None
    item: Shape | None = None
    each: Shape | None = None
    several: bool = False


@cache
def shapes(model: type[Node]) -> Mapping[str, Shape]:
    """Key of cv.yaml -> the shape of what stands under it; the user's own keys apart."""
    return {
        key: _shape(info.annotation, info.metadata)
        for key, info in keys(model).items()
        if not info.exclude
    }


def _shape(kind: Any, marks: Any = ()) -> Shape:
    """``marks`` is what stands in ``Annotated`` beside the type."""
    if texts := [each for each in marks if isinstance(each, Checked)]:
        each = Shape(model=texts[0].entry) if texts[0].entry else None
        return Shape(texts[0] if texts[0].by_language else None, item=each, each=each)
    if isinstance(kind, type) and issubclass(kind, Node):
        return Shape(model=kind)
    inside = get_args(kind)
    if hasattr(kind, "__metadata__"):
        return _shape(inside[0], kind.__metadata__)
    if get_origin(kind) is list:
        return Shape(item=_shape(*inside), several=any(isinstance(each, Several) for each in marks))
    if get_origin(kind) is dict:
        return Shape(each=_shape(inside[1]))
    return _shape(inside[0]) if type(None) in inside else Shape()


def model_at(path: tuple[str | int, ...]) -> type[Node]:
    """The model that describes the mapping at ``path``, or the nearest one around it."""
    model: type[Node] = CV
    for step in path:
        if isinstance(step, str):
            shape = shapes(model).get(step, Shape())
            model = (shape.item or shape.each or shape).model or model
    return model
