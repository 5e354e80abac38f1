"""How a document's history is filtered."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _

from agreements.chronicle import Asked
from agreements.models import Agreement, Change, Deed, Revision
from agreements.rows import Snapshot, row_kinds
from agreements.rows.fields import read_day

LONGEST_WORDS = 200


class DayField(forms.CharField):
    """A day, written "31.12.2021" or as a browser writes it."""

    default_error_messages = {"no_day": _("This is no day. Write it as 31.12.2021.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=30, **kwargs)
        self.widget.attrs["autocomplete"] = "off"

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        day = read_day(text) if text else None
        if text and day is None:
            raise forms.ValidationError(self.error_messages["no_day"], code="no_day")
        return day


class HistoryFilters(forms.Form):
    """Filters of one document's history. Sections are those that it has and those that were deleted."""

    text = forms.CharField(label=_("Search words"), required=False, max_length=LONGEST_WORDS)
    person = forms.ChoiceField(label=_("Person"), required=False)
    section = forms.ChoiceField(label=_("Section"), required=False)
    deed = forms.ChoiceField(label=_("What was done"), required=False)
    since = DayField(label=_("From the day"))
    until = DayField(label=_("To the day"))
    row = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, agreement: Agreement, now: Snapshot) -> None:
        super().__init__(data)
        people = Revision.objects.filter(agreement=agreement).order_by("by__name", "by")
        self.now = now
        self._offer("person", people.values_list("by", "by__name").distinct())
        self._offer("section", [*_sections(now), *_deleted_sections(agreement, now)])
        self._offer("deed", ((value, capfirst(label)) for value, label in Deed.choices))

    def _offer(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        self.fields[name].choices = [("", _("All")), *((str(value), label) for value, label in choices)]  # type: ignore[attr-defined]

    def asked(self) -> Asked | None:
        """What is asked for; None when it cannot be read."""
        if not self.is_valid():
            return None
        typed = self.cleaned_data
        return Asked(
            person=int(typed["person"]) if typed["person"] else None,
            sections=self._within(int(typed["section"])) if typed["section"] else None,
            row=typed["row"],
            deed=typed["deed"],
            since=typed["since"],
            until=typed["until"],
            words=tuple(typed["text"].split()),
        )

    def _within(self, section: int) -> frozenset[int]:
        """The section and those below it now."""
        row = self.now.get("section", section)
        below = self.now.below(row) if row else ()
        return frozenset({section, *(each.pk for each in below if each.kind == "section")})


def _sections(now: Snapshot) -> Iterable[tuple[int, str]]:
    return ((row.pk, "\u2003" * (level - 1) + Truncator(row.title).chars(60)) for row, level in now.sections())


def _deleted_sections(agreement: Agreement, now: Snapshot) -> Iterable[tuple[int, str]]:
    """The sections that are not there any more, by the names that they had last."""
    deleted = Change.objects.filter(revision__agreement=agreement, kind="section", after__isnull=True).order_by("pk")
    titles = {pk: row_kinds["section"].title(before or {}) for pk, before in deleted.values_list("row", "before")}
    return (
        (pk, _("%(name)s (deleted)") % {"name": Truncator(title).chars(60)})
        for pk, title in titles.items()
        if now.get("section", pk) is None
    )
