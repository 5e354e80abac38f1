"""One person's browser, as a process: reads a row, appends a mark of its own to it, saves, merges when it has to.

Takes what to do as JSON on the command line. Says each mark as a line once the server has confirmed it, and at the end
how often the server answered what, as {"statuses": …, "cut": …}. Stops when it has saved enough, or, once its input is
closed, when its last mark is confirmed.
"""

import html
import json
import random
import re
import sys
import threading
import time
from collections import Counter
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlencode

TOKEN = "p" * 32
LONGEST_WAIT = 60
PAUSE = 0.02


class Writer:
    """`cut` counts the requests whose answer never came: the server died in between."""

    def __init__(self, *, port: int, address: str, user: int, session: str, name: str) -> None:
        self.port, self.address, self.user, self.name = port, address, user, name
        self.headers = {
            "Host": "localhost",
            "X-Forwarded-Proto": "https",
            "Referer": "https://localhost/",
            "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "X-Requested-With": "fetch",
        }
        self.statuses: Counter[int] = Counter()
        self.cut = 0

    def save_mark(self, row: dict[str, Any], field: str, mark: str) -> None:
        """Save the mark at the end of the field, whatever others do to the row meanwhile."""
        version, text = self.read(row, field)
        time.sleep(random.uniform(0, PAUSE))
        while True:
            wanted = f"{text} {mark}".strip()
            fields = {"version": version, "as": self.user, field: wanted}
            status, body = self.ask("POST", f"{self.address}metric/{row['pk']}/", fields)
            answer = json.loads(body)
            if status == 200:
                break
            if status != 409:
                raise SystemExit(f"{self.name}: {status} {body[:500]}")
            version, text = answer["version"], theirs(answer["conflict"], field)
            if mark in text.split():  # saved before the answer was lost, and others have saved since
                break
        print(json.dumps([row["pk"], field, mark]), flush=True)

    def read(self, row: dict[str, Any], field: str) -> tuple[int, str]:
        """The row's version and the field's text, from the part of the page that shows them."""
        status, body = self.ask("GET", self.address + row["group"])
        name = f"metric-{row['pk']}"
        version = re.search(rf'data-tools="{name}" data-version="(\d+)"', body)
        text = re.search(rf'<textarea id="{name}-{field}"[^>]*>([^<]*)</textarea>', body)
        if status != 200 or not version or not text:
            raise SystemExit(f"{self.name}: {status} {body[:500]}")
        return int(version[1]), html.unescape(text[1])

    def ask(self, method: str, address: str, fields: dict[str, Any] | None = None) -> tuple[int, str]:
        """The server's answer. Whoever finds no server, or loses it, asks again for a while."""
        body = urlencode(fields) if fields else None
        form = {"Content-Type": "application/x-www-form-urlencoded"} if fields else {}
        until = time.monotonic() + LONGEST_WAIT
        while True:
            connection = HTTPConnection("127.0.0.1", self.port, timeout=LONGEST_WAIT)
            try:
                connection.connect()
            except OSError:
                answer = None
            else:
                answer = self._exchange(connection, method, address, body, self.headers | form)
            finally:
                connection.close()
            if answer is not None:
                return answer
            if time.monotonic() > until:
                raise SystemExit(f"{self.name}: no server for {LONGEST_WAIT} seconds")
            time.sleep(PAUSE)

    def _exchange(
        self, connection: HTTPConnection, method: str, address: str, body: str | None, headers: dict[str, str]
    ) -> tuple[int, str] | None:
        try:
            connection.request(method, address, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
        except (OSError, HTTPException):
            self.cut += method == "POST"
            return None
        self.statuses[response.status] += 1
        return response.status, text


def theirs(conflict: str, field: str) -> str:
    """The text that the other person has saved, from the panel that shows both."""
    _before, _found, line = conflict.partition(f'data-field="{field}"')
    found = re.search(r'value="theirs" data-text="([^"]*)"', line)
    if not found:
        raise SystemExit(f"The panel does not show {field}: {conflict[:500]}")
    return html.unescape(found[1])


def _wait_for_end(stop: threading.Event) -> None:
    sys.stdin.read()
    stop.set()


def main() -> None:
    told = json.loads(sys.argv[1])
    rows, saves, name = told.pop("rows"), told.pop("saves"), told["name"]
    stop = threading.Event()
    if saves is None:
        threading.Thread(target=_wait_for_end, args=[stop], daemon=True).start()
    writer = Writer(**told)
    number = 0
    while number != saves and not stop.is_set():
        number += 1
        field = "target" if number % 2 else "prior"
        writer.save_mark(random.choice(rows), field, f"{name}.{number}")
    print(json.dumps({"statuses": writer.statuses, "cut": writer.cut}), flush=True)


if __name__ == "__main__":
    main()
