import django_tables2 as tables

from metrics.models import Metric


class MetricTable(tables.Table):
    class Meta:
        model = Metric
        fields = ("pk",)
