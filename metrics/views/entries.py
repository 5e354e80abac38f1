"""What a form of many metrics says: fields named by the metric they belong to, as "value-12"."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from metrics.services.recording import Entry

LARGEST_ID = 2**62


def entries_of(request: HttpRequest) -> list[Entry]:
    """An entry for each metric that the form has a value field of, in the form's order."""
    names = (name.partition("-") for name in request.POST)
    pks = [number(pk) for field, _dash, pk in names if field == "value"]
    return [entry_of(request, pk, suffix=f"-{pk}") for pk in pks if pk is not None]


def entry_of(request: HttpRequest, pk: int, *, suffix: str = "") -> Entry:
    """The metric's entry, from fields whose names end so."""

    def text(name: str) -> str:
        # A form sends every line break as two characters.
        return request.POST.get(name + suffix, "").replace("\r\n", "\n").replace("\r", "\n")

    file = request.FILES.get("file" + suffix)
    return Entry(
        metric=pk,
        value=text("value"),
        note=text("note"),
        evidence=text("evidence"),
        file=file if isinstance(file, UploadedFile) else None,
        seen=number(text("seen")),
        colour=text("colour"),
        reason=text("reason"),
        seen_colour=number(text("seen_colour")),
    )


def number(written: str) -> int | None:
    """An id as it was written; None for what is none."""
    if not (written.isascii() and written.isdigit() and len(written) < 20):
        return None
    value = int(written)
    return value if value <= LARGEST_ID else None
