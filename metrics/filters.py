"""What the list of metrics is searched and filtered by."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from agreements.filters import DocumentFilters, words_in
from agreements.models import InPortfolio
from metrics.models import Indicator, Metric


class MetricFilters(DocumentFilters):
    document = "measure__goal__section__agreement__"
    searched = ("text", "target", "measure__text", "measure__goal__title")

    in_portfolio = django_filters.ChoiceFilter(
        field_name="measure__in_portfolio", label=_("In the project portfolio"), empty_label=_("All")
    )

    class Meta:
        model = Metric
        fields = ("text", "unit", "year", "kind", "in_portfolio")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("in_portfolio", [(value, f"{value} ({label})") for value, label in InPortfolio.choices])


class IndicatorFilters(django_filters.FilterSet):
    text = django_filters.CharFilter(method="search", label=_("Search words"), max_length=200)

    class Meta:
        model = Indicator
        fields = ("text",)

    def search(self, queryset: QuerySet[Indicator], name: str, value: str) -> QuerySet[Indicator]:
        return queryset.filter(words_in(value, ("name", "definition", "source", "unit_of_measurement")))
