"""How fast exports reach the disk: `python bench_export.py [MEGABYTES] [ROWS]`.

The Engine's bytes beside curl: both ask the same bare TLS server, in a process of its own, in turns, and write to the
same folder. Then a view of ROWS rows of twenty columns in each format, beside DuckDB writing the same rows as csv.
Prints what it measured; asserts nothing about it.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from bench_results import write_spool

from nxql_tui.client.address import parse_address
from nxql_tui.client.engine_client import EngineClient
from nxql_tui.client.export import export_answer, export_spool
from nxql_tui.client.trust import CaFileTrust
from nxql_tui.engine.certificate import find_certificate
from nxql_tui.results.result_set import ResultSet
from nxql_tui.results.sort_keys import SortKey
from nxql_tui.results.table import ANSWER, cell
from nxql_tui.results.view import View
from nxql_tui.results.view_export.export import ViewFile, export_view
from nxql_tui.results.view_export.formats import ViewFormat
from nxql_tui.wire.credentials import Credential, Secret
from nxql_tui.wire.request import Format, QueryRequest

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

ROUNDS = 5
PIECE = 1 << 20
LINE = b"NXT-DV10\tlaptop\t0.9712\t2026-11-22T09:12:44\talice@EXAMPLE\n"


def read_request(connection: ssl.SSLSocket) -> None:
    """Read it whole: what is left unread when a connection closes resets it."""
    request = b""
    while b"\r\n\r\n" not in request:
        request += connection.recv(PIECE)
    head, _, body = request.partition(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")
    )
    while len(body) < length:
        body += connection.recv(PIECE)


def serve(folder: str, size: int, port: multiprocessing.SimpleQueue[int]) -> None:
    """Answer every question with so many bytes of csv, as fast as TLS goes."""
    context = find_certificate(Path(folder), "127.0.0.1").context
    piece = (LINE * (PIECE // len(LINE) + 1))[:PIECE]
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port.put(listener.getsockname()[1])
        while True:
            connection, _ = listener.accept()
            with context.wrap_socket(connection, server_side=True) as tls:
                read_request(tls)
                tls.sendall(
                    b"HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nConnection: close\r\n"
                    b"Content-Length: %d\r\n\r\n" % (size * PIECE)
                )
                for _ in range(size):
                    tls.sendall(piece)


def measured(work: Callable[[], object], who: int) -> tuple[float, float]:
    """Seconds on the clock and on the processor."""
    before, began = resource.getrusage(who), perf_counter()
    work()
    seconds, after = perf_counter() - began, resource.getrusage(who)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def bytes_of_the_engine(folder: Path, size: int) -> None:
    port: multiprocessing.SimpleQueue[int] = multiprocessing.SimpleQueue()
    server = multiprocessing.Process(target=serve, args=(str(folder), size, port), daemon=True)
    server.start()
    number = port.get()
    authority = folder / "engine.crt"
    client = EngineClient(parse_address(f"127.0.0.1:{number}"), Credential("a", Secret("b")), CaFileTrust(authority))
    target = folder / "answer.csv"
    command = ["curl", "--silent", "--fail", "--cacert", str(authority), "--user", "a:b", "--data-urlencode"]
    command += ["query=(select)", "--output", str(target), f"https://127.0.0.1:{number}/2/query"]
    request = QueryRequest("(select (name) (from device))")
    laps: dict[str, list[tuple[float, float]]] = {"curl": [], "ours": []}
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(ROUNDS):
        laps["curl"].append(measured(lambda: subprocess.run(command, check=True), resource.RUSAGE_CHILDREN))
        laps["ours"].append(
            measured(lambda: export_answer(client, request, target, overwrite=True), resource.RUSAGE_SELF)
        )
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held) / 1024
    server.terminate()
    (clock, processor), (curl_clock, curl_processor) = (
        [median(column) for column in zip(*laps[name], strict=True)] for name in ("ours", "curl")
    )
    print(f"The Engine's bytes, {size} MiB over TLS on loopback, middle of {ROUNDS}:")
    print(f"  curl {size / curl_clock:6.0f} MiB/s   {curl_processor:5.2f} s of processor")
    print(f"  ours {size / clock:6.0f} MiB/s   {processor:5.2f} s of processor   memory {grown:+.0f} MB")
    print(
        f"  speed {curl_clock / clock:.2f} × curl's (budget 0.6)   processor {processor / curl_processor:.2f} × (budget 2)"
    )
    spool = folder / "spool.csv"
    target.replace(spool)
    seconds, _ = measured(lambda: export_spool(spool, target, overwrite=True), resource.RUSAGE_SELF)
    print(f"  from the spool {size / seconds:.0f} MiB/s", flush=True)
    spool.unlink()


def views(folder: Path, rows: int) -> None:
    spool = folder / "spool.csv"
    write_spool(spool, rows)
    size = spool.stat().st_size / 1e6
    print(f"A view of {rows:,} rows × 20, {size:.0f} MB as csv, sorted by its first column:")
    with ResultSet.load(spool, Format.CSV, folder=folder) as result_set:
        view = View(sort=(SortKey(0),))
        result_set.page(view, 0, 1)
        bare = duckdb_csv(result_set, view, folder)
        print(f"  DuckDB's COPY as csv {bare:6.1f} s")
        for file_format in ViewFormat:
            target = folder / f"view.{file_format}"
            held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            try:
                seconds, _ = measured(
                    lambda path=target, one=file_format: export_view(
                        result_set, view, ViewFile(path, one, overwrite=True)
                    ),
                    resource.RUSAGE_SELF,
                )
            except Exception as error:  # noqa: BLE001  Excel holds only so much
                print(f"  {file_format:8} {error}")
                continue
            grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held) / 1024
            print(
                f"  {file_format:8} {seconds:6.1f} s   {rows / seconds:9,.0f} rows/s"
                f"   {target.stat().st_size / 1e6:6.0f} MB   memory {grown:+.0f} MB",
                flush=True,
            )
            target.unlink()


def duckdb_csv(result_set: ResultSet, view: View, folder: Path) -> float:
    cells = ", ".join(f"{ANSWER}.{cell(column)}" for column in range(len(result_set.columns)))
    with result_set.select(view.selection) as rows:
        query = f"SELECT {cells} FROM {rows.source} ORDER BY {rows.order}"
        began = perf_counter()
        rows.cursor.execute(f"COPY ({query}) TO '{folder}/bare.csv' (HEADER, DELIMITER '\t')")
        return perf_counter() - began


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    rows = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as name:
        bytes_of_the_engine(Path(name), size)
        views(Path(name), rows)


if __name__ == "__main__":
    main()
