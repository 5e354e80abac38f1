"""One row of the recording page, saved and judged without leaving it. Everything here answers in JSON."""

import datetime
from collections.abc import Mapping, Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agreements import rights
from agreements.models import User
from agreements.refusals import refusal
from metrics.followup import follow_up
from metrics.models import Metric
from metrics.record_dates import judged_on, read_date
from metrics.recording import kept_of, standing_of
from metrics.services.observations import (
    AGREEMENT,
    AssessedMeanwhileError,
    RecordedMeanwhileError,
    observation_record,
    recordable_metrics,
)
from metrics.services.recording import colour_set
from metrics.views.entries import entry_of
from metrics.words import words_of_unit

Messages = Mapping[str, Sequence[str]]


class _RefusedError(Exception):
    """What the request asks for cannot be done; `answer` says why."""

    def __init__(self, status: int, errors: Messages) -> None:
        super().__init__()
        self.answer = JsonResponse({"errors": errors}, status=status)


@require_POST
def record_row(request: HttpRequest, slug: str, pk: int) -> JsonResponse:
    """Records one metric's actual with its note and evidence."""
    try:
        user, metric, date = _asked(request, slug, pk)
        entry, now = entry_of(request, pk), timezone.now()
        observation = observation_record(
            metric=metric,
            date=date,
            value=entry.value,
            note=entry.note,
            evidence=entry.evidence,
            file=entry.file,
            seen=entry.seen,
            by=user,
            at=now,
        )
    except _RefusedError as refused:
        return refused.answer
    except PermissionDenied as error:
        return JsonResponse({"errors": {"value": [str(error)]}}, status=403)
    except ValidationError as error:
        return JsonResponse({"errors": error.message_dict}, status=422)
    except RecordedMeanwhileError as error:
        return _conflict(error, request)
    has_file = bool(observation.evidence_file)
    return JsonResponse(
        {
            "seen": observation.pk,
            "said": _said(observation.recorded_at),
            "value": observation.value,
            "file": observation.evidence_name if has_file else "",
            "file_address": reverse("evidence", args=[observation.pk]) if has_file else "",
        }
    )


@require_POST
def record_colour(request: HttpRequest, slug: str, pk: int) -> JsonResponse:
    """Sets a person's colour with its reason, or gives the metric back to the program."""
    try:
        user, metric, _date = _asked(request, slug, pk)
        entry, now = entry_of(request, pk), timezone.now()
        decided = colour_set(
            metric=metric, colour=entry.colour, reason=entry.reason, seen=entry.seen_colour, by=user, at=now
        )
    except _RefusedError as refused:
        return refused.answer
    except PermissionDenied as error:
        return JsonResponse({"errors": {"colour": [str(error)]}}, status=403)
    except ValidationError as error:
        return JsonResponse({"errors": error.message_dict}, status=422)
    except AssessedMeanwhileError as error:
        theirs = error.current
        told = f"{theirs.get_colour_display()}, {theirs.assessed_by.name}: {theirs.reason}" if theirs else "–"
        message = _("Somebody else has decided meanwhile: %(told)s. Save again if yours is to hold.") % {"told": told}
        seen = theirs.pk if theirs else None
        return JsonResponse({"errors": {"reason": [message]}, "seen_colour": seen}, status=409)
    return JsonResponse({"seen_colour": decided.pk if decided else None, "said": _said(now)})


@require_POST
def judge_row(request: HttpRequest, slug: str, pk: int) -> JsonResponse:
    """What would become of the value: state, word, colour and reason. Saves nothing."""
    try:
        _user, metric, date = _asked(request, slug, pk)
    except _RefusedError as refused:
        return refused.answer
    value = entry_of(request, pk).value.strip()
    language = get_language() or "fi"
    agreement = metric.measure.goal.section.agreement
    as_of = judged_on(date, agreement.period_end, today=timezone.localdate())
    stands = follow_up(Metric.objects.filter(pk=pk), on=as_of, trials={pk: value} if value else {})
    words = words_of_unit(agreement.unit_id, language)
    if pk not in stands:
        return _RefusedError(404, {"value": [_gone()]}).answer
    standing = standing_of(stands[pk], words, language, tried=bool(value))
    return JsonResponse(
        {
            "state": standing.state,
            "colour": render_to_string("metrics/recording/standing.html", {"standing": standing}, request),
            "proposed": render_to_string("metrics/recording/proposed.html", {"standing": standing}, request),
        }
    )


def _asked(request: HttpRequest, slug: str, pk: int) -> tuple[User, Metric, datetime.date]:
    """Who asks, for which metric, at which date. Raises _RefusedError with the words for the field."""
    user = request.user
    metric = (
        recordable_metrics(user)
        .filter(pk=pk, **{f"{AGREEMENT}__slug": slug})
        .select_related("indicator", AGREEMENT)
        .first()
        if isinstance(user, User)
        else None
    )
    if metric is None or not isinstance(user, User):
        raise _why_not(request, pk)
    date = read_date(request.POST.get("date", ""))
    if date is None:
        raise _RefusedError(422, {"date": [_("This is no date.")]})
    return user, metric, date


def _why_not(request: HttpRequest, pk: int) -> _RefusedError:
    visible = Metric.objects.filter(rights.visible_through(request.user, f"{AGREEMENT}__unit"), pk=pk)
    metric = visible.select_related(AGREEMENT).first()
    if metric is None:
        return _RefusedError(404, {"value": [_gone()]})
    return _RefusedError(403, {"value": [refusal("record", metric.measure.goal.section.agreement)]})


def _gone() -> str:
    return _("The metric has been removed meanwhile. What you wrote is not saved.")


def _conflict(error: RecordedMeanwhileError, request: HttpRequest) -> JsonResponse:
    """Both texts, side by side. Having seen the other's, the person may save their own over it."""
    theirs = kept_of(error.current) if error.current else None
    context = {"theirs": theirs, "mine": request.POST.get("value", ""), "with_buttons": True}
    return JsonResponse(
        {
            "conflict": render_to_string("metrics/recording/conflict.html", context, request),
            "seen": theirs.pk if theirs else None,
            "theirs": {"value": theirs.value, "note": theirs.note, "evidence": theirs.evidence} if theirs else None,
        },
        status=409,
    )


def _said(at: datetime.datetime) -> str:
    return _("Saved %(time)s") % {"time": date_format(timezone.localtime(at), "TIME_FORMAT")}
