"""What is worth a look in goal tables: goals and measures that lead nowhere, metrics without a target, K without a
project.
"""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from agreements.checks import Checked, Finding, short
from agreements.models import InPortfolio
from agreements.rows.snapshot import Row


def goal_table_checks(sections: Sequence[Row], checked: Checked) -> Iterator[Finding]:
    """The findings of the goal tables, goal by goal. Only what a table prints a column for can be missing from it."""
    for section in sections:
        for goal in checked.snapshot.of("goal", section.pk):
            yield from _goal_checks(goal, section, checked)


def _goal_checks(goal: Row, section: Row, checked: Checked) -> Iterator[Finding]:
    measures = checked.snapshot.of("measure", goal.pk)
    columns = section.state["columns"]
    if not measures:
        is_pathway = not columns.get("goal")
        words = (
            _("The impact pathway “%(goal)s” has no goals") if is_pathway else _("The goal “%(goal)s” has no measure")
        )
        quotes = {"goal": short(goal.title)}
        yield Finding(
            code="goal_without_measure", words=words, row=goal.id, field="title", section=section.pk, quotes=quotes
        )
    for measure in measures:
        yield from _measure_checks(measure, section, checked)


def _measure_checks(measure: Row, section: Row, checked: Checked) -> Iterator[Finding]:
    columns = section.state["columns"]
    metrics = checked.snapshot.of("metric", measure.pk)
    quotes = {"measure": short(measure.title)}
    project = measure.state["project_id"] or measure.state["portfolio_entry"]
    if measure.state["in_portfolio"] == InPortfolio.YES and not project:
        words = _("The measure “%(measure)s” is marked K but has no project")
        yield Finding(
            code="k_without_project", words=words, row=measure.id, field="project", section=section.pk, quotes=quotes
        )
    if not metrics and columns.get("metric"):
        is_pathway = not columns.get("goal")
        words = (
            _("The goal “%(measure)s” has no metric") if is_pathway else _("The measure “%(measure)s” has no metric")
        )
        yield Finding(
            code="measure_without_metric", words=words, row=measure.id, field="text", section=section.pk, quotes=quotes
        )
    for metric in metrics:
        if columns.get("target") and not metric.state["target"]:
            words = _("The metric “%(metric)s” has no target")
            named = {"metric": short(metric.title)}
            yield Finding(
                code="metric_without_target",
                words=words,
                row=metric.id,
                field="target",
                section=section.pk,
                quotes=named,
            )
