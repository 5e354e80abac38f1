"""How the list of positions shows its rows."""

from itertools import groupby
from typing import Any, ClassVar

import django_tables2 as tables
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from agreements.collation import finnish_order
from agreements.expressions import WrittenNumber
from agreements.tables import NAME, ListColumn, document_link, written
from agreements.templatetags.written import decimal_comma
from staffing.arithmetic import total_percent
from staffing.models import Allocation, Position


class PositionTable(tables.Table):
    """Reads each position's `shown_allocations`, newest year first."""

    title = ListColumn(_("Job title"), attrs=NAME, sort=(finnish_order("title"),))
    number = ListColumn(_("Position number"), sort=(WrittenNumber("number"), finnish_order("number")))
    documents = ListColumn(_("Agreements and share of a person-year"), empty_values=())
    total = ListColumn(_("Total by year"), empty_values=())

    class Meta:
        attrs: ClassVar[dict[str, Any]] = {"caption": _("Positions")}

    def render_title(self, record: Position, value: str) -> SafeString:
        shown = shown_allocations(record)
        return written(value, shown[0].section.agreement.language if shown else "fi")

    def render_documents(self, record: Position) -> SafeString:
        return _lines((document_link(row.section.agreement), row.percent or "–") for row in shown_allocations(record))

    def render_total(self, record: Position) -> SafeString:
        by_year = groupby(shown_allocations(record), key=lambda row: row.section.agreement.year)
        return _lines((year, _total([row.percent for row in rows])) for year, rows in by_year)


def shown_allocations(position: Position) -> list[Allocation]:
    shown: list[Allocation] = getattr(position, "shown_allocations", [])
    return shown


def _lines(pairs: Any) -> SafeString:
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}: {}</li>", pairs))


def _total(percents: list[str | None]) -> str:
    total = total_percent(percents)
    return "–" if total is None else f"{decimal_comma(total)}\u00a0%"
