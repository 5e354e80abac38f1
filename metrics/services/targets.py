"""A metric's target, direction and people outside the editor: with a reason, or while the document is in force."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agreements import rights
from agreements.models import Agreement, Change, Revision, User
from agreements.refusals import refuse
from agreements.services.rows import ChangedMeanwhileError, row_save
from agreements.written import checked_field
from metrics.indicators import AGREEMENT
from metrics.models import Metric

LONGEST = {"after": 2_000, "reason": 5_000}
"""Characters."""


class TargetChangedMeanwhileError(Exception):
    """Somebody else changed the target; `current` is what it says now."""

    def __init__(self, current: str | None) -> None:
        super().__init__()
        self.current = current


@transaction.atomic
def target_change(
    *, metric: Metric, after: str, reason: str, seen: str | None, by: User, at: datetime.datetime
) -> Revision | None:
    """Give the metric a new target and say why; the step that did, None when the target says the same.

    `seen` is the target that the person saw. Raises PermissionDenied where the document is no draft of theirs;
    ValidationError by field; TargetChangedMeanwhileError.
    """
    agreement = _locked_agreement(metric)
    if not rights.may(by, agreement).edit:
        refuse("edit", agreement)
    target = checked_field("after", after, longest=LONGEST["after"])
    current = Metric.objects.get(pk=metric.pk)
    if (current.target or None) != (seen or None):
        raise TargetChangedMeanwhileError(current.target)
    if target == (current.target or ""):
        return None
    why = checked_field("reason", reason, longest=LONGEST["reason"])
    if not why:
        raise ValidationError({"reason": _("Say why the target changes.")})
    try:
        saved = row_save(
            agreement=agreement,
            kind="metric",
            pk=metric.pk,
            version=current.version,
            values={"target": target},
            by=by,
            at=at,
            reason=why,
        )
    except ChangedMeanwhileError as error:
        raise TargetChangedMeanwhileError(error.current.state["target"]) from error
    return saved.revision


def target_changes(metric: Metric) -> list[Change]:
    """The changes of the metric's target in its document, the newest first, each with its revision."""
    changes = Change.objects.filter(
        revision__agreement=metric.measure.goal.section.agreement_id,
        kind="metric",
        row=metric.pk,
        before__has_key="target",
        after__has_key="target",
    )
    return list(changes.select_related("revision__by").order_by("-pk"))


@transaction.atomic
def metric_direct(*, metric: Metric, direction: str | None, by: User, at: datetime.datetime) -> Metric:
    """The metric with its direction ("more", "less" or "within"), or None where the target itself says enough.

    Raises PermissionDenied for whom may neither edit nor record.
    """
    agreement = _locked_agreement(metric)
    may = rights.may(by, agreement)
    if not (may.edit or may.record):
        refuse("entrust", agreement)
    locked = Metric.objects.select_for_update().get(pk=metric.pk)
    if may.edit:
        values = {"direction": direction or ""}
        row_save(agreement=agreement, kind="metric", pk=metric.pk, version=locked.version, values=values, by=by, at=at)
        return Metric.objects.get(pk=metric.pk)
    _tell_amendment(locked, agreement, direction=direction)
    locked.direction = direction
    locked.save(update_fields=("direction",))
    return locked


@transaction.atomic
def metric_entrust(
    *, metric: Metric, responsible: User | None, substitute: User | None, by: User, at: datetime.datetime
) -> Metric:
    """The metric with its responsible person and substitute, either of them nobody.

    Raises PermissionDenied for whom may neither edit nor record; ValidationError by field for one person in both
    places and for an account that is closed.
    """
    agreement = _locked_agreement(metric)
    may = rights.may(by, agreement)
    if not (may.edit or may.record):
        refuse("entrust", agreement)
    if responsible is not None and responsible == substitute:
        raise ValidationError({"substitute": _("The substitute is another person.")})
    people = {"responsible": responsible, "substitute": substitute}
    for field, person in people.items():
        if person is not None and not person.is_active:
            raise ValidationError({field: _("The person's account has been closed.")})
    locked = Metric.objects.select_for_update().get(pk=metric.pk)
    if may.edit:
        named = {f"{field}_id": person.email if person else "" for field, person in people.items()}
        row_save(agreement=agreement, kind="metric", pk=metric.pk, version=locked.version, values=named, by=by, at=at)
        return Metric.objects.get(pk=metric.pk)
    _tell_amendment(locked, agreement, responsible=responsible, substitute=substitute)
    locked.responsible, locked.substitute = responsible, substitute
    locked.save(update_fields=("responsible", "substitute"))
    return locked


def _tell_amendment(metric: Metric, agreement: Agreement, **after: object) -> None:
    """An amendment that is being made goes on with the same, unless its draft says something else already."""
    before = {name: getattr(metric, name) for name in after}
    same = Metric.objects.filter(key=metric.key, **{f"{AGREEMENT}__supersedes": agreement}, **before)
    same.update(**after)


def _locked_agreement(metric: Metric) -> Agreement:
    return Agreement.objects.select_for_update(of=("self",)).get(sections__goals__measures__metrics=metric)
