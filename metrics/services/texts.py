"""What people write: without space around it, of a length, and of characters that can be shown."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agreements.written import check_written


def checked(field: str, text: str, *, longest: int) -> str:
    """The text without space around it, its lines ended by line feeds.

    Raises ValidationError of the field when it is longer than so many characters or cannot be shown.
    """
    text = text.replace("\r\n", "\n").strip()
    if len(text) > longest:
        message = _("At most %(longest)d characters; there are %(count)d.")
        raise ValidationError({field: message % {"longest": longest, "count": len(text)}})
    try:
        check_written(text)
    except ValidationError as error:
        raise ValidationError({field: error.messages}) from error
    return text
