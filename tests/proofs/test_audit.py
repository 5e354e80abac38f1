"""The checks of the proofs find what they are there to find."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.proofs.audit import Mark, lost, problems

ROW = {"pk": 7, "version": 1, "texts": {"target": "väh. 5", "prior": ""}, "group": ""}
START = {"revision": 0, "rows": [ROW]}
CONFIRMED: list[Mark] = [(7, "target", "w0.1"), (7, "prior", "w1.1")]


def told() -> dict[str, Any]:
    """What is told after both marks were saved."""
    changes = [
        {"row": 7, "version": 2, "before": {"target": "väh. 5"}, "after": {"target": "väh. 5 w0.1"}},
        {"row": 7, "version": 3, "before": {"prior": None}, "after": {"prior": "w1.1"}},
    ]
    steps = [{"number": number, "by": 1, "changes": [change]} for number, change in enumerate(changes, start=1)]
    row = {**ROW, "version": 3, "texts": {"target": "väh. 5 w0.1", "prior": "w1.1"}}
    return {"revision": 2, "steps": steps, "rows": [row], "whole": True}


def test_what_is_whole_has_no_problems() -> None:
    assert problems(START, told(), CONFIRMED) == []


def test_a_mark_that_somebody_wrote_over_is_lost() -> None:
    after = told()
    after["rows"][0]["texts"]["target"] = "väh. 5"
    assert lost(after, CONFIRMED) == [(7, "target", "w0.1")]


SPOILED: dict[str, Callable[[dict[str, Any]], object]] = {
    "a number is missing": lambda after: after.update(revision=3),
    "a step without a change": lambda after: after["steps"][0]["changes"].clear(),
    "a row written without a step": lambda after: after["rows"][0].update(version=4),
    "a text written without a step": lambda after: after["rows"][0]["texts"].update(prior="w1.1 w1.2"),
    "a step whose row was not written": lambda after: after["rows"][0]["texts"].update(prior=""),
    "a version left out": lambda after: after["steps"][1]["changes"][0].update(version=4),
    "a step on another text": lambda after: after["steps"][0]["changes"][0].update(before={"target": "väh. 6"}),
    "a step that writes over others": lambda after: after["steps"][0]["changes"][0].update(after={"target": "w0.1"}),
    "a file that is not whole": lambda after: after.update(whole=False),
    "a step too few": lambda after: (after["steps"].pop(), after.update(revision=1)),
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED.keys())
def test_whatever_is_half_done_is_found(spoil: Callable[[dict[str, Any]], object]) -> None:
    after = copy.deepcopy(told())
    spoil(after)
    assert problems(START, after, CONFIRMED)


def test_what_was_written_and_never_confirmed_is_found() -> None:
    assert problems(START, told(), CONFIRMED[:1]) == ["(7, 'prior', 'w1.1') was written, but never confirmed"]
