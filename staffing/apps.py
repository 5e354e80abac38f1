from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffingConfig(AppConfig):
    name = "staffing"
    verbose_name = _("Staffing")

    def ready(self) -> None:
        from agreements.rows.kinds import row_kinds
        from agreements.sections import registry
        from staffing.rows import AllocationRows, StaffingRows
        from staffing.sections import StaffingKind

        registry.register(StaffingKind())
        row_kinds.register(StaffingRows())
        row_kinds.register(AllocationRows())
