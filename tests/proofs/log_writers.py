"""Many write in the log at once: `python -m tests.proofs.log_writers 8 25` says in JSON what became of it.

Each writer is a thread with a connection of its own. Every third transaction is taken back after its entry. The
database is the one of DATABASE_URL.
"""

import json
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Barrier

import django
from django.db import connection, transaction


def main() -> None:
    django.setup()
    writers, entries = (int(number) for number in sys.argv[1:])
    from agreements.integrity.chain import broken_links
    from agreements.models import LogEntry

    before = LogEntry.objects.count()
    together = Barrier(writers)
    with ThreadPoolExecutor(writers) as pool:
        kept = sum(pool.map(lambda writer: _write(writer, entries, together), range(writers)))
    log = LogEntry.objects.order_by("number")
    turns = list(log.filter(who__startswith="writer").values_list("who", flat=True))
    answer = {
        "kept": kept,
        "there": log.count() - before,
        "problems": list(broken_links(log)),
        "handovers": sum(one != other for one, other in pairwise(turns)),
    }
    json.dump(answer, sys.stdout)


def _write(writer: int, entries: int, together: Barrier) -> int:
    """How many entries the writer kept."""
    from agreements.models import Event
    from agreements.services.log import log_entry

    kept = 0
    together.wait()
    for number in range(entries):
        time.sleep(random.random() / 50)  # SQLite would let the one go on who has just written
        with transaction.atomic():
            log_entry(event=Event.EXPORTED, by=None, who=f"writer {writer}", detail={"number": number})
            if number % 3 == 2:
                transaction.set_rollback(True)
            else:
                kept += 1
    connection.close()
    return kept


if __name__ == "__main__":
    main()
