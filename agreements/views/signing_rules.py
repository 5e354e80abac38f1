"""How a unit's documents are signed, kind by kind: what holds, where it comes from, and the unit's own rule."""

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agreements.models import Kind, SigningRule, Unit, User
from agreements.services.signing_rules import RuleChangedMeanwhileError, signing_rule_drop, signing_rule_set
from agreements.signatories import usual_rule
from agreements.status_forms import RuleForm
from agreements.views.units import administered_or_refuse


@dataclass(frozen=True, slots=True)
class KindRule:
    """How documents of a kind are signed in the unit; `source` is the unit whose rule it is, None for the usual one."""

    kind: Kind
    source: Unit | None
    own: bool
    form: RuleForm


@require_http_methods(["GET", "HEAD", "POST"])
def signing_rules(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows the rules and sets one of them, or drops the unit's own."""
    unit = administered_or_refuse(request, pk)
    sent = request.POST.get("kind", "")
    refused: RuleForm | None = None
    answer = 200
    if request.method == "POST" and sent in Kind.values:
        refused = RuleForm(request.POST, auto_id=f"{sent}_%s")
        if _done(request, unit, Kind(sent), refused):
            return HttpResponseRedirect(reverse("signing-rules", args=[unit.pk]))
        answer = 422
    rules = _rules(unit, {sent: refused} if refused else {})
    context = {"nav": "units", "unit": unit, "rules": rules, "refused": refused}
    return render(request, "agreements/signing_rules.html", context, status=answer)


def _done(request: HttpRequest, unit: Unit, kind: Kind, form: RuleForm) -> bool:
    by, at = cast(User, request.user), timezone.now()
    if not form.is_valid():
        return False
    try:
        if "drop" in request.POST:
            signing_rule_drop(unit=unit, kind=kind, seen=form.cleaned_data["seen"], by=by, at=at)
            messages.success(request, _("What is above the unit, or usual, holds again."))
        else:
            signing_rule_set(unit=unit, kind=kind, by=by, at=at, **form.cleaned_data)
            messages.success(request, _("The rule is saved. It holds for documents that are not signed yet."))
    except ValidationError as error:
        form.refuse(error)
    except RuleChangedMeanwhileError as error:
        form.add_error(None, _("Somebody has changed the rule meanwhile. Saving again replaces theirs."))
        form.data = again = request.POST.copy()
        again["seen"] = str(error.current.version if error.current else 0)
    else:
        return True
    return False


def _rules(unit: Unit, refused: dict[str, RuleForm]) -> list[KindRule]:
    above = [unit, *reversed(list(unit.ancestors()))]
    said = {(rule.unit_id, rule.kind): rule for rule in SigningRule.objects.filter(unit__in=above)}
    return [_rule(kind, above, said, refused.get(kind.value)) for kind in Kind]


def _rule(
    kind: Kind, above: list[Unit], said: dict[tuple[int, str], SigningRule], refused: RuleForm | None
) -> KindRule:
    source = next((unit for unit in above if (unit.pk, kind.value) in said), None)
    rule = said[source.pk, kind.value] if source else usual_rule(kind)
    own = source == above[0]
    seen = said[above[0].pk, kind.value].version if own else 0
    initial = {
        "signatures": rule.signatures,
        "in_order": rule.in_order,
        "asks_decision": rule.asks_decision,
        "seen": seen,
    }
    return KindRule(kind, source, own, refused or RuleForm(initial=initial, auto_id=f"{kind.value}_%s"))
