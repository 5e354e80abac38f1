"""What somebody is told who may not do something: who may, and, where the document's status forbids it, that it does.

A new right is one entry in `_RIGHTS`. What is read here are words only: whether somebody may is asked of `rights`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import Agreement, Kind, Role, Status

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
_RECORDERS = (Role.COORDINATOR, Role.UNIT_HEAD, Role.ADMINISTRATOR)
_COMMENTERS = tuple(role for role in Role if role != Role.VIEWER)


@dataclass(frozen=True, slots=True)
class _Right:
    """Who has the right in a document, in which statuses it can be used at all, and both in words."""

    roles: Callable[[Agreement], Sequence[Role]]
    only: "StrOrPromise"
    statuses: frozenset[str] = frozenset(Status.values)
    not_now: "StrOrPromise" = ""


def _editors(agreement: Agreement) -> Sequence[Role]:
    own = (Role.UNIT_HEAD, Role.ADMINISTRATOR)
    return own if agreement.kind == Kind.SERVICE_AGREEMENT else (Role.COORDINATOR, *own)


def _editors_of_budget(agreement: Agreement) -> Sequence[Role]:
    return (Role.CONTROLLER, *_editors(agreement))


def _entrusters(agreement: Agreement) -> Sequence[Role]:
    return _editors(agreement) if agreement.status == Status.DRAFT else _RECORDERS


_NO_DRAFT = gettext_lazy("Only a draft is edited. This document is not one any more.")
_RIGHTS = {
    "edit": _Right(_editors, gettext_lazy("Only %(who)s may edit a draft."), frozenset({Status.DRAFT}), _NO_DRAFT),
    "edit_budget": _Right(
        _editors_of_budget,
        gettext_lazy("Only %(who)s may edit the budget of a draft."),
        frozenset({Status.DRAFT}),
        _NO_DRAFT,
    ),
    "start_next_year": _Right(
        _editors,
        gettext_lazy("Only %(who)s may make next year's document."),
        frozenset({Status.IN_FORCE, Status.CLOSED}),
        gettext_lazy("Next year's document is made from one that is in force or closed. This one is neither."),
    ),
    "record": _Right(
        lambda _agreement: _RECORDERS,
        gettext_lazy("Only %(who)s may record actuals, and a metric's responsible persons those of their own metrics."),
        frozenset({Status.IN_FORCE}),
        gettext_lazy("Actuals are recorded while a document is in force. This one is not."),
    ),
    "record_staff": _Right(
        lambda _agreement: _RECORDERS,
        gettext_lazy("Only %(who)s may record what positions came to."),
        frozenset({Status.IN_FORCE}),
        gettext_lazy("Actuals are recorded while a document is in force. This one is not."),
    ),
    "entrust": _Right(
        _entrusters,
        gettext_lazy("Only %(who)s may set a metric's responsible persons and direction."),
        frozenset({Status.DRAFT, Status.IN_FORCE}),
        gettext_lazy("They are set while the document is a draft or in force. This one is neither."),
    ),
    "comment": _Right(
        lambda _agreement: _COMMENTERS,
        gettext_lazy("Only %(who)s may write comments."),
        frozenset(Status.values) - {Status.CLOSED},
        gettext_lazy("The document is closed: comments are only read."),
    ),
}
_ALL_EDITORS = (Role.COORDINATOR, Role.UNIT_HEAD, Role.ADMINISTRATOR)
_RIGHTS_IN_UNITS = {
    "start_document": (_ALL_EDITORS, gettext_lazy("Only %(who)s of a unit may start documents in it.")),
    "edit_project": (_ALL_EDITORS, gettext_lazy("Only %(who)s of its unit may edit a project of the portfolio.")),
}


def refuse(right: str, agreement: Agreement, *, not_saved: bool = False) -> NoReturn:
    """Raises PermissionDenied with the sentences of `refusal`; with `not_saved`, also that what was written is lost."""
    told = refusal(right, agreement)
    raise PermissionDenied(f"{told} {_('What you wrote is not saved.')}" if not_saved else told)


def refusal(right: str, agreement: Agreement) -> str:
    """Who may do with the document what the right is about; before that, where its status forbids it, that it does.

    The rights are those of `rights.May`, "record_staff" and "entrust" (to set a metric's people and direction).
    """
    asked = _RIGHTS[right]
    only = str(asked.only) % {"who": any_of(asked.roles(agreement))}
    return only if agreement.status in asked.statuses else f"{asked.not_now} {only}"


def refuse_in_units(right: str) -> NoReturn:
    """Raises PermissionDenied with who may do what is asked of units and not of a document."""
    roles, only = _RIGHTS_IN_UNITS[right]
    raise PermissionDenied(str(only) % {"who": any_of(roles)})


def any_of(roles: Sequence[Role]) -> str:
    """The roles in words, as those of which each may: "the unit head or the administrator"."""
    *some, last = (str(_NAMES[role]) for role in roles)
    return _("%(some)s or %(last)s") % {"some": ", ".join(some), "last": last} if some else last
