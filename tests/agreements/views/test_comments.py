"""The pages of comments: read by everybody who reads the document, written in plain forms or from a script."""

from html import unescape

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from agreements.models import Agreement, Comment, Status, User
from agreements.services.comments import WHOLE, comment_add, comment_answer
from metrics.models import Metric

pytestmark = pytest.mark.usefixtures("examples")

DRAFT = "yhteiset-palvelut-2021"
ADDRESS = f"/agreements/{DRAFT}/comments/"
# The session and the user; the document and the roles in its unit.
EVERY = 4
# Comments; the sections with their single rows, parties, and the five kinds of row in tables; what was deleted.
ALL = EVERY + 1 + 2 + 5 + 1
# As many, but for what was deleted.
COUNTS = ALL - 1
# The row; its comments.
ONE = EVERY + 1 + 1


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=f"{name}@example.org"))
    return client


def draft() -> Agreement:
    return Agreement.objects.get(slug=DRAFT)


def metrics() -> list[Metric]:
    return list(Metric.objects.filter(measure__goal__section__agreement__slug=DRAFT).order_by("pk"))


def say(row: Metric | None, text: str = "Onko tämä oikein?", *, by: str = "juhani.makela") -> Comment:
    return comment_add(
        agreement=draft(),
        kind="metric" if row else "agreement",
        key=row.key if row else WHOLE,
        text=text,
        by=User.objects.get(email=f"{by}@example.org"),
        at=timezone.now(),
    )


def words_of(content: bytes) -> str:
    return unescape(content.decode()).replace("\u00ad", "").replace("\u2060", "")


def test_a_row_is_commented_answered_and_resolved_in_plain_forms() -> None:
    row = metrics()[0]
    address = f"{ADDRESS}?row=metric-{row.pk}"
    director, head = signed_in("juhani.makela"), signed_in("helena.laine")
    response = director.post(address, {"text": "Onko tämä oikein?"})
    first = Comment.objects.get()
    assert response["Location"] == f"{address}#comment-{first.pk}"
    response = head.post(f"{ADDRESS}{first.pk}/?row=metric-{row.pk}", {"do": "answer", "text": "On."})
    assert response["Location"] == f"{address}#comment-{first.pk}"
    page = words_of(director.get(address).content)
    assert row.text in page
    assert page.index("Onko tämä oikein?") < page.index("On.")
    director.post(f"{ADDRESS}{first.pk}/", {"do": "resolve", "text": ""})
    first.refresh_from_db()
    assert first.resolved_by == User.objects.get(name="Juhani Mäkelä")
    head.post(f"{ADDRESS}{first.pk}/", {"do": "reopen"})
    first.refresh_from_db()
    assert first.resolved_by is None


def test_any_row_can_be_chosen_without_a_script() -> None:
    row = metrics()[0]
    page = words_of(signed_in("juhani.makela").get(ADDRESS).content)
    assert f'<option value="metric-{row.pk}">Mittari: {row.text}</option>' in page
    assert "<select" not in words_of(signed_in("kaisa.lehto").get(ADDRESS).content)


def test_a_form_sent_without_its_button_does_what_the_button_would() -> None:
    """A script that gives up sends the form as it stands."""
    first = say(metrics()[0])
    page = signed_in("helena.laine").get(ADDRESS).content.decode()
    form = page.split(f'id="comment-{first.pk}"')[1].split("</form>")[0]
    assert '<input type="hidden" name="do" value="answer">' in form


def test_without_a_row_the_whole_document_is_commented() -> None:
    signed_in("helena.laine").post(ADDRESS, {"text": "Hieno."})
    assert (Comment.objects.get().kind, Comment.objects.get().key) == ("agreement", WHOLE)


def test_ones_own_comment_is_changed_and_withdrawn() -> None:
    client, first = signed_in("juhani.makela"), say(metrics()[0])
    client.post(f"{ADDRESS}{first.pk}/", {"do": "change", "text": "Toisin."})
    assert Comment.objects.get().text == "Toisin."
    assert client.post(f"{ADDRESS}{first.pk}/", {"do": "withdraw"})["Location"] == ADDRESS
    assert not Comment.objects.exists()


def test_a_script_gets_one_rows_comments_alone() -> None:
    row = metrics()[0]
    client, script = signed_in("helena.laine"), {"X-Requested-With": "fetch"}
    address = f"{ADDRESS}?row=metric-{row.pk}"
    empty = client.get(address, headers=script).content.decode()
    assert "<html" not in empty
    assert f'data-comments="metric-{row.pk}" data-open="0"' in empty
    said = client.post(address, {"text": "Hm."}, headers=script)
    assert (said.status_code, 'data-open="1"' in said.content.decode()) == (200, True)
    first = Comment.objects.get()
    answered = client.post(f"{ADDRESS}{first.pk}/", {"do": "resolve", "text": "Jaha."}, headers=script)
    assert f'data-comments="metric-{row.pk}" data-open="0"' in answered.content.decode()


def test_a_script_gets_how_many_are_open_by_row(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    row = metrics()[0]
    client = signed_in("kaisa.lehto")
    say(row)
    say(row, "Entä tämä?")
    say(None)
    with django_assert_num_queries(COUNTS):
        counts = client.get(f"{ADDRESS}?counts=1").json()
    assert counts == {f"metric-{row.pk}": 2, f"agreement-{draft().pk}": 1}


@pytest.mark.parametrize("text", ["", "\u200b", "a\x0bb", "a\u202eb", "x" * 5_001])
@pytest.mark.parametrize("fetch", [True, False])
def test_a_refused_text_stays_beside_its_message(text: str, fetch: bool) -> None:
    row = metrics()[0]
    first = say(row)
    client = signed_in("helena.laine")
    headers = {"X-Requested-With": "fetch"} if fetch else {}
    for address, data in (
        (f"{ADDRESS}?row=metric-{row.pk}", {}),
        (ADDRESS, {}),
        (f"{ADDRESS}{first.pk}/", {"do": "answer"}),
    ):
        response = client.post(address, {**data, "text": text}, headers=headers)
        page = response.content.decode()
        assert response.status_code == 422
        assert page.count('aria-invalid="true"') == 1
        assert page.count('class="errorlist"') == 1
        assert "<html lang" not in page if fetch else "<html lang" in page
        assert text in unescape(page)
    assert Comment.objects.count() == 1


def test_what_was_withdrawn_meanwhile_leaves_the_answer_to_be_said_anew() -> None:
    client = signed_in("helena.laine")
    response = client.post(f"{ADDRESS}999999/", {"do": "answer", "text": "On se."})
    assert response.status_code == 422
    assert "On se." in response.content.decode()
    assert client.post(f"{ADDRESS}999999/", {"do": "resolve"})["Location"] == ADDRESS


def test_who_lost_the_right_keeps_the_text() -> None:
    client = signed_in("helena.laine")
    Agreement.objects.filter(slug=DRAFT).update(status=Status.CLOSED, signed="paper")
    response = client.post(ADDRESS, {"text": "Ehdin vielä?"})
    assert response.status_code == 422
    assert "Ehdin vielä?" in response.content.decode()
    assert not Comment.objects.exists()


def test_comments_are_filtered() -> None:
    first, second = metrics()[:2]
    say(first, "Ensimmäinen")
    resolved = say(second, "Toinen", by="helena.laine")
    client = signed_in("helena.laine")
    client.post(f"{ADDRESS}{resolved.pk}/", {"do": "resolve"})
    shown = {}
    for show in ("", "open", "resolved", "mine", "nonsense"):
        page = client.get(ADDRESS, {"show": show}).content.decode()
        shown[show] = [word for word in ("Ensimmäinen", "Toinen") if word in page]
    both = ["Ensimmäinen", "Toinen"]
    assert shown == {"": both, "open": both[:1], "resolved": both[1:], "mine": both[1:], "nonsense": both}


def test_a_viewer_reads_and_writes_nothing() -> None:
    first = say(metrics()[0])
    client = signed_in("kaisa.lehto")
    page = client.get(ADDRESS).content.decode()
    assert first.text in page
    assert "<textarea" not in page
    assert client.post(f"{ADDRESS}{first.pk}/", {"do": "resolve"}).status_code == 403
    assert client.post(ADDRESS, {"text": "Hei"}).status_code == 422
    assert Comment.objects.count() == 1


def test_others_find_nothing() -> None:
    first = say(metrics()[0])
    client = signed_in("maria.lindholm")
    for response in (
        client.get(ADDRESS),
        client.post(ADDRESS, {"text": "Hei"}),
        client.post(f"{ADDRESS}{first.pk}/", {"do": "resolve"}),
    ):
        assert response.status_code == 404


@pytest.mark.parametrize("query", ["row=metric", "row=poem-1", "row=metric-999999999", "row=metric-" + "9" * 30])
def test_a_row_that_never_was_is_not_found(query: str) -> None:
    assert signed_in("helena.laine").get(f"{ADDRESS}?{query}").status_code == 404


def test_another_documents_row_and_comment_are_not_found() -> None:
    other = Metric.objects.filter(measure__goal__section__agreement__slug="yhteiset-palvelut-2020").first()
    assert other
    client = signed_in("helena.laine")
    assert client.get(f"{ADDRESS}?row=metric-{other.pk}").status_code == 404
    first = say(metrics()[0])
    client.post(f"/agreements/yhteiset-palvelut-2020/comments/{first.pk}/", {"do": "resolve"})
    first.refresh_from_db()
    assert first.resolved_at is None


def test_an_unknown_doing_is_none() -> None:
    first = say(metrics()[0])
    assert signed_in("helena.laine").post(f"{ADDRESS}{first.pk}/", {"do": "burn"}).status_code == 400


@pytest.mark.parametrize("count", [0, 12])
def test_the_pages_take_as_many_queries_however_much_is_said(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for row in metrics()[:count]:
        comment_answer(
            comment=say(row), text="On.", by=User.objects.get(email="helena.laine@example.org"), at=timezone.now()
        )
    client, row = signed_in("helena.laine"), metrics()[0]
    with django_assert_num_queries(ALL):
        client.get(ADDRESS)
    with django_assert_num_queries(ONE):
        client.get(f"{ADDRESS}?row=metric-{row.pk}")
