"""What an entry of the log tells, as a sentence for people, in the language that is active.

An entry keeps plain values, and whoever can write in the database can have altered them: a sentence takes what it
knows and leaves out what it does not, and nothing that an entry holds makes it fail.
"""

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agreements.models import Event, Kind, LogEntry, Move, Role, SignedOn
from agreements.rows.kinds import row_kinds

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FILES: "dict[str, StrOrPromise]" = {
    "document": gettext_lazy("The document was downloaded"),
    "comparison": gettext_lazy("A comparison was downloaded"),
    "follow_up": gettext_lazy("The follow-up report was downloaded"),
    "summary": gettext_lazy("The follow-up of the units was downloaded"),
    "evidence": gettext_lazy("Evidence was downloaded"),
    "signed": gettext_lazy("The signed document was downloaded"),
    "scan": gettext_lazy("The scan of the signed document was downloaded"),
    "closing": gettext_lazy("The closing report was downloaded"),
}
"""What can leave as a file, by the `what` of `export_log`."""

_FACTORS: "dict[str, StrOrPromise]" = {
    "totp": gettext_lazy("an authenticator app"),
    "webauthn": gettext_lazy("a security key"),
    "recovery_codes": gettext_lazy("recovery codes"),
    "city": gettext_lazy("the city’s sign-in"),
}
WAYS: "dict[str, StrOrPromise]" = {
    "password": gettext_lazy("with a password"),
    "totp": gettext_lazy("with a code"),
    "recovery": gettext_lazy("with a recovery code"),
    "webauthn": gettext_lazy("with a security key"),
}
_CHECKED_FILES: "dict[str, StrOrPromise]" = {
    "signed": gettext_lazy("A file of the signed document was checked"),
    "closing": gettext_lazy("A file of the closing report was checked"),
    "scan": gettext_lazy("A scan of the signed document was checked"),
}
_FOUND: "dict[str, StrOrPromise]" = {
    "unchanged": gettext_lazy("unchanged"),
    "unfiled": gettext_lazy("not among the stored ones"),
    "changed": gettext_lazy("changed"),
    "seal_removed": gettext_lazy("without its seal"),
    "other_seal": gettext_lazy("with somebody else’s seal"),
    "not_ours": gettext_lazy("not of this service"),
    "not_a_pdf": gettext_lazy("not a PDF"),
    "unreadable": gettext_lazy("not readable"),
}
_COLUMNS: "dict[str, StrOrPromise]" = {
    "name_fi": gettext_lazy("name in Finnish"),
    "name_sv": gettext_lazy("name in Swedish"),
    "valid_from": gettext_lazy("valid from"),
    "valid_to": gettext_lazy("valid to"),
    "kind": gettext_lazy("kind"),
    "parent": gettext_lazy("unit above"),
    "email": gettext_lazy("e-mail address"),
    "name": gettext_lazy("name"),
    "language": gettext_lazy("language"),
    "is_staff": gettext_lazy("may use the admin"),
    "is_superuser": gettext_lazy("may do everything in the admin"),
    "signatures": gettext_lazy("signatures"),
    "in_order": gettext_lazy("in order"),
    "asks_decision": gettext_lazy("with a decision"),
    "tolerance_percent": gettext_lazy("tolerance, %"),
    "tolerance_days": gettext_lazy("tolerance, days"),
    "words": gettext_lazy("words"),
}
_ABOUT = re.compile(r"agreement (?P<slug>[-\w]+) v(?P<version>\d{1,6})|unit (?P<unit>\d{1,18})|user (?P<user>\d{1,18})")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class About:
    """What an entry is about: a version of a document, a unit, a person, or nothing that has a name."""

    slug: str = ""
    version: int = 0
    unit: int | None = None
    user: int | None = None

    @classmethod
    def read(cls, about: str) -> "About":
        match = _ABOUT.fullmatch(about)
        if match is None:
            return cls()
        unit, user = match["unit"], match["user"]
        return cls(
            match["slug"] or "", int(match["version"] or 0), int(unit) if unit else None, int(user) if user else None
        )


class Detail:
    """An entry's detail, of which a text is asked that may not be there, or may not be one."""

    def __init__(self, values: Any) -> None:
        self.values: Mapping[str, Any] = values if isinstance(values, dict) else {}

    def text(self, name: str) -> str:
        value = self.values.get(name)
        return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""

    def day(self, name: str) -> str:
        """The day as people write it; empty where there is none."""
        return _written(self.text(name))

    def inner(self, name: str) -> "Detail":
        return Detail(self.values.get(name))

    def count(self, name: str) -> int:
        value = self.values.get(name)
        return len(value) if isinstance(value, list) else 0

    def __bool__(self) -> bool:
        return bool(self.values)


def sentence(entry: LogEntry) -> str:
    """What happened, without who did it, to what and when: a sentence, or a few words of one."""
    say = _SENTENCES.get(entry.event)
    return say(Detail(entry.detail)) if say else capfirst(str(entry.get_event_display()))


def _login_failed(detail: Detail) -> str:
    if detail.values.get("confirming"):
        return _("Confirming who they are failed: a wrong password, code or key")
    if detail.text("factor"):
        return _("Sign-in failed: a wrong code or key")
    return _("Sign-in failed: a wrong password or address")


def _factor(told: "StrOrPromise") -> Callable[[Detail], str]:
    def say(detail: Detail) -> str:
        factor = _FACTORS.get(detail.text("factor"))
        return f"{told}: {factor}" if factor else str(told)

    return say


def _denied(detail: Detail) -> str:
    path = {"path": detail.text("path")}
    if detail.text("status") == "404":
        return _("Tried to look at what is outside their own units: %(path)s") % path
    if detail.text("method") in ("GET", "HEAD"):
        return _("Tried to open a page that their role does not allow: %(path)s") % path
    return _("Tried to do what their role, or the document’s status, does not allow: %(path)s") % path


def _role(told: "StrOrPromise") -> Callable[[Detail], str]:
    """A role given, changed or ended: whose, which and where, and until when."""

    def say(detail: Detail) -> str:
        words = {
            "who": detail.text("person"),
            "role": _label(Role, detail.text("role")),
            "unit": detail.text("unit"),
        }
        more = []
        if until := detail.day("until"):
            more.append(_("until %(day)s") % {"day": until})
        if substitute := detail.text("substitute_for"):
            more.append(_("as substitute for %(who)s") % {"who": substitute})
        return ", ".join([str(told) % words, *more])

    return say


def _person(told: "StrOrPromise") -> Callable[[Detail], str]:
    def say(detail: Detail) -> str:
        changed = _differences(detail.inner("before"), detail.inner("after"))
        return _joined(str(told) % {"who": detail.text("person")}, changed)

    return say


def _unit(detail: Detail) -> str:
    before, after = detail.inner("before"), detail.inner("after")
    if detail.text("what") == "policy":
        return _joined(_("The settings of follow-up were changed"), _differences(before, after))
    if not before:
        return _("The unit %(name)s was added") % {"name": after.text("name_fi")}
    if not after:
        return _("The unit %(name)s was removed") % {"name": before.text("name_fi")}
    return _joined(_("The unit was changed"), _differences(before, after))


def _rule(detail: Detail) -> str:
    before, after = detail.inner("before"), detail.inner("after")
    kind = {"kind": _label(Kind, (after or before).text("kind"))}
    if not after:
        return _("The rule of signing was removed (%(kind)s)") % kind
    if not before:
        return _("A rule of signing was made (%(kind)s)") % kind
    return _joined(_("The rule of signing was changed (%(kind)s)") % kind, _differences(before, after))


def _status(detail: Detail) -> str:
    move = detail.text("move")
    if not move:
        return _decision(detail)
    told = capfirst(_label(Move, move))
    reason = detail.text("reason")
    return f"{told}: {reason}" if reason else told


def _decision(detail: Detail) -> str:
    day, section, number = detail.day("decision_date"), detail.text("decision_section"), detail.text("case_number")
    told = ", ".join(part for part in (day, section and f"§ {section.removeprefix('§').strip()}", number) if part)
    return _("The decision was recorded: %(decision)s") % {"decision": told or "–"}


def _signed(detail: Detail) -> str:
    words = {"name": detail.text("name"), "title": detail.text("title")}
    told = _("Signed: %(title)s %(name)s") % words
    more = [_label(SignedOn, detail.text("signed")), str(WAYS.get(detail.text("confirmed"), ""))]
    if substitute := detail.text("substitute_for"):
        more.append(_("as substitute for %(who)s") % {"who": substitute})
    return ", ".join([told.strip(), *(part for part in more if part)])


def _sealed(detail: Detail) -> str:
    level = detail.text("level")
    if detail.values.get("closing"):
        return _("The report of the closing was frozen and sealed (%(level)s)") % {"level": level or "–"}
    if not level:
        return _("The content was frozen as it was signed")
    return _("The content was frozen as it was signed, and its PDF sealed (%(level)s)") % {"level": level}


def _exported(detail: Detail) -> str:
    told = str(FILES.get(detail.text("what"), _("A file was downloaded")))
    closer = [part for part in (detail.text("year"), detail.text("file"), detail.text("format").upper()) if part]
    return f"{told} ({', '.join(closer)})" if closer else told


def _printed(detail: Detail) -> str:
    count = detail.count("documents")
    if detail.text("deed") == "downloaded":
        told = ngettext(
            "%(count)d document of %(year)s was downloaded as one file",
            "%(count)d documents of %(year)s were downloaded as one file",
            count,
        )
    else:
        told = ngettext(
            "%(count)d document of %(year)s was ordered as one file",
            "%(count)d documents of %(year)s were ordered as one file",
            count,
        )
    return told % {"count": count, "year": detail.text("year")}


def _restored(detail: Detail) -> str:
    name = detail.text("row")
    kind = capfirst(str(row_kinds[name].label)) if name in row_kinds else _("A row")
    return _("%(row)s was brought back as it was after step %(step)s") % {"row": kind, "step": detail.text("step")}


def _checked(detail: Detail) -> str:
    file = detail.text("file")
    told = str(_CHECKED_FILES.get(file, _("A file was checked")))
    found = _FOUND.get(detail.text("found"))
    return f"{told}: {found}" if found else told


def _fixed(told: "StrOrPromise") -> Callable[[Detail], str]:
    return lambda _detail: str(told)


_SENTENCES: dict[str, Callable[[Detail], str]] = {
    Event.LOGIN: _fixed(gettext_lazy("Signed in")),
    Event.LOGIN_FAILED: _login_failed,
    Event.LOGOUT: _fixed(gettext_lazy("Signed out")),
    Event.FACTOR_ADDED: _factor(gettext_lazy("A second factor was added")),
    Event.FACTOR_REMOVED: _factor(gettext_lazy("A second factor was removed")),
    Event.PASSWORD_CHANGED: _fixed(gettext_lazy("The password was changed")),
    Event.DENIED: _denied,
    Event.ROLE_GIVEN: _role(gettext_lazy("%(who)s was given the role %(role)s in %(unit)s")),
    Event.ROLE_CHANGED: _role(gettext_lazy("The role %(role)s of %(who)s in %(unit)s was changed")),
    Event.ROLE_ENDED: _role(gettext_lazy("The role %(role)s of %(who)s in %(unit)s was ended")),
    Event.PERSON_ADDED: _person(gettext_lazy("An account was made for %(who)s")),
    Event.PERSON_CHANGED: _person(gettext_lazy("The details of %(who)s were changed")),
    Event.PERSON_DEACTIVATED: _person(gettext_lazy("%(who)s was deactivated")),
    Event.PERSON_REACTIVATED: _person(gettext_lazy("%(who)s was reactivated")),
    Event.UNIT_CHANGED: _unit,
    Event.RULE_CHANGED: _rule,
    Event.STATUS_CHANGED: _status,
    Event.SIGNED: _signed,
    Event.SEALED: _sealed,
    Event.EXPORTED: _exported,
    Event.PRINTED: _printed,
    Event.RESTORED: _restored,
    Event.CHECKED: _checked,
}


def _label(choices: type[TextChoices], value: str) -> str:
    return str(choices(value).label) if value in choices.values else value


def _written(text: str) -> str:
    """A day as people write it, anything else as it is."""
    if not _DAY.fullmatch(text):
        return text
    try:
        return date_format(datetime.date.fromisoformat(text), "j.n.Y")
    except ValueError:
        return text


def _differences(before: Detail, after: Detail) -> list[str]:
    """What of the known columns differs, "name: before → after"; of what has no text, that it differs."""
    if not before or not after:
        return []
    told = []
    for name, label in _COLUMNS.items():
        one, other = before.values.get(name), after.values.get(name)
        if one == other or name not in {*before.values, *after.values}:
            continue
        texts = (before.day(name) or "–", after.day(name) or "–")
        told.append(f"{label}: {texts[0]} → {texts[1]}" if texts[0] != texts[1] else str(label))
    return told


def _joined(told: str, changed: list[str]) -> str:
    return f"{told}: {'; '.join(changed)}" if changed else told
