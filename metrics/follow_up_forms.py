"""The forms of a top unit's policy and rounds: they check shape, the services the rest."""

from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from agreements.filters import choices_of
from agreements.forms import ServiceForm
from agreements.models import Kind, Language
from metrics.models import Policy, Round, State
from metrics.services.policy import LONGEST_WORD
from metrics.words import state_words

DATE_FORMATS = ["%d.%m.%Y", "%Y-%m-%d"]


class PolicyForm(ServiceForm):
    """Tolerances, and a word for each state in each language: `<state>_<language>`."""

    tolerance_percent = forms.IntegerField(
        label=_("Tolerance, percent of the bound"),
        help_text=_("A miss of at most this much is yellow, a larger one red. 10 where nobody has set it."),
        min_value=0,
        max_value=100,
    )
    tolerance_days = forms.IntegerField(
        label=_("Tolerance of a deadline, days"),
        help_text=_("At most this many days late is yellow, later red. 30 where nobody has set it."),
        min_value=0,
        max_value=366,
    )

    def __init__(self, data: Any = None, *, policy: Policy) -> None:
        initial: dict[str, Any] = {
            "tolerance_percent": policy.tolerance_percent,
            "tolerance_days": policy.tolerance_days,
        }
        self.defaults = {language: state_words({}, language) for language in Language.values}
        shown = {language: state_words(policy.words, language) for language in Language.values}
        initial |= {_field(state, code): words[state] for code, words in shown.items() for state in State.values}
        super().__init__(data, initial=initial)
        for state in State:
            for language in Language:
                self.fields[_field(state, language)] = forms.CharField(
                    label=language.label,
                    required=False,
                    max_length=LONGEST_WORD,
                    help_text=format_lazy(_("By default: {word}"), word=self.defaults[language][state]),
                )

    @property
    def states(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """Each state with its name and its fields, by language."""
        return [
            (state.value, str(state.label), [self[_field(state, language)] for language in Language]) for state in State
        ]

    @property
    def words(self) -> dict[str, dict[str, str]]:
        """What was typed, by state and language."""
        return {
            state: {language: self.cleaned_data[_field(state, language)] for language in Language.values}
            for state in State.values
        }


class RoundForm(ServiceForm):
    """A follow-up round: the date that actuals are told for, the day by which, and the kinds of document."""

    date = forms.DateField(
        label=_("Date of the round"),
        help_text=_("The actuals are those of this date, for example 31.12.2026."),
        input_formats=DATE_FORMATS,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    due = forms.DateField(
        label=_("Recorded by"),
        help_text=_("The last day to record them."),
        input_formats=DATE_FORMATS,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of document"), choices=lambda: choices_of(Kind), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, follow_up: Round | None = None) -> None:
        initial: dict[str, Any] = {"kinds": Kind.values}
        if follow_up:
            initial = {
                "date": date_format(follow_up.date, "j.n.Y"),
                "due": date_format(follow_up.due, "j.n.Y"),
                "kinds": follow_up.kinds,
            }
        super().__init__(data, initial=initial)


def _field(state: str, language: str) -> str:
    return f"{state}_{language}"
