"""Comments: said, answered, resolved, changed and withdrawn, by those who may, until the document is closed."""

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from agreements.models import Agreement, Comment, Status, User
from agreements.services.comments import (
    LONGEST,
    WHOLE,
    comment_add,
    comment_answer,
    comment_change,
    comment_reopen,
    comment_resolve,
    comment_withdraw,
)
from agreements.services.rows import row_delete
from agreements.services.steps import RowGoneError
from metrics.models import Metric
from staffing.models import StaffingTable

pytestmark = pytest.mark.usefixtures("examples")

DRAFT = "yhteiset-palvelut-2021"
AT = datetime.datetime(2027, 3, 1, 9, 15, tzinfo=datetime.UTC)


def user(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")


def draft() -> Agreement:
    return Agreement.objects.get(slug=DRAFT)


def metric() -> Metric:
    found = Metric.objects.filter(measure__goal__section__agreement__slug=DRAFT).order_by("pk").first()
    assert found
    return found


def add(text: str = "Onko tämä oikein?", *, by: str = "juhani.makela", kind: str = "metric") -> Comment:
    key = metric().key if kind == "metric" else WHOLE
    return comment_add(agreement=draft(), kind=kind, key=key, text=text, by=user(by), at=AT)


def answer(comment: Comment, text: str = "On.", *, by: str = "helena.laine") -> Comment:
    return comment_answer(comment=comment, text=text, by=user(by), at=AT + datetime.timedelta(hours=1))


def test_a_comment_says_who_when_and_of_which_row() -> None:
    said = add("  Onko tämä\r\noikein? ")
    assert (said.text, said.by, said.at) == ("Onko tämä\noikein?", user("juhani.makela"), AT)
    assert (said.agreement, said.kind, said.key) == (draft(), "metric", metric().key)


def test_the_whole_document_and_a_single_row_are_commented_too() -> None:
    assert add(kind="agreement").key == WHOLE
    table = StaffingTable.objects.get(section__agreement=draft())
    said = comment_add(
        agreement=draft(), kind="staffing", key=table.section.key, text="Hm", by=user("helena.laine"), at=AT
    )
    assert said.kind == "staffing"


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "a\x0bb", "a\u202eb", "a" * (LONGEST + 1)])
def test_a_text_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        add(text)
    said = add()
    with pytest.raises(ValidationError):
        answer(said, text)
    with pytest.raises(ValidationError):
        comment_change(comment=said, text=text, by=said.by, at=AT)
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(("kind", "key"), [("metric", uuid.uuid4()), ("agreement", uuid.uuid4()), ("poem", WHOLE)])
def test_what_the_document_does_not_have_is_not_commented(kind: str, key: uuid.UUID) -> None:
    with pytest.raises(RowGoneError):
        comment_add(agreement=draft(), kind=kind, key=key, text="Hm", by=user("helena.laine"), at=AT)


def test_an_answer_to_an_answer_answers_the_first() -> None:
    first = add()
    second = answer(answer(first), "Hyvä.", by="juhani.makela")
    assert (second.answers, second.kind, second.key) == (first, first.kind, first.key)


def test_a_comment_on_a_deleted_row_is_still_answered_and_resolved() -> None:
    first = add()
    row = metric()
    row_delete(
        agreement=draft(), kind="metric", pk=row.pk, version=row.version, by=user("helena.laine"), at=timezone.now()
    )
    answer(first)
    assert comment_resolve(comment=first, by=user("helena.laine"), at=AT).resolved_by == user("helena.laine")


def test_resolving_twice_keeps_the_first_and_opening_again_takes_it_away() -> None:
    first = add()
    comment_resolve(comment=first, by=user("helena.laine"), at=AT)
    comment_resolve(comment=first, by=user("juhani.makela"), at=AT + datetime.timedelta(days=1))
    first.refresh_from_db()
    assert (first.resolved_at, first.resolved_by) == (AT, user("helena.laine"))
    comment_reopen(comment=first, by=user("juhani.makela"))
    first.refresh_from_db()
    assert (first.resolved_at, first.resolved_by) == (None, None)


def test_words_said_while_resolving_are_the_last_answer() -> None:
    first = add()
    comment_resolve(comment=first, by=user("helena.laine"), at=AT, text="Korjattu.")
    first.refresh_from_db()
    assert [reply.text for reply in first.replies.all()] == ["Korjattu."]
    assert first.resolved_at == AT


def test_an_answer_opens_again_what_was_resolved() -> None:
    first = add()
    comment_resolve(comment=first, by=user("helena.laine"), at=AT)
    answer(first, by="juhani.makela")
    first.refresh_from_db()
    assert first.resolved_at is None


def test_ones_own_last_word_is_changed_and_withdrawn() -> None:
    first = add()
    later = AT + datetime.timedelta(minutes=5)
    changed = comment_change(comment=first, text="Onko tämä varmasti oikein?", by=first.by, at=later)
    assert (changed.text, changed.at) == ("Onko tämä varmasti oikein?", later)
    comment_withdraw(comment=answer(first), by=user("helena.laine"))
    comment_withdraw(comment=first, by=first.by)
    assert not Comment.objects.exists()


@pytest.mark.parametrize("resolved", [True, False])
def test_what_was_answered_or_resolved_stays_as_it_is(resolved: bool) -> None:
    first = add()
    if resolved:
        comment_resolve(comment=first, by=user("helena.laine"), at=AT)
    else:
        answer(first)
    with pytest.raises(ValidationError):
        comment_change(comment=first, text="Muuta", by=first.by, at=AT)
    with pytest.raises(ValidationError):
        comment_withdraw(comment=first, by=first.by)


def test_nobody_changes_anothers_words() -> None:
    first = add()
    with pytest.raises(PermissionDenied):
        comment_change(comment=first, text="Muuta", by=user("helena.laine"), at=AT)
    with pytest.raises(PermissionDenied):
        comment_withdraw(comment=first, by=user("helena.laine"))


def test_what_was_withdrawn_meanwhile_is_not_answered() -> None:
    first = add()
    comment_withdraw(comment=first, by=first.by)
    with pytest.raises(RowGoneError):
        answer(first)
    with pytest.raises(RowGoneError):
        comment_resolve(comment=first, by=user("helena.laine"), at=AT)


@pytest.mark.parametrize("name", ["kaisa.lehto", "maria.lindholm", "sari.niemi", "admin"])
def test_viewers_and_others_units_do_not_comment(name: str) -> None:
    first = add()
    with pytest.raises(PermissionDenied):
        add(by=name)
    with pytest.raises(PermissionDenied):
        answer(first, by=name)
    with pytest.raises(PermissionDenied):
        comment_resolve(comment=first, by=user(name), at=AT)
    with pytest.raises(PermissionDenied):
        comment_reopen(comment=first, by=user(name))


@pytest.mark.parametrize("status", Status.values)
def test_comments_go_on_until_the_document_is_closed(status: str) -> None:
    first = add()
    Agreement.objects.filter(slug=DRAFT).update(status=status, signed="paper")
    if status == Status.CLOSED:
        with pytest.raises(PermissionDenied):
            answer(first)
    else:
        assert answer(first).answers == first
