"""A new document from nothing."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agreements import rights
from agreements.models import Kind, User
from agreements.new_forms import FORM, NewAgreementForm
from agreements.refusals import refuse_in_units
from agreements.services.creating import agreement_start


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_new(request: HttpRequest) -> HttpResponse:
    """Asks what the document is, makes it, and leads to its editor."""
    units = {kind: list(rights.drafting_units(request.user, kind)) for kind in Kind.values}
    if not any(units.values()):
        refuse_in_units("start_document")
    form = NewAgreementForm(request.POST or None, units=units, today=timezone.localdate())
    if form.is_valid():
        data = form.cleaned_data
        try:
            agreement = agreement_start(
                kind=data["kind"],
                unit=data["unit"],
                year=data["year"],
                language=data["language"],
                title=data["title"],
                period=data["period"],
                from_form=data["start"] == FORM,
                by=cast(User, request.user),
                at=timezone.now(),
            )
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The draft is ready to be written."))
            return HttpResponseRedirect(reverse("edit", args=[agreement.slug]))
    return render(request, "agreements/agreement_new.html", {"nav": "agreements", "form": form})
