from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffingConfig(AppConfig):
    name = "staffing"
    verbose_name = _("Staffing")

    def ready(self) -> None:
        from agreements.sections import registry
        from staffing.sections import StaffingKind

        registry.register(StaffingKind())
