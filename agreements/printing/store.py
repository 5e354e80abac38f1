"""Where the files of a print job lie: in a folder of its own, under names that the server made."""

import hashlib
import os
import shutil
import time
from collections.abc import Callable, Collection
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

from agreements.models import PrintJob, PrintPart

_BLOCK = 1 << 20


def folder_of(job: PrintJob) -> Path:
    """The job's folder, which need not be there."""
    return _root() / str(job.folder)


def part_file(job: PrintJob, part: PrintPart, extension: str) -> Path:
    """The file of one document."""
    return folder_of(job) / f"{part.number:04}.{extension}"


def whole_file(job: PrintJob) -> Path:
    """The file that is downloaded."""
    return folder_of(job) / f"whole.{job.extension}"


def write_whole(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """The whole file, on the disk, or none: nobody sees half of it, whatever happens to this process."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with partial.open("w+b") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def sha256_of(path: Path) -> str:
    """The file's SHA-256, read block by block."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def remove_folder(job: PrintJob) -> None:
    """Remove the job's files; nothing happens when they are gone already."""
    shutil.rmtree(folder_of(job), ignore_errors=True)


def remove_other_folders(known: Collection[UUID]) -> int:
    """Remove the folders of jobs that are not among the known ones, none of this hour. Returns how many there were."""
    if not _root().is_dir():
        return 0
    names = {str(each) for each in known}
    # One that is new may be of a job that became known a moment ago.
    old = time.time() - 3_600
    others = [each for each in _root().iterdir() if each.name not in names and each.stat().st_mtime < old]
    for each in others:
        shutil.rmtree(each, ignore_errors=True)
    return len(others)


def _root() -> Path:
    return Path(settings.MEDIA_ROOT) / "printing"
