"""A PDF in outline: a hash for each part that a person would call by a name, so that two files can be compared.

How a file is written (order and numbers of its objects, compression) makes no difference to the hashes.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf.settings import set_qpdf_limits

_MOST_STEPS = 1_000_000
"""Parts of parts that are looked at before a file is given up; the longest document of ours has a tenth of that."""
_MOST_BYTES = 256 * 1024 * 1024
"""Bytes that all streams together may unpack to."""
_MOST_PAGES = 5000
_LARGEST = 64 * 1024 * 1024
"""Bytes that one stream may unpack to; what is more is no document but an attack."""

# They hold for the whole process, and no file of ours comes near them.
set_qpdf_limits(
    flate_max_memory=_LARGEST,
    png_max_memory=_LARGEST,
    tiff_max_memory=_LARGEST,
    dct_max_memory=_LARGEST,
    run_length_max_memory=_LARGEST,
    max_stream_filters=4,
)

_Key = tuple[tuple[int, int], frozenset[str]]
"""An object by its number, and the names of what does not count in it."""

_NOT_OF_PAGE = frozenset({"/Parent", "/Annots", "/StructParents", "/Tabs"})
_NOT_OF_ANNOTATION = frozenset({"/P", "/Parent", "/StructParent"})
# What is told of by another part of the outline, and what only opens a panel or says which PDF it is.
_NOT_OF_CATALOG = frozenset(
    {"/Pages", "/Metadata", "/AcroForm", "/Perms", "/Extensions", "/AF", "/Version", "/PageMode", "/PageLayout"}
)
_NOT_OF_TAGS = frozenset({"/Obj"})
_NOT_OF_STREAM = frozenset({"/Length", "/Filter", "/DecodeParms", "/DL"})


class UnreadableError(Exception):
    """The PDF cannot be read."""


class EncryptedError(UnreadableError):
    """Nor can this, without its password."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """What a page shows, and the notes and links laid over it."""

    content: str
    annotations: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Outline:
    """The parts of a file. `attachments` by name; `metadata` as they are written, packet and old dictionary."""

    is_encrypted: bool
    pages: tuple[Page, ...]
    form: str
    signatures: int
    metadata: str
    packet: bytes
    attachments: dict[str, str] = field(hash=False)
    rest: str


def read_outline(pdf: bytes) -> Outline:
    """The file's outline. Raises UnreadableError, or EncryptedError, whatever is wrong with it."""
    try:
        with pikepdf.open(BytesIO(pdf), suppress_warnings=True) as opened:
            return _outline(opened)
    except pikepdf.PasswordError as error:
        raise EncryptedError from error
    except UnreadableError:
        raise
    except Exception as error:
        # The bytes are a stranger's: whatever they cause, it means the same.
        raise UnreadableError(str(error)) from error


def _outline(pdf: pikepdf.Pdf) -> Outline:
    hashing = _Hashing()
    packet = hashing.unpacked(_packet(pdf))
    info = pdf.trailer.get("/Info")
    fields = list(_fields(pdf))
    names = pdf.Root.get("/Names")
    scripts = _without(names, {"/EmbeddedFiles"}) if isinstance(names, pikepdf.Dictionary) else {}
    return Outline(
        is_encrypted=pdf.is_encrypted,
        pages=tuple(_page(page.obj, hashing) for page in _pages(pdf)),
        form=hashing.of([one for one in fields if not _is_signature(one)], leave=_NOT_OF_ANNOTATION),
        signatures=sum("/V" in one for one in fields if _is_signature(one)),
        metadata=hashing.of([info, packet]),
        packet=packet,
        attachments=dict(_attachments(pdf, hashing)),
        rest=hashing.of([_without(pdf.Root, _NOT_OF_CATALOG | {"/Names"}), scripts], leave=_NOT_OF_TAGS),
    )


def _pages(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Page]:
    if len(pdf.pages) > _MOST_PAGES:
        raise UnreadableError("too many pages")
    yield from pdf.pages


def _page(page: pikepdf.Object, hashing: "_Hashing") -> Page:
    annotations = page.get("/Annots")
    notes = [
        one
        for one in (annotations if isinstance(annotations, pikepdf.Array) else [])
        if not (isinstance(one, pikepdf.Dictionary) and one.get("/Subtype") == "/Widget")
    ]
    # What a page takes over from the tree of pages is its own too.
    inherited = {name: _inherited(page, name) for name in ("/Resources", "/MediaBox", "/CropBox", "/Rotate")}
    content = [_without(page, _NOT_OF_PAGE | inherited.keys()), inherited]
    return Page(content=hashing.of(content), annotations=hashing.of(notes, leave=_NOT_OF_ANNOTATION))


def _inherited(page: pikepdf.Object, name: str) -> Any:
    node: Any = page
    for _depth in range(50):
        if not isinstance(node, pikepdf.Dictionary):
            return None
        if name in node:
            return node[name]
        node = node.get("/Parent")
    return None


def _without(dictionary: Any, names: Collection[str]) -> dict[str, Any]:
    return {name: dictionary[name] for name in dictionary.keys() if name not in names}  # noqa: SIM118


def _packet(pdf: pikepdf.Pdf) -> bytes:
    stream = pdf.Root.get("/Metadata")
    return bytes(stream.read_bytes()) if isinstance(stream, pikepdf.Stream) else b""


def _fields(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    form = pdf.Root.get("/AcroForm")
    fields = form.get("/Fields") if isinstance(form, pikepdf.Dictionary) else None
    for one in fields if isinstance(fields, pikepdf.Array) else []:
        if isinstance(one, pikepdf.Dictionary):
            yield one


def _is_signature(field: pikepdf.Object) -> bool:
    return field.get("/FT") == "/Sig"


def _attachments(pdf: pikepdf.Pdf, hashing: "_Hashing") -> Iterator[tuple[str, str]]:
    for name, specification in pdf.attachments.items():
        data = hashing.unpacked(specification.get_file().read_bytes())
        yield name, hashlib.sha256(data).hexdigest()


@dataclass(slots=True)
class _Open:
    """A thing whose hash is being made: what it begins with, and the hashes of what is inside it so far."""

    key: _Key | None
    inside: Iterator[Any]
    parts: list[bytes]


class _Hashing:
    """Hashes objects by what is in them, whichever object holds it: what stands in a file twice may stand there once.

    A page inside another thing is only named as one, and numbers are those of paper, to a hundredth of a point.
    """

    def __init__(self) -> None:
        self._steps = 0
        self._bytes = 0
        self._made: dict[_Key, bytes] = {}

    def unpacked(self, data: bytes) -> bytes:
        """The data, counted with all that was unpacked before."""
        self._bytes += len(data)
        if self._bytes > _MOST_BYTES:
            raise UnreadableError("too many bytes")
        return data

    def of(self, value: Any, *, leave: frozenset[str] = frozenset()) -> str:
        """The hash of the value; entries of these names, wherever they stand in it, do not count."""
        waiting = [_Open(None, iter([value]), [])]
        opened: set[_Key] = set()
        while True:
            self._steps += 1
            if self._steps > _MOST_STEPS:
                raise UnreadableError("too many parts")
            last = waiting[-1]
            for one in last.inside:
                key = (one.objgen, leave) if isinstance(one, pikepdf.Object) and one.is_indirect else None
                if (known := self._known(one, key, opened)) is None:
                    waiting.append(self._open(one, key, leave))
                    if key:
                        opened.add(key)
                    break
                last.parts.append(known)
            else:
                waiting.pop()
                digest = hashlib.sha256(b"".join(last.parts)).digest()
                if last.key:
                    opened.discard(last.key)
                    self._made[last.key] = digest
                if not waiting:
                    return digest.hex()
                waiting[-1].parts.append(digest)

    def _known(self, value: Any, key: _Key | None, opened: set[_Key]) -> bytes | None:
        """The hash of what has nothing inside it, or was hashed before; None for anything else."""
        if key in self._made:
            return self._made[key]
        if key in opened:
            return b"loop"
        if isinstance(value, dict | list | pikepdf.Array | pikepdf.Dictionary | pikepdf.Stream):
            is_page = key and isinstance(value, pikepdf.Dictionary) and value.get("/Type") == "/Page"
            return b"page" if is_page else None
        return hashlib.sha256(_leaf(value)).digest()

    def _open(self, value: Any, key: _Key | None, leave: frozenset[str]) -> _Open:
        parts = [b"array" if isinstance(value, list | pikepdf.Array) else b"dictionary"]
        if isinstance(value, pikepdf.Stream):
            parts = [b"stream", hashlib.sha256(self.unpacked(_data(value))).digest()]
            value = _without(value, _NOT_OF_STREAM)
        if isinstance(value, list | pikepdf.Array):
            return _Open(key, iter(value), parts)
        names = sorted(name for name in value.keys() if name not in leave)  # noqa: SIM118
        return _Open(key, (part for name in names for part in (name, value[name])), parts)


def _data(stream: pikepdf.Stream) -> bytes:
    try:
        return bytes(stream.read_bytes())
    except pikepdf.PdfError:
        return bytes(stream.read_raw_bytes())  # what cannot be unpacked is compared as it is


def _leaf(value: Any) -> bytes:
    if isinstance(value, bytes | pikepdf.String):
        return b"text " + bytes(value)
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return f"number {value:.2f}".encode()
    return f"value {value}".encode(errors="replace")


def kept(older: tuple[Page, ...], newer: tuple[Page, ...]) -> int:
    """How many pages of the older file show the same in the newer one."""
    return (Counter(page.content for page in older) & Counter(page.content for page in newer)).total()
