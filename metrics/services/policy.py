"""The follow-up settings of a top unit."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agreements import rights
from agreements.log import about_unit
from agreements.models import Event, Language, Unit, User
from agreements.services.log import log_entry
from agreements.written import check_written
from metrics.models import Policy, State
from metrics.words import PolicyWords, state_words

LONGEST_WORD = 40


@transaction.atomic
def policy_set(*, unit: Unit, tolerance_percent: int, tolerance_days: int, words: PolicyWords, by: User) -> Policy:
    """The policy of the top unit from now on. Nothing recorded changes: colours are derived.

    A word that is empty, or the application's own, is not kept. Raises PermissionDenied; ValidationError by field, a
    word's field being `<state>_<language>`.
    """
    if unit.parent_id is not None or not rights.administered_units(by).filter(pk=unit.pk).exists():
        raise PermissionDenied(_("The administrators of a top unit set its policy."))
    Unit.objects.select_for_update().get(pk=unit.pk)
    policy = Policy.objects.filter(unit=unit).first() or Policy(unit=unit)
    before = policy_told(policy) if policy.pk else None
    policy.tolerance_percent = tolerance_percent
    policy.tolerance_days = tolerance_days
    policy.words = _own_words(words)
    policy.full_clean(validate_unique=False, validate_constraints=False)
    policy.save()
    if policy_told(policy) != before:
        policy_log(policy=policy, before=before, after=policy_told(policy), by=by)
    return policy


def policy_told(policy: Policy) -> dict[str, Any]:
    """What the log tells of the policy."""
    return {
        "tolerance_percent": policy.tolerance_percent,
        "tolerance_days": policy.tolerance_days,
        "words": policy.words,
    }


def policy_log(*, policy: Policy, before: dict[str, Any] | None, after: dict[str, Any] | None, by: User) -> None:
    """Tell the log how the policy was and how it is."""
    about, detail = about_unit(policy.unit_id), {"what": "policy", "before": before, "after": after}
    log_entry(event=Event.UNIT_CHANGED, by=by, about=about, unit=policy.unit_id, detail=detail)


def _own_words(words: PolicyWords) -> dict[str, dict[str, str]]:
    """The words that differ from the application's own. Raises ValidationError by field."""
    errors: dict[str, str] = {}
    clean = {
        state: {language: " ".join(words.get(state, {}).get(language, "").split()) for language in Language.values}
        for state in State.values
    }
    for state, by_language in clean.items():
        for language, word in by_language.items():
            if problem := _problem(word):
                errors[f"{state}_{language}"] = problem
    errors |= _repeated(clean)
    if errors:
        raise ValidationError(errors)
    default = {language: state_words({}, language) for language in Language.values}
    own = {
        state: {language: word for language, word in by_language.items() if word and word != default[language][state]}
        for state, by_language in clean.items()
    }
    return {state: by_language for state, by_language in own.items() if by_language}


def _problem(word: str) -> str | None:
    if len(word) > LONGEST_WORD:
        return _("At most %(longest)d characters; there are %(count)d.") % {"longest": LONGEST_WORD, "count": len(word)}
    try:
        check_written(word)
    except ValidationError as error:
        return error.messages[0]
    return None


def _repeated(words: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """A message for each word that another state of the same language has, before it in their order."""
    errors = {}
    for language in Language.values:
        seen: set[str] = set()
        for state, word in state_words(words, language).items():
            if word.casefold() in seen:
                errors[f"{state}_{language}"] = _("Another state has this word already.")
            seen.add(word.casefold())
    return errors
