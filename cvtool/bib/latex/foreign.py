"""HTML in a field, and commands of one's own, as LaTeX that everybody reads.

Crossref, publishers and reference managers leave HTML in titles, names and addresses, often with
its angle brackets in LaTeX. ``@preamble`` holds the definitions of commands; each is replaced by
what it stands for, within bounds: a definition may call itself, or double with each step.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from ...model.later import NamedTuple, dataclass, pattern
from ..styled import is_balanced
from .tables import ACCENTS, ARGUMENTS, JOURNALS, LETTERS, SCRIPTS, SWITCHES, SYMBOLS

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_FOREIGN = pattern(r"[<&]|\\(?:less|greater|textless)(?![A-Za-z])")
_LESS = r"(?:<|\$\\less\$|\{?\\textless\}|\\textless(?:\{\}|\s+)?|\{?\$<\$\}?)"
_GREATER = r"(?:>|\$\\greater\$|\{?\\textgreater\}|\\textgreater(?:\{\}|\s+)?|\{?\$>\$\}?)"
_STYLED = {
    **dict.fromkeys(("i", "em", "italic", "cite", "var", "dfn"), r"\emph{"),
    **dict.fromkeys(("b", "strong", "bold"), r"\textbf{"),
    **dict.fromkeys(("sub", "inf"), r"\textsubscript{"),
    "sup": r"\textsuperscript{",
    **dict.fromkeys(("tt", "code", "kbd", "samp", "monospace"), r"\texttt{"),
}
_BREAKS = frozenset({"br", "hr", "wbr"})
_BLOCKS = frozenset({"p", "div", "li", "ul", "ol", "title", "sec", "section", "list", "list-item"})
_SILENT = (
    "scp sc smallcaps small-caps span font u underline inline-formula disp-formula tex-math math "
    "mrow mi mn mo mtext mover munder mfrac msqrt mfenced mspace mstyle semantics annotation label "
    "named-content styled-content nobr a small big s strike del ins mark q abbr roman sans-serif "
    "alternatives astrobj xref ext-link img abstract h1 h2 h3 h4 h5 h6 blockquote"
)
_SCRIPTS = {"msub": r"\textsubscript{", "msup": r"\textsuperscript{"}
_NAMES = (*_STYLED, *_BREAKS, *_BLOCKS, *_SILENT.split(), *_SCRIPTS)
_ATTRIBUTES = rf"(?:\s+[\w:-]+\s*=(?:(?!{_LESS}|/?\s?{_GREATER}).){{0,300}})?"
_TAG = pattern(
    rf"{_LESS}\s*(?:(/)\s*)?(?:[a-z]+:)?({'|'.join(sorted(_NAMES, key=len, reverse=True))})"
    rf"{_ATTRIBUTES}\s*(?:(/)\s*)?{_GREATER}",
    re.IGNORECASE | re.DOTALL,
)
_ANCHOR = pattern(
    r"<a\s[^<>]{0,300}?href\s*=\s*[\"']?(https?:[^\"'<>\s{}]+)[^<>]{0,300}>([^<>{}]+)</a>",
    re.IGNORECASE,
)
_ENTITY = pattern(r"(?:\{\\&\}|\\?&)((?:\{?\\?#\}?)?)(x?[0-9A-Fa-f]{1,6}|[A-Za-z]\w{1,30})\\?;")
_SPECIAL = {
    **{char: f"\\{char}" for char in "&%#$_{}"},
    **{"~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}"},
}
_SIGNS = (
    (pattern(r"\\less(?![A-Za-z])"), "<"),
    (pattern(r"\\greater(?![A-Za-z])"), ">"),
)
_SCRIPT_COMMAND = pattern(r"\\(s[pb])(?![A-Za-z])\s*")
_MATHS = pattern(r"\$[^$]*\$")
_SCRIPTS_OF_TEXT = {"sp": r"\textsuperscript", "sb": r"\textsubscript"}
_BLANKS = frozenset("\u00a0\u00ad\r\n\t")
_MOST_TAGS = 2000
_DEEPEST = 40
_MOST_ROUNDS = 3
"""So often is HTML escaped once more: ``&amp;lt;i&amp;gt;``."""


_MATH = rf"{_LESS}\s?(?:[A-Za-z]{{1,9}}:)?math\b"
_MATHML = pattern(
    rf"{_MATH}(?:(?!{_MATH}).){{0,8000}}?{_LESS}\s?/(?:[A-Za-z]{{1,9}}:)?math\s?{_GREATER}",
    re.DOTALL,
)
_BRACKETS = ((pattern(_LESS), "<"), (pattern(_GREATER), ">"), (pattern(r"(</?)[A-Za-z]+:"), r"\1"))
_SETS = pattern(r"[\\^_]")
_NAMED = pattern(r"&(?!(?:lt|gt|amp|quot|apos);)([A-Za-z]\w{1,30};)")
_SCRIPTED = {
    **{"msub": "{0}_{{{1}}}", "msup": "{0}^{{{1}}}", "msubsup": "{0}_{{{1}}}^{{{2}}}"},
    **{"munder": "{0}_{{{1}}}", "munderover": "{0}_{{{1}}}^{{{2}}}", "mover": "{0}^{{{1}}}"},
    **{"mfrac": r"\frac{{{0}}}{{{1}}}", "mroot": r"\sqrt[{1}]{{{0}}}"},
}
"""What MathML's elements of several parts are in LaTeX."""
_OVER = {
    **dict.fromkeys("¯‾ˉ-−–\u0305_", "overline"),
    **dict.fromkeys("^ˆ\u0302", "hat"),
    **dict.fromkeys("~˜∼", "tilde"),
    **dict.fromkeys("→⃗", "vec"),
    **{"˙": "dot", ".": "dot", "¨": "ddot", "ˇ": "check"},
}
"""The accents that stand over letters in MathML."""
_VARIANTS = {"double-struck": r"\mathbb", "fraktur": r"\mathfrak"}


def without_entities(text: str) -> str:
    """An address with HTML's entities as the characters that they stand for."""
    return _entities(text, {}) if "&" in text else text


_STRAIGHT = {"“": '"', "”": '"', "‘": "`", "’": "'", "´": "'", "ˆ": "^", "˜": "~"}
_WRITTEN_OUT = pattern(r"\{\\textbackslash\}(?:\{''\}|['`]|[cvuHkr]\{\\\{\})")
_WRITTEN = {r"{\textbackslash}{''}": '\\"', r"{\textbackslash}": "\\", r"{\{}": "{", r"{\}}": "}"}
_CURLY_ACCENT = pattern(rf"\\([{''.join(_STRAIGHT)}])(?=\s?\{{?\\?[A-Za-z])")


def without_html(text: str) -> str:
    """LaTeX that says what the text does with HTML in it. Tags that are none stay."""
    if not _FOREIGN.search(text):
        return text
    text = _MATHML.sub(_formula, text) if "math" in text else text
    if "&" in text:
        text = _entities(text, _SPECIAL)
        text = _MATHML.sub(_formula, text) if "math" in text else text
    text = _ANCHOR.sub(r"\\href{\1}{\2}", text) if "href" in text else text
    tags = list(_TAG.finditer(text))
    if tags:
        text = _untagged(text, tags) if len(tags) < _MOST_TAGS else _TAG.sub(" ", text)
    for sign, meant in _SIGNS:
        text = sign.sub(meant, text)
    return text


def with_accents(text: str) -> str:
    """The text with accents whose sign an editor has made a typographic one, ``\\”o``, or that
    Zotero has written out, as it has LaTeX that stands in its own fields."""
    if "\\" not in text:
        return text
    if r"{\textbackslash}" in text and _WRITTEN_OUT.search(text):
        for written, meant in _WRITTEN.items():
            text = text.replace(written, meant)
    if text.isascii():
        return text
    return _CURLY_ACCENT.sub(lambda found: "\\" + _STRAIGHT[found[1]], text)


def with_scripts(text: str) -> str:
    """The text with plain TeX's ``\\sp`` and ``\\sb`` as LaTeX has them."""
    if "\\s" not in text:
        return text
    in_maths = _MATHS.sub(lambda found: _scripts(found[0], SCRIPTS), text)
    return _scripts(in_maths, _SCRIPTS_OF_TEXT)


def _scripts(text: str, signs: Mapping[str, str]) -> str:
    return _SCRIPT_COMMAND.sub(lambda found: signs[found[1]], text)


def _entities(text: str, special: Mapping[str, str]) -> str:
    from html.entities import html5

    def character(found: re.Match[str]) -> str:
        meant = _number(found[2]) if found[1] else html5.get(f"{found[2]};", "")
        if meant in _BLANKS:
            return " "
        return "".join(special.get(char, char) for char in meant) or found[0]

    for _ in range(_MOST_ROUNDS):
        before, text = text, _ENTITY.sub(character, text)
        if text == before:
            break
    return text


def _formula(found: re.Match[str]) -> str:
    """MathML as a formula in LaTeX; as it is written where it is none."""
    from html.entities import html5
    from xml.etree import ElementTree

    text = found[0]
    for sign, meant in _BRACKETS:
        text = sign.sub(meant, text)
    text = _NAMED.sub(lambda each: html5.get(each[1], each[0]), text)
    try:
        tex = _tex(ElementTree.fromstring(text), 0).strip()
    except (ElementTree.ParseError, ValueError, IndexError):
        return found[0]
    return f"${tex}$" if _SETS.search(tex) else tex


def _tex(node: Element, depth: int) -> str:
    """An element of MathML in LaTeX; raises for what has parts too few, or too many in another."""
    if depth > _DEEPEST:
        raise ValueError
    name, inside = node.tag.lower(), [_tex(each, depth + 1) for each in node]
    if name in ("annotation", "annotation-xml", "mphantom", "none", "mprescripts"):
        return ""
    if name == "mspace":
        return r"\ "
    if name == "mtext":
        return rf"\text{{{_in_latex(node.text or '')}}}"
    if name == "mover" and (accent := _OVER.get((node[1].text or "").strip())):
        return rf"\{accent}{{{inside[0]}}}"
    if name == "mmultiscripts":
        return _around(node, inside)
    if name in _SCRIPTED:
        return _SCRIPTED[name].format(f"{{{inside[0]}}}", *inside[1:])
    if name == "mfenced":
        return f"{node.get('open', '(')}{', '.join(inside)}{node.get('close', ')')}"
    whole = "".join(inside) if inside else _in_latex((node.text or "").strip())
    if name == "msqrt":
        return rf"\sqrt{{{whole}}}"
    variant = _VARIANTS.get(node.get("mathvariant", ""), "")
    return f"{variant}{{{whole}}}" if variant else whole


def _around(node: Element, inside: list[str]) -> str:
    """A letter with scripts behind it, and before it those behind ``mprescripts``."""
    at = next((place for place, each in enumerate(node) if each.tag == "mprescripts"), len(inside))
    scripts = [
        f"{sign}{{{each}}}" if each else ""
        for part in (inside[1:at], inside[at + 1 :])
        for each, sign in zip(part, "_^" * len(part), strict=False)
    ]
    behind = "".join(scripts[: at - 1])
    before = "".join(scripts[at - 1 :])
    return f"{'{}' if before else ''}{before}{{{inside[0]}}}{behind}"


def _in_latex(text: str) -> str:
    return "".join(_SPECIAL.get(char, char) for char in text.replace("−", "-"))


def _number(written: str) -> str:
    """The character of ``233`` or ``xe9``; nothing for what no text may hold."""
    code = (
        int(written[1:], 16) if written[0] in "xX" else int(written) if written.isdecimal() else 0
    )
    char = chr(code) if 0 < code < 0x110000 else ""
    return char if char.isprintable() or char in _BLANKS else ""


@dataclass
class _Element:
    """A tag that is open: its place among the pieces, and how many elements it holds so far."""

    name: str
    place: int
    children: int = 0


def _untagged(text: str, tags: Iterable[re.Match[str]]) -> str:
    """The text with its tags as commands; one that has no partner stays as it is written.

    Where too many are open, all are left out.
    """
    pieces: list[str] = []
    opened: list[_Element] = []
    done = 0
    for tag in tags:
        pieces.append(text[done : tag.start()])
        done = tag.end()
        name = tag[2].lower()
        if name in _BREAKS or tag[3]:
            pieces.append(" ")
        elif not tag[1]:
            if len(opened) == _DEEPEST:
                return _TAG.sub(" ", text)
            opened.append(_Element(name, len(pieces)))
            pieces.append(tag[0])
        elif any(each.name == name for each in opened):
            while (element := opened.pop()).name != name:
                pass
            pieces.append("")
            _close(element, pieces, opened)
        else:
            pieces.append("" if name in _BLOCKS else tag[0])
    return "".join([*pieces, text[done:]])


def _close(element: _Element, pieces: list[str], opened: list[_Element]) -> None:
    """Puts the command of an element, or nothing, in the places of its two tags."""
    name, before = element.name, "\n\n" if element.name == "p" else " "
    command = _STYLED.get(name, "")
    if opened and opened[-1].name in _SCRIPTS:
        opened[-1].children += 1
        command = _SCRIPTS[opened[-1].name] if opened[-1].children == 2 else command
    inside = "".join(pieces[element.place + 1 :])
    if name in _BLOCKS:
        pieces[element.place], pieces[-1] = before, before
    elif command and inside.strip() and is_balanced(inside):
        pieces[element.place], pieces[-1] = command, "}"
    else:
        pieces[element.place] = pieces[-1] = ""


class Definition(NamedTuple):
    """What a command of ``@preamble`` stands for, ``#1`` to ``#9`` its arguments.

    The first argument may be optional, in brackets, with ``default`` in its place.
    """

    arguments: int
    body: str
    default: str | None = None


_GROUP = r"\{((?:[^{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})*)\}"
_DEFINED = pattern(
    r"\\(?:re|provide)?newcommand\*?|\\(?:providecommand|DeclareRobustCommand)\*?"
    r"|\\DeclareMathOperator\*?|\\[gex]?def(?![A-Za-z])"
)
_COMMAND = pattern(
    rf"\s*(?:\{{\s*\\([A-Za-z@]+)\s*\}}|\\([A-Za-z@]+))"
    rf"((?:\s*#\d)*)\s*(?:\[(\d)\])?\s*(?:\[([^\]]*)\])?\s*{_GROUP}"
)
_MACHINERY = pattern(
    r"\\(?:setbox|ooalign|futurelet|lower|raise|kern|if[a-z]+|let|expandafter|csname)"
)
_PARAMETER = pattern(r"#(\d)")
_CALL = pattern(r"\\([A-Za-z@]+)")
_XSPACE = r"\xspace"
_END_OF_NAME = pattern(r"[ \t]*(?:\{\})?")
_LAST_COMMAND = pattern(r"\\[A-Za-z]+$")
_OPTION = pattern(r"\s*\[([^\]]*)\]")
_ARGUMENT = pattern(rf"\s*(?:{_GROUP}|(\\[A-Za-z]+|\\.|[^\s{{}}]))", re.DOTALL)
_MOST_CALLS = 200
_LONGEST = 4000
_KNOWN = frozenset({*ACCENTS, *ARGUMENTS, *LETTERS, *SWITCHES, *SYMBOLS} - JOURNALS.keys())


def definitions(preamble: str) -> Iterator[tuple[str, Definition]]:
    """The commands that it defines, but for those that readers of LaTeX know."""
    for found in _DEFINED.finditer(preamble):
        command = _COMMAND.match(preamble, found.end())
        if not command:
            continue
        name, body = command[1] or command[2], command[6]
        count = command[3].count("#") or int(command[4] or 0)
        if name in _KNOWN:
            continue
        if "Operator" in found[0]:
            body = rf"\operatorname{{{body}}}"
        elif _MACHINERY.search(body):
            body = "".join(f"#{number}" for number in range(1, count + 1))
        yield name, Definition(count, body, command[5])


@dataclass
class Commands:
    """The commands of all preambles; ``left`` bounds what all of their calls may write."""

    known: dict[str, Definition] = field(default_factory=dict)
    left: int = 1_000_000

    def learn(self, preambles: Iterable[str]) -> None:
        """Takes up what the preambles define; the last definition of a command counts."""
        for preamble in preambles:
            self.known.update(definitions(preamble))

    def expanded(self, text: str) -> str:
        """The text with each call of them replaced; as it was where that has no end."""
        if not self.known or "\\" not in text:
            return text
        written, at, longest = text, 0, len(text) + _LONGEST
        for _ in range(_MOST_CALLS):
            found = self._next_call(written, at)
            if found is None:
                return written
            meant, end = self._call(self.known[found[1]], written, found.end())
            before = written[: found.start()]
            if meant[:1].isalpha() and _LAST_COMMAND.search(before):
                before += " "
            written, at = before + meant + written[end:], len(before)
            self.left -= len(meant) + 1
            if self.left < 0 or len(written) > longest:
                break
        return text

    def _next_call(self, text: str, start: int) -> re.Match[str] | None:
        return next((each for each in _CALL.finditer(text, start) if each[1] in self.known), None)

    @staticmethod
    def _call(meant: Definition, text: str, at: int) -> tuple[str, int]:
        """What a call stands for whose name ends at ``at``, and where it ends itself."""
        values: list[str] = []
        if meant.default is not None:
            option = _OPTION.match(text, at)
            values.append(option[1] if option else meant.default)
            at = option.end() if option else at
        while len(values) < meant.arguments and (found := _ARGUMENT.match(text, at)):
            values.append(found[2] if found[1] is None else found[1])
            at = found.end()
        blank = ""
        if not meant.arguments and (ending := _END_OF_NAME.match(text, at)):
            at, blank = ending.end(), ending[0].removesuffix("{}")
        body = _PARAMETER.sub(lambda each: "".join(values[int(each[1]) - 1 :][:1]), meant.body)
        if body.rstrip().endswith(_XSPACE):  # keeps the blank behind the call, before a word
            body = body.rstrip().removesuffix(_XSPACE)
            return body + "{} " * bool(blank and text[at : at + 1].isalnum()), at
        runs_on = _LAST_COMMAND.search(body) and text[at : at + 1].isalpha()
        return (f"{body} " if runs_on else body), at
