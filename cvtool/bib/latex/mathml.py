"""Formulas in LaTeX as MathML, which browsers set without a script.

Source: https://w3c.github.io/mathml-core/.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

from ...model.problems import quoted
from ...model.site import Tag, tags_in, words_of

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
_COMMAND = re.compile(r"\\[A-Za-z]+")


def formula(tex: str, display: str) -> tuple[Tag, str]:
    """The formula, and what is wrong with it; as it is written where it cannot be read."""
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


def _as_element(node: ElementTree.Element) -> Tag:
    """What MathML has of it, and nothing else."""
    name = node.tag.rpartition("}")[2]
    kept = tuple((key, value) for key, value in node.attrib.items() if key in _OF_MATHS)
    inside: list[Tag | str] = [node.text or ""]
    for each in node:
        inside += [_as_element(each), each.tail or ""]
    body = tuple(each for each in inside if each)
    return Tag(name if name in _MATHS else "mrow", kept, body)
