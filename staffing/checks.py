"""What is worth a look in staffing tables: shares that do not add up, texts that differ, positions over 100 %."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.checks import Checked, Finding, short
from agreements.figures import Figure, agrees, figure_of, figures
from agreements.numbers import as_written, parse_number
from agreements.passages import near, passages
from agreements.rows.snapshot import Row
from staffing import arithmetic
from staffing.allocated import over_allocated

_PERSON_YEARS = figure_of(r"henkilötyövuo\w+|htv(?::\w+)?|årsverken?|person-years?")
_POSITIONS = figure_of(r"vakanss\w+|befattning(?:ar)?|positions?")
_NUMBER = re.compile(r"\d+(?:,\d+)?")
_WORKING_TIME = re.compile(r"(?<!\d)(\d+(?:,\d+)?) ?% (?:työaja|arbetstid|of (?:the )?working time)", re.IGNORECASE)
_MEANS_ALL = re.compile(
    r"\b(?:yhteensä|kaikkiaan|kokonais\w+|yhteenlas\w+|vara(?:taan|ttu|ttiin|tut)|käytettävissä|sammanlagt|totalt"
    r"|reserver\w+|avsätts|avsatts|in total|altogether|allocated|reserved)\b",
    re.IGNORECASE,
)
_OF_THE_UNIT = re.compile(r"\b(?:yhteensä|kaikkiaan|tulosyksik\w+|sammanlagt|totalt|resultatenhet\w*|in total)\b", re.I)


@dataclass(frozen=True, slots=True)
class Table:
    """A staffing section with its positions and, unless it has none, the row of its texts."""

    section: Row
    positions: Sequence[Row]
    texts: Row | None

    @property
    def percents(self) -> list[str | None]:
        return [row.state["percent"] for row in self.positions]

    @property
    def years(self) -> Decimal | None:
        """The person-years of its positions."""
        return arithmetic.person_years(arithmetic.total_percent(self.percents))

    @property
    def headcount(self) -> Decimal | None:
        """The declared number of positions, where the words have one number."""
        numbers = _NUMBER.findall(self.says("headcount"))
        return Decimal(numbers[0].replace(",", ".")) if len(numbers) == 1 else None

    def says(self, name: str) -> str:
        return (self.texts.state[name] or "") if self.texts else ""


def staffing_checks(sections: Sequence[Row], checked: Checked) -> Iterator[Finding]:
    """The findings of the staffing sections; one query, for what other documents say of the same positions."""
    snapshot = checked.snapshot
    tables = [
        Table(section, snapshot.of("allocation", section.pk), next(iter(snapshot.of("staffing", section.pk)), None))
        for section in sections
    ]
    for table in tables:
        yield from _share_checks(table)
        yield from _total_checks(table)
    yield from _text_checks(tables, checked)
    yield from over_allocated([row for table in tables for row in table.positions], checked)


def _share_checks(table: Table) -> Iterator[Finding]:
    """Shares that are missing or cannot be read, and those of which the tasks say otherwise."""
    is_shared = any(table.percents) or bool(table.section.state["columns"].get("percent"))
    for row in table.positions:
        written, quotes = row.state["percent"], {"position": short(row.title)}
        said = _WORKING_TIME.findall(row.state["tasks"] or "")
        share = parse_number(written)
        code = words = ""
        if not written:
            if is_shared:
                code, words = "share_missing", _("The position “%(position)s” has no share of a person-year")
        elif share is None:
            code = "share_unreadable"
            words = _("The share “%(share)s” of the position “%(position)s” is no number, so the total leaves it out")
            quotes |= {"share": short(written)}
        elif len(said) == 1 and parse_number(said[0]) != share:
            code = "share_differs_from_tasks"
            words = _("The position “%(position)s” has the share %(share)s, but its tasks say %(said)s %%")
            quotes |= {"share": short(written), "said": said[0]}
        if code:
            yield Finding(code=code, words=words, row=row.id, field="percent", section=table.section.pk, quotes=quotes)


def _total_checks(table: Table) -> Iterator[Finding]:
    """The declared total against the shares, the headcount against the positions."""
    if table.texts is None:
        return
    years = table.years
    for problem in arithmetic.problems(table.percents, table.says("declared_total")):
        if problem.code == "total_differs" and years is not None:
            yield Finding(
                code="total_differs",
                words=_("The total is declared as “%(declared)s”, but the shares make %(years)s person-years"),
                row=table.texts.id,
                field="declared_total",
                section=table.section.pk,
                quotes={"declared": short(problem.written)},
                figures={"years": as_written(years)},
            )
    headcount = table.headcount
    count = _count(table)
    if headcount is not None and count > headcount:
        words = ngettext(
            "The headcount is “%(headcount)s”, but the table has %(count)s position",
            "The headcount is “%(headcount)s”, but the table has %(count)s positions",
            count,
        )
        yield Finding(
            code="headcount_below_positions",
            words=words,
            row=table.texts.id,
            field="headcount",
            section=table.section.pk,
            quotes={"headcount": short(table.says("headcount"))},
            figures={"count": str(count)},
        )


def _count(table: Table) -> int:
    """How many positions the table has; one that stands in two rows is one."""
    return len({row.state["held_by_id"] for row in table.positions})


def _text_checks(tables: Sequence[Table], checked: Checked) -> Iterator[Finding]:
    """Person-years and positions that running text counts, against the tables.

    In the chapters of a staffing table every plain figure counts, elsewhere one that says that it is all there is.
    """
    snapshot, year = checked.snapshot, checked.agreement.year
    close = {section for table in tables for section in near(table.section, snapshot)}
    for passage in passages(snapshot):
        for figure in figures(passage.text, _PERSON_YEARS, year=year):
            if passage.row.pk in close or _MEANS_ALL.search(figure.clause):
                yield from _years_finding(figure, tables, passage.row, "html", passage.row.pk)
        if passage.row.pk in close:
            for figure in figures(passage.text, _POSITIONS, year=year):
                yield from _count_finding(figure, tables, passage.row, "html", passage.row.pk)
    for table in tables:
        if table.texts is None:
            continue
        for name in ("situation", "work_ability"):
            for figure in figures(table.says(name), _PERSON_YEARS, year=year):
                yield from _years_finding(figure, tables, table.texts, name, table.section.pk)
            for figure in figures(table.says(name), _POSITIONS, year=year):
                yield from _count_finding(figure, tables, table.texts, name, table.section.pk)


def _years_finding(figure: Figure, tables: Sequence[Table], row: Row, field: str, section: int) -> Iterator[Finding]:
    """Person-years in a text that are neither a table's, nor all tables', nor those of one job title."""
    sums = [years for table in tables if (years := table.years) is not None]
    if not sums:
        return
    known = {*sums, sum(sums, Decimal(0)), *_parts(tables)}
    if any(agrees(figure.value, number) for number in known):
        return
    yield Finding(
        code="person_years_in_text",
        words=_("The text says “%(said)s”, but the positions make %(years)s person-years"),
        row=row.id,
        field=field,
        section=section,
        quotes={"said": short(figure.written)},
        figures={"years": as_written(sum(sums, Decimal(0)))},
    )


def _parts(tables: Sequence[Table]) -> set[Decimal]:
    """The person-years of each position, and of those that have the same job title."""
    by_title: dict[str, list[Decimal]] = defaultdict(list)
    for table in tables:
        for row in table.positions:
            if (share := parse_number(row.state["percent"])) is not None:
                by_title[row.state["title"].casefold()].append(share / 100)
    return {years for shares in by_title.values() for years in (*shares, sum(shares, Decimal(0)))}


def _count_finding(figure: Figure, tables: Sequence[Table], row: Row, field: str, section: int) -> Iterator[Finding]:
    """Positions that a text counts for the whole unit and that no headcount and no table has."""
    headcounts = [number for table in tables if (number := table.headcount) is not None]
    counts = [Decimal(count) for table in tables if (count := _count(table))]
    known = [*headcounts, *counts]
    if not known or not _OF_THE_UNIT.search(figure.clause) or figure.value in {*known, sum(counts, Decimal(0))}:
        return
    yield Finding(
        code="positions_in_text",
        words=_("The text says “%(said)s”, but the headcount is %(count)s")
        if headcounts
        else _("The text says “%(said)s”, but the table has %(count)s"),
        row=row.id,
        field=field,
        section=section,
        quotes={"said": short(figure.written)},
        figures={"count": as_written(sum(headcounts or counts, Decimal(0)))},
    )
