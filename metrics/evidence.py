"""Evidence that is uploaded: which files are taken, and how they are told apart."""

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

LARGEST = 10 * 1024 * 1024
# What a file of the kind begins with; the name's ending alone proves nothing.
SIGNATURES = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "xlsx": (b"PK\x03\x04",),
    "docx": (b"PK\x03\x04",),
    "odt": (b"PK\x03\x04",),
    "ods": (b"PK\x03\x04",),
}


def check_evidence_file(file: UploadedFile) -> None:
    """Raise ValidationError for a file that is too large, empty, of a kind not taken, or not what its name says."""
    name = file.name or ""
    extension = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if extension not in SIGNATURES:
        kinds = ", ".join(SIGNATURES)
        raise ValidationError(
            {"file": _("This kind of file is not taken. Take one of these: %(kinds)s.") % {"kinds": kinds}}
        )
    if not file.size:
        raise ValidationError({"file": _("The file is empty.")})
    if file.size > LARGEST:
        raise ValidationError({"file": _("The file is larger than 10 megabytes.")})
    start = file.read(16)
    file.seek(0)
    if not start.startswith(SIGNATURES[extension]):
        raise ValidationError({"file": _("The file is not what the ending of its name says.")})
