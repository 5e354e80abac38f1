"""The admin of the root app: it edits units, people and catalogues, and shows everything else."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from agreements.admin import catalogues, content, documents, history, people, signing

admin.site.site_header = _("Sopimuskirja, administration")
admin.site.site_title = _("Sopimuskirja, administration")
admin.site.index_title = _("Everything that is stored")

__all__ = ["catalogues", "content", "documents", "history", "people", "signing"]
