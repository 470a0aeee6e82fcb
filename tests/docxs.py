"""cv.docx as programs read it back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

import docx
from docx.oxml.ns import qn


def parts(data: bytes) -> dict[str, bytes]:
    """Every file inside it."""
    with ZipFile(BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def docx_text(data: bytes) -> str:
    """A line for each paragraph, with its style and where its links lead."""
    word = docx.Document(BytesIO(data))
    lines = []
    for each in word.paragraphs:
        leads = "".join(f" <{link.url}>" for link in each.hyperlinks)
        lines.append(f"{each.style.name if each.style else ''}: {each.text!r}{leads}\n")
    return "".join([*lines, *(f"{said}\n" for said in properties(data))])


def properties(data: bytes) -> Iterator[str]:
    """What it says of itself."""
    for each in docx.Document(BytesIO(data)).core_properties._element:
        yield f"{re.sub('{.*}', '', each.tag)}: {each.text}"


def said(data: bytes) -> list[str]:
    """All that readers take from it: words, addresses, what stands for the picture."""
    word = docx.Document(BytesIO(data))
    pictures = word.element.iter(qn("wp:docPr"))
    beside = (each.get(name, "") for each in pictures for name in ("name", "descr"))
    urls = (rel.target_ref for rel in word.part.rels.values() if rel.is_external)
    return ["\n".join(each.text for each in word.paragraphs), *beside, *urls, *properties(data)]
