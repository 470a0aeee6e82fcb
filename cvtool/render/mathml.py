"""Formulas as MathML, which browsers set without a script.

Source: https://w3c.github.io/mathml-core/.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_ATTRIBUTES = frozenset({"accent", "fence", "form", "movablelimits", "stretchy", "width"})


@lru_cache(maxsize=4096)
def mathml(latex: str) -> Element | None:
    """The formula, without addresses and styles; nothing where it is none, or has commands that
    nobody knows."""
    from xml.etree import ElementTree

    from latex2mathml.converter import convert

    try:
        root = ElementTree.fromstring(convert(latex))
    except Exception:  # it raises whatever it stumbles over
        return None
    for node in root.iter():
        node.tag = node.tag.rpartition("}")[2]
        for key in node.attrib.keys() - _ATTRIBUTES:
            del node.attrib[key]
    return None if "\\" in "".join(root.itertext()) else root
