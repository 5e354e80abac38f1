"""The checks of the proofs of signing find what they are there to find."""

import copy
from collections.abc import Callable

import pytest

from tests.proofs.signing_audit import Told, changed_between, side_of

BEFORE: Told = {
    "versions": [{"status": "to_be_signed", "signatures": ["The head", "The first"], "record": None}],
    "log": [["signed", "The head"]],
    "counts": {"agreements.Signature": 2, "agreements.Unit": 9},
    "wrong": [],
}
AFTER: Told = {
    "versions": [{"status": "in_force", "signatures": ["The head", "The first", "The second"], "record": {}}],
    "log": [["signed", "The head"], ["signed", "The second"], ["sealed", "The second"]],
    "counts": {"agreements.Signature": 3, "agreements.Unit": 9},
    "wrong": [],
}


def side(told: Told) -> tuple[str, list[str]]:
    return side_of(told, before=BEFORE, after=AFTER)


def test_what_is_done_and_what_is_not_done_are_told_apart() -> None:
    assert side(BEFORE) == ("before", [])
    assert side(AFTER) == ("after", [])


def test_what_a_signing_changes_is_named() -> None:
    changed = changed_between(BEFORE, AFTER)
    assert "the log" in changed
    assert "version 1's status" in changed
    assert "the number of agreements.Unit" not in changed


HALVES: dict[str, Callable[[Told], object]] = {
    "a signature too few": lambda told: told["counts"].update({"agreements.Signature": 2}),
    "no record": lambda told: told["versions"][0].update(record=None),
    "another status": lambda told: told["versions"][0].update(status="to_be_signed"),
    "an entry missing in the log": lambda told: told["log"].pop(),
    "the log as it was": lambda told: told.update(log=BEFORE["log"]),
    "a row that nobody asked for": lambda told: told["counts"].update({"agreements.Unit": 10}),
    "a seal that does not hold": lambda told: told["wrong"].append("its sealed PDF was changed after it was sealed"),
}


@pytest.mark.parametrize("spoil", HALVES.values(), ids=HALVES.keys())
def test_whatever_is_half_done_is_found(spoil: Callable[[Told], object]) -> None:
    told = copy.deepcopy(AFTER)
    spoil(told)
    found, problems = side(told)
    assert found == "between"
    assert problems
