"""Beginning an amendment of a document in force."""

import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agreements.models import Agreement
from agreements.refusals import refuse
from agreements.services.amending import agreement_amend
from agreements.status_forms import AmendmentForm
from agreements.versions import versions_of
from agreements.views.agreement import asked_document


@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: HttpRequest, slug: str) -> HttpResponse:
    """Tells what beginning an amendment does and asks from which day it holds; makes its draft and opens its editor."""
    agreement, may, user = asked_document(request, slug)
    if not may.amend:
        refuse("amend", agreement)
    form = AmendmentForm(request.POST or None, initial={"holds_from": _first_day(agreement, timezone.localdate())})
    if form.is_valid():
        day = form.cleaned_data["holds_from"]
        try:
            draft = agreement_amend(agreement=agreement, holds_from=day, by=user, at=timezone.now())
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The amendment is begun: write what changes."))
            return HttpResponseRedirect(reverse("edit", args=[draft.slug]))
    context = {"nav": "agreements", "agreement": agreement, "form": form, "versions": versions_of(agreement)}
    return render(request, "agreements/amend.html", context, status=422 if form.errors else 200)


def _first_day(agreement: Agreement, today: datetime.date) -> datetime.date:
    """Today, or the day of the document's period that is nearest to it."""
    return min(max(today, agreement.period_start), agreement.period_end)
