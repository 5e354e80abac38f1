"""The list of positions."""

from typing import ClassVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from agreements import rights
from agreements.collation import finnish_order
from agreements.models import User
from agreements.views.lists import ListPage
from staffing.filters import PositionFilters
from staffing.models import Allocation, Position
from staffing.tables import PositionTable


class PositionList(ListPage):
    """The positions of the user's units, and those that work for a document the user may read, with their shares."""

    template_name = "staffing/position_list.html"
    table_class = PositionTable
    filters_class = PositionFilters
    context: ClassVar[dict[str, str]] = {"nav": "resources", "subnav": "positions"}

    def rows(self, user: User | AnonymousUser) -> QuerySet[Position]:
        documents = rights.visible_agreements(user).current()
        allocations = Allocation.objects.filter(section__agreement__in=documents)
        shown = allocations.select_related("section__agreement").order_by(
            "-section__agreement__year", "section__agreement__slug", "position", "pk"
        )
        here = rights.visible_through(user, "unit") | Exists(allocations.filter(held_by=OuterRef("pk")))
        return (
            Position.objects.filter(here)
            .prefetch_related(Prefetch("allocations", queryset=shown, to_attr="shown_allocations"))
            .order_by(finnish_order("title"), "number", "pk")
        )
