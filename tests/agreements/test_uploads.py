"""An uploaded file is what its content says, whole and alone."""

import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from agreements.uploads import KINDS, SCANS, Checked, checked_upload
from tests.agreements.files import archive, small_pdf, small_picture, small_workbook

ODT = b"application/vnd.oasis.opendocument.text"
ODS = b"application/vnd.oasis.opendocument.spreadsheet"
WHOLE = {
    "pdf": small_pdf(),
    "png": small_picture("PNG"),
    "jpg": small_picture("JPEG"),
    "jpeg": small_picture("JPEG"),
    "xlsx": small_workbook(),
    "docx": archive({"[Content_Types].xml": b"", "word/document.xml": b"<w/>"}),
    "odt": archive({"mimetype": ODT, "content.xml": b""}),
    "ods": archive({"mimetype": ODS, "content.xml": b""}),
}


def check(name: str, content: bytes, **kwargs: int) -> Checked:
    return checked_upload(SimpleUploadedFile(name, content), kinds=KINDS, **kwargs)


def refusal(name: str, content: bytes, **kwargs: int) -> str:
    with translation.override("en"), pytest.raises(ValidationError) as caught:
        check(name, content, **kwargs)
    return str(caught.value.messages[0])


def picture_that_says(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose head promises a great picture."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)

    def part(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    parts = part(b"IHDR", head) + part(b"IDAT", zlib.compress(b"\x00")) + part(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


@pytest.mark.parametrize("ending", KINDS)
def test_a_whole_file_of_each_kind_is_taken_as_it_is(ending: str) -> None:
    checked = check(f"Skannaus 1.{ending.upper()}", WHOLE[ending])
    assert (checked.name, checked.ending) == (f"Skannaus 1.{ending.upper()}", ending)
    assert checked.content == WHOLE[ending]


def test_a_file_is_stored_under_a_name_that_nobody_chose() -> None:
    first, second = (check("palkat.pdf", WHOLE["pdf"]).stored() for _ in range(2))
    assert first.name != second.name
    assert "palkat" not in str(first.name)
    assert str(first.name).endswith(".pdf")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/scan.pdf", "scan.pdf"),
        ("C:\\Users\\scan.pdf", "scan.pdf"),
        ("sc\u202ean\r\n.pdf", "scan.pdf"),
        ("a" * 400 + ".pdf", "a" * 251 + ".pdf"),
    ],
)
def test_a_name_is_kept_without_folders_and_what_cannot_be_seen(given: str, kept: str) -> None:
    file = SimpleUploadedFile("x", WHOLE["pdf"])
    file.__dict__["_name"] = given
    assert checked_upload(file, kinds=SCANS).name == kept


@pytest.mark.parametrize("ending", KINDS)
@pytest.mark.parametrize("content", [b"MZ\x90\x00", b"<script>alert(1)</script>", b"%PDF-1.7", b"PK\x03\x04"])
def test_what_only_begins_or_is_called_so_is_refused(ending: str, content: bytes) -> None:
    assert refusal(f"file.{ending}", content)


@pytest.mark.parametrize("ending", KINDS)
def test_a_file_with_another_behind_it_is_refused(ending: str) -> None:
    behind = archive({"evil.js": b"alert(1)" * 200}) + b"0" * 1100
    assert refusal(f"file.{ending}", WHOLE[ending] + behind)


@pytest.mark.parametrize("ending", ["xlsx", "docx", "odt", "ods"])
def test_an_archive_with_something_before_it_is_refused(ending: str) -> None:
    assert refusal(f"file.{ending}", b"PK\x03\x04" + b"<script>" + WHOLE[ending])


def test_an_archive_that_is_no_document_of_its_kind_is_refused() -> None:
    for ending, content in (("xlsx", WHOLE["docx"]), ("odt", WHOLE["ods"]), ("docx", archive({"a": b""}))):
        assert refusal(f"file.{ending}", content)


def test_an_archive_that_unpacks_to_too_much_is_refused() -> None:
    bomb = archive({"xl/workbook.xml": b"", **{f"{n}.xml": bytes(9_000_000) for n in range(12)}})
    assert len(bomb) < 1_000_000
    assert "unpacks" in refusal("bomb.xlsx", bomb)
    assert "unpacks" in refusal("many.xlsx", archive({"xl/workbook.xml": b"", **{str(n): b"" for n in range(2_001)}}))


def test_macros_and_parts_that_lead_elsewhere_are_refused() -> None:
    assert "macros" in refusal("m.xlsx", archive({"xl/workbook.xml": b"", "xl/vbaProject.bin": b"x"}))
    assert refusal("m.xlsx", archive({"xl/workbook.xml": b"", "../../x": b"x"}))


def test_a_locked_pdf_is_told_to_be_saved_without_its_password() -> None:
    assert "password" in refusal("locked.pdf", small_pdf(password="salainen"))


def test_a_picture_that_promises_too_many_pixels_is_refused_unread() -> None:
    assert "pixels" in refusal("bomb.png", picture_that_says(60_000, 60_000))


def test_size_is_limited_and_emptiness_told() -> None:
    assert "empty" in refusal("a.pdf", b"")
    assert "1 megabytes" in refusal("a.pdf", WHOLE["pdf"] + bytes(1024 * 1024), largest=1024 * 1024)


def test_only_the_kinds_that_are_asked_for_are_taken() -> None:
    with pytest.raises(ValidationError, match="pdf, png, jpg, jpeg"):
        checked_upload(SimpleUploadedFile("a.xlsx", WHOLE["xlsx"]), kinds=SCANS)
