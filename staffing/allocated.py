"""Positions that documents together allocate over 100 % at some time."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from django.db.models import BooleanField, Case, F, Value, When
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements import rights
from agreements.checks import Checked, Finding, short
from agreements.models import Agreement
from agreements.numbers import as_written, parse_number
from agreements.rows.snapshot import Row
from staffing.models import Allocation
from staffing.overlaps import Peak, Share, peak

FULL = Decimal(100)


def over_allocated(rows: Sequence[Row], checked: Checked) -> Iterator[Finding]:
    """A finding for each position of the document's allocations that is held for more than all of the time at once.

    The newest versions of all documents count, each share from its first day to its last, by default the document's
    period. Documents that the reader may not see are summed without their names. One query, none without positions.
    """
    own: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if parse_number(row.state["percent"]) is not None:
            own[row.state["held_by_id"]].append(row)
    if not own:
        return
    elsewhere = _shares_elsewhere(set(own), checked)
    for position, held in own.items():
        shares = [_own_share(row, checked.agreement) for row in held]
        most = peak([*shares, *elsewhere[position]])
        if most is not None and most.percent > FULL:
            yield _finding(held, most, checked)


def _own_share(row: Row, agreement: Agreement) -> Share:
    percent = parse_number(row.state["percent"]) or Decimal(0)
    start, end = row.state["start"], row.state["end"]
    return Share(
        percent,
        datetime.date.fromisoformat(start) if start else agreement.period_start,
        datetime.date.fromisoformat(end) if end else agreement.period_end,
    )


def _shares_elsewhere(positions: set[int], checked: Checked) -> dict[int, list[Share]]:
    """The shares of the positions in the newest versions of other documents; `of` is empty for those out of sight."""
    in_sight = rights.visible_through(checked.user, "section__agreement__unit")
    allocations = (
        Allocation.objects.filter(held_by__in=positions, section__agreement__in=Agreement.objects.current().order_by())
        .exclude(section__agreement__slug=checked.agreement.slug)
        .annotate(
            is_seen=Case(When(in_sight, then=Value(True)), default=Value(False), output_field=BooleanField()),
            first=Coalesce(F("start"), F("section__agreement__period_start")),
            last=Coalesce(F("end"), F("section__agreement__period_end")),
        )
        .select_related("section__agreement")
        .order_by("section__agreement__year", "section__agreement__slug", "position", "pk")
    )
    found: dict[int, list[Share]] = defaultdict(list)
    for row in allocations:
        percent = parse_number(row.percent)
        if percent is not None:
            name = row.section.agreement.short_name if row.is_seen else ""
            found[row.held_by_id].append(Share(percent, row.first, row.last, own=False, of=name))
    return found


def _finding(held: Sequence[Row], most: Peak, checked: Checked) -> Finding:
    section = checked.snapshot.section_of(held[0])
    return Finding(
        code="over_allocated",
        words=_("The position “%(position)s” is allocated %(total)s %% from %(start)s to %(end)s: %(parts)s"),
        row=held[0].id,
        field="percent",
        section=section.pk if section else None,
        quotes={"position": short(held[0].title)},
        figures={
            "total": as_written(most.percent),
            "start": date_format(most.start, "SHORT_DATE_FORMAT"),
            "end": date_format(most.end, "SHORT_DATE_FORMAT"),
            "parts": ", ".join(_parts(most.shares)),
        },
    )


def _parts(shares: Iterable[Share]) -> list[str]:
    """Whose the shares are, with their sums: this document's, those of the others that are seen, the rest as one."""
    sums: dict[str, Decimal] = {}
    for share in sorted(shares, key=lambda share: (not share.own, not share.of)):
        name = (
            _("in this document")
            if share.own
            else _("“%(name)s”") % {"name": short(share.of)}
            if share.of
            else _("in other units")
        )
        sums[name] = sums.get(name, Decimal(0)) + share.percent
    return [f"{name} {as_written(percent)}\u00a0%" for name, percent in sums.items()]
