"""The metadata packet of an archival PDF: what the file says of itself to an archive. Pure Python."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from xml.sax.saxutils import escape

NAMESPACE = "urn:x-sopimuskirja:archive:1:"
PREFIX = "sopimus"

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""{namespaces}>
{properties}
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>
"""
_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    PREFIX: NAMESPACE,
    "xmp": "http://ns.adobe.com/xap/1.0/",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class FileFacts:
    """What the file's information dictionary says too, and the standards that it keeps."""

    title: str
    author: str
    language: str
    producer: str
    made_at: datetime.datetime


class Property(NamedTuple):
    """A property of our own: its name, its type in the words of XMP, what it tells, and what it says here."""

    name: str
    kind: str
    tells: str
    value: str | Sequence[str]


class _Declared(NamedTuple):
    """A schema that PDF/A does not know by itself, with the properties that must be declared."""

    name: str
    prefix: str
    properties: Sequence[Property]


_ACCESSIBLE = _Declared(
    "PDF/UA identification", "pdfuaid", [Property("part", "Integer", "The part of ISO 14289 that the file keeps", "1")]
)


def packet(facts: FileFacts, properties: Sequence[Property]) -> bytes:
    """The XMP packet of a PDF/A-3a and PDF/UA-1 file: what it is, and `properties` of our own with their schema.

    A property that says nothing is left out.
    """
    said = [one for one in properties if one.value]
    namespaces = "".join(f'\n xmlns:{prefix}="{address}"' for prefix, address in sorted(_NAMESPACES.items()))
    lines = [*_standards(), *_facts(facts), *_own(said), *_schemas([_ACCESSIBLE, _Declared(_OURS, PREFIX, said)])]
    return _PACKET.format(namespaces=namespaces, properties="\n".join(lines)).encode()


_OURS = "Agreements and plans of public libraries"


def xmp_date(at: datetime.datetime) -> str:
    """The time as XMP writes it, whole seconds with the offset from UTC."""
    return at.replace(microsecond=0).isoformat()


def _standards() -> Iterator[str]:
    yield _element("pdfaid:part", "3")
    yield _element("pdfaid:conformance", "A")
    yield _element("pdfuaid:part", "1")


def _facts(facts: FileFacts) -> Iterator[str]:
    yield f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(facts.title)}</rdf:li></rdf:Alt></dc:title>'
    yield _list("dc:creator", "Seq", [facts.author])
    yield _list("dc:language", "Bag", [facts.language])
    yield _element("dc:format", "application/pdf")
    yield _element("pdf:Producer", facts.producer)
    for name in ("CreateDate", "ModifyDate", "MetadataDate"):
        yield _element(f"xmp:{name}", xmp_date(facts.made_at))


def _own(properties: Sequence[Property]) -> Iterator[str]:
    for one in properties:
        name = f"{PREFIX}:{one.name}"
        yield _element(name, one.value) if isinstance(one.value, str) else _list(name, "Seq", one.value)


def _schemas(schemas: Sequence[_Declared]) -> Iterator[str]:
    yield "<pdfaExtension:schemas><rdf:Bag>"
    for schema in schemas:
        yield '<rdf:li rdf:parseType="Resource">'
        yield _element("pdfaSchema:schema", schema.name)
        yield _element("pdfaSchema:namespaceURI", _NAMESPACES[schema.prefix])
        yield _element("pdfaSchema:prefix", schema.prefix)
        yield "<pdfaSchema:property><rdf:Seq>"
        for one in schema.properties:
            yield '<rdf:li rdf:parseType="Resource">'
            yield _element("pdfaProperty:name", one.name)
            yield _element("pdfaProperty:valueType", one.kind)
            yield _element("pdfaProperty:category", "internal" if schema is _ACCESSIBLE else "external")
            yield _element("pdfaProperty:description", one.tells)
            yield "</rdf:li>"
        yield "</rdf:Seq></pdfaSchema:property>"
        yield "</rdf:li>"
    yield "</rdf:Bag></pdfaExtension:schemas>"


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"


def _list(name: str, kind: str, items: Sequence[str]) -> str:
    inner = "".join(_element("rdf:li", item) for item in items)
    return f"<{name}><rdf:{kind}>{inner}</rdf:{kind}></{name}>"
