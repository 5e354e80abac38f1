"""An amendment's PDF: it says what it supersedes, and ends with an annex of what it changes."""

import datetime
from pathlib import Path

import pytest
from django.utils import translation

from agreements.document import load_document
from agreements.exports.pdf.render import render_pdf
from agreements.models import Agreement
from tests.agreements.exports.pdf.pdfa import violations
from tests.agreements.exports.pdf.reader import read, squeezed, unread
from tests.agreements.exports.pdf.test_archive import against_pdf_ua
from tests.agreements.exports.pdf.test_layout import assert_nothing_touches
from tests.agreements.services.test_amending import amend
from tests.agreements.signed import amendment, in_force, signed_amendment

pytestmark = pytest.mark.usefixtures("examples")


def words_of(pdf: bytes) -> str:
    return squeezed(read(pdf).text)


def said(msgid: str, **values: object) -> str:
    """The words in the documents' language, without spaces."""
    with translation.override("fi"):
        return squeezed(translation.gettext(msgid) % values)


def test_the_annex_tells_what_came_and_what_is_gone_behind_the_signatures() -> None:
    draft = amendment(in_force(), day=datetime.date(2021, 9, 1))
    pdf = render_pdf(load_document(draft))
    words = words_of(pdf)
    annex = said("Changes from version %(version)s", version=1)
    assert words.count(annex) == 2, "it is named above the signatures, and there it is"
    assert squeezed("Uusi mittari") in words.rpartition(annex)[2]
    assert said("removed:") in words
    assert words.index(said("Signatures")) < words.rindex(annex)
    assert said("Amendment: supersedes version %(version)d, holds from %(day)s", version=1, day="1.9.2021") in words
    assert unread(pdf) == set()
    assert_nothing_touches(pdf)
    assert render_pdf(load_document(draft)) == pdf


def test_a_document_that_amends_nothing_has_no_annex() -> None:
    document = Agreement.objects.get(slug="yhteiset-palvelut-2021")
    assert said("Changes from version %(version)s", version=1) not in words_of(render_pdf(load_document(document)))


@pytest.mark.parametrize(("slug", "name"), [("lumme-2018", "virpi.aho"), ("porvoo-ake-2026", "maria.lindholm")])
def test_a_plan_and_a_project_have_the_annex_too(slug: str, name: str) -> None:
    pdf = render_pdf(load_document(amend(Agreement.objects.get(slug=slug), name=name)))
    assert unread(pdf) == set()
    assert_nothing_touches(pdf)


def test_a_sealed_amendment_keeps_the_rules_of_the_archive(tmp_path: Path) -> None:
    sealed = bytes(signed_amendment(amendment(in_force())).record.pdf or b"")
    assert violations(sealed) == []
    assert against_pdf_ua(sealed, tmp_path) == []
    assert squeezed("Uusi mittari") in words_of(sealed)
