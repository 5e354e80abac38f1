"""What is done to rows over HTTP, by the editor's script and by plain forms."""

import html
import json
import re
from typing import Any

import pytest
from django.db.models import Count
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements.models import Agreement, Measure, Membership, Role, Status, User
from metrics.models import Metric
from tests.agreements.deeds import (
    DRAFT,
    EDIT,
    SCRIPT,
    WORDS,
    deeds,
    draft,
    everything,
    goal,
    line,
    metric,
    nothing_changes,
    section,
    signed_in,
    words_of,
)

pytestmark = pytest.mark.usefixtures("examples")
EDITORS = ("helena.laine", "pekka.salo")
READERS = ("mikko.saarinen", "anna-leena.virta", "kaisa.lehto", "juhani.makela")
OUTSIDERS = ("sari.niemi", "maria.lindholm", "virpi.aho", "admin")
FORMS = pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
TARGET = f"{EDIT}metric/"


def address(row: Metric) -> str:
    return f"{TARGET}{row.pk}/"


def save(client: Client, row: Metric, *, script: bool = True, **fields: Any) -> Any:
    return client.post(address(row), {"version": row.version, **fields}, headers=SCRIPT if script else {})


# --- every deed, by everybody ---------------------------------------------------------------------------------------


@FORMS
@pytest.mark.parametrize("name", EDITORS)
def test_editors_do_everything_and_each_deed_is_one_step_that_can_be_undone(name: str, script: bool) -> None:
    client = signed_in(name)
    start = everything()[0]
    for at in range(len(deeds())):
        before, deed = draft().revision, deeds()[at]
        response = deed.do(client, script=script)
        assert response.status_code == (200 if script else 302), (deed.name, response.content[:300])
        assert draft().revision == before + 1, deed.name
        undone = client.post(f"{EDIT}undo/", headers=SCRIPT if script else {})
        assert undone.status_code == (200 if script else 302), (deed.name, undone.content[:300])
        assert draft().revision == before + 2, deed.name
    assert states(everything()[0]) == states(start)


def states(rows: Any) -> Any:
    """Without versions: an undone row has a newer one."""
    return {key: (state, place) for key, (state, _version, place) in rows.items()}


@FORMS
def test_a_controller_edits_budgets_and_nothing_else(script: bool) -> None:
    client = signed_in("tuula.heino")
    for at in range(len(deeds())):
        deed = deeds()[at]
        if deed.right == "budget":
            assert deed.do(client, script=script).status_code == (200 if script else 302), deed.name
            continue
        with nothing_changes():
            response = deed.do(client, script=script)
            refused = (403, 409) if deed.name == "paste" else (403,)
            assert response.status_code in refused, deed.name
            assert "not" in words_of(response.content), deed.name


@FORMS
@pytest.mark.parametrize("name", READERS)
def test_whoever_only_reads_the_draft_is_told_that_they_do_not_edit_it(name: str, script: bool) -> None:
    client = signed_in(name)
    with nothing_changes():
        for deed in deeds():
            response = deed.do(client, script=script)
            assert response.status_code == 403, deed.name
            assert "the unit head or the administrator may edit a draft" in response.content.decode(), deed.name
        assert client.post(f"{EDIT}undo/", headers=SCRIPT if script else {}).status_code == 403


@FORMS
@pytest.mark.parametrize("name", OUTSIDERS)
def test_outside_ones_units_there_is_no_such_document(name: str, script: bool) -> None:
    client = signed_in(name)
    with nothing_changes():
        for deed in deeds():
            path = f"/agreements/no-such/edit/{deed.path}"
            missing = client.post(path, deed.fields, headers=SCRIPT if script else {})
            response = deed.do(client, script=script)
            assert (response.status_code, missing.status_code) == (404, 404), deed.name
            assert same(response.content) == same(missing.content), deed.name
    for path in ("", "checks/", f"sections/{section('goals').pk}/", f"metric/{metric().pk}/", "goal/add/"):
        response, missing = client.get(EDIT + path), client.get(f"/agreements/no-such/edit/{path}")
        assert (response.status_code, missing.status_code) == (404, 404), path
        assert same(response.content) == same(missing.content), path


def same(content: bytes) -> str:
    """The page without what differs each time, and without its own address."""
    page = re.sub(r'name="(csrfmiddlewaretoken|next)" value="[^"]*"|data-left="\d*"', "", content.decode())
    return page.replace("no-such", DRAFT)


@FORMS
def test_whoever_is_not_signed_in_is_asked_to(script: bool) -> None:
    with nothing_changes():
        for deed in deeds():
            response = deed.do(Client(), script=script)
            assert response.status_code == 302
            assert response["Location"].startswith("/login/")


@FORMS
@pytest.mark.parametrize("status", [status for status in Status if status != Status.DRAFT])
def test_only_a_draft_is_edited_and_what_was_typed_is_kept(status: Status, script: bool) -> None:
    Agreement.objects.filter(slug=DRAFT).update(status=status, signed="paper")
    client = signed_in()
    with nothing_changes():
        for deed in deeds():
            response = deed.do(client, script=script)
            assert response.status_code == 403, deed.name
            said = json.loads(response.content) if script else html.unescape(response.content.decode())
            assert "Only a draft is edited" in str(said), deed.name
            if not script and WORDS in str(deed.fields) and deed.name != "paste":
                assert WORDS in said, deed.name
        assert client.post(f"{EDIT}undo/").status_code == 403


@FORMS
def test_a_role_that_was_taken_away_while_the_form_was_open(script: bool) -> None:
    client = signed_in()
    assert client.get(address(metric())).status_code == 200
    Membership.objects.filter(user__email="helena.laine@example.org").delete()
    with nothing_changes():
        response = save(client, metric(), script=script, target=WORDS)
        assert response.status_code == 404
        assert script or WORDS in response.content.decode()


@FORMS
def test_a_role_that_became_a_lesser_one_while_the_form_was_open(script: bool) -> None:
    client = signed_in()
    Membership.objects.filter(user__email="helena.laine@example.org").update(role=Role.VIEWER)
    with nothing_changes():
        response = save(client, metric(), script=script, target=WORDS)
        assert response.status_code == 403
        assert script or WORDS in response.content.decode()


@FORMS
def test_a_deactivated_user_is_signed_out(script: bool) -> None:
    client = signed_in()
    User.objects.filter(email="helena.laine@example.org").update(is_active=False)
    with nothing_changes():
        assert save(client, metric(), script=script, target=WORDS).status_code == 302


@FORMS
def test_a_page_opened_by_one_person_saves_nothing_in_the_name_of_another(script: bool) -> None:
    client, other = signed_in("pekka.salo"), User.objects.get(email="helena.laine@example.org")
    with nothing_changes():
        response = save(client, metric(), script=script, target=WORDS, **{"as": other.pk})
        assert response.status_code == 403
        assert "You are signed in as Pekka Salo" in html.unescape(response.content.decode())
        undo = client.post(f"{EDIT}undo/", {"as": other.pk}, headers=SCRIPT if script else {})
        assert undo.status_code == 403


def test_a_token_that_has_grown_old_is_answered_so_that_the_script_asks_to_sign_in() -> None:
    """static/js/edit/server.js takes a 403 that is no JSON for a session that has ended."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(email="helena.laine@example.org"))
    with nothing_changes():
        response = save(client, metric(), target=WORDS)
    assert response.status_code == 403
    assert response["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("path", ["undo/", "presence/", "metric/1/delete/", "metric/1/move/", "metric/1/try/"])
def test_what_changes_something_is_not_done_by_following_a_link(path: str) -> None:
    assert signed_in().get(EDIT + path).status_code == 405


# --- saving ---------------------------------------------------------------------------------------------------------


def test_a_save_answers_the_version_the_texts_as_stored_and_the_hints() -> None:
    row = metric()
    answer = save(signed_in(), row, target="  väh. 6 kpl ").json()
    assert (answer["version"], answer["values"], answer["revision"]) == (row.version + 1, {"target": "väh. 6 kpl"}, 1)
    assert answer["said"].startswith("Saved")
    assert f"metric-{row.pk}-target" in answer["hints"]


def test_a_conflict_shows_both_texts_and_the_version_to_save_on() -> None:
    row = metric()
    save(signed_in("pekka.salo"), row, target="6–8")
    response = save(signed_in(), row, target="väh. 6")
    assert response.status_code == 409
    assert response.json()["version"] == row.version + 1
    panel = html.unescape(response.json()["conflict"])
    assert 'data-text="väh. 6"' in panel
    assert 'data-text="6–8"' in panel
    assert "Pekka Salo" in panel
    again = signed_in().post(address(row), {"version": row.version + 1, "target": "väh. 6"}, headers=SCRIPT)
    assert again.json()["version"] == row.version + 2


def test_a_plain_form_in_conflict_keeps_ones_own_text_and_takes_what_only_the_other_changed() -> None:
    row = metric()
    save(signed_in("pekka.salo"), row, target="6–8", prior="5")
    typed = {"text": row.text, "target": "väh. 6", "prior": row.prior or ""}
    with nothing_changes():
        response = save(signed_in(), row, script=False, **typed)
    page = html.unescape(response.content.decode())
    assert response.status_code == 422
    assert field_of(page, f"metric-{row.pk}-target") == "väh. 6"
    assert field_of(page, f"metric-{row.pk}-prior") == "5"
    assert f'name="version" value="{row.version + 1}"' in page
    assert "6–8" in page


def test_bad_text_in_a_plain_form_does_not_hide_what_another_saved_meanwhile() -> None:
    """The form is shown again on the version that it was on: saved anew, it still meets the other's change."""
    row = metric()
    save(signed_in("pekka.salo"), row, prior="5")
    response = save(signed_in(), row, script=False, target="a\u202eb", prior=row.prior or "")
    assert response.status_code == 422
    assert f'name="version" value="{row.version}"' in response.content.decode()


def field_of(page: str, name: str) -> str:
    found = re.search(rf'<textarea[^>]* id="{name}"[^>]*>([^<]*)</textarea>', page)
    assert found, name
    return found[1].strip()


# --- queries --------------------------------------------------------------------------------------------------------


SAVE, UNDO, DELETE = 13, 17, 19
"""Among them two that open and close the transaction."""


def test_saving_deleting_and_undoing_cost_a_fixed_number_of_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = signed_in()
    measures = Measure.objects.filter(goal__section__agreement__slug=DRAFT).annotate(count=Count("metrics"))
    for measure in measures.filter(count__gt=1).order_by("pk")[:2]:
        row = measure.metrics.order_by("position")[0]
        with django_assert_num_queries(SAVE):
            assert save(client, row, target="väh. 6 kpl").status_code == 200
        with django_assert_num_queries(UNDO):
            assert client.post(f"{EDIT}undo/", headers=SCRIPT).status_code == 200
        version = Metric.objects.get(pk=row.pk).version
        with django_assert_num_queries(DELETE):
            assert client.post(f"{address(row)}delete/", {"version": version}, headers=SCRIPT).status_code == 200
        more_metrics(row)


def more_metrics(row: Metric) -> None:
    """Ten times the metrics in the draft."""
    measure = Metric.objects.filter(measure__goal__section__agreement__slug=DRAFT).order_by("-pk")[0].measure
    Metric.objects.bulk_create(
        Metric(measure=measure, indicator=row.indicator, text=f"Mittari {at}", target="väh. 3", position=100 + at)
        for at in range(500)
    )


SAVES = {
    "a metric's target": ("metric", {"target": WORDS}, 13),
    "a metric's words and responsible person": ("metric", {"text": WORDS, "responsible_id": "Helena Laine"}, 16),
    "a goal": ("goal", {"title": WORDS}, 13),
    "a budget line": ("line", {"label": WORDS}, 16),
    "a chapter": ("section", {"heading": WORDS}, 13),
    "the head": ("agreement", {"title": WORDS}, 13),
}


@pytest.mark.parametrize(("kind", "fields", "queries"), SAVES.values(), ids=SAVES.keys())
def test_each_kind_of_row_is_saved_in_fifteen_queries_and_those_of_its_transaction(
    kind: str, fields: dict[str, str], queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows: dict[str, tuple[int, int]] = {
        "metric": (metric().pk, metric().version),
        "goal": (goal().pk, goal().version),
        "line": (line().pk, line().version),
        "section": (section("goals").pk, section("goals").version),
        "agreement": (draft().pk, draft().row_version),
    }
    pk, version = rows[kind]
    client = signed_in()
    with django_assert_num_queries(queries):
        response = client.post(f"{EDIT}{kind}/{pk}/", {"version": version, **fields}, headers=SCRIPT)
    assert response.status_code == 200
    assert queries <= 15 + 2
