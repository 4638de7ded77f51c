"""Mixed load on the embedded Engine for a while: `python soak_engine.py [SECONDS]`.

Eight clients ask `nxql-tui serve` what people and scripts ask: small and large selects in all formats, aggregates, updates,
wrong queries, wrong passwords; some hang up in mid-answer. Prints the memory of the Engine as it goes, and every request
that was not answered as it should have been.
"""

from __future__ import annotations

import base64
import http.client
import random
import ssl
import subprocess
import sys
import threading
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from urllib.parse import quote, urlencode

CLIENTS = 8
INTERVAL = 30.0
"""Seconds between two lines about memory."""
SELECTS = (
    "(select (name device_type #Location) (from device (where device (gt system_drive_usage (percent 0.9)))) (limit 200))",
    "(select (*) (from device))",
    "(select (start_time status) (from connection (where connection (eq status (enum rejected))) (between now-1d now)) (limit 100))",
    "(select ((execution (start_time duration)) (device (name)) (binary (executable_name)))"
    " (from (execution device binary) (between now-7d now)) (order_by start_time desc) (limit 5000))",
    "(select (name) (from device (with execution (where binary (eq threat_level (enum high))) (compute number_of_binaries)"
    " (between midnight-7d midnight))))",
    "(select (name) (from application (with execution_error (compute number_of_errors number_of_devices) (between now-14d now)))"
    " (order_by number_of_errors desc))",
    "(select ((device (name)) (package (name))) (from (device package) (with package (where package (eq name (pattern '*zoom*'))))))",
    "(select (id start_time http_status incoming_traffic) (from web_request (between now-3d now)))",
)
UPDATE = '(update (set #Location (enum "Paris")) (from device (where device (eq id (identifier %1)))))'


@dataclass
class Tally:
    """What happened so far."""

    answered: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    megabytes: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, kind: str, size: int) -> None:
        with self.lock:
            self.answered[kind] += 1
            self.megabytes += size / 1e6

    def fault(self, text: str) -> None:
        with self.lock:
            self.faults.append(text)


class Client:
    """One client with a connection that it keeps as long as it can."""

    def __init__(self, port: int, number: int, tally: Tally) -> None:
        self._port = port
        self._random = random.Random(number)
        self._tally = tally
        self._context = ssl.create_default_context()
        self._context.check_hostname = False
        self._context.verify_mode = ssl.CERT_NONE
        self._connection = self._connect()

    def _connect(self) -> http.client.HTTPSConnection:
        return http.client.HTTPSConnection("127.0.0.1", self._port, context=self._context, timeout=120)

    def run(self, until: float) -> None:
        kinds = (
            self._select,
            self._select,
            self._select,
            self._select,
            self._update,
            self._wrong,
            self._refused,
            self._hang_up,
        )
        while monotonic() < until:
            kind = self._random.choice(kinds)
            try:
                kind()
            except (OSError, http.client.HTTPException) as error:
                self._tally.fault(f"{kind.__name__}: {error!r}")
                self._connection.close()
                self._connection = self._connect()
        self._connection.close()

    def _ask(self, query: str, expected: int, kind: str, *, login: str = "admin:admin", **more: str) -> None:
        pairs = {"query": query, "format": self._random.choice(("csv", "csv", "json", "xml", "html")), **more}
        headers = {"Authorization": f"Basic {base64.b64encode(login.encode()).decode()}"}
        if self._random.random() < 0.5:
            self._connection.request("GET", f"/2/query?{urlencode(pairs, quote_via=quote)}", headers=headers)
        else:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            self._connection.request("POST", "/2/query", urlencode(pairs), headers)
        response = self._connection.getresponse()
        body = response.read()
        if response.status != expected:
            self._tally.fault(f"{kind}: {response.status} instead of {expected} for {query}: {body[:200]!r}")
        self._tally.add(kind, len(body))

    def _select(self) -> None:
        self._ask(self._random.choice(SELECTS), 200, "select", hr=self._random.choice(("true", "false")))

    def _update(self) -> None:
        self._ask(UPDATE, 200, "update", p1=str(self._random.randrange(1, 2000)))

    def _wrong(self) -> None:
        self._ask("(select (nmae) (from device))", 400, "wrong query")

    def _refused(self) -> None:
        self._ask(SELECTS[0], 401, "wrong password", login="admin:wrong")

    def _hang_up(self) -> None:
        pairs = urlencode({"query": SELECTS[-1], "format": "csv"}, quote_via=quote)
        headers = {"Authorization": f"Basic {base64.b64encode(b'admin:admin').decode()}"}
        self._connection.request("GET", f"/2/query?{pairs}", headers=headers)
        self._connection.getresponse().read(1000)
        self._connection.close()
        self._tally.add("hung up", 1000)
        self._connection = self._connect()


def memory_of(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text()
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 600.0
    command = [sys.executable, "-m", "nxql_tui", "serve", "--port", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    tally = Tally()
    try:
        assert server.stdout is not None
        port = int(server.stdout.readline().split(":")[-1].split("/")[0])
        start = monotonic()
        clients = [Client(port, number, tally) for number in range(CLIENTS)]
        threads = [threading.Thread(target=client.run, args=(start + seconds,)) for client in clients]
        for thread in threads:
            thread.start()
        ended = threading.Event()
        while monotonic() < start + seconds:
            ended.wait(min(INTERVAL, max(0.1, start + seconds - monotonic())))
            print(
                f"{monotonic() - start:5.0f} s  {memory_of(server.pid):6.0f} MB  {sum(tally.answered.values()):7,} requests  "
                f"{tally.megabytes:8,.0f} MB sent  {len(tally.faults)} faults",
                flush=True,
            )
        for thread in threads:
            thread.join()
        print(", ".join(f"{kind} {count:,}" for kind, count in sorted(tally.answered.items())))
        for fault in tally.faults[:20]:
            print(fault)
    finally:
        server.terminate()
        server.communicate(timeout=60)


if __name__ == "__main__":
    main()
