"""The archival file: PDF/A-3a beside PDF/UA-1, with the content attached and told in its metadata."""

import datetime
import hashlib
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from outloud import check
from pikepdf import Array, Dictionary, Name, Pdf

from agreements.document import Document
from agreements.exports.json import render_json
from agreements.exports.pdf.archive import Archive, Attachment
from agreements.exports.pdf.press import print_html
from agreements.exports.pdf.render import document_as_html
from agreements.exports.pdf.xmp import NAMESPACE
from agreements.sealing import open_sealer, seal
from agreements.sealing.demo import demo_certificate
from config.seal import SealSettings
from tests.agreements.exports.pdf.conftest import Loaded, Printed
from tests.agreements.exports.pdf.pdfa import RULES, violations
from tests.agreements.exports.pdf.reader import read
from tests.agreements.exports.pdf.test_content import SLUGS

pytestmark = pytest.mark.django_db

AT = datetime.datetime(2026, 3, 4, 12, 5, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))
SIGNATORIES = ("Helena Laine, palvelupäällikkö", 'Ä & "B" <C>')


def archive_of(document: Document) -> Archive:
    content = render_json(document)
    return Archive(
        organisation="Turun kaupunki",
        kind="palvelutuotantosopimus",
        year=document.year,
        version=2,
        sha256=hashlib.sha256(content).hexdigest(),
        made_at=AT,
        signatories=SIGNATORIES,
        case_number="1234-2026",
        decision_date=datetime.date(2026, 3, 1),
        decision_section="§ 12",
        attachments=(Attachment(name="sisältö.json", content=content, description="Sopimuksen sisältö"),),
        seal_label="Sinetti",
    )


@pytest.fixture(scope="session")
def archived(loaded: Loaded) -> Printed:
    """The archival file of a document by its slug."""

    @cache
    def print_archive(slug: str) -> bytes:
        return print_html(document_as_html(loaded(slug)), archive=archive_of(loaded(slug)))

    return print_archive


@pytest.fixture(scope="session")
def sealed(archived: Printed, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    certificate = demo_certificate(tmp_path_factory.mktemp("seal"), at=AT)
    ours = open_sealer(SealSettings(certificate=certificate))
    return cache(lambda slug: seal(archived(slug), sealer=ours, reason="Allekirjoitettu", at=AT).pdf)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_sealed_file_breaks_no_rule_of_pdf_a(slug: str, sealed: Printed) -> None:
    assert len(RULES) >= 30
    assert violations(sealed(slug)) == []


@pytest.mark.parametrize("slug", SLUGS)
def test_a_sealed_file_breaks_no_rule_of_pdf_ua(slug: str, sealed: Printed, tmp_path: Path) -> None:
    assert against_pdf_ua(sealed(slug), tmp_path) == []


def test_nor_does_it_before_it_is_sealed(archived: Printed, tmp_path: Path) -> None:
    assert violations(archived("lumme-2018")) == []
    assert against_pdf_ua(archived("lumme-2018"), tmp_path) == []


def against_pdf_ua(pdf: bytes, folder: Path) -> list[tuple[str, str]]:
    file = folder / "archived.pdf"
    file.write_bytes(pdf)
    result = check(str(file), layers=["conformance"])
    assert result.error is None
    return [(finding.rule, finding.message) for finding in result.findings]


def test_a_screen_reader_reads_the_same_words_and_then_the_seal(archived: Printed, printed: Printed) -> None:
    before, after = read(printed("asiakaspalvelut-2021")), read(archived("asiakaspalvelut-2021"))
    assert after.text == before.text
    assert [kid.role for kid in after.kids] == [*(kid.role for kid in before.kids), "Form"]


def test_the_plain_file_is_no_archival_one(printed: Printed) -> None:
    """The rules find something where there is something."""
    broken = {words.split(":")[0] for words in violations(printed("asiakaspalvelut-2021"))}
    assert {"output_intent_6_2_3", "identification_6_6_4", "packet_6_6_2"} <= broken


def test_the_content_is_attached_as_the_source_of_the_document(archived: Printed, loaded: Loaded) -> None:
    with pikepdf.open(BytesIO(archived("lumme-2018"))) as pdf:
        (attachment,) = pdf.Root.AF
        assert list(pdf.attachments) == ["sisältö.json"]
        assert attachment.AFRelationship == "/Source"
        assert attachment.EF.F.Subtype == "/application/json"
        assert attachment.EF.F.read_bytes() == render_json(loaded("lumme-2018"))


def test_the_metadata_tell_what_an_archive_asks(archived: Printed, loaded: Loaded) -> None:
    with pikepdf.open(BytesIO(archived("lumme-2018"))) as pdf:
        said = dict(pdf.open_metadata())
        assert str(pdf.docinfo["/CreationDate"]) == "D:20260304120500+02'00'"
    own = {key.removeprefix(f"{{{NAMESPACE}}}"): value for key, value in said.items() if NAMESPACE in key}
    assert own == {
        "organisation": "Turun kaupunki",
        "kind": "palvelutuotantosopimus",
        "year": str(loaded("lumme-2018").year),
        "version": "2",
        "caseNumber": "1234-2026",
        "decisionDate": "2026-03-01",
        "decisionSection": "§ 12",
        "signatories": list(SIGNATORIES),
        "contentHash": hashlib.sha256(render_json(loaded("lumme-2018"))).hexdigest(),
    }


def test_what_is_not_known_is_left_out(loaded: Loaded) -> None:
    document = loaded("lumme-2018")
    archive = replace(
        archive_of(document), signatories=(), case_number="", decision_date=None, decision_section="", attachments=()
    )
    pdf = print_html(document_as_html(document), archive=archive)
    assert violations(pdf) == []
    assert b"caseNumber" not in pdf
    assert b"signatories" not in pdf


def test_the_same_document_gives_the_same_bytes(archived: Printed, loaded: Loaded) -> None:
    document = loaded("lumme-2018")
    assert print_html(document_as_html(document), archive=archive_of(document)) == archived("lumme-2018")


def test_another_time_or_content_gives_other_bytes(archived: Printed, loaded: Loaded) -> None:
    document = loaded("lumme-2018")
    for changed in (
        replace(archive_of(document), made_at=AT + datetime.timedelta(seconds=1)),
        replace(archive_of(document), sha256="0" * 64),
    ):
        assert print_html(document_as_html(document), archive=changed) != archived("lumme-2018")


def test_characters_that_cannot_be_written_do_no_harm(loaded: Loaded) -> None:
    document = loaded("lumme-2018")
    archive = replace(archive_of(document), organisation="Tur\0ku\ud800 ]]> &amp; <b>", signatories=("\x07",))
    assert violations(print_html(document_as_html(document), archive=archive)) == []


# --- the rules themselves --------------------------------------------------------------------------------------


def script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(Type=Name.Action, S=Name.JavaScript, JS=pikepdf.String("0"))


def hidden(pdf: Pdf) -> None:
    pdf.pages[0].Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9], F=2)])


def unnamed(pdf: Pdf) -> None:
    del pdf.Root.AF


def retitled(pdf: Pdf) -> None:
    pdf.docinfo["/Title"] = "Toinen"


def untagged(pdf: Pdf) -> None:
    del pdf.Root.MarkInfo


def inked(pdf: Pdf) -> None:
    page = pdf.pages[0]
    page.Contents = pdf.make_stream(page.Contents.read_bytes() + b"\n0 0 0 1 k /Missing gs 0 ri")


def narrowed(pdf: Pdf) -> None:
    font = next(iter(dict(pdf.pages[0].Resources.Font).values()))
    font.DescendantFonts[0].W = Array([])


def mute(pdf: Pdf) -> None:
    font = next(iter(dict(pdf.pages[0].Resources.Font).values()))
    font.ToUnicode.write(b"")


@pytest.mark.parametrize(
    ("spoil", "clause"),
    [
        (script, "actions_6_5"),
        (hidden, "annotations_6_3"),
        (unnamed, "attachments_6_8"),
        (retitled, "information_6_6_3"),
        (untagged, "structure_6_7"),
        (inked, "colours_6_2_4"),
        (inked, "content_6_2_2"),
        (narrowed, "widths_6_2_11_5"),
        (mute, "unicode_6_2_11_7"),
    ],
)
def test_a_broken_rule_is_found(spoil: object, clause: str, archived: Printed) -> None:
    with pikepdf.open(BytesIO(archived("lumme-2018"))) as pdf:
        spoil(pdf)  # type: ignore[operator]
        output = BytesIO()
        pdf.save(output, fix_metadata_version=False)
    assert clause in {words.split(":")[0] for words in violations(output.getvalue())}
