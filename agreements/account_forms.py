"""The library's forms about accounts, with our words beside their fields and nothing written in them beforehand."""

import struct
from collections.abc import Callable
from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 100
_CODE_HELP = _("The six digits that your authenticator app shows, or one of your recovery codes.")


def sense_of(read: Callable[[], Any]) -> Any:
    """What is read of a key's answer. Raises ValidationError for nonsense, whatever the reader stumbles over."""
    try:
        return read()
    except (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError, struct.error) as error:
        raise ValidationError(_("What the security key said could not be understood.")) from error


class Plain(forms.Form):
    """Takes the words of `labels` and `helps`, and no placeholders."""

    labels: dict[str, Any] = {}
    helps: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, "")
            if "code" in name:
                field.widget.attrs |= {"inputmode": "numeric", "autocapitalize": "off", "spellcheck": "false"}


class SignInForm(Plain, account.LoginForm):
    labels = {"login": capfirst(_("e-mail address")), "password": _("Password")}

    def add_prefix(self, field_name: str) -> str:
        """The e-mail address is called "username" in the page, as password managers know it."""
        return super().add_prefix("username" if field_name == "login" else field_name)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class PasswordAgainForm(Plain, account.ReauthenticateForm):
    labels = {"password": _("Password")}


class PasswordChangeForm(Plain, account.ChangePasswordForm):
    labels = {
        "oldpassword": _("Password now"),
        "password1": _("New password"),
        "password2": _("New password again"),
    }
    helps = {"password1": _("At least eight characters, not only digits, and nothing that others guess.")}


class PasswordSetForm(Plain, account.SetPasswordForm):
    labels = {name: PasswordChangeForm.labels[name] for name in ("password1", "password2")}
    helps = PasswordChangeForm.helps


class PasswordForgottenForm(Plain, account.ResetPasswordForm):
    labels = {"email": capfirst(_("e-mail address"))}


class PasswordRenewForm(Plain, account.ResetPasswordKeyForm):
    labels = PasswordSetForm.labels
    helps = PasswordChangeForm.helps


class CodeForm(Plain, second_factor.AuthenticateForm):
    labels = {"code": _("Code")}
    helps = {"code": _CODE_HELP}


class CodeAgainForm(Plain, second_factor.ReauthenticateForm):
    labels = {"code": _("Code")}
    helps = {"code": _CODE_HELP}


class AppForm(Plain, totp.ActivateTOTPForm):
    labels = {"code": _("Code")}
    helps = {"code": _("The six digits that the app shows now.")}


class KeyForm(Plain, webauthn.AddWebAuthnForm):
    name = forms.CharField(required=False, max_length=LONGEST_NAME)
    labels = {"name": _("Name of the key"), "credential": _("Security key")}
    helps = {"name": _("So that you know it from your others, such as “the key on my key ring”.")}

    def clean(self) -> Any:
        return sense_of(super().clean)


class KeyAtDoorForm(Plain, webauthn.AuthenticateWebAuthnForm):
    labels = {"credential": _("Security key")}

    def clean_credential(self) -> Any:
        return sense_of(super().clean_credential)


class KeyAgainForm(Plain, webauthn.ReauthenticateWebAuthnForm):
    labels = {"credential": _("Security key")}

    def clean_credential(self) -> Any:
        return sense_of(super().clean_credential)


class KeyNameForm(Plain, webauthn.EditWebAuthnForm):
    name = forms.CharField(max_length=LONGEST_NAME)
    labels = KeyForm.labels
    helps = KeyForm.helps
