"""The page on which actuals are recorded, and what it asks while somebody writes."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agreements import rights
from agreements.models import Agreement, User
from agreements.refusals import refuse
from agreements.units import tops_by_unit
from metrics.models import Metric
from metrics.record_dates import default_date, judged_on, read_date, record_dates
from metrics.recording import SHOWN, RecordRow, groups_of, kept_of, metrics_in_order, record_rows
from metrics.rounds import OpenRound, open_rounds
from metrics.services.observations import AGREEMENT, recordable_metrics
from metrics.services.recording import EntriesRefusedError, Entry, Refusals, entries_record
from metrics.tally import tally_of
from metrics.views.entries import entries_of
from metrics.words import state_words, words_by_unit


@dataclass(frozen=True, slots=True)
class Scope:
    """An agreement, and the metrics of it that the user may record, in reading order."""

    agreement: Agreement
    user: User
    metrics: QuerySet[Metric]
    ordered: list[Metric]
    may: rights.May

    @property
    def by_id(self) -> dict[int, Metric]:
        return {metric.pk: metric for metric in self.ordered}


def scope_or_refuse(request: HttpRequest, slug: str) -> Scope:
    """What the user may record of the agreement's newest version.

    404 when they may see nothing of it; PermissionDenied when they may read it but record nothing in it.
    """
    agreement = get_object_or_404(Agreement.objects.filter(slug=slug).current().select_related("unit"))
    if not isinstance(request.user, User):
        raise Http404
    may = rights.may(request.user, agreement)
    metrics = recordable_metrics(request.user).filter(**{AGREEMENT: agreement})
    ordered = metrics_in_order(metrics, agreement)
    if not ordered and not may.record:
        if not may.read:
            raise Http404
        refuse("record", agreement)
    return Scope(agreement, request.user, metrics, ordered, may)


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, slug: str) -> HttpResponse:
    """All metrics of an agreement at a date: shown, judged as they would be, and saved all at once."""
    scope = scope_or_refuse(request, slug)
    today = timezone.localdate()
    written = (
        request.POST.get("date", request.GET.get("date", ""))
        if request.method == "POST"
        else request.GET.get("date", "")
    )
    date = _date_in_period(written, scope.agreement, today)
    if request.method != "POST":
        return _page(request, scope, date, today, written=written)
    entries = {entry.metric: entry for entry in entries_of(request)}
    if date is None or request.POST.get("do") == "preview":
        return _page(request, scope, date, today, written=written, typed=entries)
    try:
        count = entries_record(
            metrics=scope.by_id, entries=entries.values(), date=date, by=scope.user, at=timezone.now()
        )
    except EntriesRefusedError as error:
        return _page(request, scope, date, today, written=written, typed=entries, refusals=error.refusals)
    messages.success(request, _saved(count))
    return HttpResponseRedirect(record_address(scope.agreement, date, _shown(request)))


def record_address(agreement: Agreement, date: datetime.date, shown: str = "all") -> str:
    """Where the agreement's actuals of the date are recorded."""
    query = f"?date={date.isoformat()}" + (f"&show={shown}" if shown != "all" else "")
    return reverse("record", args=[agreement.slug]) + query


def _saved(count: int) -> str:
    if not count:
        return _("There was nothing new to save.")
    return ngettext("%(count)d metric was saved.", "%(count)d metrics were saved.", count) % {"count": count}


def _shown(request: HttpRequest) -> str:
    shown = request.GET.get("show", "")
    return shown if shown in SHOWN else "all"


def _date_in_period(written: str, agreement: Agreement, today: datetime.date) -> datetime.date | None:
    """The date that was asked for, the usual one when none was; None when it is no date of the document's period."""
    if not written:
        return default_date(agreement.period_start, agreement.period_end, today=today)
    date = read_date(written)
    return date if date and agreement.period_start <= date <= agreement.period_end else None


def _page(
    request: HttpRequest,
    scope: Scope,
    date: datetime.date | None,
    today: datetime.date,
    *,
    written: str,
    typed: Mapping[int, Entry] | None = None,
    refusals: Refusals | None = None,
) -> HttpResponse:
    agreement = scope.agreement
    tops = tops_by_unit()
    rounds = [each for each in open_rounds(on=today) if each.takes(agreement, top=tops[agreement.unit_id])]
    on = date or default_date(agreement.period_start, agreement.period_end, today=today)
    language = get_language() or "fi"
    words = state_words(words_by_unit(tops).get(agreement.unit_id, {}), language)
    rows = record_rows(
        scope.metrics,
        scope.ordered,
        on=on,
        as_of=judged_on(on, agreement.period_end, today=today),
        typed=typed or {},
        words=words,
        language=language,
        user=scope.user,
    )
    if refusals:
        rows = [_refused(row, refusals) for row in rows]
    shown = _shown(request)
    visible = [row for row in rows if row.belongs_to(shown) or row.errors or row.meanwhile or (typed or {}).get(row.pk)]
    context = {
        "agreement": agreement,
        "scope": scope,
        "date": on,
        "dates": _choices(agreement, rounds, today, chosen=date),
        "date_written": written if date is None else date_format(on, "SHORT_DATE_FORMAT"),
        "date_wrong": date is None,
        "round": next((each for each in rounds if each.date == on), None),
        "groups": groups_of(visible) if date or typed else [],
        "rows": visible,
        "shown": shown,
        "filters": _filters(rows),
        "recorded": sum(row.kept is not None for row in rows),
        "total": len(rows),
        "tally": tally_of((row.standing.state for row in rows), words),
        "errors": _error_lines(visible, refusals),
        "gone": refusals.gone if refusals else [],
        "previewed": typed is not None and refusals is None and date is not None,
        "words": words,
        "colours": [("green", words["met"]), ("yellow", words["partial"]), ("red", words["missed"])],
        "nav": "agreements",
    }
    status = 422 if refusals or date is None else 200
    return render(request, "metrics/record.html", context, status=status)


def _refused(row: RecordRow, refusals: Refusals) -> RecordRow:
    """The row with why it was not recorded. What somebody else recorded has now been seen: saving again decides."""
    errors = {field: list(texts) for field, texts in refusals.messages.get(row.pk, {}).items()}
    entry, meanwhile = row.entry, None
    if row.pk in refusals.observations:
        current = refusals.observations[row.pk]
        meanwhile = kept_of(current) if current else None
        entry = replace(entry, seen=current.pk if current else None)
    decided = row.pk in refusals.assessments
    if decided:
        assessment = refusals.assessments[row.pk]
        entry = replace(entry, seen_colour=assessment.pk if assessment else None)
    return replace(row, entry=entry, errors=errors, meanwhile=meanwhile, decided_meanwhile=decided)


def _choices(
    agreement: Agreement, rounds: Iterable[OpenRound], today: datetime.date, *, chosen: datetime.date | None
) -> list[dict[str, Any]]:
    dates = record_dates(
        agreement.period_start, agreement.period_end, today=today, rounds=[each.date for each in rounds]
    )
    return [
        {
            "date": date,
            "is_today": date == today,
            "is_chosen": date == chosen,
            "in_other_year": agreement.period_start.year != agreement.period_end.year,
        }
        for date in dates
    ]


def _filters(rows: list[RecordRow]) -> list[tuple[str, str, int]]:
    labels = {
        "all": _("All"),
        "missing": pgettext("metrics", "Missing"),
        "undecided": pgettext("metrics", "To be assessed"),
        "own": pgettext("metrics", "Mine"),
    }
    return [(shown, labels[shown], sum(row.belongs_to(shown) for row in rows)) for shown in SHOWN]


def _error_lines(rows: Iterable[RecordRow], refusals: Refusals | None) -> list[tuple[str, str, str]]:
    """For the summary: the field's id, the metric and what is wrong with it."""
    lines = []
    for row in rows:
        for field, texts in row.errors.items():
            place = "value" if field == "date" else field
            lines += [(f"{place}-{row.pk}", row.text, text) for text in texts]
        if row.meanwhile:
            lines.append((f"value-{row.pk}", row.text, _("Somebody else has recorded it meanwhile.")))
        elif refusals and row.pk in refusals.observations:
            lines.append((f"value-{row.pk}", row.text, _("Somebody else has removed what you saw.")))
        if row.decided_meanwhile:
            lines.append((f"reason-{row.pk}", row.text, _("Somebody else has decided the colour meanwhile.")))
    return lines
