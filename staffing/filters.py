"""What the pages of positions are searched and filtered by."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from agreements import rights
from agreements.filters import DocumentFilters
from agreements.models import Agreement
from staffing.models import Allocation, Position


class PositionFilters(DocumentFilters):
    """Unit, year and kind are those of one and the same document that gives the position work."""

    document = "section__agreement__"
    searched = ("number", "title")

    class Meta:
        model = Position
        fields = ("text", "unit", "year", "kind")

    def filter_queryset(self, queryset: QuerySet[Position]) -> QuerySet[Position]:
        chosen = {name: value for name, value in self.form.cleaned_data.items() if value}
        if text := chosen.pop("text", ""):
            queryset = self.search(queryset, "text", text)
        if not chosen:
            return queryset
        documents = rights.visible_agreements(self.request.user).current()
        allocations = Allocation.objects.filter(section__agreement__in=documents)
        for name, value in chosen.items():
            allocations = self.filters[name].filter(allocations, value)
        return queryset.filter(Exists(allocations.filter(held_by=OuterRef("pk"))))


class ShareFilters(DocumentFilters):
    """The documents against which positions stand: always of one year, the newest that gives positions work."""

    text = None

    class Meta:
        model = Agreement
        fields = ("year", "unit", "kind")

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        documents = rights.visible_agreements(request.user).current()
        used = Allocation.objects.filter(section__agreement__in=documents.order_by())
        years = [
            str(year) for year in sorted(set(used.values_list("section__agreement__year", flat=True)), reverse=True)
        ]
        asked = request.GET.copy()
        asked.setdefault("year", years[0] if years else "")
        super().__init__(asked, queryset=documents, request=request)
        self.filters["year"].extra["empty_label"] = None
        self.choose("year", [(year, year) for year in years])
        self.years = years

    @property
    def chosen_year(self) -> int | None:
        """The year that is asked for; None when there is none such."""
        chosen = self.form.cleaned_data.get("year") if self.form.is_valid() else ""
        return int(chosen) if chosen else None
