"""The seal is an addition to the file, holds for other programs too, and keeps what the file promises."""

import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from outloud import check

from agreements.sealing import Sealer, SealError, TimestampError, examine, seal
from tests.agreements.sealing.authority import STAMPED_AT, STAMPER, time_stamp_server
from tests.agreements.sealing.conftest import AT, NAME, Examined


def stamped(unsealed: bytes, ours: Sealer, address: str) -> bytes:
    sealed = seal(unsealed, sealer=replace(ours, timestamp_url=address), reason="Sopimus on allekirjoitettu", at=AT)
    assert sealed.level == "PAdES B-T"
    return sealed.pdf


def test_what_was_there_stays_byte_by_byte(unsealed: bytes, sealed: bytes) -> None:
    assert sealed.startswith(unsealed)
    assert len(sealed) > len(unsealed)


def test_another_program_finds_the_seal_valid_and_over_the_whole_file(sealed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealed)
    said = subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, check=True).stdout
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert NAME in said


def test_no_changes_are_allowed_after_it(sealed: bytes) -> None:
    with pikepdf.open(BytesIO(sealed)) as pdf:
        signature = pdf.Root.Perms.DocMDP
        (reference,) = signature.Reference
        assert reference.TransformMethod == "/DocMDP"
        assert reference.TransformParams.P == 1
        # PDF/A forbids a digest here, though older PDF had one.
        assert not {"/DigestMethod", "/DigestValue", "/DigestLocation"} & set(reference.keys())
        assert str(signature.Reason) == "Sopimus on allekirjoitettu"
        assert str(signature.Name) == NAME


def test_it_shows_on_no_page_and_is_in_the_structure_tree(sealed: bytes) -> None:
    with pikepdf.open(BytesIO(sealed)) as pdf:
        (field,) = pdf.Root.AcroForm.Fields
        left, bottom, right, top = field.Rect
        assert (left, bottom) == (right, top)
        assert left < pdf.pages[-1].MediaBox[0]
        assert int(field.F) & 4
        assert not int(field.F) & (1 | 2 | 32)
        assert "/AP" not in field
        assert str(field.TU) == "Sinetti"
        form = pdf.Root.StructTreeRoot.K[0].K[-1]
        assert form.S == "/Form"
        assert form.K[0].Obj.objgen == field.objgen
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        assert numbers[numbers.index(field.StructParent) + 1].objgen == form.objgen


def test_the_metadata_stay_as_they_were_archived(unsealed: bytes, sealed: bytes) -> None:
    with pikepdf.open(BytesIO(unsealed)) as before, pikepdf.open(BytesIO(sealed)) as after:
        assert after.Root.Metadata.read_raw_bytes() == before.Root.Metadata.read_raw_bytes()
        assert dict(after.docinfo) == dict(before.docinfo)


def test_a_checker_finds_nothing_against_pdf_ua(sealed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealed)
    result = check(str(path), layers=["conformance"])
    assert result.error is None
    assert [(finding.rule, finding.message) for finding in result.findings] == []


def test_the_file_is_sound(sealed: bytes) -> None:
    with pikepdf.open(BytesIO(sealed)) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_it_can_be_put_on_any_pdf(ours: Sealer) -> None:
    with pikepdf.new() as made:
        made.add_blank_page()
        output = BytesIO()
        made.save(output)
    pdf = seal(output.getvalue(), sealer=ours, reason="", at=AT).pdf
    found = examine(pdf, known=lambda _digest: None, ours={ours.fingerprint}).seal
    assert found
    assert found.holds


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7", b"nothing"])
def test_what_is_no_pdf_cannot_be_sealed(pdf: bytes, ours: Sealer) -> None:
    with pytest.raises(SealError, match="could not be sealed"):
        seal(pdf, sealer=ours, reason="", at=AT)


# --- time stamps -----------------------------------------------------------------------------------------------


def test_a_time_stamp_server_bears_witness(unsealed: bytes, ours: Sealer, examined: Examined) -> None:
    with time_stamp_server() as address:
        pdf = stamped(unsealed, ours, address)
    found = examined(pdf).seal
    assert found
    assert found.stamp
    assert (found.level, found.stamp.at, found.stamp.by) == ("PAdES B-T", STAMPED_AT, STAMPER)


def test_a_time_stamp_that_was_altered_lowers_the_level(unsealed: bytes, ours: Sealer, examined: Examined) -> None:
    with time_stamp_server() as address:
        pdf = stamped(unsealed, ours, address)
    place = pdf.index(STAMPED_AT.strftime("%Y%m%d%H%M%S").encode().hex().upper().encode())
    earlier = pdf[:place] + b"32303235" + pdf[place + 8 :]
    found = examined(earlier).seal
    assert found
    assert (found.level, found.stamp) == ("PAdES B-B", None)


def test_a_server_that_cannot_be_reached_is_named(unsealed: bytes, ours: Sealer) -> None:
    with time_stamp_server() as address:
        pass
    with pytest.raises(TimestampError, match=f"The time-stamp server {address} cannot be reached"):
        stamped(unsealed, ours, address)


@pytest.mark.parametrize("answer", [b"", b"<html>", b"0\x030\x01\x02"])
def test_a_server_that_says_something_else_is_named(answer: bytes, unsealed: bytes, ours: Sealer) -> None:
    with time_stamp_server(answer=answer) as address, pytest.raises(TimestampError, match=address):
        stamped(unsealed, ours, address)
