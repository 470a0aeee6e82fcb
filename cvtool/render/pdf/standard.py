"""PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1) at once, and text in few pieces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pydyf

from ...model.later import dataclass, pattern

_PDFUA = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
_END = b"</rdf:RDF>"
_SPELLING = [b"/CIDInit /ProcSet findresource begin"]
"""How a stream begins that says which characters the signs of a font stand for."""
_PRIVATE = rb"(?:e[0-9a-f]{3}|f[0-8][0-9a-f]{2}|db[89a-f][0-9a-f]d[c-f][0-9a-f]{2})"
_HAS_PRIVATE = pattern(rb"> <(?:[0-9a-f]{4})*?" + _PRIVATE)
_UNIT = pattern(_PRIVATE + rb"|[0-9a-f]{4}")
_LAM_ALEF = {b"06440622": b"fef5", b"06440623": b"fef7", b"06440625": b"fef9", b"06440627": b"fefb"}
"""The two Arabic letters that are one sign, and the character for that."""
_NOTHING, _UNKNOWN = b"2060", b"fffd"
_INLINE = ("/Span", "/NonStruct")


def conform(pdf: Any, is_dated: bool) -> None:
    """What WeasyPrint leaves to be done before the file is written.

    Its metadata name PDF/A alone, which allows a property of another standard only beside its
    extension schema (ISO 19005-3, 6.6.2.3), and can be read without decompression (6.6.2.1).
    No sign may stand for nothing or for a letter of private use (6.2.11.7): WeasyPrint says the one
    of what a script puts beside its letters, and the other is the text's.
    Programs turn what runs from right to left letter by letter, and would read a sign for two the
    wrong way round: it stands for one.
    Attached files have no times where the CV has no date, and WeasyPrint names each of them twice.
    """
    if files := pdf.catalog.get("AF"):
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(files))
    for each in pdf.objects:
        kind = each.extra.get("Type") if isinstance(each, pydyf.Stream) else ""
        if kind == "/EmbeddedFile" and not is_dated:
            del each.extra["Params"]["CreationDate"], each.extra["Params"]["ModDate"]
        if isinstance(each, pydyf.Stream) and each.stream[:1] == _SPELLING:
            each.stream = [_spelt(part) for part in each.stream]
        if kind == "/Metadata":
            each.compress = False
            each.stream = [part.replace(_END, _PDFUA + _END) for part in each.stream]


def _spelt(part: bytes) -> bytes:
    """A line of such a stream, where it is ``<the sign> <its characters>`` in hexadecimal."""
    if part.endswith(b"> <>"):
        return part.replace(b"<>", b"<%s>" % _NOTHING)
    sign, _, text = part.partition(b"> <")
    if one := _LAM_ALEF.get(text[:-1]):
        return b"%s> <%s>" % (sign, one)
    if not _HAS_PRIVATE.search(part):
        return part
    units = _UNIT.findall(text)
    known = (_UNKNOWN if re.fullmatch(_PRIVATE, unit) else unit for unit in units)
    return b"%s> <%s>" % (sign, b"".join(known))


@dataclass(frozen=True, slots=True)
class _Leaf:
    """An element with marked content: the how manieth, and the paragraph or the like it is in."""

    number: int
    element: Any
    block: Any

    def continues(self, before: _Leaf) -> bool:
        return self.block is before.block and self.number == before.number + 1


def join_runs(pdf: Any) -> None:
    """Joins the sequences of marked content (ISO 32000-1, 14.6) that follow one another in a
    paragraph, a heading, a link or the like.

    WeasyPrint marks every box of text by itself: each line of a paragraph, and in it whatever
    stands in an element of its own, if only to keep a word whole. Programs that read the text back
    take a mark for a boundary; some, such as those on pdf.js, then lose the space in front of it.
    Elements in a line that have no content then are emptied, and nothing leads to them.
    """
    root = _at(pdf, pdf.catalog["StructTreeRoot"])
    document, numbers = _at(pdf, root["K"][0]), _at(pdf, root["ParentTree"])["Nums"]
    _put_beside_last(pdf, document)
    _join_links(pdf, document, numbers)
    leaves: dict[tuple[bytes, int], _Leaf] = {}
    for page, mcid, element, block in _marked(pdf, document, document):
        leaves[page, mcid] = _Leaf(len(leaves), element, block)
    owners = dict(zip(numbers[::2], numbers[1::2], strict=True))
    for reference in pdf.page_references:
        page = _at(pdf, reference)
        stream, elements = _at(pdf, page["Contents"]), owners[page["StructParents"]]
        if len(_beginnings(stream.stream)) == len(elements):
            of_page = {mcid: leaves.get((reference, mcid)) for mcid in range(len(elements))}
            stream.stream = _joined(stream.stream, of_page)
            _renumber(pdf, stream.stream, elements)
    _leave_out_empty(pdf, document)


def _put_beside_last(pdf: Any, document: Any) -> None:
    """The main column is one piece over the pages then, and what stands beside it comes after."""
    for kid in [*_beside(pdf, document)]:
        _at(pdf, kid)["P"] = document.reference
        document["K"].append(kid)


def _beside(pdf: Any, element: Any) -> Iterator[bytes]:
    """What it takes out: an ``aside`` behind a ``div``, which no table of ours has."""
    is_behind = False
    for kid in list(element["K"]):
        inner = _element(pdf, kid)
        if is_behind and inner and inner["S"] == "/NonStruct" and element["S"] == "/Div":
            element["K"].remove(kid)
            yield kid
        is_behind = bool(inner) and inner["S"] == "/Div"
        if is_behind:
            yield from _beside(pdf, inner)


def _join_links(pdf: Any, document: Any, numbers: Any) -> None:
    """Makes one element of what stands next to one another and leads to the same place.

    ``numbers`` are those of the parent tree: the ``StructParents`` of a page, and behind it the
    elements of what it shows, by their MCIDs; the ``StructParent`` of a link, and its element.
    """
    joined = dict(_joined_links(pdf, document))
    for index in range(1, len(numbers), 2):
        if isinstance(owner := numbers[index], bytes):
            numbers[index] = joined.get(owner, owner)
        else:
            owner[:] = [joined.get(each, each) for each in owner]


def _joined_links(pdf: Any, element: Any) -> Iterator[tuple[bytes, bytes]]:
    """Which element went into which."""
    kids = list(element["K"])
    element["K"].clear()
    last: Any = None
    for kid in kids:
        inner = _element(pdf, kid)
        target = _target(pdf, inner)
        if target and target == _target(pdf, last):
            last["K"].extend(inner["K"])
            inner.clear()
            yield inner.reference, last.reference
            continue
        if inner:
            yield from _joined_links(pdf, inner)
        element["K"].append(kid)
        last = inner


def _target(pdf: Any, element: Any) -> str:
    """Where the element leads to, if it is a link."""
    if not element or element["S"] != "/Link":
        return ""
    found = (_at(pdf, kid) for kid in element["K"] if isinstance(kid, bytes))
    links = (_at(pdf, each["Obj"]) for each in found if each.get("Type") == "/OBJR")
    return next((str(each["Contents"].string) for each in links), "")


def _marked(pdf: Any, element: Any, block: Any) -> Iterator[tuple[bytes, int, Any, Any]]:
    """Page, MCID, element and block of all marked content, in the order of reading."""
    for kid in element["K"]:
        if isinstance(kid, int):
            yield element["Pg"], kid, element, block
        elif inner := _element(pdf, kid):
            yield from _marked(pdf, inner, block if inner["S"] in _INLINE else inner)


def _joined(items: list[Any], leaves: dict[int, _Leaf | None]) -> list[Any]:
    """The items of a stream, without the ends of sequences that the next one continues."""
    joined: list[Any] = []
    last: _Leaf | None = None
    rest = iter(items)
    for item in rest:
        joined.append(item)
        if type(item) is pydyf.Dictionary and "MCID" in item:
            leaf = leaves[item["MCID"]]
            if leaf and last and leaf.continues(last) and joined[-3] == b"EMC":
                leaf.element["K"].remove(item["MCID"])
                del joined[-3:]
                next(rest)  # the operator behind the properties
            last = leaf
    return joined


def _renumber(pdf: Any, items: list[Any], elements: Any) -> None:
    """Counts the sequences of a page anew; ``elements`` are theirs."""
    numbers: dict[int, int] = {}
    for each in _beginnings(items):
        numbers[each["MCID"]] = len(numbers)
        each["MCID"] = numbers[each["MCID"]]
    for element in {reference: _at(pdf, reference) for reference in elements}.values():
        kids = element["K"]
        kids[:] = [numbers[kid] if isinstance(kid, int) else kid for kid in kids]
    elements[:] = [elements[mcid] for mcid in numbers]


def _leave_out_empty(pdf: Any, element: Any) -> None:
    kept = []
    for kid in element["K"]:
        if inner := _element(pdf, kid):
            _leave_out_empty(pdf, inner)
            if inner["S"] in _INLINE and not inner["K"]:
                inner.clear()
                continue
        kept.append(kid)
    element["K"][:] = kept


def _at(pdf: Any, reference: bytes) -> Any:
    """The object that a reference leads to."""
    return pdf.objects[int(reference.split()[0])]


def _element(pdf: Any, kid: int | bytes) -> Any:
    """The element that is a kid of another; none where that is marked content or a link itself."""
    inner = None if isinstance(kid, int) else _at(pdf, kid)
    return inner if inner and "S" in inner else None


def _beginnings(items: list[Any]) -> list[Any]:
    """The items of a page's stream that are the properties of a sequence of marked content that has
    an element: its tag is in front, its operator behind."""
    return [each for each in items if type(each) is pydyf.Dictionary and "MCID" in each]
