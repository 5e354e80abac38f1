"""Evidence that is uploaded: which files are taken."""

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from agreements.uploads import KINDS, Checked, checked_upload


def checked_evidence(file: UploadedFile) -> Checked:
    """The file, when its kind is taken and its content is of that kind. Raises ValidationError, keyed by "file"."""
    try:
        return checked_upload(file, kinds=KINDS)
    except ValidationError as error:
        raise ValidationError({"file": error.messages}) from error
