import django_filters

from metrics.models import Metric


class MetricFilters(django_filters.FilterSet):
    class Meta:
        model = Metric
        fields = ()
