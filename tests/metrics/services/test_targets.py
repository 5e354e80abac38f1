"""A target changes only in a draft, with a reason, and its history is kept; who answers for a metric is named."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from agreements.models import Status, User
from agreements.services.years import is_untouched
from metrics.models import Metric
from metrics.services.targets import (
    TargetChangedMeanwhileError,
    metric_direct,
    metric_entrust,
    target_change,
    target_changes,
)
from tests.metrics.follow_ups import user

pytestmark = pytest.mark.usefixtures("examples")

DRAFT = "yhteiset-palvelut-2021"
TARGET = "88–132 (≤ edellisen vuoden toteuma)"


def metric(slug: str = DRAFT) -> Metric:
    return Metric.objects.select_related("measure__goal__section__agreement").get(
        text__startswith="Lounais-Suomen kirjastojen extranetissä", measure__goal__section__agreement__slug=slug
    )


def change(after: str, *, reason: str = "Uusi suunta", seen: str | None = TARGET, by: str = "helena.laine") -> object:
    return target_change(metric=metric(), after=after, reason=reason, seen=seen, by=user(by), at=timezone.now())


def test_a_change_is_kept_with_what_was_before_who_and_why() -> None:
    assert is_untouched(metric().measure.goal.section.agreement)
    change(" 100–200 ")
    (kept,) = target_changes(metric())
    assert (kept.before, kept.after) == ({"target": TARGET}, {"target": "100–200"})
    assert (kept.revision.reason, kept.revision.by) == ("Uusi suunta", user("helena.laine"))
    agreement = metric().measure.goal.section.agreement
    assert metric().target == "100–200"
    assert (agreement.changed_at, agreement.changed_by) == (kept.revision.at, kept.revision.by)
    assert not is_untouched(agreement)


def test_every_change_stays_in_the_history() -> None:
    change("100")
    change("", seen="100")
    change("120", seen=None)
    assert [(row.before, row.after) for row in reversed(target_changes(metric()))] == [
        ({"target": TARGET}, {"target": "100"}),
        ({"target": "100"}, {"target": None}),
        ({"target": None}, {"target": "120"}),
    ]


def test_the_same_words_are_no_change() -> None:
    assert change(f"{TARGET} ") is None
    assert target_changes(metric()) == []


@pytest.mark.parametrize(
    ("field", "after", "reason"),
    [("reason", "5", " "), ("reason", "5", "x" * 5_001), ("after", "x" * 2_001, "y"), ("after", "5\x07", "y")],
)
def test_what_cannot_be_kept_is_refused_by_its_field_and_nothing_changes(field: str, after: str, reason: str) -> None:
    with pytest.raises(ValidationError) as refused:
        change(after, reason=reason)
    assert list(refused.value.message_dict) == [field]
    assert metric().target == TARGET


def test_nobody_overwrites_a_target_that_they_have_not_seen() -> None:
    change("100")
    with pytest.raises(TargetChangedMeanwhileError) as meanwhile:
        change("120")
    assert meanwhile.value.current == "100"
    assert metric().target == "100"


@pytest.mark.parametrize("name", ["mikko.saarinen", "kaisa.lehto", "sari.niemi", "admin"])
def test_only_those_who_edit_the_draft_change_its_targets(name: str) -> None:
    with pytest.raises(PermissionDenied):
        change("100", by=name)


@pytest.mark.parametrize("status", [status for status in Status if status != Status.DRAFT])
def test_a_target_changes_in_a_draft_only(status: Status) -> None:
    agreement = metric().measure.goal.section.agreement
    agreement.status, agreement.signed = status, "paper"
    agreement.save()
    with pytest.raises(PermissionDenied):
        change("100")


def entrust(slug: str, responsible: str | None, substitute: str | None, by: str) -> Metric:
    return metric_entrust(
        metric=metric(slug),
        responsible=user(responsible) if responsible else None,
        substitute=user(substitute) if substitute else None,
        by=user(by),
        at=timezone.now(),
    )


@pytest.mark.parametrize("slug", [DRAFT, "yhteiset-palvelut-2020"])
def test_people_are_named_in_a_draft_and_in_force(slug: str) -> None:
    entrust(slug, "kaisa.lehto", "virpi.aho", "helena.laine")
    assert (metric(slug).responsible, metric(slug).substitute) == (user("kaisa.lehto"), user("virpi.aho"))
    entrust(slug, None, None, "helena.laine")
    assert (metric(slug).responsible, metric(slug).substitute) == (None, None)


def test_nobody_substitutes_for_themselves_and_no_closed_account_is_named() -> None:
    with pytest.raises(ValidationError, match="substitute"):
        entrust(DRAFT, "kaisa.lehto", "kaisa.lehto", "helena.laine")
    User.objects.filter(pk=user("virpi.aho").pk).update(is_active=False)
    with pytest.raises(ValidationError, match="responsible"):
        entrust(DRAFT, "virpi.aho", None, "helena.laine")


@pytest.mark.parametrize("name", ["kaisa.lehto", "sari.niemi", "maria.lindholm", "admin"])
def test_others_name_nobody(name: str) -> None:
    with pytest.raises(PermissionDenied):
        entrust(DRAFT, "kaisa.lehto", None, name)


@pytest.mark.parametrize("slug", [DRAFT, "yhteiset-palvelut-2020"])
@pytest.mark.parametrize("direction", ["more", "less", "within", None])
def test_a_direction_is_set_in_a_draft_and_in_force(slug: str, direction: str | None) -> None:
    metric_direct(metric=metric(slug), direction=direction, by=user("helena.laine"), at=timezone.now())
    assert metric(slug).direction == direction


def test_a_direction_is_set_by_those_who_edit_or_record() -> None:
    with pytest.raises(PermissionDenied):
        metric_direct(metric=metric(DRAFT), direction="less", by=user("kaisa.lehto"), at=timezone.now())
