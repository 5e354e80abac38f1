import django_tables2 as tables

from budgets.models import BudgetLine


class BudgetLineTable(tables.Table):
    class Meta:
        model = BudgetLine
        fields = ("pk",)
