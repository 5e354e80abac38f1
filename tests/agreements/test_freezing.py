"""The signed content: the same for the same words, another one for any other word."""

import datetime
import json
import uuid
from typing import Any

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from agreements.document import load_document
from agreements.exports.json import document_as_json
from agreements.freezing import canonical_content, canonical_json, content_sha256, word_columns
from agreements.models import Agreement, Goal, HigherGoal, Section, SignedOn, Status, User
from agreements.rows.kinds import RowKind, row_kinds
from metrics.models import Indicator, Metric
from tests.benchmarks.bench_editor import draft_of

pytestmark = pytest.mark.usefixtures("examples")
DOCUMENTS = ("porvoo-ake-2026", "lumme-2018", "turku-ake-2024", "yhteiset-palvelut-2020")
NO_WORDS = {"area_id", "direction", "responsible_id", "serves_id", "substitute_id", "user_id"}
WORKED_OUT = {"status", "level", "actual", "colour", "problems", "total_percent", "person_years", "areas"}


def document(slug: str = DOCUMENTS[0]) -> Agreement:
    return Agreement.objects.get(slug=slug)


def a_row_of(kind: RowKind) -> tuple[Any, Agreement]:
    """A row of the kind with the document that it stands in."""
    unlike = {"line": {"role": "line"}, "measure": {"in_portfolio": "K"}, "section": {"kind": "text"}}
    for slug in DOCUMENTS:
        agreement = document(slug)
        rows = kind.model._default_manager.filter(**{kind.document: agreement.pk}, **unlike.get(kind.key, {}))
        if (row := rows.order_by("pk").first()) is not None:
            return row, agreement
    raise LookupError(kind.key)


def another(field: Any, value: Any) -> Any:
    """A value that the column may have, and has not."""
    if isinstance(field, models.UUIDField):
        return uuid.uuid4()
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.DateTimeField):
        return datetime.datetime(2000, 3, 4, tzinfo=datetime.UTC)
    if isinstance(field, models.DateField):
        return datetime.date(2040 if field.attname in ("end", "period_end") else 2000, 3, 4)
    if isinstance(field, models.JSONField):
        return [*value, "x"] if isinstance(value, list) else {**value, "goal": "x"}
    if field.choices:
        return next(choice for choice, _label in field.choices if choice not in (value, None, "result"))
    if isinstance(field, models.IntegerField):
        return (value or 0) + 1
    if isinstance(field, models.BinaryField):
        return b"other"
    return f"{value or ''}x"[-(field.max_length or 0) :]


@pytest.mark.parametrize(("key", "column"), [(kind.key, column) for kind in row_kinds for column in word_columns(kind)])
def test_every_word_of_every_row_is_content(key: str, column: str) -> None:
    kind = row_kinds[key]
    row, agreement = a_row_of(kind)
    found = kind.model._default_manager.filter(pk=row.pk)
    if column in ("holds_from", "version"):
        found.update(version=2, supersedes=document("turku-ake-2024"))
    before = canonical_content(agreement)
    known = {"version": 3, "kind": "facts"} if key == "section" or column == "version" else {}
    value = known.get(column) or another(kind.model._meta.get_field(column), getattr(row, column))
    found.update(**{column: value})
    assert canonical_content(agreement) != before


def test_a_measures_project_is_content_by_its_slug() -> None:
    measure, agreement = a_row_of(row_kinds["measure"])
    before = canonical_content(agreement)
    measure.project = document("lumme-2018")
    measure.save()
    assert canonical_content(agreement) != before
    assert '"project":"lumme-2018"' in canonical_content(agreement)


@pytest.mark.parametrize("kind", [kind for kind in row_kinds if kind.key != "agreement"], ids=lambda kind: kind.key)
def test_a_row_that_is_added_or_removed_is_content(kind: RowKind) -> None:
    row, agreement = a_row_of(kind)
    before = canonical_content(agreement)
    row.delete()
    if word_columns(kind):
        assert canonical_content(agreement) != before


def test_the_order_of_rows_is_content() -> None:
    chapter = Section.objects.filter(agreement=document(), parent=None).order_by("position")[0]
    before = canonical_content(document())
    Section.objects.filter(pk=chapter.pk).update(position=1_000)
    assert canonical_content(document()) != before


def test_places_that_are_numbered_anew_in_the_same_order_are_no_content() -> None:
    before = canonical_content(document())
    for section in Section.objects.filter(agreement=document()):
        Section.objects.filter(pk=section.pk).update(position=section.position * 2 + 1)
    assert canonical_content(document()) == before


def test_whatever_is_edited_is_content_or_follow_up_or_a_link_to_people_and_catalogues() -> None:
    edited = {name for kind in row_kinds for field in kind.fields for name in field.attnames}
    written = {name for kind in row_kinds for name in word_columns(kind)} | {"project_id"}
    assert edited - written == NO_WORDS


def test_follow_up_and_links_are_no_content() -> None:
    agreement = document("yhteiset-palvelut-2020")
    before = canonical_content(agreement)
    person, goal = User.objects.all()[0], HigherGoal.objects.all()[0]
    metrics = Metric.objects.filter(measure__goal__section__agreement=agreement)
    other = Indicator.objects.create(unit=agreement.unit.root, name="Toinen")
    metrics.update(direction="less", responsible=person, indicator=other, version=7)
    Goal.objects.filter(section__agreement=agreement).update(serves=goal)
    agreement.parties.filter(pk=agreement.parties.all()[0].pk).update(user=person)
    Agreement.objects.filter(pk=agreement.pk).update(
        status=Status.CLOSED, signed=SignedOn.APPLICATION, row_version=9, revision=3, changed_by=person
    )
    assert canonical_content(agreement) == before


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_language_that_is_active_changes_nothing(language: str) -> None:
    with translation.override(None):
        expected = canonical_content(document())
    with translation.override(language):
        assert canonical_content(document()) == expected


@pytest.mark.parametrize("slug", [*DOCUMENTS, "asiakaspalvelut-2021"])
def test_whatever_the_documents_json_says_is_in_the_content(slug: str) -> None:
    """Besides what is follow-up, and what is worked out of the words."""
    agreement = document(slug)
    said = set(_texts(document_as_json(load_document(agreement))))
    written = set(_texts(json.loads(canonical_content(agreement))))
    assert said - written == set()


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        plain = {"text"} if "html" in value else set()
        return [text for key, each in value.items() if key not in WORKED_OUT | plain for text in _texts(each)]
    if isinstance(value, list | tuple):
        return [text for each in value for text in _texts(each)]
    return [value] if isinstance(value, str) and value else []


def test_the_content_is_canonical_json() -> None:
    content = canonical_content(document())
    assert canonical_json(json.loads(content)) == content
    assert json.loads(content)["format"] == 1
    assert all(key.isascii() for key in _keys(json.loads(content)))
    assert canonical_json({"b": 'Å\u2028\x1f"', "a": [1, None, True]}) == (
        '{"a":[1,null,true],"b":"Å\u2028\\u001f\\""}'
    )


def _keys(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*(_keys(each) for each in value.values()))
    return set().union(*(_keys(each) for each in value)) if isinstance(value, list) else set()


def test_no_kind_of_row_has_the_name_of_a_column_of_the_row_that_it_stands_in() -> None:
    for kind in row_kinds:
        assert not {within.key for within in row_kinds.in_(kind.key)} & {*word_columns(kind), "project"}


def test_the_hash_is_that_of_the_bytes() -> None:
    assert content_sha256("ä") == "33e6d73fee82904c8d7afb78de1154d1e8dc2a0edb08120e63df5b9385c2d9cc"


PINNED = {
    "lumme-2018": "267cb86697ea8a8e5e37c589b99883a8a09fd026ea05f3091f10c056a8940b79",
    "porvoo-ake-2026": "18781426503a13d3e552999ffe71b885d2f8c05c11628d98519b415eba49fd6a",
    "yhteiset-palvelut-2020": "c9ab512114da0e25b290e8053d42cac7a93e16eaf74e14b5533c4f0900a3db8a",
}


@pytest.mark.parametrize("slug", PINNED)
def test_the_hash_is_the_same_for_ever_and_on_every_database(slug: str) -> None:
    """A hash that changes is a new format. Each loading of the examples makes new keys: here they get known ones."""
    agreement = document(slug)
    for kind in row_kinds:
        if any(field.name == "key" for field in kind.model._meta.fields):
            rows = kind.model._default_manager.filter(**{kind.document: agreement.pk}).order_by("pk")
            for number, row in enumerate(rows):
                type(row)._default_manager.filter(pk=row.pk).update(key=uuid.UUID(int=number))
    assert content_sha256(canonical_content(agreement)) == PINNED[slug]


def test_a_long_document_asks_the_database_no_more_than_a_short_one() -> None:
    asked = []
    for count in (6, 600):
        agreement = document(draft_of(count))
        with CaptureQueriesContext(connection) as queries:
            canonical_content(agreement)
        asked.append(len(queries))
    assert asked == [6, 6]
