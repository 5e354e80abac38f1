"""The server dies with kill -9 during the last signature and during closing: it is done or not done, never between.

The kills are spread over the whole request: while it asks who signs, while it prints and seals, while it writes, at the
commit and after it. How long each of these takes is measured first. Every fifth kill takes the whole server, the others
the process that is at work.
"""

import random
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.proofs.killer import Marks, listening, moments, press_and_kill, spans_of
from tests.proofs.scene import Press, Scene, press, scene
from tests.proofs.signing_audit import Told, changed_between, side_of
from tests.proofs.stage import Server

pytestmark = [pytest.mark.proof, pytest.mark.django_db(transaction=True)]


def test_a_last_signature_is_done_or_not_done_whenever_the_server_is_killed(tmp_path: Path, signings: int) -> None:
    with scene(tmp_path / "signing", "nearly") as at:
        before, after = kill_often(at, at.sign(2), signings)
        # The same look finds it when what is written is committed piece by piece.
        problems = killed_half_way(at, at.sign(2), before, after)
        print(f"without the transaction: {problems[0]}")
        assert any("done; " in problem for problem in problems)


def test_a_closing_is_done_or_not_done_whenever_the_server_is_killed(tmp_path: Path, signings: int) -> None:
    with scene(tmp_path / "closing", "in_force") as at:
        kill_often(at, at.step(0, "close"), signings)


def kill_often(at: Scene, it: Press, kills: int) -> tuple[Told, Told]:
    """Press and kill so many times, and look each time. Returns what is told before it is done, and after."""
    before = at.told
    assert before["wrong"] == []
    fell: Counter[str] = Counter()
    where: Counter[str] = Counter()
    begun = time.monotonic()
    with listening() as marks:
        server = at.server(wsgi="tests.proofs.marked_wsgi", marks=marks.port)
        server.start()
        try:
            spans, after = measured(at, it, server, marks), at.clerk.told()
            assert side_of(after, before=before, after=after) == ("after", [])
            assert "the log" in changed_between(before, after)
            for number, moment in enumerate(moments(kills), start=1):
                at.put_back()
                whole = number % 5 == 0
                last, answer = press_and_kill(
                    server,
                    it,
                    marks,
                    moment=moment,
                    after=random.uniform(0, spans.get(moment, 0)),
                    kill=server.kill if whole else server.kill_worker,
                )
                side, problems = side_of(at.clerk.told(), before=before, after=after)
                assert problems == [], f"killed at {last}"
                assert side == "after" or answer is None, f"it was answered, and not done: {answer}"
                fell[side] += 1
                where[last] += 1
                if whole:
                    server.start()
                if number % 4 == 0 or number == kills:
                    again = press(server, it)
                    assert again
                    assert again.status == 302, again.body[:2_000]
                    assert side_of(at.clerk.told(), before=before, after=after) == ("after", [])
                    server.kill_worker()  # it is still connected to what is put back
        finally:
            server.stop()
    seconds = time.monotonic() - begun
    told = ", ".join(f"{count} at {moment!r}" for moment, count in where.most_common())
    print(f"\n{kills} kills in {seconds:.0f} s, {fell['before']} before and {fell['after']} after: {told}")
    assert fell["before"], "no kill fell before it was done"
    return before, after


def measured(at: Scene, it: Press, server: Server, marks: Marks) -> dict[str, float]:
    """How long each part of the request takes, when nobody disturbs it."""
    marks.forget()
    answer = press(server, it)
    assert answer
    assert answer.status == 302, answer.body[:2_000]
    assert marks.last == "answered"
    server.kill_worker()
    return spans_of(marks)


def killed_half_way(at: Scene, it: Press, before: Told, after: Told) -> list[str]:
    """What is found after a kill when the transaction is taken out of the server."""
    at.put_back()
    with listening() as marks:
        server = at.server(wsgi="tests.proofs.half_wsgi", marks=marks.port)
        server.start()
        try:
            press_and_kill(server, it, marks, moment="half done", after=0, kill=server.kill_worker)
            side, problems = side_of(at.clerk.told(), before=before, after=after)
        finally:
            server.stop()
    assert side == "between"
    return problems
