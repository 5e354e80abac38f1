"""What is worth a look in goal tables, both ways."""

import pytest

from agreements.models import Agreement, Goal, Measure
from metrics.models import Metric
from tests.agreements.checking import DRAFT, PORVOO_PLAN, PROJECT, TURKU_PLAN, codes, findings, section_of, told

pytestmark = pytest.mark.usefixtures("examples")


def first_measure(slug: str, **having: object) -> Measure:
    found: Measure = Measure.objects.filter(goal__section__agreement__slug=slug, **having).order_by("pk")[0]
    return found


def test_a_goal_without_a_measure_is_told() -> None:
    assert told(DRAFT, "goal_without_measure") == []
    goal = Goal.objects.create(section=section_of(DRAFT, "goals"), title="Vahtimestaripalvelut", position=99)
    (finding,) = (each for each in findings(DRAFT) if each.code == "goal_without_measure")
    assert finding.sentence == "The goal “Vahtimestaripalvelut” has no measure"
    assert (finding.anchor, finding.section) == (f"goal-{goal.pk}-title", goal.section_id)


def test_a_measure_without_a_metric_is_told_where_the_table_prints_metrics() -> None:
    measure = first_measure(DRAFT)
    measure.metrics.all().delete()
    (finding,) = (each for each in findings(DRAFT) if each.code == "measure_without_metric")
    assert finding.anchor == f"measure-{measure.pk}-text"
    section = measure.goal.section
    section.columns |= {"metric": None}
    section.save()
    assert told(DRAFT, "measure_without_metric") == []


def test_a_metric_without_a_target_is_told_where_the_table_prints_targets() -> None:
    metric = Metric.objects.filter(measure=first_measure(TURKU_PLAN))[0]
    Metric.objects.filter(pk=metric.pk).update(target=None)
    (finding,) = (each for each in findings(TURKU_PLAN) if each.code == "metric_without_target")
    assert finding.anchor == f"metric-{metric.pk}-target"
    Metric.objects.filter(pk=metric.pk).update(target="ei asetettu")
    assert told(TURKU_PLAN, "metric_without_target") == []


def test_pathways_have_no_targets_to_miss_and_call_their_rows_goals() -> None:
    assert codes(PORVOO_PLAN) == ["no_parties"]
    measure = first_measure(PORVOO_PLAN)
    measure.metrics.all().delete()
    assert told(PORVOO_PLAN, "measure_without_metric")[0].startswith("The goal “Koulutussuunnitelman")
    Measure.objects.filter(goal=measure.goal_id).delete()
    assert told(PORVOO_PLAN, "goal_without_measure") == [
        "The impact pathway “Henkilöstön osaamisen kehittäminen” has no goals"
    ]


def test_a_k_without_its_project_is_told_and_one_with_it_is_not() -> None:
    measures = list(Measure.objects.filter(goal__section__agreement__slug=DRAFT, in_portfolio="K").order_by("pk"))
    found = [each for each in findings(DRAFT) if each.code == "k_without_project"]
    assert [each.anchor for each in found] == [f"measure-{measure.pk}-project" for measure in measures]
    Measure.objects.filter(pk=measures[0].pk).update(portfolio_entry="Koha")
    Measure.objects.filter(pk=measures[1].pk).update(project=Agreement.objects.get(slug=PROJECT))
    assert len(told(DRAFT, "k_without_project")) == len(measures) - 2


def test_the_sentences_are_in_the_readers_language_and_quote_the_documents() -> None:
    (finding, *_rest) = findings("asiakaspalvelut-2021", language="fi")
    assert "Asiakaspalvelun kehittäminen -projekti" in finding.sentence
