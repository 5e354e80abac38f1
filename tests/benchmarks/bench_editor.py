"""The editor's page against the page to be read of the same draft, and a long draft against a short one."""

from collections.abc import Callable

from django.test import RequestFactory

from agreements.models import Agreement, Goal, Measure, Membership, Role, Section, Status, User
from agreements.views.editing import edit
from agreements.views.rows import row
from metrics.models import Indicator, Metric

LIKE = "yhteiset-palvelut-2021"
PER_MEASURE, PER_GOAL = 3, 6


def as_draft(slug: str) -> None:
    Agreement.objects.filter(slug=slug).update(status=Status.DRAFT)


def editor(slug: str) -> Callable[[], object]:
    """The editor as its view answers somebody who may edit the draft; sessions and middleware are every page's."""
    head = _editor_of(slug)

    def get() -> object:
        request = RequestFactory().get(f"/agreements/{slug}/edit/")
        request.user = head
        return _answered(edit(request, slug).status_code)

    return get


def saving(slug: str) -> Callable[[], object]:
    """A metric's target saved as the editor's script saves it: view, rights, lock, row, history, hints and answer."""
    head = _editor_of(slug)
    metric = Metric.objects.filter(measure__goal__section__agreement__slug=slug).order_by("pk")[7]
    version = [metric.version]

    def post() -> object:
        fields = {"version": version[0], "target": f"väh. {version[0]} kpl"}
        headers = {"X-Requested-With": "fetch"}
        request = RequestFactory().post(f"/agreements/{slug}/edit/metric/{metric.pk}/", fields, headers=headers)
        request.user = head
        version[0] += 1
        return _answered(row(request, slug, "metric", metric.pk).status_code)

    return post


def draft_of(count: int) -> str:
    """The slug of a draft whose one table has so many metrics, with the words of a real one."""
    like = Agreement.objects.get(slug=LIKE)
    words = list(Metric.objects.filter(measure__goal__section__agreement=like).select_related("measure__goal"))
    table = like.sections.filter(kind="goals")[0]
    slug = f"bench-{count}"
    agreement = Agreement.objects.create(
        **{name: getattr(like, name) for name in ("kind", "unit", "unit_chain", "title", "year", "language", "status")},
        **{name: getattr(like, name) for name in ("period_start", "period_end", "cover", "changed_at")},
        slug=slug,
    )
    section = Section.objects.create(
        agreement=agreement, position=0, kind="goals", heading=table.heading, columns=table.columns
    )
    for at in range(count):
        word = words[at % len(words)]
        if at % PER_GOAL == 0:
            goal = Goal.objects.create(section=section, position=at, title=word.measure.goal.title)
        if at % PER_MEASURE == 0:
            measure = Measure.objects.create(goal=goal, position=at, text=word.measure.text)
        Metric.objects.create(
            measure=measure,
            position=at,
            indicator=Indicator.objects.create(unit=like.unit.root, name=f"{slug}-{at}"),
            **{name: getattr(word, name) for name in ("text", "target", "prior")},
        )
    return slug


def _editor_of(slug: str) -> User:
    """The head of the unit of the draft."""
    unit = Agreement.objects.newest().get(slug=slug).unit
    user, _made = User.objects.get_or_create(email=f"head-{unit.pk}@example.org", defaults={"name": "Head"})
    Membership.objects.get_or_create(user=user, unit=unit, role=Role.UNIT_HEAD)
    return user


def _answered(status: int) -> int:
    if status != 200:
        raise RuntimeError(f"The view answered {status}.")
    return status
