"""What each output says, as text in which a fact can be looked up."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unicodedata import normalize

from docxs import said
from facts import Fact, facts
from markdown_it import MarkdownIt
from pdfs import alternatives, images, links, pages, reader
from readers import without_running

import cvtool
from cvtool.model.document import Document

_IGNORED = re.compile(r"[\s\u00a0\u00ad\u200b\u2010-\u2014-]+")
"""White space and hyphens: lines break at them."""
_ATTRIBUTES = ("href", "src", "content", "alt", "alttext", "datetime")
_DATE = re.compile(r"(\d{4})/(\d\d)?/(\d\d)?/")
_ESCAPED = re.compile(r"\\([\\,;n])")
_CSL_MARKUP = re.compile(r"</?(?:[bi]|su[bp])>")


@dataclass(frozen=True)
class Haystack:
    """``words`` is what readers and programs take from an output; addresses may stand raw."""

    words: str
    raw: str = ""

    def says(self, fact: Fact) -> bool:
        needles = [_folded(wording) for wording in fact.wordings]
        raw = self.raw if fact.is_url else ""
        return any(needle in self.words or needle in raw for needle in needles)


def _folded(text: str) -> str:
    return _IGNORED.sub("", normalize("NFKC", text)).casefold()


_NO_MARKUP = str.maketrans("", "", "{}\\")


def haystack(name: str, made: Mapping[str, bytes], document: Document) -> Haystack:
    """What the output of this name says: the homepage goes on in the pages of the publications."""
    data = made[name]
    if name == "index.html":
        more = (made[each] for each in made if fnmatchcase(each, "publications/*.html"))
        data = b"\n".join([data, *more])
    if name == "cv.pdf":
        return pdf_haystack(pages(data), data, document)
    if name == "cv.docx":
        return Haystack(_folded("\0".join(said(data))))
    text = data.decode()
    if name.endswith(".bib"):
        read = _read_again(data, document)
        if name == "orcid.bib":  # there a name has no marks; and that of a body, no "and"
            bare = text.translate(_NO_MARKUP)
            read += f"\0{bare}\0{bare.replace(' & ', ' and ')}"
        return Haystack(_folded(read))
    if name.endswith(".json"):
        return Haystack(_folded("\0".join(_json(json.loads(text), ""))))
    if name.endswith(".html"):
        return Haystack(_folded(_html(text)))
    if name.endswith(".xml"):
        return Haystack(_folded("\0".join(_xml(ET.fromstring(text)))))
    if name.endswith(".vcf"):
        whole = text.replace("\r\n ", "")
        return Haystack(_folded(_ESCAPED.sub(lambda it: "\n" if it[1] == "n" else it[1], whole)))
    if name.endswith(".ris"):
        dates = _DATE.sub(r"\1-\2-\3", text)
        return Haystack(_folded(dates.replace("\r\nEP  - ", "-")))
    if name in ("cv.tex", "cv.typ"):
        text = re.sub(r"\\newcommand{\\cvbabel}.*", "", text)  # a language, but no fact
        words = _typeset(text, _OF_LATEX if name == "cv.tex" else _OF_TYPST)
        return Haystack(_folded(words + re.sub(r"\\(?=[%#&])", "", text)))
    if name == "cv.txt":
        return Haystack(_folded(text))
    return Haystack(_folded(_html(MarkdownIt("commonmark").render(text))), _folded(text))


def _typeset(text: str, patterns: Mapping[str, str]) -> str:
    """The words of a text with markup."""
    for pattern, meant in patterns.items():
        text = re.sub(pattern, meant, text)
    return text


_OF_LATEX = {
    r"\bcv-tex\.": "portrait.",
    r"\\href\{[^{}]*\}\{": "",
    r"\\(?:emph|textbf|textit|texttt|text(?:sub|super)script|cvpaper)\{": "",
    r"\\textbackslash\{\}": "\ue001",
    r"\\textasciitilde\{\}": "\ue002",
    r"\\textasciicircum\{\}": "^",
    r"\\textless\{\}": "<",
    r"\\textgreater\{\}": ">",
    r"\\textbar\{\}": "|",
    r"\\textquotedbl\{\}": '"',
    r"\\textasciigrave\{\}": "`",
    r"\\newline\{\}|~|\\-|\\,|\\hspace\{0pt\}|\\par\b": " ",
    r"\\mbox\{-\}": "-",
    r"\\textminus\{\}": "−",
    r"\{([][])\}": r"\1",
    r"\\\{": "\ue003",
    r"\\\}": "\ue004",
    r"\\([#$%&_])": r"\1",
    r"[{}]": "",
    "\ue001": r"\\",
    "\ue002": "~",
    "\ue003": "{",
    "\ue004": "}",
}
_OF_TYPST = {
    r"\bcv-typ\.": "portrait.",
    r'#raw\("((?:[^"\\]|\\.)*)"(?:, block: true)?\)': r"\1",
    r'#link\("(?:[^"\\]|\\.)*"\)\[': "",
    r"#(?:emph|strong|sub|super|cvpaper)\[": "",
    r"(?<!\\)\];?": "",
    r"#linebreak\(\);": " ",
    r"(?<!\\)((?:\\\\)*)\\n": r"\1 ",
    r"\\(.)": r"\1",
}


class _Page(HTMLParser):
    """The text of a page, without scripts and styles, and the values of its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.values: list[str] = []
        self.hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden = tag in ("script", "style")
        self.values += [value or "" for name, value in attrs if name in _ATTRIBUTES]

    def handle_endtag(self, tag: str) -> None:
        self.hidden = False

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.text.append(data)


def _xml(root: ET.Element) -> Iterator[str]:
    """The text and the attributes of every element."""
    for each in root.iter():
        text = each.text or ""
        yield _html(text) if each.get("type") == "html" else text
        yield from each.attrib.values()


def _html(text: str) -> str:
    page = _Page()
    page.feed(text)
    page.close()
    return "\0".join(["".join(page.text), *page.values])


def _read_again(data: bytes, document: Document) -> str:
    """What cvtool itself takes from a .bib file, whichever names of venues it shows."""
    found: list[Fact] = []
    with TemporaryDirectory() as folder:
        (Path(folder) / "publications.bib").write_bytes(data)
        for venues in ("full", "both"):
            settings = {
                "basics": {"name": document.person.name},
                "locale": document.locale,
                "bibliography": {"venues": venues},
            }
            (Path(folder) / "cv.yaml").write_text(json.dumps(settings), "utf-8")
            found += facts(cvtool.load(Path(folder) / "cv.yaml"), "")
    read = (fact for fact in found if fact.path.startswith("publications."))
    return "\0".join(wording for fact in read for wording in fact.wordings)


def _json(value: Any, key: str) -> Iterator[str]:
    """Every text and number, dates as ISO 8601 writes them."""
    if key == "date-parts":
        yield "-".join(f"{part:02d}" for part in value[0])
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _json(inner, name)
        yield f"{value.get('family', '')}, {value.get('given', '')}"
    elif isinstance(value, list):
        for inner in value:
            yield from _json(inner, key)
    elif key == "content_html":
        yield _html(value)
    else:
        yield str(value)
        if key == "title":
            yield _CSL_MARKUP.sub("", str(value))


def pdf_haystack(texts: list[str], data: bytes, document: Document) -> Haystack:
    """What the PDF says by the text that a reader found, its metadata, its links and portrait."""
    text = "".join(without_running(texts, document))
    image = document.person.image
    portrait = image.name if image and _has_images(data) else ""
    return Haystack(_folded("\0".join([text, document.updated_text, portrait, *_beside(data)])))


@cache
def _beside(data: bytes) -> list[str]:
    about = [str(value) for value in (reader(data).metadata or {}).values()]
    return [*about, *links(data), *alternatives(data)]


_has_images = cache(images)
