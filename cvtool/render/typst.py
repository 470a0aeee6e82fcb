"""cv.typ: the CV in Typst, to go on with; a fold over blocks.

How it looks stands in ``templates/typst/preamble.typ``, which goes into the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..model.blocks import AnyBlock, Heading, Item, Paragraph, Verbatim
from ..model.inline import (
    Code,
    Emph,
    Inline,
    Inlines,
    Link,
    Strong,
    Sub,
    Sup,
    Text,
    to_plain,
)
from ..model.later import pattern
from ..model.plain import marked
from . import Output
from .latex import HEAD, in_command, in_line, portrait

if TYPE_CHECKING:
    from ..model.document import Document
    from .theme import Theme

PREAMBLE = "typst/preamble.typ"

_SIGN = pattern(r"""[\\#$*_`<>@~\[\]"'=/+-]|(?<=\.)\.|(?<=\d)\.(?=\s|$)|(?<=:)/""")
_UNWRITABLE = pattern("[\x00-\x09\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_GOES_ON = pattern(r"[(.;]")
"""What would go on with a call that stands right before it."""


_AROUND: dict[type[Inline], tuple[str, str]] = {
    **{Emph: ("#emph[", "]"), Strong: ("#strong[", "]")},
    **{Sub: ("#sub[", "]"), Sup: ("#super[", "]")},
}


def render(document: Document, theme: Theme) -> Iterable[Output]:
    photo, image = portrait(document, "typ"), document.person.image
    flow = [*in_line(document, "typst")]
    head = [*_lines(it for it in flow if it.role in HEAD)]
    if photo and image:
        alt = f", alt: {_string(image.alt)}" if image.alt else ""
        head = ["", f"#cvhead(image({_string(photo)}{alt}))[", *head, "]"]
    rest = _lines(it for it in flow if it.role not in HEAD)
    lines = [theme.read(PREAMBLE).rstrip(), *_head(document), *head, *rest]
    yield Output("cv.typ", "\n".join([*lines, ""]).encode("utf-8", "replace"))
    if photo and image:
        yield Output(photo, image.data)


def _head(document: Document) -> Iterator[str]:
    person, updated = document.person, document.updated
    title = " — ".join(filter(None, (person.name, to_plain(person.label))))
    date = "none"
    if updated and updated.month and updated.day:
        year, month, day = updated.parts
        date = f"datetime(year: {year}, month: {month}, day: {day})"
    language, _, region = document.locale.partition("-")
    yield ""
    yield f"#set document(title: {_string(title)}, author: {_string(person.name)}, date: {date})"
    yield f"#set page(paper: {_string('a4' if document.pages.page_size == 'A4' else 'us-letter')})"
    place = f", region: {_string(region)}" if re.fullmatch("[A-Za-z]{2}", region) else ""
    yield f"#set text(lang: {_string(language)}{place})"


def _lines(flow: Iterable[AnyBlock]) -> Iterator[str]:
    """The blocks, a blank line before each but the next item of a list."""
    behind = 0
    for it in flow:
        behind = behind if it.indent else 0
        if it.gap or not isinstance(it, Item) or it.role == "line":
            yield ""
        yield " " * (it.indent - behind) + _block(it)
        if it.role == "line":
            behind = it.hang  # it is no item, and what belongs to it stands below it


def _block(it: AnyBlock) -> str:
    match it:
        case Heading():
            return _heading(it)
        case Verbatim():
            return f"#raw({_string(it.text)}, block: true)"
        case Item() if it.role != "line":
            return _item(it)
        case Item() | Paragraph():
            return _paragraph(it)


def _heading(it: Heading) -> str:
    words = inlines(it.body)
    if it.role == "name":
        return f"#cvname[{words}]"
    if it.role == "section":
        return f"{'=' * (it.level - 1)} {words}"
    return f"#cventry({it.level - 1})[{words}][{escaped(it.when)}]"


def _item(it: Item) -> str:
    words = inlines((Link(it.body, it.url),) if it.url else it.body)
    if it.role == "title":
        words = f"#cvpaper[{words}]"
        if it.label:
            return f"/ {escaped(it.label)}: {words}"
    if it.label:
        words = f"#strong[{escaped(it.label)}]{it.space or ' '}{words}"
    return f"{'-' if it.number is None else f'{it.number}.'} {words}".rstrip()


def _paragraph(it: Paragraph | Item) -> str:
    command, said = in_command(it)
    words = [inlines(each) for each in said]
    if command:
        return f"#{command}{''.join(f'[{each}]' for each in words)}"
    return f"#quote(block: true)[{words[0]}]" if it.bars else words[0]


def inlines(body: Inlines) -> str:
    """The words with their markup."""
    return marked(body, _words, _AROUND, _link, _joined)


def _words(it: Text | Code) -> str:
    return f"#raw({_string(it.text)})" if isinstance(it, Code) else escaped(it.text)


def _link(words: str, url: str) -> str:
    return f"#link({_string(url)})[{words}]"


def _joined(pieces: Iterable[str]) -> str:
    written = ""
    for piece in pieces:
        is_call = written.endswith(("]", ")")) and not written.endswith(r"\]")
        written += f";{piece}" if is_call and _GOES_ON.match(piece) else piece
    return written


def escaped(text: str) -> str:
    """Words in which no sign is markup."""
    lines = (_SIGN.sub(r"\\\g<0>", line) for line in _UNWRITABLE.sub("", text).split("\n"))
    return "#linebreak();".join(lines)


def _string(text: str) -> str:
    """The text as code has it."""
    written = _UNWRITABLE.sub("", text).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + written.replace("\n", "\\n") + '"'
