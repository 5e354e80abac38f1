"""What was signed, looked at now, with the files that were stored: for whoever may read the document."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.log import about_agreement
from agreements.models import Agreement, ClosingRecord, Scan, Sealed, SignedRecord
from agreements.models.agreement import FOLLOWED
from agreements.proof import is_on_paper_alone, load_proof
from agreements.services.log import export_log
from agreements.views.agreement import agreement_or_404

PDF, JSON = "application/pdf", "application/json"
_ENDINGS = {PDF: "pdf", "image/png": "png", "image/jpeg": "jpg"}
_OTHER = "application/octet-stream"


@require_safe
def signed(request: HttpRequest, slug: str) -> HttpResponse:
    """What was signed: by whom, how and when, and whether everything that is stored is still as it was."""
    agreement, _may = agreement_or_404(request, slug)
    proof = load_proof(agreement)
    later = Agreement.objects.filter(slug=slug, version__gt=agreement.version, status__in=FOLLOWED)
    context = {
        "nav": "agreements",
        "agreement": agreement,
        "proof": proof,
        "on_paper": is_on_paper_alone(proof),
        "later": later.order_by("version").first(),
        "now": timezone.now(),
    }
    return render(request, "agreements/signed.html", context)


@require_safe
def signed_file(request: HttpRequest, slug: str, extension: str) -> HttpResponse:
    """The sealed PDF, or the content that was signed, byte for byte. 404 where there is none."""
    agreement, _may = agreement_or_404(request, slug)
    record = get_object_or_404(SignedRecord, agreement=agreement)
    return _sealed(request, agreement, record, extension, what="signed", name=f"{slug}-v{agreement.version}")


@require_safe
def closing_file(request: HttpRequest, slug: str, pk: int, extension: str) -> HttpResponse:
    """The report with which the year was closed, or the content that was frozen with it. 404 where there is none."""
    agreement, _may = agreement_or_404(request, slug)
    record = get_object_or_404(ClosingRecord, agreement=agreement, pk=pk)
    name = f"{slug}-v{agreement.version}-closing-{timezone.localdate(record.at):%Y-%m-%d}"
    return _sealed(request, agreement, record, extension, what="closing", name=name)


@require_safe
def scan_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The scan of the document that was signed in ink, under a name of our own. 404 where there is none."""
    agreement, _may = agreement_or_404(request, slug)
    scan = get_object_or_404(Scan, agreement=agreement)
    ending = _ENDINGS.get(scan.content_type, "bin")
    kind = scan.content_type if ending != "bin" else _OTHER
    name = f"{slug}-v{agreement.version}-scan.{ending}"
    return _download(request, agreement, bytes(scan.file), kind, what="scan", name=name)


def _sealed(
    request: HttpRequest, agreement: Agreement, record: Sealed, extension: str, *, what: str, name: str
) -> HttpResponse:
    if extension == "json":
        content, kind = record.content.encode(), JSON
    else:
        content, kind = record.file, PDF
    if not content:
        raise Http404
    return _download(request, agreement, content, kind, what=what, name=f"{name}.{extension}")


def _download(
    request: HttpRequest, agreement: Agreement, content: bytes, kind: str, *, what: str, name: str
) -> HttpResponse:
    """The file as a download, which no browser shows as a page of ours."""
    ending = name.rsplit(".", 1)[-1]
    export_log(by=request.user, format=ending, what=what, about=about_agreement(agreement), unit=agreement.unit_id)
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response
