"""Recording actuals and deciding colours."""

import datetime

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements import rights
from agreements.models import Agreement, User
from agreements.refusals import refuse
from agreements.written import check_written
from metrics.evidence import checked_evidence
from metrics.models import Assessment, Indicator, Metric, Observation

AGREEMENT = "measure__goal__section__agreement"
PEOPLE = ("responsible", "substitute")
LONGEST = {"value": 2_000, "note": 5_000, "evidence": 2_000, "reason": 5_000}


class RecordedMeanwhileError(Exception):
    """Somebody else recorded the metric at the same date; `current` is what holds now, None when it was removed."""

    def __init__(self, current: Observation | None) -> None:
        super().__init__()
        self.current = current


class AssessedMeanwhileError(Exception):
    """Somebody else decided the colour; `current` is what holds now."""

    def __init__(self, current: Assessment | None) -> None:
        super().__init__()
        self.current = current


def recordable_metrics(user: User) -> QuerySet[Metric]:
    """The metrics whose actuals the user may record."""
    return Metric.objects.filter(rights.recordable_through(user, AGREEMENT, people=PEOPLE))


@transaction.atomic
def observation_record(
    *,
    metric: Metric,
    date: datetime.date,
    value: str,
    note: str = "",
    evidence: str = "",
    file: UploadedFile | None = None,
    seen: int | None,
    by: User,
    at: datetime.datetime,
) -> Observation:
    """The observation that holds for the metric's indicator at the date from now on.

    `seen` is the id of the observation that the person saw there, None for none. What held before is superseded, never
    overwritten; the same words again change nothing. Raises PermissionDenied; ValidationError by field; and
    RecordedMeanwhileError when what holds is not what was seen.
    """
    agreement = _agreement_of(metric)
    _check_may_record(metric, by)
    texts = _checked({"value": value, "note": note, "evidence": evidence})
    _check_date(date, agreement)
    checked = checked_evidence(file) if file is not None else None
    indicator = Indicator.objects.select_for_update().get(pk=metric.indicator.main_id or metric.indicator_id)
    closes = closed_year(date, agreement)
    standing = list(observations_of(indicator).filter(Q(date=date) | Q(closes=closes, closes__isnull=False)))
    current = next((each for each in standing if each.date == date), None)
    other = next((each for each in standing if each.date != date and closes is not None), None)
    if other:
        raise ValidationError({"date": _closed_already(other)})
    if (current.pk if current else None) != seen:
        raise RecordedMeanwhileError(current)
    if current and checked is None and (current.value, current.note, current.evidence) == tuple(texts.values()):
        return current
    if current:
        Observation.objects.filter(pk=current.pk).update(is_current=False)
    return Observation.objects.create(
        indicator=indicator,
        date=date,
        closes=closes,
        **texts,
        evidence_file=checked.stored() if checked else (current.evidence_file.name if current else ""),
        evidence_name=checked.name if checked else (current.evidence_name if current else ""),
        supersedes=current,
        recorded_at=at,
        recorded_by=by,
    )


@transaction.atomic
def assessment_decide(
    *, metric: Metric, colour: str, reason: str, seen: int | None, by: User, at: datetime.datetime
) -> Assessment:
    """A person's colour for the metric in its document's last year, with the reason; it wins over the program's.

    Raises PermissionDenied, ValidationError by field, and AssessedMeanwhileError when what holds is not what was seen.
    """
    agreement = _agreement_of(metric)
    _check_may_record(metric, by)
    texts = _checked({"reason": reason})
    Indicator.objects.select_for_update().get(pk=metric.indicator_id)
    current = Assessment.objects.filter(metric_key=metric.key, year=agreement.period_end.year, is_current=True).first()
    if (current.pk if current else None) != seen:
        raise AssessedMeanwhileError(current)
    if current:
        Assessment.objects.filter(pk=current.pk).update(is_current=False)
    return Assessment.objects.create(
        metric_key=metric.key,
        year=agreement.period_end.year,
        colour=colour,
        reason=texts["reason"],
        supersedes=current,
        assessed_at=at,
        assessed_by=by,
    )


@transaction.atomic
def assessment_withdraw(*, metric: Metric, seen: int, by: User) -> None:
    """The program's colour holds again. The person's colour stays in the history."""
    _agreement_of(metric)
    _check_may_record(metric, by)
    withdrawn = Assessment.objects.filter(pk=seen, metric_key=metric.key, is_current=True).update(is_current=False)
    if not withdrawn:
        raise AssessedMeanwhileError(None)


def observations_of(indicator: Indicator) -> QuerySet[Observation]:
    """What holds of the indicator and of those declared the same, newest first."""
    main = indicator.main_id or indicator.pk
    return Observation.objects.filter(Q(indicator=main) | Q(indicator__main=main), is_current=True)


def closed_year(date: datetime.date, agreement: Agreement) -> int | None:
    """The year that an observation at the date closes: a year's last day does, and the document's own last day."""
    last_day = date.month == 12 and date.day == 31
    return date.year if last_day or date == agreement.period_end else None


def _agreement_of(metric: Metric) -> Agreement:
    """The metric's document, locked: nothing is recorded while it is being closed."""
    documents = Agreement.objects.select_for_update(of=("self",))
    return documents.get(sections__goals__measures__metrics=metric)


def _check_may_record(metric: Metric, by: User) -> None:
    if not recordable_metrics(by).filter(pk=metric.pk).exists():
        refuse("record", _agreement_of(metric))


def _check_date(date: datetime.date, agreement: Agreement) -> None:
    if not agreement.period_start <= date <= agreement.period_end:
        raise ValidationError({"date": _("The date is outside the document's period.")})


def _checked(texts: dict[str, str]) -> dict[str, str]:
    """The texts without space around them. Raises ValidationError by field."""
    clean = {field: text.strip() for field, text in texts.items()}
    for field, text in clean.items():
        if not text and field in ("value", "reason"):
            raise ValidationError({field: _("Write something here.")})
        if len(text) > LONGEST[field]:
            message = _("At most %(longest)d characters; there are %(count)d.")
            raise ValidationError({field: message % {"longest": LONGEST[field], "count": len(text)}})
        try:
            check_written(text)
        except ValidationError as error:
            raise ValidationError({field: error.messages}) from error
    return clean


def _closed_already(other: Observation) -> str:
    message = _("Another document has closed the year %(year)d with the value %(value)s of %(date)s.")
    return message % {"year": other.closes or other.date.year, "value": other.value, "date": date_format(other.date)}
