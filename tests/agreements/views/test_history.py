"""The pages of a document's history and of its earlier states, and rows brought back from them."""

import datetime
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.models import Agreement, Goal, Revision, Section, Status, User
from agreements.services.rows import row_add, row_delete, row_save
from metrics.models import Metric

pytestmark = pytest.mark.usefixtures("examples")
DRAFT = "yhteiset-palvelut-2021"
HISTORY = f"/agreements/{DRAFT}/history/"
RESTORE = f"/agreements/{DRAFT}/restore/"


def signed_in(name: str = "helena.laine", language: str = "en") -> Client:
    user = User.objects.get(email=f"{name}@example.org")
    User.objects.filter(pk=user.pk).update(language=language)
    client = Client()
    client.force_login(user)
    return client


def by(name: str = "helena.laine") -> User:
    return User.objects.get(email=f"{name}@example.org")


def draft() -> Agreement:
    return Agreement.objects.get(slug=DRAFT)


def metric(place: int = 3) -> Metric:
    return Metric.objects.filter(measure__goal__section__agreement__slug=DRAFT).order_by("pk")[place]


def save(row: Metric, at: datetime.datetime | None = None, **values: str) -> None:
    row_save(
        agreement=draft(),
        kind="metric",
        pk=row.pk,
        version=Metric.objects.get(pk=row.pk).version,
        values=values,
        by=by(),
        at=at or timezone.now(),
    )


def delete(goal: Goal) -> None:
    row_delete(
        agreement=draft(),
        kind="goal",
        pk=goal.pk,
        version=Goal.objects.get(pk=goal.pk).version,
        by=by(),
        at=timezone.now(),
    )


def words_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_document_nobody_has_edited_says_so() -> None:
    page = signed_in().get(HISTORY).content.decode()
    assert "Nothing has been edited in the document yet." in page


def test_the_history_tells_who_when_and_the_words_before_and_after() -> None:
    row = metric()
    save(row, target="väh. 6 kpl")
    page = signed_in().get(HISTORY).content.decode()
    assert "<del>" in page
    assert "<ins>" in page
    assert "Helena Laine" in page
    assert "Mittarin tavoitetaso 2021" in page
    assert f"?row=metric-{row.pk}" in page


def test_the_history_is_filtered_by_the_address() -> None:
    save(metric(), target="Äänekoski")
    save(metric(5), target="Oulu")
    client = signed_in()
    assert "Äänekoski" not in client.get(f"{HISTORY}?text=oulu").content.decode()
    page = client.get(f"{HISTORY}?row=metric-{metric().pk}").content.decode()
    assert "Äänekoski" in page
    assert "Oulu" not in page
    assert "Only the history of one row:" in page
    section = metric().measure.goal.section_id
    assert "Äänekoski" in client.get(f"{HISTORY}?section={section}&person={by().pk}&deed=save").content.decode()
    assert "Nothing matches the search." in client.get(f"{HISTORY}?deed=move").content.decode()
    assert "Nothing matches the search." in client.get(f"{HISTORY}?until=1.1.2020").content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "since=yesterday",
        "person=0",
        "section=x",
        "deed=poem",
        "until=31.2.2021",
        "row=-",
        "row=poem-1",
        "upto=x",
        "upto=99999999999",
        "text=%00",
        "person=9999999999999999999",
    ],
)
def test_a_search_that_cannot_be_read_is_answered_with_what_was_typed(query: str) -> None:
    save(metric(), target="6")
    response = signed_in().get(f"{HISTORY}?{query}")
    assert response.status_code == 200
    if query.startswith(("since", "until")):
        page = response.content.decode()
        assert "This is no day." in page
        assert query.partition("=")[2] in page


def test_pages_of_the_history_lead_on_to_older_steps() -> None:
    rows = [metric(3), metric(4)]
    start = timezone.now() - datetime.timedelta(days=2)
    for number in range(27):
        save(rows[number % 2], at=start + datetime.timedelta(minutes=10 * number), target=f"arvo {number} kpl")
    client = signed_in()
    first = client.get(HISTORY).content.decode()
    assert first.count('id="step-') == 25
    assert "?upto=2" in first
    assert client.get(f"{HISTORY}?upto=2").content.decode().count('id="step-') == 2


def test_the_pages_take_as_many_queries_whatever_their_length() -> None:
    client = signed_in()
    save(metric(), target="6", responsible_id="Helena Laine")
    addresses = (HISTORY, f"{HISTORY}0/", f"/agreements/{DRAFT}/compare/", f"/agreements/{DRAFT}/compare/?from=0")

    def counts() -> list[int]:
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            found.append(len(queries))
        return found

    client.get(HISTORY)
    few = counts()
    for number in range(20):
        save(metric(number), target=f"arvo {number}")
        row_add(
            agreement=draft(),
            kind="metric",
            parent=metric().measure_id,
            values={"text": f"Uusi {number}"},
            by=by(),
            at=timezone.now(),
        )
    save(metric(), responsible_id="Pekka Salo")
    assert counts() == few
    assert few == [16, 15, 22, 15]


def test_an_earlier_state_shows_the_words_of_its_time_and_what_stands_there_now() -> None:
    row = metric()
    save(row, target="väh. 6 kpl")
    page = signed_in().get(f"{HISTORY}0/").content.decode()
    assert "The document before the first step" in page
    assert f"{row.target} Now: väh. 6 kpl" in words_of(page).replace("\u2060", "").replace("\xa0", " ")
    assert f'name="row" value="metric-{row.pk}"' in page
    now = signed_in().get(f"{HISTORY}1/").content.decode()
    assert "This is how the document is now." in now
    assert 'name="row"' not in now


@pytest.mark.parametrize("address", [HISTORY, f"{HISTORY}0/", f"/agreements/{DRAFT}/compare/"])
def test_pages_of_others_do_not_exist(address: str) -> None:
    nothing = signed_in("maria.lindholm").get("/agreements/no-such/history/")
    response = signed_in("maria.lindholm").get(address)
    assert (nothing.status_code, response.status_code) == (404, 404)
    assert signed_in("kaisa.lehto").get(address).status_code == 200


def test_a_state_that_has_not_been_does_not_exist() -> None:
    assert signed_in().get(f"{HISTORY}1/").status_code == 404


def test_a_row_is_restored_from_an_earlier_state() -> None:
    row = metric()
    save(row, target="väh. 6")
    response = signed_in().post(
        RESTORE, {"row": f"metric-{row.pk}", "number": "0", "next": f"{HISTORY}0/"}, follow=True
    )
    assert response.redirect_chain == [(f"{HISTORY}0/", 302)]
    assert "is restored." in response.content.decode()
    assert Metric.objects.get(pk=row.pk).target == row.target
    again = signed_in().post(RESTORE, {"row": f"metric-{row.pk}", "number": "0"}, follow=True)
    assert "says the same already." in again.content.decode()
    assert Revision.objects.count() == 2


def test_a_deleted_goal_is_brought_back_whole_from_the_history() -> None:
    goal = metric().measure.goal
    measures = list(goal.measures.values_list("pk", flat=True))
    delete(goal)
    page = signed_in().get(HISTORY).content.decode()
    assert page.count("Bring back") == 1
    assert f'name="row" value="goal-{goal.pk}"' in page
    signed_in().post(RESTORE, {"row": f"goal-{goal.pk}", "number": "0"})
    assert list(Goal.objects.get(pk=goal.pk).measures.values_list("pk", flat=True)) == measures
    assert "Bring back" not in signed_in().get(HISTORY).content.decode()


def test_a_row_whose_surroundings_are_gone_is_not_offered_and_is_refused_in_words() -> None:
    row = metric()
    delete(row.measure.goal)
    page = signed_in().get(f"{HISTORY}0/").content.decode()
    assert f'value="goal-{row.measure.goal_id}"' in page
    assert f'value="metric-{row.pk}"' not in page
    response = signed_in().post(RESTORE, {"row": f"metric-{row.pk}", "number": "0"}, follow=True)
    assert "has been removed meanwhile" in response.content.decode()


def test_those_who_may_not_edit_look_and_do_not_restore() -> None:
    row = metric()
    save(row, target="6")
    client = signed_in("kaisa.lehto")
    assert 'name="row"' not in client.get(f"{HISTORY}0/").content.decode()
    response = client.post(RESTORE, {"row": f"metric-{row.pk}", "number": "0"})
    assert response.status_code == 403
    assert "Only the unit head or the administrator may edit a draft." in response.content.decode()
    assert signed_in("maria.lindholm").post(RESTORE, {"row": "metric-1", "number": "0"}).status_code == 404


def test_nothing_is_restored_in_a_document_that_is_no_draft() -> None:
    row = metric()
    save(row, target="6")
    Agreement.objects.filter(slug=DRAFT).update(status=Status.IN_REVIEW)
    client = signed_in()
    assert 'name="row"' not in client.get(HISTORY).content.decode()
    response = client.post(RESTORE, {"row": f"metric-{row.pk}", "number": "0"})
    assert response.status_code == 403
    assert "This document is not one any more." in response.content.decode()


@pytest.mark.parametrize(
    "fields",
    [{}, {"row": "poem-1", "number": "0"}, {"row": "metric-x", "number": "0"}, {"row": "metric-1", "number": "-1"}],
)
def test_what_names_no_row_is_a_bad_request(fields: dict[str, str]) -> None:
    assert signed_in().post(RESTORE, fields).status_code == 400


def test_restoring_leads_to_no_other_site() -> None:
    save(metric(), target="6")
    response = signed_in().post(
        RESTORE, {"row": f"metric-{metric().pk}", "number": "0", "next": "https://evil.example/"}
    )
    assert response["Location"] == HISTORY


def test_words_of_a_document_are_never_markup() -> None:
    save(metric(), target="<script>alert(1)</script>")
    for address in (HISTORY, f"{HISTORY}1/", f"{HISTORY}0/", f"/agreements/{DRAFT}/compare/?from=0"):
        assert "<script>alert" not in signed_in().get(address).content.decode()


def test_a_chapter_that_was_deleted_is_still_to_be_chosen() -> None:
    section = Section.objects.filter(agreement=draft(), kind="text").exclude(html="")[0]
    row_delete(agreement=draft(), kind="section", pk=section.pk, version=section.version, by=by(), at=timezone.now())
    page = signed_in().get(f"{HISTORY}?section={section.pk}").content.decode()
    assert "(deleted)" in page
    assert page.count('id="step-') == 1
