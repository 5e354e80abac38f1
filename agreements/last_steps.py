"""The last step of each of many documents, for lists that tell where they stand."""

from django.db.models import OuterRef, Subquery

from agreements.models import AgreementQuerySet, StatusChange


def with_last_steps(documents: AgreementQuerySet) -> AgreementQuerySet:
    """The documents with the last step of their way as `step_move`, `step_at`, `step_by` (a name), `step_reason`: None
    where they have taken none.
    """
    last = StatusChange.objects.filter(agreement=OuterRef("pk")).order_by("-number")
    return documents.annotate(
        step_move=Subquery(last.values("move")[:1]),
        step_at=Subquery(last.values("at")[:1]),
        step_by=Subquery(last.values("by__name")[:1]),
        step_reason=Subquery(last.values("reason")[:1]),
    )
