"""What the list of budget lines is searched and filtered by."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from agreements.filters import DocumentFilters, choices_of
from budgets.models import BudgetLine, LineRole, Side


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
