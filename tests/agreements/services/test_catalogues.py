"""The catalogues above documents: higher goals and the project portfolio."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agreements.models import Agreement, HigherGoal, PortfolioEntry
from agreements.services.catalogues import (
    ChangedMeanwhileError,
    fingerprint,
    higher_goal_move,
    higher_goal_set,
    portfolio_entry_set,
)
from tests.metrics.follow_ups import unit, user

pytestmark = pytest.mark.usefixtures("examples")

READING = "Lukemisen kulttuuri elää"


def higher(title: str = READING, **changed: Any) -> HigherGoal:
    values: dict[str, Any] = {"source": "strategy", "valid_from": None, "valid_to": None, "by": user("pekka.salo")}
    return higher_goal_set(**{"unit": unit("Turku"), "title": title, **values, **changed})


def entry(name: str = "Lukutaitohanke", **changed: Any) -> PortfolioEntry:
    amounts = {"applied": "10 000 €", "granted": "", "realised": ""}
    values: dict[str, Any] = {"manager": user("helena.laine"), "phase": "idea", "project": None, "amounts": amounts}
    defaults = {"unit": unit("Yhteiset palvelut"), "by": user("helena.laine"), **values}
    return portfolio_entry_set(**{"name": name, **defaults, **changed})


def test_a_new_higher_goal_is_the_last_of_its_source() -> None:
    goal = higher(f"  {READING}\n nyt ", valid_from=2022)
    assert (goal.title, goal.valid_from, goal.valid_to) == (f"{READING} nyt", 2022, None)
    assert list(HigherGoal.objects.filter(unit=unit("Turku"), source="strategy"))[-1] == goal


def test_a_higher_goal_is_changed_and_ended() -> None:
    goal = higher()
    changed = higher("Lukeminen elää", goal=goal, valid_to=2021, seen=fingerprint(goal))
    assert (changed.pk, changed.title, changed.valid_to) == (goal.pk, "Lukeminen elää", 2021)


def test_nobody_saves_over_what_they_have_not_seen() -> None:
    goal, project = higher(), entry()
    stale, stale_project = fingerprint(goal), fingerprint(project)
    higher("Lukeminen elää", goal=goal, seen=stale)
    with pytest.raises(ChangedMeanwhileError):
        higher("Jotain muuta", goal=goal, seen=stale)
    entry(phase="running", entry=project, seen=stale_project)
    with pytest.raises(ChangedMeanwhileError):
        entry(phase="ended", entry=project, seen=stale_project)
    goal.refresh_from_db()
    assert goal.title == "Lukeminen elää"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "\u200b"}, "title"),
        ({"title": "a\x0bb"}, "title"),
        ({"title": "x" * 301}, "title"),
        ({"title": READING.upper()}, "title"),
        ({"title": "Uusi", "source": "poem"}, "source"),
        ({"title": "Uusi", "valid_from": 21}, "valid_from"),
        ({"title": "Uusi", "valid_from": 2022, "valid_to": 2021}, "valid_to"),
    ],
)
def test_what_is_wrong_with_a_higher_goal_is_said_by_its_field(changed: dict[str, Any], field: str) -> None:
    higher(unit=unit("Kirjastopalvelut"))
    before = HigherGoal.objects.count()
    with pytest.raises(ValidationError) as raised:
        higher(**changed)
    assert set(raised.value.message_dict) == {field}
    assert HigherGoal.objects.count() == before


@pytest.mark.parametrize("name", ["helena.laine", "tuula.heino", "anna-leena.virta", "maria.lindholm", "admin"])
def test_only_administrators_look_after_higher_goals(name: str) -> None:
    goal = higher()
    with pytest.raises(PermissionDenied):
        higher("Toinen", by=user(name))
    with pytest.raises(PermissionDenied):
        higher("Toinen", goal=goal, seen=fingerprint(goal), by=user(name))
    with pytest.raises(PermissionDenied):
        higher_goal_move(goal=goal, up=True, by=user(name))


def test_a_higher_goal_is_moved_among_those_of_its_unit_and_source() -> None:
    goals = [higher(title, source="operative_agreement") for title in ("A", "B", "C")]

    def order() -> list[str]:
        own = HigherGoal.objects.filter(unit=unit("Turku"), source="operative_agreement")
        return list(own.values_list("title", flat=True))

    higher_goal_move(goal=goals[2], up=True, by=user("pekka.salo"))
    assert order() == ["A", "C", "B"]
    higher_goal_move(goal=goals[0], up=True, by=user("pekka.salo"))
    higher_goal_move(goal=goals[1], up=False, by=user("pekka.salo"))
    assert order() == ["A", "C", "B"]
    higher_goal_move(goal=goals[0], up=False, by=user("pekka.salo"))
    assert order() == ["C", "A", "B"]


def test_a_project_is_added_with_its_sums_as_written_and_changed() -> None:
    project = entry(amounts={"applied": "10 000 €", "granted": "", "realised": "n. 5 t€"})
    assert (project.applied, project.granted, project.realised) == ("10 000 €", None, "n. 5 t€")
    changed = entry("Lukutaito", phase="ended", manager=None, entry=project, seen=fingerprint(project))
    assert (changed.pk, changed.name, changed.phase, changed.manager) == (project.pk, "Lukutaito", "ended", None)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "lukutaitoHANKE"}, "name"),
        ({"name": "Uusi\u202e"}, "name"),
        ({"name": "Uusi", "phase": "lost"}, "phase"),
        ({"name": "Uusi", "amounts": {"applied": "x" * 101}}, "applied"),
    ],
)
def test_what_is_wrong_with_a_project_is_said_by_its_field(changed: dict[str, Any], field: str) -> None:
    entry()
    before = PortfolioEntry.objects.count()
    with pytest.raises(ValidationError) as raised:
        entry(**changed)
    assert set(raised.value.message_dict) == {field}
    assert PortfolioEntry.objects.count() == before


def test_a_project_is_not_another_citys_nor_another_kind_of_document() -> None:
    for slug in ("lumme-2018", "turku-ake-2024"):
        with pytest.raises(ValidationError):
            entry("Uusi", project=Agreement.objects.get(slug=slug))


@pytest.mark.parametrize("name", ["sari.niemi", "tuula.heino", "anna-leena.virta", "kaisa.lehto", "maria.lindholm"])
def test_projects_are_edited_where_one_edits_drafts(name: str) -> None:
    project = entry()
    with pytest.raises(PermissionDenied):
        entry("Toinen", by=user(name))
    with pytest.raises(PermissionDenied):
        entry(phase="ended", entry=project, seen=fingerprint(project), by=user(name))
