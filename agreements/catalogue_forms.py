"""The forms of catalogues: they check shape, the services the rest."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from agreements.collation import finnish_order
from agreements.filters import choices_of
from agreements.forms import ServiceForm
from agreements.models import Agreement, HigherGoal, Membership, Phase, PortfolioEntry, Source, Unit, User
from agreements.services.catalogues import LONGEST, fingerprint


class UnitChoice(forms.ModelChoiceField):
    """The unit that a new row of a catalogue belongs to."""

    def __init__(self, units: QuerySet[Unit]) -> None:
        super().__init__(queryset=units.order_by("name_fi", "pk"), label=_("Unit"), empty_label=None)


class HigherGoalForm(ServiceForm):
    """A higher goal; an existing one stays its unit's."""

    unit: UnitChoice
    source = forms.ChoiceField(label=_("Set in"), choices=lambda: choices_of(Source))
    title = forms.CharField(
        label=_("Goal"), max_length=LONGEST["title"], widget=forms.Textarea(attrs={"rows": 3}), strip=False
    )
    valid_from = forms.IntegerField(
        label=_("From the year"), required=False, help_text=_("Empty when it has held all along.")
    )
    valid_to = forms.IntegerField(
        label=_("To the year"),
        required=False,
        help_text=_("The last year; what hangs on the goal stays. Empty when there is no end."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, units: QuerySet[Unit], goal: HigherGoal | None, unit: Unit | None) -> None:
        initial: dict[str, Any] = {"unit": unit.pk if unit else None}
        if goal:
            initial = {field: getattr(goal, field) for field in ("source", "title", "valid_from", "valid_to")}
            initial["seen"] = fingerprint(goal)
        super().__init__(data, initial=initial)
        for name in ("valid_from", "valid_to"):
            self.fields[name].widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        if goal is None:
            self.fields["unit"] = UnitChoice(units)
            self.order_fields(["unit"])


class PersonChoice(forms.ModelChoiceField):
    """A person, with the address behind the name."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} ({obj.email})"


class ProjectChoice(forms.ModelChoiceField):
    """A grant project, by its name and year; one that is not among those that the person may read is not named."""

    def __init__(self, *, readable: set[int], chosen: int | None, **options: Any) -> None:
        projects = Agreement.objects.filter(pk__in={*readable, *([chosen] if chosen else [])})
        super().__init__(queryset=projects.order_by("-year", "pk"), **options)
        self.readable = readable

    def label_from_instance(self, obj: Any) -> str:
        readable = obj.pk in self.readable
        return f"{obj.short_name} ({obj.year})" if readable else gettext("A grant project of another unit")


class PortfolioEntryForm(ServiceForm):
    """A project of the portfolio; an existing one stays its unit's. `projects` are the ids of those one may read."""

    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST["name"],
        help_text=_("Measures marked K find the project by these very words."),
        widget=forms.Textarea(attrs={"rows": 2}),
        strip=False,
    )
    phase = forms.ChoiceField(label=pgettext_lazy("project", "Phase"), choices=lambda: choices_of(Phase))
    applied = forms.CharField(label=_("Grant applied for"), max_length=LONGEST["applied"], required=False)
    granted = forms.CharField(label=_("Granted"), max_length=LONGEST["granted"], required=False)
    realised = forms.CharField(label=_("Realised, total"), max_length=LONGEST["realised"], required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        units: QuerySet[Unit],
        people: QuerySet[User],
        projects: set[int],
        entry: PortfolioEntry | None,
        name: str = "",
    ) -> None:
        initial: dict[str, Any] = {"name": name}
        if entry:
            fields = ("name", "phase", "applied", "granted", "realised")
            initial = {field: getattr(entry, field) for field in fields}
            initial |= {"manager": entry.manager_id, "project": entry.project_id, "seen": fingerprint(entry)}
        super().__init__(data, initial=initial)
        self.fields["manager"] = PersonChoice(
            queryset=people, label=_("Project manager"), required=False, empty_label=_("Nobody")
        )
        self.fields["project"] = ProjectChoice(
            readable=projects,
            chosen=entry.project_id if entry else None,
            label=_("Grant project"),
            required=False,
            empty_label=_("None in the application"),
            help_text=_("The sums are then the project’s own and those below are not shown."),
        )
        order = ["name", "manager", "phase", "project", "applied", "granted", "realised", "seen"]
        if entry is None:
            self.fields["unit"] = UnitChoice(units)
            order = ["unit", *order]
        self.order_fields(order)


def people_of(units: set[int], *, named: int | None) -> QuerySet[User]:
    """Who may be chosen as a manager: those with a role in the units, and the one who is named already."""
    members = Membership.objects.filter(unit__in=units).values("user")
    people = User.objects.filter(Q(pk__in=members, is_active=True) | Q(pk=named))
    return people.order_by(finnish_order("name"), "pk")
