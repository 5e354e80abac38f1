"""How the lists of the project portfolio show their rows."""

from typing import Any, ClassVar
from urllib.parse import urlencode

import django_tables2 as tables
from django.template.loader import get_template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from agreements.collation import finnish_order
from agreements.expressions import WrittenNumber, document_name
from agreements.models import Agreement, Measure, Phase, PortfolioEntry
from agreements.tables import NAME, NUMBER, ListColumn, document_link, in_order_of, written
from agreements.templatetags.typography import typo
from budgets.portfolio import DOCUMENT, Project, Projects


class PortfolioTable(tables.Table):
    """The measures marked K; `projects` knows where they lead, `may_add` whether the reader adds projects."""

    text = ListColumn(_("Measure"), attrs=NAME, sort=(finnish_order("text"),))
    document = ListColumn(_("Agreement"), empty_values=(), sort=(finnish_order(document_name(DOCUMENT)),))
    project = ListColumn(_("Project"), empty_values=(), attrs={"td": {"class": "wide"}})
    manager = ListColumn(_("Project manager"), empty_values=())
    phase = ListColumn(pgettext_lazy("project", "Phase"), empty_values=())
    applied = ListColumn(_("Grant applied for"), empty_values=(), attrs=NUMBER)
    granted = ListColumn(_("Granted"), empty_values=(), attrs=NUMBER)
    realised = ListColumn(_("Realised, total"), empty_values=(), attrs=NUMBER)

    class Meta:
        attrs: ClassVar[dict[str, Any]] = {"caption": _("Project portfolio")}

    def __init__(self, *args: Any, projects: Projects, may_add: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.projects, self.may_add = projects, may_add

    def render_text(self, record: Measure, value: str) -> SafeString:
        return written(value, _document(record).language)

    def render_document(self, record: Measure) -> SafeString:
        document = _document(record)
        return format_html('{}<br><span class="voice">{}</span>', document_link(document), document.unit)

    def render_project(self, record: Measure) -> SafeString:
        project = self.projects.of_measure(record)
        if project is None:
            return _warning(gettext("No project"))
        if project.is_known:
            return _name(project)
        words = format_html("{}<br>{}", written(project.name, _document(record).language), _warning(_not_there()))
        if not self.may_add:
            return words
        address = f"{reverse('portfolio-entry-new')}?{urlencode({'name': project.name})}"
        return format_html('{}<br><a href="{}">{}</a>', words, address, gettext("Add it to the portfolio"))

    def render_manager(self, record: Measure) -> str:
        return _manager(self.projects.of_measure(record))

    def render_phase(self, record: Measure) -> str:
        return _phase(self.projects.of_measure(record))

    def render_applied(self, record: Measure) -> str:
        return _amount(self.projects.of_measure(record), "applied")

    def render_granted(self, record: Measure) -> str:
        return _amount(self.projects.of_measure(record), "granted")

    def render_realised(self, record: Measure) -> str:
        return _amount(self.projects.of_measure(record), "realised")


class EntryTable(tables.Table):
    """The projects of the portfolio; `used` counts the measures of each, `edited` are the units of those one edits."""

    name = ListColumn(_("Project"), attrs=NAME, sort=(finnish_order("name"),))
    unit = ListColumn(_("Unit"))
    manager = ListColumn(_("Project manager"), sort=(finnish_order("manager__name"),))
    phase = ListColumn(pgettext_lazy("project", "Phase"), sort=(in_order_of("phase", Phase),))
    measures = ListColumn(_("Measures"), empty_values=())
    applied = ListColumn(_("Grant applied for"), empty_values=(), attrs=NUMBER, sort=(WrittenNumber("applied"),))
    granted = ListColumn(_("Granted"), empty_values=(), attrs=NUMBER, sort=(WrittenNumber("granted"),))
    realised = ListColumn(_("Realised, total"), empty_values=(), attrs=NUMBER, sort=(WrittenNumber("realised"),))

    class Meta:
        attrs: ClassVar[dict[str, Any]] = {"caption": _("Projects of the portfolio")}

    def __init__(self, *args: Any, projects: Projects, used: dict[int, int], edited: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.projects, self.used, self.edited = projects, used, edited

    def render_name(self, record: PortfolioEntry, value: str) -> SafeString:
        name = _name(self.projects.of_entry(record))
        if record.unit_id not in self.edited:
            return name
        address = reverse("portfolio-entry", args=[record.pk])
        words = gettext("Edit")
        return format_html('{}<br><a href="{}">{}<span class="vh">: {}</span></a>', name, address, words, value)

    def render_phase(self, record: PortfolioEntry) -> str:
        return capfirst(record.get_phase_display())

    def render_measures(self, record: PortfolioEntry) -> str:
        count = self.used.get(record.pk, 0)
        return ngettext("%(count)d measure", "%(count)d measures", count) % {"count": count}

    def render_applied(self, record: PortfolioEntry) -> str:
        return _amount(self.projects.of_entry(record), "applied")

    def render_granted(self, record: PortfolioEntry) -> str:
        return _amount(self.projects.of_entry(record), "granted")

    def render_realised(self, record: PortfolioEntry) -> str:
        return _amount(self.projects.of_entry(record), "realised")


def _document(measure: Measure) -> Agreement:
    agreement: Agreement = measure.goal.section.agreement
    return agreement


def _name(project: Project) -> SafeString:
    """The project by its name; a grant project that the reader may open as a link, one that they may not unnamed."""
    if project.document is None:
        return format_html("{}", typo(project.name))
    if project.seen:
        link = document_link(project.document)
        named = project.entry and project.entry.name != project.document.short_name
        return format_html("{}<br>{}", typo(project.name), link) if named else link
    return format_html("{}", project.name if project.entry else gettext("A grant project of another unit"))


def _manager(project: Project | None) -> str:
    if project and project.entry:
        return str(project.entry.manager or "–")
    return "–" if project and project.document else ""


def _phase(project: Project | None) -> str:
    """The entry's phase; without one what the grant project's own status tells."""
    if project and project.entry:
        return capfirst(project.entry.get_phase_display())
    return project.document.get_status_display() if project and project.document else ""


def _amount(project: Project | None, name: str) -> str:
    return (getattr(project.money, name) or "–") if project and project.is_known else ""


def _not_there() -> str:
    return gettext("Not in the portfolio")


def _warning(words: str) -> SafeString:
    sign = SafeString(get_template("includes/warning_sign.html").render())
    return format_html('<span class="over">{}{}</span>', sign, words)
