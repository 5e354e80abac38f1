"""What stands where: a section takes the kinds of row that its own kind has."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from agreements.history import snapshot_at
from agreements.models import Agreement, Goal, Revision, Section, User
from agreements.services.rows import row_add, row_move, row_save
from agreements.services.undoing import row_restore

pytestmark = pytest.mark.usefixtures("examples")
DRAFT = "yhteiset-palvelut-2021"


def draft() -> Agreement:
    return Agreement.objects.get(slug=DRAFT)


def by() -> User:
    return User.objects.get(email="helena.laine@example.org")


@pytest.mark.parametrize("kind", ["text", "budget", "staffing"])
def test_a_goal_stands_only_in_a_table_of_goals(kind: str) -> None:
    section = Section.objects.filter(agreement=draft(), kind=kind)[0]
    goal = Goal.objects.filter(section__agreement=draft())[0]
    with pytest.raises(ValidationError):
        row_add(
            agreement=draft(), kind="goal", parent=section.pk, values={"title": "Tavoite"}, by=by(), at=timezone.now()
        )
    with pytest.raises(ValidationError):
        row_move(agreement=draft(), kind="goal", pk=goal.pk, parent=section.pk, place=0, by=by(), at=timezone.now())
    assert not Revision.objects.exists()


def test_the_documents_own_words_are_saved_and_restored() -> None:
    agreement = draft()
    title = agreement.title
    row_save(
        agreement=agreement,
        kind="agreement",
        pk=agreement.pk,
        version=agreement.row_version,
        values={"title": "Toinen nimi"},
        by=by(),
        at=timezone.now(),
    )
    assert draft().title == "Toinen nimi"
    assert snapshot_at(draft(), 0).rows["agreement", agreement.pk].state["title"] == title
    row_restore(agreement=draft(), kind="agreement", pk=agreement.pk, number=0, by=by(), at=timezone.now())
    assert draft().title == title
