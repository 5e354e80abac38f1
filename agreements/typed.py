"""What somebody had typed in a form that was refused as a whole: shown to them again, so that no words are lost."""

from collections.abc import Iterable, Sequence

LEAST = 20
"""Shorter texts, on one line, are not shown: they are choices, numbers and the form's own business."""
LONGEST = 20_000
MOST = 30
_SECRET = ("password", "token", "code", "secret", "credential")


def typed_texts(fields: Iterable[tuple[str, Sequence[str]]]) -> list[str]:
    """The texts of some length among the fields of a form, as they were typed and each once; nothing that is secret.

    At most `MOST` of them, and of each at most `LONGEST` characters.
    """
    texts = (text for name, values in fields if not _is_secret(name) for text in values if _is_worth_keeping(text))
    return [text[:LONGEST] for text in dict.fromkeys(texts)][:MOST]


def _is_secret(name: str) -> bool:
    return any(word in name.lower() for word in _SECRET)


def _is_worth_keeping(text: str) -> bool:
    """Is it words that somebody wrote, and no identifier?"""
    clean = text.strip()
    return "\n" in clean or (len(clean) >= LEAST and " " in clean)
