"""What the checks say of whole documents."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from agreements.checks import Finding, checks_of, short
from agreements.models import Agreement, Party, Section, User
from agreements.rows.snapshot import load_snapshot
from tests.agreements.checking import DRAFT, PORVOO_PLAN, PROJECT, TURKU_PLAN, codes, findings, told

pytestmark = pytest.mark.usefixtures("examples")


def test_each_example_tells_what_is_true_of_it() -> None:
    said = {
        slug: codes(slug)
        for slug in ("asiakaspalvelut-2021", "yhteiset-palvelut-2020", TURKU_PLAN, PROJECT, PORVOO_PLAN, DRAFT)
    }
    assert said == {
        "asiakaspalvelut-2021": [
            *["k_without_project"] * 2,
            "metric_without_target",
            "measure_without_metric",
            "party_without_name",
        ],
        "yhteiset-palvelut-2020": [*["k_without_project"] * 3, "party_without_name"],
        TURKU_PLAN: ["no_parties"],
        PROJECT: ["granted_below_plan", "no_parties"],
        PORVOO_PLAN: ["no_parties"],
        DRAFT: [*["k_without_project"] * 3, "no_amounts", "party_without_name"],
    }


def test_a_party_without_a_name_is_told_and_one_with_a_name_is_not() -> None:
    party = Party.objects.filter(agreement__slug=DRAFT).order_by("position")[0]
    (finding,) = (each for each in findings(DRAFT) if each.code == "party_without_name")
    assert finding.anchor == f"party-{party.pk}-name"
    assert finding.sentence == "Parties have no names: toimialajohtaja, palvelualuejohtaja, tulosyksikön päällikkö"
    Party.objects.filter(agreement__slug=DRAFT).exclude(pk=party.pk).update(name="Anna Aho")
    assert told(DRAFT, "party_without_name") == ["A party has no name: toimialajohtaja"]
    Party.objects.filter(pk=party.pk).update(name="Juhani Mäkelä")
    assert told(DRAFT, "party_without_name") == []


def test_a_document_without_parties_is_told() -> None:
    assert "no_parties" not in codes(DRAFT)
    Party.objects.filter(agreement__slug=DRAFT).delete()
    finding = findings(DRAFT)[-1]
    assert (finding.code, finding.anchor, finding.section) == ("no_parties", "signatures", None)


def test_findings_stand_in_reading_order() -> None:
    sections = [section.pk for section in Section.objects.filter(agreement__slug=DRAFT, parent=None)]
    Section.objects.filter(pk=sections[0]).update(position=9)
    assert [finding.code for finding in findings(DRAFT)][:2] == ["no_amounts", "k_without_project"]


def test_a_sentence_says_which_words_are_the_documents() -> None:
    finding = Finding(
        code="",
        words="The goal “%(goal)s” isn't %(share)s\u00a0%%",
        row="goal-1",
        quotes={"goal": "<b>50 % & {0}</b>"},
        figures={"share": "<1"},
    )
    assert finding.sentence == "The goal “<b>50 % & {0}</b>” isn't <1\u00a0%"
    assert finding.html("fi") == (
        'The goal “<span lang="fi">&lt;b&gt;50 % &amp; {0}&lt;/b&gt;</span>” isn&#x27;t &lt;1\u00a0%'
    )


def test_a_quote_is_short_and_on_one_line() -> None:
    assert short("Tilat\n ja  palvelut") == "Tilat ja palvelut"
    assert short("a" * 46) == "a" * 45 + "…"
    assert short("Henkilökohtaiset palvelut, varattavissa Varaamon, kautta") == (
        "Henkilökohtaiset palvelut, varattavissa…"
    )
    assert short(None) == ""


def test_checks_ask_the_database_nothing_of_a_document_without_positions(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    agreement = Agreement.objects.get(slug=DRAFT)
    snapshot, user = load_snapshot(agreement), User.objects.get(email="helena.laine@example.org")
    with django_assert_num_queries(0):
        checks_of(agreement, snapshot, user=user)


WRITTEN = st.one_of(st.none(), st.text(), st.sampled_from(["0", "-5", "1 000", "€7", "50 %", "%(x)s", "{0}", "5 htv"]))
FREE = {"title", "outcome", "text", "target", "percent", "tasks", "declared_total", "headcount", "situation", "label"}
AMOUNTS = {"budget", "applied", "own", "other_applied", "total", "granted"}


@pytest.mark.parametrize("slug", ["asiakaspalvelut-2021", TURKU_PLAN, PORVOO_PLAN, PROJECT])
def test_whatever_is_written_is_checked(slug: str) -> None:
    agreement, user = Agreement.objects.get(slug=slug), User.objects.get(email="pekka.salo@example.org")
    snapshot = load_snapshot(agreement)

    @given(st.data())
    def check(data: st.DataObject) -> None:
        changed = copy.deepcopy(snapshot)
        rows = st.sampled_from(list(changed.rows.values()))
        for row in data.draw(st.lists(rows, min_size=1, max_size=5)):
            for name in sorted((FREE | AMOUNTS) & set(row.state)):
                written = data.draw(WRITTEN)
                row.state[name] = written or "–" if name in {"title", "text", "label"} else written
        for finding in checks_of(agreement, changed, user=user):
            assert finding.sentence
            assert finding.html("fi")

    check()
