"""The form of a new document: it checks shape, the service the rest."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.filters import choices_of
from agreements.models import Kind, Language, Unit
from agreements.services.creating import LONGEST_TITLE
from agreements.units import all_nodes, unit_tree

DATE_FORMATS = ["%d.%m.%Y", "%Y-%m-%d"]
FORM, EMPTY = "form", "empty"


def _day(**options: Any) -> forms.DateField:
    return forms.DateField(
        required=False,
        input_formats=DATE_FORMATS,
        error_messages={"invalid": _("This is no day. Write it as 31.12.2021.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        **options,
    )


class NewAgreementForm(forms.Form):
    """Kind, unit, year, language, title and period of a new document; the kinds and units that somebody may start."""

    kind = forms.ChoiceField(label=_("Kind of document"))
    unit = forms.ChoiceField(label=_("Unit"))
    year = forms.IntegerField(
        label=_("Year"), min_value=1900, max_value=2999, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    language = forms.ChoiceField(
        label=_("Language of the document"), choices=[(value, capfirst(label)) for value, label in Language.choices]
    )
    title = forms.CharField(
        label=pgettext_lazy("document", "Title"),
        required=False,
        strip=False,
        help_text=_("Left empty, it is the kind's own, for example PALVELUTUOTANTOSOPIMUS 2027."),
        max_length=LONGEST_TITLE,
    )
    period_start = _day(label=_("Period starts"), help_text=_("Left empty, 1 January of the year."))
    period_end = _day(label=_("Period ends"), help_text=_("Left empty, 31 December of the year."))
    start = forms.ChoiceField(
        label=_("To begin with"),
        choices=[(FORM, _("The chapters and tables of the official form")), (EMPTY, _("An empty document"))],
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None, *, units: Mapping[str, Sequence[Unit]], today: datetime.date) -> None:
        """`units` are those in which somebody may start a document of each kind."""
        self.units = {kind: {str(unit.pk): unit for unit in own} for kind, own in units.items() if own}
        first = next(iter(self.units))
        year = today.year + (today.month > 5)
        initial = {"kind": first, "year": year, "language": Language.FINNISH, "start": FORM}
        super().__init__(data, initial=initial)
        known = {pk: unit for own in self.units.values() for pk, unit in own.items()}
        nodes = all_nodes(unit_tree(known.values()))
        indented = [(str(node.unit.pk), "\u2003" * node.depth + node.unit.name) for node in nodes]
        kinds = [choice for choice in choices_of(Kind) if choice[0] in self.units]
        cast(forms.ChoiceField, self.fields["kind"]).choices = kinds
        cast(forms.ChoiceField, self.fields["unit"]).choices = indented

    def clean(self) -> dict[str, Any]:
        """The unit is one in which they may start a document of the kind; half a period is the year's own."""
        data: dict[str, Any] = super().clean() or {}
        kind, unit = data.get("kind"), data.get("unit")
        if kind and unit:
            data["unit"] = self.units[kind].get(unit)
            if data["unit"] is None:
                names = ", ".join(each.name for each in self.units[kind].values())
                message = _("You may start a document of this kind in: %(units)s.") % {"units": names}
                self.add_error("unit", ValidationError(message))
        if year := data.get("year"):
            data["period"] = (
                data.get("period_start") or datetime.date(year, 1, 1),
                data.get("period_end") or datetime.date(year, 12, 31),
            )
        return data

    def refuse(self, error: ValidationError) -> None:
        """Show the service's messages beside the fields that they name."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields else None, list(errors))
