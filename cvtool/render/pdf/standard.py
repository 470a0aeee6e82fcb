"""What makes one file conform to PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1) at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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
    import pydyf

    if files := pdf.catalog.get("AF"):
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(files))

    for each in pdf.objects:
        if not isinstance(each, pydyf.Stream):
            continue
        if each.extra.get("Type") == "/EmbeddedFile" and not is_dated:
            del each.extra["Params"]["CreationDate"], each.extra["Params"]["ModDate"]
        if each.extra.get("Type") == "/Metadata":
            each.compress = False
