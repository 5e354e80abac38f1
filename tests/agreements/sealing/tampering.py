"""What somebody might do to a sealed file."""

import datetime
import zlib
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from agreements.sealing import Sealer, seal


def flipped(pdf: bytes, place: int, bits: int = 1) -> bytes:
    return pdf[:place] + bytes([pdf[place] ^ bits]) + pdf[place + 1 :]


def rewritten(pdf: bytes, **options: Any) -> bytes:
    """Saved anew by another program, with its seal, which does not hold any more."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        return saved(opened, **options)


def saved(opened: Pdf, **options: Any) -> bytes:
    output = BytesIO()
    opened.save(output, fix_metadata_version=False, **options)
    return output.getvalue()


def stripped(pdf: bytes) -> bytes:
    """Saved anew without the seal."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        strip(opened)
        return saved(opened)


def strip(opened: Pdf) -> None:
    for field in opened.Root.AcroForm.Fields:
        if Name.V in field:
            del field[Name.V]
    del opened.Root.Perms
    del opened.Root.AcroForm.SigFlags


def without_page(pdf: bytes) -> bytes:
    with pikepdf.open(BytesIO(pdf)) as opened:
        del opened.pages[1]
        return saved(opened)


def with_other_words(opened: Pdf) -> None:
    """The first page says something else."""
    page = opened.pages[1]
    page.Contents = opened.make_stream(page.Contents.read_bytes() + b"\n0 0 100 100 re f")


def with_attachment(pdf: bytes, content: bytes, name: str = "sopimus.json") -> bytes:
    with pikepdf.open(BytesIO(pdf)) as opened:
        stream = opened.attachments[name].obj.EF.F
        stream.write(content)
        return saved(opened)


def updated(pdf: bytes) -> IncrementalPdfFileWriter:
    return IncrementalPdfFileWriter(BytesIO(pdf))


def written(writer: IncrementalPdfFileWriter) -> bytes:
    output = BytesIO()
    # Only what the test changes: the writer would tell its own name in the metadata.
    writer._update_meta = lambda: None  # type: ignore[method-assign]
    writer.write(output)
    return output.getvalue()


def page_added(pdf: bytes) -> bytes:
    """By an incremental update: what was there stays, byte by byte."""
    writer = updated(pdf)
    contents = generic.StreamObject(stream_data=b"BT ET 0 0 10 10 re f")
    page = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Page"),
            generic.pdf_name("/MediaBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 595, 842))),
            generic.pdf_name("/Contents"): writer.add_object(contents),
            generic.pdf_name("/Resources"): generic.DictionaryObject(),
        }
    )
    writer.insert_page(page)
    return written(writer)


def page_covered(pdf: bytes) -> bytes:
    """By an incremental update: the words of a page are others."""
    writer = updated(pdf)
    contents = writer.add_object(generic.StreamObject(stream_data=b"0 0 500 500 re f"))
    page_ref = writer.find_page_for_modification(0)[0]
    page_ref.get_object()[generic.pdf_name("/Contents")] = contents
    writer.mark_update(page_ref)
    return written(writer)


def note_added(pdf: bytes) -> bytes:
    writer = updated(pdf)
    note = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
            generic.pdf_name("/Subtype"): generic.pdf_name("/FreeText"),
            generic.pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (50, 50, 300, 100))),
            generic.pdf_name("/Contents"): generic.pdf_string("Summa on 1 000 000 €"),
        }
    )
    writer.register_annotation(writer.find_page_for_modification(0)[0], writer.add_object(note))
    return written(writer)


def field_added(pdf: bytes) -> bytes:
    writer = updated(pdf)
    field = generic.DictionaryObject(
        {
            generic.pdf_name("/FT"): generic.pdf_name("/Tx"),
            generic.pdf_name("/T"): generic.pdf_string("Huomautus"),
            generic.pdf_name("/V"): generic.pdf_string("Ei hyväksytty"),
        }
    )
    form = writer.root["/AcroForm"]
    form["/Fields"].append(writer.add_object(field))
    writer.update_root()
    return written(writer)


def script_added(pdf: bytes) -> bytes:
    writer = updated(pdf)
    action = {generic.pdf_name("/S"): generic.pdf_name("/JavaScript"), generic.pdf_name("/JS"): generic.pdf_string("0")}
    writer.root[generic.pdf_name("/OpenAction")] = generic.DictionaryObject(action)
    writer.update_root()
    return written(writer)


def title_changed(pdf: bytes) -> bytes:
    writer = updated(pdf)
    info = writer.trailer["/Info"]
    info[generic.pdf_name("/Title")] = generic.pdf_string("Toinen sopimus")
    writer.update_container(info)
    return written(writer)


class _Careless(PdfSigner):
    """Signs although the seal allows no more signatures."""

    @classmethod
    def _enforce_certification_constraints(cls, reader: PdfFileReader) -> None:
        pass


def signed_again(pdf: bytes, by: Sealer, at: datetime.datetime) -> bytes:
    """With a second signature."""
    metadata = PdfSignatureMetadata(field_name="Second", md_algorithm="sha256", signer_key_usage=set())
    with by.signer() as signer:
        output = _Careless(metadata, signer, new_field_spec=SigFieldSpec("Second")).sign_pdf(updated(pdf))
    return bytes(output.getvalue())


def resealed(pdf: bytes, by: Sealer, at: datetime.datetime) -> bytes:
    """Stripped, changed, and sealed by somebody else."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        strip(opened)
        with_other_words(opened)
        return seal(saved(opened), sealer=by, reason="Sopimus on allekirjoitettu", at=at).pdf


def bomb(size: int) -> bytes:
    """A file whose list of objects is packed in a stream that unpacks to so many bytes."""
    with pikepdf.new() as made:
        made.add_blank_page()
        made.Root.Big = made.make_stream(b"\0" * size)
        made.Root.Metadata = made.make_stream(b" " * size, Type=Name.Metadata, Subtype=Name.XML)
        made.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([])))
        return saved(made, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True)


def bombs(number: int, size: int) -> bytes:
    """As many pages, each with a stream that unpacks to so many bytes."""
    with pikepdf.new() as made:
        packed = zlib.compress(b"\0" * size, 1)
        for _page in range(number):
            made.add_blank_page()
            made.pages[-1].Contents = made.make_stream(packed, Filter=Name.FlateDecode)
        return saved(made)
