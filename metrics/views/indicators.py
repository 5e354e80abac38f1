"""An indicator's page, and the form of what it is."""

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agreements import rights
from agreements.models import User
from metrics.histories import Line, history_of
from metrics.indicator_forms import IndicatorForm, JoinForm
from metrics.indicators import AGREEMENT, editable_indicators, group_of, visible_indicators
from metrics.models import Indicator, Metric
from metrics.services.indicators import (
    LONGEST,
    DescribedMeanwhileError,
    check_looks_after,
    fingerprint,
    indicator_describe,
)
from metrics.words import words_of_unit

CONTEXT = {"nav": "metrics", "subnav": "indicators"}


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of the history in the reader's words."""

    line: Line
    understood: str
    word: str
    reason: str


def indicator_or_404(request: HttpRequest, pk: int) -> Indicator:
    """The indicator that stands for the one asked for; 404 for one that the user may not look at."""
    asked = get_object_or_404(Indicator, pk=pk)
    main = asked.main_id or asked.pk
    return get_object_or_404(visible_indicators(request.user).select_related("unit"), pk=main)


@require_safe
def indicator_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What the indicator is, and its targets and values over the years as a chart and as a table."""
    indicator = indicator_or_404(request, pk)
    if indicator.pk != pk:
        return HttpResponseRedirect(reverse("indicator", args=[indicator.pk]))
    history = history_of(indicator, reader=request.user, on=timezone.localdate())
    words = words_of_unit(indicator.unit_id, language := get_language() or "fi")
    chart = history.chart()
    editable = editable_indicators(request.user)
    may_edit = editable.filter(pk=indicator.pk).exists()
    context = {
        **CONTEXT,
        "indicator": indicator,
        "history": history,
        "lines": [_shown(line, language, words) for line in history.lines],
        "chart": chart,
        "foot_words": [(state, words[state]) for state in chart.foot_states] if chart else [],
        "may_edit": may_edit,
        "same": indicator.same_as.select_related("joined_by").order_by("joined_at", "pk"),
        "metrics": _metrics_of(request, indicator),
        "join": JoinForm(choices=editable.filter(unit=indicator.unit_id).exclude(pk=indicator.pk))
        if may_edit
        else None,
    }
    return render(request, "metrics/indicator.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def indicator_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The indicator's name, definition, source, unit of measurement and cycle."""
    indicator = indicator_or_404(request, pk)
    check_looks_after(cast(User, request.user), indicator)
    texts = {field: getattr(indicator, field) for field in LONGEST}
    form = IndicatorForm(request.POST or None, initial={**texts, "seen": fingerprint(indicator)})
    if form.is_valid():
        data = form.cleaned_data
        try:
            indicator_describe(indicator=indicator, texts=data, seen=data["seen"], by=cast(User, request.user))
        except ValidationError as error:
            form.refuse(error)
        except DescribedMeanwhileError as error:
            _show_meanwhile(form, error.current, request.POST)
        else:
            messages.success(request, _("The indicator is saved."))
            return HttpResponseRedirect(reverse("indicator", args=[indicator.pk]))
    return render(request, "metrics/indicator_edit.html", {**CONTEXT, "indicator": indicator, "form": form})


def _show_meanwhile(form: IndicatorForm, current: Indicator, typed: QueryDict) -> None:
    """What somebody else wrote meanwhile stands by each field that differs; saving again replaces it."""
    for field in LONGEST:
        theirs = getattr(current, field)
        if theirs != form.cleaned_data[field]:
            form.add_error(field, _("Somebody has written here meanwhile: %(theirs)s") % {"theirs": theirs or "–"})
    if not form.errors:
        form.add_error(None, _("Somebody has changed the indicator meanwhile."))
    form.data = again = typed.copy()
    again["seen"] = fingerprint(current)


def _shown(line: Line, language: str, words: dict[str, str]) -> ShownLine:
    word = words.get(line.state, "") if line.metric and line.metric.target else ""
    return ShownLine(line, line.understood(language), word, line.says(language) if word else "")


def _metrics_of(request: HttpRequest, indicator: Indicator) -> list[tuple[Metric, bool]]:
    """The metrics that have the indicator, in documents that the user may read; and whether each shares its row of the
    catalogue with another, so that it can be parted from it.
    """
    documents = rights.visible_agreements(request.user).current()
    metrics = list(
        Metric.objects.filter(group_of(indicator), **{f"{AGREEMENT}__in": documents})
        .select_related(AGREEMENT)
        .order_by(f"{AGREEMENT}__period_end", "pk")
    )
    shared = set(
        Metric.objects.filter(indicator__in={metric.indicator_id for metric in metrics})
        .order_by()
        .values_list("indicator", F("key"))
        .distinct()
    )
    counts: dict[int, int] = {}
    for row, _key in shared:
        counts[row] = counts.get(row, 0) + 1
    return [(metric, counts[metric.indicator_id] > 1) for metric in metrics]
