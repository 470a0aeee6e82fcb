"""Formulas in LaTeX as MathML, which browsers set without a script.

Source: https://w3c.github.io/mathml-core/.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...model.later import pattern
from ...model.problems import quoted
from ...model.site import Nodes, Tag, tags_in, words_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_MATHS = frozenset(
    {
        *("math", "menclose", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded"),
        *("mphantom", "mprescripts", "mroot", "mrow", "ms", "mspace", "msqrt", "mstyle", "msub"),
        *("msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover"),
    }
)
_OF_MATHS = frozenset(
    {
        *("accent", "accentunder", "depth", "display", "displaystyle", "fence", "form", "height"),
        *("linethickness", "lspace", "mathvariant", "maxsize", "minsize", "movablelimits"),
        *("rspace", "scriptlevel", "separator", "stretchy", "symmetric", "width"),
    }
)
"""What MathML Core has of elements and attributes."""
_SCRIPTS = ("msub", "msup", "msubsup")
_THIN = Tag("mspace", (("width", "0.167em"),))
_COMMAND = pattern(r"\\[A-Za-z]+")


def formula(tex: str, display: str) -> tuple[Tag, str]:
    """The formula, and what is wrong with it; as it is written where it cannot be read."""
    from xml.etree import ElementTree

    from latex2mathml.converter import convert

    try:
        found = _as_element(ElementTree.fromstring(convert(tex.strip(), display=display)))
    except Exception:  # it raises whatever it stumbles over
        message = "this formula cannot be read, and stands as it is written"
        return Tag("code", (), (tex,)), message
    for each in tags_in((found,)):
        if _COMMAND.fullmatch(command := words_of(each.body)):
            return found, f"no formula has the command {quoted(command)}"
    return found, ""


def _as_element(node: Element) -> Tag:
    """What MathML has of it, and nothing else."""
    name = node.tag.rpartition("}")[2]
    kept = tuple((key, value) for key, value in node.attrib.items() if key in _OF_MATHS)
    inside: list[Tag | str] = [node.text or ""]
    for each in node:
        inside += [_as_element(each), each.tail or ""]
    name = name if name in _MATHS else "mrow"
    body = tuple(each for each in inside if each)
    return Tag(name, kept, tuple(_spaced(body)) if name == "mrow" else body)


def _spaced(row: Nodes) -> Iterator[Tag | str]:
    """The row with the room that TeX leaves around the names of functions: n log n."""
    for index, each in enumerate(row):
        before = row[index - 1 : index]
        if any(map(_is_operand, before)) and _is_operand(each):
            yield from [_THIN] if any(map(_is_function, (*before, each))) else []
        yield each


def _is_operand(each: Tag | str) -> bool:
    return isinstance(each, Tag) and each.name not in ("mo", "mspace", "mtext")


def _is_function(each: Tag | str) -> bool:
    inner = each.body[0] if isinstance(each, Tag) and each.name in _SCRIPTS and each.body else each
    return isinstance(inner, Tag) and inner.name == "mi" and len(words_of(inner.body)) > 1
