"""What differs between a file as it was sealed and as it is, in the words of people."""

from collections.abc import Iterator

from agreements.sealing.findings import Change
from agreements.sealing.outline import Outline, Page, kept


def differences(older: Outline, newer: Outline) -> set[Change]:
    """How the newer file differs from the older; empty when nothing that can be seen or read does."""
    return set(_differences(older, newer))


def _differences(older: Outline, newer: Outline) -> Iterator[Change]:
    yield from _of_pages(older.pages, newer.pages)
    if older.form != newer.form:
        yield Change.FORM
    if older.attachments != newer.attachments:
        yield Change.ATTACHMENT
    if older.metadata != newer.metadata:
        yield Change.METADATA
    if older.signatures < newer.signatures:
        yield Change.SIGNATURE_ADDED
    if older.rest != newer.rest:
        yield Change.OTHER_PARTS
    if newer.is_encrypted and not older.is_encrypted:
        yield Change.ENCRYPTED


def _of_pages(older: tuple[Page, ...], newer: tuple[Page, ...]) -> Iterator[Change]:
    same = kept(older, newer)
    if len(newer) > len(older):
        yield Change.PAGES_ADDED
    if len(newer) < len(older):
        yield Change.PAGES_REMOVED
    if same < min(len(older), len(newer)) or _is_reordered(older, newer):
        yield Change.PAGES_CHANGED
    if _annotations(older, newer) != _annotations(newer, older):
        yield Change.ANNOTATIONS


def _is_reordered(older: tuple[Page, ...], newer: tuple[Page, ...]) -> bool:
    """Do the pages that both have stand in another order?"""
    common = {page.content for page in older} & {page.content for page in newer}
    return len(older) == len(newer) and [page.content for page in older if page.content in common] != [
        page.content for page in newer if page.content in common
    ]


def _annotations(pages: tuple[Page, ...], others: tuple[Page, ...]) -> list[str]:
    """What is laid over the pages, page by page; where their number differs, over those that both files have."""
    if len(pages) == len(others):
        return [page.annotations for page in pages]
    common = {page.content for page in others}
    return sorted(page.annotations for page in pages if page.content in common)
