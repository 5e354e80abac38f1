"""The pages of metrics."""

from typing import ClassVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from agreements import rights
from agreements.collation import finnish_order
from agreements.models import User
from agreements.views.lists import ListPage
from metrics.filters import IndicatorFilters, MetricFilters
from metrics.indicators import visible_indicators
from metrics.models import Indicator, Metric
from metrics.tables import IndicatorTable, MetricTable


class MetricList(ListPage):
    """The metrics of every document that the user may read, the newest version of each document."""

    template_name = "metrics/metric_list.html"
    table_class = MetricTable
    filters_class = MetricFilters
    context: ClassVar[dict[str, str]] = {"nav": "metrics", "subnav": "metrics"}

    def rows(self, user: User | AnonymousUser) -> QuerySet[Metric]:
        documents = rights.visible_agreements(user).current()
        reading_order = ("measure__goal__section__position", "measure__goal__position", "measure__position", "position")
        return (
            Metric.objects.filter(measure__goal__section__agreement__in=documents)
            .select_related("measure__goal__section__agreement")
            .order_by(
                "-measure__goal__section__agreement__year",
                "measure__goal__section__agreement__slug",
                *reading_order,
                "pk",
            )
        )


class IndicatorList(ListPage):
    """The indicators of the user's organisation and documents; those that another stands for are found on its page."""

    template_name = "metrics/indicator_list.html"
    table_class = IndicatorTable
    filters_class = IndicatorFilters
    context: ClassVar[dict[str, str]] = {"nav": "metrics", "subnav": "indicators"}

    def rows(self, user: User | AnonymousUser) -> QuerySet[Indicator]:
        return visible_indicators(user).select_related("unit").order_by(finnish_order("name"), "pk")
