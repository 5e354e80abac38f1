"""The list of metrics across documents."""

import re
from html import unescape

import pytest
from django.test import Client

from agreements.models import User
from metrics.models import Metric

pytestmark = pytest.mark.usefixtures("examples")


def page_of(name: str, query: str = "", *, of: str = "/metrics/") -> str:
    client = Client()
    client.force_login(User.objects.get(email=f"{name}@example.org"))
    return unescape(client.get(f"{of}{query}").content.decode()).replace("\u00ad", "").replace("\u2060", "")


def column(page: str, label: str) -> list[str]:
    cells = re.findall(rf'<td role="cell"[^>]*data-label="{re.escape(label)}"[^>]*>(.*?)</td>', page, re.DOTALL)
    return [re.sub(r"<[^>]*>", "", cell).strip() for cell in cells]


def labels(page: str) -> list[str]:
    return re.findall(r'data-label="([^"]*)"', page.split("</tr>")[1])


def total(page: str) -> int:
    found = re.search(r'<p class="result-count[^>]*>.*?(\d+)\s*</p>', page, re.DOTALL)
    return int(found[1]) if found else len(re.findall(r'role="rowheader"', page))


def test_metrics_of_several_documents_stand_in_one_list() -> None:
    documents = Metric.objects.filter(measure__goal__section__agreement__unit__name_fi="Yhteiset palvelut").count()
    assert total(page_of("helena.laine")) == documents
    assert total(page_of("tuula.heino")) > documents


def test_metrics_of_other_units_do_not_exist() -> None:
    assert 'role="rowheader"' not in page_of("virpi.aho")


def test_a_metric_leads_to_its_row_in_the_document() -> None:
    metric = Metric.objects.get(
        text="Aunelan uusi omatoimikirjasto on asiakaskäytössä.", measure__goal__section__agreement__year=2020
    )
    link = f'href="/agreements/yhteiset-palvelut-2020/#m{metric.pk}"'
    assert link in page_of("helena.laine", "?text=aunelan&year=2020")
    assert f'id="m{metric.pk}"' in page_of("helena.laine", of="/agreements/yhteiset-palvelut-2020/")


def test_the_letters_of_the_form_are_shown_and_filtered_by() -> None:
    page = page_of("helena.laine", "?in_portfolio=K")
    letters = column(page, labels(page)[3])
    assert letters
    assert set(letters) == {"K"}


def test_targets_are_sorted_as_numbers_before_words() -> None:
    page = page_of("helena.laine", "?sort=target&year=2020")
    targets = column(page, labels(page)[1])
    numbers = [int(target) for target in targets if target.isdecimal()]
    assert numbers == sorted(numbers)
    assert targets[: len(numbers)] == [str(number) for number in numbers]


@pytest.mark.parametrize("text", ["extranet", "Vaski-yhteistoiminta", "edellisen vuoden", "JULKAISTUJEN TIEDOTTEIDEN"])
def test_text_target_measure_and_goal_are_searched(text: str) -> None:
    assert total(page_of("helena.laine", f"?text={text}")) > 0
