"""Setting follow-up rounds, and finishing them: a finished round is kept as it was reported."""

import datetime
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements import rights
from agreements.models import Agreement, Kind, Unit, User
from agreements.units import tops_by_unit
from metrics.followup import Decision, FollowUp, follow_up
from metrics.models import Metric, Round, RoundReport, State
from metrics.rounds import AGREEMENT, documents_of, metrics_of
from metrics.standing import state_of

FIRST_YEAR, LAST_YEAR = 1900, 2999


@dataclass(frozen=True, slots=True)
class ReportedMetric:
    """A metric as a finished round keeps it, in plain words: dates and times in ISO form, `says` in the document's
    language, `colour` the person's, else the program's.
    """

    key: str
    goal: str
    measure: str
    text: str
    target: str | None
    prior: str | None
    value: str | None
    date: str | None
    note: str
    by: str | None
    kind: str
    verdict: str
    says: str
    state: str
    due: str
    proposed: str | None
    colour: str | None
    decision: dict[str, str] | None


@transaction.atomic
def round_set(
    *,
    unit: Unit,
    date: datetime.date,
    due: datetime.date,
    kinds: Sequence[str],
    by: User,
    follow_up: Round | None = None,
) -> Round:
    """A round of the top unit, new or, when one is given, changed.

    Raises PermissionDenied, and ValidationError by field; a finished round is not changed.
    """
    _check_administers(unit, by)
    Unit.objects.select_for_update().get(pk=unit.pk)
    follow_up = _unfinished(follow_up) if follow_up else Round(unit=unit)
    _check_dates(unit, date, due, follow_up)
    if not kinds or not set(kinds) <= set(Kind.values):
        raise ValidationError({"kinds": _("Choose the kinds of document that take part.")})
    follow_up.date, follow_up.due = date, due
    follow_up.kinds = [kind for kind in Kind.values if kind in kinds]
    follow_up.save()
    return follow_up


@transaction.atomic
def round_remove(*, follow_up: Round, by: User) -> None:
    """Take away a round that has not been finished. Nothing recorded changes.

    Raises PermissionDenied, and ValidationError once it is finished.
    """
    _check_administers(follow_up.unit, by)
    _unfinished(follow_up).delete()


@transaction.atomic
def round_finish(*, follow_up: Round, by: User, at: datetime.datetime) -> Round:
    """The round is finished: what every document in it says on its date is kept, whatever is recorded later.

    Raises PermissionDenied; ValidationError when it is finished already or its date is still to come.
    """
    _check_administers(follow_up.unit, by)
    follow_up = _unfinished(follow_up)
    if timezone.localtime(at).date() < follow_up.date:
        raise ValidationError(_("A round is finished on its date at the earliest."))
    documents = documents_of(follow_up, tops_by_unit())
    reported = _reported(follow_up, list(documents.order_by("pk")))
    RoundReport.objects.bulk_create(
        RoundReport(round=follow_up, agreement_id=agreement, metrics=[asdict(metric) for metric in metrics])
        for agreement, metrics in reported.items()
    )
    follow_up.finished_at, follow_up.finished_by = at, by
    follow_up.save()
    return follow_up


def _reported(follow_up_round: Round, documents: list[Agreement]) -> dict[int, list[ReportedMetric]]:
    """By document, its metrics in reading order as they stand when the round's date is over."""
    reported: dict[int, list[ReportedMetric]] = {document.pk: [] for document in documents}
    metrics = metrics_of(Agreement.objects.filter(pk__in=reported))
    stands = follow_up(metrics, on=follow_up_round.date)
    in_reading_order = ("section__position", "position")
    for metric in metrics.select_related(AGREEMENT).order_by(
        *(f"measure__goal__{field}" for field in in_reading_order), "measure__position", "position", "pk"
    ):
        agreement = metric.measure.goal.section.agreement
        stand = _when_over(stands[metric.pk], follow_up_round.date)
        reported[agreement.pk].append(_as_reported(metric, stand, agreement.language))
    return reported


def _when_over(stand: FollowUp, day: datetime.date) -> FollowUp:
    """Where the metric stands once the day is over: a target that was due that day is due."""
    after = day + datetime.timedelta(days=1)
    recorded = stand.recorded
    state = state_of(
        decided=stand.decision.colour if stand.decision else None,
        proposed=stand.proposed,
        recorded=recorded is not None,
        final=recorded is not None and (recorded.closes is not None or after > stand.due),
        due=stand.due,
        on=after,
    )
    return replace(stand, state=State(state))


def _as_reported(metric: Metric, stand: FollowUp, language: str) -> ReportedMetric:
    recorded, decision = stand.recorded, stand.decision
    return ReportedMetric(
        key=str(metric.key),
        goal=metric.measure.goal.title,
        measure=metric.measure.text,
        text=metric.text,
        target=metric.target,
        prior=metric.prior,
        value=recorded.value if recorded else None,
        date=recorded.date.isoformat() if recorded else None,
        note=recorded.note if recorded else "",
        by=recorded.by if recorded else None,
        kind=str(stand.judgement.kind),
        verdict=str(stand.judgement.verdict),
        says=stand.says(language),
        state=stand.state.value,
        due=stand.due.isoformat(),
        proposed=stand.proposed,
        colour=stand.colour,
        decision=_decision(decision),
    )


def _decision(decision: Decision | None) -> dict[str, str] | None:
    if decision is None:
        return None
    return {
        "colour": decision.colour,
        "reason": decision.reason,
        "by": decision.by,
        "at": decision.at.isoformat(),
    }


def _check_administers(unit: Unit, by: User) -> None:
    if unit.parent_id is not None or not rights.administered_units(by).filter(pk=unit.pk).exists():
        raise PermissionDenied(_("The administrators of a top unit set its rounds."))


def _unfinished(follow_up: Round) -> Round:
    """The round as it is now, locked. Raises ValidationError when it is finished or gone."""
    locked = Round.objects.select_for_update().filter(pk=follow_up.pk).first()
    if locked is None:
        raise ValidationError(_("The round has been removed."))
    if locked.finished_at is not None:
        raise ValidationError(_("The round is finished and stays as it was reported."))
    return locked


def _check_dates(unit: Unit, date: datetime.date, due: datetime.date, follow_up: Round) -> None:
    if not FIRST_YEAR <= date.year <= LAST_YEAR:
        raise ValidationError({"date": _("A year has four digits.")})
    if due < date:
        raise ValidationError({"due": _("The due date is the round's date or later.")})
    if unit.rounds.filter(date=date).exclude(pk=follow_up.pk).exists():
        raise ValidationError({"date": _("There is a round of this date already.")})
