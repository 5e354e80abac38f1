"""What became of a sealed file is told, and each thing that somebody might do to it by its own name."""

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements.sealing import Change, Findings, Known, Sealer, Trouble, Verdict, examine, seal
from tests.agreements.sealing import tampering
from tests.agreements.sealing.conftest import AT, NAME, Examined, archived

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")


def told(findings: Findings) -> tuple[Verdict, set[Change]]:
    return findings.verdict, set(findings.changes)


def test_an_untouched_file_is_unchanged_and_says_whose_seal_it_has(
    sealed: bytes, ours: Sealer, examined: Examined
) -> None:
    found = examined(sealed)
    assert told(found) == (Verdict.UNCHANGED, set())
    assert found.document
    assert found.document.name == "Asiakaspalvelut"
    assert found.content_agrees
    (signature,) = found.signatures
    assert found.seal is signature
    assert (signature.by, signature.certificate) == (NAME, ours.fingerprint)
    assert signature.holds
    assert signature.covers_file
    assert signature.is_ours
    assert not signature.is_demo
    assert (signature.level, signature.stamp, signature.says_at) == ("PAdES B-B", None, AT)


def test_it_is_unchanged_without_the_stored_file_at_hand(
    sealed: bytes, ours: Sealer, store: Callable[[str], Known | None]
) -> None:
    def known(digest: str) -> Known | None:
        found = store(digest)
        return found and Known(
            name=found.name, file_sha256=found.file_sha256, content_sha256=found.content_sha256, certificate=""
        )

    assert examine(sealed, known=known, ours={ours.fingerprint}).verdict is Verdict.UNCHANGED


def test_a_seal_of_an_earlier_certificate_of_ours_is_ours(
    sealed: bytes, store: Callable[[str], Known | None], theirs: Sealer
) -> None:
    """The store remembers with which certificate each document was sealed."""
    assert examine(sealed, known=store, ours={theirs.fingerprint}).verdict is Verdict.UNCHANGED


def test_an_unbroken_seal_on_a_file_that_is_not_stored_is_told_apart(sealed: bytes, ours: Sealer) -> None:
    assert examine(sealed, known=lambda _digest: None, ours={ours.fingerprint}).verdict is Verdict.UNFILED


def test_another_document_of_ours_is_not_the_expected_one(
    sealed: bytes, another: bytes, ours: Sealer, store: Callable[[str], Known | None], examined: Examined
) -> None:
    document = examined(sealed).document
    assert document
    found = examine(another, known=store, ours={ours.fingerprint}, expected=document.content_sha256)
    assert told(found) == (Verdict.ANOTHER, set())
    assert examine(sealed, known=store, ours={ours.fingerprint}, expected=document.content_sha256).verdict == (
        Verdict.UNCHANGED
    )


# --- tampering -------------------------------------------------------------------------------------------------


def test_a_flipped_byte_in_a_page_is_a_change_of_bytes(sealed: bytes, examined: Examined) -> None:
    page = sealed.index(b"stream", sealed.index(b"/Contents")) + 40
    verdict, changes = told(examined(tampering.flipped(sealed, page)))
    assert verdict is Verdict.CHANGED
    assert Change.BYTES in changes


def test_a_flipped_byte_in_the_seal_is_a_change_of_the_seal(sealed: bytes, examined: Examined) -> None:
    hole = sealed.index(b"/Contents <") + len(b"/Contents <")
    end = sealed.index(b"000000000000>", hole)
    value = len(sealed[hole:end].rstrip(b"0")) + hole - 100
    flipped = tampering.flipped(sealed, value, 2 if sealed[value] in b"0145" else 1)
    assert told(examined(flipped)) == (Verdict.CHANGED, {Change.SEAL_BYTES})


def test_a_flipped_byte_in_the_room_behind_the_seal_is_a_change_of_the_seal(sealed: bytes, examined: Examined) -> None:
    """There it covers nothing and harms nothing; the file is not as it was all the same."""
    padding = sealed.index(b"000000000000>")
    assert told(examined(tampering.flipped(sealed, padding))) == (Verdict.CHANGED, {Change.SEAL_BYTES})


@pytest.mark.parametrize("key", [b"/ByteRange", b"/Contents <", b"/SubFilter"])
def test_a_seal_whose_key_cannot_be_read_is_altered_and_not_removed(
    key: bytes, sealed: bytes, examined: Examined
) -> None:
    verdict, changes = told(examined(tampering.flipped(sealed, sealed.rindex(key) + 3)))
    assert verdict is Verdict.CHANGED
    assert changes & {Change.SEAL_BYTES, Change.BYTES}


def test_a_file_that_begins_as_something_else_is_ours_all_the_same(sealed: bytes, examined: Examined) -> None:
    assert told(examined(tampering.flipped(sealed, 0))) == (Verdict.CHANGED, {Change.BYTES})


def test_a_page_added_by_an_update_is_named(sealed: bytes, examined: Examined) -> None:
    found = examined(tampering.page_added(sealed))
    assert told(found) == (Verdict.CHANGED, {Change.PAGES_ADDED})
    assert found.seal
    assert found.seal.holds
    assert not found.seal.covers_file


def test_a_page_with_other_words_by_an_update_is_named(sealed: bytes, examined: Examined) -> None:
    assert told(examined(tampering.page_covered(sealed))) == (Verdict.CHANGED, {Change.PAGES_CHANGED})


def test_a_note_added_by_an_update_is_named(sealed: bytes, examined: Examined) -> None:
    assert told(examined(tampering.note_added(sealed))) == (Verdict.CHANGED, {Change.ANNOTATIONS})


def test_a_form_field_added_by_an_update_is_named(sealed: bytes, examined: Examined) -> None:
    assert told(examined(tampering.field_added(sealed))) == (Verdict.CHANGED, {Change.FORM})


def test_metadata_changed_by_an_update_are_named(sealed: bytes, examined: Examined) -> None:
    assert told(examined(tampering.title_changed(sealed))) == (Verdict.CHANGED, {Change.METADATA})


def test_a_script_added_by_an_update_is_another_part(sealed: bytes, examined: Examined) -> None:
    assert told(examined(tampering.script_added(sealed))) == (Verdict.CHANGED, {Change.OTHER_PARTS})


def test_a_removed_page_is_named(sealed: bytes, examined: Examined) -> None:
    verdict, changes = told(examined(tampering.without_page(sealed)))
    assert verdict is Verdict.CHANGED
    assert changes - {Change.OTHER_PARTS} == {Change.REWRITTEN, Change.PAGES_REMOVED}


def test_a_replaced_attachment_is_named(sealed: bytes, examined: Examined) -> None:
    found = examined(tampering.with_attachment(sealed, b'{"title": "Toinen"}'))
    assert told(found) == (Verdict.CHANGED, {Change.REWRITTEN, Change.ATTACHMENT})
    assert found.content_agrees is False


def test_a_file_that_was_only_saved_anew_is_told_so(sealed: bytes, examined: Examined) -> None:
    assert told(examined(tampering.rewritten(sealed))) == (Verdict.CHANGED, {Change.REWRITTEN})


def test_a_stripped_seal_is_told_although_nothing_else_differs(sealed: bytes, examined: Examined) -> None:
    found = examined(tampering.stripped(sealed))
    assert told(found) == (Verdict.SEAL_REMOVED, set())
    assert found.document
    assert found.signatures == ()


def test_the_file_before_it_was_sealed_has_no_seal(unsealed: bytes, examined: Examined) -> None:
    assert examined(unsealed).verdict is Verdict.SEAL_REMOVED


def test_somebody_elses_seal_is_not_ours_whatever_name_it_has(
    unsealed: bytes, theirs: Sealer, examined: Examined
) -> None:
    found = examined(seal(unsealed, sealer=theirs, reason="", at=AT).pdf)
    assert told(found) == (Verdict.OTHER_SEAL, set())
    assert found.seal
    assert found.seal.by == NAME
    assert found.seal.certificate == theirs.fingerprint
    assert not found.seal.is_ours


def test_a_file_changed_and_sealed_by_somebody_else_is_told_with_its_change(
    sealed: bytes, theirs: Sealer, examined: Examined
) -> None:
    found = examined(tampering.resealed(sealed, theirs, AT))
    assert told(found) == (Verdict.OTHER_SEAL, {Change.PAGES_CHANGED})


def test_a_truncated_file_is_cut(sealed: bytes, examined: Examined) -> None:
    for length in (len(sealed) - 1, len(sealed) - 300, len(sealed) - 6000, len(sealed) // 2):
        assert told(examined(sealed[:length])) == (Verdict.CHANGED, {Change.CUT}), length


def test_a_second_signature_is_named_and_both_are_listed(sealed: bytes, theirs: Sealer, examined: Examined) -> None:
    found = examined(tampering.signed_again(sealed, theirs, AT))
    assert found.verdict is Verdict.CHANGED
    assert Change.SIGNATURE_ADDED in found.changes
    assert Change.PAGES_CHANGED not in found.changes
    assert [one.is_ours for one in found.signatures] == [True, False]
    assert all(one.holds for one in found.signatures)


@pytest.mark.parametrize("more", [b"\n", b"%", b"garbage" * 1000, b"\0" * 5000])
def test_what_stands_after_the_end_is_named(sealed: bytes, more: bytes, examined: Examined) -> None:
    assert told(examined(sealed + more)) == (Verdict.CHANGED, {Change.APPENDED})


def test_a_file_behind_a_password_is_told_so(sealed: bytes, examined: Examined) -> None:
    encryption = pikepdf.Encryption(owner="a", user="b")
    found = examined(tampering.rewritten(sealed, encryption=encryption))
    assert (found.verdict, found.trouble) == (Verdict.UNREADABLE, Trouble.ENCRYPTED)


def test_a_file_that_was_encrypted_without_a_password_is_ours_and_changed(sealed: bytes, examined: Examined) -> None:
    found = examined(tampering.rewritten(sealed, encryption=pikepdf.Encryption(owner="a", user="")))
    assert found.verdict in (Verdict.CHANGED, Verdict.SEAL_REMOVED)
    assert Change.ENCRYPTED in found.changes


def test_a_stored_file_that_is_itself_broken_is_not_unchanged(
    sealed: bytes, ours: Sealer, store: Callable[[str], Known | None]
) -> None:
    """Somebody wrote another file, and its hash, into the database."""
    broken = tampering.page_covered(sealed)
    document = Known(
        name="", file_sha256=examine(broken, known=store, ours=()).sha256, content_sha256="", certificate=""
    )
    found = examine(broken, known=lambda _digest: document, ours={ours.fingerprint})
    assert told(found) == (Verdict.CHANGED, {Change.PAGES_CHANGED})


def test_a_stored_content_that_differs_from_the_attached_one_is_not_unchanged(sealed: bytes, ours: Sealer) -> None:
    """Somebody wrote another content into the database."""
    sha256 = examine(sealed, known=lambda _digest: None, ours=()).sha256
    document = Known(name="", file_sha256=sha256, content_sha256="0" * 64, certificate=ours.fingerprint)
    found = examine(sealed, known=lambda _digest: document, ours={ours.fingerprint})
    assert told(found) == (Verdict.CHANGED, {Change.ATTACHMENT})


# --- strangers -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"", b"PK\3\4", b"<html>", b"\0" * 2000 + b"%PDF-1.7", b"\xff\xd8\xff"])
def test_what_is_no_pdf_is_told_so(data: bytes, examined: Examined) -> None:
    assert examined(data).verdict is Verdict.NOT_A_PDF


def test_a_pdf_of_somebody_else_is_not_ours(examined: Examined) -> None:
    with pikepdf.new() as made:
        made.add_blank_page()
        assert told(examined(tampering.saved(made))) == (Verdict.NOT_OURS, set())


def test_a_document_that_we_do_not_know_is_not_ours_whatever_it_says(theirs: Sealer, examined: Examined) -> None:
    found = examined(seal(archived("Tekaistu"), sealer=theirs, reason="", at=AT).pdf)
    assert found.verdict is Verdict.NOT_OURS
    assert found.signatures[0].by == NAME


def test_a_file_that_only_begins_as_a_pdf_cannot_be_read(examined: Examined) -> None:
    found = examined(b"%PDF-1.7\n" + b"nothing " * 100)
    assert (found.verdict, found.trouble) == (Verdict.UNREADABLE, Trouble.BROKEN)


def test_a_file_that_is_too_big_is_not_looked_at(examined: Examined) -> None:
    found = examined(b"%PDF-1.7\n" + b"\0" * 20 * 1024 * 1024)
    assert (found.verdict, found.trouble) == (Verdict.UNREADABLE, Trouble.TOO_BIG)


def test_a_bomb_is_not_unpacked(examined: Examined) -> None:
    found = examined(tampering.bomb(100 * 1024 * 1024))
    assert found.verdict in (Verdict.UNREADABLE, Verdict.NOT_OURS)


def test_many_bombs_that_are_each_small_enough_are_not_unpacked_either(examined: Examined) -> None:
    found = examined(tampering.bombs(20, 20 * 1024 * 1024))
    assert (found.verdict, found.trouble) == (Verdict.UNREADABLE, Trouble.BROKEN)


def test_endless_nesting_and_loops_end(examined: Examined) -> None:
    deep = b"%PDF-1.7\n1 0 obj" + b"[" * 200_000 + b"\ntrailer<</Root 1 0 R>>\n%%EOF"
    loop = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\n"
    for data in (deep, loop + b"trailer<</Root 1 0 R>>\n%%EOF"):
        assert examined(data).verdict in (Verdict.UNREADABLE, Verdict.NOT_OURS)


def test_ranges_that_make_no_sense_are_no_signatures(examined: Examined) -> None:
    with pikepdf.new() as made:
        made.add_blank_page()
        pdf = tampering.saved(made)
    ranges = b"/ByteRange [0 9999999999 9999999999 9999999999] /ByteRange [0 0 0 0] /ByteRange [5 1 3 4]"
    assert examined(pdf + b"%" + ranges).signatures == ()


# --- whatever is done ------------------------------------------------------------------------------------------


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_flipped_byte_goes_unnoticed(data: st.DataObject, sealed: bytes, examined: Examined) -> None:
    place = data.draw(st.integers(0, len(sealed) - 1))
    bits = data.draw(st.integers(1, 255))
    found = examined(tampering.flipped(sealed, place, bits))
    assert found.verdict not in (Verdict.UNCHANGED, Verdict.UNFILED, Verdict.ANOTHER)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_piece_that_is_missing_or_doubled_goes_unnoticed(
    data: st.DataObject, sealed: bytes, examined: Examined
) -> None:
    start = data.draw(st.integers(0, len(sealed) - 1))
    stop = data.draw(st.integers(start + 1, min(len(sealed), start + 3000)))
    for pdf in (sealed[:start] + sealed[stop:], sealed[:stop] + sealed[start:]):
        assert examined(pdf).verdict not in (Verdict.UNCHANGED, Verdict.UNFILED, Verdict.ANOTHER)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(noise=st.binary(max_size=3000))
def test_noise_raises_nothing(noise: bytes, examined: Examined) -> None:
    assert examined(b"%PDF-1.7\n" + noise).verdict in (Verdict.UNREADABLE, Verdict.NOT_OURS)


def test_a_seal_is_read_wherever_the_time_is_missing(sealed: bytes, examined: Examined) -> None:
    with pikepdf.open(BytesIO(sealed)) as opened:
        del opened.Root.Perms.DocMDP.M
        found = examined(tampering.saved(opened))
    assert found.verdict is Verdict.CHANGED
