"""Many Engines beside one that has all their rows: `python bench_fleet.py [ENGINES] [ROWS_EACH] [COLUMNS]`.

Servers in another process answer with the bytes of files. One Engine is asked for all rows and its answer stored; then the
fleet for as many; then the fleet with five more among it that are slow (1 kB/s), silent, reset, show another certificate
and refuse the password. Each in a process of its own, so that the most memory of each can be told. Asserts nothing.
"""

from __future__ import annotations

import json
import resource
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from answer_files import write_answer_file
from spool_server import HOST, client_at, serving_all

from nxql_tui.client.fleet import FleetEngine
from nxql_tui.engine.certificate import find_certificate
from nxql_tui.fleets.gathering import Gathering
from nxql_tui.results.merged_answers import MergedAnswers
from nxql_tui.results.result_set import ResultSet
from nxql_tui.results.view import SortKey, View
from nxql_tui.wire.request import QueryRequest

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator

    from nxql_tui.client.engine_client import EngineClient

REQUEST = QueryRequest("(select (name) (from device))")
PAGE = 100


def ask_one(client: EngineClient, folder: Path) -> dict[str, float]:
    started = time.perf_counter()
    spool = folder / "spool"
    client.ask(REQUEST, spool)
    arrived = time.perf_counter()
    with ResultSet.load(spool, REQUEST.format, folder=folder) as rows:
        rows.keep_spool(spool)
        rows.page(View(), 0, PAGE)
        ready = time.perf_counter()
        sort = sorted_in(rows)
        return {"arrived": arrived - started, "ready": ready - started, "rows": rows.row_count, "sort": sort}


def ask_fleet(engines: list[FleetEngine], healthy: int, folder: Path) -> dict[str, float]:
    """Until the rows of so many Engines are stored; what then is still awaited is cancelled."""
    merged = MergedAnswers(folder)
    gathering = Gathering(REQUEST, engines, merged, folder)
    started = time.perf_counter()
    times: dict[str, float] = {}
    last: list[ResultSet] = []

    def note(rows: ResultSet) -> None:
        times.setdefault("first rows", time.perf_counter() - started)
        for older in last:
            older.close()
        last[:] = [rows]
        if sum(engine.is_whole for engine in gathering.engines) == healthy and "ready" not in times:
            rows.page(View(), 0, PAGE)
            times["ready"] = time.perf_counter() - started
            gathering.cancel()

    gathering.run(note)
    with last[0] as rows:
        times |= {"rows": rows.row_count, "sort": sorted_in(rows)}
        merged.close()
    return times


def sorted_in(rows: ResultSet) -> float:
    started = time.perf_counter()
    rows.page(View((SortKey(1),)), 0, PAGE)
    return time.perf_counter() - started


# Engines that are no good


def slow(stream: ssl.SSLSocket) -> None:
    stream.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\nname\n")
    while True:
        stream.sendall(b"x" * 99 + b"\n")
        time.sleep(0.1)


def silent(stream: ssl.SSLSocket) -> None:
    stream.recv(65536)
    time.sleep(600)


def reset(stream: ssl.SSLSocket) -> None:
    stream.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\nname\nPC1\n")
    stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


def refuse(stream: ssl.SSLSocket) -> None:
    stream.sendall(b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n")


@contextmanager
def trouble(folder: Path) -> Iterator[list[FleetEngine]]:
    certificate, other = find_certificate(folder, HOST), find_certificate(folder / "other", HOST)
    listeners, engines = [], []
    for name, behaviour, shown in (
        ("slow", slow, certificate),
        ("silent", silent, certificate),
        ("reset", reset, certificate),
        ("changed", refuse, other),
        ("refuse", refuse, certificate),
    ):
        listener = socket.create_server((HOST, 0))
        listeners.append(listener)
        threading.Thread(target=listen, args=(listener, shown.context, behaviour), daemon=True).start()
        client = client_at(listener.getsockname()[1], certificate.der)
        engines.append(FleetEngine(name, client.address, client))
    yield engines
    for listener in listeners:
        listener.close()


def listen(listener: socket.socket, context: ssl.SSLContext, behaviour: Callable[[ssl.SSLSocket], object]) -> None:
    def treat(connection: socket.socket) -> None:
        with suppress(OSError), context.wrap_socket(connection, server_side=True) as stream:
            stream.recv(65536)
            behaviour(stream)

    with suppress(OSError):
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=treat, args=(connection,), daemon=True).start()


# Each in a process of its own


def run(what: str, ports: list[int], certificates: Path) -> dict[str, float]:
    der = find_certificate(certificates, HOST).der
    clients = [client_at(port, der) for port in ports]
    engines = [FleetEngine(f"engine-{number}", client.address, client) for number, client in enumerate(clients, 1)]
    with tempfile.TemporaryDirectory(dir=certificates.parent) as folder, trouble(certificates) as bad:
        if what == "one":
            found = ask_one(clients[0], Path(folder))
        elif what == "fleet":
            found = ask_fleet(engines, len(engines), Path(folder))
        else:
            # Those that are no good are asked first.
            found = ask_fleet([*bad, *engines], len(engines), Path(folder))
    return found | {"memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}


def in_process(what: str, ports: list[int], certificates: Path) -> dict[str, float]:
    order = json.dumps([what, ports, str(certificates)])
    output = subprocess.run([sys.executable, __file__, "--run", order], check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(output.stdout)
    return found


def main() -> None:
    if sys.argv[1:2] == ["--run"]:
        what, ports, certificates = json.loads(sys.argv[2])
        print(json.dumps(run(what, ports, Path(certificates))))
        return
    count, rows, columns = (int(text) for text in (*sys.argv[1:], *("40", "100000", "20")[len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole, part = folder / "whole.csv", folder / "part.csv"
        write_answer_file(whole, count * rows, columns)
        write_answer_file(part, rows, columns)
        with serving_all([whole, *[part] * count], folder / "certificate") as clients:
            ports = [client.address.port for client in clients]
            one = in_process("one", ports[:1], folder / "certificate")
            fleets = {what: in_process(what, ports[1:], folder / "certificate") for what in ("fleet", "troubled fleet")}
        print(
            f"{count} Engines with {rows:,} rows of {columns} columns each, {whole.stat().st_size / 1e6:,.0f} MB in all"
        )
        for what, found in {"one": one, **fleets}.items():
            ratio = found["ready"] / one["ready"]
            words = ", ".join(f"{key} {value:.2f} s" for key, value in found.items() if key not in ("rows", "memory"))
            print(f"{what:15} {found['rows']:,.0f} rows: {words}; {found['memory'] / 1e6:,.0f} MB; {ratio:.2f} × one")


if __name__ == "__main__":
    main()
