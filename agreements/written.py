"""What written text may hold: every character that can be stored, shown and printed."""

import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Controls other than tab and line feed, lone surrogates, and the two noncharacters that XML forbids.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


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


def without_forbidden(text: str) -> str:
    """The text with each forbidden character as U+FFFD, for output formats that cannot hold it."""
    return _FORBIDDEN.sub("\ufffd", text)
