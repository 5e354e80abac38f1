from typing import ClassVar

from django.db.models import QuerySet

from agreements.models import User
from agreements.views.lists import ListPage
from staffing.filters import PositionFilters
from staffing.models import Position
from staffing.tables import PositionTable


class PositionList(ListPage):
    template_name = "staffing/position_list.html"
    table_class = PositionTable
    filters_class = PositionFilters
    context: ClassVar[dict[str, str]] = {"nav": "metrics"}

    def rows(self, user: User) -> QuerySet[Position]:
        return Position.objects.none()
