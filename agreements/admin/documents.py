"""Agreements as the admin shows them: their particulars, tables and exports. Nothing of them is edited here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from agreements import rights
from agreements.admin.base import ContentRows, Shown, found_by
from agreements.collation import finnish_order
from agreements.document import Document, load_document
from agreements.exports import FORMATS
from agreements.expressions import document_name
from agreements.log import about_agreement
from agreements.models import Agreement, Party, Section
from agreements.records import file_of
from agreements.services.log import export_log
from agreements.sheets import Sheet


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section with its rows: as a table, or as labelled passages of text."""

    pk: int
    name: str
    kind: str
    sheet: Sheet | None
    passages: Sequence[tuple[str | None, str]]


def shown_sections(document: Document) -> Iterator[ShownSection]:
    """The document's sections in reading order, whatever their kinds."""
    for section in document.sections:
        sheet = section.kind.sheet(section, document)
        passages = section.kind.passages(section) if sheet is None else ()
        yield ShownSection(section.pk, section.name, str(section.kind.label), sheet, passages)


class PartyInline(admin.TabularInline):
    model = Party
    fields = ("title", "name", "user")
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Agreement)
class AgreementAdmin(Shown):
    change_form_template = "admin/agreements/agreement/change_form.html"
    inlines = (PartyInline,)
    list_display = ("short_name", "kind", "unit", "year", "version", "status", "changed_at")
    list_filter = ("kind", "year", "status", "language")
    list_select_related = ("unit",)
    search_fields = found_by("slug", "title", "unit__name_fi", "unit__name_sv")
    ordering = ("-year", "slug", "-version")
    view_on_site = False
    fields = (
        *("slug", "version", "kind", "unit", "printed_units", "title", "year", "period_start", "period_end", "date"),
        *("printed_cover", "language", "status", "signed", "purpose", "supersedes", "previous"),
        *("changed_at", "changed_by"),
    )
    readonly_fields = ("printed_units", "printed_cover")

    @admin.display(description=_("agreement"), ordering=finnish_order(document_name()))
    def short_name(self, agreement: Agreement) -> str:
        return agreement.short_name

    @admin.display(description=_("units as printed, from the top"))
    def printed_units(self, agreement: Agreement) -> str:
        return " › ".join(unit["name"] for unit in agreement.unit_chain)

    @admin.display(description=_("cover texts"))
    def printed_cover(self, agreement: Agreement) -> str:
        return "\n".join(agreement.cover)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.export)
        return [path("<int:pk>/export.<str:extension>", view, name="agreements_agreement_export"), *super().get_urls()]

    def export(self, request: HttpRequest, pk: int, extension: str) -> HttpResponse:
        """This version of the agreement as a file; as a PDF the one that was sealed, once it is signed."""
        agreement = get_object_or_404(self.get_queryset(request), pk=pk)
        if extension not in FORMATS or not self.has_view_permission(request, agreement):
            raise Http404
        taken = file_of(agreement, extension)
        response = HttpResponse(taken.content, content_type=FORMATS[extension].content_type)
        about, unit = about_agreement(agreement), agreement.unit_id
        export_log(by=request.user, format=extension, what=taken.what, about=about, unit=unit)
        response["Content-Disposition"] = f'attachment; filename="{agreement.slug}.{extension}"'
        return response

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The agreement with its tables; the link to its page is there for those who may open it."""
        shown: dict[str, Any] = {}
        agreement = self.get_object(request, object_id)
        if isinstance(agreement, Agreement):
            page = agreement.permanent_url
            shown = {
                "language": agreement.language,
                "sections": shown_sections(load_document(agreement)),
                "page": page if rights.may(request.user, agreement).read else "",
                "exports": [
                    (export.label, reverse("admin:agreements_agreement_export", args=[agreement.pk, export.extension]))
                    for export in FORMATS.values()
                ],
            }
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **shown})


@admin.register(Party)
class PartyAdmin(ContentRows):
    document = "agreement"
    list_display = ("title", "name", "user", "in_document")
    list_select_related = ("agreement", "user")
    search_fields = found_by("title", "name", "agreement__title")


@admin.register(Section)
class SectionAdmin(ContentRows):
    document = "agreement"
    change_form_template = "admin/agreements/section/change_form.html"
    list_display = ("__str__", "kind", "in_document")
    list_filter = ("kind", "agreement__kind", "agreement__year", "agreement__status")
    search_fields = found_by("number", "heading", "caption", "html", "agreement__title")
    ordering = ("-agreement__year", "agreement__slug", "-agreement__version", "position", "pk")
    fields = ("agreement", "parent", "position", "kind", "number", "heading", "caption", "key")
    readonly_fields = ("key",)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The section with its rows."""
        shown: dict[str, Any] = {}
        section = self.get_object(request, object_id)
        if isinstance(section, Section):
            sections = shown_sections(load_document(section.agreement))
            shown = {
                "language": section.agreement.language,
                "sections": [candidate for candidate in sections if candidate.pk == section.pk],
            }
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **shown})
