"""A role revoked while a form is open: what was typed is refused, and shown to be copied, whatever the form."""

import html
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from agreements.models import Agreement, HigherGoal, Membership, Role, User
from metrics.models import Metric
from tests.agreements.deeds import signed_in

pytestmark = pytest.mark.usefixtures("examples")

WORDS = "Mittaria tarkennettiin <b>johtoryhmässä</b> & kirjattiin näin"


def main_of(client: Client, path: str, fields: dict[str, Any], *, status: int) -> str:
    response = client.post(path, fields)
    assert response.status_code == status
    return response.content.decode().partition("<main")[2].partition("</main>")[0]


def own_metric() -> Metric:
    return Metric.objects.filter(measure__goal__section__agreement__slug="yhteiset-palvelut-2021").order_by("pk")[0]


def test_a_role_that_only_reads_now_loses_no_words() -> None:
    client, path = signed_in(), f"/metrics/{own_metric().pk}/target/"
    assert client.get(f"/metrics/{own_metric().pk}/").status_code == 200
    Membership.objects.filter(user__email="helena.laine@example.org").update(role=Role.VIEWER)
    told = main_of(client, path, {"after": "väh. 3", "reason": WORDS, "seen": "x"}, status=403)
    assert "Only the unit head or the administrator may edit a draft." in told
    assert html.escape(WORDS) in told
    assert "<b>johtoryhmässä" not in told
    assert "väh. 3" not in told
    assert own_metric().target != "väh. 3"


def test_a_role_that_is_gone_loses_no_words_and_shows_nothing_of_the_document() -> None:
    client = signed_in()
    Membership.objects.filter(user__email="helena.laine@example.org").delete()
    told = main_of(client, f"/metrics/{own_metric().pk}/target/", {"reason": WORDS}, status=404)
    assert html.escape(WORDS) in told
    assert told == main_of(client, "/metrics/2000000000/target/", {"reason": WORDS}, status=404)


def test_secrets_and_files_are_not_among_what_was_typed() -> None:
    client, goal = signed_in("kaisa.lehto"), HigherGoal.objects.order_by("pk")[0]
    fields = {
        "title": "Kirjasto on kaikkien yhteinen olohuone",
        "password": "oikea hevonen akku niitti",
        "file": SimpleUploadedFile("muistio.txt", b"salainen muistio kokouksesta"),
    }
    told = main_of(client, f"/higher-goals/{goal.pk}/", fields, status=403)
    assert "olohuone" in told
    assert "hevonen" not in told
    assert "muistio" not in told


def test_nothing_is_said_of_typing_where_nothing_was_typed() -> None:
    client = signed_in("kaisa.lehto")
    agreement = Agreement.objects.get(slug="yhteiset-palvelut-2021")
    response = client.get(f"/agreements/{agreement.slug}/edit/")
    assert response.status_code == 403
    assert "It was not saved" not in response.content.decode()
    assert "It was not saved" not in main_of(client, f"/agreements/{agreement.slug}/take-back/", {}, status=403)
    assert User.objects.get(email="kaisa.lehto@example.org").is_active
