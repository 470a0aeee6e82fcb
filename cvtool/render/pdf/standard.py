"""What makes the file PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1) at once."""

from __future__ import annotations

import re
from typing import Any

import pydyf

from ...model.later import pattern

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
