from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BudgetsConfig(AppConfig):
    name = "budgets"
    verbose_name = _("Budgets")

    def ready(self) -> None:
        from agreements import denials
        from agreements.models import PortfolioEntry
        from agreements.rows.kinds import row_kinds
        from agreements.sections import registry
        from budgets.rows import BudgetRows, FundingRows, LineRows
        from budgets.sections import BudgetKind, FundingKind

        registry.register(BudgetKind())
        registry.register(FundingKind())
        for rows in (BudgetRows(), LineRows(), FundingRows()):
            row_kinds.register(rows)
        denials.register("portfolio/projects/<int:pk>/", PortfolioEntry, "unit")
