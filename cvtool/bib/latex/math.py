"""Symbols, scripts and lines of LaTeX's mathematics as inline nodes.

Imports pylatexenc for its tables of symbols, and so is imported only for text that needs them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from pylatexenc import latex2text

from ...model.inline import Formula, Inline, Inlines, Sub, Sup, Text, in_runs, to_plain, trimmed
from ...model.later import pattern
from .tables import (
    ALPHABETS,
    ARGUMENTS,
    CLOSING,
    FENCES,
    FUNCTIONS,
    INFIXES,
    ORDINALS,
    RAISED,
    SCRIPTS,
    STACKED,
    SWITCHES,
    SYMBOLS,
)

_TOKENS = pattern(r"\\[A-Za-z]+\s*|\\.|.", re.DOTALL)
_NOT_SIMPLE = pattern(r"[~&%$\n]|\\operatorname\*|--|``|''|[!?]`|\\[()\[\]{}]|\\$")
_MINUS = pattern(r"(?<!\w)-|-(?!\w)")
_OPENING, _CLOSING = frozenset("([{⟨⌊⌈"), frozenset(")]}⟩⌋⌉,;")
_HOLDS_TOGETHER = pattern(r"[\w.∂∇√′″!∞\u0300-\u036f\u20d7]*|\([^()]*\)|.")
_INFIX = frozenset("=<>+-*/:")
_BASE = pattern(r"[\w)\]}⟩|‖′\u0300-\u036f\u20d7] +$")
_NOT = "\u0338"
_TALL = pattern(
    r"\\(?:[dt]?frac|sqrt|[dt]?binom|over(?:line|brace|set)|under(?:line|brace|set)|stackrel|wide\w+"
    r"|substack|begin)\b"
    r"|\\(?:sum|prod|coprod|i{1,3}nt|oint|big\w+|lim\w*|max|min|sup|inf|arg\w+)\s*[_^]"
    r"|([_^])(?:\{[^{}]*\}|\\[A-Za-z]+|[^\s\\{}])\s*(?!\1)[_^]"
)
"""What a line cannot set well: fractions, roots, limits, and scripts over one another."""
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
        self.nodes: list[Inline] = []
        self.sign = ""
        self.after_name = False
        self.fence = ""
        self.ignores_space = False
        self.is_negated = False
        self.ate_space = False
        self.is_operator = False

    def add(self, body: Inlines) -> None:
        text = to_plain(body)
        if self.is_negated and text:
            body, self.is_negated = (Text(composed(text[0] + _NOT) + text[1:]),), False
        if self.sign:
            body, self.sign = script(self.sign, body), ""
        elif self.is_apart() and text[:1].isalnum():
            body = (Text(" "), *body)
        elif text[:1] in _CLOSING and text:
            self.drop_space()
        self.ignores_space = self.fence == "left"
        self.after_name, self.fence, self.ate_space = self.is_operator, "", False
        self.is_operator = False
        self.nodes += body

    def add_text(self, text: str) -> None:
        self.add((Text(text),) if text else ())

    def add_fraction(self, body: Inlines) -> None:
        """What is to stand apart from the letters and figures beside it."""
        self.after_name = self.after_name or self.last().isalnum()
        self.add(body)
        self.after_name = True

    def add_character(self, char: str) -> None:
        if char in "^_" and not self.sign:
            self.add_sign(char)
        elif char.isspace() and (self.sign or self.after_name or self.is_open()):
            self.ate_space = self.after_name
        elif self.fence and char in "<>.":
            self.add_text({"<": "⟨", ">": "⟩"}.get(char, ""))
        else:
            gap = " " if self.ate_space and char in _INFIX and not self.last().isspace() else ""
            self.add_text(gap + ("′" if char == "'" else char))

    def add_sign(self, sign: str) -> None:
        """Begins a superscript or a subscript."""
        if _BASE.search(to_plain(self.nodes[-2:])):
            self.drop_space()
        self.sign = sign
        self.after_name = False

    def add_symbol(self, name: str, symbol: str, space: str) -> None:
        """Adds what the command of this name stands for, with the white space behind it."""
        if name in SCRIPTS and not self.sign:
            self.add_sign(SCRIPTS[name])
            return
        if name == "not":
            self.is_negated = True
            return
        if name in FENCES:
            self.fence = name
        self.is_operator = name == "operatorname"
        if name in CLOSING:
            self.drop_space()
        if not symbol:
            return
        is_name = len(symbol) > 1 and symbol.isalpha()
        before = self.last()
        if is_name and not self.sign:
            self.add_text(f" {symbol}" if before.isalnum() or before == ")" else symbol)
            self.after_name = True
            return
        spaced = before.isspace() and not symbol.isalpha() and not self.sign
        self.add_text(symbol + (" " if spaced and space and symbol not in _OPENING else ""))
        self.ate_space = bool(space) and symbol not in _OPENING

    def is_apart(self) -> bool:
        """Whether a letter would run into the name of a function here, or that into a letter."""
        return self.after_name or (self.is_operator and self.last().isalnum())

    def is_open(self) -> bool:
        """Whether a bracket stands right before, behind which space is idle."""
        return self.ignores_space or self.last() in _OPENING

    def last(self) -> str:
        """The last character."""
        return to_plain(self.nodes[-1:])[-1:]

    def drop_space(self) -> None:
        last = self.nodes[-1] if self.nodes else None
        if isinstance(last, Text):
            self.nodes[-1] = Text(last.text.rstrip())

    def body(self) -> Inlines:
        return in_runs((*self.nodes, Text(self.sign)) if self.sign else self.nodes)


@lru_cache(maxsize=8192)
def simple_formula(text: str) -> Inlines | None:
    """A formula of characters, symbols, groups and scripts; ``None`` for any other.

    It says what pylatexenc's nodes would, and costs a fifth of them.
    """
    if _NOT_SIMPLE.search(text) or text.count("{") != text.count("}"):
        return None
    tokens = iter(_TOKENS.findall(text))
    line = _simple_line(tokens)
    return None if next(tokens, "") else line


def formula(body: Inlines, latex: str) -> Inlines:
    """The mathematics as what outputs can set in two dimensions, where a line is not enough."""
    return (Formula(body, latex),) if _TALL.search(latex) else body


def _simple_line(tokens: Iterator[str]) -> Inlines | None:
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
            if symbol is None or name in INFIXES:
                return None
            line.add_symbol(name, symbol, token[1 + len(name) :])
        else:
            line.add_character(token)
    return line.body()


def grouped(body: Inlines) -> Inlines:
    """The body in parentheses where it would not hold together without."""
    outside = "".join(node.text for node in body if isinstance(node, Text))
    return body if _HOLDS_TOGETHER.fullmatch(outside) else (Text("("), *body, Text(")"))


def fraction(parts: list[Inlines]) -> Inlines:
    """One part over the other, in a line."""
    above, below = map(grouped, map(stripped, parts))
    return (*above, Text("/"), *below)


def binomial(parts: list[Inlines]) -> Inlines:
    """A binomial coefficient, in words."""
    above, below = map(stripped, parts)
    return (Text("("), *above, Text(" choose "), *below, Text(")"))


def stacked(name: str, parts: list[Inlines]) -> Inlines:
    """What stands over or under another, raised or lowered behind it."""
    if (sign := STACKED[name]) not in "^_":
        above = parts[-1]
        return (Text(sign), *script("^", above))
    return (*parts[-1], *script(sign, parts[0]))


def root(parts: list[Inlines]) -> Inlines:
    """A root of the last part; the one before says which."""
    degree = (Sup(stripped(parts[0])),) if parts[1:] else ()
    return (*degree, Text("√"), *grouped(stripped(parts[-1])))


def in_alphabet(name: str, body: Inlines) -> Inlines:
    """The body in the letters of a mathematical alphabet."""
    letters = ALPHABETS[name]
    return tuple(
        Text("".join(letters.get(char, char) for char in node.text))
        if isinstance(node, Text)
        else node
        for node in body
    )


def script(sign: str, body: Inlines) -> Inlines:
    """A superscript or a subscript. What is high by itself, and ordinals, are not raised."""
    body = stripped(body)
    text = to_plain(body)
    if sign == "^" and text in ORDINALS:
        return body
    high: Inlines = ()
    first = body[0] if body else None
    if sign == "^" and isinstance(first, Text):
        rest = first.text.lstrip("".join(RAISED))
        marks = first.text.removesuffix(rest)
        raised = "".join(RAISED[char] for char in marks).replace("′′", "″")
        high = (Text(raised),) if raised else ()
        body = (Text(rest), *body[1:]) if rest else body[1:]
    body = tuple(_with_minus(node) for node in body)
    if not body:
        return high
    return (*high, Sup(body) if sign == "^" else Sub(body))


def _with_minus(node: Inline) -> Inline:
    return Text(_MINUS.sub("−", node.text)) if isinstance(node, Text) else node


def stripped(body: Inlines) -> Inlines:
    """The body without white space at its ends."""
    return tuple(node for node in trimmed(in_runs(body)) if to_plain((node,)))


def composed(text: str) -> str:
    """The text with letters and combining characters as one where Unicode has one."""
    return unicodedata.normalize("NFC", text)
