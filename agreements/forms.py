"""What forms share."""

from django import forms
from django.core.exceptions import ValidationError


class ServiceForm(forms.Form):
    """A form whose service may refuse: what it says goes beside the fields that it names, all else above them."""

    def refuse(self, error: ValidationError) -> None:
        """Show the service's messages with the form as it was typed."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields else None, list(errors))
