"""The forms of a document's way to signing: a step with its reason, the decision, a signature, a scan."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.forms import ServiceForm
from agreements.new_forms import DATE_FORMATS
from agreements.services.signing_rules import MOST
from agreements.services.status import LONGEST_REASON


class StepForm(ServiceForm):
    """A step to another status: `seen` is the number of the last step that the page told of."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        strip=False,
        error_messages={"required": _("Say why, so that others know how to go on.")},
    )

    def __init__(self, *args: Any, label: str, must: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        reason.label, reason.required = label, must


class DecisionForm(ServiceForm):
    """The decision by which the city agrees."""

    decision_date = forms.DateField(
        label=_("Date of the decision"),
        required=False,
        input_formats=DATE_FORMATS,
        error_messages={"invalid": _("This is no day. Write it as 31.12.2021.")},
        widget=forms.DateInput(format="%-d.%-m.%Y", attrs={"autocomplete": "off"}),
    )
    decision_section = forms.CharField(label=_("Section of the decision"), required=False, max_length=50)
    case_number = forms.CharField(label=_("Case number"), required=False, max_length=100)


class AmendmentForm(ServiceForm):
    """The day from which an amendment holds."""

    holds_from = forms.DateField(
        label=_("Amendment holds from"),
        input_formats=DATE_FORMATS,
        help_text=_("A day of the document's period. It can still be changed in the draft."),
        error_messages={"invalid": _("This is no day. Write it as 31.12.2021.")},
        widget=forms.DateInput(format="%-d.%-m.%Y", attrs={"autocomplete": "off"}),
    )


class SignForm(ServiceForm):
    """A signature: for which party, of what content, and who one is."""

    party = forms.TypedChoiceField(label=_("You sign as"), coerce=int, widget=forms.RadioSelect)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    read = forms.BooleanField(
        label=_("I have read the document above and sign it."),
        error_messages={"required": _("Say that you have read the document.")},
    )
    password = forms.CharField(
        label=_("Your password"),
        required=False,
        strip=False,
        max_length=1_000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = forms.CharField(
        label=_("Or a code"),
        required=False,
        max_length=40,
        help_text=_("From your authenticator app, or one of your recovery codes."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, parties: list[tuple[int, str]], asks: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        party = self.fields["party"]
        party.choices = parties  # type: ignore[attr-defined]
        if len(parties) == 1:
            party.initial = parties[0][0]
        if "code" in asks and "password" not in asks:
            self.fields["code"].label = _("A code")
        for name in {"password", "code"} - asks:
            del self.fields[name]


class ScanForm(ServiceForm):
    """The scan of a document that was signed in ink."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000)
    file = forms.FileField(
        label=_("Scan of the signed document"), help_text=_("A PDF, or a picture (PNG, JPEG), 20 megabytes at most.")
    )


class RuleForm(ServiceForm):
    """How documents of a kind are signed."""

    signatures = forms.IntegerField(
        label=_("How many parties must sign"), min_value=1, max_value=MOST, help_text=_("A document may have more.")
    )
    in_order = forms.BooleanField(
        label=_("In order"), required=False, help_text=_("Each signs only after those who stand before them.")
    )
    asks_decision = forms.BooleanField(
        label=_("With a decision"),
        required=False,
        help_text=_("The date and section of the decision and the case number must be given before signing."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000)
