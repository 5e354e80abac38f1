"""A document's way: where it stands, who is next and what it waits for, and the steps that the reader may take."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from agreements import rights
from agreements.models import Agreement, Move, Status, StatusChange, User
from agreements.refusals import refuse
from agreements.services.closing import agreement_close, agreement_reopen
from agreements.services.decisions import decision_record
from agreements.services.status import (
    OvertakenError,
    agreement_accept,
    agreement_send_back,
    agreement_submit,
    agreement_withdraw,
)
from agreements.signatories import Signing, signing_of, turns
from agreements.status_forms import DecisionForm, StepForm
from agreements.versions import Versions, version_lines, versions_of
from agreements.views.agreement import asked_document, status_steps


@dataclass(frozen=True, slots=True)
class Step:
    """A step that a reader may take, in words; `service` takes it."""

    move: Move
    right: str
    title: Any
    button: Any
    label: Any
    done: Any
    service: Callable[..., StatusChange]
    must: bool = False
    is_main: bool = True


STEPS = {
    step.move.value.replace("_", "-"): step
    for step in (
        Step(
            Move.SUBMIT,
            "submit",
            gettext_lazy("Send for review"),
            gettext_lazy("Send for review"),
            gettext_lazy("Message to the reviewer"),
            gettext_lazy("The document was sent for review."),
            agreement_submit,
        ),
        Step(
            Move.ACCEPT,
            "accept",
            gettext_lazy("Accept for signing"),
            gettext_lazy("Accept"),
            gettext_lazy("Message to those who sign"),
            gettext_lazy("The document was accepted. It is to be signed."),
            agreement_accept,
        ),
        Step(
            Move.SEND_BACK,
            "send_back",
            gettext_lazy("Send back"),
            gettext_lazy("Send back"),
            gettext_lazy("Why, and what is to be done"),
            gettext_lazy("The document was sent back."),
            agreement_send_back,
            must=True,
            is_main=False,
        ),
        Step(
            Move.WITHDRAW,
            "withdraw",
            gettext_lazy("Take back"),
            gettext_lazy("Take back as a draft"),
            gettext_lazy("Message to the reviewer"),
            gettext_lazy("The document was taken back. It is a draft again."),
            agreement_withdraw,
            is_main=False,
        ),
        Step(
            Move.CLOSE,
            "close",
            gettext_lazy("Close the year"),
            gettext_lazy("Close the document"),
            gettext_lazy("Message"),
            gettext_lazy("The document is closed, and its report is sealed."),
            agreement_close,
            is_main=False,
        ),
        Step(
            Move.REOPEN,
            "reopen",
            gettext_lazy("Reopen"),
            gettext_lazy("Reopen the document"),
            gettext_lazy("Why it is reopened"),
            gettext_lazy("The document is in force again."),
            agreement_reopen,
            must=True,
            is_main=False,
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Way:
    """What the page of a document's way knows of it for one reader; `told` is why their step was not taken."""

    agreement: Agreement
    may: rights.May
    signing: Signing
    changes: list[StatusChange]
    next: list[str]
    may_sign: bool
    is_next: bool
    versions: Versions
    forms: Mapping[str, StepForm] = field(default_factory=dict)
    decision: DecisionForm | None = None
    told: str = ""

    @property
    def seen(self) -> int:
        return self.changes[0].number if self.changes else 0

    @property
    def may_decide(self) -> bool:
        """May the reader record the city's decision? It stands fast from the first signature on."""
        return self.may.decide and self.signing.missing == self.signing.parties

    @property
    def lacks_decision(self) -> bool:
        """Must the city's decision be recorded before anybody signs?"""
        own = self.agreement
        given = own.decision_date and own.decision_section and own.case_number
        return own.status == Status.TO_BE_SIGNED and self.signing.rule.asks_decision and not given

    @property
    def steps(self) -> list[tuple[str, Step, StepForm]]:
        """The steps that the reader may take, with their forms."""
        own = {slug: step for slug, step in STEPS.items() if getattr(self.may, step.right)}
        if self.versions.superseded_by:
            own.pop("reopen", None)
        if self.is_next and self.agreement.status == Status.TO_BE_SIGNED:
            own["send-back"] = STEPS["send-back"]
        return [(slug, step, self.forms.get(slug) or _form(slug, None, self.seen)) for slug, step in own.items()]


def way_of(agreement: Agreement, may: rights.May, user: User) -> Way:
    """Where the document stands, from a fixed number of queries."""
    signing = signing_of(agreement)
    own = turns(user, signing, rights.substitutions(user)) if may.sign else []
    return Way(
        agreement=agreement,
        may=may,
        signing=signing,
        changes=list(agreement.status_changes.select_related("by").prefetch_related("voids")),
        next=_next(agreement, signing),
        may_sign=bool(own),
        is_next=any(party.user == user.pk for party in signing.next),
        versions=versions_of(agreement),
    )


def _next(agreement: Agreement, signing: Signing) -> list[str]:
    """Who is next, by name; parties whose person is not known, by their titles."""
    if agreement.status == Status.TO_BE_SIGNED:
        return [f"{party.person} ({party.title})" if party.person else party.title for party in signing.next]
    right = {Status.DRAFT: "submit", Status.IN_REVIEW: "accept"}.get(Status(agreement.status))
    return [str(person) for person in rights.people_with(agreement, right)] if right else []


@require_safe
def status(request: HttpRequest, slug: str) -> HttpResponse:
    """The document's way so far, and what the reader may do next."""
    agreement, may, user = asked_document(request, slug)
    return _page(request, way_of(agreement, may, user))


@require_POST
def status_step(request: HttpRequest, slug: str, step: str) -> HttpResponse:
    """Takes the step; what was written is kept when it cannot be taken."""
    agreement, may, user = asked_document(request, slug)
    wanted = STEPS[step]
    data = request.POST.copy()
    form = _form(step, data, 0)
    answer, told = 422, ""
    if form.is_valid():
        named = {"seen": form.cleaned_data["seen"], "reason": form.cleaned_data["reason"]}
        try:
            wanted.service(agreement=agreement, by=user, at=timezone.now(), **named)
        except ValidationError as error:
            form.refuse(error)
        except OvertakenError as error:
            answer, told = 409, told_overtaken(error.change)
            form.add_error(None, told)
            data["seen"] = str(error.change.number)
        else:
            messages.success(request, str(wanted.done))
            return HttpResponseRedirect(way_address(agreement))
    elif not getattr(may, wanted.right):
        refuse(wanted.right, agreement)
    agreement.refresh_from_db()
    way = way_of(agreement, rights.may(user, agreement), user)
    way = replace(way, forms={step: form})
    if step not in [slug for slug, _step, _form in way.steps]:  # its form would have told
        way = replace(way, told=told)
    return _page(request, way, status=answer)


def overtaken_page(request: HttpRequest, agreement: Agreement, user: User, change: StatusChange) -> HttpResponse:
    """The document's way, with what somebody did before the reader could do what they had begun."""
    agreement.refresh_from_db()
    way = way_of(agreement, rights.may(user, agreement), user)
    return _page(request, replace(way, told=told_overtaken(change)), status=409)


@require_POST
def decision(request: HttpRequest, slug: str) -> HttpResponse:
    """Records the date, the section and the case number of the city's decision."""
    agreement, may, user = asked_document(request, slug)
    if not may.decide:
        refuse("decide", agreement)
    form = DecisionForm(request.POST)
    if form.is_valid():
        try:
            decision_record(agreement=agreement, by=user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The decision is recorded."))
            return HttpResponseRedirect(way_address(agreement))
    return _page(request, replace(way_of(agreement, may, user), decision=form), status=422)


def told_overtaken(change: StatusChange) -> str:
    """What somebody else did meanwhile, as a sentence."""
    at = date_format(timezone.localtime(change.at), "j.n.Y G.i")
    return _("%(name)s was quicker: %(move)s %(at)s. Look at where the document stands before you go on.") % {
        "name": change.by,
        "move": change.get_move_display(),
        "at": at,
    }


def way_address(agreement: Agreement) -> str:
    return f"{reverse('status', args=[agreement.slug])}?version={agreement.version}"


def _form(step: str, data: Any, seen: int) -> StepForm:
    wanted = STEPS[step]
    return StepForm(data, label=wanted.label, must=wanted.must, initial={"seen": seen}, auto_id=f"{step}_%s")


def _page(request: HttpRequest, way: Way, *, status: int = 200) -> HttpResponse:
    agreement = way.agreement
    initial = {name: getattr(agreement, name) for name in ("decision_date", "decision_section", "case_number")}
    context = {
        "nav": "agreements",
        "agreement": agreement,
        "way": way,
        "may": way.may,
        "versions": way.versions,
        "lines": version_lines(way.versions),
        "steps": status_steps(agreement),
        "decision": way.decision or DecisionForm(initial=initial),
    }
    return render(request, "agreements/status.html", context, status=status)
