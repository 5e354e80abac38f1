"""Who may do what, as the design's table of roles says it: written out, and not asked of the application.

The matrix compares what the application answers with this. A new right is one entry in `RIGHTS`: one rule or several,
of which one must hold. A rule says which roles have the right in documents of which kinds, and in which statuses.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

STATUSES = ("draft", "in_review", "to_be_signed", "in_force", "closed")
ROLES = ("viewer", "coordinator", "unit_head", "controller", "director", "administrator")
SERVICE, PLAN = "service_agreement", "development_plan"
BOTH = (SERVICE, PLAN)


@dataclass(frozen=True, slots=True)
class Rule:
    """The roles that have a right, each with the kinds of document, while the document is in one of the statuses.

    Those of `own_unit` have it only in the unit where they were given the role, and not in units below it.
    """

    roles: Mapping[str, tuple[str, ...]]
    statuses: tuple[str, ...] = STATUSES
    own_unit: frozenset[str] = frozenset()

    def holds(self, role: str, kind: str, status: str, *, below: bool = False) -> bool:
        given = kind in self.roles.get(role, ()) and status in self.statuses
        return given and not (below and role in self.own_unit)


EVERYBODY = dict.fromkeys(ROLES, BOTH)
EDITORS = {"coordinator": (PLAN,), "unit_head": BOTH, "administrator": BOTH}
RECORDERS = {"coordinator": BOTH, "unit_head": BOTH, "administrator": BOTH}
COMMENTERS = {role: BOTH for role in ROLES if role != "viewer"}
SENDERS, HEAD_OF_OWN = {"coordinator": (PLAN,), "unit_head": BOTH, "administrator": BOTH}, frozenset({"unit_head"})
LEADERS = {"director": BOTH, "administrator": BOTH}
ADMINISTRATORS = {"administrator": BOTH}

EDIT = Rule(EDITORS, ("draft",))
EDIT_BUDGET = Rule({**EDITORS, "controller": BOTH}, ("draft",))
RECORD = Rule(RECORDERS, ("in_force",))


def both(statuses: tuple[str, ...]) -> tuple[Rule, ...]:
    """What those who send a document and those who lead its unit may do alike."""
    return Rule(SENDERS, statuses, HEAD_OF_OWN), Rule(LEADERS, statuses)


RIGHTS: Mapping[str, tuple[Rule, ...]] = {
    "read": (Rule(EVERYBODY),),
    "edit": (EDIT,),
    "edit budgets": (EDIT_BUDGET,),
    "edit something": (EDIT, EDIT_BUDGET),
    "start next year": (Rule(EDITORS, ("in_force", "closed")),),
    "record": (RECORD,),
    "entrust": (EDIT, RECORD),
    "comment": (Rule(COMMENTERS, ("draft", "in_review", "to_be_signed", "in_force")),),
    "send for review": (Rule(SENDERS, ("draft",), HEAD_OF_OWN),),
    "take back": (Rule(SENDERS, ("in_review",), HEAD_OF_OWN),),
    "accept": (Rule(LEADERS, ("in_review",)),),
    "send back": (Rule(LEADERS, ("in_review", "to_be_signed")),),
    "record the decision": both(("in_review", "to_be_signed")),
    "sign": (Rule(COMMENTERS, ("to_be_signed",)),),
    "sign on paper": both(("to_be_signed",)),
    "amend": (Rule(EDITORS, ("in_force",)),),
    "close": both(("in_force",)),
    "reopen": (Rule(ADMINISTRATORS, ("closed",)),),
    "look after indicators": (Rule(RECORDERS),),
    "start documents": (Rule(RECORDERS),),
    "edit projects": (Rule(RECORDERS),),
    "administer": (Rule(ADMINISTRATORS),),
}

RESPONSIBLE: Mapping[str, tuple[str, ...]] = {
    "see metric": STATUSES,
    "entrust": STATUSES,
    "edit target": STATUSES,
    "record metrics": ("in_force",),
    "see evidence": ("in_force",),
}
"""In which statuses those who answer for a metric reach it wherever its unit is, by the right that is asked for."""
RESPONSIBLE_MAY = frozenset({"see metric", "record metrics", "see evidence"})
"""What they may do with it then; the rest is refused."""
FOR_METRICS = {"see metric": "read", "edit target": "edit", "record metrics": "record", "see evidence": "read"}
"""The right that a role needs for the same."""


class Outcome(StrEnum):
    SIGN_IN = "is asked to sign in"
    ABSENT = "is told that there is no such thing"
    FORBIDDEN = "is told who may"
    ALLOWED = "may"
    NO_METHOD = "is told that this is no method of the page"


def outcome(
    right: str,
    *,
    role: str | None,
    is_responsible: bool,
    inside: bool,
    below: bool,
    only_look: bool,
    kind: str,
    status: str,
) -> Outcome:
    """What becomes of somebody signed in who asks for the right.

    `inside`: the thing is in a unit of theirs, where they have the role, or `below` it. `only_look`: it belongs to the
    organisation above their unit, so they see it and may do nothing with it, whatever their role.
    """
    if inside and role is not None:
        if only_look:
            return Outcome.ALLOWED if right == "read" else Outcome.FORBIDDEN
        rules = RIGHTS[FOR_METRICS.get(right, right)]
        return (
            Outcome.ALLOWED if any(rule.holds(role, kind, status, below=below) for rule in rules) else Outcome.FORBIDDEN
        )
    if is_responsible and status in RESPONSIBLE.get(right, ()):
        return Outcome.ALLOWED if right in RESPONSIBLE_MAY else Outcome.FORBIDDEN
    return Outcome.ABSENT
