"""Mathematics: ``$x_i^2$`` in the texts of cv.yaml is read as in a .bib file, on pages as MathML.

A dollar begins and ends mathematics by pandoc's rule: text stands right behind the first and right
before the second, and no digit behind that. So prices stay prices; ``\\$`` is always a dollar.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from ..bib.latex import to_inlines, unknown_commands
from ..model.inline import Formula, Inline, Inlines, Sub, Sup, to_plain
from ..model.later import pattern

_TOKEN = pattern(
    r"(?P<kept>(?P<fence>`+)(?!`).+?(?<!`)(?P=fence)(?!`)|~~~.+?~~~"  # code
    r"|<\w[\w+.-]*:[^<>\s]*>|\]\([^)\s]*\)|https?://\S+"  # addresses
    r"|\\[^$])"
    r"|\\\$"
    r"|(?P<sign>\$\$?)(?![\s$])(?P<body>(?:\\.|(?!\n[ \t]*\n)[^\\$`])+)(?<!\s)(?P=sign)(?![\d$])",
    re.DOTALL,
)
_TWICE = pattern(r"(?<!\\)\\\\([A-Za-z]{2,})")
_TEX = pattern(r"[\\^_]")
_VARIABLE = pattern(r"[A-Z][A-Z0-9_]+")
_RELATION = pattern(r"[=<>+*/|-]")
_WORD = pattern(r"[^\W\d_]{3}|\s[^\W\d_]{2}")
_MARKUP = pattern(r"[\\*_`\[\]<>~]")
_DEEPEST = 2


def written_out(text: str) -> str:
    """The text with Markdown in the place of its mathematics."""
    return _read(text)[0]


def unread(text: str) -> tuple[str, ...]:
    """The commands of its mathematics, with backslash, that nobody knows."""
    return _read(text)[1]


def _read(text: str) -> tuple[str, tuple[str, ...]]:
    found: list[str] = []
    done = 0
    unknown: list[str] = []
    while token := _TOKEN.search(text, done):
        begun = token.start()
        found.append(text[done:begun])
        done = token.end()
        if token["kept"]:
            found.append(token[0])
        elif not token["body"]:
            found.append("$")
        elif _is_formula(token["body"], text[begun - 1 : begun], text[done : done + 1]):
            formula = f"${token['body']}$"
            lost = unknown_commands(formula) or _doubled(token["body"])
            found.append(token[0] if lost else _markdown(to_inlines(formula)) or token[0])
            unknown += (f"\\{command}" for command in lost)
        else:
            done = token.end("sign")
            found.append(token["sign"])
    return "".join(found) + text[done:], tuple(dict.fromkeys(unknown))


def _doubled(body: str) -> tuple[str, ...]:
    """Commands with a backslash too many, as YAML wants them in double quotes alone."""
    found = () if "\\begin" in body else _TWICE.findall(body)
    return tuple(f"\\{each}" for each in found if not unknown_commands(f"$\\{each}$"))


def _is_formula(body: str, before: str, after: str) -> bool:
    """Whether it is one, not what stands between two prices or two variables of a shell."""
    if _TEX.search(body):
        return not (_VARIABLE.match(body) and after.isalnum())
    if before.isalnum() or _WORD.search(body):
        return False
    return " " not in body or _RELATION.search(body) is not None


def _markdown(body: Inlines, depth: int = 0) -> str:
    return "".join(_node(node, depth) for node in body)


def _node(node: Inline, depth: int) -> str:
    if isinstance(node, Sub | Sup) and depth < _DEEPEST:
        name = "sub" if isinstance(node, Sub) else "sup"
        return f"<{name}>{_markdown(node.body, depth + 1)}</{name}>"
    if isinstance(node, Formula):
        return f"<math {quote(node.latex)}>{_markdown(node.body)}</math>"
    return _MARKUP.sub(r"\\\g<0>", to_plain((node,)))
