"""What makes a document an amendment, as it is loaded, edited, checked and taken out."""

import datetime
import json

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from agreements.amendment import amendment_words, load_changes
from agreements.checks import checks_of
from agreements.comparison import Standing
from agreements.document import load_document
from agreements.exports.json import render_json
from agreements.models import Agreement
from agreements.rows import load_snapshot
from agreements.services.rows import row_add, row_save
from agreements.services.undoing import step_undo
from tests.agreements.exports.books import opened, texts
from tests.agreements.signed import amendment, in_force, person

pytestmark = pytest.mark.usefixtures("examples")
DAY = datetime.date(2021, 9, 1)


@pytest.fixture
def draft() -> Agreement:
    return amendment(in_force(), day=DAY)


def write_day(draft: Agreement, text: str) -> None:
    by, at = person("helena.laine"), timezone.now()
    values = {"holds_from": text}
    row_save(agreement=draft, kind="agreement", pk=draft.pk, version=draft.row_version, values=values, by=by, at=at)
    draft.refresh_from_db()


@pytest.mark.parametrize(
    ("supersedes", "day", "words"),
    [
        (None, None, ""),
        (1, None, "Amendment: supersedes version 1"),
        (2, DAY, "Amendment: supersedes version 2, holds from 1.9.2021"),
    ],
)
def test_an_amendment_says_what_it_supersedes_and_from_when_it_holds(
    supersedes: int | None, day: datetime.date | None, words: str
) -> None:
    with translation.override("en"):
        assert amendment_words(supersedes, day) == words


def test_what_an_amendment_changes_comes_with_it_where_it_is_printed(draft: Agreement) -> None:
    changes = load_document(draft).changes
    assert changes is not None
    with translation.override("en"):
        sides = changes.sides()
    assert (sides.older, sides.newer) == ("Version 1", "Version 2")
    counts = sides.comparison.counts
    assert (counts[Standing.ADDED], counts[Standing.REMOVED], counts[Standing.CHANGED]) == (1, 1, 2)
    assert [name for name, _rows in sides.touched][:2] == ["", "Operatiivisen sopimuksen tavoite"]
    assert load_document(draft, on=DAY).changes is None
    first = draft.supersedes
    assert first is not None
    assert load_document(first).changes is None


def test_the_changes_take_as_many_queries_whatever_the_length(draft: Agreement) -> None:
    def asked() -> int:
        again = Agreement.objects.select_related("supersedes").get(pk=draft.pk)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            load_changes(again)
        return len(captured)

    before = asked()
    parent = next(row.parent for row in load_snapshot(draft).rows.values() if row.kind == "metric")
    for number in range(20):
        told = {"text": f"Mittari {number}", "target": "1"}
        row_add(
            agreement=draft, kind="metric", parent=parent, values=told, by=person("helena.laine"), at=timezone.now()
        )
    assert asked() == before


def test_the_day_is_written_in_the_drafts_head_told_in_history_and_undone(draft: Agreement) -> None:
    write_day(draft, "1.10.2021")
    assert draft.holds_from == datetime.date(2021, 10, 1)
    change = draft.revisions.order_by("-number")[0].changes.get()
    assert (change.before, change.after) == ({"holds_from": "2021-09-01"}, {"holds_from": "2021-10-01"})
    step_undo(agreement=draft, revision=None, by=person("helena.laine"), at=timezone.now())
    draft.refresh_from_db()
    assert draft.holds_from == DAY


@pytest.mark.parametrize("text", ["31.12.2020", "1.1.2022", "huomenna", "31.2.2021"])
def test_a_day_outside_the_period_or_none_at_all_is_refused_beside_its_field(draft: Agreement, text: str) -> None:
    with pytest.raises(ValidationError) as caught:
        write_day(draft, text)
    assert "holds_from" in caught.value.message_dict
    draft.refresh_from_db()
    assert draft.holds_from == DAY


def test_a_document_that_amends_nothing_has_no_such_field() -> None:
    plain = Agreement.objects.get(slug="yhteiset-palvelut-2021")
    with pytest.raises(ValidationError):
        write_day(plain, "1.9.2021")


def test_an_amendment_without_a_day_is_worth_a_look(draft: Agreement) -> None:
    def codes() -> set[str]:
        return {finding.code for finding in checks_of(draft, load_snapshot(draft), user=person("helena.laine"))}

    assert "amendment_without_day" not in codes()
    write_day(draft, "")
    found = {each.code: each for each in checks_of(draft, load_snapshot(draft), user=person("helena.laine"))}
    finding = found["amendment_without_day"]
    assert finding.anchor == f"agreement-{draft.pk}-holds_from"


def test_the_workbook_and_the_json_name_the_version_and_the_day(draft: Agreement) -> None:
    document = load_document(draft)
    with translation.override(document.language):
        cover = texts(opened(document).worksheets[0])
    assert "1.9.2021" in cover
    said = json.loads(render_json(document))
    assert (said["version"], said["supersedes"], said["holds_from"]) == (2, 1, "2021-09-01")
    first = draft.supersedes
    assert first is not None
    assert not {"version", "supersedes", "holds_from"} & set(json.loads(render_json(load_document(first))))
