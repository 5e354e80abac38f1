"""A draft that people have commented on."""

from typing import Any

from django.utils import timezone

from agreements.models import Agreement, Comment, User
from agreements.services.comments import WHOLE, comment_add, comment_answer, comment_resolve
from metrics.models import Metric

DRAFT = "yhteiset-palvelut-2021"


def commented_metric() -> Metric:
    """The draft's first metric, on which something is open, answered and resolved; the draft itself has a comment."""
    metric = Metric.objects.filter(measure__goal__section__agreement__slug=DRAFT).order_by("pk")[0]
    if not Comment.objects.filter(key=metric.key).exists():
        agreement = Agreement.objects.get(slug=DRAFT)
        director, head = (User.objects.get(email=f"{name}@example.org") for name in ("juhani.makela", "helena.laine"))
        at = timezone.now()
        on: dict[str, Any] = {"agreement": agreement, "by": director, "at": at}
        first = comment_add(**on, kind="metric", key=metric.key, text="Onko tavoite tarkoituksella sama?")
        comment_answer(comment=first, text="Nostetaan 8:aan.", by=head, at=at)
        second = comment_add(**on, kind="metric", key=metric.key, text="Kuka vastaa?")
        comment_resolve(comment=second, text="Merkitsin.", by=head, at=at)
        comment_add(**on, kind="agreement", key=WHOLE, text="Hyvä luonnos.")
    return metric
