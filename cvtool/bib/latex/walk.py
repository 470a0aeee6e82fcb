"""LaTeX through pylatexenc: its nodes become inline nodes, its mathematics Unicode.

Imported only for text that needs it, for pylatexenc takes longer to import than most runs last.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any

from pylatexenc import macrospec
from pylatexenc.latexwalker import (
    LatexCharsNode,
    LatexGroupNode,
    LatexMacroNode,
    LatexMathNode,
    LatexSpecialsNode,
    LatexWalker,
)

from ...model.inline import Inline, Inlines, Link, Text, to_plain
from ...model.later import pattern
from ...model.url import for_machines, for_people, url_problem
from ..links import whole
from ..styled import raw_value
from .math import (
    Line,
    binomial,
    composed,
    formula,
    fraction,
    in_alphabet,
    root,
    script,
    simple_formula,
    stacked,
    symbol_of,
)
from .notation import spelled_out
from .pieces import accented, balanced, styled, tidy
from .tables import (
    ACCENTS,
    ALPHABETS,
    ARGUMENTS,
    BINOMIALS,
    BRACKETED,
    CITES,
    DROPPED,
    ENCLOSED,
    FRACTIONS,
    INFIXES,
    LONG_ACCENTS,
    NO_BREAK_SPACE,
    OVERLINES,
    STACKED,
    SWITCHES,
)

_ADDRESS = pattern(
    r"\\(?:url|path|nolinkurl)\s*\{(?P<url>(?:[^{}]|\{[^{}]*\})*)\}"
    r"|\\href\s*\{(?P<href>(?:[^{}]|\{[^{}]*\})*)\}"
    r"|(?P<rawurl>https?://[^\s{}\\]+)"
)
_LAYOUT = pattern(
    r"\\begin\s*\{CJK\*?\}(?:\s*\{[^{}]*\}){2}"
    r"|\\(?:selectlanguage|foreignlanguage)\s*\{[^{}]*\}\s?"
    r"|\\(?:begin|end)\s*\{[^{}]*\}"
    r"|\\(?:m?kern|[hm]skip|raise|lower)\s*-?[\d.]+\s*(?:em|ex|pt|mu|cm|mm)\s?"
    r"|(?<=\\operatorname)\*"
)
_RUN = pattern(r"\\(?:[A-Za-z]+\*?|.)\s*[^\\$]?|\$[^$]*\$|[\w .,;:()/]{5,}", re.DOTALL)
_PRIVATE = pattern("[\ue000-\uf8ff]")
_RUNS = pattern(f"({_PRIVATE.pattern})")
_MOST_RUNS = 6000
_COMPOSED = frozenset({*FRACTIONS, *BINOMIALS, *STACKED, *ALPHABETS, *BRACKETED}) | frozenset(
    ("sqrt", "pmod", "ketbra")
)
_OVERLINE, _UNDERLINE = "\u0305", "\u0332"
_SPECIALS = {
    "~": NO_BREAK_SPACE,
    "&": "&",
    "--": "–",
    "---": "—",
    "``": "“",
    "''": "”",
    "!`": "¡",
    "?`": "¿",
}


def walk(text: str) -> tuple[Inlines, tuple[str, ...]]:
    """The nodes of LaTeX text, and the commands in it that nobody knows.

    Raises ``LatexWalkerError`` or ``RecursionError`` for what is no LaTeX.
    """
    fold = _Fold()
    text = spelled_out(_ADDRESS.sub(fold.set_aside, text))
    prepared = balanced(_LAYOUT.sub("", text))
    prepared = _RUN.sub(fold.shorten, prepared) if not _PRIVATE.search(text) else prepared
    walker = LatexWalker(prepared, latex_context=_context(), tolerant_parsing=False)
    nodes, _, _ = walker.get_latex_nodes()
    return tidy(fold.body(nodes)), tuple(fold.unknown)


@cache
def _context() -> Any:
    context = macrospec.LatexContextDb()
    macros = [macrospec.std_macro(name, spec) for name, spec in ARGUMENTS.items()]
    specials = [macrospec.SpecialsSpec(chars) for chars in _SPECIALS]
    context.add_context_category("bibliography", macros=macros, specials=specials)
    context.set_unknown_macro_spec(macrospec.MacroSpec(""))
    context.set_unknown_environment_spec(macrospec.EnvironmentSpec(""))
    return context


class _Fold:
    """Folds the nodes of one text."""

    def __init__(self) -> None:
        self.urls: dict[str, str] = {}
        self.unknown: dict[str, None] = {}
        self.runs: list[Inlines] = []

    def set_aside(self, found: re.Match[str]) -> str:
        """Puts an address where no character of it is read as LaTeX."""
        number = str(len(self.urls))
        self.urls[number] = found[found.lastindex or 0]
        return f"\\{found.lastgroup}{{{number}}}"

    def shorten(self, found: re.Match[str]) -> str:
        """Puts one character for a run of plain ones: pylatexenc takes its time for each."""
        run = found[0]
        if run[0] == "\\" or len(self.runs) == _MOST_RUNS:
            return run
        body = simple_formula(run[1:-1]) if run[0] == "$" else (Text(run),)
        if body is None:
            return run
        self.runs.append(formula(body, run[1:-1]) if run[0] == "$" else body)
        return chr(0xE000 + len(self.runs) - 1)

    def characters(self, node: Any) -> Inlines:
        """The characters of a node, each run in its place again."""
        if not self.runs:
            return (Text(node.chars),)
        found: list[Inline] = []
        for part in filter(None, _RUNS.split(node.chars)):
            is_run = _PRIVATE.match(part)
            found += self.runs[ord(part) - 0xE000] if is_run else (Text(part),)
        return tuple(found)

    def body(self, nodes: Sequence[Any]) -> Inlines:
        found: list[Inline] = []
        for index, node in enumerate(nodes):
            if _is_fraction(node) and to_plain(found[-1:])[-1:].isdigit():
                found.append(Text(" "))
            if isinstance(node, LatexMacroNode) and node.macroname in SWITCHES:
                rest = self.body(nodes[index + 1 :])
                return (*found, *styled(SWITCHES[node.macroname], rest))
            found += self.node(node)
            if self.is_bare(node, nodes[index + 1 : index + 2]):
                found.append(Text(node.macroname + node.macro_post_space))
        return tuple(found)

    def is_bare(self, node: Any, following: Sequence[Any]) -> bool:
        """Whether an unknown command is a word, as in ``\\ConTeXt`` but not in ``\\acro{XML}``."""
        if not isinstance(node, LatexMacroNode) or node.macroname not in self.unknown:
            return False
        if node.macroname in CITES:
            return False
        return not any(isinstance(each, LatexGroupNode) and each.nodelist for each in following)

    def node(self, node: Any) -> Inlines:
        if isinstance(node, LatexCharsNode):
            return self.characters(node)
        if isinstance(node, LatexGroupNode):
            return self.body(node.nodelist)
        if isinstance(node, LatexMathNode):
            latex = "".join(each.latex_verbatim() for each in node.nodelist)
            return formula(self.maths(node.nodelist), latex)
        if isinstance(node, LatexSpecialsNode):
            return (Text(_SPECIALS.get(node.specials_chars, node.specials_chars)),)
        return self.macro(node) if isinstance(node, LatexMacroNode) else ()

    def macro(self, node: Any) -> Inlines:
        name, arguments = node.macroname, _arguments(node)
        if not arguments:
            symbol = self.symbol(name)
            return (Text(symbol + ("" if _is_glued(symbol) else node.macro_post_space)),)
        if name in CITES:
            self.unknown[name] = None
        if name in CITES or name in DROPPED:
            return ()
        if name in ("url", "href", "rawurl"):
            return self.address(name, arguments)
        if name == "ensuremath":
            return self.maths(arguments)
        if name in _COMPOSED:
            return self.formula(name, arguments)
        return self.styled(name, self.body(arguments[-1:]))

    def symbol(self, name: str) -> str:
        found = symbol_of(name)
        if found is None and name not in SWITCHES:  # which say nothing in mathematics
            self.unknown[name] = None
        return found or ""

    def address(self, name: str, arguments: Sequence[Any]) -> Inlines:
        number = to_plain(self.body(arguments[:1])).strip()
        url = for_machines(whole(raw_value(self.urls.get(number, number)).strip()))
        body = self.body(arguments[1:]) or (Text(for_people(url)),)
        return body if name == "rawurl" or url_problem(url) else (Link(body, url),)

    def styled(self, name: str, body: Inlines) -> Inlines:
        """What a command makes of its argument."""
        if name in LONG_ACCENTS:
            return _with_accent(name, body)
        if name in ACCENTS:
            return (Text(accented(name, to_plain(body))),)
        if name in ENCLOSED:
            before, behind = ENCLOSED[name]
            return (Text(before), *body, Text(behind))
        if name in ("textsuperscript", "mkbibsuperscript"):
            return script("^", body)
        if name == "textsubscript":
            return script("_", body)
        return styled(name, body)

    def formula(self, name: str, arguments: Sequence[Any]) -> Inlines:
        return self.composed(name, [self.maths(_inside(argument)) for argument in arguments])

    def composed(self, name: str, parts: list[Inlines]) -> Inlines:
        """What a command of mathematics makes of its arguments."""
        if name in ALPHABETS:
            return in_alphabet(name, parts[-1])
        if name in FRACTIONS:
            return fraction(parts)
        if name in BINOMIALS:
            return binomial(parts)
        if name in BRACKETED:
            return (Text(BRACKETED[name][0]), *parts[-1], Text(BRACKETED[name][1]))
        if name == "ketbra":
            return (*self.composed("ket", parts[:1]), *self.composed("bra", parts[1:]))
        if name in STACKED:
            return stacked(name, parts)
        return root(parts) if name == "sqrt" else (Text(" (mod "), *parts[-1], Text(")"))

    def maths(self, nodes: Sequence[Any]) -> Inlines:
        """Mathematics in a line of nodes."""
        if infix := next(filter(_is_infix, nodes), None):
            at = list(nodes).index(infix)
            parts = [self.maths(nodes[:at]), self.maths(nodes[at + 1 :])]
            return self.composed(INFIXES[infix.macroname], parts)
        line = Line()
        for atom in self.atoms(nodes):
            if isinstance(atom, str):
                line.add_character(atom)
            elif isinstance(atom, LatexMacroNode) and not _arguments(atom):
                line.add_symbol(atom.macroname, self.symbol(atom.macroname), atom.macro_post_space)
            elif isinstance(atom, LatexGroupNode):
                line.add(self.maths(atom.nodelist))
            elif isinstance(atom, LatexMacroNode) and atom.macroname in FRACTIONS:
                line.add_fraction(self.macro(atom))
            elif isinstance(atom, LatexMacroNode) and atom.macroname in (*ACCENTS, "underline"):
                line.add(_with_accent(atom.macroname, self.maths(_arguments(atom))))
            elif isinstance(atom, LatexSpecialsNode) and atom.specials_chars == "''":
                line.add_text("″")
            elif isinstance(atom, tuple):
                line.add(atom)
            else:
                line.add(self.node(atom))
        return line.body()

    def atoms(self, nodes: Sequence[Any]) -> list[Any]:
        """The nodes, character by character where they are text."""
        atoms: list[Any] = []
        for node in nodes:
            if not isinstance(node, LatexCharsNode):
                atoms.append(node)
                continue
            for each in self.characters(node):
                atoms += each.text if isinstance(each, Text) else [(each,)]
        return atoms


def _with_accent(name: str, body: Inlines) -> Inlines:
    """The body with LaTeX's accent: a long one over each letter, others over the first."""
    first, *rest = body or (Text(""),)
    if not isinstance(first, Text):
        return body
    text = first.text.strip()
    if name in ACCENTS and (name not in LONG_ACCENTS or len(text) < 2):
        return (Text(accented(name, text)), *rest)
    sign = _OVERLINE if name in OVERLINES else ACCENTS.get(name, _UNDERLINE)
    letters = (char + sign if char.isalnum() else char for char in text)
    return (Text(composed("".join(letters))), *rest)


def _arguments(node: Any) -> list[Any]:
    arguments = node.nodeargd.argnlist if node.nodeargd is not None else None
    return [argument for argument in arguments or () if argument is not None]


def _is_fraction(node: Any) -> bool:
    """Whether it is a formula that begins with a fraction."""
    first = node.nodelist[0] if isinstance(node, LatexMathNode) and node.nodelist else None
    return isinstance(first, LatexMacroNode) and first.macroname in FRACTIONS


def _is_infix(node: Any) -> bool:
    return isinstance(node, LatexMacroNode) and node.macroname in INFIXES


def _is_glued(symbol: str) -> bool:
    """Whether the space behind the command only ends its name, as in ``Stra\\ss e``."""
    if not symbol or (len(symbol) <= 2 and symbol.isalpha()):
        return True
    return symbol in "„‚°'" or unicodedata.category(symbol[0]) in ("Pi", "Pf")


def _inside(node: Any) -> Sequence[Any]:
    return node.nodelist if isinstance(node, LatexGroupNode) else [node]
