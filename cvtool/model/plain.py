"""Plain data of finished values: what texts, lists and mappings say for machines."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from itertools import count
from typing import Any

from .entry import Entry
from .inline import Code, Formula, Inline, Inlines, Link, Text, to_plain, without
from .later import field_names, pattern
from .prose import Block, Blocks, CodeBlock, ListBlock, QuoteBlock
from .publication import Publication

Data = dict[str, Any]
Fold = Callable[[Inlines], str]

_SPELT = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}
    | {"đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i", "’": "", "'": ""}
)
"""Letters that are no others with a mark."""
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_LONGEST_PART = 40
_UNSAFE = pattern(r"""[/\\<>:"|?*\x00-\x1f\x7f]""")
_DEVICE = pattern(r"(con|prn|aux|nul|(com|lpt)[\d\u00b9\u00b2\u00b3]) *(\..*)?", re.IGNORECASE)
_LONGEST_NAME = 200

_DOT_ABOVE = "\u0307"
_VOWEL_SIGNS = ("Mn", "Mc")
"""Categories of what belongs to the letter in front, as in Hindi and Thai."""
_SELECTORS = "\ufe0e\ufe0f"
"""What makes a picture or a plain sign of the one in front."""


def dump(data: object) -> bytes:
    """A JSON text (RFC 8259) in UTF-8 that people can read and that ends with a line feed."""
    return (json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def filled(data: Mapping[str, Any]) -> Data:
    """The pairs whose value is neither absent nor empty."""
    return {key: value for key, value in data.items() if value not in ("", None, (), [], {})}


def one_or_all(values: Iterable[Any]) -> Any:
    """A single value as itself, several as a list, none as ``None``."""
    found = list(values)
    return found[0] if len(found) == 1 else found or None


def prose(blocks: Blocks, fold: Fold = to_plain) -> str:
    """Prose as plain text: a blank line between paragraphs, ``- `` before items."""
    text = ""
    for each in blocks:
        if text:
            text += "\n" if isinstance(each, ListBlock) else "\n\n"
        text += _block(each, fold)
    return text


def _block(block: Block, fold: Fold) -> str:
    match block:
        case ListBlock(items, start):
            marks = (f"{start + index}. " if start is not None else "- " for index in count())
            return "\n".join(map(_hanging, marks, (prose(each, fold) for each in items)))
        case QuoteBlock(body):
            return _hanging("> ", prose(body, fold), "> ")
        case CodeBlock(text):
            return text
        case tuple():
            return fold(block)


def _hanging(mark: str, text: str, margin: str = "") -> str:
    """The text behind the mark, its other lines below its first."""
    first, *rest = text.split("\n")
    margin = margin or " " * len(mark)
    return "\n".join([mark + first, *((margin + line).rstrip() for line in rest)])


def points(entry: Entry, fold: Fold = to_plain) -> list[str]:
    """The bullets of an entry as texts, with their labels and what stands under them."""
    return [prose((each.said, *each.more), fold) for each in entry.points]


def equal_authors(publication: Publication) -> str:
    """Who of the authors has a mark, and the words that explain the marks."""
    marked = (f"{each.name}{each.marks}" for each in publication.authors if each.marks)
    names = ", ".join(marked)
    return f"{names} ({publication.legend})" if names and publication.legend else names


def slug(text: str) -> str:
    """Letters and digits of any script, case folded, the rest as single hyphens.

    The dot that folding leaves behind an i, as of the Turkish capital, is no letter of its own.
    """
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    kept = ""
    for char in folded.replace(_DOT_ABOVE, ""):
        is_mark = kept[-1:].strip() and unicodedata.category(char) in _VOWEL_SIGNS
        kept += char if char.isalnum() or (is_mark and char not in _SELECTORS) else " "
    return "-".join(kept.split())


def unaccented(text: str) -> str:
    """Small letters without accents, all else as it is."""
    small = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(each for each in small if not unicodedata.combining(each))


def file_words(text: str, locale: str) -> list[str]:
    """The words of a text for the name of a file: Latin letters without marks, and those of other
    scripts.

    Every system, mail program and form takes it.
    """
    text = unicodedata.normalize("NFC", text)
    if locale.split("-")[0].lower() == "de":
        text = text.translate(_UMLAUTS)
    kept = ""
    for char in unicodedata.normalize("NFKD", text.translate(_SPELT)):
        is_mark = unicodedata.category(char).startswith("M")
        if is_mark and (not kept or kept[-1].isascii()):
            continue
        kept += char if char.isalnum() or is_mark else " "
    return unicodedata.normalize("NFC", kept[:_LONGEST_PART]).split()


def unused(name: str, taken: Container[str]) -> str:
    """The name, or, where it is taken, the name with the first number that makes it another."""
    names = (name if number == 1 else f"{name}-{number}" for number in count(1))
    return next(each for each in names if each not in taken)


def camel(name: str) -> str:
    """The name of a field as cv.yaml writes it: ``start_date`` as ``startDate``."""
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)


def snake(key: str) -> str:
    """The same back: ``startDate`` as ``start_date``."""
    return re.sub("[A-Z]", lambda found: f"_{found[0].lower()}", key)


def folded(path: str) -> str:
    """The same for all paths that some file system takes for one."""
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", path).casefold())
    return "/".join(part.rstrip(". ") for part in text.split("/"))


def file_fault(name: str) -> str:
    """Why some system takes no file of that name; ``""`` where all do."""
    if found := _UNSAFE.search(name):
        return f"no name of a file has {found[0]!r}"
    if _DEVICE.fullmatch(name):
        return "Windows keeps that name for a device"
    if name.startswith(".") or name != name.strip():
        return "the name of a file begins with no dot and no blank"
    if len(name.encode("utf-8", "replace")) > _LONGEST_NAME:
        return f"it is longer than {_LONGEST_NAME} bytes"
    return ""


def marked(
    body: Inlines,
    text: Callable[[Text | Code], str],
    around: Mapping[type[Inline], tuple[str, str]],
    link: Callable[[str, str], str] = lambda words, _: words,
    joined: Callable[[Iterable[str]], str] = "".join,
) -> str:
    """The body in another markup: ``around`` says what stands before and behind the words of a
    node, and ``link`` makes one of words and an address. Formulas are their words."""

    def node(it: Inline) -> str:
        if isinstance(it, Text | Code):
            return text(it)
        inside = without(it.body, Link) if isinstance(it, Link) else it.body
        words = marked(inside, text, around, link, joined)
        if isinstance(it, Link):
            return link(words, it.url)
        before, behind = around[type(it)] if not isinstance(it, Formula) else ("", "")
        return f"{before}{words}{behind}"

    return joined(map(node, body))


def texts_in(value: object) -> Iterator[str]:
    """Every text in frozen dataclasses, tuples and mappings."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from texts_in(tuple(value.values()))
    elif isinstance(value, tuple):
        for each in value:
            yield from texts_in(each)
    else:
        yield from texts_in(tuple([getattr(value, name) for name in field_names(value)]))
