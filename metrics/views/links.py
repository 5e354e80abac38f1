"""Which indicators are the same: proposed by wording, decided by a person, undone by a person."""

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agreements import rights
from agreements.models import User
from metrics.indicator_forms import JoinForm
from metrics.indicators import (
    AGREEMENT,
    declared_different,
    documents_by_indicator,
    editable_indicators,
    visible_indicators,
)
from metrics.models import Indicator, Metric, main_indicator
from metrics.services.indicators import (
    check_looks_after,
    indicator_join,
    indicator_split,
    indicators_declare_different,
    metric_take_own_indicator,
)
from metrics.wording import Likeness, Pair, marked, pairs_alike

SHOWN = 25


@dataclass(frozen=True, slots=True)
class Side:
    """One indicator of a proposal: its name in pieces, each with whether it differs from the other's; its metrics."""

    indicator: Indicator
    pieces: tuple[tuple[str, bool], ...]
    metrics: list[Metric]


@dataclass(frozen=True, slots=True)
class Proposal:
    first: Side
    second: Side
    is_same_wording: bool


@require_safe
def indicator_links(request: HttpRequest) -> HttpResponse:
    """The pairs of indicators that may be the same, for those who look after both."""
    names = dict(editable_indicators(request.user).order_by().values_list("pk", "name"))
    pairs = _open_pairs(editable_indicators(request.user), names)
    context = {
        "nav": "metrics",
        "subnav": "indicators",
        "proposals": _proposals(request, pairs[:SHOWN]),
        "total": len(pairs),
        "looks_after_some": bool(names),
    }
    return render(request, "metrics/indicator_links.html", context)


@require_POST
def indicator_join_view(request: HttpRequest, pk: int) -> HttpResponse:
    """The indicator is the same as another, which is chosen in the form."""
    indicator = _looked_after(request, pk)
    form = JoinForm(request.POST, choices=editable_indicators(request.user).exclude(pk=indicator.pk))
    if not form.is_valid():
        messages.error(request, _("Choose the indicator that this one is the same as."))
        return _back(request, indicator.pk)
    try:
        main = indicator_join(
            indicator=indicator, into=form.cleaned_data["into"], by=cast(User, request.user), at=timezone.now()
        )
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return _back(request, indicator.pk)
    messages.success(request, _("The two are one indicator now. They can be split again on its page."))
    return _back(request, main.pk)


@require_POST
def indicator_split_view(request: HttpRequest, pk: int) -> HttpResponse:
    """The indicator stands for itself again."""
    indicator = get_object_or_404(Indicator, pk=pk)
    _looked_after(request, indicator.main_id or indicator.pk)
    try:
        indicator_split(indicator=indicator, by=cast(User, request.user))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("The indicator stands for itself again, with its own values."))
    return HttpResponseRedirect(reverse("indicator", args=[indicator.pk]))


@require_POST
def indicators_different(request: HttpRequest, pk: int) -> HttpResponse:
    """The indicator and another are not the same, and are not proposed again."""
    indicator = _looked_after(request, pk)
    form = JoinForm(request.POST, choices=editable_indicators(request.user).exclude(pk=indicator.pk))
    if form.is_valid():
        other = form.cleaned_data["into"]
        indicators_declare_different(one=indicator, other=other, by=cast(User, request.user), at=timezone.now())
        messages.success(request, _("The two are different indicators; they are not proposed again."))
    else:
        messages.error(request, _("Choose the indicator that this one is the same as."))
    return HttpResponseRedirect(reverse("indicator-links"))


@require_POST
def metric_own_indicator(request: HttpRequest, pk: int) -> HttpResponse:
    """The metric measures something of its own from now on."""
    metric = get_object_or_404(Metric.objects.select_related("indicator"), pk=pk)
    _looked_after(request, metric.indicator.main_id or metric.indicator_id)
    try:
        own = metric_take_own_indicator(metric=metric, by=cast(User, request.user))
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return HttpResponseRedirect(reverse("indicator", args=[metric.indicator_id]))
    messages.success(
        request, _("The metric has an indicator of its own now. Its earlier values stayed where they were.")
    )
    return HttpResponseRedirect(reverse("indicator", args=[own.pk]))


def _looked_after(request: HttpRequest, pk: int) -> Indicator:
    """The indicator, for whom looks after it: 404 when they may not look at it, 403 when they may only do that."""
    indicator = get_object_or_404(visible_indicators(request.user), pk=pk)
    check_looks_after(cast(User, request.user), indicator)
    return indicator


def _back(request: HttpRequest, pk: int) -> HttpResponse:
    """To where the form stood: the proposals, or the indicator's page."""
    if request.POST.get("from") == "links":
        return HttpResponseRedirect(reverse("indicator-links"))
    return HttpResponseRedirect(reverse("indicator", args=[pk]))


def _open_pairs(indicators: QuerySet[Indicator], names: dict[int, str]) -> list[Pair]:
    """The pairs that nobody has decided on. Two metrics of one document are two things, however alike their names."""
    units = dict(indicators.order_by().values_list("pk", "unit"))
    closed = declared_different()
    documents = documents_by_indicator(names)
    return [
        pair
        for pair in pairs_alike(names)
        if (pair.first, pair.second) not in closed
        and units[pair.first] == units[pair.second]
        and not documents.get(pair.first, set()) & documents.get(pair.second, set())
    ]


def _proposals(request: HttpRequest, pairs: list[Pair]) -> list[Proposal]:
    pks = {pk for pair in pairs for pk in (pair.first, pair.second)}
    indicators = Indicator.objects.in_bulk(pks)
    metrics: dict[int, list[Metric]] = {pk: [] for pk in pks}
    documents = rights.visible_agreements(request.user).current()
    for metric in (
        Metric.objects.annotate(main=main_indicator())
        .filter(main__in=pks, **{f"{AGREEMENT}__in": documents})
        .select_related(AGREEMENT)
        .order_by(f"{AGREEMENT}__year", "pk")
    ):
        metrics[metric.main].append(metric)

    def side(pk: int, other: int) -> Side:
        return Side(indicators[pk], marked(indicators[pk].name, indicators[other].name), metrics[pk])

    return [
        Proposal(side(pair.first, pair.second), side(pair.second, pair.first), pair.likeness == Likeness.SAME)
        for pair in pairs
    ]
