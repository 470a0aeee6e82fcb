"""Pages that were laid out and drawn one part of the CV after another, bound into one PDF.

Of a drawn page only the bytes of its objects are kept: what it shows, its links, and its elements
(ISO 32000-1, 14.7). WeasyPrint draws no page before all of them are laid out, but it hands every
PDF over before it is written: those of the parts give their pages away there, and that of the
empty pages, which has the margins, takes them in.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import Any

import pydyf

from .structure import at, content, document_element, is_beginning, owners, pages, parent_tree
from .tags import join_runs

_REFERENCE = re.compile(rb"(\d+) 0 R")
_MARK = re.compile(rb"\0(-?\d+)\0")
"""Stands for a reference while the numbers in the file are not known: to an object that is kept, by
its place among them, or below zero to the element around all others or to a page."""
_ELEMENTS = ("/StructElem", "/OBJR")
_LINK = "/Annot"
_WHOLE = -1


class _Object(pydyf.Object):  # type: ignore[misc]
    """An object of a page, as bytes with marks in them; of its base's attributes it has but one,
    for there are twenty in each paper."""

    __slots__ = ("binder", "marked", "number")
    offset, generation, free = 0, 0, "n"

    def __init__(self, marked: bytes, binder: Binder) -> None:
        self.marked, self.binder = marked, binder

    @property
    def data(self) -> bytes:
        return _MARK.sub(lambda found: self.binder.reference(int(found[1])), self.marked)


@dataclass(frozen=True, slots=True)
class _Page:
    """A drawn page. ``tags`` are the elements of what it shows, by their MCIDs."""

    content: bytes
    tags: bytes
    links: bytes
    bookmarks: list[Any]
    anchors: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Image:
    stream: Any
    mask: Any


class Binder:
    """Takes in drawn pages, and puts them into a document of as many empty ones."""

    def __init__(self) -> None:
        self._fonts: dict[Any, Any] = {}
        self._states: dict[str, Any] = {}
        self._images: dict[str, _Image] = {}
        self._pages: list[_Page] = []
        self._objects: list[_Object] = []
        self._elements = b""
        """Those of the first level."""
        self._owners: list[bytes] = []
        """The element of each link."""
        self._around: list[int] = []
        """The numbers in the file of the element around all others and of the pages."""

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._pages)

    def take(self, document: Any, pages: list[Any], **options: Any) -> None:
        """Draws some pages of WeasyPrint's ``document`` and keeps them.

        ``options`` are those of its PDF, to which the pages do not go.
        """
        part = document.copy(pages)
        part.fonts = self._fonts
        part.write_pdf(finisher=self._keep, **options)

    def prepare(self, document: Any) -> None:
        """Gives a document of empty pages what WeasyPrint writes of all pages together."""
        document.fonts = self._fonts
        for page, ours in zip(document.pages, self._pages, strict=True):
            page.bookmarks, page.anchors = ours.bookmarks, ours.anchors

    def bind(self, pdf: Any) -> None:
        """Puts the pages into the PDF of the prepared document, below what is drawn there."""
        drawn, document, tags = pages(pdf), document_element(pdf), owners(pdf)
        self._around = [document.number, *(page.number for page in drawn)]
        for each in self._objects:
            pdf.add_object(each)
        document["K"] = self._known(self._elements)
        elements = [self._known(each)[0] for each in self._owners]
        for number, (page, ours) in enumerate(zip(drawn, self._pages, strict=True)):
            page["StructParents"] = len(elements)
            elements.append(self._bound(pdf, page, ours, tags[number]))
        numbered = [each for pair in enumerate(elements) for each in pair]
        parent_tree(pdf)["Nums"] = pydyf.Array(numbered)
        self._share(pdf, at(pdf, drawn[0]["Resources"]))

    def reference(self, mark: int) -> bytes:
        """What a mark stands for, in the PDF to which the pages are bound."""
        number = self._objects[mark].number if mark >= 0 else self._around[_WHOLE - mark]
        return b"%d 0 R" % number

    def _known(self, marked: bytes) -> Any:
        return pydyf.Array(self.reference(int(mark)) for mark in _MARK.findall(marked))

    def _bound(self, pdf: Any, page: Any, ours: _Page, tags: Any) -> Any:
        """The elements of all that the page shows, in the order of their MCIDs."""
        stream = at(pdf, page["Contents"]).stream
        own = self._known(ours.tags)
        for each in filter(is_beginning, stream):
            each["MCID"] += len(own)
        stream[:0] = [b"q", zlib.decompress(ours.content), b"Q"]
        if links := self._known(ours.links):
            page["Annots"] = links
        return pydyf.Array([*own, *tags])

    def _share(self, pdf: Any, resources: Any) -> None:
        """Adds what several pages use: levels of transparency, and pictures with their masks."""
        resources["ExtGState"].update(self._states)
        for name, image in self._images.items():
            for each in filter(None, (image.mask, image.stream)):
                pdf.add_object(each)
            if image.mask:
                image.stream.extra["SMask"] = image.mask.reference
            resources["XObject"][name] = image.stream.reference

    def _keep(self, document: Any, pdf: Any) -> None:
        """Keeps of a PDF what belongs to its pages, and leaves nothing that would be written."""
        join_runs(pdf)
        drawn, whole, tags = pages(pdf), document_element(pdf), owners(pdf)
        kept = [each for each in pdf.objects if _is_kept(each) and each is not whole]
        marks = {each.number: len(self._objects) + index for index, each in enumerate(kept)}
        marks[whole.number] = _WHOLE
        marks |= {page.number: _WHOLE - 1 - self.count - n for n, page in enumerate(drawn)}
        self._elements += _marked(whole["K"], marks).data
        for each in kept:
            if each["Type"] == _LINK:
                self._owners.append(_marked(tags[each["StructParent"]], marks))
                each["StructParent"] = len(self._owners) - 1
            self._objects.append(_Object(_marked(each, marks).data, self))
        for number, (page, laid) in enumerate(zip(drawn, document.pages, strict=True)):
            packed = zlib.compress(content(at(pdf, page["Contents"])))
            links = page.get("Annots", pydyf.Array())
            shown, linked = (_marked(each, marks).data for each in (tags[number], links))
            self._pages.append(_Page(packed, shown, linked, laid.bookmarks, laid.anchors))
        self._keep_resources(pdf, at(pdf, drawn[0]["Resources"]))
        del pdf.objects[1:]

    def _keep_resources(self, pdf: Any, resources: Any) -> None:
        self._states |= resources["ExtGState"]
        for name, reference in resources["XObject"].items():
            stream = at(pdf, reference)
            mask = stream.extra.get("SMask")
            self._images[name] = _Image(stream, mask and at(pdf, mask))


def _is_kept(each: Any) -> bool:
    is_used = isinstance(each, pydyf.Dictionary) and each.free != "f"
    return is_used and each.get("Type") in (*_ELEMENTS, _LINK)


def _marked(value: Any, marks: dict[int, int]) -> Any:
    """The same with marks in the place of references."""
    if isinstance(value, pydyf.Array):
        return pydyf.Array(_marked(each, marks) for each in value)
    if isinstance(value, pydyf.Dictionary):
        return pydyf.Dictionary({key: _marked(each, marks) for key, each in value.items()})
    found = _REFERENCE.fullmatch(value) if isinstance(value, bytes) else None
    return b"\0%d\0" % marks[int(found[1])] if found else value
