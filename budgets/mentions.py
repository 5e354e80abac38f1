"""Euros in running text against the tables: only where the text names a sum in the table's own words."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from agreements.checks import Checked, Finding, short
from agreements.figures import Figure, figure_of, figures
from agreements.numbers import as_written, parse_number
from agreements.passages import passages
from agreements.rows.snapshot import Row
from budgets.models import Column

_EUROS = figure_of(r"€|euroa|euron|euro|euros|eur")
_YEAR_BEFORE = re.compile(r"^(?:vuoden|vuonna|för år|år|for|in)\s+\d{4}\s+", re.IGNORECASE)
_VERB_BEHIND = re.compile(
    r"(?:\s*(?:\b(?:on|ovat|yhteensä|är|uppgår till|sammanlagt|is|are|in total)\b|[:=–-]))*\s*$", re.IGNORECASE
)
_BUDGET = ("talousarvio", "budjetti", "kokonaisbudjetti", "budgeten", "totalbudgeten", "budget", "the budget")
_FUNDING = {
    "total": (
        *("budjetti", "kokonaisbudjetti", "hankkeen budjetti", "hankkeen kokonaisbudjetti", "budgeten"),
        *("projektets budget", "the budget", "the project's budget"),
    ),
    "own": ("omarahoitus", "oma rahoitus", "egen finansiering", "självfinansieringen", "own funding"),
    "applied": ("haettava avustus", "det ansökta understödet"),
    "granted": ("myönnetty avustus", "det beviljade understödet"),
}
_APPLIED = re.compile(r"\b(?:haetaan|ansöks|söks|applied for)\b", re.IGNORECASE)
_GRANTED = re.compile(r"\b(?:myönnet\w+|myönsi|beviljas|beviljades|beviljats|granted)\b", re.IGNORECASE)

LONGEST_NAME = 600
Amounts = frozenset[Decimal]
_NONE: Amounts = frozenset()


def budget_mentions(sections: Sequence[Row], checked: Checked) -> Iterator[Finding]:
    """Sentences that begin with a line's label and give another sum for it, or with the budget and give one that the
    tables have nowhere. Amounts of the year's own plan count, without their signs.
    """
    known: dict[str, Amounts] = {}
    everything = _NONE
    for section in sections:
        columns = [column for column in (Column.BUDGET, Column.AMENDED) if column in section.state["columns"]]
        for row in checked.snapshot.of("line", section.pk):
            amounts = _amounts(row.state[column] for column in columns)
            label = _name(row.state["label"])
            known[label] = known.get(label, _NONE) | amounts
            everything |= amounts
    headings = [_name(section.state["heading"] or "") for section in sections]
    known = dict.fromkeys((*_BUDGET, *headings), everything) | known
    return _mentions(lambda figure: _of_subject(figure, known), checked)


def funding_mentions(sections: Sequence[Row], checked: Checked) -> Iterator[Finding]:
    """Sentences that begin with one of the project's sums, or tell what is applied for or granted, and say another."""
    sums: dict[str, Amounts] = {}
    known: dict[str, Amounts] = {}
    for section in sections:
        for row in checked.snapshot.of("funding", section.pk):
            for name in ("applied", "own", "other_applied", "other_received", "total", "granted"):
                amounts = _amounts([row.state[name]])
                sums[name] = sums.get(name, _NONE) | amounts
                printed = _name(section.state["columns"].get(name) or "")
                for label in (printed, *_FUNDING.get(name, ())):
                    known[label] = known.get(label, _NONE) | amounts

    def of(figure: Figure) -> Amounts:
        is_applied, is_granted = (bool(verb.search(figure.clause)) for verb in (_APPLIED, _GRANTED))
        if is_applied != is_granted:
            names = ("applied", "other_applied", "total") if is_applied else ("granted", "other_received")
            return _NONE.union(*(sums.get(name, _NONE) for name in names))
        return _of_subject(figure, known)

    return _mentions(of, checked)


def _amounts(written: Iterable[str | None]) -> Amounts:
    return frozenset(abs(amount) for text in written if (amount := parse_number(text)) is not None)


def _of_subject(figure: Figure, known: Mapping[str, Amounts]) -> Amounts:
    """The amounts of what the sentence begins with when it says nothing else: "Vuoden 2026 valtionavustus on"."""
    if len(figure.before) > LONGEST_NAME:
        return _NONE
    subject = _name(_YEAR_BEFORE.sub("", figure.before.strip()))
    return known.get(subject, _NONE) if subject else _NONE


def _name(text: str) -> str:
    """What a sum is called, without a verb or a full stop behind it."""
    return _VERB_BEHIND.sub("", text.rstrip(" .")).strip().casefold()


def _mentions(amounts_of: Callable[[Figure], Amounts], checked: Checked) -> Iterator[Finding]:
    """A finding for each figure that has amounts in the tables and is none of them."""
    for passage in passages(checked.snapshot):
        for figure in figures(passage.text, _EUROS, year=checked.agreement.year):
            amounts = amounts_of(figure)
            if amounts and figure.value not in amounts:
                yield _finding(figure, amounts, passage.row)


def _finding(figure: Figure, amounts: Amounts, row: Row) -> Finding:
    is_one = len(amounts) == 1
    said = f"{figure.before}{figure.written}".strip()
    return Finding(
        code="euros_in_text",
        words=_("The text says “%(said)s”, but the table has %(sum)s €")
        if is_one
        else _("The text says “%(said)s”, but the table has no such sum"),
        row=row.id,
        field="html",
        section=row.pk,
        quotes={"said": said if short(said) == said else figure.written},
        figures={"sum": as_written(next(iter(amounts)))} if is_one else {},
    )
