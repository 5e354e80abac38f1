"""Many people save on the same rows of one draft at once, each from a process of their own."""

from pathlib import Path

import pytest

from tests.proofs.audit import lost, problems
from tests.proofs.stage import Result, Stage, Writers, stage

pytestmark = [pytest.mark.proof, pytest.mark.django_db(transaction=True)]
TROUBLE = ("database is locked", "deadlock", "Traceback", "Internal Server Error")
SECONDS_PER_SAVE = 3


def race(at: Stage, *, saves: int, wsgi: str = "config.wsgi") -> Result:
    """What everybody was told who saved so often."""
    server = at.server(wsgi=wsgi, workers=min(8, len(at.start["writers"])))
    crowd = Writers(server, at.folder, at.start["writers"], at.start["rows"], saves)
    server.start()
    try:
        crowd.start()
        return crowd.finish(within=60 + SECONDS_PER_SAVE * saves * len(crowd.people))
    finally:
        crowd.kill()
        server.stop()


def test_no_update_is_lost_however_many_save_on_the_same_rows(tmp_path: Path, writers: int, saves: int) -> None:
    with stage(tmp_path / "race", writers=writers, rows=max(1, writers // 4)) as at:
        result = race(at, saves=saves)
        print(f"\n{writers} × {saves} saves: {dict(result.statuses)}")
        assert problems(at.start, at.told(), result.confirmed) == []
        assert len(result.confirmed) == writers * saves
        assert set(result.statuses) == {200, 409}, "nobody was refused: the saves did not meet"
        assert [word for word in TROUBLE if word in at.log] == []


def test_without_the_check_of_versions_updates_are_lost(tmp_path: Path, writers: int, saves: int) -> None:
    """The proof above finds it when the check is taken out of the server."""
    with stage(tmp_path / "race", writers=writers, rows=max(1, writers // 4)) as at:
        result = race(at, saves=saves, wsgi="tests.proofs.unchecked_wsgi")
        told = at.told()
        print(f"\n{writers} × {saves} saves unchecked: {len(lost(told, result.confirmed))} lost")
        assert set(result.statuses) == {200}
        assert lost(told, result.confirmed)
        assert problems(at.start, told, result.confirmed)
