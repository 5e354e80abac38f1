"""Files that people upload: what a file is, is read from its content, and it is stored under a name of our own.

What its name says is only compared with it. A file that is something else besides (a picture with an archive behind
it), that unpacks to more than anybody writes, or that is locked, is refused.
"""

import io
import uuid
import warnings
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pikepdf
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
LONGEST_NAME = 255
_MOST_UNPACKED = 100 * MEGABYTE
_MOST_PARTS = 2_000
_MOST_PIXELS = 100_000_000

_NOT_WHAT_IT_SAYS = gettext_lazy("The file is not what the ending of its name says.")


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that was looked at: what it is called, what it is, and what is in it."""

    name: str
    ending: str
    content_type: str
    content: bytes

    def stored(self) -> File[bytes]:
        """The file to be stored, under a name that says nothing and that nobody can guess."""
        return ContentFile(self.content, name=f"{uuid.uuid4().hex}.{self.ending}")


@dataclass(frozen=True, slots=True)
class _Kind:
    begins: bytes
    content_type: str
    check: Callable[[bytes], None]


def checked_upload(file: File[bytes], *, kinds: Sequence[str], largest: int = LARGEST) -> Checked:
    """The uploaded file, when it is one of the kinds ("pdf", "png", "jpg", …), whole, and no larger than `largest`.

    Raises ValidationError with a sentence for the person who chose the file.
    """
    name = _name_of(file)
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if ending not in kinds:
        raise ValidationError(
            _("This kind of file is not taken. Take one of these: %(kinds)s.") % {"kinds": ", ".join(kinds)}
        )
    if not file.size:
        raise ValidationError(_("The file is empty."))
    if file.size > largest:
        said = _("The file is larger than %(megabytes)d megabytes.")
        raise ValidationError(said % {"megabytes": largest // MEGABYTE})
    file.seek(0)
    content = file.read(largest + 1)
    file.seek(0)
    kind = _KINDS[ending]
    if not content.startswith(kind.begins):
        raise ValidationError(_NOT_WHAT_IT_SAYS)
    kind.check(content)
    return Checked(name=name, ending=ending, content_type=kind.content_type, content=content)


def _name_of(file: File[bytes]) -> str:
    """What the person calls the file: no folders, nothing invisible, and no longer than it can be kept."""
    name = (file.name or "").replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(letter for letter in name if letter.isprintable()).strip()
    stem, dot, ending = shown.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}"[-LONGEST_NAME:]


def _check_pdf(content: bytes) -> None:
    # Some programs end a file with a few empty lines; anything more is something else than a PDF.
    if b"%%EOF" not in content[-1024:]:
        raise ValidationError(_NOT_WHAT_IT_SAYS)
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as document:
            if not len(document.pages):
                raise ValidationError(_NOT_WHAT_IT_SAYS)
            if document.is_encrypted:
                raise ValidationError(_("The file is locked. Save it without a password."))
    except pikepdf.PasswordError as error:
        raise ValidationError(_("The file is locked. Save it without a password.")) from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise ValidationError(_NOT_WHAT_IT_SAYS) from error


def _check_picture(form: str, end: bytes) -> Callable[[bytes], None]:
    def check(content: bytes) -> None:
        if not content.rstrip(b"\x00\r\n ").endswith(end):
            raise ValidationError(_("There is something else behind the picture in the file. Save the picture anew."))
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                with Image.open(io.BytesIO(content), formats=(form,)) as picture:
                    width, height = picture.size
                    picture.verify()
        except Image.DecompressionBombError as error:
            raise ValidationError(_("The picture has too many pixels.")) from error
        except Exception as error:  # Pillow raises what each format happens to raise.
            raise ValidationError(_NOT_WHAT_IT_SAYS) from error
        if width * height > _MOST_PIXELS:
            raise ValidationError(_("The picture has too many pixels."))

    return check


def _check_archive(part: str, says: bytes = b"") -> Callable[[bytes], None]:
    """A check of an office document, which is an archive that has the part in it, with that content where given."""

    def check(content: bytes) -> None:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                entries = archive.infolist()
                _check_entries(entries, content)
                found = archive.read(part) if says else archive.getinfo(part)
        except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, ValueError, EOFError) as error:
            raise ValidationError(_NOT_WHAT_IT_SAYS) from error
        except zipfile.LargeZipFile as error:
            raise ValidationError(_("The file unpacks to more than a document needs.")) from error
        if says and found != says:
            raise ValidationError(_NOT_WHAT_IT_SAYS)

    return check


def _check_entries(entries: Sequence[zipfile.ZipInfo], content: bytes) -> None:
    """What the archive says of its parts. A part that unpacks to more than it says is broken off when it is read."""
    if len(entries) > _MOST_PARTS or sum(entry.file_size for entry in entries) > _MOST_UNPACKED:
        raise ValidationError(_("The file unpacks to more than a document needs."))
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise ValidationError(_("The file is locked. Save it without a password."))
    names = [entry.filename for entry in entries]
    if any(name.rsplit("/", 1)[-1].lower() == "vbaproject.bin" for name in names):
        raise ValidationError(_("The file has macros in it. Save it without them."))
    outside = any(name.startswith("/") or ".." in name.split("/") for name in names)
    # The directory stands at the end: what is behind it, or before the first part, is something else.
    if outside or len(set(names)) < len(names) or not entries or min(each.header_offset for each in entries):
        raise ValidationError(_NOT_WHAT_IT_SAYS)
    if not content[-22:].startswith(b"PK\x05\x06"):
        raise ValidationError(_NOT_WHAT_IT_SAYS)


_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
_JPEG = _Kind(b"\xff\xd8\xff", "image/jpeg", _check_picture("JPEG", b"\xff\xd9"))
_KINDS = {
    "pdf": _Kind(b"%PDF-", "application/pdf", _check_pdf),
    "png": _Kind(b"\x89PNG\r\n\x1a\n", "image/png", _check_picture("PNG", b"IEND\xaeB`\x82")),
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "xlsx": _Kind(b"PK\x03\x04", f"{_OPEN_XML}.spreadsheetml.sheet", _check_archive("xl/workbook.xml")),
    "docx": _Kind(b"PK\x03\x04", f"{_OPEN_XML}.wordprocessingml.document", _check_archive("word/document.xml")),
    "odt": _Kind(
        b"PK\x03\x04", f"{_OPEN_DOCUMENT}.text", _check_archive("mimetype", f"{_OPEN_DOCUMENT}.text".encode())
    ),
    "ods": _Kind(
        b"PK\x03\x04",
        f"{_OPEN_DOCUMENT}.spreadsheet",
        _check_archive("mimetype", f"{_OPEN_DOCUMENT}.spreadsheet".encode()),
    ),
}
KINDS = tuple(_KINDS)
SCANS = ("pdf", "png", "jpg", "jpeg")
"""The kinds of a paper that was scanned."""
