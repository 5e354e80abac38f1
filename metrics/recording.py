"""What the recording page shows: each metric with its target, what was recorded, and what there is to decide."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agreements.document import in_reading_order
from agreements.models import Agreement, User
from metrics.followup import Decision, FollowUp, follow_up
from metrics.models import Metric, Observation, State, main_indicator
from metrics.services.recording import Entry
from metrics.standing import STATE_OF
from metrics.understanding import is_left_to_people, understood

SHOWN = ("all", "missing", "undecided", "own")
"""Which metrics a page of the recording shows."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the colour cell says: the state with its word and reason; a person's decision, and what the program
    proposed in its place."""

    state: str
    word: str
    reason: str
    decision: Decision | None
    decided_word: str
    proposed_state: str
    proposed_word: str
    proposed_reason: str


@dataclass(frozen=True, slots=True)
class Kept:
    """An observation that holds, as the page shows it."""

    pk: int
    date: datetime.date
    value: str
    note: str
    evidence: str
    file_name: str
    by: str
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One metric. `entry` is what stands in its fields (`is_unsaved` when that was typed), `kept` what holds at the
    date, `last` what was recorded last at an earlier one.
    `meanwhile` and `decided_meanwhile` are somebody else's, recorded since the page was opened.
    """

    pk: int
    goal: str
    measure: str
    text: str
    target: str | None
    prior: str | None
    understanding: str
    left_to_people: bool
    is_own: bool
    is_unsaved: bool
    entry: Entry
    kept: Kept | None
    last: Kept | None
    standing: Standing
    follow_up: FollowUp
    errors: Mapping[str, list[str]] = field(default_factory=dict)
    meanwhile: Kept | None = None
    decided_meanwhile: bool = False

    def belongs_to(self, shown: str) -> bool:
        match shown:
            case "missing":
                return self.kept is None
            case "undecided":
                return self.standing.state == State.UNDECIDED
            case "own":
                return self.is_own
        return True


@dataclass(frozen=True, slots=True)
class Group:
    """The metrics of one measure."""

    goal: str
    measure: str
    rows: list[RecordRow]


def metrics_in_order(metrics: QuerySet[Metric], agreement: Agreement) -> list[Metric]:
    """The agreement's metrics as the document is read, with all that a row needs, in two queries."""
    sections = [section.pk for section, _level in in_reading_order(list(agreement.sections.all()))]
    place = {pk: order for order, pk in enumerate(sections)}
    found = metrics.select_related("measure__goal__section__agreement__unit", "indicator").annotate(
        main=main_indicator()
    )
    return sorted(
        found,
        key=lambda metric: (
            place[metric.measure.goal.section_id],
            *(metric.measure.goal.position, metric.measure.goal_id),
            *(metric.measure.position, metric.measure_id),
            *(metric.position, metric.pk),
        ),
    )


def record_rows(
    metrics: QuerySet[Metric],
    ordered: Iterable[Metric],
    *,
    on: datetime.date,
    as_of: datetime.date,
    typed: Mapping[int, Entry],
    words: Mapping[str, str],
    language: str,
    user: User,
) -> list[RecordRow]:
    """A row for each metric, in a fixed number of queries: what was recorded at the date `on`, judged `as_of` a day.

    `typed` is what already stands in the fields, unsaved.
    """
    ordered = list(ordered)
    kept = _kept(metrics, on=on)
    holding = {metric.pk: _at(kept.get(_main(metric), []), on) for metric in ordered}
    values = {metric.pk: _value(typed.get(metric.pk), holding[metric.pk]) for metric in ordered}
    stands = follow_up(metrics, on=as_of, trials={pk: value for pk, value in values.items() if value})
    rows = []
    for metric in ordered:
        stand = stands.get(metric.pk)
        if stand is None:  # removed since the metrics were read
            continue
        earlier = [each for each in kept.get(_main(metric), []) if each.date != on and _in_period(each.date, metric)]
        rows.append(
            RecordRow(
                pk=metric.pk,
                goal=metric.measure.goal.title,
                measure=metric.measure.text,
                text=metric.text,
                target=metric.target,
                prior=metric.prior,
                understanding=understood(
                    metric.target,
                    stand.judgement,
                    language,
                    year=metric.measure.goal.section.agreement.period_end.year,
                    metric=metric.text,
                    direction=metric.direction,
                ),
                left_to_people=is_left_to_people(stand.judgement),
                is_own=user.pk in (metric.responsible_id, metric.substitute_id),
                is_unsaved=metric.pk in typed,
                entry=typed.get(metric.pk) or _entry(metric, holding[metric.pk], stand.decision),
                kept=holding[metric.pk],
                last=max(earlier, key=lambda each: each.date, default=None),
                standing=standing_of(stand, words, language, tried=bool(values[metric.pk])),
                follow_up=stand,
            )
        )
    return rows


def groups_of(rows: Iterable[RecordRow]) -> list[Group]:
    """The rows by goal and measure, in their order."""
    return [Group(*names, list(group)) for names, group in groupby(rows, key=lambda row: (row.goal, row.measure))]


def standing_of(stand: FollowUp, words: Mapping[str, str], language: str, *, tried: bool) -> Standing:
    """What the colour cell says of where a metric stands; `tried` tells that an actual was judged for it."""
    reason = stand.says(language)
    judged = stand.judgement.says(language)
    if stand.state == State.NOT_DUE and (tried or stand.recorded):
        reason = f"{judged}; {reason}"
    proposed = STATE_OF.get(stand.proposed, State.UNDECIDED.value)
    return Standing(
        state=stand.state.value,
        word=words[stand.state],
        reason=reason,
        decision=stand.decision,
        decided_word=words[STATE_OF[stand.decision.colour]] if stand.decision else "",
        proposed_state=proposed if tried or stand.recorded else "",
        proposed_word=words[proposed] if tried or stand.recorded else _("no proposal yet"),
        proposed_reason=judged,
    )


def kept_of(observation: Observation) -> Kept:
    """The observation as the page shows it."""
    return Kept(
        observation.pk,
        observation.date,
        observation.value,
        observation.note,
        observation.evidence,
        observation.evidence_name,
        observation.recorded_by.name if observation.recorded_by else "",
        observation.recorded_at,
    )


def _kept(metrics: QuerySet[Metric], *, on: datetime.date) -> dict[int, list[Kept]]:
    """By main indicator, what holds on the day and before it."""
    mains = metrics.order_by().annotate(main=main_indicator()).values("main")
    found: dict[int, list[Kept]] = {}
    rows = (
        Observation.objects.filter(is_current=True, date__lte=on)
        .annotate(main=main_indicator())
        .filter(main__in=mains)
        .order_by("date", "pk")
        .values_list(
            "main", "pk", "date", "value", "note", "evidence", "evidence_name", "recorded_by__name", "recorded_at"
        )
    )
    for row in rows:
        found.setdefault(row[0], []).append(Kept(*row[1:]))
    return found


def _main(metric: Metric) -> int:
    return metric.indicator.main_id or metric.indicator_id


def _at(kept: Iterable[Kept], on: datetime.date) -> Kept | None:
    return next((each for each in kept if each.date == on), None)


def _in_period(date: datetime.date, metric: Metric) -> bool:
    agreement = metric.measure.goal.section.agreement
    return agreement.period_start <= date <= agreement.period_end


def _value(entry: Entry | None, holds: Kept | None) -> str:
    """What stands in the value's field."""
    return entry.value.strip() if entry else holds.value if holds else ""


def _entry(metric: Metric, holds: Kept | None, decision: Decision | None) -> Entry:
    """What holds, as it stands in the fields."""
    return Entry(
        metric=metric.pk,
        value=holds.value if holds else "",
        note=holds.note if holds else "",
        evidence=holds.evidence if holds else "",
        seen=holds.pk if holds else None,
        colour=decision.colour if decision else "",
        reason=decision.reason if decision else "",
        seen_colour=decision.pk if decision else None,
    )
