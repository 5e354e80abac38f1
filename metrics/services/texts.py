"""What people write: without space around it, of a length, and of characters that can be shown."""

from django.core.exceptions import ValidationError

from agreements.written import checked_text


def checked(field: str, text: str, *, longest: int) -> str:
    """The text as it is stored; raises ValidationError of the field for what `checked_text` refuses."""
    try:
        return checked_text(text, longest=longest)
    except ValidationError as error:
        raise ValidationError({field: error.messages}) from error
