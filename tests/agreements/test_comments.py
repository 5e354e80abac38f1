"""What has been said, by row, and whom it awaits."""

import datetime

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from agreements.comments import comments_part, open_comments, place_of, places_of, row_name, talks_of
from agreements.models import Agreement, Comment, Goal, Party, User
from agreements.services.comments import WHOLE, comment_add, comment_answer, comment_resolve
from agreements.services.rows import row_delete
from metrics.models import Metric

pytestmark = pytest.mark.usefixtures("examples")

DRAFT = "yhteiset-palvelut-2021"
AT = datetime.datetime(2027, 3, 1, 9, 15, tzinfo=datetime.UTC)


def user(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")


def draft() -> Agreement:
    return Agreement.objects.get(slug=DRAFT)


def metrics() -> list[Metric]:
    return list(Metric.objects.filter(measure__goal__section__agreement__slug=DRAFT).order_by("pk"))


def say(
    row: Metric | None, text: str = "Onko tämä oikein?", *, by: str = "juhani.makela", slug: str = DRAFT
) -> Comment:
    return comment_add(
        agreement=Agreement.objects.get(slug=slug),
        kind="metric" if row else "agreement",
        key=row.key if row else WHOLE,
        text=text,
        by=user(by),
        at=AT,
    )


def resolve(comment: Comment, by: str = "helena.laine") -> None:
    comment_resolve(comment=comment, by=user(by), at=AT)


def awaiting(name: str) -> dict[str, int]:
    documents = comments_part(user(name), datetime.date(2027, 3, 2)).content.first
    return {document.slug: document.waiting for document in documents}


def test_open_comments_are_counted_by_row_in_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    first, second = metrics()[:2]
    say(first)
    comment_answer(comment=say(first), text="On.", by=user("helena.laine"), at=AT)
    resolve(say(second))
    say(None)
    agreement = draft()
    with django_assert_num_queries(1):
        counts = open_comments(agreement)
    assert counts == {("metric", str(first.key)): 2, ("agreement", ""): 1}


def test_rows_with_something_open_come_first_and_then_the_documents_order() -> None:
    first, second, third = metrics()[:3]
    resolve(say(first))
    say(third)
    say(second)
    say(None)
    talks = talks_of(draft(), places_of(draft()), reader=user("helena.laine"), may_comment=True)
    assert [(talk.place.words, talk.open) for talk in talks] == [
        (draft().title, 1),
        (second.text, 1),
        (third.text, 1),
        (first.text, 0),
    ]
    assert talks[1].place.anchor == f"s{second.measure.goal.section_id}"


def test_a_deleted_row_keeps_its_comments_under_its_last_words() -> None:
    row = metrics()[0]
    goal = row.measure.goal
    say(row)
    row_delete(
        agreement=draft(), kind="goal", pk=goal.pk, version=goal.version, by=user("helena.laine"), at=timezone.now()
    )
    (talk,) = talks_of(draft(), places_of(draft()), reader=None, may_comment=False)
    assert (talk.place.words, talk.place.is_gone, talk.place.row) == (row.text, True, f"metric-{row.pk}")
    assert place_of(draft(), "metric", row.pk) == talk.place
    assert not Goal.objects.filter(pk=goal.pk).exists()


def test_only_ones_own_last_word_can_be_changed() -> None:
    first = say(metrics()[0])
    comment_answer(comment=first, text="On.", by=user("helena.laine"), at=AT + datetime.timedelta(hours=1))
    (talk,) = talks_of(draft(), places_of(draft()), reader=user("helena.laine"), may_comment=True)
    (thread,) = talk.threads
    assert (thread.first.may_change, thread.answers[0].may_change, thread.with_reader) == (False, True, True)
    (talk,) = talks_of(draft(), places_of(draft()), reader=user("pekka.salo"), may_comment=True)
    assert not talk.threads[0].answers[0].may_change
    assert not talk.threads[0].with_reader


@pytest.mark.parametrize("name", ["metric", "metric-", "poem-1", "metric-1x", "metric-" + "9" * 19, "-1", "metric-١"])
def test_what_is_no_rows_name_is_none(name: str) -> None:
    assert row_name(name) is None


def test_a_comment_awaits_those_who_edit_the_draft_and_not_whoever_said_it() -> None:
    say(metrics()[0])
    assert awaiting("helena.laine") == {DRAFT: 1}
    assert awaiting("pekka.salo") == {DRAFT: 1}
    assert awaiting("juhani.makela") == {}
    assert awaiting("sari.niemi") == awaiting("tuula.heino") == awaiting("kaisa.lehto") == {}


def test_an_answer_awaits_whoever_asked_and_no_longer_whoever_answered() -> None:
    first = say(metrics()[0])
    comment_answer(comment=first, text="On.", by=user("helena.laine"), at=AT + datetime.timedelta(hours=1))
    assert (awaiting("helena.laine"), awaiting("juhani.makela")) == ({}, {DRAFT: 1})
    resolve(first)
    assert awaiting("juhani.makela") == {}


def test_a_comment_awaits_those_whom_the_row_names() -> None:
    row = metrics()[0]
    row.responsible = user("mikko.saarinen")
    row.save()
    party = Party.objects.get(agreement=draft(), user=user("anna-leena.virta"))
    say(row)
    assert awaiting("mikko.saarinen") == {DRAFT: 1}
    assert awaiting("anna-leena.virta") == {}
    comment_add(agreement=draft(), kind="party", key=party.key, text="Kuka?", by=user("juhani.makela"), at=AT)
    assert awaiting("anna-leena.virta") == {DRAFT: 1}


def test_nothing_of_another_citys_document_awaits_a_named_person() -> None:
    row = metrics()[0]
    row.responsible = user("maria.lindholm")
    row.save()
    say(row)
    assert awaiting("maria.lindholm") == {}


def test_the_desk_takes_one_query_however_much_is_said(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    helena = user("helena.laine")
    for row in metrics()[:10]:
        say(row)
    say(None, slug="yhteiset-palvelut-2020")
    with django_assert_num_queries(1):
        laid = comments_part(helena, datetime.date(2027, 3, 2))
    assert (laid.awaiting, awaiting("helena.laine")) == (2, {DRAFT: 10, "yhteiset-palvelut-2020": 1})
