"""The admin of the root app: it edits units, people and catalogues, and shows everything else."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from agreements.admin import accounts, catalogues, content, documents, history, people, printing, signing

admin.site.site_header = _("Sopimuskirja, administration")
admin.site.site_title = _("Sopimuskirja, administration")
admin.site.index_title = _("Everything that is stored")
# One door for everybody: its tries are counted, and it asks for the second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

__all__ = ["accounts", "catalogues", "content", "documents", "history", "people", "printing", "signing"]
