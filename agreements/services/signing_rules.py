"""How a unit's documents of a kind are signed: by how many, in which order, with a decision or without."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agreements import rights
from agreements.log import about_unit
from agreements.models import Event, Kind, SigningRule, Unit, User
from agreements.services.log import log_entry
from agreements.services.units import refusal_to_edit

MOST = 20
"""Signatures at most."""


class RuleChangedMeanwhileError(Exception):
    """Somebody else changed the rule; `current` is the rule now, None when it was taken away."""

    def __init__(self, current: SigningRule | None) -> None:
        super().__init__()
        self.current = current


@transaction.atomic
def signing_rule_set(
    *,
    unit: Unit,
    kind: Kind,
    signatures: int,
    in_order: bool,
    asks_decision: bool,
    seen: int,
    by: User,
    at: datetime.datetime,
) -> SigningRule:
    """The unit's own rule for documents of the kind, for itself and what is below it.

    `seen` is the version of the rule that the person saw, 0 when the unit had none of its own. Raises PermissionDenied;
    RuleChangedMeanwhileError; ValidationError by field.
    """
    current = _locked(unit, kind, by)
    _check_seen(current, seen)
    if not 1 <= signatures <= MOST:
        raise ValidationError({"signatures": [_("Write a number from 1 to %(most)d.") % {"most": MOST}]})
    rule = current or SigningRule(unit=unit, kind=kind, version=0)
    before = _words(current)
    rule.signatures, rule.in_order, rule.asks_decision = signatures, in_order, asks_decision
    if _words(rule) == before:
        return rule
    rule.version += 1
    rule.save()
    _log(unit, kind, before, _words(rule), by, at)
    return rule


@transaction.atomic
def signing_rule_drop(*, unit: Unit, kind: Kind, seen: int, by: User, at: datetime.datetime) -> None:
    """The unit has no rule of its own any more: what is above it, or usual, holds. Raises as signing_rule_set does."""
    current = _locked(unit, kind, by)
    if current is None:
        return
    _check_seen(current, seen)
    before = _words(current)
    current.delete()
    _log(unit, kind, before, None, by, at)


def _locked(unit: Unit, kind: Kind, by: User) -> SigningRule | None:
    locked = Unit.objects.select_for_update().get(pk=unit.pk)
    if not rights.administered_units(by).filter(pk=locked.pk).exists():
        raise PermissionDenied(refusal_to_edit(locked))
    return SigningRule.objects.filter(unit=locked, kind=kind).first()


def _check_seen(current: SigningRule | None, seen: int) -> None:
    if (current.version if current else 0) != seen:
        raise RuleChangedMeanwhileError(current)


def _words(rule: SigningRule | None) -> dict[str, Any] | None:
    if rule is None:
        return None
    return {"signatures": rule.signatures, "in_order": rule.in_order, "asks_decision": rule.asks_decision}


def _log(
    unit: Unit,
    kind: Kind,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    by: User,
    at: datetime.datetime,
) -> None:
    detail = {"kind": kind.value, "before": before, "after": after}
    log_entry(event=Event.RULE_CHANGED, by=by, at=at, about=about_unit(unit), unit=unit.pk, detail=detail)
