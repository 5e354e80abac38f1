"""What follow-up lays on the desk."""

import datetime

import pytest
from django.utils import timezone

from agreements.models import Agreement, Status
from metrics.desk import SHOWN_MATTERS, FollowUpDesk, Matter, follow_up_part
from metrics.models import Metric
from tests.metrics.follow_ups import YEAR_END, metric, metrics_of, record, turku_round, user
from tests.metrics.views.test_lists import page_of

pytestmark = pytest.mark.usefixtures("examples")

TODAY = datetime.date(2020, 12, 18)
COMMON = "yhteiset-palvelut-2020"


@pytest.fixture(autouse=True)
def december(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)


def desk(name: str, on: datetime.date = TODAY) -> FollowUpDesk:
    content = follow_up_part(user(name), on).content
    assert isinstance(content, FollowUpDesk)
    return content


def of_common(name: str, on: datetime.date = TODAY) -> list[Matter]:
    return [matter for matter in desk(name, on).first if matter.agreement.slug == COMMON]


def test_an_open_round_waits_with_its_due_day_and_how_much_is_recorded() -> None:
    turku_round()
    record(metric("Täydennyskoulutuspäivien"), "9")
    (matter,) = of_common("helena.laine")
    total = len(metrics_of(COMMON))
    assert (matter.recorded, matter.waiting, matter.total) == (1, total - 1, total)
    assert (matter.due, matter.days, matter.is_decision) == (datetime.date(2021, 1, 15), 28, False)
    assert 0 < matter.late < matter.waiting
    assert matter.address == f"/agreements/{COMMON}/record/?date=2020-12-31"
    page = page_of("helena.laine", of="/")
    assert f'href="{matter.address}"' in page
    assert f"1 / {total}" in page


def test_what_the_program_cannot_judge_waits_for_a_decision() -> None:
    turku_round()
    record(metric("Infratiimin"), "Aika hyvin")
    matters = of_common("helena.laine", datetime.date(2021, 1, 10))
    decisions = [matter for matter in matters if matter.is_decision]
    assert [matter.waiting for matter in decisions] == [1]


def test_what_is_done_awaits_nobody() -> None:
    turku_round()
    for each in metrics_of(COMMON):
        if not each.indicator.observations.filter(date=YEAR_END).exists():
            record(each, "5")
    assert of_common("helena.laine") == []


def test_past_every_round_what_was_never_recorded_is_late() -> None:
    (matter,) = of_common("helena.laine", datetime.date(2021, 1, 10))
    assert (matter.late, matter.date) == (matter.waiting, YEAR_END)
    assert matter.days < 0


def test_a_person_who_is_named_finds_theirs_and_only_theirs_wherever_the_unit_is() -> None:
    turku_round()
    Metric.objects.filter(pk=metric("Matkoille").pk).update(substitute=user("virpi.aho"))
    (matter,) = of_common("virpi.aho")
    assert (matter.waiting, matter.mine, matter.total) == (1, 1, 1)
    assert desk("virpi.aho").now is None


def test_a_named_person_without_any_role_finds_theirs_on_the_page() -> None:
    turku_round()
    Metric.objects.filter(pk=metric("Matkoille").pk).update(responsible=user("admin"))
    assert f'href="/agreements/{COMMON}/record/?date=2020-12-31"' in page_of("admin", of="/")


def test_those_who_only_read_have_nothing_to_do_but_see_how_their_units_stand() -> None:
    turku_round()
    kaisa = desk("kaisa.lehto")
    assert (kaisa.first, kaisa.total) == ([], 0)
    assert kaisa.now
    assert kaisa.now.tally.total == sum(len(metrics_of(document.slug)) for document in kaisa.now.documents)


def test_the_unit_now_counts_documents_in_force_only() -> None:
    now = desk("helena.laine").now
    assert now
    assert [document.slug for document in now.documents] == [COMMON]
    Agreement.objects.filter(slug=COMMON).update(status=Status.CLOSED)
    assert desk("helena.laine").now is None


def test_the_most_urgent_come_first_and_a_long_agenda_is_cut() -> None:
    for month in range(1, 13):
        turku_round(date=datetime.date(2020, month, 28), due=datetime.date(2020, month, 28))
    shown = desk("helena.laine")
    assert len(shown.first) == SHOWN_MATTERS < shown.total == 12
    assert [matter.due for matter in shown.first] == sorted(matter.due for matter in shown.first)
    assert shown.is_cut
    assert 'href="/work/"' in page_of("helena.laine", of="/")
