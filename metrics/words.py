"""What the states are called: the city's own words, in its readers' language, where it has given any."""

from collections.abc import Mapping

from django.utils.translation import override

from agreements.units import tops_by_unit
from metrics.models import Policy, State

PolicyWords = Mapping[str, Mapping[str, str]]
"""`{state: {language: word}}`, what `Policy.words` holds."""


def state_words(policy_words: PolicyWords, language: str) -> dict[str, str]:
    """The word of each state in the language: the city's own where it has one, else the application's."""
    with override(language):
        return {state.value: policy_words.get(state.value, {}).get(language) or str(state.label) for state in State}


def words_by_unit(tops: Mapping[int, int] | None = None) -> dict[int, PolicyWords]:
    """By unit, the words that the top of its organisation has set, in two queries; in one when the tops are known."""
    tops = tops_by_unit() if tops is None else tops
    set_by: dict[int, PolicyWords] = dict(Policy.objects.values_list("unit", "words"))
    return {unit: set_by.get(top, {}) for unit, top in tops.items()}


def words_of_unit(unit: int, language: str) -> dict[str, str]:
    """The word of each state in the unit, in two queries."""
    return state_words(words_by_unit().get(unit, {}), language)


def words_of_top(unit: int, language: str) -> dict[str, str]:
    """The word of each state in an organisation, by its top unit, in one query."""
    return state_words(Policy.objects.filter(unit=unit).values_list("words", flat=True).first() or {}, language)
