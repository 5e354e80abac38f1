"""The list of positions."""

import re
from html import unescape

import pytest
from django.test import Client

from agreements.models import Agreement, Section, User
from staffing.models import Allocation, Position

pytestmark = pytest.mark.usefixtures("examples")


def rows_of(name: str, query: str = "") -> list[list[str]]:
    """The rows of the list as the words of their cells."""
    client = Client()
    client.force_login(User.objects.get(email=f"{name}@example.org"))
    page = unescape(client.get(f"/positions/{query}").content.decode()).replace("\u00ad", "").replace("\u2060", "")
    rows = re.findall(r'<tr role="row">(.*?)</tr>', page, re.DOTALL)[1:]
    cells = (re.findall(r'<t[hd] role="(?:rowheader|cell)"[^>]*>(.*?)</t[hd]>', row, re.DOTALL) for row in rows)
    return [[" ".join(re.sub(r"<[^>]*>", " ", cell).split()) for cell in row] for row in cells]


def works_for(position: Position, slug: str, percent: str | None) -> None:
    section = Section.objects.filter(agreement__slug=slug, kind="staffing")[0]
    Allocation.objects.create(section=section, held_by=position, title=position.title, percent=percent, position=99)


def test_a_position_shows_its_documents_and_its_total_by_year() -> None:
    position = Position.objects.get(number="402633")
    works_for(position, "asiakaspalvelut-2021", "12,5 %")
    works_for(position, "yhteiset-palvelut-2021", "20 %")
    assert rows_of("tuula.heino", "?text=402633") == [
        [
            *("informaattikko", "402633"),
            "Toteutussuunnitelma 2024 : 80 % Asiakaspalvelut 2021 : 12,5 % Yhteiset palvelut 2021 : 20 %",
            "2024: 80 % 2021: 32,5 %",
        ]
    ]


def test_a_position_is_seen_where_it_works() -> None:
    """Positions are the city's; the head of a result unit sees those that work for it, and of their work only that."""
    position = Position.objects.get(number="402633")
    assert rows_of("helena.laine") == []
    works_for(position, "yhteiset-palvelut-2021", None)
    assert rows_of("helena.laine") == [["informaattikko", "402633", "Yhteiset palvelut 2021 : –", "2021: –"]]


def test_positions_of_another_city_do_not_exist() -> None:
    assert len(rows_of("maria.lindholm")) == 8
    assert len(rows_of("tuula.heino")) == 11
    assert rows_of("virpi.aho") == []


def test_unit_year_and_kind_must_hold_of_one_document() -> None:
    position = Position.objects.get(number="402633")
    works_for(position, "yhteiset-palvelut-2021", "20 %")
    assert len(rows_of("tuula.heino", "?year=2024&kind=development_plan")) == 11
    assert len(rows_of("tuula.heino", "?year=2021&kind=service_agreement")) == 1
    assert rows_of("tuula.heino", "?year=2021&kind=development_plan") == []
    unit = Agreement.objects.get(slug="yhteiset-palvelut-2021").unit_id
    assert [row[1] for row in rows_of("tuula.heino", f"?unit={unit}")] == ["402633"]


def test_positions_are_found_by_number_and_title() -> None:
    assert [row[1] for row in rows_of("tuula.heino", "?text=904102")] == ["904102"]
    assert {row[0] for row in rows_of("tuula.heino", "?text=PÄÄLLIKKÖ")} == {"palvelupäällikkö"}


def test_numbers_are_sorted_as_numbers() -> None:
    Position.objects.create(unit=Position.objects.get(number="402633").unit, number="77", title="vahtimestari")
    assert [row[1] for row in rows_of("tuula.heino", "?sort=number")][:2] == ["77", "402404"]
