"""Small whole files of every kind, for tests that upload."""

import io
import zipfile

import openpyxl
import pikepdf
from PIL import Image


def small_pdf(*, password: str = "") -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(100, 100))
        locked = pikepdf.Encryption(owner=password, user=password) if password else False
        document.save(out, encryption=locked, deterministic_id=not password)
    return out.getvalue()


def small_picture(form: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (3, 3), "white").save(out, form)
    return out.getvalue()


def small_workbook() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


def archive(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in parts.items():
            zipped.writestr(name, content)
    return out.getvalue()
