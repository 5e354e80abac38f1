"""Many people do at once what the log tells of: the chain stays one chain."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.proofs.stage import own_database, production

pytestmark = [pytest.mark.proof, pytest.mark.django_db(transaction=True)]
WRITERS = 8


def test_the_chain_is_whole_however_many_write_in_it_at_once(tmp_path: Path, saves: int) -> None:
    entries = 3 * saves
    with own_database(tmp_path) as url:
        done = subprocess.run(
            [sys.executable, "-m", "tests.proofs.log_writers", str(WRITERS), str(entries)],
            cwd=settings.BASE_DIR,
            env=production(url),
            capture_output=True,
            text=True,
            timeout=60 + WRITERS * entries,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    print(f"\n{WRITERS} × {entries} entries: {answer}")
    assert answer["problems"] == []
    assert answer["there"] == answer["kept"] == WRITERS * 2 * saves
    assert answer["handovers"] >= WRITERS, "they wrote one after the other: nobody met anybody"
