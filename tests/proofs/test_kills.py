"""The server dies with kill -9 while people save; what it had confirmed is there, and nothing is half done.

Every other kill takes one worker, every other one the whole server. The kills hit our server, not the database server:
that PostgreSQL itself comes back whole after a crash is its own promise, which `./dev prove` leaves switched on.
"""

import random
import time
from pathlib import Path

import pytest

from tests.proofs.audit import problems
from tests.proofs.stage import Server, Writers, stage
from tests.proofs.test_races import TROUBLE

pytestmark = [pytest.mark.proof, pytest.mark.django_db(transaction=True)]
WRITERS, ROWS = 6, 2
LONGEST_LULL = 60
DEATH_WITHIN = 0.15


def wait_for_saves(crowd: Writers, server: Server) -> None:
    """Until somebody has saved again."""
    seen, until = crowd.count(), time.monotonic() + LONGEST_LULL
    while crowd.count() == seen:
        assert time.monotonic() < until, server.log.read_text()[-2_000:]
        time.sleep(0.005)


def test_every_confirmed_write_is_there_after_the_server_was_killed(tmp_path: Path, kills: int) -> None:
    with stage(tmp_path / "kills", writers=WRITERS, rows=ROWS) as at:
        server = at.server(workers=3)
        crowd = Writers(server, at.folder, at.start["writers"], at.start["rows"], None)
        server.start()
        begun = time.monotonic()
        try:
            crowd.start()
            for number in range(kills):
                wait_for_saves(crowd, server)
                time.sleep(random.uniform(0, DEATH_WITHIN))
                if number % 2:
                    server.kill()
                    server.start()
                else:
                    server.kill_worker()
            wait_for_saves(crowd, server)
            result = crowd.finish(within=120)
        finally:
            crowd.kill()
            server.stop()
        seconds = time.monotonic() - begun
        print(f"\n{kills} kills in {seconds:.0f} s: {len(result.confirmed)} saves, {result.cut} without an answer")
        assert problems(at.start, at.told(), result.confirmed) == []
        assert result.cut, "no kill hit a save"
        assert set(result.statuses) <= {200, 409}
        assert [word for word in TROUBLE if word in at.log] == []
