"""How the list of metrics shows its rows."""

from typing import Any, ClassVar

import django_tables2 as tables
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from agreements import rights
from agreements.collation import finnish_order
from agreements.expressions import WrittenNumber, document_name
from agreements.models import Agreement
from agreements.tables import NAME, NUMBER, ListColumn, document_link, written
from agreements.templatetags.typography import typo
from metrics.histories import values_by_indicator
from metrics.indicators import documents_by_indicator
from metrics.models import Indicator, Metric
from metrics.templatetags.trends import values_trend

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
        language = agreement_of(record).language
        return format_html(
            '<a href="{}" lang="{}">{}</a>', reverse("metric", args=[record.pk]), language, typo(value, language)
        )

    def render_goal(self, record: Metric, value: str) -> SafeString:
        return written(value, agreement_of(record).language)

    render_target = render_prior = render_goal

    def render_in_portfolio(self, record: Metric) -> str:
        return record.measure.in_portfolio or ""

    def render_document(self, record: Metric) -> SafeString:
        return document_link(agreement_of(record), anchor=f"m{record.pk}")


def agreement_of(metric: Metric) -> Agreement:
    return metric.measure.goal.section.agreement


class IndicatorTable(tables.Table):
    name = ListColumn(_("Indicator"), attrs=NAME, sort=(finnish_order("name"),))
    unit_of_measurement = ListColumn(_("Unit of measurement"), sort=(finnish_order("unit_of_measurement"),))
    documents_of = ListColumn(_("Agreements"), empty_values=(), attrs=NUMBER)
    latest = ListColumn(_("Latest value"), empty_values=(), attrs=NUMBER)
    years = ListColumn(_("Years"), empty_values=())

    class Meta:
        attrs: ClassVar[dict[str, Any]] = {"caption": _("Indicators")}

    @cached_property
    def shown(self) -> list[int]:
        """The indicators on the page, for which the rest is asked all at once."""
        return [row.record.pk for row in self.paginated_rows]

    @cached_property
    def values(self) -> dict[int, dict[int, str]]:
        return values_by_indicator(self.shown)

    @cached_property
    def documents(self) -> dict[int, set[tuple[str, int]]]:
        return documents_by_indicator(self.shown, rights.visible_agreements(self.request.user))

    def render_name(self, record: Indicator, value: str) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("indicator", args=[record.pk]), typo(value))

    def render_documents_of(self, record: Indicator) -> str:
        return str(len(self.documents.get(record.pk, ())))

    def render_latest(self, record: Indicator) -> SafeString:
        values = self.values.get(record.pk, {})
        if not values:
            return SafeString("")
        return format_html('{} <span class="voice">{}</span>', values[max(values)], max(values))

    def render_years(self, record: Indicator) -> SafeString:
        return values_trend(self.values.get(record.pk, {}))
