"""Follow-up rounds: set, followed while they are open, finished, and read as they were reported."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements import rights
from agreements.models import Agreement, Kind, Unit, User
from agreements.units import tops_by_unit
from metrics.follow_up_forms import RoundForm
from metrics.models import Round, RoundReport, State
from metrics.rounds import documents_of, metrics_of, visible_rounds
from metrics.services.rounds import round_finish, round_remove, round_set
from metrics.tally import Tally, tally_of
from metrics.views.policy import check_administers, top_unit_or_404
from metrics.words import words_of_top
from metrics.work import tasks_of


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round in the list: its place in time and the kinds of document that take part."""

    follow_up: Round
    state: str
    kinds: list[str]


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document in a round: how many of its metrics are recorded, and in which state they are."""

    agreement: Agreement
    address: str
    recorded: int
    tally: Tally


@require_safe
def round_list(request: HttpRequest) -> HttpResponse:
    """The rounds of the user's organisations, by organisation; their administrators set new ones."""
    today = timezone.localdate()
    rounds = list(visible_rounds(request.user).select_related("unit").order_by("unit__name_fi", "unit", "-date", "pk"))
    context = {
        "nav": "metrics",
        "subnav": "rounds",
        "administered": list(rights.administered_units(request.user).filter(parent=None).order_by("name_fi")),
        "lines": [RoundLine(each, _state(each, today), kind_names(each)) for each in rounds],
    }
    return render(request, "metrics/round_list.html", context)


@require_safe
def round_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A round: how the documents that the user may read stand in it today, or stood when it was finished."""
    follow_up = _round_or_404(request, pk)
    words = words_of_top(follow_up.unit_id, get_language() or "fi")
    today = timezone.localdate()
    lines = _as_reported(request, follow_up, words) if follow_up.finished_at else _now(request, follow_up, words, today)
    context = {
        "nav": "metrics",
        "subnav": "rounds",
        "follow_up": follow_up,
        "kinds": kind_names(follow_up),
        "lines": lines,
        "words": words,
        "total": _sum_of(lines, words),
        "may_administer": rights.administered_units(request.user).filter(pk=follow_up.unit_id).exists(),
        "may_finish": follow_up.date <= today,
    }
    return render(request, "metrics/round_detail.html", context)


@require_safe
def round_report(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One document's follow-up as it was when the round was finished."""
    follow_up = _round_or_404(request, pk)
    report = get_object_or_404(
        RoundReport.objects.select_related("agreement"),
        round=follow_up,
        agreement__in=rights.visible_agreements(request.user).filter(slug=slug),
    )
    words = words_of_top(follow_up.unit_id, get_language() or "fi")
    context = {
        "nav": "metrics",
        "subnav": "rounds",
        "follow_up": follow_up,
        "agreement": report.agreement,
        "rows": [(metric, words[metric["state"]], *_days(metric)) for metric in report.metrics],
        "tally": tally_of((metric["state"] for metric in report.metrics), words),
    }
    return render(request, "metrics/round_report.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def round_new(request: HttpRequest, unit: int) -> HttpResponse:
    """A new round of the top unit."""
    return _edit(request, top_unit_or_404(request, unit), None)


@require_http_methods(["GET", "HEAD", "POST"])
def round_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes a round that has not been finished; a finished one is shown instead."""
    follow_up = _round_or_404(request, pk)
    check_administers(request, follow_up.unit)
    if follow_up.finished_at:
        messages.error(request, _("The round is finished and stays as it was reported."))
        return HttpResponseRedirect(reverse("round", args=[pk]))
    return _edit(request, follow_up.unit, follow_up)


@require_POST
def round_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Finishes the round, or says why it cannot be."""
    follow_up = _round_or_404(request, pk)
    try:
        round_finish(follow_up=follow_up, by=cast(User, request.user), at=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("The round is finished. Its report stays as it is, whatever is recorded later."))
    return HttpResponseRedirect(reverse("round", args=[pk]))


@require_POST
def round_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes an unfinished round away, or says why it cannot be."""
    follow_up = _round_or_404(request, pk)
    try:
        round_remove(follow_up=follow_up, by=cast(User, request.user))
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return HttpResponseRedirect(reverse("round", args=[pk]))
    messages.success(request, _("The round was removed. Nothing recorded changed."))
    return HttpResponseRedirect(reverse("round-list"))


def kind_names(follow_up: Round) -> list[str]:
    """The kinds of document that take part, in the reader's language."""
    return [capfirst(str(Kind(kind).label)) for kind in follow_up.kinds]


def _round_or_404(request: HttpRequest, pk: int) -> Round:
    return get_object_or_404(visible_rounds(request.user).select_related("unit", "finished_by"), pk=pk)


def _edit(request: HttpRequest, unit: Unit, follow_up: Round | None) -> HttpResponse:
    form = RoundForm(request.POST or None, follow_up=follow_up)
    if form.is_valid():
        try:
            saved = round_set(unit=unit, follow_up=follow_up, by=cast(User, request.user), **form.cleaned_data)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The round is saved."))
            return HttpResponseRedirect(reverse("round", args=[saved.pk]))
    context = {"nav": "metrics", "subnav": "rounds", "unit": unit, "follow_up": follow_up, "form": form}
    return render(request, "metrics/round_form.html", context)


def _state(follow_up: Round, today: datetime.date) -> str:
    if follow_up.finished_at:
        return "finished"
    if today > follow_up.due:
        return "late"
    return "open" if today >= follow_up.date else "coming"


def _now(request: HttpRequest, follow_up: Round, words: dict[str, str], today: datetime.date) -> list[DocumentLine]:
    """The documents that take part, as they stand today."""
    documents = documents_of(follow_up, tops_by_unit()).filter(rights.visible_through(request.user, "unit"))
    tasks = tasks_of(metrics_of(documents), on=today)
    lines = []
    for document in documents.select_related("unit").order_by("slug", "version"):
        own = [task for task in tasks if task.agreement.pk == document.pk]
        recorded = sum(done for task in own for each, done in task.rounds if each.pk == follow_up.pk)
        tally = tally_of((task.stand.state for task in own), words)
        lines.append(DocumentLine(document, document.get_absolute_url(), recorded, tally))
    return lines


def _as_reported(request: HttpRequest, follow_up: Round, words: dict[str, str]) -> list[DocumentLine]:
    """The documents that took part, as they were reported."""
    reports = follow_up.reports.filter(agreement__in=rights.visible_agreements(request.user))
    return [
        DocumentLine(
            report.agreement,
            reverse("round-report", args=[follow_up.pk, report.agreement.slug]),
            sum(metric["value"] is not None for metric in report.metrics),
            tally_of((metric["state"] for metric in report.metrics), words),
        )
        for report in reports.select_related("agreement__unit").order_by("agreement__slug", "agreement__version")
    ]


def _sum_of(lines: Iterable[DocumentLine], words: dict[str, str]) -> DocumentLine | None:
    """All the lines together, None where one line says it all."""
    lines = list(lines)
    if len(lines) < 2:
        return None
    counts = {state: sum(line.tally.count(state) for line in lines) for state in State.values}
    tally = Tally(tuple((state, words[state], count) for state, count in counts.items()))
    return DocumentLine(lines[0].agreement, "", sum(line.recorded for line in lines), tally)


def _days(metric: dict[str, Any]) -> tuple[datetime.date | None, datetime.datetime | None]:
    """The day of a reported metric's value, and when a person decided its colour; None for what there is not."""
    decision = metric["decision"]
    return (
        datetime.date.fromisoformat(metric["date"]) if metric["date"] else None,
        datetime.datetime.fromisoformat(decision["at"]) if decision else None,
    )
