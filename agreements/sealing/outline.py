"""A PDF in outline: a hash for each part that a person would call by a name, so that two files can be compared.

How a file is written (order and numbers of its objects, compression) makes no difference to the hashes.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
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

_NOT_OF_PAGE = frozenset({"/Parent", "/Annots", "/StructParents", "/Tabs"})
_NOT_OF_ANNOTATION = frozenset({"/P", "/Parent", "/StructParent"})
_NOT_OF_CATALOG = frozenset({"/Pages", "/Metadata", "/AcroForm", "/Perms", "/Extensions", "/AF", "/Version"})
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


class _Hashing:
    """Hashes objects with all that is inside them. A page inside another thing is only named as one."""

    def __init__(self) -> None:
        self._steps = 0
        self._bytes = 0
        self._streams: dict[tuple[int, int], bytes] = {}

    def unpacked(self, data: bytes) -> bytes:
        """The data, counted with all that was unpacked before."""
        self._bytes += len(data)
        if self._bytes > _MOST_BYTES:
            raise UnreadableError("too many bytes")
        return data

    def of(self, value: Any, *, leave: Collection[str] = ()) -> str:
        """The hash of the value; entries of these names, wherever they stand in it, do not count."""
        digest = hashlib.sha256()
        seen: dict[tuple[int, int], int] = {}
        waiting: list[Any] = [value]
        while waiting:
            self._steps += 1
            if self._steps > _MOST_STEPS:
                raise UnreadableError("too many parts")
            waiting += reversed(list(self._parts(waiting.pop(), digest.update, seen, leave)))
        return digest.hexdigest()

    def _parts(
        self, value: Any, write: Callable[[bytes], None], seen: dict[tuple[int, int], int], leave: Collection[str]
    ) -> Iterator[Any]:
        """Writes what the value is, and gives what is inside it."""
        if isinstance(value, pikepdf.Object) and value.is_indirect:
            if isinstance(value, pikepdf.Dictionary) and value.get("/Type") == "/Page":
                write(b"page;")
                return
            if value.objgen in seen:
                write(b"again %d;" % seen[value.objgen])
                return
            seen[value.objgen] = len(seen)
        if isinstance(value, pikepdf.Stream):
            write(b"stream " + self._stream(value) + b";")
            value = _without(value, _NOT_OF_STREAM)
        if isinstance(value, dict | pikepdf.Dictionary):
            names = sorted(name for name in value.keys() if name not in leave)  # noqa: SIM118
            write(b"dictionary %d;" % len(names))
            for name in names:
                yield from (name, value[name])
        elif isinstance(value, list | pikepdf.Array):
            write(b"array %d;" % len(value))
            yield from value
        else:
            is_text = isinstance(value, bytes | pikepdf.String)
            data = bytes(value) if is_text else str(value).encode(errors="replace")
            write(b"%s %d " % (b"text" if is_text else b"value", len(data)) + data)

    def _stream(self, stream: pikepdf.Stream) -> bytes:
        if stream.objgen not in self._streams:
            try:
                data = stream.read_bytes()
            except pikepdf.PdfError:
                data = stream.read_raw_bytes()  # what cannot be unpacked is compared as it is
            self._streams[stream.objgen] = hashlib.sha256(self.unpacked(data)).digest()
        return self._streams[stream.objgen]


def kept(older: tuple[Page, ...], newer: tuple[Page, ...]) -> int:
    """How many pages of the older file show the same in the newer one."""
    return (Counter(page.content for page in older) & Counter(page.content for page in newer)).total()
