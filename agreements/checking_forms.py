"""The form on which a file is brought to be checked."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.uploads import MEGABYTE

LARGEST = 50 * MEGABYTE


class CheckForm(forms.Form):
    """A file to be checked: whatever it is, it is only looked at."""

    file = forms.FileField(
        label=gettext_lazy("The file to be checked"),
        help_text=gettext_lazy(
            "A signed PDF, a closing report, or the scan of a signed document; 50 megabytes at most. "
            "The file is only looked at: it is not stored."
        ),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/png,image/jpeg,.pdf,.png,.jpg,.jpeg"}),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size and file.size > LARGEST:
            said = _("The file is larger than %(megabytes)d megabytes.")
            raise forms.ValidationError(said % {"megabytes": LARGEST // MEGABYTE})
        return file
