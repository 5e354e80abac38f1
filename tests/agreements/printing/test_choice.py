"""Which documents are printed in bulk, for whom, and in which order."""

import pytest
from pytest_django import DjangoAssertNumQueries

from agreements.models import Agreement, Membership, Status, Unit
from agreements.printing.choice import chosen_documents
from tests.agreements.print_jobs import choice_of, person, slugs

pytestmark = pytest.mark.usefixtures("examples")


def amended(slug: str, status: str) -> Agreement:
    """A second version of the document in the status, without content."""
    first = Agreement.objects.get(slug=slug, version=1)
    second = Agreement.objects.get(pk=first.pk)
    second.pk, second.version, second.supersedes, second.status = None, 2, first, status
    second.signed = "paper" if status in (Status.IN_FORCE, Status.CLOSED) else None
    second._state.adding = True
    second.save()
    return second


def test_all_of_the_year_in_the_unit_and_below_are_printed_in_the_order_of_the_tree() -> None:
    assert slugs(chosen_documents(person("tuula.heino"), choice_of())) == [
        "asiakaspalvelut-2021 v1",
        "yhteiset-palvelut-2021 v1",
    ]


def test_kinds_and_statuses_are_chosen() -> None:
    tuula = person("tuula.heino")
    assert slugs(chosen_documents(tuula, choice_of(statuses=["draft"]))) == ["yhteiset-palvelut-2021 v1"]
    assert chosen_documents(tuula, choice_of(kinds=["grant_project"])) == []
    assert slugs(chosen_documents(tuula, choice_of(year=2024))) == ["turku-ake-2024 v1"]


def test_what_somebody_may_not_read_is_not_there() -> None:
    helena = person("helena.laine")
    assert chosen_documents(helena, choice_of("Turku")) == []
    assert slugs(chosen_documents(helena, choice_of("Yhteiset palvelut"))) == ["yhteiset-palvelut-2021 v1"]
    assert chosen_documents(person("maria.lindholm"), choice_of("Turku")) == []


def test_nothing_is_there_for_who_was_deactivated_or_lost_the_role() -> None:
    tuula = person("tuula.heino")
    tuula.is_active = False
    assert chosen_documents(tuula, choice_of()) == []
    Membership.objects.filter(user__email="juhani.makela@example.org").delete()
    assert chosen_documents(person("juhani.makela"), choice_of()) == []


def test_while_an_amendment_is_being_made_the_version_that_holds_is_printed() -> None:
    amended("asiakaspalvelut-2021", Status.DRAFT)
    tuula = person("tuula.heino")
    assert "asiakaspalvelut-2021 v1" in slugs(chosen_documents(tuula, choice_of()))
    assert "asiakaspalvelut-2021 v2" in slugs(chosen_documents(tuula, choice_of(statuses=["draft"])))


def test_an_amendment_that_is_in_force_is_printed_in_place_of_what_it_supersedes() -> None:
    amended("asiakaspalvelut-2021", Status.IN_FORCE)
    found = slugs(chosen_documents(person("tuula.heino"), choice_of(statuses=["in_force", "closed"])))
    assert found == ["asiakaspalvelut-2021 v2"]


def test_choosing_takes_as_many_queries_whatever_there_is(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    tuula, wide, narrow = person("tuula.heino"), choice_of(), choice_of("Asiakaspalvelut")
    for choice in (wide, narrow):
        with django_assert_num_queries(2):
            assert [each.unit.name for each in chosen_documents(tuula, choice)]


def test_a_unit_that_is_not_there_has_nothing() -> None:
    choice = choice_of()
    Unit.objects.filter(pk=choice.unit).update(parent=None)
    assert chosen_documents(person("tuula.heino"), choice_of("Porvoo")) == []
