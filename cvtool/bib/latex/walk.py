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

from ...model.inline import Inline, Inlines, Link, Text, to_plain, url_problem
from .math import Line, grouped, script, simple_formula, symbol_of
from .pieces import accented, balanced, raw_value, styled, tidy
from .tables import (
    ACCENTS,
    ARGUMENTS,
    BLACKBOARD,
    DROPPED,
    FRACTIONS,
    NO_BREAK_SPACE,
    QUOTED,
    SWITCHES,
)

_ADDRESS = re.compile(
    r"\\(?:url|path|nolinkurl)\s*\{(?P<url>(?:[^{}]|\{[^{}]*\})*)\}"
    r"|\\href\s*\{(?P<href>(?:[^{}]|\{[^{}]*\})*)\}"
    r"|(?P<rawurl>https?://[^\s{}\\]+)"
)
_ENVIRONMENT = re.compile(r"\\(?:begin|end)\s*\{[^{}]*\}")
_RUN = re.compile(r"\\(?:[A-Za-z]+\*?|.)\s*[^\\$]?|\$[^$]*\$|[\w .,;:()/]{5,}", re.DOTALL)
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_MOST_RUNS = 6000
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
    prepared = balanced(_ENVIRONMENT.sub("", _ADDRESS.sub(fold.set_aside, text)))
    prepared = _RUN.sub(fold.shorten, prepared) if not _PRIVATE.search(text) else prepared
    walker = LatexWalker(prepared, latex_context=_context(), tolerant_parsing=False)
    nodes, _, _ = walker.get_latex_nodes()
    return tidy(fold.body(nodes)), tuple(dict.fromkeys(fold.unknown))


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
        self.unknown: list[str] = []
        self.runs: list[str] = []

    def set_aside(self, found: re.Match[str]) -> str:
        """Puts an address where no character of it is read as LaTeX."""
        number = str(len(self.urls))
        self.urls[number] = found[found.lastindex or 0]
        return f"\\{found.lastgroup}{{{number}}}"

    def shorten(self, found: re.Match[str]) -> str:
        """Puts one character for a run of plain ones: pylatexenc takes its time for each."""
        run: str | None = None if found[0][0] == "\\" else found[0]
        if run and run[0] == "$":
            run = simple_formula(run[1:-1])
        if run is None or len(self.runs) == _MOST_RUNS:
            return found[0]
        self.runs.append(run)
        return chr(0xE000 + len(self.runs) - 1)

    def characters(self, node: Any) -> str:
        """The characters of a node, each run in its place again."""
        if not self.runs:
            return str(node.chars)
        return _PRIVATE.sub(lambda found: self.runs[ord(found[0]) - 0xE000], node.chars)

    def body(self, nodes: Sequence[Any]) -> Inlines:
        found: list[Inline] = []
        for index, node in enumerate(nodes):
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
        return not any(isinstance(each, LatexGroupNode) and each.nodelist for each in following)

    def node(self, node: Any) -> Inlines:
        if isinstance(node, LatexCharsNode):
            return (Text(self.characters(node)),)
        if isinstance(node, LatexGroupNode):
            return self.body(node.nodelist)
        if isinstance(node, LatexMathNode):
            return (Text(self.maths(node.nodelist)),)
        if isinstance(node, LatexSpecialsNode):
            return (Text(_SPECIALS.get(node.specials_chars, node.specials_chars)),)
        return self.macro(node) if isinstance(node, LatexMacroNode) else ()

    def macro(self, node: Any) -> Inlines:
        name, arguments = node.macroname, _arguments(node)
        if not arguments:
            symbol = self.symbol(name)
            return (Text(symbol + ("" if _is_glued(symbol) else node.macro_post_space)),)
        if name in DROPPED:
            return ()
        if name in ("url", "href", "rawurl"):
            return self.address(name, arguments)
        if name == "ensuremath":
            return (Text(self.maths(arguments)),)
        if name in FRACTIONS or name in ("sqrt", "mathbb"):
            return (Text(self.formula(name, arguments)),)
        return self.styled(name, self.body(arguments[-1:]))

    def symbol(self, name: str) -> str:
        found = symbol_of(name)
        if found is None:
            self.unknown.append(name)
        return found or ""

    def address(self, name: str, arguments: Sequence[Any]) -> Inlines:
        number = to_plain(self.body(arguments[:1])).strip()
        url = raw_value(self.urls.get(number, number))
        body = self.body(arguments[1:]) or (Text(url),)
        return body if name == "rawurl" or url_problem(url) else (Link(body, url),)

    def styled(self, name: str, body: Inlines) -> Inlines:
        """What a command makes of its argument."""
        text = to_plain(body)
        if name in ACCENTS:
            return (Text(accented(name, text)),)
        if name in QUOTED:
            return (Text("“"), *body, Text("”"))
        if name in ("textsuperscript", "mkbibsuperscript"):
            return (Text(script("^", text)),)
        if name == "textsubscript":
            return (Text(script("_", text)),)
        if name == "footnote":
            return (Text(" ("), *body, Text(")"))
        return styled(name, body)

    def formula(self, name: str, arguments: Sequence[Any]) -> str:
        parts = [self.maths(_inside(argument)) for argument in arguments]
        if name == "mathbb":
            return "".join(BLACKBOARD.get(char, char) for char in parts[-1])
        if name == "sqrt":
            return f"√{grouped(parts[-1])}"
        return "/".join(grouped(part) for part in parts)

    def maths(self, nodes: Sequence[Any]) -> str:
        """Mathematics in Unicode; a script that has no character of its own keeps its sign."""
        line = Line()
        for atom in self.atoms(nodes):
            if isinstance(atom, str):
                line.add_character(atom)
            elif isinstance(atom, LatexMacroNode) and not _arguments(atom):
                line.add_symbol(self.symbol(atom.macroname), atom.macro_post_space)
            elif isinstance(atom, LatexGroupNode):
                line.add(self.maths(atom.nodelist))
            elif isinstance(atom, LatexMacroNode):
                line.add(self.maths_macro(atom))
            else:
                line.add(to_plain(self.node(atom)))
        return line.text()

    def atoms(self, nodes: Sequence[Any]) -> list[Any]:
        """The nodes, character by character where they are text."""
        atoms: list[Any] = []
        for node in nodes:
            is_text = isinstance(node, LatexCharsNode)
            atoms += list(self.characters(node)) if is_text else [node]
        return atoms

    def maths_macro(self, node: Any) -> str:
        name, arguments = node.macroname, _arguments(node)
        if name in ACCENTS:
            return accented(name, self.maths(_inside(arguments[0]))) if arguments else ""
        return to_plain(self.macro(node))


def _arguments(node: Any) -> list[Any]:
    arguments = node.nodeargd.argnlist if node.nodeargd is not None else None
    return [argument for argument in arguments or () if argument is not None]


def _is_glued(symbol: str) -> bool:
    """Whether the space behind the command only ends its name, as in ``Stra\\ss e``."""
    if not symbol or (len(symbol) <= 2 and symbol.isalpha()):
        return True
    return unicodedata.category(symbol[0]) in ("Pi", "Pf")


def _inside(node: Any) -> Sequence[Any]:
    return node.nodelist if isinstance(node, LatexGroupNode) else [node]
