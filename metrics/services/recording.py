"""Recording many metrics at once: all of it, or nothing."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from agreements.models import User
from metrics.models import Assessment, Colour, Metric, Observation
from metrics.services.observations import (
    AssessedMeanwhileError,
    RecordedMeanwhileError,
    assessment_decide,
    assessment_withdraw,
    observation_record,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a person filled in for one metric. `seen` and `seen_colour` are the ids of the observation and of the
    assessment that stood there when they began; `colour` is empty for the program's own.
    """

    metric: int
    value: str = ""
    note: str = ""
    evidence: str = ""
    file: UploadedFile | None = None
    seen: int | None = None
    colour: str = ""
    reason: str = ""
    seen_colour: int | None = None

    @property
    def fields(self) -> list[tuple[str, str | int]]:
        """The texts by the names that a form's fields have."""
        ids = [("seen", self.seen or ""), ("seen_colour", self.seen_colour or "")]
        texts = ("value", "note", "evidence", "colour", "reason")
        return [*((name, getattr(self, name)) for name in texts), *ids]

    @property
    def is_empty(self) -> bool:
        return not (self.value or self.note or self.evidence or self.reason)


@dataclass
class Refusals:
    """Why entries are not recorded: by metric id, messages by field, and what somebody else recorded meanwhile."""

    messages: dict[int, dict[str, list[str]]] = field(default_factory=lambda: defaultdict(dict))
    observations: dict[int, Observation | None] = field(default_factory=dict)
    assessments: dict[int, Assessment | None] = field(default_factory=dict)
    gone: list[Entry] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.messages or self.observations or self.assessments or self.gone)


class EntriesRefusedError(Exception):
    """Nothing was recorded."""

    def __init__(self, refusals: Refusals) -> None:
        super().__init__()
        self.refusals = refusals


def entries_record(
    *, metrics: Mapping[int, Metric], entries: Iterable[Entry], date: datetime.date, by: User, at: datetime.datetime
) -> int:
    """Record what the entries change of what their writer saw; how many metrics that were.

    `metrics` are those that the person may record, by id. Raises EntriesRefusedError with every reason there is, and
    then nothing at all is recorded; PermissionDenied.
    """
    changes = _changes(list(entries))
    refusals = Refusals()
    stored: list[Observation] = []
    try:
        with transaction.atomic():
            for change in changes:
                metric = metrics.get(change.entry.metric)
                if metric is None:
                    if not change.entry.is_empty:
                        refusals.gone.append(change.entry)
                    continue
                _apply(change, metric, refusals, stored, date=date, by=by, at=at)
            if refusals:
                raise EntriesRefusedError(refusals)
    except EntriesRefusedError:
        for observation in stored:
            observation.evidence_file.delete(save=False)
        raise
    return len(changes)


@dataclass(frozen=True, slots=True)
class _Change:
    entry: Entry
    observes: bool
    decides: bool


def _changes(entries: Sequence[Entry]) -> list[_Change]:
    """The entries that differ from what their writer saw, and in what."""
    seen = _seen_observations(entries)
    decided = _seen_assessments(entries)
    compared = [
        _Change(
            entry,
            entry.file is not None
            or _clean(entry.value, entry.note, entry.evidence) != seen.get(entry.seen, ("", "", "")),
            _clean(entry.colour, entry.reason) != decided.get(entry.seen_colour, ("", "")),
        )
        for entry in entries
    ]
    return [change for change in compared if change.observes or change.decides]


def _seen_observations(entries: Sequence[Entry]) -> dict[int | None, tuple[str, ...]]:
    pks = [entry.seen for entry in entries if entry.seen]
    rows = Observation.objects.filter(pk__in=pks).values_list("pk", "value", "note", "evidence")
    return {pk: _clean(*texts) for pk, *texts in rows}


def _seen_assessments(entries: Sequence[Entry]) -> dict[int | None, tuple[str, ...]]:
    pks = [entry.seen_colour for entry in entries if entry.seen_colour]
    rows = Assessment.objects.filter(pk__in=pks).values_list("pk", "colour", "reason")
    return {pk: _clean(*texts) for pk, *texts in rows}


def _clean(*texts: str) -> tuple[str, ...]:
    return tuple(text.strip() for text in texts)


def _apply(
    change: _Change,
    metric: Metric,
    refusals: Refusals,
    stored: list[Observation],
    *,
    date: datetime.date,
    by: User,
    at: datetime.datetime,
) -> None:
    entry = change.entry
    try:
        if change.observes:
            observation = observation_record(
                metric=metric,
                date=date,
                value=entry.value,
                note=entry.note,
                evidence=entry.evidence,
                file=entry.file,
                seen=entry.seen,
                by=by,
                at=at,
            )
            if entry.file:
                stored.append(observation)
    except ValidationError as error:
        refusals.messages[metric.pk] |= error.message_dict
    except RecordedMeanwhileError as error:
        refusals.observations[metric.pk] = error.current
    try:
        if change.decides:
            colour_set(metric=metric, colour=entry.colour, reason=entry.reason, seen=entry.seen_colour, by=by, at=at)
    except ValidationError as error:
        refusals.messages[metric.pk] |= error.message_dict
    except AssessedMeanwhileError as error:
        refusals.assessments[metric.pk] = error.current


def colour_set(
    *, metric: Metric, colour: str, reason: str, seen: int | None, by: User, at: datetime.datetime
) -> Assessment | None:
    """The person's colour, or with an empty colour the program's again.

    Raises what assessment_decide raises, and ValidationError for a colour that there is not.
    """
    if colour:
        if colour not in Colour.values:
            raise ValidationError({"colour": _("Choose one of the colours.")})
        return assessment_decide(metric=metric, colour=colour, reason=reason, seen=seen, by=by, at=at)
    if seen is not None:
        assessment_withdraw(metric=metric, seen=seen, by=by)
    elif reason.strip():
        raise ValidationError({"colour": _("Choose a colour for your reason.")})
    return None
