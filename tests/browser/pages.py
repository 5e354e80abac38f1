"""The pages that can be reached, and as whom."""

from dataclasses import dataclass

from django.urls import reverse

from agreements.models import Agreement, HigherGoal, JobState, PortfolioEntry, Section, Status, Unit, User
from metrics.models import Metric, Round
from tests.agreements.commented import commented_metric
from tests.agreements.edited_draft import edited_draft
from tests.agreements.logged import told_log
from tests.agreements.one_time import add_key, recovery_codes_of, with_app
from tests.agreements.people import roles_in
from tests.agreements.print_jobs import job_that_is
from tests.agreements.ways import WAYS
from tests.browser.beside import beside
from tests.metrics.follow_ups import BOTH, august_reported, turku_round

LANGUAGES = ("fi", "sv", "en")
FAIR = "Alueen kirjastojen yhteisen messuosaston"


def _app(user: User) -> str:
    with_app(user)
    return ""


def _codes(user: User) -> str:
    recovery_codes_of(user)
    return ""


def _key(user: User) -> str:
    return str(add_key(user).pk)


MEANS = {"{app}": _app, "{codes}": _codes, "{key}": _key}


@dataclass(frozen=True, slots=True)
class Stop:
    """A page of the application: what to call it, whose it is, where it is and how it answers.

    A page of a unit is found by the unit's name, for its address is a number; one of a metric or of its indicator by
    the metric's first words, and has `{metric}` or `{indicator}` in its path. A page of a round has `{open}` or
    `{finished}` in its path, and the round is made when somebody comes. `{higher}` is the first higher goal,
    `{said}` the metric of a draft that has been commented on, `{step}` the first step of a draft with a history,
    `{table}` the first table of goals of the draft. What is `{redrafted}` is made a draft again. Of a unit, `{role}` is
    its first role, `{new}` that of a person who has not signed in yet, and `{past}` one that has ended. `{told}` is the
    last entry of a log, and `{print:open}` a print job that is being made, and so for its other states.
    Of the person's own account, `{app}`, `{codes}` and `{key}` are means of confirming who they are.
    `{way:in_review}` makes a document come so far on its way (tests/agreements/ways.py).
    """

    name: str
    person: str | None
    path: str = ""
    unit: str = ""
    metric: str = ""
    status: int = 200

    @property
    def address(self) -> str:
        if self.metric:
            metric = Metric.objects.filter(text__startswith=self.metric).order_by("pk")[0]
            return self.path.format(metric=metric.pk, indicator=metric.indicator_id)
        if self.unit:
            unit = Unit.objects.get(name_fi=self.unit)
            roles = roles_in(unit) if "/people/{" in self.path else {}
            return self.path.format(unit=unit.pk, **roles) if self.path else reverse("unit", args=[unit.pk])
        if "{higher}" in self.path:
            return self.path.format(higher=HigherGoal.objects.order_by("pk")[0].pk)
        if "{entry}" in self.path:
            return self.path.format(entry=PortfolioEntry.objects.order_by("pk")[0].pk)
        if "{said}" in self.path:
            return self.path.format(said=commented_metric().pk)
        if "{table}" in self.path:
            tables = Section.objects.filter(agreement__slug=self.path.split("/")[2], kind="goals")
            return self.path.format(table=tables.order_by("position", "pk")[0].pk)
        if "{redrafted}" in self.path:
            Agreement.objects.filter(slug=self.path.split("/")[2]).update(status=Status.DRAFT)
            return self.path.format(redrafted="")
        if "{step}" in self.path:
            return self.path.format(step=edited_draft())
        if "{told}" in self.path:
            return self.path.format(told=told_log())
        for mark, means in MEANS.items():
            if mark in self.path:
                return self.path.replace(mark, means(User.objects.get(email=f"{self.person}@example.org")))
        if "{way:" in self.path:
            way = self.path.partition("{way:")[2].partition("}")[0]
            beside(WAYS[way])
            return self.path.replace(f"{{way:{way}}}", "")
        if "{print:" in self.path:
            state = self.path.partition("{print:")[2].partition("}")[0]
            return self.path.replace(f"{{print:{state}}}", str(job_that_is(state).pk))
        rounds = Round.objects.all()
        if "{open}" in self.path:
            return self.path.format(open=(rounds.filter(finished_at=None).first() or turku_round(kinds=BOTH)).pk)
        if "{finished}" in self.path:
            return self.path.format(finished=(rounds.exclude(finished_at=None).first() or august_reported()).pk)
        return self.path

    def __str__(self) -> str:
        return self.name


DOCUMENTS = (
    Stop("service agreement 2021", "sari.niemi", "/agreements/asiakaspalvelut-2021/"),
    Stop("service agreement 2020", "helena.laine", "/agreements/yhteiset-palvelut-2020/"),
    Stop("draft", "helena.laine", "/agreements/yhteiset-palvelut-2021/"),
    Stop("plan 2024", "mikko.saarinen", "/agreements/turku-ake-2024/"),
    Stop("plan 2026", "maria.lindholm", "/agreements/porvoo-ake-2026/"),
    Stop("project", "virpi.aho", "/agreements/lumme-2018/"),
)
LISTS = (
    Stop("agreements", "tuula.heino", "/agreements/"),
    Stop("metrics", "tuula.heino", "/metrics/"),
    Stop("positions", "maria.lindholm", "/positions/"),
    Stop("budget lines", "virpi.aho", "/budget-lines/"),
)
PAGES = (
    Stop("login", None, "/login/"),
    Stop("forgotten password", None, "/password/"),
    Stop("a link is on its way", None, "/password/sent/"),
    Stop("a link that does not work", None, "/password/1-x/"),
    Stop("a new password works", None, "/password/new/"),
    Stop("one's own account", "helena.laine", "/account/"),
    Stop("a new password", "helena.laine", "/account/password/"),
    Stop("confirming who one is", "helena.laine", "/account/confirm/"),
    Stop("an app, to be taken into use", "helena.laine", "/account/app/"),
    Stop("an app, to be removed", "sari.niemi", "/account/app/remove/{app}"),
    Stop("a key, to be added", "helena.laine", "/account/keys/add/"),
    Stop("a key", "virpi.aho", "/account/keys/{key}/"),
    Stop("a key, to be removed", "mikko.saarinen", "/account/keys/{key}/remove/"),
    Stop("recovery codes", "kaisa.lehto", "/account/codes/{codes}"),
    Stop("recovery codes, to be made anew", "tuula.heino", "/account/codes/new/{app}"),
    Stop("confirming by a code", "pekka.salo", "/account/confirm/code/{app}"),
    Stop("confirming by a key", "maria.lindholm", "/account/confirm/key/?next=/account/&{key}"),
    Stop("home of a unit's head", "helena.laine", "/"),
    Stop("home of a coordinator", "maria.lindholm", "/"),
    Stop("home of a director", "juhani.makela", "/"),
    Stop("home of a viewer", "kaisa.lehto", "/"),
    Stop("home of an administrator", "pekka.salo", "/"),
    Stop("home without a role", "admin", "/"),
    *DOCUMENTS,
    *LISTS,
    Stop("agreements filtered", "tuula.heino", "/agreements/?text=palvelut&kind=service_agreement&status=in_force"),
    Stop("agreements sorted", "tuula.heino", "/agreements/?sort=-name"),
    Stop("agreements not found", "tuula.heino", "/agreements/?text=kvanttifysiikka"),
    Stop("agreements filtered wrongly", "tuula.heino", "/agreements/?year=tomorrow&kind=poem&status=lost&unit=0"),
    Stop("agreements of nobody", "admin", "/agreements/"),
    Stop("metrics, a page in the middle", "tuula.heino", "/metrics/?page=2"),
    Stop("metrics, no such page", "tuula.heino", "/metrics/?page=99", status=404),
    Stop("metrics of nobody", "admin", "/metrics/"),
    Stop("indicators", "tuula.heino", "/indicators/"),
    Stop("indicators of nobody", "admin", "/indicators/"),
    Stop("which indicators are the same", "mikko.saarinen", "/indicators/links/"),
    Stop("which are the same, to none", "juhani.makela", "/indicators/links/"),
    Stop("an indicator in words", "mikko.saarinen", "/indicators/{indicator}/", metric=FAIR),
    Stop("what an indicator is", "mikko.saarinen", "/indicators/{indicator}/edit/", metric=FAIR),
    Stop("an indicator's edit, not theirs", "juhani.makela", "/indicators/{indicator}/edit/", metric=FAIR, status=403),
    Stop("a metric", "mikko.saarinen", "/metrics/{metric}/", metric=FAIR),
    Stop("work list", "helena.laine", "/work/"),
    Stop("work list filtered", "pekka.salo", "/work/?need=late&person=nobody"),
    Stop("work list, nothing found", "helena.laine", "/work/?person=mine"),
    Stop("work list, no such page", "helena.laine", "/work/?page=99", status=404),
    Stop("work list of nobody", "admin", "/work/"),
    Stop("no rounds yet", "pekka.salo", "/rounds/"),
    Stop("rounds of nobody", "admin", "/rounds/"),
    Stop("a new round", "pekka.salo", "/rounds/new/{unit}/", unit="Turku"),
    Stop("a new round, not theirs to set", "tuula.heino", "/rounds/new/{unit}/", unit="Turku", status=403),
    Stop("an open round", "pekka.salo", "/rounds/{open}/"),
    Stop("an open round's form", "pekka.salo", "/rounds/{open}/edit/"),
    Stop("a finished round", "helena.laine", "/rounds/{finished}/"),
    Stop("a finished round's report", "helena.laine", "/rounds/{finished}/yhteiset-palvelut-2020/"),
    Stop("policy", "pekka.salo", "/policy/{unit}/", unit="Turku"),
    Stop("policy, not theirs to set", "tuula.heino", "/policy/{unit}/", unit="Turku", status=403),
    Stop("positions of nobody", "virpi.aho", "/positions/"),
    Stop("positions by agreement", "tuula.heino", "/positions/by-agreement/?year=2024"),
    Stop("positions by agreement, none", "virpi.aho", "/positions/by-agreement/"),
    Stop("recording person-years", "mikko.saarinen", "/agreements/turku-ake-2024/staff/"),
    Stop("recording person-years, not theirs", "kaisa.lehto", "/agreements/turku-ake-2024/staff/", status=403),
    Stop("budget lines of service agreements", "tuula.heino", "/budget-lines/"),
    Stop("budgets by unit", "tuula.heino", "/budgets/"),
    Stop("budgets by unit, net", "maria.lindholm", "/budgets/?side=net"),
    Stop("budgets by unit, none", "virpi.aho", "/budgets/"),
    Stop("portfolio", "pekka.salo", "/portfolio/"),
    Stop("portfolio of nobody", "admin", "/portfolio/"),
    Stop("projects of the portfolio", "helena.laine", "/portfolio/projects/"),
    Stop("no projects", "maria.lindholm", "/portfolio/projects/"),
    Stop("a new project", "helena.laine", "/portfolio/projects/new/"),
    Stop("a new project, not theirs", "tuula.heino", "/portfolio/projects/new/", status=403),
    Stop("a project's form", "pekka.salo", "/portfolio/projects/{entry}/"),
    Stop("higher goals", "pekka.salo", "/higher-goals/"),
    Stop("higher goals of a unit's head", "helena.laine", "/higher-goals/?year=2021"),
    Stop("no higher goals", "maria.lindholm", "/higher-goals/"),
    Stop("higher goals of nobody", "admin", "/higher-goals/"),
    Stop("a new higher goal", "pekka.salo", "/higher-goals/new/{unit}/", unit="Turku"),
    Stop("a new higher goal, not theirs", "tuula.heino", "/higher-goals/new/{unit}/", unit="Turku", status=403),
    Stop("a higher goal's form", "pekka.salo", "/higher-goals/{higher}/"),
    Stop("units of a city", "tuula.heino", "/units/"),
    Stop("units of a library", "maria.lindholm", "/units/"),
    Stop("units of nobody", "admin", "/units/"),
    Stop("a city", "tuula.heino", unit="Turku"),
    Stop("a result unit", "helena.laine", unit="Yhteiset palvelut"),
    Stop("a library", "maria.lindholm", unit="Porvoon kaupunginkirjasto"),
    Stop("a unit's settings", "pekka.salo", "/units/{unit}/edit/", unit="Yhteiset palvelut"),
    Stop("a unit's settings, not theirs", "helena.laine", "/units/{unit}/edit/", unit="Yhteiset palvelut", status=403),
    Stop("a new unit", "pekka.salo", "/units/{unit}/new/", unit="Kirjastopalvelut"),
    Stop("people", "pekka.salo", "/units/{unit}/people/", unit="Yhteiset palvelut"),
    Stop("people to a viewer", "kaisa.lehto", "/units/{unit}/people/", unit="Yhteiset palvelut"),
    Stop("a new role", "pekka.salo", "/units/{unit}/people/new/", unit="Yhteiset palvelut"),
    Stop("a new role, not theirs", "kaisa.lehto", "/units/{unit}/people/new/", unit="Kirjastopalvelut", status=403),
    Stop("a role", "pekka.salo", "/units/{unit}/people/{role}/", unit="Yhteiset palvelut"),
    Stop("a newcomer's role", "pekka.salo", "/units/{unit}/people/{new}/", unit="Yhteiset palvelut"),
    Stop("a role that has ended", "pekka.salo", "/units/{unit}/people/{past}/", unit="Yhteiset palvelut"),
    Stop("the log", "pekka.salo", "/log/?told={told}"),
    Stop("the log filtered", "pekka.salo", "/log/?event=denied&since=1.1.2021&sort=who&told={told}"),
    Stop("the log filtered wrongly", "pekka.salo", "/log/?event=party&since=tomorrow&told={told}"),
    Stop("the log, nothing found", "pekka.salo", "/log/?text=kvanttifysiikka&told={told}"),
    Stop("the log, not theirs", "helena.laine", "/log/", status=403),
    Stop("the way of a draft", "helena.laine", "/agreements/yhteiset-palvelut-2021/status/"),
    Stop("the way of what was sent back", "helena.laine", "/agreements/yhteiset-palvelut-2021/status/{way:sent_back}"),
    Stop("the desk with what was sent back", "helena.laine", "/{way:sent_back}"),
    Stop("in review", "anna-leena.virta", "/agreements/yhteiset-palvelut-2021/status/{way:in_review}"),
    Stop("in review, taken back", "helena.laine", "/agreements/yhteiset-palvelut-2021/status/{way:in_review}"),
    Stop("the desk with a review", "anna-leena.virta", "/{way:in_review}"),
    Stop("to be signed", "anna-leena.virta", "/agreements/yhteiset-palvelut-2021/status/{way:half_signed}"),
    Stop("to be signed, undecided", "anna-leena.virta", "/agreements/yhteiset-palvelut-2021/status/{way:undecided}"),
    Stop("to be signed, only read", "kaisa.lehto", "/agreements/yhteiset-palvelut-2021/status/{way:to_be_signed}"),
    Stop("the desk with a signature", "juhani.makela", "/{way:to_be_signed}"),
    Stop("signing", "anna-leena.virta", "/agreements/yhteiset-palvelut-2021/sign/{way:half_signed}"),
    Stop("signing, not theirs", "kaisa.lehto", "/agreements/yhteiset-palvelut-2021/sign/", status=403),
    Stop("signing on paper", "helena.laine", "/agreements/yhteiset-palvelut-2021/scan/{way:to_be_signed}"),
    Stop("in force", "helena.laine", "/agreements/yhteiset-palvelut-2020/status/"),
    Stop("closed", "pekka.salo", "/agreements/yhteiset-palvelut-2020/status/{way:closed}"),
    Stop("what was signed", "kaisa.lehto", "/agreements/yhteiset-palvelut-2021/signed/{way:in_force}"),
    Stop("what nobody has signed", "kaisa.lehto", "/agreements/yhteiset-palvelut-2021/signed/"),
    Stop("a file to be checked", "maria.lindholm", "/check/"),
    Stop("beginning an amendment", "helena.laine", "/agreements/yhteiset-palvelut-2020/amend/"),
    Stop("an amendment, begun already", "pekka.salo", "/agreements/yhteiset-palvelut-2020/amend/{way:being_amended}"),
    Stop("an amendment, not theirs", "kaisa.lehto", "/agreements/yhteiset-palvelut-2020/amend/", status=403),
    Stop("an amendment", "helena.laine", "/agreements/yhteiset-palvelut-2020/status/?version=2{way:being_amended}"),
    Stop("an amendment's editor", "helena.laine", "/agreements/yhteiset-palvelut-2020/edit/{way:being_amended}"),
    Stop("an amendment compared", "kaisa.lehto", "/agreements/yhteiset-palvelut-2021/compare/{way:amended}"),
    Stop("a superseded version", "helena.laine", "/agreements/yhteiset-palvelut-2021/?version=1{way:amended}"),
    Stop("a version that is amended", "helena.laine", "/agreements/yhteiset-palvelut-2021/{way:amended}"),
    Stop("all versions", "helena.laine", "/agreements/yhteiset-palvelut-2021/status/?version=3{way:amended}"),
    Stop("signing an amendment", "helena.laine", "/agreements/yhteiset-palvelut-2021/sign/?version=3{way:amended}"),
    Stop("comments of an amendment", "helena.laine", "/agreements/yhteiset-palvelut-2021/comments/{way:amended}"),
    Stop("rules of signing", "pekka.salo", "/units/{unit}/signing/", unit="Turku"),
    Stop(
        "rules of signing, not theirs", "helena.laine", "/units/{unit}/signing/", unit="Yhteiset palvelut", status=403
    ),
    Stop("next year", "sari.niemi", "/agreements/asiakaspalvelut-2021/next-year/"),
    Stop("next year, made already", "helena.laine", "/agreements/yhteiset-palvelut-2020/next-year/"),
    Stop("next year, not theirs to make", "kaisa.lehto", "/agreements/asiakaspalvelut-2021/next-year/", status=403),
    Stop("what was carried over", "helena.laine", "/agreements/yhteiset-palvelut-2021/carried-over/"),
    Stop("checks of a draft", "helena.laine", "/agreements/yhteiset-palvelut-2021/edit/checks/"),
    Stop("editor", "helena.laine", "/agreements/yhteiset-palvelut-2021/edit/"),
    Stop("editor of a plan", "mikko.saarinen", "/agreements/turku-ake-2024/edit/{redrafted}"),
    Stop("editor of a plan in Swedish", "maria.lindholm", "/agreements/porvoo-ake-2026/edit/{redrafted}"),
    Stop("editor of a project", "virpi.aho", "/agreements/lumme-2018/edit/{redrafted}"),
    Stop("editor, not theirs", "kaisa.lehto", "/agreements/yhteiset-palvelut-2021/edit/", status=403),
    Stop("a row's form", "helena.laine", "/agreements/yhteiset-palvelut-2021/edit/metric/{said}/"),
    Stop("a chapter's form", "helena.laine", "/agreements/yhteiset-palvelut-2021/edit/section/{table}/"),
    Stop("a new goal", "helena.laine", "/agreements/yhteiset-palvelut-2021/edit/goal/add/?parent={table}"),
    Stop("which kind of chapter", "helena.laine", "/agreements/yhteiset-palvelut-2021/edit/section/add/"),
    Stop("a new chapter", "helena.laine", "/agreements/yhteiset-palvelut-2021/edit/section/add/?section_kind=text"),
    Stop("rows to be pasted", "helena.laine", "/agreements/yhteiset-palvelut-2021/edit/sections/{table}/paste/"),
    Stop("checks, only read", "virpi.aho", "/agreements/lumme-2018/edit/checks/"),
    Stop("a new agreement", "helena.laine", "/agreements/new/"),
    Stop("a new agreement, not theirs to start", "kaisa.lehto", "/agreements/new/", status=403),
    Stop("nobody has commented", "helena.laine", "/agreements/yhteiset-palvelut-2020/comments/"),
    Stop("comments", "helena.laine", "/agreements/yhteiset-palvelut-2021/comments/?about={said}"),
    Stop("comments that they only read", "kaisa.lehto", "/agreements/yhteiset-palvelut-2021/comments/?about={said}"),
    Stop("a row's comments", "helena.laine", "/agreements/yhteiset-palvelut-2021/comments/?row=metric-{said}"),
    Stop("no history yet", "helena.laine", "/agreements/yhteiset-palvelut-2020/history/"),
    Stop("history", "helena.laine", "/agreements/yhteiset-palvelut-2021/history/#step-{step}"),
    Stop("history filtered", "kaisa.lehto", "/agreements/yhteiset-palvelut-2021/history/?deed=save&upto={step}0"),
    Stop("history filtered wrongly", "kaisa.lehto", "/agreements/yhteiset-palvelut-2021/history/?since=x{step}"),
    Stop("an earlier state", "helena.laine", "/agreements/yhteiset-palvelut-2021/history/{step}/"),
    Stop("years compared", "helena.laine", "/agreements/yhteiset-palvelut-2021/compare/"),
    Stop("a draft compared with its past", "kaisa.lehto", "/agreements/yhteiset-palvelut-2021/compare/?from={step}"),
    Stop("nothing to compare with", "helena.laine", "/agreements/yhteiset-palvelut-2020/compare/"),
    Stop("recording", "helena.laine", "/agreements/yhteiset-palvelut-2020/record/"),
    Stop("recording, not theirs to do", "kaisa.lehto", "/agreements/yhteiset-palvelut-2020/record/", status=403),
    Stop("printing", "tuula.heino", "/printing/new/?year=2021"),
    Stop("printing, chosen wrongly", "tuula.heino", "/printing/new/?show=1&unit=x&year=2021&kinds=poem"),
    Stop("printing, nothing chosen", "tuula.heino", "/printing/new/?show=1&unit=x&year=2021"),
    Stop("printing of nobody", "admin", "/printing/new/"),
    Stop("no print jobs", "tuula.heino", "/printing/"),
    *(Stop(f"a print job, {state}", "tuula.heino", f"/printing/{{print:{state}}}/") for state in JobState.values),
    Stop("somebody else's print job", "helena.laine", "/printing/{print:done}/", status=404),
    Stop("summary of a director", "juhani.makela", "/summary/?year=2020"),
    Stop("summary with a draft", "tuula.heino", "/summary/?year=2021&on=2021-08-31"),
    Stop("summary of nobody", "admin", "/summary/"),
    Stop("accessibility", "helena.laine", "/accessibility/"),
    Stop("accessibility before signing in", None, "/accessibility/"),
    Stop("another unit's agreement", "helena.laine", "/agreements/porvoo-ake-2026/", status=404),
    Stop("no such page", "helena.laine", "/nothing-here/", status=404),
    Stop("no such page before signing in", None, "/nothing-here/", status=404),
)
