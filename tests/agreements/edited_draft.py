"""A draft with a history: saved, moved, deleted, pasted and undone in front of the tests' eyes."""

import datetime

from agreements.models import Agreement, Goal, Measure, User
from agreements.services.rows import NewRow, row_delete, row_move, row_save, rows_paste
from agreements.services.undoing import step_undo
from metrics.models import Metric

SLUG = "yhteiset-palvelut-2021"
START = datetime.datetime(2021, 2, 1, 9, 0, tzinfo=datetime.UTC)


def edited_draft() -> int:
    """The number of the first save's step in the draft of Yhteiset palvelut; what it needs is done once."""
    agreement = Agreement.objects.get(slug=SLUG)
    if agreement.revision:
        return 1
    head, administrator = (User.objects.get(email=f"{name}@example.org") for name in ("helena.laine", "pekka.salo"))
    metrics = list(Metric.objects.filter(measure__goal__section__agreement=agreement).order_by("pk"))
    last = Measure.objects.filter(goal__section__agreement=agreement).order_by("-pk")[0]
    goal = Goal.objects.filter(section__agreement=agreement).order_by("pk")[0]
    for minute, (metric, by, target) in enumerate(
        [(metrics[3], head, "väh. 6"), (metrics[3], head, "väh. 6 kpl"), (metrics[5], administrator, "3–5 krt")]
    ):
        version = Metric.objects.get(pk=metric.pk).version
        row_save(
            agreement=agreement,
            kind="metric",
            pk=metric.pk,
            version=version,
            values={"target": target, "responsible_id": "Helena Laine"},
            by=by,
            at=_at(minute),
            reason="Johtoryhmän päätös" if by == administrator else None,
        )
    row_move(agreement=agreement, kind="metric", pk=metrics[4].pk, parent=last.pk, place=0, by=head, at=_at(20))
    step_undo(agreement=agreement, revision=3, by=administrator, at=_at(30))
    new = [
        NewRow("measure", {"text": f"Toimenpide {at}"}, (NewRow("metric", {"text": f"Mittari {at}"}),))
        for at in range(5)
    ]
    rows_paste(agreement=agreement, rows=[(goal.pk, None, each) for each in new], by=head, at=_at(40))
    row_delete(agreement=agreement, kind="goal", pk=metrics[7].measure.goal_id, version=1, by=head, at=_at(50))
    return 1


def _at(minutes: int) -> datetime.datetime:
    return START + datetime.timedelta(minutes=minutes)
