"""kill -9 at a wanted moment of a request: how far it has come is told by tests/proofs/marked_wsgi.py."""

import random
import select
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from threading import Thread

from tests.proofs.scene import Answer, Press, press
from tests.proofs.stage import Server

MOMENTS = ("asked", "printing", "sealing", "writing", "committing", "committed", "answered")
LONGEST_WAIT = 120
SHARES = {"asked": 0.1, "printing": 0.25, "sealing": 0.1, "writing": 0.25, "committing": 0.2, "committed": 0.1}
"""Of all the kills, how many are aimed at a moment: most where there is most to be lost."""


@dataclass
class Marks:
    """What the server tells of how far it has come."""

    socket: socket.socket
    heard: list[tuple[str, float]] = field(default_factory=list)

    @property
    def port(self) -> int:
        port: int = self.socket.getsockname()[1]
        return port

    def forget(self) -> None:
        self._hear(0)
        self.heard.clear()

    def wait_for(self, moment: str, *, pressing: Thread) -> bool:
        """Until the moment is told, or one after it; False when it is not, though whoever presses has an answer."""
        until = time.monotonic() + LONGEST_WAIT
        while not self._has_come(moment):
            if time.monotonic() > until or not pressing.is_alive():
                self._hear(0)
                return self._has_come(moment)
            self._hear(0.05)
        return True

    def _has_come(self, moment: str) -> bool:
        return any(told == moment or _is_after(told, moment) for told, _at in self.heard)

    @property
    def last(self) -> str:
        """The last moment that was told so far."""
        self._hear(0)
        return self.heard[-1][0] if self.heard else "nothing"

    def _hear(self, wait: float) -> None:
        while select.select([self.socket], [], [], wait)[0]:
            self.heard.append((self.socket.recv(100).decode(), time.monotonic()))
            wait = 0


def _is_after(told: str, moment: str) -> bool:
    return told in MOMENTS and moment in MOMENTS and MOMENTS.index(told) > MOMENTS.index(moment)


@contextmanager
def listening() -> Iterator[Marks]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ear:
        ear.bind(("127.0.0.1", 0))
        yield Marks(ear)


def spans_of(marks: Marks) -> dict[str, float]:
    """How long a request that was not disturbed stayed at each moment, in seconds."""
    heard = [*marks.heard, ("", marks.heard[-1][1] + 0.005)]
    spans: dict[str, float] = {}
    for (moment, at), (_next, then) in pairwise(heard):
        spans[moment] = max(spans.get(moment, 0), then - at)
    return spans


def press_and_kill(
    server: Server, it: Press, marks: Marks, *, moment: str, after: float, kill: Callable[[], None]
) -> tuple[str, Answer | None]:
    """Press, and kill the server so many seconds after the moment; the last moment told, and the answer if one came."""
    marks.forget()
    answers: list[Answer | None] = []
    pressing = Thread(target=lambda: answers.append(press(server, it)))
    pressing.start()
    came = marks.wait_for(moment, pressing=pressing)
    time.sleep(after)
    kill()
    pressing.join()
    assert came, f"{it.address} never came to {moment}: {answers} {server.log.read_text()[-3_000:]}"
    return marks.last, answers[0]


def moments(count: int) -> list[str]:
    """At which moments to kill, so many times: each of them in turn, in an order of chance."""
    wanted = [moment for moment, share in SHARES.items() for _each in range(round(count * share))]
    rest = ("writing", "committing", "printing", "sealing", "committed", "asked")
    while len(wanted) < count:
        wanted.append(rest[len(wanted) % len(rest)])
    random.shuffle(wanted)
    return wanted[:count]
