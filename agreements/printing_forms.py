"""The form of printing in bulk: which documents. What is made of them is asked when they have been seen."""

import datetime
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.filters import choices_of
from agreements.models import Kind, PrintForm, Status, Unit
from agreements.printing.choice import Choice

_KINDS = (
    (Kind.SERVICE_AGREEMENT.value, _("Service agreements")),
    (Kind.DEVELOPMENT_PLAN.value, _("Development plans")),
    (Kind.GRANT_PROJECT.value, _("Grant projects")),
)


class ChoiceForm(forms.Form):
    """A unit, a year, kinds and statuses; the units and years that somebody may see."""

    unit = forms.ChoiceField(label=_("Unit and those below it"))
    year = forms.ChoiceField(label=_("Year"))
    kinds = forms.MultipleChoiceField(
        label=_("Kinds"),
        choices=_KINDS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one kind.")},
    )
    statuses = forms.MultipleChoiceField(
        label=_("Statuses"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one status.")},
    )

    def __init__(
        self,
        data: Any = None,
        *,
        units: Sequence[tuple[Unit, int]],
        years: Sequence[int],
        today: datetime.date,
        unit: str = "",
        year: str = "",
    ) -> None:
        """`units` come with their depth in the tree; `unit` and `year`, where known, are chosen to begin with."""
        known = [str(each.pk) for each, _depth in units]
        numbers = [str(each) for each in years]
        first = str(today.year) if today.year in years else numbers[0] if numbers else ""
        initial = {
            "unit": unit if unit in known else known[0] if known else "",
            "year": year if year in numbers else first,
            "kinds": Kind.values,
            "statuses": Status.values,
        }
        super().__init__(data, initial=initial)
        names = [(str(each.pk), "\u2003" * depth + each.name) for each, depth in units]
        cast(forms.ChoiceField, self.fields["unit"]).choices = names
        cast(forms.ChoiceField, self.fields["year"]).choices = [(number, number) for number in numbers]
        cast(forms.ChoiceField, self.fields["statuses"]).choices = choices_of(Status)

    @property
    def choice(self) -> Choice | None:
        """What was chosen, or what is chosen to begin with; None when it is wrong."""
        if self.is_bound and not self.is_valid():
            return None
        chosen = self.cleaned_data if self.is_bound else self.initial
        if not chosen["unit"] or not chosen["year"]:
            return None
        return Choice(int(chosen["unit"]), int(chosen["year"]), tuple(chosen["kinds"]), tuple(chosen["statuses"]))


class OrderForm(forms.Form):
    """What is made of the documents."""

    form = forms.ChoiceField(
        label=_("Make of them"),
        choices=(
            (PrintForm.BOOK.value, _("One PDF with a cover, contents and page numbers")),
            (PrintForm.PARCEL.value, _("A zip file of PDFs and workbooks")),
        ),
        widget=forms.RadioSelect,
        initial=PrintForm.BOOK,
        error_messages={"required": _("Choose what is made of the documents.")},
    )
