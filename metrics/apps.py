from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MetricsConfig(AppConfig):
    name = "metrics"
    verbose_name = _("Metrics")

    def ready(self) -> None:
        from agreements import desk
        from agreements.rows.kinds import row_kinds
        from agreements.sections import registry
        from metrics.desk import follow_up_part
        from metrics.rows import MetricRows
        from metrics.sections import GoalsKind

        registry.register(GoalsKind())
        row_kinds.register(MetricRows())
        desk.register(follow_up_part)
