"""Printing in bulk: what is chosen, how far it has come, and the file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.models import JobState, Language, PartState, PrintForm, PrintJob, PrintPart, User
from agreements.printing.choice import chosen_documents, units_of, years_of
from agreements.printing.compiling import chosen_of, title_of
from agreements.printing_forms import ChoiceForm, OrderForm
from agreements.services.printing import print_cancel, print_order, print_retry, print_take, print_without
from agreements.views.editing import is_from_script
from agreements.workers import anybody_lives

_CONTENT_TYPES = {PrintForm.BOOK: "application/pdf", PrintForm.PARCEL: "application/zip"}
_MOST_JOBS = 50


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a print job has come: its documents by how they stand, and whether anybody is at work."""

    parts: Sequence[PrintPart]
    is_open: bool
    has_worker: bool

    def of(self, *states: PartState) -> list[PrintPart]:
        return [part for part in self.parts if part.state in states]

    @property
    def total(self) -> int:
        return len(self.parts)

    @property
    def settled(self) -> int:
        return len(self.of(PartState.DONE, PartState.LEFT_OUT, PartState.FAILED))

    @property
    def making(self) -> list[PrintPart]:
        return self.of(PartState.MAKING)

    @property
    def failed(self) -> list[PrintPart]:
        return self.of(PartState.FAILED)

    @property
    def left_out(self) -> list[PrintPart]:
        return self.of(PartState.LEFT_OUT)

    @property
    def changed(self) -> list[PrintPart]:
        return [part for part in self.of(PartState.DONE) if part.changed]

    @property
    def stored(self) -> int:
        """How many documents were taken from store."""
        return sum(part.state == PartState.DONE and part.is_stored for part in self.parts)

    @property
    def is_joining(self) -> bool:
        """Is every document there, and the whole not yet?"""
        return self.is_open and self.settled == self.total

    @property
    def is_waiting(self) -> bool:
        """Is there nobody who would go on?"""
        return self.is_open and not self.has_worker


@require_safe
def print_list(request: HttpRequest) -> HttpResponse:
    """What the person has ordered: what is being made, and what can still be taken."""
    jobs = PrintJob.objects.filter(ordered_by=cast(User, request.user)).select_related("unit")[:_MOST_JOBS]
    lines = [(job, title_of(job), chosen_of(job)) for job in jobs]
    return render(request, "agreements/printing_list.html", {"nav": "agreements", "lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
def print_new(request: HttpRequest) -> HttpResponse:
    """Asks which documents, shows them, and has them printed."""
    user = cast(User, request.user)
    ordered = request.method == "POST"
    data = request.POST if ordered else request.GET if "show" in request.GET else None
    form = ChoiceForm(
        data,
        units=units_of(user),
        years=years_of(user),
        today=timezone.localdate(),
        unit=request.GET.get("unit", ""),
        year=request.GET.get("year", ""),
    )
    order = OrderForm(request.POST if ordered else None)
    choice = form.choice
    if ordered and choice is not None and order.is_valid():
        try:
            job = print_order(
                choice=choice,
                form=order.cleaned_data["form"],
                language=get_language() or Language.FINNISH,
                by=user,
                at=timezone.now(),
            )
        except ValidationError as error:
            order.add_error(None, error)
        else:
            return HttpResponseRedirect(job.get_absolute_url())
    context = {
        "nav": "agreements",
        "form": form,
        "order": order,
        "choice": choice,
        "documents": chosen_documents(user, choice) if choice else [],
    }
    return render(request, "agreements/printing_new.html", context)


@require_safe
def print_job(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the job has come, and its file when it is ready. Asked by the page's script, only what changes."""
    job = _own_or_404(request, pk)
    is_open = job.state == JobState.OPEN
    progress = Progress(list(job.parts.all()), is_open, is_open and anybody_lives())
    context = {
        "nav": "agreements",
        "job": job,
        "title": title_of(job),
        "chosen": chosen_of(job),
        "progress": progress,
        "again": _address_of_choice(job),
        "until": job.kept_until,
    }
    part = is_from_script(request)
    return render(request, "agreements/printing_progress.html" if part else "agreements/printing_job.html", context)


@require_POST
def print_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel the job."""
    job = print_cancel(job=_own_or_404(request, pk), by=cast(User, request.user), at=timezone.now())
    if job.state == JobState.CANCELLED:
        messages.success(request, _("The print job was cancelled."))
    else:
        messages.warning(request, _("The print job was ready already."))
    return HttpResponseRedirect(job.get_absolute_url())


@require_POST
def print_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try again what failed."""
    job = print_retry(job=_own_or_404(request, pk), by=cast(User, request.user), at=timezone.now())
    return HttpResponseRedirect(job.get_absolute_url())


@require_POST
def print_rest(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave out what failed."""
    job = _own_or_404(request, pk)
    try:
        print_without(job=job, by=cast(User, request.user), at=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return HttpResponseRedirect(job.get_absolute_url())


@require_safe
def print_file(request: HttpRequest, pk: int) -> FileResponse:
    """The file, as a download. 404 while there is none; 403 when the person may not read all of it any more."""
    job = _own_or_404(request, pk)
    try:
        path = print_take(job=job, by=cast(User, request.user), at=timezone.now())
        file = path.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    with translation.override(job.language):
        name = f"{slugify(job.unit.name)}-{job.year}.{job.extension}"
    return FileResponse(file, content_type=_CONTENT_TYPES[PrintForm(job.form)], as_attachment=True, filename=name)


def _own_or_404(request: HttpRequest, pk: int) -> PrintJob:
    """The person's own job; anybody else's is not there."""
    jobs = PrintJob.objects.filter(ordered_by=cast(User, request.user)).select_related("unit")
    return get_object_or_404(jobs, pk=pk)


def _address_of_choice(job: PrintJob) -> str:
    """The page on which the same documents are chosen."""
    chosen = {"unit": job.unit_id, "year": job.year, "kinds": job.kinds, "statuses": job.statuses, "show": "1"}
    return f"{reverse('print-new')}?{urlencode(chosen, doseq=True)}"
