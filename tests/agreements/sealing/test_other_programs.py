"""What another program does to a sealed file is told by its name, although that program writes all in its own way."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from agreements.sealing import Change, Verdict
from tests.agreements.sealing.conftest import Examined

Deed = Callable[[Any], object]

DEEDS: list[tuple[Deed, set[Change]]] = [
    (lambda pdf: pdf[0].add_text_annot((100, 100), "hei"), {Change.ANNOTATIONS}),
    (lambda pdf: pdf[0].add_highlight_annot((100, 100, 200, 120)), {Change.ANNOTATIONS}),
    (lambda pdf: pdf[0].delete_link(pdf[0].get_links()[0]), {Change.ANNOTATIONS}),
    (lambda pdf: pdf[1].insert_text((100, 100), "hei"), {Change.PAGES_CHANGED}),
    (lambda pdf: pdf[1].set_rotation(90), {Change.PAGES_CHANGED}),
    (lambda pdf: pdf.new_page(), {Change.PAGES_ADDED}),
    (lambda pdf: pdf.set_metadata({"title": "Toinen"}), {Change.METADATA}),
    (lambda pdf: pdf.set_xml_metadata("<x/>"), {Change.METADATA}),
    (lambda pdf: pdf.embfile_add("toinen.txt", b"hei"), {Change.ATTACHMENT}),
    (lambda pdf: pdf.embfile_del("sopimus.json"), {Change.ATTACHMENT}),
    (lambda pdf: pdf.set_toc([[1, "hei", 1]]), {Change.OTHER_PARTS}),
    (lambda pdf: pdf.set_language("en"), {Change.OTHER_PARTS}),
]


@pytest.mark.parametrize(("deed", "changes"), DEEDS)
def test_what_it_adds_to_the_file_is_named(
    deed: Deed, changes: set[Change], sealed: bytes, examined: Examined, tmp_path: Path
) -> None:
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealed)
    with pymupdf.open(path) as pdf:
        deed(pdf)
        pdf.saveIncr()
    found = examined(path.read_bytes())
    assert (found.verdict, set(found.changes)) == (Verdict.CHANGED, changes)
    assert found.seal
    assert found.seal.holds


@pytest.mark.parametrize(("deed", "changes"), [(lambda pdf: None, set()), *DEEDS])
def test_what_it_changes_in_a_file_that_it_saves_anew_is_named(
    deed: Deed, changes: set[Change], sealed: bytes, examined: Examined
) -> None:
    with pymupdf.open(stream=sealed) as pdf:
        deed(pdf)
        anew = pdf.tobytes(garbage=4, deflate=True)
    found = examined(anew)
    assert (found.verdict, set(found.changes)) == (Verdict.CHANGED, {Change.REWRITTEN, *changes})


def test_a_page_that_it_removes_is_named(sealed: bytes, examined: Examined) -> None:
    with pymupdf.open(stream=sealed) as pdf:
        pdf.delete_page(1)
        found = examined(pdf.tobytes(garbage=4))
    assert found.verdict is Verdict.CHANGED
    assert Change.PAGES_REMOVED in found.changes
    assert not {Change.PAGES_CHANGED, Change.ANNOTATIONS, Change.METADATA, Change.ATTACHMENT} & set(found.changes)


def test_pages_in_another_order_are_named(sealed: bytes, examined: Examined) -> None:
    with pymupdf.open(stream=sealed) as pdf:
        pdf.select([1, 0, 2])
        found = examined(pdf.tobytes())
    assert Change.PAGES_CHANGED in found.changes
    assert not {Change.PAGES_ADDED, Change.PAGES_REMOVED} & set(found.changes)
