from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    name = "agreements"
    verbose_name = _("Agreements")

    def ready(self) -> None:
        from agreements import collation, denials, desk, expressions, log_signals, sessions, triggers
        from agreements.comments import comments_part
        from agreements.kinds import FactsKind, FigureKind, TextKind, TrainingKind
        from agreements.models import HigherGoal, PrintJob, Unit
        from agreements.rows.kinds import row_kinds
        from agreements.rows.root import KINDS
        from agreements.sections import registry

        for kind in (TextKind(), TrainingKind(), FigureKind(), FactsKind()):
            registry.register(kind)
        for rows in KINDS:
            row_kinds.register(rows())
        desk.register(comments_part)
        collation.register()
        expressions.register()
        triggers.register(self)
        sessions.listen()
        log_signals.listen()
        denials.register("units/<int:pk>/", Unit, "pk")
        denials.register("higher-goals/new/<int:unit>/", Unit, "pk", argument="unit")
        denials.register("higher-goals/<int:pk>/", HigherGoal, "unit")
        denials.register("printing/<int:pk>/", PrintJob, "unit")
