"""How lists show their rows."""

from collections.abc import Sequence
from typing import Any, ClassVar

import django_tables2 as tables
from django.db.models import Case, F, Func, IntegerField, QuerySet, TextChoices, Value, When
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from agreements.amendment import version_name
from agreements.collation import finnish_order
from agreements.expressions import document_name, unit_name
from agreements.models import Agreement, Kind, Status
from agreements.templatetags.typography import typo

NAME = {"td": {"class": "name"}}
NUMBER = {"td": {"class": "r num"}}


class ListColumn(tables.Column):
    """A column sorted by the given fields or expressions, then as the list is sorted by itself; empty values last."""

    def __init__(self, *args: Any, sort: Sequence[str | Case | Func] = (), **kwargs: Any) -> None:
        super().__init__(*args, orderable=bool(sort), default="", **kwargs)
        self.sort = sort

    def order(self, queryset: QuerySet[Any], is_descending: bool) -> tuple[QuerySet[Any], bool]:
        keys = (F(key) if isinstance(key, str) else key for key in self.sort)
        directed = (key.desc(nulls_last=True) if is_descending else key.asc(nulls_last=True) for key in keys)
        return queryset.order_by(*directed, *queryset.query.order_by), True


def in_order_of(field: str, choices: type[TextChoices]) -> Case:
    """The field's place among its choices, to be sorted by."""
    places = (When(**{field: value}, then=Value(place)) for place, value in enumerate(choices.values))
    return Case(*places, default=None, output_field=IntegerField())


def written(text: str | None, language: str) -> SafeString:
    """A document's words, marked as its language."""
    return format_html('<span lang="{}">{}</span>', language, typo(text, language)) if text else SafeString("")


def document_link(agreement: Agreement, *, text: str = "", anchor: str = "") -> SafeString:
    """A link to the document, by its name; or to the place in it that has the anchor, by the words that stand there."""
    address = agreement.get_absolute_url() + (f"#{anchor}" if anchor else "")
    words = typo(text or agreement.short_name, agreement.language)
    return format_html('<a href="{}" lang="{}">{}</a>', address, agreement.language, words)


class AgreementTable(tables.Table):
    name = ListColumn(_("Agreement"), empty_values=(), attrs=NAME, sort=(finnish_order(document_name()),))
    kind = ListColumn(_("Kind"), sort=(in_order_of("kind", Kind),))
    unit = ListColumn(_("Unit"), sort=("unit",))
    year = ListColumn(_("Year"), attrs=NUMBER, sort=("year",))
    status = ListColumn(_("Status"), sort=(in_order_of("status", Status),))
    changed_at = ListColumn(_("Changed"), attrs=NUMBER, sort=("changed_at",))

    class Meta:
        attrs: ClassVar[dict[str, Any]] = {"caption": _("Agreements")}

    def render_name(self, record: Agreement) -> SafeString:
        link = document_link(record)
        version = format_html(' <span class="voice">{}</span>', version_name(record.version))
        return link + version if record.version > 1 else link

    def render_kind(self, record: Agreement) -> str:
        return capfirst(record.get_kind_display())

    def render_unit(self, record: Agreement) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("unit", args=[record.unit_id]), record.unit.name)

    def order_unit(self, queryset: QuerySet[Agreement], is_descending: bool) -> tuple[QuerySet[Agreement], bool]:
        return ListColumn(sort=(finnish_order(unit_name("unit__")),)).order(queryset, is_descending)

    def render_changed_at(self, record: Agreement) -> str:
        return date_format(localtime(record.changed_at), "j.n.Y")
