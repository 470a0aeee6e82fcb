"""Formulas as MathML, which browsers set without a script.

Source: https://w3c.github.io/mathml-core/.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_ATTRIBUTES = frozenset({"accent", "fence", "form", "movablelimits", "stretchy", "width"})


@lru_cache(maxsize=4096)
def mathml(latex: str, words: str) -> str:
    """The formula; nothing where it is none, or has commands that nobody knows.

    ``words`` say it to those who know no MathML.
    """
    from xml.etree import ElementTree

    from latex2mathml.converter import convert

    try:
        root = ElementTree.fromstring(convert(latex))
    except Exception:  # it raises whatever it stumbles over
        return ""
    is_known = "\\" not in "".join(root.itertext())
    return _written(root, f' alttext="{escape(words)}"') if is_known else ""


def _written(node: Element, more: str = "") -> str:
    """The element with what it may have, which is no address and no style."""
    name = node.tag.rpartition("}")[2]
    kept = (f' {key}="{escape(node.attrib[key])}"' for key in node.attrib if key in _ATTRIBUTES)
    inside = "".join(map(_written, node))
    return f"<{name}{''.join(kept)}{more}>{escape(node.text or '')}{inside}</{name}>"
