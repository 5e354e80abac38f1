"""How the log is filtered and how it shows its entries."""

from typing import Any, ClassVar

import django_filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from agreements import rights
from agreements.collation import finnish_order
from agreements.filters import choices_of, words_in
from agreements.history_forms import DayField
from agreements.log import about_user
from agreements.log_words import About, sentence
from agreements.models import Agreement, Event, LogEntry, Unit, User
from agreements.tables import NAME, NUMBER, ListColumn
from agreements.templatetags.typography import typo
from agreements.units import all_nodes, unit_tree

_SEARCHED = ("who", "about", "address")


class FilteringDay(DayField):
    """A day that filters are given: never required."""

    def __init__(self, *, required: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)


class DayFilter(django_filters.CharFilter):
    field_class = FilteringDay


class LogFilters(django_filters.FilterSet):
    """The units, people and documents to choose from are those that the user administers."""

    text = django_filters.CharFilter(method="search", label=_("Search words"), max_length=200)
    event = django_filters.ChoiceFilter(field_name="event", label=_("What happened"), empty_label=_("All"))
    person = django_filters.ChoiceFilter(method="of_person", label=_("Person"), empty_label=_("All"))
    document = django_filters.ChoiceFilter(method="of_document", label=_("Agreement"), empty_label=_("All"))
    unit = django_filters.ChoiceFilter(method="of_unit", label=_("Unit"), empty_label=_("All"))
    since = DayFilter(field_name="at", lookup_expr="date__gte", label=_("From the day"))
    until = DayFilter(field_name="at", lookup_expr="date__lte", label=_("To the day"))

    class Meta:
        model = LogEntry
        fields = ("text", "event", "person", "document", "unit", "since", "until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = rights.administered_units(self.request.user)
        self.units = {str(node.unit.pk): node for node in all_nodes(unit_tree(units))}
        people = User.objects.filter(memberships__unit__in=units).distinct().order_by(finnish_order("name"), "pk")
        documents = Agreement.objects.current().filter(unit__in=units).order_by("-year", "slug")
        self._choose("event", choices_of(Event))
        self._choose("person", [(str(person.pk), str(person)) for person in people])
        self._choose("document", [(each.slug, each.short_name) for each in documents])
        self._choose("unit", [(pk, "\u2003" * node.depth + node.unit.name) for pk, node in self.units.items()])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.filters[name].extra["choices"] = choices

    def search(self, queryset: QuerySet[LogEntry], name: str, value: str) -> QuerySet[LogEntry]:
        return queryset.filter(words_in(value, _SEARCHED))

    def of_person(self, queryset: QuerySet[LogEntry], name: str, value: str) -> QuerySet[LogEntry]:
        """What the person did, and what was done to them."""
        return queryset.filter(Q(user_id=value) | Q(about=about_user(int(value))))

    def of_document(self, queryset: QuerySet[LogEntry], name: str, value: str) -> QuerySet[LogEntry]:
        return queryset.filter(about__startswith=f"agreement {value} v")

    def of_unit(self, queryset: QuerySet[LogEntry], name: str, value: str) -> QuerySet[LogEntry]:
        return queryset.filter(unit_id__in=[node.unit.pk for node in self.units[value]])


class LogTable(tables.Table):
    what = ListColumn(_("What happened"), empty_values=(), attrs=NAME, sort=("event",))
    about = ListColumn(_("Concerns"), empty_values=())
    who = ListColumn(_("Who"), empty_values=(), sort=(finnish_order("who"),))
    at = ListColumn(_("When"), attrs=NUMBER, sort=("number",))

    class Meta:
        attrs: ClassVar[dict[str, Any]] = {"caption": _("Log")}

    def before_render(self, request: HttpRequest) -> None:
        """The names of all that the page's entries are about: as many queries whatever its length."""
        self.read = {entry.pk: About.read(entry.about) for entry in self._entries()}
        abouts = self.read.values()
        documents = Agreement.objects.filter(slug__in={"", *(about.slug for about in abouts)})
        self.documents = {(each.slug, each.version): each for each in documents}
        self.unit_names = Unit.objects.in_bulk([0, *(about.unit for about in abouts if about.unit)])
        self.people = User.objects.in_bulk([0, *(about.user for about in abouts if about.user)])

    def _entries(self) -> list[LogEntry]:
        return [row.record for row in self.paginated_rows]

    def render_what(self, record: LogEntry) -> str:
        return sentence(record)

    def render_about(self, record: LogEntry) -> SafeString | str:
        """A link to what there is still, the entry's own words of what there is not any more."""
        about = self.read[record.pk]
        if document := self.documents.get((about.slug, about.version)):
            return _document(document)
        if unit := self.unit_names.get(about.unit or 0):
            return format_html('<a href="{}">{}</a>', reverse("unit", args=[unit.pk]), unit.name)
        if person := self.people.get(about.user or 0):
            return str(person)
        return record.about

    def render_who(self, record: LogEntry) -> SafeString:
        name = record.who or _("Nobody known")
        if not record.address:
            return format_html("{}", name)
        return format_html('{} <span class="voice">{}</span>', name, record.address)

    def render_at(self, record: LogEntry) -> SafeString:
        at = localtime(record.at)
        time = format_html('<time datetime="{}">{}</time>', at.isoformat(), date_format(at, "j.n.Y G.i"))
        return format_html('{} <span class="voice">{}</span>', time, _("entry %(number)d") % {"number": record.number})


def _document(agreement: Agreement) -> SafeString:
    """A link to the very version; a first version is called by its name alone."""
    address = f"{agreement.get_absolute_url()}?version={agreement.version}"
    words = typo(agreement.short_name, agreement.language)
    link = format_html('<a href="{}" lang="{}">{}</a>', address, agreement.language, words)
    if agreement.version == 1:
        return link
    version = _("version %(version)d") % {"version": agreement.version}
    return format_html('{} <span class="voice">{}</span>', link, version)
