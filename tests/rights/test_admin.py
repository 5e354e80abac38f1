"""The admin × every registered model × page × method × person: who looks, who edits, and what nobody does.

A model that is edited there has a line in `EDITED`; every other is only looked at, whoever it is. What belongs to other
units than one's own is not there for staff.
"""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from agreements.models import Agreement, Goal, Membership, Role, Section, Unit, User
from tests.rights.world import FAR, OWN, Who, World, make_world

pytestmark = pytest.mark.django_db

ADD, CHANGE, DELETE = "add", "change", "delete"
EVERYTHING = frozenset({ADD, CHANGE, DELETE})
EDITED = {
    "agreements.User": frozenset({ADD, CHANGE}),
    "agreements.Membership": EVERYTHING,
    "agreements.Unit": EVERYTHING,
    "agreements.CompetenceArea": EVERYTHING,
    "agreements.HigherGoal": EVERYTHING,
    "agreements.PortfolioEntry": EVERYTHING,
    "agreements.SigningRule": EVERYTHING,
    "metrics.Indicator": EVERYTHING,
    "metrics.Policy": EVERYTHING,
    "staffing.Position": EVERYTHING,
    "mfa.Authenticator": frozenset({DELETE}),
    "socialaccount.SocialAccount": frozenset({DELETE}),
}
"""What a superuser does in the admin besides looking, by model."""
FOR_SUPERUSERS = {"mfa.Authenticator", "socialaccount.SocialAccount", "django_tasks_database.DBTaskResult"}
"""What staff do not even look at."""
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
NO_STAFF = ("nobody", "deactivated", "viewer", "administrator", "responsible")


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The world with somebody who is staff and reads one unit; all of it is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        staff = User.objects.create_user("staff@matrix.example.org", name="staff", language="en", is_staff=True)
        Membership.objects.create(user=staff, unit=own_unit(world), role=Role.VIEWER)
        world.people.append(Who("staff", staff))
        yield world
        transaction.set_rollback(True)


def own_unit(world: World) -> Unit:
    unit: Unit = Unit.objects.get(pk=next(each for each in world.things["unit"] if each.where == OWN).names["unit"])
    return unit


@pytest.fixture(scope="module")
def clients(world: World) -> dict[str, Client]:
    clients = {who.name: Client(raise_request_exception=False) for who in world.people}
    for who in world.people:
        if who.user:
            clients[who.name].force_login(who.user, backend="agreements.authentication.EmailBackend")
    return clients


def page(model: type[Model], name: str, *arguments: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=arguments)


def ask(client: Client, method: str, path: str, data: dict[str, str] | None = None) -> str:
    """What the answer amounts to; whatever was done is taken back."""
    with transaction.atomic():
        response = getattr(client, method)(path, data or {})
        transaction.set_rollback(True)
    if response.status_code == 302 and "login" in response["Location"]:
        return "sign in"
    if response.status_code == 302 and response["Location"] == reverse("admin:index"):
        return "absent"
    return {403: "refused", 404: "absent"}.get(response.status_code, "done" if response.status_code < 400 else "failed")


def pages(model: type[Model], row: Model | None) -> Iterator[tuple[str, str, str, str]]:
    """Each page of the model with its method, and what it does with the row."""
    yield "look", "get", page(model, "changelist"), "changelist"
    for method in ("get", "post"):
        yield ADD, method, page(model, "add"), "add"
        if row is not None:
            yield DELETE, method, page(model, "delete", row.pk), "delete"
    if row is not None:
        yield "look", "get", page(model, "change", row.pk), "change"
        yield "look", "get", page(model, "history", row.pk), "history"
        yield CHANGE, "post", page(model, "change", row.pk), "change"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_superusers_do_what_the_table_says_staff_look_and_others_are_asked_to_sign_in(
    model: type[Model], world: World, clients: dict[str, Client]
) -> None:
    row = model._default_manager.order_by("pk").first()
    turn = MODELS.index(model) % len(NO_STAFF)
    wrong = []
    for deed, method, path, name in pages(model, row):
        may = deed == "look" or deed in EDITED.get(model._meta.label, ())
        looks = deed == "look" and model._meta.label not in FOR_SUPERUSERS
        outsider = NO_STAFF[turn]
        # A row that is not in one of staff's own units is not there for them.
        of_row = {"absent"} if name in ("change", "delete", "history") else set()
        for who, should in (
            ("superuser", {"done" if may else "refused"}),
            ("staff", {"done" if looks else "refused"} | of_row),
            (outsider, {"sign in"}),
        ):
            does = ask(clients[who], method, path)
            if does not in should:
                wrong.append(f"{who}, {method} {name}: {does}, not {' or '.join(sorted(should))}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_rows_are_deleted_from_a_list_only_where_they_are_deleted_at_all(
    model: type[Model], clients: dict[str, Client]
) -> None:
    row = model._default_manager.order_by("-pk").first()
    if row is None or DELETE in EDITED.get(model._meta.label, ()):
        return
    data = {"action": "delete_selected", "_selected_action": str(row.pk), "post": "yes", "index": "0"}
    for who in ("superuser", "staff"):
        with transaction.atomic():
            response = clients[who].post(page(model, "changelist"), data)
            assert response.status_code < 500
            assert model._default_manager.filter(pk=row.pk).exists(), who
            transaction.set_rollback(True)


@pytest.mark.parametrize("model", [Agreement, Section, Goal], ids=lambda model: model._meta.label)
def test_what_is_in_another_city_is_not_there_for_staff(
    model: type[Model], world: World, clients: dict[str, Client]
) -> None:
    path = {Agreement: "slug", Section: "agreement__slug", Goal: "section__agreement__slug"}[model]
    for where, seen in ((OWN, True), (FAR, False)):
        slug = next(each for each in world.things["document"] if each.where == where).names["slug"]
        row = model._default_manager.filter(**{path: slug}).order_by("pk")[0]
        assert (clients["staff"].get(page(model, "change", row.pk)).status_code == 200) is seen
    absent = clients["staff"].get(page(model, "change", 2_000_000_000))
    assert absent.status_code == 302
    assert absent["Location"] == reverse("admin:index")


def test_the_front_page_is_for_staff_and_the_other_pages_never_fail(clients: dict[str, Client]) -> None:
    assert {name: ask(client, "get", reverse("admin:index")) for name, client in clients.items()} == {
        **dict.fromkeys(clients, "sign in"),
        "superuser": "done",
        "staff": "done",
    }
    for name in ("password_change", "password_change_done", "jsi18n", "autocomplete", "login", "logout"):
        for method in ("get", "post"):
            for client in (clients["nobody"], clients["viewer"], clients["staff"], clients["superuser"]):
                with transaction.atomic():
                    assert getattr(client, method)(reverse(f"admin:{name}")).status_code < 500, name
                    transaction.set_rollback(True)
