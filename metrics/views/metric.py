"""A metric's page: its target and how it changed, who answers for it, and all that was ever recorded of it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agreements import rights
from agreements.models import Agreement, User
from agreements.refusals import refuse
from metrics.followup import follow_up
from metrics.indicator_forms import PLACES, DirectionForm, PeopleForm, TargetForm, organisation_of, people_for
from metrics.indicators import AGREEMENT, group_of, visible_indicators
from metrics.models import Assessment, Metric, Observation
from metrics.services.observations import recordable_metrics
from metrics.services.targets import (
    TargetChangedMeanwhileError,
    metric_direct,
    metric_entrust,
    target_change,
    target_changes,
)
from metrics.understanding import understood


@dataclass(frozen=True, slots=True)
class Scope:
    """A metric, its document, and what the user may do with it."""

    metric: Metric
    agreement: Agreement
    user: User
    may: rights.May

    @property
    def may_entrust(self) -> bool:
        return self.may.edit or self.may.record


def scope_or_404(request: HttpRequest, pk: int) -> Scope:
    """The metric of a document that the user may read or, wherever its unit is, one that they answer for; else 404."""
    metric = get_object_or_404(
        Metric.objects.select_related(
            f"{AGREEMENT}__unit", "measure__goal", "responsible", "substitute", "indicator__main"
        ),
        pk=pk,
    )
    agreement = metric.measure.goal.section.agreement
    if not isinstance(request.user, User):
        raise Http404
    may = rights.may(request.user, agreement)
    if not may.read and request.user not in (metric.responsible, metric.substitute):
        raise Http404
    return Scope(metric, agreement, request.user, may)


@require_safe
def metric_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The metric, to be looked at; with the forms of those who may change its target or name its people."""
    return _page(request, scope_or_404(request, pk))


@require_POST
def metric_people(request: HttpRequest, pk: int) -> HttpResponse:
    """Who answers for the metric."""
    scope = scope_or_404(request, pk)
    if not scope.may_entrust:
        refuse("entrust", scope.agreement)
    form = _people_form(scope, request.POST)
    if form.is_valid():
        named = {name: form.person(name) for name in PLACES}
        try:
            metric_entrust(metric=scope.metric, by=scope.user, at=timezone.now(), **named)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The responsible persons are saved."))
            return HttpResponseRedirect(reverse("metric", args=[pk]))
    return _page(request, scope, people_form=form)


@require_POST
def metric_direction(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether more or less is better, or the actual must stay within its target."""
    scope = scope_or_404(request, pk)
    if not scope.may_entrust:
        refuse("entrust", scope.agreement)
    form = DirectionForm(request.POST)
    if form.is_valid():
        direction = form.cleaned_data["direction"] or None
        metric_direct(metric=scope.metric, direction=direction, by=scope.user, at=timezone.now())
        messages.success(request, _("The direction is saved."))
        return HttpResponseRedirect(reverse("metric", args=[pk]))
    return _page(request, scope, direction_form=form)


@require_POST
def metric_target(request: HttpRequest, pk: int) -> HttpResponse:
    """A new target, with its reason."""
    scope = scope_or_404(request, pk)
    if not scope.may.edit:
        refuse("edit", scope.agreement)
    form = TargetForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            change = target_change(
                metric=scope.metric,
                after=data["after"],
                reason=data["reason"],
                seen=data["seen"].replace("\r\n", "\n"),
                by=scope.user,
                at=timezone.now(),
            )
        except ValidationError as error:
            form.refuse(error)
        except TargetChangedMeanwhileError as error:
            form.add_error("after", _("Somebody has changed the target meanwhile. Look at it before you save yours."))
            form.data = typed = request.POST.copy()
            typed["seen"] = error.current or ""
            scope.metric.target = error.current
        else:
            said = _("The target is changed.") if change else _("The target says the same as before.")
            messages.success(request, said)
            return HttpResponseRedirect(reverse("metric", args=[pk]))
    return _page(request, scope, target_form=form)


def _people_form(scope: Scope, data: Any = None) -> PeopleForm:
    people = people_for(scope.metric, units=organisation_of(scope.agreement.unit))
    return PeopleForm(data, metric=scope.metric, people=people)


def _page(
    request: HttpRequest,
    scope: Scope,
    *,
    people_form: PeopleForm | None = None,
    target_form: TargetForm | None = None,
    direction_form: DirectionForm | None = None,
) -> HttpResponse:
    metric, agreement = scope.metric, scope.agreement
    language = get_language() or "fi"
    standing = follow_up(Metric.objects.filter(pk=metric.pk), on=timezone.localdate())[metric.pk]
    year = agreement.period_end.year
    indicator = metric.indicator.main or metric.indicator
    if scope.may_entrust and people_form is None:
        people_form = _people_form(scope)
    if scope.may_entrust and direction_form is None:
        direction_form = DirectionForm(initial={"direction": metric.direction or ""})
    if scope.may.edit and target_form is None:
        target_form = TargetForm(initial={"after": metric.target, "seen": metric.target})
    context = {
        "nav": "metrics",
        "subnav": "metrics",
        "metric": metric,
        "agreement": agreement,
        "may": scope.may,
        "may_record": scope.may.record or recordable_metrics(scope.user).filter(pk=metric.pk).exists(),
        "indicator": indicator,
        "indicator_visible": visible_indicators(request.user).filter(pk=indicator.pk).exists(),
        "standing": standing,
        "word": standing.word(language),
        "reason": standing.says(language),
        "understood": understood(
            metric.target, standing.judgement, language, year=year, metric=metric.text, direction=metric.direction
        ),
        "year": year,
        "changes": target_changes(metric),
        "observations": _observations(metric),
        "assessments": _assessments(metric, year),
        "people_form": people_form,
        "target_form": target_form,
        "direction_form": direction_form,
    }
    invalid = any(form is not None and form.errors for form in (people_form, target_form, direction_form))
    return render(request, "metrics/metric.html", context, status=422 if invalid else 200)


def _observations(metric: Metric) -> list[Observation]:
    """All that was ever recorded of the indicator, the newest date first; what holds before what it replaced."""
    return list(
        Observation.objects.filter(group_of(metric.indicator))
        .select_related("recorded_by")
        .order_by("-date", "-is_current", "-recorded_at", "-pk")
    )


def _assessments(metric: Metric, year: int) -> list[Assessment]:
    return list(
        Assessment.objects.filter(Q(metric_key=metric.key, year=year))
        .select_related("assessed_by")
        .order_by("-is_current", "-assessed_at", "-pk")
    )
