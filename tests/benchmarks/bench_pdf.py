"""The warm PDF against LibreOffice converting our workbook of the same document."""

import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from agreements.document import load_document
from agreements.exports.pdf import render_pdf
from agreements.exports.workbook import render_workbook
from agreements.models import Agreement


def pdf(slug: str) -> Callable[[], object]:
    """The document loaded and rendered, in a process that has rendered before."""

    def render() -> object:
        return render_pdf(load_document(Agreement.objects.newest().get(slug=slug)))

    return render


def libreoffice(slug: str) -> Callable[[], object]:
    """The workbook converted by a LibreOffice that was started for it, as it is on a command line."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    book = folder / f"{slug}.xlsx"
    book.write_bytes(render_workbook(load_document(Agreement.objects.newest().get(slug=slug))))
    command = [
        *("soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"),
        *("--convert-to", "pdf", "--outdir", str(folder), str(book)),
    ]

    def convert() -> object:
        return subprocess.run(command, check=True, capture_output=True, timeout=120)

    return convert
