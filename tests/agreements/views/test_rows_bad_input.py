"""Bad input to rows over HTTP: a clear answer, the typed text kept, nothing half done."""

import html
import re
import uuid
from typing import Any

import pytest

from agreements.models import Goal, Section
from metrics.models import Metric
from tests.agreements.deeds import (
    DRAFT,
    EDIT,
    SCRIPT,
    WORDS,
    draft,
    goal,
    metric,
    nothing_changes,
    section,
    signed_in,
    words_of,
)
from tests.agreements.views.test_rows import FORMS, TARGET, address, field_of, save

pytestmark = pytest.mark.usefixtures("examples")

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
