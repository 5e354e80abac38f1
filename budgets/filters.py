import django_filters

from budgets.models import BudgetLine


class BudgetLineFilters(django_filters.FilterSet):
    class Meta:
        model = BudgetLine
        fields = ()
