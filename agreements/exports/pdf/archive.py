"""What makes a printed file an archival one: PDF/A-3a beside PDF/UA-1, with its content attached as data.

WeasyPrint brings the fonts and the identifier. Its metadata know one standard at a time and no words of ours, it names
an attachment twice, and it leaves the file of the colour profile open, so all three are written here.
"""

import datetime
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import pydyf

from agreements.exports.pdf.xmp import FileFacts, Property, packet
from agreements.written import without_forbidden

NO_INTENT = "none"
"""What WeasyPrint must be told as its output intent, so that it adds none."""

SEAL_FIELD = "Seal"
"""The form field that waits for the seal: only the name by which it is found; readers hear `Archive.seal_label`."""

_PRINTED_AND_LOCKED = 4 + 128
_OUTSIDE = -9999


@dataclass(frozen=True, kw_only=True, slots=True)
class Attachment:
    """A file inside the PDF. `relationship` is a word of PDF/A-3: Source, Data, Alternative or Supplement."""

    name: str
    content: bytes
    description: str
    mime_type: str = "application/json"
    relationship: str = "Source"


@dataclass(frozen=True, kw_only=True, slots=True)
class Archive:
    """What an archived document says of itself besides its title and language, which its HTML has.

    `sha256` is that of the content, as 64 hexadecimal digits; `made_at`, with a time zone, is when the content became
    final, for the file tells no other time. A text that is empty, or a date that is None, is left out. `seal_label`
    is what a screen reader calls the seal.
    """

    organisation: str
    kind: str
    year: int
    version: int
    sha256: str
    made_at: datetime.datetime
    signatories: tuple[str, ...] = ()
    case_number: str = ""
    decision_date: datetime.date | None = None
    decision_section: str = ""
    attachments: tuple[Attachment, ...] = ()
    seal_label: str = "Seal"


def make_archival(pdf: pydyf.PDF, metadata: Any, archive: Archive) -> None:
    """Give the PDF, written by WeasyPrint as "pdf/a-3a" with `metadata` of its HTML, what is still missing."""
    facts = FileFacts(
        title=_clean(metadata.title or ""),
        author=_clean(archive.organisation),
        language=metadata.lang or "und",
        producer="WeasyPrint",
        made_at=archive.made_at,
    )
    _write_output_intent(pdf)
    _write_info(pdf, facts)
    _write_packet(pdf, packet(facts, _properties(archive)))
    _attach(pdf, archive)
    _make_room_for_seal(pdf, archive.seal_label)


def _clean(text: str) -> str:
    return without_forbidden(text)


def _write_output_intent(pdf: pydyf.PDF) -> None:
    """What the colours mean: those of the web, by a profile of the International Color Consortium."""
    profile = pydyf.Stream([_profile()], pydyf.Dictionary({"N": 3}), compress=True)
    pdf.add_object(profile)
    name = pydyf.String("sRGB IEC61966-2.1")
    intent = {
        "Type": "/OutputIntent",
        "S": "/GTS_PDFA1",
        "OutputConditionIdentifier": name,
        "Info": name,
        "DestOutputProfile": profile.reference,
    }
    pdf.catalog["OutputIntents"] = pydyf.Array([pydyf.Dictionary(intent)])


@cache
def _profile() -> bytes:
    return files("weasyprint.pdf").joinpath("sRGB2014.icc").read_bytes()


def _write_info(pdf: pydyf.PDF, facts: FileFacts) -> None:
    """The old information dictionary: each entry has the same words in the packet."""
    pdf.info.clear()
    pdf.info["Title"] = pydyf.String(facts.title)
    pdf.info["Author"] = pydyf.String(facts.author)
    pdf.info["Producer"] = pydyf.String(facts.producer)
    pdf.info["CreationDate"] = pdf.info["ModDate"] = pydyf.String(_pdf_date(facts.made_at))


def _write_packet(pdf: pydyf.PDF, packet: bytes) -> None:
    """In place of WeasyPrint's, and not compressed: whatever becomes of the file, this can be read out of it."""
    stream = pydyf.Stream([packet], pydyf.Dictionary({"Type": "/Metadata", "Subtype": "/XML"}), compress=False)
    stream.number = _resolve(pdf, pdf.catalog["Metadata"]).number
    pdf.objects[stream.number] = stream


def _properties(archive: Archive) -> list[Property]:
    decided = archive.decision_date.isoformat() if archive.decision_date else ""
    return [
        Property("organisation", "Text", "Whose document this is", _clean(archive.organisation)),
        Property("kind", "Text", "The kind of document", _clean(archive.kind)),
        Property("year", "Integer", "The year that the document is for", str(archive.year)),
        Property("version", "Integer", "Which version of the document this is", str(archive.version)),
        Property("caseNumber", "Text", "The number of the case in the records", _clean(archive.case_number)),
        Property("decisionDate", "Date", "The day of the decision", decided),
        Property("decisionSection", "Text", "The section of the decision", _clean(archive.decision_section)),
        Property("signatories", "seq Text", "Who signed, in order", [_clean(name) for name in archive.signatories]),
        Property("contentHash", "Text", "The SHA-256 of the content that was signed", archive.sha256),
    ]


def _attach(pdf: pydyf.PDF, archive: Archive) -> None:
    names = pydyf.Array()
    files = pydyf.Array()
    for attachment in sorted(archive.attachments, key=lambda one: one.name):
        reference = _file(pdf, attachment, archive.made_at)
        names += [pydyf.String(attachment.name), reference]
        files.append(reference)
    if files:
        pdf.catalog.setdefault("Names", pydyf.Dictionary())["EmbeddedFiles"] = pydyf.Dictionary({"Names": names})
        pdf.catalog["AF"] = files


def _file(pdf: pydyf.PDF, attachment: Attachment, at: datetime.datetime) -> bytes:
    checksum = hashlib.md5(attachment.content, usedforsecurity=False).hexdigest()  # PDF asks for this one
    parameters = pydyf.Dictionary(
        {"Size": len(attachment.content), "ModDate": pydyf.String(_pdf_date(at)), "CheckSum": f"<{checksum}>"}
    )
    subtype = f"/{attachment.mime_type.replace('/', '#2f')}"
    kind = pydyf.Dictionary({"Type": "/EmbeddedFile", "Subtype": subtype, "Params": parameters})
    stream = pydyf.Stream([attachment.content], kind, compress=True)
    pdf.add_object(stream)
    specification = pydyf.Dictionary(
        {
            "Type": "/Filespec",
            "F": pydyf.String(attachment.name),
            "UF": pydyf.String(attachment.name),
            "Desc": pydyf.String(attachment.description),
            "AFRelationship": f"/{attachment.relationship}",
            "EF": pydyf.Dictionary({"F": stream.reference, "UF": stream.reference}),
        }
    )
    pdf.add_object(specification)
    reference: bytes = specification.reference
    return reference


def _make_room_for_seal(pdf: pydyf.PDF, label: str) -> None:
    """A signature field that is in the structure tree and on no part of the last page that can be seen.

    It is here, and not added with the seal, because what is added then is not tagged.
    """
    page = _resolve(pdf, pdf.page_references[-1])
    structure = _resolve(pdf, pdf.catalog["StructTreeRoot"])
    document = _resolve(pdf, structure["K"][0])
    number = structure["ParentTreeNextKey"]
    field = pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "T": pydyf.String(SEAL_FIELD),
            "TU": pydyf.String(_clean(label)),
            "F": _PRINTED_AND_LOCKED,
            "Rect": pydyf.Array([_OUTSIDE] * 4),
            "P": pdf.page_references[-1],
            "StructParent": number,
        }
    )
    pdf.add_object(field)
    form = pydyf.Dictionary(
        {
            "Type": "/StructElem",
            "S": "/Form",
            "P": document.reference,
            "Pg": pdf.page_references[-1],
            "K": pydyf.Array([pydyf.Dictionary({"Type": "/OBJR", "Obj": field.reference})]),
        }
    )
    pdf.add_object(form)
    document["K"].append(form.reference)
    _resolve(pdf, structure["ParentTree"])["Nums"] += [number, form.reference]
    structure["ParentTreeNextKey"] = number + 1
    page.setdefault("Annots", pydyf.Array()).append(field.reference)
    pdf.catalog["AcroForm"] = pydyf.Dictionary({"Fields": pydyf.Array([field.reference])})


def _resolve(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _pdf_date(at: datetime.datetime) -> str:
    """The time as PDF writes it: D:20210304120000+02'00'."""
    offset = at.strftime("%z")
    return f"D:{at:%Y%m%d%H%M%S}{offset[:3]}'{offset[3:5]}'"
