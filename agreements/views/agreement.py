"""An agreement's page and the files that it is taken out as."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements import rights
from agreements.comments import open_comments
from agreements.document import load_document
from agreements.exports import FORMATS
from agreements.log import about_agreement
from agreements.models import Agreement, Kind, Status, User
from agreements.outline import outline
from agreements.records import file_of
from agreements.services.log import export_log
from agreements.services.years import is_untouched
from agreements.versions import Versions, among


def agreement_or_404(request: HttpRequest, slug: str) -> tuple[Agreement, rights.May]:
    """The version that the address asks for, by default the one that holds, and what the user may do with it.

    404 when it does not exist, and the same 404 when the user may not read it.
    """
    versions, may = versions_or_404(request, slug)
    return versions.own, may


def versions_or_404(request: HttpRequest, slug: str) -> tuple[Versions, rights.May]:
    """As agreement_or_404 answers, with the document's other versions."""
    everything = Agreement.objects.filter(slug=slug).select_related("unit", "supersedes").order_by("-version")
    asked = request.GET.get("version", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 6 else None
    versions = among(tuple(everything), number)
    may = rights.may(request.user, versions.own) if versions else rights.May()
    if versions is None or not may.read:
        raise Http404
    return versions, may


def draft_or_404(request: HttpRequest, slug: str) -> tuple[Agreement, rights.May]:
    """The newest version, which is edited if any is, and what the user may do with it; 404 as agreement_or_404."""
    agreement = get_object_or_404(Agreement.objects.filter(slug=slug).newest().select_related("unit"))
    may = rights.may(request.user, agreement)
    if not may.read:
        raise Http404
    return agreement, may


def asked_document(request: HttpRequest, slug: str) -> tuple[Agreement, rights.May, User]:
    """As agreement_or_404 answers, with the user who asks."""
    agreement, may = agreement_or_404(request, slug)
    if not isinstance(request.user, User):
        raise Http404
    return agreement, may, request.user


@require_safe
def agreement_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The agreement, to be read."""
    versions, may = versions_or_404(request, slug)
    agreement = versions.own
    document = load_document(agreement, on=timezone.localdate())
    context = {
        "agreement": agreement,
        "document": document,
        "outline": outline(document),
        "exports": [FORMATS[extension] for extension in ("pdf", "xlsx") if extension in FORMATS],
        "steps": status_steps(agreement),
        "may": may,
        "versions": versions,
        "open_comments": sum(open_comments(agreement).values()),
        "may_take_back": may.edit and agreement.carry_report is None and is_untouched(agreement),
        "has_positions": any("allocation" in each.kind.table and each.block.allocations for each in document.sections),
        "rail": document.kind != Kind.SERVICE_AGREEMENT,
        "nav": "agreements",
    }
    return render(request, "agreements/agreement.html", context)


def status_steps(agreement: Agreement) -> list[tuple[str, str]]:
    """The statuses an agreement goes through, each done, current or coming."""
    order = list(Status)
    now = order.index(Status(agreement.status))
    return [
        (str(step.label), "done" if place < now else "current" if place == now else "coming")
        for place, step in enumerate(order)
    ]


@require_safe
def agreement_export(request: HttpRequest, slug: str, extension: str) -> HttpResponse:
    """The agreement as a file to download; as a PDF the one that was sealed, once it is signed."""
    agreement, _may = agreement_or_404(request, slug)
    taken = file_of(agreement, extension)
    response = HttpResponse(taken.content, content_type=FORMATS[extension].content_type)
    about, unit = about_agreement(agreement), agreement.unit_id
    export_log(by=request.user, format=extension, what=taken.what, about=about, unit=unit)
    response["Content-Disposition"] = f'attachment; filename="{agreement.slug}.{extension}"'
    return response
