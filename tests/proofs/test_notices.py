"""Several send the mails that wait, at the same moment, and one of them is killed: nobody gets two."""

import os
import random
import signal
import socketserver
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from tests.proofs.scene import Scene, scene
from tests.proofs.stage import production

pytestmark = [pytest.mark.proof, pytest.mark.django_db(transaction=True)]
PEOPLE = 30
SENDERS = ("send_notices",), ("send_notices",), ("db_worker", "--batch", "--processes", "1")


class PostOffice(socketserver.ThreadingTCPServer):
    """A mail server that counts who gets how many; each mail takes it a moment."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Counting)
        self.got: Counter[str] = Counter()


class Counting(socketserver.StreamRequestHandler):
    """Speaks as much SMTP as it takes to be handed mails."""

    server: PostOffice

    def handle(self) -> None:
        self._say("220 here")
        to = ""
        while line := self.rfile.readline().decode().strip():
            word = line.split(":")[0].upper()
            if word == "RCPT TO":
                to = line.partition("<")[2].partition(">")[0]
            if word == "DATA":
                self._say("354 go on")
                while self.rfile.readline() not in (b".\r\n", b""):
                    pass
                time.sleep(0.01)
                self.server.got[to] += 1
            self._say("221 bye" if word == "QUIT" else "250 yes")
            if word == "QUIT":
                return

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def post_office() -> Iterator[PostOffice]:
    with PostOffice() as office:
        threading.Thread(target=office.serve_forever, daemon=True).start()
        yield office
        office.shutdown()


def environment_of(at: Scene, office: PostOffice) -> dict[str, str]:
    mail = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(office.server_address[1]), "EMAIL_USE_TLS": "no"}
    return production(at.url) | mail | {"MEDIA_ROOT": str(at.folder / "media")}


def senders(environment: dict[str, str]) -> "list[subprocess.Popen[bytes]]":
    return [
        subprocess.Popen([sys.executable, "manage.py", *words], cwd=settings.BASE_DIR, env=environment)
        for words in SENDERS
    ]


def test_nobody_gets_two_mails_however_many_send_and_whoever_is_killed(tmp_path: Path) -> None:
    """The one mail that it was at may be lost: whoever is told twice does not read the third."""
    with scene(tmp_path / "killed", "in_review", others=PEOPLE) as at, post_office() as office:
        environment = environment_of(at, office)
        killed, *others = senders(environment)
        until = time.monotonic() + 120
        while not office.got and time.monotonic() < until:
            time.sleep(0.005)
        time.sleep(random.uniform(0, 0.2))
        os.kill(killed.pid, signal.SIGKILL)
        for each in (killed, *others):
            each.wait(timeout=120)
        for each in senders(environment):
            each.wait(timeout=120)
        print(f"\n{len(office.got)} mails of {len(SENDERS)} senders, one killed")
        assert set(office.got.values()) == {1}
        assert len(office.got) >= at.told["counts"]["agreements.Notice"] - 1
