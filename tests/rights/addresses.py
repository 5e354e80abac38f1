"""Every address of the site, with what it is about and the right that it asks for.

A new address is one line here: its name; what it is about ("document", "unit", "top" for a top unit, "job" for what
somebody has ordered, or "nothing"); its parameters, with the names of `world.py` in braces; and the right that GET and
POST ask for, None where the page does not take the method. The rights are those of `expected.py`, or `SIGNED_IN` for a
page that everybody has who is signed in, `ANYBODY` for one that asks nothing, and `OWNER` for what is one person's
alone. Two lines of one name are two cases.

Optional: `there`, the statuses in which the page exists; `query` and `data`, what goes with GET and POST; `above`, for
what belongs to the whole organisation and is seen from its units. What an address needs to stand for a thing and is not
there yet is made in `world.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.rights.expected import STATUSES

SIGNED_IN, ANYBODY, OWNER = "signed in", "anybody", "whose it is"


@dataclass(frozen=True, slots=True)
class Address:
    name: str
    about: str = "nothing"
    parameters: Mapping[str, str] = field(default_factory=dict)
    get: str | None = None
    post: str | None = None
    there: tuple[str, ...] = STATUSES
    query: str = ""
    data: Mapping[str, str] = field(default_factory=dict)
    above: bool = False

    def right(self, method: str) -> str | None:
        """The right that the method asks for, None where the page does not take it."""
        return self.get if method in ("GET", "HEAD") else self.post if method == "POST" else None

    def filled(self, names: Mapping[str, str]) -> dict[str, str]:
        """The parameters for the thing of those names."""
        return {name: value.format(**names) for name, value in self.parameters.items()}

    def __str__(self) -> str:
        parameters = (value.strip("{}") for value in self.parameters.values() if value != "{slug}")
        return " ".join((self.name, *parameters))


SLUG = {"slug": "{slug}"}
ROW, LINE = {**SLUG, "kind": "goal", "pk": "{goal}"}, {**SLUG, "kind": "line", "pk": "{line}"}
METRIC, INDICATOR, ROUND, HIGHER = {"pk": "{metric}"}, {"pk": "{indicator}"}, {"pk": "{round}"}, {"pk": "{higher}"}
UNIT, HELD, JOB = {"pk": "{unit}"}, {"pk": "{unit}", "role": "{membership}"}, {"pk": "{job}"}
FOLLOWED = ("in_force", "closed")

ADDRESSES = (
    # what everybody has
    Address("home", get=SIGNED_IN),
    Address("accessibility", get=ANYBODY),
    Address("language", post=ANYBODY),
    Address("check-file", get=SIGNED_IN, post=SIGNED_IN),
    # documents
    Address("agreement-list", get=SIGNED_IN),
    Address("agreement-new", get="start documents", post="start documents"),
    Address("agreement", "document", SLUG, get="read"),
    *(Address("agreement-export", "document", {**SLUG, "extension": it}, get="read") for it in ("json", "pdf", "xlsx")),
    Address("compare", "document", SLUG, get="read"),
    Address("compare-export", "document", SLUG, get="read", query="from=0"),
    Address("history", "document", SLUG, get="read"),
    Address("history-state", "document", {**SLUG, "number": "0"}, get="read"),
    Address("row-restore", "document", SLUG, post="edit something"),
    Address("amend", "document", SLUG, get="amend", post="amend"),
    Address("next-year", "document", SLUG, get="start next year", post="start next year"),
    Address("next-year-report", "document", SLUG, get="read"),
    Address("next-year-undo", "document", SLUG, post="edit"),
    Address("comments", "document", SLUG, get="read", post="comment"),
    Address("comment", "document", {**SLUG, "pk": "{comment}"}, post="comment"),
    # their way to being agreed
    Address("status", "document", SLUG, get="read"),
    Address("decision", "document", SLUG, post="record the decision"),
    *(
        Address("status-step", "document", {**SLUG, "step": step}, post=right)
        for step, right in (
            ("submit", "send for review"),
            ("withdraw", "take back"),
            ("accept", "accept"),
            ("send-back", "send back"),
            ("close", "close"),
            ("reopen", "reopen"),
        )
    ),
    Address("sign", "document", SLUG, get="sign", post="sign"),
    Address("scan", "document", SLUG, get="sign on paper", post="sign on paper"),
    # what proves it; files there are none of in this world
    Address("signed", "document", SLUG, get="read"),
    *(Address("signed-file", "document", {**SLUG, "extension": it}, get="read", there=()) for it in ("json", "pdf")),
    Address("scan-file", "document", SLUG, get="read", there=()),
    Address("closing-file", "document", {**SLUG, "pk": "1", "extension": "pdf"}, get="read", there=()),
    # their editor
    Address("edit", "document", SLUG, get="edit something"),
    Address("edit-section", "document", {**SLUG, "pk": "{section}"}, get="edit something"),
    Address("edit-checks", "document", SLUG, get="read"),
    Address("edit-presence", "document", SLUG, post="edit something"),
    Address("undo", "document", SLUG, post="edit something"),
    Address("paste", "document", {**SLUG, "pk": "{section}"}, get="edit something", post="edit"),
    Address("paste", "document", {**SLUG, "pk": "{budget}"}, get="edit something", post="edit budgets"),
    *(
        address
        for kind, parent, row, right in (("goal", "{section}", ROW, "edit"), ("line", "{budget}", LINE, "edit budgets"))
        for address in (
            Address(
                "row-add",
                "document",
                {**SLUG, "kind": kind},
                get="edit something",
                post=right,
                query=f"parent={parent}",
                data={"parent": parent},
            ),
            Address("row-try-new", "document", {**SLUG, "kind": kind}, post=right),
            Address("row", "document", row, get="edit something", post=right),
            Address("row-try", "document", row, post=right),
            Address("row-delete", "document", row, post=right),
            Address("row-move", "document", row, post=right, data={"parent": parent}),
        )
    ),
    # goals above those of documents
    Address("higher-goals", get=SIGNED_IN),
    Address("higher-goal-new", "top", {"unit": "{unit}"}, get="administer", post="administer"),
    Address("higher-goal-edit", "top", HIGHER, get="administer", post="administer", above=True),
    Address("higher-goal-move", "top", HIGHER, post="administer", above=True),
    Address("higher-goal-link", "document", {"pk": "{goal}"}, post="edit"),
    # units
    Address("unit-list", get=SIGNED_IN),
    Address("unit", "unit", UNIT, get="read"),
    Address("unit-edit", "unit", UNIT, get="administer", post="administer"),
    Address("unit-new", "unit", UNIT, get="administer", post="administer"),
    Address("people", "unit", UNIT, get="read"),
    Address("signing-rules", "unit", UNIT, get="administer", post="administer"),
    Address("role-new", "unit", UNIT, get="administer", post="administer"),
    Address("role", "unit", HELD, get="administer", post="administer"),
    *(Address(name, "unit", HELD, post="administer") for name in ("role-end", "person-active", "welcome-again")),
    Address("log", get="administer"),
    # printing in bulk
    Address("print-list", get=SIGNED_IN),
    Address("print-new", get=SIGNED_IN, post=SIGNED_IN),
    Address("print-job", "job", JOB, get=OWNER),
    Address("print-file", "job", JOB, get=OWNER, there=()),  # while it is being made
    *(Address(name, "job", JOB, post=OWNER) for name in ("print-cancel", "print-retry", "print-leave-out")),
    # metrics and indicators
    Address("metric-list", get=SIGNED_IN),
    Address("metric", "document", METRIC, get="see metric"),
    Address("metric-people", "document", METRIC, post="entrust"),
    Address("metric-direction", "document", METRIC, post="entrust"),
    Address("metric-target", "document", METRIC, post="edit target"),
    Address("metric-own-indicator", "document", METRIC, post="look after indicators"),
    Address("indicator-list", get=SIGNED_IN),
    Address("indicator-links", get=SIGNED_IN),
    Address("indicator", "document", INDICATOR, get="read"),
    Address("indicator-edit", "document", INDICATOR, get="look after indicators", post="look after indicators"),
    Address("indicator-join", "document", INDICATOR, post="look after indicators"),
    Address("indicator-split", "document", INDICATOR, post="look after indicators"),
    Address("indicator-different", "document", INDICATOR, post="look after indicators"),
    # follow-up
    Address("record", "document", SLUG, get="record metrics", post="record metrics"),
    Address("record-paste", "document", SLUG, post="record metrics"),
    *(
        Address(name, "document", {**SLUG, "pk": "{metric}"}, post="record metrics")
        for name in ("record-row", "record-colour", "record-judge")
    ),
    Address("evidence", "document", {"pk": "{observation}"}, get="see evidence"),
    *(
        Address("followup-export", "document", {**SLUG, "extension": extension}, get="read", there=FOLLOWED)
        for extension in ("pdf", "xlsx")
    ),
    Address("work-list", get=SIGNED_IN),
    Address("summary", get=SIGNED_IN),
    *(Address("summary-export", parameters={"extension": extension}, get="read") for extension in ("pdf", "xlsx")),
    Address("policy", "top", UNIT, get="administer", post="administer"),
    Address("round-list", get=SIGNED_IN),
    Address("round-new", "top", {"unit": "{unit}"}, get="administer", post="administer"),
    Address("round", "top", ROUND, get="read", above=True),
    Address("round-edit", "top", ROUND, get="administer", post="administer", above=True),
    Address("round-finish", "top", ROUND, post="administer", above=True),
    Address("round-remove", "top", ROUND, post="administer", above=True),
    Address("round-report", "document", {**SLUG, "pk": "{round}"}, get="read"),
    # staff and money
    Address("position-list", get=SIGNED_IN),
    Address("position-shares", get=SIGNED_IN),
    Address("staff-record", "document", SLUG, get="record", post="record"),
    Address("budget-line-list", get=SIGNED_IN),
    Address("budget-overview", get=SIGNED_IN),
    Address("portfolio", get=SIGNED_IN),
    Address("portfolio-entry-list", get=SIGNED_IN),
    Address("portfolio-entry-new", get="edit projects", post="edit projects"),
    Address("portfolio-entry", "unit", {"pk": "{entry}"}, get="edit projects", post="edit projects", above=True),
)

GROUPS = ("admin:", "login", "logout", "account", "mfa_", "openid_connect_", "session")
"""Names that begin so are looked at by the group: the admin in its own test, signing in for never failing."""
