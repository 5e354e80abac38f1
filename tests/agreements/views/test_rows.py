"""What is done to rows over HTTP, by the editor's script and by plain forms."""

import html
import json
import re
import uuid
from typing import Any

import pytest
from django.db.models import Count
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements.models import Agreement, Goal, Measure, Membership, Role, Section, Status, User
from metrics.models import Metric
from tests.agreements.deeds import (
    DRAFT,
    EDIT,
    SCRIPT,
    WORDS,
    deeds,
    draft,
    everything,
    goal,
    line,
    metric,
    nothing_changes,
    section,
    signed_in,
    words_of,
)

pytestmark = pytest.mark.usefixtures("examples")
EDITORS = ("helena.laine", "pekka.salo")
READERS = ("mikko.saarinen", "anna-leena.virta", "kaisa.lehto", "juhani.makela")
OUTSIDERS = ("sari.niemi", "maria.lindholm", "virpi.aho", "admin")
FORMS = pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
TARGET = f"{EDIT}metric/"


def address(row: Metric) -> str:
    return f"{TARGET}{row.pk}/"


def save(client: Client, row: Metric, *, script: bool = True, **fields: Any) -> Any:
    return client.post(address(row), {"version": row.version, **fields}, headers=SCRIPT if script else {})


# --- every deed, by everybody ---------------------------------------------------------------------------------------


@FORMS
@pytest.mark.parametrize("name", EDITORS)
def test_editors_do_everything_and_each_deed_is_one_step_that_can_be_undone(name: str, script: bool) -> None:
    client = signed_in(name)
    start = everything()[0]
    for at in range(len(deeds())):
        before, deed = draft().revision, deeds()[at]
        response = deed.do(client, script=script)
        assert response.status_code == (200 if script else 302), (deed.name, response.content[:300])
        assert draft().revision == before + 1, deed.name
        undone = client.post(f"{EDIT}undo/", headers=SCRIPT if script else {})
        assert undone.status_code == (200 if script else 302), (deed.name, undone.content[:300])
        assert draft().revision == before + 2, deed.name
    assert states(everything()[0]) == states(start)


def states(rows: Any) -> Any:
    """Without versions: an undone row has a newer one."""
    return {key: (state, place) for key, (state, _version, place) in rows.items()}


@FORMS
def test_a_controller_edits_budgets_and_nothing_else(script: bool) -> None:
    client = signed_in("tuula.heino")
    for at in range(len(deeds())):
        deed = deeds()[at]
        if deed.right == "budget":
            assert deed.do(client, script=script).status_code == (200 if script else 302), deed.name
            continue
        with nothing_changes():
            response = deed.do(client, script=script)
            refused = (403, 409) if deed.name == "paste" else (403,)
            assert response.status_code in refused, deed.name
            assert "not" in words_of(response.content), deed.name


@FORMS
@pytest.mark.parametrize("name", READERS)
def test_whoever_only_reads_the_draft_is_told_that_they_do_not_edit_it(name: str, script: bool) -> None:
    client = signed_in(name)
    with nothing_changes():
        for deed in deeds():
            response = deed.do(client, script=script)
            assert response.status_code == 403, deed.name
            assert "edited by the unit" in html.unescape(response.content.decode()), deed.name
        assert client.post(f"{EDIT}undo/", headers=SCRIPT if script else {}).status_code == 403


@FORMS
@pytest.mark.parametrize("name", OUTSIDERS)
def test_outside_ones_units_there_is_no_such_document(name: str, script: bool) -> None:
    client = signed_in(name)
    with nothing_changes():
        for deed in deeds():
            path = f"/agreements/no-such/edit/{deed.path}"
            missing = client.post(path, deed.fields, headers=SCRIPT if script else {})
            response = deed.do(client, script=script)
            assert (response.status_code, missing.status_code) == (404, 404), deed.name
            assert same(response.content) == same(missing.content), deed.name
    for path in ("", "checks/", f"sections/{section('goals').pk}/", f"metric/{metric().pk}/", "goal/add/"):
        response, missing = client.get(EDIT + path), client.get(f"/agreements/no-such/edit/{path}")
        assert (response.status_code, missing.status_code) == (404, 404), path
        assert same(response.content) == same(missing.content), path


def same(content: bytes) -> str:
    """The page without what differs each time, and without its own address."""
    page = re.sub(r'name="(csrfmiddlewaretoken|next)" value="[^"]*"', "", content.decode())
    return page.replace("no-such", DRAFT)


@FORMS
def test_whoever_is_not_signed_in_is_asked_to(script: bool) -> None:
    with nothing_changes():
        for deed in deeds():
            response = deed.do(Client(), script=script)
            assert response.status_code == 302
            assert response["Location"].startswith("/login/")


@FORMS
@pytest.mark.parametrize("status", [status for status in Status if status != Status.DRAFT])
def test_only_a_draft_is_edited_and_what_was_typed_is_kept(status: Status, script: bool) -> None:
    Agreement.objects.filter(slug=DRAFT).update(status=status, signed="paper")
    client = signed_in()
    with nothing_changes():
        for deed in deeds():
            response = deed.do(client, script=script)
            assert response.status_code == 403, deed.name
            said = json.loads(response.content) if script else html.unescape(response.content.decode())
            assert "Only a draft is edited" in str(said), deed.name
            if not script and WORDS in str(deed.fields) and deed.name != "paste":
                assert WORDS in said, deed.name
        assert client.post(f"{EDIT}undo/").status_code == 403


@FORMS
def test_a_role_that_was_taken_away_while_the_form_was_open(script: bool) -> None:
    client = signed_in()
    assert client.get(address(metric())).status_code == 200
    Membership.objects.filter(user__email="helena.laine@example.org").delete()
    with nothing_changes():
        response = save(client, metric(), script=script, target=WORDS)
        assert response.status_code == 404
        assert script or WORDS in response.content.decode()


@FORMS
def test_a_role_that_became_a_lesser_one_while_the_form_was_open(script: bool) -> None:
    client = signed_in()
    Membership.objects.filter(user__email="helena.laine@example.org").update(role=Role.VIEWER)
    with nothing_changes():
        response = save(client, metric(), script=script, target=WORDS)
        assert response.status_code == 403
        assert script or WORDS in response.content.decode()


@FORMS
def test_a_deactivated_user_is_signed_out(script: bool) -> None:
    client = signed_in()
    User.objects.filter(email="helena.laine@example.org").update(is_active=False)
    with nothing_changes():
        assert save(client, metric(), script=script, target=WORDS).status_code == 302


@FORMS
def test_a_page_opened_by_one_person_saves_nothing_in_the_name_of_another(script: bool) -> None:
    client, other = signed_in("pekka.salo"), User.objects.get(email="helena.laine@example.org")
    with nothing_changes():
        response = save(client, metric(), script=script, target=WORDS, **{"as": other.pk})
        assert response.status_code == 403
        assert "You are signed in as Pekka Salo" in html.unescape(response.content.decode())
        undo = client.post(f"{EDIT}undo/", {"as": other.pk}, headers=SCRIPT if script else {})
        assert undo.status_code == 403


def test_a_token_that_has_grown_old_is_answered_so_that_the_script_asks_to_sign_in() -> None:
    """static/js/edit/server.js takes a 403 that is no JSON for a session that has ended."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(email="helena.laine@example.org"))
    with nothing_changes():
        response = save(client, metric(), target=WORDS)
    assert response.status_code == 403
    assert response["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("path", ["undo/", "presence/", "metric/1/delete/", "metric/1/move/", "metric/1/try/"])
def test_what_changes_something_is_not_done_by_following_a_link(path: str) -> None:
    assert signed_in().get(EDIT + path).status_code == 405


# --- saving ---------------------------------------------------------------------------------------------------------


def test_a_save_answers_the_version_the_texts_as_stored_and_the_hints() -> None:
    row = metric()
    answer = save(signed_in(), row, target="  väh. 6 kpl ").json()
    assert (answer["version"], answer["values"], answer["revision"]) == (row.version + 1, {"target": "väh. 6 kpl"}, 1)
    assert answer["said"].startswith("Saved")
    assert f"metric-{row.pk}-target" in answer["hints"]


def test_a_conflict_shows_both_texts_and_the_version_to_save_on() -> None:
    row = metric()
    save(signed_in("pekka.salo"), row, target="6–8")
    response = save(signed_in(), row, target="väh. 6")
    assert response.status_code == 409
    assert response.json()["version"] == row.version + 1
    panel = html.unescape(response.json()["conflict"])
    assert 'data-text="väh. 6"' in panel
    assert 'data-text="6–8"' in panel
    assert "Pekka Salo" in panel
    again = signed_in().post(address(row), {"version": row.version + 1, "target": "väh. 6"}, headers=SCRIPT)
    assert again.json()["version"] == row.version + 2


def test_a_plain_form_in_conflict_keeps_ones_own_text_and_takes_what_only_the_other_changed() -> None:
    row = metric()
    save(signed_in("pekka.salo"), row, target="6–8", prior="5")
    typed = {"text": row.text, "target": "väh. 6", "prior": row.prior or ""}
    with nothing_changes():
        response = save(signed_in(), row, script=False, **typed)
    page = html.unescape(response.content.decode())
    assert response.status_code == 422
    assert field_of(page, f"metric-{row.pk}-target") == "väh. 6"
    assert field_of(page, f"metric-{row.pk}-prior") == "5"
    assert f'name="version" value="{row.version + 1}"' in page
    assert "6–8" in page


def test_bad_text_in_a_plain_form_does_not_hide_what_another_saved_meanwhile() -> None:
    """The form is shown again on the version that it was on: saved anew, it still meets the other's change."""
    row = metric()
    save(signed_in("pekka.salo"), row, prior="5")
    response = save(signed_in(), row, script=False, target="a\u202eb", prior=row.prior or "")
    assert response.status_code == 422
    assert f'name="version" value="{row.version}"' in response.content.decode()


def field_of(page: str, name: str) -> str:
    found = re.search(rf'<textarea[^>]* id="{name}"[^>]*>([^<]*)</textarea>', page)
    assert found, name
    return found[1].strip()


# --- bad input ------------------------------------------------------------------------------------------------------

BAD_TEXTS = {
    "only zero-width characters": ("\u200b\u200d\ufeff", "Nothing of this text can be seen"),
    "a vertical tab": ("a\x0bb", "U+000B"),
    "a bidi override": ("a\u202eb", "U+202E"),
    "a null": ("a\x00b", "U+0000"),
    "three megabytes": ("ä" * 1_500_000, "At most 2000 characters"),
}


@FORMS
@pytest.mark.parametrize(("text", "said"), BAD_TEXTS.values(), ids=BAD_TEXTS.keys())
def test_a_text_that_cannot_stand_there_is_refused_beside_its_field(text: str, said: str, script: bool) -> None:
    row = metric()
    with nothing_changes():
        response = save(signed_in(), row, script=script, target=text, prior="5")
    assert response.status_code == 422
    if script:
        assert list(response.json()["errors"]) == ["target"]
        assert said in response.json()["errors"]["target"][0]
        return
    page = html.unescape(response.content.decode())
    assert said in page
    assert f'href="#metric-{row.pk}-target"' in page
    assert text in page
    assert field_of(page, f"metric-{row.pk}-prior") == "5"


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_errors_are_in_the_readers_language(language: str) -> None:
    english = save(signed_in(), metric(), target="\u200b").json()["errors"]
    assert save(signed_in(language=language), metric(), target="\u200b").json()["errors"] != english


def test_a_lone_surrogate_becomes_no_error_of_ours() -> None:
    """What is no UTF-8 comes with replacement characters, which can be stored and shown."""
    row = metric()
    kind = "application/x-www-form-urlencoded"
    body = f"version={row.version}&target=a%ED%A0%80b"
    response = signed_in().generic("POST", address(row), body, content_type=kind, headers=SCRIPT)
    assert response.status_code == 200
    assert "\ud800" not in (Metric.objects.get(pk=row.pk).target or "")


@FORMS
@pytest.mark.parametrize(
    "name", ["status", "unit_id", "agreement_id", "measure_id", "id", "columns.nonsense", "x" * 400]
)
def test_a_field_that_the_form_does_not_have_is_refused(name: str, script: bool) -> None:
    with nothing_changes():
        response = save(signed_in(), metric(), script=script, target=WORDS, **{name: "in_force"})
    assert response.status_code == 422
    assert "This form has no such field" in response.content.decode()
    assert script or WORDS in response.content.decode()


@FORMS
def test_a_heading_of_a_column_that_the_table_does_not_have_is_refused(script: bool) -> None:
    table = section("goals")
    fields = {"version": table.version, "columns.nonsense": "Oma sarake", "kind": "text", "parent_id": "1"}
    with nothing_changes():
        response = signed_in().post(f"{EDIT}section/{table.pk}/", fields, headers=SCRIPT if script else {})
    assert response.status_code == 422


@FORMS
def test_more_than_a_thousand_fields_are_refused_in_one_answer(script: bool) -> None:
    fields = {f"field-{at}": "x" for at in range(1_500)}
    with nothing_changes():
        response = save(signed_in(), metric(), script=script, target=WORDS, **fields)
    assert response.status_code == 422
    assert script or words_of(response.content).count("This form has no such field") == 1


@FORMS
def test_more_fields_than_the_server_reads_are_refused(script: bool) -> None:
    fields = {f"field-{at}": "x" for at in range(10_001)}
    with nothing_changes():
        assert save(signed_in(), metric(), script=script, **fields).status_code == 400


@FORMS
@pytest.mark.parametrize("version", ["", "x", "-1", "1.5", "٣", "9" * 40])
def test_a_version_that_is_none_is_refused_and_the_text_kept(version: str, script: bool) -> None:
    fields = {"version": version, "target": WORDS}
    with nothing_changes():
        response = signed_in().post(address(metric()), fields, headers=SCRIPT if script else {})
    assert response.status_code == 422
    assert script or WORDS in response.content.decode()


@FORMS
@pytest.mark.parametrize("version", ["0", "2", "2147483648", "9" * 19])
def test_a_version_that_the_row_never_had_is_a_conflict(version: str, script: bool) -> None:
    fields = {"version": version, "target": WORDS}
    with nothing_changes():
        response = signed_in().post(address(metric()), fields, headers=SCRIPT if script else {})
    assert response.status_code == (409 if script else 422)
    assert WORDS in response.content.decode()


@FORMS
@pytest.mark.parametrize("pk", [str(2**31), str(2**63), "9" * 25, "0"])
def test_an_id_that_no_row_has_is_not_found_and_the_text_kept(pk: str, script: bool) -> None:
    with nothing_changes():
        for path in (f"metric/{pk}/", f"metric/{pk}/delete/", f"metric/{pk}/move/"):
            response = signed_in().post(EDIT + path, {"version": 1, "target": WORDS}, headers=SCRIPT if script else {})
            assert response.status_code == 404, path
            assert (response.json()["gone"]) if script else (WORDS in response.content.decode()), path
    assert signed_in().get(f"{EDIT}metric/{pk}/").status_code in (302, 404)
    assert signed_in().get(f"{EDIT}sections/{pk}/").status_code == 404


@FORMS
@pytest.mark.parametrize("slug", ["yhteiset-palvelut-2020", "porvoo-ake-2026"])
def test_a_row_of_another_document_is_not_found(slug: str, script: bool) -> None:
    foreign = Metric.objects.filter(measure__goal__section__agreement__slug=slug).order_by("pk")[0]
    place = section("goals", slug)
    headers = SCRIPT if script else {}
    client = signed_in()
    with nothing_changes():
        for path, fields in (
            (f"metric/{foreign.pk}/", {"version": foreign.version, "target": WORDS}),
            (f"metric/{foreign.pk}/delete/", {"version": foreign.version}),
            (f"metric/{foreign.pk}/move/", {"parent": metric().measure_id}),
            (f"metric/{metric().pk}/move/", {"parent": foreign.measure_id}),
            ("metric/add/", {"parent": foreign.measure_id, "text": WORDS}),
            ("section/add/", {"parent": place.pk, "section_kind": "text", "heading": WORDS}),
            (f"sections/{place.pk}/paste/", {"text": WORDS, "do": "save"}),
            (f"metric/{metric().pk}/", {"version": 1, "substitute_id": "nobody@example.com"}),
        ):
            response = client.post(EDIT + path, fields, headers=headers)
            assert response.status_code in (302, 404, 422), path
            assert response.status_code != 302 or not script, path


@FORMS
def test_a_kind_that_does_not_exist_is_not_found(script: bool) -> None:
    headers = SCRIPT if script else {}
    with nothing_changes():
        for path in ("nonsense/1/", "nonsense/add/", "nonsense/1/move/", "nonsense/1/delete/", "nonsense/try/"):
            assert signed_in().post(EDIT + path, {"text": WORDS}, headers=headers).status_code == 404


@FORMS
def test_a_row_whose_table_is_gone_is_not_moved_there(script: bool) -> None:
    target = Section.objects.filter(agreement__slug=DRAFT, kind="goals").order_by("-pk")[0]
    row, client = goal(), signed_in()
    assert row.section_id != target.pk
    gone = client.post(f"{EDIT}section/{target.pk}/delete/", {"version": target.version}, headers=SCRIPT)
    assert gone.status_code == 200
    with nothing_changes():
        path = f"{EDIT}goal/{row.pk}/move/"
        response = client.post(path, {"parent": target.pk, "place": 0}, headers=SCRIPT if script else {})
        assert response.status_code == (404 if script else 302)
    if not script:
        assert "has been removed meanwhile" in words_of(client.get(EDIT).content)


@FORMS
def test_a_row_that_is_gone_gives_back_what_was_typed(script: bool) -> None:
    row, client = metric(), signed_in()
    above = row.measure.goal
    client.post(f"{EDIT}goal/{above.pk}/delete/", {"version": above.version}, headers=SCRIPT)
    with nothing_changes():
        response = save(client, row, script=script, target=WORDS)
    assert response.status_code == 404
    assert script or WORDS in response.content.decode()


@FORMS
def test_a_chapter_does_not_stand_in_itself_nor_too_deep(script: bool) -> None:
    client, headers = signed_in(), SCRIPT if script else {}
    parent: Any = section("text").pk
    top = parent
    for _depth in range(5):
        client.post(f"{EDIT}section/add/", {"section_kind": "text", "heading": "x", "parent": parent}, headers=SCRIPT)
        parent = Section.objects.order_by("-pk")[0].pk
    with nothing_changes():
        into_itself = client.post(f"{EDIT}section/{top}/move/", {"parent": parent}, headers=headers)
        onto_itself = client.post(f"{EDIT}section/{top}/move/", {"parent": top}, headers=headers)
        deeper = client.post(
            f"{EDIT}section/add/", {"section_kind": "text", "heading": WORDS, "parent": parent}, headers=headers
        )
    assert "A chapter cannot stand in itself" in into_itself.content.decode()
    assert [into_itself.status_code, onto_itself.status_code, deeper.status_code] == [422, 422, 422]
    assert "deep at most" in deeper.content.decode()
    assert script or WORDS in deeper.content.decode()


@FORMS
@pytest.mark.parametrize(("kind", "parent"), [("goal", "text"), ("line", "goals"), ("module", "budget")])
def test_rows_stand_only_in_sections_of_their_kind(kind: str, parent: str, script: bool) -> None:
    fields = {"parent": section(parent).pk, "title" if kind != "line" else "label": WORDS}
    with nothing_changes():
        response = signed_in().post(f"{EDIT}{kind}/add/", fields, headers=SCRIPT if script else {})
    assert response.status_code == 422


@FORMS
@pytest.mark.parametrize("kind", ["budget", "staffing", "agreement", "training"])
def test_what_lives_with_its_section_is_neither_added_nor_deleted_nor_moved(kind: str, script: bool) -> None:
    headers = SCRIPT if script else {}
    with nothing_changes():
        assert signed_in().post(f"{EDIT}{kind}/add/", {"parent": 1}, headers=headers).status_code == 404
        for deed in ("delete", "move"):
            path = f"{EDIT}{kind}/{draft().pk}/{deed}/"
            assert signed_in().post(path, {"version": 1}, headers=headers).status_code in (302, 403, 404)


@FORMS
@pytest.mark.parametrize("key", ["x", "1" * 200, "\x00"])
def test_a_key_that_is_none_is_refused(key: str, script: bool) -> None:
    fields = {"parent": goal().section_id, "title": WORDS, "key": key}
    with nothing_changes():
        response = signed_in().post(f"{EDIT}goal/add/", fields, headers=SCRIPT if script else {})
    assert response.status_code == 422
    assert script or WORDS in response.content.decode()


def test_whoever_adds_the_same_row_twice_gets_one() -> None:
    client, fields = signed_in(), {"parent": goal().section_id, "title": WORDS, "key": str(uuid.uuid4())}
    answers = [client.post(f"{EDIT}goal/add/", fields, headers=SCRIPT).json() for _ in range(2)]
    assert answers[0]["pk"] == answers[1]["pk"]
    assert Goal.objects.filter(title=WORDS).count() == 1


@FORMS
@pytest.mark.parametrize("number", ["x", "-1", "9" * 30, "999"])
def test_places_beyond_the_ends_are_the_ends_and_nonsense_is_the_last(number: str, script: bool) -> None:
    fields = {"parent": goal().section_id, "title": WORDS, "place": number}
    response = signed_in().post(f"{EDIT}goal/add/", fields, headers=SCRIPT if script else {})
    assert response.status_code == (200 if script else 302)
    last = Goal.objects.filter(section=goal().section_id).order_by("-position")[0]
    assert last.title == WORDS


WORD_HTML = (
    '<p class="MsoNormal" style="color:red">Kirjasto<o:p></o:p> <b onclick="alert(1)">palvelee</b><!--[if gte mso 9]>'
    "<xml><w:WordDocument/></xml><![endif]--><script>alert(1)</script></p>"
    '<p><a href="javascript:alert(1)">linkki</a></p><style>p.MsoNormal{margin:0}</style>'
)


def test_html_from_word_as_running_text_is_cleaned() -> None:
    text = section("text")
    fields = {"version": text.version, "html": WORD_HTML}
    response = signed_in().post(f"{EDIT}section/{text.pk}/", fields, headers=SCRIPT)
    assert response.status_code == 200
    stored = Section.objects.get(pk=text.pk).html
    assert "Kirjasto" in stored
    assert not re.search(r"mso|style|onclick|script|alert|<o:|<!--", stored, re.IGNORECASE)


def test_a_whole_file_from_word_is_kept_as_the_words_it_is() -> None:
    """Text that does not begin like a part of the editor's is the plain form, in which signs are words."""
    text = section("text")
    fields = {"version": text.version, "html": f"<html><head><script>alert(1)</script></head>{WORD_HTML}</html>"}
    assert signed_in().post(f"{EDIT}section/{text.pk}/", fields, headers=SCRIPT).status_code == 200
    assert set(re.findall(r"<(\w+)", Section.objects.get(pk=text.pk).html)) <= {"p", "br"}


@FORMS
@pytest.mark.parametrize("text", ["<p>a\x0bb</p>", "<p>a\u202eb</p>", "<p>a&#x202e;b</p>", f"<p>{'ä' * 1_400_000}</p>"])
def test_running_text_that_cannot_be_stored_is_refused(text: str, script: bool) -> None:
    row = section("text")
    with nothing_changes():
        path = f"{EDIT}section/{row.pk}/"
        response = signed_in().post(path, {"version": row.version, "html": text}, headers=SCRIPT if script else {})
    assert response.status_code == 422


@FORMS
@pytest.mark.parametrize("number", ["x", "0", "-1", "9" * 40, "1"])
def test_a_step_that_is_not_there_cannot_be_undone(number: str, script: bool) -> None:
    with nothing_changes():
        response = signed_in().post(f"{EDIT}undo/", {"revision": number}, headers=SCRIPT if script else {})
    assert response.status_code == (409 if script else 302)


def test_what_is_being_typed_is_tried_and_nothing_is_saved() -> None:
    row, client = metric(), signed_in()
    table = row.measure.goal.section_id
    with nothing_changes():
        for fields in (
            {"section": table, "target": "väh. 3 kpl"},
            {"section": table, "target": "\x00\u202e"},
            {"section": "9" * 19, "target": "x"},
            {"section": section("goals", "porvoo-ake-2026").pk, "target": "x"},
            {"target": "x"},
        ):
            response = client.post(f"{address(row)}try/", fields, headers=SCRIPT)
            assert response.status_code == 200, fields
        new = {"section": table, "parent": row.measure_id, "ghost": "9" * 19, "target": "väh. 3 kpl"}
        hints = client.post(f"{TARGET}try/", new, headers=SCRIPT).json()["hints"]
    assert any("3" in hint["text"] for hint in hints.values())


# --- queries --------------------------------------------------------------------------------------------------------


SAVE, UNDO, DELETE = 13, 17, 19
"""Among them two that open and close the transaction."""


def test_saving_deleting_and_undoing_cost_a_fixed_number_of_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = signed_in()
    measures = Measure.objects.filter(goal__section__agreement__slug=DRAFT).annotate(count=Count("metrics"))
    for measure in measures.filter(count__gt=1).order_by("pk")[:2]:
        row = measure.metrics.order_by("position")[0]
        with django_assert_num_queries(SAVE):
            assert save(client, row, target="väh. 6 kpl").status_code == 200
        with django_assert_num_queries(UNDO):
            assert client.post(f"{EDIT}undo/", headers=SCRIPT).status_code == 200
        version = Metric.objects.get(pk=row.pk).version
        with django_assert_num_queries(DELETE):
            assert client.post(f"{address(row)}delete/", {"version": version}, headers=SCRIPT).status_code == 200
        more_metrics(row)


def more_metrics(row: Metric) -> None:
    """Ten times the metrics in the draft."""
    measure = Metric.objects.filter(measure__goal__section__agreement__slug=DRAFT).order_by("-pk")[0].measure
    Metric.objects.bulk_create(
        Metric(measure=measure, indicator=row.indicator, text=f"Mittari {at}", target="väh. 3", position=100 + at)
        for at in range(500)
    )


SAVES = {
    "a metric's target": ("metric", {"target": WORDS}, 13),
    "a metric's words and responsible person": ("metric", {"text": WORDS, "responsible_id": "Helena Laine"}, 16),
    "a goal": ("goal", {"title": WORDS}, 13),
    "a budget line": ("line", {"label": WORDS}, 16),
    "a chapter": ("section", {"heading": WORDS}, 13),
    "the head": ("agreement", {"title": WORDS}, 13),
}


@pytest.mark.parametrize(("kind", "fields", "queries"), SAVES.values(), ids=SAVES.keys())
def test_each_kind_of_row_is_saved_in_fifteen_queries_and_those_of_its_transaction(
    kind: str, fields: dict[str, str], queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows: dict[str, tuple[int, int]] = {
        "metric": (metric().pk, metric().version),
        "goal": (goal().pk, goal().version),
        "line": (line().pk, line().version),
        "section": (section("goals").pk, section("goals").version),
        "agreement": (draft().pk, draft().row_version),
    }
    pk, version = rows[kind]
    client = signed_in()
    with django_assert_num_queries(queries):
        response = client.post(f"{EDIT}{kind}/{pk}/", {"version": version, **fields}, headers=SCRIPT)
    assert response.status_code == 200
    assert queries <= 15 + 2
