"""Markdown and mathematics in the texts of cv.yaml: what they say, and what is shown as written.

``$x_i^2$`` is read as in a .bib file, on pages as MathML. A dollar begins and ends mathematics by
pandoc's rule: text stands right behind the first and right before the second, and no digit behind
that. So prices stay prices; ``\\$`` is always a dollar.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol, runtime_checkable
from urllib.parse import quote

from ..bib.latex import to_inlines, unknown_commands
from ..model import inline, prose
from ..model.files import Picture
from ..model.inline import Formula, Inline, Inlines, Sub, Sup, to_plain
from ..model.later import pattern
from ..model.prose import Blocks, Remark
from ..model.url import is_path, url_problem

Where = Callable[[str], str | None]
"""The address on the site of the file beside cv.yaml that a link names, ``None`` where it names
none. Raises ``ValueError`` with what is wrong, for the user."""

_ADDRESS = pattern(r"[.:/#@]")
_TOKEN = pattern(
    r"(?P<kept>(?P<fence>`+)(?!`).+?(?<!`)(?P=fence)(?!`)|~~~.+?~~~"  # code
    r"|<\w[\w+.-]*:[^<>\s]*>|\]\([^)\s]*\)|https?://\S+"  # addresses
    r"|\\[^$])"
    r"|\\\$"
    r"|(?P<sign>\$\$?)(?![\s$])(?P<body>(?:\\.|(?!\n[ \t]*\n)[^\\$`])+)(?<!\s)(?P=sign)"
    r"(?!\d|\$(?!\\[^$]{1,99}\$))",  # another formula may follow
    re.DOTALL,
)
_TWICE = pattern(r"(?<!\\)\\\\([A-Za-z]{2,})")
_TEX = pattern(r"[\\^_]")
_VARIABLE = pattern(r"[A-Z][A-Z0-9_]+")
_RELATION = pattern(r"[=<>+*/|-]")
_WORD = pattern(r"[^\W\d_]{3}|\s[^\W\d_]{2}")
_MARKUP = pattern(r"[\\*_`\[\]<>~]")
_TYPED = pattern(
    r"^[ \t]*(?:[–—]|\(\w{1,3}\)|[A-Za-z]\))[ \t].*"
    r"(?<!\\)(?<!  )(?=\n[ \t]*(?:[–—]|\(?\w{1,3}\))[ \t])",
    re.MULTILINE,
)
"""An item of what is a list to people alone."""
_SIGNED = pattern(r"(?:[*_`\[<\\]|&#?\w+;)[^\s>]*>?")
_DEEPEST = 2


@runtime_checkable
class Pictures(Protocol):
    """A ``Where`` that has pictures, too."""

    def picture(self, name: str, widest: int) -> Picture:
        """The picture of that path, no wider than that; raises as ``Where`` does."""


class Heard:
    """A ``Where`` of which it is known whether it was asked."""

    def __init__(self, where: Where | None) -> None:
        self._where, self.is_asked = where, False

    def __getattr__(self, name: str) -> Any:
        self.is_asked = True
        return getattr(self._where, name)

    def __call__(self, *said: Any) -> Any:
        self.is_asked = True
        return self._where and self._where(*said)


def sentence(text: str) -> Inlines:
    """The text in one run."""
    return inline.parse(_written_out(text))


def title(text: str) -> Inlines:
    """The same, in which ``f[i](x)`` is no link."""
    body = sentence(text)
    is_text = any(not _ADDRESS.search(url) for url in inline.urls(body))
    return inline.plain(text) if is_text else body


def blocks(text: str) -> Blocks:
    """The text with its paragraphs, lists, code and quotations."""
    return prose.prose(_written_out(text))


def nested(value: Any) -> str:
    """What ``{Built: [a, b]}`` says, which is how YAML reads a line that ends with a colon and a
    list under it; empty where it is nothing of the kind."""
    if not isinstance(value, dict) or len(value) != 1:
        return ""
    ((lead, found),) = value.items()
    items = [_item(each) for each in found if each] if isinstance(found, list) else []
    return "\n".join([f"{lead}:", *items]) if items and all(items) else ""


def _item(value: Any) -> str:
    """The item of a list in Markdown; empty where it is no text."""
    if isinstance(value, dict) and "text" in value and value.keys() <= {"label", "text"}:
        value = {value["label"]: value["text"]} if value.get("label") else value["text"]
    text = value if isinstance(value, str) else nested(value)
    if not text and isinstance(value, dict) and len(value) == 1:
        ((label, said),) = value.items()
        text = f"{label}: {said}" if isinstance(said, str) else ""
    return "- " + text.replace("\n", "\n  ") if text else ""


def remarks(text: str) -> Iterator[Remark]:
    """What a run of text has that is shown without its markup, or as it is written."""
    yield from _unread(text)
    yield from prose.remarks(_written_out(text))
    if "\n" in text and (prose.behind(blocks(text)) or _TYPED.search(text)):
        yield Remark("list", "")


def sentence_remarks(text: str) -> Iterator[Remark]:
    """The same of a sentence, for those who ask what a field is for."""
    yield from remarks(text)


def word_remarks(text: str) -> Iterator[Remark]:
    """The same, where links are nothing but text."""
    yield from remarks(text)
    if any(_ADDRESS.search(url) for url in inline.urls(sentence(text))):
        yield Remark("link", text)


def plain_remarks(text: str) -> Iterator[Remark]:
    """What stands in a name, which has no markup, as if it had some."""
    found = _SIGNED.search(text) if inline.MARKUP.search(text) else None
    if found and (prose.TAG.search(text) or inline.to_plain(sentence(text)) != inline.folded(text)):
        yield Remark("plain", found[0])


def prose_remarks(text: str) -> Iterator[Remark]:
    """The same, where blocks may be."""
    yield from _unread(text)
    yield from prose.parsed(_written_out(text)).remarks
    if "\n" in text and "```" not in text:
        yield from (Remark("item", found[0].strip()) for found in _TYPED.finditer(text))


def _written_out(text: str) -> str:
    """The text with Markdown in the place of its mathematics."""
    return _read(text)[0] if "$" in text else text


def _unread(text: str) -> Iterator[Remark]:
    """The commands in mathematics that nobody knows."""
    if "$" in text and "\\" in text:
        yield from (Remark("command", command) for command in _read(text)[1])


def ends(bodies: Iterable[Inlines], where: Where | None) -> tuple[dict[str, str], list[str]]:
    """Where the links lead that name files, and what is wrong with those that lead nowhere."""
    found, problems = dict[str, str](), list[str]()
    for url in (url for body in bodies for url in inline.urls(body)):
        try:
            if place := where(url) if where and is_path(url) else None:
                found[url] = place
            elif problem := url_problem(url):
                problems.append(problem)
        except ValueError as error:
            problems.append(str(error))
    return found, problems


def _read(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with Markdown in the place of its mathematics, and the commands there that nobody
    knows."""
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
