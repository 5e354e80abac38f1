"""The forms of people, their roles and their units: they check shape, the services the rest."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from agreements.filters import choices_of
from agreements.forms import ServiceForm
from agreements.models import Language, Membership, Role, Unit, UnitKind, User
from agreements.people import LONGEST_PERSON, address_in, found_person, written_person
from agreements.services.people import LONGEST_NAME, NewPerson, seen_of
from agreements.services.units import LONGEST_UNIT_NAME, seen_of_unit

DATE_FORMATS = ["%d.%m.%Y", "%Y-%m-%d"]
MAY = {
    Role.VIEWER: _("reads"),
    Role.COORDINATOR: _("reads and comments, edits plans and projects, records actuals"),
    Role.UNIT_HEAD: _("reads and comments, edits drafts and sends them for signing, records actuals"),
    Role.CONTROLLER: _("reads and comments, edits and records budgets"),
    Role.DIRECTOR: _("reads and comments, sends back what is under review"),
    Role.ADMINISTRATOR: _("as the unit head; also looks after units, people and their roles"),
}
"""What each role is for, in a few words."""


class PeopleInput(forms.TextInput):
    """A line with people to choose from; without the list it is a line to write on."""

    def __init__(self, people: Iterable[User]) -> None:
        super().__init__({"autocomplete": "off"})
        self.people = [written_person(person) for person in people]

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        listed = f"{(attrs or {}).get('id', name)}_list"
        line = super().render(name, value, {**(attrs or {}), "list": listed}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((person,) for person in self.people))
        return format_html('{}<datalist id="{}">{}</datalist>', line, listed, options)


class DayField(forms.DateField):
    """A day as people write it; what was typed is kept."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            required=False,
            input_formats=DATE_FORMATS,
            error_messages={"invalid": _("This is no day. Write it as 31.12.2021.")},
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
            **options,
        )


class SubstituteField(forms.ChoiceField):
    """Whose substitute somebody is: one of those who have a role in the unit; cleaned into the person or None."""

    def __init__(self, roles: Sequence[Membership]) -> None:
        by_person: dict[User, list[str]] = {}
        for row in roles:
            by_person.setdefault(row.user, []).append(row.get_role_display())
        self.people = {str(person.pk): person for person in by_person}
        choices = [(str(person.pk), ", ".join([str(person), *names])) for person, names in by_person.items()]
        super().__init__(
            choices=[("", _("Nobody")), *choices],
            label=_("Substitute for"),
            required=False,
            help_text=_("Whose work the person does meanwhile; they must have the same role here."),
        )

    def clean(self, value: Any) -> User | None:
        return self.people.get(super().clean(value))


class GiveForm(ServiceForm):
    """Who gets which role, until when and as whose substitute; a person without an account is written down in full."""

    person = forms.CharField(
        label=_("Person"),
        max_length=LONGEST_PERSON,
        help_text=_("The name, or the e-mail address. Somebody new has only an address."),
    )
    name = forms.CharField(
        label=_("Name of a new person"),
        required=False,
        max_length=LONGEST_NAME,
        help_text=_("Leave empty when the person has an account already."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(
        label=_("Language of a new person"),
        choices=[(value, capfirst(label)) for value, label in Language.choices],
        required=False,
        help_text=_("Of the interface and of mails; everybody can change their own."),
    )
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    until = DayField(
        label=_("Last day"),
        help_text=_("For example 31.8.2021 for a substitute of the summer. Empty when there is no end."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        people: Sequence[User],
        roles: Sequence[Membership],
        language: str,
        person: str = "",
        role: str = "",
    ) -> None:
        """`people` are those of the organisation, `roles` those that hold in the unit."""
        self.people = people
        super().__init__(data, initial={"language": language, "person": person, "role": role})
        self.fields["person"].widget = PeopleInput(people)
        cast(forms.ChoiceField, self.fields["role"]).choices = [
            (value, _described(Role(value))) for value in Role.values
        ]
        self.fields["substitute_for"] = SubstituteField(roles)
        self.order_fields(["person", "name", "language", "role", "substitute_for", "until"])

    def clean(self) -> dict[str, Any]:
        """`person` becomes a User, or a NewPerson when nobody has the address and the name was written."""
        data: dict[str, Any] = super().clean() or {}
        text, name = data.get("person"), data.get("name", "").strip()
        if not text:
            return data
        try:
            found = found_person(text, self.people)
        except ValidationError as error:
            self.add_error("person", error)
            return data
        if found and name and name.casefold() != found.name.casefold():
            message = _("%(who)s has this address already. Empty this field to give the role to them.")
            self.add_error("name", ValidationError(message, params={"who": found}))
        elif not found and not name:
            message = _("Nobody has this address yet. Write the name too, and the person is added.")
            self.add_error("name", ValidationError(message))
        data["person"] = found or NewPerson(address_in(text), name, data.get("language") or Language.FINNISH)
        return data


class RoleForm(ServiceForm):
    """The last day of a role."""

    until = DayField(
        label=_("Last day"), help_text=_("The role holds to the end of this day. Empty when there is no end.")
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, role: Membership) -> None:
        super().__init__(data, initial={"until": written_day(role.until), "seen": seen_of(role)})


class UnitForm(ServiceForm):
    """A unit's names and from when to when it exists; the kind of a new one."""

    name_fi = forms.CharField(label=_("Name in Finnish"), max_length=LONGEST_UNIT_NAME, strip=False)
    name_sv = forms.CharField(
        label=_("Name in Swedish"),
        max_length=LONGEST_UNIT_NAME,
        required=False,
        strip=False,
        help_text=_("Shown to readers of Swedish, and in documents in Swedish."),
    )
    valid_from = DayField(label=_("Valid from"), help_text=_("Empty when the unit has always been there."))
    valid_to = DayField(
        label=_("Valid to"), help_text=_("The last day; documents and people stay. Empty when there is no end.")
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, unit: Unit | None = None) -> None:
        initial: dict[str, Any] = {}
        if unit:
            initial = {"name_fi": unit.name_fi, "name_sv": unit.name_sv, "seen": seen_of_unit(unit)}
            initial |= {"valid_from": written_day(unit.valid_from), "valid_to": written_day(unit.valid_to)}
        super().__init__(data, initial=initial)
        if unit is None:
            kinds = [choice for choice in choices_of(UnitKind) if choice[0] != UnitKind.CITY]
            self.fields["kind"] = forms.ChoiceField(label=_("Kind"), choices=kinds, initial=UnitKind.RESULT_UNIT)
            self.order_fields(["kind"])


def written_day(day: datetime.date | None) -> str:
    """The day as people write it; empty when there is none."""
    return date_format(day, "j.n.Y") if day else ""


def _described(role: Role) -> SafeString:
    """The role's name, with what it is for."""
    return format_html('<span><b>{}</b> <span class="voice">{}</span></span>', capfirst(role.label), MAY[role])
