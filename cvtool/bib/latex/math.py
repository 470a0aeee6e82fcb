"""Symbols, scripts and lines of LaTeX's mathematics in Unicode.

Imports pylatexenc for its tables of symbols, and so is imported only for text that needs them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from pylatexenc import latex2text

from .tables import (
    ARGUMENTS,
    FUNCTIONS,
    ORDINALS,
    RAISED,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    SWITCHES,
    SYMBOLS,
)

_TOKENS = re.compile(r"\\[A-Za-z]+\s*|\\.|.", re.DOTALL)
_NOT_SIMPLE = re.compile(r"[~&%$\n]|--|``|''|[!?]`|\\[()\[\]{}]|\\$")
_texts = cache(latex2text.get_default_latex_context_db)


@cache
def symbol_of(name: str) -> str | None:
    """What a command without arguments stands for; ``None`` for an unknown one."""
    if name in SYMBOLS:
        return SYMBOLS[name]
    if name in FUNCTIONS:
        return name
    spec = _texts().get_macro_spec(name)
    text = getattr(spec, "simplify_repl", None)
    if isinstance(text, str) and (text or spec.macroname == name):
        return "" if "%" in text else text
    return name if len(name) == 1 and not name.isalnum() else None


class Line:
    """A line of mathematics as it grows."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.sign = ""
        self.after_name = False

    def add(self, text: str) -> None:
        if self.sign:
            text, self.sign = script(self.sign, text.strip()), ""
        elif self.after_name and text[:1].isalnum():
            text = f" {text}"
        self.after_name = False
        self.pieces.append(text)

    def add_character(self, char: str) -> None:
        if char in "^_" and not self.sign:
            self.sign = char
        elif char.isspace() and (self.sign or self.after_name):
            return
        else:
            self.add("′" if char == "'" else char)

    def add_symbol(self, symbol: str, space: str) -> None:
        is_name = len(symbol) > 1 and symbol.isalpha()
        before = "".join(self.pieces[-1:])[-1:]
        if is_name and not self.sign:
            self.add(f" {symbol}" if before.isalnum() or before == ")" else symbol)
            self.after_name = True
            return
        spaced = before.isspace() and not symbol.isalpha() and not self.sign
        self.add(symbol + (" " if spaced and space else ""))

    def text(self) -> str:
        return "".join(self.pieces) + self.sign


@lru_cache(maxsize=8192)
def simple_formula(text: str) -> str | None:
    """A formula of characters, symbols, groups and scripts; ``None`` for any other.

    It says what pylatexenc's nodes would, and costs a fifth of them.
    """
    if _NOT_SIMPLE.search(text) or text.count("{") != text.count("}"):
        return None
    return _simple_line(iter(_TOKENS.findall(text)))


def _simple_line(tokens: Iterator[str]) -> str | None:
    """The line up to the brace that closes its group, or to the end."""
    line = Line()
    for token in tokens:
        if token == "}":
            break
        if token == "{":
            inside = _simple_line(tokens)
            if inside is None:
                return None
            line.add(inside)
        elif token[0] == "\\":
            name = token[1:].rstrip() or token[1:]
            symbol = None if name in ARGUMENTS or name in SWITCHES else symbol_of(name)
            if symbol is None:
                return None
            line.add_symbol(symbol, token[1 + len(name) :])
        else:
            line.add_character(token)
    return line.text()


def grouped(text: str) -> str:
    """The text in parentheses where it would not hold together without."""
    return text if len(text) == 1 or text.isalnum() else f"({text})"


def script(sign: str, text: str) -> str:
    """A superscript or subscript: in Unicode where all of it is there."""
    if sign == "^" and text in ORDINALS:
        return text
    table: Mapping[str, str] = SUPERSCRIPTS if sign == "^" else SUBSCRIPTS
    if sign == "^" and text in RAISED:
        return RAISED[text]
    if text and all(char in table for char in text):
        return "".join(table[char] for char in text)
    return f"{sign}{grouped(text)}" if text else ""
