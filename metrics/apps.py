from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MetricsConfig(AppConfig):
    name = "metrics"
    verbose_name = _("Metrics")

    def ready(self) -> None:
        from agreements import closing, denials, desk
        from agreements.models import Unit
        from agreements.rows.kinds import row_kinds
        from agreements.sections import registry
        from metrics.desk import follow_up_part
        from metrics.models import Indicator, Metric, Observation, Round
        from metrics.reports.pdf import render_closing_pdf
        from metrics.rows import MetricRows
        from metrics.sections import GoalsKind

        registry.register(GoalsKind())
        row_kinds.register(MetricRows())
        desk.register(follow_up_part)
        closing.register(render_closing_pdf)
        denials.register("metrics/<int:pk>/", Metric, "measure__goal__section__agreement__unit")
        denials.register("indicators/<int:pk>/", Indicator, "unit")
        denials.register("evidence/<int:pk>/", Observation, "indicator__unit")
        denials.register("policy/<int:pk>/", Unit, "pk")
        denials.register("rounds/new/<int:unit>/", Unit, "pk", argument="unit")
        denials.register("rounds/<int:pk>/", Round, "unit")
