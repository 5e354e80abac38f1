"""Which rounds are open, and which documents take part."""

import datetime

import pytest
from django.utils import timezone

from agreements.models import Agreement, Kind, Status
from agreements.units import tops_by_unit
from metrics.models import Round
from metrics.rounds import documents_of, open_rounds, visible_rounds
from tests.metrics.follow_ups import unit, user

pytestmark = pytest.mark.usefixtures("examples")

APRIL, AUGUST, DECEMBER = (datetime.date(2020, *day) for day in ((4, 30), (8, 31), (12, 31)))


def rounds(*dates: datetime.date, of: str = "Turku", kinds: tuple[str, ...] = tuple(Kind.values)) -> list[Round]:
    return [
        Round.objects.create(unit=unit(of), date=date, due=date + datetime.timedelta(days=15), kinds=list(kinds))
        for date in dates
    ]


def open_on(day: datetime.date) -> list[datetime.date]:
    return [follow_up.date for follow_up in open_rounds(on=day)]


def test_the_next_round_is_open_and_those_whose_date_has_come_stay_so_until_they_are_finished() -> None:
    april, *_others = rounds(APRIL, AUGUST, DECEMBER)
    assert open_on(datetime.date(2020, 1, 10)) == [APRIL]
    assert open_on(APRIL) == [APRIL, AUGUST]
    assert open_on(datetime.date(2020, 9, 1)) == [APRIL, AUGUST, DECEMBER]
    Round.objects.filter(pk=april.pk).update(finished_at=timezone.now(), finished_by=user("pekka.salo"))
    assert open_on(datetime.date(2020, 5, 1)) == [AUGUST]


def test_each_city_has_its_own_next_round() -> None:
    rounds(AUGUST, DECEMBER)
    rounds(DECEMBER, of="Porvoo")
    assert open_on(datetime.date(2020, 1, 10)) == [AUGUST, DECEMBER]


def test_a_value_answers_a_round_when_it_is_newer_than_the_round_before_of_its_kind() -> None:
    rounds(APRIL, kinds=("service_agreement",))
    rounds(AUGUST)
    august = open_rounds(on=AUGUST)[1]
    assert not august.is_answered_at(APRIL, kind="service_agreement")
    assert august.is_answered_at(datetime.date(2020, 5, 1), kind="service_agreement")
    assert august.is_answered_at(APRIL, kind="development_plan")
    assert august.is_answered_at(AUGUST, kind="service_agreement")
    assert not august.is_answered_at(datetime.date(2020, 9, 1), kind="service_agreement")


def test_documents_in_force_of_its_kinds_and_its_city_take_part_when_the_date_is_in_their_period() -> None:
    (december,) = rounds(DECEMBER)

    def slugs() -> set[str]:
        return set(documents_of(december, tops_by_unit()).values_list("slug", flat=True))

    assert slugs() == {"yhteiset-palvelut-2020"}
    december.kinds = ["development_plan"]
    assert slugs() == set()
    december.kinds, december.date = Kind.values, datetime.date(2021, 12, 31)
    assert slugs() == {"asiakaspalvelut-2021"}
    december.date = datetime.date(2026, 12, 31)
    assert slugs() == set()
    december.unit = unit("Porvoo")
    assert slugs() == {"porvoo-ake-2026"}
    Agreement.objects.filter(slug="porvoo-ake-2026").update(status=Status.DRAFT)
    assert slugs() == set()


def test_rounds_are_seen_by_whoever_looks_into_a_unit_of_the_city() -> None:
    rounds(DECEMBER)
    assert visible_rounds(user("kaisa.lehto")).exists()
    assert not visible_rounds(user("maria.lindholm")).exists()
    assert not visible_rounds(user("admin")).exists()
