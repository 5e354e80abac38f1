from typing import ClassVar

from django.db.models import QuerySet

from agreements.models import User
from agreements.views.lists import ListPage
from metrics.filters import MetricFilters
from metrics.models import Metric
from metrics.tables import MetricTable


class MetricList(ListPage):
    template_name = "metrics/metric_list.html"
    table_class = MetricTable
    filters_class = MetricFilters
    context: ClassVar[dict[str, str]] = {"nav": "metrics"}

    def rows(self, user: User) -> QuerySet[Metric]:
        return Metric.objects.none()
