"""What the list of positions is searched and filtered by."""

from django.db.models import Exists, OuterRef, QuerySet

from agreements import rights
from agreements.filters import DocumentFilters
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
        documents = rights.visible_agreements(self.request.user).newest()
        allocations = Allocation.objects.filter(section__agreement__in=documents)
        for name, value in chosen.items():
            allocations = self.filters[name].filter(allocations, value)
        return queryset.filter(Exists(allocations.filter(held_by=OuterRef("pk"))))
