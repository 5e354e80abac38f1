"""A document's follow-up report: the year's end of an agreement, a plan's yearly report to the ministry.

Everything comes from a `Document` loaded on the report's day; the report only chooses, counts and orders.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from agreements.document import Document
from agreements.models import Kind
from agreements.sections import DocumentSection
from agreements.titles import display_title
from metrics.followup import FollowUp, YearValue
from metrics.models import Colour
from metrics.reports.times import written_date
from metrics.sections import GoalTable, MeasureRow, MetricRow
from metrics.tally import Tally, tally_of

Words = Mapping[str, str]
"""The word of each state."""

USUAL_HEADINGS = {
    "metric": _("Metric"),
    "target": _("Target"),
    "prior": _("Prior-year value"),
    "actual": _("Actual"),
    "colour": _("Colour"),
}

_LONGEST_IN_CELL = 120
"""Characters of an actual that stand in its cell; a longer one is a description, and gets the table's width."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Running text under a metric's row, with its label; a `long` one may not fit a page with the row."""

    label: str
    text: str

    @property
    def long(self) -> bool:
        return len(self.text) > 1_500


@dataclass(frozen=True, slots=True)
class ReportMetric:
    """A metric as reported. `written` is its row in the document, `word` that of its state."""

    written: MetricRow
    followed: FollowUp
    word: str
    year: int

    @property
    def state(self) -> str:
        return self.followed.state.value

    @property
    def prior(self) -> str:
        """Last year's value: as the document states it, else as the indicator's own history has it."""
        return self.written.prior or last_years(self.followed, self.year)

    @property
    def before(self) -> list[YearValue]:
        """The values of still earlier years, oldest first."""
        return [each for each in self.followed.history if each.year < self.year - 1]

    @property
    def has_trend(self) -> bool:
        """Are there values of several years to compare?"""
        return sum(each.year <= self.year for each in self.followed.history) > 1

    @property
    def before_in_words(self) -> str:
        """Those values as "2018: 10; 2019: 12"; empty when there are none."""
        return "; ".join(f"{each.year}: {each.value}" for each in self.before)

    @property
    def is_described(self) -> bool:
        """Is the actual a description rather than a value?"""
        return len(self.written.actual or "") > _LONGEST_IN_CELL

    @property
    def actual(self) -> str:
        return "" if self.is_described else self.written.actual or ""

    @property
    def recorded(self) -> str:
        """When and by whom the actual was recorded; empty when nothing was."""
        recorded = self.followed.recorded
        return ", ".join(part for part in (written_date(recorded.date), recorded.by) if part) if recorded else ""

    @property
    def reason(self) -> str:
        """What the program makes of the actual, or why there is none, in the language that is active."""
        return self.followed.says(get_language() or "fi")

    @property
    def decided(self) -> str:
        """Whose colour it is, and what the program proposed; empty when the colour is the program's."""
        decision = self.followed.decision
        if decision is None:
            return ""
        return gettext("Own decision, %(by)s %(at)s. The program proposed: %(proposed)s.") % {
            "by": decision.by,
            "at": date_format(localtime(decision.at), "j.n.Y"),
            "proposed": Colour(self.followed.proposed).label if self.followed.proposed else gettext("nothing"),
        }

    @property
    def passages(self) -> list[Passage]:
        """What is told about the actual and the colour in running text."""
        recorded, decision = self.followed.recorded, self.followed.decision
        texts = (
            (gettext("Description"), self.written.actual if self.is_described else None),
            (gettext("Note"), recorded.note if recorded else None),
            (gettext("Evidence"), evidence_of(self.followed)),
            (gettext("Reason of the own decision"), decision.reason if decision else None),
        )
        return [Passage(label, text) for label, text in texts if text]


@dataclass(frozen=True, slots=True)
class ReportMeasure:
    measure: MeasureRow
    metrics: tuple[ReportMetric, ...]


@dataclass(frozen=True, slots=True)
class ReportGoal:
    """A goal with its measures; `title` is empty where the section's heading says it already."""

    title: str
    outcome: str
    measures: tuple[ReportMeasure, ...]


@dataclass(frozen=True, slots=True)
class ReportPart:
    """A section of the report: a heading, a goal table (`goals`), or a section as the document has it (`repeated`)."""

    section: DocumentSection
    heading_level: int
    layout: str
    goals: tuple[ReportGoal, ...] = ()
    repeated: bool = False

    @property
    def metrics(self) -> list[ReportMetric]:
        return [metric for goal in self.goals for measure in goal.measures for metric in measure.metrics]

    @property
    def columns(self) -> list[tuple[str, str]]:
        """The columns that its table has, with their headings: the document's own where it prints them."""
        printed = self.section.columns
        filled = {
            "target": any(metric.written.target for metric in self.metrics),
            "prior": any(metric.prior or metric.before for metric in self.metrics),
        }
        return [
            (key, printed.get(key) or str(usual))
            for key, usual in USUAL_HEADINGS.items()
            if printed.get(key) or filled.get(key, True)
        ]


@dataclass(frozen=True, slots=True)
class Report:
    """A document's follow-up on a day."""

    document: Document
    on: datetime.date
    words: Words
    parts: tuple[ReportPart, ...]

    @property
    def metrics(self) -> list[ReportMetric]:
        return [metric for part in self.parts for metric in part.metrics]

    @property
    def tally(self) -> Tally:
        return tally_of((metric.state for metric in self.metrics), self.words)

    @property
    def recorded(self) -> int:
        """How many metrics have an actual."""
        return sum(metric.followed.recorded is not None for metric in self.metrics)

    @property
    def title(self) -> str:
        """The report's name in the language that is active."""
        first, last = self.document.period_start.year, self.document.period_end.year
        year = str(last) if first == last else f"{first}–{last}"
        if self.document.kind == Kind.DEVELOPMENT_PLAN:
            return gettext("Yearly report %(year)s") % {"year": year}
        return gettext("Follow-up report %(year)s") % {"year": year}

    @property
    def subject(self) -> str:
        """The name of the document that is reported on."""
        return display_title(self.document.title)


def report_of(document: Document, *, on: datetime.date, words: Words) -> Report:
    """The report of a document that was loaded on the day, its states under the words."""
    return Report(document, on, words, tuple(_parts(document, _kept(document), words)))


def last_years(followed: FollowUp, year: int) -> str:
    """The indicator's own value of the year before; empty when it has none."""
    return next((each.value for each in followed.history if each.year == year - 1), "")


def evidence_of(followed: FollowUp) -> str:
    """The evidence of the actual: the link or words, the file's name."""
    recorded = followed.recorded
    return ", ".join(part for part in (recorded.evidence, recorded.file_name) if part) if recorded else ""


def _kept(document: Document) -> set[int]:
    """The ids of the sections that are reported, and of the chapters that they stand in.

    A report tells of goals; one that goes out of the house also of the means: a plan's staff, a project's funding.
    """
    outward = document.kind != Kind.SERVICE_AGREEMENT
    kept: set[int] = set()
    above: list[DocumentSection] = []
    for section in document.sections:
        while above and above[-1].level >= section.level:
            above.pop()
        if isinstance(section.block, GoalTable) or (outward and section.kind.reported):
            kept |= {section.pk, *(chapter.pk for chapter in above)}
        above.append(section)
    return kept


def _parts(document: Document, kept: set[int], words: Words) -> Iterator[ReportPart]:
    heading = 1
    for section in document.sections:
        if section.pk not in kept:
            continue
        level = min(section.level + 1, heading + 1, 6)
        heading = level if section.label else heading
        layout = "bare" if not section.label else "chapter" if section.level == 1 else "subchapter"
        if isinstance(section.block, GoalTable):
            yield ReportPart(section, level, layout, goals=_goals(section, words, document.period_end.year))
        else:
            yield ReportPart(section, level, layout, repeated=section.kind.reported)


def _goals(section: DocumentSection, words: Words, year: int) -> tuple[ReportGoal, ...]:
    known = None if section.columns.get("goal") else section.heading
    return tuple(
        ReportGoal(
            title="" if goal.title == known else goal.title,
            outcome=goal.outcome or "",
            measures=tuple(ReportMeasure(each, _metrics(each.metrics, words, year)) for each in goal.measures),
        )
        for goal in section.block.goals
    )


def _metrics(rows: Sequence[MetricRow], words: Words, year: int) -> tuple[ReportMetric, ...]:
    return tuple(
        ReportMetric(row, row.follow_up, words[row.follow_up.state.value], year) for row in rows if row.follow_up
    )
