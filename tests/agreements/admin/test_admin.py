"""The admin shows every model; it edits units, people, policy and catalogues, and nothing of an agreement's content."""

import datetime
import json
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agreements.models import (
    Agreement,
    Change,
    ClosingRecord,
    Comment,
    CompetenceArea,
    Event,
    HigherGoal,
    LogEntry,
    Membership,
    Notice,
    PortfolioEntry,
    Presence,
    PrintJob,
    PrintPart,
    Revision,
    Scan,
    Section,
    SignedRecord,
    SigningRule,
    StatusChange,
    Unit,
    User,
)
from agreements.services.log import log_entry
from metrics.models import (
    Assessment,
    DifferentIndicators,
    Indicator,
    Metric,
    Observation,
    Policy,
    Reminder,
    Round,
    RoundReport,
)
from staffing.models import Allocation, AllocationActual, Position

APPS = ("agreements", "metrics", "staffing", "budgets")
MODELS = [model for app in APPS for model in apps.get_app_config(app).get_models()]
EDITED = {User, Membership, Unit, CompetenceArea, HigherGoal, PortfolioEntry, Indicator, Position, Policy, SigningRule}
CONTENT = [model for model in MODELS if model not in EDITED]

pytestmark = pytest.mark.usefixtures("examples")


def address(model: type[Model], page: str, *arguments: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=arguments)


@pytest.fixture
def superuser(examples: None) -> Client:
    client = Client()
    client.force_login(User.objects.get(email="admin@example.org"))
    return client


@pytest.fixture
def followed_up(examples: None) -> None:
    """One row of each model of which the examples have none."""
    user, metric, today = (
        User.objects.get(email="helena.laine@example.org"),
        Metric.objects.all()[0],
        datetime.date(2021, 1, 5),
    )
    now, agreement, unit = (
        timezone.now(),
        Agreement.objects.get(slug="yhteiset-palvelut-2020"),
        Unit.objects.get(name_fi="Turku"),
    )
    Observation.objects.create(indicator=metric.indicator, date=today, value="5", recorded_at=now, recorded_by=user)
    Assessment.objects.create(
        **{"metric_key": metric.key, "year": 2020, "colour": "green", "reason": "Hyvä"},
        assessed_at=now,
        assessed_by=user,
    )
    first, second = Indicator.objects.order_by("pk")[:2]
    DifferentIndicators.objects.create(first=first, second=second, declared_at=now, declared_by=user)
    Policy.objects.create(unit=unit)
    follow_up = Round.objects.create(unit=unit, date=today, due=today)
    RoundReport.objects.create(round=follow_up, agreement=agreement, metrics=[])
    Reminder.objects.create(round=follow_up, user=user, sent_at=now)
    step = Revision.objects.create(agreement=agreement, number=1, deed="save", at=now, by=user)
    Change.objects.create(revision=step, kind="metric", row=metric.pk, key=metric.key, version=2, after={"target": "5"})
    Comment.objects.create(
        agreement=agreement, kind="metric", key=metric.key, text="Onko tämä oikein?", at=now, by=user
    )
    Presence.objects.create(agreement=agreement, user=user, row="metric-1", seen_at=now)
    closed = StatusChange.objects.create(
        **{"agreement": agreement, "number": 1, "move": "close", "before": "in_force", "after": "closed"},
        at=now,
        by=user,
    )
    Notice.objects.create(change=closed, user=user)
    SigningRule.objects.create(unit=unit, kind="service_agreement", signatures=3)
    SignedRecord.objects.create(agreement=agreement, content="{}", sha256="0" * 64, at=now)
    ClosingRecord.objects.create(agreement=agreement, change=closed, content="{}", sha256="0" * 64, at=now, by=user)
    Scan.objects.create(
        **{"agreement": agreement, "file": b"%PDF", "sha256": "0" * 64, "content_type": "application/pdf"},
        **{"name": "sopimus.pdf", "at": now, "by": user},
    )
    job = PrintJob.objects.create(
        **{"ordered_by": user, "unit": unit, "year": 2020, "form": "book", "language": "fi", "ordered_at": now}
    )
    PrintPart.objects.create(job=job, number=1, agreement=agreement, name="Yhteiset palvelut 2020")
    log_entry(event=Event.LOGIN, by=user)
    AllocationActual.objects.create(
        allocation_key=Allocation.objects.all()[0].key, year=2024, percent="80 %", recorded_at=now, recorded_by=user
    )


def test_every_model_is_in_the_admin() -> None:
    assert [model._meta.label for model in MODELS if model not in admin.site._registry] == []


@pytest.mark.usefixtures("followed_up")
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_model_is_listed_searched_and_shown(model: type[Model], superuser: Client) -> None:
    rows = list(model._default_manager.all()[:1])
    assert rows, "The examples have no row of it"
    page = superuser.get(address(model, "changelist")).content.decode()
    assert f'/{rows[0].pk}/change/"' in page or model._default_manager.count() > 50
    assert 'name="q"' in page
    for text in ("Ä", "5 % a_b '"):
        assert superuser.get(f"{address(model, 'changelist')}?q={quote(text)}").status_code == 200
    assert superuser.get(address(model, "change", rows[0].pk)).status_code == 200


@pytest.mark.usefixtures("followed_up")
@pytest.mark.parametrize("model", CONTENT, ids=lambda model: model._meta.label)
def test_no_content_is_added_changed_or_deleted(model: type[Model], superuser: Client) -> None:
    row = model._default_manager.all()[0]
    before = list(model._default_manager.values())
    page = superuser.get(address(model, "change", row.pk)).content.decode()
    assert 'name="_save"' not in page
    assert "deletelink" not in page
    fields = {field.name: "1" for field in model._meta.fields}
    assert superuser.get(address(model, "add")).status_code == 403
    assert superuser.post(address(model, "add"), fields).status_code == 403
    assert superuser.post(address(model, "change", row.pk), fields).status_code == 403
    assert superuser.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    superuser.post(address(model, "changelist"), chosen)
    told = {"event": Event.DENIED} if model is LogEntry else {"pk": None}  # the log tells of the refusals
    assert list(model._default_manager.exclude(**told).values()) == before


@pytest.mark.usefixtures("followed_up")
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_list_takes_as_many_queries_whatever_its_length(model: type[Model], superuser: Client) -> None:
    """The same page with one row and with all of them."""
    superuser.get(address(model, "changelist"))
    row = model._default_manager.order_by("pk")[0]
    with CaptureQueriesContext(connection) as one:
        superuser.get(f"{address(model, 'changelist')}?pk={row.pk}")
    with CaptureQueriesContext(connection) as all_rows:
        superuser.get(address(model, "changelist"))
    assert len(all_rows) <= len(one)


@pytest.mark.parametrize("slug", ["yhteiset-palvelut-2020", "turku-ake-2024", "porvoo-ake-2026", "lumme-2018"])
def test_an_agreement_shows_its_tables(slug: str, superuser: Client) -> None:
    agreement = Agreement.objects.get(slug=slug)
    page = superuser.get(address(Agreement, "change", agreement.pk)).content.decode()
    assert page.count('id="section-') == agreement.sections.count()
    for metric in Metric.objects.filter(measure__goal__section__agreement=agreement):
        assert metric.text.split()[0] in page


@pytest.mark.parametrize("kind", ["text", "goals", "training", "staffing", "budget", "funding", "facts", "figure"])
def test_a_section_of_any_kind_shows_its_rows(kind: str, superuser: Client) -> None:
    section = Section.objects.filter(kind=kind)[0]
    page = superuser.get(address(Section, "change", section.pk)).content.decode()
    assert page.count('id="section-') == 1


@pytest.mark.parametrize("extension", ["json", "pdf", "xlsx"])
def test_an_agreement_is_taken_out_as_a_file(extension: str, superuser: Client) -> None:
    agreement = Agreement.objects.get(slug="yhteiset-palvelut-2020")
    export = reverse("admin:agreements_agreement_export", args=[agreement.pk, extension])
    assert f'href="{export}"' in superuser.get(address(Agreement, "change", agreement.pk)).content.decode()
    response = superuser.get(export)
    assert response.status_code == 200
    assert f"yhteiset-palvelut-2020.{extension}" in response.headers["Content-Disposition"]
    if extension == "json":
        assert json.loads(response.content)["slug"] == "yhteiset-palvelut-2020"


@pytest.mark.parametrize(("pk", "extension"), [(999_999, "json"), (None, "exe"), (None, "..")])
def test_a_file_that_does_not_exist_is_a_404(pk: int | None, extension: str, superuser: Client) -> None:
    pk = pk or Agreement.objects.all()[0].pk
    assert superuser.get(reverse("admin:agreements_agreement_export", args=[pk, extension])).status_code == 404


def test_the_link_to_the_page_is_for_those_who_may_open_it(superuser: Client) -> None:
    """A superuser is not a role."""
    agreement = Agreement.objects.get(slug="yhteiset-palvelut-2020")
    link = f'href="/agreements/{agreement.slug}/?version=1"'
    assert link not in superuser.get(address(Agreement, "change", agreement.pk)).content.decode()
    admin_user = User.objects.get(email="admin@example.org")
    Membership.objects.create(user=admin_user, unit=agreement.unit, role="viewer")
    assert link in superuser.get(address(Agreement, "change", agreement.pk)).content.decode()


@pytest.fixture
def staff(examples: None) -> Client:
    """Somebody of the staff who is no superuser, with a role in one unit."""
    User.objects.filter(email="helena.laine@example.org").update(is_staff=True)
    client = Client()
    client.force_login(User.objects.get(email="helena.laine@example.org"))
    return client


def rows_seen(client: Client, model: type[Model]) -> Iterator[int]:
    for row in model._default_manager.all():
        status = client.get(address(model, "change", row.pk)).status_code
        assert status in (200, 302)
        if status == 200:
            yield row.pk


@pytest.mark.parametrize("model", [Agreement, Unit, Membership, User], ids=lambda model: model._meta.label)
def test_staff_see_their_own_units_only(model: type[Model], staff: Client) -> None:
    own = {
        Agreement: Agreement.objects.filter(unit__name_fi="Yhteiset palvelut"),
        Unit: Unit.objects.filter(name_fi="Yhteiset palvelut"),
        Membership: Membership.objects.filter(unit__name_fi="Yhteiset palvelut"),
        User: User.objects.filter(email="helena.laine@example.org"),
    }
    assert set(rows_seen(staff, model)) == set(own[model].values_list("pk", flat=True))


@pytest.mark.usefixtures("followed_up")
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_staff_edit_nothing(model: type[Model], staff: Client) -> None:
    assert staff.get(address(model, "changelist")).status_code == 200
    assert staff.get(address(model, "add")).status_code == 403


def test_staff_make_nobody_a_superuser(staff: Client) -> None:
    own = User.objects.get(email="helena.laine@example.org")
    assert staff.post(address(User, "change", own.pk), {"is_superuser": "on"}).status_code == 403
    assert staff.get(reverse("admin:auth_user_password_change", args=[own.pk])).status_code == 403


def test_an_assessment_is_seen_by_staff_of_its_document(staff: Client) -> None:
    user = User.objects.get(email="admin@example.org")
    documents = {
        slug: Metric.objects.filter(measure__goal__section__agreement__slug=slug)[0]
        for slug in ("yhteiset-palvelut-2020", "porvoo-ake-2026")
    }
    made = {
        slug: Assessment.objects.create(
            **{"metric_key": metric.key, "year": 2020, "colour": "green", "reason": "Hyvä"},
            **{"assessed_at": timezone.now(), "assessed_by": user},
        ).pk
        for slug, metric in documents.items()
    }
    Assessment.objects.create(
        **{"metric_key": uuid.uuid4(), "year": 2020, "colour": "red", "reason": "Ei"},
        **{"assessed_at": timezone.now(), "assessed_by": user},
    )
    assert list(rows_seen(staff, Assessment)) == [made["yhteiset-palvelut-2020"]]


def test_those_who_are_not_staff_are_sent_to_sign_in() -> None:
    client = Client()
    client.force_login(User.objects.get(email="pekka.salo@example.org"))
    assert client.get("/admin/").status_code == 302
    agreement = Agreement.objects.all()[0]
    assert client.get(reverse("admin:agreements_agreement_export", args=[agreement.pk, "json"])).status_code == 302


def test_a_person_is_added_with_a_password_and_a_role(superuser: Client) -> None:
    unit = Unit.objects.get(name_fi="Turku")
    response = superuser.post(
        address(User, "add"),
        {
            **{
                "email": "Uusi.Henkilo@Example.org",
                "name": "Uusi Henkilö",
                "language": "fi",
                "usable_password": "true",
            },
            **{"password1": "pitka-ja-outo-sana", "password2": "pitka-ja-outo-sana"},
            **{"memberships-TOTAL_FORMS": "1", "memberships-INITIAL_FORMS": "0"},
            **{"memberships-0-unit": unit.pk, "memberships-0-role": "viewer"},
        },
    )
    assert response.status_code == 302
    user = User.objects.get(email__iexact="uusi.henkilo@example.org")
    assert user.check_password("pitka-ja-outo-sana")
    role = user.memberships.get()
    assert (role.unit, role.given_by and role.given_by.is_superuser) == (unit, True)
    assert Client().login(username="uusi.henkilo@example.org", password="pitka-ja-outo-sana")


def test_an_address_is_taken_whatever_its_case(superuser: Client) -> None:
    fields = {"email": "HELENA.LAINE@example.org", "name": "Toinen", "language": "fi", "usable_password": "false"}
    empty = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
    response = superuser.post(address(User, "add"), {**fields, **empty})
    assert response.status_code == 200
    assert User.objects.filter(email__iexact="helena.laine@example.org").count() == 1


def test_nobody_is_deleted(superuser: Client) -> None:
    """Who wrote and recorded what stays known."""
    user = User.objects.get(email="helena.laine@example.org")
    assert superuser.post(address(User, "delete", user.pk), {"post": "yes"}).status_code == 403


def test_a_unit_is_renamed_and_its_documents_are_not(superuser: Client) -> None:
    unit = Unit.objects.get(name_fi="Yhteiset palvelut")
    fields = {
        "parent": unit.parent_id,
        "position": unit.position,
        "kind": unit.kind,
        "name_fi": "Tukipalvelut",
        "name_sv": "",
    }
    assert superuser.post(address(Unit, "change", unit.pk), fields).status_code == 302
    unit.refresh_from_db()
    assert unit.name_fi == "Tukipalvelut"
    assert Agreement.objects.get(slug="yhteiset-palvelut-2020").short_name == "Yhteiset palvelut 2020"


def test_a_unit_is_not_put_below_itself(superuser: Client) -> None:
    unit, below = Unit.objects.get(name_fi="Kirjastopalvelut"), Unit.objects.get(name_fi="Yhteiset palvelut")
    fields = {"parent": below.pk, "position": 0, "kind": unit.kind, "name_fi": unit.name_fi, "name_sv": ""}
    assert superuser.post(address(Unit, "change", unit.pk), fields).status_code == 200
    unit.refresh_from_db()
    assert unit.parent_id != below.pk


def test_an_area_that_a_signed_document_prints_keeps_its_name(superuser: Client) -> None:
    area = CompetenceArea.objects.filter(tables__section__agreement__status="in_force")[0]
    superuser.post(address(CompetenceArea, "change", area.pk), {"name": "Toinen nimi", "unit": area.unit_id})
    area.refresh_from_db()
    assert area.name != "Toinen nimi"
    fresh = CompetenceArea.objects.create(unit=area.unit, name="Uusi osaamisalue")
    superuser.post(address(CompetenceArea, "change", fresh.pk), {"name": "Toinen nimi", "unit": area.unit_id})
    fresh.refresh_from_db()
    assert fresh.name == "Toinen nimi"


def test_catalogues_are_edited(superuser: Client) -> None:
    indicator, position = Indicator.objects.all()[0], Position.objects.filter(number__isnull=False)[0]
    page = superuser.get(address(Indicator, "change", indicator.pk)).content.decode()
    assert 'name="_save"' in page
    fields = {"unit": position.unit_id, "number": position.number, "title": "kirjastonjohtaja"}
    assert superuser.post(address(Position, "change", position.pk), fields).status_code == 302
    position.refresh_from_db()
    assert position.title == "kirjastonjohtaja"


def test_the_list_of_units_is_in_finnish_order(superuser: Client) -> None:
    for name in ("Zeta", "Äänekoski", "Åbo", "Ähtäri"):
        Unit.objects.create(kind="city", name_fi=name)
    page = superuser.get(address(Unit, "changelist")).content.decode()
    places = [page.index(f">{name}</a>") for name in ("Zeta", "Åbo", "Ähtäri", "Äänekoski")]
    assert places == sorted(places)
