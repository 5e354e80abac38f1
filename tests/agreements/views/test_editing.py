"""The editor's page and its parts: what they show to whom, and what they cost."""

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from agreements.models import Agreement, Goal, HigherGoal, Kind, Measure, Presence, Status, User
from agreements.rows import load_snapshot, row_kinds
from agreements.rows.fields import Names
from agreements.services.rows import section_add
from metrics.models import Metric
from tests.agreements.deeds import DRAFT, EDIT, SCRIPT, draft, goal, metric, nothing_changes, section, signed_in
from tests.agreements.views.test_agreement import lengthen

pytestmark = pytest.mark.usefixtures("examples")

# The session, the user, the agreement, what may be done with it; its rows by their kinds, what their ids lead to; open
# comments, who else is here; the checks, and the lists to pick from.
QUERIES = {
    DRAFT: 17,
    "asiakaspalvelut-2021": 17,
    "yhteiset-palvelut-2020": 17,
    "turku-ake-2024": 17,
    "lumme-2018": 9,
    "porvoo-ake-2026": 23,
}
EDITORS = {
    DRAFT: "helena.laine",
    "asiakaspalvelut-2021": "sari.niemi",
    "yhteiset-palvelut-2020": "helena.laine",
    "turku-ake-2024": "mikko.saarinen",
    "lumme-2018": "virpi.aho",
    "porvoo-ake-2026": "maria.lindholm",
}


def as_draft(slug: str) -> tuple[Client, str]:
    """Somebody who may edit the document, which is made a draft, and the address of its editor."""
    Agreement.objects.filter(slug=slug).update(status=Status.DRAFT)
    return signed_in(EDITORS[slug]), f"/agreements/{slug}/edit/"


@pytest.mark.parametrize("slug", EDITORS)
def test_opening_the_editor_costs_a_fixed_number_of_queries(
    slug: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client, address = as_draft(slug)
    with django_assert_num_queries(QUERIES[slug]):
        assert client.get(address).status_code == 200
    lengthen(Agreement.objects.get(slug=slug))
    with django_assert_num_queries(QUERIES[slug]):
        assert client.get(address).status_code == 200
    assert QUERIES[slug] <= 25


def test_a_document_with_everything_in_it_opens_in_as_few(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """Every kind of section, and rows that lead to a person, a project and a higher goal."""
    client, address = as_draft("porvoo-ake-2026")
    agreement, user = Agreement.objects.get(slug="porvoo-ake-2026"), User.objects.get(name="Maria Lindholm")
    for kind in ("facts", "funding"):
        section_add(agreement=agreement, section_kind=kind, parent=None, values={}, by=user, at=timezone.now())
    row = Metric.objects.filter(measure__goal__section__agreement=agreement)[0]
    higher = HigherGoal.objects.create(unit=agreement.unit, source=HigherGoal.objects.all()[0].source, title="Ylempi")
    project = Agreement.objects.create(
        kind=Kind.GRANT_PROJECT,
        slug="hanke-2026",
        **{name: getattr(agreement, name) for name in ("unit", "unit_chain", "title", "year", "language", "cover")},
        **{name: getattr(agreement, name) for name in ("period_start", "period_end", "status", "changed_at")},
    )
    Metric.objects.filter(pk=row.pk).update(responsible=user)
    Measure.objects.filter(pk=row.measure_id).update(in_portfolio="K", project=project)
    Goal.objects.filter(pk=row.measure.goal_id).update(serves=higher)
    with django_assert_num_queries(24):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("slug", EDITORS)
def test_every_text_of_the_document_stands_in_a_field(slug: str) -> None:
    client, address = as_draft(slug)
    page = client.get(address).content.decode()
    written = {html.unescape(text).strip() for text in re.findall(r"<textarea[^>]*>([^<]*)</textarea>", page)}
    snapshot = load_snapshot(Agreement.objects.get(slug=slug))
    for row in snapshot.rows.values():
        above = snapshot.section_of(row)
        for each in row_kinds[row.kind].fields_of(row.state, above.state if above else None):
            if each.widget in ("text", "line") and not each.more:
                text = each.written(row.state, Names())
                assert text.replace("\r", "").strip() in written | {""}, (row.id, each.name)


def test_a_section_and_a_group_of_its_table_are_sent_alone(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client, row = signed_in(), goal()
    path = f"{EDIT}sections/{row.section_id}/"
    for _round in range(2):
        with django_assert_num_queries(PART):
            part = client.get(path).content.decode()
        with django_assert_num_queries(PART):
            group = client.get(path, {"group": f"goal-{row.pk}"}).content.decode()
        assert set(re.findall(r'id="group-([^"]+)"', group)) == {f"goal-{row.pk}"}
        assert "<html" not in part + group
        assert len(group) < len(part)
        lengthen(draft())
    assert PART <= 15


PART = 9


def test_rows_that_are_being_written_stand_in_the_part_that_is_sent() -> None:
    row = metric()
    path = f"{EDIT}sections/{row.measure.goal.section_id}/"
    part = signed_in().get(path, {"new": f"metric:{row.measure_id}:0:-7"}).content.decode()
    assert 'data-tools="metric--7"' in part


@pytest.mark.parametrize(
    "new",
    ["", "metric", "metric:1", "nonsense:1:0:-7", "metric:0:0:-7", f"metric:{'9' * 30}:0:-7", "metric:1:0:7", "\x00"],
)
def test_rows_that_cannot_be_there_are_left_out(new: str) -> None:
    path = f"{EDIT}sections/{section('goals').pk}/"
    assert signed_in().get(path, {"new": new, "group": "goal-x"}).status_code == 200


@pytest.mark.parametrize("pk", ["0", str(2**31), str(2**63), "9" * 30])
def test_a_section_that_is_not_there_is_not_found(pk: str) -> None:
    assert signed_in().get(f"{EDIT}sections/{pk}/").status_code == 404
    foreign = section("goals", "porvoo-ake-2026")
    assert signed_in().get(f"{EDIT}sections/{foreign.pk}/").status_code == 404


def test_a_controller_writes_in_budgets_alone() -> None:
    page = signed_in("tuula.heino").get(EDIT).content.decode()
    fields = re.findall(r'<(?:textarea|input|select)[^>]*data-row="(\w+)-[^>]*>', page)
    free = {
        re.findall(r'data-row="(\w+)-', tag)[0]
        for tag in re.findall(r"<(?:textarea|input|select)[^>]*data-row=[^>]*>", page)
        if "data-locked" not in tag
    }
    assert {"metric", "section", "line"} <= set(fields)
    assert free <= {"line", "budget"}


@pytest.mark.parametrize("name", ["mikko.saarinen", "anna-leena.virta", "kaisa.lehto"])
def test_readers_are_told_that_they_do_not_edit_it(name: str) -> None:
    for path in ("", f"sections/{section('goals').pk}/", f"metric/{metric().pk}/", "goal/add/"):
        response = signed_in(name).get(EDIT + path)
        assert response.status_code == 403, path
        assert "the unit head or the administrator may edit a draft" in response.content.decode(), path


@pytest.mark.parametrize("status", [status for status in Status if status != Status.DRAFT])
def test_what_is_no_draft_any_more_has_no_editor(status: Status) -> None:
    Agreement.objects.filter(slug=DRAFT).update(status=status, signed="paper")
    response = signed_in().get(EDIT)
    assert response.status_code == 403
    assert "Only a draft is edited" in response.content.decode()


# --- who else is here -----------------------------------------------------------------------------------------------


def tell(client: Client, **fields: Any) -> Any:
    return client.post(f"{EDIT}presence/", fields, headers=SCRIPT)


def test_two_people_on_a_draft_are_told_of_each_other_and_of_each_others_changes() -> None:
    head, administrator, row = signed_in(), signed_in("pekka.salo"), metric()
    tell(head, row=f"metric-{row.pk}", revision=0)
    answer = tell(administrator, row="", revision=0).json()
    assert [(other["name"], other["row"]) for other in answer["others"]] == [("Helena Laine", f"metric-{row.pk}")]
    head.post(f"{EDIT}metric/{row.pk}/", {"version": row.version, "target": "6–8"}, headers=SCRIPT)
    told = tell(administrator, revision=0).json()
    assert [(change["row"], change["version"]) for change in told["changes"]] == [(f"metric-{row.pk}", row.version + 1)]
    assert told["revision"] == 1
    assert tell(head, revision=0).json()["changes"] == []


@pytest.mark.parametrize("fields", [{}, {"row": "x" * 10_000, "revision": "x"}, {"row": "\x00", "revision": "9" * 40}])
def test_nonsense_about_oneself_is_taken_for_nothing(fields: dict[str, str]) -> None:
    answer = tell(signed_in(), **fields)
    assert answer.status_code == 200
    assert Presence.objects.get().row == ""


def test_whoever_may_not_edit_is_not_counted_as_being_here() -> None:
    with nothing_changes():
        refused = tell(signed_in("kaisa.lehto"), revision=0)
        outside = tell(signed_in("maria.lindholm"), revision=0)
    assert (refused.status_code, outside.status_code) == (403, 404)
    assert refused.json()["errors"]
    assert not Presence.objects.exists()


def test_telling_that_one_is_here_costs_a_fixed_number_of_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = signed_in()
    with django_assert_num_queries(PRESENCE):
        tell(client, revision=0)


PRESENCE = 6
