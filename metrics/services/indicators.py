"""The catalogue of indicators: what they are, and which are the same."""

import datetime
import hashlib
from collections.abc import Mapping

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agreements.models import User
from agreements.written import checked_field
from metrics.indicators import editable_indicators, group_of
from metrics.models import DifferentIndicators, Indicator, Metric, Observation

LONGEST = {  # characters
    "name": 2_000,
    "definition": 5_000,
    "source": 2_000,
    "unit_of_measurement": 100,
    "cycle": 100,
}


class DescribedMeanwhileError(Exception):
    """Somebody else described the indicator; `current` is what it says now."""

    def __init__(self, current: Indicator) -> None:
        super().__init__()
        self.current = current


def fingerprint(indicator: Indicator) -> str:
    """What tells one description of the indicator from another."""
    texts = "\x1f".join(getattr(indicator, field) for field in LONGEST)
    return hashlib.sha256(texts.encode()).hexdigest()


@transaction.atomic
def indicator_describe(*, indicator: Indicator, texts: Mapping[str, str], seen: str, by: User) -> Indicator:
    """The indicator with its name, definition, source, unit of measurement and cycle as given.

    `seen` is the fingerprint of what the person saw. Raises PermissionDenied; ValidationError by field;
    DescribedMeanwhileError.
    """
    locked = _locked(indicator.pk)[0]
    check_looks_after(by, locked)
    if seen != fingerprint(locked):
        raise DescribedMeanwhileError(locked)
    for field, longest in LONGEST.items():
        setattr(locked, field, checked_field(field, texts[field], longest=longest))
    if not locked.name:
        raise ValidationError({"name": _("Write something here.")})
    locked.save(update_fields=LONGEST)
    return locked


@transaction.atomic
def indicator_join(*, indicator: Indicator, into: Indicator, by: User, at: datetime.datetime) -> Indicator:
    """From now on the first is the same as the second, `into`, whose history has the values of both.

    What is recorded stays where it was recorded, so that the two can be split again. Raises PermissionDenied; and
    ValidationError when they are the same already, belong to different organisations, or hold values that differ for
    the same year or day.
    """
    joined, main = _locked(indicator.pk, into.pk)
    check_looks_after(by, joined, main)
    if joined.pk == main.pk or main.main_id or joined.main_id:
        raise ValidationError(_("The two are the same indicator already, or somebody has changed them meanwhile."))
    if joined.unit_id != main.unit_id:
        raise ValidationError(_("The two indicators belong to different organisations."))
    _check_values_agree(joined, main)
    Indicator.objects.filter(main=joined).update(main=main)
    joined.main, joined.joined_at, joined.joined_by = main, at, by
    joined.save(update_fields=("main", "joined_at", "joined_by"))
    first, second = sorted((joined.pk, main.pk))
    DifferentIndicators.objects.filter(first=first, second=second).delete()
    return main


@transaction.atomic
def indicator_split(*, indicator: Indicator, by: User) -> Indicator:
    """The indicator stands for itself again, with the values that were recorded for it.

    Raises PermissionDenied; ValidationError when it stands for itself already.
    """
    main = indicator.main
    if main is None:
        raise ValidationError(_("The indicator stands for itself already."))
    split, main = _locked(indicator.pk, main.pk)
    check_looks_after(by, main)
    if split.main_id != main.pk:
        raise ValidationError(_("Somebody has changed the indicator meanwhile."))
    split.main = split.joined_at = split.joined_by = None
    split.save(update_fields=("main", "joined_at", "joined_by"))
    return split


@transaction.atomic
def indicators_declare_different(*, one: Indicator, other: Indicator, by: User, at: datetime.datetime) -> None:
    """The pair is not proposed again. Raises PermissionDenied; ValidationError for one and the same indicator."""
    if one.pk == other.pk:
        raise ValidationError(_("An indicator cannot differ from itself."))
    check_looks_after(by, one, other)
    first, second = sorted((one, other), key=lambda indicator: indicator.pk)
    DifferentIndicators.objects.get_or_create(
        first=first, second=second, defaults={"declared_at": at, "declared_by": by}
    )


@transaction.atomic
def metric_take_own_indicator(*, metric: Metric, by: User) -> Indicator:
    """The metric, in every version and year of its document, measures something of its own from now on.

    What was recorded stays with the indicator that it leaves. Raises PermissionDenied; ValidationError when nothing
    else has the indicator.
    """
    shared = _locked(metric.indicator_id)[0]
    check_looks_after(by, shared.main or shared)
    if not Metric.objects.filter(indicator=shared).exclude(key=metric.key).exists():
        raise ValidationError(_("No other metric has this indicator: it is the metric's own already."))
    own = Indicator.objects.create(
        unit=shared.unit, name=metric.text, unit_of_measurement=shared.unit_of_measurement, cycle=shared.cycle
    )
    Metric.objects.filter(key=metric.key, indicator=shared).update(indicator=own)
    return own


def _locked(*pks: int) -> list[Indicator]:
    """The indicators in the order of the ids given, locked in that of the ids themselves."""
    rows = {row.pk: row for row in Indicator.objects.select_for_update().filter(pk__in=pks).order_by("pk")}
    if len(rows) < len(set(pks)):
        raise ValidationError(_("The indicator does not exist any more."))
    return [rows[pk] for pk in pks]


def check_looks_after(by: User, *indicators: Indicator) -> None:
    """Raises PermissionDenied unless the person looks after each, or after what each is the same as."""
    needed = {indicator.main_id or indicator.pk for indicator in indicators}
    if editable_indicators(by).filter(pk__in=needed).count() < len(needed):
        raise PermissionDenied(
            _("Indicators are looked after by the administrators of their unit and by those who record in it.")
        )


def _check_values_agree(one: Indicator, other: Indicator) -> None:
    values, others = _values(one), _values(other)
    conflicts = [
        _("%(when)s: “%(one)s” and “%(other)s”") % {"when": when, "one": values[when], "other": others[when]}
        for when in sorted(values.keys() & others.keys())
        if values[when] != others[when]
    ]
    if conflicts:
        message = _("Both have a value of the same time, and they differ: %(conflicts)s. Correct one of them first.")
        raise ValidationError(message % {"conflicts": "; ".join(conflicts)})


def _values(indicator: Indicator) -> dict[str, str]:
    """What holds of the indicator and of those declared the same: by year what closed it, by day the rest."""
    rows = Observation.objects.filter(group_of(indicator), is_current=True).values_list("closes", "date", "value")
    return {
        str(closes) if closes else f"{date.day}.{date.month}.{date.year}": value.strip() for closes, date, value in rows
    }
