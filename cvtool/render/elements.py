"""Trees of elements as HTML, and formulas as trees of MathML, which browsers set without a script.

Source: https://w3c.github.io/mathml-core/.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urljoin

from ..model.later import replace
from ..model.site import Nodes, Tag, words_of

_EMPTY = frozenset({"br", "hr", "img", "link", "meta", "source", "wbr"})
_RAW = frozenset({"script", "style"})


def escape(text: str, is_quoted: bool = True) -> str:
    """As ``html`` does, which comes with the names of all characters."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("'", "&#x27;") if is_quoted else text


def elements(body: Nodes, base: str = "") -> str:
    """Elements as HTML; with the address of their page, links and pictures have whole ones."""
    return "".join(
        escape(each, is_quoted=False) if isinstance(each, str) else _element(each, base)
        for each in body
    )


def _element(node: Tag, base: str) -> str:
    pairs = (
        (key, urljoin(base, value) if base and key in ("href", "src", "srcset") else value)
        for key, value in node.attributes
    )
    tag = "".join([node.name, *(f' {key}="{escape(value)}"' for key, value in pairs)])
    if node.name in _EMPTY:
        return f"<{tag}>"
    inside = words_of(node.body) if node.name in _RAW else elements(node.body, base)
    return f"<{tag}>{inside}</{node.name}>"


@lru_cache(maxsize=4096)
def mathml(latex: str, words: str) -> Tag | None:
    """The formula, with words for those who know no MathML; nothing where it cannot be read."""
    from ..bib.latex.mathml import formula

    found, problem = formula(latex, "inline")
    if problem:
        return None
    return replace(found, attributes=(*found.attributes, ("alttext", words)))
