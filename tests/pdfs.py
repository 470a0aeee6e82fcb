"""What a PDF says to programs that read it back, by pypdf."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest
from docxs import parts
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_SPELLING = re.compile("<[0-9a-f]+> <([0-9a-f]+)>", re.IGNORECASE)
_SUBSET = re.compile(r"^/?[A-Z]{6}\+")


def reader(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


def pages(data: bytes) -> list[str]:
    """The text of each page, in the order in which it stands in the file."""
    return [page.extract_text() for page in reader(data).pages]


def text_of_output(name: str, data: bytes) -> bytes:
    """The bytes of an output, unpacked; of a PDF its words, metadata and the files inside it."""
    if name.endswith(".docx"):
        return b"\n".join(parts(data).values())
    if not name.endswith(".pdf"):
        return data
    file = reader(data)
    inside = [content for each in file.attachments.values() for content in each]
    words = "\n".join(page.extract_text() for page in file.pages)
    return b"\n".join([words.encode(), repr(file.metadata).encode(), *inside])


def pdf_text(data: bytes) -> str:
    """The text of all pages, line by line."""
    lines: list[str] = []
    for number, text in enumerate(pages(data), start=1):
        lines += [f"--- page {number} ---", *(line.rstrip() for line in text.splitlines())]
    return "".join(f"{line}\n" for line in lines)


def pdf_structure(data: bytes) -> str:
    """Everything about the file that is neither text nor layout."""
    pdf = reader(data)
    root: Any = pdf.trailer["/Root"]
    facts = {
        "pages": len(pdf.pages),
        "title": pdf.metadata and pdf.metadata.title,
        "author": pdf.metadata and pdf.metadata.author,
        "language": root.get("/Lang"),
        "tagged": bool(root.get("/MarkInfo", {}).get("/Marked")),
    }
    lines = [f"{name}: {value}" for name, value in facts.items()]
    lines += [f"font: {name}" for name in sorted(set(fonts(data)))]
    lines += [f"link: {target}" for target in links(data)]
    return "".join(f"{line}\n" for line in lines)


def fonts(data: bytes) -> Iterator[str]:
    """The name of every font, and whether it is in the file."""
    for font in _fonts(data):
        for each in font.get("/DescendantFonts", [font]):
            descriptor = each.get_object()["/FontDescriptor"].get_object()
            yield f"{_name(descriptor)}, {_place(descriptor)}"


def _fonts(data: bytes) -> Iterator[Any]:
    for page in reader(data).pages:
        resources: Any = page["/Resources"]
        yield from (font.get_object() for font in resources.get("/Font", {}).values())


def _name(descriptor: DictionaryObject) -> str:
    return _SUBSET.sub("", str(descriptor["/FontName"])).lstrip("/")


def _place(descriptor: DictionaryObject) -> str:
    return "embedded" if any(key in descriptor for key in _FONT_FILES) else "NOT embedded"


def spellings(data: bytes) -> Iterator[str]:
    """What each sign of each font stands for."""
    for font in _fonts(data):
        for line in font["/ToUnicode"].get_data().decode().splitlines():
            if found := _SPELLING.fullmatch(line):
                yield bytes.fromhex(found[1]).decode("utf-16-be")


def links(data: bytes) -> list[str]:
    """Where the links lead, in order of appearance, each once."""
    found: dict[str, None] = {}
    for page in reader(data).pages:
        for annotation in page.annotations or ():
            action: Any = annotation.get_object().get("/A", {})
            if "/URI" in action:
                found[str(action["/URI"])] = None
    return list(found)


def alternatives(data: bytes) -> list[str]:
    """What stands for pictures to those who do not see them, in the order of reading."""
    waiting: list[Any] = [reader(data).trailer["/Root"]["/StructTreeRoot"]]  # type: ignore[index]
    found = []
    while waiting:
        each = waiting.pop().get_object()
        if isinstance(each, list):
            waiting += reversed(each)
        elif isinstance(each, dict):
            found += [str(each["/Alt"])] if "/Alt" in each and each.get("/S") == "/Figure" else []
            waiting += [each["/K"]] if "/K" in each else []
    return found


def images(data: bytes) -> int:
    """How many pictures the pages show."""
    objects: list[Any] = []
    for page in reader(data).pages:
        resources: Any = page["/Resources"]
        objects += resources.get("/XObject", {}).values()
    return sum(each.get_object()["/Subtype"] == "/Image" for each in objects)


def letters_set(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Counts the letters that Pango is given from now on: its work grows as they do."""
    layout, found = import_module("weasyprint.text.line_break").Layout, 0
    before = layout.set_text

    def set_text(self: object, text: str, justify: bool = False) -> None:
        nonlocal found
        found += len(text)
        before(self, text, justify)

    monkeypatch.setattr(layout, "set_text", set_text)
    return lambda: found
