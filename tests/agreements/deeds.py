"""Everything that can be done to a draft over HTTP, and what must not have changed when it was refused."""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from agreements.models import Agreement, Change, CompetenceArea, Goal, Measure, Revision, Section, User
from agreements.rows import load_snapshot
from budgets.models import BudgetLine
from metrics.models import Indicator, Metric

DRAFT = "yhteiset-palvelut-2021"
EDIT = f"/agreements/{DRAFT}/edit/"
SCRIPT = {"X-Requested-With": "fetch"}
WORDS = "Aivan uudet sanat"


def signed_in(name: str = "helena.laine", language: str = "en") -> Client:
    user = User.objects.get(email=f"{name}@example.org")
    User.objects.filter(pk=user.pk).update(language=language)
    client = Client()
    client.force_login(user)
    return client


def draft() -> Agreement:
    return Agreement.objects.get(slug=DRAFT)


def metric(place: int = 3) -> Metric:
    return Metric.objects.filter(measure__goal__section__agreement__slug=DRAFT).order_by("pk")[place]


def goal() -> Goal:
    return Goal.objects.filter(section__agreement__slug=DRAFT).order_by("pk")[0]


def line() -> BudgetLine:
    return BudgetLine.objects.filter(section__agreement__slug=DRAFT).order_by("pk")[0]


def section(kind: str, slug: str = DRAFT) -> Section:
    return Section.objects.filter(agreement__slug=slug, kind=kind).order_by("pk")[0]


@dataclass(frozen=True)
class Deed:
    """A request that changes the draft: its address below the editor's, its fields, and the right it asks for."""

    name: str
    path: str
    fields: dict[str, Any] = field(default_factory=dict)
    right: str = "edit"

    def do(self, client: Client, *, script: bool) -> Any:
        return client.post(EDIT + self.path, self.fields, headers=SCRIPT if script else {})


def deeds() -> list[Deed]:
    """One of each, on rows as they are now."""
    row, above, budget, text = metric(), goal(), line(), section("text")
    other = Measure.objects.filter(goal__section__agreement__slug=DRAFT).exclude(pk=row.measure_id).order_by("-pk")[0]
    table = section("goals")
    return [
        Deed("save", f"metric/{row.pk}/", {"version": row.version, "target": WORDS}),
        Deed("save the head", f"agreement/{draft().pk}/", {"version": draft().row_version, "title": WORDS}),
        Deed("save a line", f"line/{budget.pk}/", {"version": budget.version, "label": WORDS}, "budget"),
        Deed("save a text", f"section/{text.pk}/", {"version": text.version, "html": f"<p>{WORDS}</p>"}),
        Deed("add", "goal/add/", {"parent": above.section_id, "title": WORDS}),
        Deed("add a party", "party/add/", {"title": WORDS}),
        Deed("add a line", "line/add/", {"parent": budget.section_id, "label": WORDS}, "budget"),
        Deed("add a chapter", "section/add/", {"section_kind": "text", "heading": WORDS}),
        Deed("move", f"metric/{row.pk}/move/", {"parent": other.pk, "place": 0}),
        Deed("move a line", f"line/{budget.pk}/move/", {"parent": budget.section_id, "place": 2}, "budget"),
        Deed("delete", f"goal/{above.pk}/delete/", {"version": above.version}),
        Deed("delete a line", f"line/{budget.pk}/delete/", {"version": budget.version}, "budget"),
        Deed("paste", f"sections/{table.pk}/paste/", {"text": f"{WORDS}\tToimenpide", "do": "save"}),
    ]


def everything() -> tuple[object, ...]:
    """All rows of every document with their places, and what stands beside them."""
    rows = {}
    for agreement in Agreement.objects.all():
        snapshot = load_snapshot(agreement)
        for key, row in snapshot.rows.items():
            rows[key] = (row.state, row.version, snapshot.order[row.kind, row.parent].index(row.pk))
    heads = list(Agreement.objects.order_by("pk").values())
    counts = [model._default_manager.count() for model in (Revision, Change, Indicator, CompetenceArea, User)]
    return rows, heads, counts


@contextlib.contextmanager
def nothing_changes() -> Iterator[None]:
    before = everything()
    yield
    assert everything() == before


def words_of(content: bytes) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", content.decode()).split())
