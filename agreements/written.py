"""What written text may hold: every character that can be stored, shown and printed."""

import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Controls other than tab and line feed, lone surrogates, the two noncharacters that XML forbids, and what turns the
# direction of the text: an agreement must read as it is stored.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_UNSEEN = re.compile(r"[\s\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff]*")


def check_written(value: Any, *, path: str = "") -> None:
    """Raise ValidationError, naming the place, when any string in the JSON-like value has a forbidden character."""
    if isinstance(value, str):
        if found := _FORBIDDEN.search(value):
            raise ValidationError(
                _("%(path)s: a character that cannot be shown or printed (U+%(code)04X, character %(at)d).")
                % {"path": path, "code": ord(found[0]), "at": found.start() + 1},
                code="forbidden_character",
            )
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            check_written(key, path=path)
            check_written(inner, path=f"{path}.{key}" if path else str(key))
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value, start=1):
            check_written(inner, path=f"{path}[{number}]")


def checked_text(text: str, *, longest: int, required: bool = False) -> str:
    """The text without space around it, its lines ended by line feeds.

    Raises ValidationError when it is longer than so many characters, when it has a character that cannot be shown, and
    when nothing of it can be seen although something was written or something has to be.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > longest:
        message = _("At most %(longest)d characters; there are %(count)d.")
        raise ValidationError(message % {"longest": longest, "count": len(text)}, code="too_long")
    if found := _FORBIDDEN.search(text):
        message = _("A character that cannot be shown or printed: U+%(code)04X, character %(at)d.")
        raise ValidationError(message % {"code": ord(found[0]), "at": found.start() + 1}, code="forbidden_character")
    if text and _UNSEEN.fullmatch(text):
        raise ValidationError(_("Nothing of this text can be seen. Write it again, or empty the field."), code="unseen")
    if required and not text:
        raise ValidationError(_("Write something here."), code="required")
    return text


def checked_field(field: str, text: str, *, longest: int) -> str:
    """The text as `checked_text` gives it; raises ValidationError of the field for what that refuses."""
    try:
        return checked_text(text, longest=longest)
    except ValidationError as error:
        raise ValidationError({field: error.messages}) from error


def without_forbidden(text: str) -> str:
    """The text with each forbidden character as U+FFFD, for output formats that cannot hold it."""
    return _FORBIDDEN.sub("\ufffd", text)
