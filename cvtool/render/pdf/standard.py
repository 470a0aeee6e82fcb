"""The file itself: in PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1) at once, byte by byte.

pydyf puts all objects into one stream, so that a reader unpacks all of a long file for its first
page, and holds several copies of them meanwhile. And behind a stream it writes a line feed alone:
where the stream itself ends in a carriage return, both count as the end of a line (ISO 32000-1,
7.3.8.1), and the stream is a byte shorter than it says. So ``write`` stands in for its way.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from hashlib import md5
from io import BytesIO
from struct import Struct
from typing import Any

import pydyf

_PDFUA_IDENTIFICATION = b"""\
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
_TOGETHER = 500
"""So many objects are in one stream."""
_BINARY = b"%\xe2\xe3\xcf\xd3\n"
"""Tells programs that the file is no text."""
_PLACE = Struct(">BIH")
"""An entry of the cross-reference stream (7.5.8.3): its type, and two fields more."""
_FREE = _PLACE.pack(0, 0, 65535)
"""Of an object that there is not."""


def rdf_metadata(generate: Callable[..., bytes], *args: Any, **kwargs: Any) -> bytes:
    """WeasyPrint's RDF for PDF/A with PDF/UA's identification inside the same ``rdf:RDF``.

    PDF/A allows a property of another standard only beside its extension schema (ISO 19005-3,
    6.6.2.3), and one XMP packet holds one ``rdf:RDF``.
    """
    rdf = generate(*args, **kwargs)
    before, end, after = rdf.rpartition(_END)
    if not end:
        raise AssertionError("WeasyPrint's metadata is no rdf:RDF any more")
    return before + _PDFUA_IDENTIFICATION + end + after


def finish(is_dated: bool, pdf: Any) -> None:
    """What WeasyPrint leaves to be done before the file is written.

    The metadata stream stays readable without decompression (ISO 19005-3, 6.6.2.1), and attached
    files have no times where the CV has no date. WeasyPrint names each of them twice.
    """
    if files := pdf.catalog.get("AF"):
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(files))

    for each in pdf.objects:
        if not isinstance(each, pydyf.Stream):
            continue
        if each.extra.get("Type") == "/EmbeddedFile" and not is_dated:
            del each.extra["Params"]["CreationDate"], each.extra["Params"]["ModDate"]
        if each.extra.get("Type") == "/Metadata":
            each.compress = False


def write(pdf: Any, output: Any, version: str, identifier: bytes) -> None:
    """Writes the file: streams first, then the other objects in streams of their own (7.5.7)."""
    pdf.add_object(pdf.info)
    file = _File(version)
    for each in pdf.objects:
        if isinstance(each, pydyf.Stream):
            file.add(each, each.number)
    used = [each for each in pdf.objects if each.free != "f"]
    others = [each for each in used if not isinstance(each, pydyf.Stream)]
    number = len(pdf.objects)
    for first in range(0, len(others), _TOGETHER):
        file.add_together(others[first : first + _TOGETHER], number)
        number += 1
    trailer = {"Root": pdf.catalog.reference, "Info": pdf.info.reference}
    file.end(number, identifier, trailer)
    output.write(file.bytes.getbuffer())


class _File:
    def __init__(self, version: str) -> None:
        self.bytes = BytesIO()
        self.bytes.write(b"%%PDF-%s\n%s" % (version.encode(), _BINARY))
        self.places = bytearray()

    def add(self, stream: Any, number: int) -> None:
        self._place(number, 1, self.bytes.tell(), 0)
        self.bytes.write(_indirect(stream, number))

    def add_together(self, objects: list[Any], number: int) -> None:
        for index, each in enumerate(objects):
            self._place(each.number, 2, number, index)
        self.add(_object_stream(objects), number)

    def end(self, number: int, identifier: bytes, trailer: dict[str, bytes]) -> None:
        """Adds the cross-reference stream (7.5.8), which says where each object is."""
        start = self.bytes.tell()
        digest = md5(self.bytes.getbuffer(), usedforsecurity=False).hexdigest()
        self._place(number, 1, start, 0)
        extra = {
            "Type": "/XRef",
            "Size": number + 1,
            "W": pydyf.Array((1, 4, 2)),
            "ID": pydyf.Array((pydyf.String(identifier), pydyf.String(digest))),
            **trailer,
        }
        self.add(pydyf.Stream([bytes(self.places)], extra, compress=True), number)
        self.bytes.write(b"startxref\n%d\n%%%%EOF\n" % start)

    def _place(self, number: int, *entry: int) -> None:
        end = _PLACE.size * (number + 1)
        self.places.extend(_FREE * ((end - len(self.places)) // _PLACE.size))
        _PLACE.pack_into(self.places, end - _PLACE.size, *entry)


def _object_stream(objects: list[Any]) -> Any:
    """The stream of some objects (7.5.7)."""
    found = [each.data for each in objects]
    places, place = [], 0
    for each, data in zip(objects, found, strict=True):
        places.append(b"%d %d" % (each.number, place))
        place += len(data) + 1
    head = b" ".join(places)
    extra = {"Type": "/ObjStm", "N": len(objects), "First": len(head) + 1}
    return pydyf.Stream([head, *found], extra, compress=True)


def _indirect(stream: Any, number: int) -> bytes:
    is_packed, data = stream.compress, _content(stream)
    extra = dict(stream.extra)
    if is_packed:
        data, extra["Filter"] = zlib.compress(data, 9), "/FlateDecode"
    head = pydyf.Dictionary(extra | {"Length": len(data)}).data
    return b"%d 0 obj\n%s\nstream\n%s\r\nendstream\nendobj\n" % (number, head, data)


def _content(stream: Any) -> bytes:
    """What a stream holds, as it is before it is compressed."""
    stream.compress = False
    data: bytes = stream.data
    return data.partition(b"stream\n")[2].removesuffix(b"\nendstream")
