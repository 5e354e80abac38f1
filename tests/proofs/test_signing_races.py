"""People press at the same moment: one wins and the other is told, or both are done; never both halves, never neither.

Each meeting begins from the same database. Who has much to do, for a record is printed and sealed, is met at any moment
of it: the other presses as late as chance wants.
"""

import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.proofs.scene import Press, Scene, press, scene, together
from tests.proofs.signing_audit import Told
from tests.proofs.stage import Server
from tests.proofs.test_races import TROUBLE

pytestmark = [pytest.mark.proof, pytest.mark.django_db(transaction=True)]
OVERTAKEN, REFUSED, FORBIDDEN, DONE, SAVED = 409, 422, 403, 302, 200


@contextmanager
def meeting(folder: Path, status: str) -> Iterator[tuple[Scene, Server]]:
    """A scene with a server at which several work at once, and no trouble in what it said."""
    with scene(folder, status) as at:
        server = at.server(workers=4)
        server.start()
        try:
            yield at, server
        finally:
            server.stop()
        assert [word for word in TROUBLE if word in at.log] == [], at.log[-3_000:]


def meet(at: Scene, server: Server, *presses: Press) -> tuple[tuple[int, ...], Told]:
    """What they are answered who meet once, and what is true then."""
    at.put_back()
    answers = together(server, *presses)
    told = at.clerk.told()
    assert told["wrong"] == []
    return tuple(answer.status for answer in answers), told


def seconds_of(at: Scene, server: Server, it: Press, meetings: int) -> float:
    """How long it takes when nobody disturbs; measured when there are enough meetings to be spread over it."""
    if meetings < 5:
        return 3
    begun = time.monotonic()
    answer = press(server, it)
    assert answer
    assert answer.status == DONE, answer.body[:2_000]
    return time.monotonic() - begun


def version(told: Told, number: int = 1) -> dict[str, Any]:
    found: dict[str, Any] = told["versions"][number - 1]
    return found


def is_in_force_whole(found: dict[str, Any]) -> bool:
    whole = found["record"] == {"level": "PAdES B-B", "signed_by_all": True}
    return found["status"] == "in_force" and whole and len(found["signatures"]) == 3 and len(found["steps"]) == 3


def test_three_parties_who_sign_at_once_one_of_them_twice_have_all_signed(tmp_path: Path, meetings: int) -> None:
    with meeting(tmp_path / "three", "to_be_signed") as (at, server):
        for _each in range(meetings):
            answers, told = meet(at, server, at.sign(0), at.sign(1), at.sign(2), at.sign(2))
            assert answers == (DONE, DONE, DONE, DONE)
            assert is_in_force_whole(version(told))
            assert told["counts"]["agreements.SignedRecord"] == at.told["counts"]["agreements.SignedRecord"] + 1


def test_of_the_last_signature_and_sending_back_one_wins(tmp_path: Path, meetings: int) -> None:
    with meeting(tmp_path / "back", "nearly") as (at, server):
        takes = seconds_of(at, server, at.sign(2), meetings)
        won: Counter[str] = Counter()
        for _each in range(meetings):
            back = replace(at.step(3, "send-back", "The sums are not right yet."), late=random.uniform(0, takes * 1.1))
            answers, told = meet(at, server, at.sign(2), back)
            found = version(told)
            if answers == (DONE, OVERTAKEN):
                won["signed"] += 1
                assert is_in_force_whole(found)
            else:
                won["sent back"] += 1
                assert answers == (OVERTAKEN, DONE)
                assert (found["status"], found["record"], found["signatures"]) == ("draft", None, [])
                assert found["voided"] == ["The first", "The head"]
        print(f"\nthe last signature and sending back: {dict(won)}")


def test_of_accepting_and_sending_back_one_wins(tmp_path: Path, meetings: int) -> None:
    with meeting(tmp_path / "accept", "in_review") as (at, server):
        won: Counter[str] = Counter()
        for _each in range(meetings):
            answers, told = meet(at, server, at.step(1, "accept"), at.step(2, "send-back", "Not yet, I am afraid."))
            status = version(told)["status"]
            won[status] += 1
            assert (answers, status) in [((DONE, OVERTAKEN), "to_be_signed"), ((OVERTAKEN, DONE), "draft")]
            assert len(version(told)["steps"]) == 2
        print(f"\naccepting and sending back: {dict(won)}")


def test_an_edit_is_in_what_was_sent_or_it_is_refused(tmp_path: Path, meetings: int) -> None:
    """Somebody who is to be told of it is deactivated meanwhile: the one writes in the log and then of the person, the
    other the other way round, and neither waits for the other.
    """
    with meeting(tmp_path / "edit", "draft") as (at, server):
        was: Counter[str] = Counter()
        metric = at.there["metric"]
        leaves = Press(at.people[3], at.people[2]["account"], {"active": "no"})
        for number in range(meetings):
            fields = {"version": metric["version"], "as": at.people[0]["user"], "target": f"proof-{number}"}
            late = random.uniform(-0.1, 0.1)
            edit = Press(at.people[0], f"edit/metric/{metric['pk']}/", fields, is_script=True, late=max(0, -late))
            submit = replace(at.step(0, "submit"), late=max(0, late))
            answers, told = meet(at, server, edit, submit, leaves)
            assert answers[1:] == (DONE, DONE)
            assert version(told)["status"] == "in_review"
            is_in = answers[0] == SAVED
            was["sent" if is_in else "refused"] += 1
            assert answers[0] in (SAVED, FORBIDDEN)
            assert version(told)["target"] == (f"proof-{number}" if is_in else version(at.told)["target"])
        print(f"\nan edit while the draft is sent: {dict(was)}")


def test_an_actual_is_in_what_was_closed_or_it_is_refused(tmp_path: Path, meetings: int) -> None:
    with meeting(tmp_path / "close", "in_force") as (at, server):
        takes = seconds_of(at, server, at.step(0, "close"), meetings)
        was: Counter[str] = Counter()
        for number in range(meetings):
            fields = {"date": at.there["ends"], "value": f"proof-{number}"}
            address = f"record/{at.there['metric']['pk']}/"
            recording = Press(at.people[0], address, fields, is_script=True, late=random.uniform(0, takes * 1.1))
            answers, told = meet(at, server, recording, at.step(0, "close"))
            [closing] = version(told)["closings"]
            assert answers[1] == DONE
            assert version(told)["status"] == "closed"
            is_in = answers[0] == SAVED
            was["in it" if is_in else "refused"] += 1
            assert answers[0] in (SAVED, FORBIDDEN)
            assert closing["values"] == ([f"proof-{number}"] if is_in else [])
            assert told["counts"]["metrics.Observation"] == at.told["counts"]["metrics.Observation"] + is_in
        print(f"\nan actual while the document is closed: {dict(was)}")


def test_of_two_who_close_and_of_two_who_begin_an_amendment_one_does(tmp_path: Path, meetings: int) -> None:
    with meeting(tmp_path / "two", "in_force") as (at, server):
        for _each in range(meetings):
            answers, told = meet(at, server, at.step(0, "close"), at.step(3, "close"))
            assert sorted(answers) == [DONE, OVERTAKEN]
            assert len(version(told)["closings"]) == 1
            begins = [Press(at.people[who], "amend/", {"holds_from": at.there["begins"]}) for who in (0, 3)]
            answers, told = meet(at, server, *begins)
            assert sorted(answers) == [DONE, REFUSED]
            assert [each["status"] for each in told["versions"]] == ["in_force", "draft"]


def test_an_amendment_comes_in_force_while_what_it_supersedes_is_closed(tmp_path: Path, meetings: int) -> None:
    """Each waits for the other's document and for the log: they never wait for each other."""
    with meeting(tmp_path / "supersede", "amended") as (at, server):
        was: Counter[str] = Counter()
        takes = seconds_of(at, server, at.sign(2), meetings)
        for _each in range(meetings):
            close = Press(at.people[3], "status/close/?version=1", {"seen": len(version(at.told)["steps"])})
            late = random.uniform(0, takes / 4)
            answers, told = meet(at, server, at.sign(2), replace(close, late=late))
            old = version(told)
            was["closed" if old["closings"] else "superseded"] += 1
            assert answers in [(DONE, DONE), (DONE, OVERTAKEN)]
            assert (old["status"], bool(old["closings"])) == ("closed", answers[1] == DONE)
            assert is_in_force_whole(version(told, 2))
        print(f"\nthe version that is superseded: {dict(was)}")
