"""A log with an entry of each kind in Turku, as the application writes them."""

from typing import Any

from django.db import transaction

from agreements.log import about_agreement, about_unit, about_user, name_of
from agreements.models import Agreement, Event, LogEntry, User
from agreements.services.log import log_entry

SLUG = "yhteiset-palvelut-2021"


def _person(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")


@transaction.atomic
def told_log() -> int:
    """The number of the last of the entries, one of each kind and a few more; they are written once."""
    found = LogEntry.objects.filter(event=Event.SEALED).first()
    if found:
        return found.number
    helena, pekka, kaisa = _person("helena.laine"), _person("pekka.salo"), _person("kaisa.lehto")
    agreement = Agreement.objects.get(slug=SLUG)
    document = {"about": about_agreement(agreement), "unit": agreement.unit_id}
    unit = {"about": about_unit(agreement.unit_id), "unit": agreement.unit_id}
    role = {"person": name_of(kaisa), "role": "viewer", "unit": "Yhteiset palvelut"}
    names = {"name_fi": "Yhteiset palvelut", "name_sv": "", "valid_from": "", "valid_to": ""}
    rule = {"kind": "service_agreement", "signatures": "3", "in_order": "False"}
    for event, by, about, detail in (
        (Event.LOGIN, pekka, {"about": about_user(pekka)}, {}),
        (Event.LOGIN_FAILED, None, {"about": about_user(helena), "who": helena.email}, {}),
        (Event.LOGIN_FAILED, None, {"about": about_user(helena), "who": helena.email}, {"factor": "second"}),
        (Event.LOGIN_FAILED, None, {"about": about_user(helena), "who": helena.email}, {"confirming": True}),
        (Event.FACTOR_ADDED, helena, {"about": about_user(helena)}, {"factor": "totp"}),
        (Event.FACTOR_REMOVED, pekka, {"about": about_user(helena)}, {"factor": "webauthn"}),
        (Event.PASSWORD_CHANGED, helena, {"about": about_user(helena)}, {}),
        (Event.PERSON_ADDED, pekka, _about(kaisa, unit), {"person": name_of(kaisa), "language": "fi"}),
        (
            Event.ROLE_GIVEN,
            pekka,
            _about(kaisa, unit),
            {**role, "until": "2021-08-31", "substitute_for": "Tuula Heino"},
        ),
        (Event.ROLE_CHANGED, pekka, _about(kaisa, unit), {**role, "until": "2021-09-30"}),
        (Event.ROLE_ENDED, pekka, _about(kaisa, unit), {**role, "until": "2021-09-12"}),
        (
            Event.PERSON_CHANGED,
            pekka,
            _about(kaisa, unit),
            {"person": name_of(kaisa), **_change("name", "Kaisa", "K.")},
        ),
        (Event.PERSON_DEACTIVATED, pekka, _about(kaisa, unit), {"person": name_of(kaisa)}),
        (Event.PERSON_REACTIVATED, pekka, _about(kaisa, unit), {"person": name_of(kaisa)}),
        (Event.UNIT_CHANGED, pekka, unit, {"before": None, "after": names}),
        (Event.UNIT_CHANGED, pekka, unit, {"before": names, "after": {**names, "valid_to": "2022-12-31"}}),
        (Event.UNIT_CHANGED, pekka, unit, {"what": "policy", **_change("tolerance_percent", 10, 12)}),
        (Event.RULE_CHANGED, pekka, unit, {"before": rule, "after": {**rule, "signatures": "2"}}),
        (Event.DENIED, kaisa, document, {"method": "GET", "path": f"/agreements/{SLUG}/edit/", "status": 403}),
        (Event.DENIED, kaisa, document, {"method": "POST", "path": f"/agreements/{SLUG}/edit/undo/", "status": 403}),
        (Event.DENIED, helena, document, {"method": "GET", "path": "/agreements/porvoo-ake-2026/", "status": 404}),
        (Event.EXPORTED, helena, document, {"what": "document", "format": "pdf"}),
        (Event.EXPORTED, helena, unit, {"what": "summary", "format": "xlsx", "year": 2021}),
        (Event.PRINTED, helena, unit, {"deed": "ordered", "year": 2021, "form": "zip", "documents": ["a v1", "b v1"]}),
        (Event.RESTORED, helena, document, {"step": 3, "row": "metric", "new_step": 9}),
        (Event.CHECKED, helena, document, {"file": "signed", "found": "changed", "sha256": "0" * 64}),
        (Event.STATUS_CHANGED, helena, document, {"move": "submit", "before": "draft", "after": "in_review"}),
        (Event.STATUS_CHANGED, pekka, document, {"move": "send_back", "reason": "Mittari 3 puuttuu."}),
        (Event.STATUS_CHANGED, pekka, document, {"decision_date": "2021-02-01", "decision_section": "12"}),
        (Event.SIGNED, helena, document, _signed()),
        (Event.SEALED, pekka, document, {"sha256": "0" * 64, "level": "PAdES B-B"}),
        (Event.SEALED, pekka, document, {"sha256": "0" * 64, "level": "PAdES B-B", "closing": True}),
    ):
        last = log_entry(event=event, by=by, detail=detail, address="192.0.2.17", **about)
    return last.number


def _about(person: User, unit: dict[str, Any]) -> dict[str, Any]:
    return {"about": about_user(person), "unit": unit["unit"]}


def _change(name: str, before: Any, after: Any) -> dict[str, Any]:
    return {"before": {name: before}, "after": {name: after}}


def _signed() -> dict[str, Any]:
    names = {"title": "Palvelupäällikkö", "name": "Helena Laine", "substitute_for": None}
    return {**names, "signed": "application", "confirmed": "totp", "sha256": "0" * 64}
