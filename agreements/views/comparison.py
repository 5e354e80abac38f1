"""Two versions or two years of a document side by side, or an earlier state and now: on screen and in print."""

from copy import deepcopy
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements import rights
from agreements.comparison import compare
from agreements.exports.pdf.comparison import render_comparison_pdf
from agreements.history import taken_back
from agreements.log import about_agreement
from agreements.models import Agreement, AgreementQuerySet
from agreements.rows import load_snapshot
from agreements.rows.snapshot import names_of_both
from agreements.services.log import export_log
from agreements.sides import Sides
from agreements.views.agreement import agreement_or_404
from agreements.views.history import number_of, version_query


@dataclass(frozen=True, slots=True)
class Asked:
    """What is compared: the document with another one, or with itself after an earlier step; or nothing."""

    agreement: Agreement
    other: Agreement | None
    step: int | None

    @property
    def query(self) -> str:
        """The part of an address that asks for the same."""
        if self.step is not None:
            return f"from={self.step}&version={self.agreement.version}"
        if self.other is not None:
            return f"with={self.other.slug}&with_version={self.other.version}&version={self.agreement.version}"
        return ""


@require_safe
def compare_view(request: HttpRequest, slug: str) -> HttpResponse:
    """What differs: what was added, removed, moved and changed. What the turn of the year changes is told apart."""
    asked = _ask(request, slug)
    sides = _sides(asked)
    context = {
        "agreement": asked.agreement,
        "nav": "agreements",
        "sides": sides,
        "query": asked.query,
        "others": _others(request, asked.agreement),
        "asked": asked,
        "version": version_query(request, asked.agreement),
    }
    return render(request, "agreements/compare.html", context)


@require_safe
def compare_export(request: HttpRequest, slug: str) -> HttpResponse:
    """The comparison as a PDF, in the document's language."""
    asked = _ask(request, slug)
    with translation.override(asked.agreement.language):
        sides = _sides(asked)
        if sides is None:
            raise Http404
        content = render_comparison_pdf(sides, asked.agreement)
        name = slugify(_("Comparison"))
    about, unit = about_agreement(asked.agreement), asked.agreement.unit_id
    export_log(by=request.user, format="pdf", what="comparison", about=about, unit=unit)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{asked.agreement.slug}-{name}.pdf"'
    return response


def _ask(request: HttpRequest, slug: str) -> Asked:
    """What the address asks for: by default the version or the year before. 404 for what is not there to be seen."""
    agreement, _may = agreement_or_404(request, slug)
    if "from" in request.GET:
        step = number_of(request, "from")
        if step is None or step > agreement.revision:
            raise Http404
        return Asked(agreement, None, step)
    readable = rights.visible_agreements(request.user)
    if other_slug := request.GET.get("with", ""):
        version = number_of(request, "with_version")
        documents = readable.filter(slug=other_slug)
        found = documents.current() if version is None else documents.filter(version=version)
        return Asked(agreement, get_object_or_404(found), None)
    return Asked(agreement, _before(agreement, readable), None)


def _before(agreement: Agreement, readable: AgreementQuerySet) -> Agreement | None:
    """The version that it supersedes, else the one of the year before that holds; if the reader may read it."""
    if agreement.supersedes_id:
        return readable.filter(superseded_by=agreement).first()
    year_before = Agreement.objects.filter(next=agreement).order_by().values("slug")
    return readable.filter(slug__in=year_before).current().first() if agreement.previous_id else None


def _sides(asked: Asked) -> Sides | None:
    """Both sides compared; None where there is nothing to compare with."""
    agreement = asked.agreement
    if asked.step is not None:
        after = load_snapshot(agreement)
        before = taken_back(deepcopy(after), agreement, asked.step)
        then = _("after step %(number)d") % {"number": asked.step} if asked.step else _("before the first step")
        return Sides(then, _("now"), compare(before, after, names_of_both(before, after)))
    if asked.other is None:
        return None
    older, newer = sorted((asked.other, agreement), key=lambda each: (each.year, each.version, each.pk))
    before, after = load_snapshot(older), load_snapshot(newer)
    years = newer.year - older.year
    comparison = compare(before, after, names_of_both(before, after), by_key=True, years=years)
    return Sides(_name(older, newer), _name(newer, older), comparison, years)


def _name(document: Agreement, other: Agreement) -> str:
    """What the document is called beside the other one: by its version where nothing else tells them apart."""
    if document.short_name != other.short_name:
        return document.short_name
    return _("%(name)s, version %(version)d") % {"name": document.short_name, "version": document.version}


def _others(request: HttpRequest, agreement: Agreement) -> QuerySet[Agreement]:
    """The documents that it can be compared with: its other versions, and the unit's others of its kind."""
    near = Q(slug=agreement.slug) | Q(unit=agreement.unit_id, kind=agreement.kind)
    others: QuerySet[Agreement] = rights.visible_agreements(request.user).filter(near).exclude(pk=agreement.pk)
    return others.order_by("-year", "slug", "-version")
