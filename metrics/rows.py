"""The kind of row that the metrics app brings."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement
from agreements.rows.fields import ChoiceField, TextField
from agreements.rows.kinds import RowKind
from agreements.rows.picking import PersonField
from metrics.models import Direction, Indicator, Metric


class MetricRows(RowKind):
    key = "metric"
    label = _("metric")
    model = Metric
    parent, within = "measure", "measure"
    section = "measure__goal__section"
    document = "measure__goal__section__agreement"
    printed = {"text": "metric", "target": "target", "prior": "prior"}
    follow_up = ("direction", "responsible_id", "substitute_id", "indicator_id", "prior_from_id")
    fields = (
        TextField(name="text", label=_("metric"), required=True),
        TextField(name="target", label=_("target"), longest=2_000),
        TextField(name="prior", label=_("prior-year value"), longest=2_000, of_last_year=True),
        PersonField(name="responsible_id", label=_("responsible person")),
        PersonField(name="substitute_id", label=_("substitute"), under="responsible_id", more=True),
        ChoiceField(
            name="direction",
            label=_("direction"),
            options=tuple(Direction.choices),
            empty=_("As the target says"),
            more=True,
        ),
    )

    def complete(self, row: Metric, before: Mapping[str, Any] | None, agreement: Agreement) -> None:
        """A new metric has an indicator of its own, called what the metric says as long as nothing else has it.

        A prior-year value that is written by hand no longer comes from an observation.
        """
        if row.substitute_id is not None and row.substitute_id == row.responsible_id:
            raise ValidationError({"substitute_id": [gettext("The substitute is another person.")]})
        if before is None:
            row.indicator = Indicator.objects.create(unit=agreement.unit.root, name=row.text)
            return
        if row.prior != before["prior"]:
            row.prior_from_id = None
        if row.text != before["text"]:
            _rename(row, before["text"])


def _rename(row: Metric, before: str) -> None:
    """An indicator that this metric alone has, and that nobody has described, goes by the metric's words."""
    own = Indicator.objects.filter(pk=row.indicator_id, name=before, code=None, main=None, definition="", source="")
    others = Metric.objects.filter(indicator=row.indicator_id).exclude(pk=row.pk)
    own.filter(~Exists(others), observations=None).update(name=row.text)
