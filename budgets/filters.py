"""What the lists of money are searched and filtered by."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements import rights
from agreements.filters import DocumentFilters, choices_of, words_in
from agreements.models import Measure, Phase, PortfolioEntry, Unit
from agreements.units import all_nodes, unit_tree
from budgets.models import BudgetLine, LineRole, Side
from budgets.portfolio import DOCUMENT, of_unknown_name, organisation_units, without_project


class BudgetLineFilters(DocumentFilters):
    document = "section__agreement__"
    searched = ("label",)

    side = django_filters.ChoiceFilter(label=_("Income or expense"), empty_label=_("All"))
    role = django_filters.ChoiceFilter(label=_("Line type"), empty_label=_("All"))

    class Meta:
        model = BudgetLine
        fields = ("text", "unit", "year", "kind", "side", "role")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("side", choices_of(Side))
        self.choose("role", choices_of(LineRole))


class PortfolioFilters(DocumentFilters):
    document = DOCUMENT
    searched = ("text", "portfolio_entry")

    project = django_filters.ChoiceFilter(
        method="of_project",
        label=_("Project"),
        empty_label=_("All"),
        choices=[("given", _("Has a project")), ("none", _("No project")), ("unknown", _("Not in the portfolio"))],
    )

    class Meta:
        model = Measure
        fields = ("text", "unit", "year", "kind", "project")

    def search(self, queryset: QuerySet[Measure], name: str, value: str) -> QuerySet[Measure]:
        """A grant project is found by its title by those who may read it."""
        seen = rights.visible_agreements(self.request.user).order_by().values("pk")
        of_project = words_in(value, ("project__title",)) & Q(project__in=seen)
        return queryset.filter(words_in(value, self.searched) | of_project)

    def of_project(self, queryset: QuerySet[Measure], name: str, value: str) -> QuerySet[Measure]:
        unknown = of_unknown_name(self.request.user)
        if value == "none":
            return queryset.filter(without_project())
        return queryset.filter(unknown) if value == "unknown" else queryset.exclude(without_project()).exclude(unknown)


class EntryFilters(django_filters.FilterSet):
    """The projects of the portfolio, by their own words, unit and phase."""

    text = django_filters.CharFilter(method="search", label=_("Search words"), max_length=200)
    unit = django_filters.ChoiceFilter(method="of_unit", label=_("Unit"), empty_label=_("All"))
    phase = django_filters.ChoiceFilter(
        label=pgettext_lazy("project", "Phase"), empty_label=_("All"), choices=lambda: choices_of(Phase)
    )

    class Meta:
        model = PortfolioEntry
        fields = ("text", "unit", "phase")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(pk__in=organisation_units(self.request.user))
        self.units = {str(node.unit.pk): node for node in all_nodes(unit_tree(units))}
        choices = [(pk, "\u2003" * node.depth + node.unit.name) for pk, node in self.units.items()]
        self.filters["unit"].extra["choices"] = choices

    def search(self, queryset: QuerySet[PortfolioEntry], name: str, value: str) -> QuerySet[PortfolioEntry]:
        return queryset.filter(words_in(value, ("name", "manager__name")))

    def of_unit(self, queryset: QuerySet[PortfolioEntry], name: str, value: str) -> QuerySet[PortfolioEntry]:
        return queryset.filter(unit__in=[node.unit.pk for node in self.units[value]])
