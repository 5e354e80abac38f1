"""What lists are searched and filtered by."""

from functools import reduce
from operator import and_, or_
from typing import Any, ClassVar

import django_filters
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from agreements import rights
from agreements.expressions import PrintedUnit
from agreements.models import Agreement, Kind, Status
from agreements.units import all_nodes, unit_tree

Choices = list[tuple[str, str]]


def words_in(text: str, fields: tuple[str, ...]) -> Q:
    """The rows in which every word of the text is part of one of the fields."""
    return reduce(
        and_, (reduce(or_, (Q(**{f"{field}__finds": word}) for field in fields)) for word in text.split()), Q()
    )


def choices_of(choices: Any) -> Choices:
    """The choices of an enumeration as a menu says them."""
    return [(value, capfirst(str(label))) for value, label in choices.choices]


class DocumentFilters(django_filters.FilterSet):
    """Filters by the document that a row belongs to, besides a search of the row's own words.

    `document` is the path from a row to its agreement, with its `__`; `searched` are the fields that are searched.
    Years and units are those of documents and units that the user may see; a unit stands for everything below it.
    """

    document: ClassVar[str] = ""
    searched: ClassVar[tuple[str, ...]] = ()

    text = django_filters.CharFilter(method="search", label=_("Search words"), max_length=200)
    unit = django_filters.ChoiceFilter(method="of_unit", label=_("Unit"), empty_label=_("All"))
    year = django_filters.ChoiceFilter(method="of_document", label=_("Year"), empty_label=_("All"))
    kind = django_filters.ChoiceFilter(method="of_document", label=_("Kind"), empty_label=_("All"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = self.request.user
        self.units = {str(node.unit.pk): node for node in all_nodes(unit_tree(rights.visible_units(user)))}
        years = rights.visible_agreements(user).order_by("-year").values_list("year", flat=True).distinct()
        self.choose("unit", [(pk, "\u2003" * node.depth + node.unit.name) for pk, node in self.units.items()])
        self.choose("year", [(str(year), str(year)) for year in years])
        self.choose("kind", choices_of(Kind))

    def choose(self, name: str, choices: Choices) -> None:
        """Give the filter of that name its choices."""
        self.filters[name].extra["choices"] = choices

    def search(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(words_in(value, self.searched))

    def of_document(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(**{f"{self.document}{name}": value})

    def of_unit(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(**{f"{self.document}unit__in": [node.unit.pk for node in self.units[value]]})


class AgreementFilters(DocumentFilters):
    searched = ("printed_unit", "title", "unit__name_fi", "unit__name_sv", "written_year")

    status = django_filters.ChoiceFilter(method="of_document", label=_("Status"), empty_label=_("All"))

    class Meta:
        model = Agreement
        fields = ("text", "unit", "year", "kind", "status")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("status", choices_of(Status))

    def search(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        annotated = queryset.alias(printed_unit=PrintedUnit("unit_chain"), written_year=Cast("year", CharField()))
        return super().search(annotated, name, value)
