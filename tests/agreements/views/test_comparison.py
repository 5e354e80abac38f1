"""Two versions, two years, or an earlier state and now: side by side on a page."""

import pytest
from django.test import Client
from django.utils import timezone

from agreements.models import Agreement, Goal, Measure, Section, User
from agreements.services.rows import row_save
from metrics.models import Metric

pytestmark = pytest.mark.usefixtures("examples")
DRAFT = "yhteiset-palvelut-2021"
COMPARE = f"/agreements/{DRAFT}/compare/"


def signed_in(name: str = "helena.laine") -> Client:
    user = User.objects.get(email=f"{name}@example.org")
    User.objects.filter(pk=user.pk).update(language="en")
    client = Client()
    client.force_login(user)
    return client


def save(target: str) -> Metric:
    row = Metric.objects.filter(measure__goal__section__agreement__slug=DRAFT).order_by("pk")[3]
    row_save(
        agreement=Agreement.objects.get(slug=DRAFT),
        kind="metric",
        pk=row.pk,
        version=row.version,
        values={"target": target},
        by=User.objects.get(email="helena.laine@example.org"),
        at=timezone.now(),
    )
    return row


def second_version() -> Agreement:
    """A second version of a document in force, with a goal of the first one."""
    first = Agreement.objects.get(slug="asiakaspalvelut-2021")
    second = Agreement.objects.create(
        slug=first.slug,
        version=2,
        supersedes=first,
        kind=first.kind,
        unit=first.unit,
        unit_chain=first.unit_chain,
        title=first.title,
        year=first.year,
        period_start=first.period_start,
        period_end=first.period_end,
        language=first.language,
        changed_at=timezone.now(),
    )
    old = Section.objects.filter(agreement=first, kind="goals")[0]
    section = Section.objects.create(
        agreement=second, key=old.key, kind="goals", heading=old.heading, columns=old.columns
    )
    goal = old.goals.all()[0]
    new = Goal.objects.create(section=section, key=goal.key, title=f"{goal.title} paremmin")
    measure = goal.measures.all()[0]
    Measure.objects.create(goal=new, key=measure.key, text=measure.text, in_portfolio=measure.in_portfolio)
    return second


def test_by_default_the_year_before_is_compared_and_what_is_expected_is_told_apart() -> None:
    page = signed_in().get(COMPARE).content.decode()
    assert "Yhteiset palvelut 2020" in page
    assert "the turn of the year makes by itself" in page
    real = page.partition("the turn of the year makes by itself")[0]
    assert "Toteutunut 2019" not in real


def test_a_real_difference_is_told_word_by_word() -> None:
    save("väh. 6 kpl")
    page = signed_in().get(COMPARE).content.decode()
    assert "väh. 6 kpl</ins>" in page
    assert ">Changed</span>" in page


def test_an_earlier_state_is_compared_with_now() -> None:
    row = save("väh. 6 kpl")
    page = signed_in().get(f"{COMPARE}?from=0").content.decode()
    assert "before the first step" in page
    assert "väh. 6 kpl</ins>" in page
    assert row.measure.text.split()[0] in page
    assert "Nothing differs." in signed_in().get(f"{COMPARE}?from=1").content.decode()


def test_by_default_a_version_is_compared_with_the_one_before() -> None:
    second_version()
    page = signed_in("sari.niemi").get("/agreements/asiakaspalvelut-2021/compare/?version=2").content.decode()
    assert "version 1" in page
    assert "paremmin</ins>" in page
    assert ">Removed</span>" in page


def test_the_older_document_comes_first_whichever_was_asked() -> None:
    page = signed_in().get(f"/agreements/yhteiset-palvelut-2020/compare/?with={DRAFT}").content.decode()
    assert "Yhteiset palvelut 2020 – Yhteiset palvelut 2021" in page


def test_a_document_without_an_earlier_one_says_so() -> None:
    page = signed_in().get("/agreements/yhteiset-palvelut-2020/compare/").content.decode()
    assert "no earlier version" in page
    assert signed_in().get("/agreements/yhteiset-palvelut-2020/compare.pdf").status_code == 404


@pytest.mark.parametrize(
    "query", ["with=porvoo-ake-2026", "with=nothing", "from=99", "from=x", f"with={DRAFT}&with_version=9"]
)
def test_what_cannot_be_seen_cannot_be_compared(query: str) -> None:
    assert signed_in().get(f"{COMPARE}?{query}").status_code == 404
    assert signed_in().get(f"/agreements/{DRAFT}/compare.pdf?{query}").status_code == 404


def test_the_comparison_is_taken_out_as_a_pdf() -> None:
    save("väh. 6 kpl")
    response = signed_in().get(f"/agreements/{DRAFT}/compare.pdf?from=0")
    assert response["Content-Type"] == "application/pdf"
    assert DRAFT in response["Content-Disposition"]
    assert response.content.startswith(b"%PDF")
