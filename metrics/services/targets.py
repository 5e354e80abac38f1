"""Targets that change while their document is a draft, a metric's direction, and who answers for it."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agreements import rights
from agreements.models import Agreement, User
from metrics.models import Metric, TargetChange
from metrics.services.texts import checked

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
) -> TargetChange | None:
    """The metric's new target, with what it said before, who changed it, when and why; None when it says the same.

    `seen` is the target that the person saw. Raises PermissionDenied where the document is no draft of theirs;
    ValidationError by field; TargetChangedMeanwhileError.
    """
    agreement = _locked_agreement(metric)
    if not rights.may(by, agreement).edit:
        raise PermissionDenied(_("A target is changed while the document is a draft, by those who may edit it."))
    target = checked("after", after, longest=LONGEST["after"]) or None
    locked = Metric.objects.select_for_update().get(pk=metric.pk)
    if (locked.target or None) != (seen or None):
        raise TargetChangedMeanwhileError(locked.target)
    if target == locked.target:
        return None
    why = checked("reason", reason, longest=LONGEST["reason"])
    if not why:
        raise ValidationError({"reason": _("Say why the target changes.")})
    change = TargetChange.objects.create(
        metric=locked,
        before=locked.target,
        after=target,
        reason=why,
        changed_at=at,
        changed_by=by,
    )
    locked.target = target
    locked.save(update_fields=("target",))
    agreement.changed_at, agreement.changed_by = at, by
    agreement.save(update_fields=("changed_at", "changed_by"))
    return change


@transaction.atomic
def metric_direct(*, metric: Metric, direction: str | None, by: User) -> Metric:
    """The metric with its direction ("more", "less" or "within"), or None where the target itself says enough.

    Raises PermissionDenied for whom may neither edit nor record.
    """
    may = rights.may(by, _locked_agreement(metric))
    if not (may.edit or may.record):
        raise PermissionDenied(_("The direction is set by those who may edit the document or record in it."))
    locked = Metric.objects.select_for_update().get(pk=metric.pk)
    locked.direction = direction
    locked.save(update_fields=("direction",))
    return locked


@transaction.atomic
def metric_entrust(*, metric: Metric, responsible: User | None, substitute: User | None, by: User) -> Metric:
    """The metric with its responsible person and substitute, either of them nobody.

    Raises PermissionDenied for whom may neither edit nor record; ValidationError by field for one person in both
    places and for an account that is closed.
    """
    may = rights.may(by, _locked_agreement(metric))
    if not (may.edit or may.record):
        raise PermissionDenied(_("Responsible persons are named by those who may edit the document or record in it."))
    if responsible is not None and responsible == substitute:
        raise ValidationError({"substitute": _("The substitute is another person.")})
    for field, person in (("responsible", responsible), ("substitute", substitute)):
        if person is not None and not person.is_active:
            raise ValidationError({field: _("The person's account has been closed.")})
    locked = Metric.objects.select_for_update().get(pk=metric.pk)
    locked.responsible, locked.substitute = responsible, substitute
    locked.save(update_fields=("responsible", "substitute"))
    return locked


def _locked_agreement(metric: Metric) -> Agreement:
    return Agreement.objects.select_for_update().get(sections__goals__measures__metrics=metric)
