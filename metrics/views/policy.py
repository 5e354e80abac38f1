"""A top unit's policy of follow-up: what its colours mean."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agreements import rights
from agreements.models import Unit, User
from metrics.follow_up_forms import PolicyForm
from metrics.models import Policy
from metrics.services.policy import policy_set


def top_unit_or_404(request: HttpRequest, pk: int) -> Unit:
    """The top unit, for its administrator: 404 when it is none of the user's, 403 when they may only look at it."""
    unit = get_object_or_404(rights.visible_units(request.user), pk=pk, parent=None)
    check_administers(request, unit)
    return unit


def check_administers(request: HttpRequest, unit: Unit) -> None:
    """Raises PermissionDenied for whom does not look after the top unit."""
    if not rights.administered_units(request.user).filter(pk=unit.pk).exists():
        raise PermissionDenied(_("The administrators of a top unit set its policy and its rounds."))


@require_http_methods(["GET", "HEAD", "POST"])
def policy(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows the policy and sets it."""
    unit = top_unit_or_404(request, pk)
    form = PolicyForm(request.POST or None, policy=Policy.objects.filter(unit=unit).first() or Policy(unit=unit))
    if form.is_valid():
        try:
            policy_set(
                unit=unit,
                tolerance_percent=form.cleaned_data["tolerance_percent"],
                tolerance_days=form.cleaned_data["tolerance_days"],
                words=form.words,
                by=cast(User, request.user),
            )
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The policy is saved. Colours follow it from now on."))
            return HttpResponseRedirect(reverse("policy", args=[unit.pk]))
    context = {"nav": "metrics", "subnav": "rounds", "unit": unit, "form": form}
    return render(request, "metrics/policy.html", context)
