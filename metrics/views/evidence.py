"""Evidence that was uploaded, for those who may read a document whose actual it proves."""

from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from agreements import rights
from agreements.models import User
from agreements.services.log import export_log
from metrics.models import Metric, Observation
from metrics.services.observations import AGREEMENT, recordable_metrics


@require_safe
def evidence(request: HttpRequest, pk: int) -> FileResponse:
    """The file, to be downloaded and never to be shown by the browser. 404 for all others."""
    observation = get_object_or_404(Observation.objects.select_related("indicator").exclude(evidence_file=""), pk=pk)
    if not _may_read(request, observation):
        raise Http404
    name = observation.evidence_name or "evidence"
    try:
        file = observation.evidence_file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    export_log(by=request.user, format="", what="evidence", unit=observation.indicator.unit_id, detail={"file": name})
    response = FileResponse(
        file,
        as_attachment=True,
        filename=name,
        content_type="application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _may_read(request: HttpRequest, observation: Observation) -> bool:
    """Does a document that the user may read have the indicator, or is it the user's own to record?"""
    main = observation.indicator.main_id or observation.indicator_id
    same = Q(indicator=main) | Q(indicator__main=main)
    readable = Metric.objects.filter(same, rights.visible_through(request.user, f"{AGREEMENT}__unit"))
    if readable.exists():
        return True
    return isinstance(request.user, User) and recordable_metrics(request.user).filter(same).exists()
