"""`manage.py judge`: JSON lines in, one answer for each out, whatever they hold."""

import json
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

KEYS = ["id", "kind", "verdict", "low", "high", "unit", "closeness", "reason"]

Judge = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Judge:
    """The answers to lines, given as text or as what becomes JSON."""

    def answers(*lines: object) -> list[dict[str, Any]]:
        text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
        monkeypatch.setattr("sys.stdin", StringIO(text))
        out = StringIO()
        call_command("judge", stdout=out)
        return [json.loads(line) for line in out.getvalue().splitlines()]

    return answers


def test_an_answer_has_every_key(ask: Judge) -> None:
    (answer,) = ask({"id": "a", "target": "≥ 10", "actual": "9"})
    assert list(answer) == KEYS
    assert answer | {"reason": ""} == {
        **{"id": "a", "kind": "at_least", "verdict": "missed", "low": 10, "high": None, "unit": None},
        **{"closeness": -0.1, "reason": ""},
    }


def test_all_but_the_target_may_be_missing(ask: Judge) -> None:
    (answer,) = ask({"target": "väh. 3 kpl"})
    assert (answer["id"], answer["verdict"], answer["low"], answer["unit"]) == (None, "undecided", 3, "kpl")


@pytest.mark.parametrize(
    ("language", "reason"),
    [
        ("fi", "lähes: 9 / 10, vaje 10\u00a0%"),
        ("sv", "nästan: 9 / 10, underskott 10\u00a0%"),
        ("en", "nearly: 9 / 10, short by 10\u00a0%"),
        (None, "lähes: 9 / 10, vaje 10\u00a0%"),
    ],
)
def test_the_reason_is_in_the_reader_s_language(ask: Judge, language: str | None, reason: str) -> None:
    assert ask({"target": "≥ 10", "actual": "9", "language": language})[0]["reason"] == reason


def test_the_year_the_prior_value_the_direction_and_the_history_are_used(ask: Judge) -> None:
    answers = ask(
        {"target": "Q2", "actual": "30.6.", "year": 2021},
        {"target": "≥ edellisen vuoden toteuma", "actual": "5", "prior": "4", "year": "2021"},
        {"target": "5", "actual": "6", "direction": "less"},
        {"target": "vuoden 2018 taso", "actual": "95", "year": 2021, "history": {"2018": "100"}},
        {"target": "2,5", "actual": "2,4", "metric": "Menot, milj. €, enintään"},
    )
    assert [answer["verdict"] for answer in answers] == ["met", "met", "missed", "met", "met"]
    assert answers[0]["high"] == "2021-06-30"
    assert "vuoden 2018 arvo 100" in answers[3]["reason"]


def test_numbers_may_be_given_as_numbers(ask: Judge) -> None:
    assert ask({"target": 5, "actual": 5.5})[0]["verdict"] == "met"


@pytest.mark.parametrize(
    ("line", "id_"),
    [
        ("not json", None),
        ("[1, 2]", None),
        ('"text"', None),
        ({"id": 7}, 7),
        ({"id": 7, "target": ["≥ 5"]}, 7),
        ({"id": 7, "target": "5", "year": "next"}, 7),
        ({"id": 7, "target": "5", "year": 10**9}, 7),
        ({"id": 7, "target": "5", "language": "de"}, 7),
        ({"id": 7, "target": "5", "direction": "up"}, 7),
        ({"id": 7, "target": "5", "history": {"then": "5"}}, 7),
        ({"id": 7, "target": "5", "history": [1]}, 7),
        ("[" * 20_000, None),
    ],
)
def test_a_bad_line_gets_an_error_and_the_next_is_judged(ask: Judge, line: object, id_: int | None) -> None:
    wrong, right = ask(line, {"id": 8, "target": "5", "actual": "5"})
    assert set(wrong) == {"id", "error"}
    assert wrong["id"] == id_
    assert wrong["error"].endswith(".")
    assert (right["id"], right["verdict"]) == (8, "met")


@pytest.mark.parametrize(
    "text", ["\u202f5\u2212", "x" * 10_000, "\x00", "NaN", "1e5", "9" * 5000, "\n", "{", "%s", "{actual}"]
)
def test_odd_texts_are_judged(ask: Judge, text: str) -> None:
    for answer in ask({"target": text, "actual": text}, {"target": "≥ 5", "actual": text, "prior": text}):
        assert list(answer) == KEYS


def test_half_a_character_does_not_stop_the_run(ask: Judge) -> None:
    answers = ask('{"id": "\\ud800", "target": "≥ 5", "actual": "\\ud800"}', {"id": 2, "target": "5", "actual": "5"})
    assert [answer["verdict"] for answer in answers] == ["undecided", "met"]
    assert answers[0]["id"] == "?"


def test_empty_lines_get_no_answer(ask: Judge) -> None:
    assert len(ask("", {"target": "5"}, "  ")) == 1
