"""The database of a proof, seen by its own process: `python -m tests.proofs.database prepare 4 2` or `… told`.

Both say in JSON what they have to say. The database is the one of DATABASE_URL.
"""

import json
import sys
from typing import Any

import django
from django.db import connection
from django.test import Client

SLUG = "yhteiset-palvelut-2021"


def main() -> None:
    django.setup()
    command, *numbers = sys.argv[1:]
    answer = prepare(*(int(number) for number in numbers)) if command == "prepare" else told()
    json.dump(answer, sys.stdout)


def prepare(writers: int, rows: int) -> dict[str, Any]:
    """Makes people who may edit the draft, each signed in, and tells the rows that they are to write on."""
    from agreements.models import Agreement, Membership, Role, User

    agreement = Agreement.objects.get(slug=SLUG)
    people = []
    for number in range(writers):
        user = User.objects.create(email=f"writer-{number}@example.org", name=f"Writer {number}")
        Membership.objects.create(user=user, unit=agreement.unit, role=Role.UNIT_HEAD)
        people.append({"user": user.pk, "session": session_of(user)})
    return {"writers": people, "rows": _rows()[:rows], "revision": agreement.revision}


def session_of(user: Any) -> str:
    """The key of a session in which the user is signed in."""
    client = Client()
    client.force_login(user)
    return str(client.session.session_key)


def _rows() -> list[dict[str, Any]]:
    from metrics.models import Metric

    metrics = Metric.objects.filter(measure__goal__section__agreement__slug=SLUG).select_related("measure__goal")
    return [
        {
            "pk": metric.pk,
            "version": metric.version,
            "texts": {"target": metric.target or "", "prior": metric.prior or ""},
            "group": f"sections/{metric.measure.goal.section_id}/?group=goal-{metric.measure.goal_id}",
        }
        for metric in metrics.order_by("pk")
    ]


def told() -> dict[str, Any]:
    """The document's number, its history from the oldest step on, its rows, and whether the file is whole."""
    from agreements.models import Agreement, Change

    agreement = Agreement.objects.get(slug=SLUG)
    steps: dict[int, dict[str, Any]] = {
        number: {"number": number, "by": by, "changes": []}
        for number, by in agreement.revisions.order_by("number").values_list("number", "by")
    }
    changes = Change.objects.filter(revision__agreement=agreement).order_by("revision__number", "pk")
    for number, row, version, before, after in changes.values_list(
        "revision__number", "row", "version", "before", "after"
    ):
        steps[number]["changes"].append({"row": row, "version": version, "before": before, "after": after})
    return {"revision": agreement.revision, "steps": list(steps.values()), "rows": _rows(), "whole": is_whole()}


def is_whole() -> bool:
    """Is an SQLite file sound? Of PostgreSQL it is taken for granted."""
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        whole = cursor.fetchall() == [("ok",)]
        cursor.execute("PRAGMA foreign_key_check")
        return whole and not cursor.fetchall()


if __name__ == "__main__":
    main()
