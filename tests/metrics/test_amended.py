"""Follow-up goes on when an amendment comes in force: nothing is counted twice, lost, or asked for where it is over."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from agreements.document import load_document
from agreements.models import Agreement
from agreements.services.closing import agreement_close
from metrics.followup import stated_values
from metrics.histories import history_of
from metrics.models import Assessment, Colour, Metric
from metrics.recording import metrics_in_order
from metrics.services.observations import observation_record
from metrics.services.targets import metric_direct, metric_entrust
from metrics.work import metrics_for
from tests.agreements.signed import DRAFT, amendment, in_force, person, signed_amendment

pytestmark = pytest.mark.usefixtures("examples")
ON = datetime.date(2021, 12, 31)


def metrics_of(document: Agreement) -> list[Metric]:
    return list(metrics_in_order(Metric.objects.filter(measure__goal__section__agreement=document), document))


def record(metric: Metric, value: str) -> None:
    observation_record(metric=metric, date=ON, value=value, seen=None, by=person("helena.laine"), at=timezone.now())


def keys_to_do() -> list[object]:
    """The keys of the metrics that the head of the unit has to record, in the amended document."""
    own = metrics_for(person("helena.laine")).filter(measure__goal__section__agreement__slug=DRAFT)
    return list(own.values_list("key", flat=True))


def actuals(document: Agreement) -> dict[str, str]:
    """The actuals that the document's pages show, by the words of the metrics."""
    return {
        metric.text: metric.actual
        for section in load_document(document, on=ON).sections
        if section.kind.key == "goals"
        for goal in section.block.goals
        for measure in goal.measures
        for metric in measure.metrics
        if metric.actual
    }


def test_what_was_recorded_before_stands_in_the_amendment_and_goes_on_there() -> None:
    first = in_force()
    one, _two, gone, *_rest = metrics_of(first)
    record(one, "7 kpl")
    record(gone, "3 kpl")
    second = signed_amendment(amendment(first))
    same = next(metric for metric in metrics_of(second) if metric.key == one.key)
    new = next(metric for metric in metrics_of(second) if metric.text == "Uusi mittari")
    record(new, "1 200 kpl")
    shown = actuals(second)
    assert (shown[same.text], shown["Uusi mittari"]) == ("7 kpl", "1 200 kpl")
    assert actuals(first)[gone.text] == "3 kpl", "it stays to be read where it was recorded"
    history = history_of(gone.indicator, reader=person("helena.laine"), on=ON)
    assert history.values[2021] == "3 kpl", "and with its indicator"


def test_each_metric_is_to_be_recorded_once_and_in_the_version_that_holds() -> None:
    first = in_force()
    gone = metrics_of(first)[2]
    draft = amendment(first)
    assert len(set(keys_to_do())) == len(keys_to_do())
    assert gone.key in keys_to_do(), "the version in force holds until the amendment is signed"
    second = signed_amendment(draft)
    assert set(keys_to_do()) == {metric.key for metric in metrics_of(second)}
    assert len(set(keys_to_do())) == len(keys_to_do())
    with pytest.raises(PermissionDenied):
        record(metrics_of(first)[0], "8 kpl")


def test_a_colour_that_a_person_decided_holds_in_the_amendment() -> None:
    first = in_force()
    one = metrics_of(first)[0]
    record(one, "7 kpl")
    Assessment.objects.create(
        metric_key=one.key,
        year=2021,
        colour=Colour.YELLOW,
        reason="Kesken",
        assessed_at=timezone.now(),
        assessed_by=person("helena.laine"),
    )
    second = signed_amendment(amendment(first))
    colours = [
        metric.colour
        for section in load_document(second, on=ON).sections
        if section.kind.key == "goals"
        for goal in section.block.goals
        for measure in goal.measures
        for metric in measure.metrics
        if metric.text == one.text
    ]
    assert colours == [Colour.YELLOW]


def test_an_indicators_history_has_one_line_a_year_whatever_the_versions() -> None:
    first = in_force()
    one = metrics_of(first)[0]
    record(one, "7 kpl")
    draft = amendment(first)
    for _step in range(2):
        lines = history_of(one.indicator, reader=person("helena.laine"), on=ON).lines
        assert [line.year for line in lines].count(2021) == 1
        draft = signed_amendment(draft) if draft.status == "draft" else draft
    (line,) = [line for line in lines if line.year == 2021]
    assert line.document == draft


def test_what_a_later_year_states_is_read_from_the_version_that_holds() -> None:
    first = in_force()
    one = metrics_of(first)[0]
    indicator = one.indicator_id
    before = stated_values([indicator])[indicator].get(2020)
    draft = amendment(first)
    Metric.objects.filter(measure__goal__section__agreement=draft, key=one.key).update(prior="9 kpl")
    assert stated_values([indicator])[indicator].get(2020) == before
    signed_amendment(draft)
    assert stated_values([indicator])[indicator][2020] == "9 kpl"
    assert history_of(one.indicator, reader=person("helena.laine"), on=ON).values[2020] == "9 kpl"


def test_people_and_directions_that_change_meanwhile_go_on_in_the_amendment() -> None:
    first = in_force()
    one, two, *_rest = metrics_of(first)
    draft = amendment(first)
    by, at = person("helena.laine"), timezone.now()
    own = Metric.objects.get(measure__goal__section__agreement=draft, key=two.key)
    metric_entrust(metric=own, responsible=person("sari.niemi"), substitute=None, by=by, at=at)
    for metric in (one, two):
        metric_entrust(metric=metric, responsible=by, substitute=None, by=by, at=at)
    metric_direct(metric=one, direction="less", by=by, at=at)
    second = signed_amendment(draft)
    by_key = {metric.key: metric for metric in metrics_of(second)}
    assert (by_key[one.key].responsible, by_key[one.key].direction) == (by, "less")
    assert by_key[two.key].responsible == person("sari.niemi"), "what the draft says itself is its own"


def test_an_amended_document_is_closed_once_with_the_actuals_of_all_versions() -> None:
    first = in_force()
    record(metrics_of(first)[0], "7 kpl")
    second = signed_amendment(amendment(first))
    agreement_close(agreement=second, seen=3, by=person("helena.laine"), at=timezone.now())
    second.refresh_from_db()
    assert second.closings.count() == 1
    assert not first.closings.exists()
    assert actuals(second)[metrics_of(first)[0].text] == "7 kpl"
