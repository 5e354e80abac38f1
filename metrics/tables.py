"""How the list of metrics shows its rows."""

from typing import Any, ClassVar

import django_tables2 as tables
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from agreements.collation import finnish_order
from agreements.expressions import WrittenNumber, document_name
from agreements.models import Agreement
from agreements.tables import NAME, ListColumn, document_link, written
from metrics.models import Metric

DOCUMENT = "measure__goal__section__agreement__"


class MetricTable(tables.Table):
    text = ListColumn(_("Metric"), attrs=NAME, sort=(finnish_order("text"),))
    goal = ListColumn(_("Goal"), accessor="measure__goal__title", sort=(finnish_order("measure__goal__title"),))
    target = ListColumn(_("Target"), sort=(WrittenNumber("target"), finnish_order("target")))
    prior = ListColumn(_("Previous year"), sort=(WrittenNumber("prior"), finnish_order("prior")))
    in_portfolio = ListColumn(
        _("In the portfolio (K/E)"), accessor="measure__in_portfolio", sort=("measure__in_portfolio",)
    )
    document = ListColumn(_("Agreement"), empty_values=(), sort=(finnish_order(document_name(DOCUMENT)),))

    class Meta:
        attrs: ClassVar[dict[str, Any]] = {"caption": _("Metrics")}

    def render_text(self, record: Metric, value: str) -> SafeString:
        return document_link(agreement_of(record), text=value, anchor=f"m{record.pk}")

    def render_goal(self, record: Metric, value: str) -> SafeString:
        return written(value, agreement_of(record).language)

    render_target = render_prior = render_goal

    def render_in_portfolio(self, record: Metric) -> str:
        return record.measure.in_portfolio or ""

    def render_document(self, record: Metric) -> SafeString:
        return document_link(agreement_of(record))


def agreement_of(metric: Metric) -> Agreement:
    return metric.measure.goal.section.agreement
