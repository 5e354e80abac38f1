"""The forms of indicators and of metrics: they check shape, the services the rest."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from agreements.collation import finnish_order
from agreements.forms import ServiceForm
from agreements.models import Membership, Unit, User
from metrics.models import Direction, Indicator, Metric
from metrics.services import indicators, targets


def _short(label: Any, field: str, **options: Any) -> forms.CharField:
    longest = indicators.LONGEST[field]
    return forms.CharField(label=label, required=False, max_length=longest, **options)


class IndicatorForm(ServiceForm):
    name = forms.CharField(
        label=_("Name"), max_length=indicators.LONGEST["name"], widget=forms.Textarea(attrs={"rows": 2})
    )
    definition = _short(
        _("What is counted"),
        "definition",
        help_text=_("So that two people would get the same number: what is included and what is not."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    source = _short(
        _("Source"),
        "source",
        help_text=_("The system, register or survey that the value is taken from."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    unit_of_measurement = _short(_("Unit of measurement"), "unit_of_measurement")
    cycle = _short(_("How often"), "cycle", help_text=_("For example: once a year, 31.12."))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class JoinForm(forms.Form):
    """The other indicator, of those that the person looks after."""

    def __init__(self, data: Any = None, *, choices: QuerySet[Indicator]) -> None:
        super().__init__(data)
        self.fields["into"] = forms.ModelChoiceField(
            queryset=choices.order_by(finnish_order("name"), "pk"),
            label=_("The same as"),
            empty_label=_("Choose an indicator"),
        )


PLACES = {"responsible": _("Responsible person"), "substitute": _("Substitute")}


class DirectionForm(forms.Form):
    """Which way an actual may leave its target and still reach it."""

    direction = forms.ChoiceField(
        label=_("Direction"), required=False, choices=[("", _("As the target says")), *Direction.choices]
    )


class TargetForm(ServiceForm):
    after = forms.CharField(
        label=_("New target"),
        required=False,
        max_length=targets.LONGEST["after"],
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reason = forms.CharField(
        label=_("Why it changes"), max_length=targets.LONGEST["reason"], widget=forms.Textarea(attrs={"rows": 2})
    )
    seen = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)


class PeopleForm(ServiceForm):
    """The responsible person and the substitute: somebody of the organisation, or anybody by their e-mail address."""

    def __init__(self, data: Any = None, *, metric: Metric, people: QuerySet[User]) -> None:
        super().__init__(data, initial={name: getattr(metric, f"{name}_id") for name in PLACES})
        for name, label in PLACES.items():
            self.fields[name] = forms.ModelChoiceField(
                queryset=people, label=label, required=False, empty_label=_("Nobody")
            )
            self.fields[f"{name}_email"] = forms.EmailField(
                label=_("or somebody else, by e-mail address"), required=False
            )

    def clean_responsible_email(self) -> User | None:
        return self._person("responsible_email")

    def clean_substitute_email(self) -> User | None:
        return self._person("substitute_email")

    def person(self, name: str) -> User | None:
        """The person in the place: whoever was named by address, else whoever was chosen."""
        found: User | None = self.cleaned_data[f"{name}_email"] or self.cleaned_data[name]
        return found

    def _person(self, field: str) -> User | None:
        address = self.cleaned_data[field]
        if not address:
            return None
        person = User.objects.filter(email__iexact=address, is_active=True).first()
        if person is None:
            raise ValidationError(_("Nobody signs in with this address."))
        return person


def people_for(metric: Metric, *, units: set[int]) -> QuerySet[User]:
    """Who may be chosen: those with a role today in the units, and those who are named already."""
    from_roles = Membership.objects.filter(unit__in=units)
    named = [pk for pk in (metric.responsible_id, metric.substitute_id) if pk]
    people = User.objects.filter(Q(pk__in=from_roles.values("user"), is_active=True) | Q(pk__in=named))
    return people.order_by(finnish_order("name"), "pk")


def organisation_of(unit: Unit) -> set[int]:
    """The ids of every unit of the unit's organisation, from the top."""
    return set(unit.root.descendants(include_self=True).values_list("pk", flat=True))
