"""The project portfolio: what each measure marked K points to, who manages it, how far it is and what it costs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from agreements import rights
from agreements.models import Agreement, InPortfolio, Kind, Measure, PortfolioEntry, User
from agreements.units import tops_by_unit
from budgets.models import Funding

DOCUMENT = "goal__section__agreement__"


@dataclass(frozen=True, slots=True)
class Money:
    """A project's sums as written."""

    applied: str | None = None
    granted: str | None = None
    realised: str | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """What a measure or an entry leads to. `document` is the grant project, if it has one; `seen` whether the reader
    may read it. `entry` is the portfolio's, None for words that it does not know.
    """

    name: str
    entry: PortfolioEntry | None
    document: Agreement | None
    seen: bool
    money: Money

    @property
    def is_known(self) -> bool:
        return self.entry is not None or self.document is not None


class Projects:
    """The projects of the organisations of one reader; made once for a page, from a fixed number of queries."""

    def __init__(self, user: User | AnonymousUser) -> None:
        self._tops = tops_by_unit()
        units = organisation_units(user)
        documents = Agreement.objects.filter(kind=Kind.GRANT_PROJECT, unit__in=units).current()
        self._documents = {each.slug: each for each in documents}
        self._seen = set(
            rights.visible_agreements(user).filter(kind=Kind.GRANT_PROJECT).order_by().values_list("slug", flat=True)
        )
        fundings = Funding.objects.filter(section__agreement__in=documents.order_by())
        self._money = {
            slug: Money(applied, granted, realised)
            for slug, applied, granted, realised in fundings.order_by("-section__position", "-pk").values_list(
                "section__agreement__slug", "applied", "granted", "realised_total"
            )
        }
        self._by_name: dict[tuple[int, str], PortfolioEntry] = {}
        self._by_slug: dict[str, PortfolioEntry] = {}
        entries = PortfolioEntry.objects.filter(unit__in=units).select_related("manager", "project", "unit")
        for entry in entries.order_by("-pk"):
            self._by_name[self._tops[entry.unit_id], entry.name] = entry
            if entry.project:
                self._by_slug[entry.project.slug] = entry

    def of_measure(self, measure: Measure) -> Project | None:
        """The measure's project: None when it names none."""
        if measure.project:
            return self._of_document(measure.project, self._by_slug.get(measure.project.slug))
        if not measure.portfolio_entry:
            return None
        top = self._tops[measure.goal.section.agreement.unit_id]
        entry = self._by_name.get((top, measure.portfolio_entry))
        return self.of_entry(entry) if entry else Project(measure.portfolio_entry, None, None, False, Money())

    def of_entry(self, entry: PortfolioEntry) -> Project:
        if entry.project:
            return self._of_document(entry.project, entry)
        return Project(entry.name, entry, None, False, Money(entry.applied, entry.granted, entry.realised))

    def _of_document(self, document: Agreement, entry: PortfolioEntry | None) -> Project:
        """A grant project, in its newest version."""
        newest = self._documents.get(document.slug, document)
        name = entry.name if entry else newest.short_name
        return Project(name, entry, newest, newest.slug in self._seen, self._money.get(newest.slug, Money()))


def organisation_units(user: User | AnonymousUser) -> set[int]:
    """The ids of every unit of the organisations in which the user may look into a unit; from two queries."""
    tops = tops_by_unit()
    own = {tops[unit] for unit in rights.visible_units(user).order_by().values_list("pk", flat=True)}
    return {unit for unit, top in tops.items() if top in own}


def visible_entries(user: User | AnonymousUser) -> QuerySet[PortfolioEntry]:
    """The portfolio of the user's organisations: everybody there may name a project of it."""
    return PortfolioEntry.objects.filter(unit__in=organisation_units(user))


def portfolio_measures(user: User | AnonymousUser) -> QuerySet[Measure]:
    """The measures marked K of the documents that the user may read, the newest version of each."""
    documents = rights.visible_agreements(user).current()
    return Measure.objects.filter(in_portfolio=InPortfolio.YES, goal__section__agreement__in=documents.order_by())


def without_project() -> Q:
    """The condition that a measure names no project."""
    return Q(project=None, portfolio_entry=None)


def of_unknown_name(user: User | AnonymousUser) -> Q:
    """The condition that a measure names a project by words that the portfolio does not know."""
    known = visible_entries(user).filter(name=OuterRef("portfolio_entry"))
    return Q(project=None, portfolio_entry__isnull=False) & ~Q(Exists(known))


def measures_by_entry(measures: Iterable[Measure], projects: Projects) -> Mapping[int, list[Measure]]:
    """The measures of each entry, by its id."""
    found: dict[int, list[Measure]] = defaultdict(list)
    for measure in measures:
        project = projects.of_measure(measure)
        if project and project.entry:
            found[project.entry.pk].append(measure)
    return found
