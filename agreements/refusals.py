"""What somebody is told who may not do something: who may, and, where the document's status forbids it, that it does.

Who may and when is read from the table of `rights`; here are the words. A new right is one entry in `_WORDS`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements import rights
from agreements.models import Agreement, Role

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_NAMES: "dict[Role, StrOrPromise]" = {
    Role.VIEWER: gettext_lazy("the viewer"),
    Role.COORDINATOR: gettext_lazy("the coordinator"),
    Role.UNIT_HEAD: gettext_lazy("the unit head"),
    Role.CONTROLLER: gettext_lazy("the controller"),
    Role.DIRECTOR: gettext_lazy("the director"),
    Role.ADMINISTRATOR: gettext_lazy("the administrator"),
}


@dataclass(frozen=True, slots=True)
class _Words:
    """Who alone may, and in which statuses it can be done at all; `rights` names the rights that give it."""

    only: "StrOrPromise"
    not_now: "StrOrPromise"
    rights: tuple[str, ...]


_NO_DRAFT = gettext_lazy("Only a draft is edited. This document is not one any more.")
_NOT_IN_FORCE = gettext_lazy("Actuals are recorded while a document is in force. This one is not.")
_NOT_SIGNED_NOW = gettext_lazy("Signatures are given while a document is to be signed. This one is not.")
_WORDS = {
    "edit": _Words(gettext_lazy("Only %(who)s may edit a draft."), _NO_DRAFT, ("edit",)),
    "edit_budget": _Words(gettext_lazy("Only %(who)s may edit the budget of a draft."), _NO_DRAFT, ("edit_budget",)),
    "start_next_year": _Words(
        gettext_lazy("Only %(who)s may make next year's document."),
        gettext_lazy("Next year's document is made from one that is in force or closed. This one is neither."),
        ("start_next_year",),
    ),
    "record": _Words(
        gettext_lazy("Only %(who)s may record actuals, and a metric's responsible persons those of their own metrics."),
        _NOT_IN_FORCE,
        ("record",),
    ),
    "record_staff": _Words(gettext_lazy("Only %(who)s may record what positions came to."), _NOT_IN_FORCE, ("record",)),
    "entrust": _Words(
        gettext_lazy("Only %(who)s may set a metric's responsible persons and direction."),
        gettext_lazy("They are set while the document is a draft or in force. This one is neither."),
        ("edit", "record"),
    ),
    "comment": _Words(
        gettext_lazy("Only %(who)s may write comments."),
        gettext_lazy("The document is closed: comments are only read."),
        ("comment",),
    ),
    "submit": _Words(
        gettext_lazy("Only %(who)s may send the document for review."),
        gettext_lazy("Only a draft is sent for review. This document is not one any more."),
        ("submit",),
    ),
    "withdraw": _Words(
        gettext_lazy("Only %(who)s may take the document back from review."),
        gettext_lazy("Only a document in review is taken back from it. This one is not in review."),
        ("withdraw",),
    ),
    "accept": _Words(
        gettext_lazy("Only %(who)s may accept the document for signing."),
        gettext_lazy("Only a document in review is accepted. This one is not in review."),
        ("accept",),
    ),
    "send_back": _Words(
        gettext_lazy("Only %(who)s may send the document back."),
        gettext_lazy("A document is sent back from review or from signing. This one is in neither."),
        ("send_back",),
    ),
    "decide": _Words(
        gettext_lazy("Only %(who)s may record the decision."),
        gettext_lazy("The decision is recorded during review or signing. This document is in neither."),
        ("decide",),
    ),
    "sign": _Words(
        gettext_lazy("Only the document's parties and their substitutes may sign it."), _NOT_SIGNED_NOW, ("sign",)
    ),
    "sign_on_paper": _Words(
        gettext_lazy("Only %(who)s may record signatures that were given on paper."),
        _NOT_SIGNED_NOW,
        ("sign_on_paper",),
    ),
    "amend": _Words(
        gettext_lazy("Only %(who)s may start an amendment."),
        gettext_lazy("Only a document in force is amended. This one is not in force."),
        ("amend",),
    ),
    "close": _Words(
        gettext_lazy("Only %(who)s may close the document."),
        gettext_lazy("Only a document in force is closed. This one is not in force."),
        ("close",),
    ),
    "reopen": _Words(
        gettext_lazy("Only %(who)s may reopen the document."),
        gettext_lazy("Only a closed document is reopened. This one is not closed."),
        ("reopen",),
    ),
}
_EDITORS = (Role.COORDINATOR, Role.UNIT_HEAD, Role.ADMINISTRATOR)
_IN_UNITS = {
    "start_document": (_EDITORS, gettext_lazy("Only %(who)s of a unit may start documents in it.")),
    "edit_project": (_EDITORS, gettext_lazy("Only %(who)s of its unit may edit a project of the portfolio.")),
    "read_log": ((Role.ADMINISTRATOR,), gettext_lazy("Only %(who)s of a unit may read the log.")),
}


def refuse(right: str, agreement: Agreement, *, not_saved: bool = False) -> NoReturn:
    """Raises PermissionDenied with the sentences of `refusal`; with `not_saved`, also that what was written is lost."""
    told, lost = refusal(right, agreement), _("What you wrote is not saved.")
    raise PermissionDenied(f"{told} {lost}" if not_saved else told)


def refusal(right: str, agreement: Agreement) -> str:
    """Who may do with the document what the right is about; before that, where its status forbids it, that it does.

    The rights are those of `rights.RIGHTS`, "record_staff" and "entrust" (to set a metric's people and direction).
    """
    words = _WORDS[right]
    named = [rights.RIGHTS[name] for name in words.rights]
    now = [each for each in named if agreement.status in each.statuses]
    only = str(words.only) % {"who": any_of(_who(now or named, agreement))}
    return only if now else f"{words.not_now} {only}"


def refuse_in_units(right: str) -> NoReturn:
    """Raises PermissionDenied with who may do what is asked of units and not of a document."""
    roles, only = _IN_UNITS[right]
    raise PermissionDenied(str(only) % {"who": any_of(str(_NAMES[role]) for role in roles)})


def any_of(words: Iterable[str]) -> str:
    """The words as those of whom each may: "the unit head or the administrator"."""
    *some, last = words
    return _("%(some)s or %(last)s") % {"some": ", ".join(some), "last": last} if some else last


def _who(given: Sequence[rights.Right], agreement: Agreement) -> list[str]:
    """Whom the rights are given to in documents of this one's kind, in words, in the order of the roles."""
    grants = [grant for right in given for grant in right.grants if agreement.kind in grant.kinds]
    below = {role for grant in grants if not grant.own_unit for role in grant.roles}
    own = {role for grant in grants for role in grant.roles} - below
    return [_name(role, own=role in own) for role in Role if role in below | own]


def _name(role: Role, *, own: bool) -> str:
    """The role in words; `own` when it has to be held in the document's own unit and not above it."""
    return _("the unit's own head") if own and role == Role.UNIT_HEAD else str(_NAMES[role])
