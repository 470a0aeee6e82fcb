"""The bytes of a PDF file (ISO 32000-1, 7.5), in the place of pydyf's way to write them.

pydyf puts all objects into one stream, so that a reader unpacks all of a long file for its first
page, and holds several copies of them meanwhile. And behind a stream it writes a line feed alone:
where the stream itself ends in a carriage return, both count as the end of a line (7.3.8.1), and
the stream is a byte shorter than it says. There is no way to have pydyf write otherwise.
"""

from __future__ import annotations

import zlib
from functools import partial
from hashlib import md5
from io import BytesIO
from struct import Struct
from typing import Any

import pydyf

from .structure import content

_TOGETHER = 500
"""So many objects are in one stream."""
_BINARY = b"%\xe2\xe3\xcf\xd3\n"
"""Tells programs that the file is no text."""
_PLACE = Struct(">BIH")
"""An entry of the cross-reference stream (7.5.8.3): its type, and two fields more."""
_FREE = _PLACE.pack(0, 0, 65535)
"""Of an object that there is not."""


def replace_writing(pdf: Any) -> None:
    """Has a PDF of pydyf written by this module."""
    pdf.write = partial(_write, pdf)


def _write(pdf: Any, output: Any, version: str, identifier: bytes, _: bool) -> None:
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
    is_packed, data = stream.compress, content(stream)
    extra = dict(stream.extra)
    if is_packed:
        data, extra["Filter"] = zlib.compress(data, 9), "/FlateDecode"
    head = pydyf.Dictionary(extra | {"Length": len(data)}).data
    return b"%d 0 obj\n%s\nstream\n%s\r\nendstream\nendobj\n" % (number, head, data)
