"""Texts of other formats, plain, HTML, LaTeX or Markdown -> the Markdown of cv.yaml."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from textwrap import dedent
from typing import Any

from ..bib.latex import to_text
from ..model.inline import to_plain
from ..model.later import pattern
from ..model.url import url_problem
from ..read.richtext import is_html, markdown, unescaped
from ..source import CV, Shape, shapes
from ..source.fields import Point
from ..source.markup import plain_remarks, title
from ..source.node import Checked

_SIGNS = pattern(r"[\\*_`\[\]<>$]|&(?=#?\w+;)")
_ITEM = pattern(r"- (?=\S)")
_LATEX = pattern(
    r"\\[A-Za-z]+\{[^{}]*\}|\\[%&#_$]|\\[A-Za-z]+(?![A-Za-z])|\\['`^\"~][A-Za-z{][^\s{}]?\}?"
)
_INLINE_LATEX = pattern(r"\\textbf\{([^{}]*)\}|\\(?:textit|emph)\{([^{}]*)\}")
_LAYOUT = pattern(
    r"\\[hv](?:space|skip)\*?\s*\{[^{}]*\}|\\color\{[^{}]*\}|\\(?:no(?:in)?dent|newpage|pagebreak|hfill"
    r"|(?:big|med|small)skip|tiny|scriptsize|footnotesize|small|normalsize|large|Large|LARGE|huge"
    r"|Huge|par)(?![A-Za-z])\s*"
)
_GROUP = pattern(r"(?<![\\\w}])\{([^{}$]*)\}")
_SIGNS_OF_TEX = {"``": "“", "''": "”", " -- ": " – ", "---": "—"}
_LINK = pattern(r"(?<!\\)\[([^]\[]*)\]\(([^()\s]*)\)")
_HREF = pattern(r"\\href\{([^{}]*)\}\{([^{}]*)\}")
_TYPST_LINK = pattern(r'(?<![\\\w])#link\("([^"\s]*)"\)\[([^\[\]]*)\]')
"""RenderCV's texts may have Typst in them, too."""

_ANGLES = pattern(r"\]\(<([^<>\s()]+)>\)")
_BARE = pattern(r"(?<!\\)\[(https?://[^]\s\\]+)\]\(\1\)")
_NEEDLESS = pattern(r"(?<=[\w,;:)\]’”%])( ?)\\(?:(>)|(<)(?=[\s\d=])|(_)(?<=\w\\_)(?=\w))")
"""Backslashes amid a line before what is no markup there."""
_BULLETS = pattern(r"<ol>((?:(?!</?ol).)*?data-list=.bullet(?:(?!</?ol).)*)</ol>")
"""What an editor of the web has for a list without numbers."""
_HEADING = pattern(r"^([ \t]*)#{1,6}[ \t]+(.+)$", re.MULTILINE)
_TAG = pattern(r"(?<!\\)<(?=[/!?A-Za-z][^<>]*>)")
_LIQUID = pattern(r"\{%.*?%\}|\{\{.*?\}\}|\{(?::|style=|[.#]\w)[^}\n]*\}", re.DOTALL)

Style = Callable[[str, Checked], str]


def from_plain(text: str, kind: Checked) -> str:
    """Text in which no sign is markup: typed bullets are lists, lines stay lines."""
    text = unescaped(text) if re.search(r"&(?:amp|lt|gt|quot|#39|apos);", text) else text
    lines = "\n".join(map(escaped, text.split("\n")))
    return _markdown(lines, kind)


def _markdown(text: str, kind: Checked) -> str:
    """As the reader of JSON Resume has it, with addresses as people write them."""
    made = _ANGLES.sub(r"](\1)", markdown(text, Counter(), has_blocks=kind.has_blocks))
    made = _BARE.sub(r"<\1>", made)
    return made if "`" in made else _NEEDLESS.sub(r"\1\2\3\4", made)


def from_html(text: str, kind: Checked) -> str:
    """HTML, or text in which there might be some."""
    if not is_html(text):
        return from_plain(text, kind)
    text = _BULLETS.sub(r"<ul>\1</ul>", text.replace("\n", " "))
    return _markdown(text, kind)


def from_markdown(text: str, kind: Checked) -> str:
    """Markdown, with HTML and what templates of sites put into it."""
    text = _LIQUID.sub("", dedent(text)).strip()
    return _markdown(text, kind) if is_html(text) else unescaped(text)


def from_latex(text: str, kind: Checked) -> str:
    """Markdown with LaTeX in it; mathematics stays, as cv.yaml has it, too."""
    if _LAYOUT.search(text):
        text = _GROUP.sub(r"\1", _LAYOUT.sub("", text))
        is_open = text.count("{") > text.count("}")
        text = text.lstrip().removeprefix("{") if is_open else text
    if "`" not in text.replace("``", ""):
        for signs, sign in _SIGNS_OF_TEX.items():
            text = text.replace(signs, sign)
    text = re.sub(r"(?<=\S) ?\\\\(?:\[[^]]*\])?\s*(?=\S)", _line_end(text), text)
    text = re.sub(r"(?<!\\)\\ ", " ", text)
    text = _INLINE_LATEX.sub(lambda it: f"**{it[1]}**" if it[1] else f"*{it[2]}*", text)
    text = _TYPST_LINK.sub(r"[\2](\1)", _HREF.sub(r"[\2](\1)", text))
    parts = re.split(r"(\$[^$]+\$)", text)
    read = (each if each[:1] == "$" else _LATEX.sub(_unlatexed, each) for each in parts)
    return from_markdown("".join(read), kind)


def _line_end(text: str) -> str:
    return "<br>" if is_html(text) else "\\\\\n"


def _unlatexed(found: re.Match[str]) -> str:
    return to_text(found[0]) or found[0]


def without_blocks(text: str) -> str:
    """The text with headings in bold, and what looks like HTML as the signs that it is."""
    text = _HEADING.sub(lambda it: f"{it[1]}**{it[2].strip(' #*')}**", text)
    return _TAG.sub(r"\\<", text)


def without_dead_links(text: str) -> str:
    """The text with the words of links in place of those to no address."""
    return _LINK.sub(lambda it: it[1] if url_problem(it[2].strip("<>")) else it[0], text)


def html_items(text: str) -> list[str]:
    """The items and the paragraphs of a text in HTML, each as Markdown."""
    whole = shapes(Point)["text"].text
    assert whole
    before, items = split_list(from_html(text, whole).strip())
    return [*filter(None, (each.strip() for each in before.split("\n\n"))), *items]


STYLES: dict[str, Style] = {
    "plain": from_plain,
    "html": from_html,
    "markdown": from_markdown,
    "latex": from_latex,
}


def escaped(line: str) -> str:
    """The line with a backslash before what would be markup, if there is any."""
    bare = line.strip()
    if not _SIGNS.search(bare) or to_plain(title(bare)) == bare:
        return line
    return _SIGNS.sub(r"\\\g<0>", line)


def restyled(data: Any, style: Style, shape: Shape = Shape(model=CV)) -> Any:  # noqa: B008
    """The data of cv.yaml with its texts as Markdown, those of the user's own keys as they are."""
    if isinstance(value := data, str):
        text = shapes(Point)["text"].text if shape.model is Point else shape.text
        if not text or text.remarks in (None, plain_remarks):
            return value
        made = _spaced(style(value, text).strip())
        return made if text.has_blocks else " ".join(made.split())
    if isinstance(value, dict):
        known = shapes(shape.model) if shape.model else dict.fromkeys(value, shape.each)
        found = {
            key: restyled(each, style, inside) if (inside := known.get(key)) else each
            for key, each in value.items()
        }
        found = _linked(found) if "url" in known else found
        return bulleted(found) if "highlights" in known else found
    if isinstance(value, list) and shape.item:
        return [restyled(each, style, shape.item) for each in value]
    return value


def _spaced(text: str) -> str:
    """The text without runs of blanks and of empty lines, which no reader sees."""
    if "`" in text:
        return text
    text = re.sub(r"(?<=\S) {2,}\n(?=\S)", "\\\\\n", text)
    text = re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text))
    return re.sub(r"(?<=\S)  +(?=\S)", " ", text)


def _linked(entry: dict[str, Any]) -> dict[str, Any]:
    """The entry with its address by itself, where its name is a link and nothing else."""
    for key in ("name", "title", "organization", "institution"):
        link = _LINK.fullmatch(entry[key]) if isinstance(entry.get(key), str) else None
        if link and not entry.get("url"):
            return {**entry, key: link[1], "url": link[2].strip("<>")}
    return entry


def bulleted(entry: dict[str, Any]) -> dict[str, Any]:
    """The entry with the list that its summary ends with as its highlights."""
    summary = entry.get("summary")
    if not isinstance(summary, str) or entry.get("highlights"):
        return entry
    before, items = split_list(summary)
    if not items:
        return entry
    found = {key: each for key, each in entry.items() if key != "summary"}
    return found | ({"summary": before} if before else {}) | {"highlights": items}


def split_list(text: str) -> tuple[str, list[str]]:
    """What stands before the list that ends a text, and the items of that."""
    lines = text.split("\n")
    start = next((at for at, line in enumerate(lines) if _ITEM.match(line)), len(lines))
    items: list[str] = []
    for line in lines[start:]:
        if _ITEM.match(line):
            items.append(line[2:])
        elif line.strip() and not line.startswith("  "):
            return text, []
        else:
            items[-1] += f"\n{line[2:]}"
    return "\n".join(lines[:start]).strip(), [_dedented(each.strip()) for each in items]


def _dedented(item: str) -> str:
    """The item with what stands under it at the margin."""
    first, _, more = item.partition("\n")
    return f"{first}\n{dedent(more)}" if more else first
