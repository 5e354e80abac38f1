import copy
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from agreements.models import Agreement, Section, Unit
from agreements.services.documents import document_create, unit_at
from metrics.models import Indicator
from staffing.models import Position
from tests.fixtures.source_words import read_document

pytestmark = pytest.mark.usefixtures("examples")


def new_document(slug: str = "lumme-2018") -> dict[str, Any]:
    data = copy.deepcopy(read_document(slug))
    data["slug"] = "uusi-2030"
    return data


def test_sections_nest_by_their_level() -> None:
    agreement = Agreement.objects.get(slug="porvoo-ake-2026")
    pathway = agreement.sections.get(heading="Yhteistoiminta ja koordinaatio", kind="goals")
    assert pathway.parent is not None
    assert pathway.parent.number == "1.2"
    assert pathway.parent.parent is not None
    assert pathway.parent.parent.number == "1."


def test_the_seventeen_shared_indicators_are_shared() -> None:
    shared = Indicator.objects.filter(code__isnull=False)
    assert shared.count() == 17
    for indicator in shared:
        slugs = set(indicator.metrics.values_list("measure__goal__section__agreement__slug", flat=True))
        assert {"turku-ake-2024", "yhteiset-palvelut-2020"} <= slugs


def test_days_of_training_and_trainings_are_two_indicators() -> None:
    days = Indicator.objects.filter(metrics__text="Täydennyskoulutuspäivien lukumäärä.").distinct().get()
    trainings = Indicator.objects.get(metrics__text="Täydennyskoulutusten lukumäärä")
    assert days != trainings


def test_a_position_number_is_one_position_and_no_number_is_always_another() -> None:
    document_create(data=new_document("turku-ake-2024"))
    assert Position.objects.filter(number="904102").count() == 1
    assert Position.objects.filter(title="Informaatikko", number=None).count() == 2


def test_a_unit_is_made_once() -> None:
    path = [{"kind": "city", "fi": "Turku", "sv": "Åbo"}, {"kind": "sector", "fi": "Uusi toimiala", "sv": ""}]
    first = unit_at(path=path)
    assert unit_at(path=path) == first
    assert first.parent == Unit.objects.get(name_fi="Turku", parent=None)


@pytest.mark.parametrize("text", ["a\x00b", "a\x0bb", "a\ud800b", "a\x1bb", "a\uffffb"])
def test_text_that_cannot_be_stored_or_printed_is_refused_and_named(text: str) -> None:
    data = new_document()
    data["sections"][1]["heading"] = text
    with pytest.raises(ValidationError, match=r"sections\[2\]\.heading"):
        document_create(data=data)
    assert not Agreement.objects.filter(slug="uusi-2030").exists()


def test_a_slug_that_exists_is_refused() -> None:
    data = new_document()
    data["slug"] = "lumme-2018"
    with pytest.raises(IntegrityError):
        document_create(data=data)


def test_nothing_is_left_of_a_document_that_breaks_off() -> None:
    data = new_document()
    before = Section.objects.count(), Unit.objects.count()
    data["unit_path"] = [{"kind": "city", "fi": "Uusikaupunki", "sv": ""}]
    data["unit"] = ["Uusikaupunki"]
    del data["sections"][-1]["facts"]
    with pytest.raises(KeyError):
        document_create(data=data)
    assert (Section.objects.count(), Unit.objects.count()) == before
