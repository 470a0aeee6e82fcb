"""Code in the colours of its language, by the tokens of Pygments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..model.problems import quoted
from ..model.site import Nodes, Tag

_LONGEST_CODE = 100_000
"""What is longer has no colours, which take their time."""
_COLORED = {"k": "k", "s": "s", "c": "c", "m": "m", "nf": "n", "nc": "n", "nd": "n", "gi": "i"}
"""Pygments' names of tokens, or how they begin, and ours."""


def code_of(text: str, language: str) -> tuple[Tag, str]:
    """Code in the colours of its language, and why it has none."""
    inside: Nodes = (text,)
    message = ""
    if language and len(text) <= _LONGEST_CODE:
        from pygments.lexers import get_lexer_by_name
        from pygments.util import ClassNotFound

        try:
            inside = tuple(_colored(get_lexer_by_name(language).get_tokens(text)))
        except ClassNotFound:
            message = f"no colours are known for the language {quoted(language)}"
    return Tag("pre", (), (Tag("code", (), inside),)), message


def _colored(tokens: Iterable[tuple[Any, str]]) -> Iterator[Tag | str]:
    """Pieces of code, those with a colour in an element each."""
    from pygments.token import STANDARD_TYPES

    last, said = "", ""
    for kind, text in tokens:
        name = STANDARD_TYPES.get(kind, "")
        name = _COLORED.get(name) or _COLORED.get(name[:1], "")
        if name != last and said:
            yield Tag("span", (("class", last),), (said,)) if last else said
            said = ""
        last, said = name, said + text
    if said:
        yield Tag("span", (("class", last),), (said,)) if last else said
